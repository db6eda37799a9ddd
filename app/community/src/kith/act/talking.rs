//! What people ask of talk.

use super::say;
use crate::command::{Command, Done, Trouble};
use crate::looking;
use crate::project::Rows;
use crate::talk;
use kith_sync::id::ItemId;
use kith_sync::node::{Replica, Said};

/// Does what is asked of talk.
pub(super) fn act(replica: &mut Replica<Rows>, command: Command, now_ms: i64) -> Result<Done, Trouble> {
    match command {
        Command::StartTopic { title, channel, body, asks, sending } => {
            let (channel, words, sending) = (channel.as_deref(), body.as_deref(), sending.as_deref());
            let new = talk::NewTopic { title: &title, channel, words, asks, sending };
            let once = talk::start_topic(replica, &new, now_ms)?;
            let topic = say_once(replica, once)?;
            forget_drafts(replica, looking::NEW_TOPIC, Some(looking::NEW_TITLE));
            Ok(Done::Topic { topic })
        }
        Command::StartChannel { name } => {
            let saying = talk::start_channel(replica, &name, now_ms)?;
            say(replica, saying).map(|said| Done::Topic { topic: item(&said) })
        }
        Command::Reply { topic, text, quotes, sending } => {
            let new = talk::NewReply { topic: &topic, text: &text, quotes: &quotes, sending: sending.as_deref() };
            let once = talk::reply(replica, &new, now_ms)?;
            let post = say_once(replica, once)?;
            forget_drafts(replica, &looking::reply_to(&topic), Some(&looking::quotes_of(&topic)));
            Ok(Done::Post { post })
        }
        Command::Edit { post, text } => {
            let saying = talk::edit(replica, &post, &text)?;
            say(replica, saying)?;
            forget_drafts(replica, &looking::edit_of(&post), None);
            Ok(Done::Post { post })
        }
        Command::Retitle { topic, title } => {
            let saying = talk::retitle(replica, &topic, &title)?;
            say(replica, saying).map(|_| Done::Topic { topic })
        }
        Command::Undelete { post } => {
            let saying = talk::undelete(replica, &post)?;
            say(replica, saying).map(|_| Done::Post { post })
        }
        Command::Delete { post } => {
            let saying = talk::delete(replica, &post)?;
            say(replica, saying)?;
            forget_drafts(replica, &looking::edit_of(&post), None);
            Ok(Done::Post { post })
        }
        Command::Erase { post } => {
            for saying in talk::erase(replica, &post)? {
                say(replica, saying)?;
            }
            forget_drafts(replica, &looking::edit_of(&post), None);
            Ok(Done::Post { post })
        }
        Command::React { post, emoji } => {
            let saying = talk::react(replica, &post, &emoji, now_ms)?;
            say(replica, saying).map(|_| Done::Post { post })
        }
        Command::Resolve { topic, resolved } => {
            let saying = talk::resolve(replica, &topic, resolved, now_ms)?;
            say(replica, saying).map(|_| Done::Topic { topic })
        }
        _ => Err(Trouble::of("not-of-a-community")),
    }
}

/// Says what was not said before; answers the item that it is or was.
fn say_once(replica: &mut Replica<Rows>, once: talk::Once) -> Result<String, Trouble> {
    match once {
        talk::Once::Before(item) => Ok(item.to_string()),
        talk::Once::New(saying) => say(replica, saying).map(|said| item(&said)),
    }
}

/// What was typed has been sent, so a draft that stays would only be said twice; half of one would be said as it is.
fn forget_drafts(replica: &Replica<Rows>, place: &str, other: Option<&str>) {
    if let Err(error) = looking::forget_drafts(replica.store().connection(), place, other) {
        tracing::warn!(%error, "a draft was not forgotten");
    }
}

fn item(said: &Said) -> String {
    said.item.as_ref().map(ItemId::to_string).unwrap_or_default()
}
