//! Those who connect: who is let in, how many at a time, and each in a task of its own.
//!
//! Instead of iroh's `Router`, where a panic in one handler closes the whole endpoint. Nobody knows who knocks before their
//! key is proved, so those who knock displace each other; who is in is displaced by nobody, and of these places most are
//! kept for endpoints that are known.

use super::connection::{Code, Link};
use super::porch::{Porch, Whence};
use super::{Mode, Purpose, Shared, held, note};
use iroh::Endpoint;
use iroh::endpoint::{Connection, Incoming, IncomingAddr};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::timeout;

/// How long each step of a peer that connects may take: the handshake, then its first byte.
const GREETING_TIMEOUT: Duration = Duration::from_secs(10);
/// Most accepted connections at a time of those whose key is proved.
const MAX_ACCEPTED: usize = 256;
/// Most of them of endpoints that are not known. A newcomer is one of these.
pub const MAX_STRANGERS: usize = 64;
/// Most accepted connections of one endpoint.
const MAX_ACCEPTED_EACH: usize = 4;

/// Accepts until the end, each connection in a task of its own.
pub(super) async fn accept(shared: Arc<Shared>, endpoint: Endpoint) {
    let (porch, guests) = (Arc::new(Porch::default()), Arc::new(Guests::default()));
    let mut children = JoinSet::new();
    loop {
        tokio::select! {
            biased;
            () = shared.stop.cancelled() => break,
            Some(ended) = children.join_next() => note(ended),
            incoming = endpoint.accept() => match incoming {
                Some(incoming) => {
                    if let Some((incoming, whence)) = let_in(shared.mode, &porch, incoming) {
                        let (porch, guests) = (Arc::clone(&porch), Arc::clone(&guests));
                        children.spawn(welcome(Arc::clone(&shared), porch, guests, incoming, whence));
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

/// Decides by address alone, before any cryptography.
fn let_in(mode: Mode, porch: &Porch, incoming: Incoming) -> Option<(Incoming, Whence)> {
    let (allowed, whence) = match incoming.remote_addr() {
        IncomingAddr::Ip(socket) => (mode.allows(socket.ip()), Whence::of(socket.ip())),
        _ => (mode == Mode::Online, Whence::Relay),
    };
    if !allowed {
        incoming.ignore();
        return None;
    }
    // Where many knock, a peer must first show that its address is its own.
    if porch.is_crowded() && !incoming.remote_addr_validated() {
        incoming.retry().ok();
        return None;
    }
    Some((incoming, whence))
}

async fn welcome(shared: Arc<Shared>, porch: Arc<Porch>, guests: Arc<Guests>, incoming: Incoming, whence: Whence) {
    let greeted = async {
        let connection = porch.stand(whence, timeout(GREETING_TIMEOUT, incoming)).await?.ok()?.ok()?;
        greet(&shared, &guests, connection).await
    };
    if let Some(Some((link, seat))) = shared.stop.run_until_cancelled(greeted).await {
        link.attend(shared).await;
        drop(seat);
    }
}

async fn greet(shared: &Shared, guests: &Arc<Guests>, connection: Connection) -> Option<(Link, Seat)> {
    let purpose = Purpose::of(connection.alpn())?;
    let endpoint = *connection.remote_id().as_bytes();
    let is_known = held(&shared.known).contains(&endpoint);
    let Some(seat) = guests.seat(endpoint, is_known) else {
        connection.close(Code::Crowded.into(), b"");
        return None;
    };
    let (send, recv) = timeout(GREETING_TIMEOUT, connection.accept_bi()).await.ok()?.ok()?;
    Some((Link { connection, send, recv, purpose, dialed: false }, seat))
}

/// How many accepted connections there are.
#[derive(Default)]
struct Guests(Mutex<Seats>);

#[derive(Default)]
struct Seats {
    all: usize,
    strangers: usize,
    each: BTreeMap<[u8; 32], usize>,
}

/// One of an endpoint's places, given back when dropped.
struct Seat {
    guests: Arc<Guests>,
    endpoint: [u8; 32],
    is_known: bool,
}

impl Guests {
    fn seat(self: &Arc<Self>, endpoint: [u8; 32], is_known: bool) -> Option<Seat> {
        let mut seats = held(&self.0);
        let taken = seats.each.get(&endpoint).copied().unwrap_or_default();
        let has_room = seats.all < MAX_ACCEPTED && (is_known || seats.strangers < MAX_STRANGERS);
        if taken >= MAX_ACCEPTED_EACH || !has_room {
            return None;
        }
        seats.each.insert(endpoint, taken + 1);
        seats.all += 1;
        seats.strangers += usize::from(!is_known);
        Some(Seat { guests: Arc::clone(self), endpoint, is_known })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut seats = held(&self.guests.0);
        seats.all -= 1;
        seats.strangers -= usize::from(!self.is_known);
        if let Some(taken) = seats.each.get_mut(&self.endpoint) {
            *taken -= 1;
            if *taken == 0 {
                seats.each.remove(&self.endpoint);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(nth: usize) -> [u8; 32] {
        let mut endpoint = [0; 32];
        endpoint[..8].copy_from_slice(&nth.to_be_bytes());
        endpoint
    }

    #[test]
    fn an_endpoint_has_four_seats_and_gives_them_back() {
        let guests = Arc::new(Guests::default());
        let mut seats: Vec<_> = (0..MAX_ACCEPTED_EACH).filter_map(|_| guests.seat([1; 32], true)).collect();
        assert_eq!(seats.len(), MAX_ACCEPTED_EACH);
        assert!(guests.seat([1; 32], true).is_none());
        assert!(guests.seat([2; 32], true).is_some());
        seats.pop();
        assert!(guests.seat([1; 32], true).is_some());
        drop(seats);
        let seats = held(&guests.0);
        assert!(seats.each.is_empty() && seats.all == 0 && seats.strangers == 0);
    }

    #[test]
    fn the_sixty_fifth_stranger_is_refused_and_whoever_is_known_is_not() {
        let guests = Arc::new(Guests::default());
        let strangers: Vec<_> = (0..300).filter_map(|nth| guests.seat(endpoint(nth), false)).collect();
        assert_eq!(strangers.len(), MAX_STRANGERS);
        let known: Vec<_> = (1_000..1_300).filter_map(|nth| guests.seat(endpoint(nth), true)).collect();
        assert_eq!(known.len(), MAX_ACCEPTED - MAX_STRANGERS);
        drop(strangers);
        assert!(guests.seat(endpoint(0), false).is_some() && guests.seat(endpoint(2_000), true).is_some());
    }
}
