//! What may be asked on the command line, and the seam's word for it.

use super::nouns::Asked;
use super::task::{PageArgs, Task};
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, ValueEnum};
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
