//! Sealing of parts: a key for each part, so that one can be handed over or let go without the rest.

use super::Intro;
use super::RecordError;
use crate::id::{LogId, derive, derive16};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use zeroize::ZeroizeOnDrop;

const SALT: usize = 16;
/// Bytes that sealing adds to plain text: the salt and the tag.
pub(super) const OVERHEAD: usize = SALT + 16;

/// Thirty-two secret bytes: a charter key, an epoch key or a circle secret. Never printed, wiped when dropped.
#[derive(Clone, PartialEq, Eq, ZeroizeOnDrop)]
pub struct Secret(pub [u8; 32]);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Where a part stands; the key depends on it.
#[derive(Clone, Copy)]
struct Place<'a> {
    log: &'a LogId,
    number: u64,
    part: u8,
}

fn cipher(secret: &Secret, place: Place<'_>, salt: &[u8]) -> ChaCha20Poly1305 {
    let number = place.number.to_be_bytes();
    let key = derive("kith 0 part key", &[&secret.0, &place.log.0, &number, &[place.part], salt]);
    ChaCha20Poly1305::new(&key.into())
}

/// Seals `plain` as part `part` of record `number` of `log`, which follows the hash `prev`.
///
/// The nonce is constant because the salt makes every key new.
///
/// # Errors
/// [`RecordError::TooLarge`] above [`super::MAX_PLAIN`] bytes.
pub fn seal(
    secret: &Secret,
    log: &LogId,
    number: u64,
    part: u8,
    prev: &[u8; 32],
    salt: [u8; SALT],
    plain: &[u8],
) -> Result<Vec<u8>, RecordError> {
    if plain.len() > super::MAX_PLAIN {
        return Err(RecordError::TooLarge);
    }
    let cipher = cipher(secret, Place { log, number, part }, &salt);
    let sealed =
        cipher.encrypt(&Nonce::default(), Payload { msg: plain, aad: prev }).map_err(|_| RecordError::TooLarge)?;
    Ok([&salt[..], &sealed].concat())
}

/// Opens what [`seal`] made for the same place.
///
/// # Errors
/// [`RecordError::Sealed`] if the key, the place or a byte is another.
pub fn open(
    secret: &Secret,
    log: &LogId,
    number: u64,
    part: u8,
    prev: &[u8; 32],
    sealed: &[u8],
) -> Result<Vec<u8>, RecordError> {
    let (salt, sealed) = sealed.split_at_checked(SALT).ok_or(RecordError::Sealed)?;
    cipher(secret, Place { log, number, part }, salt)
        .decrypt(&Nonce::default(), Payload { msg: sealed, aad: prev })
        .map_err(|_| RecordError::Sealed)
}

/// How `log` names the epoch of `key` in clear: only who holds the key can tell.
#[must_use]
pub fn mark(key: &Secret, log: &LogId) -> [u8; 16] {
    derive16("kith 0 epoch mark", &[&key.0, &log.0])
}

/// How the log of `intro` names its circle in clear: only who holds the circle's secret can tell.
#[must_use]
pub fn tag(circle: &Secret, intro: &Intro) -> [u8; 16] {
    derive16("kith 0 circle tag", &[&circle.0, &intro.sign_key, &intro.nonce])
}
