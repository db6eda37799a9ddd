//! The statements held, in the one order that every device works out, with what each knows.

use super::bits::Bits;
use super::index::{self, Index};
use super::{MAX_LISTED, Note, Statement, was_claimed, was_cross_signed, was_invited};
use crate::id::{CommunityId, StatementId};
use std::collections::{BTreeMap, BTreeSet};

/// A closed set of statements: everything that is cited is in it.
#[derive(Clone, Debug)]
pub struct Facts {
    pub(super) community: CommunityId,
    pub(super) notes: Vec<Note>,
    pub(super) past: Vec<Bits>,
    pub(super) place: BTreeMap<StatementId, usize>,
    pub(super) malformed: Bits,
    pub(super) index: Index,
}

impl Facts {
    fn none(community: CommunityId) -> Self {
        Self {
            community,
            notes: Vec::new(),
            past: Vec::new(),
            place: BTreeMap::new(),
            malformed: Bits::default(),
            index: Index::default(),
        }
    }

    /// Puts in order whatever of `notes` has all it cites. The rest is left out until more is here.
    #[must_use]
    pub fn new(community: CommunityId, notes: impl IntoIterator<Item = Note>) -> Self {
        Self::none(community).renewed(notes)
    }

    /// The same of other `notes`, without checking again the proofs of those that are here already.
    #[must_use]
    pub fn renewed(&self, notes: impl IntoIterator<Item = Note>) -> Self {
        let mut facts = Self::none(self.community);
        let mut all: BTreeMap<StatementId, Note> = notes.into_iter().map(|note| (note.id, note)).collect();
        let mut missing: BTreeMap<StatementId, usize> = BTreeMap::new();
        let mut cited_by: BTreeMap<StatementId, Vec<StatementId>> = BTreeMap::new();
        let mut ready = BTreeSet::new();
        for note in all.values() {
            let cites: BTreeSet<_> = note.cites.iter().copied().collect();
            if cites.is_empty() {
                ready.insert(note.id);
            }
            missing.insert(note.id, cites.len());
            for cited in cites {
                cited_by.entry(cited).or_default().push(note.id);
            }
        }
        while let Some(id) = ready.pop_first() {
            let Some(note) = all.remove(&id) else {
                continue;
            };
            facts.push(note, self);
            for next in cited_by.remove(&id).unwrap_or_default() {
                let Some(left) = missing.get_mut(&next) else {
                    continue;
                };
                *left -= 1;
                if *left == 0 {
                    ready.insert(next);
                }
            }
        }
        facts
    }

    /// How many statements are in the set.
    #[must_use]
    pub fn len(&self) -> usize {
        self.notes.len()
    }

    /// Whether nothing is in the set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.notes.is_empty()
    }

    /// Whether the statement is here with all it stands on.
    #[must_use]
    pub fn holds(&self, id: &StatementId) -> bool {
        self.place.contains_key(id)
    }

    /// The statements that no other one follows, ascending.
    #[must_use]
    pub fn frontier(&self) -> Vec<StatementId> {
        let cited: BTreeSet<_> = self.notes.iter().flat_map(|note| &note.cites).collect();
        self.place.keys().filter(|id| !cited.contains(id)).copied().collect()
    }

    pub(super) fn note(&self, at: usize) -> Option<&Note> {
        self.notes.get(at)
    }

    pub(super) fn body(&self, at: usize) -> Option<&Statement> {
        self.notes.get(at)?.body.as_ref()
    }

    pub(super) fn knows(&self, at: usize, what: usize) -> bool {
        self.past.get(at).is_some_and(|past| past.has(what))
    }

    pub(super) fn concurrent(&self, a: usize, b: usize) -> bool {
        a != b && !self.knows(a, b) && !self.knows(b, a)
    }

    /// Everything reachable through these cites; `None` if one of them is not here.
    pub(super) fn past_of(&self, cites: &[StatementId]) -> Option<Bits> {
        let mut past = Bits::default();
        for id in cites {
            let at = self.place.get(id)?;
            past.put(*at);
            past.join(self.past.get(*at)?);
        }
        Some(past)
    }

    /// The proofs of what `before` holds are taken from there.
    fn push(&mut self, note: Note, before: &Self) {
        let at = self.notes.len();
        let Some(past) = self.past_of(&note.cites) else {
            return;
        };
        let fits = match before.place.get(&note.id) {
            Some(known) => !before.malformed.has(*known),
            None => self.well_formed(&note, &past),
        };
        self.place.insert(note.id, at);
        self.past.push(past);
        self.notes.push(note);
        if fits {
            index::file(self, at);
        } else {
            self.malformed.put(at);
        }
    }

    /// Whether what can be said of a statement by its own past alone is in order.
    pub(super) fn well_formed(&self, note: &Note, past: &Bits) -> bool {
        let community = &self.community;
        let Some(body) = &note.body else { return true };
        let knows = |id: &StatementId| self.place.get(id).is_some_and(|at| past.has(*at));
        let fits = match body {
            Statement::Genesis { keys, .. } => keys.device() == note.device && keys.sign == note.sign_key,
            Statement::Invite { key, own, .. } => was_claimed(community, &note.device, key, own),
            Statement::Admit { invite, person, keys, proof, own, lifts } => {
                let named = if lifts.is_empty() {
                    *person == keys.person()
                } else {
                    lifts.iter().all(|id| {
                        let leave = self.place.get(id).and_then(|at| self.note(*at));
                        knows(id)
                            && leave.is_some_and(|leave| {
                                matches!(leave.body, Some(Statement::Leave { .. })) && leave.person == *person
                            })
                    })
                };
                named && was_invited(community, invite, person, keys, proof, own)
            }
            Statement::Restore { lifts, .. } => lifts.iter().all(knows),
            Statement::DeviceAdd { keys, own } => was_cross_signed(community, &note.device, keys, own),
            _ => true,
        };
        fits && body.listed() <= MAX_LISTED && body.carries_little()
    }
}
