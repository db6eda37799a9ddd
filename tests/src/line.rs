//! The line protocol of the bench of peers (tests/peers/README.md): a JSON command a line comes in, a JSON answer a line
//! goes out. The peers there are built with this same file, so it must know nothing of Kith.

#![expect(clippy::expect_used, reason = "a peer of the bench stops where it fails")]

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufRead, BufReader, Write, stdin, stdout};
use std::path::PathBuf;

const CROCKFORD: &[u8] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of an id that say its time.
const TIME: u32 = 10;

/// A post of the workload.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Post {
    /// A ULID. Its time is `ts`, which no other event has.
    pub id: String,
    /// `t000` to `t199`.
    pub topic: String,
    /// `m00` to `m49`.
    pub author: String,
    /// Milliseconds since 1970.
    pub ts: i64,
    /// What it says.
    pub text: String,
}

/// A reaction of the workload.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reaction {
    /// Who reacts.
    pub author: String,
    /// To which post, by its id.
    pub post: String,
    /// The topic of that post.
    pub topic: String,
    /// How.
    pub emoji: String,
    /// Milliseconds since 1970.
    pub ts: i64,
}

/// What happens in the workload.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "k")]
pub enum Event {
    /// Somebody writes.
    #[serde(rename = "p")]
    Post(Post),
    /// Somebody reacts.
    #[serde(rename = "r")]
    Reaction(Reaction),
}

impl Event {
    /// Who does it.
    #[must_use]
    pub fn author(&self) -> &str {
        match self {
            Self::Post(post) => &post.author,
            Self::Reaction(reaction) => &reaction.author,
        }
    }

    /// Where it is done.
    #[must_use]
    pub fn topic(&self) -> &str {
        match self {
            Self::Post(post) => &post.topic,
            Self::Reaction(reaction) => &reaction.topic,
        }
    }
}

/// The events of a file, one after another, so that the file does not count as the peer's memory.
///
/// # Panics
/// When the file is not one of events.
pub fn events(path: &str) -> impl Iterator<Item = Event> + Send + use<> {
    let file = File::open(path).expect("a file of events");
    BufReader::new(file).lines().map(|line| serde_json::from_str(&line.expect("a line")).expect("an event"))
}

/// The milliseconds since 1970 that a ULID begins with.
#[must_use]
pub fn time_of(id: &str) -> i64 {
    let digit = |letter: u8| CROCKFORD.iter().position(|one| *one == letter).unwrap_or_default();
    id.bytes().take(TIME as usize).fold(0, |sum, letter| sum * 32 + i64::try_from(digit(letter)).unwrap_or_default())
}

/// The beginning of a ULID of that time: all that is compared of an id, since some peers name posts themselves.
#[must_use]
pub fn beginning(time_ms: i64) -> String {
    let digit = |place: u32| usize::try_from(time_ms / 32_i64.pow(place) % 32).ok();
    let letter = |place| digit(place).and_then(|digit| CROCKFORD.get(digit)).map_or('?', |letter| char::from(*letter));
    (0..TIME).rev().map(letter).collect()
}

/// A digest of posts and reactions in any order, by which the runner sees that a replica holds just the input.
#[derive(Debug, Default)]
pub struct Check {
    posts: u64,
    reactions: u64,
    post_digest: u64,
    reaction_digest: u64,
}

impl Check {
    /// Adds a post; of the id only its [`beginning`] counts.
    pub fn post(&mut self, id: &str, topic: &str, author: &str, ts: i64, text: &str) {
        let id = id.get(..TIME as usize).unwrap_or_default();
        self.posts += 1;
        self.post_digest = self.post_digest.wrapping_add(hash(&format!("{id}|{topic}|{author}|{ts}|{text}")));
    }

    /// Adds a reaction.
    pub fn reaction(&mut self, post: &str, author: &str, emoji: &str) {
        let post = post.get(..TIME as usize).unwrap_or_default();
        self.reactions += 1;
        self.reaction_digest = self.reaction_digest.wrapping_add(hash(&format!("{post}|{author}|{emoji}")));
    }

    /// As an answer.
    #[must_use]
    pub fn json(&self) -> Value {
        json!({"posts": self.posts, "reactions": self.reactions, "post_digest": self.post_digest.to_string(),
               "reaction_digest": self.reaction_digest.to_string()})
    }
}

fn hash(text: &str) -> u64 {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(8).rev().fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
}

/// Nanoseconds of a clock that all processes of a machine share.
#[must_use]
pub fn now_ns() -> u64 {
    ns(rustix::time::clock_gettime(rustix::time::ClockId::Monotonic))
}

/// Nanoseconds of processor time that this process has used.
#[must_use]
pub fn work_ns() -> u64 {
    ns(rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime))
}

fn ns(time: rustix::time::Timespec) -> u64 {
    u64::try_from(time.tv_sec).unwrap_or_default() * 1_000_000_000 + u64::try_from(time.tv_nsec).unwrap_or_default()
}

/// Bytes that this process had written to disk, whole pages each time; none where the system does not tell.
#[must_use]
pub fn written_bytes() -> u64 {
    let io = std::fs::read_to_string("/proc/self/io").unwrap_or_default();
    let written = io.lines().find_map(|line| line.strip_prefix("write_bytes: "));
    written.and_then(|written| written.parse().ok()).unwrap_or_default()
}

/// A command.
#[derive(Debug)]
pub struct Command {
    id: u64,
    /// What to do.
    pub name: String,
    /// With what.
    pub with: Value,
    /// When it came.
    pub began_ns: u64,
}

impl Command {
    fn read(line: &str) -> Self {
        let began_ns = now_ns();
        let with: Value = serde_json::from_str(line).expect("a command in JSON");
        let text = |key: &str| with.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        Self { id: with.get("id").and_then(Value::as_u64).unwrap_or_default(), name: text("cmd"), with, began_ns }
    }

    /// A text that it needs.
    ///
    /// # Panics
    /// When it lacks.
    #[must_use]
    pub fn text(&self, key: &str) -> String {
        self.with.get(key).and_then(Value::as_str).expect(key).to_owned()
    }

    /// A number that it needs.
    ///
    /// # Panics
    /// When it lacks.
    #[must_use]
    pub fn number(&self, key: &str) -> u64 {
        self.with.get(key).and_then(Value::as_u64).expect(key)
    }

    /// Whether a switch is on.
    #[must_use]
    pub fn is_on(&self, key: &str) -> bool {
        self.with.get(key).and_then(Value::as_bool).unwrap_or_default()
    }

    /// The event that it carries.
    ///
    /// # Panics
    /// When it carries none.
    #[must_use]
    pub fn event(&self) -> Event {
        serde_json::from_value(self.with.get("event").cloned().unwrap_or_default()).expect("an event")
    }

    /// Answers. Where the answer names them, its own `t0` and `t1` count as its beginning and end.
    pub fn answer(&self, mut answer: Value) {
        if let Some(fields) = answer.as_object_mut() {
            fields.insert("id".into(), self.id.into());
            fields.entry("ok").or_insert(true.into());
            fields.entry("t0").or_insert(self.began_ns.into());
            fields.entry("t1").or_insert(now_ns().into());
        }
        tell(&answer);
    }

    /// Answers that it cannot be done.
    pub fn refuse(&self, why: impl std::fmt::Display) {
        self.answer(json!({"ok": false, "err": why.to_string()}));
    }
}

/// The commands as they come.
pub fn commands() -> impl Iterator<Item = Command> {
    stdin().lines().map_while(Result::ok).filter(|line| !line.is_empty()).map(|line| Command::read(&line))
}

/// Writes a line at once.
pub fn tell(what: &Value) {
    let mut out = stdout().lock();
    // Who has nobody to tell is about to end.
    let _ = writeln!(out, "{what}").and_then(|()| out.flush());
}

/// Says that the peer has started, and of which versions it is.
pub fn ready(versions: &Value) {
    tell(&json!({"ev": "ready", "ns": now_ns(), "versions": versions}));
}

/// Says how many posts are written, of a load that takes long.
pub fn progress(posts: u64) {
    if posts.is_multiple_of(500) {
        tell(&json!({"ev": "progress", "posts": posts}));
    }
}

/// Says that a post that was watched for can be read.
pub fn visible(post: &str, ns: u64) {
    tell(&json!({"ev": "visible", "post": post, "ns": ns}));
}

/// What follows `--name` among the program's arguments.
#[must_use]
pub fn argument(name: &str) -> Option<String> {
    std::env::args().skip_while(|one| one.strip_prefix("--") != Some(name)).nth(1)
}

/// The folder that the peer keeps its files in.
///
/// # Panics
/// When there is none and none can be made.
#[must_use]
pub fn folder() -> PathBuf {
    let folder = PathBuf::from(argument("dir").expect("--dir"));
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}
