//! Where those stand who knock and have not proved their key yet: few places, which nobody can keep from others.
//!
//! Who comes when all are taken takes the place of whoever has stood longest of those from where most came. So who floods
//! displaces themselves.

use super::held;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Mutex;
use tokio_util::sync::CancellationToken;

/// Most who stand there at a time.
pub(super) const PLACES: usize = 64;

/// From where somebody knocks, as far as they cannot choose it freely.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Whence {
    /// An address of IPv4, or a network of IPv6, of which each host has any number of addresses.
    Ip([u8; 8]),
    /// A relay.
    Relay,
}

impl Whence {
    pub(super) fn of(ip: IpAddr) -> Self {
        let mut from = [0; 8];
        let octets = match ip.to_canonical() {
            IpAddr::V4(ip) => ip.octets().to_vec(),
            IpAddr::V6(ip) => ip.octets().to_vec(),
        };
        from.iter_mut().zip(octets).for_each(|(to, octet)| *to = octet);
        Self::Ip(from)
    }
}

/// Those who knock.
#[derive(Default)]
pub(super) struct Porch(Mutex<Standing>);

#[derive(Default)]
struct Standing {
    next: u64,
    places: BTreeMap<u64, (Whence, CancellationToken)>,
}

/// One of the places, given back when dropped.
struct Place<'a> {
    porch: &'a Porch,
    nth: u64,
    displaced: CancellationToken,
}

impl Porch {
    /// Whether more than half of the places are taken.
    pub(super) fn is_crowded(&self) -> bool {
        held(&self.0).places.len() > PLACES / 2
    }

    /// Lets `knocking` go on until it ends, or another takes its place.
    pub(super) async fn stand<T>(&self, whence: Whence, knocking: impl IntoFuture<Output = T>) -> Option<T> {
        let place = self.place(whence);
        place.displaced.run_until_cancelled(knocking.into_future()).await
    }

    fn place(&self, whence: Whence) -> Place<'_> {
        let mut standing = held(&self.0);
        let (nth, displaced) = (standing.next, CancellationToken::new());
        standing.next += 1;
        standing.places.insert(nth, (whence, displaced.clone()));
        if standing.places.len() > PLACES
            && let Some(longest) = standing.longest_of_most()
            && let Some((_, token)) = standing.places.remove(&longest)
        {
            token.cancel();
        }
        Place { porch: self, nth, displaced }
    }
}

impl Standing {
    fn longest_of_most(&self) -> Option<u64> {
        let mut from: BTreeMap<Whence, (usize, u64)> = BTreeMap::new();
        for (nth, (whence, _)) in &self.places {
            let (count, _) = from.entry(*whence).or_insert((0, *nth));
            *count += 1;
        }
        from.into_values().max_by_key(|(count, first)| (*count, std::cmp::Reverse(*first))).map(|(_, first)| first)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        held(&self.porch.0).places.remove(&self.nth);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whence(nth: u8) -> Whence {
        Whence::of(IpAddr::from([10, 0, 0, nth]))
    }

    #[test]
    fn who_floods_displaces_themselves_and_nobody_else() {
        let porch = Porch::default();
        let member = porch.place(whence(1));
        let flood: Vec<_> = (0..PLACES - 1).map(|_| porch.place(whence(2))).collect();
        let gone = |places: &[Place<'_>]| places.iter().filter(|place| place.displaced.is_cancelled()).count();
        assert_eq!(gone(&flood), 0, "there is a place for each");
        let more: Vec<_> = (0..200).map(|_| porch.place(whence(2))).collect();
        let other = porch.place(whence(3));
        assert!(!member.displaced.is_cancelled() && !other.displaced.is_cancelled());
        assert_eq!(gone(&flood) + gone(&more), 201);
        assert!(flood.iter().all(|place| place.displaced.is_cancelled()), "those who stood longest");
        drop((flood, more));
        assert_eq!(held(&porch.0).places.len(), 2);
    }

    #[test]
    fn a_flood_from_everywhere_displaces_those_who_stood_longest() {
        let porch = Porch::default();
        let many: Vec<_> = (0..u8::try_from(PLACES).unwrap()).map(|nth| porch.place(whence(nth))).collect();
        let member = porch.place(whence(200));
        assert!(many[0].displaced.is_cancelled() && !member.displaced.is_cancelled());
    }

    #[test]
    fn a_network_of_ipv6_is_one_place_to_come_from() {
        let of = |ip: &str| Whence::of(ip.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:10.0.0.1"), whence(1));
        assert_ne!(whence(1), whence(2));
    }

    #[tokio::test]
    async fn who_is_displaced_goes() {
        let porch = Porch::default();
        let waiting = porch.stand(whence(1), std::future::pending::<()>());
        let flood = async {
            let places: Vec<_> = (0..=PLACES).map(|_| porch.place(whence(1))).collect();
            places.len()
        };
        let (waited, _) = tokio::join!(waiting, flood);
        assert_eq!(waited, None);
        assert_eq!(porch.stand(whence(1), async { 5 }).await, Some(5));
    }
}
