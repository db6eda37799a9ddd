//! Two who mean ill among honest people, some of whom came back or organise: once all had heard all, what these two say as of whenever
//! they like takes nothing from anybody.

use crate::fold::{Body, Device, Id, Model, Person, Role as ModelRole};
use crate::odd::{Draw, Voice, admit, number};
use kith_sync::charter::{Law, Role, Status, Writer};
use kith_sync::id::{LogId, PersonId, StatementId};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;
use std::collections::BTreeSet;
use std::ops::Range;

/// Who they are among.
#[derive(Clone, Copy, Debug)]
pub struct Among {
    /// Whether the founder says nothing after everybody came.
    pub quiet: bool,
    /// Whether one of the two organises, with two honest people and the founder.
    pub organisers: bool,
}

/// Nobody but those who mean ill has a number from here on.
const THEIRS: u64 = 30;

struct Burst {
    rng: ChaCha20Rng,
    draw: Draw,
    ill: [u64; 2],
    honest: Vec<u64>,
    among: Among,
}

/// Holds the communities of these numbers to it.
///
/// # Panics
/// When the two took something; by which seed is said.
pub fn nobody_loses(seeds: Range<u64>, among: Among) {
    let found: Vec<String> = seeds.flat_map(|seed| taken(seed, among)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// What the two took in the community of this number, a line each.
fn taken(seed: u64, among: Among) -> Vec<String> {
    let mut rng = ChaCha20Rng::seed_from_u64(seed ^ 0x5eed);
    let first = rng.random_range(2..9);
    let ill = [first, if first == 8 { 2 } else { first + 1 }];
    let honest = (1..10).filter(|one| !ill.contains(one)).collect();
    let mut burst = Burst { rng, draw: Draw::founded(seed, THEIRS), ill, honest, among };
    burst.come();
    burst.organise();
    if burst.rng.random_bool(0.5) {
        burst.one_comes_back();
    }
    if !among.organisers && burst.rng.random_bool(0.7) {
        burst.hears(1, Body::Remove { person: Person(ill[0]) });
    }
    for _ in 0..2 {
        for one in burst.honest.clone().into_iter().skip(usize::from(among.quiet)) {
            let at = burst.place(one);
            burst.draw.says_all(at, Body::Heard);
        }
        burst.draw.all_hear();
    }
    let (before, line) = (burst.draw.law.clone(), burst.line());
    burst.say_anything();
    let after = burst.after();
    burst.differences(&before, &after, &line).into_iter().map(|found| format!("seed {seed}: {found}")).collect()
}

impl Burst {
    fn place(&self, person: u64) -> usize {
        let at = self.draw.voices.iter().position(|voice| voice.person == person);
        at.unwrap_or_else(|| panic!("nobody has the number {person}"))
    }

    fn id(&self, person: u64) -> PersonId {
        self.draw.people[&person]
    }

    /// Somebody says it knowing all, and all hear it.
    fn hears(&mut self, person: u64, body: Body) {
        let at = self.place(person);
        self.draw.says_all(at, body);
        self.draw.all_hear();
    }

    /// Eight came by honest people, and the two who mean ill have three devices each.
    fn come(&mut self) {
        for new in 2..10 {
            let by = loop {
                let by = self.rng.random_range(0..self.draw.voices.len());
                if !self.ill.contains(&self.draw.voices[by].person) {
                    break by;
                }
            };
            self.draw.says_all(by, admit(new));
            self.draw.voices.push(Voice { device: new, person: new, heard: BTreeSet::new() });
            self.draw.all_hear();
        }
        for person in self.ill {
            for _ in 0..2 {
                let device = self.draw.newcomer();
                self.hears(person, Body::DeviceAdd { device: Device(device) });
                self.draw.voices.push(Voice { device, person, heard: BTreeSet::new() });
                self.draw.all_hear();
            }
        }
    }

    fn organise(&mut self) {
        for _ in 0..self.rng.random_range(0..3) {
            let person = Person(self.honest[self.rng.random_range(1..self.honest.len())]);
            let to = [ModelRole::Steward, ModelRole::Organiser][self.rng.random_range(0..2)];
            self.hears(1, Body::Raise { person, to });
        }
        if !self.among.organisers {
            return;
        }
        for person in [self.honest[1], self.honest[2], self.ill[0]] {
            self.hears(1, Body::Raise { person: Person(person), to: ModelRole::Organiser });
            let asked: Vec<StatementId> = self.draw.law.asked().map(|note| note.id).collect();
            for first in asked {
                self.hears(self.honest[1], Body::Second { first: number(&first) });
            }
        }
    }

    fn one_comes_back(&mut self) {
        let who = self.honest[self.rng.random_range(1..self.honest.len())];
        self.hears(who, Body::Leave);
        let left = self.draw.held.keys().next_back().copied();
        let by = self.honest[self.rng.random_range(0..self.honest.len())];
        if by != who {
            let (person, device, lifts) = (Person(who), Device(who), left.into_iter().collect());
            self.hears(by, Body::Admit { invite: Id(2), person, device, lifts });
        }
    }

    /// The two say what they like, knowing what they like, by whatever devices they have.
    fn say_anything(&mut self) {
        let known = self.draw.voices[0].heard.clone();
        for _ in 0..self.rng.random_range(10..40) {
            let theirs = |voice: &Voice| self.ill.contains(&voice.person) || voice.person >= THEIRS;
            let all = self.draw.voices.iter().enumerate();
            let mine: Vec<usize> = all.filter(|(_, voice)| theirs(voice)).map(|(at, _)| at).collect();
            let at = mine[self.rng.random_range(0..mine.len())];
            self.draw.voices[at].heard.extend(known.iter().copied());
            let cites = self.draw.cites(at);
            let Some((body, comes)) = self.draw.idea(at) else { continue };
            if self.is_forged(&body) || !self.draw.says(at, cites, body) {
                continue;
            }
            let heard = self.draw.voices[at].heard.clone();
            let is_new = |comes: &Voice| {
                let mut voices = self.draw.voices.iter();
                !voices.any(|voice| voice.device == comes.device && voice.person == comes.person)
            };
            let comes = comes.filter(is_new).map(|comes| Voice { heard, ..comes });
            self.draw.voices.extend(comes);
        }
    }

    /// Nobody has the keys of the others: of theirs they say again what was said.
    fn is_forged(&self, body: &Body) -> bool {
        match body {
            Body::Admit { person, lifts, .. } => {
                let is_said = self.draw.held.values().any(|said| said.body == *body);
                self.honest.contains(&person.0) && !lifts.is_empty() && !is_said
            }
            Body::DeviceAdd { device } => self.honest.contains(&device.0),
            _ => false,
        }
    }

    /// What holds in the end, once an organiser ended what was taken on for a while.
    fn after(&mut self) -> Law {
        if !self.draw.law.stand_ins().is_empty() {
            let cites = self.draw.law.facts().frontier().iter().map(number).collect();
            self.draw.says(0, cites, Body::EndStandIn);
        }
        self.draw.law.clone()
    }

    fn differences(&self, before: &Law, after: &Law, line: &[u64]) -> Vec<String> {
        let mut found = Vec::new();
        let frontier = before.facts().frontier();
        for one in &self.honest {
            let id = self.id(*one);
            if self.among.organisers && before.given_role(&id) != Some(Role::Organiser) {
                continue;
            }
            let stands = |law: &Law| {
                let (device, keys) = before.devices(&id).first().copied()?;
                let writer = Writer { log: LogId([9; 32]), device, person: id, sign_key: keys.sign };
                Some(law.verdict(&writer, 7, &frontier))
            };
            let of = |law: &Law| (law.status(&id), law.given_role(&id), stands(law), law.role_known(&id, &frontier));
            let (was, is) = (of(before), of(after));
            if was != is {
                found.push(format!("{one} was {was:?}, is {is:?}"));
            }
        }
        let now = self.line();
        if !self.among.organisers && line != now {
            found.push(format!("the most senior first they were {line:?}, are {now:?}"));
        }
        for one in self.ill.map(|one| self.id(one)) {
            if before.status(&one) == Status::Removed && after.status(&one) != Status::Removed {
                found.push(format!("who was put out is {:?}", after.status(&one)));
            }
        }
        let ill = self.ill.map(|one| self.id(one));
        let organisers =
            |law: &Law| -> Vec<PersonId> { law.organisers().into_iter().filter(|one| !ill.contains(one)).collect() };
        if organisers(before) != organisers(after) {
            found.push(format!("{} organised, {} do", organisers(before).len(), organisers(after).len()));
        }
        if !self.among.organisers && after.needs_newer() {
            found.push("nothing can be said by this version".into());
        }
        found
    }

    /// The honest, the most senior first, by the naive model: nothing else tells it of all.
    fn line(&self) -> Vec<u64> {
        let line = Model::new(&self.draw.held, Id(1)).whole().line();
        line.into_iter().map(|person| person.0).filter(|person| self.honest.contains(person)).collect()
    }
}
