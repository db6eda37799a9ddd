//! Where an endpoint may be reached, and which of it a mode allows.
//!
//! Addresses come from links, receipts and the local network: nothing in them is trusted.

use super::Mode;
use iroh::{EndpointAddr, EndpointId, RelayUrl, TransportAddr};
use minicbor::{Decode, Decoder, Encode, Encoder, decode, encode};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Most sockets in one address.
pub const MAX_SOCKETS: usize = 8;
/// Longest relay URL, in bytes.
pub const MAX_RELAY: usize = 256;

/// Where an endpoint may be reached.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(array)]
pub struct Address {
    /// The endpoint's public key.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub endpoint: [u8; 32],
    /// At most [`MAX_SOCKETS`]: only the first are encoded, and more are not decoded. Each is its IP and its port
    /// in big endian, 6 or 18 bytes.
    #[n(1)]
    #[cbor(encode_with = "encode_sockets", decode_with = "decode_sockets")]
    pub sockets: Vec<SocketAddr>,
    /// An https URL of at most [`MAX_RELAY`] bytes: a longer one is encoded as none and not decoded.
    #[n(2)]
    #[cbor(encode_with = "encode_relay", decode_with = "decode_relay")]
    pub relay: Option<String>,
}

impl Address {
    /// Takes over what iroh knows, as far as `mode` allows; local IPv4 first.
    pub(super) fn of(from: &EndpointAddr, mode: Mode) -> Self {
        let mut sockets: Vec<_> = from.ip_addrs().copied().collect();
        sockets.sort_by_key(|socket| (socket.is_ipv6(), !is_local(socket.ip())));
        let relay = from.relay_urls().next().map(ToString::to_string);
        Self { endpoint: *from.id.as_bytes(), sockets, relay }.within(mode)
    }

    /// What of it `mode` allows, within the caps.
    pub(super) fn within(self, mode: Mode) -> Self {
        let reachable = |socket: &SocketAddr| socket.port() != 0 && mode.allows(socket.ip());
        let sockets = self.sockets.into_iter().map(plain).filter(reachable);
        let relay = self.relay.filter(|url| mode == Mode::Online && url.len() <= MAX_RELAY);
        Self { endpoint: self.endpoint, sockets: sockets.take(MAX_SOCKETS).collect(), relay }
    }

    /// `None` if the endpoint is no key. A relay that is no https URL is left out.
    pub(super) fn to_iroh(&self) -> Option<EndpointAddr> {
        let id = EndpointId::from_bytes(&self.endpoint).ok()?;
        let relay = self.relay.as_ref().and_then(|url| url.parse::<RelayUrl>().ok());
        let relay = relay.filter(|url| url.scheme() == "https").map(TransportAddr::Relay);
        let sockets = self.sockets.iter().copied().map(TransportAddr::Ip);
        Some(EndpointAddr::from_parts(id, sockets.chain(relay)))
    }
}

impl Mode {
    /// Whether packets may go to `ip` and come from it.
    pub(super) fn allows(self, ip: IpAddr) -> bool {
        let ip = ip.to_canonical();
        match self {
            Self::Online => is_one_host(ip),
            Self::Lan => is_local(ip),
            Self::Loopback => ip.is_loopback(),
            Self::Off => false,
        }
    }
}

/// Whether `ip` is of this machine or of a network that routers keep to themselves.
pub(super) fn is_local(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private() || ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local(),
    }
}

/// IPv6 link-local addresses are out because they mean nothing without the name of an interface.
fn is_one_host(ip: IpAddr) -> bool {
    let odd = match ip {
        IpAddr::V4(ip) => ip.is_broadcast(),
        IpAddr::V6(ip) => ip.is_unicast_link_local(),
    };
    !odd && !ip.is_unspecified() && !ip.is_multicast()
}

/// Without scope and flow, and IPv4 as IPv4.
pub(super) fn plain(socket: SocketAddr) -> SocketAddr {
    SocketAddr::new(socket.ip().to_canonical(), socket.port())
}

fn encode_sockets<C, W: encode::Write>(
    sockets: &[SocketAddr],
    to: &mut Encoder<W>,
    _: &mut C,
) -> Result<(), encode::Error<W::Error>> {
    let sockets = sockets.iter().take(MAX_SOCKETS);
    to.array(sockets.len() as u64)?;
    for socket in sockets {
        let port = socket.port().to_be_bytes();
        match socket.ip() {
            IpAddr::V4(ip) => to.bytes(&[&ip.octets()[..], &port].concat())?,
            IpAddr::V6(ip) => to.bytes(&[&ip.octets()[..], &port].concat())?,
        };
    }
    Ok(())
}

fn decode_sockets<C>(from: &mut Decoder<'_>, _: &mut C) -> Result<Vec<SocketAddr>, decode::Error> {
    let count = from.array()?.and_then(|count| usize::try_from(count).ok());
    let count = count.filter(|count| *count <= MAX_SOCKETS);
    let count = count.ok_or_else(|| decode::Error::message("too many sockets"))?;
    (0..count).map(|_| read_socket(from.bytes()?).ok_or_else(|| decode::Error::message("not a socket"))).collect()
}

fn read_socket(bytes: &[u8]) -> Option<SocketAddr> {
    let (ip, port) = bytes.split_last_chunk::<2>()?;
    let ip = match ip.len() {
        4 => IpAddr::V4(Ipv4Addr::from(<[u8; 4]>::try_from(ip).ok()?)),
        _ => IpAddr::V6(Ipv6Addr::from(<[u8; 16]>::try_from(ip).ok()?)),
    };
    Some(SocketAddr::new(ip, u16::from_be_bytes(*port)))
}

fn encode_relay<C, W: encode::Write>(
    relay: &Option<String>,
    to: &mut Encoder<W>,
    _: &mut C,
) -> Result<(), encode::Error<W::Error>> {
    match relay.as_ref().filter(|url| url.len() <= MAX_RELAY) {
        Some(url) => to.str(url)?.ok(),
        None => to.null()?.ok(),
    }
}

fn decode_relay<C>(from: &mut Decoder<'_>, _: &mut C) -> Result<Option<String>, decode::Error> {
    if from.datatype()? == minicbor::data::Type::Null {
        from.null()?;
        return Ok(None);
    }
    let url = from.str()?;
    if url.len() > MAX_RELAY {
        return Err(decode::Error::message("the relay's address is too long"));
    }
    Ok(Some(url.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Written = Result<(), encode::Error<std::convert::Infallible>>;
    type Write<'a> = &'a dyn Fn(&mut Encoder<Vec<u8>>) -> Written;

    const RELAY: &str = "https://relay.example/";

    fn address(sockets: &[&str], relay: Option<&str>) -> Address {
        let endpoint = *iroh::SecretKey::from_bytes(&[7; 32]).public().as_bytes();
        let sockets = sockets.iter().map(|socket| socket.parse().unwrap()).collect();
        Address { endpoint, sockets, relay: relay.map(ToOwned::to_owned) }
    }

    fn round(address: &Address) -> Result<Address, decode::Error> {
        minicbor::decode(&minicbor::to_vec(address).unwrap())
    }

    #[test]
    fn an_address_survives_its_encoding() {
        for relay in [None, Some(RELAY)] {
            let address = address(&["192.168.1.2:70", "[2001:db8::1]:65535"], relay);
            assert_eq!(round(&address).unwrap(), address);
        }
    }

    #[test]
    fn only_what_fits_is_encoded() {
        let mut large = address(&["10.0.0.1:1"; 9], Some(&"x".repeat(MAX_RELAY + 1)));
        let small = round(&large).unwrap();
        large.sockets.truncate(MAX_SOCKETS);
        assert_eq!(small, Address { relay: None, ..large });
    }

    #[test]
    fn hostile_encodings_are_refused() {
        let long = "x".repeat(MAX_RELAY + 1);
        let hostile: [Write<'_>; 6] = [
            &|to| to.array(9)?.ok(),
            &|to| to.array(u64::MAX)?.ok(),
            &|to| to.begin_array()?.bytes(&[1; 6])?.end()?.null()?.ok(),
            &|to| to.array(1)?.bytes(&[1; 7])?.null()?.ok(),
            &|to| to.array(0)?.str(&long)?.ok(),
            &|to| to.array(0)?.u8(1)?.ok(),
        ];
        for rest in hostile {
            let mut to = Encoder::new(Vec::new());
            to.array(3).unwrap().bytes(&[1; 32]).unwrap();
            rest(&mut to).unwrap();
            assert!(minicbor::decode::<Address>(&to.into_writer()).is_err());
        }
    }

    #[test]
    fn each_mode_keeps_what_it_may_reach() {
        let all = [
            "127.0.0.1:1",
            "192.168.1.2:2",
            "169.254.3.4:3",
            "[fd00::1]:4",
            "8.8.8.8:5",
            "[2001:db8::1]:6",
            "[::ffff:10.0.0.1]:7",
        ];
        let kept = |mode| {
            let address = address(&all, Some(RELAY)).within(mode);
            let ports: Vec<_> = address.sockets.iter().map(SocketAddr::port).collect();
            (ports, address.relay.is_some())
        };
        assert_eq!(kept(Mode::Online), (vec![1, 2, 3, 4, 5, 6, 7], true));
        assert_eq!(kept(Mode::Lan), (vec![1, 2, 3, 4, 7], false));
        assert_eq!(kept(Mode::Loopback), (vec![1], false));
        assert_eq!(kept(Mode::Off), (vec![], false));
    }

    #[test]
    fn sockets_that_are_no_one_host_are_never_dialed() {
        let odd = ["0.0.0.0:1", "255.255.255.255:1", "224.0.0.251:1", "[ff02::1]:1", "[::]:1", "[fe80::1]:1"];
        assert_eq!(address(&odd, None).within(Mode::Online).sockets, []);
        assert_eq!(address(&["10.0.0.1:0"], None).within(Mode::Online).sockets, []);
    }

    #[test]
    fn only_an_https_relay_is_dialed() {
        for (relay, count) in [(RELAY, 1), ("http://relay.example/", 0), ("relay", 0), ("", 0)] {
            let to = address(&[], Some(relay)).to_iroh().unwrap();
            assert_eq!(to.relay_urls().count(), count, "{relay}");
        }
    }

    #[test]
    fn what_is_no_key_is_no_endpoint() {
        let bad = Address { endpoint: [2; 32], ..address(&[], None) };
        assert_eq!(bad.to_iroh(), None);
    }
}
