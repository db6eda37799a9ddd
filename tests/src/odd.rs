//! Communities drawn at random in which devices are of two persons, admits and returns are said again by whoever likes, and everybody
//! says things as of before: whatever the order, there is one law.

use crate::agree::{differences, told, untold};
use crate::fold::{Body, Device, Held, Id, Model, Person, Role, Statement};
use kith_sync::charter::{self, Added, Law, Note};
use kith_sync::id::{CommunityId, PersonId, StatementId};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;
use std::collections::{BTreeMap, BTreeSet};

/// How often something is tried to say.
const TRIES: usize = 1_500;

/// Who speaks: a device in the name of one of its persons, and what is known there.
#[derive(Clone)]
pub struct Voice {
    /// Which device.
    pub device: u64,
    /// In whose name.
    pub person: u64,
    /// All that it knows.
    pub heard: BTreeSet<Id>,
}

/// A community that is being drawn.
pub struct Draw {
    /// What is drawn by.
    pub rng: ChaCha20Rng,
    /// What was said, as the model takes it.
    pub held: Held,
    /// The same as `kith-sync` has it.
    pub notes: Vec<Note>,
    /// What holds.
    pub law: Law,
    /// Who may speak.
    pub voices: Vec<Voice>,
    /// By number, whoever spoke.
    pub people: BTreeMap<u64, PersonId>,
    next: u64,
}

/// What somebody might say, and who speaks as well if it counts.
pub type Idea = (Body, Option<Voice>);

fn community() -> CommunityId {
    told(&Held::new()).0
}

/// The number of a statement.
#[must_use]
pub fn number(id: &StatementId) -> Id {
    let [a, b, c, d, e, f, g, h, ..] = id.0;
    Id(u64::from_be_bytes([a, b, c, d, e, f, g, h]))
}

impl Draw {
    /// A founder with an open invitation; further devices are numbered from here on.
    #[must_use]
    pub fn founded(seed: u64, next: u64) -> Self {
        let (rng, law) = (ChaCha20Rng::seed_from_u64(seed), Law::none(community()));
        let voices = vec![Voice { device: 1, person: 1, heard: BTreeSet::new() }];
        let (held, notes, people) = (Held::new(), Vec::new(), BTreeMap::new());
        let mut draw = Self { rng, held, notes, law, voices, people, next };
        draw.says_all(0, Body::Genesis { members_invite: true });
        draw.says_all(0, Body::Invite { limit: 0 });
        draw
    }

    /// A founder and a few, after whom so many statements were made as there are, or as were found in so many tries.
    #[must_use]
    pub fn drawn(seed: u64, most: usize) -> Self {
        let mut draw = Self::founded(seed, 2);
        for _ in 0..draw.rng.random_range(2..6) {
            let new = draw.newcomer();
            draw.says_all(0, admit(new));
            draw.voices.push(Voice { device: new, person: new, heard: BTreeSet::new() });
        }
        draw.all_hear();
        for _ in 0..TRIES {
            if draw.held.len() >= most {
                break;
            }
            draw.step();
        }
        draw
    }

    fn step(&mut self) {
        let at = self.rng.random_range(0..self.voices.len());
        let cites = self.cites(at);
        let Some((body, comes)) = self.idea(at) else { return };
        if matches!(body, Body::Unknown { .. } | Body::Leave) && self.rng.random_bool(0.7) {
            return;
        }
        if self.says(at, cites, body) {
            let heard = self.voices[at].heard.clone();
            self.voices.extend(comes.map(|comes| Voice { heard, ..comes }));
        }
        if self.rng.random_bool(0.5) {
            let [from, to] = [0; 2].map(|_| self.rng.random_range(0..self.voices.len()));
            let heard = self.voices[from].heard.clone();
            self.voices[to].heard.extend(heard);
        }
    }

    /// The number of a new device.
    pub fn newcomer(&mut self) -> u64 {
        self.next += 1;
        self.next - 1
    }

    /// Everybody hears what anybody knows.
    pub fn all_hear(&mut self) {
        let all: BTreeSet<Id> = self.voices.iter().flat_map(|voice| voice.heard.iter().copied()).collect();
        self.voices.iter_mut().for_each(|voice| voice.heard.clone_from(&all));
    }

    /// Says it knowing all that was heard.
    pub fn says_all(&mut self, at: usize, body: Body) -> bool {
        let cites = self.heads(at);
        self.says(at, cites, body)
    }

    /// Says it as though no more were known than these; whether it counts. What does not is mostly left unsaid.
    pub fn says(&mut self, at: usize, cites: BTreeSet<Id>, body: Body) -> bool {
        let id = Id(self.held.len() as u64 + 1);
        let (device, person) = (Device(self.voices[at].device), Person(self.voices[at].person));
        let said = Statement { id, device, person, cites, body, well_formed: true };
        let Some(note) = told(&Held::from([(id, said.clone())])).1.pop() else { return false };
        let mut law = self.law.clone();
        let counts = law.add(&note) == Added::Counts;
        if !counts && self.rng.random_bool(0.95) {
            return false;
        }
        if counts {
            self.law = law;
            self.voices[at].heard.insert(id);
            self.people.insert(person.0, note.person);
        }
        self.held.insert(id, said);
        self.notes.push(note);
        counts
    }

    fn heads(&self, at: usize) -> BTreeSet<Id> {
        let of = &self.voices[at].heard;
        let cited: BTreeSet<Id> = of.iter().flat_map(|id| self.held[id].cites.iter().copied()).collect();
        of.difference(&cited).copied().collect()
    }

    /// What somebody claims to know: all, or any of it; mostly their own last.
    pub fn cites(&mut self, at: usize) -> BTreeSet<Id> {
        let Voice { device, person, heard } = self.voices[at].clone();
        let heard: Vec<Id> = heard.into_iter().collect();
        if self.rng.random_bool(0.5) {
            return self.heads(at);
        }
        let mut cites: BTreeSet<Id> = (0..self.rng.random_range(1..4)).filter_map(|_| self.any(&heard)).collect();
        let own = |id: &&Id| self.held[*id].device.0 == device && self.held[*id].person.0 == person;
        if let Some(own) = heard.iter().rev().find(own).copied()
            && self.rng.random_bool(0.9)
        {
            cites.insert(own);
        }
        let mut devices = BTreeSet::new();
        cites.retain(|id| devices.insert(self.held[id].device.0) || self.held[id].device.0 == device);
        cites
    }

    fn any<T: Clone>(&mut self, of: &[T]) -> Option<T> {
        (!of.is_empty()).then(|| of[self.rng.random_range(0..of.len())].clone())
    }

    fn any_said(&mut self, is: impl Fn(&Body) -> bool) -> Option<Id> {
        let all: Vec<Id> = self.held.values().filter(|said| is(&said.body)).map(|said| said.id).collect();
        self.any(&all)
    }

    fn any_invite(&mut self) -> Option<Id> {
        self.any_said(|body| matches!(body, Body::Invite { .. }))
    }

    /// Something that somebody might say.
    pub fn idea(&mut self, at: usize) -> Option<Idea> {
        let people: BTreeSet<u64> = self.voices.iter().map(|voice| voice.person).collect();
        let person = Person(self.any(&people.into_iter().collect::<Vec<_>>())?);
        let to = [Role::Guest, Role::Member, Role::Steward, Role::Organiser][self.rng.random_range(0..4)];
        let own = Person(self.voices[at].person);
        let body = match self.rng.random_range(0..34_u32) {
            0 => Body::Invite { limit: self.rng.random_range(0..3) },
            1 | 2 => return self.somebody_new(at),
            3 | 4 => {
                let again = self.any_said(|body| matches!(body, Body::Admit { .. }))?;
                self.held[&again].body.clone()
            }
            5 | 6 => self.a_return()?,
            7 => Body::Close { invite: self.any_invite()? },
            8 => Body::TakeOver { invite: self.any_invite()? },
            9..=12 => Body::Raise { person, to },
            13 | 14 => Body::Lower { person, to },
            15 => Body::Lower { person: own, to },
            16 | 17 => Body::Remove { person },
            18 | 19 => Body::Restore { person },
            20 => {
                let new = self.newcomer();
                return Some(self.a_device(at, new));
            }
            21 => {
                let lent = self.any_device()?;
                return Some(self.a_device(at, lent));
            }
            22 | 23 => Body::DeviceRemove { device: Device(self.any_device()?) },
            24..=26 => Body::Second { first: self.any_said(may_take_two)? },
            27 => Body::StandIn,
            28 => Body::EndStandIn,
            29 => Body::Policy { members_invite: self.rng.random() },
            30 => Body::Leave,
            31 => Body::Unknown { needs: to },
            32 => Body::Unmake { person },
            _ => Body::Heard,
        };
        Some((body, None))
    }

    fn any_device(&mut self) -> Option<u64> {
        let devices: BTreeSet<u64> = self.voices.iter().map(|voice| voice.device).collect();
        self.any(&devices.into_iter().collect::<Vec<_>>())
    }

    fn somebody_new(&mut self, at: usize) -> Option<Idea> {
        let new = self.newcomer();
        let (invite, lifts) = (self.any_invite()?, BTreeSet::new());
        let heard = self.voices[at].heard.clone();
        let body = Body::Admit { invite, person: Person(new), device: Device(new), lifts };
        Some((body, Some(Voice { device: new, person: new, heard })))
    }

    /// A device becomes the author's, whosever it is already.
    fn a_device(&self, at: usize, device: u64) -> Idea {
        let Voice { person, heard, .. } = self.voices[at].clone();
        (Body::DeviceAdd { device: Device(device) }, Some(Voice { device, person, heard }))
    }

    /// Somebody comes back by any invitation, any leave and any device of theirs.
    fn a_return(&mut self) -> Option<Body> {
        let ends = |body: &Body| matches!(body, Body::Leave | Body::Remove { .. });
        let back = self.any_said(ends)?;
        let person = match &self.held[&back].body {
            Body::Remove { person } => *person,
            _ => self.held[&back].person,
        };
        let more = self.any_said(ends)?;
        let mut lifts = BTreeSet::from([back]);
        if self.held[&more].person == person && self.rng.random_bool(0.3) {
            lifts.insert(more);
        }
        let theirs = self.voices.iter().filter(|voice| voice.person == person.0);
        let devices: Vec<u64> = theirs.map(|voice| voice.device).collect();
        let device = Device(self.any(&devices)?);
        Some(Body::Admit { invite: self.any_invite()?, person, device, lifts })
    }
}

/// By the founder's invitation.
#[must_use]
pub fn admit(new: u64) -> Body {
    Body::Admit { invite: Id(2), person: Person(new), device: Device(new), lifts: BTreeSet::new() }
}

fn may_take_two(body: &Body) -> bool {
    let raises = matches!(body, Body::Raise { to: Role::Organiser, .. });
    let takes = matches!(body, Body::Remove { .. } | Body::Lower { .. } | Body::DeviceRemove { .. });
    raises || takes || matches!(body, Body::Unmake { .. } | Body::Second { .. })
}

/// Replicas that hear a drawn community in orders of their own come to one law, which is the model's, and know the same roles at any
/// frontier. Answers how many statements count.
///
/// # Panics
/// When they differ.
#[must_use]
pub fn one_law(seed: u64, most: usize) -> usize {
    let mut draw = Draw::drawn(seed, most);
    let mut laws = vec![draw.law.clone()];
    for _ in 0..draw.rng.random_range(3..6) {
        laws.push(heard_anyhow(&draw.notes, &mut draw.rng));
    }
    let as_told = untold(&community(), &draw.notes);
    for law in &laws {
        let found = differences(law, &as_told);
        assert!(found.is_empty(), "seed {seed}:\n{}", found.join("\n"));
    }
    let model = Model::new(&as_told.held, as_told.community);
    let said: Vec<StatementId> = laws[0].facts().notes().iter().map(|note| note.id).collect();
    for _ in 0..30 {
        let some = draw.rng.random_range(1..4);
        let frontier: Vec<StatementId> = (0..some).filter_map(|_| draw.any(&said)).collect();
        let by_model: Vec<Id> = frontier.iter().map(|id| as_told.ids[id]).collect();
        for (id, person) in &as_told.people {
            let known = laws[0].role_known(id, &frontier);
            let is_alike = laws.iter().all(|law| law.role_known(id, &frontier) == known);
            assert!(is_alike, "seed {seed}: {person:?} at {by_model:?} is known as {known:?} in one order alone");
            let theirs = model.role_known(*person, &by_model);
            let as_number = |role: Option<charter::Role>| role.map(|role| role as u8);
            assert_eq!(as_number(known), theirs.map(|role| role as u8), "seed {seed}: {person:?} at {by_model:?}");
        }
    }
    said.len()
}

/// Some at once, in any order; what came before something that it cites comes again.
fn heard_anyhow(notes: &[Note], rng: &mut ChaCha20Rng) -> Law {
    let mut notes = notes.to_vec();
    for at in (1..notes.len()).rev() {
        notes.swap(at, rng.random_range(0..=at));
    }
    let mut law = Law::none(community());
    for some in notes.chunks(rng.random_range(1..6)) {
        law.add_all(some.iter().cloned());
    }
    loop {
        let before = law.facts().len();
        for note in &notes {
            law.add(note);
        }
        if law.facts().len() == before {
            return law;
        }
    }
}
