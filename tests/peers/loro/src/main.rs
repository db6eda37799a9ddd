//! Loro's engine as a peer: a document for each topic. Loro brings no network and no store, so both are the least that is
//! honest: rows of SQLite, and version vectors exchanged over plain TCP.

mod frame;
mod store;

use frame::Frame;
use line::{Command, Event, commands, events, now_ns, ready, visible};
use loro::{ExportMode, VersionVector};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{BufReader, BufWriter, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use store::Store;

/// Posts at a topic's end among which one that is watched for is looked for.
const LAST: u64 = 5;

struct State {
    store: Store,
    /// Who is connected.
    peers: Vec<TcpStream>,
    /// Topics and posts that are watched for.
    watched: Vec<(String, String)>,
    synced_ns: u64,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

impl State {
    fn write(&mut self, event: &Event) {
        for update in self.store.write(event) {
            let bytes = Frame::Update(event.topic().to_owned(), update).encode();
            self.peers.retain_mut(|peer| peer.write_all(&bytes).is_ok());
        }
    }

    fn take_in(&mut self, topic: &str, update: &[u8]) {
        self.store.take_in(topic, update);
        let watched = self.watched.iter().any(|(of, _)| of == topic);
        let last = if watched { self.store.newest(topic, LAST) } else { Vec::new() };
        self.watched.retain(|(_, post)| {
            let is_here = last.iter().any(|(id, _)| id == post);
            if is_here {
                visible(post, now_ns());
            }
            !is_here
        });
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
    let mut from = BufReader::new(socket.try_clone()?);
    let mut theirs: HashMap<String, VersionVector> = HashMap::new();
    loop {
        match Frame::read(&mut from)? {
            Frame::Has(topic, version) => {
                theirs.insert(topic, VersionVector::decode(&version).expect("a version vector"));
            }
            Frame::Update(..) => return Ok(()),
            Frame::Done => break,
        }
    }
    let mut state = shared.state();
    let mut out = BufWriter::with_capacity(1 << 16, socket.try_clone()?);
    for topic in state.store.names() {
        let document = state.store.document(&topic);
        let version = theirs.remove(&topic).unwrap_or_default();
        if document.oplog_vv() != version {
            let update = document.export(ExportMode::updates(&version)).expect("an update");
            out.write_all(&Frame::Update(topic, update).encode())?;
        }
    }
    out.write_all(&Frame::Done.encode())?;
    out.flush()?;
    state.peers.push(socket);
    Ok(())
}

fn follow(shared: &Shared, address: &str) -> std::io::Result<()> {
    let socket = TcpStream::connect(address)?;
    socket.set_nodelay(true)?;
    let versions = shared.state().store.versions();
    let mut out = BufWriter::new(&socket);
    for (topic, version) in versions {
        out.write_all(&Frame::Has(topic, version).encode())?;
    }
    out.write_all(&Frame::Done.encode())?;
    out.flush()?;
    drop(out);
    let mut from = BufReader::with_capacity(1 << 16, socket);
    loop {
        let frame = Frame::read(&mut from)?;
        let mut state = shared.state();
        match frame {
            Frame::Update(topic, update) => state.take_in(&topic, &update),
            Frame::Has(..) | Frame::Done => state.synced_ns = now_ns(),
        }
        shared.changed.notify_all();
    }
}

fn obey(shared: &Arc<Shared>, command: &Command) -> Value {
    match command.name.as_str() {
        "load" => {
            let mut state = shared.state();
            events(&command.text("events")).for_each(|event| state.write(&event));
            state.store.checkpoint("FULL");
            json!({})
        }
        "prep" => {
            shared.state().store.open_all();
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
            let enough = |(of, on): (u64, u64)| of >= posts && on >= reactions;
            let state = shared.wait_until(|state| enough(state.store.held()));
            let visible_ns = now_ns();
            state.store.checkpoint("FULL");
            json!({"visible_ns": visible_ns, "durable_ns": now_ns()})
        }
        "synced" => json!({"synced_ns": shared.wait_until(|state| state.synced_ns != 0).synced_ns}),
        "watch" => {
            shared.state().watched.push((command.text("topic"), command.text("post")));
            json!({})
        }
        "post" => {
            let (event, post_ns) = (command.event(), now_ns());
            shared.state().write(&event);
            json!({"post_ns": post_ns})
        }
        "read_topic" => {
            let newest = shared.state().store.newest(&command.text("topic"), command.number("n"));
            let bytes: usize = newest.iter().map(|(_, text)| text.len()).sum();
            json!({"ids": newest.into_iter().map(|(id, _)| id).collect::<Vec<_>>(), "bytes": bytes})
        }
        "count" => shared.state().store.check(),
        "close" => {
            shared.state().store.checkpoint("TRUNCATE");
            json!({})
        }
        _ => json!({}),
    }
}

fn main() {
    ready(&json!({"loro": "1.17.1"}));
    let mut shared = None;
    for command in commands() {
        let shared = shared.get_or_insert_with(|| {
            let state = State { store: Store::open(), peers: Vec::new(), watched: Vec::new(), synced_ns: 0 };
            Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new() })
        });
        command.answer(obey(shared, &command));
        if command.name == "close" {
            std::process::exit(0);
        }
    }
}
