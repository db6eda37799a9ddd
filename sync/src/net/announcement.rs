//! What a device says of itself on a local network: sealed, and good at the addresses that it names for a while.
//!
//! docs/protocol.md §6, *Announcement*. Whoever lacks the charter key sees that some Kith is there, and neither of which
//! community nor which device. Whoever says one again elsewhere or later leads nobody to a dial.

use super::Address;
use super::address::is_local;
use crate::id::{derive, from_text, to_text};
use crate::record::Secret;
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, aead};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, SocketAddrV4};

/// The TXT key of the announcement.
pub(super) const TXT: &str = "k";
/// Most sockets that one names.
const MAX_SAID: usize = 6;
/// Bytes of a nonce.
pub(super) const NONCE: usize = 24;
/// Bytes of an endpoint, a time, the sockets.
const PLAIN: usize = 32 + 8 + MAX_SAID * 6;
/// Bytes of a nonce, all that is said, and a tag.
const SEALED: usize = NONCE + PLAIN + 16;
/// The same in letters and digits.
const LETTERS: usize = (SEALED * 8).div_ceil(5);
/// Most announcements looked at in one packet: a device says one.
const MAX_IN_PACKET: usize = 4;
/// How far from this device's time an announcement may be said, in seconds: clocks differ.
const GOOD_S: u64 = 3_600;
/// A clock that shows less was never set (1 January 2026, in seconds since 1970), and says nothing of when.
const SET_S: u64 = 1_767_225_600;

/// Who is where, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Announcement {
    /// The endpoint's public key.
    pub(super) endpoint: [u8; 32],
    /// When it was made, in seconds since 1970 by the clock of who made it.
    pub(super) said_s: u64,
    /// From where it is said, and where the endpoint is reached: the first [`MAX_SAID`].
    pub(super) sockets: Vec<SocketAddrV4>,
}

impl Announcement {
    /// The announcement as it is said, in 186 letters and digits. `nonce` must be new for each.
    ///
    /// # Errors
    /// None in practice: the text is far below what the cipher takes.
    pub(super) fn seal(&self, key: &Secret, nonce: [u8; NONCE]) -> Result<String, aead::Error> {
        let sockets = self.sockets.iter().flat_map(|socket| {
            let (ip, port) = (socket.ip().octets(), socket.port().to_be_bytes());
            ip.into_iter().chain(port)
        });
        let plain = self.endpoint.into_iter().chain(self.said_s.to_be_bytes()).chain(sockets);
        let plain: Vec<u8> = plain.chain(std::iter::repeat(0)).take(PLAIN).collect();
        let sealed = cipher(key).encrypt(&nonce.into(), plain.as_slice())?;
        Ok(to_text(&[&nonce[..], &sealed].concat()))
    }

    /// What [`Announcement::seal`] sealed under the same key; `None` for all else.
    fn open(key: &Secret, text: &str) -> Option<Self> {
        let bytes = from_text::<SEALED>(text).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>()?;
        let plain = cipher(key).decrypt(&(*nonce).into(), sealed).ok()?;
        let (endpoint, rest) = plain.split_first_chunk::<32>()?;
        let (said_s, sockets) = rest.split_first_chunk::<8>()?;
        let sockets = sockets.as_chunks::<6>().0.iter();
        let sockets = sockets
            .map(|[a, b, c, d, port @ ..]| SocketAddrV4::new(Ipv4Addr::new(*a, *b, *c, *d), u16::from_be_bytes(*port)));
        let sockets = sockets.filter(|socket| socket.port() != 0).collect();
        Some(Self { endpoint: *endpoint, said_s: u64::from_be_bytes(*said_s), sockets })
    }

    /// Where its endpoint is, heard from `from`: nowhere, if it names no such address of a local network, or is of
    /// another time.
    fn heard_from(&self, from: IpAddr, now_s: u64) -> Option<Address> {
        let clocks_are_set = self.said_s >= SET_S && now_s >= SET_S;
        if clocks_are_set && self.said_s.abs_diff(now_s) > GOOD_S {
            tracing::debug!("an announcement of another time was not followed");
            return None;
        }
        let sockets = self.sockets.iter().copied().map(SocketAddr::V4);
        let sockets: Vec<SocketAddr> = sockets.filter(|socket| socket.ip() == from && is_local(from)).collect();
        (!sockets.is_empty()).then_some(Address { endpoint: self.endpoint, sockets, relay: None })
    }
}

/// Whom a packet announces, heard from `from` at `now_s`, in seconds since 1970.
///
/// A value of TXT stands as it is in a packet of multicast DNS, after its length. So nothing else of it is read, and what
/// is sealed speaks for itself.
pub(super) fn hear(key: &Secret, packet: &[u8], from: IpAddr, now_s: u64) -> Vec<Address> {
    let begins =
        |at: &[u8]| at.split_first().is_some_and(|(length, rest)| usize::from(*length) == value() && is_said(rest));
    let places = (0..packet.len()).filter_map(|at| packet.get(at..)).filter(|at| begins(at));
    let texts = places.take(MAX_IN_PACKET).filter_map(|at| {
        let begin = 1 + TXT.len() + 1;
        std::str::from_utf8(at.get(begin..begin + LETTERS)?).ok()
    });
    texts.filter_map(|text| Announcement::open(key, text)?.heard_from(from, now_s)).collect()
}

/// Bytes of the TXT value, with its key.
const fn value() -> usize {
    TXT.len() + 1 + LETTERS
}

fn is_said(bytes: &[u8]) -> bool {
    bytes.strip_prefix(TXT.as_bytes()).is_some_and(|rest| rest.first() == Some(&b'='))
}

fn cipher(key: &Secret) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&derive("kith 0 meeting", &[&key.0]).into())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::net) const KEY: Secret = Secret([1; 32]);
    const NOW_S: u64 = SET_S + 400 * 86_400;
    const HOME: Ipv4Addr = Ipv4Addr::new(192, 168, 1, 2);
    const CAFE: Ipv4Addr = Ipv4Addr::new(192, 168, 1, 77);

    fn said(said_s: u64) -> Announcement {
        Announcement { endpoint: [7; 32], said_s, sockets: vec![SocketAddrV4::new(HOME, 70)] }
    }

    fn sealed() -> String {
        said(NOW_S).seal(&KEY, [3; NONCE]).unwrap()
    }

    /// A packet with the announcement in it, as multicast DNS has it.
    pub(in crate::net) fn packet(text: &str) -> Vec<u8> {
        let mut packet = b"\0\0\x84\0 and what else a packet has ".to_vec();
        packet.push(u8::try_from(TXT.len() + 1 + text.len()).unwrap());
        packet.extend(format!("{TXT}={text}").bytes());
        packet.extend(b"\0\x01 and more");
        packet
    }

    #[test]
    fn an_announcement_is_opened_with_its_key_only() {
        assert_eq!(Announcement::open(&KEY, &sealed()), Some(said(NOW_S)));
        assert_eq!(Announcement::open(&KEY, &sealed().to_uppercase()), Some(said(NOW_S)));
        assert_eq!(Announcement::open(&Secret([2; 32]), &sealed()), None);
    }

    #[test]
    fn an_announcement_fits_one_txt_value_however_much_it_names() {
        for count in [0, 1, MAX_SAID, MAX_SAID + 1, 99] {
            let many = Announcement { sockets: vec![SocketAddrV4::new(HOME, 70); count], ..said(NOW_S) };
            let text = many.seal(&KEY, [3; NONCE]).unwrap();
            assert_eq!(text.len(), LETTERS);
            assert_eq!(Announcement::open(&KEY, &text).unwrap().sockets.len(), count.min(MAX_SAID));
        }
        assert!(TXT.len() + LETTERS <= 254);
    }

    #[test]
    fn two_announcements_of_one_device_have_nothing_in_common() {
        let other = said(NOW_S).seal(&KEY, [4; NONCE]).unwrap();
        let same = sealed().bytes().zip(other.bytes()).filter(|(a, b)| a == b).count();
        assert!(same < LETTERS / 2, "{same} of {LETTERS}");
    }

    #[test]
    fn announcements_of_any_length_or_letters_are_harmless() {
        let sealed = sealed();
        for length in 0..sealed.len() {
            assert_eq!(Announcement::open(&KEY, sealed.get(..length).unwrap()), None);
        }
        for bad in [format!("{sealed}a"), "a".repeat(186), "=".repeat(186), "é".repeat(93), "ß".repeat(9999)] {
            assert_eq!(Announcement::open(&KEY, &bad), None);
        }
        let whole = packet(&sealed);
        for length in 0..whole.len() {
            let heard = hear(&KEY, whole.get(..length).unwrap(), HOME.into(), NOW_S);
            assert_eq!(heard.len(), usize::from(length >= whole.len() - b"\0\x01 and more".len()));
        }
    }

    #[test]
    fn every_changed_letter_is_noticed() {
        for place in 0..LETTERS - 1 {
            let mut letters = sealed().into_bytes();
            letters[place] = if letters[place] == b'a' { b'b' } else { b'a' };
            assert_eq!(Announcement::open(&KEY, &String::from_utf8(letters).unwrap()), None, "{place}");
        }
    }

    #[test]
    fn an_announcement_leads_to_the_address_that_it_names_and_is_said_from() {
        let (near, far) = (SocketAddrV4::new(HOME, 70), SocketAddrV4::new(Ipv4Addr::new(8, 8, 8, 8), 70));
        let other = SocketAddrV4::new(Ipv4Addr::new(10, 0, 0, 2), 71);
        let many = Announcement { sockets: vec![near, far, other], ..said(NOW_S) };
        let text = packet(&many.seal(&KEY, [3; NONCE]).unwrap());
        let at = |socket: SocketAddrV4| Address { endpoint: [7; 32], sockets: vec![socket.into()], relay: None };
        assert_eq!(hear(&KEY, &text, HOME.into(), NOW_S), [at(near)]);
        assert_eq!(hear(&KEY, &text, (*other.ip()).into(), NOW_S), [at(other)]);
        assert_eq!(hear(&KEY, &text, (*far.ip()).into(), NOW_S), [], "it is of no local network");
        assert_eq!(hear(&Secret([2; 32]), &text, HOME.into(), NOW_S), []);
    }

    #[test]
    fn an_announcement_said_again_from_elsewhere_leads_nowhere() {
        assert_eq!(hear(&KEY, &packet(&sealed()), CAFE.into(), NOW_S), []);
        assert_eq!(hear(&KEY, &packet(&sealed()), "::1".parse().unwrap(), NOW_S), []);
    }

    #[test]
    fn an_announcement_said_again_later_leads_nowhere() {
        let heard = |said_s: u64, now_s: u64| {
            let text = packet(&said(said_s).seal(&KEY, [3; NONCE]).unwrap());
            !hear(&KEY, &text, HOME.into(), now_s).is_empty()
        };
        assert!(heard(NOW_S, NOW_S + GOOD_S) && !heard(NOW_S, NOW_S + GOOD_S + 1));
        assert!(heard(NOW_S, NOW_S - GOOD_S) && !heard(NOW_S, NOW_S - GOOD_S - 1));
        // A clock that was never set says nothing of when.
        assert!(heard(5, NOW_S) && heard(NOW_S, 5) && heard(SET_S - 1, NOW_S) && !heard(SET_S, NOW_S));
    }

    #[test]
    fn of_a_packet_full_of_announcements_few_are_looked_at() {
        let many: Vec<u8> = packet(&sealed()).repeat(MAX_IN_PACKET + 3);
        assert_eq!(hear(&KEY, &many, HOME.into(), NOW_S).len(), MAX_IN_PACKET);
    }
}
