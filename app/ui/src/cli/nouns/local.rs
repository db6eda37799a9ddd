//! What this device alone notes.

use crate::cli::task::Task;
use clap::Subcommand;
use kith_community::local::Command;

#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum Asked {
    /// Note that a topic, or everything, has been looked at
    Seen { topic: Option<String> },
}

impl Asked {
    pub fn task(self, community: Option<String>) -> Task {
        let Self::Seen { topic } = self;
        Task::ask(community, Command::Seen { topic, posts: Vec::new() })
    }
}

pub fn done(command: &Command) -> Option<&'static str> {
    matches!(command, Command::Seen { .. }).then_some("It counts as seen.")
}
