//! Topics' documents in SQLite: a snapshot of each and the updates since.

use line::{Check, Event, folder};
use loro::{ExportMode, LoroDoc, LoroMapValue, LoroValue, Subscription};
use rusqlite::{Connection, params};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

const SCHEMA: &str = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;
    CREATE TABLE IF NOT EXISTS snap(topic TEXT PRIMARY KEY, b BLOB);
    CREATE TABLE IF NOT EXISTS upd(topic TEXT, n INTEGER PRIMARY KEY, b BLOB);
    CREATE INDEX IF NOT EXISTS upd_topic ON upd(topic);";
/// Updates of a topic that are kept beside its snapshot.
const MOST_UPDATES: usize = 100;

pub struct Store {
    db: Connection,
    topics: HashMap<String, Topic>,
}

struct Topic {
    document: LoroDoc,
    /// Updates written here that nobody has taken yet.
    local: Arc<Mutex<Vec<Vec<u8>>>>,
    _subscription: Subscription,
    updates: usize,
    /// Posts and reactions when last read or taken in.
    held: (u64, u64),
}

impl Store {
    pub fn open() -> Self {
        let db = Connection::open(folder().join("db.sqlite")).expect("a database");
        db.execute_batch(SCHEMA).expect("tables");
        Self { db, topics: HashMap::new() }
    }

    pub fn names(&self) -> Vec<String> {
        let mut names = self.db.prepare("SELECT topic FROM snap UNION SELECT topic FROM upd").expect("names");
        let names = names.query_map([], |row| row.get(0)).expect("names");
        names.map(|name| name.expect("a name")).collect()
    }

    pub fn open_all(&mut self) {
        for name in self.names() {
            self.topic(&name);
        }
    }

    /// A topic's document, which is read from disk if it is not open.
    pub fn document(&mut self, name: &str) -> &LoroDoc {
        &self.topic(name).document
    }

    /// What of each open topic is here.
    pub fn versions(&self) -> Vec<(String, Vec<u8>)> {
        self.topics.iter().map(|(name, topic)| (name.clone(), topic.document.oplog_vv().encode())).collect()
    }

    /// Posts and reactions of all open topics.
    pub fn held(&self) -> (u64, u64) {
        self.topics.values().fold((0, 0), |sum, topic| (sum.0 + topic.held.0, sum.1 + topic.held.1))
    }

    /// One commit for one event; answers the updates that it makes.
    pub fn write(&mut self, event: &Event) -> Vec<Vec<u8>> {
        let topic = self.topic(event.topic());
        match event {
            Event::Post(post) => {
                let fields = [("id", &post.id), ("author", &post.author), ("text", &post.text)];
                let fields = fields.map(|(name, text)| (name.to_owned(), LoroValue::from(text.as_str())));
                let mut fields = HashMap::from(fields);
                fields.insert("ts".into(), LoroValue::from(post.ts));
                let post = LoroValue::Map(LoroMapValue::from(fields));
                topic.document.get_list("posts").push(post).expect("a post");
            }
            Event::Reaction(reaction) => {
                let key = format!("{}:{}:{}", reaction.post, reaction.author, reaction.emoji);
                topic.document.get_map("reactions").insert(&key, true).expect("a reaction");
            }
        }
        topic.document.commit();
        let updates = std::mem::take(&mut *topic.local.lock().expect("updates"));
        for update in &updates {
            self.keep(event.topic(), update);
        }
        updates
    }

    pub fn take_in(&mut self, name: &str, update: &[u8]) {
        let topic = self.topic(name);
        topic.document.import(update).expect("an update");
        topic.held = held(&topic.document);
        self.keep(name, update);
    }

    /// Ids and texts of a topic's newest posts.
    pub fn newest(&mut self, name: &str, most: u64) -> Vec<(String, String)> {
        let posts = self.document(name).get_list("posts");
        let from = posts.len().saturating_sub(usize::try_from(most).expect("a number of posts"));
        let post = |at| {
            let post = posts.get(at)?.into_value().ok()?;
            Some((text(&post, "id"), text(&post, "text")))
        };
        (from..posts.len()).filter_map(post).collect()
    }

    pub fn check(&mut self) -> Value {
        let mut check = Check::default();
        for name in self.names() {
            let all = self.document(&name).get_deep_value();
            let all = all.as_map().expect("a document");
            for post in all.get("posts").and_then(LoroValue::as_list).iter().flat_map(|posts| posts.iter()) {
                let time = post.as_map().and_then(|post| post.get("ts")?.as_i64().copied()).unwrap_or_default();
                check.post(&text(post, "id"), &name, &text(post, "author"), time, &text(post, "text"));
            }
            for key in all.get("reactions").and_then(LoroValue::as_map).iter().flat_map(|reactions| reactions.keys()) {
                let mut parts = key.splitn(3, ':');
                let mut part = || parts.next().unwrap_or_default();
                check.reaction(part(), part(), part());
            }
        }
        check.json()
    }

    /// Has the disk written what lies in SQLite's log.
    pub fn checkpoint(&self, how: &str) {
        self.db.query_row(&format!("PRAGMA wal_checkpoint({how})"), [], |_| Ok(())).expect("a checkpoint");
    }

    fn topic(&mut self, name: &str) -> &mut Topic {
        if !self.topics.contains_key(name) {
            let topic = read(&self.db, name).expect("rows");
            self.topics.insert(name.to_owned(), topic);
        }
        self.topics.get_mut(name).expect("an open topic")
    }

    /// Stores an update, or a snapshot instead of many.
    fn keep(&mut self, name: &str, update: &[u8]) {
        let topic = self.topics.get_mut(name).expect("an open topic");
        let run = |sql: &str, with: &[&dyn rusqlite::ToSql]| {
            self.db.prepare_cached(sql).and_then(|mut statement| statement.execute(with)).expect("a row");
        };
        if topic.updates < MOST_UPDATES {
            run("INSERT INTO upd(topic, b) VALUES(?,?)", params![name, update]);
            topic.updates += 1;
            return;
        }
        let snapshot = topic.document.export(ExportMode::Snapshot).expect("a snapshot");
        self.db.execute_batch("SAVEPOINT snapshot").expect("a transaction");
        run("INSERT OR REPLACE INTO snap VALUES(?,?)", params![name, snapshot]);
        run("DELETE FROM upd WHERE topic=?", params![name]);
        self.db.execute_batch("RELEASE snapshot").expect("a commit");
        topic.updates = 0;
    }
}

fn read(db: &Connection, name: &str) -> rusqlite::Result<Topic> {
    let rows = |sql: &str| -> rusqlite::Result<Vec<Vec<u8>>> {
        db.prepare_cached(sql)?.query_map([name], |row| row.get(0))?.collect()
    };
    let mut kept = rows("SELECT b FROM snap WHERE topic=?")?;
    let updates = rows("SELECT b FROM upd WHERE topic=? ORDER BY n")?;
    let count = updates.len();
    kept.extend(updates);
    let document = LoroDoc::new();
    if !kept.is_empty() {
        document.import_batch(&kept).expect("a document");
    }
    let local: Arc<Mutex<Vec<Vec<u8>>>> = Arc::default();
    let to = local.clone();
    let subscription = document.subscribe_local_update(Box::new(move |update| {
        to.lock().expect("updates").push(update.clone());
        true
    }));
    let held = held(&document);
    Ok(Topic { document, local, _subscription: subscription, updates: count, held })
}

fn held(document: &LoroDoc) -> (u64, u64) {
    (document.get_list("posts").len() as u64, document.get_map("reactions").len() as u64)
}

fn text(of: &LoroValue, key: &str) -> String {
    let text = of.as_map().and_then(|map| map.get(key)?.as_string().map(|text| text.to_string()));
    text.unwrap_or_default()
}
