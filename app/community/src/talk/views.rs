//! What people see of talk. Items are joined here, not when they come: a reply may be here before its topic.

mod posts;

use super::schema::{self, item};
use crate::query::{TopicRow, TopicView};
use crate::reader::Reader;
use kith_sync::id::{ItemId, PersonId, to_text};
use kith_sync::node::Origin;
use rusqlite::{OptionalExtension, Row};

/// Resolves that stand of topic ?1 in circle ?2: those that no other one speaks instead of.
const RESOLVES: &str = "
    SELECT resolves.item, resolved FROM resolves JOIN items USING (item)
    WHERE topic = ?1 AND circle = ?2 AND mark = 0 AND NOT EXISTS (
        SELECT 1 FROM replaces JOIN resolves AS later ON later.item = replaces.item
        JOIN items AS also ON also.item = later.item
        WHERE replaces.earlier = resolves.item AND later.topic = ?1 AND also.circle = ?2 AND also.mark = 0)
    ORDER BY resolves.item";

/// Names of the community in circle ?1 that stand, the one to show first.
const NAMES: &str = "
    SELECT items.item, text FROM items JOIN words ON words.item = items.item
    WHERE kind = 5 AND circle = ?1 AND mark = 0 AND field = 'w' AND standing = 1 AND text <> '' AND NOT EXISTS (
        SELECT 1 FROM replaces JOIN items AS later ON later.item = replaces.item
        WHERE replaces.earlier = items.item AND later.kind = 5 AND later.circle = ?1 AND later.mark = 0)
    ORDER BY time_ms DESC, items.item DESC";

const TOPICS: &str = "
    SELECT items.item, channel, coalesce(title.text, ''), items.person, people.name, items.mark,
        (SELECT count(*) FROM replies JOIN items AS reply USING (item)
         WHERE topic = items.item AND reply.circle = items.circle AND reply.mark = 0) AS shown,
        max(items.time_ms, coalesce((SELECT max(reply.time_ms) FROM replies JOIN items AS reply USING (item)
         WHERE topic = items.item AND reply.circle = items.circle), items.time_ms)) AS active
    FROM items JOIN topics USING (item)
    LEFT JOIN words AS title ON title.item = items.item AND title.field = 'h' AND title.standing = 1
    LEFT JOIN people ON people.person = items.person
    WHERE items.circle = ? AND items.kind = 1 AND (items.mark = 0 OR shown > 0)
    ORDER BY active DESC, items.item DESC";

/// How a topic stands.
pub(super) struct Resolution {
    /// What says so, and what a new word on it replaces.
    pub(super) leaves: Vec<ItemId>,
    /// Whether all say that it is resolved.
    pub(super) resolved: bool,
    /// Whether they say both.
    pub(super) two_versions: bool,
}

/// Topics, newest activity first. A deleted one is listed as long as somebody's reply stands in it.
///
/// # Errors
/// Whatever SQLite answers.
pub fn topics(reader: &Reader<'_>) -> rusqlite::Result<Vec<TopicRow>> {
    let mut query = reader.rows.prepare_cached(TOPICS)?;
    let mut rows = query.query([reader.circle.0])?;
    let mut topics = Vec::new();
    while let Some(row) = rows.next()? {
        let topic = item(row.get(0)?);
        topics.push(TopicRow {
            topic: topic.to_string(),
            channel: row.get(1)?,
            title: row.get(2)?,
            author: author(row, 3, 4)?,
            replies: row.get(6)?,
            resolved: resolution(reader, &topic)?.resolved,
        });
    }
    Ok(topics)
}

/// One topic with its posts; `None` if it is not here.
///
/// `reach` answers for a record how many of the known people hold it, and how many are known.
///
/// # Errors
/// Whatever SQLite answers.
pub fn topic(
    reader: &Reader<'_>,
    topic: &ItemId,
    reach: &dyn Fn(&Origin) -> (u32, u32),
) -> rusqlite::Result<Option<TopicView>> {
    let channel: Option<String> = reader
        .rows
        .prepare_cached("SELECT channel FROM topics JOIN items USING (item) WHERE item = ? AND circle = ?")?
        .query_row((topic.to_bytes(), reader.circle.0), |row| row.get(0))
        .optional()?;
    let Some(channel) = channel else {
        return Ok(None);
    };
    let resolution = resolution(reader, topic)?;
    Ok(Some(TopicView {
        topic: topic.to_string(),
        title: title(reader, topic)?,
        posts: posts::posts(reader, topic, reach)?,
        channel,
        resolved: resolution.resolved,
        two_versions: resolution.two_versions,
    }))
}

/// What the community is called: the name to show, then others that stand at once. Empty until one arrived.
///
/// # Errors
/// Whatever SQLite answers.
pub fn community_name(reader: &Reader<'_>) -> rusqlite::Result<Vec<String>> {
    let mut query = reader.rows.prepare_cached(NAMES)?;
    let names = query.query_map([reader.circle.0], |row| row.get(1))?;
    names.collect()
}

/// The items that name the community and that none replaces.
pub(super) fn standing_names(reader: &Reader<'_>) -> rusqlite::Result<Vec<ItemId>> {
    let mut query = reader.rows.prepare_cached(NAMES)?;
    let names = query.query_map([reader.circle.0], |row| Ok(item(row.get(0)?)))?;
    names.collect()
}

pub(super) fn resolution(reader: &Reader<'_>, topic: &ItemId) -> rusqlite::Result<Resolution> {
    let mut query = reader.rows.prepare_cached(RESOLVES)?;
    let leaves =
        query.query_map((topic.to_bytes(), reader.circle.0), |row| Ok((item(row.get(0)?), row.get::<_, bool>(1)?)))?;
    let leaves: Vec<(ItemId, bool)> = leaves.collect::<Result<_, _>>()?;
    let closed = leaves.iter().filter(|(_, resolved)| *resolved).count();
    Ok(Resolution {
        resolved: closed > 0 && closed == leaves.len(),
        two_versions: closed > 0 && closed < leaves.len(),
        leaves: leaves.into_iter().map(|(item, _)| item).collect(),
    })
}

fn title(reader: &Reader<'_>, topic: &ItemId) -> rusqlite::Result<String> {
    let title = reader
        .rows
        .prepare_cached("SELECT text FROM words WHERE item = ? AND field = ? AND standing = 1")?
        .query_row((topic.to_bytes(), schema::TITLE), |row| row.get(0))
        .optional()?;
    Ok(title.unwrap_or_default())
}

/// A name out of a left join with people, else the id.
fn author(row: &Row<'_>, person: usize, name: usize) -> rusqlite::Result<String> {
    let name: Option<String> = row.get(name)?;
    let person = PersonId(row.get(person)?);
    Ok(name.unwrap_or_else(|| to_text(&person.0)))
}
