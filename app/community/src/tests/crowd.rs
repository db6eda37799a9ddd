//! Devices of one community, and records handed between them without a network.

use crate::Reader;
use crate::project::Rows;
use crate::reaction;
use crate::topic::{Around, Listed, PostView, TopicRow, TopicView};
use crate::trouble::Trouble;
use crate::{profile, topic};
use kith_sync::charter::{Role, Statement};
use kith_sync::id::{LogId, PersonId};
use kith_sync::node::{Me, Replica, Saying, Slices};
use kith_sync::record::{Range, Secret};
use kith_sync::store::Store;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

pub struct Device {
    pub replica: Replica<Rows>,
    clock: i64,
}

fn store() -> Store {
    Store::in_memory(&Rows.migrations()).unwrap()
}

/// What is said, where nothing of it was sent before.
pub fn new(once: topic::Once) -> Saying<'static> {
    match once {
        topic::Once::New(saying) => saying,
        topic::Once::Before(item) => panic!("{item} was sent before"),
    }
}

/// A topic with a title and first words.
pub fn topic_of<'a>(title: &'a str, words: &'a str) -> topic::NewTopic<'a> {
    topic::NewTopic { title, words: Some(words), ..topic::NewTopic::default() }
}

impl Device {
    pub fn founder() -> Self {
        let rng = ChaCha20Rng::seed_from_u64(1);
        Self::of(Replica::found(store(), Rows, rng, true).unwrap())
    }

    fn of(replica: Replica<Rows>) -> Self {
        Self { replica, clock: 1_000 }
    }

    fn stranger(&self, seed: u8, person: Option<PersonId>) -> Self {
        let (store, seed) = (store(), Secret([seed; 32]));
        let person = person.unwrap_or_else(|| Me::from_seed(&seed, None).person);
        let community = self.replica.community();
        Replica::<Rows>::begin(&store, &seed, person, &community, self.replica.charter_key()).unwrap();
        let rng = ChaCha20Rng::from_seed(seed.0);
        Self::of(Replica::open(store, Rows, rng).unwrap())
    }

    /// Another person, let in by this one.
    pub fn lets_in(&mut self, seed: u8) -> Self {
        let mut newcomer = self.admits(seed);
        newcomer.hears(self);
        newcomer
    }

    /// Another person, let in by this one, who has heard nothing yet.
    pub fn admits(&mut self, seed: u8) -> Self {
        let newcomer = self.stranger(seed, None);
        let invite = self.replica.invite(0, 0).unwrap();
        self.replica.admit(&newcomer.replica.ask(&invite)).unwrap();
        newcomer
    }

    /// A further device of this person.
    pub fn adds(&mut self, seed: u8) -> Self {
        let mut device = self.stranger(seed, Some(self.person()));
        let own = device.replica.ask_as_device(&self.replica.me().device());
        self.replica.add_device(device.replica.me().keys, own[0], own[1]).unwrap();
        device.hears(self);
        device
    }

    /// Gives somebody a higher role, of which they hear.
    pub fn raises(&mut self, other: &mut Device, to: Role) {
        self.replica.state(&Statement::Raise { person: other.person(), to }).unwrap();
        other.hears(self);
    }

    pub fn removes(&mut self, other: &Device) {
        let (person, cuts) = (other.person(), self.replica.cuts_of(&other.person()));
        self.replica.state(&Statement::Remove { person, cuts, why: None }).unwrap();
    }

    pub fn person(&self) -> PersonId {
        self.replica.me().person
    }

    pub fn reader(&self) -> Reader<'_> {
        Reader::of(&self.replica)
    }

    pub fn tick(&mut self) -> i64 {
        self.clock += 10;
        self.clock
    }

    pub fn set_clock(&mut self, clock: i64) {
        self.clock = clock;
    }

    /// Says it, and answers the item that was made, if one was.
    pub fn says(
        &mut self,
        make: impl FnOnce(&Replica<Rows>, i64) -> Result<Saying<'static>, Trouble>,
    ) -> Result<String, Trouble> {
        let now = self.tick();
        let saying = make(&self.replica, now)?;
        let said = self.replica.say(saying).unwrap();
        Ok(said.item.map(|item| item.to_string()).unwrap_or_default())
    }

    pub fn starts(&mut self, title: &str, words: &str) -> String {
        self.says(|replica, now| topic::start_topic(replica, &topic_of(title, words), now).map(new)).unwrap()
    }

    pub fn replies(&mut self, topic: &str, text: &str) -> String {
        self.quotes(topic, text, &[])
    }

    pub fn quotes(&mut self, topic: &str, text: &str, quotes: &[String]) -> String {
        let reply = topic::NewReply { topic, text, quotes, sending: None };
        self.says(|replica, now| topic::reply(replica, &reply, now).map(new)).unwrap()
    }

    pub fn edits(&mut self, post: &str, text: &str) {
        self.says(|replica, _| topic::edit(replica, post, text)).unwrap();
    }

    pub fn deletes(&mut self, post: &str) {
        self.says(|replica, _| topic::delete(replica, post)).unwrap();
    }

    pub fn erases(&mut self, post: &str) -> Result<(), Trouble> {
        for saying in topic::erase(&self.replica, post)? {
            self.replica.say(saying).unwrap();
        }
        Ok(())
    }

    pub fn reacts(&mut self, post: &str, emoji: &str) {
        self.says(|replica, now| reaction::react(replica, post, emoji, now)).unwrap();
    }

    pub fn resolves(&mut self, topic: &str, resolved: bool) {
        self.says(|replica, now| topic::resolve(replica, topic, resolved, now)).unwrap();
    }

    pub fn is_called(&mut self, name: &str) {
        self.says(|replica, _| profile::rename(replica.everyone(), name)).unwrap();
    }

    /// Takes in all that another has, range by range.
    pub fn hears(&mut self, other: &mut Device) {
        self.hears_in_order(other, |_| 0);
    }

    /// The same, in an order of the caller's; what comes too early comes again.
    pub fn hears_in_order(&mut self, other: &mut Device, mut key: impl FnMut(usize) -> u32) {
        while self.hears_round(other, &mut key) {}
        let lacking = self.replica.lacking().concat();
        other.replica.answer_need(&self.replica.me().device(), &lacking.into_iter().collect()).unwrap();
        while self.hears_round(other, &mut key) {}
    }

    fn hears_round(&mut self, other: &Device, mut key: impl FnMut(usize) -> u32) -> bool {
        let mut ranges: Vec<(u32, Range)> = Vec::new();
        for log in other.replica.store().logs().unwrap() {
            if let Some(range) = other.next_range(&log.head.log, self.held(&log.head.log)) {
                ranges.push((key(ranges.len()), range));
            }
        }
        ranges.sort_by_key(|(key, _)| *key);
        // A log of a circle that this device does not read is offered and never taken.
        let mut is_news = false;
        for (_, range) in &ranges {
            let taken = self.replica.absorb(std::slice::from_ref(range)).unwrap();
            is_news |= taken.iter().any(|taken| taken.new_records() > 0);
        }
        is_news
    }

    /// Takes in one range of one of another's logs.
    pub fn hears_one(&mut self, other: &Device, which: usize) {
        let logs = other.replica.store().logs().unwrap();
        let log = logs[which % logs.len()].head.log;
        if let Some(range) = other.next_range(&log, self.held(&log)) {
            self.replica.absorb(&[range]).unwrap();
        }
    }

    fn held(&self, log: &LogId) -> u64 {
        let logs = self.replica.store().logs().unwrap();
        logs.iter().find(|row| row.head.log == *log).map_or(0, |row| row.head.count)
    }

    fn next_range(&self, log: &LogId, from: u64) -> Option<Range> {
        let logs = self.replica.store().logs().unwrap();
        let row = logs.iter().find(|row| row.head.log == *log)?;
        self.replica.store().range(row, from).unwrap()
    }

    pub fn topic(&self, id: &str) -> TopicView {
        self.window(id, &Around::End, topic::MAX_WINDOW, 0)
    }

    /// A topic, around one of its posts.
    pub fn window(&self, id: &str, around: &Around, before: u32, after: u32) -> TopicView {
        let window = (around, before, after);
        topic::topic(&self.reader(), &id.parse().unwrap(), window, &|_| (1, 1)).unwrap().unwrap()
    }

    pub fn post(&self, topic: &str, post: &str) -> PostView {
        self.topic(topic).posts.into_iter().find(|view| view.post == post).unwrap()
    }

    pub fn texts(&self, topic: &str) -> Vec<String> {
        self.topic(topic).posts.into_iter().map(|post| post.text).collect()
    }

    pub fn topics(&self) -> Vec<TopicRow> {
        topic::topics(&self.reader(), None, Listed::All, i64::MAX, 500).unwrap().rows
    }

    /// Topics with something new, and how much; then who came.
    pub fn today(&self) -> (Vec<(String, u32)>, Vec<String>) {
        let new = topic::new_posts(&self.reader(), i64::MIN).unwrap();
        let came = topic::new_people(&self.reader(), i64::MIN).unwrap();
        (new.into_iter().map(|new| (new.title, new.posts)).collect(), came.into_iter().map(|who| who.name).collect())
    }

    pub fn name_of(&self, other: &Device) -> String {
        profile::name_of(self.reader().rows, &other.person()).unwrap()
    }

    pub fn fingerprint(&self) -> String {
        Rows::fingerprint(self.reader().rows).unwrap()
    }

    /// Every row that others must have alike, written out: what to look at when fingerprints differ.
    pub fn written_out(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for table in crate::project::alike() {
            let mut query = self.reader().rows.prepare(table).unwrap();
            let columns = query.column_count();
            let mut found = query.query([]).unwrap();
            while let Some(row) = found.next().unwrap() {
                let values = (0..columns).map(|column| format!("{:?}", row.get_ref(column).unwrap()));
                lines.push(format!("{table}: {}", values.collect::<Vec<_>>().join(" ")));
            }
        }
        lines
    }

    /// Rows that are found by a word, once those that wait were put into the index.
    pub fn finds(&self, word: &str) -> u32 {
        let sql = "SELECT count(*) FROM words_search WHERE words_search MATCH ?";
        let rows = self.reader().rows;
        crate::item::put_waiting(rows, 1).unwrap();
        rows.query_row(sql, [word], |row| row.get(0)).unwrap()
    }

    /// Whether the bytes of a word stand in any value of any table, the index's own too.
    pub fn holds(&self, word: &str) -> bool {
        let rows = self.reader().rows;
        let mut tables = rows.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").unwrap();
        let names: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
        names.iter().filter(|name| *name != "words_search").any(|name| {
            let mut query = rows.prepare(&format!("SELECT * FROM {name}")).unwrap();
            let columns = query.column_count();
            let mut found = query.query([]).unwrap();
            while let Some(row) = found.next().unwrap() {
                for column in 0..columns {
                    let bytes = match row.get_ref(column).unwrap() {
                        rusqlite::types::ValueRef::Text(bytes) | rusqlite::types::ValueRef::Blob(bytes) => bytes,
                        _ => continue,
                    };
                    if bytes.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes())) {
                        return true;
                    }
                }
            }
            false
        })
    }
}
