//! Items of sheets: what they all have, whatever they say (docs/protocol.md §5). Knows no noun; each noun makes rows of its own
//! items ([`crate::noun`]).

pub(crate) mod field;
mod found;
mod rows;
pub(crate) mod say;
pub(crate) mod schema;
pub(crate) mod target;
mod walk;
mod words;

#[cfg(test)]
pub(crate) use found::{AT_ONCE, put_waiting};
pub use rows::let_go;
pub(crate) use rows::{Item, Sheet, is_erased, newest_first, project};

/// Migrations of the tables and views that are of no noun.
pub(crate) const MIGRATIONS: &[&str] = &[include_str!("item/shown.sql")];

/// Rows of items that every device with the same records has alike, whatever they say.
pub(crate) const ALIKE: &[&str] = &[
    "SELECT of.name, document.name, circle.name, person.name, kind, mark, time_ms, counter, actor.name, late,
        topic.name, place, shown, stands, sending
     FROM items JOIN names AS of ON of.id = item JOIN names AS document ON document.id = document
     JOIN names AS circle ON circle.id = circle JOIN names AS person ON person.id = person
     JOIN names AS actor ON actor.id = actor LEFT JOIN names AS topic ON topic.id = topic ORDER BY of.name",
    "SELECT of.name, earlier.name FROM replaces JOIN names AS of ON of.id = item
     JOIN names AS earlier ON earlier.id = earlier ORDER BY of.name, earlier.name",
    "SELECT of.name, field, counter, actor.name, number, part, standing, state, text
     FROM words JOIN names AS of ON of.id = item JOIN names AS actor ON actor.id = actor
     ORDER BY of.name, field, counter, actor.name",
];
