//! Proofs within statements: who holds the keys that are named. docs/protocol.md §3.1.

use super::DeviceKeys;
use crate::id::{CommunityId, DeviceId, PersonId};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

/// What the invitation's secret (`signer`) signs when `inviter` opens it.
#[must_use]
pub fn claim_invite(signer: &SigningKey, community: &CommunityId, inviter: &DeviceId) -> [u8; 64] {
    signer.sign(&invite_bytes(community, inviter)).to_bytes()
}

/// Whether `inviter` held the secret of the invitation it opened.
#[must_use]
pub fn was_claimed(community: &CommunityId, inviter: &DeviceId, invite: &[u8; 32], own: &[u8; 64]) -> bool {
    signed(invite, &invite_bytes(community, inviter), own)
}

/// What a newcomer signs with the link's secret (`invite`), and again with the device's own key.
#[must_use]
pub fn prove_invited(signer: &SigningKey, community: &CommunityId, person: &PersonId, keys: &DeviceKeys) -> [u8; 64] {
    signer.sign(&admit_bytes(community, person, keys)).to_bytes()
}

/// Whether both signatures of an admit hold.
#[must_use]
pub fn was_invited(
    community: &CommunityId,
    invite: &[u8; 32],
    person: &PersonId,
    keys: &DeviceKeys,
    proof: &[u8; 64],
    own: &[u8; 64],
) -> bool {
    let bytes = admit_bytes(community, person, keys);
    signed(invite, &bytes, proof) && signed(&keys.sign, &bytes, own)
}

/// What a new device signs so that `adder` may add it.
#[must_use]
pub fn cross_sign(signer: &SigningKey, community: &CommunityId, adder: &DeviceId, keys: &DeviceKeys) -> [u8; 64] {
    signer.sign(&device_bytes(community, adder, keys)).to_bytes()
}

/// Whether the new device agreed to be added by `adder`.
#[must_use]
pub fn was_cross_signed(community: &CommunityId, adder: &DeviceId, keys: &DeviceKeys, own: &[u8; 64]) -> bool {
    signed(&keys.sign, &device_bytes(community, adder, keys), own)
}

fn invite_bytes(community: &CommunityId, inviter: &DeviceId) -> Vec<u8> {
    [b"kith 0 invite".as_slice(), &community.0, &inviter.0].concat()
}

fn admit_bytes(community: &CommunityId, person: &PersonId, keys: &DeviceKeys) -> Vec<u8> {
    let about = [b"kith 0 admit".as_slice(), &community.0, &person.0];
    [about.concat().as_slice(), &keys.bytes()].concat()
}

fn device_bytes(community: &CommunityId, adder: &DeviceId, keys: &DeviceKeys) -> Vec<u8> {
    let about = [b"kith 0 device".as_slice(), &community.0, &adder.0];
    [about.concat().as_slice(), &keys.bytes()].concat()
}

fn signed(key: &[u8; 32], bytes: &[u8], signature: &[u8; 64]) -> bool {
    VerifyingKey::from_bytes(key).is_ok_and(|key| key.verify_strict(bytes, &Signature::from_bytes(signature)).is_ok())
}
