//! Statements that came before something that they cite, by what they lack.

use crate::charter::{Facts, Note};
use crate::id::StatementId;
use std::collections::{BTreeMap, BTreeSet};

/// What waits. Whatever comes, only what lacked it is looked at again.
#[derive(Debug, Default)]
pub(super) struct Early {
    /// Not looked at yet.
    new: Vec<Note>,
    lacking: BTreeMap<StatementId, Vec<Note>>,
    /// How many of the statements that count were held against what waits.
    seen: usize,
}

impl Early {
    /// Keeps one to look at.
    pub(super) fn push(&mut self, note: Note) {
        self.new.push(note);
    }

    /// All that wait, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Note> {
        self.new.iter().chain(self.lacking.values().flatten())
    }

    /// Forgets all.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Those that were not looked at yet, and those that lacked what counts by now.
    pub(super) fn take_due(&mut self, facts: &Facts) -> Vec<Note> {
        let mut due = std::mem::take(&mut self.new);
        let came = facts.notes().get(self.seen..).unwrap_or_default();
        due.extend(came.iter().filter_map(|note| self.lacking.remove(&note.id)).flatten());
        self.seen = facts.len();
        due
    }

    /// Keeps one until what it lacks comes.
    pub(super) fn wait(&mut self, note: Note, facts: &Facts) {
        match facts.lacks(&note) {
            Some(lacks) => self.lacking.entry(lacks).or_default().push(note),
            None => self.new.push(note),
        }
    }

    /// Forgets what cites something that is refused: it waits for nothing.
    pub(super) fn forget_citing(&mut self, mut refused: BTreeSet<StatementId>) {
        let mut before = 0;
        while refused.len() > before {
            before = refused.len();
            for notes in self.lacking.values_mut() {
                notes.retain(|note| {
                    let waits = !note.cites.iter().any(|cited| refused.contains(cited));
                    waits || !refused.insert(note.id)
                });
            }
        }
        self.lacking.retain(|_, notes| !notes.is_empty());
    }
}
