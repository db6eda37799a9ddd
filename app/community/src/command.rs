//! What people ask for. Plain serde types: screens, the command line and scripts send the same.

use crate::home;
pub use crate::nouns::Command;
use crate::project::Rows;
use crate::reader::Reader;
use crate::sentence::Sentence;
pub use crate::trouble::Trouble;
use crate::tx::Tx;
use kith_sync::net::Address;
use kith_sync::node::Replica;
use serde::{Deserialize, Serialize};

/// Something to do. Answered once it is on disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// Asked of the home.
    Home(home::Command),
    /// Asked of one community.
    Community {
        /// Id or name; may be left out while there is only one.
        community: Option<String>,
        /// What is asked.
        command: Command,
    },
}

impl Request {
    /// Asks a community for something; without a name, the only one.
    #[must_use]
    pub fn of(community: Option<String>, command: impl Into<Command>) -> Self {
        Self::Community { community, command: command.into() }
    }
}

impl From<home::Command> for Request {
    fn from(command: home::Command) -> Self {
        Self::Home(command)
    }
}

/// A noun's commands.
pub(crate) trait Act {
    /// Whether who asks may do so, by their role. Each command is named, so that none is forgotten. Whose words something is about, and
    /// what the charter lets somebody decide, is asked where that is looked up.
    ///
    /// # Errors
    /// In words, when they may not.
    fn may(&self, reader: &Reader<'_>) -> Result<(), Trouble>;

    /// Does it, within the transaction.
    ///
    /// # Errors
    /// In words, when it cannot be done; nothing is then changed.
    fn apply(self, tx: &mut Tx<'_, '_>) -> Result<Done, Trouble>;
}

/// Makes one enum of the commands of each noun, listed in [`crate::nouns`].
macro_rules! commands {
    ($($(#[$doc:meta])* $noun:ident($module:ident)),* $(,)?) => {
        /// Something to do in one community.
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Command {
            $($(#[$doc])* $noun($module::Command),)*
        }

        $(impl From<$module::Command> for Command {
            fn from(command: $module::Command) -> Self {
                Self::$noun(command)
            }
        })*

        impl $crate::command::Act for Command {
            fn may(&self, reader: &$crate::reader::Reader<'_>) -> Result<(), $crate::trouble::Trouble> {
                match self {
                    $(Self::$noun(command) => command.may(reader),)*
                }
            }

            fn apply(self, tx: &mut $crate::tx::Tx<'_, '_>) -> Result<$crate::command::Done, $crate::trouble::Trouble> {
                match self {
                    $(Self::$noun(command) => command.apply(tx),)*
                }
            }
        }
    };
}
pub(crate) use commands;

/// Does what is asked of one community: in one transaction, of which all is on disk at the end or nothing.
///
/// `address` is where this device can be reached: links carry it.
///
/// # Errors
/// In words for people: what happened, what is safe, what to do.
pub fn act(
    replica: &mut Replica<Rows>,
    address: &Address,
    command: impl Into<Command>,
    now_ms: i64,
) -> Result<Done, Trouble> {
    replica.tell_time(now_ms);
    let command = command.into();
    replica.commit(|inner| {
        let mut tx = Tx { inner, address, now_ms };
        command.may(&tx.reader())?;
        command.apply(&mut tx)
    })
}

/// A role as people name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// In a room only.
    Guest,
    /// Belongs.
    Member,
    /// Moderates and cares.
    Steward,
    /// May change the charter.
    Organiser,
}

/// What came of a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Done {
    /// A community was founded or joined.
    Community {
        /// Its id.
        community: String,
        /// Whether a steward must still confirm.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        waiting: bool,
    },
    /// A link was made.
    Link {
        /// The link.
        link: String,
    },
    /// A topic was started.
    Topic {
        /// Its id.
        topic: String,
    },
    /// A post was written or changed.
    Post {
        /// Its id.
        post: String,
    },
    /// What sync did.
    Synced {
        /// Whether nothing was left to do.
        quiet: bool,
        /// Records received.
        records_in: u64,
        /// Records sent.
        records_out: u64,
        /// Bytes read on sessions' streams.
        bytes_in: u64,
        /// Bytes written on sessions' streams.
        bytes_out: u64,
    },
    /// A person was judged.
    Person {
        /// Their id.
        person: String,
        /// Whether it holds only once a second organiser asks for it too.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        asked: bool,
    },
    /// It is done.
    Ok {
        /// Always true.
        ok: bool,
    },
}

/// Nothing is to be told of it but that it is done.
pub(crate) const OK: Done = Done::Ok { ok: true };

/// A step of something that takes a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step(pub Sentence);

impl From<kith_sync::charter::Role> for Role {
    fn from(role: kith_sync::charter::Role) -> Self {
        match role {
            kith_sync::charter::Role::Guest => Self::Guest,
            kith_sync::charter::Role::Member => Self::Member,
            kith_sync::charter::Role::Steward => Self::Steward,
            kith_sync::charter::Role::Organiser => Self::Organiser,
        }
    }
}

impl From<Role> for kith_sync::charter::Role {
    fn from(role: Role) -> Self {
        match role {
            Role::Guest => Self::Guest,
            Role::Member => Self::Member,
            Role::Steward => Self::Steward,
            Role::Organiser => Self::Organiser,
        }
    }
}
