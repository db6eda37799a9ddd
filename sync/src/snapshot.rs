//! Snapshots: the same records, packed for someone far behind.
//!
//! Pure. A block holds runs of records with their parts opened; who unpacks it seals every part again and so
//! has the very records that were signed, or nothing. docs/protocol.md §6, docs/decisions/0008.

mod body;
pub mod charter;
pub(crate) mod column;
mod cursor;
mod layout;
mod names;
#[cfg(test)]
mod tests;

pub use cursor::Cursor;

use crate::id::LogId;
use crate::record::{Range, Secret};
use column::Columns;

/// Most bytes of a packed block.
pub const MAX_PACKED: usize = 1024 * 1024 - 64;
/// Most bytes of a block's columns together before they are compressed.
pub const MAX_COLUMNS: usize = 4 * 1024 * 1024;
/// Most records in a block.
pub const MAX_RECORDS: usize = 8_192;
/// How hard zstd tries: beyond it a block takes twice the time to become a hundredth smaller.
const LEVEL: i32 = 9;

/// Why bytes are no packed block. Nothing of it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// Of a version that is not known here.
    #[error("the block is of another version")]
    Version,
    /// It is, or says it becomes, larger than a block may be.
    #[error("the block is larger than a block may be")]
    TooLarge,
    /// What is compressed does not become what was said.
    #[error("the block cannot be decompressed")]
    Compression,
    /// The columns do not add up to records.
    #[error("the block's columns do not fit together")]
    Layout,
}

/// A part of a record as it travels in a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsealed {
    /// Let go: hash and length of the sealed bytes.
    Dropped([u8; 32], u32),
    /// Not to be opened by who gives it: the sealed bytes.
    Closed(Vec<u8>),
    /// Opened: salt and plain text.
    Open([u8; 16], Vec<u8>),
}

/// A record with its parts opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The tail, verbatim.
    pub tail: Vec<u8>,
    /// The parts.
    pub parts: Vec<Unsealed>,
}

/// What comes before a run, on which its sealing depends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Before {
    /// Hash of the record before, or the log id.
    pub prev: [u8; 32],
    /// The epoch mark in force there.
    pub mark: Option<[u8; 16]>,
}

/// A range with its parts opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Whose records.
    pub log: LogId,
    /// Number of the first.
    pub from: u64,
    /// What comes before; none if it is the run before this one in the block.
    pub before: Option<Before>,
    /// The records.
    pub records: Vec<Opened>,
    /// The device's signature over the last.
    pub signature: [u8; 64],
}

/// What a block became.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unpacked {
    /// Ranges, to be verified like any others.
    pub ranges: Vec<Range>,
    /// Logs that could not be rebuilt from a number on, because a key is not here.
    pub closed: Vec<(LogId, u64)>,
}

/// Packs runs; those of one log follow each other. `None` if they are more than a block may hold.
#[must_use]
pub fn pack(runs: &[Run]) -> Option<Vec<u8>> {
    if runs.iter().map(|run| run.records.len()).sum::<usize>() > MAX_RECORDS {
        return None;
    }
    layout::write(runs).compress()
}

/// A block of these columns, whatever they hold, to try how it is read.
#[doc(hidden)]
#[must_use]
pub fn block_of([noise, shape, tails, bodies, words]: [Vec<u8>; 5]) -> Option<Vec<u8>> {
    Columns { noise, shape, tails, bodies, words }.compress()
}

/// Unpacks a block and seals its parts again, under the keys that `keys` finds by log and mark.
///
/// # Errors
/// Any [`PackError`]. A block that lies is no error: its ranges fail when they are verified.
pub fn unpack(bytes: &[u8], keys: impl Fn(&LogId, &[u8; 16]) -> Option<Secret>) -> Result<Unpacked, PackError> {
    let runs = layout::read(&Columns::decompress(bytes, MAX_COLUMNS)?)?;
    let mut unpacked = Unpacked::default();
    let mut cursor: Option<Cursor> = None;
    for run in runs {
        if let Some(before) = run.before {
            cursor = Some(Cursor::new(run.log, run.from, before));
        }
        let (log, from) = (run.log, run.from);
        // Where a key is missing the log ends here: every hash stands on the one before.
        let Some(mut here) = cursor.take() else {
            continue;
        };
        if let Some(range) = here.seal(run, &keys) {
            unpacked.ranges.push(range);
            cursor = Some(here);
        } else {
            unpacked.closed.push((log, from));
        }
    }
    Ok(unpacked)
}
