//! Who may appear in a charter told at random: eight people with three devices each, and five links.

use ed25519_dalek::SigningKey;
use kith_sync::charter::DeviceKeys;
use kith_sync::id::{CommunityId, DeviceId, LogId, PersonId};
use std::sync::OnceLock;

/// The one community of all tales, so that keys and proofs are made once.
pub const COMMUNITY: CommunityId = CommunityId([0x11; 32]);
pub const PEOPLE: usize = 8;
/// Devices a person has.
pub const EACH: usize = 3;
const LINKS: usize = 5;

/// A device with its secrets.
pub struct Actor {
    pub sign: SigningKey,
    pub keys: DeviceKeys,
    pub device: DeviceId,
    /// Whom the keys make.
    pub person: PersonId,
    /// Whose device it is meant to be: whom the first device's keys make.
    pub owner: PersonId,
    /// Its one content log.
    pub log: LogId,
}

pub struct Cast {
    /// Person after person, the first device first.
    pub actors: Vec<Actor>,
    pub links: Vec<SigningKey>,
}

pub fn cast() -> &'static Cast {
    static CAST: OnceLock<Cast> = OnceLock::new();
    CAST.get_or_init(|| {
        let keys: Vec<(SigningKey, DeviceKeys)> = (0..PEOPLE * EACH).map(keys).collect();
        let owner = |n: usize| keys[n - n % EACH].1.person();
        let actors = keys.iter().enumerate().map(|(n, (sign, keys))| Actor {
            sign: sign.clone(),
            keys: *keys,
            device: keys.device(),
            person: keys.person(),
            owner: owner(n),
            log: LogId([n as u8; 32]),
        });
        Cast {
            actors: actors.collect(),
            links: (0..LINKS).map(|n| SigningKey::from_bytes(&[200 + n as u8; 32])).collect(),
        }
    })
}

fn keys(n: usize) -> (SigningKey, DeviceKeys) {
    let n = n as u8;
    let sign = SigningKey::from_bytes(&[n + 1; 32]);
    let public = sign.verifying_key().to_bytes();
    (sign, DeviceKeys { sign: public, seal: [n + 50; 32], endpoint: [n + 100; 32] })
}
