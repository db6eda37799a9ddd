//! iroh-docs as a peer: one replica. A post is an entry `topic/author/id`, a reaction an entry
//! `r/topic/post/author/emoji`; fifty authors sign them.

mod live;
mod node;

use line::{Command, commands, now_ns, ready};
use node::Node;
use serde_json::{Value, json};

#[tokio::main]
async fn main() {
    let (to, mut from) = tokio::sync::mpsc::unbounded_channel();
    std::thread::spawn(move || commands().for_each(|command| drop(to.send(command))));
    ready(&json!({"iroh-docs": "0.101.0", "iroh": "1.4.1", "iroh-blobs": "0.103.1", "iroh-gossip": "0.101.0"}));
    let mut node = None;
    while let Some(command) = from.recv().await {
        if command.name == "open" {
            node = Some(Node::open().await.expect("a node"));
        }
        match obey(node.as_mut().expect("open first"), &command).await {
            Ok(answer) => command.answer(answer),
            Err(error) => command.refuse(format!("{error:#}")),
        }
        if command.name == "close" {
            break;
        }
    }
    std::process::exit(0)
}

async fn obey(node: &mut Node, command: &Command) -> anyhow::Result<Value> {
    match command.name.as_str() {
        "open" | "prep" | "stats" => Ok(json!({})),
        "load" => node.load(&command.text("events")).await,
        "invite" => node.invite().await,
        "join" => node.join(serde_json::from_value(command.with["write"].clone())?).await,
        "listen" => node.listen().await,
        "connect" => node.connect(&command.text("addr")).await,
        "wait" => {
            let visible_ns = node.live.until(command.number("posts") + command.number("reactions")).await;
            node.flush().await?;
            Ok(json!({"visible_ns": visible_ns, "durable_ns": now_ns()}))
        }
        "synced" => Ok(json!({"synced_ns": node.live.synced().await})),
        "watch" => {
            node.live.watch(command.text("post"));
            Ok(json!({}))
        }
        "post" => {
            let authors = node.authors().await?;
            let post_ns = now_ns();
            node.write(&authors, command.event()).await?;
            if command.is_on("flush") {
                node.flush().await?;
            }
            Ok(json!({"post_ns": post_ns}))
        }
        "read_topic" => node.newest(&command.text("topic"), command.number("n")).await,
        "count" => node.check().await,
        "close" => {
            node.stop().await?;
            Ok(json!({}))
        }
        other => Err(anyhow::anyhow!("what is {other}?")),
    }
}
