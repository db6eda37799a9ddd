//! What this device's person has not seen yet, and what waits for their answer. Local to this device.

use super::activity::count_unseen;
use super::order::Name;
use super::schema::item;
use crate::reader::Reader;
use kith_sync::id::{ItemId, PersonId};
use rusqlite::{Connection, OptionalExtension, Params};

/// Whether ?1, by somebody else, waits in topic ?2 at place ?3: it quotes ?4, who has neither spoken there since nor
/// reacted to it.
const WAITS: &str = "
    INSERT OR IGNORE INTO unanswered SELECT ?1, ?2
    WHERE EXISTS (SELECT 1 FROM quotes JOIN items ON items.item = quoted WHERE quotes.item = ?1 AND items.person = ?4)
    AND NOT EXISTS (SELECT 1 FROM posts WHERE topic = ?2 AND person = ?4 AND stands = 1 AND place > ?3)
    AND NOT EXISTS (
        SELECT 1 FROM reactions JOIN items USING (item) WHERE reactions.post = ?1 AND person = ?4 AND mark = 0)";

/// Others' posts that quote ?1.
const QUOTING: &str = "
    SELECT posts.item, posts.topic, posts.place FROM quotes JOIN posts USING (item)
    WHERE quoted = ?1 AND person <> ?2 AND stands = 1";

/// A post as rows have it, and who looks.
pub(super) struct Post<'a> {
    pub(super) post: &'a Name,
    pub(super) topic: &'a Name,
    pub(super) place: i64,
    pub(super) me: &'a PersonId,
}

/// Somebody else's post stands here; `is_new` if it came only now. True if it is one more that was not seen.
pub(super) fn note_other(rows: &Connection, post: &Post<'_>, is_new: bool) -> rusqlite::Result<bool> {
    let sql = if is_new {
        "INSERT OR IGNORE INTO unseen SELECT ?1, ?2, ?3
         WHERE NOT EXISTS (SELECT 1 FROM seen_elsewhere WHERE post = ?1)"
    } else {
        "UPDATE unseen SET topic = ?2, place = ?3 WHERE post = ?1"
    };
    let noted = rows.prepare_cached(sql)?.execute((post.post, post.topic, post.place))?;
    rows.prepare_cached(WAITS)?.execute((post.post, post.topic, post.place, post.me.0))?;
    Ok(is_new && noted > 0)
}

/// A post of this device's person stands here: it answers what stands above it in its topic, and others may have quoted it
/// before it came.
pub(super) fn note_own(rows: &Connection, own: &Post<'_>) -> rusqlite::Result<()> {
    let answered = "
        DELETE FROM unanswered WHERE topic = ?1 AND post IN (
            SELECT post FROM unanswered JOIN posts ON posts.item = post WHERE unanswered.topic = ?1 AND place < ?2)";
    rows.prepare_cached(answered)?.execute((own.topic, own.place))?;
    let mut query = rows.prepare_cached(QUOTING)?;
    let mut found = query.query((own.post, own.me.0))?;
    while let Some(row) = found.next()? {
        let (post, topic, place): (Name, Name, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        rows.prepare_cached(WAITS)?.execute((post, topic, place, own.me.0))?;
    }
    Ok(())
}

/// A post stands no longer.
pub(super) fn forget(rows: &Connection, post: &Name) -> rusqlite::Result<()> {
    rows.prepare_cached("DELETE FROM unseen WHERE post = ?")?.execute([post])?;
    note_answered(rows, post)
}

/// Nothing of this device's person is awaited by a post any more.
pub(super) fn note_answered(rows: &Connection, post: &Name) -> rusqlite::Result<()> {
    rows.prepare_cached("DELETE FROM unanswered WHERE post = ?")?.execute([post]).map(drop)
}

/// One of this person's devices says that this post was seen. It may come before the post does. Answers the topic in which
/// something is new no longer.
pub(super) fn note_seen_elsewhere(rows: &Connection, post: &Name) -> rusqlite::Result<Option<Name>> {
    rows.prepare_cached("INSERT OR IGNORE INTO seen_elsewhere VALUES (?)")?.execute([post])?;
    let seen = "DELETE FROM unseen WHERE post = ? RETURNING topic";
    rows.prepare_cached(seen)?.query_row([post], |row| row.get(0)).optional()
}

/// Notes that everything has been looked at. Answers the posts that nobody had seen before.
///
/// # Errors
/// Whatever SQLite answers.
pub fn mark_all_seen(reader: &Reader<'_>) -> rusqlite::Result<Vec<ItemId>> {
    let note = "
        INSERT INTO seen SELECT 'today', coalesce(max(arrived), 0) FROM arrivals WHERE true
        ON CONFLICT DO UPDATE SET upto = excluded.upto WHERE upto <> excluded.upto";
    reader.rows.prepare_cached(note)?.execute([])?;
    let posts = take_unseen(reader, "DELETE FROM unseen RETURNING post", [])?;
    reader.rows.prepare_cached("UPDATE activity SET unseen = 0 WHERE unseen > 0")?.execute([])?;
    Ok(posts)
}

/// Notes that these posts of a topic were on the screen; all of the topic, if none is named. Answers those that nobody had
/// seen before.
///
/// # Errors
/// Whatever SQLite answers.
pub fn mark_seen(reader: &Reader<'_>, topic: &ItemId, posts: &[ItemId]) -> rusqlite::Result<Vec<ItemId>> {
    let topic = topic.to_bytes();
    let mut seen = Vec::new();
    if posts.is_empty() {
        seen = take_unseen(reader, "DELETE FROM unseen WHERE topic = ? RETURNING post", [topic])?;
    }
    for post in posts {
        let one = "DELETE FROM unseen WHERE post = ? AND topic = ? RETURNING post";
        seen.extend(take_unseen(reader, one, (post.to_bytes(), topic))?);
    }
    if !seen.is_empty() {
        // Whoever sees a topic's posts sees its title.
        let title = "
            DELETE FROM unseen WHERE post = ?1 AND EXISTS (SELECT 1 FROM posts WHERE item = ?1 AND shown = 0)
            RETURNING post";
        seen.extend(take_unseen(reader, title, [topic])?);
        let unseen = count_unseen(reader.rows, &topic)?;
        reader.rows.prepare_cached("UPDATE activity SET unseen = ? WHERE topic = ?")?.execute((unseen, topic))?;
    }
    Ok(seen)
}

fn take_unseen(reader: &Reader<'_>, sql: &str, params: impl Params) -> rusqlite::Result<Vec<ItemId>> {
    let mut query = reader.rows.prepare_cached(sql)?;
    query.query_map(params, |row| row.get(0).map(item))?.collect()
}
