//! Attacks: the same records, shown otherwise.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use automerge::legacy::{Op, OpId, OpType};
use automerge::{ObjType, ScalarValue};
use kith_community::project::Rows;
use kith_community::rename;
use kith_sync::body::Body;
use kith_sync::id::ItemId;
use kith_sync::node::{Me, Replica, Slices as _};
use kith_sync::record::{Range, Secret};
use kith_sync::session::digest;
use kith_sync::store::Store;
use kith_tests::craft::{Mine, encode, op, own_log, put};
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

fn seen(device: &Device) -> ([[u8; 16]; 2], [u8; 16], String) {
    let rows = device.store().connection();
    let held = [digest(&device.summaries(None)), device.digest()];
    (held, device.state_root().unwrap(), Rows::fingerprint(rows).unwrap())
}

fn item_of(text: &str) -> Vec<u8> {
    let item: ItemId = text.parse().unwrap_or_else(|_| panic!("no item: {text}"));
    item.to_bytes().to_vec()
}

#[track_caller]
fn same_rows(town: &mut Town, names: [&str; 2]) {
    let [one, other] = names.map(|name| seen(town.replica(name)));
    assert_eq!((one.0, one.1), (other.0, other.1), "the same records and documents");
    assert!(one.2 == other.2, "and other rows");
}

/// M moves their own reply from one topic to another, as no honest device does. Who saw it in the first counts it there for ever.
#[test]
fn a_reply_that_is_moved_to_another_topic_is_counted_in_both() {
    let mut town = Town::of(&["A", "B", "M"]);
    let (one, two) = (town.starts("A", "One"), town.starts("A", "Two"));
    town.meet(&["A", "B", "M"]);
    town.starts("M", "Mine");
    town.meet(&["A", "B", "M"]);
    same_rows(&mut town, ["A", "B"]);

    let mine = Mine::of(town.replica("M"));
    let head = automerge::legacy::ElementId::Head;
    let make = Op { insert: true, ..op(&mine.items, head.into(), OpType::Make(ObjType::Map), &[]) };
    let item = mine.mine(0);
    let bytes = |text: &str| put(ScalarValue::Bytes(item_of(text)));
    let reply = vec![
        make,
        op(&item, "k".into(), put(2_i64), &[]),
        op(&item, "on".into(), bytes(&one), &[]),
        op(&item, "t".into(), put(1_800_000_900_000_i64), &[]),
    ];
    let first = mine.craft(reply);
    let on: OpId = mine.mine(2);
    let mut second = mine.craft(vec![op(&item, "on".into(), bytes(&two), &[&on])]);
    let first_bytes = encode(first.clone());
    let change = automerge::Change::from_bytes(first_bytes.clone()).unwrap();
    second.seq = 2;
    second.deps = vec![change.hash()];
    second.start_op = (mine.next_op() + 4).try_into().unwrap();
    let second_bytes = encode(second);
    let everyone = town.replica("M").everyone();
    town.with("M", |m| m.say_unchecked(&everyone, Body::Change(first_bytes).encode(), Some(mine.number), None).unwrap());
    // A hears both at once, B one after the other.
    let ranges = content(town.replica("M"));
    town.with("B", |b| hear(b, &ranges));
    town.with("M", |m| m.say_unchecked(&everyone, Body::Change(second_bytes).encode(), Some(mine.number), None).unwrap());
    let ranges = content(town.replica("M"));
    town.with("B", |b| hear(b, &ranges));
    town.with("A", |a| hear(a, &ranges));
    let refused = town.replica("A").store().refusals().unwrap();
    assert_eq!(refused, [], "the change itself is fine");
    same_rows(&mut town, ["A", "B"]);
}

/// M lets go of the words of their own name. Who had made a row of it shows it on; who hears of both at once shows none.
#[test]
fn a_name_of_which_the_words_are_erased_stays_where_it_was_shown() {
    let mut town = Town::of(&["A", "B"]);
    let link = town.link("A", kith_community::command::Command::Invite { days: 14 });
    town.comes("M", &link);
    assert!(town.asks("M", link, "A"));
    town.meet(&["A", "B", "M"]);
    town.with("M", |m| rename(m, "Mallory").unwrap());
    let ranges = content(town.replica("M"));
    town.with("B", |b| hear(b, &ranges));
    let m = town.replica("M");
    let row = own_log(m);
    let erased = (0..row.head.count).filter_map(|number| m.part_of(row.id, number, 1)).collect();
    let everyone = m.everyone();
    town.with("M", |m| m.say_unchecked(&everyone, Body::Nothing.encode(), None, Some(erased)).unwrap());
    let ranges = content(town.replica("M"));
    town.with("B", |b| hear(b, &ranges));
    town.with("A", |a| hear(a, &ranges));
    let called = |device: &Device| -> i64 {
        let count = "SELECT count(*) FROM people WHERE name = 'Mallory'";
        device.store().connection().query_row(count, [], |row| row.get(0)).unwrap()
    };
    let shown = ["A", "B", "M"].map(|name| called(town.replica(name)));
    assert_eq!(shown, [0, 0, 0], "rows that still hold the name that was erased");
    same_rows(&mut town, ["A", "B"]);
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
