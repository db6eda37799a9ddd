//! The words of items: each that an item ever had, what is left of it, and whether it stands.

use super::field::Op;
use super::found;
use super::rows::Item;
use super::schema::{self, CONTENT, state};
use super::walk::Put;
use crate::line;
use automerge::ActorId;
use kith_sync::node::{Origin, Words};

impl Item<'_> {
    /// Whether it ever had words in a field.
    pub(crate) fn has_words(&self, field: &str) -> rusqlite::Result<bool> {
        let has_words = "SELECT EXISTS (SELECT 1 FROM words WHERE item = ? AND field = ?)";
        self.sheet.rows.prepare_cached(has_words)?.query_row((self.id, field), |row| row.get(0))
    }

    /// The words of a new item: row and index at once.
    pub(super) fn write_words(&self, puts: Vec<Put>) -> rusqlite::Result<()> {
        let standing = CONTENT.map(|field| (field, self.fields.parts(field)));
        for Put { field, op, part } in puts {
            let Some(origin) = self.sheet.changed.origin((op.0, &op.1)) else {
                continue;
            };
            let (state, text) = self.read(field, Some(&origin), part);
            let text = if self.shows(field) { text } else { String::new() };
            let all = standing.iter().find(|(of, _)| *of == field).map_or(&[][..], |(_, parts)| parts);
            let place = all.iter().position(|(by, _)| *by == op).map_or(0, |place| place + 1);
            self.put_words(&Put { field, op, part }, &origin, place, state, &text)?;
            if place > 0 && !text.is_empty() {
                found::note(self.sheet.rows, self.sheet.rows.last_insert_rowid(), &text)?;
            }
        }
        Ok(())
    }

    fn put_words(&self, put: &Put, from: &Origin, standing: usize, state: i64, text: &str) -> rusqlite::Result<()> {
        let insert = "
            INSERT INTO words (item, field, counter, actor, log, number, part, later, standing, state, text)
            SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, log <> ?5 OR number <> ?6, ?8, ?9, ?10 FROM items WHERE item = ?1";
        let Put { field, op, part } = put;
        let actor = self.sheet.number(op.1.to_bytes())?;
        self.run(insert, (self.id, field, op.0, actor, from.log, from.number, part, standing, state, text))
    }

    pub(super) fn add_words(&self, puts: Vec<Put>) -> rusqlite::Result<()> {
        for put in puts {
            let Some(origin) = self.sheet.changed.origin((put.op.0, &put.op.1)) else {
                continue;
            };
            if !self.words(put.field)?.iter().any(|word| word.op == put.op) {
                self.put_words(&put, &origin, 0, state::MISSING, "")?;
            }
        }
        Ok(())
    }

    /// Says of each of the item's words whether they stand, and what is left of them.
    pub(super) fn stand_words(&self) -> rusqlite::Result<()> {
        for field in CONTENT {
            let standing = self.fields.parts(field);
            for word in self.words(field)? {
                let place = standing.iter().position(|(op, _)| *op == word.op);
                let origin = self.sheet.changed.origin((word.op.0, &word.op.1));
                let (state, text) = self.read(field, origin.as_ref(), word.part);
                let text = if self.shows(field) { text } else { String::new() };
                self.sheet
                    .rows
                    .prepare_cached("UPDATE words SET standing = ?, state = ?, text = ? WHERE id = ?")?
                    .execute((place.map_or(0, |place| place + 1), state, text, word.id))?;
            }
        }
        Ok(())
    }

    fn words(&self, field: &str) -> rusqlite::Result<Vec<Word>> {
        let mut query = self.sheet.rows.prepare_cached(
            "SELECT words.id, counter, name, part FROM words CROSS JOIN names ON names.id = actor
                 WHERE item = ? AND field = ? ORDER BY words.id",
        )?;
        let words = query.query_map((self.id, field), |row| {
            let actor: Vec<u8> = row.get(2)?;
            Ok(Word { id: row.get(0)?, op: (row.get(1)?, ActorId::from(actor)), part: row.get(3)? })
        })?;
        words.collect()
    }

    /// Whether words of a field are shown as the item is marked. A deleted topic keeps its title: what others said
    /// there is found by it.
    fn shows(&self, field: &str) -> bool {
        self.mark == schema::STANDS || (self.mark == schema::DELETED && field == schema::TITLE)
    }

    /// What is left of words, and their text as it is shown.
    fn read(&self, field: &str, origin: Option<&Origin>, part: u8) -> (i64, String) {
        match origin.map_or(Words::Missing, |origin| self.sheet.changed.words(origin, part)) {
            Words::Here(bytes) => match String::from_utf8(bytes) {
                Ok(text) if field == schema::TITLE => {
                    (state::HERE, line::clean(&text).chars().take(schema::MAX_TITLE).collect())
                }
                Ok(text) => (state::HERE, text),
                Err(_) => (state::MISSING, String::new()),
            },
            Words::Erased => (state::ERASED, String::new()),
            Words::Missing => (state::MISSING, String::new()),
        }
    }
}

/// A row of words.
struct Word {
    id: i64,
    op: Op,
    part: u8,
}
