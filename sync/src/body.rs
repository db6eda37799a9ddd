//! Bodies: what part 0 of a record says once it is opened.
//!
//! Pure. docs/protocol.md §1.

use crate::charter::{KINDS, Statement};
use crate::epoch::{MAX_DEVICES, Seal};
use crate::id::{CircleId, DocumentId, PersonId, derive16};
use minicbor::data::Type;
use minicbor::{Decode, Decoder, Encode};

/// What a record says.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(flat)]
pub enum Body {
    /// A statement of the charter, by itself so that unknown kinds can be told from nonsense.
    #[n(0)]
    Statement {
        /// Its bytes.
        #[n(0)]
        #[cbor(with = "minicbor::bytes")]
        bytes: Vec<u8>,
        /// The author's clock in milliseconds since 1970: a hint for people, which the law never reads.
        #[n(1)]
        at_ms: Option<i64>,
    },
    /// Keys handed to devices.
    #[n(1)]
    Seal(#[n(0)] Seal),
    /// The first change that this log makes in a document.
    #[n(2)]
    New {
        /// Which document.
        #[n(0)]
        document: Named,
        /// Automerge's bytes.
        #[n(1)]
        #[cbor(with = "change")]
        change: Vec<u8>,
    },
    /// A further change.
    #[n(3)]
    Change(
        #[n(0)]
        #[cbor(with = "change")]
        Vec<u8>,
    ),
    /// Nothing: the header erases.
    #[n(4)]
    Nothing,
}

/// A document by what it is, within the circle of the log that names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(array)]
pub struct Named {
    /// The number of its kind.
    #[n(0)]
    pub kind: u8,
    /// Whose it is.
    #[n(1)]
    pub person: PersonId,
    /// Which of that person's documents of the kind.
    #[n(2)]
    pub number: u32,
}

impl Named {
    /// The document's id in `circle`.
    #[must_use]
    pub fn id(&self, circle: &CircleId) -> DocumentId {
        const RULE_PERSON: u8 = 0;
        let number = self.number.to_be_bytes();
        let parts: [&[u8]; 4] = [&[self.kind, RULE_PERSON], &circle.0, &self.person.0, &number];
        DocumentId(derive16("kith 0 document", &parts))
    }
}

/// A statement's bytes, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// One of the kinds of this version.
    Known(Box<Statement>),
    /// Of a kind with this number, which only a newer Kith can read.
    Newer(u32),
    /// Nonsense.
    Broken,
}

impl Body {
    /// The body's bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        minicbor::to_vec(self).unwrap_or_default()
    }

    /// Reads a body; `None` if it is none.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let body: Self = minicbor::decode(bytes).ok()?;
        match &body {
            Self::Seal(seal) if seal.entries.len() > MAX_DEVICES => None,
            _ => Some(body),
        }
    }

    /// A body that states `statement`.
    #[must_use]
    pub fn of(statement: &Statement) -> Self {
        Self::stated(statement, None)
    }

    /// A body that states `statement`, with the author's clock.
    #[must_use]
    pub fn stated(statement: &Statement, at_ms: Option<i64>) -> Self {
        Self::Statement { bytes: minicbor::to_vec(statement).unwrap_or_default(), at_ms }
    }
}

/// Reads a statement.
#[must_use]
pub fn read_statement(bytes: &[u8]) -> Reading {
    match minicbor::decode(bytes) {
        Ok(statement) => Reading::Known(Box::new(statement)),
        Err(_) => match kind_of(bytes) {
            Some(kind) if kind >= KINDS => Reading::Newer(kind),
            _ => Reading::Broken,
        },
    }
}

fn kind_of(bytes: &[u8]) -> Option<u32> {
    let mut decoder = Decoder::new(bytes);
    if decoder.datatype().ok()? != Type::Array {
        return None;
    }
    decoder.array().ok()?;
    decoder.u32().ok()
}

/// A change without the four bytes with which all of Automerge's chunks begin.
mod change {
    use minicbor::encode::{Error as NotWritten, Write};
    use minicbor::{Decoder, Encoder, decode::Error as NotRead};

    const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];

    pub fn encode<C, W: Write>(change: &[u8], to: &mut Encoder<W>, _: &mut C) -> Result<(), NotWritten<W::Error>> {
        // What does not begin so is no change, and is read as something that is none either.
        to.bytes(change.strip_prefix(&MAGIC).unwrap_or(change))?.ok()
    }

    pub fn decode<C>(from: &mut Decoder<'_>, _: &mut C) -> Result<Vec<u8>, NotRead> {
        Ok([&MAGIC[..], from.bytes()?].concat())
    }
}
