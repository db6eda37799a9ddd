//! Random communities: seeded people do seeded things on a network that fails, and must agree in the end.

pub mod crowd;
mod modelled;
mod watched;

pub use modelled::replica_differences;
pub use watched::run_watched;

use crate::sim::{Part, World};
use crate::village::enter;
use kith_community::command::{Command, Done, Role};
use kith_community::project::Rows;
use kith_community::topic::{TopicQuery, TopicsQuery};
use kith_community::{act, look, rename};
use kith_community::{charter, device, invitation, reaction, topic};
use kith_sync::charter::Status;
use kith_sync::id::PersonId;
use kith_sync::node::{Link, Replica, Slices as _};
use kith_sync::session::digest;
use kith_sync::store::{LogRow, RecordRow, State, Store};
use rand::RngExt;
use std::collections::{BTreeMap, BTreeSet};

/// How a run is made.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Everything follows from it.
    pub seed: u64,
    /// Devices in the end, about.
    pub devices: usize,
    /// Things done.
    pub steps: usize,
    /// Whether databases are put back to older copies.
    pub backups: bool,
}

/// What a run came to.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Records in everyone's circle at the end.
    pub records: u64,
    /// Commands that were done.
    pub done: usize,
    /// Commands that were refused in words.
    pub refused: usize,
    /// Devices removed or gone at the end.
    pub gone: usize,
    /// Devices put back to an older copy of their database.
    pub restored: usize,
    /// Logs that were written twice by that.
    pub forked: usize,
}

/// The seeds to run: those given, or the one that `KITH_SEED` names, to replay it.
#[must_use]
pub fn seeds(usual: std::ops::Range<u64>) -> std::ops::Range<u64> {
    match std::env::var("KITH_SEED").ok().and_then(|seed| seed.parse().ok()) {
        Some(seed) => seed..seed + 1,
        None => usual,
    }
}

/// Runs a plan; panics where devices end apart.
#[must_use]
pub fn run(plan: Plan) -> Tally {
    let mut chaos = Chaos::found(plan);
    for _ in 0..plan.steps {
        chaos.step();
    }
    chaos.settle();
    chaos.judge(true);
    chaos.tally
}

struct Chaos {
    plan: Plan,
    world: World<Rows>,
    /// Copies of databases, to be restored when their devices have long gone on.
    backups: BTreeMap<usize, tempfile::TempPath>,
    /// Which device of each person was put back. Were it two of them, what both had said and nobody else has would be lost, and
    /// what others have of theirs could stand on it.
    put_back: BTreeMap<PersonId, usize>,
    tally: Tally,
    names: usize,
}

impl Chaos {
    fn found(plan: Plan) -> Self {
        let mut world = World::new(plan.seed);
        let (store, rng) = (world.store(), world.fork_rng());
        let replica = Replica::found(store, Rows, rng, true).unwrap_or_else(|error| panic!("founding: {error}"));
        world.add(replica);
        let mut chaos = Self {
            plan,
            world,
            backups: BTreeMap::new(),
            put_back: BTreeMap::new(),
            tally: Tally::default(),
            names: 0,
        };
        chaos.rename(0);
        while chaos.world.len() < plan.devices / 2 {
            chaos.join();
            chaos.world.run();
        }
        chaos.world.duplicate_percent = 5;
        chaos.world.break_permille = 5;
        chaos
    }

    fn pick(&mut self) -> usize {
        let all = self.world.len();
        self.world.rng.random_range(0..all)
    }

    fn step(&mut self) {
        let at = self.pick();
        self.world.now_ms += 700;
        if self.plan.backups && self.world.rng.random_range(0..100) < 3 {
            self.back_up_or_restore(at);
        }
        match self.world.rng.random_range(0..100) {
            0..55 => self.speak(at),
            55..66 => self.judge_someone(at),
            66..70 if self.world.len() < self.plan.devices => self.join(),
            70..78 => {
                let part = self.world.rng.random_range(0..3);
                self.world.move_to(at, part);
            }
            78..83 if self.world.is_on(at) => self.world.turn_off(at),
            78..90 => self.world.turn_on(at),
            _ => {
                let rounds = self.world.rng.random_range(1..200);
                self.tick();
                self.world.run_some(rounds);
            }
        }
    }

    fn back_up_or_restore(&mut self, at: usize) {
        if !self.world.is_on(at) {
            return;
        }
        let person = self.world.core(at).replica().me().person;
        let is_other = |put_back: &usize| *put_back != at;
        match self.backups.remove(&at) {
            Some(_) if self.put_back.get(&person).is_some_and(is_other) => {}
            Some(backup) => {
                self.put_back.insert(person, at);
                // The file goes at once; the copy is good for as long as it is open.
                let store = Store::open_with_vfs(&backup, "unix", &Rows.migrations());
                let store = store.unwrap_or_else(|error| panic!("a copy: {error}"));
                self.world.replace(at, store);
                self.tally.restored += 1;
            }
            None => {
                let copy = copy_of(self.world.core(at).replica().store());
                self.backups.insert(at, copy);
            }
        }
    }

    fn tick(&mut self) {
        for at in 0..self.world.len() {
            if self.world.is_on(at) {
                let now = self.world.now_ms;
                self.world.core(at).tick(now);
            }
        }
    }

    fn act(&mut self, at: usize, command: impl Into<Command>) -> Option<Done> {
        if !self.world.is_on(at) {
            return None;
        }
        let address = self.world.address(at);
        let now = self.world.now_ms;
        let core = self.world.core(at);
        let done = act(core.replica_mut(), &address, command, now).ok();
        core.flush(now).unwrap_or_else(|error| panic!("flush: {error}"));
        *if done.is_some() { &mut self.tally.done } else { &mut self.tally.refused } += 1;
        done
    }

    fn speak(&mut self, at: usize) {
        if !self.world.is_on(at) {
            return;
        }
        let number = self.world.rng.random_range(0..1_000_000);
        let text = format!("words {number}");
        let Some((topic, posts)) = self.some_topic(at) else {
            self.act(
                at,
                topic::Command::Start {
                    title: text.clone(),
                    channel: None,
                    body: Some(text),
                    asks: false,
                    sending: None,
                },
            );
            return;
        };
        let post = posts.get(self.world.rng.random_range(0..posts.len().max(1))).cloned().unwrap_or(topic.clone());
        let command: Command = match self.world.rng.random_range(0..20) {
            0..2 => topic::Command::Start {
                title: text.clone(),
                channel: Some("Hall".into()),
                body: Some(text),
                asks: false,
                sending: None,
            }
            .into(),
            2..11 => topic::Command::Reply { topic, text, quotes: vec![post], sending: None }.into(),
            11..14 => topic::Command::Edit { post, text }.into(),
            14 => topic::Command::Delete { post }.into(),
            15 => topic::Command::Erase { post }.into(),
            16..19 => reaction::Command::Toggle { post, emoji: ["👍", "🌱"][number % 2].into() }.into(),
            _ => topic::Command::Resolve { topic, resolved: number % 2 == 0 }.into(),
        };
        self.act(at, command);
    }

    fn some_topic(&mut self, at: usize) -> Option<(String, Vec<String>)> {
        let topics = look(self.world.core(at).replica(), &TopicsQuery::latest(500)).ok()?.rows;
        let topic = topics.get(self.world.rng.random_range(0..topics.len().max(1)))?.topic.clone();
        let view = look(self.world.core(at).replica(), &TopicQuery::end(topic.clone())).ok()?;
        Some((topic, view.posts.into_iter().map(|post| post.post).collect()))
    }

    fn judge_someone(&mut self, at: usize) {
        if !self.world.is_on(at) {
            return;
        }
        let people = self.world.core(at).replica().law().people();
        let Some(person) = people.get(self.world.rng.random_range(0..people.len().max(1))) else {
            return;
        };
        let person = kith_sync::id::to_text(&person.0);
        let command = match self.world.rng.random_range(0..20) {
            0..6 => charter::Command::SetRole { person, role: Role::Organiser },
            6..9 => charter::Command::SetRole { person, role: Role::Steward },
            9..11 => charter::Command::SetRole { person, role: Role::Member },
            11..15 => charter::Command::Remove { person, why: Some("a reason".into()) },
            15..19 => charter::Command::Restore { person },
            _ => charter::Command::Leave,
        };
        self.act(at, command);
    }

    /// A newcomer by somebody's invitation, or a further device.
    fn join(&mut self) {
        let at = self.pick();
        self.join_by(at, 0);
    }

    /// One who comes into this part of the network with an invitation of this device.
    fn join_by(&mut self, at: usize, part: Part) {
        let further = self.world.rng.random_bool(0.2);
        let command: Command =
            if further { device::Command::Link.into() } else { invitation::Command::Open { days: 14 }.into() };
        let Some(Done::Link { link }) = self.act(at, command) else {
            return;
        };
        let link = Link::from_text(&link).unwrap_or_else(|error| panic!("a link just made: {error}"));
        let new = enter(&mut self.world, &link);
        if part > 0 {
            self.world.move_to(new, part);
        }
        self.world.run_some(60);
        if !further && self.world.core(new).replica().is_active() {
            self.rename(new);
        }
    }

    fn rename(&mut self, at: usize) {
        self.names += 1;
        let name = format!("Person {}", self.names);
        rename(self.world.core(at).replica_mut(), &name).unwrap_or_else(|trouble| panic!("a name: {trouble}"));
    }

    /// Everyone meets on a network that does not fail.
    fn settle(&mut self) {
        self.world.duplicate_percent = 0;
        self.world.break_permille = 0;
        for at in 0..self.world.len() {
            self.world.turn_on(at);
            self.world.move_to(at, 0);
        }
        self.give_up_asking();
        self.world.run();
        // Whoever came to be known only now is met as well.
        self.world.meet();
        self.world.run();
    }

    /// Whoever asked somebody who has gone since, or who was put back to before the invitation, asks all others and then
    /// gives up, as people would: else they ask for ever.
    fn give_up_asking(&mut self) {
        self.world.meet();
        self.world.run_some(2_000);
        for at in 0..self.world.len() {
            if !self.world.core(at).replica().is_active() {
                self.world.core(at).stop_joining();
            }
        }
    }

    /// What every active device must have alike, and what none may have lost; the model is asked as well.
    fn judge(&mut self, by_the_model: bool) {
        let told = format!("{:?}", self.plan);
        let seen = judge(&mut self.world, &told);
        self.tally.gone = self.world.len() - seen.len();
        let mut model = None;
        for at in 0..self.world.len() {
            let replica = self.world.core(at).replica();
            if !replica.is_active() {
                continue;
            }
            let logs = replica.store().logs().unwrap_or_default();
            self.tally.forked = logs.iter().filter(|log| log.base.is_some()).count();
            // Equal digests are equal charters: one judgement of the model is held against each.
            if by_the_model {
                let model = model.get_or_insert_with(|| modelled::judge(replica));
                let (differences, stuck) = modelled::differences(replica, model);
                assert!(differences.is_empty(), "{told}: device {at}:\n{}", differences.join("\n"));
                // What stands may wait for words of somebody who went before anybody who stayed had heard them.
                for (log, record) in stuck {
                    let waits = self.world.core(at).replica_mut().waits_for_words(&log, &record);
                    assert!(waits.unwrap_or_default(), "{told}: device {at}: {} of {log:?}", record.verified.number);
                }
            }
        }
        // Everyone may have gone: that is nobody's defect.
        self.tally.records = seen.first().map_or(0, |seen| seen.records);
    }
}

/// A copy of a database as it is.
#[must_use]
pub fn copy_of(store: &Store) -> tempfile::TempPath {
    let path = tempfile::NamedTempFile::new().unwrap_or_else(|error| panic!("a file: {error}")).into_temp_path();
    std::fs::remove_file(&path).unwrap_or_else(|error| panic!("a file: {error}"));
    let into = path.to_string_lossy().into_owned();
    store.connection().execute("VACUUM INTO ?", [into]).unwrap_or_else(|error| panic!("a copy: {error}"));
    path
}

/// Whether a receipt told this device that another made something else of the same records.
#[must_use]
pub fn knows_of_other_documents(replica: &Replica<Rows>) -> bool {
    let law = replica.law();
    let mut devices = law.people().into_iter().flat_map(|person| law.devices(&person));
    devices.any(|(device, _)| replica.differs(&device))
}

/// What every active device must have alike, and what none may have lost; what each of them sees.
pub fn judge(world: &mut World<Rows>, told: &str) -> Vec<Seen> {
    let mut all: Vec<Seen> = Vec::new();
    for at in 0..world.len() {
        let core = world.core(at);
        if !core.replica().is_active() {
            continue;
        }
        let seen = Seen::by(core.replica());
        if !seen.unsettled.is_empty() {
            for (log, record) in waiting(core.replica()) {
                let why = core.replica_mut().waits_for(&log, &record);
                println!("device {at}: record {} of log {} waits for {why:?}", record.verified.number, log.id);
            }
        }
        assert_eq!(seen.unsettled, Vec::<String>::new(), "{told}: device {at} holds what it does not show");
        assert!(!knows_of_other_documents(core.replica()), "{told}: a receipt tells device {at} of other documents");
        if let Some(first) = all.first() {
            assert_eq!(*first, seen, "{told}: device {at} differs from the first");
        }
        all.push(seen);
    }
    all
}

fn waiting(replica: &Replica<Rows>) -> Vec<(LogRow, RecordRow)> {
    let logs = replica.store().logs().unwrap_or_default().into_iter().filter(|row| row.circle.is_some());
    let records = logs.flat_map(|row| {
        let records = replica.store().open_records(&row, true, 0, 1 << 20).unwrap_or_default().into_iter();
        records.map(|record| (row.clone(), record)).collect::<Vec<_>>()
    });
    records.filter(|(_, record)| record.state == State::Waiting).collect()
}

/// What one device sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    charter: [u8; 16],
    circle: [u8; 16],
    /// Hash over the documents.
    pub root: [u8; 16],
    /// Hash over the rows.
    pub rows: String,
    people: Vec<(String, String)>,
    /// Records in everyone's circle.
    pub records: u64,
    /// Records of active people that are stored but not accepted.
    pub unsettled: Vec<String>,
}

impl Seen {
    /// What the replica shows.
    #[must_use]
    pub fn by(replica: &Replica<Rows>) -> Self {
        let fail = |error: String| -> ! { panic!("reading: {error}") };
        let law = replica.law();
        let people = law.people().into_iter().map(|person| {
            (kith_sync::id::to_text(&person.0), format!("{:?} {:?}", law.status(&person), law.role(&person)))
        });
        let (records, _) = replica.store().count_records(&replica.everyone()).unwrap_or_else(|e| fail(e.to_string()));
        Self {
            charter: digest(&replica.summaries(None)),
            circle: replica.digest(),
            root: replica.state_root().unwrap_or_else(|e| fail(e.to_string())),
            rows: Rows::fingerprint(replica.store().connection()).unwrap_or_else(|e| fail(e.to_string())),
            people: people.collect(),
            records,
            unsettled: unsettled(replica),
        }
    }
}

/// Records of active people that are stored but not accepted: there must be none, but for what a device wrote
/// twice over one place.
fn unsettled(replica: &Replica<Rows>) -> Vec<String> {
    let law = replica.law();
    let mut found = Vec::new();
    let logs = replica.store().logs().unwrap_or_default();
    let forked: BTreeSet<_> = logs.iter().filter(|row| row.base.is_some()).map(|row| row.head.log).collect();
    for row in logs.into_iter().filter(|row| row.circle.is_some()) {
        let ended = !law.removals(&row.intro.person, &row.intro.device).is_empty();
        if ended || law.status(&row.intro.person) != Status::Active {
            continue;
        }
        for record in replica.store().records_from(&row, 0).unwrap_or_default() {
            let settled = match record.state {
                State::Accepted | State::Late => true,
                State::Refused => forked.contains(&row.head.log),
                State::Waiting => false,
            };
            if !settled {
                let why = replica.store().refusals().unwrap_or_default();
                let why: Vec<String> =
                    why.into_iter().filter(|(who, _)| *who == row.intro.person).map(|it| it.1).collect();
                let (number, log) = (record.verified.number, kith_sync::id::to_text(&row.name().0));
                found.push(format!("record {number} of log {log} is {:?} {why:?}", record.state));
            }
        }
    }
    // Rows are numbered as they came.
    found.sort();
    found
}
