//! What came to this device since one last looked, which no clock and no other device has a say in; and what of it
//! waits for an answer.

use super::query::{LISTED, LastWords};
use super::views::{LATE_MS, MAX_COUNT, Of, author, ranges};
use crate::charter::PersonName;
use crate::item::schema::item;
use crate::names;
use crate::project::Rows;
use crate::reaction::REACTED;
use crate::reader::Reader;
use crate::today::{NewInTopic, Waits};
use crate::trouble::Trouble;
use kith_sync::id::{PersonId, to_text};
use kith_sync::node::{Replica, Subjects};
use rusqlite::Row;
use serde::{Deserialize, Serialize};

/// Most topics of which news is told one by one.
const MAX_NEWS: u32 = 30;
/// Most posts that wait for an answer.
const MAX_WAITING: u32 = 50;

/// Topics of `page`, that have posts that were not seen; of each the last such post, and whether the first of them came
/// well after something that stands below it.
const NEW_POSTS: &str = "
    SELECT page.name, coalesce(title.text, ''), page.unseen, who.name, people.name, coalesce(words.text, ''),
        items.time_ms, coalesce((
            SELECT min(came_ms) FROM (
                SELECT item FROM items INDEXED BY posts_in_order
                WHERE topic = page.topic AND circle = ?1 AND shown = 1 AND place > (
                    SELECT min(place) FROM items INDEXED BY posts_unseen WHERE topic = page.topic AND unseen = 1)
                ORDER BY place LIMIT 32) AS below
            JOIN names AS came ON came.id = below.item) + ?2 < (
            SELECT came_ms FROM items INDEXED BY posts_unseen CROSS JOIN names ON id = item
            WHERE topic = page.topic AND unseen = 1 ORDER BY place, name LIMIT 1), 0),
        said.name, EXISTS (
            SELECT 1 FROM muted WHERE subject IN (page.name, (SELECT name FROM names WHERE id = page.channel), who.name)),
        page.asks = 1 AND page.answered = 0 AND page.resolved = 0 AND page.begun_ms < ?4
    FROM page
    CROSS JOIN items ON items.item = (
        SELECT item FROM items INDEXED BY posts_unseen CROSS JOIN names ON id = item
        WHERE topic = page.topic AND unseen = 1 ORDER BY place DESC, name DESC LIMIT 1)
    CROSS JOIN names AS said ON said.id = items.item CROSS JOIN names AS who ON who.id = items.person
    LEFT JOIN people ON people.person = who.name
    LEFT JOIN words AS title ON title.item = page.topic AND title.field = 'h' AND title.standing = 1
    LEFT JOIN words ON words.item = items.item AND words.field = 'w' AND words.standing = 1
    ORDER BY page.place DESC, page.name DESC";

/// People who came since Today was looked at, and more than ?2 milliseconds after person ?1.
const NEW_PEOPLE: &str = "
    SELECT person, name FROM people CROSS JOIN arrivals ON came = person
    WHERE person <> ?1 AND arrived > coalesce((SELECT upto FROM seen WHERE place = 'today'), 0)
        AND at_ms > coalesce((SELECT at_ms FROM arrivals WHERE came = ?1), 0) + ?2
    ORDER BY arrived";

/// Posts that wait for the reader's answer, in topics that are not settled; of each topic the last.
const QUOTED: &str = "
    SELECT about.name, coalesce(title.text, ''), post.name, who.name, people.name, words.text, max(items.place)
    FROM unanswered CROSS JOIN activity ON activity.topic = unanswered.topic
    CROSS JOIN items ON items.item = post CROSS JOIN names AS about ON about.id = activity.topic
    CROSS JOIN names AS post ON post.id = items.item CROSS JOIN names AS who ON who.id = items.person
    CROSS JOIN words ON words.item = items.item AND words.field = 'w' AND words.standing = 1 AND words.text <> ''
    LEFT JOIN words AS title ON title.item = activity.topic AND title.field = 'h' AND title.standing = 1
    LEFT JOIN people ON people.person = who.name
    WHERE activity.circle = ?1 AND resolved = 0 AND stands = 1 AND items.circle = ?1
    GROUP BY activity.topic ORDER BY items.place, post.name LIMIT ?2";

/// The reader's own posts that stand in two versions.
const VERSIONS: &str = "
    SELECT DISTINCT about.name, coalesce(title.text, ''), post.name
    FROM words INDEXED BY words_beside CROSS JOIN items USING (item) JOIN names AS about ON about.id = topic
    JOIN names AS post ON post.id = items.item
    LEFT JOIN words AS title ON title.item = topic AND title.field = 'h' AND title.standing = 1
    WHERE words.standing = 2 AND items.circle = ?1 AND items.person = ?2 AND items.mark = 0 AND words.text <> ''
    ORDER BY post.name LIMIT ?3";

/// Topics with posts that were not seen, the one that was active last first.
fn news() -> String {
    format!("WITH page AS ({}) {NEW_POSTS}", ranges(Of::All, &[0, 1], &[0, 1], &[1], "?3"))
}

/// The queries of Today by name, for the test that explains them.
#[cfg(test)]
pub(crate) fn queries() -> Vec<(&'static str, String)> {
    let others = [("people who came", NEW_PEOPLE), ("who waits for an answer", QUOTED), ("two versions", VERSIONS)];
    [("news", news())].into_iter().chain(others.map(|(name, sql)| (name, sql.to_owned()))).collect()
}

/// Topics with something new, newest first. Of those that ask, the ones without an answer that began before
/// `asked_before_ms` wait for one.
///
/// # Errors
/// Whatever SQLite answers.
pub fn new_posts(reader: &Reader<'_>, asked_before_ms: i64) -> rusqlite::Result<Vec<NewInTopic>> {
    let mut query = reader.rows.prepare_cached(&news())?;
    let topics = query.query_map((reader.in_circle()?, LATE_MS, MAX_NEWS, asked_before_ms), |row| {
        Ok(NewInTopic {
            topic: item(row.get(0)?).to_string(),
            title: row.get(1)?,
            posts: row.get::<_, u32>(2)?.min(MAX_COUNT),
            last: LastWords { author: author(row, 3, 4)?, text: row.get(5)?, time_ms: row.get(6)? },
            person: to_text(&PersonId(row.get(3)?).0),
            came_late: row.get(7)?,
            post: item(row.get(8)?).to_string(),
            muted: row.get(9)?,
            waits: row.get(10)?,
        })
    })?;
    topics.collect()
}

/// People who came since everything was seen and later than the reader by so many milliseconds, in the order in which they
/// did.
///
/// # Errors
/// Whatever SQLite answers.
pub fn new_people(reader: &Reader<'_>, apart_ms: i64) -> rusqlite::Result<Vec<PersonName>> {
    let mut query = reader.rows.prepare_cached(NEW_PEOPLE)?;
    let people = query.query_map((reader.me.0, apart_ms), |row| {
        Ok(PersonName { person: to_text(&PersonId(row.get(0)?).0), name: row.get(1)? })
    })?;
    people.collect()
}

/// What of talk waits for the reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TopicWaits {
    /// Someone quoted the reader, and has no answer yet.
    Quoted {
        /// The topic.
        topic: String,
        /// Its title.
        title: String,
        /// The post that quotes.
        post: String,
        /// Who wrote it.
        author: String,
        /// Their id.
        person: String,
        /// Their words.
        text: String,
    },
    /// Two of one's own devices changed a post apart.
    Versions {
        /// The topic.
        topic: String,
        /// Its title.
        title: String,
        /// The post.
        post: String,
    },
}

impl Waits for TopicWaits {
    /// A reaction answers who quoted the reader.
    const READS: Subjects = LISTED.and(REACTED);

    fn all(replica: &Replica<Rows>) -> Result<Vec<Self>, Trouble> {
        Ok(waiting(&Reader::of(replica))?)
    }

    fn key(&self) -> String {
        match self {
            Self::Quoted { post, .. } => format!("quoted {post}"),
            Self::Versions { post, .. } => format!("versions {post}"),
        }
    }
}

/// What of talk waits for the reader.
///
/// # Errors
/// Whatever SQLite answers.
pub fn waiting(reader: &Reader<'_>) -> rusqlite::Result<Vec<TopicWaits>> {
    let mut query = reader.rows.prepare_cached(QUOTED)?;
    let quoted = query.query_map((reader.in_circle()?, MAX_WAITING), read_quoted)?;
    let mut waiting: Vec<TopicWaits> = quoted.collect::<Result<_, _>>()?;
    let mut query = reader.rows.prepare_cached(VERSIONS)?;
    let versions = query.query_map((reader.in_circle()?, reader.as_me()?, MAX_WAITING), |row| {
        let (topic, post) = (item(row.get(0)?).to_string(), item(row.get(2)?).to_string());
        Ok(TopicWaits::Versions { topic, title: row.get(1)?, post })
    })?;
    for one in versions {
        waiting.push(one?);
    }
    Ok(waiting)
}

fn read_quoted(row: &Row<'_>) -> rusqlite::Result<TopicWaits> {
    Ok(TopicWaits::Quoted {
        topic: item(row.get(0)?).to_string(),
        title: row.get(1)?,
        post: item(row.get(2)?).to_string(),
        author: author(row, 3, 4)?,
        person: to_text(&PersonId(row.get(3)?).0),
        text: row.get(5)?,
    })
}

/// Whether a person has said anything that stands.
///
/// # Errors
/// Whatever SQLite answers.
pub fn has_spoken(reader: &Reader<'_>, person: &PersonId) -> rusqlite::Result<bool> {
    let spoke = "SELECT EXISTS (SELECT 1 FROM items WHERE circle = ? AND person = ? AND stands = 1)";
    let person = names::number(reader.rows, &person.0)?;
    reader.rows.prepare_cached(spoke)?.query_row((reader.in_circle()?, person), |row| row.get(0))
}
