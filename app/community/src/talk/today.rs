//! What came to this device since one last looked, which no clock and no other device has a say in; and what of it
//! waits for an answer.

use super::schema::item;
use super::views::{LATE_MS, author, resolution};
use crate::query::{LastWords, NewInTopic, PersonName, Waiting};
use crate::reader::Reader;
use kith_sync::id::{ItemId, PersonId, to_text};
use rusqlite::Row;

/// Others' posts in topics that are here, since the topic or everything was seen; of each topic the latest, and how
/// many. What came before its topic is as new as the topic.
const NEW_POSTS: &str = "
    WITH fresh AS (
        SELECT topic.item AS topic, post.item AS post, items.person, items.time_ms, came.at_ms,
            max(came.arrived, began.arrived) AS arrived
        FROM (SELECT item, item AS topic FROM topics UNION ALL SELECT item, topic FROM replies) AS post
        JOIN items ON items.item = post.item
        JOIN items AS topic ON topic.item = post.topic AND topic.kind = 1 AND topic.circle = items.circle
        JOIN arrivals AS came ON came.came = post.item
        JOIN arrivals AS began ON began.came = post.topic
        WHERE items.circle = ?1 AND items.person <> ?2 AND items.mark = 0
            AND max(came.arrived, began.arrived) > max(
                coalesce((SELECT upto FROM seen WHERE place = 'today'), 0),
                coalesce((SELECT upto FROM seen WHERE place = 'topic:' || hex(topic.item)), 0))),
    latest AS (SELECT topic, post, person, max(time_ms) AS time_ms FROM fresh GROUP BY topic),
    counted AS (
        SELECT topic, count(*) AS posts, max(arrived) AS newest, max(EXISTS (
            SELECT 1 FROM replies JOIN items USING (item) JOIN arrivals ON came = items.item
            WHERE replies.topic = fresh.topic AND items.time_ms > fresh.time_ms AND arrivals.at_ms < fresh.at_ms - ?3
        )) AS late FROM fresh GROUP BY topic)
    SELECT topic, coalesce(title.text, ''), posts, latest.person, people.name, coalesce(words.text, ''),
        latest.time_ms, late
    FROM counted JOIN latest USING (topic)
    LEFT JOIN people ON people.person = latest.person
    LEFT JOIN words AS title ON title.item = topic AND title.field = 'h' AND title.standing = 1
    LEFT JOIN words ON words.item = latest.post AND words.field = 'w' AND words.standing = 1
    ORDER BY newest DESC";

const NEW_PEOPLE: &str = "
    SELECT person, name FROM people JOIN arrivals ON came = person
    WHERE person <> ?1 AND arrived > coalesce((SELECT upto FROM seen WHERE place = 'today'), 0)
    ORDER BY arrived";

/// Posts of others that quote one's own, to which one has not reacted, in topics where one has said nothing since; of
/// each topic the latest. From quotes on, of which there are few: left to itself SQLite begins with every topic and post.
const QUOTED: &str = "
    SELECT topic.item, coalesce(title.text, ''), items.item, items.person, people.name, words.text, max(items.time_ms)
    FROM quotes
    CROSS JOIN items AS quoted ON quoted.item = quotes.quoted AND quoted.person = ?2
    CROSS JOIN items ON items.item = quotes.item AND items.person <> ?2 AND items.mark = 0
    JOIN replies ON replies.item = items.item
    JOIN items AS topic ON topic.item = replies.topic AND topic.kind = 1 AND topic.circle = items.circle
    JOIN words ON words.item = items.item AND words.field = 'w' AND words.standing = 1 AND words.text <> ''
    LEFT JOIN words AS title ON title.item = topic.item AND title.field = 'h' AND title.standing = 1
    LEFT JOIN people ON people.person = items.person
    WHERE items.circle = ?1 AND items.late = 0 AND NOT EXISTS (
        SELECT 1 FROM replies AS answer JOIN items AS said USING (item)
        WHERE answer.topic = topic.item AND said.person = ?2 AND said.time_ms > items.time_ms)
    AND NOT EXISTS (
        SELECT 1 FROM reactions JOIN items AS given USING (item)
        WHERE reactions.post = items.item AND given.person = ?2 AND given.mark = 0)
    GROUP BY topic.item ORDER BY items.time_ms";

/// One's own posts that stand in two versions.
const VERSIONS: &str = "
    SELECT DISTINCT topic.item, coalesce(title.text, ''), items.item
    FROM words CROSS JOIN items USING (item)
    LEFT JOIN replies ON replies.item = items.item
    JOIN items AS topic ON topic.item = coalesce(replies.topic, items.item) AND topic.kind = 1
    LEFT JOIN words AS title ON title.item = topic.item AND title.field = 'h' AND title.standing = 1
    WHERE items.circle = ?1 AND items.person = ?2 AND items.mark = 0 AND words.standing = 2 AND words.text <> ''
    ORDER BY items.item";

/// Topics with something new, newest first.
///
/// # Errors
/// Whatever SQLite answers.
pub fn new_posts(reader: &Reader<'_>) -> rusqlite::Result<Vec<NewInTopic>> {
    let mut query = reader.rows.prepare_cached(NEW_POSTS)?;
    let topics = query.query_map((reader.circle.0, reader.me.0, LATE_MS), |row| {
        Ok(NewInTopic {
            topic: item(row.get(0)?).to_string(),
            title: row.get(1)?,
            posts: row.get(2)?,
            last: LastWords { author: author(row, 3, 4)?, text: row.get(5)?, time_ms: row.get(6)? },
            person: to_text(&PersonId(row.get(3)?).0),
            came_late: row.get(7)?,
        })
    })?;
    topics.collect()
}

/// People who came since everything was seen, in the order in which they did.
///
/// # Errors
/// Whatever SQLite answers.
pub fn new_people(reader: &Reader<'_>) -> rusqlite::Result<Vec<PersonName>> {
    let mut query = reader.rows.prepare_cached(NEW_PEOPLE)?;
    let people = query.query_map([reader.me.0], |row| {
        Ok(PersonName { person: to_text(&PersonId(row.get(0)?).0), name: row.get(1)? })
    })?;
    people.collect()
}

/// What of talk waits for oneself.
///
/// # Errors
/// Whatever SQLite answers.
pub fn waiting(reader: &Reader<'_>) -> rusqlite::Result<Vec<Waiting>> {
    let mut query = reader.rows.prepare_cached(QUOTED)?;
    let quoted = query.query_map((reader.circle.0, reader.me.0), read_quoted)?;
    let quoted: Vec<(ItemId, Waiting)> = quoted.collect::<Result<_, _>>()?;
    let mut waiting = Vec::new();
    for (topic, quoted) in quoted {
        if !resolution(reader, &topic)?.resolved {
            waiting.push(quoted);
        }
    }
    let mut query = reader.rows.prepare_cached(VERSIONS)?;
    let versions = query.query_map((reader.circle.0, reader.me.0), |row| {
        let (topic, post) = (item(row.get(0)?).to_string(), item(row.get(2)?).to_string());
        Ok(Waiting::Versions { topic, title: row.get(1)?, post })
    })?;
    for one in versions {
        waiting.push(one?);
    }
    Ok(waiting)
}

/// The topic, and what waits in it.
fn read_quoted(row: &Row<'_>) -> rusqlite::Result<(ItemId, Waiting)> {
    let topic = item(row.get(0)?);
    let waiting = Waiting::Quoted {
        topic: topic.to_string(),
        title: row.get(1)?,
        post: item(row.get(2)?).to_string(),
        author: author(row, 3, 4)?,
        person: to_text(&PersonId(row.get(3)?).0),
        text: row.get(5)?,
    };
    Ok((topic, waiting))
}

/// Notes that a topic has been looked at, or everything. Local to this device. Whether that was news.
///
/// # Errors
/// Whatever SQLite answers.
pub fn mark_seen(reader: &Reader<'_>, topic: Option<&ItemId>) -> rusqlite::Result<bool> {
    let note = "
        INSERT INTO seen SELECT CASE WHEN ?1 IS NULL THEN 'today' ELSE 'topic:' || hex(?1) END,
            coalesce(max(arrived), 0) FROM arrivals WHERE true
        ON CONFLICT DO UPDATE SET upto = excluded.upto WHERE upto <> excluded.upto";
    Ok(reader.rows.prepare_cached(note)?.execute([topic.map(|topic| topic.to_bytes())])? > 0)
}

/// The last arrival that was looked at in a topic.
///
/// # Errors
/// Whatever SQLite answers.
pub fn seen_upto(reader: &Reader<'_>, topic: &ItemId) -> rusqlite::Result<i64> {
    reader
        .rows
        .prepare_cached("SELECT coalesce(max(upto), 0) FROM seen WHERE place IN ('today', 'topic:' || hex(?))")?
        .query_row([topic.to_bytes()], |row| row.get(0))
}

/// Whether a person has said anything that stands.
///
/// # Errors
/// Whatever SQLite answers.
pub fn has_spoken(reader: &Reader<'_>, person: &PersonId) -> rusqlite::Result<bool> {
    let spoke = "SELECT EXISTS (SELECT 1 FROM items WHERE circle = ? AND person = ? AND kind IN (1, 2) AND mark = 0)";
    reader.rows.prepare_cached(spoke)?.query_row((reader.circle.0, person.0), |row| row.get(0))
}
