//! Restored backups: a database that is older than what this device once wrote.
//!
//! How many records this device has written, and how many of them in the charter, is noted in a file beside the database. A
//! database that holds fewer was put back. What is said next begins new logs instead of writing twice over one place. Of the
//! charter a device has one log alone: it says nothing there as long as it holds less of it than it once said.

use super::replica::{Replica, ReplicaError};
use super::slices::Slices;
use super::subjects::Subjects;
use crate::store::Written;

/// Under which name it is noted how much of what the mark says is not counted on any more.
const MISSING: &str = "missing";

impl<S: Slices> Replica<S> {
    /// How many records of this device are here.
    #[must_use]
    pub fn own_records(&self) -> Written {
        let own = self.logs.values().filter(|row| row.intro.sign_key == self.me.keys.sign);
        own.map(|row| (row.circle.is_none(), row.head.count - row.first()))
            .fold(Written::default(), |all, (of_charter, here)| {
                all.and(Written { records: here, charter: if of_charter { here } else { 0 } })
            })
    }

    /// Whether the database was put back to an older copy, and something that this device said in the charter is still missing: it
    /// says nothing there until others have brought that back, or until [`Replica::go_on_restored`].
    #[must_use]
    pub fn is_restored(&self) -> bool {
        self.restored
    }

    /// Gives up the charter records that are missing: nobody has them any more. Should they come all the same, the charter log is
    /// one that was written twice.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub fn go_on_restored(&mut self) -> Result<(), ReplicaError> {
        self.commit(|tx| tx.go_on_restored())
    }

    pub(super) fn go_on_within(&mut self) -> Result<(), ReplicaError> {
        if self.restored {
            let charter = self.unaccounted().charter;
            self.give_up(Written { records: 0, charter })?;
            self.check_restored();
            self.news.charter = true;
        }
        Ok(())
    }

    /// Begins new logs if the database is an older one, and notes how much was written.
    pub(super) fn mind_backups(&mut self) -> Result<(), ReplicaError> {
        let records = self.unaccounted().records;
        if records > 0 {
            tracing::warn!(records, "the database is older than what this device once wrote; it begins new logs");
            let begun = |replica: &mut Self| {
                replica.store.forget_own_logs()?;
                replica.give_up(Written { records, charter: 0 })
            };
            self.in_transaction(begun)?;
        }
        self.note_written();
        Ok(())
    }

    /// Reads what is not counted on, and whether more is missing of the charter.
    pub(super) fn read_missing(&mut self) -> Result<(), ReplicaError> {
        let noted = self.store.meta(MISSING)?.unwrap_or_default();
        self.missing = Written::from_text(&String::from_utf8_lossy(&noted));
        self.check_restored();
        Ok(())
    }

    /// Works out from what is here whether something is missing of what this device said in the charter.
    pub(super) fn check_restored(&mut self) {
        let restored = self.unaccounted().charter > 0;
        if std::mem::replace(&mut self.restored, restored) != restored {
            self.news.subjects.add(Subjects::CHARTER);
        }
    }

    /// Notes beside the database how much this device has written. What it counts on no more stays counted: so a database that is
    /// put back once more is found again.
    pub(super) fn note_written(&self) {
        self.store.put_written(self.own_records().and(self.missing));
    }

    /// Counts on so much less of what the mark says from here on.
    fn give_up(&mut self, more: Written) -> Result<(), ReplicaError> {
        self.missing = self.missing.and(more);
        Ok(self.store.put_meta(MISSING, self.missing.to_text().as_bytes())?)
    }

    /// How much of what the mark says is neither here nor given up.
    fn unaccounted(&self) -> Written {
        self.own_records().and(self.missing).short_of(self.store.written())
    }
}
