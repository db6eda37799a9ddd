//! What the community is called.

use super::{COMMUNITY_NAME, MAX_NAME};
use crate::item::field::put_part;
use crate::item::say::new_item;
use crate::item::schema::{WORDS, item, put_replaced};
use crate::line;
use crate::project::Rows;
use crate::reader::Reader;
use crate::trouble::Trouble;
use kith_sync::id::ItemId;
use kith_sync::node::{Replica, Saying};

/// Names of the community in circle ?1 that stand, the one to show first.
pub(super) const STANDING: &str = "
    SELECT name, text FROM shown JOIN words ON words.item = shown.item
    WHERE kind = 5 AND circle = ?1 AND field = 'w' AND standing = 1 AND text <> '' AND NOT EXISTS (
        SELECT 1 FROM replaces JOIN shown AS later ON later.item = replaces.item
        WHERE replaces.earlier = shown.item AND later.kind = 5 AND later.circle = ?1)
    ORDER BY time_ms DESC, name DESC";

/// So many names of the community are shown at once; more only a broken device makes.
const MAX_NAMES: usize = 8;

/// What the community is called: the name to show, then others that stand at once, a few. Empty until one arrived.
///
/// # Errors
/// Whatever SQLite answers.
pub fn names(reader: &Reader<'_>) -> rusqlite::Result<Vec<String>> {
    let mut query = reader.rows.prepare_cached(STANDING)?;
    let names = query.query_map([reader.in_circle()?], |row| row.get(1))?;
    names.take(MAX_NAMES).collect()
}

/// How many items name the community at once.
pub(super) fn count(reader: &Reader<'_>) -> rusqlite::Result<usize> {
    Ok(standing(reader)?.len())
}

/// The items that name the community and that none replaces.
fn standing(reader: &Reader<'_>) -> rusqlite::Result<Vec<ItemId>> {
    let mut query = reader.rows.prepare_cached(STANDING)?;
    let names = query.query_map([reader.in_circle()?], |row| Ok(item(row.get(0)?)))?;
    names.collect()
}

/// Gives the community a name instead of those it has.
///
/// # Errors
/// In words, when the name cannot be taken.
pub fn name_community(replica: &Replica<Rows>, name: &str, time_ms: i64) -> Result<Saying<'static>, Trouble> {
    let name = line::checked("community", name, MAX_NAME)?;
    let replaces = standing(&Reader::of(replica))?;
    let contents = vec![name.into_bytes()];
    Ok(new_item(replica, COMMUNITY_NAME, time_ms, contents, move |sheet, item| {
        put_part(sheet, item, WORDS, 1)?;
        put_replaced(sheet, item, &replaces)
    }))
}
