//! Reasons: why someone was removed, said in the circle beside the charter's bare statement.

use super::MAX_TEXT;
use super::schema;
use super::write::new_item;
use crate::command::Trouble;
use crate::field::put_part;
use crate::line;
use crate::project::Rows;
use crate::reader::Reader;
use automerge::transaction::Transactable;
use kith_sync::id::{PersonId, StatementId, to_text};
use kith_sync::node::{Replica, Saying};
use std::collections::BTreeMap;

/// Whether the words can be kept as a reason; asked before the statement is made.
///
/// # Errors
/// In words, when they are blank or too long.
pub fn checked_reason(words: &str) -> Result<String, Trouble> {
    if line::is_blank(words) {
        return Err(Trouble::of("reason-empty"));
    }
    if words.len() > MAX_TEXT {
        return Err(Trouble::of("reason-long").with("most", MAX_TEXT).with("has", words.len()));
    }
    Ok(words.trim().to_owned())
}

/// Says why one stated something.
pub fn reason(replica: &Replica<Rows>, statement: &StatementId, words: String, time_ms: i64) -> Saying<'static> {
    let statement = to_text(&statement.0);
    new_item(replica, schema::REASON, time_ms, vec![words.into_bytes()], move |sheet, item| {
        sheet.put(item, schema::STATEMENT, statement)?;
        put_part(sheet, item, schema::WORDS, 1)
    })
}

/// Reasons by statement and by who gave them: only the statement's own author speaks for it.
///
/// # Errors
/// Whatever SQLite answers.
pub fn reasons(reader: &Reader<'_>) -> rusqlite::Result<BTreeMap<(String, PersonId), String>> {
    let mut query = reader.rows.prepare_cached(
        "SELECT statement, person, text FROM reasons JOIN items USING (item) JOIN words USING (item)
         WHERE circle = ? AND mark = 0 AND standing = 1 ORDER BY item",
    )?;
    let rows = query.query_map([reader.circle.0], |row| Ok(((row.get(0)?, PersonId(row.get(1)?)), row.get(2)?)))?;
    rows.collect()
}
