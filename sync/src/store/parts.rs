//! Which parts of records are held: what was let go, what is lacking, and what came after all.

use super::logs::{array, bytes_of, parts_of};
use super::{Store, StoreError, none_is};
use crate::id::{RecordHash, derive16};
use crate::record::{Part, bit};
use rusqlite::Row;

/// Which parts of a log's records are not here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Of all that are not here, and whether each is lacking; zero if every part is here.
    pub digest: [u8; 16],
    /// Number of the first record of which a part is lacking.
    pub first_lack: Option<u64>,
}

/// A record of which parts are not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LackRow {
    /// Its number.
    pub number: u64,
    /// Its hash.
    pub hash: RecordHash,
    /// The parts that are not here, a bit each.
    pub gone: u16,
    /// Those of them that nobody who may has erased.
    pub lacks: u16,
}

fn lack_row(row: &Row<'_>) -> rusqlite::Result<LackRow> {
    let hash = RecordHash(array(&row.get::<_, Vec<u8>>(1)?)?);
    Ok(LackRow { number: row.get(0)?, hash, gone: row.get(2)?, lacks: row.get(3)? })
}

impl Store {
    /// Which parts of a log's records are not here.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn held(&self, log: i64) -> Result<Held, StoreError> {
        let mut query = self
            .db
            .prepare_cached("SELECT number, gone, lacks FROM records WHERE log = ? AND gone > 0 ORDER BY number")?;
        let mut rows = query.query([log])?;
        let (mut bytes, mut held) = (Vec::new(), Held::default());
        while let Some(row) = rows.next()? {
            let (number, gone, lacks): (u64, u16, u16) = (row.get(0)?, row.get(1)?, row.get(2)?);
            bytes.extend(number.to_be_bytes());
            bytes.extend(gone.to_be_bytes());
            bytes.extend(lacks.to_be_bytes());
            held.first_lack = held.first_lack.or((lacks > 0).then_some(number));
        }
        if !bytes.is_empty() {
            held.digest = derive16("kith 0 held", &[&bytes]);
        }
        Ok(held)
    }

    /// Records of the log from `from` on of which parts are lacking, at most so many.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn lacking(&self, log: i64, from: u64, most: usize) -> Result<Vec<LackRow>, StoreError> {
        let mut query = self.db.prepare_cached(
            "SELECT number, hash, gone, lacks FROM records
             WHERE log = ? AND number >= ? AND gone > 0 AND lacks > 0 ORDER BY number LIMIT ?",
        )?;
        let rows = query.query_map((log, from, most), lack_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Which parts of a record are not here.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn lack(&self, log: i64, number: u64) -> Result<Option<LackRow>, StoreError> {
        let query = "SELECT number, hash, gone, lacks FROM records WHERE log = ? AND number = ?";
        let row = self.db.prepare_cached(query)?.query_row((log, number), |row| lack_row(row).map(Some));
        Ok(row.or_else(none_is(None))?)
    }

    /// The sealed bytes of a part, if it is here.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn part(&self, log: i64, number: u64, part: u8) -> Result<Option<Vec<u8>>, StoreError> {
        let parts = self.parts(log, number)?.unwrap_or_default();
        Ok(parts.get(usize::from(part)).and_then(Part::sealed).map(<[u8]>::to_vec))
    }

    fn parts(&self, log: i64, number: u64) -> Result<Option<Vec<Part>>, StoreError> {
        let stored: Option<Vec<u8>> = self
            .db
            .prepare_cached("SELECT parts FROM records WHERE log = ? AND number = ?")?
            .query_row((log, number), |row| row.get(0).map(Some))
            .or_else(none_is(None))?;
        stored.map(|stored| parts_of(&stored)).transpose()
    }

    /// Lets go of a part, salt and all, whether or not it is here; its hash stays. True if that changed anything.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn drop_part(&self, log: i64, number: u64, part: u8) -> Result<bool, StoreError> {
        let Some(mut parts) = self.parts(log, number)? else {
            return Ok(false);
        };
        let Some(here) = parts.get_mut(usize::from(part)) else {
            return Ok(false);
        };
        *here = here.dropped();
        let bit = bit(usize::from(part));
        let changed = self
            .db
            .prepare_cached(
                "UPDATE records SET parts = ?1, gone = gone | ?2, lacks = lacks & ~?2
                 WHERE log = ?3 AND number = ?4 AND (gone & ?2 = 0 OR lacks & ?2 > 0)",
            )?
            .execute((bytes_of(&parts)?, bit, log, number))?;
        Ok(changed > 0)
    }

    /// A part that was let go is lacking from here on. True if that changed anything.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn lack_part(&self, log: i64, number: u64, part: u8) -> Result<bool, StoreError> {
        let update = "UPDATE records SET lacks = lacks | ?1 WHERE log = ?2 AND number = ?3 AND gone & ?1 > 0
                      AND lacks & ?1 = 0";
        let changed = self.db.prepare_cached(update)?.execute((bit(usize::from(part)), log, number))?;
        Ok(changed > 0)
    }

    /// Keeps a part that was lacking. False, and nothing is done, if its length or hash is not the header's.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn fill_part(&self, log: i64, number: u64, part: u8, sealed: &[u8]) -> Result<bool, StoreError> {
        let Some(mut parts) = self.parts(log, number)? else {
            return Ok(false);
        };
        let came = Part::Here(sealed.to_vec());
        let awaited = parts.get_mut(usize::from(part)).filter(|here| **here == came.dropped());
        let Some(here) = awaited else {
            return Ok(false);
        };
        *here = came;
        let update = "UPDATE records SET parts = ?1, gone = gone & ~?2, lacks = lacks & ~?2
                      WHERE log = ?3 AND number = ?4 AND lacks & ?2 > 0";
        let bit = bit(usize::from(part));
        let changed = self.db.prepare_cached(update)?.execute((bytes_of(&parts)?, bit, log, number))?;
        Ok(changed > 0)
    }
}
