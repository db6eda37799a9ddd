//! A community of many people, made by the commands that people use, each on a device of their own in memory: the
//! database file of one device that holds everything, and a newcomer's that holds the charter, the keys, and no post.

#![expect(clippy::expect_used, reason = "a bench stops where it fails")]

mod workload;

use kith_community::command::{Command, Done};
use kith_community::project::Rows;
use kith_community::topic;
use kith_community::{act, rename};
use kith_sync::id::{CommunityId, to_text};
use kith_sync::net::Address;
use kith_sync::node::{Me, Replica, Slices};
use kith_sync::record::{Range, Secret};
use kith_sync::store::{LogRow, Store};
use minicbor::bytes::ByteArray;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use std::fs;
use std::path::{Path, PathBuf};
use workload::{BEGIN_MS, Post};

pub use workload::{MEMBERS, TOPICS, Workload};

const SEED: u64 = 42;
/// Posts that the first device takes in at once, while the community is made.
const HELPING: usize = 2_000;
/// Channels of a large community.
const CHANNELS: usize = 12;

/// How large a community is made.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// People who belong.
    pub people: usize,
    /// Posts, the first words of topics among them.
    pub posts: usize,
    /// Topics. Beyond [`TOPICS`] each is one post in a channel.
    pub topics: usize,
}

impl Size {
    /// The size that screens are measured at.
    pub const LARGE: Self = Self { people: 500, posts: 100_000, topics: 5_000 };
}

/// What was made.
pub struct Community {
    /// Its id.
    pub id: CommunityId,
    /// The database of a device that holds everything.
    pub full: PathBuf,
    /// The database of a newcomer let in by that device, before the two have met again.
    pub newcomer: PathBuf,
    /// The topic with the most posts; empty if there is none.
    pub busiest: String,
    /// Records of everyone's circle in the full database.
    pub records: u64,
    /// Bytes of the posts' texts.
    pub text_bytes: u64,
}

/// People who each hold their own device.
struct Crowd {
    /// The first founded the community and holds everything.
    people: Vec<Replica<Rows>>,
    newcomer: Replica<Rows>,
}

impl Community {
    /// By the workload's plan; the first post of each topic is what its beginner said in it. Where there are more than
    /// [`TOPICS`] topics, everyone has signed for what they hold.
    #[must_use]
    pub fn make(dir: &Path, size: Size) -> Self {
        let name = |what: &str| dir.join(format!("{what}-{}-{}-{}.db", size.people, size.posts, size.topics));
        let (full, newcomer) = (name("full"), name("newcomer"));
        let (talked_in, quiet) = (size.topics.min(TOPICS), size.topics.saturating_sub(TOPICS));
        let mut crowd = Crowd::gather(size.people);
        let mut workload = Workload::new(SEED);
        let begin: Vec<Post> = workload.by_ref().take(talked_in).collect();
        let mut text_bytes = begin.iter().map(|post| post.text.len() as u64).sum::<u64>();
        if quiet > 0 {
            crowd.start_channels();
        }
        let topics = crowd.start_topics(begin);
        crowd.start_quiet(workload.by_ref().take(quiet));
        text_bytes += crowd.write(&topics, workload.take(size.posts.saturating_sub(size.topics)));
        if quiet > 0 {
            crowd.sign();
        }
        let founder = &crowd.people[0];
        let count = "SELECT count(*) FROM items JOIN topics ON topics.item = items.topic WHERE is_channel = 0";
        let here: usize = founder.store().connection().query_row(count, [], |row| row.get(0)).expect("counting");
        assert_eq!(here, size.posts, "posts that the first device can read");
        let (records, _) = founder.store().count_records(&founder.everyone()).expect("counting");
        let made = Self {
            id: founder.community(),
            full,
            newcomer,
            busiest: topics.first().cloned().unwrap_or_default(),
            records,
            text_bytes,
        };
        keep(founder, &made.full);
        keep(&crowd.newcomer, &made.newcomer);
        made
    }
}

impl Community {
    /// Puts the first device's database into a home, for the program to open.
    ///
    /// # Panics
    /// When the files cannot be written.
    pub fn put_into(&self, home: &Path) {
        let place = place_in_home(home, &self.id);
        fs::create_dir_all(place.parent().expect("a folder")).expect("a home");
        fs::copy(&self.full, &place).expect("a home with a community");
    }
}

impl Crowd {
    fn gather(members: usize) -> Self {
        let mut founder = Replica::found(empty_store(), Rows, rng(0), true).expect("founding");
        rename(&mut founder, "Person 0").expect("a name");
        let last_day = u32::try_from(BEGIN_MS / 86_400_000).expect("days") + 365;
        let invite = founder.invite(0, last_day).expect("an invitation");
        let mut others: Vec<_> = (1..=members).map(|number| begin(&founder, number)).collect();
        for other in &mut others {
            founder.admit(&other.ask(&invite)).expect("admitting");
            // They know those who came before them.
            other.absorb(&founder.charter_ranges()).expect("the charter");
        }
        // What the founder says from here on stands on all of it.
        let charter = founder.charter_ranges();
        for other in &mut others {
            other.absorb(&charter).expect("the charter");
        }
        let newcomer = others.pop().expect("at least one");
        let people = [founder].into_iter().chain(others).collect();
        Self { people, newcomer }
    }

    /// The founder's, so that everyone else can answer in them.
    fn start_topics(&mut self, begin: Vec<Post>) -> Vec<String> {
        let topics = begin.into_iter().enumerate().map(|(number, Post { time_ms, text, .. })| {
            let title = format!("Topic {number}");
            let started = topic::Command::Start { title, channel: None, body: Some(text), asks: false, sending: None };
            match say(&mut self.people[0], started, time_ms) {
                Done::Topic { topic } => topic,
                other => panic!("a topic began as {other:?}"),
            }
        });
        let topics: Vec<String> = topics.collect();
        let ranges = content(&self.people[0], 0);
        for (number, person) in (0..).zip(&mut self.people).skip(1) {
            person.absorb(&ranges).expect("topics");
            rename(person, &format!("Person {number}")).expect("a name");
        }
        topics
    }

    /// The founder's, as the topics are.
    fn start_channels(&mut self) {
        for number in 0..CHANNELS {
            say(&mut self.people[0], topic::Command::StartChannel { name: format!("Channel {number}") }, BEGIN_MS);
        }
    }

    /// Topics of one post each, begun by everyone in turn. Every third one asks for an answer.
    fn start_quiet(&mut self, posts: impl Iterator<Item = Post>) {
        let people = self.people.len();
        for (number, post) in posts.enumerate() {
            let started = topic::Command::Start {
                title: format!("Quiet topic {number}"),
                channel: Some(format!("Channel {}", number % CHANNELS)),
                body: Some(post.text),
                asks: number % 3 == 0,
                sending: None,
            };
            say(&mut self.people[number % people], started, post.time_ms);
        }
    }

    /// Everyone has signed for all that the founder holds; every seventh only for half of each log.
    fn sign(&self) {
        let Some((founder, others)) = self.people.split_first() else { return };
        let circle = founder.everyone();
        let logs: Vec<LogRow> = founder.store().logs().expect("logs");
        let short = |log: &LogRow| <[u8; 8]>::try_from(&log.name().0[..8]).expect("eight bytes");
        let logs = logs.iter().filter(|log| log.circle == Some(circle));
        let held: Vec<(ByteArray<8>, u64)> = logs.map(|log| (short(log).into(), log.head.count)).collect();
        let half: Vec<(ByteArray<8>, u64)> = held.iter().map(|(log, count)| (*log, count / 2)).collect();
        for (number, other) in others.iter().enumerate() {
            let held = if number % 7 == 0 { &half } else { &held };
            let vector = minicbor::to_vec(held).expect("a vector");
            founder.store().put_receipt(&other.me().device(), &circle, 1, &[0; 32], &vector).expect("a receipt");
        }
    }

    fn write(&mut self, topics: &[String], posts: impl Iterator<Item = Post>) -> u64 {
        let mut text_bytes = 0;
        let mut told = vec![0; self.people.len()];
        for (number, post) in (1..).zip(posts) {
            text_bytes += post.text.len() as u64;
            let reply = topic::Command::Reply {
                topic: topics[post.topic].clone(),
                text: post.text,
                quotes: Vec::new(),
                sending: None,
            };
            // In a larger community each ten thousand posts are by another fifty.
            let author = (post.author + MEMBERS * (number / 10_000)) % self.people.len();
            // At a third of the pace all is said within 30 days of use, after which everyone would begin a key of their own.
            say(&mut self.people[author], reply, BEGIN_MS + (post.time_ms - BEGIN_MS) / 3);
            if number % HELPING == 0 {
                self.tell(&mut told);
            }
        }
        self.tell(&mut told);
        text_bytes
    }

    /// Brings everyone's new records to the founder.
    fn tell(&mut self, told: &mut [u64]) {
        let Some((founder, others)) = self.people.split_first_mut() else { return };
        let mut ranges = Vec::new();
        for (other, told) in others.iter().zip(told) {
            let new = content(other, *told);
            *told += new.iter().map(|range| range.records.len() as u64).sum::<u64>();
            ranges.extend(new);
        }
        founder.absorb(&ranges).expect("posts");
    }
}

/// A person's own content records from a number on.
fn content(replica: &Replica<Rows>, from: u64) -> Vec<Range> {
    let me = replica.me().device();
    let logs = replica.store().logs().expect("logs");
    let own = logs.iter().find(|log| log.circle.is_some() && log.intro.device == me);
    let (mut ranges, mut from) = (Vec::new(), from);
    while let Some(range) = own.and_then(|log| replica.store().range(log, from).expect("a range")) {
        from += range.records.len() as u64;
        ranges.push(range);
    }
    ranges
}

fn begin(founder: &Replica<Rows>, number: usize) -> Replica<Rows> {
    let (store, mut rng) = (empty_store(), rng(number as u64));
    let mut seed = [0; 32];
    rng.fill_bytes(&mut seed);
    let seed = Secret(seed);
    let person = Me::from_seed(&seed, None).person;
    let (community, key) = (founder.community(), founder.charter_key());
    Replica::<Rows>::begin(&store, &seed, person, &community, key).expect("beginning");
    Replica::open(store, Rows, rng).expect("opening")
}

/// Does what a person asks, as the app does.
///
/// # Panics
/// When it is refused.
pub fn say(replica: &mut Replica<Rows>, command: impl Into<Command>, now_ms: i64) -> Done {
    let address = Address { endpoint: replica.me().keys.endpoint, sockets: Vec::new(), relay: None };
    act(replica, &address, command, now_ms).unwrap_or_else(|trouble| panic!("a command: {trouble}"))
}

/// Where the home of one community has its database.
#[must_use]
pub fn place_in_home(home: &Path, community: &CommunityId) -> PathBuf {
    let short: String = to_text(&community.0).chars().take(26).collect();
    home.join("communities").join(format!("{short}.db"))
}

fn keep(replica: &Replica<Rows>, path: &Path) {
    let path = path.to_str().expect("a path in UTF-8");
    replica.store().connection().execute("VACUUM INTO ?", [path]).expect("keeping");
}

fn empty_store() -> Store {
    Store::in_memory(&Rows.migrations()).expect("a store in memory")
}

/// Randomness that is the same at each run.
#[must_use]
pub fn rng(number: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(SEED + number)
}
