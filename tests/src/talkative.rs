//! A talkative community: many people who wrote many posts, all held by its founder's device.
//!
//! Texts are made of 8,000 words by Zipf's law, 40 to 400 letters long, 145 in the mean.

use kith_community::act;
use kith_community::command::Done;
use kith_community::project::Rows;
use kith_community::topic;
use kith_sync::net::Address;
use kith_sync::node::{Me, Replica, Slices};
use kith_sync::record::Secret;
use kith_sync::store::Store;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;

/// One post.
#[derive(Clone, Debug)]
pub struct Post {
    /// Number of its author.
    pub author: usize,
    /// Number of its topic.
    pub topic: usize,
    /// Its author's clock.
    pub time_ms: i64,
    /// What it says.
    pub text: String,
}

/// Makes posts.
pub struct Talk {
    rng: ChaCha20Rng,
    words: Vec<String>,
    weights: Vec<u64>,
    now_ms: i64,
}

impl Talk {
    /// Everything follows from the seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let mut words: Vec<String> = Vec::new();
        while words.len() < 8_000 {
            let word = word(&mut rng);
            if (2..=13).contains(&word.len()) && !words.contains(&word) {
                words.push(word);
            }
        }
        // Frequent words are short ones, as in any language.
        words.sort_by_key(String::len);
        let mut sum = 0;
        let weights = (0..8_000u64).map(|rank| {
            sum += 1_000_000_000_000 / (10 * rank + 27);
            sum
        });
        Self { weights: weights.collect(), words, rng, now_ms: 1_767_225_600_000 }
    }

    /// The next post.
    pub fn post(&mut self, people: usize, topics: usize) -> Post {
        self.now_ms += self.rng.random_range(1_000..120_000);
        let author = self.often(people, 5);
        let topic = self.often(topics, 3);
        Post { author, topic, time_ms: self.now_ms, text: self.text() }
    }

    fn often(&mut self, count: usize, ease: usize) -> usize {
        loop {
            let at = self.rng.random_range(0..count);
            if self.rng.random_range(0..at + ease) < ease {
                return at;
            }
        }
    }

    fn text(&mut self) -> String {
        let band = self.rng.random_range(0..100);
        let (least, most) = match band {
            0..18 => (40, 69),
            18..45 => (70, 109),
            45..69 => (110, 159),
            69..85 => (160, 219),
            85..95 => (220, 299),
            _ => (300, 400),
        };
        let length = self.rng.random_range(least..=most);
        let mut text = String::new();
        let mut left = 0;
        while text.len() < length {
            let drawn = self.rng.random_range(0..self.weights[self.weights.len() - 1]);
            let word = &self.words[self.weights.partition_point(|sum| *sum <= drawn)];
            if left == 0 {
                left = self.rng.random_range(5..14);
                let end = if text.is_empty() { "" } else { ". " };
                text += end;
                let mut letters = word.chars();
                text.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
                text += letters.as_str();
            } else {
                text += if self.rng.random_range(0..12) == 0 { ", " } else { " " };
                text += word;
            }
            left -= 1;
        }
        text
    }
}

fn word(rng: &mut ChaCha20Rng) -> String {
    const BEGIN: [&str; 24] = [
        "b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "v", "w", "st", "tr", "pl", "br", "ch", "sh",
        "gr", "cl", "th",
    ];
    const SOUND: [&str; 14] = ["a", "e", "i", "o", "u", "a", "e", "i", "o", "ea", "ou", "ai", "ee", "io"];
    const CLOSE: [&str; 14] = ["n", "r", "s", "t", "l", "m", "d", "ng", "nt", "st", "ck", "rd", "x", "ss"];
    const END: [&str; 15] = ["", "", "", "ing", "ed", "er", "s", "ly", "tion", "ment", "ness", "able", "al", "y", "e"];
    let mut pick = |from: &[&'static str]| from[rng.random_range(0..from.len())];
    let mut word = String::new();
    for _ in 0..pick(&["1", "12", "123"]).len() {
        word += pick(&BEGIN);
        word += pick(&SOUND);
        let close = pick(&CLOSE);
        word += pick(&[close, ""]);
    }
    word + pick(&END)
}

/// The founder's device, which holds what `people` people said.
///
/// # Panics
/// Where any of it is refused.
#[must_use]
pub fn community(people: usize, topics: usize, posts: &[Post]) -> Replica<Rows> {
    let mut rng = ChaCha20Rng::seed_from_u64(7);
    let founder = Replica::found(store(), Rows, ChaCha20Rng::seed_from_u64(1), true).unwrap_or_else(|e| panic!("{e}"));
    let mut all = vec![founder];
    for number in 1..people {
        let newcomer = newcomer(&all[0], &mut rng);
        let invite = all[0].invite(0, 30_000).unwrap_or_else(|e| panic!("inviting: {e}"));
        let asked = newcomer.ask(&invite);
        all[0].admit(&asked).unwrap_or_else(|e| panic!("admitting {number}: {e}"));
        all.push(newcomer);
    }
    let address = Address { endpoint: all[0].me().keys.endpoint, sockets: Vec::new(), relay: None };
    let mut names = Vec::new();
    for number in 0..topics {
        let (title, now_ms) = (format!("Topic {number}"), posts.first().map_or(0, |post| post.time_ms) - 1_000);
        let start = topic::Command::Start { title, channel: None, body: None, asks: false, sending: None };
        match act(&mut all[0], &address, start, now_ms) {
            Ok(Done::Topic { topic }) => names.push(topic),
            other => panic!("a topic: {other:?}"),
        }
    }
    let (founder, others) = all.split_first_mut().unwrap_or_else(|| panic!("nobody"));
    for other in others {
        hear(other, founder);
    }
    for post in posts {
        let reply = topic::Command::Reply {
            topic: names[post.topic].clone(),
            text: post.text.clone(),
            quotes: Vec::new(),
            sending: None,
        };
        act(&mut all[post.author], &address, reply, post.time_ms).unwrap_or_else(|e| panic!("a post: {e}"));
    }
    let mut all = all.into_iter();
    let mut founder = all.next().unwrap_or_else(|| panic!("nobody"));
    all.for_each(|other| hear(&mut founder, &other));
    founder
}

/// A device that knows the community by its link only.
pub fn newcomer(known: &Replica<Rows>, rng: &mut ChaCha20Rng) -> Replica<Rows> {
    let mut seed = [0; 32];
    rng.fill_bytes(&mut seed);
    let (store, seed) = (store(), Secret(seed));
    let person = Me::from_seed(&seed, None).person;
    Replica::<Rows>::begin(&store, &seed, person, &known.community(), known.charter_key())
        .unwrap_or_else(|e| panic!("beginning: {e}"));
    Replica::open(store, Rows, ChaCha20Rng::from_seed(seed.0)).unwrap_or_else(|e| panic!("opening: {e}"))
}

fn hear(to: &mut Replica<Rows>, from: &Replica<Rows>) {
    let mut ranges = from.charter_ranges();
    let logs = from.store().logs().unwrap_or_else(|e| panic!("logs: {e}"));
    for log in logs.iter().filter(|log| log.circle.is_some()) {
        let mut next = 0;
        while let Some(range) = from.store().range(log, next).unwrap_or_else(|e| panic!("a range: {e}")) {
            next += range.records.len() as u64;
            ranges.push(range);
        }
    }
    to.absorb(&ranges).unwrap_or_else(|e| panic!("absorbing: {e}"));
}

fn store() -> Store {
    Store::in_memory(&Rows.migrations()).unwrap_or_else(|e| panic!("a store: {e}"))
}
