//! Rows of keys, of small facts about this device, and of what is known of others.

use super::{Store, StoreError, none_is};
use crate::id::{CircleId, DeviceId, LogId, RecordHash, StatementId};
use crate::record::Secret;

impl Store {
    /// A small fact.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn meta(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let value = self
            .db
            .prepare_cached("SELECT value FROM meta WHERE key = ?")?
            .query_row([key], |row| row.get(0).map(Some))
            .or_else(none_is(None))?;
        Ok(value)
    }

    /// Notes a small fact.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn put_meta(&self, key: &str, value: &[u8]) -> Result<(), StoreError> {
        self.db.prepare_cached("INSERT OR REPLACE INTO meta VALUES (?, ?)")?.execute((key, value))?;
        Ok(())
    }

    /// Forgets that this device writes in the log: what it says next begins another.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn forget_own_log(&self, log: &LogId) -> Result<(), StoreError> {
        self.db.execute("DELETE FROM meta WHERE value = ? AND key LIKE 'log %'", [log.0])?;
        Ok(())
    }

    /// The same for all logs.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn forget_own_logs(&self) -> Result<(), StoreError> {
        self.db.execute("DELETE FROM meta WHERE key LIKE 'log %'", [])?;
        Ok(())
    }

    /// The circles' secrets.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn circle_secrets(&self) -> Result<Vec<(CircleId, Secret)>, StoreError> {
        let mut query = self.db.prepare_cached("SELECT circle, secret FROM circle_secrets")?;
        let rows = query.query_map([], |row| Ok((CircleId(row.get(0)?), Secret(row.get(1)?))))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Keeps a circle's secret.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn put_circle_secret(&self, circle: &CircleId, secret: &Secret) -> Result<(), StoreError> {
        self.db.prepare_cached("INSERT OR IGNORE INTO circle_secrets VALUES (?, ?)")?.execute((circle.0, secret.0))?;
        Ok(())
    }

    /// The epochs' keys.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn epoch_keys(&self) -> Result<Vec<(StatementId, CircleId, Secret)>, StoreError> {
        let mut query = self.db.prepare_cached("SELECT epoch, circle, key FROM epoch_keys")?;
        let rows =
            query.query_map([], |row| Ok((RecordHash(row.get(0)?), CircleId(row.get(1)?), Secret(row.get(2)?))))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Keeps an epoch's key.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn put_epoch_key(&self, epoch: &StatementId, circle: &CircleId, key: &Secret) -> Result<(), StoreError> {
        self.db
            .prepare_cached("INSERT OR IGNORE INTO epoch_keys VALUES (?, ?, ?)")?
            .execute((epoch.0, circle.0, key.0))?;
        Ok(())
    }

    /// Notes where a device was last reached and when, in milliseconds since 1970.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn put_peer(&self, device: &DeviceId, address: &[u8], heard_ms: Option<i64>) -> Result<(), StoreError> {
        self.db
            .prepare_cached(
                "INSERT INTO peers VALUES (?1, ?2, ?3) ON CONFLICT (device) DO UPDATE
                 SET address = ?2, last_heard = coalesce(?3, last_heard)",
            )?
            .execute((device.0, address, heard_ms))?;
        Ok(())
    }

    /// Every device with a remembered address, and when it was last heard from.
    ///
    /// # Errors
    /// Any [`StoreError`].
    #[expect(clippy::type_complexity, reason = "three columns, read in few places")]
    pub fn peers(&self) -> Result<Vec<(DeviceId, Vec<u8>, Option<i64>)>, StoreError> {
        let mut query = self.db.prepare_cached("SELECT device, address, last_heard FROM peers ORDER BY device")?;
        let rows = query.query_map([], |row| {
            Ok((DeviceId(row.get(0)?), row.get::<_, Option<Vec<u8>>>(1)?.unwrap_or_default(), row.get(2)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Keeps a receipt if it is newer than the one here. True if it was.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn put_receipt(
        &self,
        device: &DeviceId,
        circle: &CircleId,
        number: u64,
        sealed: &[u8],
        vector: &[u8],
    ) -> Result<bool, StoreError> {
        let rows = self
            .db
            .prepare_cached(
                "INSERT INTO receipts (device, circle, number, sealed, vector) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (device, circle) DO UPDATE SET number = ?3, sealed = ?4, vector = ?5,
                 base_number = NULL, base_sealed = NULL, base_vector = NULL WHERE ?3 > number",
            )?
            .execute((device.0, circle.0, number, sealed, vector))?;
        Ok(rows > 0)
    }

    /// Keeps a difference beside the receipt in full that it stands on, if it is newer than the one here. `vector` is what
    /// both say together. True if it was kept.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn put_difference(
        &self,
        device: &DeviceId,
        circle: &CircleId,
        number: u64,
        sealed: &[u8],
        vector: &[u8],
    ) -> Result<bool, StoreError> {
        let rows = self
            .db
            .prepare_cached(
                "UPDATE receipts SET base_number = coalesce(base_number, number),
                 base_sealed = coalesce(base_sealed, sealed), base_vector = coalesce(base_vector, vector),
                 number = ?3, sealed = ?4, vector = ?5 WHERE device = ?1 AND circle = ?2 AND ?3 > number",
            )?
            .execute((device.0, circle.0, number, sealed, vector))?;
        Ok(rows > 0)
    }

    /// The newest receipt in full of a device that is here: its number, as sealed, and what it said.
    ///
    /// # Errors
    /// Any [`StoreError`].
    #[expect(clippy::type_complexity, reason = "three columns, read in two places")]
    pub fn full_receipt(
        &self,
        device: &DeviceId,
        circle: &CircleId,
    ) -> Result<Option<(u64, Vec<u8>, Vec<u8>)>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT coalesce(base_number, number), coalesce(base_sealed, sealed), coalesce(base_vector, vector)
             FROM receipts WHERE device = ? AND circle = ?",
        )?;
        let read = |row: &rusqlite::Row<'_>| Ok(Some((row.get(0)?, row.get(1)?, row.get(2)?)));
        Ok(query.query_row((device.0, circle.0), read).or_else(none_is(None))?)
    }

    /// Forgets what a device signed.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn forget_receipts(&self, device: &DeviceId) -> Result<(), StoreError> {
        self.db.execute("DELETE FROM receipts WHERE device = ?", [device.0])?;
        Ok(())
    }

    /// The receipts in full that differences of a circle stand on: device, number, and as sealed.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn receipt_bases(&self, circle: &CircleId) -> Result<Vec<(DeviceId, u64, Vec<u8>)>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT device, base_number, base_sealed FROM receipts WHERE circle = ? AND base_number IS NOT NULL
             ORDER BY device",
        )?;
        let rows = query.query_map([circle.0], |row| Ok((DeviceId(row.get(0)?), row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The number of a device's newest receipt.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn receipt_number(&self, device: &DeviceId, circle: &CircleId) -> Result<Option<u64>, StoreError> {
        let mut query = self.db.prepare_cached("SELECT number FROM receipts WHERE device = ? AND circle = ?")?;
        Ok(query.query_row((device.0, circle.0), |row| row.get(0).map(Some)).or_else(none_is(None))?)
    }

    /// The newest receipts of a circle: device, number, as sealed, and what it said.
    ///
    /// # Errors
    /// Any [`StoreError`].
    #[expect(clippy::type_complexity, reason = "four columns, read in one place")]
    pub fn receipts(&self, circle: &CircleId) -> Result<Vec<(DeviceId, u64, Vec<u8>, Vec<u8>)>, StoreError> {
        let mut query = self
            .db
            .prepare_cached("SELECT device, number, sealed, vector FROM receipts WHERE circle = ? ORDER BY device")?;
        let rows =
            query.query_map([circle.0], |row| Ok((DeviceId(row.get(0)?), row.get(1)?, row.get(2)?, row.get(3)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
