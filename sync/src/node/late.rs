//! What came late: kept beside the documents, and shown apart.
//!
//! docs/protocol.md §3.8. A late change is merged into a copy of its document that nothing else is built on.

use super::replica::{Replica, ReplicaError};
use super::settle::Candidate;
use super::slices::{Brought, Fresh, Slices, Touched};
use crate::document::{Document, Incoming, Outcome, read_change};
use crate::id::{DocumentId, StatementId};
use crate::store::{ChangeRow, LogRow, RecordRow, State};
use automerge::ChangeHash;
use std::collections::{BTreeMap, BTreeSet};

/// Most late records of one log that are shown, in the log's order.
pub const MAX_LATE: usize = 1_024;

impl<S: Slices> Replica<S> {
    /// A record came late, or still is: what is shown of its document is to be made anew.
    pub(super) fn note_late(&mut self, log: &LogRow, record: &RecordRow) -> Result<(), ReplicaError> {
        let document = self.documents_of(log, record)?;
        self.late.extend(document);
        Ok(())
    }

    /// A document changed: what came late may look different beside it.
    pub(super) fn stir_late(&mut self, id: &DocumentId) -> Result<(), ReplicaError> {
        let Some(row) = self.store.document(id)? else {
            return Ok(());
        };
        let mut late = self.having_late.iter().filter_map(|log| self.logs.get(log));
        if late.any(|log| log.intro.person == row.person && log.circle == Some(row.circle)) {
            self.late.insert(*id);
        }
        Ok(())
    }

    /// Makes rows of what came late, document by document.
    pub(super) fn show_late(&mut self) -> Result<(), ReplicaError> {
        for id in std::mem::take(&mut self.late) {
            if self.store.document(&id)?.is_some() {
                self.show_late_of(&id)?;
            }
        }
        Ok(())
    }

    fn show_late_of(&mut self, id: &DocumentId) -> Result<(), ReplicaError> {
        let (mut batch, mut fresh) = (Vec::new(), Fresh::default());
        for (row, record) in self.late_records(id)? {
            let here = ChangeRow { log: row.id, number: record.verified.number };
            let Some((_, incoming)) = self.reopen(id, here)? else {
                continue;
            };
            if let Some(change) = read_change(&incoming.bytes) {
                let start = change.start_op().get();
                fresh.changes.insert(change.hash(), Brought { from: here, hash: record.verified.hash, start });
                batch.push(incoming);
            }
        }
        let document = self.document(id)?;
        if batch.is_empty() {
            let shown = self.project(id, &document, Touched::Late(Vec::new()), &fresh);
            self.documents.insert(*id, document);
            return shown;
        }
        let mut with = document.clone();
        self.documents.insert(*id, document);
        let mut items = BTreeSet::new();
        for outcome in with.merge(batch) {
            if let Outcome::Accepted(accepted) = outcome {
                items.extend(accepted.items);
            }
        }
        self.project(id, &with, Touched::Late(items.into_iter().collect()), &fresh)
    }

    /// The late changes that waiting ones need, from one to the next, where whoever wrote the waiting one had not heard
    /// why those are late.
    pub(super) fn late_ancestors(
        &mut self,
        id: &DocumentId,
        document: &Document,
        waiting: &[Candidate],
    ) -> Result<Vec<Candidate>, ReplicaError> {
        let mut needed: Vec<(ChangeHash, &[StatementId])> = Vec::new();
        for candidate in waiting {
            let deps = deps(&candidate.incoming).into_iter();
            let missing = deps.filter(|hash| document.auto().get_change_meta_by_hash(hash).is_none());
            needed.extend(missing.map(|hash| (hash, candidate.record.frontier.as_slice())));
        }
        if needed.is_empty() {
            return Ok(Vec::new());
        }
        let mut late = BTreeMap::new();
        for (row, record) in self.late_records(id)? {
            let here = ChangeRow { log: row.id, number: record.verified.number };
            let incoming = self.reopen(id, here)?.map(|(_, incoming)| incoming);
            let change = incoming.as_ref().and_then(|incoming| read_change(&incoming.bytes));
            if let (Some(incoming), Some(change)) = (incoming, change) {
                late.insert(change.hash(), (row.writer(), Candidate { log: row.id, record, incoming, late: true }));
            }
        }
        let (mut found, mut asked) = (BTreeSet::new(), BTreeSet::new());
        while let Some((hash, frontier)) = needed.pop() {
            let Some((writer, candidate)) = late.get(&hash) else {
                continue;
            };
            if asked.insert((hash, frontier)) && !self.law.had_heard(writer, frontier) {
                needed.extend(deps(&candidate.incoming).into_iter().map(|hash| (hash, frontier)));
                found.insert(hash);
            }
        }
        let mut found: Vec<Candidate> =
            late.into_iter().filter(|(hash, _)| found.contains(hash)).map(|(_, (_, candidate))| candidate).collect();
        // A document takes the changes of one log in the log's order.
        found.sort_by_key(|candidate| (candidate.log, candidate.record.verified.number));
        Ok(found)
    }

    /// Late records that write in the document, log by log.
    fn late_records(&mut self, id: &DocumentId) -> Result<Vec<(LogRow, RecordRow)>, ReplicaError> {
        let Some(document) = self.store.document(id)? else {
            return Ok(Vec::new());
        };
        let late = self.having_late.iter().filter_map(|log| self.logs.get(log));
        let rows = late.filter(|log| log.intro.person == document.person && log.circle == Some(document.circle));
        let mut rows: Vec<LogRow> = rows.cloned().collect();
        rows.sort_by_key(LogRow::name);
        let mut found = Vec::new();
        for row in rows {
            let mut records = self.store.open_records(&row)?;
            records.retain(|record| record.state == State::Late);
            for record in records.into_iter().take(MAX_LATE) {
                if self.documents_of(&row, &record)? == Some(*id) {
                    found.push((row.clone(), record));
                }
            }
        }
        Ok(found)
    }
}

/// What a change was built on.
pub(super) fn deps(incoming: &Incoming) -> Vec<ChangeHash> {
    read_change(&incoming.bytes).map_or_else(Vec::new, |change| change.deps().to_vec())
}
