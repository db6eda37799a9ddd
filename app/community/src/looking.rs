//! What this device notes of its own person: when things came here, and what was typed and not sent yet. Told to
//! nobody.

use crate::command::Trouble;
use crate::talk::MAX_TEXT;
use rusqlite::{Connection, OptionalExtension};

/// Migration of drafts, and of when things came.
pub(crate) const SCHEMA: &str = include_str!("looking/schema.sql");
/// Most bytes of the name of a place.
const MAX_PLACE: usize = 200;
/// Most places with a draft; beyond, a new one is kept in nobody's stead.
const MAX_DRAFTS: usize = 1_000;

/// How long after oneself somebody has to come to have come later, in milliseconds.
pub(crate) const APART_MS: i64 = 60_000;

/// Where the first words of a new topic are typed.
pub const NEW_TOPIC: &str = "topic";
/// Where the title of a new topic is typed.
pub const NEW_TITLE: &str = "topic-title";

/// Where other words for a post are typed.
#[must_use]
pub fn edit_of(post: &str) -> String {
    format!("edit:{post}")
}

/// Where an answer in a topic is typed.
#[must_use]
pub fn reply_to(topic: &str) -> String {
    format!("reply:{topic}")
}

/// Which posts an answer in a topic is to quote: their ids, with blanks between.
#[must_use]
pub fn quotes_of(topic: &str) -> String {
    format!("quotes:{topic}")
}

/// What was typed at a place and not sent yet.
///
/// # Errors
/// Whatever SQLite answers.
pub fn draft(rows: &Connection, place: &str) -> rusqlite::Result<String> {
    let mut query = rows.prepare_cached("SELECT text FROM drafts WHERE place = ?")?;
    Ok(query.query_row([place], |row| row.get(0)).optional()?.unwrap_or_default())
}

/// Keeps what is typed at a place; no words forget it.
///
/// # Errors
/// In words, when it is too long to be ever sent.
pub fn keep_draft(rows: &Connection, place: &str, text: &str) -> Result<(), Trouble> {
    if text.is_empty() {
        return forget_draft(rows, place).map_err(crate::reader::unreadable);
    }
    if text.len() > MAX_TEXT || place.len() > MAX_PLACE {
        return Err(Trouble::of("post-long").with("most", MAX_TEXT).with("has", text.len()));
    }
    let keep = "
        INSERT INTO drafts SELECT ?1, ?2 WHERE (SELECT count(*) FROM drafts WHERE place <> ?1) < ?3
        ON CONFLICT DO UPDATE SET text = excluded.text";
    let kept = rows.prepare_cached(keep).and_then(|mut keep| keep.execute((place, text, MAX_DRAFTS)));
    kept.map(drop).map_err(crate::reader::unreadable)
}

/// Whether anything is typed at a place.
///
/// # Errors
/// Whatever SQLite answers.
pub fn has_draft(rows: &Connection, place: &str) -> rusqlite::Result<bool> {
    rows.prepare_cached("SELECT EXISTS (SELECT 1 FROM drafts WHERE place = ?)")?.query_row([place], |row| row.get(0))
}

/// Forgets what was typed at a place.
///
/// # Errors
/// Whatever SQLite answers.
pub fn forget_draft(rows: &Connection, place: &str) -> rusqlite::Result<()> {
    rows.prepare_cached("DELETE FROM drafts WHERE place = ?")?.execute([place]).map(drop)
}
