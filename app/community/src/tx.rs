//! Doing: all that one command says, states and keeps is on disk together, or none of it.

use crate::project::Rows;
use crate::reader::Reader;
use crate::trouble::Trouble;
use kith_sync::charter::Statement;
use kith_sync::id::{CircleId, PersonId, StatementId};
use kith_sync::net::Address;
use kith_sync::node::{Replica, Said, Saying};
use kith_sync::record::Secret;
use rusqlite::Connection;

/// The transaction of a command.
pub(crate) struct Tx<'a, 'r> {
    pub(crate) inner: &'a mut kith_sync::node::Tx<'r, Rows>,
    /// Where this device can be reached.
    pub(crate) address: &'a Address,
    /// The time, in milliseconds since 1970.
    pub(crate) now_ms: i64,
}

impl Tx<'_, '_> {
    /// The community as it is at this point of the transaction.
    pub(crate) fn replica(&self) -> &Replica<Rows> {
        self.inner.replica()
    }

    /// The rows as they are at this point.
    pub(crate) fn reader(&self) -> Reader<'_> {
        Reader::of(self.replica())
    }

    /// The database, for what this device alone keeps.
    pub(crate) fn rows(&self) -> &Connection {
        self.inner.rows()
    }

    /// Keeps bytes under a name, for this device alone.
    pub(crate) fn keep(&self, name: &str, bytes: &[u8]) -> Result<(), Trouble> {
        Ok(self.replica().store().put_meta(name, bytes)?)
    }

    /// Says something in a circle.
    pub(crate) fn say(&mut self, saying: Saying<'_>) -> Result<Said, Trouble> {
        Ok(self.inner.say(saying)?)
    }

    /// States something in the charter.
    pub(crate) fn state(&mut self, statement: &Statement) -> Result<StatementId, Trouble> {
        Ok(self.inner.state(statement)?)
    }

    /// Ends a person's belonging, and says why.
    pub(crate) fn remove(&mut self, person: &PersonId, why: Option<&str>) -> Result<StatementId, Trouble> {
        Ok(self.inner.remove(person, why)?)
    }

    /// Agrees to what another organiser asks for, and says why.
    pub(crate) fn second(&mut self, first: &StatementId, why: Option<&str>) -> Result<StatementId, Trouble> {
        Ok(self.inner.second(first, why)?)
    }

    /// Opens an invitation, and answers its secret.
    pub(crate) fn invite(&mut self, limit: u32, last_day: u32) -> Result<Secret, Trouble> {
        Ok(self.inner.invite(limit, last_day)?)
    }

    /// Makes the one-time secret of a link for a further device.
    pub(crate) fn device_link(&mut self) -> Result<Secret, Trouble> {
        Ok(self.inner.device_link(self.now_ms)?)
    }

    /// Gives up what this device once stated and nobody has any more, since its database was put back.
    pub(crate) fn go_on_restored(&mut self) -> Result<(), Trouble> {
        Ok(self.inner.go_on_restored()?)
    }

    /// The circle that this person alone reads, opened now if there is none.
    pub(crate) fn own_circle(&mut self) -> Result<CircleId, Trouble> {
        Ok(self.inner.own_circle()?)
    }
}
