//! What each screen asks of the node in a large community: how many steps SQLite takes, and how long it takes in all.

use crate::measure::{median, row};
use kith_community::charter::{DecisionsQuery, PeopleQuery, PersonQuery};
use kith_community::community::CommunityQuery;
use kith_community::project::Rows;
use kith_community::query::{Look, Read};
use kith_community::reach::ReachQuery;
use kith_community::today::TodayQuery;
use kith_community::topic::{Around, Listed, TopicQuery, TopicsQuery};
use kith_community::{Kith, look};
use kith_sync::net::Mode;
use kith_sync::node::{Replica, Slices};
use kith_sync::store::Store;
use kith_tests::crowd::{Community, Size, rng};
use rusqlite::ffi;
use std::ffi::{c_int, c_void};
use std::fs;
use std::path::{Path, PathBuf};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

const RUNS: usize = 9;

/// Makes the home, and measures.
pub fn make_and_run(dir: &Path) {
    let home = dir.join("home-of-screens");
    Community::make(dir, Size::LARGE).put_into(&home);
    run(&home, dir);
}

/// Measures on copies of a home with one community, such as the program `crowd` makes.
pub fn run(made: &Path, dir: &Path) {
    let made = database_in(made);
    let (home, counted) = (dir.join("home-measured"), dir.join("steps.db"));
    let place = home.join("communities").join(made.file_name().expect("a name"));
    fs::create_dir_all(home.join("communities")).expect("a home");
    fs::copy(&made, &place).expect("a home with a community");
    fs::copy(&made, &counted).expect("a copy");
    let store = Store::open(&counted, &Rows.migrations()).expect("the database");
    let replica = Replica::open(store, Rows, rng(0)).expect("the community");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let kith = runtime.block_on(Kith::open(&home, Mode::Off)).expect("a home");
    for Screen { name, asked, read } in screens(&replica) {
        let times: Vec<f64> = (0..RUNS).map(|_| runtime.block_on(ask(&kith, &asked))).collect();
        let steps = format!(", {} steps", count_steps(&replica, &read));
        row(&format!("large: {name}"), &format!("{:.1} ms{steps}", median(times)), "< 200 ms");
    }
    runtime.block_on(kith.close());
}

fn database_in(home: &Path) -> PathBuf {
    let all = fs::read_dir(home.join("communities")).expect("a home").map(|entry| entry.expect("a file").path());
    all.filter(|path| path.extension().is_some_and(|end| end == "db")).min().expect("a community")
}

/// Milliseconds from the question to the answer.
async fn ask(kith: &Kith, asked: &Look) -> f64 {
    let began = Instant::now();
    let mut watch = kith.watch(asked.clone()).await.expect("a view");
    watch.next().await.expect("a view").expect("a view");
    began.elapsed().as_secs_f64() * 1e3
}

static STEPS: AtomicU64 = AtomicU64::new(0);

extern "C" fn count_one(_: *mut c_void) -> c_int {
    STEPS.fetch_add(1, Ordering::Relaxed);
    0
}

/// SQLite calls back at each step of its machine.
#[expect(unsafe_code, reason = "rusqlite sets a progress handler on a connection of one's own alone")]
fn count_steps(replica: &Replica<Rows>, read: &Reading) -> u64 {
    let before = STEPS.load(Ordering::Relaxed);
    // SAFETY: the connection is open as long as the replica is borrowed, and the handler touches nothing of it.
    let handle = unsafe { replica.store().connection().handle() };
    unsafe { ffi::sqlite3_progress_handler(handle, 1, Some(count_one), null_mut()) };
    read(replica);
    unsafe { ffi::sqlite3_progress_handler(handle, 0, None, null_mut()) };
    STEPS.load(Ordering::Relaxed) - before
}

/// Asks a community that does not run.
type Reading = dyn Fn(&Replica<Rows>);

/// What a screen asks.
struct Screen {
    name: &'static str,
    asked: Look,
    read: Box<Reading>,
}

impl Screen {
    fn of<Q: Read + 'static>(name: &'static str, query: Q) -> Self {
        let asked = query.clone().put(None);
        Self { name, asked, read: Box::new(move |replica| drop(look(replica, &query).expect("a view"))) }
    }
}

/// What the screens ask.
fn screens(replica: &Replica<Rows>) -> Vec<Screen> {
    let list = look(replica, &TopicsQuery::latest(500)).expect("topics");
    let busiest = list.rows.iter().max_by_key(|row| row.replies).map(|row| row.topic.clone()).expect("a topic");
    let channel = list.channels.first().map(|row| row.channel.clone());
    let person = kith_sync::id::to_text(&replica.law().people().into_iter().next().expect("somebody").0);
    let of = |only, channel: Option<&String>| TopicsQuery { channel: channel.cloned(), only, most: 60 };
    let around = |around| TopicQuery { topic: busiest.clone(), around, before: 60, after: 60 };
    vec![
        Screen::of("the frame around each screen", CommunityQuery),
        Screen::of("Today", TodayQuery),
        Screen::of("Talk, 60 topics", of(Listed::All, None)),
        Screen::of("Talk, 60 unread topics", of(Listed::Unread, None)),
        Screen::of("Talk, 60 unanswered topics", of(Listed::Unanswered, None)),
        Screen::of("Talk, 60 open topics", of(Listed::Open, None)),
        Screen::of("Talk, 60 topics of a channel", of(Listed::All, channel.as_ref())),
        Screen::of("Talk, 60 unread topics of a channel", of(Listed::Unread, channel.as_ref())),
        Screen::of("Talk, 60 unanswered topics of a channel", of(Listed::Unanswered, channel.as_ref())),
        Screen::of("Talk, 60 open topics of a channel", of(Listed::Open, channel.as_ref())),
        Screen::of("a topic of thousands, around what is new", around(Around::New)),
        Screen::of("a topic of thousands, its end", around(Around::End)),
        Screen::of("People", PeopleQuery),
        Screen::of("a person", PersonQuery { person }),
        Screen::of("40 decisions", DecisionsQuery { skip: 0, most: 40 }),
        Screen::of("Reach", ReachQuery),
    ]
}
