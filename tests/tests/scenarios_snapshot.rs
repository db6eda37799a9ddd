//! Snapshots between real devices, and scenario 10 of docs/protocol.md §7: a snapshot holds a forged post.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use kith_community::project::Rows;
use kith_sync::id::LogId;
use kith_sync::node::{Link, LinkFor, Replica};
use kith_sync::record::{Part, Range, Secret, Tail, mark};
use kith_sync::session::Frame;
use kith_sync::snapshot::{Cursor, Run, Unsealed, pack, unpack};
use kith_tests::sim::World;
use kith_tests::talkative::{Post, Talk, community, newcomer};
use std::cell::RefCell;
use std::rc::Rc;

/// The person whose words are forged, by number.
const FORGED: usize = 3;

fn posts(count: usize, people: usize) -> Vec<Post> {
    let mut talk = Talk::new(1);
    let mut posts: Vec<Post> = (0..count).map(|_| talk.post(people, 4)).collect();
    // Somebody is certain to say something, and last.
    posts.iter_mut().rev().take(3).for_each(|post| post.author = FORGED);
    posts
}

fn link(world: &mut World<Rows>, at: usize) -> Link {
    let address = world.address(at);
    let replica = world.core(at).replica_mut();
    Link {
        community: replica.community(),
        secret: replica.invite(0, 30_000).unwrap(),
        charter_key: replica.charter_key().clone(),
        name: String::new(),
        greeting: String::new(),
        purpose: LinkFor::Newcomer { last_day: 30_000 },
        addresses: vec![address],
    }
}

fn join(world: &mut World<Rows>, by: usize) -> usize {
    let link = link(world, by);
    let mut rng = world.fork_rng();
    let replica = newcomer(world.core(by).replica(), &mut rng);
    let at = world.add(replica);
    world.core(at).join(link);
    at
}

fn seen(world: &mut World<Rows>, at: usize) -> ([u8; 16], [u8; 16], String, (u64, u64)) {
    let replica = world.core(at).replica();
    let rows = Rows::fingerprint(replica.store().connection()).unwrap();
    (replica.digest(), replica.state_root().unwrap(), rows, replica.store().count_records(&replica.everyone()).unwrap())
}

/// The log in the everyone's circle of the person who spoke last in `posts`.
fn newest_log(replica: &Replica<Rows>) -> LogId {
    let rows = replica.store().connection();
    let row: i64 = rows.query_row("SELECT log FROM items ORDER BY time_ms DESC LIMIT 1", [], |row| row.get(0)).unwrap();
    replica.log_of(row).unwrap().name()
}

/// What went over the wires: blocks, and how many records of which logs.
#[derive(Clone, Default)]
struct Heard(Rc<RefCell<Wires>>);

/// Blocks, and records by their log.
type Wires = (Vec<Vec<u8>>, Vec<(LogId, usize)>);

impl Heard {
    fn note(&self, frame: &[u8]) {
        match Frame::decode(frame) {
            Some(Frame::Packed(block)) => self.0.borrow_mut().0.push(block.into()),
            Some(Frame::Records(range)) => self.0.borrow_mut().1.push((range.log, range.records.len())),
            _ => {}
        }
    }

    /// Blocks, and records of content logs, as this device knows them.
    fn of_content(&self, replica: &Replica<Rows>) -> (Vec<Vec<u8>>, usize) {
        let (charter, heard) = (charter_logs(replica), self.0.borrow());
        let content = heard.1.iter().filter(|(log, _)| !charter.contains(log));
        (heard.0.clone(), content.map(|(_, count)| count).sum())
    }
}

fn charter_logs(replica: &Replica<Rows>) -> Vec<LogId> {
    replica.summaries(None).iter().map(|log| log.log).collect()
}

fn keys_of(replica: &Replica<Rows>) -> Vec<Secret> {
    replica.store().epoch_keys().unwrap().into_iter().map(|(_, _, key)| key).collect()
}

fn key(keys: &[Secret], log: &LogId, named: &[u8; 16]) -> Option<Secret> {
    keys.iter().find(|key| mark(key, log) == *named).cloned()
}

/// The same block with each run changed by whoever gives it.
fn altered(block: &[u8], keys: &[Secret], change: impl Fn(&mut Run)) -> Vec<u8> {
    let ranges = unpack(block, |log, named| key(keys, log, named)).unwrap().ranges;
    let mut cursor: Option<(LogId, Cursor)> = None;
    let mut runs: Vec<Run> = Vec::new();
    for range in &ranges {
        let (_, here) = match cursor.take() {
            Some((log, here)) if log == range.log => cursor.insert((log, here)),
            _ => cursor.insert((range.log, Cursor::start(range.log))),
        };
        runs.push(here.open(range, &|log, named| key(keys, log, named)));
    }
    runs.iter_mut().for_each(change);
    pack(&runs).unwrap()
}

fn forge(run: &mut Run) {
    for record in &mut run.records {
        if let Some(Unsealed::Open(_, plain)) = record.parts.get_mut(1) {
            *plain = b"what was never said".to_vec();
        }
    }
}

fn forge_record(range: &mut Range) {
    for record in &mut range.records {
        if let Some(Part::Here(sealed)) = record.parts.get_mut(1) {
            sealed[20] ^= 1;
        }
    }
}

fn as_frame(block: Vec<u8>) -> Vec<u8> {
    Frame::Packed(block.into()).encode()
}

#[test]
fn a_newcomer_gets_two_thousand_posts_packed_and_ends_equal() {
    let mut world = World::<Rows>::new(10);
    let posts = posts(2_000, 50);
    let a = world.add(community(50, 20, &posts));
    let (newest, keys) = {
        let replica = world.core(a).replica();
        (newest_log(replica), keys_of(replica))
    };
    let heard = Heard::default();
    let notes = heard.clone();
    world.alter = Some(Box::new(move |_, frame| {
        notes.note(&frame);
        frame
    }));
    let before = world.core(a).count().records_out;
    let c = join(&mut world, a);
    world.run();
    assert_eq!(seen(&mut world, a), seen(&mut world, c));
    let (_, _, _, (records, refused)) = seen(&mut world, c);
    assert_eq!(refused, 0);
    let heard = heard.of_content(world.core(a).replica());
    assert_eq!(heard.1, 0, "records travelled one by one");
    let bytes: usize = heard.0.iter().map(Vec::len).sum();
    let text: usize = posts.iter().map(|post| post.text.len()).sum();
    println!(
        "{} posts: {} bytes a post in {} blocks, {:.3} of the text",
        posts.len(),
        bytes / posts.len(),
        heard.0.len(),
        bytes as f64 / text as f64
    );
    assert!(bytes * 100 <= text * 85, "{bytes} bytes for {text} bytes of text");
    assert!(world.core(c).count().records_in >= records);
    assert!(world.core(a).count().records_out - before >= records);
    let first = unpack(&heard.0[0], |log, named| key(&keys, log, named)).unwrap();
    assert_eq!(first.ranges[0].log, newest, "what was said last comes first");
}

#[test]
fn blocks_that_come_twice_or_break_off_end_equal() {
    let (mut world, a, b) = two_givers(16);
    (world.duplicate_percent, world.break_permille) = (30, 80);
    let c = join(&mut world, a);
    let d = join(&mut world, b);
    world.run_some(600);
    world.break_permille = 0;
    world.run();
    for at in [b, c, d] {
        assert_eq!(seen(&mut world, a), seen(&mut world, at));
    }
}

#[test]
fn who_lacks_little_gets_records() {
    let mut world = World::<Rows>::new(11);
    let a = world.add(community(4, 4, &posts(100, 4)));
    let heard = Heard::default();
    let notes = heard.clone();
    world.alter = Some(Box::new(move |_, frame| {
        notes.note(&frame);
        frame
    }));
    let c = join(&mut world, a);
    world.run();
    assert_eq!(seen(&mut world, a), seen(&mut world, c));
    let heard = heard.of_content(world.core(a).replica());
    assert!(heard.0.is_empty() && heard.1 >= 100, "{} blocks, {} records", heard.0.len(), heard.1);
}

/// A founder's device A that holds all, and B that has heard it all from A.
fn two_givers(seed: u64) -> (World<Rows>, usize, usize) {
    let mut world = World::<Rows>::new(seed);
    let a = world.add(community(5, 4, &posts(600, 5)));
    let b = join(&mut world, a);
    world.run();
    assert_eq!(seen(&mut world, a), seen(&mut world, b));
    (world, a, b)
}

#[test]
fn a_forged_post_in_a_snapshot_costs_its_log_only_and_that_comes_from_another_device() {
    let (mut world, a, b) = two_givers(12);
    world.turn_off(a);
    let (forged, keys) = (newest_log(world.core(b).replica()), keys_of(world.core(b).replica()));
    world.alter = Some(Box::new(move |[from, _], frame| match Frame::decode(&frame) {
        Some(Frame::Packed(block)) if from == b => as_frame(altered(&block, &keys, |run| {
            if run.log == forged {
                forge(run)
            }
        })),
        Some(Frame::Records(mut range)) if from == b && range.log == forged => {
            forge_record(&mut range);
            Frame::Records(range).encode()
        }
        _ => frame,
    }));
    let c = join(&mut world, b);
    world.run_some(400);
    let counts = |world: &mut World<Rows>, at: usize| -> Vec<(LogId, u64)> {
        let replica = world.core(at).replica();
        replica.summaries(Some(&replica.everyone())).iter().map(|log| (log.log, log.count)).collect()
    };
    let all = counts(&mut world, b);
    let others: Vec<_> = all.iter().filter(|(log, _)| *log != forged).copied().collect();
    assert_eq!(counts(&mut world, c), others, "the other logs of the same snapshot are kept");
    world.turn_on(a);
    world.run();
    assert_eq!(seen(&mut world, a), seen(&mut world, c));
    assert_eq!(counts(&mut world, c), all);
}

#[test]
fn what_a_block_forges_comes_as_records_from_the_same_device() {
    let (mut world, a, b) = two_givers(13);
    world.turn_off(a);
    let (forged, keys) = (newest_log(world.core(b).replica()), keys_of(world.core(b).replica()));
    let heard = Heard::default();
    let notes = heard.clone();
    world.alter = Some(Box::new(move |_, frame| {
        notes.note(&frame);
        match Frame::decode(&frame) {
            Some(Frame::Packed(block)) => as_frame(altered(&block, &keys, |run| {
                if run.log == forged && run.records.len() < 64 {
                    forge(run)
                }
            })),
            _ => frame,
        }
    }));
    let c = join(&mut world, b);
    world.run();
    assert_eq!(seen(&mut world, b), seen(&mut world, c));
    let count = world.core(b).replica().summaries(None).len();
    assert!(count > 0);
    let heard = heard.of_content(world.core(b).replica());
    assert!(!heard.0.is_empty() && heard.1 > 0, "{} blocks, {} records", heard.0.len(), heard.1);
    assert!(heard.1 < 600, "only the forged log comes as records, not {}", heard.1);
}

#[test]
fn what_is_sealed_under_a_key_that_is_not_here_comes_as_records() {
    let (mut world, a, b) = two_givers(14);
    world.turn_off(a);
    let keys = keys_of(world.core(b).replica());
    let closed = newest_log(world.core(b).replica());
    world.alter = Some(Box::new(move |_, frame| match Frame::decode(&frame) {
        Some(Frame::Packed(block)) => as_frame(altered(&block, &keys, |run| {
            if run.log == closed && run.from == 0 {
                let mut tail = Tail::decode(&run.records[0].tail).unwrap();
                tail.mark = Some([0xee; 16]);
                run.records[0].tail = tail.encode();
            }
        })),
        _ => frame,
    }));
    let c = join(&mut world, b);
    world.run();
    assert_eq!(seen(&mut world, b), seen(&mut world, c));
}

#[test]
fn blocks_that_are_none_cost_nothing_but_their_bytes() {
    let (mut world, a, b) = two_givers(15);
    world.turn_off(a);
    let blocks = Rc::new(RefCell::new(0));
    let seen_blocks = blocks.clone();
    world.alter = Some(Box::new(move |_, frame| match Frame::decode(&frame) {
        Some(Frame::Packed(block)) => {
            *seen_blocks.borrow_mut() += 1;
            let mut block: Vec<u8> = block.into();
            let half = block.len() / 2;
            block.truncate(half);
            as_frame(block)
        }
        _ => frame,
    }));
    let c = join(&mut world, b);
    world.run();
    assert_eq!(seen(&mut world, b), seen(&mut world, c));
    assert!(*blocks.borrow() > 0);
}
