//! What a community is called, and how it talks.

mod customs;
mod name;
mod query;
mod rows;

pub use customs::{asked_before_ms, customs, falls_due_ms, set_customs};
pub use name::{name_community, names};
pub(crate) use query::row;
pub use query::{CommunityQuery, CommunityView, Customs, CustomsQuery, May};
pub(crate) use rows::{CHOICES, Choices};

use crate::command::{Act, Done, OK};
use crate::item::say::say_instead;
use crate::item::schema::{KIND, ON, REPLACES, TIME, WORDS};
use crate::may::{self, Right};
use crate::reaction::EMOJI;
use crate::reader::Reader;
use crate::trouble::Trouble;
use crate::tx::Tx;
use kith_sync::charter::Role;
use serde::{Deserialize, Serialize};

/// The kind of an item that names the community.
const COMMUNITY_NAME: i64 = 5;
/// The kind of an item that says how the community talks.
const CUSTOMS: i64 = 10;
/// To say what the community is called, and to choose how it talks.
pub(crate) const CHOOSE: Right = Right::from(Role::Organiser);
/// How many hours a question waits before it reads as unanswered.
const ANSWER_H: &str = "u";
/// Most of these hours.
pub const MAX_ANSWER_H: u32 = 8_760;
/// Most characters of the community's name.
pub const MAX_NAME: usize = 64;

/// What takes a role is said once, all of it: whoever loses the role puts nothing else in its place.
const NAME_ONCE: [&str; 5] = [KIND, ON, TIME, WORDS, REPLACES];
const CUSTOMS_ONCE: [&str; 6] = [KIND, ON, TIME, EMOJI, ANSWER_H, REPLACES];

/// The queries of what is chosen, by name.
#[cfg(test)]
pub(crate) fn queries() -> [(&'static str, String); 2] {
    [("names", name::STANDING.to_owned()), ("customs", customs::STANDING.to_owned())]
}

/// What is chosen for everyone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Have the community called otherwise.
    Rename {
        /// Its new name.
        name: String,
    },
    /// Choose for the community how it talks; what is not named stays.
    SetCustoms {
        /// The reactions that are one tap away, at most six; none at all are the ones that Kith has.
        #[serde(default)]
        reactions: Option<Vec<String>>,
        /// Hours that a question waits before it reads as unanswered.
        #[serde(default)]
        answer_h: Option<u32>,
    },
}

impl Act for Command {
    fn may(&self, reader: &Reader<'_>) -> Result<(), Trouble> {
        match self {
            Self::Rename { .. } | Self::SetCustoms { .. } => may::ask(reader, CHOOSE),
        }
    }

    fn apply(self, tx: &mut Tx<'_, '_>) -> Result<Done, Trouble> {
        let now_ms = tx.now_ms;
        match self {
            Self::Rename { name } => {
                let say = |replica: &_| name_community(replica, &name, now_ms);
                say_instead(tx, say, name::count)?;
            }
            Self::SetCustoms { reactions, answer_h } => {
                let chosen = customs::chosen(&tx.reader(), reactions.as_deref(), answer_h)?;
                say_instead(tx, |replica| customs::say(replica, &chosen, now_ms), customs::count)?;
            }
        }
        Ok(OK)
    }
}
