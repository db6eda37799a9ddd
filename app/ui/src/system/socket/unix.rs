//! A Unix socket in the home, which its owner alone may write to.

use std::fs::Permissions;
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{UnixListener, UnixStream};

/// What the other side says.
pub type Incoming = OwnedReadHalf;
/// What is said to the other side, which hears the end once this is dropped.
pub type Outgoing = OwnedWriteHalf;

/// The socket while somebody listens.
pub struct Listener(UnixListener);

impl Listener {
    /// Listens at the home's socket. The caller has the home open, so a socket found there is stale.
    ///
    /// It binds in a folder of its own and then moves, so that the socket is at no moment another's to open, and a stale
    /// one is replaced in one step.
    pub fn bind(home: &Path) -> io::Result<Self> {
        let folder = home.join(format!("sock-{}", std::process::id()));
        kith_sync::system::make_private_folder(&folder)?;
        let fresh = folder.join("s");
        drop(std::fs::remove_file(&fresh));
        let bound = UnixListener::bind(&fresh).and_then(|listener| {
            std::fs::set_permissions(&fresh, Permissions::from_mode(0o600))?;
            std::fs::rename(&fresh, super::path(home))?;
            Ok(Self(listener))
        });
        drop(std::fs::remove_dir_all(&folder));
        bound
    }

    /// The next who comes. Cancel safe.
    pub async fn accept(&self) -> io::Result<(Incoming, Outgoing)> {
        let (stream, _) = self.0.accept().await?;
        Ok(stream.into_split())
    }
}

/// Reaches who listens at the home's socket.
pub async fn connect(home: &Path) -> io::Result<(Incoming, Outgoing)> {
    Ok(UnixStream::connect(super::path(home)).await?.into_split())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_socket_is_the_owners_alone() {
        let home = tempfile::tempdir().unwrap();
        let _listener = Listener::bind(home.path()).unwrap();
        let mode = std::fs::metadata(super::super::path(home.path())).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 1);
    }
}
