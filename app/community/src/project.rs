//! Documents become rows: each kind of document goes to the slice that knows it.
//!
//! Rows are a function of the documents and the contents that are here, whatever came first.

use crate::{looking, muted, own, people, talk};
use kith_sync::document::Kind;
use kith_sync::id::{derive, to_text};
use kith_sync::node::{Changed, Slices};
use rusqlite::Connection;
use rusqlite::types::ValueRef;

/// In the order in which they were ever added.
pub(crate) const MIGRATIONS: &[&str] = &[
    people::SCHEMA,
    talk::SCHEMA,
    talk::SEARCH,
    talk::MARKS,
    looking::SCHEMA,
    talk::POSTS,
    people::EMBLEM_SCHEMA,
    talk::ORDER,
    looking::SENDINGS,
    people::ALIKE_SCHEMA,
    own::SCHEMA,
    muted::SCHEMA,
    own::SEEN_SCHEMA,
    talk::CHANNELS,
    talk::CUSTOMS,
    talk::WALKED,
];

/// All rows that every device with the same records has alike: no local columns, in a stable order.
pub(crate) const ALIKE: &[&str] = &[
    "SELECT person, document, name, chosen, emblem FROM people ORDER BY person",
    "SELECT key, person FROM people_alike ORDER BY key, person",
    "SELECT person, place, name FROM people_versions ORDER BY person, place",
    "SELECT item, document, circle, person, kind, mark, time_ms, counter, actor, late FROM items ORDER BY item",
    "SELECT item, channel, is_channel, asks FROM topics ORDER BY item",
    "SELECT item, topic, circle, person, place, shown, stands, sending FROM posts ORDER BY item",
    "SELECT item, earlier FROM follows ORDER BY item, earlier",
    "SELECT topic, circle, channel, is_channel, place, last, replies, answered, asks, resolved, listed, begun_ms
     FROM activity ORDER BY topic",
    "SELECT item, place, quoted FROM quotes ORDER BY item, place",
    "SELECT item, post, emoji FROM reactions ORDER BY item",
    "SELECT item, topic, resolved FROM resolves ORDER BY item",
    "SELECT item, reactions, answer_h FROM customs ORDER BY item",
    "SELECT item, device FROM device_names ORDER BY item",
    "SELECT item, earlier FROM replaces ORDER BY item, earlier",
    "SELECT item, field, counter, actor, number, part, standing, state, text
     FROM words ORDER BY item, field, counter, actor",
];

/// The rows of every slice.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rows;

impl Slices for Rows {
    fn migrations(&self) -> &'static [&'static str] {
        MIGRATIONS
    }

    fn project(&mut self, rows: &Connection, changed: &Changed<'_>) -> rusqlite::Result<()> {
        match changed.document.kind() {
            Kind::Profile => people::project(rows, changed),
            Kind::Sheet => talk::project(rows, changed),
        }
    }

    fn newest_first(&self, rows: &Connection) -> rusqlite::Result<Vec<i64>> {
        talk::newest_first(rows)
    }

    fn let_go(&mut self, rows: &Connection, log: i64, number: u64, part: u8) -> rusqlite::Result<()> {
        talk::let_go(rows, log, number, part)
    }
}

impl Rows {
    /// A hash over everything that two devices with the same records must show alike.
    ///
    /// # Errors
    /// Whatever SQLite answers.
    pub fn fingerprint(rows: &Connection) -> rusqlite::Result<String> {
        let mut sum = [0; 32];
        for table in ALIKE {
            let mut query = rows.prepare(table)?;
            let columns = query.column_count();
            let mut found = query.query([])?;
            sum = derive("kith 0 rows", &[&sum, table.as_bytes()]);
            while let Some(row) = found.next()? {
                for column in 0..columns {
                    sum = add(&sum, row.get_ref(column)?);
                }
            }
        }
        Ok(to_text(&sum))
    }
}

fn add(sum: &[u8; 32], value: ValueRef<'_>) -> [u8; 32] {
    match value {
        ValueRef::Null => derive("kith 0 rows", &[sum, b"n"]),
        ValueRef::Integer(number) => derive("kith 0 rows", &[sum, b"i", &number.to_be_bytes()]),
        ValueRef::Real(number) => derive("kith 0 rows", &[sum, b"r", &number.to_be_bytes()]),
        ValueRef::Text(text) => derive("kith 0 rows", &[sum, b"t", text]),
        ValueRef::Blob(bytes) => derive("kith 0 rows", &[sum, b"b", bytes]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kith_sync::store::Store;

    /// What is this device's own, or follows from words.
    const LOCAL: [&str; 8] =
        ["arrivals", "drafts", "muted", "seen", "seen_elsewhere", "unanswered", "unseen", "words_search"];

    #[test]
    fn the_fingerprint_is_over_every_table_that_devices_have_alike() {
        let before = Store::in_memory(&[]).unwrap();
        let store = Store::in_memory(MIGRATIONS).unwrap();
        let tables = |store: &Store| -> Vec<String> {
            let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
            let mut query = store.connection().prepare(sql).unwrap();
            let names = query.query_map([], |row| row.get(0)).unwrap();
            names.collect::<Result<_, _>>().unwrap()
        };
        let syncs = tables(&before);
        for table in tables(&store).into_iter().filter(|table| !syncs.contains(table)) {
            let local = LOCAL.iter().any(|local| table == *local || table.starts_with("words_search_"));
            let from = format!("FROM {table} ");
            assert!(local || ALIKE.iter().any(|query| query.contains(&from)), "{table}");
        }
    }
}
