//! The local socket of a home: by it, other processes of the same person reach the Kith that has the home open.
//!
//! On Unix it is a socket in the home, on Windows a named pipe whose name stands in a file in the home.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub use unix::{Incoming, Listener, Outgoing, connect};
#[cfg(windows)]
pub use windows::{Incoming, Listener, Outgoing, connect};

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Where the socket of a home is.
pub fn path(home: &Path) -> PathBuf {
    home.join("kith.sock")
}

/// Takes the socket of a home away, so that nobody comes any more. To be called while the home is open, or the socket may
/// be another's.
pub fn remove(home: &Path) {
    drop(std::fs::remove_file(path(home)));
}

/// Whether a connection failed since nobody listens: there is no socket, it is one that a process left behind when it
/// ended, or the path of the home is too long for one.
pub fn is_nobody(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::ConnectionRefused | ErrorKind::InvalidInput
    )
}
