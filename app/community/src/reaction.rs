//! Answers without words.

use crate::command::Done;
use crate::topic;
use crate::trouble::Trouble;
use crate::tx::Tx;
use serde::{Deserialize, Serialize};

/// What is done about reactions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// React to a post; the same again takes it back.
    Toggle {
        /// The post or topic.
        post: String,
        /// The reaction.
        emoji: String,
    },
}

impl Command {
    pub(crate) fn apply(self, tx: &mut Tx<'_, '_>) -> Result<Done, Trouble> {
        let Self::Toggle { post, emoji } = self;
        let saying = topic::react(tx.replica(), &post, &emoji, tx.now_ms)?;
        tx.say(saying).map(|_| Done::Post { post })
    }
}
