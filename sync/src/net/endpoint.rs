//! The endpoint of one community: how it is bound in each mode, how it dials, and when its addresses change.

use super::connection::Link;
use super::{Address, Config, Event, Mode, Purpose, Shared, guarded, held};
use crate::record::Secret;
use iroh::address_lookup::{DnsAddressLookup, PkarrPublisher, PkarrResolver};
use iroh::endpoint::{BindOpts, Builder, InvalidSocketAddr, PortmapperConfig};
use iroh::endpoint::{QuicTransportConfig, VarInt, presets};
use iroh::{Endpoint, EndpointAddr, RelayMode, SecretKey, Watcher};
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// How long a dial may take in all.
const DIAL_TIMEOUT: Duration = Duration::from_secs(10);
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
    builder.relay_mode(RelayMode::Disabled).portmapper_config(PortmapperConfig::Disabled)
}

fn everywhere(builder: Builder, port: u16) -> Result<Builder, InvalidSocketAddr> {
    let where_there_is_any = BindOpts::default().set_is_required(false);
    builder
        .bind_addr((Ipv4Addr::UNSPECIFIED, port))?
        .bind_addr_with_opts((Ipv6Addr::UNSPECIFIED, port), where_there_is_any)
}

/// One stream, and windows that bound what a peer can make this side hold. Packets stay as small as they may be
/// anywhere: to look for larger ones costs a dozen of them at each connection, and saves a hundredth of a long one.
fn transport() -> QuicTransportConfig {
    QuicTransportConfig::builder()
        .max_concurrent_bidi_streams(VarInt::from_u32(1))
        .max_concurrent_uni_streams(VarInt::from_u32(0))
        .mtu_discovery_config(None)
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
        first.then(|| Self { shared: Arc::clone(shared), purpose, to: to.within(shared.mode) })
    }

    /// Ends before it tells how, so that whoever hears of it may dial again.
    pub(super) async fn run(self) {
        let (shared, purpose, endpoint) = (Arc::clone(&self.shared), self.purpose, self.to.endpoint);
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
    Some(Link { connection, send, recv, purpose, dialed: true })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mode_has_a_configuration() {
        for mode in [Mode::Online, Mode::Lan, Mode::Loopback, Mode::Off] {
            let config = Config { mode, secret: Secret([1; 32]), port: None, discovery_key: None };
            assert!(builder(&config, 4321).is_ok(), "{mode:?}");
        }
    }
}
