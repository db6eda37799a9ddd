//! Packing: blocks of a snapshot for a peer that reads the circle too, and what they become here.

use super::replica::Replica;
use super::slices::Slices;
use crate::id::LogId;
use crate::record::{Range, Record, Secret, mark};
use crate::session::Packed;
use crate::snapshot::{Before, Cursor, MAX_RECORDS, PackError, Run, Unpacked, pack, unpack};
use crate::store::{LogRow, StoreError};

/// Bytes of tails and parts that a block is made of, before it is compressed. What does not compress fits as well.
const FILL: usize = 960 * 1024;
/// Ranges one log gives before the next has its turn.
const TURN: usize = 8;

/// One log's share of a block.
struct Share<'a> {
    row: &'a LogRow,
    cursor: Cursor,
    next: u64,
    runs: Vec<Run>,
}

impl<S: Slices> Replica<S> {
    /// The next block of these logs, each from its number on, in turns so that a long log holds up none.
    pub(super) fn pack(&self, logs: &[(LogId, u64)]) -> Result<Option<Packed>, StoreError> {
        let mut fill = FILL;
        loop {
            let shares = self.shares(logs, fill)?;
            let reached = shares.iter().filter(|share| !share.runs.is_empty());
            let reached: Vec<(LogId, u64)> = reached.map(|share| (share.row.head.log, share.next)).collect();
            let runs: Vec<Run> = shares.into_iter().flat_map(|share| share.runs).collect();
            if runs.is_empty() {
                return Ok(None);
            }
            match pack(&runs) {
                Some(bytes) => {
                    let records = runs.iter().map(|run| run.records.len() as u64).sum();
                    return Ok(Some(Packed { bytes, records, reached }));
                }
                // A lone range that no block can hold travels as records.
                None if runs.len() == 1 => return Ok(None),
                None => fill /= 4,
            }
        }
    }

    fn shares(&self, logs: &[(LogId, u64)], fill: usize) -> Result<Vec<Share<'_>>, StoreError> {
        let mut shares = Vec::new();
        for (log, from) in logs {
            let Some(row) = self.log(log) else { continue };
            let Some(before) = self.before(row, *from)? else { continue };
            shares.push(Share { row, cursor: Cursor::new(*log, *from, before), next: *from, runs: Vec::new() });
        }
        let (mut bytes, mut records) = (0, 0);
        let keys = |log: &LogId, named: &[u8; 16]| self.key_named(log, named);
        let mut more = true;
        while std::mem::take(&mut more) {
            for share in &mut shares {
                for _ in 0..TURN {
                    let Some(range) = self.store.range(share.row, share.next)? else { break };
                    let first = records == 0;
                    bytes += weight(&range);
                    records += range.records.len();
                    if !first && (bytes > fill || records > MAX_RECORDS) {
                        return Ok(shares);
                    }
                    share.runs.push(share.cursor.open(&range, &keys));
                    share.next += range.records.len() as u64;
                    more = true;
                }
            }
        }
        Ok(shares)
    }

    fn before(&self, row: &LogRow, from: u64) -> Result<Option<Before>, StoreError> {
        let Some(last) = from.checked_sub(1) else {
            return Ok(Some(Before { prev: row.head.log.0, mark: None }));
        };
        let last = self.store.record(row, last)?;
        Ok(last.map(|last| Before { prev: last.verified.hash.0, mark: last.mark }))
    }

    /// Takes a block apart; nothing in it is believed before its ranges are absorbed.
    pub(super) fn unpack(&self, bytes: &[u8]) -> Result<Unpacked, PackError> {
        unpack(bytes, |log, named| self.key_named(log, named))
    }

    /// Of whichever circle: what comes out is read by no other key than that of the log's circle.
    fn key_named(&self, log: &LogId, named: &[u8; 16]) -> Option<Secret> {
        let mut keys = self.epoch_keys.values().map(|(_, key)| key);
        keys.find(|key| mark(key, log) == *named).cloned()
    }
}

/// Bytes a range weighs in a block, about.
fn weight(range: &Range) -> usize {
    let parts: u64 = range.records.iter().map(Record::size).sum();
    usize::try_from(parts).unwrap_or(usize::MAX).saturating_add(range.records.iter().map(|r| r.tail.len()).sum())
}
