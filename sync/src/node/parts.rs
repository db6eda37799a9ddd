//! Parts that lacked and come after all: each is held against the signed header, and then what waited for it goes on.
//!
//! docs/protocol.md §1.

use super::replica::{Replica, ReplicaError};
use super::slices::{Fresh, Slices, Touched};
use crate::id::{CircleId, LogId};
use crate::record::{Part, Range, Record, bit, parts_in};
use crate::session::{Came, Lack};
use crate::store::{LogRow, RecordRow, State, Store, StoreError};
use std::collections::BTreeSet;

impl<S: Slices> Replica<S> {
    /// Takes in parts that came by themselves. False if one of them is not what its record's header names.
    ///
    /// # Errors
    /// When the database refuses; nothing of it is then done.
    pub fn fill(&mut self, came: &[Came]) -> Result<bool, ReplicaError> {
        self.in_transaction(|replica| {
            let mut fits = true;
            for came in came {
                fits &= replica.fill_one(came)?;
            }
            replica.take_in(&[])?;
            Ok(fits)
        })
    }

    fn fill_one(&mut self, came: &Came) -> Result<bool, ReplicaError> {
        let mut fits = true;
        for row in self.branches(&came.log) {
            let lack = self.store.lack(row.id, came.number)?;
            if lack.is_some_and(|lack| lack.hash.start() == came.start && lack.lacks & bit(came.part.into()) > 0) {
                fits &= self.fill_part(&row, came.number, came.part, &came.bytes)?;
            }
        }
        Ok(fits)
    }

    fn fill_part(&mut self, row: &LogRow, number: u64, part: u8, sealed: &[u8]) -> Result<bool, ReplicaError> {
        let fits = self.store.fill_part(row.id, number, part, sealed)?;
        if fits {
            self.uneven.insert(row.id);
            self.filled.insert((row.id, number, part));
        }
        Ok(fits)
    }

    /// Takes the parts that lacked of a record which is here out of the same record come again.
    pub(super) fn fill_from(&mut self, row: &LogRow, number: u64, record: &Record) -> Result<(), ReplicaError> {
        if row.held.first_lack.is_none_or(|first| first > number) {
            return Ok(());
        }
        let lacks = self.store.lack(row.id, number)?.map_or(0, |lack| lack.lacks);
        for part in parts_in(lacks) {
            if let Some(Part::Here(sealed)) = record.parts.get(usize::from(part)) {
                self.fill_part(row, number, part, sealed)?;
            }
        }
        Ok(())
    }

    /// Whether the range is here, and nothing lacks of it.
    pub(super) fn is_wholly_here(&self, range: &Range) -> Result<bool, StoreError> {
        let end = range.from.saturating_add(range.records.len() as u64);
        let Some(row) = self.log(&range.log) else {
            return Ok(false);
        };
        // What lies beyond the log is not looked up.
        let lacks =
            || self.store.lacking(row.id, range.from, 1).map(|lacking| lacking.iter().any(|lack| lack.number < end));
        Ok(self.is_here(range)? && !lacks()?)
    }

    /// What waited for parts that have come goes on: the charter is read, words are shown.
    pub(super) fn use_filled(&mut self) -> Result<(), ReplicaError> {
        let (mut charter, mut forked) = (BTreeSet::new(), BTreeSet::new());
        for (id, number, part) in std::mem::take(&mut self.filled) {
            let Some(row) = self.logs.get(&id).cloned() else {
                continue;
            };
            self.note_news(row.name());
            match (part, row.circle) {
                (0, None) => drop(charter.insert(row.head.log)),
                (0, Some(_)) => {
                    self.judge_anew(id);
                    forked.extend(Some(row.head.log).filter(|log| self.is_forked(log)));
                }
                (_, Some(_)) => self.restate(&row, number)?,
                (_, None) => {}
            }
        }
        charter.iter().try_for_each(|log| self.read_on(log))?;
        forked.iter().try_for_each(|log| self.part_rivals(log))
    }

    /// Whether a record of a charter log can be read: all before it was, and its body is here.
    pub(super) fn is_next_to_read(&self, row: &LogRow, record: &RecordRow) -> bool {
        let body = record.verified.record.parts.first().and_then(Part::sealed);
        body.is_some() && self.read_of(row) == record.verified.number && self.is_begun(row)
    }

    /// How many records of a charter log were read, those before its first too.
    pub(super) fn read_of(&self, row: &LogRow) -> u64 {
        self.read.get(&row.id).copied().unwrap_or_else(|| row.first())
    }

    /// Whether all was read that a branch follows.
    pub(super) fn is_begun(&self, row: &LogRow) -> bool {
        // A branch may leave before the first record: then it follows nothing.
        row.base.as_ref().filter(|base| base.head.count > 0).is_none_or(|base| {
            let trunk = self.trunk(base);
            trunk.is_some_and(|trunk| self.read_of(&trunk) >= base.head.count && self.is_begun(&trunk))
        })
    }

    /// Reads a charter log and its branches on, up to the first record of each whose body lacks.
    pub(super) fn read_on(&mut self, log: &LogId) -> Result<(), ReplicaError> {
        self.branches(log).iter().try_for_each(|row| self.read_row(row))
    }

    /// The same of one log or branch, after what it follows.
    pub(super) fn read_row(&mut self, row: &LogRow) -> Result<(), ReplicaError> {
        for record in self.store.records_from(row, self.read_of(row))? {
            if record.state == State::Refused || !self.is_next_to_read(row, &record) {
                break;
            }
            if !self.recall(row, &record) {
                self.store.set_state(row.id, record.verified.number, State::Refused, Some("no charter holds this"))?;
                break;
            }
            self.read.insert(row.id, record.verified.number + 1);
        }
        Ok(())
    }

    /// What is left of a record's contents is another: its document is to be shown anew.
    pub(super) fn restate(&mut self, row: &LogRow, number: u64) -> Result<(), ReplicaError> {
        if let Some(record) = self.store.record(row, number)? {
            let document = self.documents_of(row, &record)?;
            self.restated.extend(document);
        }
        Ok(())
    }

    /// Shows documents anew of whose contents something came or went.
    pub(super) fn show_restated(&mut self) -> Result<(), ReplicaError> {
        for id in std::mem::take(&mut self.restated) {
            if self.store.document(&id)?.is_some() {
                let document = self.document(&id)?;
                self.project(&id, &document, Touched::All, &Fresh::default())?;
                self.documents.insert(id, document);
                self.late.insert(id);
            }
        }
        Ok(())
    }

    /// Counts anew which parts are held of logs where that is another.
    pub(super) fn count_held(&mut self) -> Result<(), ReplicaError> {
        for id in std::mem::take(&mut self.uneven) {
            let held = self.store.held(id)?;
            if let Some(row) = self.logs.get_mut(&id) {
                row.held = held;
            }
        }
        Ok(())
    }

    /// Whether a part of any record of a circle, or of the charter, lacks here.
    #[must_use]
    pub fn lacks_parts(&self, circle: Option<&CircleId>) -> bool {
        self.logs.values().any(|row| row.circle.as_ref() == circle && row.held.first_lack.is_some())
    }
}

/// Records of a log from `from` on of which parts lack, at most so many.
pub(super) fn lacks_of(store: &Store, row: &LogRow, from: u64, most: usize) -> Result<Vec<Lack>, StoreError> {
    let lacking = store.lacking(row.id, from, most)?.into_iter();
    let named = lacking.map(|lack| Lack {
        branch: row.name(),
        log: row.head.log,
        number: lack.number,
        start: lack.hash.start(),
        parts: lack.lacks,
    });
    Ok(named.collect())
}

/// The sealed bytes of a part that is held in one of these logs.
pub(super) fn part_in(
    store: &Store,
    rows: &[LogRow],
    number: u64,
    start: &[u8; 8],
    part: u8,
) -> Result<Option<Vec<u8>>, StoreError> {
    for row in rows {
        if store.hash_of(row.id, number)?.is_some_and(|hash| hash.start() == *start)
            && let Some(sealed) = store.part(row.id, number, part)?
        {
            return Ok(Some(sealed));
        }
    }
    Ok(None)
}
