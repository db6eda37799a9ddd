//! Those who connect: who is let in, how many at a time, and each in a task of its own.
//!
//! Instead of iroh's `Router`, where a panic in one handler closes the whole endpoint.

use super::connection::{Code, Link};
use super::{Mode, Purpose, Shared, held, note};
use iroh::Endpoint;
use iroh::endpoint::{Incoming, IncomingAddr};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tokio::time::timeout;

/// How long each step of a peer that connects may take: the handshake, then its first byte.
const GREETING_TIMEOUT: Duration = Duration::from_secs(10);
/// Most accepted connections at a time, those still shaking hands included.
const MAX_ACCEPTED: usize = 256;
/// Most accepted connections of one endpoint.
const MAX_ACCEPTED_EACH: usize = 4;
/// With fewer places left than this, a peer must first show that its address is its own.
const WARY_BELOW: usize = MAX_ACCEPTED / 2;

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
fn let_in(mode: Mode, places: &Arc<Semaphore>, incoming: Incoming) -> Option<(Incoming, OwnedSemaphorePermit)> {
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

async fn welcome(shared: Arc<Shared>, guests: Arc<Guests>, incoming: Incoming, place: OwnedSemaphorePermit) {
    let Some(Some((link, seat))) = shared.stop.run_until_cancelled(greet(&guests, incoming)).await else {
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
    let (send, recv) = timeout(GREETING_TIMEOUT, connection.accept_bi()).await.ok()?.ok()?;
    Some((Link { connection, send, recv, purpose, dialed: false }, seat))
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
        Some(Seat { guests: Arc::clone(self), endpoint })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_has_four_seats_and_gives_them_back() {
        let guests = Arc::new(Guests::default());
        let mut seats: Vec<_> = (0..MAX_ACCEPTED_EACH).filter_map(|_| guests.seat([1; 32])).collect();
        assert_eq!(seats.len(), MAX_ACCEPTED_EACH);
        assert!(guests.seat([1; 32]).is_none());
        assert!(guests.seat([2; 32]).is_some());
        seats.pop();
        assert!(guests.seat([1; 32]).is_some());
        drop(seats);
        assert!(held(&guests.0).is_empty());
    }
}
