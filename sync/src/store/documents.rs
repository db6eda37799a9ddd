//! Rows of documents and of the changes in them.

use super::{ROWS_OF_BEFORE, Store, StoreError, none_is};
use crate::id::{CircleId, DocumentId, PersonId};
use rusqlite::Row;
use std::collections::BTreeMap;

/// A document as stored.
#[derive(Clone, Debug)]
pub struct DocumentRow {
    /// Its id.
    pub id: DocumentId,
    /// The number of its kind.
    pub kind: u8,
    /// The circle whose members read it.
    pub circle: CircleId,
    /// Whose it is.
    pub person: PersonId,
    /// Which of that person's documents of the kind.
    pub number: u32,
}

/// So many documents of one kind a person counts up to in a circle: sheets of a hundred million changes.
const MOST_NUMBERED: u32 = 1 << 20;

/// Which record brought a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangeRow {
    /// Row of the log.
    pub log: i64,
    /// Number of the record.
    pub number: u64,
}

fn document_row(row: &Row<'_>) -> rusqlite::Result<DocumentRow> {
    Ok(DocumentRow {
        id: DocumentId(row.get("id")?),
        kind: row.get("kind")?,
        circle: CircleId(row.get("circle")?),
        person: PersonId(row.get("person")?),
        number: row.get("number")?,
    })
}

impl Store {
    /// A document.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn document(&self, id: &DocumentId) -> Result<Option<DocumentRow>, StoreError> {
        let row = self
            .db
            .prepare_cached("SELECT * FROM documents WHERE id = ?")?
            .query_row([id.0], |row| document_row(row).map(Some))
            .or_else(none_is(None))?;
        Ok(row)
    }

    /// Automerge's bytes of a document. Changes since then are unsaved.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn saved(&self, id: &DocumentId) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self
            .db
            .prepare_cached("SELECT bytes FROM saved JOIN documents ON row = document WHERE id = ?")?
            .query_row([id.0], |row| row.get(0).map(Some))
            .or_else(none_is(None))?)
    }

    /// The documents of a person.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn documents_by(&self, person: &PersonId) -> Result<Vec<DocumentId>, StoreError> {
        let mut query = self.db.prepare_cached("SELECT id FROM documents WHERE person = ? ORDER BY id")?;
        let rows = query.query_map([person.0], |row| row.get(0).map(DocumentId))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Stores a document anew, with all its changes saved in it.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn put_document(&self, row: &DocumentRow, heads: &[u8], saved: &[u8]) -> Result<(), StoreError> {
        // Replacing the row would make SQLite save the beginning of the statement, and with it the slices' whole index.
        self.db
            .prepare_cached(
                "INSERT INTO documents (id, kind, circle, person, number, heads) VALUES (?, ?, ?, ?, ?, ?)
                 ON CONFLICT DO UPDATE SET heads = excluded.heads",
            )?
            .execute((row.id.0, row.kind, row.circle.0, row.person.0, row.number, heads))?;
        self.db
            .prepare_cached(
                "INSERT INTO saved VALUES (
                     (SELECT row FROM documents WHERE id = ?1),
                     (SELECT count(*) FROM changes WHERE document = (SELECT row FROM documents WHERE id = ?1)), ?2)
                 ON CONFLICT DO UPDATE SET upto = excluded.upto, bytes = excluded.bytes",
            )?
            .execute((row.id.0, saved))?;
        Ok(())
    }

    /// Notes the heads of a document whose newest changes stay unsaved.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn put_heads(&self, id: &DocumentId, heads: &[u8]) -> Result<(), StoreError> {
        self.db.prepare_cached("UPDATE documents SET heads = ? WHERE id = ?")?.execute((heads, id.0))?;
        Ok(())
    }

    /// Documents of a circle with their heads, by id.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn all_heads(&self, circle: &CircleId) -> Result<Vec<(DocumentId, Vec<u8>)>, StoreError> {
        let mut query = self.db.prepare_cached("SELECT id, heads FROM documents WHERE circle = ? ORDER BY id")?;
        let rows = query.query_map([circle.0], |row| Ok((DocumentId(row.get(0)?), row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The number up to which a person's documents of a kind in a circle are counted. Each begins when the one before it is full, so
    /// numbers from [`MOST_NUMBERED`] on are of a device that skips; where it began the last below that, numbers count up to the first
    /// that is missing.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn newest_number(&self, kind: u8, circle: &CircleId, person: &PersonId) -> Result<Option<u32>, StoreError> {
        let whose = (kind, circle.0, person.0, MOST_NUMBERED);
        let last: Option<u32> = self
            .db
            .prepare_cached(
                "SELECT max(number) FROM documents WHERE kind = ? AND circle = ? AND person = ? AND number < ?",
            )?
            .query_row(whose, |row| row.get(0))?;
        if last != Some(MOST_NUMBERED - 1) {
            return Ok(last);
        }
        let first_missing: Option<u32> = self
            .db
            .prepare_cached(
                "SELECT min(number) FROM documents AS here
                WHERE kind = ?1 AND circle = ?2 AND person = ?3 AND number < ?4 - 1 AND NOT EXISTS (
                    SELECT 1 FROM documents AS next
                    WHERE next.kind = ?1 AND next.circle = ?2 AND next.person = ?3 AND next.number = here.number + 1)",
            )?
            .query_row(whose, |row| row.get(0))?;
        Ok(first_missing)
    }

    /// What the log calls the document `number`, if it began it before record `before`.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn document_number(&self, log: i64, number: u32, before: u64) -> Result<Option<DocumentId>, StoreError> {
        let id = self
            .db
            .prepare_cached("SELECT document FROM document_numbers WHERE log = ? AND number = ? AND record < ?")?
            .query_row((log, number, before), |row| row.get(0).map(Some))
            .or_else(none_is(None))?;
        Ok(id.map(DocumentId))
    }

    /// The number by which the log names the document.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn number_of_document(&self, log: i64, id: &DocumentId) -> Result<Option<u32>, StoreError> {
        Ok(self
            .db
            .prepare_cached("SELECT min(number) FROM document_numbers WHERE log = ? AND document = ?")?
            .query_row((log, id.0), |row| row.get(0))?)
    }

    /// The number that the log gives to the next document it begins.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn next_document_number(&self, log: i64) -> Result<u32, StoreError> {
        Ok(self
            .db
            .prepare_cached("SELECT coalesce(max(number) + 1, 0) FROM document_numbers WHERE log = ?")?
            .query_row([log], |row| row.get(0))?)
    }

    /// Notes how the log names a document from this record on. Of two records that begin one by the same number the sooner says it,
    /// in whatever order they are read.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn number_document(&self, from: ChangeRow, number: u32, id: &DocumentId) -> Result<(), StoreError> {
        let note = "INSERT INTO document_numbers (log, number, document, record) VALUES (?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET document = excluded.document, record = excluded.record
                    WHERE excluded.record < record";
        self.db.prepare_cached(note)?.execute((from.log, number, id.0, from.number))?;
        Ok(())
    }

    /// Whether slices have tables that the documents here were not projected into.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn has_rows_of_before(&self) -> Result<bool, StoreError> {
        Ok(!self.is_frozen() && self.meta(ROWS_OF_BEFORE)?.is_some())
    }

    /// All documents were projected.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn all_projected(&self) -> Result<(), StoreError> {
        self.db.prepare_cached("DELETE FROM meta WHERE key = ?")?.execute([ROWS_OF_BEFORE])?;
        Ok(())
    }

    /// All documents, in the order in which they began here.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn documents(&self) -> Result<Vec<DocumentRow>, StoreError> {
        let mut query = self.db.prepare_cached("SELECT * FROM documents ORDER BY row")?;
        let rows = query.query_map([], document_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Forgets that this record says how the log names a document.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn forget_number(&self, from: ChangeRow, number: u32) -> Result<(), StoreError> {
        let forget = "DELETE FROM document_numbers WHERE log = ? AND number = ? AND record = ?";
        self.db.prepare_cached(forget)?.execute((from.log, number, from.number))?;
        Ok(())
    }

    /// Forgets how this record, and those after it in its log, name documents.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn forget_numbers(&self, from: ChangeRow) -> Result<(), StoreError> {
        let forget = "DELETE FROM document_numbers WHERE log = ? AND record >= ?";
        self.db.prepare_cached(forget)?.execute((from.log, from.number))?;
        Ok(())
    }

    /// Notes which record brought a change that was merged after all others.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn insert_change(&self, document: &DocumentId, hash: &[u8], from: ChangeRow) -> Result<(), StoreError> {
        self.db
            .prepare_cached(
                "INSERT INTO changes VALUES (
                     (SELECT row FROM documents WHERE id = ?1),
                     (SELECT coalesce(max(nth) + 1, 0) FROM changes
                      WHERE document = (SELECT row FROM documents WHERE id = ?1)), ?2, ?3, ?4)",
            )?
            .execute((document.0, hash, from.log, from.number))?;
        Ok(())
    }

    /// Which records brought the changes of a document, by the hashes of the changes.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn changes(&self, document: &DocumentId) -> Result<BTreeMap<[u8; 32], ChangeRow>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT hash, log, changes.number FROM changes JOIN documents ON row = document WHERE id = ?",
        )?;
        let rows = query
            .query_map([document.0], |row| Ok((row.get(0)?, ChangeRow { log: row.get(1)?, number: row.get(2)? })))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whether changes of late records of a log are in the document.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn holds_late_of(&self, document: &DocumentId, log: i64) -> Result<bool, StoreError> {
        let holds = "SELECT EXISTS (SELECT 1 FROM documents CROSS JOIN changes ON document = row
                     CROSS JOIN records ON records.log = changes.log AND records.number = changes.number
                     WHERE documents.id = ?1 AND changes.log = ?2 AND state = 3)";
        Ok(self.db.prepare_cached(holds)?.query_row((document.0, log), |row| row.get(0))?)
    }

    /// The records whose changes are not in the saved document yet, in the order in which they were merged.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn unsaved_changes(&self, document: &DocumentId) -> Result<Vec<ChangeRow>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT log, changes.number FROM documents JOIN saved ON saved.document = row
             JOIN changes ON changes.document = row AND nth >= upto WHERE id = ? ORDER BY nth",
        )?;
        let rows = query.query_map([document.0], |row| Ok(ChangeRow { log: row.get(0)?, number: row.get(1)? }))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Forgets which records brought a document's changes, before it is made anew.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn forget_changes(&self, document: &DocumentId) -> Result<(), StoreError> {
        let forget = "DELETE FROM changes WHERE document = (SELECT row FROM documents WHERE id = ?)";
        self.db.prepare_cached(forget)?.execute([document.0])?;
        Ok(())
    }
}
