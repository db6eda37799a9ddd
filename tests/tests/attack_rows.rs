//! Attacks: what the quarantine lets go of is asked for too late, or for ever.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test may panic")]

use kith_community::project::Rows;
use kith_sync::body::Body;
use kith_sync::node::{Me, Replica, Slices as _};
use kith_sync::record::{Range, Secret};
use kith_sync::store::Store;
use kith_tests::town::Town;
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;

type Device = Replica<Rows>;

fn content(device: &Device) -> Vec<Range> {
    let mut logs = device.store().logs().unwrap();
    logs.sort_by_key(|log| (log.circle.is_some(), log.first()));
    let mut all = Vec::new();
    for log in logs.iter() {
        let mut from = 0;
        while let Some(range) = device.store().range(log, from).unwrap() {
            from = range.from + range.records.len() as u64;
            all.push(range);
        }
    }
    all
}

fn hear(device: &mut Device, ranges: &[Range]) {
    loop {
        let taken = device.absorb(ranges).unwrap();
        if taken.iter().all(|taken| taken.new_records() == 0) {
            return;
        }
    }
}

/// A founder, somebody who was away, and `others` who came meanwhile, each of whom said so many things.
fn away(others: u8, each: usize, seals: usize) -> Town {
    let mut town = Town::of(&["A", "B"]);
    for seed in 0..others {
        let known = content(town.replica("A"));
        town.with("A", |a| {
            let store = Store::in_memory(Rows.migrations()).unwrap();
            let seed = Secret([seed + 100; 32]);
            let person = Me::from_seed(&seed, None).person;
            Device::begin(&store, &seed, person, &a.community(), a.charter_key()).unwrap();
            let mut device = Replica::open(store, Rows, ChaCha20Rng::from_seed(seed.0)).unwrap();
            let invite = a.invite(0, u32::MAX).unwrap();
            a.admit(&device.ask(&invite)).unwrap();
            hear(&mut device, &known);
            hear(&mut device, &content(a));
            for _ in 0..each {
                device.state(&kith_sync::charter::Statement::Heard).unwrap();
            }
            for _ in 0..seals {
                let seal = kith_sync::epoch::Seal { circle: device.everyone(), entries: Vec::new() };
                device.state_unchecked(&Body::Seal(seal)).unwrap();
            }
            hear(a, &content(&device));
        });
    }
    town
}

/// Somebody who was away hears in one session all that others heard in many: people who came meanwhile, and what they said. All are
/// honest. Beyond 64 of them the quarantine lets go, and nothing of what it let go of is asked for again in this session.
#[test]
fn who_was_away_hears_all_in_one_session() {
    let mut failed = Vec::new();
    for (others, each) in [(60, 1), (100, 1), (130, 1)] {
        let mut town = away(others, each, 0);
        let (mut sessions, mut told) = (0, Vec::new());
        while sessions < 60 {
            sessions += 1;
            town.meet(&["A", "B"]);
            let [a, b] = ["A", "B"].map(|name| town.replica(name).law().facts().len());
            told.push(b);
            if a == b {
                break;
            }
        }
        println!("{others} others, {each} each: {sessions} sessions; after each B holds {told:?}");
        if sessions > 1 {
            failed.push((others, sessions));
        }
    }
    assert_eq!(failed, [], "how many sessions it took until B held what A holds");
}

/// The same where what they said takes more than a range each (who lets in 33 people, say): the two send each other the same
/// records as fast as they can, for as long as they are connected.
#[test]
fn who_was_away_is_sent_the_same_for_ever() {
    let mut failed = Vec::new();
    for (others, seals) in [(40, 70), (100, 10), (100, 70)] {
        let mut town = away(others, 1, seals);
        for name in ["A", "B"] {
            let at = town.at(name);
            town.world.move_to(at, 1);
        }
        town.world.tap();
        let mut bytes = Vec::new();
        for _ in 0..120 {
            town.world.now_ms += 1_000;
            let now = town.world.now_ms;
            for name in ["A", "B"] {
                let at = town.at(name);
                town.core(name).tick(now);
                town.world.flush(at);
            }
            town.world.run_some(1_000);
            bytes.push(town.world.tapped().iter().map(Vec::len).sum::<usize>());
        }
        let quiet = ["A", "B"].map(|name| town.core(name).is_quiet());
        let [a, b] = ["A", "B"].map(|name| town.replica(name).law().facts().len());
        let [one, two] = [bytes[59], bytes[119] - bytes[59]].map(|bytes| bytes / 1_024);
        println!("{others} others, {seals} seals each: A {a} B {b}, at rest {quiet:?}, {one} kB in the first minute, {two} kB in the second");
        if quiet != [true; 2] {
            failed.push((others, seals, two));
        }
    }
    assert_eq!(failed, [], "two honest devices never come to rest");
}
