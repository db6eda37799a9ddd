//! Epochs and seals: periods with one circle key, and how keys are handed to devices.
//!
//! Pure. docs/protocol.md §4; the sealing is HPKE base mode (RFC 9180).

use crate::charter::DeviceKeys;
use crate::id::{CircleId, CommunityId, DeviceId, StatementId, derive};
use crate::record::Secret;
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use minicbor::{Decode, Encode};
use rand::{CryptoRng, Rng};

/// Most epochs handed over in one entry of a seal.
pub const MAX_EPOCHS: usize = 512;
/// Most devices one seal speaks to.
pub const MAX_DEVICES: usize = 256;

/// Keys of one circle, handed to devices.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Seal {
    /// Whose keys.
    #[n(0)]
    pub circle: CircleId,
    /// One entry a device.
    #[n(1)]
    pub entries: Vec<Entry>,
}

/// The keys for one device.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Entry {
    /// Who can open it.
    #[n(0)]
    pub device: DeviceId,
    /// The epochs whose keys are inside, in this order.
    #[n(1)]
    pub epochs: Vec<StatementId>,
    /// HPKE's encapsulated key.
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub encapsulated: [u8; 32],
    /// The circle secret and the epoch keys.
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub sealed: Vec<u8>,
}

/// What an entry held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Names the circle's logs to its members.
    pub circle_secret: Secret,
    /// Keys by epoch, still to be held against their commitments.
    pub keys: Vec<(StatementId, Secret)>,
}

/// What an epoch statement says of its key.
#[must_use]
pub fn commitment(key: &Secret, circle: &CircleId) -> [u8; 32] {
    derive("kith 0 epoch", &[&key.0, &circle.0])
}

/// What a circle statement says of the circle's secret.
#[must_use]
pub fn circle_commitment(secret: &Secret) -> [u8; 32] {
    derive("kith 0 circle secret", &[&secret.0])
}

/// The secret of everyone's circle, which every holder of the charter key can work out.
#[must_use]
pub fn everyone_secret(charter_key: &Secret) -> Secret {
    Secret(derive("kith 0 everyone secret", &[&charter_key.0]))
}

/// A new key.
#[must_use]
pub fn fresh_secret(rng: &mut impl Rng) -> Secret {
    let mut key = [0; 32];
    rng.fill_bytes(&mut key);
    Secret(key)
}

/// The key pair of a device that opens seals, from 32 secret bytes: (secret, public).
#[must_use]
pub fn seal_keys(seed: &Secret) -> (Secret, [u8; 32]) {
    let (private, public) = X25519HkdfSha256::derive_keypair(&seed.0);
    (Secret(private.to_bytes().into()), public.to_bytes().into())
}

fn info(community: &CommunityId, circle: &CircleId, device: &DeviceId) -> Vec<u8> {
    [b"kith 0 seal".as_slice(), &community.0, &circle.0, &device.0].concat()
}

/// Seals the circle's secret and epoch keys to one device. `None` if its seal key is no X25519 point.
pub fn seal_to(
    community: &CommunityId,
    circle: &CircleId,
    to: &DeviceKeys,
    secret: &Secret,
    keys: &[(StatementId, Secret)],
    rng: &mut impl CryptoRng,
) -> Option<Entry> {
    let device = to.device();
    let public = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(&to.seal).ok()?;
    let mut plain = secret.0.to_vec();
    for (_, key) in keys.iter().take(MAX_EPOCHS) {
        plain.extend_from_slice(&key.0);
    }
    let (encapsulated, sealed) = hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeS::Base,
        &public,
        &info(community, circle, &device),
        &plain,
        b"",
        rng,
    )
    .ok()?;
    let epochs = keys.iter().take(MAX_EPOCHS).map(|(id, _)| *id).collect();
    Some(Entry { device, epochs, encapsulated: encapsulated.to_bytes().into(), sealed })
}

/// Opens the entry for `device`, whose secret seal key is `private`. `None` if it was not made for it.
#[must_use]
pub fn open(
    community: &CommunityId,
    circle: &CircleId,
    device: &DeviceId,
    private: &Secret,
    entry: &Entry,
) -> Option<Opened> {
    if entry.device != *device || entry.epochs.len() > MAX_EPOCHS {
        return None;
    }
    let private = <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(&private.0).ok()?;
    let encapsulated = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(&entry.encapsulated).ok()?;
    let plain = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &private,
        &encapsulated,
        &info(community, circle, device),
        &entry.sealed,
        b"",
    )
    .ok()?;
    let (secrets, rest) = plain.as_chunks::<32>();
    let (circle_secret, keys) = secrets.split_first()?;
    if !rest.is_empty() || keys.len() != entry.epochs.len() {
        return None;
    }
    let keys = entry.epochs.iter().copied().zip(keys.iter().copied().map(Secret)).collect();
    Some(Opened { circle_secret: Secret(*circle_secret), keys })
}

#[cfg(test)]
#[path = "epoch/tests.rs"]
mod tests;
