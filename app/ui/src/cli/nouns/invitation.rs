//! How people come.

use crate::cli::task::Task;
use clap::Subcommand;
use kith_community::invitation::Command;

#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum Asked {
    /// Make a link for someone new
    Invite {
        /// How many days it is good for
        #[arg(long, default_value_t = 14)]
        days: u32,
    },
    /// Put a line of your own into the invitations you make; an empty one takes it out
    Greet {
        #[arg(allow_hyphen_values = true)]
        greeting: String,
    },
}

impl Asked {
    pub fn task(self, community: Option<String>) -> Task {
        match self {
            Self::Invite { days } => Task::ask(community, Command::Open { days }),
            Self::Greet { greeting } => Task::ask(community, Command::Greet { greeting }),
        }
    }
}
