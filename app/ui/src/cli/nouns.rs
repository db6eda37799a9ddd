//! What each noun is asked on the command line, and how it answers there.

mod announcement;
mod charter;
mod community;
mod device;
mod home;
mod invitation;
mod local;
mod profile;
mod reaction;
mod today;
mod topic;

use super::task::Task;
use clap::Subcommand;
use kith_community::command::{Command, Done};
use kith_community::today::Waiting;

/// Makes one list of what may be asked.
macro_rules! asked {
    ($($noun:ident($module:ident)),* $(,)?) => {
        /// What may be asked, in the order in which the help shows it.
        #[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
        pub enum Asked {
            $(
                #[command(flatten)]
                $noun($module::Asked),
            )*
        }

        impl Asked {
            /// What is to be done, of the community of that name or of the only one.
            pub fn task(self, community: Option<String>) -> Task {
                match self {
                    $(Self::$noun(asked) => asked.task(community),)*
                }
            }
        }
    };
}

asked! {
    Home(home),
    Invitation(invitation),
    Today(today),
    Announcement(announcement),
    Topic(topic),
    Reaction(reaction),
    Local(local),
    Charter(charter),
    Community(community),
    Profile(profile),
    Device(device),
}

/// What came of a command; `None` if nothing more is to be said than that it is done, or what was made.
pub fn done(command: &Command, done: &Done) -> Option<String> {
    let said = match command {
        Command::Announcement(command) => return announcement::done(command, done),
        Command::Charter(command) => charter::done(command, done),
        Command::Device(command) => return device::done(command),
        Command::Local(command) => local::done(command),
        Command::Profile(command) => profile::done(command),
        Command::Reaction(_) => Some("The reaction is changed."),
        Command::Topic(command) => topic::done(command),
        Command::Community(_) | Command::Invitation(_) => None,
    };
    said.map(str::to_owned)
}

/// A line for something that waits.
fn waiting(waiting: &Waiting) -> String {
    match waiting {
        Waiting::Announcement(waits) => announcement::waits(waits),
        Waiting::Charter(waits) => charter::waits(waits),
        Waiting::Device(waits) => device::waits(waits),
        Waiting::Topic(waits) => topic::waits(waits),
    }
}
