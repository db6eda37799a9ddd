//! One's own devices.

use crate::cli::print::{line, list, named};
use crate::cli::task::{InTerminal, Task};
use crate::when::{ago, now_ms};
use clap::Subcommand;
use kith_community::device::{Command, DeviceWaits};
use kith_community::home;
use kith_community::reach::{DeviceRow, DevicesQuery};

#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum Asked {
    /// Bring a second device of your own
    #[command(subcommand)]
    Device(DeviceAsked),
    /// Your devices
    Devices,
}

#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum DeviceAsked {
    /// Make a link for a second device
    Link,
    /// Become a second device by a link
    Join {
        link: String,
        /// Seconds to keep trying
        #[arg(long, default_value_t = 60, value_name = "SECONDS")]
        timeout: u32,
    },
    /// Call a device of your own something; nobody else reads it
    Rename {
        /// Its id, the beginning of it, or what it is called
        device: String,
        name: String,
    },
    /// End a device of your own that is lost
    Remove {
        /// Its id, the beginning of it, or what it is called
        device: String,
    },
    /// On a device that was put back from an older copy: go on without what it decided and nobody has any more
    GoOn,
}

impl Asked {
    pub fn task(self, community: Option<String>) -> Task {
        let Self::Device(asked) = self else {
            return Task::look(community, DevicesQuery);
        };
        match asked {
            DeviceAsked::Join { link, timeout: timeout_s } => {
                Task::Send(home::Command::DeviceJoin { link, timeout_s }.into())
            }
            DeviceAsked::Link => Task::ask(community, Command::Link),
            DeviceAsked::Rename { device, name } => Task::ask(community, Command::Rename { device, name }),
            DeviceAsked::Remove { device } => Task::ask(community, Command::Remove { device }),
            DeviceAsked::GoOn => Task::ask(community, Command::GoOn),
        }
    }
}

pub fn done(command: &Command) -> Option<String> {
    let said = match command {
        Command::Rename { name, .. } => return Some(format!("It is called {} on your own devices.", line(name))),
        Command::Remove { .. } => "The device is ended. Others follow when they hear of it.",
        Command::GoOn => "This device goes on without what is missing.",
        Command::Link => return None,
    };
    Some(said.to_owned())
}

pub fn waits(waits: &DeviceWaits) -> String {
    match waits {
        DeviceWaits::PutBack => "This device was put back from an older copy, and something that you decided here is \
                                 missing; let it meet the others, or go on without it: kith device go-on"
            .to_owned(),
    }
}

impl InTerminal for DevicesQuery {
    fn told(rows: &Vec<DeviceRow>, _: i64) -> String {
        list(rows, "No devices yet. Start a community with: kith new NAME --as ME", device)
    }
}

fn device(row: &DeviceRow) -> String {
    let state = match (row.this, row.last_heard) {
        (true, _) => "this one".to_owned(),
        (_, Some(at)) => format!("heard from {}", ago(now_ms(), at)),
        (_, None) => "not heard from yet".to_owned(),
    };
    format!("{}  {} · {state}", row.device, named(&row.name, "(no name yet)"))
}
