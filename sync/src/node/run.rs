//! The one loop of a community: work, network and time come in, the core answers.
//!
//! Runs on a thread of its own, since SQLite and Automerge block.

use super::core::{Core, Notice, Output};
use super::replica::{Replica, ReplicaError};
use super::slices::Slices;
use super::subjects::Versions;
use crate::net::{Address, Config, ConnId, Event, Mode, Net, NetError};
use crate::store::StoreError;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;

/// Work waiting for the core.
const WORK_QUEUE: usize = 64;
/// Events of the network waiting for the core.
const EVENT_QUEUE: usize = 128;
/// Notices kept for those who listen slowly.
const NOTICE_QUEUE: usize = 256;
/// How often addresses are looked through for someone to dial.
const TICK: Duration = Duration::from_millis(250);
/// Events taken together, so that records are stored in batches.
const BATCH: usize = 64;

type Work<S> = Box<dyn FnOnce(&mut Driven<S>) + Send>;

/// The core with its network, as work sees it.
pub struct Driven<S> {
    /// The core.
    pub core: Core<S, ConnId>,
    net: Net,
}

impl<S: Slices> Driven<S> {
    /// Where this device can be reached.
    #[must_use]
    pub fn addresses(&self) -> Address {
        self.net.addresses()
    }

    /// Bytes read and written on sessions' streams since the start.
    #[must_use]
    pub fn bytes(&self) -> (u64, u64) {
        let totals = self.net.totals();
        (totals.read, totals.written)
    }
}

/// A running community. Cheap to clone.
pub struct Node<S> {
    work: mpsc::Sender<Work<S>>,
    notices: broadcast::Sender<Notice>,
    version: watch::Receiver<Versions>,
    stop: CancellationToken,
    ended: watch::Receiver<bool>,
}

impl<S> Clone for Node<S> {
    fn clone(&self) -> Self {
        Self {
            work: self.work.clone(),
            notices: self.notices.clone(),
            version: self.version.clone(),
            stop: self.stop.clone(),
            ended: self.ended.clone(),
        }
    }
}

/// The node has stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the community is closed")]
pub struct Stopped;

impl<S: Slices + Send + 'static> Node<S> {
    /// Opens the network and begins to run. Must be called on a tokio runtime, which then drives the network.
    ///
    /// # Errors
    /// When no socket can be bound, or the database refuses.
    pub async fn start(replica: Replica<S>, mode: Mode) -> Result<Self, StartError> {
        let port = replica.store().meta("port")?.and_then(|bytes| bytes.try_into().ok()).map(u16::from_be_bytes);
        let config = Config {
            mode,
            secret: replica.me().endpoint.clone(),
            port,
            discovery_key: Some(replica.charter_key().clone()),
        };
        let (events_in, events) = mpsc::channel(EVENT_QUEUE);
        let net = Net::open(config, events_in).await?;
        if let Some(now) = net.port().filter(|now| Some(*now) != port) {
            // On a full disk it is another the next time.
            if let Err(error) = replica.store().put_meta("port", &now.to_be_bytes()) {
                tracing::warn!(%error, "the port was not kept");
            }
        }
        let (work, work_out) = mpsc::channel(WORK_QUEUE);
        let (notices, _) = broadcast::channel(NOTICE_QUEUE);
        let (changed, version) = watch::channel(Versions::default());
        let (over, ended) = watch::channel(false);
        let stop = CancellationToken::new();
        let mut core = Core::new(replica);
        core.set_address(net.addresses());
        let lane = Lane {
            driven: Driven { core, net },
            work: work_out,
            events,
            notices: notices.clone(),
            changed,
            stop: stop.clone(),
        };
        let runtime = tokio::runtime::Handle::current();
        std::thread::Builder::new().name("kith-community".into()).spawn(move || {
            runtime.block_on(lane.run());
            let _ = over.send(true);
        })?;
        Ok(Self { work, notices, version, stop, ended })
    }

    /// Does something with the core on its thread, and tells peers what came of it.
    ///
    /// # Errors
    /// [`Stopped`]; whether the work was done is then not known.
    pub async fn call<R: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Driven<S>) -> R + Send + 'static,
    ) -> Result<R, Stopped> {
        let (answer, answered) = oneshot::channel();
        let work: Work<S> = Box::new(move |driven| {
            // Whoever asked may have gone; the work is done all the same.
            let _ = answer.send(work(driven));
        });
        self.work.send(work).await.map_err(|_| Stopped)?;
        answered.await.map_err(|_| Stopped)
    }

    /// Hears what happens from here on.
    #[must_use]
    pub fn notices(&self) -> broadcast::Receiver<Notice> {
        self.notices.subscribe()
    }

    /// Changes whenever rows or the charter do.
    #[must_use]
    pub fn version(&self) -> watch::Receiver<Versions> {
        self.version.clone()
    }

    /// Stops the loop and waits until the database is closed.
    pub async fn stop(&self) {
        self.stop.cancel();
        self.ended().await;
    }

    /// Waits until it has stopped and the database is closed. Cancel safe.
    pub async fn ended(&self) {
        let mut ended = self.ended.clone();
        // The thread that would tell is gone if this fails.
        let _ = ended.wait_for(|ended| *ended).await;
    }

    /// Whether both are the same running one.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.ended.same_channel(&other.ended)
    }
}

/// Why a node could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The network.
    #[error(transparent)]
    Net(#[from] NetError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The thread.
    #[error("no thread could be started: {0}")]
    Thread(#[from] std::io::Error),
}

/// A day in milliseconds: invitations end with one, counted from 1970 on.
pub const DAY_MS: i64 = 86_400_000;

/// Milliseconds since 1970 by this device's clock.
#[must_use]
pub fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

struct Lane<S> {
    driven: Driven<S>,
    work: mpsc::Receiver<Work<S>>,
    events: mpsc::Receiver<Event>,
    notices: broadcast::Sender<Notice>,
    changed: watch::Sender<Versions>,
    stop: CancellationToken,
}

impl<S: Slices> Lane<S> {
    async fn run(mut self) {
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            let done = tokio::select! {
                biased;
                () = self.stop.cancelled() => break,
                Some(work) = self.work.recv() => {
                    work(&mut self.driven);
                    Ok(())
                }
                Some(event) = self.events.recv() => self.take_events(event),
                _ = tick.tick() => {
                    self.driven.core.tick(now_ms());
                    Ok(())
                }
            };
            let done = done.and_then(|()| self.driven.core.flush(now_ms()));
            if let Err(error) = done {
                tracing::error!(%error, "the community could not take something in");
            }
            self.pump();
        }
        let Driven { core, net } = self.driven;
        net.shutdown().await;
        drop(core);
    }

    fn take_events(&mut self, first: Event) -> Result<(), ReplicaError> {
        self.take_event(first)?;
        for _ in 1..BATCH {
            let Ok(event) = self.events.try_recv() else {
                break;
            };
            self.take_event(event)?;
        }
        Ok(())
    }

    fn take_event(&mut self, event: Event) -> Result<(), ReplicaError> {
        let core = &mut self.driven.core;
        match event {
            Event::Opened { conn, endpoint, purpose, dialed, remote_sockets } => {
                let address = Address { endpoint, sockets: remote_sockets, relay: None };
                core.opened(conn, purpose, address, dialed);
            }
            Event::Frame { conn, bytes } => core.received(conn, &bytes, now_ms())?,
            Event::Room { .. } => {}
            Event::Closed { conn } => core.closed(conn, now_ms()),
            Event::DialFailed { endpoint, .. } => core.dial_failed(&endpoint, now_ms()),
            Event::Moved => {
                core.set_address(self.driven.net.addresses());
                core.moved(now_ms());
            }
            Event::Met { address } => core.met(address, now_ms())?,
        }
        Ok(())
    }

    /// Lets out what the core wants said, as far as the network has room.
    fn pump(&mut self) {
        let Driven { core, net } = &mut self.driven;
        if let Some(known) = core.take_known() {
            net.know(known);
        }
        let connections: Vec<ConnId> = core.connections().collect();
        for conn in connections {
            while net.room(conn) > 0 {
                let Some(frame) = core.next_frame(conn) else {
                    break;
                };
                if !net.send(conn, frame) {
                    // A frame that is lost would be waited for.
                    net.close(conn);
                    break;
                }
            }
        }
        for output in core.take_outputs() {
            match output {
                Output::Dial(purpose, address) => net.dial(purpose, address),
                Output::Close(conn) => net.close(conn),
                Output::Tell(Notice::Changed(subjects)) => {
                    self.changed.send_modify(|versions| versions.count(subjects))
                }
                Output::Tell(notice) => {
                    // Nobody may be listening.
                    let _ = self.notices.send(notice);
                }
            }
        }
    }
}
