//! What this device alone keeps of its person: what was typed and not sent yet, what was seen, what is muted. Told to nobody,
//! but that this person's other devices hear what was seen.

pub mod draft;
pub mod muted;

pub use draft::{DraftQuery, DraftView};

use crate::charter::decided;
use crate::command::{Act, Done, OK};
use crate::device;
use crate::reader::Reader;
use crate::topic;
use crate::trouble::Trouble;
use crate::tx::Tx;
use kith_sync::id::ItemId;
use kith_sync::node::{ReplicaError, Subjects};
use serde::{Deserialize, Serialize};

/// What lists show of what this device keeps: what was seen, what is muted, where something is typed, how a join stands.
pub(crate) const LOCAL: Subjects = Subjects::sliced(1);
/// What was typed: who watches nothing else of it need not look at each letter.
pub(crate) const DRAFTS: Subjects = Subjects::sliced(2);
/// Most posts that one command says were seen.
const MAX_SEEN: usize = 1_000;

/// What is noted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Note that what is here has been looked at.
    Seen {
        /// The topic that was; everything, if none is named.
        topic: Option<String>,
        /// The posts of it that were; all, if none is named.
        #[serde(default)]
        posts: Vec<String>,
    },
    /// Keep what is typed and not sent yet.
    Draft {
        /// Where it is typed.
        place: String,
        /// The words; none forgets it.
        text: String,
        /// What names the sending that will send them.
        #[serde(default)]
        sending: Option<String>,
    },
    /// Give no notices of a topic or a person, or give them again.
    Mute {
        /// Of what.
        what: Muted,
        /// Whether none are given.
        muted: bool,
    },
}

/// What no notices are given of, by id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Muted {
    /// A topic, or the open conversation of a channel.
    Topic(String),
    /// What a person says.
    Person(String),
}

impl Act for Command {
    fn may(&self, _reader: &Reader<'_>) -> Result<(), Trouble> {
        match self {
            Self::Seen { .. } | Self::Draft { .. } | Self::Mute { .. } => Ok(()),
        }
    }

    fn apply(self, tx: &mut Tx<'_, '_>) -> Result<Done, Trouble> {
        match self {
            Self::Seen { topic, posts } => seen(tx, topic.as_deref(), &posts)?,
            Self::Draft { place, text, sending } => draft::keep_draft(tx.rows(), &place, &text, sending.as_deref())?,
            Self::Mute { what, muted } => muted::mute(tx.rows(), &what, muted)?,
        }
        Ok(OK)
    }
}

fn seen(tx: &mut Tx<'_, '_>, topic: Option<&str>, posts: &[String]) -> Result<(), Trouble> {
    if posts.len() > MAX_SEEN {
        return Err(Trouble::of("seen-many").with("most", MAX_SEEN).with("has", posts.len()));
    }
    let id = |named: &str| named.trim().parse::<ItemId>().map_err(|_| Trouble::of("no-topic").with("topic", named));
    let topic = topic.map(id).transpose()?;
    let posts = posts.iter().map(|post| id(post)).collect::<Result<Vec<_>, _>>()?;
    let seen = match topic {
        Some(topic) => topic::mark_seen(&tx.reader(), &topic, &posts)?,
        None => {
            decided::mark_seen(tx)?;
            topic::mark_all_seen(&tx.reader())?
        }
    };
    share_seen(tx, &seen)
}

/// Has this person's other devices hear what was seen here. What this device may not say now is new there, and nothing is lost.
fn share_seen(tx: &mut Tx<'_, '_>, seen: &[ItemId]) -> Result<(), Trouble> {
    let alone = tx.replica().law().devices(&tx.replica().me().person).len() < 2;
    if seen.is_empty() || alone {
        return Ok(());
    }
    for some in seen.chunks(device::MAX_SEEN) {
        let told = tx.inner.own_circle().and_then(|circle| {
            let saying = device::seen(tx.replica(), circle, some, tx.now_ms);
            tx.inner.say(saying)
        });
        match told {
            Ok(_) => {}
            Err(error @ (ReplicaError::Store(_) | ReplicaError::Document(_) | ReplicaError::TooLarge)) => {
                return Err(error.into());
            }
            Err(error) => {
                tracing::info!(%error, "other devices were not told what was seen");
                return Ok(());
            }
        }
    }
    Ok(())
}
