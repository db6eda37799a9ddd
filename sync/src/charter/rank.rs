//! Role, seniority, stand-in and succession: the second half of docs/protocol.md §3.2.

use super::view::View;
use super::{Role, Statement};
use crate::id::PersonId;
use std::cmp::Reverse;

/// The less, the more senior.
type Seniority = (Reverse<Role>, usize);

impl View<'_> {
    /// The role last given, and the place of the statement that gave it.
    pub(super) fn appointment(&self, person: &PersonId) -> Option<(Role, usize)> {
        let givers = self.held(self.facts.index.givers.get(person));
        let mut givers: Vec<usize> = givers.filter(|at| self.in_effect(*at)).collect();
        let decides = |at: &usize| {
            let body = self.facts.body(*at);
            matches!(body, Some(Statement::Role { .. } | Statement::Restore { .. }))
        };
        let decisions: Vec<usize> = givers.iter().copied().filter(decides).collect();
        givers.retain(|at| !self.outdone(*at, &decisions));
        let newest = self.newest(givers).into_iter();
        newest.filter_map(|at| Some((self.gives(at)?, at))).min()
    }

    /// Whether this is an admit said again by someone who had not heard of a role given since.
    fn outdone(&self, at: usize, decisions: &[usize]) -> bool {
        let Some(Statement::Admit { lifts, .. }) = self.facts.body(at) else {
            return false;
        };
        let mut leaves = lifts.iter().filter_map(|id| self.facts.place.get(id));
        let known = |leave: &usize| decisions.iter().any(|at| self.facts.knows(*at, *leave));
        (lifts.is_empty() && !decisions.is_empty()) || leaves.any(known)
    }

    fn gives(&self, at: usize) -> Option<Role> {
        match self.facts.body(at)? {
            Statement::Genesis { .. } => Some(Role::Organiser),
            Statement::Role { to: role, .. } | Statement::Restore { role, .. } => Some(*role),
            Statement::Admit { .. } => self.terms(at).map(|(role, _)| role),
            _ => None,
        }
    }

    /// The role as §3.4 would have it, else as last given, with its appointment.
    pub(super) fn given(&self, person: &PersonId) -> Option<(Role, usize)> {
        let (role, at) = self.appointment(person)?;
        Some((self.taken_for(person).unwrap_or(role), at))
    }

    fn taken_for(&self, person: &PersonId) -> Option<Role> {
        self.acting.filter(|(who, _)| who == person).map(|(_, role)| role)
    }

    pub(super) fn is_organiser(&self, person: &PersonId) -> bool {
        self.given(person).is_some_and(|(role, _)| role == Role::Organiser)
    }

    /// Active persons to whom the role organiser was given.
    pub(super) fn organisers(&self) -> impl Iterator<Item = PersonId> {
        let all = self.facts.index.may_be_organisers.iter().copied();
        all.filter(|person| self.is_organiser(person) && self.active(person))
    }

    /// Seniority of an active person that is not a guest.
    fn seniority(&self, person: &PersonId) -> Option<Seniority> {
        let (role, at) = self.given(person)?;
        let grown = role > Role::Guest && self.active(person);
        grown.then_some((Reverse(role), at))
    }

    /// Whether nobody active is an organiser and this person, who is active, is the most senior.
    fn succeeds(&self, own: (Role, usize)) -> bool {
        let own = (Reverse(own.0), own.1);
        let more_senior = |person: &PersonId| {
            let given = self.given(person).map(|(role, at)| (Reverse(role), at));
            given.is_some_and(|given| given < own) && self.active(person)
        };
        self.organisers().next().is_none() && !self.facts.index.entries.keys().any(more_senior)
    }

    pub(super) fn stands_in(&self, person: &PersonId) -> bool {
        let (facts, index) = (self.facts, &self.facts.index);
        let is_role = |at: &usize| matches!(facts.body(*at), Some(Statement::Role { .. }));
        self.held(index.stand_ins.get(person)).any(|claim| {
            let mut roles = self.held(index.givers.get(person)).filter(is_role);
            !roles.any(|role| facts.knows(role, claim))
        })
    }

    /// The role the person may act in: as given, by succession, or standing in.
    pub(super) fn power(&self, person: &PersonId) -> Option<Role> {
        let own = self.given(person)?;
        let (given, _) = own;
        if self.taken_for(person).is_some() || given == Role::Organiser || given == Role::Guest || !self.active(person)
        {
            return Some(given);
        }
        let organises = self.stands_in(person) || self.succeeds(own);
        Some(if organises { Role::Organiser } else { given })
    }

    /// Whether this person, who is active, comes first among those that do not organise.
    pub(super) fn is_next_in_line(&self, person: &PersonId) -> bool {
        let all = self.facts.index.entries.keys();
        let mut line: Vec<(Seniority, PersonId)> =
            all.filter_map(|person| Some((self.seniority(person)?, *person))).collect();
        line.sort_unstable();
        let organises = |nth: usize, role: Role, person: &PersonId| {
            let lent = || nth == 0 || self.stands_in(person);
            role == Role::Organiser || (self.taken_for(person).is_none() && lent())
        };
        let mut rest =
            line.iter().enumerate().filter(|(nth, ((Reverse(role), _), person))| !organises(*nth, *role, person));
        rest.next().is_some_and(|(_, (_, first))| first == person)
    }

    /// What a removal's author weighs when removals are sorted (§3.6); the least goes first.
    pub(super) fn rank(&self, person: &PersonId) -> Option<(u8, usize)> {
        let (role, appointed) = self.appointment(person)?;
        let level = match role {
            Role::Organiser => 0,
            _ if self.power(person) == Some(Role::Organiser) => 1,
            Role::Steward => 2,
            Role::Member => 3,
            Role::Guest => 4,
        };
        Some((level, appointed))
    }
}
