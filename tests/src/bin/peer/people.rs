//! The workload, written by fifty people with a home each on disk, and taken in by one more who founded their community.

use automerge::transaction::{Transactable, Transaction};
use automerge::{AutomergeError, ObjType, ROOT, ReadDoc};
use kith_community::command::Done;
use kith_community::project::Rows;
use kith_community::rename;
use kith_community::topic;
use kith_sync::document::Kind;
use kith_sync::id::{CommunityId, ItemId};
use kith_sync::node::{Me, Replica, Saying, Slices, now_ms};
use kith_sync::record::{Range, Secret};
use kith_sync::store::Store;
use kith_tests::crowd::{rng, say};
use kith_tests::line::{Event, events, folder, now_ns, progress, work_ns, written_bytes};
use rand::Rng;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::path::Path;

/// Events after which the founder takes in what was written.
const TOGETHER: usize = 64;
/// Posts that a reaction may be to.
const RECENT: usize = 64;
/// The clock when topics are started, right before the first event.
const BEGIN_MS: i64 = 1_767_225_599_000;

/// What was used until now.
#[derive(Clone, Copy)]
struct Spent {
    work_ns: u64,
    written: u64,
}

/// Everybody.
struct People {
    founder: Replica<Rows>,
    authors: BTreeMap<String, Author>,
    topics: HashMap<String, String>,
    /// Ids of the last posts in the workload and in Kith.
    recent: VecDeque<(String, ItemId)>,
    /// What the founder has spent on taking in.
    taking_in: Spent,
}

/// One of those who write, and what everybody has heard of them.
struct Author {
    replica: Replica<Rows>,
    /// Row and records of the log of what they say.
    content: (i64, u64),
    /// Keys of everyone's circle that they know of.
    keys: usize,
}

/// Writes all events of a file; the founder's replica, and what it took.
pub fn load(database: &Path, path: &str) -> (Replica<Rows>, Value) {
    let before = Spent::now();
    let mut people = People::gather(database, path);
    let (begun, began_ns) = (Spent::now(), now_ns());
    let mut posts = 0;
    for (number, event) in (1..).zip(events(path)) {
        if let Event::Post(_) = event {
            posts += 1;
            progress(posts);
        }
        people.write(event);
        if number % TOGETHER == 0 {
            people.take_in();
        }
    }
    people.take_in();
    let (all, taking_in) = (Spent::now().since(&begun), people.taking_in);
    let authors = all.since(&taking_in);
    let told = json!({
        "t0": began_ns, "t1": now_ns(), "setup_cpu_ns": begun.since(&before).work_ns,
        "setup_written": begun.written, "authors_cpu_ns": authors.work_ns, "authors_written": authors.written,
    });
    (people.founder, told)
}

/// A device that knows a community by its link only.
pub fn newcomer(database: &Path, community: &CommunityId, key: &Secret) -> Replica<Rows> {
    let store = open(database);
    let mut rng = rng(now_ns() ^ (u64::from(std::process::id()) << 40));
    let mut seed = [0; 32];
    rng.fill_bytes(&mut seed);
    let seed = Secret(seed);
    let person = Me::from_seed(&seed, None).person;
    Replica::<Rows>::begin(&store, &seed, person, community, key).expect("beginning");
    Replica::open(store, Rows, rng).expect("opening")
}

/// A database as the app opens it.
pub fn open(database: &Path) -> Store {
    Store::open(database, &Rows.migrations()).expect("a database")
}

impl People {
    /// Everyone is let in and knows everyone else's topics; that is not counted as writing.
    fn gather(database: &Path, path: &str) -> Self {
        let mut founder = Replica::found(open(database), Rows, rng(now_ns()), true).expect("founding");
        rename(&mut founder, "founder").expect("a name");
        let last_day = u32::try_from(now_ms() / 86_400_000).expect("days") + 300;
        let invite = founder.invite(0, last_day).expect("an invitation");
        // Beside the founder's folder, which holds one device alone.
        let homes = folder().with_file_name("people");
        std::fs::create_dir_all(&homes).expect("a folder");
        let (community, key) = (founder.community(), founder.charter_key().clone());
        let (mut names, mut titles) = (BTreeSet::new(), BTreeSet::new());
        for event in events(path) {
            names.insert(event.author().to_owned());
            titles.insert(event.topic().to_owned());
        }
        let mut authors = BTreeMap::new();
        for name in names {
            let author = newcomer(&homes.join(format!("{name}.db")), &community, &key);
            founder.admit(&author.ask(&invite)).expect("admitting");
            authors.insert(name, author);
        }
        let topics = titles.into_iter().map(|title| (title.clone(), start(&mut founder, title))).collect();
        let charter = founder.charter_ranges();
        let begun = records(&founder, (own_log(&founder), 0));
        let come_in = |(name, mut author): (String, Replica<Rows>)| {
            author.absorb(&charter).expect("the charter");
            author.absorb(&begun).expect("topics");
            rename(&mut author, &name).expect("a name");
            (name, Author { content: (own_log(&author), 0), keys: keys(&author), replica: author })
        };
        let authors = authors.into_iter().map(come_in).collect();
        let nothing = Spent { work_ns: 0, written: 0 };
        let mut people = Self { founder, authors, topics, recent: VecDeque::new(), taking_in: nothing };
        people.take_in();
        people.taking_in = nothing;
        people
    }

    fn write(&mut self, event: Event) {
        let author = &mut self.authors.get_mut(event.author()).expect("an author").replica;
        match event {
            Event::Post(post) => {
                let topic = self.topics.get(&post.topic).expect("a topic").clone();
                let reply = topic::Command::Reply { topic, text: post.text, quotes: Vec::new(), sending: None };
                let Done::Post { post: named } = say(author, reply, post.ts) else { panic!("no post") };
                self.recent.push_back((post.id, named.parse().expect("an item")));
                if self.recent.len() > RECENT {
                    self.recent.pop_front();
                }
            }
            Event::Reaction(reaction) => {
                let on = self.recent.iter().find(|(id, _)| *id == reaction.post).expect("a recent post").1;
                author.say(react(author, &on, reaction.emoji, reaction.ts)).expect("a reaction");
            }
        }
    }

    /// Brings everyone's new records to the founder.
    fn take_in(&mut self) {
        let before = Spent::now();
        let (mut charter, mut content) = (Vec::new(), Vec::new());
        for author in self.authors.values_mut() {
            let new = records(&author.replica, author.content);
            author.content.1 += new.iter().map(|range| range.records.len() as u64).sum::<u64>();
            content.extend(new);
            if keys(&author.replica) > author.keys {
                charter.extend(author.replica.charter_ranges());
            }
        }
        if !charter.is_empty() {
            // A key that somebody begins, after thirty days, is everybody's from then on.
            self.founder.absorb(&charter).expect("the charter");
            for author in self.authors.values_mut() {
                author.replica.absorb(&charter).expect("the charter");
                author.keys = keys(&author.replica);
            }
        }
        self.founder.absorb(&content).expect("posts");
        let spent = Spent::now().since(&before);
        self.taking_in.work_ns += spent.work_ns;
        self.taking_in.written += spent.written;
    }
}

impl Spent {
    fn now() -> Self {
        Self { work_ns: work_ns(), written: written_bytes() }
    }

    fn since(&self, before: &Self) -> Self {
        Self {
            work_ns: self.work_ns.saturating_sub(before.work_ns),
            written: self.written.saturating_sub(before.written),
        }
    }
}

fn start(founder: &mut Replica<Rows>, title: String) -> String {
    let start = topic::Command::Start { title, channel: None, body: None, asks: false, sending: None };
    match say(founder, start, BEGIN_MS) {
        Done::Topic { topic } => topic,
        other => panic!("no topic but {other:?}"),
    }
}

/// The row of the log of what a device says.
fn own_log(replica: &Replica<Rows>) -> i64 {
    let log = replica.logs_of(&replica.me().person).next();
    log.expect("a log of its own").0
}

/// What is in a log from a record on.
fn records(replica: &Replica<Rows>, (row, from): (i64, u64)) -> Vec<Range> {
    let (log, mut from, mut ranges) = (replica.log_of(row).expect("a log"), from, Vec::new());
    while from < log.head.count {
        let range = replica.store().range(log, from).expect("rows").expect("a range");
        from += range.records.len() as u64;
        ranges.push(range);
    }
    ranges
}

fn keys(replica: &Replica<Rows>) -> usize {
    replica.law().stated_epochs(&replica.everyone()).len()
}

/// The command `React` looks the post up, and the home of an author lacks what others wrote: so this is the item that the
/// command would make.
fn react(replica: &Replica<Rows>, on: &ItemId, emoji: String, time_ms: i64) -> Saying<'static> {
    let on = on.to_bytes().to_vec();
    let edit = move |sheet: &mut Transaction<'_>| {
        let (key, object) = Kind::Sheet.container();
        let Some((_, items)) = sheet.get(ROOT, key)? else { return Err(AutomergeError::InvalidOp(object)) };
        let item = sheet.insert_object(&items, sheet.length(&items), ObjType::Map)?;
        sheet.put(&item, "k", 3)?;
        sheet.put(&item, "t", time_ms)?;
        sheet.put(&item, "on", on)?;
        sheet.put(&item, "e", emoji)?;
        Ok(Some(item))
    };
    Saying {
        circle: replica.everyone(),
        kind: Kind::Sheet,
        document: None,
        contents: Vec::new(),
        erased: Vec::new(),
        edit: Box::new(edit),
    }
}
