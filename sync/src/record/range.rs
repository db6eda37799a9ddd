//! Ranges: runs of a log's records that one signature speaks for, and the head that they extend.

use super::{MAX_PARTS, Part, RANGE_BYTES, RANGE_RECORDS, Record, RecordError, Secret, Tail, seal};
use crate::id::{LogId, RecordHash};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use minicbor::{Decode, Encode};
use rand::Rng;

/// A run of one log's records with the signature at its end.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Range {
    /// Whose records.
    #[n(0)]
    pub log: LogId,
    /// Number of the first record.
    #[n(1)]
    #[cbor(decode_with = "super::number")]
    pub from: u64,
    /// The records, at most up to the next boundary.
    #[n(2)]
    pub records: Vec<Record>,
    /// The device's signature over the last record.
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub signature: [u8; 64],
}

impl Range {
    /// Whether a part of any of its records is not here.
    #[must_use]
    pub fn is_emptied(&self) -> bool {
        self.records.iter().any(|record| record.gone() > 0)
    }
}

/// A record whose place in its log was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Which log.
    pub log: LogId,
    /// Its number in the log, from 0.
    pub number: u64,
    /// The hash of the record before, or the log id.
    pub prev: [u8; 32],
    /// Its own hash.
    pub hash: RecordHash,
    /// The tail, decoded.
    pub tail: Tail,
    /// What travels and is stored.
    pub record: Record,
}

impl Verified {
    /// Opens part `part` with `secret`.
    ///
    /// # Errors
    /// [`RecordError::Sealed`] if the part was dropped or does not open.
    pub fn open(&self, secret: &Secret, part: u8) -> Result<Vec<u8>, RecordError> {
        let sealed = self.record.parts.get(usize::from(part)).and_then(Part::sealed);
        let sealed = sealed.ok_or(RecordError::Sealed)?;
        super::open(secret, &self.log, self.number, part, &self.prev, sealed)
    }
}

/// What a device is about to say.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The tail in clear.
    pub tail: Tail,
    /// Plain text of the parts, the body first.
    pub parts: Vec<Vec<u8>>,
}

/// The end of a log: all that is needed to check or write what comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Which log.
    pub log: LogId,
    /// The key that signs it.
    pub sign_key: [u8; 32],
    /// How many records it has.
    pub count: u64,
    /// Hash of the newest record, or the log id.
    pub hash: [u8; 32],
    /// Records since the last boundary.
    pub run_records: u32,
    /// Bytes of tails and parts since the last boundary.
    pub run_bytes: u64,
}

impl Head {
    /// The head of the empty log that `intro` introduces.
    #[must_use]
    pub fn start(intro: &super::Intro) -> Self {
        let log = intro.log();
        Self { log, sign_key: intro.sign_key, count: 0, hash: log.0, run_records: 0, run_bytes: 0 }
    }

    /// The head of the log that `range` begins.
    ///
    /// # Errors
    /// If the range does not begin at record 0 with the log's introduction.
    pub fn introduced(range: &Range) -> Result<Self, RecordError> {
        let first = range.records.first().ok_or(RecordError::BadRange)?;
        let intro = Tail::decode(&first.tail)?.intro.ok_or(RecordError::BadTail)?;
        if range.from != 0 {
            return Err(RecordError::OutOfPlace);
        }
        if intro.log() != range.log {
            return Err(RecordError::BadIntro);
        }
        Ok(Self::start(&intro))
    }

    /// Whether the newest record ends a range.
    #[must_use]
    pub fn at_boundary(&self) -> bool {
        self.count > 0 && self.run_records == 0
    }

    /// Checks that `range` follows, and gives its records and the head after them.
    ///
    /// # Errors
    /// Any [`RecordError`]; nothing of the range may be kept then.
    pub fn verify(&self, range: &Range) -> Result<(Vec<Verified>, Self), RecordError> {
        if range.log != self.log || range.from != self.count {
            return Err(RecordError::OutOfPlace);
        }
        if range.records.is_empty() {
            return Err(RecordError::BadRange);
        }
        let mut head = self.clone();
        let mut verified = Vec::with_capacity(range.records.len());
        for (at, record) in range.records.iter().enumerate() {
            if at > 0 && head.at_boundary() {
                return Err(RecordError::BadRange);
            }
            verified.push(head.step(record.clone())?);
        }
        head.check(&range.signature)?;
        Ok((verified, head))
    }

    /// Whether `signature` is the device's over this head.
    ///
    /// # Errors
    /// [`RecordError::BadSignature`].
    pub fn check(&self, signature: &[u8; 64]) -> Result<(), RecordError> {
        let key = VerifyingKey::from_bytes(&self.sign_key).map_err(|_| RecordError::BadSignature)?;
        key.verify_strict(&self.signed_bytes(), &Signature::from_bytes(signature))
            .map_err(|_| RecordError::BadSignature)
    }

    /// Seals, chains and signs `draft` as the next record.
    ///
    /// # Errors
    /// [`RecordError::TooLarge`] if a limit of docs/protocol.md §1 is passed.
    pub fn append(
        &mut self,
        keys: &SigningKey,
        secret: &Secret,
        draft: Draft,
        rng: &mut impl Rng,
    ) -> Result<(Verified, [u8; 64]), RecordError> {
        if draft.parts.len() > MAX_PARTS {
            return Err(RecordError::TooLarge);
        }
        let mut parts = Vec::with_capacity(draft.parts.len());
        for (at, plain) in (0u8..).zip(&draft.parts) {
            let mut salt = [0; 16];
            rng.fill_bytes(&mut salt);
            parts.push(Part::Here(seal(secret, &self.log, self.count, at, &self.hash, salt, plain)?));
        }
        let mut next = self.clone();
        let verified = next.step(Record { tail: draft.tail.encode(), parts })?;
        let signature = keys.sign(&next.signed_bytes()).to_bytes();
        *self = next;
        Ok((verified, signature))
    }

    /// Extends the head by one record whose signature is still to be checked.
    fn step(&mut self, record: Record) -> Result<Verified, RecordError> {
        if !record.within_limits() {
            return Err(RecordError::TooLarge);
        }
        let tail = Tail::decode(&record.tail)?;
        if tail.intro.is_some() != (self.count == 0) {
            return Err(RecordError::BadTail);
        }
        if tail.intro.as_ref().is_some_and(|intro| intro.log() != self.log) {
            return Err(RecordError::BadIntro);
        }
        let (prev, number, size) = (self.hash, self.count, record.weight());
        let hash = record.hash(&prev);
        self.hash = hash.0;
        self.count += 1;
        self.run_records += 1;
        self.run_bytes += size;
        if self.run_records >= RANGE_RECORDS || self.run_bytes >= RANGE_BYTES {
            self.run_records = 0;
            self.run_bytes = 0;
        }
        Ok(Verified { log: self.log, number, prev, hash, tail, record })
    }

    fn signed_bytes(&self) -> Vec<u8> {
        [b"kith 0 head".as_slice(), &self.log.0, &self.count.to_be_bytes(), &self.hash].concat()
    }
}
