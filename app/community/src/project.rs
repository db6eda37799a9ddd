//! Documents become rows: each kind of document goes to the slice that knows it.
//!
//! Rows are a function of the documents and the contents that are here, whatever came first.

use crate::local::{draft, muted};
use crate::{device, item, profile, topic};
use kith_sync::document::Kind;
use kith_sync::id::{derive, to_text};
use kith_sync::node::{Changed, Slices};
use rusqlite::Connection;
use rusqlite::types::ValueRef;

/// In the order in which they were ever added.
pub(crate) const MIGRATIONS: &[&str] = &[
    profile::SCHEMA,
    topic::SCHEMA,
    topic::SEARCH,
    topic::MARKS,
    draft::SCHEMA,
    topic::POSTS,
    profile::EMBLEM_SCHEMA,
    topic::ORDER,
    draft::SENDINGS,
    profile::ALIKE_SCHEMA,
    device::SCHEMA,
    muted::SCHEMA,
    device::SEEN_SCHEMA,
    topic::CHANNELS,
    topic::CUSTOMS,
    topic::WALKED,
    topic::NUMBERS,
    topic::SETTLED,
];

/// All rows that every device with the same records has alike: no local columns, names instead of numbers, in a stable order.
pub(crate) const ALIKE: &[&str] = &[
    "SELECT person, document, name, chosen, emblem FROM people ORDER BY person",
    "SELECT key, person FROM people_alike ORDER BY key, person",
    "SELECT person, place, name FROM people_versions ORDER BY person, place",
    "SELECT of.name, document.name, circle.name, person.name, kind, mark, time_ms, counter, actor.name, late,
        topic.name, place, shown, stands, sending
     FROM items JOIN names AS of ON of.id = item JOIN names AS document ON document.id = document
     JOIN names AS circle ON circle.id = circle JOIN names AS person ON person.id = person
     JOIN names AS actor ON actor.id = actor LEFT JOIN names AS topic ON topic.id = topic ORDER BY of.name",
    "SELECT of.name, channel.name, is_channel, asks FROM topics JOIN names AS of ON of.id = item
     LEFT JOIN names AS channel ON channel.id = channel ORDER BY of.name",
    "SELECT of.name, earlier.name FROM follows JOIN names AS of ON of.id = item
     JOIN names AS earlier ON earlier.id = earlier ORDER BY of.name, earlier.name",
    "SELECT of.name, circle.name, channel.name, is_channel, place, last.name, replies, answered, asks, resolved, listed,
        begun_ms
     FROM activity JOIN names AS of ON of.id = topic JOIN names AS circle ON circle.id = circle
     JOIN names AS last ON last.id = last LEFT JOIN names AS channel ON channel.id = channel ORDER BY of.name",
    "SELECT of.name, place, quoted.name FROM quotes JOIN names AS of ON of.id = item
     JOIN names AS quoted ON quoted.id = quoted ORDER BY of.name, place",
    "SELECT of.name, post.name, emoji FROM reactions JOIN names AS of ON of.id = item
     JOIN names AS post ON post.id = post ORDER BY of.name",
    "SELECT of.name, topic.name, resolved, by_role FROM resolves JOIN names AS of ON of.id = item
     JOIN names AS topic ON topic.id = topic ORDER BY of.name",
    "SELECT name, reactions, answer_h FROM customs JOIN names ON id = item ORDER BY name",
    "SELECT name, device FROM device_names JOIN names ON id = item ORDER BY name",
    "SELECT of.name, earlier.name FROM replaces JOIN names AS of ON of.id = item
     JOIN names AS earlier ON earlier.id = earlier ORDER BY of.name, earlier.name",
    "SELECT of.name, field, counter, actor.name, number, part, standing, state, text
     FROM words JOIN names AS of ON of.id = item JOIN names AS actor ON actor.id = actor
     ORDER BY of.name, field, counter, actor.name",
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
            Kind::Profile => profile::project(rows, changed),
            Kind::Sheet => item::project(rows, changed),
        }
    }

    fn newest_first(&self, rows: &Connection) -> rusqlite::Result<Vec<i64>> {
        item::newest_first(rows)
    }

    fn let_go(&mut self, rows: &Connection, log: i64, number: u64, part: u8) -> rusqlite::Result<()> {
        item::let_go(rows, log, number, part)
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
        ["arrivals", "drafts", "muted", "names", "seen", "unanswered", "words_found", "words_search"];

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
