//! Frames: what two devices say to each other. docs/protocol.md §6.

use crate::charter::{DeviceKeys, Proofs};
use crate::id::{LogId, PersonId, StatementId};
use crate::record::Range;
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};

/// Most bytes of a frame.
pub const MAX_FRAME: usize = 1024 * 1024;
/// Most entries in one list of a frame.
pub const MAX_ENTRIES: usize = 16_384;
/// Of how many bucket digests a long vector consists.
pub const BUCKETS: usize = 16;

/// A log by its name in this session.
pub type Name = ByteArray<8>;
/// A digest over logs.
pub type Digest = ByteArray<16>;

/// What is compared: the charter's logs, or a circle's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub enum Place {
    /// Statements and seals.
    #[n(0)]
    Charter,
    /// A circle by its mark in this session.
    #[n(1)]
    Circle(#[n(0)] Digest),
}

/// How long a log is somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Entry {
    /// Which log.
    #[n(0)]
    pub name: Name,
    /// How many records.
    #[n(1)]
    #[cbor(decode_with = "crate::record::number")]
    pub count: u64,
    /// First half of a quarter of its newest hash: enough to see a fork.
    #[n(2)]
    pub head: Name,
    /// First half of what says which parts are not here; none if all are.
    #[n(3)]
    pub held: Option<Name>,
}

/// How far a log is to go, or from where it is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Mark {
    /// Which log.
    #[n(0)]
    pub name: Name,
    /// A count of records, or the greatest number there is where nothing is wanted; of a receipt, its number. It is compared,
    /// and no record is looked up by it.
    #[n(1)]
    pub count: u64,
}

/// A newcomer's request.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Asked {
    /// The invitation's public key.
    #[n(0)]
    pub invite: ByteArray<32>,
    /// Who comes: whom the keys make, or who left.
    #[n(1)]
    pub person: PersonId,
    /// The device they come with.
    #[n(2)]
    pub keys: DeviceKeys,
    /// By the invitation's secret and both keys that can sign, over all of this.
    #[n(3)]
    pub proofs: Proofs,
    /// The person's leaves that this ends.
    #[n(4)]
    pub lifts: Vec<StatementId>,
}

/// One message of a session or a join.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Frame {
    /// Begins: digests of all that is stored.
    #[n(0)]
    Hello {
        /// The protocol's version.
        #[n(0)]
        version: u8,
        /// The dialer's, echoed by the listener.
        #[n(1)]
        salt: Name,
        /// Of every place, the charter first.
        #[n(2)]
        digests: Vec<(Place, Digest)>,
        /// Of the receipts held.
        #[n(3)]
        receipts: Name,
    },
    /// The endpoint is not known here.
    #[n(1)]
    Unknown,
    /// Charter ranges that show who one is.
    #[n(2)]
    Introduce {
        /// The ranges.
        #[n(0)]
        ranges: Vec<Range>,
        /// Whether these are the last.
        #[n(1)]
        last: bool,
    },
    /// The endpoint's removal, and nothing else.
    #[n(3)]
    Removed {
        /// The ranges.
        #[n(0)]
        ranges: Vec<Range>,
        /// Whether that is all.
        #[n(1)]
        last: bool,
    },
    /// Digests of the sixteen buckets of a place.
    #[n(4)]
    Buckets {
        /// Of what.
        #[n(0)]
        place: Place,
        /// In order.
        #[n(1)]
        digests: Vec<Name>,
    },
    /// How long the logs of some buckets are here.
    #[n(5)]
    Vector {
        /// Of what.
        #[n(0)]
        place: Place,
        /// Which buckets this covers, a bit each.
        #[n(1)]
        covers: u16,
        /// Every log in them.
        #[n(2)]
        entries: Vec<Entry>,
    },
    /// The answer to a vector.
    #[n(6)]
    Want {
        /// Of what.
        #[n(0)]
        place: Place,
        /// From where the other is to send.
        #[n(1)]
        from: Vec<Mark>,
        /// How far this side will send.
        #[n(2)]
        coming: Vec<Mark>,
        /// No answer to a vector: just these logs again, as records, since they did not come whole.
        #[n(3)]
        again: bool,
    },
    /// Records.
    #[n(7)]
    Records(#[n(0)] Range),
    /// Epochs whose keys are not here.
    #[n(8)]
    Need(#[n(0)] Vec<StatementId>),
    /// Which receipts are here: first half of the device's id, number.
    #[n(9)]
    Receipts(#[n(0)] Vec<Mark>),
    /// Receipts, sealed.
    #[n(10)]
    Receipt(#[n(0)] Vec<ByteVec>),
    /// Many receipts, packed, for somebody who reads the circle.
    #[n(23)]
    PackedReceipts(#[n(0)] ByteVec),
    /// A newcomer's request.
    #[n(11)]
    Ask(#[n(0)] Asked),
    /// A further device's request.
    #[n(12)]
    AskDevice {
        /// Its keys.
        #[n(0)]
        keys: DeviceKeys,
        /// By its signing key, over both devices.
        #[n(1)]
        own: ByteArray<64>,
        /// By its endpoint key, over the same.
        #[n(2)]
        endpoint: ByteArray<64>,
        /// Shows that it holds the link's secret.
        #[n(3)]
        proof: ByteArray<32>,
    },
    /// Let in: the charter, in as many frames as it takes.
    #[n(13)]
    Welcome {
        /// Ranges that do not come back out of a block as they were.
        #[n(0)]
        ranges: Vec<Range>,
        /// Whether these are the last.
        #[n(1)]
        last: bool,
        /// All other ranges of this frame: see [`crate::snapshot::charter`].
        #[n(2)]
        block: Option<ByteVec>,
    },
    /// Not let in.
    #[n(14)]
    No(#[n(0)] Refused),
    /// Records of a branch of a log that was written twice.
    #[n(15)]
    Branch {
        /// The branch's own name.
        #[n(0)]
        name: LogId,
        /// The records.
        #[n(1)]
        range: Range,
    },
    /// To a hub, before all else: a proof that this device knows the charter key.
    #[n(17)]
    Prove(#[n(0)] ByteArray<64>),
    /// Many records of a circle, packed: see [`crate::snapshot`].
    #[n(16)]
    Packed(#[n(0)] ByteVec),
    /// Which parts of records lack here, log by log.
    #[n(20)]
    Lack(#[n(0)] Vec<Lacks>),
    /// The answer: what is held of them.
    #[n(21)]
    Parts {
        /// The parts.
        #[n(0)]
        parts: Vec<Given>,
        /// Whether that is all.
        #[n(1)]
        last: bool,
    },
    /// Logs of which other parts are held here than the peer holds, or than it was given when it asked.
    #[n(22)]
    Differ(#[n(0)] Vec<Name>),
}

/// Parts of one log that lack.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Lacks {
    /// Which log: of a branch, the log it leaves.
    #[n(0)]
    pub name: Name,
    /// Record by record.
    #[n(1)]
    pub records: Vec<Gap>,
}

/// Parts of one record that lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Gap {
    /// The record's number.
    #[n(0)]
    #[cbor(decode_with = "crate::record::number")]
    pub number: u64,
    /// First bytes of its hash: which one, should the log have been written twice.
    #[n(1)]
    pub start: Name,
    /// A bit each, part 0 the least.
    #[n(2)]
    pub parts: u16,
}

/// A part of a record, by itself.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Given {
    /// Which log: of a branch, the log it leaves.
    #[n(0)]
    pub name: Name,
    /// The record's number.
    #[n(1)]
    #[cbor(decode_with = "crate::record::number")]
    pub number: u64,
    /// First bytes of the record's hash.
    #[n(2)]
    pub start: Name,
    /// Which part.
    #[n(3)]
    pub part: u8,
    /// Its sealed bytes.
    #[n(4)]
    pub bytes: ByteVec,
}

/// Why a newcomer is not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Refused {
    /// Nobody here made that invitation, or has heard of it.
    #[n(0)]
    UnknownInvitation,
    /// It was closed, or used up.
    #[n(1)]
    Closed,
    /// It is over by the clock of whoever answers. Clocks may be wrong, so the answer says what that one shows.
    #[n(2)]
    Expired {
        /// What the clock shows, in milliseconds since 1970.
        #[n(0)]
        now_ms: i64,
        /// Until when the invitation or device link was good, in milliseconds since 1970.
        #[n(1)]
        until_ms: i64,
    },
    /// The signatures do not fit.
    #[n(3)]
    BadProof,
    /// Whoever answers may let nobody in.
    #[n(4)]
    MayNot,
}

impl Refused {
    /// Whether nobody else, and nobody later, would answer otherwise to the same request.
    #[must_use]
    pub fn is_final(&self) -> bool {
        match self {
            Self::Closed | Self::Expired { .. } | Self::BadProof => true,
            Self::UnknownInvitation | Self::MayNot => false,
        }
    }
}

impl Frame {
    /// The frame's bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        minicbor::to_vec(self).unwrap_or_default()
    }

    /// Reads a frame; `None` if it is none, or too long, lists too much, or names a record that no log reaches.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > MAX_FRAME {
            return None;
        }
        let frame: Self = minicbor::decode(bytes).ok()?;
        let lists = match &frame {
            Self::Hello { digests, .. } => digests.len(),
            Self::Vector { entries, .. } => entries.len(),
            Self::Want { from, coming, .. } => from.len().max(coming.len()),
            Self::Buckets { digests, .. } if digests.len() != BUCKETS => return None,
            Self::Lack(logs) => logs.iter().map(|log| log.records.len().max(1)).sum(),
            Self::Differ(logs) => logs.len(),
            _ => 0,
        };
        (lists <= MAX_ENTRIES).then_some(frame)
    }
}
