//! What is cited, and when a device says that it heard: docs/protocol.md §3.1.

use super::bits::Bits;
use super::facts::Facts;
use super::order::{beside_of, loser};
use super::state::{At, age};
use super::{Law, Statement};
use crate::id::{DeviceId, PersonId, StatementId};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How many of the most senior persons, and of those who came first, say that they heard.
const LISTENERS: usize = 15;
/// Admits that are worth saying that one heard of them.
const MANY_ADMITS: usize = 16;

/// How soon a device says that it heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Haste {
    /// At once.
    Now,
    /// At once too, sixteen times an hour: of who is put out by others than organisers, an hour is enough for a thief.
    Soon,
    /// With what else comes, no more than once an hour: what others say cannot make it use up what it may say.
    Gathered,
}

impl Facts {
    /// What is cited by who knows all: the statements that no other one knows, ascending; of a device that said things beside
    /// each other its newest on one branch alone, and that only while nobody knows it.
    #[must_use]
    pub fn frontier(&self) -> Vec<StatementId> {
        self.cited.get_or_init(|| self.all_cited()).clone()
    }

    fn all_cited(&self) -> Vec<StatementId> {
        let chosen: BTreeMap<&DeviceId, At> =
            self.forked.iter().filter_map(|device| Some((device, self.goes_on(device)?))).collect();
        let mut heads: Vec<StatementId> = if chosen.is_empty() {
            self.heads().filter_map(|head| self.id(head)).collect()
        } else {
            // What only a branch knows that is not cited is cited itself: nobody hides anything behind what they say twice.
            let is_left_out = |at: &At| {
                let newest = self.note(*at).and_then(|note| chosen.get(&note.device));
                newest.is_some_and(|newest| newest != at && !self.knows(*newest, *at))
            };
            let (mut cited, mut known) = (Bits::up_to(self.len()), Bits::default());
            (0..self.len()).filter(is_left_out).for_each(|at| cited.take(at));
            cited.iter().filter_map(|at| self.past.get(at)).for_each(|past| known.join(past));
            cited.without(&known).iter().filter_map(|head| self.id(head)).collect()
        };
        heads.sort_unstable();
        heads
    }

    /// The newest statement of a device, of its branches on the one whose first is known by the most other devices, then on that
    /// with the least hash.
    pub(super) fn goes_on(&self, device: &DeviceId) -> Option<At> {
        let own = self.by_device.get(device)?;
        let beside: Vec<At> = beside_of(self, own).collect();
        let is_newest = |at: &&At| !own.iter().any(|later| self.knows(*later, **at));
        own.iter().filter(is_newest).copied().min_by_key(|at| {
            let (known, first) = self.branch_of(*at, own, &beside);
            (Reverse(known), first, self.id(*at))
        })
    }

    /// Of the branch on which it stands: how many other devices know its first statement, and the name of that.
    fn branch_of(&self, at: At, own: &[At], beside: &[At]) -> (usize, Option<StatementId>) {
        let on_it = own.iter().copied().filter(|other| *other == at || self.knows(at, *other));
        let first = on_it
            .filter(|other| beside.contains(other))
            .min_by_key(|other| (self.past.get(*other).map(Bits::count), self.id(*other)));
        let Some(first) = first else { return (0, None) };
        let others = self.by_device.values().filter(|said| said.first().is_some_and(|said| !own.contains(said)));
        let known = others.filter(|said| said.iter().any(|said| self.knows(*said, first))).count();
        (known, self.id(first))
    }
}

impl Law {
    /// The last statement of a device, on the branch on which it goes on if it said things beside each other.
    #[must_use]
    pub fn newest_of(&self, device: &DeviceId) -> Option<StatementId> {
        self.facts.id(self.facts.goes_on(device)?)
    }

    /// Whether the device is one of those that say what they heard, and heard something that is worth it since it last spoke.
    #[must_use]
    pub fn should_say_heard(&self, device: &DeviceId) -> Option<Haste> {
        let (person, bound_by) = self.state().owner(device)?;
        if !self.is_active(device) || self.needs_newer() || !self.listens(&person) {
            return None;
        }
        let said = self.facts.by_device.get(device);
        let mut known = Bits::default();
        for at in said.into_iter().flatten() {
            known.put(*at);
            self.facts.past.get(*at).into_iter().for_each(|past| known.join(past));
        }
        // A further device says once that it is here: one that was silent from the start could be used against its person.
        let is_added = matches!(self.facts.body(bound_by), Some(Statement::DeviceAdd { .. }));
        let new = self.news(&known);
        let worth: Vec<At> = new.iter().copied().filter(|at| self.is_worth_saying(*at, &person, device)).collect();
        let by_organiser = |at: &At| self.facts.stands.get(*at).is_some_and(|stands| stands.level == 0);
        let is_admit = |at: &&At| matches!(self.facts.body(**at), Some(Statement::Admit { .. }));
        if (said.is_none() && is_added) || worth.iter().any(by_organiser) {
            Some(Haste::Now)
        } else if worth.iter().any(|at| loser(&self.facts, *at).is_some()) {
            Some(Haste::Soon)
        } else if !worth.is_empty() || new.iter().filter(is_admit).count() >= MANY_ADMITS {
            Some(Haste::Gathered)
        } else {
            None
        }
    }

    /// What the device would come to know by what it would cite.
    fn news(&self, known: &Bits) -> Vec<At> {
        let cited = self.facts.past_of(&self.facts.frontier()).unwrap_or_default();
        cited.without(known).iter().collect()
    }

    /// Whether the person is among the most senior of those who ever said something, or among those who came first.
    fn listens(&self, person: &PersonId) -> bool {
        let line = self.state().line();
        let says = |one: &&PersonId| *one == person || self.facts.by_person.contains_key(one);
        let came = |one: &PersonId| {
            let entries = self.state().entries.of(one).iter();
            entries.map(|entry| age(&self.state().ages, Some(entry.at))).min()
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
