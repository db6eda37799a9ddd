//! A device in a process of its own: the same program again, told what to do line by line.
//!
//! Each line has one answer. What is counted is read inside that process.

use crate::measure::{Usage, usage, work_us, written_bytes};
use kith_community::project::Rows;
use kith_community::topic;
use kith_sync::net::{Address, Mode};
use kith_sync::node::{Driven, Node, Replica, Slices, now_ms};
use kith_sync::store::Store;
use kith_tests::crowd::{rng, say};
use std::io::{BufRead, BufReader, Lines, Write, stdin};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command as Program, Stdio};
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// The first argument of a process that is a device.
pub const ROLE: &str = "--device";
/// When no byte has gone by for so long, nothing more is said.
const STILL: Duration = Duration::from_secs(1);
/// How long it is measured what goes by when nothing is said.
const IDLE: Duration = Duration::from_secs(20);

/// The other process, as the bench holds it.
pub struct Peer {
    child: Child,
    to: ChildStdin,
    from: Lines<BufReader<ChildStdout>>,
    /// Where it can be reached, as text.
    pub address: String,
}

/// What a device counts since its start.
#[derive(Clone, Copy, Debug, Default)]
pub struct Count {
    /// Bytes that came on sessions' streams.
    pub read: u64,
    /// Bytes that went out on them.
    pub written: u64,
    /// Posts in the rows that views are read from.
    pub rows: u64,
    /// What the process used.
    pub usage: Usage,
}

impl Peer {
    /// Starts a device on a database.
    pub fn start(database: &Path) -> Self {
        let program = std::env::current_exe().expect("this program's path");
        let mut child = Program::new(program)
            .arg(ROLE)
            .arg(database)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a second process");
        let (to, from) = (child.stdin.take().expect("its input"), child.stdout.take().expect("its output"));
        let mut peer = Self { child, to, from: BufReader::new(from).lines(), address: String::new() };
        peer.address = peer.hear();
        peer
    }

    /// Asks for something and waits for the answer.
    pub fn ask(&mut self, line: &str) -> String {
        writeln!(self.to, "{line}").expect("asking");
        self.hear()
    }

    pub fn count(&mut self) -> Count {
        let answer = self.ask("count");
        let numbers: Vec<u64> = answer.split(' ').map(|number| number.parse().expect("a number")).collect();
        let [read, written, rows, cpu_ms, peak_kib] = numbers[..] else { panic!("{answer}") };
        Count { read, written, rows, usage: Usage { cpu_ms, peak_kib } }
    }

    /// Microseconds of processor time that the process has used.
    pub fn work_us(&mut self) -> f64 {
        self.ask("work").parse().unwrap_or_default()
    }

    /// Records that came since the start.
    pub fn records(&mut self) -> u64 {
        self.ask("records").parse().expect("a count")
    }

    /// Stops the device; its database is then closed.
    pub fn stop(mut self) {
        self.ask("stop");
        self.child.wait().expect("an end");
    }

    fn hear(&mut self) -> String {
        self.from.next().expect("an answer").expect("a line")
    }
}

/// Runs a device until it is told to stop.
pub fn run(database: &Path) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let store = Store::open(database, &Rows.migrations()).expect("the database");
        // Two runs of one database must not draw the same actors and salts.
        let replica = Replica::open(store, Rows, rng(now_ms().unsigned_abs())).expect("the community");
        let node = Node::start(replica, Mode::Loopback).await.expect("the network");
        let address = node.call(|open| open.addresses()).await.expect("an address");
        answer(&to_text(&address));
        let mut device = Device { node, met: Instant::now(), said_ms: 0 };
        for line in stdin().lock().lines() {
            let line = line.expect("a line");
            let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
            answer(&device.obey(verb, rest).await);
            if verb == "stop" {
                break;
            }
        }
    });
}

struct Device {
    node: Node<Rows>,
    met: Instant,
    /// Nobody writes two posts in one millisecond; the second would name the first, which takes room.
    said_ms: i64,
}

impl Device {
    async fn obey(&mut self, verb: &str, rest: &str) -> String {
        match verb {
            "meet" => {
                let address = from_text(rest);
                self.met = Instant::now();
                self.call(move |open| open.core.met(address, now_ms()).expect("meeting")).await;
                String::new()
            }
            "await" => self.held(rest.parse().expect("a count")).await,
            "say" => {
                let (topic, text) = rest.split_once(' ').expect("a topic and words");
                let reply =
                    topic::Command::Reply { topic: topic.into(), text: text.into(), quotes: Vec::new(), sending: None };
                self.said_ms = now_ms().max(self.said_ms + 1);
                let said_ms = self.said_ms;
                self.call(move |open| say(open.core.replica_mut(), reply, said_ms)).await;
                String::new()
            }
            "records" => self.call(|open| open.core.count().records_in).await.to_string(),
            "work" => work_us().map_or(String::new(), |work| work.to_string()),
            "disk" => written_bytes().map_or(String::new(), |written| written.to_string()),
            "unpacked" => {
                self.call(|open| open.core.replica_mut().never_pack()).await;
                String::new()
            }
            "still" => self.still().await,
            "idle" => {
                let _ = timeout(IDLE, std::future::pending::<()>()).await;
                String::new()
            }
            "count" => self.count().await,
            "stop" => {
                self.node.stop().await;
                String::new()
            }
            other => panic!("what is {other}?"),
        }
    }

    /// Waits until so many records came, are on disk and in rows; microseconds since the meeting.
    async fn held(&self, records: u64) -> String {
        let mut version = self.node.version();
        while self.call(|open| open.core.count().records_in).await < records {
            version.changed().await.expect("a running device");
        }
        self.met.elapsed().as_micros().to_string()
    }

    /// Waits until nothing more is said.
    async fn still(&self) -> String {
        let mut version = self.node.version();
        let mut before = None;
        loop {
            let now = self.call(|open| (open.bytes(), open.core.has_synced())).await;
            if before == Some(now) && now.1 {
                return String::new();
            }
            before = Some(now);
            // What ends the wait early only makes it look again.
            let _ = timeout(STILL, async { while version.changed().await.is_ok() {} }).await;
        }
    }

    async fn count(&self) -> String {
        let count = |open: &mut Driven<Rows>| {
            let rows: u64 = open
                .core
                .replica()
                .store()
                .connection()
                .query_row("SELECT count(*) FROM items WHERE shown = 1", [], |row| row.get(0))
                .expect("counting");
            (open.bytes(), rows)
        };
        let ((read, written), rows) = self.call(count).await;
        let Usage { cpu_ms, peak_kib } = usage();
        format!("{read} {written} {rows} {cpu_ms} {peak_kib}")
    }

    async fn call<R: Send + 'static>(&self, work: impl FnOnce(&mut Driven<Rows>) -> R + Send + 'static) -> R {
        self.node.call(work).await.expect("a running device")
    }
}

fn answer(line: &str) {
    println!("{line}");
}

fn to_text(address: &Address) -> String {
    let socket = address.sockets.first().expect("a socket on this machine");
    format!("{} {socket}", kith_sync::id::to_text(&address.endpoint))
}

fn from_text(text: &str) -> Address {
    let (endpoint, socket) = text.split_once(' ').expect("an endpoint and a socket");
    let endpoint = kith_sync::id::from_text(endpoint).expect("an endpoint");
    Address { endpoint, sockets: vec![socket.parse().expect("a socket")], relay: None }
}
