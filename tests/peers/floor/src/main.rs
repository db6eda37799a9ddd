//! Not a peer but the floor: what the bare work costs on this machine. Rows in SQLite and a counter for each author; JSON
//! lines over plain TCP. It merges, signs, encrypts and compresses nothing.

use line::{Check, Command, Event, Post, Reaction, commands, events, folder, now_ns, ready, visible};
use rusqlite::{Connection, ToSql, params};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};

const SCHEMA: &str = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;
    CREATE TABLE IF NOT EXISTS head(author TEXT PRIMARY KEY, next INT) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS post(id TEXT, topic TEXT, author TEXT, seq INT, ts INT, text TEXT);
    CREATE UNIQUE INDEX IF NOT EXISTS post_seq ON post(author, seq);
    CREATE INDEX IF NOT EXISTS post_topic ON post(topic, ts);
    CREATE TABLE IF NOT EXISTS reaction(post TEXT, author TEXT, emoji TEXT, topic TEXT, seq INT, ts INT,
        PRIMARY KEY(post, author, emoji)) WITHOUT ROWID;
    CREATE UNIQUE INDEX IF NOT EXISTS reaction_seq ON reaction(author, seq);";
/// What somebody lacks of an author.
const LACKING: &str = "SELECT seq, ts, topic, id, text, NULL FROM post WHERE author=?1 AND seq>=?2
    UNION ALL SELECT seq, ts, topic, post, NULL, emoji FROM reaction WHERE author=?1 AND seq>=?2 ORDER BY seq";
/// Events stored in one transaction while catching up.
const BATCH: usize = 2_000;

struct State {
    db: Connection,
    /// The next number of each author.
    heads: HashMap<String, i64>,
    /// Posts and reactions that are here.
    held: (u64, u64),
    /// Who is connected.
    peers: Vec<TcpStream>,
    /// Posts that are watched for.
    watched: Vec<String>,
    synced_ns: u64,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

impl State {
    fn open() -> Self {
        let db = Connection::open(folder().join("db.sqlite")).expect("a database");
        db.execute_batch(SCHEMA).expect("tables");
        let heads = {
            let mut heads = db.prepare("SELECT author, next FROM head").expect("heads");
            let heads = heads.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("heads");
            heads.map(|head| head.expect("a head")).collect()
        };
        let count =
            |table| db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).expect("a count");
        let held = (count("post"), count("reaction"));
        Self { db, heads, held, peers: Vec::new(), watched: Vec::new(), synced_ns: 0 }
    }

    fn store(&mut self, seq: i64, event: &Event) {
        let author = event.author();
        if seq < *self.heads.get(author).unwrap_or(&0) {
            return;
        }
        let run = |sql: &str, with: &[&dyn ToSql]| {
            self.db.prepare_cached(sql).and_then(|mut insert| insert.execute(with)).expect("a row");
        };
        match event {
            Event::Post(Post { id, topic, author, ts, text }) => {
                run("INSERT INTO post VALUES(?,?,?,?,?,?)", params![id, topic, author, seq, ts, text]);
                self.held.0 += 1;
            }
            Event::Reaction(Reaction { post, author, emoji, topic, ts }) => {
                run("INSERT INTO reaction VALUES(?,?,?,?,?,?)", params![post, author, emoji, topic, seq, ts]);
                self.held.1 += 1;
            }
        }
        run("INSERT OR REPLACE INTO head VALUES(?,?)", params![author, seq + 1]);
        self.heads.insert(author.to_owned(), seq + 1);
    }

    /// One transaction for each event, as a person would write it.
    fn write(&mut self, event: &Event) {
        let seq = *self.heads.get(event.author()).unwrap_or(&0);
        self.db.execute_batch("BEGIN").expect("a transaction");
        self.store(seq, event);
        self.db.execute_batch("COMMIT").expect("a commit");
        if !self.peers.is_empty() {
            let line = format!("{}\n", json!({"s": seq, "e": event}));
            self.peers.retain_mut(|peer| peer.write_all(line.as_bytes()).is_ok());
        }
    }

    /// Stores what came, and says of what is watched for that it is here.
    fn take_in(&mut self, events: Vec<(i64, Event)>) {
        self.db.execute_batch("BEGIN").expect("a transaction");
        events.iter().for_each(|(seq, event)| self.store(*seq, event));
        self.db.execute_batch("COMMIT").expect("a commit");
        let ns = now_ns();
        for (_, event) in events {
            if let Event::Post(post) = event
                && let Some(at) = self.watched.iter().position(|watched| *watched == post.id)
            {
                visible(&self.watched.swap_remove(at), ns);
            }
        }
    }

    /// Has the disk written what lies in SQLite's log.
    fn checkpoint(&self, how: &str) {
        self.db.query_row(&format!("PRAGMA wal_checkpoint({how})"), [], |_| Ok(())).expect("a checkpoint");
    }

    fn newest(&self, topic: &str, most: u64) -> Value {
        let newest = "SELECT id, text FROM post WHERE topic=?1 ORDER BY ts DESC LIMIT ?2";
        let mut newest = self.db.prepare(newest).expect("a query");
        let rows = newest.query_map(params![topic, most as i64], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
        let mut rows: Vec<(String, String)> = rows.map(|row| row.expect("a row")).collect();
        rows.reverse();
        let bytes: usize = rows.iter().map(|(_, text)| text.len()).sum();
        json!({"ids": rows.into_iter().map(|(id, _)| id).collect::<Vec<_>>(), "bytes": bytes})
    }

    fn check(&self) -> rusqlite::Result<Value> {
        let mut check = Check::default();
        let mut posts = self.db.prepare("SELECT id, topic, author, ts, text FROM post")?;
        let mut rows = posts.query([])?;
        while let Some(row) = rows.next()? {
            let text = |at: usize| row.get::<_, String>(at);
            check.post(&text(0)?, &text(1)?, &text(2)?, row.get(3)?, &text(4)?);
        }
        let mut reactions = self.db.prepare("SELECT post, author, emoji FROM reaction")?;
        let mut rows = reactions.query([])?;
        while let Some(row) = rows.next()? {
            let text = |at: usize| row.get::<_, String>(at);
            check.reaction(&text(0)?, &text(1)?, &text(2)?);
        }
        Ok(check.json())
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("the state")
    }

    fn wait_until(&self, holds: impl Fn(&State) -> bool) -> MutexGuard<'_, State> {
        self.changed.wait_while(self.state(), |state| !holds(state)).expect("the state")
    }
}

/// Reads what the other holds, sends what it lacks, and keeps the socket for what is written later.
fn serve(shared: &Shared, socket: TcpStream) -> std::io::Result<()> {
    socket.set_nodelay(true)?;
    let mut line = String::new();
    BufReader::new(socket.try_clone()?).read_line(&mut line)?;
    let theirs: HashMap<String, i64> = serde_json::from_str(&line)?;
    let mut state = shared.state();
    let mut out = BufWriter::with_capacity(1 << 16, socket.try_clone()?);
    for (author, head) in &state.heads {
        let from = *theirs.get(author).unwrap_or(&0);
        if from < *head {
            send(&state.db, author, from, &mut out).expect("rows");
        }
    }
    writeln!(out, "{{\"done\":1}}")?;
    out.flush()?;
    drop(out);
    state.peers.push(socket);
    Ok(())
}

fn send(db: &Connection, author: &str, from: i64, out: &mut impl Write) -> rusqlite::Result<()> {
    let mut lacking = db.prepare_cached(LACKING)?;
    let mut rows = lacking.query(params![author, from])?;
    while let Some(row) = rows.next()? {
        let (ts, topic, id, author) = (row.get(1)?, row.get(2)?, row.get(3)?, author.to_owned());
        let event = match row.get::<_, Option<String>>(4)? {
            Some(text) => Event::Post(Post { id, topic, author, ts, text }),
            None => Event::Reaction(Reaction { post: id, topic, author, ts, emoji: row.get(5)? }),
        };
        writeln!(out, "{}", json!({"s": row.get::<_, i64>(0)?, "e": event})).expect("a socket");
    }
    Ok(())
}

fn follow(shared: &Shared, address: &str) -> std::io::Result<()> {
    let socket = TcpStream::connect(address)?;
    socket.set_nodelay(true)?;
    // In one write, and so in one packet.
    let heads = format!("{}\n", json!(shared.state().heads));
    (&socket).write_all(heads.as_bytes())?;
    let mut from = BufReader::with_capacity(1 << 16, socket);
    let mut batch: Vec<(i64, Event)> = Vec::new();
    loop {
        let mut line = String::new();
        if from.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let mut said: Value = serde_json::from_str(&line)?;
        let done = said.get("done").is_some();
        if !done {
            batch.push((said["s"].as_i64().expect("a number"), serde_json::from_value(said["e"].take())?));
        }
        if done || from.buffer().is_empty() || batch.len() >= BATCH {
            let mut state = shared.state();
            state.take_in(std::mem::take(&mut batch));
            if done {
                state.synced_ns = now_ns();
            }
            shared.changed.notify_all();
        }
    }
}

fn obey(shared: &Arc<Shared>, command: &Command) -> Value {
    match command.name.as_str() {
        "load" => {
            let mut state = shared.state();
            events(&command.text("events")).for_each(|event| state.write(&event));
            state.checkpoint("FULL");
            json!({})
        }
        "listen" => {
            let address = format!("127.0.0.1:{}", command.number("port"));
            let listener = TcpListener::bind(&address).expect("a port");
            let shared = shared.clone();
            std::thread::spawn(move || {
                listener.incoming().flatten().for_each(|socket| serve(&shared, socket).expect("a peer"));
            });
            json!({"addr": address})
        }
        "connect" => {
            let (shared, address) = (shared.clone(), command.text("addr"));
            std::thread::spawn(move || follow(&shared, &address));
            json!({})
        }
        "wait" => {
            let (posts, reactions) = (command.number("posts"), command.number("reactions"));
            let state = shared.wait_until(|state| state.held.0 >= posts && state.held.1 >= reactions);
            let visible_ns = now_ns();
            state.checkpoint("FULL");
            json!({"visible_ns": visible_ns, "durable_ns": now_ns()})
        }
        "synced" => json!({"synced_ns": shared.wait_until(|state| state.synced_ns != 0).synced_ns}),
        "watch" => {
            shared.state().watched.push(command.text("post"));
            json!({})
        }
        "post" => {
            let (event, post_ns) = (command.event(), now_ns());
            shared.state().write(&event);
            json!({"post_ns": post_ns})
        }
        "read_topic" => shared.state().newest(&command.text("topic"), command.number("n")),
        "count" => shared.state().check().expect("rows"),
        "close" => {
            shared.state().checkpoint("TRUNCATE");
            json!({})
        }
        _ => json!({}),
    }
}

fn main() {
    ready(&json!({"rusqlite": "0.41, bundled SQLite"}));
    let mut shared = None;
    for command in commands() {
        let shared = shared
            .get_or_insert_with(|| Arc::new(Shared { state: Mutex::new(State::open()), changed: Condvar::new() }));
        command.answer(obey(shared, &command));
        if command.name == "close" {
            std::process::exit(0);
        }
    }
}
