//! One transaction of this device: what it says, states and notes in it is on disk together, or none of it is.

use super::replica::{Replica, ReplicaError};
use super::slices::Slices;
use super::write::{Said, Saying};
use crate::charter::Statement;
use crate::id::{CircleId, PersonId, StatementId};
use crate::record::Secret;
use rusqlite::Connection;

/// A transaction that is open. What it refuses was not begun: the transaction can still end well.
pub struct Tx<'a, S> {
    pub(super) replica: &'a mut Replica<S>,
    /// Whether memory may be ahead of the database, so that it is read anew if the transaction fails.
    is_touched: bool,
}

impl<S: Slices> Replica<S> {
    /// Does `work` in one transaction. An error of it, or of the commit, undoes all of it.
    ///
    /// # Errors
    /// What `work` answers, and whatever the database answers.
    pub fn commit<R, E: From<ReplicaError>>(
        &mut self,
        work: impl FnOnce(&mut Tx<'_, S>) -> Result<R, E>,
    ) -> Result<R, E> {
        let run = |replica: &Self, sql| replica.store.connection().execute_batch(sql).map_err(ReplicaError::from);
        run(self, "BEGIN IMMEDIATE")?;
        let mut tx = Tx { replica: self, is_touched: false };
        let done = work(&mut tx);
        let is_touched = tx.is_touched;
        let done = done.and_then(|done| run(self, "COMMIT").map(|()| done).map_err(E::from));
        if done.is_err() {
            // After some errors SQLite has rolled back by itself.
            drop(run(self, "ROLLBACK"));
            if is_touched {
                self.reload()?;
            }
            return done;
        }
        if std::mem::take(&mut self.news.own) {
            self.note_written();
        }
        if std::mem::take(&mut self.news.erased) {
            // All is on disk; what was let go leaves the log's file at the next chance.
            if let Err(error) = self.store.truncate_log() {
                tracing::warn!(%error, "erased bytes are still in the database's log");
            }
        }
        done
    }

    /// The same for what changes memory from its first step on.
    pub(super) fn in_transaction<R>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<R, ReplicaError>,
    ) -> Result<R, ReplicaError> {
        self.commit(|tx| {
            tx.is_touched = true;
            work(tx.replica)
        })
    }
}

impl<S: Slices> Tx<'_, S> {
    /// The community as it is at this point of the transaction.
    #[must_use]
    pub fn replica(&self) -> &Replica<S> {
        self.replica
    }

    /// The database, for what this device alone keeps.
    #[must_use]
    pub fn rows(&self) -> &Connection {
        self.replica.store.connection()
    }

    /// As [`Replica::say`].
    ///
    /// # Errors
    /// As [`Replica::say`].
    pub fn say(&mut self, saying: Saying<'_>) -> Result<Said, ReplicaError> {
        self.replica.may_say(&saying.circle)?;
        self.is_touched = true;
        self.replica.say_within(saying)
    }

    /// As [`Replica::state`].
    ///
    /// # Errors
    /// As [`Replica::state`].
    pub fn state(&mut self, statement: &Statement) -> Result<StatementId, ReplicaError> {
        self.replica.may_cite(statement)?;
        self.is_touched = true;
        self.replica.state_within(statement)
    }

    /// As [`Replica::remove`].
    ///
    /// # Errors
    /// As [`Replica::remove`].
    pub fn remove(&mut self, person: &PersonId, why: Option<&str>) -> Result<StatementId, ReplicaError> {
        self.is_touched = true;
        self.replica.remove_within(person, why)
    }

    /// As [`Replica::second`].
    ///
    /// # Errors
    /// As [`Replica::second`].
    pub fn second(&mut self, first: &StatementId, why: Option<&str>) -> Result<StatementId, ReplicaError> {
        self.is_touched = true;
        self.replica.second_within(first, why)
    }

    /// As [`Replica::invite`].
    ///
    /// # Errors
    /// As [`Replica::invite`].
    pub fn invite(&mut self, limit: u32, last_day: u32) -> Result<Secret, ReplicaError> {
        self.is_touched = true;
        self.replica.invite_within(limit, last_day)
    }

    /// As [`Replica::device_link`].
    ///
    /// # Errors
    /// As [`Replica::device_link`].
    pub fn device_link(&mut self, now_ms: i64) -> Result<Secret, ReplicaError> {
        self.replica.device_link(now_ms)
    }

    /// As [`Replica::go_on_restored`].
    ///
    /// # Errors
    /// As [`Replica::go_on_restored`].
    pub fn go_on_restored(&mut self) -> Result<(), ReplicaError> {
        self.is_touched = true;
        self.replica.go_on_within()
    }

    /// As [`Replica::own_circle`].
    ///
    /// # Errors
    /// As [`Replica::own_circle`].
    pub fn own_circle(&mut self) -> Result<CircleId, ReplicaError> {
        self.is_touched = true;
        self.replica.own_circle_within()
    }
}
