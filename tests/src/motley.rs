//! Devices that do what takes a role, while roles come and go, and hear of it in any order and by halves: in the end they show the same.

use crate::bare::{Device, charter, everything, found, hear, newcomer};
use kith_community::command::Done;
use kith_community::project::Rows;
use kith_community::{act, community, topic};
use kith_sync::charter::{Role, Statement};
use kith_sync::id::{PersonId, StatementId};
use kith_sync::session::{Came, digest};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;
use std::collections::BTreeSet;
use std::fmt::Display;
use std::ops::Range;

const BEGAN_MS: i64 = 1_700_000_000_000;

/// How often each tells each other all in the end.
const ROUNDS: usize = 6;

struct Motley {
    rng: ChaCha20Rng,
    devices: Vec<Device>,
    people: Vec<PersonId>,
    topics: Vec<String>,
    /// Whether who tells something leaves some bodies out, which come later by themselves.
    leaves_out: bool,
}

/// Holds the communities of these numbers to it.
///
/// # Panics
/// When devices show different things, by which seed is said; or when none could be compared.
pub fn rows_are_alike(seeds: Range<u64>, leaves_out: bool) {
    let (compared, found): (Vec<usize>, Vec<Vec<String>>) = seeds.map(|seed| parted(seed, leaves_out)).unzip();
    assert!(found.iter().all(Vec::is_empty), "{}", found.concat().join("\n"));
    assert!(compared.iter().sum::<usize>() > 0, "no two devices had the same keys");
}

/// Answers how many devices held the same keys as another, and where they show something else, a line each.
fn parted(seed: u64, leaves_out: bool) -> (usize, Vec<String>) {
    let mut motley = Motley::begun(seed, leaves_out);
    for step in 0..motley.rng.random_range(20..45) {
        let at = motley.rng.random_range(0..motley.devices.len());
        motley.does(at, BEGAN_MS + step * 1_000);
        if motley.rng.random_bool(0.5) {
            let to = motley.rng.random_range(0..motley.devices.len());
            motley.tells_some(at, to);
        }
    }
    for _ in 0..ROUNDS {
        motley.all_tell_all();
    }
    let (compared, found) = motley.compared();
    (compared, found.into_iter().map(|found| format!("seed {seed}: {found}")).collect())
}

fn must<T, E: Display>(done: Result<T, E>) -> T {
    done.unwrap_or_else(|error| panic!("{error}"))
}

/// Does it as the app would; it may be refused.
fn tries(device: &mut Device, command: impl Into<kith_community::command::Command>, now_ms: i64) -> Option<Done> {
    let address = kith_sync::net::Address { endpoint: device.me().keys.endpoint, sockets: Vec::new(), relay: None };
    act(device, &address, command, now_ms).ok()
}

fn starts(device: &mut Device) -> String {
    let command = topic::Command::Start { title: "Keys?".into(), channel: None, body: None, asks: true, sending: None };
    match tries(device, command, BEGAN_MS) {
        Some(Done::Topic { topic }) => topic,
        other => panic!("{other:?}"),
    }
}

impl Motley {
    /// Five people who know each other, of whom each began a topic; mostly a second one organises.
    fn begun(seed: u64, leaves_out: bool) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let mut founder = found();
        let newcomers: Vec<Device> = (2..6).map(|seed| newcomer(&mut founder, seed)).collect();
        let mut devices: Vec<Device> = std::iter::once(founder).chain(newcomers).collect();
        let topics = devices.iter_mut().map(starts).collect();
        for _ in 0..2 {
            let all: Vec<_> = devices.iter().flat_map(everything).collect();
            devices.iter_mut().for_each(|device| hear(device, &all));
        }
        let people: Vec<PersonId> = devices.iter().map(|device| device.me().person).collect();
        if rng.random_bool(0.7) {
            must(devices[0].state(&Statement::Raise { person: people[1], to: Role::Organiser }));
            let all = charter(&devices[0]);
            devices.iter_mut().for_each(|device| hear(device, &all));
        }
        Self { rng, devices, people, topics, leaves_out }
    }

    fn does(&mut self, at: usize, now_ms: i64) {
        let person = self.people[self.rng.random_range(0..self.people.len())];
        let to = [Role::Guest, Role::Member, Role::Steward, Role::Organiser][self.rng.random_range(0..4)];
        let topic = self.topics[self.rng.random_range(0..self.topics.len())].clone();
        let device = &mut self.devices[at];
        let says = match self.rng.random_range(0..14_u32) {
            0..=2 => Statement::Raise { person, to },
            3 => Statement::Lower { person, to },
            4 => Statement::Remove { person, cuts: device.cuts_of(&person), why: None },
            5 => Statement::Restore { person, cuts: device.cuts_of(&person) },
            6 => match device.law().asked().next() {
                Some(note) => Statement::Second { first: note.id, why: None },
                None => return,
            },
            7 | 8 => return drop(tries(device, community::Command::Rename { name: format!("At {now_ms}") }, now_ms)),
            9..=11 => {
                let resolved = self.rng.random_bool(0.7);
                return drop(tries(device, topic::Command::Resolve { topic, resolved }, now_ms));
            }
            12 => Statement::Heard,
            _ if self.rng.random_bool(0.2) => Statement::Leave { cuts: device.cuts_of(&device.me().person) },
            _ => return,
        };
        drop(device.state(&says));
    }

    fn both(&mut self, one: usize, other: usize) -> Option<[&mut Device; 2]> {
        self.devices.get_disjoint_mut([one, other]).ok()
    }

    /// Tells all, or some, or in another order.
    fn tells_some(&mut self, from: usize, to: usize) {
        let mut all = everything(&self.devices[from]);
        if from == to {
            return;
        }
        if self.leaves_out {
            for record in all.iter_mut().flat_map(|range| &mut range.records) {
                if self.rng.random_bool(0.15) {
                    record.parts[0] = record.parts[0].dropped();
                }
            }
        }
        match self.rng.random_range(0..3_u32) {
            0 => {}
            1 => all.retain(|_| self.rng.random_bool(0.7)),
            _ => {
                for at in (1..all.len()).rev() {
                    all.swap(at, self.rng.random_range(0..=at));
                }
            }
        }
        for some in all.chunks(self.rng.random_range(1..6)) {
            must(self.devices[to].absorb(some));
        }
    }

    fn all_tell_all(&mut self) {
        for at in 0..self.devices.len() {
            for to in 0..self.devices.len() {
                let Some([one, other]) = self.both(at, to) else { continue };
                let lacks: BTreeSet<StatementId> = other.lacking().into_iter().flatten().collect();
                must(one.answer_need(&other.me().device(), &lacks));
                if self.leaves_out {
                    self.brings_bodies(at, to);
                }
                let all = everything(&self.devices[at]);
                hear(&mut self.devices[to], &all);
            }
        }
    }

    /// Brings nearly all that was left out, as a session does.
    fn brings_bodies(&mut self, from: usize, to: usize) {
        let of_log = |device: &Device, log| must(device.store().logs()).into_iter().find(|row| row.head.log == log);
        for range in everything(&self.devices[from]) {
            let [holds, lacks] = [from, to].map(|at| of_log(&self.devices[at], range.log));
            let (Some(holds), true) = (holds, lacks.is_some_and(|row| row.base.is_none())) else { continue };
            let mut prev = match range.from {
                0 => range.log.0,
                from_number => match must(self.devices[from].store().hash_of(holds.id, from_number - 1)) {
                    Some(hash) => hash.0,
                    None => continue,
                },
            };
            for (number, record) in (range.from..).zip(&range.records) {
                prev = record.hash(&prev).0;
                let [a, b, c, d, e, f, g, h, ..] = prev;
                let (log, start) = (range.log, [a, b, c, d, e, f, g, h]);
                let parts = (0_u8..).zip(&record.parts);
                let mut came: Vec<Came> = parts
                    .filter_map(|(part, here)| {
                        let bytes = here.sealed()?.to_vec();
                        Some(Came { log, number, start, part, bytes })
                    })
                    .collect();
                came.retain(|_| self.rng.random_bool(0.95));
                must(self.devices[to].fill(&came));
            }
        }
    }

    /// Who was put out was given no more keys, and is compared with nobody.
    fn compared(&mut self) -> (usize, Vec<String>) {
        let keys: Vec<BTreeSet<StatementId>> = self.devices.iter().map(keys_of).collect();
        let Some(most) = (0..keys.len()).max_by_key(|at| keys[*at].len()) else { return (0, Vec::new()) };
        let (mut compared, mut found) = (0, Vec::new());
        let first = (digest(&self.devices[most].summaries(None)), rows_of(&self.devices[most]));
        for (at, device) in self.devices.iter().enumerate() {
            if at == most || keys[at] != keys[most] {
                continue;
            }
            compared += 1;
            if digest(&device.summaries(None)) != first.0 {
                found.push(format!("{at} holds another charter than {most}"));
            } else if rows_of(device) != first.1 {
                found.push(format!("{at} shows other rows than {most}"));
            }
        }
        (compared, found)
    }
}

fn keys_of(device: &Device) -> BTreeSet<StatementId> {
    must(device.store().epoch_keys()).into_iter().map(|(id, ..)| id).collect()
}

fn rows_of(device: &Device) -> String {
    must(Rows::fingerprint(device.store().connection()))
}
