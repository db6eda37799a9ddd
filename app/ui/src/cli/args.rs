//! What may be asked on the command line, and the seam's word for it.

use super::nouns::{Asked, InTerminal};
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, ValueEnum};
use kith_community::command::{Command, Request};
use kith_community::query::{AnyView, Look};
use kith_sync::net::Mode;
use std::ffi::OsString;
use std::path::PathBuf;

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
    Look(Look, Teller),
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
        let task = asked.map_or_else(|| Task::Open(cli.page.clone(), None), |asked| asked.task(community));
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

/// How an answer is told in a terminal: at a time, in milliseconds since 1970.
#[derive(Clone, Copy, Debug)]
pub struct Teller(pub fn(AnyView, i64) -> String);

impl PartialEq for Teller {
    /// What is asked says it already.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Teller {}

impl Task {
    /// Does something in the community of that name, or in the only one.
    pub fn ask(community: Option<String>, command: impl Into<Command>) -> Self {
        Self::Send(Request::of(community, command))
    }

    /// Looks at something of the community of that name, or of the only one.
    pub fn look<Q: InTerminal>(community: Option<String>, query: Q) -> Self {
        fn tell<Q: InTerminal>(view: AnyView, now_ms: i64) -> String {
            Q::answer(view).map(|view| Q::told(&view, now_ms)).unwrap_or_default()
        }
        Self::Look(query.put(community), Teller(tell::<Q>))
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
