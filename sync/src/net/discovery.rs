//! Meeting on a local network: multicast DNS under a name that means nothing, with the endpoint sealed inside.
//!
//! Whoever lacks the charter key sees that some Kith is there, and neither of which community nor which device.

use super::address::{is_local, plain};
use super::{Address, Event, MAX_SOCKETS, Mode, Shared};
use crate::id::{derive, from_text, to_text};
use crate::record::Secret;
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, aead};
use iroh::{Endpoint, EndpointAddr, Watcher};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use swarm_discovery::{Discoverer, DropGuard, Peer};
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::time::sleep;

/// The service that every Kith announces.
const SERVICE: &str = "kith";
/// The TXT key of the sealed endpoint.
const TXT: &str = "k";
/// About how soon a new device is met, and how often all are told again.
const CADENCE: Duration = Duration::from_secs(5);
/// Meetings that wait to be told; what is dropped comes again with the next announcement.
const MET: usize = 64;
/// Announcements heard before all is begun anew, since `swarm-discovery` remembers every name it hears for long.
const MAX_HEARD: u32 = 16_384;
/// How long to rest before beginning anew.
const REST: Duration = Duration::from_secs(60);
/// Bytes of a nonce.
const NONCE: usize = 24;
/// Bytes of a nonce, an endpoint and a tag.
const SEALED: usize = NONCE + 32 + 16;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The endpoint as it is announced, in 116 letters and digits. `nonce` must be new for each.
///
/// # Errors
/// None in practice: the text is far below what the cipher takes.
fn seal(key: &Secret, endpoint: &[u8; 32], nonce: [u8; NONCE]) -> Result<String, aead::Error> {
    let sealed = cipher(key).encrypt(&nonce.into(), endpoint.as_slice())?;
    Ok(to_text(&[&nonce[..], &sealed].concat()))
}

/// The endpoint that [`seal`] announced under the same key; `None` for all else.
fn open(key: &Secret, text: &str) -> Option<[u8; 32]> {
    let bytes = from_text::<SEALED>(text).ok()?;
    let (nonce, sealed) = bytes.split_first_chunk::<NONCE>()?;
    cipher(key).decrypt(&(*nonce).into(), sealed).ok()?.try_into().ok()
}

fn cipher(key: &Secret) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&derive("kith 0 meeting", &[&key.0]).into())
}

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
            let meeting = meet(&key, &own).unwrap_or_else(|error| {
                tracing::warn!(%error, "devices on the local network cannot be met");
                None
            });
            tokio::select! {
                () = tell(&shared, meeting) => {}
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
    _guard: DropGuard,
    /// Ends when it has failed or heard too much.
    met: mpsc::Receiver<Address>,
}

/// `None` where there is no local network.
fn meet(key: &Secret, own: &Address) -> Result<Option<Meeting>, Failure> {
    if own.sockets.is_empty() {
        return Ok(None);
    }
    let (mut random, mut nonce) = ([0; 16], [0; NONCE]);
    getrandom::fill(&mut random)?;
    getrandom::fill(&mut nonce)?;
    let (heard, met) = mpsc::channel(MET);
    let mut discoverer = Discoverer::new(SERVICE.to_owned(), name(random))
        .with_cadence(CADENCE)
        .with_multicast_interfaces_v4(own.sockets.iter().filter_map(v4).collect())
        .with_callback(listener(key.clone(), own.endpoint, heard))
        .with_txt_attributes([(TXT.to_owned(), Some(seal(key, &own.endpoint, nonce)?))])?;
    for socket in &own.sockets {
        discoverer = discoverer.with_addrs(socket.port(), [socket.ip()]);
    }
    Ok(Some(Meeting { _guard: discoverer.spawn(&Handle::current())?, met }))
}

fn v4(socket: &SocketAddr) -> Option<std::net::Ipv4Addr> {
    match socket.ip() {
        IpAddr::V4(ip) => Some(ip),
        IpAddr::V6(_) => None,
    }
}

fn listener(key: Secret, own: [u8; 32], met: mpsc::Sender<Address>) -> impl FnMut(&str, &Peer) + Send {
    let mut met = Some(met);
    let mut heard = 0;
    move |_, peer| {
        heard += 1;
        if heard > MAX_HEARD {
            met = None;
        }
        if let Some(met) = &met
            && let Some(text) = peer.txt_attribute(TXT).flatten()
            && let Some(address) = recognise(&key, text, peer.addrs())
            && address.endpoint != own
        {
            met.try_send(address).ok();
        }
    }
}

/// Whom an announcement is of, and where it says that is.
fn recognise(key: &Secret, text: &str, seen: &[(IpAddr, u16)]) -> Option<Address> {
    let sockets = seen.iter().map(|(ip, port)| plain(SocketAddr::new(*ip, *port)));
    let sockets: Vec<_> =
        sockets.filter(|socket| socket.port() != 0 && is_local(socket.ip())).take(MAX_SOCKETS).collect();
    if sockets.is_empty() {
        return None;
    }
    Some(Address { endpoint: open(key, text)?, sockets, relay: None })
}

async fn tell(shared: &Shared, meeting: Option<Meeting>) {
    if let Some(mut meeting) = meeting {
        while let Some(address) = meeting.met.recv().await {
            shared.emit(Event::Met { address }).await;
        }
    }
    sleep(REST).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: Secret = Secret([1; 32]);

    fn sealed() -> String {
        seal(&KEY, &[7; 32], [3; NONCE]).unwrap()
    }

    #[test]
    fn a_sealed_endpoint_is_opened_with_its_key_only() {
        assert_eq!(open(&KEY, &sealed()), Some([7; 32]));
        assert_eq!(open(&KEY, &sealed().to_uppercase()), Some([7; 32]));
        assert_eq!(open(&Secret([2; 32]), &sealed()), None);
    }

    #[test]
    fn a_sealed_endpoint_fits_one_txt_value() {
        assert_eq!(sealed().len(), 116);
        assert!(TXT.len() + sealed().len() <= 254);
    }

    #[test]
    fn two_announcements_of_one_device_have_nothing_in_common() {
        let other = seal(&KEY, &[7; 32], [4; NONCE]).unwrap();
        let same = sealed().bytes().zip(other.bytes()).filter(|(a, b)| a == b).count();
        assert!(same < 58, "{same} of 116");
    }

    #[test]
    fn announcements_of_any_length_or_letters_are_harmless() {
        let sealed = sealed();
        for length in 0..sealed.len() {
            assert_eq!(open(&KEY, sealed.get(..length).unwrap()), None);
        }
        for bad in [format!("{sealed}a"), "a".repeat(116), "=".repeat(116), "é".repeat(58), "ß".repeat(9999)] {
            assert_eq!(open(&KEY, &bad), None);
        }
    }

    #[test]
    fn every_changed_letter_is_noticed() {
        for place in 0..115 {
            let mut letters = sealed().into_bytes();
            letters[place] = if letters[place] == b'a' { b'b' } else { b'a' };
            assert_eq!(open(&KEY, &String::from_utf8(letters).unwrap()), None, "{place}");
        }
    }

    #[test]
    fn a_name_is_sixteen_letters() {
        assert_eq!(name([0; 16]), "aaaaaaaaaaaaaaaa");
        let spread: [u8; 16] = std::array::from_fn(|place| u8::try_from(place * 17).unwrap());
        assert_eq!(name(spread), "abcdefghijklmnop");
    }

    #[test]
    fn a_device_is_recognised_by_its_local_sockets() {
        let local = "192.168.1.2".parse().unwrap();
        let seen = [("8.8.8.8".parse().unwrap(), 1), (local, 0), (local, 70)];
        let sockets = vec![SocketAddr::new(local, 70)];
        let expected = Address { endpoint: [7; 32], sockets, relay: None };
        assert_eq!(recognise(&KEY, &sealed(), &seen), Some(expected));
        assert_eq!(recognise(&KEY, &sealed(), &seen[..2]), None);
        assert_eq!(recognise(&KEY, &sealed(), &[(local, 70); 99]).unwrap().sockets.len(), MAX_SOCKETS);
        assert_eq!(recognise(&KEY, "", &seen), None);
    }
}
