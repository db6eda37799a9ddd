//! The statements that count as said, with what each knows and how its author stood: docs/protocol.md §3.2.

use super::bits::Bits;
use super::permit::about;
use super::state::{At, State};
use super::{Coming, MAX_LISTED, Note, Role, Statement, was_claimed, was_cross_signed, was_founded};
use crate::id::{CircleId, CommunityId, DeviceId, PersonId, StatementId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Most statements of a person that no word of somebody else with an organiser's powers knows.
const MAX_UNKNOWN: usize = 2_048;

/// A closed set of statements: everything that is cited is in it. Places never change.
#[derive(Clone, Debug)]
pub struct Facts {
    pub(super) community: CommunityId,
    pub(super) notes: Vec<Note>,
    pub(super) past: Vec<Bits>,
    pub(super) stands: Vec<Standing>,
    pub(super) place: BTreeMap<StatementId, At>,
    pub(super) by_device: BTreeMap<DeviceId, Vec<At>>,
    pub(super) by_person: BTreeMap<PersonId, Vec<At>>,
    /// Devices that said things beside each other.
    pub(super) forked: BTreeSet<DeviceId>,
    /// What bound each device to each person, in effect or not.
    pub(super) binders: BTreeMap<(DeviceId, PersonId), Vec<At>>,
    /// What opened an invitation with this key.
    pub(super) invites: BTreeMap<[u8; 32], Vec<At>>,
    /// What no other statement knows.
    heads: BTreeSet<At>,
    /// What is cited by who knows all, once that was asked: it may be asked at each post, and much may have been said twice.
    pub(super) cited: OnceLock<Vec<StatementId>>,
}

/// How the author of a statement stood in the law of its own past.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    /// Organiser 0, standing in 1, steward 2, all others 3.
    pub level: u8,
    /// What gave the level of their own role.
    pub since: Option<At>,
    /// What bound the device.
    pub bound: Option<At>,
    /// Whether they did not belong, or the device did not.
    pub out: bool,
    /// Whom the statement is about.
    pub about: Option<PersonId>,
    /// How many statements it knows.
    pub known: usize,
}

impl Standing {
    pub(super) fn of(state: &State, note: &Note) -> Self {
        let person = &note.person;
        let level = if state.is_organiser(person) {
            0
        } else if state.stands_in(person).is_some() {
            1
        } else if state.role(person) == Some(Role::Steward) {
            2
        } else {
            3
        };
        let bound = state.bound(&note.device, person);
        let out = !note.cites.is_empty() && (!state.active(person) || state.is_device_out(&note.device));
        Self { level, since: state.since(person), bound, out, about: None, known: 0 }
    }
}

impl Facts {
    pub(super) fn none(community: CommunityId) -> Self {
        Self {
            community,
            notes: Vec::new(),
            past: Vec::new(),
            stands: Vec::new(),
            place: BTreeMap::new(),
            by_device: BTreeMap::new(),
            by_person: BTreeMap::new(),
            forked: BTreeSet::new(),
            binders: BTreeMap::new(),
            invites: BTreeMap::new(),
            heads: BTreeSet::new(),
            cited: OnceLock::new(),
        }
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

    /// Whether the statement is here.
    #[must_use]
    pub fn holds(&self, id: &StatementId) -> bool {
        self.place.contains_key(id)
    }

    /// The first of the statements that this one cites and that are not here.
    pub(crate) fn lacks(&self, note: &Note) -> Option<StatementId> {
        note.cites.iter().find(|cited| !self.holds(cited)).copied()
    }

    /// What no other statement knows.
    pub(super) fn heads(&self) -> impl Iterator<Item = At> {
        self.heads.iter().copied()
    }

    pub(super) fn note(&self, at: At) -> Option<&Note> {
        self.notes.get(at)
    }

    pub(super) fn body(&self, at: At) -> Option<&Statement> {
        self.notes.get(at)?.statement()
    }

    pub(super) fn id(&self, at: At) -> Option<StatementId> {
        self.notes.get(at).map(|note| note.id)
    }

    pub(super) fn knows(&self, at: At, what: At) -> bool {
        self.past.get(at).is_some_and(|past| past.has(what))
    }

    pub(super) fn apart(&self, a: At, b: At) -> bool {
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

    /// The statements held, in no order.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Puts in what was found to count: `state` is the law of its past.
    pub(super) fn push(&mut self, note: Note, past: Bits, state: &State) -> At {
        let at = self.notes.len();
        self.cited = OnceLock::new();
        self.place.insert(note.id, at);
        let stands = Standing::of(state, &note);
        let known = past.count();
        self.notes.push(note);
        self.past.push(past);
        let about = about(self, state, at);
        self.stands.push(Standing { about, known, ..stands });
        self.file(at);
        at
    }

    /// Files the last statement under all it is about.
    fn file(&mut self, at: At) {
        let (Some(note), Some(past)) = (self.notes.get(at), self.past.get(at)) else {
            return;
        };
        let said = self.by_device.entry(note.device).or_default();
        if said.iter().any(|other| !past.has(*other)) {
            self.forked.insert(note.device);
        }
        said.push(at);
        self.by_person.entry(note.person).or_default().push(at);
        if let Some((person, keys)) = note.binds() {
            self.binders.entry((keys.device(), person)).or_default().push(at);
        }
        if let Some(Statement::Invite { key, .. }) = note.statement() {
            self.invites.entry(*key).or_default().push(at);
        }
        self.heads.retain(|head| !past.has(*head));
        self.heads.insert(at);
    }

    /// Whether the person reads the circle in `state`, whatever their status.
    pub(super) fn reads(&self, state: &State, person: &PersonId, circle: &CircleId) -> bool {
        if *circle == CircleId::everyone(&self.community) {
            return state.role(person) > Some(Role::Guest);
        }
        let opened = state.circles.get(circle).and_then(|at| self.body(*at));
        matches!(opened, Some(Statement::Circle { members, .. }) if members.contains(person))
    }

    /// Whether the person said no more than may stand without a word of somebody else who has an organiser's powers.
    pub(super) fn has_room(&self, state: &State, person: &PersonId, past: &Bits) -> bool {
        let own: Vec<At> =
            self.by_person.get(person).into_iter().flatten().copied().filter(|at| past.has(*at)).collect();
        if own.len() <= MAX_UNKNOWN || state.organisers() == [*person] {
            return true;
        }
        let is_word = |at: &At| {
            let other = self.note(*at).is_some_and(|note| note.person != *person);
            other && self.stands.get(*at).is_some_and(|stands| stands.level <= 1)
        };
        let mut known = Bits::default();
        past.iter().filter(is_word).for_each(|at| self.past.get(at).into_iter().for_each(|past| known.join(past)));
        own.into_iter().filter(|at| !known.has(*at)).count() <= MAX_UNKNOWN
    }

    /// Whether of each other device one statement at most is cited.
    fn cites_one_each(&self, note: &Note) -> bool {
        let cited: BTreeSet<&StatementId> = note.cites.iter().collect();
        let devices = cited.into_iter().filter_map(|id| self.note(*self.place.get(id)?)).map(|cited| cited.device);
        let (mut others, mut seen) = (devices.filter(|device| *device != note.device), BTreeSet::new());
        others.all(|device| seen.insert(device))
    }

    /// Whether what can be said of a statement by its own past alone is in order.
    pub(super) fn well_formed(&self, note: &Note, past: &Bits) -> bool {
        let community = &self.community;
        let Some(body) = note.statement() else { return note.unknown().is_some() && self.cites_one_each(note) };
        let known = |id: &StatementId| self.place.get(id).copied().filter(|at| past.has(*at));
        let key_of = |invite: &StatementId| match self.body(known(invite)?)? {
            Statement::Invite { key, .. } => Some(key),
            _ => None,
        };
        let fits = match body {
            Statement::Genesis { keys, random, endpoint, .. } => {
                let theirs = keys.device() == note.device && keys.person() == note.person && keys.sign == note.sign_key;
                theirs && was_founded(keys, random, endpoint)
            }
            Statement::Invite { key, own, .. } => was_claimed(community, &note.device, key, own),
            Statement::TakeOver { invite, own } => {
                key_of(invite).is_some_and(|key| was_claimed(community, &note.device, key, own))
            }
            Statement::Admit { invite, person, keys, proofs, lifts } => {
                let named = !lifts.is_empty() || *person == keys.person();
                let proved = |key| Coming { invite: key, person, keys, lifts }.is_proved(community, proofs);
                named && key_of(invite).is_some_and(proved)
            }
            Statement::DeviceAdd { keys, own, endpoint } => {
                was_cross_signed(community, &note.device, keys, own, endpoint)
            }
            _ => true,
        };
        fits && body.listed() <= MAX_LISTED && body.carries_little() && self.cites_one_each(note)
    }
}
