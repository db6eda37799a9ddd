//! Rounds of `kill -9`: what was answered is there, every page is whole, and devices agree again.

use crate::home::{Home, community, meet, text};
use kith_community::project::Rows;
use kith_sync::node::Slices as _;
use kith_sync::store::Store;
use std::collections::BTreeSet;
use std::fs;
use std::io::Read as _;
use std::process::Stdio;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// A person whose home is ended again and again.
struct Person<'a> {
    home: &'a Home,
    name: &'static str,
    topic: &'a str,
    answered: BTreeSet<String>,
}

/// Ends both of two homes that write and sync, in each round at another moment.
pub fn rounds(seed: u64, rounds: u64) {
    let homes = community(["Ada", "Ben"]);
    let topic = homes[0].start_topic("Diary", "day by day");
    meet(&homes.each_ref());
    let names = ["Ada", "Ben"].into_iter();
    let mut people: Vec<Person<'_>> = homes
        .iter()
        .zip(names)
        .map(|(home, name)| Person { home, name, topic: &topic, answered: BTreeSet::new() })
        .collect();
    for round in 0..rounds {
        println!("seed {seed}, round {round}");
        thread::scope(|scope| {
            for person in &mut people {
                scope.spawn(move || person.live_and_die(seed, round));
            }
        });
        if round % 10 == 9 {
            meet(&homes.each_ref());
        }
    }
    meet(&homes.each_ref());
    let said: usize = people.iter().map(|person| person.answered.len()).sum();
    let shown = homes.each_ref().map(|home| home.posts(&topic).len());
    assert!(shown[0] > said && shown[0] == shown[1], "{shown:?}, of which {said} were answered");
    assert!(said as u64 >= rounds, "only {said} were answered");
    assert_eq!(rows(&homes[0]), rows(&homes[1]));
}

impl Person<'_> {
    fn live_and_die(&mut self, seed: u64, round: u64) {
        let moments = moments(&format!("{seed} {round} {}", self.name));
        self.home.run();
        thread::scope(|scope| {
            let (tell, told) = channel();
            let (home, name, topic) = (self.home, self.name, self.topic);
            scope.spawn(move || write(home, topic, &format!("{name} {round}"), &tell));
            self.hear(&told, moments[0] % 300_000);
            self.home.kill();
            drop(told);
        });
        self.write_and_die(round, moments[1] % 40_000);
        let kept = self.home.posts(self.topic);
        let kept: BTreeSet<String> = kept.iter().map(|post| text(post, "text")).collect();
        let lost: Vec<&String> = self.answered.difference(&kept).collect();
        assert!(lost.is_empty(), "answered and lost: {lost:?}");
        rows(self.home);
    }

    /// Notes what is answered, for so long. Then nobody hears the writer, and it ends.
    fn hear(&mut self, told: &Receiver<Option<String>>, for_us: u64) {
        let until = Instant::now() + Duration::from_micros(for_us);
        while let Ok(words) = told.recv_timeout(until.saturating_duration_since(Instant::now())) {
            self.answered.extend(words);
        }
    }

    /// A single command, ended at some moment of its short life.
    fn write_and_die(&mut self, round: u64, after_us: u64) {
        let words = format!("{} {round} alone", self.name);
        let mut command = self.home.command(&["reply", self.topic, &words]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        wait(after_us);
        child.kill().unwrap();
        child.wait().unwrap();
        let mut said = String::new();
        child.stdout.take().unwrap().read_to_string(&mut said).unwrap();
        if said.ends_with('\n') {
            self.answered.insert(words);
        }
    }
}

/// Writes one post after the other and tells of each whether it was answered, until nobody hears it.
fn write(home: &Home, topic: &str, begin: &str, tell: &Sender<Option<String>>) {
    for number in 0.. {
        let words = format!("{begin} {number}");
        let written = home.output(&["reply", topic, &words]).status.success();
        if tell.send(written.then_some(words)).is_err() {
            return;
        }
    }
}

/// The rows of a home in which nothing runs, after SQLite has looked at every page.
fn rows(home: &Home) -> String {
    let mut files = fs::read_dir(home.path().join("communities")).unwrap();
    let path = files.find_map(|file| {
        let path = file.unwrap().path();
        path.extension().is_some_and(|ending| ending == "db").then_some(path)
    });
    let store = Store::open(&path.unwrap(), &Rows.migrations()).unwrap();
    assert_eq!(store.fault().unwrap(), None);
    Rows::fingerprint(store.connection()).unwrap()
}

/// Lets so much time pass.
pub fn wait(for_us: u64) {
    let (_open, never) = channel::<()>();
    let waited = never.recv_timeout(Duration::from_micros(for_us));
    assert_eq!(waited, Err(RecvTimeoutError::Timeout));
}

/// Numbers that follow from a name.
fn moments(name: &str) -> [u64; 2] {
    let hash = blake3::hash(name.as_bytes());
    let (halves, _) = hash.as_bytes().as_chunks::<8>();
    [u64::from_le_bytes(halves[0]), u64::from_le_bytes(halves[1])]
}
