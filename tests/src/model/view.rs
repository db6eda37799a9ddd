//! A view of §3.2: a set of statements asked who entered, who was removed, whose a device is.

mod rank;
mod waiting;

use std::collections::{BTreeMap, BTreeSet};

use super::charter::Charter;
use super::statement::{Body, Device, Id, InviteKey, Named, Person, Role, Statement};

pub use rank::Rank;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Unknown,
    Removed,
    Left,
    Waiting,
    Active,
}

/// What each valid statement was in its own view, which no other statement changes.
#[derive(Clone, Default)]
pub struct Notes {
    pub author: BTreeMap<Id, Person>,
    pub needs_two: BTreeSet<Id>,
    pub by_organiser: BTreeSet<Id>,
}

pub struct View<'a> {
    charter: &'a Charter,
    notes: &'a Notes,
    /// In the order.
    line: Vec<&'a Statement>,
    /// The entries that do not wait.
    standing: BTreeSet<Id>,
    /// A person taken to have just this role, for §3.4.
    acting: Option<(Person, Role)>,
}

impl<'a> View<'a> {
    pub fn of(charter: &'a Charter, notes: &'a Notes, held: &BTreeSet<Id>) -> View<'a> {
        let line = charter.order.iter().filter(|s| held.contains(&s.id));
        let mut view = View { charter, notes, line: line.collect(), standing: BTreeSet::new(), acting: None };
        view.standing = view.entries_that_stand();
        view
    }

    pub fn with_role(mut self, person: Person, role: Role) -> View<'a> {
        self.acting = Some((person, role));
        self
    }

    pub fn line(&self) -> impl Iterator<Item = &'a Statement> {
        self.line.iter().copied()
    }

    pub fn get(&self, id: &Id) -> Option<&'a Statement> {
        self.line().find(|s| s.id == *id)
    }

    pub fn author(&self, s: &Statement) -> Option<Person> {
        self.notes.author.get(&s.id).copied()
    }

    /// The person and device that a genesis or an admit lets in.
    pub fn entry(&self, s: &Statement) -> Option<(Person, Device)> {
        match &s.body {
            Body::Genesis { keys, .. } => Some((keys.person, keys.device)),
            Body::Admit { person, keys, .. } => Some((*person, keys.device)),
            _ => None,
        }
    }

    pub fn entries_of(&self, person: Person) -> impl Iterator<Item = &'a Statement> {
        self.line().filter(move |s| self.entry(s).is_some_and(|(who, _)| who == person))
    }

    pub fn people(&self) -> BTreeSet<Person> {
        let entries = self.line().filter_map(|s| self.entry(s));
        entries.map(|(person, _)| person).collect()
    }

    /// Of several invites with one key, the first in the order.
    pub fn invite(&self, wanted: &InviteKey) -> Option<&'a Statement> {
        self.line().find(|s| matches!(&s.body, Body::Invite { key, .. } if key == wanted))
    }

    pub fn is_closed(&self, wanted: &InviteKey) -> bool {
        self.line().any(|s| matches!(&s.body, Body::Close { key } if key == wanted))
    }

    pub fn admits_by(&self, wanted: InviteKey) -> impl Iterator<Item = &'a Statement> {
        self.line().filter(move |s| matches!(s.body, Body::Admit { key, .. } if key == wanted))
    }

    pub fn admitted_by(&self, admits: impl Iterator<Item = &'a Statement>) -> BTreeSet<Person> {
        admits.filter_map(|s| self.entry(s).map(|(person, _)| person)).collect()
    }

    /// The policy statements that no other knows; one that says no is enough.
    pub fn members_invite(&self) -> bool {
        let says = |s: &Statement| match s.body {
            Body::Genesis { members_invite, .. } | Body::Policy { members_invite } => Some(members_invite),
            _ => None,
        };
        let said: Vec<_> = self.line().filter_map(|s| Some((s.id, says(s)?))).collect();
        let newest = |id: &Id| !said.iter().any(|(other, _)| self.charter.knows(other, id));
        said.iter().all(|(id, yes)| *yes || !newest(id))
    }

    pub fn status(&self, person: Person) -> Status {
        if self.entries_of(person).next().is_none() {
            Status::Unknown
        } else if self.is_felt(person, |body| matches!(body, Body::Remove { .. })) {
            Status::Removed
        } else if self.is_felt(person, |body| matches!(body, Body::Leave { .. })) {
            Status::Left
        } else if self.entries_of(person).all(|s| self.waits(s)) {
            Status::Waiting
        } else {
            Status::Active
        }
    }

    /// Whether an unlifted removal of this kind, in effect, names the person.
    fn is_felt(&self, person: Person, kind: fn(&Body) -> bool) -> bool {
        let named = Some(Named::Person(person));
        self.line().any(|s| {
            kind(&s.body)
                && self.author(s).and_then(|author| s.removes(author)) == named
                && self.in_effect(s)
                && !self.is_lifted(&s.id)
        })
    }

    pub fn is_active(&self, person: Person) -> bool {
        self.status(person) == Status::Active
    }

    pub fn is_lifted(&self, removal: &Id) -> bool {
        self.line().any(|s| s.lifts().is_some_and(|lifts| lifts.contains(removal)))
    }

    pub fn in_effect(&self, removal: &Statement) -> bool {
        !self.notes.needs_two.contains(&removal.id) || self.has_partner(removal)
    }

    pub fn has_partner(&self, removal: &Statement) -> bool {
        let (named, author) = (removal.unseats(), self.author(removal));
        self.line().any(|s| {
            named.is_some()
                && s.unseats() == named
                && self.author(s) != author
                && self.author(s) != named
                && self.notes.by_organiser.contains(&s.id)
        })
    }

    /// Of two statements that bind one device, the first in the order.
    pub fn bound(&self, wanted: Device) -> Option<Person> {
        let mut bindings = self.line().filter_map(|s| self.binds(s));
        let found = bindings.find(|(_, device)| *device == wanted);
        found.map(|(person, _)| person)
    }

    pub fn devices(&self) -> BTreeSet<Device> {
        let bindings = self.line().filter_map(|s| self.binds(s));
        bindings.map(|(_, device)| device).collect()
    }

    fn binds(&self, s: &Statement) -> Option<(Person, Device)> {
        match &s.body {
            Body::DeviceAdd { keys, .. } => Some((self.author(s)?, keys.device)),
            _ => self.entry(s),
        }
    }

    pub fn is_out(&self, wanted: Device) -> bool {
        self.line().any(|s| matches!(s.body, Body::DeviceRemove { device, .. } if device == wanted))
    }
}
