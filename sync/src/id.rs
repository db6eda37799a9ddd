//! Names of things: newtypes over hashes, and the one way to derive a hash.
//!
//! Knows nothing of what the things are.

use data_encoding::{BASE32_NOPAD, DecodeError};
use minicbor::{Decode, Encode};

/// BLAKE3 in key derivation mode: `context` separates domains, `parts` are hashed one after the other.
#[must_use]
pub fn derive(context: &str, parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key(context);
    for part in parts {
        hasher.update(part);
    }
    *hasher.finalize().as_bytes()
}

/// The first sixteen bytes of [`derive()`].
#[must_use]
pub fn derive16(context: &str, parts: &[&[u8]]) -> [u8; 16] {
    let mut short = [0; 16];
    for (to, from) in short.iter_mut().zip(derive(context, parts)) {
        *to = from;
    }
    short
}

/// The first eight bytes of something longer: enough to tell apart what is compared in one place.
#[must_use]
pub(crate) fn first8(bytes: &[u8]) -> [u8; 8] {
    let mut short = [0; 8];
    for (to, from) in short.iter_mut().zip(bytes) {
        *to = *from;
    }
    short
}

/// Lowercase base32 without padding, as ids are shown and typed.
#[must_use]
pub fn to_text(bytes: &[u8]) -> String {
    BASE32_NOPAD.encode(bytes).to_lowercase()
}

/// Reads what [`to_text`] wrote, in any case.
///
/// # Errors
/// When the text is not base32 or does not hold exactly `N` bytes.
pub fn from_text<const N: usize>(text: &str) -> Result<[u8; N], NotAnId> {
    let bytes = BASE32_NOPAD.decode(text.to_uppercase().as_bytes())?;
    bytes.try_into().map_err(|_| NotAnId)
}

/// The text is not an id of the kind that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not an id")]
pub struct NotAnId;

impl From<DecodeError> for NotAnId {
    fn from(_: DecodeError) -> Self {
        Self
    }
}

/// A log: `H("log", sign key ‖ nonce ‖ device ‖ person ‖ kind ‖ tag)`; or a branch of one that was written twice:
/// `H("branch", log ‖ number ‖ hash of its first record)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct LogId(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub [u8; 32],
);

/// The hash of a record's header. A statement's id is its record's hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct RecordHash(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub [u8; 32],
);

impl RecordHash {
    /// Its first bytes: enough to tell two records of one place apart.
    #[must_use]
    pub fn start(&self) -> [u8; 8] {
        first8(&self.0)
    }
}

/// A statement of the charter, by its record's hash.
pub type StatementId = RecordHash;

/// A community, by the hash of its genesis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct CommunityId(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub [u8; 32],
);

/// A human in one community.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct PersonId(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub [u8; 16],
);

/// One device of one person in one community, by its three keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct DeviceId(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub [u8; 16],
);

/// Some of a community's people with keys of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct CircleId(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub [u8; 16],
);

impl CircleId {
    /// The circle of everyone in `community`.
    #[must_use]
    pub fn everyone(community: &CommunityId) -> Self {
        Self(derive16("kith 0 everyone", &[&community.0]))
    }

    /// The circle that the statement `id` opened.
    #[must_use]
    pub fn opened_by(id: &StatementId) -> Self {
        let mut short = [0; 16];
        for (to, from) in short.iter_mut().zip(id.0) {
            *to = from;
        }
        Self(short)
    }
}

/// An Automerge document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct DocumentId(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub [u8; 16],
);

/// An item: the first sixteen bytes of its record's hash and the op's offset in the record's change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId {
    /// The beginning of the record's hash.
    pub record: [u8; 16],
    /// Which op of the record's change made the item.
    pub offset: u16,
}

impl ItemId {
    /// The item that op `offset` of the record `hash` made.
    #[must_use]
    pub fn new(hash: &RecordHash, offset: u16) -> Self {
        Self { record: CircleId::opened_by(hash).0, offset }
    }

    /// Eighteen bytes, as stored and as named by other items.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 18] {
        let mut out = [0; 18];
        let tail = self.offset.to_be_bytes();
        for (to, from) in out.iter_mut().zip(self.record.into_iter().chain(tail)) {
            *to = from;
        }
        out
    }

    /// Reads what [`ItemId::to_bytes`] wrote.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (record, offset) = bytes.split_first_chunk::<16>()?;
        Some(Self { record: *record, offset: u16::from_be_bytes(offset.try_into().ok()?) })
    }
}

impl std::fmt::Display for ItemId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&to_text(&self.to_bytes()))
    }
}

impl std::str::FromStr for ItemId {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        Self::from_bytes(&from_text::<18>(text)?).ok_or(NotAnId)
    }
}
