//! Three devices that write and sync while their power fails, and what must be there when it is back.

use crate::chaos::Seen;
use crate::disk::Disk;
use crate::sim::World;
use kith_community::command::{Command, Done, Role};
use kith_community::project::Rows;
use kith_community::topic::{PostView, TopicQuery};
use kith_community::{act, look, rename};
use kith_community::{charter, invitation, reaction, topic};
use kith_sync::id::{LogId, to_text};
use kith_sync::node::{Link, Me, Replica, Slices};
use kith_sync::record::Secret;
use kith_sync::store::Store;
use rand::{Rng, RngExt};
use std::collections::{BTreeMap, BTreeSet};

/// Of each log how many records there are, and the hash of the last.
type Heads = BTreeMap<LogId, (u64, [u8; 32])>;

const DEVICES: usize = 3;
/// Most writes and syncs for which there is power in a round.
const CHARGE: u64 = 160;

/// How well the disks keep what they were given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// As the product opens its database, on a disk that does what it says.
    AsShipped,
    /// SQLite never asks for a sync.
    NeverSynced,
    /// The disk says that it synced, and did not.
    Lying,
}

/// What came to pass.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Times that a device's power failed.
    pub failures: usize,
    /// Of these, in the middle of a command or of taking something in.
    pub midway: usize,
    /// Commands answered.
    pub answered: usize,
    /// Commands that the power failed in.
    pub cut_short: usize,
    /// Writes and syncs of all disks.
    pub written: u64,
}

/// Runs so many rounds of writing, syncing and failing power.
///
/// # Errors
/// The first loss, in words.
pub fn rounds(seed: u64, rounds: usize, keeping: Keeping) -> Result<Tally, String> {
    let mut powered = Powered::found(seed, keeping)?;
    for round in 0..rounds {
        powered.round().map_err(|loss| format!("seed {seed}, round {round}: {loss}"))?;
    }
    powered.tally.written = powered.devices.iter().map(|device| device.disk.written()).sum();
    Ok(powered.tally)
}

/// Fills the disk of a device again and again while it writes and takes in: what does not fit is refused in words and
/// leaves nothing behind, and once there is room all goes on in the same process. Answers how often there was no room.
///
/// # Errors
/// The first thing that is not so, in words.
pub fn fill(seed: u64, rounds: usize) -> Result<usize, String> {
    let mut powered = Powered::found(seed, Keeping::AsShipped)?;
    let mut refused = 0;
    for _ in 0..rounds {
        let room = powered.world.rng.random_range(0..60_000);
        powered.devices[1].disk.fill(room);
        for _ in 0..40 {
            refused += usize::from(powered.is_refused(1)?);
            powered.write(0);
            powered.world.run_some(30);
        }
        powered.devices[1].disk.make_room();
        powered.kept(1)?;
        powered.meet()?;
    }
    Ok(refused)
}

/// A device's disk, and what it must still hold whatever happens to the power.
struct Device {
    disk: Disk,
    /// The device's own logs as of the last answer: how long, and the hash at the end.
    heads: BTreeMap<LogId, (u64, [u8; 32])>,
    /// The words of each post that were answered; none once erased.
    said: BTreeMap<String, Option<String>>,
}

struct Powered {
    world: World<Rows>,
    keeping: Keeping,
    devices: Vec<Device>,
    topic: String,
    words: usize,
    tally: Tally,
}

impl Powered {
    fn found(seed: u64, keeping: Keeping) -> Result<Self, String> {
        let world = World::new(seed);
        let mut powered =
            Self { world, keeping, devices: Vec::new(), topic: String::new(), words: 0, tally: Tally::default() };
        let disk = powered.disk();
        let (store, rng) = (powered.open(&disk)?, powered.world.fork_rng());
        let replica = Replica::found(store, Rows, rng, true).map_err(|error| error.to_string())?;
        powered.add(replica, disk);
        while powered.devices.len() < DEVICES {
            powered.join()?;
        }
        let begin = topic::Command::Start {
            title: "Diary".into(),
            channel: None,
            body: Some("day by day".into()),
            asks: false,
            sending: None,
        };
        match powered.act(0, begin) {
            Some(Done::Topic { topic }) => powered.topic = topic,
            other => panic!("a topic: {other:?}"),
        }
        powered.meet()?;
        if keeping == Keeping::Lying {
            powered.devices.iter().for_each(|device| device.disk.lie());
        }
        Ok(powered)
    }

    fn disk(&mut self) -> Disk {
        Disk::new(self.world.rng.random())
    }

    fn open(&self, disk: &Disk) -> Result<Store, String> {
        let store = disk.open(&Rows.migrations()).map_err(|error| format!("the database does not open: {error}"))?;
        if self.keeping == Keeping::NeverSynced {
            let set = store.connection().pragma_update(None, "synchronous", "OFF");
            set.map_err(|error| error.to_string())?;
        }
        Ok(store)
    }

    fn add(&mut self, replica: Replica<Rows>, disk: Disk) -> usize {
        self.devices.push(Device { disk: disk.clone(), heads: BTreeMap::new(), said: BTreeMap::new() });
        let at = self.world.add_on(replica, disk);
        let renamed = rename(self.world.core(at).replica_mut(), &format!("Person {at}"));
        // Who has yet to be let in says it again later.
        assert!(renamed.is_ok() || at > 0, "{renamed:?}");
        at
    }

    fn join(&mut self) -> Result<(), String> {
        let Some(Done::Link { link }) = self.act(0, invitation::Command::Open { days: 14 }) else {
            return Err("no invitation".into());
        };
        let link = Link::from_text(&link).map_err(|error| error.to_string())?;
        let disk = self.disk();
        let (store, rng) = (self.open(&disk)?, self.world.fork_rng());
        let mut seed = [0; 32];
        self.world.rng.fill_bytes(&mut seed);
        let seed = Secret(seed);
        let person = Me::from_seed(&seed, None).person;
        Replica::<Rows>::begin(&store, &seed, person, &link.community, &link.charter_key)
            .and_then(|()| Replica::open(store, Rows, rng))
            .map(|replica| {
                let at = self.add(replica, disk);
                self.world.core(at).join(link);
            })
            .map_err(|error| error.to_string())?;
        self.world.run();
        Ok(())
    }

    /// Does something and notes what was answered. Nothing if it was refused, or the power failed in it.
    fn act(&mut self, at: usize, command: impl Into<Command>) -> Option<Done> {
        let (address, now) = (self.world.address(at), self.world.now_ms);
        let done = act(self.world.core(at).replica_mut(), &address, command, now).ok();
        if done.is_some() {
            self.tally.answered += 1;
            let replica = self.world.core(at).replica();
            self.devices[at].heads = own_heads(replica.store(), replica)?;
        } else {
            self.tally.cut_short += usize::from(self.devices[at].disk.is_off());
        }
        self.world.flush(at);
        done
    }

    /// Says something of some length; whether there was no room for it.
    fn is_refused(&mut self, at: usize) -> Result<bool, String> {
        self.words += 1;
        let reply = topic::Command::Reply {
            topic: self.topic.clone(),
            text: format!("words {} ", self.words).repeat(100),
            quotes: vec![],
            sending: None,
        };
        let before = self.stored(at);
        let (address, now) = (self.world.address(at), self.world.now_ms);
        let done = act(self.world.core(at).replica_mut(), &address, reply, now);
        if let Err(trouble) = &done {
            if !trouble.is("disk-full") {
                return Err(format!("that is no way to say that the disk is full: {trouble:?}"));
            }
            if self.stored(at) != before {
                return Err("something was refused, and half done".into());
            }
        }
        self.world.flush(at);
        Ok(done.is_err())
    }

    fn stored(&mut self, at: usize) -> (String, Option<Heads>) {
        let replica = self.world.core(at).replica();
        let rows = Rows::fingerprint(replica.store().connection()).unwrap_or_default();
        (rows, own_heads(replica.store(), replica))
    }

    /// One round: some devices have power for so long, all write and sync, and those come back.
    fn round(&mut self) -> Result<(), String> {
        let mut struck = BTreeSet::new();
        for _ in 0..self.world.rng.random_range(1..=2) {
            let at = self.world.rng.random_range(0..DEVICES);
            let charge = self.world.rng.random_range(0..CHARGE);
            self.devices[at].disk.fail_after(charge);
            struck.insert(at);
        }
        for _ in 0..self.world.rng.random_range(4..24) {
            let at = self.world.rng.random_range(0..DEVICES);
            self.world.now_ms += 700;
            if self.world.rng.random_bool(0.3) {
                let rounds = self.world.rng.random_range(1..60);
                self.world.run_some(rounds);
            } else if self.world.is_on(at) {
                self.write(at);
            }
        }
        for at in struck {
            self.tally.failures += 1;
            if self.world.is_on(at) {
                self.devices[at].disk.fail();
                self.world.fall(at);
            } else {
                self.tally.midway += 1;
            }
            self.rise(at)?;
        }
        self.meet()
    }

    fn write(&mut self, at: usize) {
        self.words += 1;
        let text = format!("words {}", self.words);
        let mine: Vec<String> =
            self.devices[at].said.iter().filter(|(_, words)| words.is_some()).map(|(post, _)| post.clone()).collect();
        let post = mine.get(self.world.rng.random_range(0..mine.len().max(1))).cloned();
        match (self.world.rng.random_range(0..20), post) {
            (0..5, Some(post)) => {
                self.change(at, topic::Command::Edit { post: post.clone(), text: text.clone() }, post, Some(text))
            }
            (5..7, Some(post)) => self.change(at, topic::Command::Erase { post: post.clone() }, post, None),
            (7..10, Some(post)) => drop(self.act(at, reaction::Command::Toggle { post, emoji: "🌱".into() })),
            (10, _) => drop(self.act(at, invitation::Command::Open { days: 1 })),
            (11, _) => self.appoint(at),
            _ => {
                let text = if self.words.is_multiple_of(9) { text.repeat(700) } else { text };
                let reply = topic::Command::Reply {
                    topic: self.topic.clone(),
                    text: text.clone(),
                    quotes: vec![],
                    sending: None,
                };
                if let Some(Done::Post { post }) = self.act(at, reply) {
                    self.devices[at].said.insert(post, Some(text));
                }
            }
        }
    }

    /// Until it is answered, either the old words or the new may be found.
    fn change(&mut self, at: usize, command: impl Into<Command>, post: String, words: Option<String>) {
        self.devices[at].said.remove(&post);
        if self.act(at, command).is_some() {
            self.devices[at].said.insert(post, words);
        }
    }

    fn appoint(&mut self, at: usize) {
        let whom = self.world.rng.random_range(0..DEVICES);
        let role = if self.world.rng.random_bool(0.5) { Role::Steward } else { Role::Member };
        if whom != 0 && self.world.is_on(whom) {
            let person = to_text(&self.world.core(whom).replica().me().person.0);
            self.act(at, charter::Command::SetRole { person, role });
        }
    }

    /// The power is back: what was answered is there, every page is whole, and nobody knows more of it than itself.
    fn rise(&mut self, at: usize) -> Result<(), String> {
        self.devices[at].disk.restart();
        let store = self.open(&self.devices[at].disk)?;
        let fault = store.fault().map_err(|error| error.to_string())?;
        if let Some(fault) = fault {
            return Err(format!("device {at} is damaged: {fault}"));
        }
        let rng = self.world.fork_rng();
        let replica = Replica::open(store, Rows, rng).map_err(|error| format!("device {at} does not open: {error}"))?;
        self.world.rise(at, replica);
        self.kept(at)?;
        self.not_outrun(at)
    }

    fn kept(&mut self, at: usize) -> Result<(), String> {
        let shown = self.shown(at);
        let device = &self.devices[at];
        let store = self.world.core(at).replica().store();
        let logs = store.logs().map_err(|error| error.to_string())?;
        for (log, (count, hash)) in &device.heads {
            let row = logs.iter().find(|row| row.head.log == *log);
            let stored = row.and_then(|row| store.hash_of(row.id, count - 1).ok()?);
            if stored.is_none_or(|stored| stored.0 != *hash) {
                return Err(format!("device {at} lost an answered record: number {} of its log {log:?}", count - 1));
            }
        }
        for (post, words) in &device.said {
            let found = shown.get(post).ok_or_else(|| format!("device {at} lost the answered post {post}"))?;
            if found.text != words.as_deref().unwrap_or_default() || found.erased == words.is_some() {
                return Err(format!("device {at} shows {found:?}, and answered {words:?}"));
            }
        }
        Ok(())
    }

    fn shown(&mut self, at: usize) -> BTreeMap<String, PostView> {
        // A device that was cut off early has no topic yet.
        let view = look(self.world.core(at).replica(), &TopicQuery::end(self.topic.clone()));
        let posts = view.map(|view| view.posts).unwrap_or_default();
        posts.into_iter().map(|post| (post.post.clone(), post)).collect()
    }

    /// Nobody was told of a record before its own device had it on disk.
    fn not_outrun(&mut self, at: usize) -> Result<(), String> {
        let replica = self.world.core(at).replica();
        let Some(own) = own_heads(replica.store(), replica) else {
            return Err("the logs cannot be read".into());
        };
        let device = replica.me().device();
        for other in (0..DEVICES).filter(|other| *other != at) {
            if !self.world.is_on(other) {
                continue;
            }
            let theirs = self.world.core(other).replica().store().logs().map_err(|error| error.to_string())?;
            for row in theirs.into_iter().filter(|row| row.intro.device == device) {
                let count = own.get(&row.head.log).map_or(0, |(count, _)| *count);
                if row.head.count > count {
                    return Err(format!("device {other} has {} records of {at}, which has {count}", row.head.count));
                }
            }
        }
        Ok(())
    }

    /// All meet, and have everything alike.
    fn meet(&mut self) -> Result<(), String> {
        self.world.meet();
        self.world.run();
        let mut seen = (0..DEVICES).map(|at| Seen::by(self.world.core(at).replica()));
        let Some(first) = seen.next() else {
            return Ok(());
        };
        if !first.unsettled.is_empty() {
            return Err(format!("held and not shown: {:?}", first.unsettled));
        }
        match seen.find(|other| *other != first) {
            Some(other) => Err(format!("devices differ: {first:?}\n{other:?}")),
            None => Ok(()),
        }
    }
}

fn own_heads(store: &Store, replica: &Replica<Rows>) -> Option<BTreeMap<LogId, (u64, [u8; 32])>> {
    let device = replica.me().device();
    let own = store.logs().ok()?.into_iter().filter(|row| row.intro.device == device && row.head.count > 0);
    Some(own.map(|row| (row.head.log, (row.head.count, row.head.hash))).collect())
}
