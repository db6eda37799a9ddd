//! What people see of talk. Items are joined here, not when they come: a reply may be here before its topic.

mod posts;

pub(super) use posts::LATE_MS;

use super::schema::{self, item};
use super::today::new_posts;
use crate::looking;
use crate::query::{LastWords, SpokenIn, TopicRow, TopicView};
use crate::reader::Reader;
use kith_sync::id::{ItemId, PersonId, to_text};
use kith_sync::node::Origin;
use rusqlite::{OptionalExtension, Row};
use std::collections::BTreeMap;

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

/// The latest words of a topic are its last reply's, else its own.
const TOPICS: &str = "
    WITH said AS (
        SELECT replies.topic, items.item, items.person, max(items.time_ms) AS time_ms, count(*) AS replies,
            count(*) FILTER (WHERE items.person <> topic.person) AS answers
        FROM replies JOIN items USING (item)
        JOIN items AS topic ON topic.item = replies.topic AND topic.circle = items.circle
        WHERE items.circle = ?1 AND items.mark = 0 GROUP BY replies.topic)
    SELECT items.item, channel, coalesce(title.text, ''), items.person, people.name,
        coalesce(said.replies, 0), coalesce(said.answers, 0), coalesce(said.person, items.person), voice.name,
        coalesce(words.text, ''), coalesce(said.time_ms, items.time_ms) AS active
    FROM items JOIN topics USING (item)
    LEFT JOIN said ON said.topic = items.item
    LEFT JOIN words AS title ON title.item = items.item AND title.field = 'h' AND title.standing = 1
    LEFT JOIN words ON words.item = coalesce(said.item, items.item) AND words.field = 'w' AND words.standing = 1
    LEFT JOIN people ON people.person = items.person
    LEFT JOIN people AS voice ON voice.person = coalesce(said.person, items.person)
    WHERE items.circle = ?1 AND items.kind = 1 AND (items.mark = 0 OR said.replies > 0)
    ORDER BY max(items.time_ms, active) DESC, items.item DESC";

/// Topics here that a person began or answered in, with their title.
const TOPICS_WITH: &str = "
    WITH spoke AS (
        SELECT coalesce(replies.topic, items.item) AS topic, max(time_ms) AS latest
        FROM items LEFT JOIN replies ON replies.item = items.item
        WHERE items.person = ?2 AND items.kind IN (1, 2) AND circle = ?1 AND mark = 0 AND late = 0
        GROUP BY 1)
    SELECT topic, coalesce(title.text, ''), latest FROM spoke
    JOIN items ON items.item = topic AND items.circle = ?1
    LEFT JOIN words AS title ON title.item = topic AND title.field = 'h' AND title.standing = 1
    ORDER BY latest DESC, topic DESC LIMIT ?3";

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
    let fresh = new_posts(reader)?.into_iter().map(|new| (new.topic, new.posts));
    let fresh: BTreeMap<String, u32> = fresh.collect();
    let mut query = reader.rows.prepare_cached(TOPICS)?;
    let mut rows = query.query([reader.circle.0])?;
    let mut topics = Vec::new();
    while let Some(row) = rows.next()? {
        let item = item(row.get(0)?);
        let topic = item.to_string();
        topics.push(TopicRow {
            new: fresh.get(&topic).copied().unwrap_or(0),
            draft: looking::has_draft(reader.rows, &looking::reply_to(&topic))?,
            topic,
            channel: row.get(1)?,
            title: row.get(2)?,
            person: to_text(&PersonId(row.get(3)?).0),
            author: author(row, 3, 4)?,
            replies: row.get(5)?,
            answered: row.get::<_, u32>(6)? > 0,
            last: LastWords { author: author(row, 7, 8)?, text: row.get(9)?, time_ms: row.get(10)? },
            resolved: resolution(reader, &item)?.resolved,
        });
    }
    Ok(topics)
}

/// At most `most` topics that a person began or answered in, the one they last spoke in first.
///
/// # Errors
/// Whatever SQLite answers.
pub fn topics_with(reader: &Reader<'_>, person: &PersonId, most: usize) -> rusqlite::Result<Vec<SpokenIn>> {
    let mut query = reader.rows.prepare_cached(TOPICS_WITH)?;
    let found = query.query_map((reader.circle.0, person.0, most), |row| {
        Ok(SpokenIn { topic: item(row.get(0)?).to_string(), title: row.get(1)?, time_ms: row.get(2)? })
    })?;
    found.collect()
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
    let begun = "
        SELECT channel, items.person, people.name, time_ms FROM topics JOIN items USING (item)
        LEFT JOIN people ON people.person = items.person WHERE item = ? AND circle = ?";
    let begun = reader
        .rows
        .prepare_cached(begun)?
        .query_row((topic.to_bytes(), reader.circle.0), |row| {
            Ok((row.get::<_, String>(0)?, PersonId(row.get(1)?), author(row, 1, 2)?, row.get::<_, i64>(3)?))
        })
        .optional()?;
    let Some((channel, person, author, time_ms)) = begun else {
        return Ok(None);
    };
    let resolution = resolution(reader, topic)?;
    let mut titles = titles(reader, topic)?.into_iter();
    Ok(Some(TopicView {
        topic: topic.to_string(),
        title: titles.next().unwrap_or_default(),
        posts: posts::posts(reader, topic, reach)?,
        channel,
        resolved: resolution.resolved,
        two_versions: resolution.two_versions,
        person: to_text(&person.0),
        author,
        time_ms,
        mine: person == reader.me,
        titles: titles.collect(),
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

/// The titles that stand, the one to show first.
fn titles(reader: &Reader<'_>, topic: &ItemId) -> rusqlite::Result<Vec<String>> {
    let mut query = reader.rows.prepare_cached(
        "SELECT text FROM words WHERE item = ? AND field = ? AND standing > 0 AND text <> '' ORDER BY standing",
    )?;
    query.query_map((topic.to_bytes(), schema::TITLE), |row| row.get(0))?.collect()
}

/// A name out of a left join with people, else the id.
pub(super) fn author(row: &Row<'_>, person: usize, name: usize) -> rusqlite::Result<String> {
    let name: Option<String> = row.get(name)?;
    let person = PersonId(row.get(person)?);
    Ok(name.unwrap_or_else(|| to_text(&person.0)))
}
