//! The network: one iroh endpoint for each community, and frames on one stream for each connection.
//!
//! Only this module and those below it name iroh. They carry bytes and know nothing of what is in them, of who
//! belongs, or of the store. Events come out of a bounded channel of the caller's; nothing that goes in waits.

mod address;
mod announcement;
mod connection;
mod discovery;
mod endpoint;
mod guests;
mod porch;
mod stream;
#[cfg(test)]
mod tests;

pub use address::{Address, MAX_RELAY, MAX_SOCKETS};
pub use connection::ConnId;
pub use guests::MAX_STRANGERS;
pub use stream::{Counters, MAX_FRAME, OUTBOX_BYTES, OUTBOX_FRAMES};

use crate::record::Secret;
use connection::Channel;
use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use stream::Traffic;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

/// How long peers may take to read what is queued when the network is shut down.
const GOODBYE_TIMEOUT: Duration = Duration::from_millis(1000);
/// How often it is looked whether they have.
const GOODBYE_POLL: Duration = Duration::from_millis(5);
/// How long tasks may take to end when the network is shut down.
const STOP_TIMEOUT: Duration = Duration::from_millis(1000);
/// How long peers may take to hear that the endpoint closes.
const CLOSE_TIMEOUT: Duration = Duration::from_millis(1900);

/// Which networks may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Relays and address lookup as configured, and the local network.
    Online,
    /// The local network only.
    Lan,
    /// This machine only.
    Loopback,
    /// None.
    Off,
}

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// A session between devices of the community.
    Sync,
    /// A newcomer asks to be let in.
    Join,
}

impl Purpose {
    const ALL: [Self; 2] = [Self::Sync, Self::Join];

    /// The protocol's name in the TLS handshake.
    const fn alpn(self) -> &'static [u8] {
        match self {
            Self::Sync => b"kith/sync/0",
            Self::Join => b"kith/join/0",
        }
    }

    fn of(alpn: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.alpn() == alpn)
    }
}

/// What the network tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A connection and its stream are there. The dialer speaks first: the listener hears of a connection when the
    /// first byte has come.
    Opened {
        /// Names the connection from here on.
        conn: ConnId,
        /// Whose key the peer has proved to hold.
        endpoint: [u8; 32],
        /// The protocol both agreed on.
        purpose: Purpose,
        /// Whether this side dialed.
        dialed: bool,
        /// Where the peer was reached, at most [`MAX_SOCKETS`]. Empty while only a relay is.
        remote_sockets: Vec<SocketAddr>,
    },
    /// A frame of 1 to [`MAX_FRAME`] bytes has come. None follows a [`Net::close`] of this side.
    Frame {
        /// On which connection.
        conn: ConnId,
        /// Without the length.
        bytes: Vec<u8>,
    },
    /// A queue that a [`Net::send`] found or left full is half empty again.
    Room {
        /// Of which connection.
        conn: ConnId,
    },
    /// The connection is gone. Exactly once for each `Opened`, and its last event; during a
    /// [`Net::shutdown`] only where the channel has room.
    Closed {
        /// Which connection.
        conn: ConnId,
    },
    /// A dial came to nothing.
    DialFailed {
        /// Who was dialed.
        endpoint: [u8; 32],
        /// For what.
        purpose: Purpose,
    },
    /// This device's own addresses changed: [`Net::addresses`] tells the new ones.
    Moved,
    /// A device of the community is on the local network. Told again every few seconds while it is.
    Met {
        /// Where its announcement says that it is, and came from; one of a known key of the community's may still be said by
        /// somebody else, so whoever answers there must prove the endpoint's key.
        address: Address,
    },
}

/// How to open a network.
#[derive(Clone, Debug)]
pub struct Config {
    /// Which networks may be used.
    pub mode: Mode,
    /// The device's Ed25519 key for its endpoint in this community.
    pub secret: Secret,
    /// The UDP port to ask for. Where it is taken or `None`, the system chooses.
    pub port: Option<u16>,
    /// The charter key, under which devices know each other on a local network. Without it none is met.
    pub discovery_key: Option<Secret>,
}

/// Why a network could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum NetError {
    /// No socket could be bound, or the system refused something else that is needed.
    #[error("the network could not be opened")]
    Bind(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// What the tasks of one network share.
struct Shared {
    mode: Mode,
    /// Absent when off.
    endpoint: Option<iroh::Endpoint>,
    events: mpsc::Sender<Event>,
    stop: CancellationToken,
    runtime: Handle,
    tasks: Mutex<JoinSet<()>>,
    channels: Mutex<BTreeMap<ConnId, Arc<Channel>>>,
    dialing: Mutex<BTreeSet<([u8; 32], Purpose)>>,
    /// Endpoints for which places are kept.
    known: Mutex<BTreeSet<[u8; 32]>>,
    totals: Traffic,
}

impl Shared {
    /// Waits until the caller's channel has room. `false` once the network ends and there is none.
    async fn emit(&self, event: Event) -> bool {
        tokio::select! {
            biased;
            sent = self.events.send(event) => sent.is_ok(),
            () = self.stop.cancelled() => false,
        }
    }

    fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = held(&self.tasks);
        while let Some(ended) = tasks.try_join_next() {
            note(ended);
        }
        tasks.spawn_on(task, &self.runtime);
    }
}

/// One community's network. Dropping it ends it without a word to the peers; [`Net::shutdown`] is kinder.
pub struct Net {
    shared: Arc<Shared>,
    id: [u8; 32],
}

impl Net {
    /// Binds the endpoint and begins to accept. Waits for no relay and no answer. With [`Mode::Off`] nothing is
    /// bound and every dial fails at once. `events` should hold some dozens: while it is full nothing is read.
    ///
    /// # Errors
    /// [`NetError::Bind`]. That devices cannot be met on the local network is no error; it is logged.
    pub async fn open(config: Config, events: mpsc::Sender<Event>) -> Result<Self, NetError> {
        let endpoint = endpoint::bind(&config).await.map_err(NetError::Bind)?;
        let shared = Arc::new(Shared {
            mode: config.mode,
            endpoint: endpoint.clone(),
            events,
            stop: CancellationToken::new(),
            runtime: Handle::current(),
            tasks: Mutex::default(),
            channels: Mutex::default(),
            dialing: Mutex::default(),
            known: Mutex::default(),
            totals: Traffic::default(),
        });
        if let Some(endpoint) = endpoint {
            shared.spawn(guests::accept(Arc::clone(&shared), endpoint.clone()));
            shared.spawn(endpoint::watch(Arc::clone(&shared), endpoint.clone()));
            if let (Mode::Online | Mode::Lan, Some(key)) = (config.mode, config.discovery_key) {
                shared.spawn(discovery::run(Arc::clone(&shared), endpoint, key));
            }
        }
        Ok(Self { shared, id: endpoint::id(&config.secret) })
    }

    /// The public half of the endpoint's key.
    #[must_use]
    pub fn endpoint(&self) -> [u8; 32] {
        self.id
    }

    /// The UDP port in use, that of IPv4 if there are two.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        let sockets = self.shared.endpoint.as_ref()?.bound_sockets();
        sockets.iter().min_by_key(|socket| socket.is_ipv6()).map(SocketAddr::port)
    }

    /// Where this endpoint can be reached, as far as the mode lets anyone. Changes are told by [`Event::Moved`].
    #[must_use]
    pub fn addresses(&self) -> Address {
        match &self.shared.endpoint {
            Some(endpoint) => Address::of(&endpoint.addr(), self.shared.mode),
            None => Address { endpoint: self.id, sockets: Vec::new(), relay: None },
        }
    }

    /// Dials in the background, for at most ten seconds. Ends in one [`Event::Opened`] or [`Event::DialFailed`].
    /// Does nothing while the same endpoint is already being dialed for the same purpose. Addresses that the mode
    /// does not allow are left out.
    pub fn dial(&self, purpose: Purpose, to: Address) {
        if let Some(dial) = endpoint::Dial::begin(&self.shared, purpose, to) {
            self.shared.spawn(dial.run());
        }
    }

    /// Keeps places for these endpoints when they connect, instead of those named before: all others together have
    /// [`MAX_STRANGERS`]. Connections that are open already stay as they were taken.
    pub fn know(&self, endpoints: BTreeSet<[u8; 32]>) {
        *held(&self.shared.known) = endpoints;
    }

    /// Queues a frame and never waits. `false`, and nothing queued, if the queue is full, the connection is gone or
    /// closing, or the frame is empty or above [`MAX_FRAME`].
    #[must_use]
    pub fn send(&self, conn: ConnId, frame: Vec<u8>) -> bool {
        self.channel(conn).is_some_and(|channel| channel.outbox.push(frame))
    }

    /// How many more frames [`Net::send`] takes, at most [`OUTBOX_FRAMES`]; none while [`OUTBOX_BYTES`] wait.
    #[must_use]
    pub fn room(&self, conn: ConnId) -> usize {
        self.channel(conn).map_or(0, |channel| channel.outbox.room())
    }

    /// Writes out what is queued, for at most two seconds, then closes. What the peer still says is not told.
    pub fn close(&self, conn: ConnId) {
        if let Some(channel) = self.channel(conn) {
            channel.outbox.close();
        }
    }

    /// Bytes of one connection's stream, lengths included; `None` once it is closed.
    #[must_use]
    pub fn counters(&self, conn: ConnId) -> Option<Counters> {
        self.channel(conn).map(|channel| channel.traffic.counters())
    }

    /// Bytes of all streams since the network was opened, those of closed connections included.
    #[must_use]
    pub fn totals(&self) -> Counters {
        self.shared.totals.counters()
    }

    /// Ends everything within four seconds. What is queued is written out first, for at most one.
    pub async fn shutdown(self) {
        self.say_goodbye().await;
        self.shared.stop.cancel();
        let mut tasks = std::mem::take(&mut *held(&self.shared.tasks));
        let ending = async {
            while let Some(ended) = tasks.join_next().await {
                note(ended);
            }
        };
        if timeout(STOP_TIMEOUT, ending).await.is_err() {
            tracing::warn!("tasks of the network were cut off at shutdown");
        }
        drop(tasks);
        if let Some(endpoint) = &self.shared.endpoint
            && timeout(CLOSE_TIMEOUT, endpoint.close()).await.is_err()
        {
            tracing::warn!("the endpoint was cut off at shutdown");
        }
    }

    /// Has peers take what is queued: a command that ends right after it wrote leaves nothing unsaid.
    async fn say_goodbye(&self) {
        let open: Vec<Arc<Channel>> = held(&self.shared.channels).values().cloned().collect();
        open.iter().for_each(|channel| channel.outbox.close());
        let taken = async {
            while open.iter().any(|channel| Arc::strong_count(channel) > 1) {
                sleep(GOODBYE_POLL).await;
            }
        };
        // Whoever is gone takes nothing.
        drop(timeout(GOODBYE_TIMEOUT, taken).await);
    }

    fn channel(&self, conn: ConnId) -> Option<Arc<Channel>> {
        held(&self.shared.channels).get(&conn).cloned()
    }
}

impl Drop for Net {
    fn drop(&mut self) {
        self.shared.stop.cancel();
    }
}

/// Nothing is left half-done under these locks, so what a panic left behind is sound.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn note(ended: Result<(), tokio::task::JoinError>) {
    if let Err(error) = ended
        && error.is_panic()
    {
        tracing::error!(%error, "a task of the network panicked");
    }
}

/// Runs `work` as a task of its own, so that a panic in it is logged and ends nothing else. Dropping this ends it.
async fn guarded<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> Option<T> {
    let mut alone = JoinSet::new();
    alone.spawn(work);
    match alone.join_next().await? {
        Ok(done) => Some(done),
        Err(error) => {
            note(Err(error));
            None
        }
    }
}
