//! Documents become rows: each kind of document goes to the slice that knows it.
//!
//! Rows are a function of the documents and the contents that are here, whatever came first.

use crate::local::{draft, muted};
use crate::noun::NOUNS;
use crate::{device, item, profile, topic};
use kith_sync::document::Kind;
use kith_sync::id::{derive, to_text};
use kith_sync::node::{Changed, Slices};
use kith_sync::store::Migrations;
use rusqlite::Connection;
use rusqlite::types::ValueRef;

/// From before each noun had migrations of its own, in the order in which they were ever added. Nothing is added here any more.
pub(crate) const OF_ALL: &[&str] = &[
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
pub(crate) fn alike() -> impl Iterator<Item = &'static str> {
    item::ALIKE.iter().chain(NOUNS.iter().flat_map(|noun| noun.alike())).copied()
}

/// The rows of every slice.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rows;

impl Slices for Rows {
    fn migrations(&self) -> Vec<Migrations> {
        let of_nouns = NOUNS.iter().map(|noun| Migrations { owner: noun.name(), steps: noun.migrations() });
        let of_none = [("slices", OF_ALL), ("item", item::MIGRATIONS)];
        of_none.into_iter().map(|(owner, steps)| Migrations { owner, steps }).chain(of_nouns).collect()
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
        for table in alike() {
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
        let store = Store::in_memory(&Rows.migrations()).unwrap();
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
            assert!(local || alike().any(|query| query.contains(&from)), "{table}");
        }
    }
}
