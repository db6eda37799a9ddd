//! Rows of logs that were written twice: each branch but one is a log under a name of its own.

use super::logs::array;
use super::{Base, LogRow, Store, StoreError};
use crate::id::DocumentId;
use crate::record::Head;

impl Store {
    /// Begins the branch of `log` that starts after `base.head`, without records.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn insert_branch(&self, log: &LogRow, base: Base) -> Result<LogRow, StoreError> {
        let mut row = self.insert_log_named(&log.intro, log.circle, &base.name)?;
        let (mark, frontier) = self.in_force(log, base.head.count)?;
        self.db
            .prepare_cached(
                "UPDATE logs SET base_count = ?, base_hash = ?, base_records = ?, base_bytes = ? WHERE id = ?",
            )?
            .execute((base.head.count, base.head.hash, base.head.run_records, base.head.run_bytes, row.id))?;
        row = LogRow { head: base.head.clone(), mark, frontier, base: Some(base), ..row };
        self.update_log(&row)?;
        Ok(row)
    }

    /// Moves all records of `from` from `number` on to `to`, with what was noted of them.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn move_records(&self, from: &LogRow, to: &LogRow, number: u64) -> Result<(), StoreError> {
        for sql in [
            "UPDATE records SET log = ?2 WHERE log = ?1 AND number >= ?3",
            "UPDATE signatures SET log = ?2 WHERE log = ?1 AND count > ?3",
            "UPDATE changes SET log = ?2 WHERE log = ?1 AND number >= ?3",
            "UPDATE document_numbers SET log = ?2 WHERE log = ?1 AND record >= ?3",
            "UPDATE erasures SET by_log = ?2 WHERE by_log = ?1 AND by_number >= ?3",
        ] {
            self.db.execute(sql, (from.id, to.id, number))?;
        }
        Ok(())
    }

    /// The log as it was when it held `count` records.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn cut_back(&self, log: &LogRow, head: Head) -> Result<LogRow, StoreError> {
        let (mark, frontier) = self.in_force(log, head.count)?;
        Ok(LogRow { head, mark, frontier, ..log.clone() })
    }

    /// The mark and frontier in force after `count` records.
    fn in_force(
        &self,
        log: &LogRow,
        count: u64,
    ) -> Result<(Option<[u8; 16]>, Vec<crate::id::StatementId>), StoreError> {
        let last = count.checked_sub(1).map(|last| self.record(log, last)).transpose()?.flatten();
        Ok(last.map(|last| (last.mark, last.frontier)).unwrap_or_default())
    }

    /// Documents in which changes of the log stand.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn documents_in(&self, log: i64) -> Result<Vec<DocumentId>, StoreError> {
        let mut query =
            self.db.prepare_cached("SELECT DISTINCT id FROM changes JOIN documents ON row = document WHERE log = ?")?;
        let ids = query.query_map([log], |row| Ok(DocumentId(array(&row.get::<_, Vec<u8>>(0)?)?)))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }
}
