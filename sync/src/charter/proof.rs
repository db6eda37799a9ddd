//! Proofs within statements: who holds the keys that are named. docs/protocol.md §3.1.

use super::{DeviceKeys, Proofs};
use crate::id::{CommunityId, DeviceId, PersonId, StatementId};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

/// What the endpoint key (`signer`) of the founder's first device signs.
#[must_use]
pub fn prove_founder(signer: &SigningKey, keys: &DeviceKeys, random: &[u8; 16]) -> [u8; 64] {
    signer.sign(&genesis_bytes(keys, random)).to_bytes()
}

/// Whether the founder's first device holds its endpoint key.
#[must_use]
pub fn was_founded(keys: &DeviceKeys, random: &[u8; 16], endpoint: &[u8; 64]) -> bool {
    signed(&keys.endpoint, &genesis_bytes(keys, random), endpoint)
}

/// What the invitation's secret (`signer`) signs when `inviter` opens it, or takes it over.
#[must_use]
pub fn claim_invite(signer: &SigningKey, community: &CommunityId, inviter: &DeviceId) -> [u8; 64] {
    signer.sign(&invite_bytes(community, inviter)).to_bytes()
}

/// Whether `inviter` held the secret of the invitation.
#[must_use]
pub fn was_claimed(community: &CommunityId, inviter: &DeviceId, invite: &[u8; 32], own: &[u8; 64]) -> bool {
    signed(invite, &invite_bytes(community, inviter), own)
}

/// What a newcomer shows: who comes, with which device, and which of their leaves this ends.
#[derive(Clone, Copy, Debug)]
pub struct Coming<'a> {
    /// The public half of the invitation's secret.
    pub invite: &'a [u8; 32],
    /// Who comes.
    pub person: &'a PersonId,
    /// With which device.
    pub keys: &'a DeviceKeys,
    /// Their leaves that it ends.
    pub lifts: &'a [StatementId],
}

impl Coming<'_> {
    /// What each of the three keys signs.
    #[must_use]
    pub fn prove(
        &self,
        community: &CommunityId,
        invite: &SigningKey,
        sign: &SigningKey,
        endpoint: &SigningKey,
    ) -> Proofs {
        let bytes = self.bytes(community);
        let by = |signer: &SigningKey| signer.sign(&bytes).to_bytes();
        Proofs { invite: by(invite), sign: by(sign), endpoint: by(endpoint) }
    }

    /// Whether all three signatures hold.
    #[must_use]
    pub fn is_proved(&self, community: &CommunityId, proofs: &Proofs) -> bool {
        let bytes = self.bytes(community);
        signed(self.invite, &bytes, &proofs.invite)
            && signed(&self.keys.sign, &bytes, &proofs.sign)
            && signed(&self.keys.endpoint, &bytes, &proofs.endpoint)
    }

    fn bytes(&self, community: &CommunityId) -> Vec<u8> {
        let mut bytes = [b"kith 0 admit".as_slice(), &community.0, self.invite, &self.person.0].concat();
        bytes.extend(self.keys.bytes());
        bytes.extend((self.lifts.len() as u64).to_be_bytes());
        bytes.extend(self.lifts.iter().flat_map(|id| id.0));
        bytes
    }
}

/// What a key of a new device signs so that `adder` may add it.
#[must_use]
pub fn cross_sign(signer: &SigningKey, community: &CommunityId, adder: &DeviceId, keys: &DeviceKeys) -> [u8; 64] {
    signer.sign(&device_bytes(community, adder, keys)).to_bytes()
}

/// Whether the new device agreed with both keys to be added by `adder`.
#[must_use]
pub fn was_cross_signed(
    community: &CommunityId,
    adder: &DeviceId,
    keys: &DeviceKeys,
    own: &[u8; 64],
    endpoint: &[u8; 64],
) -> bool {
    let bytes = device_bytes(community, adder, keys);
    signed(&keys.sign, &bytes, own) && signed(&keys.endpoint, &bytes, endpoint)
}

fn genesis_bytes(keys: &DeviceKeys, random: &[u8; 16]) -> Vec<u8> {
    [b"kith 0 genesis".as_slice(), &keys.bytes(), random].concat()
}

fn invite_bytes(community: &CommunityId, inviter: &DeviceId) -> Vec<u8> {
    [b"kith 0 invite".as_slice(), &community.0, &inviter.0].concat()
}

fn device_bytes(community: &CommunityId, adder: &DeviceId, keys: &DeviceKeys) -> Vec<u8> {
    [b"kith 0 device".as_slice(), &community.0, &adder.0, &keys.bytes()].concat()
}

fn signed(key: &[u8; 32], bytes: &[u8], signature: &[u8; 64]) -> bool {
    VerifyingKey::from_bytes(key).is_ok_and(|key| key.verify_strict(bytes, &Signature::from_bytes(signature)).is_ok())
}
