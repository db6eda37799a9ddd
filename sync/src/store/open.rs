//! What is open of a log: records that wait, or were not judged yet, and records that came late.

use super::logs::{LogRow, RecordRow, State};
use super::{Store, StoreError};
use rusqlite::Row;
use std::collections::BTreeSet;

/// How many records of a log are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open {
    /// Those that wait, or were not judged yet.
    pub waits: u64,
    /// Those that came late.
    pub late: u64,
}

impl Store {
    /// Records of the log from `from` on that wait, in their order, so many at most; and `late` ones, if they are asked for.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn open_records(&self, log: &LogRow, late: bool, from: u64, most: usize) -> Result<Vec<RecordRow>, StoreError> {
        // Without being told, SQLite reads through the whole log for the few that are open; and it takes the index only for its own condition.
        let part = |from: &str, condition: &str| {
            format!("SELECT * FROM (SELECT * FROM records {from} AND {condition} ORDER BY number LIMIT {most})")
        };
        let by_state = |state| {
            let from = "INDEXED BY records_open WHERE log = ?1 AND state IN (3, 4) AND number >= ?2";
            part(from, &format!("state = {state}"))
        };
        let unjudged = "WHERE log = ?1 AND number >= max(?2, (SELECT judged FROM logs WHERE id = ?1))";
        let mut parts = vec![by_state(4), part(unjudged, "state = 0")];
        parts.extend(late.then(|| by_state(3)));
        let open = format!("(SELECT * FROM ({}) ORDER BY number LIMIT {most}) AS records", parts.join(" UNION ALL "));
        self.records_where(log, &open, "number >= ?2", from)
    }

    /// How many records of the log are open.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn count_open(&self, log: &LogRow) -> Result<Open, StoreError> {
        let open = "
            SELECT (SELECT count(*) FROM records INDEXED BY records_open WHERE log = ?1 AND state IN (3, 4) AND state = 4)
                    + (SELECT count(*) FROM records WHERE log = ?1 AND state = 0 AND number >= judged),
                (SELECT count(*) FROM records INDEXED BY records_open WHERE log = ?1 AND state IN (3, 4) AND state = 3)
            FROM logs WHERE id = ?1";
        let read = |row: &Row<'_>| Ok(Open { waits: row.get(0)?, late: row.get(1)? });
        Ok(self.db.prepare_cached(open)?.query_row([log.id], read)?)
    }

    /// Late records of the log from `from` on, in their order, so many at most.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn late_records(&self, log: &LogRow, from: u64, most: usize) -> Result<Vec<RecordRow>, StoreError> {
        let late = format!(
            "(SELECT * FROM records INDEXED BY records_open WHERE log = ?1 AND state IN (3, 4) AND state = 3
              AND number >= ?2 ORDER BY number LIMIT {most}) AS records"
        );
        self.records_where(log, &late, "number >= ?2", from)
    }

    /// Which records of the log were refused for this reason.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn refused_for_this(&self, log: i64, why: &str) -> Result<BTreeSet<u64>, StoreError> {
        let mut query = self.db.prepare_cached("SELECT number FROM records WHERE log = ? AND state = 2 AND why = ?")?;
        let numbers = query.query_map((log, why), |row| row.get(0))?;
        Ok(numbers.collect::<Result<_, _>>()?)
    }

    /// Notes that all records of a log were judged. Those that wait on are few, and are found by an index from now on.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn all_judged(&self, log: i64) -> Result<(), StoreError> {
        let waiting = "SELECT number FROM records WHERE log = ?1 AND state = 0
                       AND number >= (SELECT judged FROM logs WHERE id = ?1)";
        let mut query = self.db.prepare_cached(waiting)?;
        let waiting: Vec<u64> = query.query_map([log], |row| row.get(0))?.collect::<Result<_, _>>()?;
        for number in waiting {
            self.set_state(log, number, State::Waiting, None)?;
        }
        let judged = "UPDATE logs SET judged = count WHERE id = ? AND judged < count";
        self.db.prepare_cached(judged)?.execute([log])?;
        Ok(())
    }
}
