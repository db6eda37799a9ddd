//! The statements held, in the one order that every device works out, with what each knows.

use super::{MAX_LISTED, Role, Statement, was_cross_signed, was_invited};
use crate::id::{CircleId, CommunityId, DeviceId, PersonId, StatementId};
use std::collections::{BTreeMap, BTreeSet};

/// A statement as its record gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The record's hash.
    pub id: StatementId,
    /// The device the log's introduction names.
    pub device: DeviceId,
    /// The person the log's introduction names.
    pub person: PersonId,
    /// The key that signs the log.
    pub sign_key: [u8; 32],
    /// What the author knew: the frontier and the author's statement before.
    pub cites: Vec<StatementId>,
    /// What is said; `None` if this version cannot read it.
    pub body: Option<Statement>,
}

/// A set of positions in the order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    pub(super) fn has(&self, at: usize) -> bool {
        self.0.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    pub(super) fn put(&mut self, at: usize) {
        if self.0.len() <= at / 64 {
            self.0.resize(at / 64 + 1, 0);
        }
        if let Some(word) = self.0.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    }

    pub(super) fn take(&mut self, at: usize) {
        if let Some(word) = self.0.get_mut(at / 64) {
            *word &= !(1 << (at % 64));
        }
    }

    pub(super) fn join(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (to, from) in self.0.iter_mut().zip(&other.0) {
            *to |= from;
        }
    }
}

/// Positions of statements by what they are about.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    pub entries: BTreeMap<PersonId, Vec<usize>>,
    pub givers: BTreeMap<PersonId, Vec<usize>>,
    pub removals: BTreeMap<PersonId, Vec<usize>>,
    pub device_removals: BTreeMap<DeviceId, Vec<usize>>,
    pub binds: BTreeMap<DeviceId, Vec<usize>>,
    pub lifts: BTreeMap<usize, Vec<usize>>,
    pub invites: BTreeMap<[u8; 32], Vec<usize>>,
    pub closes: BTreeMap<[u8; 32], Vec<usize>>,
    pub admits: BTreeMap<[u8; 32], Vec<usize>>,
    pub stand_ins: BTreeMap<PersonId, Vec<usize>>,
    pub epochs: BTreeMap<CircleId, Vec<usize>>,
    pub circles: BTreeMap<CircleId, usize>,
    pub policies: Vec<usize>,
    pub may_be_organisers: BTreeSet<PersonId>,
}

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
    /// Puts in order whatever of `notes` has all it cites. The rest is left out until more is here.
    #[must_use]
    pub fn new(community: CommunityId, notes: impl IntoIterator<Item = Note>) -> Self {
        let mut facts = Self {
            community,
            notes: Vec::new(),
            past: Vec::new(),
            place: BTreeMap::new(),
            malformed: Bits::default(),
            index: Index::default(),
        };
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
            let Some(note) = all.remove(&id) else { continue };
            facts.push(note);
            for next in cited_by.remove(&id).unwrap_or_default() {
                let Some(left) = missing.get_mut(&next) else { continue };
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

    /// These statements and all that they know.
    #[must_use]
    pub fn with_past(&self, ids: &BTreeSet<StatementId>) -> BTreeSet<StatementId> {
        let places: Vec<usize> = ids.iter().filter_map(|id| self.place.get(id)).copied().collect();
        let within = |at: &usize| places.iter().any(|place| place == at || self.knows(*place, *at));
        self.notes.iter().enumerate().filter(|(at, _)| within(at)).map(|(_, note)| note.id).collect()
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

    /// Whom a removal ends or demotes: the person, for a device-remove nobody.
    pub(super) fn names_person(&self, at: usize) -> Option<PersonId> {
        match self.body(at)? {
            Statement::Remove { person, .. } => Some(*person),
            Statement::Role { person, from, to } if to < from => Some(*person),
            Statement::Leave { .. } => self.note(at).map(|note| note.person),
            _ => None,
        }
    }

    pub(super) fn names_device(&self, at: usize) -> Option<DeviceId> {
        match self.body(at)? {
            Statement::DeviceRemove { device, .. } => Some(*device),
            _ => None,
        }
    }

    /// The place of the invitation that the admit at `at` knew.
    pub(super) fn invite_of(&self, at: usize) -> Option<usize> {
        let Statement::Admit { invite, .. } = self.body(at)? else { return None };
        self.index.invites.get(invite)?.iter().copied().find(|place| self.knows(at, *place))
    }

    /// The person whom the genesis or admit at `at` lets in.
    pub(super) fn entrant(&self, at: usize) -> Option<PersonId> {
        match self.body(at)? {
            Statement::Genesis { keys, .. } => Some(keys.person()),
            Statement::Admit { keys, lifts, .. } => match lifts.first() {
                None => Some(keys.person()),
                Some(leave) => self.note(*self.place.get(leave)?).map(|note| note.person),
            },
            _ => None,
        }
    }

    fn push(&mut self, note: Note) {
        let at = self.notes.len();
        let mut past = Bits::default();
        for cited in note.cites.iter().filter_map(|id| self.place.get(id)) {
            past.put(*cited);
            if let Some(further) = self.past.get(*cited) {
                past.join(further);
            }
        }
        self.place.insert(note.id, at);
        self.past.push(past);
        self.notes.push(note);
        if self.well_formed(at) == Some(true) {
            self.file(at);
        } else {
            self.malformed.put(at);
        }
    }

    /// Whether what can be said of a statement alone is in order; `None` like `false`.
    fn well_formed(&self, at: usize) -> Option<bool> {
        let note = self.note(at)?;
        let body = note.body.as_ref()?;
        let known = |id: &StatementId| self.place.get(id).copied().filter(|place| self.knows(at, *place));
        let fits = match body {
            Statement::Genesis { keys, .. } => {
                note.cites.is_empty() && note.id.0 == self.community.0 && keys.device() == note.device
            }
            Statement::Admit { invite, keys, proof, own, lifts } => {
                let leaves = lifts.iter().all(|id| {
                    known(id).is_some_and(|place| matches!(self.body(place), Some(Statement::Leave { .. })))
                });
                let person = self.entrant(at);
                let same = lifts.iter().all(|id| self.place.get(id).and_then(|p| self.names_person(*p)) == person);
                leaves && same && was_invited(&self.community, invite, keys, proof, own)
            }
            Statement::Role { from, to, .. } => from != to,
            Statement::Restore { person, lifts, .. } => {
                !lifts.is_empty() && lifts.iter().all(|id| known(id).is_some_and(|p| self.liftable(p, person)))
            }
            Statement::DeviceAdd { keys, own } => was_cross_signed(&self.community, &note.device, keys, own),
            Statement::Epoch { circle, replaces, .. } => replaces.iter().all(|id| {
                let place = known(id).and_then(|place| self.body(place));
                matches!(place, Some(Statement::Epoch { circle: theirs, .. }) if theirs == circle)
            }),
            _ => true,
        };
        Some(fits && body.listed() <= MAX_LISTED)
    }

    fn liftable(&self, at: usize, person: &PersonId) -> bool {
        match self.body(at) {
            Some(Statement::Remove { person: removed, .. }) => removed == person,
            Some(Statement::Admit { .. }) => self.entrant(at).as_ref() == Some(person),
            _ => false,
        }
    }

    /// Files a well-formed statement under all it is about.
    fn file(&mut self, at: usize) {
        let (named, device, entrant) = (self.names_person(at), self.names_device(at), self.entrant(at));
        let organises = self.invite_of(at).and_then(|place| self.body(place)).is_some_and(
            |body| matches!(body, Statement::Invite { role: Role::Organiser, .. }),
        );
        let Some(note) = self.notes.get(at) else { return };
        let Some(body) = note.body.clone() else { return };
        let (author, index) = (note.person, &mut self.index);
        if let Some(person) = named {
            index.removals.entry(person).or_default().push(at);
        }
        if let Some(device) = device {
            index.device_removals.entry(device).or_default().push(at);
        }
        if let Some(person) = entrant {
            index.entries.entry(person).or_default().push(at);
            index.givers.entry(person).or_default().push(at);
            if organises || matches!(body, Statement::Genesis { .. }) {
                index.may_be_organisers.insert(person);
            }
        }
        match &body {
            Statement::Genesis { keys, .. } | Statement::Admit { keys, .. } | Statement::DeviceAdd { keys, .. } => {
                index.binds.entry(keys.device()).or_default().push(at);
            }
            Statement::Invite { key, .. } => index.invites.entry(*key).or_default().push(at),
            Statement::Close { key } => index.closes.entry(*key).or_default().push(at),
            Statement::Role { person, to: role, .. } | Statement::Restore { person, role, .. } => {
                index.givers.entry(*person).or_default().push(at);
                if *role == Role::Organiser {
                    index.may_be_organisers.insert(*person);
                }
            }
            Statement::StandIn => index.stand_ins.entry(author).or_default().push(at),
            Statement::Epoch { circle, .. } => index.epochs.entry(*circle).or_default().push(at),
            Statement::Circle { .. } => {
                index.circles.insert(CircleId::opened_by(&note.id), at);
            }
            Statement::Policy { .. } => index.policies.push(at),
            _ => {}
        }
        if let Statement::Admit { invite, .. } = &body {
            index.admits.entry(*invite).or_default().push(at);
        }
        if let Statement::Admit { lifts, .. } | Statement::Restore { lifts, .. } = &body {
            for place in lifts.iter().filter_map(|id| self.place.get(id)) {
                index.lifts.entry(*place).or_default().push(at);
            }
        }
    }
}
