//! The endpoint of one community: how it is bound in each mode, whom it accepts, and how it dials.
//!
//! Accepts by itself instead of through iroh's `Router`, where a panic in one handler closes the whole endpoint.

use super::connection::{Code, Link};
use super::{Address, Config, Event, Mode, Purpose, Shared, guarded, held, note};
use crate::record::Secret;
use iroh::address_lookup::{DnsAddressLookup, PkarrPublisher, PkarrResolver};
use iroh::endpoint::{
    BindOpts, Builder, Incoming, IncomingAddr, InvalidSocketAddr, PortmapperConfig,
};
use iroh::endpoint::{QuicTransportConfig, VarInt, presets};
use iroh::{Endpoint, EndpointAddr, RelayMode, SecretKey, Watcher};
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// How long a dial may take in all.
const DIAL_TIMEOUT: Duration = Duration::from_secs(10);
/// How long each step of a peer that connects may take: the handshake, then its first byte.
const GREETING_TIMEOUT: Duration = Duration::from_secs(10);
/// Most accepted connections at a time, those still shaking hands included.
const MAX_ACCEPTED: usize = 256;
/// Most accepted connections of one endpoint.
const MAX_ACCEPTED_EACH: usize = 4;
/// With fewer places left than this, a peer must first show that its address is its own.
const WARY_BELOW: usize = MAX_ACCEPTED / 2;
/// How often a wanted port is asked for: iroh lets go of a closed endpoint's socket some moments late.
const PORT_TRIES: usize = 10;
/// How long to wait in between.
const PORT_PAUSE: Duration = Duration::from_millis(50);
/// Unread bytes that one connection may hold here.
const RECEIVE_WINDOW: u32 = 512 << 10;
/// Unacknowledged bytes that one connection may hold here.
const SEND_WINDOW: u64 = 1 << 20;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Binds as the mode says; `None` when off. A port that stays taken is given up for one that the system chooses.
pub(super) async fn bind(config: &Config) -> Result<Option<Endpoint>, Failure> {
    if config.mode == Mode::Off {
        return Ok(None);
    }
    for port in std::iter::repeat_n(config.port, PORT_TRIES).flatten() {
        match builder(config, port)?.bind().await {
            Ok(endpoint) => return Ok(Some(endpoint)),
            Err(_) => sleep(PORT_PAUSE).await,
        }
    }
    Ok(Some(builder(config, 0)?.bind().await?))
}

/// The public half of an endpoint's key.
pub(super) fn id(secret: &Secret) -> [u8; 32] {
    *SecretKey::from_bytes(&secret.0).public().as_bytes()
}

fn builder(config: &Config, port: u16) -> Result<Builder, InvalidSocketAddr> {
    let builder = Endpoint::builder(presets::Minimal)
        .secret_key(SecretKey::from_bytes(&config.secret.0))
        .alpns(Purpose::ALL.map(|purpose| purpose.alpn().to_vec()).to_vec())
        .transport_config(transport())
        .clear_ip_transports();
    match config.mode {
        Mode::Online => Ok(everywhere(builder, port)?
            .relay_mode(RelayMode::Default)
            .address_lookup(PkarrPublisher::n0_dns())
            .address_lookup(PkarrResolver::n0_dns())
            .address_lookup(DnsAddressLookup::n0_dns())),
        Mode::Lan => Ok(inward(everywhere(builder, port)?)),
        Mode::Loopback => Ok(inward(builder.bind_addr((Ipv4Addr::LOCALHOST, port))?)),
        Mode::Off => Ok(inward(builder)),
    }
}

/// Asks nothing of relays and routers.
fn inward(builder: Builder) -> Builder {
    builder
        .relay_mode(RelayMode::Disabled)
        .portmapper_config(PortmapperConfig::Disabled)
}

fn everywhere(builder: Builder, port: u16) -> Result<Builder, InvalidSocketAddr> {
    let where_there_is_any = BindOpts::default().set_is_required(false);
    builder
        .bind_addr((Ipv4Addr::UNSPECIFIED, port))?
        .bind_addr_with_opts((Ipv6Addr::UNSPECIFIED, port), where_there_is_any)
}

/// One stream, and windows that bound what a peer can make this side hold.
fn transport() -> QuicTransportConfig {
    QuicTransportConfig::builder()
        .max_concurrent_bidi_streams(VarInt::from_u32(1))
        .max_concurrent_uni_streams(VarInt::from_u32(0))
        .datagram_receive_buffer_size(None)
        .stream_receive_window(VarInt::from_u32(RECEIVE_WINDOW))
        .receive_window(VarInt::from_u32(RECEIVE_WINDOW))
        .send_window(SEND_WINDOW)
        .build()
}

/// Tells when the own addresses change, as far as the mode lets anyone know them.
pub(super) async fn watch(shared: Arc<Shared>, endpoint: Endpoint) {
    let mut watcher = endpoint.watch_addr();
    let mut known = Address::of(&watcher.get(), shared.mode);
    while let Some(Ok(changed)) = shared.stop.run_until_cancelled(watcher.updated()).await {
        let changed = Address::of(&changed, shared.mode);
        if changed != known {
            known = changed;
            shared.emit(Event::Moved).await;
        }
    }
}

/// Accepts until the end, each connection in a task of its own.
pub(super) async fn accept(shared: Arc<Shared>, endpoint: Endpoint) {
    let places = Arc::new(Semaphore::new(MAX_ACCEPTED));
    let guests = Arc::new(Guests::default());
    let mut children = JoinSet::new();
    loop {
        tokio::select! {
            biased;
            () = shared.stop.cancelled() => break,
            Some(ended) = children.join_next() => note(ended),
            incoming = endpoint.accept() => match incoming {
                Some(incoming) => {
                    if let Some((incoming, place)) = let_in(shared.mode, &places, incoming) {
                        let guests = Arc::clone(&guests);
                        children.spawn(welcome(Arc::clone(&shared), guests, incoming, place));
                    }
                }
                None => break,
            },
        }
    }
    while let Some(ended) = children.join_next().await {
        note(ended);
    }
}

/// Decides by address and room alone, before any cryptography.
fn let_in(
    mode: Mode,
    places: &Arc<Semaphore>,
    incoming: Incoming,
) -> Option<(Incoming, OwnedSemaphorePermit)> {
    let allowed = match incoming.remote_addr() {
        IncomingAddr::Ip(socket) => mode.allows(socket.ip()),
        _ => mode == Mode::Online,
    };
    if !allowed {
        incoming.ignore();
        return None;
    }
    let Ok(place) = Arc::clone(places).try_acquire_owned() else {
        incoming.refuse();
        return None;
    };
    if places.available_permits() < WARY_BELOW && !incoming.remote_addr_validated() {
        incoming.retry().ok();
        return None;
    }
    Some((incoming, place))
}

async fn welcome(
    shared: Arc<Shared>,
    guests: Arc<Guests>,
    incoming: Incoming,
    place: OwnedSemaphorePermit,
) {
    let Some(Some((link, seat))) = shared
        .stop
        .run_until_cancelled(greet(&guests, incoming))
        .await
    else {
        return;
    };
    link.attend(shared).await;
    drop((seat, place));
}

async fn greet(guests: &Arc<Guests>, incoming: Incoming) -> Option<(Link, Seat)> {
    let connection = timeout(GREETING_TIMEOUT, incoming).await.ok()?.ok()?;
    let purpose = Purpose::of(connection.alpn())?;
    let Some(seat) = guests.seat(*connection.remote_id().as_bytes()) else {
        connection.close(Code::Crowded.into(), b"");
        return None;
    };
    let (send, recv) = timeout(GREETING_TIMEOUT, connection.accept_bi())
        .await
        .ok()?
        .ok()?;
    Some((
        Link {
            connection,
            send,
            recv,
            purpose,
            dialed: false,
        },
        seat,
    ))
}

/// How many accepted connections each endpoint has.
#[derive(Default)]
struct Guests(Mutex<BTreeMap<[u8; 32], usize>>);

/// One of an endpoint's places, given back when dropped.
struct Seat {
    guests: Arc<Guests>,
    endpoint: [u8; 32],
}

impl Guests {
    fn seat(self: &Arc<Self>, endpoint: [u8; 32]) -> Option<Seat> {
        let mut seats = held(&self.0);
        let taken = seats.entry(endpoint).or_default();
        if *taken >= MAX_ACCEPTED_EACH {
            return None;
        }
        *taken += 1;
        Some(Seat {
            guests: Arc::clone(self),
            endpoint,
        })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut seats = held(&self.guests.0);
        if let Some(taken) = seats.get_mut(&self.endpoint) {
            *taken -= 1;
            if *taken == 0 {
                seats.remove(&self.endpoint);
            }
        }
    }
}

/// A dial under way: while it lives there is no second to the same endpoint for the same purpose.
pub(super) struct Dial {
    shared: Arc<Shared>,
    purpose: Purpose,
    to: Address,
}

impl Dial {
    /// `None` if there is one already.
    pub(super) fn begin(shared: &Arc<Shared>, purpose: Purpose, to: Address) -> Option<Self> {
        let first = held(&shared.dialing).insert((to.endpoint, purpose));
        first.then(|| Self {
            shared: Arc::clone(shared),
            purpose,
            to: to.within(shared.mode),
        })
    }

    /// Ends before it tells how, so that whoever hears of it may dial again.
    pub(super) async fn run(self) {
        let (shared, purpose, endpoint) =
            (Arc::clone(&self.shared), self.purpose, self.to.endpoint);
        let Some(linked) = shared.stop.run_until_cancelled(self.link()).await else {
            return;
        };
        match linked {
            Some(link) => link.attend(shared).await,
            None => {
                shared.emit(Event::DialFailed { endpoint, purpose }).await;
            }
        }
    }

    async fn link(self) -> Option<Link> {
        let endpoint = self.shared.endpoint.clone()?;
        let to = self.to.to_iroh()?;
        if to.is_empty() && self.shared.mode != Mode::Online {
            return None;
        }
        let connecting = connect(endpoint, to, self.purpose);
        timeout(DIAL_TIMEOUT, guarded(connecting)).await.ok()??
    }
}

impl Drop for Dial {
    fn drop(&mut self) {
        held(&self.shared.dialing).remove(&(self.to.endpoint, self.purpose));
    }
}

async fn connect(endpoint: Endpoint, to: EndpointAddr, purpose: Purpose) -> Option<Link> {
    let connection = endpoint.connect(to, purpose.alpn()).await.ok()?;
    let (send, recv) = connection.open_bi().await.ok()?;
    Some(Link {
        connection,
        send,
        recv,
        purpose,
        dialed: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_has_four_seats_and_gives_them_back() {
        let guests = Arc::new(Guests::default());
        let mut seats: Vec<_> = (0..MAX_ACCEPTED_EACH)
            .filter_map(|_| guests.seat([1; 32]))
            .collect();
        assert_eq!(seats.len(), MAX_ACCEPTED_EACH);
        assert!(guests.seat([1; 32]).is_none());
        assert!(guests.seat([2; 32]).is_some());
        seats.pop();
        assert!(guests.seat([1; 32]).is_some());
        drop(seats);
        assert!(held(&guests.0).is_empty());
    }

    #[test]
    fn every_mode_has_a_configuration() {
        for mode in [Mode::Online, Mode::Lan, Mode::Loopback, Mode::Off] {
            let config = Config {
                mode,
                secret: Secret([1; 32]),
                port: None,
                discovery_key: None,
            };
            assert!(builder(&config, 4321).is_ok(), "{mode:?}");
        }
    }
}
