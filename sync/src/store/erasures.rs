//! Rows of what is to be let go.

use super::{ChangeRow, Store, StoreError, none_is};
use crate::id::{LogId, RecordHash};
use crate::record::{Erased, Intro};
use rusqlite::Row;

/// In whose logs an erasing counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope<'a> {
    /// In all of the person who asks.
    Person(&'a Intro),
    /// In those that the same key signs.
    Key(&'a Intro),
}

impl Scope<'_> {
    /// Whether it counts in the log of this introduction.
    #[must_use]
    pub fn holds(&self, log: &Intro) -> bool {
        match self {
            Self::Person(asks) => asks.person == log.person,
            Self::Key(asks) => asks.sign_key == log.sign_key,
        }
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Self::Person(asks) => &asks.person.0,
            Self::Key(asks) => &asks.sign_key,
        }
    }
}

impl Store {
    /// Remembers that the record `by` asks to let go of a part, now or when it comes.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn remember_erasure(&self, erased: &Erased, scope: Scope<'_>, by: ChangeRow) -> Result<(), StoreError> {
        let insert = "INSERT OR REPLACE INTO erasures VALUES (?, ?, ?, ?, ?, ?, ?)";
        let Erased { log, number, part, start } = erased;
        self.db.prepare_cached(insert)?.execute((log.0, number, part, start, scope.bytes(), by.log, by.number))?;
        Ok(())
    }

    /// Whether what the record `by` asked is remembered for another scope than this.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn reach_erasures(&self, by: ChangeRow, scope: Option<Scope<'_>>) -> Result<bool, StoreError> {
        let query = "SELECT scope FROM erasures WHERE by_log = ? AND by_number = ? LIMIT 1";
        let known: Option<Vec<u8>> = self
            .db
            .prepare_cached(query)?
            .query_row((by.log, by.number), |row| row.get(0).map(Some))
            .or_else(none_is(None))?;
        Ok(known.as_deref() != scope.as_ref().map(Scope::bytes))
    }

    /// Forgets what the record `by` asked.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn forget_erasures(&self, by: ChangeRow) -> Result<(), StoreError> {
        let delete = "DELETE FROM erasures WHERE by_log = ? AND by_number = ?";
        self.db.prepare_cached(delete)?.execute((by.log, by.number))?;
        Ok(())
    }

    /// The parts of a record that are to be let go.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn erasures_of(&self, log: &LogId, number: u64, hash: &RecordHash, of: &Intro) -> Result<Vec<u8>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT part FROM erasures WHERE log = ? AND number = ? AND start = ? AND scope IN (?, ?)",
        )?;
        let (person, key) = (Scope::Person(of), Scope::Key(of));
        let parts = query.query_map((log.0, number, hash.start(), person.bytes(), key.bytes()), |row| row.get(0))?;
        Ok(parts.collect::<Result<_, _>>()?)
    }

    /// Notes that this device's own log is to name the part as well.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn put_repeat(&self, erased: &Erased) -> Result<(), StoreError> {
        let insert = "INSERT OR IGNORE INTO repeats VALUES (?, ?, ?, ?)";
        let Erased { log, number, part, start } = erased;
        self.db.prepare_cached(insert)?.execute((log.0, number, part, start))?;
        Ok(())
    }

    /// What this device's own logs are still to name, up to `most`, log by log.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn repeats(&self, most: usize) -> Result<Vec<Erased>, StoreError> {
        let mut query = self.db.prepare_cached("SELECT log, number, part, start FROM repeats ORDER BY log LIMIT ?")?;
        let all = query.query_map([most], erased_row)?;
        Ok(all.collect::<Result<_, _>>()?)
    }

    /// The part is named, or need not be.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn forget_repeat(&self, erased: &Erased) -> Result<(), StoreError> {
        let delete = "DELETE FROM repeats WHERE log = ? AND number = ? AND part = ? AND start = ?";
        let Erased { log, number, part, start } = erased;
        self.db.prepare_cached(delete)?.execute((log.0, number, part, start))?;
        Ok(())
    }
}

fn erased_row(row: &Row<'_>) -> rusqlite::Result<Erased> {
    Ok(Erased { log: LogId(row.get(0)?), number: row.get(1)?, part: row.get(2)?, start: row.get(3)? })
}
