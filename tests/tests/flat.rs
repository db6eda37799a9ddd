//! What one post costs its author does not grow with what they said before, and others by no more than that grew:
//! counted, not timed.

#![expect(unsafe_code, reason = "an allocator is unsafe; this one counts and hands on")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use kith_community::command::{Command, Done};
use kith_community::project::Rows;
use kith_community::rename;
use kith_sync::node::{Replica, Slices};
use kith_sync::store::Store;
use kith_tests::crowd::{rng, say};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ops::Range;

/// Bytes that this thread asked for since its start.
struct Counting;

thread_local! {
    static ASKED: Cell<u64> = const { Cell::new(0) };
}

fn count(bytes: usize) {
    // A thread that ends has nothing left to count in.
    let _ = ASKED.try_with(|asked| asked.set(asked.get() + bytes as u64));
}

// SAFETY: whatever is asked for is asked of the system's allocator, as it was asked.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: the caller keeps to the contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps to the contract.
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size.saturating_sub(layout.size()));
        // SAFETY: the caller keeps to the contract.
        unsafe { System.realloc(at, layout, size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// The first posts that are looked at, and the last.
const EARLY: Range<u64> = 256..384;
const LAST: Range<u64> = 768..896;
/// Most that the last may cost more than the first, in hundredths.
const MOST: u64 = 120;
/// The same for whoever receives them: the sheet is loaded again each time (docs/decisions/0016).
const MOST_READ: u64 = 100 * (LAST.start + LAST.end) / (EARLY.start + EARLY.end);
const BEGIN_MS: i64 = 1_767_225_600_000;

fn found() -> (Replica<Rows>, String) {
    let store = Store::in_memory(Rows.migrations()).unwrap();
    let mut replica = Replica::found(store, Rows, rng(0), true).unwrap();
    rename(&mut replica, "Ada").unwrap();
    let start = Command::StartTopic { title: "Garden".into(), channel: None, body: None, asks: false, sending: None };
    let Done::Topic { topic } = say(&mut replica, start, BEGIN_MS) else { panic!("no topic") };
    (replica, topic)
}

fn post(replica: &mut Replica<Rows>, topic: &str, number: u64) {
    let text = format!("Word {number} {}", "and more ".repeat(15));
    let reply = Command::Reply { topic: topic.into(), text, quotes: Vec::new(), sending: None };
    say(replica, reply, BEGIN_MS + 60_000 * i64::try_from(number).unwrap());
}

fn asked_by(work: impl FnOnce()) -> u64 {
    let before = ASKED.with(Cell::get);
    work();
    ASKED.with(Cell::get) - before
}

fn assert_grows(who: &str, early: u64, last: u64, most: u64) {
    let posts = EARLY.end - EARLY.start;
    assert!(last * 100 <= early * most, "{who}: {} bytes a post, then {}", early / posts, last / posts);
}

#[test]
fn ones_own_post_costs_the_same_however_long_the_sheet_is() {
    let (mut replica, topic) = found();
    let (mut early, mut last) = (0, 0);
    for number in 0..LAST.end {
        let asked = asked_by(|| post(&mut replica, &topic, number));
        early += if EARLY.contains(&number) { asked } else { 0 };
        last += if LAST.contains(&number) { asked } else { 0 };
    }
    assert_grows("the author", early, last, MOST);
}

#[test]
fn anothers_post_costs_no_more_than_its_sheet_is_longer() {
    let (mut author, topic) = found();
    let invite = author.invite(0, 30_000).unwrap();
    let mut reader = newcomer(&author);
    author.admit(&reader.ask(&invite)).unwrap();
    reader.absorb(&author.charter_ranges(None)).unwrap();
    let mut from = 0;
    let (mut early, mut last) = (0, 0);
    for number in 0..LAST.end {
        post(&mut author, &topic, number);
        let logs = author.store().logs().unwrap();
        let own = logs.iter().find(|log| log.circle.is_some()).unwrap();
        let mut ranges = Vec::new();
        while let Some(range) = author.store().range(own, from).unwrap() {
            from += range.records.len() as u64;
            ranges.push(range);
        }
        let asked = asked_by(|| drop(reader.absorb(&ranges).unwrap()));
        early += if EARLY.contains(&number) { asked } else { 0 };
        last += if LAST.contains(&number) { asked } else { 0 };
    }
    let here: u64 =
        reader.store().connection().query_row("SELECT count(*) FROM posts WHERE shown", [], |row| row.get(0)).unwrap();
    assert_eq!(here, LAST.end);
    assert_grows("the reader", early, last, MOST_READ);
}

fn newcomer(founder: &Replica<Rows>) -> Replica<Rows> {
    use kith_sync::node::Me;
    use kith_sync::record::Secret;
    let store = Store::in_memory(Rows.migrations()).unwrap();
    let seed = Secret([7; 32]);
    let person = Me::from_seed(&seed, None).person;
    Replica::<Rows>::begin(&store, &seed, person, &founder.community(), founder.charter_key()).unwrap();
    Replica::open(store, Rows, rng(1)).unwrap()
}
