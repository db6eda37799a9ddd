//! The tail: what a header says in clear beside the parts' hashes.

use super::{MAX_ERASED, MAX_FRONTIER, MAX_TAIL, RecordError};
use crate::id::{DeviceId, LogId, PersonId, StatementId, derive};
use minicbor::{Decode, Encode};

const VERSION: u8 = 0;

/// What a log is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum LogKind {
    /// Statements and seals.
    #[n(0)]
    Charter,
    /// What one device says in one circle.
    #[n(1)]
    Content,
}

/// Who writes a log; stands in its first record only.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Intro {
    /// The device's Ed25519 key.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub sign_key: [u8; 32],
    /// Makes a second log of the same device another log.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub nonce: [u8; 16],
    /// Which device writes.
    #[n(2)]
    pub device: DeviceId,
    /// Whose device it says it is.
    #[n(3)]
    pub person: PersonId,
    /// What the log is for.
    #[n(4)]
    pub kind: LogKind,
    /// Names the circle to its members; zero in a charter log.
    #[n(5)]
    #[cbor(with = "minicbor::bytes")]
    pub tag: [u8; 16],
}

impl Intro {
    /// Whether a charter log has neither nonce nor tag: a device has one for each person, whatever it would call it.
    #[must_use]
    pub fn fits_its_kind(&self) -> bool {
        self.kind == LogKind::Content || (self.nonce == [0; 16] && self.tag == [0; 16])
    }

    /// The id of the log that this introduces. All of it is in the id, so that two first records of one log agree.
    #[must_use]
    pub fn log(&self) -> LogId {
        let kind = [self.kind as u8];
        let parts: [&[u8]; 6] = [&self.sign_key, &self.nonce, &self.device.0, &self.person.0, &kind, &self.tag];
        LogId(derive("kith 0 log", &parts))
    }
}

/// A part that its author asks everyone to let go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(array)]
pub struct Erased {
    /// The log of the record.
    #[n(0)]
    pub log: LogId,
    /// The record's number in its log.
    #[n(1)]
    pub number: u64,
    /// The part of the record.
    #[n(2)]
    pub part: u8,
    /// First bytes of the record's hash: which one, should the log have been written twice.
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub start: [u8; 8],
}

impl Erased {
    /// Whether it can mean words: not a record's body, on which others build, and no number that no log reaches.
    #[must_use]
    pub fn is_of_words(&self) -> bool {
        self.part > 0 && i64::try_from(self.number).is_ok()
    }
}

/// The tail's fields; what is absent is as before, see docs/protocol.md §1.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Tail {
    /// Who writes the log.
    #[n(0)]
    pub intro: Option<Intro>,
    /// Which epoch's key the parts are sealed under.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub mark: Option<[u8; 16]>,
    /// The newest statements that the author knew.
    #[n(2)]
    pub frontier: Option<Vec<StatementId>>,
    /// Which of the log's documents the change belongs to.
    #[n(3)]
    pub document: Option<u32>,
    /// What is to be let go.
    #[n(4)]
    pub erased: Option<Vec<Erased>>,
    /// Whether that only repeats, for hubs, what another device of the person let go of.
    #[n(5)]
    pub repeats: Option<bool>,
}

impl Tail {
    /// The bytes that stand in the header.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        // Writing to a vector cannot fail.
        let _ = minicbor::encode(self, &mut bytes);
        bytes
    }

    /// Reads a tail of this version.
    ///
    /// # Errors
    /// [`RecordError::BadTail`] or [`RecordError::TooLarge`].
    pub fn decode(bytes: &[u8]) -> Result<Self, RecordError> {
        if bytes.len() > MAX_TAIL {
            return Err(RecordError::TooLarge);
        }
        let body = bytes.strip_prefix(&[VERSION]).ok_or(RecordError::BadTail)?;
        let tail: Self = minicbor::decode(body).map_err(|_| RecordError::BadTail)?;
        let frontier = tail.frontier.as_ref().map_or(0, Vec::len);
        let erased = tail.erased.as_ref().map_or(0, Vec::len);
        if frontier > MAX_FRONTIER || erased > MAX_ERASED {
            return Err(RecordError::TooLarge);
        }
        Ok(tail)
    }
}
