//! Documents as they are opened, saved, shown, and made anew from their records.

use super::replica::{Replica, ReplicaError, key_named};
use super::settle::{Candidate, heads_bytes, incoming, kind_of, prefix};
use super::slices::{Changed, Fresh, Records, Slices, Touched};
use crate::body::{Body, Named};
use crate::document::{Document, Incoming, Outcome, Refusal};
use crate::id::DocumentId;
use crate::store::{ChangeRow, LogRow, RecordRow, State, StoreError};
use std::cell::{Cell, OnceCell, RefCell};

/// Unsaved changes after which a document is saved whole.
pub(super) const SAVE_AFTER: usize = 32;
/// Of a long document, the share of its changes that may be unsaved: saving costs as much as all that was ever said there.
const SAVE_SHARE: usize = 8;

impl<S: Slices> Replica<S> {
    pub(super) fn save_when_due(&mut self, id: &DocumentId) -> Result<(), ReplicaError> {
        let is_due = |document: &Document| document.unsaved() >= SAVE_AFTER.max(document.changes() / SAVE_SHARE);
        if self.documents.get(id).is_some_and(is_due) { self.save(id) } else { Ok(()) }
    }

    /// Saves an open document. What is saved was seen to load again; else it is made anew without what breaks it.
    pub(super) fn save(&mut self, id: &DocumentId) -> Result<(), ReplicaError> {
        let Some(document) = self.documents.get_mut(id) else {
            return Ok(());
        };
        let (saved, heads) = (document.prove(), heads_bytes(document));
        match (saved, self.store.document(id)?) {
            (Some(saved), Some(row)) => Ok(self.store.put_document(&row, &heads, &saved)?),
            _ => self.rebuild(id),
        }
    }

    /// Opens a document: what was saved, and the changes since then out of their records.
    pub(super) fn document(&mut self, id: &DocumentId) -> Result<Document, ReplicaError> {
        if let Some(document) = self.documents.remove(id) {
            return Ok(document);
        }
        let row = self.store.document(id)?.ok_or_else(|| StoreError::damaged("a document is missing"))?;
        let kind = kind_of(row.kind).ok_or_else(|| StoreError::damaged("a document's kind"))?;
        let saved = self.store.saved(id)?.ok_or_else(|| StoreError::damaged("a document was never saved"))?;
        let mut document = Document::load(kind, &saved)?;
        let mut batch = Vec::new();
        for change in self.store.unsaved_changes(id)? {
            batch.extend(self.reopen(id, change)?.map(|(_, incoming)| incoming));
        }
        if !batch.is_empty() {
            document.merge_again(batch);
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
        let keys = &self.epoch_keys;
        let secrets = |log: &LogRow, record: &RecordRow| key_named(keys, log, &record.mark?);
        let records = Records {
            store: &self.store,
            logs: &self.logs,
            secrets: &secrets,
            law: &self.law,
            last: RefCell::new(None),
            brought: OnceCell::new(),
            fresh,
            trouble: RefCell::default(),
        };
        let named = Named { kind: row.kind, person: row.person, number: row.number };
        let me = self.me.person;
        let changed =
            Changed { id: *id, circle: row.circle, named, document, touched, me, records, subjects: Cell::default() };
        self.slices.project(self.store.connection(), &changed)?;
        if let Some(error) = changed.records.trouble.take() {
            return Err(error.into());
        }
        self.news.subjects.add(changed.subjects.get());
        Ok(())
    }

    /// Projects all documents again, where slices have tables into which they were not.
    pub(super) fn project_anew(&mut self) -> Result<(), ReplicaError> {
        if !self.store.has_rows_of_before()? {
            return Ok(());
        }
        tracing::info!("rows of new tables are made");
        for row in self.store.documents()?.into_iter().filter(|row| kind_of(row.kind).is_some()) {
            self.in_transaction(|replica| {
                let document = replica.document(&row.id)?;
                replica.project(&row.id, &document, Touched::All, &Fresh::default())?;
                replica.late.insert(row.id);
                replica.show_late()
            })?;
            self.documents.clear();
        }
        Ok(self.store.all_projected()?)
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
        let mut standing = Vec::new();
        let brought = self.store.changes(id)?;
        for hash in old.merged() {
            let Some(from) = brought.get(&hash.0).copied() else {
                continue;
            };
            if let Some((record, incoming)) = self.reopen(id, from)?.filter(|(row, _)| row.state == State::Accepted) {
                standing.push(Candidate { log: from.log, record, incoming, late: false });
            }
        }
        self.store.forget_changes(id)?;
        let mut document = Document::begin(kind);
        standing.sort_by_key(|candidate| (candidate.log, candidate.record.verified.number));
        let outcomes = document.merge(incoming(&standing));
        let (stuck, mut done): (Vec<_>, Vec<_>) =
            standing.into_iter().zip(outcomes).partition(|(_, outcome)| *outcome == Outcome::Waiting);
        let stuck = stuck.into_iter().map(|(candidate, _)| candidate).collect();
        done.extend(self.merge_on_late(id, &mut document, stuck)?);
        for (Candidate { log, record, late, .. }, outcome) in done {
            let from = ChangeRow { log, number: record.verified.number };
            match outcome {
                Outcome::Accepted(accepted) => self.store.insert_change(id, &accepted.hash.0, from)?,
                Outcome::Refused(why @ Refusal::Breaks) if !late => {
                    self.store.set_state(from.log, from.number, State::Refused, Some(&why.to_string()))?;
                }
                // What it depended on is gone.
                Outcome::Waiting | Outcome::Refused(_) if !late => {
                    self.store.set_state(from.log, from.number, State::Waiting, None)?;
                    self.judge_anew(from.log);
                }
                Outcome::Known | Outcome::Waiting | Outcome::Refused(_) => {}
            }
        }
        self.store.put_document(&row, &heads_bytes(&document), &document.save())?;
        self.project(id, &document, Touched::All, &Fresh::default())?;
        self.late.insert(*id);
        self.documents.insert(*id, document);
        rand::Rng::fill_bytes(&mut self.rng, &mut self.run);
        Ok(())
    }
}
