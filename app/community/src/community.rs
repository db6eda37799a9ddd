//! What a community is called, and how it talks.

use crate::command::{Done, OK};
use crate::may::{self, Right};
use crate::reader::Reader;
use crate::topic;
use crate::trouble::Trouble;
use crate::tx::Tx;
use serde::{Deserialize, Serialize};

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

impl Command {
    pub(crate) fn apply(self, tx: &mut Tx<'_, '_>) -> Result<Done, Trouble> {
        let now_ms = tx.now_ms;
        may::ask(&tx.reader(), Right::Choose)?;
        match self {
            Self::Rename { name } => {
                let say = |replica: &_| topic::name_community(replica, &name, now_ms);
                topic::say_instead(tx, say, topic::count_names)?;
            }
            Self::SetCustoms { reactions, answer_h } => {
                let chosen = topic::chosen(&tx.reader(), reactions.as_deref(), answer_h)?;
                topic::say_instead(tx, |replica| topic::say_customs(replica, &chosen, now_ms), topic::count_customs)?;
            }
        }
        Ok(OK)
    }
}

/// What the community is called: the name to show, then others that stand at once. Empty until one arrived.
///
/// # Errors
/// Whatever SQLite answers.
pub fn names(reader: &Reader<'_>) -> rusqlite::Result<Vec<String>> {
    topic::community_name(reader)
}
