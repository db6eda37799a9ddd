//! What is asked of the home: to found, join and take away communities, and how it looks and speaks.

use super::communities::Home;
use crate::command::{Done, Step};
use crate::settings::Settings;
use crate::trouble::Trouble;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Found a community.
    New {
        /// The community's name.
        name: String,
        /// The founder's own name.
        me: String,
        /// What the first channel is called, where everyone just talks; none is made without it.
        #[serde(default)]
        channel: Option<String>,
    },
    /// Join by a link.
    Join {
        /// The invitation.
        link: String,
        /// The newcomer's name.
        me: String,
        /// Seconds to keep trying.
        timeout_s: u32,
    },
    /// Become a second device by a link.
    DeviceJoin {
        /// The link.
        link: String,
        /// Seconds to keep trying.
        timeout_s: u32,
    },
    /// Take a community off this device: one that was left, that one was removed from, or that one is still being let
    /// into. Tells nobody.
    Forget {
        /// Id or name; may be left out while there is only one.
        community: Option<String>,
    },
    /// Look and speak like this from here on.
    Set {
        /// All settings.
        settings: Settings,
    },
    /// Sync until nothing is left to do or the seconds are over.
    Sync {
        /// Id or name; all of them without it.
        community: Option<String>,
        /// At most this long.
        seconds: u32,
    },
}

impl Home {
    /// Does what is asked. Steps of long commands go to `steps`.
    pub(super) async fn act(&self, command: Command, steps: &mpsc::Sender<Step>) -> Result<Done, Trouble> {
        match command {
            Command::New { name, me, channel } => self.found(&name, &me, channel.as_deref()).await,
            Command::Join { link, me, timeout_s } => self.join(&link, &me, timeout_s, steps).await,
            Command::DeviceJoin { link, timeout_s } => self.join_device(&link, timeout_s, steps).await,
            Command::Forget { community } => self.take_away(community.as_deref()).await,
            Command::Set { settings } => self.set(settings).await,
            Command::Sync { community, seconds } => self.sync(community.as_deref(), seconds).await,
        }
    }
}
