//! Positions of statements by what they are about, in the order. Holds well-formed ones, valid or not.

use super::{Facts, Note, Role, Statement};
use crate::id::{CircleId, DeviceId, PersonId};
use std::collections::{BTreeMap, BTreeSet};

pub(super) type Places<K> = BTreeMap<K, Vec<usize>>;

#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    pub entries: Places<PersonId>,
    /// Entries, roles and restores.
    pub givers: Places<PersonId>,
    /// Removes, leaves and demotions.
    pub removals: Places<PersonId>,
    pub device_removals: Places<DeviceId>,
    pub binds: Places<DeviceId>,
    /// By what is lifted.
    pub lifts: Places<usize>,
    pub invites: Places<[u8; 32]>,
    pub closes: Places<[u8; 32]>,
    pub admits: Places<[u8; 32]>,
    pub stand_ins: Places<PersonId>,
    pub epochs: Places<CircleId>,
    pub circles: Places<CircleId>,
    /// Genesis and policies.
    pub policies: Vec<usize>,
    pub hubs: Vec<usize>,
    /// Everyone to whom something gives the role organiser.
    pub may_be_organisers: BTreeSet<PersonId>,
}

/// Files the statement at `at`, the last, under all it is about.
pub(super) fn file(facts: &mut Facts, at: usize) {
    let mut index = std::mem::take(&mut facts.index);
    if let Some(note) = facts.note(at) {
        index.take(facts, note, at);
    }
    facts.index = index;
}

impl Index {
    fn take(&mut self, facts: &Facts, note: &Note, at: usize) {
        let Some(body) = &note.body else { return };
        self.about_people(facts, note, body, at);
        self.about_keys(note, body, at);
        for lifted in note.lifts().iter().filter_map(|id| facts.place.get(id)) {
            self.lifts.entry(*lifted).or_default().push(at);
        }
    }

    fn about_people(&mut self, facts: &Facts, note: &Note, body: &Statement, at: usize) {
        if note.unseats().is_some() || matches!(body, Statement::Leave { .. }) {
            let named = note.unseats().unwrap_or(note.person);
            self.removals.entry(named).or_default().push(at);
        }
        if let Some(person) = note.entrant() {
            self.entries.entry(person).or_default().push(at);
        }
        let given = match body {
            Statement::Genesis { keys, .. } => Some((keys.person(), Some(Role::Organiser))),
            Statement::Admit { invite, person, .. } => Some((*person, self.best_offer(facts, invite))),
            Statement::Role { person, to, .. } => Some((*person, Some(*to))),
            Statement::Restore { person, role, .. } => Some((*person, Some(*role))),
            _ => None,
        };
        if let Some((person, role)) = given {
            self.givers.entry(person).or_default().push(at);
            if role == Some(Role::Organiser) {
                self.may_be_organisers.insert(person);
            }
        }
        if matches!(body, Statement::StandIn) {
            self.stand_ins.entry(note.person).or_default().push(at);
        }
    }

    /// The highest role that any invitation with this key gives.
    fn best_offer(&self, facts: &Facts, invite: &[u8; 32]) -> Option<Role> {
        let invites = self.invites.get(invite).into_iter().flatten();
        let offers = invites.filter_map(|at| match facts.body(*at) {
            Some(Statement::Invite { role, .. }) => Some(*role),
            _ => None,
        });
        offers.max()
    }

    fn about_keys(&mut self, note: &Note, body: &Statement, at: usize) {
        if let Some((_, keys)) = note.binds() {
            self.binds.entry(keys.device()).or_default().push(at);
        }
        match body {
            Statement::Invite { key, .. } => self.invites.entry(*key).or_default().push(at),
            Statement::Close { key } => self.closes.entry(*key).or_default().push(at),
            Statement::Admit { invite, .. } => self.admits.entry(*invite).or_default().push(at),
            Statement::DeviceRemove { device, .. } => {
                self.device_removals.entry(*device).or_default().push(at);
            }
            Statement::Circle { .. } => {
                let circle = CircleId::opened_by(&note.id);
                self.circles.entry(circle).or_default().push(at);
            }
            Statement::Epoch { circle, .. } => self.epochs.entry(*circle).or_default().push(at),
            Statement::Genesis { .. } | Statement::Policy { .. } => self.policies.push(at),
            Statement::Hub { .. } => self.hubs.push(at),
            _ => {}
        }
    }
}
