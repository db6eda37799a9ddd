//! How much of a charter log is stored behind what waits for something that is not here: docs/protocol.md §3.2.
//!
//! Nothing of it can count before that comes, and who says it may have made up what it waits for.

use super::absorb::{Read, Taken, readable};
use super::forks::branch_name;
use super::replica::{Replica, ReplicaError};
use super::slices::Slices;
use crate::id::{LogId, StatementId};
use crate::record::{Range, Verified};
use crate::store::LogRow;
use std::collections::BTreeSet;

/// Most records of one charter log, all its branches together, that are stored from the first that waits on: as many as a person
/// may say that no organiser knows.
pub const MAX_WAITING: u64 = 2_048;

/// Most bytes of them.
const MAX_WAITING_BYTES: u64 = 4 * 1024 * 1024;

/// What records are to follow.
struct Follows<'a> {
    frontier: &'a [StatementId],
    last: Option<StatementId>,
    /// Whether all before them was read.
    is_read: bool,
}

/// Logs of which ranges are not stored now, since too much of them waits.
pub(super) fn held_back(ranges: &[Range], taken: &[Taken]) -> BTreeSet<LogId> {
    let later = ranges.iter().zip(taken).filter(|(_, taken)| **taken == Taken::Later);
    later.map(|(range, _)| range.log).collect()
}

impl<S: Slices> Replica<S> {
    /// Whether records that go on with a charter log would wait behind too much.
    pub(super) fn goes_on_too_early(&self, row: &LogRow, new: &[Verified]) -> Result<bool, ReplicaError> {
        if row.circle.is_some() {
            return Ok(false);
        }
        let is_read = self.read_of(row) == row.head.count && self.is_begun(row);
        let last = self.last_said(row, row.head.count);
        self.is_too_early(row, &Follows { frontier: &row.frontier, last, is_read }, new)
    }

    /// The same of a branch that leaves a charter log and is not here yet.
    pub(super) fn branches_too_early(&self, row: &LogRow, branch: &[Verified]) -> Result<bool, ReplicaError> {
        let Some(first) = branch.first().filter(|_| row.circle.is_none()) else {
            return Ok(false);
        };
        if self.log(&branch_name(&row.head.log, first.number, &first.hash)).is_some() {
            return Ok(false);
        }
        let left = self.store.cut_back(row, self.store.head_at(row, first.number)?)?;
        let is_read = self.read_of(row) >= first.number && self.is_begun(row);
        let last = self.last_said(row, first.number);
        self.is_too_early(row, &Follows { frontier: &left.frontier, last, is_read }, branch)
    }

    fn is_too_early(&self, row: &LogRow, after: &Follows<'_>, new: &[Verified]) -> Result<bool, ReplicaError> {
        // What this version cannot read is kept, with all that cites it.
        if self.law.needs_newer() || !self.waits(row, after, new) {
            return Ok(false);
        }
        let mut records = new.len() as u64;
        let mut bytes: u64 = new.iter().map(|record| record.record.weight()).sum();
        for row in self.branches(&row.head.log) {
            let (more, weight) = self.store.weight_from(row.id, self.first_waiting(&row))?;
            records = records.saturating_add(more);
            bytes = bytes.saturating_add(weight);
        }
        Ok(records > MAX_WAITING || bytes > MAX_WAITING_BYTES)
    }

    /// Whether nothing of new records can be judged now: they follow what waits, or the first statement of them waits. One that can
    /// be is always taken, or what counts would depend on what came before it.
    fn waits(&self, row: &LogRow, after: &Follows<'_>, new: &[Verified]) -> bool {
        let is_here = |id: &StatementId| self.law.facts().holds(id);
        if !after.is_read || after.last.is_some_and(|last| !is_here(&last)) {
            return true;
        }
        let (mut frontier, readable) = (after.frontier, readable(new));
        for record in readable {
            frontier = record.tail.frontier.as_deref().unwrap_or(frontier);
            match self.read_said(&row.intro, frontier, after.last, record) {
                Read::Note(note, _) => return !note.cites.iter().all(is_here),
                Read::Broken => return false,
                Read::Other => {}
            }
        }
        readable.len() < new.len()
    }

    /// The first record of a charter log or branch that waits, or was not read.
    fn first_waiting(&self, row: &LogRow) -> u64 {
        let is_here = |id: &StatementId| self.law.facts().holds(id);
        let said = self.said.get(&row.id).into_iter().flatten().rev();
        let waiting = said.take_while(|(_, id)| !is_here(id)).map(|(number, _)| *number).last();
        waiting.unwrap_or(u64::MAX).min(self.read_of(row))
    }
}
