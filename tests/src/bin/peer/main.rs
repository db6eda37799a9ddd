//! Kith as a peer of the bench in `tests/peers`: the line protocol on one side, on the other the commands, queries and the
//! node that the app runs on, with the real store and iroh on loopback. Nothing is switched off.

#![expect(clippy::expect_used, clippy::panic, reason = "a peer of the bench stops where it fails")]

mod device;
mod people;
mod talk;

use device::Device;
use kith_tests::line::{Command, commands, ready};
use serde_json::{Value, json};

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    ready(&json!({"kith": env!("CARGO_PKG_VERSION")}));
    runtime.block_on(async {
        let mut device = Device::default();
        for command in commands() {
            let answer = obey(&mut device, &command).await;
            command.answer(answer);
            if command.name == "close" {
                break;
            }
        }
    });
}

async fn obey(device: &mut Device, command: &Command) -> Value {
    match command.name.as_str() {
        "open" => device.open(),
        "load" => return device.load(&command.text("events")),
        "invite" => return device.invite().await,
        "join" => device.join(&command.text("link"), command.number("records")).await,
        // A socket is bound before the clock runs.
        "prep" => device.run_if_it_dials().await,
        "listen" => return device.listen(command.number("port")).await,
        "connect" => device.connect(&command.text("addr")).await,
        "wait" => return device.until_all_is_here().await,
        // Nothing tells so but asking over and over, which would be counted: the last packet counts.
        "synced" => {}
        "watch" => device.watch(command.text("topic"), command.text("post")).await,
        "post" => return device.post(command.event()).await,
        "read_topic" => {
            let (topic, most) = (command.text("topic"), command.number("n"));
            return device.ask(move |replica| talk::newest(replica, &topic, most)).await;
        }
        "count" => return device.ask(talk::check).await,
        "stats" => return device.stats().await,
        "close" => device.stop().await,
        other => panic!("what is {other}?"),
    }
    json!({})
}
