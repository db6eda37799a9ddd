//! What this device's person has not seen yet, and what waits for their answer. Local to this device.

use super::activity::count_unseen;
use crate::item::schema::item;
use crate::names::{self, Number};
use crate::reader::Reader;
use kith_sync::id::ItemId;
use rusqlite::{Connection, OptionalExtension, Params};

/// Whether ?1, by somebody else, waits in topic ?2 at place ?3: it quotes ?4, who has neither spoken there since nor
/// reacted to it.
const WAITS: &str = "
    INSERT OR IGNORE INTO unanswered SELECT ?1, ?2
    WHERE EXISTS (SELECT 1 FROM quotes JOIN items ON items.item = quoted WHERE quotes.item = ?1 AND items.person = ?4)
    AND NOT EXISTS (
        SELECT 1 FROM items INDEXED BY posts_of_person WHERE topic = ?2 AND person = ?4 AND stands = 1 AND place > ?3)
    AND NOT EXISTS (
        SELECT 1 FROM reactions JOIN items USING (item) WHERE reactions.post = ?1 AND person = ?4 AND mark = 0)";

/// Others' posts that quote ?1.
const QUOTING: &str = "
    SELECT items.item, topic, items.place FROM quotes JOIN items USING (item)
    WHERE quoted = ?1 AND person <> ?2 AND stands = 1";

/// A post as rows have it, and who looks.
#[derive(Clone, Copy)]
pub(super) struct Post {
    pub(super) post: Number,
    pub(super) topic: Number,
    pub(super) place: i64,
    pub(super) me: Number,
}

/// When a post came is noted once. Answers whether it came only now, and whether it need not be seen any more.
pub(super) fn note_arrival(rows: &Connection, post: Number) -> rusqlite::Result<(bool, bool)> {
    let now = "
        UPDATE names SET came_ms = CAST(unixepoch('subsec') * 1000 AS INTEGER) WHERE id = ? AND came_ms IS NULL
        RETURNING seen";
    if let Some(seen) = rows.prepare_cached(now)?.query_row([post], |row| row.get(0)).optional()? {
        return Ok((true, seen));
    }
    let seen = "SELECT seen FROM names WHERE id = ?";
    Ok((false, rows.prepare_cached(seen)?.query_row([post], |row| row.get(0))?))
}

/// Somebody else's post stands here.
pub(super) fn note_other(rows: &Connection, post: Post) -> rusqlite::Result<()> {
    rows.prepare_cached(WAITS)?.execute((post.post, post.topic, post.place, post.me)).map(drop)
}

/// A post of this device's person stands here: it answers what stands above it in its topic, and others may have quoted it
/// before it came.
pub(super) fn note_own(rows: &Connection, own: Post) -> rusqlite::Result<()> {
    let answered = "
        DELETE FROM unanswered WHERE topic = ?1 AND post IN (
            SELECT post FROM unanswered JOIN items ON items.item = post WHERE unanswered.topic = ?1 AND place < ?2)";
    rows.prepare_cached(answered)?.execute((own.topic, own.place))?;
    let mut query = rows.prepare_cached(QUOTING)?;
    let mut found = query.query((own.post, own.me))?;
    while let Some(row) = found.next()? {
        let (post, topic, place): (Number, Number, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        rows.prepare_cached(WAITS)?.execute((post, topic, place, own.me))?;
    }
    Ok(())
}

/// A post stands no longer, and is no news when it stands again.
pub(super) fn forget(rows: &Connection, post: Number) -> rusqlite::Result<()> {
    rows.prepare_cached("UPDATE names SET seen = 1 WHERE id = ? AND seen = 0")?.execute([post])?;
    note_answered(rows, post)
}

/// Nothing of this device's person is awaited by a post any more.
pub(crate) fn note_answered(rows: &Connection, post: Number) -> rusqlite::Result<()> {
    rows.prepare_cached("DELETE FROM unanswered WHERE post = ?")?.execute([post]).map(drop)
}

/// One of this person's devices says that this post was seen. It may come before the post does. Answers the topic in which
/// something is new no longer.
pub(crate) fn note_seen_elsewhere(rows: &Connection, post: &[u8]) -> rusqlite::Result<Option<Number>> {
    let post = names::noted(rows, post)?;
    rows.prepare_cached("UPDATE names SET seen = 1 WHERE id = ? AND seen = 0")?.execute([post])?;
    let seen = "UPDATE items SET unseen = 0 WHERE item = ? AND unseen = 1 RETURNING topic";
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
    let posts = take_unseen(reader, "UPDATE items SET unseen = 0 WHERE unseen = 1 RETURNING item", [])?;
    reader.rows.prepare_cached("UPDATE activity SET unseen = 0 WHERE unseen > 0")?.execute([])?;
    Ok(posts)
}

/// Notes that these posts of a topic were on the screen; all of the topic, if none is named. Answers those that nobody had
/// seen before.
///
/// # Errors
/// Whatever SQLite answers.
pub fn mark_seen(reader: &Reader<'_>, topic: &ItemId, posts: &[ItemId]) -> rusqlite::Result<Vec<ItemId>> {
    let topic = names::number(reader.rows, &topic.to_bytes())?;
    let mut seen = Vec::new();
    if posts.is_empty() {
        let all = "UPDATE items SET unseen = 0 WHERE topic = ? AND unseen = 1 RETURNING item";
        seen = take_unseen(reader, all, [topic])?;
    }
    for post in posts {
        let post = names::number(reader.rows, &post.to_bytes())?;
        let one = "UPDATE items SET unseen = 0 WHERE item = ? AND topic = ? AND unseen = 1 RETURNING item";
        seen.extend(take_unseen(reader, one, (post, topic))?);
    }
    if !seen.is_empty() {
        // Whoever sees a topic's posts sees its title.
        let title = "UPDATE items SET unseen = 0 WHERE item = ? AND shown = 0 AND unseen = 1 RETURNING item";
        seen.extend(take_unseen(reader, title, [topic])?);
        let unseen = count_unseen(reader.rows, topic)?;
        reader.rows.prepare_cached("UPDATE activity SET unseen = ? WHERE topic = ?")?.execute((unseen, topic))?;
    }
    Ok(seen)
}

/// Posts that are unseen no longer, by a statement that says so of each where it stands in order.
fn take_unseen(reader: &Reader<'_>, sql: &str, params: impl Params) -> rusqlite::Result<Vec<ItemId>> {
    let mut query = reader.rows.prepare_cached(sql)?;
    let posts: Vec<Number> = query.query_map(params, |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut note = reader.rows.prepare_cached("UPDATE names SET seen = 1 WHERE id = ? RETURNING name")?;
    posts.iter().map(|post| note.query_row([post], |row| row.get(0).map(item))).collect()
}
