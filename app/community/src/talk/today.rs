//! What came to this device since one last looked: a matter of arrival, which no clock and no other
//! device has a say in.

use super::schema::item;
use crate::query::{NewInTopic, TodayView};
use crate::reader::Reader;

const PLACE: &str = "today";

/// Others' posts in topics that are here. What came before its topic is as new as the topic.
const NEW_POSTS: &str = "
    SELECT topic.item, coalesce(title.text, ''), count(*), max(max(came.arrived, began.arrived)) AS newest
    FROM (SELECT item, item AS topic FROM topics UNION ALL SELECT item, topic FROM replies) AS post
    JOIN items ON items.item = post.item
    JOIN items AS topic ON topic.item = post.topic AND topic.kind = 1 AND topic.circle = items.circle
    JOIN arrivals AS came ON came.came = post.item
    JOIN arrivals AS began ON began.came = post.topic
    LEFT JOIN words AS title ON title.item = topic.item AND title.field = 'h' AND title.standing = 1
    WHERE items.circle = ?1 AND items.person <> ?2 AND items.mark = 0
      AND max(came.arrived, began.arrived) > coalesce((SELECT upto FROM seen WHERE place = ?3), 0)
    GROUP BY topic.item ORDER BY newest DESC";

const NEW_PEOPLE: &str = "
    SELECT name FROM people JOIN arrivals ON came = person
    WHERE person <> ?1 AND arrived > coalesce((SELECT upto FROM seen WHERE place = ?2), 0)
    ORDER BY arrived";

/// What came since [`mark_seen`], newest topics first.
///
/// # Errors
/// Whatever SQLite answers.
pub fn today(reader: &Reader<'_>) -> rusqlite::Result<TodayView> {
    let mut query = reader.rows.prepare_cached(NEW_POSTS)?;
    let topics = query.query_map((reader.circle.0, reader.me.0, PLACE), |row| {
        let topic = item(row.get(0)?).to_string();
        Ok(NewInTopic { topic, title: row.get(1)?, posts: row.get(2)? })
    })?;
    let new_since = topics.collect::<Result<_, _>>()?;
    let mut query = reader.rows.prepare_cached(NEW_PEOPLE)?;
    let people = query.query_map((reader.me.0, PLACE), |row| row.get(0))?;
    let joined = people.collect::<Result<_, _>>()?;
    Ok(TodayView { new_since, joined })
}

/// Notes that all that is here has been looked at. Local to this device.
///
/// # Errors
/// Whatever SQLite answers.
pub fn mark_seen(reader: &Reader<'_>) -> rusqlite::Result<()> {
    reader
        .rows
        .prepare_cached("INSERT OR REPLACE INTO seen SELECT ?, coalesce(max(arrived), 0) FROM arrivals")?
        .execute([PLACE])?;
    Ok(())
}
