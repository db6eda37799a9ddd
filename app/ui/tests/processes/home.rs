//! A home of its own for a test, and the real `kith` on it: a process for each command, and one that runs.

use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long devices that meet may take to agree.
const PATIENCE: Duration = Duration::from_secs(30);
/// What people see differently: whose eyes it is seen with, and what is known of who holds it.
const OWN: [&str; 16] = [
    "came_ms",
    "me",
    "mine",
    "may_settle",
    "reached",
    "known",
    "new",
    "came_late",
    "draft",
    "first",
    "first_new",
    "new_above",
    "new_below",
    "at",
    "has_earlier",
    "has_later",
];

/// A home, and the Kith that runs on it, if one does. Dropping it ends that one.
pub struct Home {
    folder: TempDir,
    running: Mutex<Option<Child>>,
}

impl Home {
    pub fn new() -> Self {
        Self::at(TempDir::with_prefix("kith").unwrap())
    }

    pub fn at(folder: TempDir) -> Self {
        let running = Mutex::new(None);
        Self { folder, running }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// What a command answers: one JSON value and nothing else.
    pub fn kith(&self, args: &[&str]) -> Value {
        let Output { status, stdout, stderr } = self.output(args);
        let words = String::from_utf8_lossy(&stderr);
        assert!(status.success(), "kith {args:?} ended with {status}: {words}");
        serde_json::from_slice(&stdout).unwrap_or_else(|error| panic!("kith {args:?}: {error}"))
    }

    /// The words of a refusal: exit code 1, nothing on stdout, no panic.
    pub fn refused(&self, args: &[&str]) -> String {
        self.ends_with(1, args)
    }

    /// The words with which a command ends that did nothing.
    pub fn ends_with(&self, code: i32, args: &[&str]) -> String {
        let output = self.output(args);
        let words = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "kith {args:?}: {words}");
        let said = String::from_utf8_lossy(&output.stdout);
        assert_eq!(said, "", "kith {args:?} answered");
        let broke = ["panick", "RUST_BACKTRACE", "broke"];
        assert!(!broke.iter().any(|word| words.contains(word)), "{words}");
        assert!(words.trim().len() > 10, "kith {args:?} said {words:?}");
        words
    }

    pub fn output(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kith"));
        command.arg("--home").arg(self.path()).arg("--json");
        if !args.contains(&"--net") {
            command.args(["--net", "loopback"]);
        }
        command.args(args).stdin(Stdio::null());
        command.env_remove("RUST_LOG");
        command
    }

    /// Starts a Kith that stays, and waits until it answers.
    pub fn run(&self) {
        let said = self.run_saying();
        assert_eq!(said.get("troubles"), None, "{said}");
    }

    /// The same, and answers what it says first.
    pub fn run_saying(&self) -> Value {
        self.stay(self.command(&["run"]))
    }

    /// Starts a Kith that stays, by a program that is told which words to go on as.
    pub fn run_inside(&self, program: &[String], args: &[&str]) {
        let kith = self.command(args);
        let mut command = Command::new(&program[0]);
        command.args(&program[1..]).arg(kith.get_program()).args(kith.get_args()).stdin(Stdio::null());
        self.stay(command);
    }

    fn stay(&self, mut command: Command) -> Value {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut first = String::new();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        // It says so once its socket is open.
        let read = lines.read_line(&mut first);
        assert!(self.running().replace(child).is_none(), "one runs already");
        assert!(read.unwrap() > 0, "it ended at once");
        serde_json::from_str(&first).unwrap()
    }

    /// Asks the running Kith to end, and waits until it has.
    pub fn stop(&self) {
        let mut child = self.running().take().unwrap();
        let asked = Command::new("kill").arg(child.id().to_string()).status();
        assert!(asked.unwrap().success());
        assert!(child.wait().unwrap().success());
    }

    /// Ends the running Kith with no chance to put anything in order.
    pub fn kill(&self) {
        if let Some(mut child) = self.running().take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    pub fn is_running(&self) -> bool {
        self.running().is_some()
    }

    /// The most memory that the running Kith took so far, in KiB, as Linux counts it.
    pub fn most_memory(&self) -> u64 {
        let id = self.running().as_ref().unwrap().id();
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
    }

    fn running(&self) -> std::sync::MutexGuard<'_, Option<Child>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        if let Some(mut child) = self.running().take() {
            drop(child.kill());
            drop(child.wait());
        }
    }
}

/// What a test says in a community.
impl Home {
    /// Founds a community, and answers its id.
    pub fn found(&self, name: &str, me: &str) -> String {
        text(&self.kith(&["new", name, "--as", me]), "community")
    }

    pub fn invite(&self) -> String {
        text(&self.kith(&["invite"]), "link")
    }

    pub fn join(&self, link: &str, me: &str) {
        let joined = self.kith(&["join", link, "--as", me, "--timeout", "20"]);
        assert_eq!(joined.get("waiting"), None, "{joined}");
    }

    pub fn start_topic(&self, title: &str, body: &str) -> String {
        let topic = self.kith(&["topic", "new", title, "--body", body]);
        text(&topic, "topic")
    }

    pub fn reply(&self, topic: &str, words: &str) -> String {
        text(&self.kith(&["reply", topic, words]), "post")
    }

    pub fn posts(&self, topic: &str) -> Vec<Value> {
        let topic = self.kith(&["topic", "show", topic]);
        topic["posts"].as_array().unwrap().clone()
    }

    /// The post with these words, if it is shown.
    pub fn post(&self, topic: &str, words: &str) -> Option<Value> {
        let posts = self.posts(topic).into_iter();
        posts.into_iter().find(|post| post["text"] == words)
    }

    /// Whether somebody by this name is among its people.
    pub fn lists(&self, name: &str) -> bool {
        let people = self.kith(&["people"]);
        people.as_array().unwrap().iter().any(|person| person["name"] == name)
    }

    /// Role and standing of a person.
    pub fn standing(&self, name: &str) -> String {
        let people = self.kith(&["people"]);
        let mut people = people.as_array().unwrap().iter();
        let person = people.find(|person| person["name"] == name);
        let person = person.unwrap_or_else(|| panic!("{name} is not known"));
        format!("{} {}", text(person, "role"), text(person, "status"))
    }

    pub fn status(&self) -> Value {
        self.kith(&["status"])["communities"][0].clone()
    }

    /// All that is to be the same wherever the same records are.
    pub fn told(&self) -> Value {
        let status = self.status();
        let listed = self.kith(&["topics"]);
        let (topics, channels) = (&listed["rows"], &listed["channels"]);
        let ids = topics.as_array().unwrap().iter();
        let shown: Vec<Value> = ids.map(|topic| self.kith(&["topic", "show", &text(topic, "topic")])).collect();
        let mut told = json!({
            "digest": status["digest"],
            "root": status["root"],
            "records": status["records"],
            "topics": topics,
            "channels": channels,
            "shown": shown,
            "people": self.kith(&["people"]),
            "charter": self.kith(&["charter"]),
        });
        leave_out(&mut told, &OWN);
        told
    }
}

/// Founds a community with these people, each at home alone; all know all, and none runs.
pub fn community<const N: usize>(names: [&str; N]) -> [Home; N] {
    let homes = names.map(|_| Home::new());
    let (first, others) = homes.split_first().unwrap();
    first.found("Sunday choir", names[0]);
    first.run();
    let link = first.invite();
    for (home, name) in others.iter().zip(&names[1..]) {
        home.join(&link, name);
    }
    first.kill();
    meet(&homes.each_ref());
    homes
}

/// Lets homes where none runs sync until they tell the same, and ends them without warning.
pub fn meet(homes: &[&Home]) {
    for home in homes {
        home.run();
    }
    until_they_agree(homes);
    for home in homes {
        home.kill();
    }
}

/// Waits until running homes tell the same.
pub fn until_they_agree(homes: &[&Home]) {
    let began = Instant::now();
    loop {
        let told: Vec<Value> = homes.iter().map(|home| home.told()).collect();
        let differ: Vec<String> = told.windows(2).filter_map(difference).collect();
        if differ.is_empty() {
            return;
        }
        let late = began.elapsed() > PATIENCE;
        assert!(!late, "they do not agree: {}", differ.join("\n"));
        go_on(homes);
    }
}

fn difference(told: &[Value]) -> Option<String> {
    let differ: Vec<String> = told[0]
        .as_object()?
        .iter()
        .filter(|(field, value)| told[1][field] != **value)
        .map(|(field, value)| format!("\n{field}: {value}\n{field}: {}", told[1][field]))
        .collect();
    (!differ.is_empty()).then(|| differ.join(""))
}

/// Waits until something holds of running homes.
pub fn until(homes: &[&Home], what: &str, holds: impl Fn() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < PATIENCE, "{what}: not in {PATIENCE:?}");
        go_on(homes);
    }
}

fn go_on(homes: &[&Home]) {
    for home in homes {
        home.kith(&["sync", "--for", "1"]);
    }
}

/// Files under any of these homes in which these bytes are.
pub fn files_with(homes: &[&Home], bytes: &str) -> Vec<String> {
    let mut folders: Vec<_> = homes.iter().map(|home| home.path().to_owned()).collect();
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let kind = path.symlink_metadata().unwrap().file_type();
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() && holds(&std::fs::read(&path).unwrap(), bytes.as_bytes()) {
                found.push(path.display().to_string());
            }
        }
    }
    found
}

fn holds(all: &[u8], part: &[u8]) -> bool {
    all.windows(part.len()).any(|window| window == part)
}

pub fn text(value: &Value, field: &str) -> String {
    let found = value.get(field).and_then(Value::as_str);
    found.unwrap_or_else(|| panic!("no {field} in {value}")).to_owned()
}

fn leave_out(value: &mut Value, fields: &[&str]) {
    match value {
        Value::Object(map) => {
            map.retain(|field, _| !fields.contains(&field.as_str()));
            map.values_mut().for_each(|value| leave_out(value, fields));
        }
        Value::Array(list) => list.iter_mut().for_each(|value| leave_out(value, fields)),
        _ => {}
    }
}
