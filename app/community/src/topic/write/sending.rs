//! What names a sending, so that words that are sent twice make one post: a second tap, a second tab, a page that
//! asks again because it did not hear the answer.

use crate::item::schema::item;
use crate::reader::Reader;
use crate::topic::schema;
use crate::trouble::Trouble;
use automerge::transaction::{Transactable, Transaction};
use automerge::{AutomergeError, ObjId};
use kith_sync::id::{ItemId, derive};
use rusqlite::OptionalExtension;

/// Bytes of a name: enough that no two of one person's sendings share one.
const BYTES: usize = 8;

/// Names a sending of certain words to a certain place; the same one with other words has another name.
pub(super) struct Sending(Option<[u8; BYTES]>);

impl Sending {
    /// The sending that a page gave this name.
    pub(super) fn of(named: Option<&str>, what: &[&[u8]]) -> Self {
        let named = named.map(str::trim).filter(|named| !named.is_empty());
        Self(named.and_then(|named| {
            let parts: Vec<&[u8]> = [named.as_bytes()].into_iter().chain(what.iter().copied()).collect();
            derive("kith 0 sending", &parts).first_chunk().copied()
        }))
    }

    /// What it made before.
    pub(super) fn made(&self, reader: &Reader<'_>) -> Result<Option<ItemId>, Trouble> {
        let Some(sending) = self.0 else {
            return Ok(None);
        };
        let made = "
            SELECT name FROM items JOIN names ON id = item WHERE person = ? AND sending = ? AND circle = ? LIMIT 1";
        let mut query = reader.rows.prepare_cached(made)?;
        let of = (reader.as_me()?, sending, reader.in_circle()?);
        Ok(query.query_row(of, |row| Ok(item(row.get(0)?))).optional()?)
    }

    /// Keeps it with what it makes.
    pub(super) fn put(&self, sheet: &mut Transaction<'_>, item: &ObjId) -> Result<(), AutomergeError> {
        self.0.map_or(Ok(()), |sending| sheet.put(item, schema::SENDING, sending.to_vec()))
    }
}
