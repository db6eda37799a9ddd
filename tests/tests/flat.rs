//! What one post costs its author and whoever reads it does not grow with what was said before: counted, not timed.

#![expect(unsafe_code, reason = "a handler of SQLite is unsafe; this one counts")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use kith_community::command::Done;
use kith_community::project::Rows;
use kith_community::rename;
use kith_community::{charter, topic};
use kith_sync::node::{Replica, Slices};
use kith_sync::store::Store;
use kith_tests::counting::{Counting, asked};
use kith_tests::crowd::{rng, say};
use kith_tests::town::Town;
use rusqlite::ffi;
use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::ops::Range;
use std::ptr::null_mut;

thread_local! {
    /// Steps that SQLite took for this thread.
    static STEPS: Cell<u64> = const { Cell::new(0) };
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// The first posts that are looked at, and the last: as many each time as fill a sheet.
const EARLY: Range<u64> = 256..512;
const LAST: Range<u64> = 1_792..2_048;
/// Most that the last may cost more than the first, in hundredths.
const MOST: u64 = 120;
const BEGIN_MS: i64 = 1_767_225_600_000;

fn found() -> (Replica<Rows>, String) {
    let store = Store::in_memory(&Rows.migrations()).unwrap();
    let mut replica = Replica::found(store, Rows, rng(0), true).unwrap();
    rename(&mut replica, "Ada").unwrap();
    let start = topic::Command::Start { title: "Garden".into(), channel: None, body: None, asks: false, sending: None };
    let Done::Topic { topic } = say(&mut replica, start, BEGIN_MS) else { panic!("no topic") };
    (replica, topic)
}

fn post(replica: &mut Replica<Rows>, topic: &str, number: u64) {
    let text = format!("Word {number} {}", "and more ".repeat(15));
    let reply = topic::Command::Reply { topic: topic.into(), text, quotes: Vec::new(), sending: None };
    say(replica, reply, BEGIN_MS + 60_000 * i64::try_from(number).unwrap());
}

extern "C" fn count_step(_: *mut c_void) -> c_int {
    STEPS.with(|steps| steps.set(steps.get() + 1));
    0
}

/// SQLite calls back at each step of its machine.
fn count_steps(replica: &Replica<Rows>) {
    // SAFETY: the connection is open, and the handler touches nothing of it.
    unsafe { ffi::sqlite3_progress_handler(replica.store().connection().handle(), 1, Some(count_step), null_mut()) };
}

/// What posts cost: bytes asked for, and steps of SQLite.
#[derive(Default)]
struct Cost {
    bytes: u64,
    steps: u64,
}

/// What the first posts cost, and the last.
#[derive(Default)]
struct Costs {
    early: Cost,
    last: Cost,
}

impl Costs {
    fn count(&mut self, number: u64, work: impl FnOnce()) {
        let before = (asked(), STEPS.with(Cell::get));
        work();
        let cost = match number {
            _ if EARLY.contains(&number) => &mut self.early,
            _ if LAST.contains(&number) => &mut self.last,
            _ => return,
        };
        cost.bytes += asked() - before.0;
        cost.steps += STEPS.with(Cell::get) - before.1;
    }

    fn assert_flat(&self, who: &str) {
        let posts = EARLY.end - EARLY.start;
        for (what, early, last) in
            [("bytes", self.early.bytes, self.last.bytes), ("steps", self.early.steps, self.last.steps)]
        {
            println!("{who}: {} {what} a post, then {}", early / posts, last / posts);
            assert!(early > 0 && last * 100 <= early * MOST, "{who}: {what} grow");
        }
    }
}

#[test]
fn ones_own_post_costs_the_same_however_much_was_said() {
    let (mut replica, topic) = found();
    count_steps(&replica);
    let mut costs = Costs::default();
    for number in 0..LAST.end {
        costs.count(number, || post(&mut replica, &topic, number));
    }
    costs.assert_flat("the author");
}

#[test]
fn anothers_post_costs_the_same_however_much_they_said() {
    let (mut author, topic) = found();
    let invite = author.invite(0, 30_000).unwrap();
    let mut reader = newcomer(&author);
    author.admit(&reader.ask(&invite)).unwrap();
    reader.absorb(&author.charter_ranges()).unwrap();
    let mut from = 0;
    count_steps(&reader);
    let mut costs = Costs::default();
    for number in 0..LAST.end {
        post(&mut author, &topic, number);
        let logs = author.store().logs().unwrap();
        let own = logs.iter().find(|log| log.circle.is_some()).unwrap();
        let mut ranges = Vec::new();
        while let Some(range) = author.store().range(own, from).unwrap() {
            from += range.records.len() as u64;
            ranges.push(range);
        }
        costs.count(number, || drop(reader.absorb(&ranges).unwrap()));
    }
    let here: u64 = reader
        .store()
        .connection()
        .query_row("SELECT count(*) FROM items WHERE shown = 1", [], |row| row.get(0))
        .unwrap();
    assert_eq!(here, LAST.end);
    costs.assert_flat("the reader");
}

fn newcomer(founder: &Replica<Rows>) -> Replica<Rows> {
    use kith_sync::node::Me;
    use kith_sync::record::Secret;
    let store = Store::in_memory(&Rows.migrations()).unwrap();
    let seed = Secret([7; 32]);
    let person = Me::from_seed(&seed, None).person;
    Replica::<Rows>::begin(&store, &seed, person, &founder.community(), founder.charter_key()).unwrap();
    Replica::open(store, Rows, rng(1)).unwrap()
}

/// D says very much before A puts D out, and B hears of that first. To B it is late for ever.
#[test]
fn what_came_late_costs_nobody_who_says_something_else() {
    let mut town = Town::of(&["A", "B", "C", "D"]);
    let (garden, kitchen) = (town.starts("A", "Garden"), town.starts("A", "Kitchen"));
    town.meet(&["A", "B", "C", "D"]);
    count_steps(town.replica("B"));
    let cost = |town: &mut Town| {
        let before = (asked(), STEPS.with(Cell::get));
        town.says("B", &kitchen, "soup");
        (asked() - before.0, STEPS.with(Cell::get) - before.1)
    };
    cost(&mut town);
    let before = cost(&mut town);
    for number in 0..200 {
        town.says("D", &garden, &format!("word {number}"));
    }
    town.meet(&["C", "D"]);
    let person = town.id("D");
    town.does("A", charter::Command::Remove { person, why: None });
    town.meet(&["A", "B"]);
    town.meet(&["B", "C"]);
    assert!(town.texts("B", &garden).len() >= 200, "it came, and is shown as late");
    cost(&mut town);
    let after = cost(&mut town);
    println!("bytes and steps: {before:?}, then {after:?}");
    assert!(after.0 * 100 <= before.0 * MOST && after.1 * 100 <= before.1 * MOST, "{before:?}, then {after:?}");
}
