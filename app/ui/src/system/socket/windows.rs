//! A named pipe that lets in its owner alone.
//!
//! All pipes of a computer share one list of names: everyone can read it, and whoever makes a pipe first has its name. So
//! each time a Kith listens it draws a secret, names its pipe by the secret's hash, and writes the secret to a file in the
//! home. The pipe says the secret first, and whoever connects says nothing before they heard it. Somebody else who makes a
//! pipe of that name, once the Kith has ended without taking its file away, is not taken for it.

use data_encoding::HEXLOWER;
use interprocess::local_socket::tokio::Listener as Pipe;
use interprocess::local_socket::tokio::prelude::*;
use interprocess::local_socket::{GenericNamespaced, ListenerOptions};
use interprocess::os::windows::local_socket::ListenerOptionsExt as _;
use interprocess::os::windows::security_descriptor::SecurityDescriptor;
use std::fs::File;
use std::io::{self, ErrorKind, Read as _};
use std::path::Path;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, split};
use tokio::net::windows::named_pipe::{ClientOptions, NamedPipeClient};
use tokio::time::{sleep, timeout};
use widestring::U16CString;

/// The permissions of the pipe: all for its owner, and nothing for anybody else.
const OWNER_ALONE: &str = "D:P(A;;GA;;;OW)";
/// The length of a secret, in bytes.
const SECRET: usize = 32;
/// How long a pipe may be busy or silent until it counts as nobody's.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often a busy pipe is tried.
const AGAIN: Duration = Duration::from_millis(20);
/// The system's error for a pipe of which all ends are taken.
const ALL_BUSY: i32 = 231;

/// What the other side says.
pub type Incoming = Box<dyn AsyncRead + Send + Sync + Unpin>;
/// What is said to the other side.
pub type Outgoing = Box<dyn AsyncWrite + Send + Sync + Unpin>;

/// The pipe while somebody listens.
pub struct Listener {
    pipe: Pipe,
    secret: [u8; SECRET],
}

impl Listener {
    /// Listens for this home. The caller has the home open, so a file found there is stale.
    pub fn bind(home: &Path) -> io::Result<Self> {
        let mut secret = [0; SECRET];
        getrandom::fill(&mut secret)?;
        let permissions = U16CString::from_str(OWNER_ALONE).map_err(|_| ErrorKind::InvalidInput)?;
        let pipe = ListenerOptions::new()
            .name(name(&secret).to_ns_name::<GenericNamespaced>()?)
            .security_descriptor(SecurityDescriptor::deserialize(&permissions)?)
            .create_tokio()?;
        kith_sync::system::replace_private(&super::path(home), HEXLOWER.encode(&secret).as_bytes())?;
        Ok(Self { pipe, secret })
    }

    /// The next who comes.
    pub async fn accept(&self) -> io::Result<(Incoming, Outgoing)> {
        loop {
            let mut stream = self.pipe.accept().await?;
            // One who went before hearing it is no trouble. It fits into an empty pipe, so nobody is waited for.
            if stream.write_all(&self.secret).await.is_ok() {
                let (theirs, ours) = split(stream);
                return Ok((Box::new(theirs), Box::new(ours)));
            }
        }
    }
}

/// Reaches who listens for this home, if they know its secret.
pub async fn connect(home: &Path) -> io::Result<(Incoming, Outgoing)> {
    let secret = read(&super::path(home))?;
    let answered = timeout(PATIENCE, async {
        let mut stream = open(&format!(r"\\.\pipe\{}", name(&secret))).await?;
        let mut said = [0; SECRET];
        stream.read_exact(&mut said).await.map_err(|_| ErrorKind::ConnectionRefused)?;
        if said == secret { Ok(stream) } else { Err(io::Error::from(ErrorKind::ConnectionRefused)) }
    });
    let (theirs, ours) = split(answered.await.map_err(|_| ErrorKind::ConnectionRefused)??);
    Ok((Box::new(theirs), Box::new(ours)))
}

/// Opens a pipe once it has an end free. Whoever made it may learn who opens it, and do nothing in their name.
async fn open(name: &str) -> io::Result<NamedPipeClient> {
    loop {
        match ClientOptions::new().open(name) {
            Err(error) if error.raw_os_error() == Some(ALL_BUSY) => sleep(AGAIN).await,
            opened => return opened,
        }
    }
}

/// The secret that a file holds; another file is nobody's.
fn read(file: &Path) -> io::Result<[u8; SECRET]> {
    let mut text = Vec::new();
    File::open(file)?.take(SECRET as u64 * 2).read_to_end(&mut text)?;
    let secret = HEXLOWER.decode(&text).map_err(|_| ErrorKind::NotFound)?;
    Ok(secret.try_into().map_err(|_| ErrorKind::NotFound)?)
}

/// The name of the pipe, from which nobody learns the secret.
fn name(secret: &[u8; SECRET]) -> String {
    format!("kith-{}", blake3::hash(secret).to_hex())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_does_not_know_the_secret_is_nobody() {
        let home = tempfile::tempdir().unwrap();
        let listener = Listener::bind(home.path()).unwrap();
        let named = std::fs::read(super::super::path(home.path())).unwrap();
        let listener = Listener { secret: [7; SECRET], ..listener };
        let (reached, _) = tokio::join!(connect(home.path()), listener.accept());
        assert!(reached.is_err_and(|error| super::super::is_nobody(error.kind())));
        let secret = HEXLOWER.decode(&named).unwrap().try_into().unwrap();
        let listener = Listener { secret, ..listener };
        let (reached, _) = tokio::join!(connect(home.path()), listener.accept());
        assert!(reached.is_ok());
    }
}
