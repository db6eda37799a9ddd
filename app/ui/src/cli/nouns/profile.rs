//! One's own card.

use crate::cli::task::Task;
use clap::Subcommand;
use kith_community::profile::Command;

#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum Asked {
    /// Be called otherwise
    Rename { name: String },
}

impl Asked {
    pub fn task(self, community: Option<String>) -> Task {
        let Self::Rename { name } = self;
        Task::ask(community, Command::Rename { name })
    }
}

pub fn done(command: &Command) -> Option<&'static str> {
    matches!(command, Command::Rename { .. }).then_some("You have your new name.")
}
