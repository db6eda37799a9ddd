//! Questions asked of a view: who entered, who is out, whose a device is.
//!
//! docs/protocol.md §3.2, line by line; roles and seniority are in `rank`.

use super::bits::Bits;
use super::facts::Facts;
use super::{DeviceKeys, Note, Role, Statement, Status};
use crate::id::{CircleId, DeviceId, PersonId, StatementId};
use std::collections::BTreeSet;

/// What the law found out of each statement in its own view.
#[derive(Clone, Debug, Default)]
pub(super) struct Findings {
    /// Statements that hold.
    pub valid: Bits,
    /// Removals of an organiser that take two.
    pub needs_two: Bits,
    /// Statements whose author was an organiser by role.
    pub by_organiser: Bits,
}

/// Valid statements, and of those only what one author knew, or all.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub facts: &'a Facts,
    pub found: &'a Findings,
    pub past: Option<&'a Bits>,
    /// A person taken to have just this role, for §3.4.
    pub acting: Option<(PersonId, Role)>,
}

impl<'a> View<'a> {
    pub(super) fn new(facts: &'a Facts, found: &'a Findings, past: Option<&'a Bits>) -> Self {
        Self { facts, found, past, acting: None }
    }

    pub(super) fn has(&self, at: usize) -> bool {
        self.found.valid.has(at) && self.past.is_none_or(|past| past.has(at))
    }

    /// The statement, if it is in the view.
    pub(super) fn find(&self, id: &StatementId) -> Option<&'a Note> {
        let at = self.facts.place.get(id).filter(|at| self.has(**at))?;
        self.facts.note(*at)
    }

    /// Of these places in the order, those in the view.
    pub(super) fn held(&self, places: Option<&'a Vec<usize>>) -> impl Iterator<Item = usize> + Clone + use<'a> {
        let view = *self;
        places.into_iter().flatten().copied().filter(move |at| view.has(*at))
    }

    /// Whether another organiser asks for the same removal.
    pub(super) fn has_partner(&self, removal: &Note) -> bool {
        let Some(person) = removal.unseats() else {
            return false;
        };
        self.held(self.facts.index.removals.get(&person)).any(|at| {
            let other = self.facts.note(at).filter(|other| other.unseats() == Some(person));
            other.is_some_and(|other| other.person != removal.person && other.person != person)
                && self.found.by_organiser.has(at)
        })
    }

    pub(super) fn in_effect(&self, at: usize) -> bool {
        let partnered = || self.facts.note(at).is_some_and(|note| self.has_partner(note));
        self.has(at) && (!self.found.needs_two.has(at) || partnered())
    }

    pub(super) fn lifted(&self, at: usize) -> bool {
        self.held(self.facts.index.lifts.get(&at)).next().is_some()
    }

    pub(super) fn entries(&self, person: &PersonId) -> impl Iterator<Item = usize> + use<'a> {
        self.held(self.facts.index.entries.get(person))
    }

    /// Removals and leaves of the person that are in effect and not lifted.
    pub(super) fn out(&self, person: &PersonId) -> impl Iterator<Item = usize> + use<'a> {
        let view = *self;
        self.held(self.facts.index.removals.get(person)).filter(move |at| {
            let ends = view.facts.note(*at).is_some_and(Note::ends);
            ends && view.in_effect(*at) && !view.lifted(*at)
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
        } else if self.waits(person) {
            Status::Waiting
        } else {
            Status::Active
        }
    }

    pub(super) fn active(&self, person: &PersonId) -> bool {
        self.status(person) == Status::Active
    }

    /// Looks for a way up from the person's entries to one that stands by itself, over none that is held back.
    fn waits(&self, person: &PersonId) -> bool {
        let mut asked = BTreeSet::from([*person]);
        let mut next = vec![*person];
        while let Some(person) = next.pop() {
            for at in self.entries(&person) {
                let Some(note) = self.facts.note(at) else {
                    continue;
                };
                let Some(Statement::Admit { invite, .. }) = &note.body else {
                    return false;
                };
                if self.vouched(at) {
                    return false;
                }
                if !self.held_back(at, note, invite) && asked.insert(note.person) {
                    next.push(note.person);
                }
            }
        }
        true
    }

    fn vouched(&self, admit: usize) -> bool {
        let mut lifts = self.held(self.facts.index.lifts.get(&admit));
        lifts.any(|at| matches!(self.facts.body(at), Some(Statement::Restore { .. })))
    }

    fn held_back(&self, admit: usize, note: &Note, invite: &[u8; 32]) -> bool {
        let index = &self.facts.index;
        let unheard = |at: &usize| self.facts.concurrent(*at, admit);
        let removes = |at: &usize| matches!(self.facts.body(*at), Some(Statement::Remove { .. }));
        let persons = self.held(index.removals.get(&note.person)).filter(removes);
        let mut removals = persons.chain(self.held(index.device_removals.get(&note.device)));
        self.held(index.closes.get(invite)).any(|at| unheard(&at))
            || removals.any(|at| unheard(&at) && self.in_effect(at))
            || self.over_limit(admit, note, invite)
    }

    fn over_limit(&self, admit: usize, note: &Note, invite: &[u8; 32]) -> bool {
        let (Some((_, limit)), Some(person)) = (self.terms(admit), note.entrant()) else {
            return false;
        };
        !self.has_room(invite, limit, Some(person), admit)
    }

    /// Whether the admits by this key before `until` let in fewer than `limit` persons other than this one.
    pub(super) fn has_room(&self, invite: &[u8; 32], limit: u32, person: Option<PersonId>, until: usize) -> bool {
        let admits = self.facts.index.admits.get(invite);
        let limit = limit as usize;
        if limit == 0 || admits.is_none_or(|admits| admits.len() < limit) {
            return true;
        }
        let before = self.held(admits).take_while(|at| *at < until);
        let others = before.filter_map(|at| self.facts.note(at)?.entrant());
        let others: BTreeSet<PersonId> = others.filter(|other| Some(*other) != person).collect();
        others.len() < limit
    }

    /// The invitation that has this key.
    pub(super) fn invite(&self, key: &[u8; 32]) -> Option<usize> {
        self.held(self.facts.index.invites.get(key)).next()
    }

    pub(super) fn closed(&self, key: &[u8; 32]) -> bool {
        self.held(self.facts.index.closes.get(key)).next().is_some()
    }

    /// Role and limit of the invitation that the admit at `at` knew.
    pub(super) fn terms(&self, at: usize) -> Option<(Role, u32)> {
        let Statement::Admit { invite, .. } = self.facts.body(at)? else {
            return None;
        };
        let own = Self { past: self.facts.past.get(at), ..*self };
        match self.facts.body(own.invite(invite)?)? {
            Statement::Invite { role, limit, .. } => Some((*role, *limit)),
            _ => None,
        }
    }

    /// Whose device it is and with which keys.
    pub(super) fn owner(&self, device: &DeviceId) -> Option<(PersonId, &'a DeviceKeys)> {
        let at = self.held(self.facts.index.binds.get(device)).next()?;
        self.facts.note(at)?.binds()
    }

    /// Device-removes of the device.
    pub(super) fn device_out(&self, device: &DeviceId) -> impl Iterator<Item = usize> + use<'a> {
        self.held(self.facts.index.device_removals.get(device))
    }

    pub(super) fn is_out(&self, device: &DeviceId) -> bool {
        self.device_out(device).next().is_some()
    }

    /// One no among the newest policies is enough.
    pub(super) fn members_invite(&self) -> bool {
        let said = self.newest(self.held(Some(&self.facts.index.policies)).collect());
        said.into_iter().all(|at| match self.facts.body(at) {
            Some(Statement::Genesis { members_invite, .. } | Statement::Policy { members_invite }) => *members_invite,
            _ => true,
        })
    }

    /// Of places in the order, those which none of the others knows, the last first.
    pub(super) fn newest(&self, places: Vec<usize>) -> Vec<usize> {
        let mut newest: Vec<usize> = Vec::new();
        for at in places.into_iter().rev() {
            if !newest.iter().any(|other| self.facts.knows(*other, at)) {
                newest.push(at);
            }
        }
        newest
    }

    /// Whether the person may read the circle.
    pub(super) fn reads(&self, person: &PersonId, circle: &CircleId) -> bool {
        if *circle == CircleId::everyone(&self.facts.community) {
            return self.given(person).is_some_and(|(role, _)| role > Role::Guest);
        }
        self.held(self.facts.index.circles.get(circle)).any(|at| match self.facts.body(at) {
            Some(Statement::Circle { members, .. }) => members.contains(person),
            _ => false,
        })
    }
}
