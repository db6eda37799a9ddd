//! The settings of a home on disk: a small file of its own, since they are no community's.

use crate::settings::{Network, Settings};
use kith_sync::net::Mode;
use kith_sync::system::replace_private;
use std::io;
use std::path::Path;

const FILE: &str = "settings.json";
/// The longest file that is read, in bytes.
const LONGEST: u64 = 16 * 1024;

/// The settings that are kept; the usual ones where none can be read.
pub(super) fn load(home: &Path) -> Settings {
    let path = home.join(FILE);
    let fits = std::fs::metadata(&path).is_ok_and(|file| file.len() <= LONGEST);
    let kept = if fits { std::fs::read(&path).ok() } else { None };
    kept.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

/// Keeps settings, in one step.
pub(super) fn save(home: &Path, settings: &Settings) -> io::Result<()> {
    replace_private(&home.join(FILE), &serde_json::to_vec_pretty(settings)?)
}

pub(super) fn mode(network: Network) -> Mode {
    match network {
        Network::Online => Mode::Online,
        Network::Lan => Mode::Lan,
        Network::Loopback => Mode::Loopback,
        Network::Off => Mode::Off,
    }
}

pub(super) fn network(mode: Mode) -> Network {
    match mode {
        Mode::Online => Network::Online,
        Mode::Lan => Network::Lan,
        Mode::Loopback => Network::Loopback,
        Mode::Off => Network::Off,
    }
}
