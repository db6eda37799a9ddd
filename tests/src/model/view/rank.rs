//! Role, seniority, stand-in and succession (§3.2).

use std::cmp::Reverse;

use super::super::statement::{Body, Id, Person, Role, Statement};
use super::View;

/// The less, the more senior.
pub type Seniority = (Reverse<Role>, usize);

/// What a removal's author weighs when removals are sorted (§3.6); the least goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    level: u8,
    appointed: usize,
}

impl Rank {
    pub const NONE: Rank = Rank { level: u8::MAX, appointed: usize::MAX };
}

impl View<'_> {
    /// By the role givers alone: what is said *of* a person.
    pub fn role(&self, person: Person) -> Option<Role> {
        match self.acting {
            Some((who, role)) if who == person => Some(role),
            _ => self.appointment(person).map(|(role, _)| role),
        }
    }

    /// The lowest of the newest role givers, and of those the first in the order.
    pub fn appointment(&self, person: Person) -> Option<(Role, Id)> {
        let about = |s: &Statement| self.gives(s).is_some_and(|(who, _)| who == person);
        let mut givers: Vec<&Statement> = self.line().filter(|s| about(s)).collect();
        let decided = givers.clone();
        givers.retain(|s| !self.is_outdone(s, &decided));
        let known = |id: &Id| givers.iter().any(|other| self.charter.knows(&other.id, id));
        let newest = givers.iter().filter(|s| !known(&s.id));
        let roles = newest.filter_map(|s| Some((self.gives(s)?.1, s.id)));
        roles.min_by_key(|(role, _)| *role)
    }

    /// An admit said again by someone else must not undo a role given since.
    fn is_outdone(&self, s: &Statement, givers: &[&Statement]) -> bool {
        let Body::Admit { lifts, .. } = &s.body else {
            return false;
        };
        let decisions = |g: &&&Statement| matches!(g.body, Body::Role { .. } | Body::Restore { .. });
        givers
            .iter()
            .filter(decisions)
            .any(|g| lifts.is_empty() || lifts.iter().any(|leave| self.charter.knows(&g.id, leave)))
    }

    fn gives(&self, s: &Statement) -> Option<(Person, Role)> {
        match s.body {
            Body::Genesis { keys, .. } => Some((keys.person, Role::Organiser)),
            Body::Admit { .. } => Some((self.entry(s)?.0, self.terms(s)?.0)),
            Body::Role { person, to, .. } => self.in_effect(s).then_some((person, to)),
            Body::Restore { person, role, .. } => Some((person, role)),
            _ => None,
        }
    }

    fn seniority(&self, person: Person) -> Option<Seniority> {
        let (_, appointment) = self.appointment(person)?;
        let place = self.charter.place(&appointment);
        Some((Reverse(self.role(person)?), place))
    }

    /// The most senior active person that is not a guest, of those asked for.
    pub fn most_senior(&self, wanted: impl Fn(Person) -> bool) -> Option<Person> {
        let people = self.people().into_iter();
        let people = people.filter(|p| self.is_active(*p) && self.role(*p) > Some(Role::Guest));
        people.filter(|p| wanted(*p)).min_by_key(|p| self.seniority(*p))
    }

    /// What a person may do: the role, or organiser by succession or standing in.
    pub fn power(&self, person: Person) -> Option<Role> {
        if self.acting.is_some_and(|(who, _)| who == person) {
            return self.role(person);
        }
        let role = self.role(person);
        let may_lead = role > Some(Role::Guest) && self.is_active(person);
        let leads = self.stands_in(person) || self.successor() == Some(person);
        match may_lead && leads {
            true => Some(Role::Organiser),
            false => role,
        }
    }

    pub fn organises(&self, person: Person) -> bool {
        self.power(person) == Some(Role::Organiser)
    }

    fn successor(&self) -> Option<Person> {
        let first = self.most_senior(|_| true)?;
        (self.role(first) != Some(Role::Organiser)).then_some(first)
    }

    pub fn stands_in(&self, person: Person) -> bool {
        let mut stand_ins = self.line().filter(|s| matches!(s.body, Body::StandIn) && self.author(s) == Some(person));
        stand_ins.any(|stand_in| !self.line().any(|s| self.ends(s, &stand_in.id, person)))
    }

    fn ends(&self, s: &Statement, stand_in: &Id, about: Person) -> bool {
        matches!(s.body, Body::Role { person, .. } if person == about) && self.charter.knows(&s.id, stand_in)
    }

    pub fn active_organisers(&self) -> usize {
        let people = self.people().into_iter();
        let organisers = people.filter(|p| self.role(*p) == Some(Role::Organiser));
        organisers.filter(|p| self.is_active(*p)).count()
    }

    pub fn rank(&self, person: Person) -> Rank {
        let Some((role, appointment)) = self.appointment(person) else {
            return Rank::NONE;
        };
        let level = match role {
            Role::Organiser => 0,
            _ if self.organises(person) => 1,
            Role::Steward => 2,
            Role::Member => 3,
            Role::Guest => 4,
        };
        Rank { level, appointed: self.charter.place(&appointment) }
    }
}
