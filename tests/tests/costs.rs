//! What things cost in bytes, where it is the same on every machine. Times are for `cargo bench` (docs/performance.md).

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use kith_community::command::{Command, Done};
use kith_community::project::Rows;
use kith_community::{act, rename};
use kith_community::{invitation, topic};
use kith_sync::id::PersonId;
use kith_sync::node::{Link, Me, Output, Replica};
use kith_sync::record::Secret;
use kith_sync::session::Frame;
use kith_tests::newcomers::{Evening, Told};
use kith_tests::sim::World;

const POSTS: u64 = 128;
/// As long as posts are on average in docs/performance.md.
const LETTERS: usize = 144;

fn found(world: &mut World<Rows>) {
    let (store, rng) = (world.store(), world.fork_rng());
    world.add(Replica::found(store, Rows, rng, true).unwrap());
    rename(world.core(0).replica_mut(), "Ada").unwrap();
}

fn ask(world: &mut World<Rows>, command: impl Into<Command>) -> Done {
    let (address, now_ms) = (world.address(0), world.now_ms);
    let core = world.core(0);
    let done = act(core.replica_mut(), &address, command, now_ms).unwrap();
    core.flush(now_ms).unwrap();
    done
}

fn start_topic(world: &mut World<Rows>) -> String {
    match ask(
        world,
        topic::Command::Start { title: "Garden".into(), channel: None, body: None, asks: false, sending: None },
    ) {
        Done::Topic { topic } => topic,
        other => panic!("{other:?}"),
    }
}

fn let_in(world: &mut World<Rows>) -> usize {
    let_in_with(world, 7)
}

fn let_in_with(world: &mut World<Rows>, seed: u8) -> usize {
    let Done::Link { link } = ask(world, invitation::Command::Open { days: 14 }) else { panic!("no link") };
    let link = Link::from_text(&link).unwrap();
    let (store, rng, seed) = (world.store(), world.fork_rng(), Secret([seed; 32]));
    let person: PersonId = Me::from_seed(&seed, None).person;
    Replica::<Rows>::begin(&store, &seed, person, &link.community, &link.charter_key).unwrap();
    let new = world.add(Replica::open(store, Rows, rng).unwrap());
    world.core(new).join(link);
    world.run();
    new
}

/// The numbers under which receipts were signed that a device holds.
fn signed(world: &mut World<Rows>, at: usize) -> Vec<u64> {
    let replica = world.core(at).replica();
    let receipts = replica.store().receipts(&replica.everyone()).unwrap();
    receipts.into_iter().map(|(_, number, ..)| number).collect()
}

#[test]
fn a_post_travels_in_four_hundred_bytes_record_by_record() {
    let mut world = World::new(1);
    found(&mut world);
    let topic = start_topic(&mut world);
    let replica = world.core(0).replica();
    let log = replica.store().logs().unwrap().into_iter().find(|log| log.circle.is_some()).unwrap();
    let from = log.head.count;
    for _ in 0..POSTS {
        world.now_ms += 60_000;
        ask(
            &mut world,
            topic::Command::Reply {
                topic: topic.clone(),
                text: "a".repeat(LETTERS),
                quotes: Vec::new(),
                sending: None,
            },
        );
    }
    let replica = world.core(0).replica();
    let log = replica.log_of(log.id).unwrap();
    let (mut at, mut bytes) = (from, 0);
    while let Some(range) = replica.store().range(log, at).unwrap() {
        at += range.records.len() as u64;
        bytes += 4 + Frame::Records(range).encode().len() as u64;
    }
    assert_eq!(at - from, POSTS);
    assert!(bytes <= 400 * POSTS, "{} bytes a post", bytes as f64 / POSTS as f64);
}

#[test]
fn a_device_that_starts_again_signs_nothing_that_it_has_signed() {
    let mut world = World::new(2);
    found(&mut world);
    start_topic(&mut world);
    let_in(&mut world);
    let before = signed(&mut world, 0);
    assert_eq!(before.len(), 2, "each has signed for what it holds");
    for at in [0, 1] {
        world.turn_off(at);
        world.turn_on(at);
    }
    world.now_ms += 60_000;
    world.run();
    assert_eq!(signed(&mut world, 0), before);
    assert_eq!(signed(&mut world, 1), before);
}

#[test]
fn who_wrote_signs_for_nothing_and_who_received_signs_once() {
    let mut world = World::new(3);
    found(&mut world);
    let topic = start_topic(&mut world);
    let_in(&mut world);
    let before = signed(&mut world, 0);
    world.now_ms += 60_000;
    ask(&mut world, topic::Command::Reply { topic, text: "More".into(), quotes: Vec::new(), sending: None });
    world.run();
    let after = signed(&mut world, 0);
    assert_eq!(before.iter().zip(&after).filter(|(before, after)| before != after).count(), 1);
    assert_eq!(world.core(0).replica().behind().unwrap().values().copied().collect::<Vec<_>>(), [0]);
    assert_eq!(world.core(1).replica().behind().unwrap().values().copied().collect::<Vec<_>>(), [0]);
}

#[test]
fn a_receipt_says_what_has_changed_and_a_newcomer_learns_the_rest() {
    let mut world = World::new(4);
    found(&mut world);
    let topic = start_topic(&mut world);
    let_in(&mut world);
    for _ in 0..3 {
        world.now_ms += 60_000;
        let reply =
            topic::Command::Reply { topic: topic.clone(), text: "More".into(), quotes: Vec::new(), sending: None };
        ask(&mut world, reply);
        world.run();
    }
    let replica = world.core(0).replica();
    let circle = replica.everyone();
    let bases = replica.store().receipt_bases(&circle).unwrap();
    let differences = replica.store().receipts(&circle).unwrap();
    let differences = differences.into_iter().filter(|(device, ..)| bases.iter().any(|(of, ..)| of == device));
    let sizes: Vec<usize> = differences.map(|(_, _, sealed, _)| sealed.len()).collect();
    assert!(!sizes.is_empty() && sizes.iter().all(|size| *size <= 230), "{sizes:?}");
    let new = let_in_with(&mut world, 8);
    for at in [0, 1, new] {
        let behind = world.core(at).replica().behind().unwrap();
        assert_eq!(behind.len(), 2);
        assert!(behind.values().all(|lacks| *lacks == 0), "device {at}: {behind:?}");
    }
}

/// How many dials each device wants at this moment.
fn dials(world: &mut World<Rows>, now_ms: i64) -> Vec<usize> {
    let dials = |at: usize, world: &mut World<Rows>| {
        let core = world.core(at);
        core.tick(now_ms);
        core.take_outputs().iter().filter(|output| matches!(output, Output::Dial(..))).count()
    };
    [0, 1].map(|at| dials(at, world)).to_vec()
}

#[test]
fn of_two_devices_that_start_together_one_dials() {
    let mut world = World::new(5);
    found(&mut world);
    let_in(&mut world);
    for at in [0, 1] {
        world.turn_off(at);
    }
    for at in [0, 1] {
        world.turn_on(at);
    }
    let now_ms = world.now_ms + 60_000;
    let mut at_once = dials(&mut world, now_ms);
    at_once.sort_unstable();
    assert_eq!(at_once, [0, 1], "two would cross");
    // Nobody came: the other may know a way where the first knows none.
    assert_eq!(dials(&mut world, now_ms + 250).iter().sum::<usize>(), 1);
}

/// What each person adds to what a newcomer is told, between the 36th and the 48th, and from there to the 60th. Of those who came
/// before, some said in the charter that they heard of the others.
fn each_adds(told: &[Told], of: fn(&Told) -> usize) -> [f64; 2] {
    [(36, 48), (48, 60)].map(|(from, to)| {
        let [from_bytes, to_bytes] = [from, to].map(|at: usize| told.get(at - 1).map_or(0, of) as f64);
        (to_bytes - from_bytes) / (to - from) as f64
    })
}

#[test]
fn a_newcomer_is_told_of_each_person_in_less_than_five_hundred_bytes() {
    let mut evening = Evening::begin(6);
    let told: Vec<Told> = (0..60).map(|_| evening.let_in()).collect();
    let welcome = each_adds(&told, |told| told.welcome);
    assert!(welcome.iter().all(|bytes| (400.0..460.0).contains(bytes)), "{welcome:?} of the charter");
    // As they are, they would be 11.5 for each log that each of them holds.
    let receipts = each_adds(&told, |told| told.receipts);
    assert!(receipts.iter().all(|bytes| (100.0..250.0).contains(bytes)), "{receipts:?} of receipts");
}
