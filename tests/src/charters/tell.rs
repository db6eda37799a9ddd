//! Telling: devices hear from one another, look at what they know, and say something.

use super::cast::{COMMUNITY, EACH, PEOPLE, cast};
use kith_sync::charter::{Facts, Law, Note, Statement, Status};
use kith_sync::id::StatementId;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;
use std::collections::{BTreeMap, BTreeSet};

/// What a tale is mostly about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Of everything something.
    Calm,
    /// Roles and removals, among many organisers.
    Quarrel,
    /// Invitations, admits, leaves and returns.
    Doors,
    /// Devices, circles and epochs.
    Devices,
}

/// A statement as it was told.
#[derive(Clone)]
pub struct Told {
    pub note: Note,
    /// Whether its proof was made as it should be, as far as the teller knows.
    pub proof_ok: Option<bool>,
}

/// A charter, in the order in which it was told.
#[derive(Clone)]
pub struct Tale {
    pub seed: u64,
    pub told: Vec<Told>,
    /// All that was told, so that no proof is checked twice.
    pub facts: Facts,
}

impl Tale {
    #[must_use]
    pub fn told(seed: u64, mood: Mood) -> Self {
        let mut teller = Teller::new(seed, mood);
        teller.open();
        teller.scene();
        for _ in 0..teller.rng.random_range(6..36) {
            teller.turn();
        }
        // Some of it never reaches whoever judges.
        if teller.rng.random_bool(0.1) && teller.told.len() > 4 {
            let lost = teller.rng.random_range(1..teller.told.len());
            teller.told.remove(lost);
        }
        Self { seed, told: teller.told, facts: teller.all }
    }

    /// The least of this that still makes a difference between the two.
    #[must_use]
    pub fn shrunk(&self) -> Self {
        let mut least = self.clone();
        let mut at = least.told.len();
        while at > 0 {
            at -= 1;
            let fewer = least.without(at);
            if !super::differences(&fewer).is_empty() {
                least = fewer;
                at = least.told.len();
            }
        }
        least
    }

    /// Without this statement and all that knows it.
    fn without(&self, at: usize) -> Self {
        let mut gone = BTreeSet::new();
        let mut told = Vec::new();
        for (n, said) in self.told.iter().enumerate() {
            if n == at || said.note.cites.iter().any(|id| gone.contains(id)) {
                gone.insert(said.note.id);
            } else {
                told.push(said.clone());
            }
        }
        Self { seed: self.seed, told, facts: self.facts.clone() }
    }
}

/// One who tells: all that was said, and who has heard what of it.
pub(super) struct Teller {
    pub rng: ChaCha20Rng,
    pub mood: Mood,
    pub people: usize,
    /// Whom much of it is about.
    pub hero: usize,
    /// How likely it is that one hears from another.
    talk: f64,
    told: Vec<Told>,
    known: BTreeMap<StatementId, Note>,
    heard: Vec<BTreeSet<StatementId>>,
    last: Vec<Option<StatementId>>,
    /// All of it, so that no proof is checked twice.
    all: Facts,
}

impl Teller {
    fn new(seed: u64, mood: Mood) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let people = rng.random_range(3..=PEOPLE);
        let hero = rng.random_range(0..people);
        let talk = rng.random_range(0.03..0.4);
        Self {
            rng,
            mood,
            people,
            hero,
            talk,
            told: Vec::new(),
            known: BTreeMap::new(),
            heard: vec![BTreeSet::new(); PEOPLE * EACH],
            last: vec![None; PEOPLE * EACH],
            all: Facts::new(COMMUNITY, []),
        }
    }

    /// The first founds, and mostly a few are let in and given roles that everyone has heard of.
    fn open(&mut self) {
        let members_invite = self.rng.random_bool(0.8);
        let genesis = Statement::Genesis { keys: cast().actors[0].keys, members_invite, random: [0; 16] };
        self.say(0, &BTreeSet::new(), Some(genesis), Some(true));
        if self.rng.random_bool(0.15) {
            return;
        }
        let (invite, proof_ok) = self.open_door(0, 0);
        self.say_knowing(0, invite, proof_ok);
        let joined = self.rng.random_range(2..=self.people);
        for person in 1..joined {
            let (admit, proof_ok) = self.admit(0, person * EACH);
            self.say_knowing(0, admit, proof_ok);
            if let Some(role) = self.opening_role(person) {
                self.say_knowing(0, role, Some(true));
            }
        }
        self.all_hear();
        for person in 0..joined {
            if self.rng.random_bool(0.4) {
                let (add, proof_ok) = self.add_device(person * EACH, person * EACH + 1);
                self.say_knowing(person * EACH, add, proof_ok);
            }
        }
        self.all_hear();
    }

    pub fn all_hear(&mut self) {
        let all: BTreeSet<StatementId> = self.known.keys().copied().collect();
        self.heard.fill(all);
    }

    /// The first hears all that the second has heard.
    pub fn hear(&mut self, device: usize, from: usize) {
        let news = self.heard[from].clone();
        self.heard[device].extend(news);
    }

    pub fn say_knowing(&mut self, device: usize, body: Statement, proof_ok: Option<bool>) {
        let view = self.heard[device].clone();
        self.say(device, &view, Some(body), proof_ok);
    }

    /// Some device perhaps hears something, and says something, mostly lawful.
    fn turn(&mut self) {
        let device = self.some_device();
        for _ in 0..3 {
            if self.rng.random_bool(self.talk) {
                let from = self.some_device();
                let all = self.heard[from].clone();
                let one = all.iter().nth(self.rng.random_range(0..all.len().max(1)));
                let news = match one {
                    Some(one) if self.rng.random_bool(0.4) => self.with_past(vec![*one]),
                    _ => all,
                };
                self.heard[device].extend(news);
            }
        }
        let view = self.view_of(device);
        let notes = view.iter().filter_map(|id| self.known.get(id)).cloned();
        let law = Law::judge(self.all.renewed(notes));
        let waits = law.status(&cast().actors[device].owner) == Status::Waiting;
        let lawful = self.rng.random_bool(0.9);
        for attempt in 0..4 {
            let kind = self.kind(waits);
            for _ in 0..=attempt * 2 {
                let (body, proof_ok) = self.propose(device, &law, kind);
                let note = self.note(device, &view, body.clone());
                if !lawful || law.would_hold(&note) {
                    self.say_note(device, note, proof_ok);
                    return;
                }
            }
        }
    }

    /// Mostly a first one.
    fn some_device(&mut self) -> usize {
        let person = self.rng.random_range(0..self.people);
        let nth = if self.rng.random_bool(0.7) { 0 } else { self.rng.random_range(0..EACH) };
        person * EACH + nth
    }

    /// Mostly all the device has heard; at times only what some of it knew.
    fn view_of(&mut self, device: usize) -> BTreeSet<StatementId> {
        let heard = self.heard[device].clone();
        if heard.is_empty() || self.rng.random_bool(0.92) {
            return heard;
        }
        let mut some: Vec<StatementId> = heard.iter().filter(|_| self.rng.random_bool(0.1)).copied().collect();
        if self.rng.random_bool(0.7) {
            some.extend(self.last[device]);
        }
        self.with_past(some)
    }

    /// These statements and all that they know.
    fn with_past(&self, mut some: Vec<StatementId>) -> BTreeSet<StatementId> {
        let mut all = BTreeSet::new();
        while let Some(id) = some.pop() {
            if all.insert(id) {
                some.extend(self.known.get(&id).into_iter().flat_map(|note| &note.cites));
            }
        }
        all
    }

    fn note(&mut self, device: usize, view: &BTreeSet<StatementId>, body: Option<Statement>) -> Note {
        let actor = &cast().actors[device];
        let mut id = StatementId { 0: [0; 32] };
        self.rng.fill_bytes(&mut id.0);
        if self.told.is_empty() {
            id.0 = COMMUNITY.0;
        }
        let cited: BTreeSet<StatementId> =
            view.iter().filter_map(|id| self.known.get(id)).flat_map(|note| note.cites.iter().copied()).collect();
        let mut cites: Vec<StatementId> = view.difference(&cited).copied().collect();
        cites.extend(self.last[device].filter(|last| view.contains(last)));
        cites.sort_unstable();
        cites.dedup();
        let (mut person, mut sign_key) = (actor.owner, actor.keys.sign);
        if !self.told.is_empty() && self.rng.random_bool(0.01) {
            person = cast().actors[self.rng.random_range(0..PEOPLE * EACH)].person;
        }
        if !self.told.is_empty() && self.rng.random_bool(0.005) {
            sign_key = cast().actors[self.rng.random_range(0..PEOPLE * EACH)].keys.sign;
        }
        Note { id, device: actor.device, person, sign_key, cites, body }
    }

    fn say(&mut self, device: usize, view: &BTreeSet<StatementId>, body: Option<Statement>, proof_ok: Option<bool>) {
        let note = self.note(device, view, body);
        self.say_note(device, note, proof_ok);
    }

    fn say_note(&mut self, device: usize, note: Note, proof_ok: Option<bool>) {
        self.heard[device].insert(note.id);
        self.last[device] = Some(note.id);
        self.known.insert(note.id, note.clone());
        self.told.push(Told { note, proof_ok });
        self.all = self.all.renewed(self.known.values().cloned());
    }

    pub fn all(&self) -> &Facts {
        &self.all
    }

    /// What holds of all that was said.
    pub fn law(&self) -> Law {
        Law::judge(self.all.clone())
    }

    /// Something a device that has heard this statement knows of it.
    pub fn known(&self, id: &StatementId) -> Option<&Note> {
        self.known.get(id)
    }
}
