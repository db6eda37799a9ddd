//! What a community is called, and how it talks.

use crate::command::{Done, OK};
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
        let saying = match self {
            Self::Rename { name } => topic::name_community(tx.replica(), &name, tx.now_ms)?,
            Self::SetCustoms { reactions, answer_h } => {
                topic::set_customs(tx.replica(), reactions.as_deref(), answer_h, tx.now_ms)?
            }
        };
        tx.say(saying).map(|_| OK)
    }
}

/// What the community is called: the name to show, then others that stand at once. Empty until one arrived.
///
/// # Errors
/// Whatever SQLite answers.
pub fn names(reader: &Reader<'_>) -> rusqlite::Result<Vec<String>> {
    topic::community_name(reader)
}
