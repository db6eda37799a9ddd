//! Restored backups: a database that is older than what this device once wrote.
//!
//! How many records the device has written is noted in a file beside the database. If the database holds fewer,
//! it was restored, and what is said next begins new logs instead of writing twice over one place.

use super::replica::{Replica, ReplicaError};
use super::slices::Slices;

impl<S: Slices> Replica<S> {
    /// How many records of this device are here.
    #[must_use]
    pub fn own_records(&self) -> u64 {
        let own = self.logs.values().filter(|row| row.intro.sign_key == self.me.keys.sign);
        own.map(|row| row.head.count - row.first()).sum()
    }

    /// Begins new logs if the database is an older one.
    pub(super) fn mind_backups(&mut self) -> Result<(), ReplicaError> {
        let here = self.own_records();
        if self.store.high_water() > here {
            tracing::warn!("the database is older than what this device once wrote; it begins new logs");
            self.store.forget_own_logs()?;
            self.store.put_high_water(here);
        }
        Ok(())
    }
}
