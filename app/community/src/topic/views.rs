//! What people see of talk. Items are joined here, not when they come: a reply may be here before its topic.

mod posts;
mod topics;

pub(super) use posts::LATE_MS;
pub(super) use topics::{MAX_COUNT, Of, ranges};
pub use topics::{count_unread, next_unanswered, topics};

use super::query::{Around, TopicView};
use super::{MAX_WINDOW, may_settle};
use crate::charter::SpokenIn;
use crate::item::schema::{self, item};
use crate::local::muted;
use crate::names::{self, Number};
use crate::reader::Reader;
use kith_sync::id::{ItemId, PersonId, to_text};
use kith_sync::node::Origin;
use posts::{Asked, Window};
use rusqlite::{Connection, OptionalExtension, Row};

/// Resolves that stand of topic ?1 in circle ?2, by who began it or had the role: those that no other one speaks instead of.
const RESOLVES: &str = "
    WITH begun AS (SELECT person FROM items WHERE item = ?1)
    SELECT name, resolved FROM resolves JOIN items USING (item) JOIN names ON names.id = items.item
    WHERE resolves.topic = ?1 AND circle = ?2 AND mark = 0 AND (by_role = 1 OR person IN begun) AND NOT EXISTS (
        SELECT 1 FROM replaces JOIN resolves AS later ON later.item = replaces.item
        JOIN items AS also ON also.item = later.item
        WHERE replaces.earlier = resolves.item AND later.topic = ?1 AND also.circle = ?2 AND also.mark = 0
            AND (later.by_role = 1 OR also.person IN begun))
    ORDER BY name";

/// Topics here that a person began or answered in lately, with their title: by the last [`LATELY`] posts of theirs.
const TOPICS_WITH: &str = "
    WITH spoke AS (
        SELECT topic, max(place) AS place, time_ms FROM (
            SELECT topic, place, time_ms FROM items INDEXED BY posts_of_person
            WHERE person = ?2 AND circle = ?1 AND stands = 1 ORDER BY place DESC LIMIT ?4)
        GROUP BY topic)
    SELECT name, coalesce(title.text, ''), spoke.time_ms
    FROM spoke CROSS JOIN items ON items.item = spoke.topic AND items.circle = ?1
    CROSS JOIN names ON names.id = spoke.topic
    LEFT JOIN words AS title ON title.item = spoke.topic AND title.field = 'h' AND title.standing = 1
    ORDER BY spoke.place DESC, name DESC LIMIT ?3";

/// So many posts of a person are looked at for where they spoke.
const LATELY: u32 = 200;

/// The queries of a topic and of lists by name, for the test that explains them.
#[cfg(test)]
pub(crate) fn queries() -> Vec<(&'static str, String)> {
    let own = [("where a person spoke", TOPICS_WITH), ("whether a topic is settled", RESOLVES)];
    let own = own.map(|(name, sql)| (name, sql.to_owned()));
    posts::queries().into_iter().chain(topics::queries()).chain(own).collect()
}

/// How a topic stands.
pub(super) struct Resolution {
    /// What says so, and what a new word on it replaces.
    pub(super) leaves: Vec<ItemId>,
    /// Whether all say that it is resolved.
    pub(super) resolved: bool,
    /// Whether they say both.
    pub(super) two_versions: bool,
}

/// At most `most` topics that a person began or answered in, the one they last spoke in first.
///
/// # Errors
/// Whatever SQLite answers.
pub fn topics_with(reader: &Reader<'_>, person: &PersonId, most: usize) -> rusqlite::Result<Vec<SpokenIn>> {
    let mut query = reader.rows.prepare_cached(TOPICS_WITH)?;
    let person = names::number(reader.rows, &person.0)?;
    let found = query.query_map((reader.in_circle()?, person, most, LATELY), |row| {
        Ok(SpokenIn { topic: item(row.get(0)?).to_string(), title: row.get(1)?, time_ms: row.get(2)? })
    })?;
    found.collect()
}

/// A topic as lists have it.
struct Begun {
    person: PersonId,
    author: String,
    time_ms: i64,
    channel: Option<[u8; 18]>,
    channel_name: String,
    is_channel: bool,
    asks: bool,
    answered: bool,
    replies: u32,
    unseen: u32,
}

/// One topic, or the open conversation of a channel, with the posts around one of them; `None` if it is not here.
///
/// `reach` answers for a record how many of the known people hold it, and how many are known.
///
/// # Errors
/// Whatever SQLite answers.
pub fn topic(
    reader: &Reader<'_>,
    topic: &ItemId,
    (around, before, after): (&Around, u32, u32),
    reach: &dyn Fn(&Origin) -> (u32, u32),
) -> rusqlite::Result<Option<TopicView>> {
    let number = names::number(reader.rows, &topic.to_bytes())?;
    let Some(begun) = begun(reader, number)? else {
        return Ok(None);
    };
    let asked = Asked { topic: number, around, before: before.min(MAX_WINDOW), after: after.min(MAX_WINDOW) };
    let window = posts::window(reader, &asked, reach)?;
    let resolution = resolution(reader.rows, reader.in_circle()?, number)?;
    let mut titles = titles(reader, number)?.into_iter();
    let Window { posts, at, has_earlier, has_later, first_new, new_above, new_below } = window;
    let has_words = u32::from(begun.replies > 0 || !posts.is_empty());
    Ok(Some(TopicView {
        topic: topic.to_string(),
        title: titles.next().unwrap_or_default(),
        posts,
        at: at.as_ref().map(ItemId::to_string),
        total: begun.replies + if begun.is_channel { 0 } else { has_words },
        has_earlier,
        has_later,
        first_new: first_new.as_ref().map(ItemId::to_string),
        new: begun.unseen,
        new_above,
        new_below,
        muted: muted::is_muted(reader.rows, &topic.to_bytes())?,
        is_channel: begun.is_channel,
        asks: begun.asks,
        answered: begun.answered,
        channel: begun.channel.map(|channel| item(channel).to_string()).unwrap_or_default(),
        channel_name: begun.channel_name,
        resolved: resolution.resolved,
        two_versions: resolution.two_versions,
        person: to_text(&begun.person.0),
        author: begun.author,
        time_ms: begun.time_ms,
        mine: begun.person == reader.me,
        may_settle: reader.writes && !begun.is_channel && may_settle(reader, &begun.person).is_ok(),
        titles: titles.collect(),
    }))
}

fn begun(reader: &Reader<'_>, topic: Number) -> rusqlite::Result<Option<Begun>> {
    let begun = "
        SELECT who.name, people.name, time_ms, at_home.name, coalesce(called.text, ''), activity.is_channel, activity.asks,
            activity.answered, activity.replies, activity.unseen
        FROM activity JOIN items ON items.item = activity.topic
        LEFT JOIN activity AS home ON home.topic = activity.channel AND home.circle = activity.circle AND home.is_channel = 1
        LEFT JOIN names AS at_home ON at_home.id = home.topic
        LEFT JOIN words AS called ON called.item = home.topic AND called.field = 'h' AND called.standing = 1
        JOIN names AS who ON who.id = items.person LEFT JOIN people ON people.person = who.name
        WHERE activity.topic = ? AND activity.circle = ?";
    let read = |row: &Row<'_>| {
        Ok(Begun {
            person: PersonId(row.get(0)?),
            author: author(row, 0, 1)?,
            time_ms: row.get(2)?,
            channel: row.get(3)?,
            channel_name: row.get(4)?,
            is_channel: row.get(5)?,
            asks: row.get(6)?,
            answered: row.get(7)?,
            replies: row.get(8)?,
            unseen: row.get(9)?,
        })
    };
    reader.rows.prepare_cached(begun)?.query_row((topic, reader.in_circle()?), read).optional()
}

/// How a topic stands in a circle.
pub(super) fn resolution(rows: &Connection, circle: Number, topic: Number) -> rusqlite::Result<Resolution> {
    let mut query = rows.prepare_cached(RESOLVES)?;
    let leaves = query.query_map((topic, circle), |row| Ok((item(row.get(0)?), row.get::<_, bool>(1)?)))?;
    let leaves: Vec<(ItemId, bool)> = leaves.collect::<Result<_, _>>()?;
    let closed = leaves.iter().filter(|(_, resolved)| *resolved).count();
    Ok(Resolution {
        resolved: closed > 0 && closed == leaves.len(),
        two_versions: closed > 0 && closed < leaves.len(),
        leaves: leaves.into_iter().map(|(item, _)| item).collect(),
    })
}

/// The titles that stand, the one to show first.
fn titles(reader: &Reader<'_>, topic: Number) -> rusqlite::Result<Vec<String>> {
    let mut query = reader.rows.prepare_cached(
        "SELECT text FROM words WHERE item = ? AND field = ? AND standing > 0 AND text <> '' ORDER BY standing",
    )?;
    query.query_map((topic, schema::TITLE), |row| row.get(0))?.collect()
}

/// A name out of a left join with people, else the id.
pub(super) fn author(row: &Row<'_>, person: usize, name: usize) -> rusqlite::Result<String> {
    let name: Option<String> = row.get(name)?;
    let person = PersonId(row.get(person)?);
    Ok(name.unwrap_or_else(|| to_text(&person.0)))
}
