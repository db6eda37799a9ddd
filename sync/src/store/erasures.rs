//! Rows of what is to be let go, and the letting go itself.

use super::logs::{bytes_of, parts_of};
use super::{Store, StoreError, none_is};
use crate::id::{LogId, PersonId, RecordHash};
use crate::record::Erased;

impl Store {
    /// Remembers that a part is to be let go, now or when it comes. True if that is news.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn remember_erasure(&self, erased: &Erased, person: &PersonId) -> Result<bool, StoreError> {
        let rows = self.db.prepare_cached("INSERT OR IGNORE INTO erasures VALUES (?, ?, ?, ?, ?)")?.execute((
            erased.log.0,
            erased.number,
            erased.part,
            erased.start,
            person.0,
        ))?;
        Ok(rows > 0)
    }

    /// The parts of a record that its own person asked to let go.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn erasures_of(
        &self,
        log: &LogId,
        number: u64,
        hash: &RecordHash,
        person: &PersonId,
    ) -> Result<Vec<u8>, StoreError> {
        let mut query = self
            .db
            .prepare_cached("SELECT part FROM erasures WHERE log = ? AND number = ? AND start = ? AND person = ?")?;
        let parts = query.query_map((log.0, number, hash.start(), person.0), |row| row.get(0))?;
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
        let all = query.query_map([most], |row| {
            Ok(Erased { log: LogId(row.get(0)?), number: row.get(1)?, part: row.get(2)?, start: row.get(3)? })
        })?;
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

    /// Lets go of a stored part, salt and all; its hash stays. True if it was here.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn drop_part(&self, log: i64, number: u64, part: u8) -> Result<bool, StoreError> {
        let stored: Option<Vec<u8>> = self
            .db
            .prepare_cached("SELECT parts FROM records WHERE log = ? AND number = ?")?
            .query_row((log, number), |row| row.get(0).map(Some))
            .or_else(none_is(None))?;
        let Some(stored) = stored else {
            return Ok(false);
        };
        let mut parts = parts_of(&stored)?;
        let Some(here) = parts.get_mut(usize::from(part)).filter(|part| part.sealed().is_some()) else {
            return Ok(false);
        };
        *here = here.dropped();
        self.db.prepare_cached("UPDATE records SET parts = ? WHERE log = ? AND number = ?")?.execute((
            bytes_of(&parts)?,
            log,
            number,
        ))?;
        Ok(true)
    }
}
