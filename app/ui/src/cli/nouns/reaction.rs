//! Answers without words.

use crate::cli::task::Task;
use clap::Subcommand;
use kith_community::reaction::Command;

#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum Asked {
    /// React to a post; the same again takes it back
    React {
        post: String,
        #[arg(allow_hyphen_values = true)]
        emoji: String,
    },
}

impl Asked {
    pub fn task(self, community: Option<String>) -> Task {
        let Self::React { post, emoji } = self;
        Task::ask(community, Command::Toggle { post, emoji })
    }
}
