//! Restored backups: a database that is older than what this device once wrote.
//!
//! How many records the device has written is noted in a file beside the database. If the database holds fewer,
//! it was restored, and what is said next begins new logs instead of writing twice over one place. Of the charter a device
//! has one log alone: it says nothing there until another device has shown how far it had come.

use super::replica::{Replica, ReplicaError};
use super::slices::Slices;

/// Under which name it is noted that the database is an older one.
const RESTORED: &str = "restored";

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
            // Who is alone has nobody to ask.
            if self.law.count_devices() > 1 {
                self.store.put_meta(RESTORED, &[1])?;
                self.restored = true;
            }
        }
        Ok(())
    }

    /// Whether the database is an older one, and no other device has shown yet how far this one had come in the charter.
    pub(super) fn reads_restored(&self) -> Result<bool, ReplicaError> {
        Ok(self.store.meta(RESTORED)?.is_some_and(|value| !value.is_empty()))
    }

    /// Another device that belongs has shown all it holds.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub fn has_met(&mut self) -> Result<(), ReplicaError> {
        if self.restored {
            self.store.put_meta(RESTORED, &[])?;
            self.restored = false;
        }
        Ok(())
    }
}
