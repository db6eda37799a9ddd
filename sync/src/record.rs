//! Records: what a device writes once and signs, and the hash chain that makes a log of them.
//!
//! Pure. Formats are docs/protocol.md §1. A [`Verified`] record cannot be had without its hashes and
//! a signature over them having been checked.

mod range;
mod seal;
mod tail;

pub use range::{Draft, Head, Range, Verified};
pub use seal::{Secret, mark, open, seal, tag};
pub use tail::{Erased, Intro, LogKind, Tail};

use crate::id::{RecordHash, derive};
use minicbor::data::Type;
use minicbor::encode::Write;
use minicbor::{Decode, Decoder, Encode, Encoder, decode, encode};

/// Most parts a record may have.
pub const MAX_PARTS: usize = 16;
/// Most bytes of plain text in one part.
pub const MAX_PLAIN: usize = 64 * 1024;
/// Most bytes of a sealed part: salt, plain text and tag.
pub const MAX_SEALED: usize = MAX_PLAIN + seal::OVERHEAD;
/// Most bytes of all parts of one record.
pub const MAX_RECORD: u64 = 256 * 1024;
/// Most bytes of a tail.
pub const MAX_TAIL: usize = 8 * 1024;
/// Most statements a frontier may name.
pub const MAX_FRONTIER: usize = 64;
/// Most parts one record may erase.
pub const MAX_ERASED: usize = 64;
/// Records after which a range ends.
pub const RANGE_RECORDS: u32 = 64;
/// Bytes of parts after which a range ends.
pub const RANGE_BYTES: u64 = 256 * 1024;

/// Greatest number of a record, and greatest count of them: the store has no greater.
pub const MAX_NUMBER: u64 = u64::MAX >> 1;

/// Reads the number of a record, or a count of them, as it comes from afar.
pub(crate) fn number<C>(from: &mut Decoder<'_>, _: &mut C) -> Result<u64, decode::Error> {
    let number = from.u64()?;
    match number > MAX_NUMBER {
        true => Err(decode::Error::message("a number that no record has")),
        false => Ok(number),
    }
}

/// Why bytes are no record, or not the next record of their log. Nothing of them is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// More parts, bytes, or names than a record may have.
    #[error("the record is larger than a record may be")]
    TooLarge,
    /// The tail is no CBOR of a known version, or lacks or repeats what its place demands.
    #[error("the record's tail cannot be read")]
    BadTail,
    /// The log id is not the hash of the introduction.
    #[error("the log is not the one its first record introduces")]
    BadIntro,
    /// The range does not begin where the log ends.
    #[error("the range does not follow what is here")]
    OutOfPlace,
    /// The range has no record, or runs past a boundary.
    #[error("the range does not end where ranges end")]
    BadRange,
    /// The signature is not the device's over these records.
    #[error("the signature does not fit the records")]
    BadSignature,
    /// A sealed part does not open with the key that its place names.
    #[error("the part cannot be opened")]
    Sealed,
}

/// One part of a record: sealed bytes, or what is left of them after they were dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// The sealed bytes.
    Here(Vec<u8>),
    /// Not here: let go, or lacking. Hash and length still stand in the header.
    Dropped {
        /// Hash of the sealed bytes.
        hash: [u8; 32],
        /// Length of the sealed bytes.
        length: u32,
    },
}

/// Sealed bytes as they are, what was dropped as `[hash, length]`: every post has two parts.
impl<C> Encode<C> for Part {
    fn encode<W: Write>(&self, to: &mut Encoder<W>, _: &mut C) -> Result<(), encode::Error<W::Error>> {
        match self {
            Self::Here(bytes) => to.bytes(bytes)?.ok(),
            Self::Dropped { hash, length } => to.array(2)?.bytes(hash)?.u32(*length)?.ok(),
        }
    }
}

impl<'b, C> Decode<'b, C> for Part {
    fn decode(from: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
        if from.datatype()? == Type::Bytes {
            return Ok(Self::Here(from.bytes()?.to_vec()));
        }
        if from.array()? != Some(2) {
            return Err(decode::Error::message("no part of a record"));
        }
        let hash = from.bytes()?.try_into().map_err(|_| decode::Error::message("no hash"))?;
        Ok(Self::Dropped { hash, length: from.u32()? })
    }
}

impl Part {
    /// The hash that stands in the header.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        match self {
            Self::Here(bytes) => derive("kith 0 part", &[bytes]),
            Self::Dropped { hash, .. } => *hash,
        }
    }

    /// The length that stands in the header, in bytes.
    #[must_use]
    pub fn length(&self) -> u32 {
        match self {
            Self::Here(bytes) => u32::try_from(bytes.len()).unwrap_or(u32::MAX),
            Self::Dropped { length, .. } => *length,
        }
    }

    /// The sealed bytes, if they are here.
    #[must_use]
    pub fn sealed(&self) -> Option<&[u8]> {
        match self {
            Self::Here(bytes) => Some(bytes),
            Self::Dropped { .. } => None,
        }
    }

    /// The same part with its bytes let go.
    #[must_use]
    pub fn dropped(&self) -> Self {
        Self::Dropped { hash: self.hash(), length: self.length() }
    }
}

/// A record as it travels and is stored: its tail, verbatim, and its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The encoded [`Tail`].
    pub tail: Vec<u8>,
    /// Part 0 is the body, the others are contents.
    pub parts: Vec<Part>,
}

/// `[tail, part …]`.
impl<C> Encode<C> for Record {
    fn encode<W: Write>(&self, to: &mut Encoder<W>, context: &mut C) -> Result<(), encode::Error<W::Error>> {
        to.array(1 + self.parts.len() as u64)?.bytes(&self.tail)?;
        self.parts.iter().try_for_each(|part| part.encode(to, context))
    }
}

impl<'b, C> Decode<'b, C> for Record {
    fn decode(from: &mut Decoder<'b>, context: &mut C) -> Result<Self, decode::Error> {
        let parts = from.array()?.and_then(|all| all.checked_sub(1)).filter(|parts| *parts <= MAX_PARTS as u64);
        let parts = parts.ok_or(decode::Error::message("no record"))?;
        let tail = from.bytes()?.to_vec();
        let parts = (0..parts).map(|_| Part::decode(from, context)).collect::<Result<_, _>>()?;
        Ok(Self { tail, parts })
    }
}

impl Record {
    /// The header's bytes when the record follows the hash `prev`.
    #[must_use]
    pub fn header(&self, prev: &[u8; 32]) -> Vec<u8> {
        let mut header = Vec::with_capacity(33 + 36 * self.parts.len() + self.tail.len());
        header.extend_from_slice(prev);
        header.push(u8::try_from(self.parts.len()).unwrap_or(u8::MAX));
        for part in &self.parts {
            header.extend_from_slice(&part.hash());
            header.extend_from_slice(&part.length().to_be_bytes());
        }
        header.extend_from_slice(&self.tail);
        header
    }

    /// The record's hash when it follows the hash `prev`.
    #[must_use]
    pub fn hash(&self, prev: &[u8; 32]) -> RecordHash {
        RecordHash(derive("kith 0 record", &[&self.header(prev)]))
    }

    /// The parts that are not here: a bit each, part 0 the least.
    #[must_use]
    pub fn gone(&self) -> u16 {
        let gone = self.parts.iter().enumerate().filter(|(_, part)| part.sealed().is_none());
        gone.fold(0, |bits, (at, _)| bits | bit(at))
    }

    /// Bytes of all parts, dropped ones too.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.parts.iter().map(|part| u64::from(part.length())).sum()
    }

    /// Bytes of the tail and of all parts.
    #[must_use]
    pub fn weight(&self) -> u64 {
        self.size().saturating_add(self.tail.len() as u64)
    }

    fn within_limits(&self) -> bool {
        let counts = self.parts.len() <= MAX_PARTS && !self.parts.is_empty();
        let parts = self.parts.iter().all(|part| part.length() as usize <= MAX_SEALED);
        counts && parts && self.tail.len() <= MAX_TAIL && self.size() <= MAX_RECORD
    }
}

/// The bit of part `at` in a set of parts.
#[must_use]
pub fn bit(at: usize) -> u16 {
    u32::try_from(at).ok().and_then(|at| 1u16.checked_shl(at)).unwrap_or(0)
}

/// The parts in a set of them.
pub fn parts_in(bits: u16) -> impl Iterator<Item = u8> {
    (0u8..16).filter(move |part| bits & bit(usize::from(*part)) != 0)
}

#[cfg(test)]
mod tests;
