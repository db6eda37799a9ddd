//! Two peers of the bench (`tests/peers`) as processes, and the story that they play by the line protocol: one writes, the
//! other joins and catches up, and hears what is said next.

#![expect(clippy::expect_used, reason = "a test stops where it fails")]

use crate::crowd::{MEMBERS, Workload};
use crate::line::{Check, Event, Post, Reaction, beginning};
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, BufWriter, Lines, Write};
use std::net::UdpSocket;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

const SEED: u64 = 42;
const BEGIN_MS: i64 = 1_767_225_600_000;

/// How much is said.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Posts; every third has a reaction.
    pub posts: usize,
    /// People who write, at most [`MEMBERS`].
    pub people: usize,
    /// Days that all of it takes by their clocks. Keys last for thirty.
    pub days: usize,
}

/// What the story told.
#[derive(Debug)]
pub struct Told {
    /// What the writer answered when all was written.
    pub written: Value,
    /// What the newcomer answered when all was there.
    pub caught_up: Value,
    /// Bytes of the writer's database.
    pub disk: u64,
}

/// A peer's process.
struct Peer {
    child: Child,
    to: ChildStdin,
    from: Lines<BufReader<ChildStdout>>,
}

impl Peer {
    fn start(program: &Path, folder: &Path, port: u16) -> Self {
        let mut command = Command::new(program);
        command.arg("--dir").arg(folder).args(["--port", &port.to_string()]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("a peer");
        let (to, from) = (child.stdin.take().expect("its input"), child.stdout.take().expect("its output"));
        let mut peer = Self { child, to, from: BufReader::new(from).lines() };
        peer.hear("ev", &json!("ready"));
        peer.ask("open", json!({}));
        peer
    }

    fn ask(&mut self, name: &str, mut with: Value) -> Value {
        with["id"] = json!(1);
        with["cmd"] = json!(name);
        writeln!(self.to, "{with}").expect("asking");
        let answer = self.hear("id", &json!(1));
        assert_eq!(answer["ok"], true, "{name}: {answer}");
        answer
    }

    /// The next line in which a field says so.
    fn hear(&mut self, field: &str, what: &Value) -> Value {
        loop {
            let line = self.from.next().expect("an answer").expect("a line");
            let said: Value = serde_json::from_str(&line).expect("JSON");
            if said.get(field) == Some(what) {
                return said;
            }
        }
    }

    fn stop(mut self) {
        self.ask("close", json!({}));
        assert!(self.child.wait().expect("an end").success());
    }
}

/// Plays the story in a folder.
///
/// # Panics
/// Where anything is other than it was written.
pub fn play(program: &Path, folder: &Path, size: Size) -> Told {
    let events = folder.join("events.jsonl");
    let (expected, last) = write(&events, size);
    let (here, there) = (folder.join("here"), folder.join("there"));

    let mut writer = Peer::start(program, &here, 0);
    let written = writer.ask("load", json!({"events": events}));
    writer.stop();
    let disk = fs::metadata(here.join("community.db")).expect("its database").len();

    let port = free_port();
    let mut writer = Peer::start(program, &here, port);
    assert_eq!(digest(&mut writer), expected, "what the writer holds after a restart");
    writer.ask("prep", json!({}));
    writer.ask("listen", json!({"port": port}));
    let mut newcomer = Peer::start(program, &there, 0);
    let link = writer.ask("invite", json!({}));
    newcomer.ask("join", json!({"link": link["link"], "records": link["records"]}));
    newcomer.ask("connect", json!({"addr": ""}));
    let caught_up = newcomer.ask("wait", json!({"posts": expected["posts"], "reactions": expected["reactions"]}));
    assert_eq!(digest(&mut newcomer), expected, "what the newcomer holds");

    let next = Post { id: id(last.ts + 1_000, 0), ts: last.ts + 1_000, text: "One more".into(), ..last };
    newcomer.ask("watch", json!({"topic": next.topic, "post": next.id}));
    writer.ask("post", json!({"event": Event::Post(next.clone())}));
    newcomer.hear("ev", &json!("visible"));
    let newest = newcomer.ask("read_topic", json!({"topic": next.topic, "n": 1}));
    assert_eq!(newest["ids"], json!([beginning(next.ts)]));
    writer.stop();
    newcomer.stop();
    Told { written, caught_up, disk }
}

/// Writes the events; what a peer must answer of them, and the last post.
fn write(path: &Path, size: Size) -> (Value, Post) {
    let mut file = BufWriter::new(fs::File::create(path).expect("a file"));
    let (mut check, mut last) = (Check::default(), None);
    let apart_ms = (size.days * 86_400_000 / size.posts) as i64;
    let mut tell = |event: &Event| writeln!(file, "{}", json!(event)).expect("an event");
    for (number, said) in Workload::new(SEED).take(size.posts).enumerate() {
        let (ts, author) = (BEGIN_MS + apart_ms * number as i64, said.author % size.people.min(MEMBERS));
        let (topic, author) = (format!("t{:03}", said.topic), format!("m{author:02}"));
        let post = Post { id: id(ts, number), topic, author, ts, text: said.text };
        check.post(&post.id, &post.topic, &post.author, ts, &post.text);
        tell(&Event::Post(post.clone()));
        if number % 3 == 2 {
            let (author, topic, emoji) = ("m00".to_owned(), post.topic.clone(), "👍".to_owned());
            check.reaction(&post.id, &author, &emoji);
            tell(&Event::Reaction(Reaction { author, post: post.id.clone(), topic, emoji, ts: ts + 1 }));
        }
        last = Some(post);
    }
    (check.json(), last.expect("at least one post"))
}

fn digest(peer: &mut Peer) -> Value {
    let count = peer.ask("count", json!({}));
    let field = |name: &str| (name.to_owned(), count[name].clone());
    ["posts", "reactions", "post_digest", "reaction_digest"].map(field).into_iter().collect()
}

fn id(time_ms: i64, number: usize) -> String {
    format!("{}{number:016}", beginning(time_ms))
}

fn free_port() -> u16 {
    let socket = UdpSocket::bind("127.0.0.1:0").and_then(|socket| socket.local_addr());
    socket.expect("a port").port()
}
