//! What is cited, and when a device says that it heard: docs/protocol.md §3.1.

use super::bits::Bits;
use super::facts::Facts;
use super::order::beside;
use super::state::{At, age};
use super::{Law, Note, Statement};
use crate::id::{DeviceId, PersonId, StatementId};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How many of the most senior persons, and of those who came first, say that they heard.
const LISTENERS: usize = 15;
/// Admits that are worth saying that one heard of them.
const MANY_ADMITS: usize = 16;

impl Facts {
    /// What is cited by who knows all: the statements that no other one knows, ascending, and of a device that said things
    /// beside each other no more than one.
    #[must_use]
    pub fn frontier(&self) -> Vec<StatementId> {
        let all = Bits::up_to(self.len());
        let beside = beside(self, &all);
        let mut one: BTreeMap<DeviceId, (Reverse<usize>, StatementId, StatementId)> = BTreeMap::new();
        for head in self.heads() {
            let Some(note) = self.note(head) else { continue };
            let (known, first) = self.branch_of(head, &beside);
            let new = (Reverse(known), first, note.id);
            one.entry(note.device).and_modify(|kept| *kept = new.min(*kept)).or_insert(new);
        }
        let mut heads: Vec<StatementId> = one.into_values().map(|(.., id)| id).collect();
        heads.sort_unstable();
        heads
    }

    /// Of the branch on which it stands: by how many words of other devices the first statement is known, and its name.
    fn branch_of(&self, at: At, beside: &Bits) -> (usize, StatementId) {
        let device = self.note(at).map(|note| note.device);
        let own = device.and_then(|device| self.by_device.get(&device)).into_iter().flatten().copied();
        let on_it = own.filter(|other| *other == at || self.knows(at, *other)).filter(|other| beside.has(*other));
        let first = on_it.min_by_key(|other| self.past.get(*other).map_or(0, Bits::count)).unwrap_or(at);
        let knows = |(other, note): &(usize, &Note)| Some(note.device) != device && self.knows(*other, first);
        let known = if beside.has(first) { self.notes().iter().enumerate().filter(knows).count() } else { 0 };
        (known, self.id(first).unwrap_or(StatementId { 0: [0xff; 32] }))
    }
}

impl Law {
    /// Whether the device is one of those that say what they heard, and heard something that is worth it since it last spoke.
    #[must_use]
    pub fn should_say_heard(&self, device: &DeviceId) -> bool {
        let Some((person, bound_by)) = self.state().devices.get(device) else {
            return false;
        };
        if !self.is_active(device) || self.needs_newer() || !self.listens(person) {
            return false;
        }
        let said = self.facts.by_device.get(device);
        let mut known = Bits::default();
        for at in said.into_iter().flatten() {
            known.put(*at);
            self.facts.past.get(*at).into_iter().for_each(|past| known.join(past));
        }
        // A further device says once that it is here: one that was silent from the start could be used against its person.
        let is_added = matches!(self.facts.body(*bound_by), Some(Statement::DeviceAdd { .. }));
        let new = self.news(&known);
        (said.is_none() && is_added)
            || new.iter().any(|at| self.is_worth_saying(*at, person, device))
            || new.iter().filter(|at| matches!(self.facts.body(**at), Some(Statement::Admit { .. }))).count()
                >= MANY_ADMITS
    }

    fn news(&self, known: &Bits) -> Vec<At> {
        Bits::up_to(self.facts.len()).without(known).iter().collect()
    }

    /// Whether the person is among the most senior of those who ever said something, or among those who came first.
    fn listens(&self, person: &PersonId) -> bool {
        let line = self.state().line();
        let says = |one: &&PersonId| *one == person || self.facts.by_person.contains_key(one);
        let came = |one: &PersonId| {
            let first = self.state().entries.get(one).and_then(|entries| entries.first());
            age(&self.state().ages, first.map(|entry| entry.at))
        };
        let mut oldest = line.clone();
        oldest.sort_by_cached_key(came);
        line.iter().filter(says).take(LISTENERS).any(|one| one == person)
            || oldest.iter().take(LISTENERS).any(|one| one == person)
    }

    fn is_worth_saying(&self, at: At, person: &PersonId, device: &DeviceId) -> bool {
        let (Some(note), Some(body)) = (self.facts.note(at), self.facts.body(at)) else {
            return false;
        };
        let is_other = note.person != *person;
        match body {
            Statement::DeviceRemove { device: out, .. } if !is_other => out != device,
            Statement::Raise { .. }
            | Statement::Restore { .. }
            | Statement::Second { .. }
            | Statement::Policy { .. }
            | Statement::StandIn => is_other,
            _ => is_other && body.takes(),
        }
    }
}
