//! Who looks, and at which rows: what every view and command of a slice begins with.

use crate::names::{self, Number};
use kith_sync::charter::{Role, Status};
use kith_sync::id::{CircleId, PersonId};
use kith_sync::node::{Replica, Slices};
use rusqlite::Connection;

/// Whether this device's person belongs, and the device is theirs still: of nobody else is anything asked.
pub(crate) fn is_here<S: Slices>(replica: &Replica<S>) -> bool {
    let (law, me) = (replica.law(), replica.me());
    law.status(&me.person) == Status::Active && !law.is_device_out(&me.device())
}

/// The rows of one circle, seen by one person.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// The community's database.
    pub rows: &'a Connection,
    /// Items of other circles are not looked at.
    pub circle: CircleId,
    /// Who looks.
    pub me: PersonId,
    /// The role that they have by right.
    pub role: Option<Role>,
    /// Whether they may write here, on this device and with this version.
    pub writes: bool,
}

impl<'a> Reader<'a> {
    /// This device's person, looking at the circle of everyone.
    #[must_use]
    pub fn of<S: Slices>(replica: &'a Replica<S>) -> Self {
        let (law, me) = (replica.law(), replica.me());
        Self {
            rows: replica.store().connection(),
            circle: replica.everyone(),
            me: me.person,
            role: law.given_role(&me.person),
            writes: is_here(replica) && !law.needs_newer(),
        }
    }

    /// The circle as rows name it.
    pub(crate) fn in_circle(&self) -> rusqlite::Result<Number> {
        names::number(self.rows, &self.circle.0)
    }

    /// Who looks, likewise.
    pub(crate) fn as_me(&self) -> rusqlite::Result<Number> {
        names::number(self.rows, &self.me.0)
    }
}
