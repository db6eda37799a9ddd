//! One connection from `Opened` to `Closed`: a task that reads and writes its stream.

use super::address::plain;
use super::stream::{Outbox, ReadEnd, Traffic, read_frame, write_frame};
use super::{Event, MAX_SOCKETS, Purpose, Shared, guarded, held};
use iroh::TransportAddr;
use iroh::endpoint::{Connection, RecvStream, SendStream, VarInt};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::time::sleep;

/// How long what is queued may take to reach the peer when a connection is closed.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(2);

/// Why a connection was closed, as the peer's QUIC is told.
#[derive(Clone, Copy, Debug)]
pub(super) enum Code {
    /// All is said.
    Done = 0,
    /// The peer broke the protocol.
    Breach = 1,
    /// The peer has too many connections here already.
    Crowded = 2,
}

impl From<Code> for VarInt {
    fn from(code: Code) -> Self {
        Self::from_u32(code as u32)
    }
}

/// Names a connection. Never used twice within the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnId(u64);

impl ConnId {
    fn fresh() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// What others reach of an open connection.
#[derive(Default)]
pub(super) struct Channel {
    pub(super) outbox: Outbox,
    pub(super) traffic: Traffic,
}

/// A connection with its one stream.
pub(super) struct Link {
    pub(super) connection: Connection,
    pub(super) send: SendStream,
    pub(super) recv: RecvStream,
    pub(super) purpose: Purpose,
    pub(super) dialed: bool,
}

impl Link {
    /// Tells of the connection, serves it until it ends, and tells of its end whatever happens in between.
    pub(super) async fn attend(self, shared: Arc<Shared>) {
        let conn = ConnId::fresh();
        let connection = self.connection.clone();
        let channel = Arc::new(Channel::default());
        held(&shared.channels).insert(conn, Arc::clone(&channel));
        let told = shared.emit(self.opened(conn)).await;
        if told {
            let pump = Pump { conn, channel, shared: Arc::clone(&shared) };
            let code = guarded(pump.run(self.send, self.recv)).await.unwrap_or(Code::Done);
            connection.close(code.into(), b"");
        }
        held(&shared.channels).remove(&conn);
        if told {
            shared.emit(Event::Closed { conn }).await;
        }
    }

    fn opened(&self, conn: ConnId) -> Event {
        let endpoint = *self.connection.remote_id().as_bytes();
        let remote_sockets = sockets(&self.connection);
        Event::Opened { conn, endpoint, purpose: self.purpose, dialed: self.dialed, remote_sockets }
    }
}

fn sockets(connection: &Connection) -> Vec<SocketAddr> {
    let paths = connection.paths();
    let sockets = paths.iter().filter_map(|path| match path.remote_addr() {
        TransportAddr::Ip(socket) => Some(plain(*socket)),
        _ => None,
    });
    sockets.take(MAX_SOCKETS).collect()
}

/// Moves frames between a stream, the outbox and the events.
struct Pump {
    conn: ConnId,
    channel: Arc<Channel>,
    shared: Arc<Shared>,
}

impl Pump {
    async fn run(self, send: SendStream, recv: RecvStream) -> Code {
        tokio::select! {
            biased;
            () = self.shared.stop.cancelled() => Code::Done,
            code = self.read(recv) => code,
            () = self.write(send) => Code::Done,
            () = self.overdue() => Code::Done,
        }
    }

    /// Waits while the events are full, and with it the peer. Once this side closes, frames are read but not told,
    /// so that a peer that is still writing comes to hear the end.
    async fn read(&self, mut recv: RecvStream) -> Code {
        loop {
            let bytes = match read_frame(&mut recv).await {
                Ok(bytes) => bytes,
                Err(ReadEnd::Ended) => return Code::Done,
                Err(ReadEnd::Breach) => {
                    tracing::warn!(conn = ?self.conn, "a peer sent an empty or too long frame");
                    return Code::Breach;
                }
            };
            self.channel.traffic.add_read(bytes.len());
            self.shared.totals.add_read(bytes.len());
            let go_on = tokio::select! {
                biased;
                () = self.channel.outbox.closing() => true,
                told = self.shared.emit(Event::Frame { conn: self.conn, bytes }) => told,
            };
            if !go_on {
                return Code::Done;
            }
        }
    }

    /// Returns when the peer takes nothing more. After the last frame, and when the connection is lost, it is for the
    /// reader to end: what has arrived is still to be told, and the side that reads the end closes.
    async fn write(&self, mut send: SendStream) {
        while let Some(taken) = self.channel.outbox.next().await {
            if taken.room {
                self.shared.emit(Event::Room { conn: self.conn }).await;
            }
            match write_frame(&mut send, &taken.frame).await {
                Ok(()) => {
                    self.channel.traffic.add_written(taken.frame.len());
                    self.shared.totals.add_written(taken.frame.len());
                }
                Err(error) if error.kind() == std::io::ErrorKind::NotConnected => break,
                Err(_) => return,
            }
        }
        send.finish().ok();
        std::future::pending().await
    }

    async fn overdue(&self) {
        self.channel.outbox.closing().await;
        sleep(FLUSH_TIMEOUT).await;
    }
}
