//! Meeting on a local network: multicast DNS under a name that means nothing, with an announcement sealed inside.
//!
//! `swarm-discovery` says it, by its rules for crowds. It tells of what it hears and not from where, so what others say
//! is heard here.

use super::address::is_local;
use super::announcement::{Announcement, NONCE, TXT, hear};
use super::{Address, Event, Mode, Shared};
use crate::record::Secret;
use iroh::{Endpoint, EndpointAddr, Watcher};
use socket2::{Domain, Protocol, Socket, Type};
use std::io;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use swarm_discovery::{Discoverer, DropGuard, IpClass};
use tokio::net::UdpSocket;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval, sleep};

/// The service that every Kith announces.
const SERVICE: &str = "kith";
/// Where multicast DNS is heard.
const GROUP: Ipv4Addr = Ipv4Addr::new(224, 0, 0, 251);
const PORT: u16 = 5353;
/// Longest packet that is looked at: as much as an Ethernet takes.
const MAX_PACKET: usize = 1_472;
/// About how soon a new device is met, and how often all are told again.
const CADENCE: Duration = Duration::from_secs(5);
/// How often the announcement is made anew, since it is good for a while.
const AGAIN: Duration = Duration::from_secs(60);
/// Announcements heard before all is begun anew, since `swarm-discovery` remembers every name it hears for long.
const MAX_HEARD: u32 = 16_384;
/// How long to rest before beginning anew.
const REST: Duration = Duration::from_secs(60);

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Sixteen letters, each of four bits.
fn name(random: [u8; 16]) -> String {
    random.into_iter().map(|byte| char::from(b'a' + byte % 16)).collect()
}

/// Announces this device and tells of others until the end, under a new name after each change of network.
pub(super) async fn run(shared: Arc<Shared>, endpoint: Endpoint, key: Secret) {
    let stop = shared.stop.clone();
    let running = async {
        let mut addresses = endpoint.watch_addr();
        loop {
            let own = local(&addresses.get(), shared.mode);
            let meeting = Meeting::begin(&key, &own).unwrap_or_else(|error| {
                tracing::warn!(%error, "devices on the local network cannot be met");
                None
            });
            tokio::select! {
                () = meet(&shared, meeting, &key, &own) => {}
                () = moved(&mut addresses, shared.mode, &own) => {}
            }
        }
    };
    stop.run_until_cancelled(running).await;
}

/// The part of the own addresses that a local network may hear.
fn local(from: &EndpointAddr, mode: Mode) -> Address {
    let mut own = Address::of(from, mode);
    own.sockets.retain(|socket| is_local(socket.ip()) && !socket.ip().is_loopback());
    Address { relay: None, ..own }
}

/// Returns when the network is no longer the one that `own` was of.
async fn moved(addresses: &mut impl Watcher<Value = EndpointAddr>, mode: Mode, own: &Address) {
    while addresses.updated().await.is_ok_and(|now| local(&now, mode) == *own) {}
}

/// Multicast DNS under way.
struct Meeting {
    said: DropGuard,
    /// Ends when too much was heard.
    heard: mpsc::Receiver<()>,
    ear: UdpSocket,
}

impl Meeting {
    /// `None` where there is no local network of IPv4: packets of IPv6 come from addresses that mean nothing without the
    /// name of an interface, and so could not be told from what is said again.
    fn begin(key: &Secret, own: &Address) -> Result<Option<Self>, Failure> {
        let sockets = v4(own);
        if sockets.is_empty() {
            return Ok(None);
        }
        let mut random = [0; 16];
        getrandom::fill(&mut random)?;
        let (alive, heard) = mpsc::channel(1);
        let mut discoverer = Discoverer::new(SERVICE.to_owned(), name(random))
            .with_cadence(CADENCE)
            .with_ip_class(IpClass::V4Only)
            .with_multicast_interfaces_v4(sockets.iter().map(|socket| *socket.ip()).collect())
            .with_callback(counter(alive))
            .with_txt_attributes([(TXT.to_owned(), Some(announcement(key, own)?))])?;
        for socket in &sockets {
            discoverer = discoverer.with_addrs(socket.port(), [(*socket.ip()).into()]);
        }
        let ear = ear(&sockets)?;
        Ok(Some(Self { said: discoverer.spawn(&Handle::current())?, heard, ear }))
    }
}

fn v4(own: &Address) -> Vec<SocketAddrV4> {
    let v4 = |socket: &SocketAddr| match socket {
        SocketAddr::V4(socket) => Some(*socket),
        SocketAddr::V6(_) => None,
    };
    own.sockets.iter().filter_map(v4).collect()
}

fn announcement(key: &Secret, own: &Address) -> Result<String, Failure> {
    let mut nonce = [0; NONCE];
    getrandom::fill(&mut nonce)?;
    let said = Announcement { endpoint: own.endpoint, said_s: now_s(), sockets: v4(own) };
    Ok(said.seal(key, nonce)?)
}

fn now_s() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

/// Lets `alive` go once too much was heard.
fn counter(alive: mpsc::Sender<()>) -> impl FnMut(&str, &swarm_discovery::Peer) + Send {
    let (mut alive, mut heard) = (Some(alive), 0);
    move |_, _| {
        heard += 1;
        if heard > MAX_HEARD {
            drop(alive.take());
        }
    }
}

/// Hears what is said on the networks of these addresses, beside whoever else on this machine does.
fn ear(own: &[SocketAddrV4]) -> io::Result<UdpSocket> {
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_reuse_address(true)?;
    #[cfg(unix)]
    socket.set_reuse_port(true)?;
    socket.bind(&SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, PORT).into())?;
    // One of several may be a network that has no such thing.
    let joined = own.iter().filter(|own| socket.join_multicast_v4(&GROUP, own.ip()).is_ok()).count();
    if joined == 0 {
        return Err(io::ErrorKind::NetworkUnreachable.into());
    }
    socket.set_nonblocking(true)?;
    UdpSocket::from_std(socket.into())
}

async fn meet(shared: &Shared, meeting: Option<Meeting>, key: &Secret, own: &Address) {
    if let Some(Meeting { said, mut heard, ear }) = meeting {
        tokio::select! {
            _ = heard.recv() => {}
            () = say_again(&said, key, own) => {}
            () = listen(shared, &ear, key, &own.endpoint) => {}
        }
    }
    sleep(REST).await;
}

/// Keeps what is said new, until that fails.
async fn say_again(said: &DropGuard, key: &Secret, own: &Address) {
    let mut again = interval(AGAIN);
    again.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        again.tick().await;
        let made = announcement(key, own)
            .and_then(|text| said.set_txt_attribute(TXT.to_owned(), Some(text)).map_err(Failure::from));
        if let Err(error) = made {
            tracing::warn!(%error, "this device is not announced on the local network any more");
            return;
        }
    }
}

/// Tells whom it hears, until the socket fails.
async fn listen(shared: &Shared, ear: &UdpSocket, key: &Secret, own: &[u8; 32]) {
    let mut packet = [0; MAX_PACKET];
    loop {
        let (length, from) = match ear.recv_from(&mut packet).await {
            Ok(heard) => heard,
            Err(error) => {
                tracing::warn!(%error, "the local network is not heard any more");
                return;
            }
        };
        let packet = packet.get(..length).unwrap_or_default();
        for address in hear(key, packet, from.ip(), now_s()).into_iter().filter(|address| address.endpoint != *own) {
            shared.emit(Event::Met { address }).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::announcement::tests::{KEY, packet};
    use super::super::{Config, Net, endpoint};
    use super::*;

    #[test]
    fn a_name_is_sixteen_letters() {
        assert_eq!(name([0; 16]), "aaaaaaaaaaaaaaaa");
        let spread: [u8; 16] = std::array::from_fn(|place| u8::try_from(place * 17).unwrap());
        assert_eq!(name(spread), "abcdefghijklmnop");
    }

    #[tokio::test]
    async fn who_says_anothers_announcement_again_is_not_met() {
        let (events, mut told) = mpsc::channel(8);
        let config = Config { mode: Mode::Loopback, secret: Secret([9; 32]), port: None, discovery_key: None };
        let net = Net::open(config, events).await.unwrap();
        let ear = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let mouth = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let at = |ip: &str, secret| Address {
            endpoint: endpoint::id(&Secret([secret; 32])),
            sockets: vec![SocketAddr::new(ip.parse().unwrap(), 70)],
            relay: None,
        };
        let (elsewhere, here, myself) = (at("192.168.7.7", 1), at("127.0.0.1", 2), at("127.0.0.1", 9));
        // What was heard elsewhere, what this device says itself, and who says it from where they are.
        for said in [&elsewhere, &myself, &here] {
            let text = announcement(&KEY, said).unwrap();
            mouth.send_to(&packet(&text), ear.local_addr().unwrap()).await.unwrap();
        }
        let (key, own) = (KEY, net.endpoint());
        let met = async {
            loop {
                if let Some(Event::Met { address }) = told.recv().await {
                    return address;
                }
            }
        };
        tokio::select! {
            first = met => assert_eq!(first, here),
            () = listen(&net.shared, &ear, &key, &own) => panic!("it hears no more"),
        }
    }
}
