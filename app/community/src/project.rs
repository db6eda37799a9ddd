//! Documents become rows: each kind of document goes to the slice that knows it.
//!
//! Rows are a function of the documents and the contents that are here, whatever came first.

use crate::{people, talk};
use kith_sync::document::Kind;
use kith_sync::id::{derive, to_text};
use kith_sync::node::{Changed, Slices};
use rusqlite::Connection;
use rusqlite::types::ValueRef;

/// In the order in which they were ever added.
const MIGRATIONS: &[&str] = &[people::SCHEMA, talk::SCHEMA];

/// All rows that every device with the same records has alike: no local columns, in a stable order.
const ALIKE: &[&str] = &[
    "SELECT person, document, name FROM people ORDER BY person",
    "SELECT person, place, name FROM people_versions ORDER BY person, place",
    "SELECT item, document, circle, person, kind, mark, time_ms, counter, actor, late FROM items ORDER BY item",
    "SELECT item, channel FROM topics ORDER BY item",
    "SELECT item, topic FROM replies ORDER BY item",
    "SELECT item, place, quoted FROM quotes ORDER BY item, place",
    "SELECT item, post, emoji FROM reactions ORDER BY item",
    "SELECT item, topic, resolved FROM resolves ORDER BY item",
    "SELECT item, statement FROM reasons ORDER BY item",
    "SELECT item, earlier FROM replaces ORDER BY item, earlier",
    "SELECT item, field, counter, actor, number, part, standing, state, text
     FROM words ORDER BY item, field, counter, actor",
    "SELECT document, heads FROM walked ORDER BY document",
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
