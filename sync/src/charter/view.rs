//! Questions asked of a view: who is active, in what role, on which devices.
//!
//! docs/protocol.md §3.2, line by line.

use super::facts::{Bits, Facts};
use super::{DeviceKeys, Role, Statement, Status};
use crate::id::{CircleId, DeviceId, PersonId};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// What the law found out of each statement in its own view.
#[derive(Clone, Debug, Default)]
pub(super) struct Findings {
    /// Statements that hold.
    pub valid: Bits,
    /// Removals of an organiser that take two.
    pub needs_two: Bits,
    /// Statements whose author was an organiser, without standing in.
    pub by_organiser: Bits,
}

/// Valid statements, and of those only what one author knew, or all.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub facts: &'a Facts,
    pub found: &'a Findings,
    pub past: Option<&'a Bits>,
}

impl<'a> View<'a> {
    pub(super) fn has(&self, at: usize) -> bool {
        self.found.valid.has(at) && self.past.is_none_or(|past| past.has(at))
    }

    fn held(&self, places: Option<&'a Vec<usize>>) -> impl Iterator<Item = usize> + use<'a> {
        let view = *self;
        places.into_iter().flatten().copied().filter(move |at| view.has(*at))
    }

    /// Whether another organiser asks for the same removal.
    pub(super) fn has_partner(&self, at: usize) -> bool {
        let facts = self.facts;
        let (Some(person), Some(note)) = (facts.names_person(at), facts.note(at)) else { return false };
        self.held(facts.index.removals.get(&person)).any(|other| {
            let theirs = facts.note(other).map(|note| note.person);
            self.found.by_organiser.has(other) && theirs != Some(note.person) && theirs != Some(person)
        })
    }

    pub(super) fn in_effect(&self, at: usize) -> bool {
        self.has(at) && (!self.found.needs_two.has(at) || self.has_partner(at))
    }

    fn lifted(&self, at: usize) -> bool {
        self.held(self.facts.index.lifts.get(&at)).next().is_some()
    }

    pub(super) fn entries(&self, person: &PersonId) -> impl Iterator<Item = usize> + use<'a> {
        self.held(self.facts.index.entries.get(person))
    }

    /// Removals and leaves of the person that are in effect and not lifted.
    pub(super) fn out(&self, person: &PersonId) -> impl Iterator<Item = usize> + use<'a> {
        let view = *self;
        self.held(self.facts.index.removals.get(person)).filter(move |at| {
            !matches!(view.facts.body(*at), Some(Statement::Role { .. })) && view.in_effect(*at) && !view.lifted(*at)
        })
    }

    pub(super) fn status(&self, person: &PersonId) -> Status {
        if self.entries(person).next().is_none() {
            return Status::Unknown;
        }
        let mut left = false;
        for at in self.out(person) {
            match self.facts.body(at) {
                Some(Statement::Leave { .. }) => left = true,
                _ => return Status::Removed,
            }
        }
        if left {
            Status::Left
        } else if self.waits(person, &mut BTreeSet::new()) {
            Status::Waiting
        } else {
            Status::Active
        }
    }

    pub(super) fn active(&self, person: &PersonId) -> bool {
        self.status(person) == Status::Active
    }

    fn waits(&self, person: &PersonId, asking: &mut BTreeSet<PersonId>) -> bool {
        if !asking.insert(*person) {
            return true;
        }
        let waits = self.entries(person).all(|at| self.entry_waits(at, asking));
        asking.remove(person);
        waits
    }

    fn entry_waits(&self, at: usize, asking: &mut BTreeSet<PersonId>) -> bool {
        let facts = self.facts;
        let Some(Statement::Admit { invite, .. }) = facts.body(at) else { return false };
        let Some(note) = facts.note(at) else { return false };
        let index = &facts.index;
        let vouched = self
            .held(index.lifts.get(&at))
            .any(|lift| matches!(facts.body(lift), Some(Statement::Restore { .. })));
        if vouched {
            return false;
        }
        let closed = self.held(index.closes.get(invite)).any(|close| facts.concurrent(close, at));
        closed || self.admitter_struck(at) || self.over_limit(at, invite) || self.waits(&note.person, asking)
    }

    fn admitter_struck(&self, at: usize) -> bool {
        let facts = self.facts;
        let Some(note) = facts.note(at) else { return false };
        let ends = |removal: &usize| matches!(facts.body(*removal), Some(Statement::Remove { .. }));
        let person = self.held(facts.index.removals.get(&note.person)).filter(ends);
        let device = self.held(facts.index.device_removals.get(&note.device));
        person.chain(device).any(|removal| self.in_effect(removal) && facts.concurrent(removal, at))
    }

    fn over_limit(&self, at: usize, invite: &[u8; 32]) -> bool {
        let Some(limit) = self.facts.invite_of(at).and_then(|place| self.limit(place)) else { return false };
        self.held(self.facts.index.admits.get(invite)).filter(|other| *other < at).count() >= limit
    }

    /// How many may come by the invitation at `at`, if that is bounded.
    pub(super) fn limit(&self, at: usize) -> Option<usize> {
        match self.facts.body(at) {
            Some(Statement::Invite { limit, .. }) if *limit > 0 => Some(*limit as usize),
            _ => None,
        }
    }

    /// The role last given, and the place of the statement that gave it.
    pub(super) fn given_role(&self, person: &PersonId) -> Option<(Role, usize)> {
        let facts = self.facts;
        let givers: Vec<usize> =
            self.held(facts.index.givers.get(person)).filter(|at| self.in_effect(*at)).collect();
        let newest = givers.iter().filter(|at| !givers.iter().any(|other| facts.knows(*other, **at)));
        newest.filter_map(|at| Some((self.gives(*at)?, *at))).min()
    }

    fn gives(&self, at: usize) -> Option<Role> {
        match self.facts.body(at)? {
            Statement::Genesis { .. } => Some(Role::Organiser),
            Statement::Role { to: role, .. } | Statement::Restore { role, .. } => Some(*role),
            Statement::Admit { .. } => match self.facts.invite_of(at).and_then(|at| self.facts.body(at))? {
                Statement::Invite { role, .. } => Some(*role),
                _ => None,
            },
            _ => None,
        }
    }

    /// Active persons to whom the role organiser was given.
    pub(super) fn organisers(&self) -> impl Iterator<Item = PersonId> + use<'a> {
        let view = *self;
        view.facts.index.may_be_organisers.iter().copied().filter(move |person| {
            view.given_role(person).is_some_and(|(role, _)| role == Role::Organiser) && view.active(person)
        })
    }

    /// Who comes first among active persons that are neither organisers nor guests.
    pub(super) fn next_in_line(&self) -> Option<PersonId> {
        let persons = self.facts.index.entries.keys().filter(|person| self.active(person));
        let ranked = persons.filter_map(|person| Some((self.given_role(person)?, *person)));
        ranked
            .filter(|((role, _), _)| *role != Role::Organiser && *role != Role::Guest)
            .max_by_key(|((role, at), _)| (*role, Reverse(*at)))
            .map(|(_, person)| person)
    }

    pub(super) fn stands_in(&self, person: &PersonId) -> bool {
        let facts = self.facts;
        self.held(facts.index.stand_ins.get(person)).any(|claim| {
            !self.held(facts.index.givers.get(person)).any(|role| {
                matches!(facts.body(role), Some(Statement::Role { .. })) && facts.knows(role, claim)
            })
        })
    }

    /// The role the person may act in: as given, by succession, or standing in.
    pub(super) fn role(&self, person: &PersonId) -> Option<Role> {
        let (given, _) = self.given_role(person)?;
        if given == Role::Organiser || given == Role::Guest || !self.active(person) {
            return Some(given);
        }
        let succeeds = || self.organisers().next().is_none() && self.next_in_line() == Some(*person);
        Some(if self.stands_in(person) || succeeds() { Role::Organiser } else { given })
    }

    /// Whether the person is an organiser otherwise than by standing in.
    pub(super) fn truly_organises(&self, person: &PersonId) -> bool {
        match self.given_role(person) {
            Some((Role::Organiser, _)) => true,
            Some(_) => self.organisers().next().is_none() && self.next_in_line() == Some(*person),
            None => false,
        }
    }

    /// Whose device it is and with which keys.
    pub(super) fn owner(&self, device: &DeviceId) -> Option<(PersonId, &'a DeviceKeys)> {
        let at = self.held(self.facts.index.binds.get(device)).next()?;
        match self.facts.body(at)? {
            Statement::Genesis { keys, .. } | Statement::Admit { keys, .. } => Some((self.facts.entrant(at)?, keys)),
            Statement::DeviceAdd { keys, .. } => Some((self.facts.note(at)?.person, keys)),
            _ => None,
        }
    }

    /// Device-removes in effect of the device.
    pub(super) fn device_out(&self, device: &DeviceId) -> impl Iterator<Item = usize> + use<'a> {
        let view = *self;
        self.held(self.facts.index.device_removals.get(device)).filter(move |at| view.in_effect(*at))
    }

    pub(super) fn members_invite(&self) -> bool {
        let policies = self.facts.index.policies.iter().copied().filter(|at| self.has(*at));
        let newest = policies.clone().filter(|at| !policies.clone().any(|other| self.facts.knows(other, *at)));
        let said = newest.filter_map(|at| match self.facts.body(at)? {
            Statement::Policy { members_invite } => Some(*members_invite),
            _ => None,
        });
        said.min().unwrap_or_else(|| {
            matches!(self.facts.body(0), Some(Statement::Genesis { members_invite: true, .. }))
        })
    }

    /// Whether the person may read the circle.
    pub(super) fn reads(&self, person: &PersonId, circle: &CircleId) -> bool {
        if *circle == CircleId::everyone(&self.facts.community) {
            return self.given_role(person).is_some_and(|(role, _)| role > Role::Guest);
        }
        let opened = self.facts.index.circles.get(circle).filter(|at| self.has(**at));
        match opened.and_then(|at| self.facts.body(*at)) {
            Some(Statement::Circle { members, .. }) => members.contains(person),
            _ => false,
        }
    }
}
