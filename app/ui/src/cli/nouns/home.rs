//! The home of a person's communities: how it is opened, what is in it, how it is.

use crate::cli::print::{count, list, named, sentence};
use crate::cli::task::{InTerminal, PageArgs, Task};
use crate::when::{ago, now_ms};
use clap::Subcommand;
use kith_community::home::{
    Command, CommunitiesQuery, CommunityRow, CommunityStatus, DoctorQuery, DoctorView, Finding, StatusQuery, StatusView,
};
use std::fmt::Write as _;

/// What the first channel of a community is called that is founded here.
pub const FIRST_CHANNEL: &str = "Just talking";

const NONE: &str = "No communities yet. Start one with: kith new NAME --as ME";

#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum Asked {
    /// Open Kith (what `kith` alone does), with an invitation that was tapped
    Open {
        #[arg(value_name = "LINK")]
        link: Option<String>,
    },
    /// Show the page in the browser, and sync
    Serve(PageArgs),
    /// No screen, just sync, until stopped
    Run,
    /// Start a community
    New {
        name: String,
        /// Your name
        #[arg(long = "as", value_name = "ME")]
        me: String,
    },
    /// Join a community by a link
    Join {
        link: String,
        /// Your name
        #[arg(long = "as", value_name = "ME")]
        me: String,
        /// Seconds to keep trying
        #[arg(long, default_value_t = 60, value_name = "SECONDS")]
        timeout: u32,
    },
    /// The communities on this device
    Communities,
    /// Delete from this device a community that you have left, or stop joining one
    Forget,
    /// Sync until nothing is left to do, or the seconds are over
    Sync {
        /// At most this many seconds
        #[arg(long = "for", default_value_t = 20, value_name = "SECONDS")]
        seconds: u32,
    },
    /// What is here, and who has been heard from
    Status,
    /// Whether everything here is as it should be; tells no name, word or address
    Doctor,
}

impl Asked {
    pub fn task(self, community: Option<String>) -> Task {
        let command = match self {
            Self::Open { link } => return Task::Open(PageArgs::default(), link),
            Self::Serve(page) => return Task::Serve(page),
            Self::Run => return Task::Run,
            Self::Communities => return Task::look(community, CommunitiesQuery),
            Self::Status => return Task::look(None, StatusQuery { community }),
            Self::Doctor => return Task::look(community, DoctorQuery),
            Self::New { name, me } => Command::New { name, me, channel: Some(FIRST_CHANNEL.to_owned()) },
            Self::Join { link, me, timeout: timeout_s } => Command::Join { link, me, timeout_s },
            Self::Forget => Command::Forget { community },
            Self::Sync { seconds } => Command::Sync { community, seconds },
        };
        Task::Send(command.into())
    }
}

impl InTerminal for CommunitiesQuery {
    fn told(rows: &Vec<CommunityRow>, _: i64) -> String {
        list(rows, NONE, community)
    }
}

fn community(row: &CommunityRow) -> String {
    let Some(entering) = &row.entering else {
        return format!("{}  {}", row.community, named(&row.name, "(its name has not arrived yet)"));
    };
    let name = named(&entering.name, "(its name has not arrived yet)");
    let mut said =
        format!("{}  {name}\n  not in yet, asking since {}", row.community, ago(now_ms(), entering.since_ms));
    let _ = write!(said, "; {} asked, {} in vain", count(entering.devices.into(), "device"), entering.times);
    if let Some(answer) = &entering.answer {
        let _ = write!(said, "\n  {}", sentence(answer));
    }
    said
}

impl InTerminal for StatusQuery {
    fn told(view: &StatusView, now_ms: i64) -> String {
        let troubles: String = view.troubles.iter().map(|trouble| format!("{}\n", sentence(trouble))).collect();
        troubles + &list(&view.communities, NONE, |row| status(row, now_ms))
    }
}

fn status(row: &CommunityStatus, now_ms: i64) -> String {
    let name = named(&row.name, "(its name has not arrived yet)");
    let mut said = format!("{name}  {}\n  {} here", row.community, count(row.records, "record"));
    let _ = write!(said, "\n  digest {}\n  root   {}", row.digest, row.root);
    for device in &row.devices {
        let heard =
            device.last_heard.map_or("not heard from yet".to_owned(), |at| format!("heard from {}", ago(now_ms, at)));
        let behind = match device.behind {
            0 => "has signed for all that is here".to_owned(),
            behind => format!("has not signed for {}", count(behind, "record")),
        };
        let differs = if device.differs { " · SHOWS SOMETHING ELSE: a defect, please report it" } else { "" };
        let name = named(&device.name, &device.person);
        let _ = write!(said, "\n  {} of {name} · {heard} · {behind}{differs}", device.device);
    }
    said
}

impl InTerminal for DoctorQuery {
    fn told(view: &DoctorView, _: i64) -> String {
        let row =
            |finding: &Finding| format!("{}  {}", if finding.well { "well" } else { "NOT " }, sentence(&finding.what));
        list(&view.findings, "Nothing was found.", row)
    }
}
