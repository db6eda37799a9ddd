//! Logs written by hand and brought to three devices in any order, by halves: whoever holds the same shows the same.

#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::missing_panics_doc,
    reason = "a test may panic"
)]

use crate::bare::{Device, charter, everything, found, further, hear, newcomer, ranges, rng, says};
use crate::by_hand::{Log, change, seen, sheet, topic};
use crate::sim::World as Sim;
use crate::village::enter;
use automerge::transaction::Transactable as _;
use automerge::{ObjId, ObjType, ROOT, ReadDoc as _};
use kith_community::command::{Done, act};
use kith_community::invitation;
use kith_community::project::Rows;
use kith_sync::body::Body;
use kith_sync::charter::{Cut, Role, Statement};
use kith_sync::document::{Document, Kind};
use kith_sync::id::{CircleId, DeviceId, ItemId, LogId, PersonId, StatementId};
use kith_sync::node::Link;
use kith_sync::record::{Erased, Range, Secret, Tail};
use rand::RngExt;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha20Rng;
use std::collections::BTreeMap;

/// What is drawn.
#[derive(Clone, Copy, Debug, Default)]
pub struct Knobs {
    /// Records say that something is erased.
    pub erases: bool,
    /// Logs are written twice.
    pub forks: bool,
    /// Changes of one actor and number.
    pub rivals: bool,
    /// Numbers of sheets that mean several.
    pub confused: bool,
    /// The charter puts people and devices out.
    pub ends: bool,
    /// Bodies and contents are left out at first.
    pub halves: bool,
    /// Statements of kinds that are not known.
    pub unknown: bool,
    /// The one who writes leaves and comes back.
    pub returns: bool,
    /// There are several epochs, whose keys come late.
    pub keys: bool,
    /// Some of it is said in another circle.
    pub circles: bool,
    /// Devices start again often.
    pub restarts: bool,
    /// Very much is said.
    pub long: bool,
}

struct World {
    chance: ChaCha20Rng,
    logs: Vec<Log>,
    /// The keys of everyone's circle; and of another, its name with its keys.
    keys: Vec<Secret>,
    circle: Option<(CircleId, Vec<Secret>)>,
    /// By which somebody comes back.
    invite: Option<Secret>,
    /// Logs in the other circle.
    apart: Vec<LogId>,
    known: Vec<StatementId>,
    pieces: Vec<Range>,
}

fn own_charter(device: &Device) -> Vec<Range> {
    let me = device.me().device();
    ranges(device, |log| log.circle.is_none() && log.intro.device == me)
}

impl World {
    fn cuts(&mut self) -> Vec<Cut> {
        let mut cuts = Vec::new();
        for log in self.logs.clone() {
            if self.chance.random_bool(0.7) {
                cuts.push(Cut { log: log.head.log, count: self.chance.random_range(0..7) });
            }
        }
        cuts.sort_by_key(|cut| cut.log);
        cuts.dedup_by_key(|cut| cut.log);
        cuts
    }

    fn state(&mut self, device: &mut Device, statement: &Statement) {
        if let Ok(id) = device.state(statement) {
            self.known.push(id);
            self.pieces.extend(own_charter(device));
        }
    }

    /// What the charter comes to say.
    fn charter(&mut self, [founder, member, one]: [&mut Device; 3], devices: &[DeviceId], unknown: bool) {
        let person = one.me().person;
        for _ in 0..self.chance.random_range(2..8) {
            let cuts = self.cuts();
            let device = devices[self.chance.random_range(0..devices.len())];
            if unknown && self.chance.random_bool(0.3) {
                let number = [64_u8, 100, 130, 200][self.chance.random_range(0..4)];
                let by = if self.chance.random_bool(0.5) { &mut *founder } else { &mut *one };
                let least = match number {
                    0..128 => Role::Organiser,
                    128..192 => Role::Steward,
                    _ => Role::Member,
                };
                let may =
                    by.law().given_role(&by.me().person) >= Some(least) && by.is_active() && !by.law().needs_newer();
                if self.chance.random_bool(0.4) {
                    let person = if self.chance.random_bool(0.5) { person } else { founder.me().person };
                    self.state(founder, &Statement::Unmake { person });
                } else if may {
                    let body = Body::Statement { bytes: vec![0x82, 0x18, number, 0x80], at_ms: None };
                    if let Ok(id) = by.state_unchecked(&body) {
                        self.known.push(id);
                        let said = own_charter(by);
                        self.pieces.extend(said);
                    }
                }
            }
            if let Some(invite) = self.invite.clone()
                && self.chance.random_bool(0.4)
            {
                let cuts = self.cuts();
                match self.chance.random_range(0..3_u32) {
                    0 => self.state(one, &Statement::Leave { cuts }),
                    by => {
                        let said = charter(one);
                        let by = if by == 1 { &mut *founder } else { &mut *member };
                        hear(by, &said);
                        let before = by.law().facts().len();
                        if by.admit(&one.ask(&invite)).is_ok() {
                            self.known.extend(by.notes()[before..].iter().map(|note| note.id));
                            self.pieces.extend(own_charter(by));
                        }
                    }
                }
            }
            match self.chance.random_range(0..10_u32) {
                0 => self.state(founder, &Statement::Raise { person, to: Role::Steward }),
                1 => self.state(founder, &Statement::Raise { person, to: Role::Organiser }),
                2 => self.state(founder, &Statement::Lower { person, to: Role::Member }),
                3 => self.state(founder, &Statement::Remove { person, cuts, why: None }),
                4 | 5 => self.state(founder, &Statement::Restore { person, cuts }),
                6 => self.state(one, &Statement::DeviceRemove { device: devices[1], cuts }),
                7 => self.state(founder, &Statement::DeviceRemove { device, cuts }),
                _ => self.state(member, &Statement::Heard),
            }
            for _ in 0..2 {
                let (from, to) = (self.chance.random_range(0..3_u32), self.chance.random_range(0..3_u32));
                let said = match from {
                    0 => charter(founder),
                    1 => charter(member),
                    _ => charter(one),
                };
                match to {
                    0 => hear(founder, &said),
                    1 => hear(member, &said),
                    _ => hear(one, &said),
                }
            }
        }
    }

    fn frontier(&mut self) -> Vec<StatementId> {
        let at = self.chance.random_range(0..self.known.len());
        let mut frontier = vec![self.known[at]];
        if self.chance.random_bool(0.2) {
            frontier.push(self.known[self.chance.random_range(0..self.known.len())]);
        }
        frontier.sort_unstable();
        frontier.dedup();
        frontier
    }

    #[expect(clippy::too_many_lines, reason = "one draw after the other")]
    fn words(&mut self, person: PersonId, circle: &kith_sync::id::CircleId, knobs: Knobs) {
        let mut pool: BTreeMap<u32, Vec<Document>> =
            [20, 21, 22].map(|number| (number, vec![Document::begin(Kind::Sheet)])).into_iter().collect();
        let mut items: Vec<ItemId> = Vec::new();
        let mut run = 0_u8;
        let turns = if knobs.long { 270..330_i64 } else { 6..26_i64 };
        for turn in 0..self.chance.random_range(turns) {
            let mut at = self.chance.random_range(0..self.logs.len());
            if knobs.forks && !self.logs[at].said.is_empty() && self.chance.random_bool(0.12) {
                // Written twice from here, or from one before.
                let log = self.logs[at].clone();
                self.logs.push(log);
                at = self.logs.len() - 1;
            }
            let mut number = if self.chance.random_bool(0.6) { 20 } else { 21 };
            let mut circle = circle;
            let is_apart = knobs.circles && self.apart.contains(&self.logs[at].head.log);
            if knobs.keys && self.chance.random_bool(0.2) {
                let keys = if is_apart { &self.circle.as_ref().unwrap().1 } else { &self.keys };
                let key = keys[self.chance.random_range(0..keys.len())].clone();
                self.logs[at].key = key;
            }
            if is_apart {
                number = 22;
                circle = &self.circle.as_ref().unwrap().0;
            }
            let named = sheet(person, number);
            let states = &pool[&number];
            let base =
                if self.chance.random_bool(0.7) { states.len() - 1 } else { self.chance.random_range(0..states.len()) };
            let mut document = states[base].clone();
            run = run.wrapping_add(1);
            let run =
                if knobs.rivals && self.chance.random_bool(0.5) { self.chance.random_range(1..3) } else { run.max(3) };
            let name = self.logs[at].head.log;
            let what = self.chance.random_range(0..8_u32);
            let on = (!items.is_empty()).then(|| items[self.chance.random_range(0..items.len())]);
            let index = self.chance.random_range(0..6_usize);
            let mark = self.chance.random_range(1..3_i64);
            let made = change(&mut document, &name, &named.id(circle), run, |tx| {
                let (_, list) = tx.get(ROOT, "items")?.unwrap();
                let length = tx.length(&list);
                match (what, on) {
                    (0 | 1, _) => topic(tx, turn).map(Some),
                    (2 | 3, Some(on)) => {
                        let item = tx.insert_object(&list, length, ObjType::Map)?;
                        tx.put(&item, "k", if index == 0 { 3_i64 } else { 2 })?;
                        tx.put(&item, "t", turn)?;
                        tx.put(&item, "on", on.to_bytes().to_vec())?;
                        if index == 0 {
                            tx.put(&item, "e", "👍")?
                        } else {
                            tx.put(&item, "w", 1_i64)?
                        }
                        Ok(Some(item))
                    }
                    (4, Some(on)) => {
                        let item = tx.insert_object(&list, length, ObjType::Map)?;
                        tx.put(&item, "k", 4_i64)?;
                        tx.put(&item, "t", turn)?;
                        tx.put(&item, "on", on.to_bytes().to_vec())?;
                        tx.put(&item, "v", "resolved")?;
                        Ok(Some(item))
                    }
                    (5, _) => {
                        let item = tx.insert_object(&list, length, ObjType::Map)?;
                        tx.put(&item, "k", 5_i64)?;
                        tx.put(&item, "t", turn)?;
                        tx.put(&item, "w", 1_i64)?;
                        Ok(Some(item))
                    }
                    _ if length > 0 => {
                        let (_, item) = tx.get(&list, index % length)?.unwrap();
                        match what {
                            6 => {
                                tx.delete(&item, "w").ok();
                                tx.put(&item, "w", 1_i64)?;
                            }
                            _ => tx.put(&item, "x", mark)?,
                        }
                        Ok(None)
                    }
                    _ => topic(tx, turn).map(Some),
                }
            });
            let Some((bytes, item, start)) = made else { continue };
            let begun = self.logs[at].numbers.get(&number).copied();
            let (called, is_new) = match begun {
                _ if knobs.confused && self.chance.random_bool(0.3) => {
                    (self.chance.random_range(1..4), self.chance.random_bool(0.5))
                }
                Some(called) => (called, false),
                None => (number - 19, true),
            };
            self.logs[at].numbers.entry(number).or_insert(called);
            let body = if is_new { Body::New { document: named, change: bytes } } else { Body::Change(bytes) };
            let mut tail = Tail { document: Some(called), ..Tail::default() };
            if self.logs[at].said.is_empty() || self.chance.random_bool(0.7) {
                tail.frontier = Some(self.frontier());
            }
            if knobs.erases && self.chance.random_bool(0.35) {
                let mut erased = Vec::new();
                for _ in 0..self.chance.random_range(1..3) {
                    let log = &self.logs[self.chance.random_range(0..self.logs.len())];
                    if log.hashes.is_empty() {
                        continue;
                    }
                    let which = self.chance.random_range(0..log.hashes.len());
                    erased.push(Erased {
                        log: log.head.log,
                        number: which as u64,
                        part: 1,
                        start: log.hashes[which].start(),
                    });
                }
                tail.erased = (!erased.is_empty()).then_some(erased);
                if self.chance.random_bool(0.1) {
                    tail.repeats = Some(true);
                }
            }
            let mut chance = self.chance.clone();
            let hash = self.logs[at].says(tail, vec![body.encode(), format!("words {turn}").into_bytes()], &mut chance);
            self.chance = chance;
            if let Some(ObjId::Id(counter, ..)) = item {
                items.push(ItemId::new(&hash, (counter - start) as u16));
            }
            pool.get_mut(&number).unwrap().push(document);
        }
    }

    /// All in some order, by halves.
    fn in_some_order(&mut self, knobs: Knobs) -> Vec<Range> {
        let mut parts: Vec<Vec<Range>> = vec![Vec::new()];
        for log in self.logs.clone() {
            let mut own = Vec::new();
            let mut from = 0;
            while from < log.said.len() {
                let to = self.chance.random_range(from + 1..=log.said.len());
                own.push(log.between(from, to));
                from = to;
            }
            parts.push(own);
        }
        parts[0] = self.pieces.clone();
        if self.chance.random_bool(0.5) {
            parts[0].shuffle(&mut self.chance);
        }
        let mut all = Vec::new();
        while parts.iter().any(|part| !part.is_empty()) {
            let at = self.chance.random_range(0..parts.len());
            if !parts[at].is_empty() {
                all.push(parts[at].remove(0));
            }
        }
        for range in &mut all {
            for record in &mut range.records {
                for part in &mut record.parts {
                    if knobs.halves && self.chance.random_bool(0.15) {
                        *part = part.dropped();
                    }
                }
            }
        }
        all
    }

    /// Brings all to a device in some order, by halves at first.
    fn bring(&mut self, device: &mut Device, knobs: Knobs) {
        let all = self.in_some_order(knobs);
        let size = self.chance.random_range(1..6);
        for some in all.chunks(size) {
            device.absorb(some).unwrap();
            if self.chance.random_bool(if knobs.restarts { 0.5 } else { 0.05 }) {
                device.reload().unwrap();
            }
        }
        let mut whole: Vec<Range> = self.logs.iter().filter(|log| !log.said.is_empty()).map(Log::whole).collect();
        whole.shuffle(&mut self.chance);
        let mut last: Vec<Range> = self.pieces.iter().cloned().chain(whole).collect();
        if self.chance.random_bool(0.5) {
            last.reverse();
        }
        for _ in 0..4 {
            let size = self.chance.random_range(1..8);
            for some in last.chunks(size) {
                device.absorb(some).unwrap();
            }
        }
    }
}

impl World {
    /// Another circle, opened by the one who writes, in which two of their devices write; with several keys if that is asked for.
    fn open_circle(
        &mut self,
        [founder, member, one]: [&mut Device; 3],
        two: &Device,
        members: Vec<PersonId>,
        several_keys: bool,
    ) {
        let apart = one.open_circle(members).unwrap();
        if several_keys {
            // Somebody goes, and a new key is made for who stays.
            hear(founder, &charter(one));
            let who = newcomer(founder, 50).me().person;
            founder.state(&Statement::Remove { person: who, cuts: Vec::new(), why: None }).unwrap();
            hear(one, &charter(founder));
            self.pieces.extend(own_charter(founder));
            one.say_unchecked(&apart, Body::Nothing.encode(), None, None).unwrap();
        }
        self.pieces.extend(own_charter(one));
        let secret = one.store().circle_secrets().unwrap().into_iter().find(|(of, _)| *of == apart).unwrap().1;
        let keys = one.store().epoch_keys().unwrap().into_iter().filter(|(_, of, _)| *of == apart);
        let keys: Vec<Secret> = keys.map(|(.., key)| key).collect();
        for (device, nonce) in [(&*one, 19), (two, 19)] {
            let log = Log::within(device, nonce, &secret, keys[0].clone());
            self.apart.push(log.head.log);
            self.logs.push(log);
        }
        self.circle = Some((apart, keys));
        hear(founder, &charter(one));
        hear(member, &charter(one));
    }
}

/// What was drawn: who reads it and holds the beginning alone, and all of it.
struct Drawn {
    readers: Vec<Device>,
    world: World,
}

fn drawn(seed: u64, knobs: Knobs) -> Drawn {
    let mut founder = found();
    let mut member = newcomer(&mut founder, 3);
    let mut one = newcomer(&mut founder, 2);
    let (two, three) = (further(&mut one, 5), further(&mut one, 6));
    hear(&mut founder, &charter(&one));
    let mut readers: Vec<Device> = (10..13).map(|seed| newcomer(&mut founder, seed)).collect();
    for device in [&mut member, &mut one].into_iter().chain(&mut readers) {
        hear(device, &everything(&founder));
    }
    let logs = [(&one, 9), (&two, 9), (&three, 9), (&two, 8)].map(|(device, nonce)| Log::of(device, nonce)).to_vec();
    let base = founder.law().facts().frontier()[0];
    let mut world = World {
        chance: rng(seed),
        logs,
        keys: Vec::new(),
        circle: None,
        invite: None,
        apart: Vec::new(),
        known: vec![base],
        pieces: Vec::new(),
    };
    if knobs.returns {
        world.invite = founder.invite(0, u32::MAX).ok();
        hear(&mut one, &charter(&founder));
        hear(&mut member, &charter(&founder));
        world.pieces.extend(own_charter(&founder));
    }
    if knobs.keys {
        for seed in 0..2 {
            let who = newcomer(&mut founder, 40 + seed).me().person;
            founder.state(&Statement::Remove { person: who, cuts: Vec::new(), why: None }).unwrap();
            says(&mut founder, None, i64::from(seed));
        }
        world.pieces.extend(own_charter(&founder));
        world.keys = founder.store().epoch_keys().unwrap().into_iter().map(|(.., key)| key).collect();
        for device in [&mut member, &mut one] {
            hear(device, &charter(&founder));
        }
    }
    if knobs.circles {
        let members = readers.iter().map(|device| device.me().person);
        let members: Vec<PersonId> = members.chain([one.me().person, member.me().person]).collect();
        world.open_circle([&mut founder, &mut member, &mut one], &two, members, knobs.keys);
    }
    let devices = [one.me().device(), two.me().device(), three.me().device()];
    let (person, circle) = (one.me().person, one.everyone());
    if knobs.ends {
        world.charter([&mut founder, &mut member, &mut one], &devices, knobs.unknown);
    }
    world.words(person, &circle, knobs);
    Drawn { readers, world }
}

/// How three who hold the same differ, if they do.
#[must_use]
pub fn differs(seed: u64, knobs: Knobs) -> Option<String> {
    let Drawn { mut readers, mut world } = drawn(seed, knobs);
    for device in &mut readers {
        world.bring(device, knobs);
    }
    let mut all: Vec<Range> = Vec::new();
    for _ in 0..ROUNDS {
        // What an erasing let go of that does not count comes back from who still has it.
        all = readers.iter().flat_map(everything).collect();
        for device in &mut readers {
            hear(device, &all);
        }
    }
    for again in ["at once", "opened anew"] {
        let first = seen(&readers[0]);
        for (at, device) in readers.iter().enumerate() {
            let now = seen(device);
            let what = [("holdings", now.0 != first.0), ("state root", now.1 != first.1), ("rows", now.2 != first.2)];
            if let Some((what, _)) = what.into_iter().find(|(_, is_other)| *is_other) {
                return Some(format!("seed {seed}, {knobs:?}: reader {at} has another {what} {again}"));
            }
        }
        for device in &mut readers {
            device.reload().unwrap();
            device.absorb(&[]).unwrap();
            hear(device, &all);
        }
    }
    None
}

/// How three differ to whom some of it was brought, by halves, and who then told each other; and who joins by one of them.
///
/// # Panics
/// When they do not come to rest.
#[must_use]
pub fn meet_and_differ(seed: u64, knobs: Knobs) -> Option<String> {
    let Drawn { readers, mut world } = drawn(seed, knobs);
    let mut sim: Sim<Rows> = Sim::new(seed);
    let count = readers.len();
    for mut device in readers {
        let all = world.in_some_order(knobs);
        // In whichever log it ends early: the rest is to come from the others.
        let most = world.chance.random_range(all.len() / 3..=all.len());
        let size = world.chance.random_range(1..6);
        for some in all[..most].chunks(size) {
            device.absorb(some).unwrap();
        }
        sim.add(device);
    }
    sim.meet();
    sim.run();
    let differ = differ_in(&mut sim, count).map(|what| format!("{what} after they met"));
    let differ = differ.or_else(|| {
        let link = invitation(&mut sim)?;
        enter(&mut sim, &link);
        sim.run();
        sim.meet();
        sim.run();
        differ_in(&mut sim, count + 1).map(|what| format!("{what} after somebody joined"))
    });
    differ.map(|what| format!("seed {seed}, {knobs:?}: {what}"))
}

/// An invitation of the first device's, if it may make one.
fn invitation(sim: &mut Sim<Rows>) -> Option<Link> {
    let address = sim.address(0);
    let core = sim.core(0);
    let open = invitation::Command::Open { days: 14 };
    match act(core.replica_mut(), &address, open, NOW_MS) {
        Ok(Done::Link { link }) => Link::from_text(&link).ok(),
        _ => None,
    }
}

/// Which of the first devices shows something else than device 0, and what.
fn differ_in(sim: &mut Sim<Rows>, count: usize) -> Option<String> {
    let first = seen(sim.core(0).replica());
    for at in 1..count {
        let now = seen(sim.core(at).replica());
        let what = [("holdings", now.0 != first.0), ("state root", now.1 != first.1), ("rows", now.2 != first.2)];
        if let Some((what, _)) = what.into_iter().find(|(_, is_other)| *is_other) {
            return Some(format!("device {at} has another {what}"));
        }
    }
    None
}

/// The time, in milliseconds since 1970.
const NOW_MS: i64 = 1_800_000_000_000;

/// How often all tell each other all in the end.
const ROUNDS: usize = 3;

impl Knobs {
    /// What these letters stand for.
    #[must_use]
    pub fn of(letters: &str) -> Self {
        let has = |letter: char| letters.contains(letter);
        Self {
            erases: has('e'),
            forks: has('f'),
            rivals: has('r'),
            confused: has('c'),
            ends: has('o'),
            halves: has('h'),
            unknown: has('u'),
            returns: has('l'),
            keys: has('k'),
            circles: has('m'),
            restarts: has('b'),
            long: has('w'),
        }
    }
}

/// Each seed with each of these knobs: see [`Knobs::of`].
///
/// # Panics
/// When two who hold the same differ.
pub fn all_alike(seeds: impl Iterator<Item = u64>, knobs: &[&str]) {
    let differ = |seed| knobs.iter().filter_map(move |knobs| differs(seed, Knobs::of(knobs)));
    let found: Vec<String> = seeds.flat_map(differ).collect();
    assert!(found.is_empty(), "{found:#?}");
}
