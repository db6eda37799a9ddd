//! One device: its database, and its node while it runs.

use crate::{people, talk};
use kith_community::act;
use kith_community::command::Done;
use kith_community::project::Rows;
use kith_community::rename;
use kith_community::{invitation, topic};
use kith_sync::net::{Address, Mode};
use kith_sync::node::{Driven, Link, Node, Notice, Replica, now_ms};
use kith_tests::crowd::{rng, say};
use kith_tests::line::{Event, argument, folder, now_ns, time_of, visible};
use serde_json::{Value, json};
use std::path::PathBuf;
use tokio::sync::broadcast::Receiver;

/// A device of one person.
#[derive(Default)]
pub struct Device {
    state: State,
    /// By what it joins, until it is told where to.
    link: Option<Link>,
    /// Records that it lacks when it joins.
    lacks: u64,
    /// Topics and posts that are watched for once it runs.
    watched: Vec<(String, String)>,
}

#[derive(Default)]
enum State {
    #[default]
    New,
    Open(Box<Replica<Rows>>),
    Runs(Node<Rows>),
}

impl Device {
    pub fn open(&mut self) {
        if database().exists() {
            let replica = Replica::open(people::open(&database()), Rows, rng(now_ns())).expect("the community");
            self.state = State::Open(Box::new(replica));
        }
    }

    pub fn load(&mut self, events: &str) -> Value {
        let (replica, told) = people::load(&database(), events);
        self.state = State::Open(Box::new(replica));
        told
    }

    /// A link, and how many records whoever comes by it will lack.
    pub async fn invite(&self) -> Value {
        let link = self.call(|open| {
            let address = open.addresses();
            act(open.core.replica_mut(), &address, invitation::Command::Open { days: 14 }, now_ms()).expect("inviting")
        });
        let Done::Link { link } = link.await else { panic!("no link") };
        json!({"link": link, "records": self.ask(all).await})
    }

    pub async fn join(&mut self, link: &str, records: u64) {
        let link = Link::from_text(link).expect("a link");
        let replica = people::newcomer(&database(), &link.community, &link.charter_key);
        self.state = State::Open(Box::new(replica));
        (self.link, self.lacks) = (Some(link), records);
        self.run().await;
    }

    /// Who dials has a socket before the clock runs.
    pub async fn run_if_it_dials(&mut self) {
        if matches!(self.state, State::Open(_)) && argument("port").as_deref() == Some("0") {
            self.run().await;
        }
    }

    pub async fn listen(&mut self, port: u64) -> Value {
        let port = u16::try_from(port).expect("a port");
        if let State::Open(replica) = &self.state {
            replica.store().put_meta("port", &port.to_be_bytes()).expect("a port");
        }
        self.run().await;
        let address = self.call(|open| open.addresses()).await;
        let socket = address.sockets.first().expect("a socket on this machine");
        assert_eq!(socket.port(), port, "the port is taken");
        json!({"addr": format!("{} {socket}", kith_sync::id::to_text(&address.endpoint))})
    }

    pub async fn connect(&mut self, address: &str) {
        for (topic, post) in std::mem::take(&mut self.watched) {
            self.watch(topic, post).await;
        }
        if let Some(link) = self.link.take() {
            let node = self.node();
            tokio::spawn(say_name(node.clone(), node.notices()));
            self.call(move |open| open.core.join(link)).await;
            return;
        }
        let (endpoint, socket) = address.split_once(' ').expect("an endpoint and a socket");
        let endpoint = kith_sync::id::from_text(endpoint).expect("an endpoint");
        let address = Address { endpoint, sockets: vec![socket.parse().expect("a socket")], relay: None };
        self.call(move |open| open.core.met(address, now_ms()).expect("meeting")).await;
    }

    /// Waits until the records that lacked are here. They are committed, rows and all, before anybody can see them.
    pub async fn until_all_is_here(&self) -> Value {
        let (node, lacks) = (self.node(), self.lacks);
        let mut version = node.version();
        // Records are counted only when enough have come.
        let is_here = move |open: &mut Driven<Rows>| {
            open.core.count().records_in >= lacks && others(open.core.replica()) >= lacks
        };
        while !self.call(is_here).await {
            version.changed().await.expect("a running device");
        }
        json!({"visible_ns": now_ns(), "durable_ns": now_ns()})
    }

    /// Tells when a post can be read in the view of its topic.
    pub async fn watch(&mut self, topic: String, post: String) {
        if !matches!(self.state, State::Runs(_)) {
            return self.watched.push((topic, post));
        }
        let (node, time_ms) = (self.node(), time_of(&post));
        let topic = self.ask(move |replica| talk::topic(replica, &topic)).await;
        let mut version = node.version();
        tokio::spawn(async move {
            loop {
                let topic = topic.clone();
                let seen = node.call(move |open| talk::ends_with(open.core.replica(), &topic, time_ms));
                if seen.await.expect("a running device") {
                    return visible(&post, now_ns());
                }
                if version.changed().await.is_err() {
                    return;
                }
            }
        });
    }

    pub async fn post(&mut self, event: Event) -> Value {
        let Event::Post(post) = event else { panic!("no post") };
        let topic = self.ask(move |replica| talk::topic(replica, &post.topic)).await;
        let (reply, post_ns) =
            (topic::Command::Reply { topic, text: post.text, quotes: Vec::new(), sending: None }, now_ns());
        match &mut self.state {
            State::Open(replica) => drop(say(replica, reply, post.ts)),
            _ => drop(self.call(move |open| say(open.core.replica_mut(), reply, post.ts)).await),
        }
        json!({"post_ns": post_ns})
    }

    pub async fn stats(&self) -> Value {
        let (read, written) = self.call(|open| open.bytes()).await;
        json!({"stream_read": read, "stream_written": written})
    }

    /// Looks at what is here.
    pub async fn ask<R: Send + 'static>(&self, look: impl FnOnce(&Replica<Rows>) -> R + Send + 'static) -> R {
        match &self.state {
            State::New => panic!("nothing is open"),
            State::Open(replica) => look(replica),
            State::Runs(_) => self.call(|open| look(open.core.replica())).await,
        }
    }

    pub async fn stop(&mut self) {
        if let State::Runs(node) = std::mem::take(&mut self.state) {
            node.stop().await;
        }
    }

    /// Forgets where others were: one side dials, as with the other peers.
    async fn run(&mut self) {
        let State::Open(replica) = std::mem::take(&mut self.state) else { panic!("nothing to run") };
        replica.store().connection().execute("DELETE FROM peers", []).expect("forgetting");
        self.state = State::Runs(Node::start(*replica, Mode::Loopback).await.expect("the network"));
    }

    fn node(&self) -> Node<Rows> {
        match &self.state {
            State::Runs(node) => node.clone(),
            _ => panic!("it does not run"),
        }
    }

    async fn call<R: Send + 'static>(&self, work: impl FnOnce(&mut Driven<Rows>) -> R + Send + 'static) -> R {
        self.node().call(work).await.expect("a running device")
    }
}

fn database() -> PathBuf {
    folder().join("community.db")
}

/// Records of everyone's circle.
fn all(replica: &Replica<Rows>) -> u64 {
    replica.store().count_records(&replica.everyone()).expect("counting").0
}

/// Those that others wrote.
fn others(replica: &Replica<Rows>) -> u64 {
    let own: u64 = replica.logs_of(&replica.me().person).map(|(.., count)| count).sum();
    all(replica).saturating_sub(own)
}

/// As the app does once it is let in.
async fn say_name(node: Node<Rows>, mut notices: Receiver<Notice>) {
    loop {
        match notices.recv().await.expect("notices") {
            Notice::Joined { .. } => break,
            Notice::Refused(why) => panic!("refused: {why:?}"),
            _ => {}
        }
    }
    let named = node.call(|open| rename(open.core.replica_mut(), "newcomer")).await;
    named.expect("a running device").expect("a name");
}
