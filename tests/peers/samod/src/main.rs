//! samod as a peer: a root document lists the topics' documents, one for each topic; plain TCP, files as its storage.

mod node;
mod topic;

use line::{Command, commands, now_ns, ready};
use node::{Answer, Node};
use samod::{BackoffConfig, ConnectionState, Transport};
use serde_json::{Value, json};
use std::time::Duration;
use topic::Topic;

/// How often the root is asked for of a connection too young to know that the other has it.
const ASKS: usize = 200;
const BETWEEN: Duration = Duration::from_millis(5);

#[tokio::main]
async fn main() {
    let (to, mut from) = tokio::sync::mpsc::unbounded_channel();
    std::thread::spawn(move || commands().for_each(|command| drop(to.send(command))));
    ready(&json!({"samod": "0.16.0", "automerge": "0.12.0"}));
    let mut node = None;
    while let Some(command) = from.recv().await {
        if command.name == "open" {
            node = Some(Node::open().await);
        }
        match obey(node.as_mut().expect("open first"), &command).await {
            Ok(answer) => command.answer(answer),
            Err(error) => command.refuse(error),
        }
        if command.name == "close" {
            break;
        }
    }
    std::process::exit(0)
}

async fn obey(node: &mut Node, command: &Command) -> Answer<Value> {
    match command.name.as_str() {
        "open" | "stats" => Ok(json!({})),
        "load" => node.load(&command.text("events")).await,
        "invite" => Ok(json!({"root": node.root_id()?.to_string()})),
        "join" => node.join(&command.text("root")),
        "prep" => node.open_listed().await,
        "listen" => listen(node, command.number("port")).await,
        "connect" => connect(node, &command.text("addr")).await,
        "wait" => {
            let visible_ns = node.until(command.number("posts"), command.number("reactions")).await;
            Ok(json!({"visible_ns": visible_ns, "durable_ns": node.flush().await.max(visible_ns)}))
        }
        "synced" => synced(node).await,
        "watch" => {
            node.watch(command.text("topic"), command.text("post"));
            Ok(json!({}))
        }
        "post" => post(node, command).await,
        "read_topic" => {
            let topic = node.topic(&command.text("topic")).await?;
            Ok(topic.with_document(|document| Topic(document).newest(command.number("n"))))
        }
        "count" => node.check().await,
        "close" => {
            node.stop().await;
            Ok(json!({}))
        }
        other => Err(format!("what is {other}?").into()),
    }
}

async fn listen(node: &Node, port: u64) -> Answer<Value> {
    let address = format!("127.0.0.1:{port}");
    let listener = tokio::net::TcpListener::bind(&address).await?;
    let acceptor = node.repo.make_acceptor(url::Url::parse("tcp://a")?)?;
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let _ = socket.set_nodelay(true);
            let _ = acceptor.accept(Transport::from_tokio_io(socket));
        }
    });
    Ok(json!({"addr": format!("tcp://{address}")}))
}

async fn connect(node: &mut Node, address: &str) -> Answer<Value> {
    let dialing = node.repo.dial_tcp(url::Url::parse(address)?, BackoffConfig::default()).map_err(|e| e.to_string())?;
    if node.is_new() {
        dialing.established().await.map_err(|_| "nobody answers")?;
        // A young connection may answer that there is no such document.
        let mut again = tokio::time::interval(BETWEEN);
        for _ in 0..ASKS {
            if node.find_root().await.is_ok() {
                break;
            }
            again.tick().await;
        }
        node.open_all().await?;
    }
    Ok(json!({}))
}

async fn synced(node: &Node) -> Answer<Value> {
    use futures::StreamExt;
    let (mut peers, mut changes) = node.repo.connected_peers();
    let connection = loop {
        let there = peers.iter().find(|peer| matches!(peer.state, ConnectionState::Connected { .. }));
        match there {
            Some(peer) => break peer.id,
            None => peers = changes.next().await.ok_or("no peers")?,
        }
    };
    for document in node.all() {
        document.we_have_their_changes(connection).await;
    }
    Ok(json!({"synced_ns": now_ns()}))
}

async fn post(node: &mut Node, command: &Command) -> Answer<Value> {
    let event = command.event();
    let post_ns = now_ns();
    let topic = node.topic(event.topic()).await?;
    topic.with_document(|document| topic::write(document, &event));
    if command.is_on("flush") {
        node.flush().await;
    }
    Ok(json!({"post_ns": post_ns}))
}
