//! What people do in topics and channels.

use super::may_settle;
use super::write::{
    NewReply, NewTopic, Once, count_resolves, delete, edit, erase, refuse_as_it_stands, reply, retitle, say_resolved,
    start_channel, start_topic, undelete,
};
use crate::command::{Act, Done};
use crate::item::say::say_instead;
use crate::local::draft::{self, forget_drafts};
use crate::reader::Reader;
use crate::trouble::Trouble;
use crate::tx::Tx;
use kith_sync::id::ItemId;
use kith_sync::node::{Said, Saying};
use serde::{Deserialize, Serialize};

/// What is done. What was typed for it is forgotten in the same transaction: a draft that stays would only be said twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Start a topic.
    Start {
        /// Its title.
        title: String,
        /// The channel it belongs to, by id or name.
        channel: Option<String>,
        /// First words.
        body: Option<String>,
        /// Whether its author wants an answer.
        #[serde(default)]
        asks: bool,
        /// Names the sending: the same one with the same words makes one topic.
        #[serde(default)]
        sending: Option<String>,
    },
    /// Make a channel, with its open conversation.
    StartChannel {
        /// What it is called.
        name: String,
    },
    /// Answer in a topic.
    Reply {
        /// The topic.
        topic: String,
        /// The words.
        text: String,
        /// Posts that are quoted.
        quotes: Vec<String>,
        /// Names the sending: the same one with the same words makes one post.
        #[serde(default)]
        sending: Option<String>,
    },
    /// Change one's own words; the earlier ones stay visible as history.
    Edit {
        /// The post or topic.
        post: String,
        /// The new words.
        text: String,
    },
    /// Give a topic of one's own another title, or a channel of one's own another name.
    Retitle {
        /// The topic, or the channel.
        topic: String,
        /// The new title.
        title: String,
    },
    /// Mark one's own post as deleted. Topics of a channel that is deleted stand in none, and its conversation is a topic.
    Delete {
        /// The post, topic or channel.
        post: String,
    },
    /// Take the mark off one's own deleted post.
    Undelete {
        /// The post or topic.
        post: String,
    },
    /// Take one's own words back from every device that obeys.
    Erase {
        /// The post or topic.
        post: String,
    },
    /// Mark a topic resolved, or open again.
    Resolve {
        /// The topic.
        topic: String,
        /// Whether it is resolved from here on.
        resolved: bool,
    },
}

impl Act for Command {
    fn may(&self, reader: &Reader<'_>) -> Result<(), Trouble> {
        match self {
            Self::Resolve { topic, .. } => may_settle(reader, &super::write::topic(reader, topic)?.person),
            Self::Start { .. } | Self::StartChannel { .. } | Self::Reply { .. } => Ok(()),
            // Of one's own words alone.
            Self::Edit { .. }
            | Self::Retitle { .. }
            | Self::Delete { .. }
            | Self::Undelete { .. }
            | Self::Erase { .. } => Ok(()),
        }
    }

    fn apply(self, tx: &mut Tx<'_, '_>) -> Result<Done, Trouble> {
        let now_ms = tx.now_ms;
        match self {
            Self::Start { title, channel, body, asks, sending } => {
                let (channel, words, sending) = (channel.as_deref(), body.as_deref(), sending.as_deref());
                let new = NewTopic { title: &title, channel, words, asks, sending };
                let once = start_topic(tx.replica(), &new, now_ms)?;
                let topic = say_once(tx, once)?;
                forget_drafts(tx.rows(), draft::NEW_TOPIC, Some(draft::NEW_TITLE))?;
                Ok(Done::Topic { topic })
            }
            Self::StartChannel { name } => {
                let saying = start_channel(tx.replica(), &name, now_ms)?;
                tx.say(saying).map(|said| Done::Topic { topic: item(&said) })
            }
            Self::Reply { topic, text, quotes, sending } => {
                let new = NewReply { topic: &topic, text: &text, quotes: &quotes, sending: sending.as_deref() };
                let once = reply(tx.replica(), &new, now_ms)?;
                let post = say_once(tx, once)?;
                forget_drafts(tx.rows(), &draft::reply_to(&topic), Some(&draft::quotes_of(&topic)))?;
                Ok(Done::Post { post })
            }
            Self::Edit { post, text } => {
                let saying = edit(tx.replica(), &post, &text)?;
                change(tx, post, [saying])
            }
            Self::Delete { post } => {
                let saying = delete(tx.replica(), &post)?;
                change(tx, post, [saying])
            }
            Self::Erase { post } => {
                let sayings = erase(tx.replica(), &post)?;
                change(tx, post, sayings)
            }
            Self::Undelete { post } => {
                let saying = undelete(tx.replica(), &post)?;
                tx.say(saying).map(|_| Done::Post { post })
            }
            Self::Retitle { topic, title } => {
                let saying = retitle(tx.replica(), &topic, &title)?;
                tx.say(saying).map(|_| Done::Topic { topic })
            }
            Self::Resolve { topic, resolved } => {
                refuse_as_it_stands(&tx.reader(), &topic, resolved)?;
                let say = |replica: &_| say_resolved(replica, &topic, resolved, now_ms);
                say_instead(tx, say, |reader| count_resolves(reader, &topic))?;
                Ok(Done::Topic { topic })
            }
        }
    }
}

/// Changes a post, and forgets what other words were typed for it.
fn change(
    tx: &mut Tx<'_, '_>,
    post: String,
    sayings: impl IntoIterator<Item = Saying<'static>>,
) -> Result<Done, Trouble> {
    for saying in sayings {
        tx.say(saying)?;
    }
    forget_drafts(tx.rows(), &draft::edit_of(&post), None)?;
    Ok(Done::Post { post })
}

/// Says what was not said before; answers the item that it is or was.
fn say_once(tx: &mut Tx<'_, '_>, once: Once) -> Result<String, Trouble> {
    match once {
        Once::Before(item) => Ok(item.to_string()),
        Once::New(saying) => tx.say(saying).map(|said| item(&said)),
    }
}

fn item(said: &Said) -> String {
    said.item.as_ref().map(ItemId::to_string).unwrap_or_default()
}
