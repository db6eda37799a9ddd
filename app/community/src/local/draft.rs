//! What was typed and not sent yet.

use crate::item;
use crate::query::{At, Read};
use crate::topic::MAX_TEXT;
use crate::trouble::Trouble;
use kith_sync::id::ItemId;
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};

/// Migration of drafts, and of when things came.
pub(crate) const SCHEMA: &str = include_str!("schema.sql");
/// A later migration of drafts.
pub(crate) const SENDINGS: &str = include_str!("sendings.sql");
/// Most bytes of what names a sending.
const MAX_SENDING: usize = 64;
/// Most bytes of the name of a place.
const MAX_PLACE: usize = 200;
/// Most places with a draft; a further one is refused.
pub const MAX_DRAFTS: usize = 1_000;

/// Where the first words of a new topic are typed.
pub const NEW_TOPIC: &str = "topic";
/// Where the title of a new topic is typed.
pub const NEW_TITLE: &str = "topic-title";

/// What was typed at a place and not sent yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftQuery {
    /// Where it was typed.
    pub place: String,
}

impl Read for DraftQuery {
    fn look(&self, at: &At<'_>) -> Result<DraftView, Trouble> {
        Ok(draft(at.reader().rows, &self.place)?)
    }
}

/// What was typed and not sent yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftView {
    /// The words; empty for none.
    pub text: String,
    /// What names the sending that will send them; empty until something was typed.
    #[serde(default)]
    pub sending: String,
}

const EDIT: &str = "edit:";

/// Where other words for a post are typed.
#[must_use]
pub fn edit_of(post: &str) -> String {
    format!("{EDIT}{post}")
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

/// What was typed at a place and not sent yet, and what names its sending.
///
/// # Errors
/// Whatever SQLite answers.
pub fn draft(rows: &Connection, place: &str) -> rusqlite::Result<DraftView> {
    let mut query = rows.prepare_cached("SELECT text, sending FROM drafts WHERE place = ?")?;
    let read = |row: &rusqlite::Row<'_>| Ok(DraftView { text: row.get(0)?, sending: row.get(1)? });
    Ok(query.query_row([place], read).optional()?.unwrap_or_default())
}

/// Keeps what is typed at a place; no words forget it. Of a post that was erased nothing is kept: what was typed just
/// before may come just after.
///
/// # Errors
/// In words, when it is too long to be ever sent, or [`MAX_DRAFTS`] places have one already.
pub fn keep_draft(rows: &Connection, place: &str, text: &str, sending: Option<&str>) -> Result<(), Trouble> {
    if text.is_empty() || is_of_erased(rows, place)? {
        return Ok(forget_drafts(rows, place, None)?);
    }
    if text.len() > MAX_TEXT || place.len() > MAX_PLACE {
        return Err(Trouble::of("post-long").with("most", MAX_TEXT).with("has", text.len()));
    }
    let sending = sending.filter(|sending| sending.len() <= MAX_SENDING).unwrap_or_default();
    let keep = "
        INSERT INTO drafts (place, text, sending)
        SELECT ?1, ?2, ?4 WHERE (SELECT count(*) FROM drafts WHERE place <> ?1) < ?3
        ON CONFLICT DO UPDATE SET text = excluded.text, sending = excluded.sending";
    match rows.prepare_cached(keep)?.execute((place, text, MAX_DRAFTS, sending))? {
        0 => Err(Trouble::of("drafts-many").with("most", MAX_DRAFTS)),
        _ => Ok(()),
    }
}

/// Whether a place is where other words are typed for a post that was erased.
fn is_of_erased(rows: &Connection, place: &str) -> rusqlite::Result<bool> {
    let post = place.strip_prefix(EDIT).and_then(|post| post.parse::<ItemId>().ok());
    post.map_or(Ok(false), |post| item::is_erased(rows, &post))
}

/// Whether anything is typed at a place.
///
/// # Errors
/// Whatever SQLite answers.
pub fn has_draft(rows: &Connection, place: &str) -> rusqlite::Result<bool> {
    rows.prepare_cached("SELECT EXISTS (SELECT 1 FROM drafts WHERE place = ?)")?.query_row([place], |row| row.get(0))
}

/// Forgets what was typed at a place, and at another that belongs to it: both, or neither.
///
/// # Errors
/// Whatever SQLite answers.
pub fn forget_drafts(rows: &Connection, place: &str, other: Option<&str>) -> rusqlite::Result<()> {
    rows.prepare_cached("DELETE FROM drafts WHERE place IN (?, ?)")?.execute((place, other)).map(drop)
}
