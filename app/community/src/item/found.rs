//! The index by which words are found. Whatever is put into it alone costs a dozen pages, so new words wait for one another;
//! whoever looks for words has those put in first that still wait.

use rusqlite::Connection;

/// So many new words are put into the index at once.
pub(crate) const AT_ONCE: i64 = 256;

/// New words stand in a row. Most wait; a row that was there before may have the number of one that was put in.
pub(super) fn note(rows: &Connection, row: i64, text: &str) -> rusqlite::Result<()> {
    if row <= upto(rows)? {
        put(rows, row, text)?;
    }
    Ok(())
}

/// Puts words into the index that are not in it, if so many wait.
///
/// # Errors
/// Whatever SQLite answers.
pub(crate) fn put_waiting(rows: &Connection, many: i64) -> rusqlite::Result<()> {
    let last = "SELECT coalesce(max(id), 0) FROM words";
    let last: i64 = rows.prepare_cached(last)?.query_row([], |row| row.get(0))?;
    let upto = upto(rows)?;
    if last < upto.saturating_add(many.max(1)) {
        return Ok(());
    }
    let all = "SELECT id, text FROM words WHERE id > ? AND standing > 0 AND text <> ''";
    let mut query = rows.prepare_cached(all)?;
    let mut found = query.query([upto])?;
    while let Some(row) = found.next()? {
        put(rows, row.get(0)?, row.get_ref(1)?.as_str()?)?;
    }
    rows.prepare_cached("UPDATE words_found SET upto = ?")?.execute([last]).map(drop)
}

fn put(rows: &Connection, row: i64, text: &str) -> rusqlite::Result<()> {
    rows.prepare_cached("INSERT INTO words_search (rowid, text) VALUES (?, ?)")?.execute((row, text)).map(drop)
}

fn upto(rows: &Connection) -> rusqlite::Result<i64> {
    rows.prepare_cached("SELECT upto FROM words_found")?.query_row([], |row| row.get(0))
}
