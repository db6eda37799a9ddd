//! Settling content: each waiting record is accepted, refused, set aside as late, or waits on.

use super::replica::{Replica, ReplicaError, key_named};
use super::slices::{Brought, Changed, Fresh, Records, Slices, Touched};
use crate::body::{Body, Named};
use crate::charter::{Status, Verdict, Writer};
use crate::document::{Document, Incoming, Kind, Outcome, Refusal, read_change};
use crate::id::{CircleId, DocumentId, LogId, StatementId, derive, first8};
use crate::record::Part;
use crate::store::{ChangeRow, DocumentRow, LogRow, RecordRow, State, StoreError};
use automerge::ChangeHash;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Unsaved changes after which a document is saved whole.
const SAVE_AFTER: usize = 32;
/// Documents kept open.
const KEPT_OPEN: usize = 128;

/// A change on its way into a document.
pub(super) struct Candidate {
    pub log: i64,
    pub record: RecordRow,
    pub incoming: Incoming,
    /// It does not stand by itself: something that stands was built on it.
    pub late: bool,
}

fn incoming(candidates: &[Candidate]) -> Vec<Incoming> {
    candidates.iter().map(|candidate| candidate.incoming.clone()).collect()
}

/// What a record turned out to be.
enum Found {
    Waits,
    Late,
    Refused(String),
    Erases,
    Changes(DocumentId, Incoming),
}

/// All that a verdict on the records of a writer hangs on, besides cuts.
#[derive(PartialEq, Eq)]
pub(super) struct WriterStands {
    status: Status,
    removals: Vec<StatementId>,
    is_theirs: bool,
}

impl<S: Slices> Replica<S> {
    /// Judges what waits until nothing more can be done. `everywhere`: the charter or keys are others.
    pub(super) fn settle(&mut self, everywhere: bool) -> Result<(), ReplicaError> {
        let mut logs: BTreeSet<i64> = if everywhere {
            self.open.clone()
        } else {
            let fresh = self.news.logs.iter().filter_map(|log| self.places.get(log)).copied();
            fresh.filter(|id| self.open.contains(id)).collect()
        };
        while !logs.is_empty() {
            let touched = self.settle_once(&logs)?;
            // What was accepted may be what others of the same documents waited for.
            logs = if touched { self.open.clone() } else { BTreeSet::new() };
        }
        self.show_restated()?;
        self.show_late()?;
        if self.documents.len() > KEPT_OPEN {
            self.documents.clear();
        }
        Ok(())
    }

    fn settle_once(&mut self, logs: &BTreeSet<i64>) -> Result<bool, ReplicaError> {
        let mut batches: BTreeMap<DocumentId, Vec<Candidate>> = BTreeMap::new();
        let mut settled = false;
        for id in logs {
            let Some(log) = self.logs.get(id).cloned() else {
                continue;
            };
            let records = self.store.open_records(&log)?;
            let mut left = records.len();
            // A document takes one log's changes in the log's order, or devices could decide differently.
            let mut held_back = BTreeSet::new();
            for record in records {
                let number = record.verified.number;
                let document = record.verified.tail.document;
                self.judge_erasing(&log, &record)?;
                if document.is_some_and(|document| held_back.contains(&document)) {
                    continue;
                }
                let found = self.examine(&log, &record)?;
                if let (Found::Waits, Some(document)) = (&found, document) {
                    held_back.insert(document);
                }
                match found {
                    Found::Waits if record.state == State::Waiting => {}
                    Found::Waits => self.store.set_state(log.id, number, State::Waiting, None)?,
                    Found::Late if record.state == State::Late => self.note_late(&log, &record)?,
                    Found::Late => {
                        self.note_late(&log, &record)?;
                        self.store.set_state(log.id, number, State::Late, None)?;
                        // It may be what something that stands was built on.
                        settled = true;
                    }
                    Found::Refused(why) => {
                        self.store.set_state(log.id, number, State::Refused, Some(&why))?;
                        left -= 1;
                    }
                    Found::Erases => {
                        self.store.set_state(log.id, number, State::Accepted, None)?;
                        left -= 1;
                        settled = true;
                    }
                    Found::Changes(document, incoming) => {
                        batches.entry(document).or_default().push(Candidate {
                            log: log.id,
                            record,
                            incoming,
                            late: false,
                        });
                    }
                }
            }
            if left == 0 {
                self.open.remove(id);
            }
        }
        for (document, batch) in batches {
            settled |= self.merge(document, batch)?;
        }
        Ok(settled)
    }

    fn examine(&mut self, log: &LogRow, record: &RecordRow) -> Result<Found, ReplicaError> {
        let number = record.verified.number;
        match self.law.verdict(&self.writer_of(log, number), number, &record.frontier) {
            Verdict::Waits => Ok(Found::Waits),
            Verdict::Late => {
                // What it says is set aside, but not which document its log means by a number from here on.
                self.read(log, record)?;
                Ok(Found::Late)
            }
            Verdict::Refused => Ok(Found::Refused("the log is not its person's".into())),
            Verdict::Stands => self.read(log, record),
        }
    }

    /// What a stored record waits for, in words, for those who look for the reason.
    #[doc(hidden)]
    pub fn waits_for(&mut self, log: &LogRow, record: &RecordRow) -> Result<String, ReplicaError> {
        let number = record.verified.number;
        let verdict = self.law.verdict(&self.writer_of(log, number), number, &record.frontier);
        if verdict != Verdict::Stands {
            return Ok(format!("the charter: {verdict:?}"));
        }
        if self.secret(log, record).is_none() {
            return Ok("its key".into());
        }
        Ok(match self.read(log, record)? {
            Found::Changes(document, _) => format!("what its change stands on in {document:?}, or those before it"),
            Found::Waits => "the record that begins its document".into(),
            Found::Late | Found::Refused(_) | Found::Erases => "nothing".into(),
        })
    }

    /// What a record says, whether or not it stands.
    fn read(&mut self, log: &LogRow, record: &RecordRow) -> Result<Found, ReplicaError> {
        let verified = &record.verified;
        let Some(secret) = self.secret(log, record) else {
            return Ok(Found::Waits);
        };
        if verified.record.parts.first().and_then(Part::sealed).is_none() {
            return Ok(Found::Waits);
        }
        let Ok(plain) = verified.open(&secret, 0) else {
            return Ok(Found::Refused("the record cannot be opened".into()));
        };
        let Some(circle) = log.circle else {
            return Ok(Found::Waits);
        };
        match (Body::decode(&plain), verified.tail.document) {
            (Some(Body::Nothing), _) => Ok(Found::Erases),
            (Some(Body::New { document, change }), Some(number)) => {
                self.begin_document(log, circle, (document, verified.number), number, change)
            }
            (Some(Body::Change(bytes)), Some(number)) => {
                let Some(id) = self.document_named(log, number, verified.number)? else {
                    return Ok(Found::Waits);
                };
                Ok(Found::Changes(id, Incoming { bytes, prefix: prefix(&log.head.log, &id), lane: log.id }))
            }
            _ => Ok(Found::Refused("the record says nothing a circle can hold".into())),
        }
    }

    fn begin_document(
        &mut self,
        log: &LogRow,
        circle: CircleId,
        (named, record): (Named, u64),
        number: u32,
        bytes: Vec<u8>,
    ) -> Result<Found, ReplicaError> {
        let Some(kind) = kind_of(named.kind) else {
            return Ok(Found::Refused("the document is of no known kind".into()));
        };
        let place = ChangeRow { log: log.id, number: record };
        let Some(id) = self.note_document(log, circle, &named, place, number)? else {
            return Ok(Found::Refused(Refusal::NotTheirs.to_string()));
        };
        if self.store.document(&id)?.is_none() {
            let document = Document::begin(kind);
            let row = DocumentRow {
                id,
                kind: named.kind,
                circle,
                person: named.person,
                number: named.number,
                saved: document.save(),
            };
            self.store.put_document(&row, &heads_bytes(&document))?;
        }
        Ok(Found::Changes(id, Incoming { bytes, prefix: prefix(&log.head.log, &id), lane: log.id }))
    }

    /// Notes which document a log means by a number from here on. `None` if it is not its person's to begin.
    pub(super) fn note_document(
        &self,
        log: &LogRow,
        circle: CircleId,
        named: &Named,
        place: ChangeRow,
        number: u32,
    ) -> Result<Option<DocumentId>, StoreError> {
        let profile = kind_of(named.kind) == Some(Kind::Profile);
        let misplaced = profile && (circle != self.everyone() || named.number > 0);
        if named.person != log.intro.person || misplaced || kind_of(named.kind).is_none() {
            return Ok(None);
        }
        let id = named.id(&circle);
        self.store.number_document(place, number, &id)?;
        Ok(Some(id))
    }

    /// Merges a batch into its document and makes rows of it. True if anything was accepted.
    fn merge(&mut self, id: DocumentId, batch: Vec<Candidate>) -> Result<bool, ReplicaError> {
        let mut document = self.document(&id)?;
        let outcomes = document.merge(incoming(&batch));
        let (stuck, mut done): (Vec<_>, Vec<_>) =
            batch.into_iter().zip(outcomes).partition(|(_, outcome)| *outcome == Outcome::Waiting);
        let stuck: Vec<Candidate> = stuck.into_iter().map(|(candidate, _)| candidate).collect();
        let late = self.late_ancestors(&id, &document, &stuck)?;
        if !late.is_empty() {
            let again: Vec<Candidate> = late.into_iter().chain(stuck).collect();
            let outcomes = document.merge(incoming(&again));
            done.extend(again.into_iter().zip(outcomes));
        }
        let (mut items, mut fresh) = (BTreeSet::new(), Fresh::default());
        let mut any = false;
        for (candidate, outcome) in &done {
            let number = candidate.record.verified.number;
            match outcome {
                Outcome::Accepted(accepted) => {
                    let from = ChangeRow { log: candidate.log, number };
                    self.store.insert_change(&id, &accepted.hash.0, from)?;
                    let hash = candidate.record.verified.hash;
                    fresh.changes.insert(accepted.hash, Brought { from, hash, start: accepted.start_op });
                    fresh.records.insert((candidate.log, number), &candidate.record);
                    items.extend(accepted.items.iter().cloned());
                    any = true;
                }
                Outcome::Known => any = true,
                Outcome::Waiting => continue,
                Outcome::Refused(_) if candidate.late => continue,
                Outcome::Refused(why) => {
                    self.store.set_state(candidate.log, number, State::Refused, Some(&why.to_string()))?;
                    continue;
                }
            }
            if candidate.late {
                continue;
            }
            self.store.set_state(candidate.log, number, State::Accepted, None)?;
        }
        if any {
            self.save(&id, &document)?;
            if self.news.erased {
                fresh.records.clear();
            }
            self.project(&id, &document, Touched::Items(items.into_iter().collect()), &fresh)?;
            self.stir_late(&id)?;
        }
        self.documents.insert(id, document);
        Ok(any)
    }

    fn save(&mut self, id: &DocumentId, document: &Document) -> Result<(), ReplicaError> {
        let heads = heads_bytes(document);
        if self.store.unsaved_changes(id)?.len() < SAVE_AFTER {
            self.store.put_heads(id, &heads)?;
        } else if let Some(row) = self.store.document(id)? {
            self.store.put_document(&DocumentRow { saved: document.save(), ..row }, &heads)?;
        }
        Ok(())
    }

    /// Opens a document: what was saved, and the changes since then out of their records.
    pub(super) fn document(&mut self, id: &DocumentId) -> Result<Document, ReplicaError> {
        if let Some(document) = self.documents.remove(id) {
            return Ok(document);
        }
        let row = self.store.document(id)?.ok_or_else(|| StoreError::damaged("a document is missing"))?;
        let kind = kind_of(row.kind).ok_or_else(|| StoreError::damaged("a document's kind"))?;
        let mut document = Document::load(kind, &row.saved)?;
        let mut batch = Vec::new();
        for change in self.store.unsaved_changes(id)? {
            batch.extend(self.reopen(id, change)?.map(|(_, incoming)| incoming));
        }
        if !batch.is_empty() {
            document.merge(batch);
        }
        Ok(document)
    }

    /// The change of a record that was read before.
    pub(super) fn reopen(
        &mut self,
        id: &DocumentId,
        from: ChangeRow,
    ) -> Result<Option<(RecordRow, Incoming)>, ReplicaError> {
        let Some(log) = self.logs.get(&from.log).cloned() else {
            return Ok(None);
        };
        let Some(record) = self.store.record(&log, from.number)? else {
            return Ok(None);
        };
        let Some(secret) = self.secret(&log, &record) else {
            return Ok(None);
        };
        let body = record.verified.open(&secret, 0).ok().and_then(|plain| Body::decode(&plain));
        let bytes = match body {
            Some(Body::New { change, .. } | Body::Change(change)) => change,
            _ => return Ok(None),
        };
        Ok(Some((record, Incoming { bytes, prefix: prefix(&log.head.log, id), lane: log.id })))
    }

    /// Lets the slices make rows.
    pub(super) fn project(
        &mut self,
        id: &DocumentId,
        document: &Document,
        touched: Touched,
        fresh: &Fresh<'_>,
    ) -> Result<(), ReplicaError> {
        let Some(row) = self.store.document(id)? else {
            return Ok(());
        };
        let keys = self.epoch_keys.clone();
        let secrets = |log: &LogRow, record: &RecordRow| key_named(&keys, &log.head.log, &record.mark?);
        let records =
            Records { store: &self.store, logs: &self.logs, secrets: &secrets, last: RefCell::new(None), fresh };
        let named = Named { kind: row.kind, person: row.person, number: row.number };
        let me = self.me.person;
        let changed = Changed { id: *id, circle: row.circle, named, document, touched, me, records };
        self.slices.project(self.store.connection(), &changed)?;
        self.news.rows = true;
        Ok(())
    }

    /// After the charter changed: finds verdicts that are others, and makes their documents anew.
    pub(super) fn recheck(&mut self, before: &BTreeMap<i64, WriterStands>) -> Result<(), ReplicaError> {
        let mut stale = BTreeSet::new();
        let logs: Vec<LogRow> = self.logs.values().filter(|log| log.circle.is_some()).cloned().collect();
        let forked: BTreeSet<LogId> = logs.iter().filter(|log| log.base.is_some()).map(|log| log.head.log).collect();
        for log in logs {
            let same = before.get(&log.id).is_some_and(|stood| *stood == self.stands(&log));
            if same && !self.law.was_ended(&log.writer()) && !forked.contains(&log.head.log) {
                continue;
            }
            self.recheck_log(&log, &mut stale)?;
        }
        for id in stale {
            self.rebuild(&id)?;
        }
        Ok(())
    }

    /// How whoever writes each content log stands.
    pub(super) fn standings(&self) -> BTreeMap<i64, WriterStands> {
        let content = self.logs.values().filter(|log| log.circle.is_some());
        content.map(|log| (log.id, self.stands(log))).collect()
    }

    fn stands(&self, log: &LogRow) -> WriterStands {
        let Writer { person, device, .. } = log.writer();
        WriterStands {
            status: self.law.status(&person),
            removals: self.law.removals(&person, &device),
            is_theirs: self.law.has_device(&person, &device),
        }
    }

    /// Takes back what no longer stands of a log; the documents are then to be made anew.
    pub(super) fn recheck_log(&mut self, log: &LogRow, stale: &mut BTreeSet<DocumentId>) -> Result<(), ReplicaError> {
        if log.circle.is_none() {
            return Ok(());
        }
        for record in self.store.records_from(log, 0)? {
            self.judge_erasing(log, &record)?;
            let number = record.verified.number;
            let state = match self.law.verdict(&self.writer_of(log, number), number, &record.frontier) {
                Verdict::Late => State::Late,
                Verdict::Waits | Verdict::Refused => State::Waiting,
                Verdict::Stands => continue,
            };
            if record.state == State::Accepted {
                self.store.set_state(log.id, number, state, None)?;
                self.open.insert(log.id);
                stale.extend(self.documents_of(log, &record)?);
            }
        }
        Ok(())
    }

    pub(super) fn documents_of(
        &mut self,
        log: &LogRow,
        record: &RecordRow,
    ) -> Result<Option<DocumentId>, ReplicaError> {
        match record.verified.tail.document {
            Some(number) => self.document_named(log, number, record.verified.number + 1),
            None => Ok(None),
        }
    }

    /// Makes a document anew from the records that stand, and the late ones that those need.
    pub(super) fn rebuild(&mut self, id: &DocumentId) -> Result<(), ReplicaError> {
        let Some(row) = self.store.document(id)? else {
            return Ok(());
        };
        let Some(kind) = kind_of(row.kind) else {
            return Ok(());
        };
        let old = self.document(id)?;
        let mut all: BTreeMap<ChangeHash, (RecordRow, ChangeRow, Incoming, bool)> = BTreeMap::new();
        for meta in old.auto().get_changes_meta(&[]) {
            let Some(from) = self.store.change(id, &meta.hash.0)? else {
                continue;
            };
            let Some((record, incoming)) = self.reopen(id, from)?.filter(|(row, _)| row.state != State::Refused) else {
                continue;
            };
            let unaware =
                self.logs.get(&from.log).is_some_and(|log| !self.law.had_heard(&log.writer(), &record.frontier));
            all.insert(meta.hash, (record, from, incoming, unaware));
        }
        let mut kept: BTreeSet<ChangeHash> = BTreeSet::new();
        let stands = |record: &RecordRow| record.state == State::Accepted;
        let mut queue: Vec<ChangeHash> =
            all.iter().filter(|(_, (record, ..))| stands(record)).map(|(hash, _)| *hash).collect();
        while let Some(hash) = queue.pop() {
            let Some((_, _, incoming, unaware)) = all.get(&hash) else {
                continue;
            };
            if !kept.insert(hash) || !unaware {
                continue;
            }
            let deps = read_change(&incoming.bytes).map(|change| change.deps().to_vec());
            queue.extend(deps.unwrap_or_default());
        }
        self.store.forget_changes(id)?;
        let mut document = Document::begin(kind);
        let mut batch: Vec<_> = all.into_iter().filter(|(hash, _)| kept.contains(hash)).collect();
        batch.sort_by_key(|(_, (_, from, ..))| (from.log, from.number));
        let outcomes = document.merge(batch.iter().map(|(_, (_, _, incoming, _))| incoming.clone()).collect());
        for ((hash, (record, from, ..)), outcome) in batch.iter().zip(outcomes) {
            match outcome {
                Outcome::Accepted(_) | Outcome::Known => self.store.insert_change(id, &hash.0, *from)?,
                // What it depended on is gone.
                Outcome::Waiting | Outcome::Refused(_) if stands(record) => {
                    self.store.set_state(from.log, from.number, State::Waiting, None)?;
                    self.open.insert(from.log);
                }
                Outcome::Waiting | Outcome::Refused(_) => {}
            }
        }
        self.store.put_document(&DocumentRow { saved: document.save(), ..row }, &heads_bytes(&document))?;
        self.project(id, &document, Touched::All, &Fresh::default())?;
        self.late.insert(*id);
        self.documents.insert(*id, document);
        rand::Rng::fill_bytes(&mut self.rng, &mut self.run);
        Ok(())
    }
}

/// First half of the actors by which `log` writes in `document`.
pub(super) fn prefix(log: &LogId, document: &DocumentId) -> [u8; 8] {
    first8(&derive("kith 0 actor", &[&log.0, &document.0]))
}

/// The actor of this program run.
pub(super) fn actor(log: &LogId, document: &DocumentId, run: [u8; 8]) -> [u8; 16] {
    let mut actor = [0; 16];
    for (to, from) in actor.iter_mut().zip(prefix(log, document).into_iter().chain(run)) {
        *to = from;
    }
    actor
}

pub(super) fn kind_of(number: u8) -> Option<Kind> {
    [Kind::Profile, Kind::Sheet].into_iter().find(|kind| *kind as u8 == number)
}

pub(super) fn heads_bytes(document: &Document) -> Vec<u8> {
    document.heads().iter().flat_map(|head| head.0).collect()
}
