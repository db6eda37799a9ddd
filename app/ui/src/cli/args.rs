//! What may be asked on the command line, and the seam's word for it.

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use kith_community::charter::{CharterQuery, PeopleQuery};
use kith_community::command::{Command, Request, Role};
use kith_community::community::CustomsQuery;
use kith_community::home::{CommunitiesQuery, DoctorQuery, StatusQuery};
use kith_community::query::{Look, Query as _};
use kith_community::reach::DevicesQuery;
use kith_community::today::TodayQuery;
use kith_community::topic::{TopicQuery, TopicsQuery};
use kith_community::{charter, community, device, home, invitation, local, profile, reaction, topic};
use kith_sync::net::Mode;
use std::ffi::OsString;
use std::path::PathBuf;

/// What the first channel of a community is called that is founded here.
const FIRST_CHANNEL: &str = "Just talking";

/// A community's own place, on its own devices.
#[derive(Debug, Parser)]
#[command(name = "kith", version, arg_required_else_help = false)]
pub struct Cli {
    /// Where Kith keeps everything [default: $KITH_HOME, else the platform's place for data]
    #[arg(long, global = true, value_name = "DIR")]
    pub home: Option<PathBuf>,
    /// Which networks may be used [default: online, or as the running Kith has it]
    #[arg(long, global = true, value_enum)]
    pub net: Option<Net>,
    /// Which community is meant; may be left out while there is only one
    #[arg(long, global = true, value_name = "NAME-OR-ID")]
    pub community: Option<String>,
    /// Print exactly one JSON value
    #[arg(long, global = true)]
    pub json: bool,
    #[command(flatten)]
    page: PageArgs,
    #[command(subcommand)]
    asked: Option<Asked>,
}

/// Which networks may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Net {
    /// The internet and the local network
    Online,
    /// The local network only
    Lan,
    /// This machine only
    Loopback,
    /// None
    Off,
}

/// How the page is shown.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
pub struct PageArgs {
    /// The page's port on this machine [default: the last one, else any free one]
    #[arg(long, value_name = "N")]
    pub port: Option<u16>,
    /// Print the page's address, and do not open the browser
    #[arg(long)]
    pub no_open: bool,
    /// Look around in a made-up community, which goes when Kith ends
    #[arg(long)]
    pub demo: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
enum Asked {
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
    /// Bring a second device of your own
    #[command(subcommand)]
    Device(DeviceAsked),
    /// Your devices
    Devices,
    /// The communities on this device
    Communities,
    /// Everyone who ever came
    People,
    /// What is talked about, newest first
    Topics,
    /// Start a topic, or read one
    #[command(subcommand)]
    Topic(TopicAsked),
    /// Answer in a topic
    Reply {
        topic: String,
        #[arg(allow_hyphen_values = true)]
        text: String,
        /// A post that is quoted
        #[arg(long = "quote", value_name = "POST")]
        quotes: Vec<String>,
    },
    /// Change your own words
    Edit {
        post: String,
        #[arg(allow_hyphen_values = true)]
        text: String,
    },
    /// Give a topic of your own another title, or a channel of your own another name
    Retitle {
        topic: String,
        #[arg(allow_hyphen_values = true)]
        title: String,
    },
    /// Mark your own post, topic or channel as deleted; topics of a channel stay
    Delete { post: String },
    /// Have your own deleted post stand again
    Undelete { post: String },
    /// Take your own words back from every device that obeys
    Erase { post: String },
    /// React to a post; the same again takes it back
    React {
        post: String,
        #[arg(allow_hyphen_values = true)]
        emoji: String,
    },
    /// Mark a topic resolved
    Resolve {
        topic: String,
        /// Mark it open again
        #[arg(long)]
        open: bool,
    },
    /// Give a person a role
    Role { person: String, role: RoleName },
    /// End a person's belonging
    Remove {
        person: String,
        /// Why, in words that everyone here reads
        #[arg(long, value_name = "T")]
        why: Option<String>,
    },
    /// Bring a removed person back, or vouch for a waiting one
    Restore { person: String },
    /// Be called otherwise
    Rename { name: String },
    /// How the community talks: show it, or choose it for everyone
    Customs {
        /// The reactions that are one tap away, at most six, with commas between; an empty one for the usual ones
        #[arg(long, value_name = "LIST", value_delimiter = ',')]
        reactions: Option<Vec<String>>,
        /// How long a question waits before it reads as unanswered, such as 12h, 3d or 1w
        #[arg(long, value_name = "TIME", value_parser = hours)]
        answer_within: Option<u32>,
    },
    /// Leave the community
    Leave,
    /// Delete from this device a community that you have left, or stop joining one
    Forget,
    /// Who was given which say, in plain lines
    Charter,
    /// What is new since you last looked
    Today,
    /// Note that a topic, or everything, has been looked at
    Seen { topic: Option<String> },
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

#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
enum DeviceAsked {
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

#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
enum TopicAsked {
    /// Start a topic
    New {
        #[arg(allow_hyphen_values = true)]
        title: String,
        /// The channel it belongs to, by name or id
        #[arg(long, value_name = "C")]
        channel: Option<String>,
        /// First words
        #[arg(long, value_name = "T", allow_hyphen_values = true)]
        body: Option<String>,
        /// Ask for an answer
        #[arg(long)]
        asks: bool,
    },
    /// Make a channel, with an open conversation
    Channel {
        #[arg(allow_hyphen_values = true)]
        name: String,
    },
    /// Read a topic, or the conversation of a channel
    Show { id: String },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum RoleName {
    Organiser,
    Steward,
    Member,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// Show Kith in its window where it has one, else as a page, and sync.
    Open(PageArgs, Option<String>),
    /// Show the page, and sync.
    Serve(PageArgs),
    /// Sync without a screen.
    Run,
    /// Do this, once.
    Send(Request),
    /// Look at this, once.
    Look(Look),
}

impl Cli {
    /// Reads the arguments.
    ///
    /// # Errors
    /// A usage error (exit code 2), or what `--help` and `--version` print (exit code 0).
    pub fn read(args: impl IntoIterator<Item = OsString>) -> Result<(Self, Task), clap::Error> {
        let mut cli = Self::try_parse_from(args)?;
        let asked = cli.asked.take();
        if asked.is_some() && cli.page != PageArgs::default() {
            let words =
                "--port, --no-open and --demo belong to `kith` alone or to `kith serve`, after the word `serve`";
            return Err(Self::command().error(ErrorKind::ArgumentConflict, words));
        }
        let community = cli.community.clone();
        let task = asked.map_or_else(|| Task::Open(cli.page.clone(), None), |asked| Task::of(asked, community));
        Ok((cli, task))
    }
}

impl Task {
    /// Whether a made-up community is asked for.
    pub fn is_demo(&self) -> bool {
        matches!(self, Self::Serve(page) | Self::Open(page, _) if page.demo)
    }
}

impl PageArgs {
    /// Whether nothing is asked for that only the browser has.
    #[cfg(feature = "window")]
    pub fn fits_window(&self) -> bool {
        self.port.is_none() && !self.no_open
    }
}

impl Task {
    /// What is asked, of the community of that name or of the only one.
    fn of(asked: Asked, community: Option<String>) -> Self {
        let ask = |command: Command| Self::Send(Request::Community { community: community.clone(), command });
        let manage = |command: home::Command| Self::Send(command.into());
        match asked {
            Asked::Open { link } => Self::Open(PageArgs::default(), link),
            Asked::Serve(page) => Self::Serve(page),
            Asked::Run => Self::Run,
            Asked::New { name, me } => manage(home::Command::New { name, me, channel: Some(FIRST_CHANNEL.to_owned()) }),
            Asked::Join { link, me, timeout: timeout_s } => manage(home::Command::Join { link, me, timeout_s }),
            Asked::Device(DeviceAsked::Join { link, timeout: timeout_s }) => {
                manage(home::Command::DeviceJoin { link, timeout_s })
            }
            Asked::Forget => manage(home::Command::Forget { community }),
            Asked::Sync { seconds } => manage(home::Command::Sync { community, seconds }),
            Asked::Invite { days } => ask(invitation::Command::Open { days }.into()),
            Asked::Greet { greeting } => ask(invitation::Command::Greet { greeting }.into()),
            Asked::Device(DeviceAsked::Link) => ask(device::Command::Link.into()),
            Asked::Device(DeviceAsked::Rename { device, name }) => ask(device::Command::Rename { device, name }.into()),
            Asked::Device(DeviceAsked::Remove { device }) => ask(device::Command::Remove { device }.into()),
            Asked::Device(DeviceAsked::GoOn) => ask(device::Command::GoOn.into()),
            Asked::Topic(TopicAsked::New { title, channel, body, asks }) => {
                ask(topic::Command::Start { title, channel, body, asks, sending: None }.into())
            }
            Asked::Topic(TopicAsked::Channel { name }) => ask(topic::Command::StartChannel { name }.into()),
            Asked::Reply { topic, text, quotes } => {
                ask(topic::Command::Reply { topic, text, quotes, sending: None }.into())
            }
            Asked::Edit { post, text } => ask(topic::Command::Edit { post, text }.into()),
            Asked::Retitle { topic, title } => ask(topic::Command::Retitle { topic, title }.into()),
            Asked::Delete { post } => ask(topic::Command::Delete { post }.into()),
            Asked::Undelete { post } => ask(topic::Command::Undelete { post }.into()),
            Asked::Erase { post } => ask(topic::Command::Erase { post }.into()),
            Asked::Resolve { topic, open } => ask(topic::Command::Resolve { topic, resolved: !open }.into()),
            Asked::React { post, emoji } => ask(reaction::Command::Toggle { post, emoji }.into()),
            Asked::Role { person, role } => ask(charter::Command::SetRole { person, role: role.into() }.into()),
            Asked::Remove { person, why } => ask(charter::Command::Remove { person, why }.into()),
            Asked::Restore { person } => ask(charter::Command::Restore { person }.into()),
            Asked::Leave => ask(charter::Command::Leave.into()),
            Asked::Rename { name } => ask(profile::Command::Rename { name }.into()),
            Asked::Seen { topic } => ask(local::Command::Seen { topic, posts: Vec::new() }.into()),
            Asked::Customs { reactions: None, answer_within: None } => Self::Look(CustomsQuery.put(community)),
            Asked::Customs { reactions, answer_within: answer_h } => {
                let given = |all: Vec<String>| all.into_iter().filter(|one| !one.is_empty()).collect();
                ask(community::Command::SetCustoms { reactions: reactions.map(given), answer_h }.into())
            }
            Asked::Devices => Self::Look(DevicesQuery.put(community)),
            Asked::Communities => Self::Look(CommunitiesQuery.put(community)),
            Asked::People => Self::Look(PeopleQuery.put(community)),
            Asked::Topics => Self::Look(TopicsQuery::latest(500).put(community)),
            Asked::Topic(TopicAsked::Show { id }) => Self::Look(TopicQuery::end(id).put(community)),
            Asked::Charter => Self::Look(CharterQuery.put(community)),
            Asked::Today => Self::Look(TodayQuery.put(community)),
            Asked::Status => Self::Look(StatusQuery { community }.put(None)),
            Asked::Doctor => Self::Look(DoctorQuery.put(community)),
        }
    }
}

/// Hours, from a number with h, d or w after it.
fn hours(text: &str) -> Result<u32, String> {
    let each = match text.chars().last() {
        Some('h') => 1,
        Some('d') => 24,
        Some('w') => 7 * 24,
        _ => return Err("a number with h, d or w after it".to_owned()),
    };
    let count: u32 =
        text.trim_end_matches(['h', 'd', 'w']).parse().map_err(|_| "a whole number comes first".to_owned())?;
    count.checked_mul(each).ok_or_else(|| "that is too long".to_owned())
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Organiser => Self::Organiser,
            RoleName::Steward => Self::Steward,
            RoleName::Member => Self::Member,
        }
    }
}

impl From<Net> for Mode {
    fn from(net: Net) -> Self {
        match net {
            Net::Online => Self::Online,
            Net::Lan => Self::Lan,
            Net::Loopback => Self::Loopback,
            Net::Off => Self::Off,
        }
    }
}

#[cfg(test)]
mod tests;
