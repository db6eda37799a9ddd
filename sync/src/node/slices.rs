//! What `node` asks of the slices above it, and what it gives them to make rows from.

use super::subjects::Subjects;
use crate::body::Named;
use crate::charter::{Law, Role};
use crate::document::Document;
use crate::id::{CircleId, DocumentId, ItemId, PersonId, RecordHash};
use crate::record::{Part, Secret};
use crate::store::{ChangeRow, LogRow, Migrations, RecordRow, State, Store, StoreError};
use automerge::{ActorId, Change, ChangeHash};
use rusqlite::Connection;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;

/// The slices of a community: they own rows, and make them from documents within the one transaction.
pub trait Slices {
    /// Migrations of their tables. Where a step runs on a database that has documents, all of these are projected again.
    fn migrations(&self) -> Vec<Migrations> {
        Vec::new()
    }

    /// Makes rows from what changed in one document.
    ///
    /// # Errors
    /// Whatever SQLite answers; the transaction is then undone.
    fn project(&mut self, rows: &Connection, changed: &Changed<'_>) -> rusqlite::Result<()>;

    /// Rows of the logs in which something was said, the last word first. Decides only what a newcomer sees first.
    ///
    /// # Errors
    /// Whatever SQLite answers.
    fn newest_first(&self, _rows: &Connection) -> rusqlite::Result<Vec<i64>> {
        Ok(Vec::new())
    }

    /// Lets go of whatever rows hold of a content part that was erased.
    ///
    /// # Errors
    /// Whatever SQLite answers; the transaction is then undone.
    fn let_go(&mut self, rows: &Connection, log: i64, number: u64, part: u8) -> rusqlite::Result<()>;
}

/// Which of a document's items changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Touched {
    /// The document was made anew: rows of it are to be thrown away first.
    All,
    /// These, by the op that made each.
    Items(Vec<(u64, ActorId)>),
    /// The document is given as it would be with what came late: these items came late, and no others do.
    Late(Vec<(u64, ActorId)>),
}

/// A document that changed.
pub struct Changed<'a> {
    /// Its id.
    pub id: DocumentId,
    /// Its circle.
    pub circle: CircleId,
    /// What it is and whose.
    pub named: Named,
    /// The document.
    pub document: &'a Document,
    /// What changed in it.
    pub touched: Touched,
    /// The person whose device this is.
    pub me: PersonId,
    pub(super) records: Records<'a>,
    pub(super) subjects: Cell<Subjects>,
}

/// What is left of a content part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// The bytes, opened.
    Here(Vec<u8>),
    /// Let go because its person asked.
    Erased,
    /// Not here, or not to be opened with the keys held.
    Missing,
}

/// The record behind an op.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The name an item made by this op has.
    pub item: ItemId,
    /// Row of the log.
    pub log: i64,
    /// Number of the record in it.
    pub number: u64,
}

impl Changed<'_> {
    /// Notes that rows of these subjects are others now.
    pub fn note(&self, subjects: Subjects) {
        self.subjects.set(self.subjects.get().and(subjects));
    }

    /// Where an op of the document came from. `None` for the change every document begins with.
    #[must_use]
    pub fn origin(&self, op: (u64, &ActorId)) -> Option<Origin> {
        let change = self.document.change_of(op)?;
        let Brought { from, hash, start } = match self.records.fresh.changes.get(&change) {
            Some(brought) => *brought,
            None => self.records.told(self.look_up(&change))??,
        };
        let offset = u16::try_from(op.0.checked_sub(start)?).ok()?;
        Some(Origin { item: ItemId::new(&hash, offset), log: from.log, number: from.number })
    }

    fn look_up(&self, change: &ChangeHash) -> Result<Option<Brought>, StoreError> {
        let from = self.records.brought(&self.id)?.get(&change.0);
        let Some((meta, from)) = self.document.auto().get_change_meta_by_hash(change).zip(from) else {
            return Ok(None);
        };
        let hash = self.records.store.hash_of(from.log, from.number)?;
        Ok(hash.map(|hash| Brought { from: *from, hash, start: meta.start_op }))
    }

    /// The changes that were merged just now, ancestors before descendants; none where the document was made anew, or is
    /// given as it would be.
    #[must_use]
    pub fn said(&self) -> &[&Change] {
        &self.records.fresh.said
    }

    /// The role that the document's person had by right, as far as the record at `origin` knew: what they said counts by that
    /// role, whatever they became since. `None` if the record knows of none, or came late: what stands may be built on it all the same.
    #[must_use]
    pub fn role_at(&self, origin: &Origin) -> Option<Role> {
        let role = |_: &LogRow, record: &RecordRow| {
            let is_late = record.state == State::Late;
            let known = (!is_late).then(|| self.records.law.role_known(&self.named.person, &record.frontier));
            Ok(known.flatten())
        };
        self.records.told(self.records.look_at(origin, role)).flatten().flatten()
    }

    /// The content part `part` of the record at `origin`.
    #[must_use]
    pub fn words(&self, origin: &Origin, part: u8) -> Words {
        self.records.told(self.records.words(origin, part)).unwrap_or(Words::Missing)
    }
}

/// Reads records and opens their parts; remembers the last one read.
pub(super) struct Records<'a> {
    pub store: &'a Store,
    pub logs: &'a BTreeMap<i64, LogRow>,
    pub secrets: &'a dyn Fn(&LogRow, &RecordRow) -> Option<Secret>,
    pub law: &'a Law,
    pub last: RefCell<Option<(i64, RecordRow)>>,
    /// Which records brought the document's changes, once one of them was asked for.
    pub brought: OnceCell<BTreeMap<[u8; 32], ChangeRow>>,
    pub fresh: &'a Fresh<'a>,
    /// The first that the database could not answer: then none of the rows count.
    pub trouble: RefCell<Option<StoreError>>,
}

/// What was merged just now, so that it need not be read from the database again.
#[derive(Default)]
pub(super) struct Fresh<'a> {
    pub said: Vec<&'a Change>,
    pub changes: BTreeMap<ChangeHash, Brought>,
    /// By log and number; without any of which a part may have been let go since it was read.
    pub records: BTreeMap<(i64, u64), &'a RecordRow>,
}

/// The record that brought a change, and the change's first op.
#[derive(Clone, Copy)]
pub(super) struct Brought {
    pub from: ChangeRow,
    pub hash: RecordHash,
    pub start: u64,
}

impl Records<'_> {
    fn brought(&self, document: &DocumentId) -> Result<&BTreeMap<[u8; 32], ChangeRow>, StoreError> {
        match self.brought.get() {
            Some(brought) => Ok(brought),
            None => {
                let brought = self.store.changes(document)?;
                Ok(self.brought.get_or_init(|| brought))
            }
        }
    }

    /// What the database answered; of what it could not answer a note is kept.
    fn told<T>(&self, answer: Result<T, StoreError>) -> Option<T> {
        let note = |error| {
            self.trouble.borrow_mut().get_or_insert(error);
        };
        answer.map_err(note).ok()
    }

    fn words(&self, origin: &Origin, part: u8) -> Result<Words, StoreError> {
        let words = self.look_at(origin, |log, record| self.words_of(log, record, origin, part))?;
        Ok(words.unwrap_or(Words::Missing))
    }

    /// Looks at the record at `origin`, if it is here.
    fn look_at<T>(
        &self,
        origin: &Origin,
        look: impl FnOnce(&LogRow, &RecordRow) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let Some(log) = self.logs.get(&origin.log) else {
            return Ok(None);
        };
        if let Some(record) = self.fresh.records.get(&(origin.log, origin.number)) {
            return look(log, record).map(Some);
        }
        let mut last = self.last.borrow_mut();
        let held = last.as_ref().is_some_and(|(id, row)| *id == log.id && row.verified.number == origin.number);
        if !held {
            *last = self.store.record(log, origin.number)?.map(|row| (log.id, row));
        }
        last.as_ref().map(|(_, record)| look(log, record)).transpose()
    }

    fn words_of(&self, log: &LogRow, record: &RecordRow, origin: &Origin, part: u8) -> Result<Words, StoreError> {
        if matches!(record.verified.record.parts.get(usize::from(part)), Some(Part::Dropped { .. })) {
            let asked = self.store.erasures_of(&log.head.log, origin.number, &record.verified.hash, &log.intro)?;
            let erased = asked.contains(&part);
            return Ok(if erased { Words::Erased } else { Words::Missing });
        }
        let opened = (self.secrets)(log, record).and_then(|secret| record.verified.open(&secret, part).ok());
        Ok(opened.map_or(Words::Missing, Words::Here))
    }
}
