//! Coming in: what a newcomer asks with, and the link that carries what is needed for it.
//!
//! docs/protocol.md §6, *Join* and *Link*.

use super::replica::{Replica, ReplicaError};
use super::slices::Slices;
use crate::epoch::fresh_secret;
use crate::id::{CommunityId, DeviceId, PersonId, from_text, to_text};
use crate::net::Address;
use crate::record::Secret;
pub use crate::session::Asked;
use crate::session::Refused;
use data_encoding::BASE32_NOPAD;
use ed25519_dalek::SigningKey;
use minicbor::{Decode, Encode};

/// Most bytes of a link, written out.
pub const MAX_LINK: usize = 4 * 1024;
/// Most bytes of a community's name within a link.
pub const MAX_LINK_NAME: usize = 128;
/// Most bytes of a greeting within a link.
pub const MAX_LINK_GREETING: usize = 512;
const SCHEME: &str = "kith:";
const VERSION: u8 = 0;

/// What a link is for.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum LinkFor {
    /// Anyone who holds it may come in until the last day.
    #[n(0)]
    Newcomer {
        /// Days since 1970.
        #[n(0)]
        last_day: u32,
    },
    /// A second device of one person, once.
    #[n(1)]
    Device {
        /// Whose.
        #[n(0)]
        person: PersonId,
        /// Which device made the link.
        #[n(1)]
        adder: DeviceId,
    },
}

/// An invitation as it is handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where to.
    pub community: CommunityId,
    /// The invitation's secret, or the one-time secret of a device link.
    pub secret: Secret,
    /// Opens the charter.
    pub charter_key: Secret,
    /// What the community is called, as whoever made the link knew it.
    pub name: String,
    /// A line by whoever made the link for whoever comes by it; may be empty. At most [`MAX_LINK_GREETING`] bytes.
    pub greeting: String,
    /// Newcomer or device.
    pub purpose: LinkFor,
    /// Where somebody may answer.
    pub addresses: Vec<Address>,
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct Wire {
    #[n(0)]
    version: u8,
    #[n(1)]
    community: CommunityId,
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    secret: [u8; 32],
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    charter_key: [u8; 32],
    #[n(4)]
    name: String,
    #[n(5)]
    purpose: LinkFor,
    #[n(6)]
    addresses: Vec<Address>,
    #[n(7)]
    greeting: Option<String>,
}

/// Why text is no link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// It does not begin like a link.
    #[error("this is not a Kith link")]
    Foreign,
    /// It begins like one, but part of it is missing or changed.
    #[error("the link is damaged or cut short")]
    Broken,
    /// A newer Kith made it.
    #[error("the link was made by a newer Kith")]
    Newer,
}

impl Link {
    /// The link as text; the last four bytes tell a damaged one from a good one.
    #[must_use]
    pub fn to_text(&self) -> String {
        let wire = Wire {
            version: VERSION,
            community: self.community,
            secret: self.secret.0,
            charter_key: self.charter_key.0,
            name: cut(&self.name, MAX_LINK_NAME),
            purpose: self.purpose.clone(),
            addresses: self.addresses.clone(),
            greeting: Some(cut(&self.greeting, MAX_LINK_GREETING)).filter(|greeting| !greeting.is_empty()),
        };
        let mut bytes = minicbor::to_vec(&wire).unwrap_or_default();
        bytes.extend(check(&bytes));
        format!("{SCHEME}{}", to_text(&bytes))
    }

    /// Reads a link, in any case and with white space around it.
    ///
    /// # Errors
    /// Any [`LinkError`].
    pub fn from_text(text: &str) -> Result<Self, LinkError> {
        let text = text.trim();
        let body = text.get(..SCHEME.len()).filter(|scheme| scheme.eq_ignore_ascii_case(SCHEME));
        let body = body.and_then(|_| text.get(SCHEME.len()..)).ok_or(LinkError::Foreign)?;
        if body.len() > MAX_LINK {
            return Err(LinkError::Broken);
        }
        let bytes = BASE32_NOPAD.decode(body.to_uppercase().as_bytes()).map_err(|_| LinkError::Broken)?;
        let (bytes, sum) = bytes.split_last_chunk::<4>().ok_or(LinkError::Broken)?;
        if check(bytes) != *sum {
            return Err(LinkError::Broken);
        }
        if bytes.get(1).is_some_and(|version| *version != VERSION) {
            return Err(LinkError::Newer);
        }
        let wire: Wire = minicbor::decode(bytes).map_err(|_| LinkError::Broken)?;
        let greeting = wire.greeting.unwrap_or_default();
        if wire.name.len() > MAX_LINK_NAME || greeting.len() > MAX_LINK_GREETING {
            return Err(LinkError::Broken);
        }
        Ok(Self {
            community: wire.community,
            secret: Secret(wire.secret),
            charter_key: Secret(wire.charter_key),
            name: wire.name,
            greeting,
            purpose: wire.purpose,
            addresses: wire.addresses,
        })
    }
}

/// As many whole characters as fit into so many bytes.
fn cut(text: &str, bytes: usize) -> String {
    text.get(..text.floor_char_boundary(bytes)).unwrap_or_default().to_owned()
}

fn check(bytes: &[u8]) -> [u8; 4] {
    let [a, b, c, d, ..] = crate::id::derive("kith 0 link", &[bytes]);
    [a, b, c, d]
}

/// What the charter knows an invitation by, from its secret.
#[must_use]
pub fn invite_key(secret: &Secret) -> [u8; 32] {
    SigningKey::from_bytes(&secret.0).verifying_key().to_bytes()
}

/// Reads a community's id.
///
/// # Errors
/// When the text is none.
pub fn community_from_text(text: &str) -> Result<CommunityId, crate::id::NotAnId> {
    Ok(CommunityId(from_text(text)?))
}

/// Shows that a further device holds a device link's secret.
#[must_use]
pub fn device_proof(secret: &Secret, keys: &crate::charter::DeviceKeys) -> [u8; 32] {
    crate::id::derive("kith 0 device proof", &[&secret.0, &keys.sign, &keys.seal, &keys.endpoint])
}

/// How long a device link is honoured, in milliseconds.
pub const DEVICE_LINK_MS: i64 = 15 * 60 * 1_000;

impl<S: Slices> Replica<S> {
    /// Makes the one-time secret of a device link; an earlier one is forgotten.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn device_link(&mut self, now_ms: i64) -> Result<Secret, ReplicaError> {
        let secret = fresh_secret(&mut self.rng);
        let until = now_ms.saturating_add(DEVICE_LINK_MS).to_be_bytes();
        self.store.put_meta("device link", &[&secret.0[..], &until].concat())?;
        Ok(secret)
    }

    /// Adds a device that holds the secret of the newest device link, once. `None`: it was added.
    ///
    /// # Errors
    /// When the database refuses.
    pub(super) fn admit_device(
        &mut self,
        keys: &crate::charter::DeviceKeys,
        [own, endpoint]: [[u8; 64]; 2],
        proof: &[u8; 32],
        now_ms: i64,
    ) -> Result<Option<Refused>, ReplicaError> {
        if self.law.owner(&keys.device()).is_some_and(|(person, _)| person == self.me.person) {
            return Ok(None);
        }
        let Some(stored) = self.store.meta("device link")? else {
            return Ok(Some(Refused::UnknownInvitation));
        };
        let Some((secret, until)) = stored.split_first_chunk::<32>() else {
            return Ok(Some(Refused::UnknownInvitation));
        };
        let until_ms = until.try_into().map(i64::from_be_bytes).unwrap_or(0);
        if device_proof(&Secret(*secret), keys) != *proof {
            return Ok(Some(Refused::BadProof));
        }
        // Before it was made: the clock was set back since, and would keep the link good for ever.
        if now_ms > until_ms || now_ms < until_ms.saturating_sub(DEVICE_LINK_MS) {
            return Ok(Some(Refused::Expired { now_ms, until_ms }));
        }
        match self.add_device(*keys, own, endpoint) {
            Ok(()) => {
                self.store.put_meta("device link", &[])?;
                Ok(None)
            }
            Err(why) if why.is_may_not() => Ok(Some(Refused::MayNot)),
            Err(other) => Err(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(greeting: &str) -> Link {
        Link {
            community: CommunityId([7; 32]),
            secret: Secret([1; 32]),
            charter_key: Secret([2; 32]),
            name: "Choir".into(),
            greeting: greeting.into(),
            purpose: LinkFor::Newcomer { last_day: 1 },
            addresses: vec![],
        }
    }

    #[test]
    fn a_greeting_travels_in_a_link() {
        for greeting in ["", "Come in, the kettle is on. أهلا"] {
            assert_eq!(Link::from_text(&link(greeting).to_text()), Ok(link(greeting)));
        }
        // What would be too long is cut between characters; who does not cut is refused.
        let long = Link::from_text(&link(&"é".repeat(MAX_LINK_GREETING)).to_text()).unwrap();
        assert_eq!(long.greeting, "é".repeat(MAX_LINK_GREETING / 2));
        let Link { community, secret, charter_key, name, purpose, addresses, .. } = long;
        let greeting = Some("a".repeat(MAX_LINK_GREETING + 1));
        let (secret, charter_key) = (secret.0, charter_key.0);
        let wire = Wire { version: VERSION, community, secret, charter_key, name, purpose, addresses, greeting };
        let mut bytes = minicbor::to_vec(&wire).unwrap();
        bytes.extend(check(&bytes));
        assert_eq!(Link::from_text(&format!("{SCHEME}{}", to_text(&bytes))), Err(LinkError::Broken));
    }

    #[test]
    fn a_link_without_a_greeting_is_written_as_before_there_were_any() {
        let text = link("").to_text();
        let bytes = BASE32_NOPAD.decode(text.trim_start_matches(SCHEME).to_uppercase().as_bytes()).unwrap();
        // An array of seven: what an earlier Kith reads.
        assert_eq!(bytes.first(), Some(&0x87));
    }
}
