//! What came late: kept beside the documents, and shown apart.
//!
//! docs/protocol.md §3.8. A late change is merged into a copy of its document that nothing else is built on.

use super::replica::{Replica, ReplicaError};
use super::settle::{Candidate, Found, incoming};
use super::slices::{Brought, Fresh, Slices, Touched};
use crate::document::{Document, Incoming, Outcome, read_change};
use crate::id::{DocumentId, StatementId};
use crate::store::{ChangeRow, LogRow, RecordRow, State};
use automerge::ChangeHash;
use std::collections::{BTreeMap, BTreeSet};

/// Most late records that are shown beside one document, of all logs together; and most of one log that are tried under what stands.
pub const MAX_LATE: usize = 1_024;

/// How often what waits is tried on late changes without what then does not stand. Twice is what it takes; a chain, of which
/// each time one more falls, only a modified client makes, in its own person's sheet.
const MAX_TRIES: usize = 16;

/// Late changes by their hashes, each with what it was built on, and why it is late.
type Late = BTreeMap<ChangeHash, (Vec<ChangeHash>, Why, Candidate)>;

/// Why a record is late: its log, and the statements that have ended it before the record.
type Why = (i64, Vec<StatementId>);

impl<S: Slices> Replica<S> {
    /// A record came late, or still is: what is shown of its document is to be made anew.
    pub(super) fn note_late(&mut self, log: &LogRow, record: &RecordRow) -> Result<(), ReplicaError> {
        let document = self.documents_of(log, record)?;
        self.late.extend(document);
        Ok(())
    }

    /// Changes were merged into a document. What came late looks different beside it only if it waited for one of them, or if one of
    /// them came late itself: else each post would cost as much as all that came late.
    pub(super) fn stir_late(
        &mut self,
        id: &DocumentId,
        mut merged: impl Iterator<Item = ChangeHash>,
        came_late: bool,
    ) -> Result<(), ReplicaError> {
        let is_as_shown =
            |waits_for: &BTreeSet<ChangeHash>| !came_late && !merged.any(|hash| waits_for.contains(&hash));
        if !self.late_shown.get(id).is_some_and(is_as_shown) && !self.late_logs(id)?.is_empty() {
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
        for (row, record) in self.late_records_shown(id)? {
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
        let mut waits_for = BTreeSet::new();
        if batch.is_empty() {
            self.late_shown.insert(*id, waits_for);
            let shown = self.project(id, &document, Touched::Late(Vec::new()), &fresh);
            self.documents.insert(*id, document);
            return shown;
        }
        let mut with = document.clone();
        self.documents.insert(*id, document);
        let mut items = BTreeSet::new();
        let built_on: Vec<Vec<ChangeHash>> = batch.iter().map(deps).collect();
        for (outcome, built_on) in with.merge(batch).into_iter().zip(built_on) {
            match outcome {
                Outcome::Accepted(accepted) => items.extend(accepted.items),
                Outcome::Waiting => waits_for.extend(built_on),
                Outcome::Known | Outcome::Refused(_) => {}
            }
        }
        waits_for.retain(|hash| with.auto().get_change_meta_by_hash(hash).is_none());
        self.late_shown.insert(*id, waits_for);
        self.project(id, &with, Touched::Late(items.into_iter().collect()), &fresh)
    }

    /// Merges waiting changes with the late ones that they need, from one to the next, where whoever wrote the waiting one had
    /// not heard why those are late. What does not stand in the end holds up nothing late: else it would hang on what came
    /// first whether a document holds that.
    pub(super) fn merge_on_late(
        &mut self,
        id: &DocumentId,
        document: &mut Document,
        mut waiting: Vec<Candidate>,
    ) -> Result<Vec<(Candidate, Outcome)>, ReplicaError> {
        let is_here = |hash: &ChangeHash| document.auto().get_change_meta_by_hash(hash).is_some();
        if waiting.iter().all(|candidate| deps(&candidate.incoming).iter().all(is_here)) {
            return Ok(waiting.into_iter().map(|candidate| (candidate, Outcome::Waiting)).collect());
        }
        let (late, mut done) = (self.late_changes(id)?, Vec::new());
        for _ in 0..MAX_TRIES {
            let mut again = self.late_ancestors(document, &late, &waiting);
            if again.is_empty() {
                if !done.is_empty() {
                    // What waits may have done so behind what was left out.
                    let outcomes = document.merge(incoming(&waiting));
                    done.extend(waiting.drain(..).zip(outcomes));
                }
                break;
            }
            again.append(&mut waiting);
            // A document takes the standing changes of one log in the log's order.
            again.sort_by_key(|candidate| (candidate.log, candidate.record.verified.number));
            let mut with = document.clone();
            let outcomes = with.merge(incoming(&again));
            let holds = |(candidate, outcome): &(&Candidate, &Outcome)| {
                candidate.late || matches!(outcome, Outcome::Accepted(_) | Outcome::Known)
            };
            if again.iter().zip(&outcomes).all(|one| holds(&one)) {
                *document = with;
                done.extend(again.into_iter().zip(outcomes));
                break;
            }
            for (candidate, outcome) in again.into_iter().zip(outcomes).filter(|(candidate, _)| !candidate.late) {
                match outcome {
                    Outcome::Accepted(_) | Outcome::Known => waiting.push(candidate),
                    Outcome::Waiting | Outcome::Refused(_) => done.push((candidate, outcome)),
                }
            }
        }
        done.extend(waiting.into_iter().map(|candidate| (candidate, Outcome::Waiting)));
        Ok(done)
    }

    /// The late changes of a document by their hashes, each with what it was built on.
    fn late_changes(&mut self, id: &DocumentId) -> Result<Late, ReplicaError> {
        let mut late = Late::new();
        for (row, record) in self.late_records(id)? {
            if !self.law.holds_all(&record.frontier) {
                // It may be late for more than is known yet.
                continue;
            }
            let here = ChangeRow { log: row.id, number: record.verified.number };
            // Each in a lane of its own: what waits in its log holds up nothing late.
            let lane = i64::try_from(late.len()).map_or(i64::MIN, |nth| !nth);
            let incoming = self.reopen(id, here)?.map(|(_, incoming)| Incoming { lane, ..incoming });
            let change = incoming.as_ref().and_then(|incoming| read_change(&incoming.bytes));
            if let (Some(incoming), Some(change)) = (incoming, change) {
                let number = record.verified.number;
                let why = (row.id, self.law.late_since(&self.writer_of(&row, number), number, &record.frontier));
                let candidate = Candidate { log: row.id, record, incoming, late: true };
                late.insert(change.hash(), (change.deps().to_vec(), why, candidate));
            }
        }
        Ok(late)
    }

    /// Whether the change of a record was built on one of which no record is here, or only one that waits itself: who wrote that
    /// may be out, and then nobody brings it any more.
    #[doc(hidden)]
    pub fn waits_for_words(&mut self, log: &LogRow, record: &RecordRow) -> Result<bool, ReplicaError> {
        let Found::Changes(id, incoming) = self.read(log, record)? else {
            return Ok(false);
        };
        let merged = self.store.changes(&id)?;
        let deps = read_change(&incoming.bytes).map_or_else(Vec::new, |change| change.deps().to_vec());
        let mut missing: BTreeSet<ChangeHash> = deps.into_iter().filter(|dep| !merged.contains_key(&dep.0)).collect();
        if missing.is_empty() {
            return Ok(false);
        }
        for other in self.logs.values().filter(|row| row.circle == log.circle).cloned().collect::<Vec<_>>() {
            for one in self.store.records_from(&other, 0)?.into_iter().filter(|one| one.state != State::Waiting) {
                if let Found::Changes(_, incoming) = self.read(&other, &one)? {
                    missing.retain(|dep| read_change(&incoming.bytes).is_none_or(|change| change.hash() != *dep));
                }
            }
        }
        Ok(!missing.is_empty())
    }

    fn late_ancestors(&self, document: &Document, late: &Late, waiting: &[Candidate]) -> Vec<Candidate> {
        let mut needed: Vec<(ChangeHash, &[StatementId])> = Vec::new();
        for candidate in waiting {
            let deps = deps(&candidate.incoming).into_iter();
            let missing = deps.filter(|hash| document.auto().get_change_meta_by_hash(hash).is_none());
            needed.extend(missing.map(|hash| (hash, candidate.record.frontier.as_slice())));
        }
        let found = self.needed_by(&needed, late);
        let found = late.iter().filter(|(hash, _)| found.contains(hash));
        found.map(|(_, (.., candidate))| candidate.clone()).collect()
    }

    /// Of late changes those that changes that stand need, from one to the next, where whoever wrote the one that stands had not
    /// heard why the late one is late.
    ///
    /// Authors who had heard of the same ends are asked for together, so that each late change is looked at once for them all.
    fn needed_by(&self, needed: &[(ChangeHash, &[StatementId])], late: &Late) -> BTreeSet<ChangeHash> {
        let whys: BTreeSet<&Why> = late.values().map(|(_, why, _)| why).collect();
        let writers: Vec<_> = whys.iter().filter_map(|why| Some((*why, self.logs.get(&why.0)?.writer()))).collect();
        let mut heard: BTreeMap<&[StatementId], BTreeSet<&Why>> = BTreeMap::new();
        let mut asked: BTreeMap<BTreeSet<&Why>, Vec<ChangeHash>> = BTreeMap::new();
        for (hash, frontier) in needed.iter().filter(|(hash, _)| late.contains_key(hash)) {
            let unaware = heard.entry(frontier).or_insert_with(|| {
                let unaware = writers.iter().filter(|((_, ends), writer)| !self.law.had_heard(writer, ends, frontier));
                unaware.map(|(why, _)| *why).collect()
            });
            asked.entry(unaware.clone()).or_default().push(*hash);
        }
        let mut found = BTreeSet::new();
        for (unaware, mut needed) in asked {
            let mut seen = BTreeSet::new();
            while let Some(hash) = needed.pop() {
                if let Some((deps, why, _)) = late.get(&hash)
                    && unaware.contains(why)
                    && seen.insert(hash)
                {
                    needed.extend(deps);
                }
            }
            found.extend(seen);
        }
        found
    }

    /// Late records that are shown beside the document, [`MAX_LATE`] at most. Logs with few come first, and each may take as many as
    /// are left for every log that is left: whoever writes much crowds out only those who write as much, with logs enough.
    fn late_records_shown(&mut self, id: &DocumentId) -> Result<Vec<(LogRow, RecordRow)>, ReplicaError> {
        let mut logs = Vec::new();
        for row in self.late_logs(id)? {
            logs.push((self.store.count_open(&row)?.late, row));
        }
        logs.retain(|(late, _)| *late > 0);
        logs.sort_by_key(|(late, row)| (*late, row.name()));
        let (mut found, mut left, mut others) = (Vec::new(), MAX_LATE, logs.len());
        for (_, row) in logs {
            let records = self.store.late_records(&row, 0, left.div_ceil(others.max(1)))?;
            left = left.saturating_sub(records.len());
            others = others.saturating_sub(1);
            for record in records {
                if self.documents_of(&row, &record)? == Some(*id) {
                    found.push((row.clone(), record));
                }
            }
        }
        Ok(found)
    }

    /// Late records that write in the document and may be tried under what stands, log by log, the document's first [`MAX_LATE`] of
    /// a log.
    fn late_records(&mut self, id: &DocumentId) -> Result<Vec<(LogRow, RecordRow)>, ReplicaError> {
        let mut found = Vec::new();
        for row in self.late_logs(id)? {
            let (mut from, most) = (0, found.len().saturating_add(MAX_LATE));
            loop {
                let records = self.store.late_records(&row, from, MAX_LATE)?;
                let is_last = records.len() < MAX_LATE;
                from = records.last().map_or(from, |record| record.verified.number.saturating_add(1));
                for record in records {
                    if found.len() < most && self.documents_of(&row, &record)? == Some(*id) {
                        found.push((row.clone(), record));
                    }
                }
                if is_last || found.len() >= most {
                    break;
                }
            }
        }
        Ok(found)
    }

    /// The logs with late records that may write in the document: its person's, if they ever named it.
    fn late_logs(&self, id: &DocumentId) -> Result<Vec<LogRow>, ReplicaError> {
        let Some(document) = self.store.document(id)? else {
            return Ok(Vec::new());
        };
        let late = self.having_late.iter().filter_map(|log| self.logs.get(log));
        let theirs = late.filter(|log| log.intro.person == document.person && log.circle == Some(document.circle));
        let mut rows = Vec::new();
        for log in theirs {
            if self.names_document(log, id)? {
                rows.push(log.clone());
            }
        }
        rows.sort_by_key(LogRow::name);
        Ok(rows)
    }
}

/// What a change was built on.
fn deps(incoming: &Incoming) -> Vec<ChangeHash> {
    read_change(&incoming.bytes).map_or_else(Vec::new, |change| change.deps().to_vec())
}
