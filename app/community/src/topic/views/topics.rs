//! Lists: topics and channels, each from the rows that are kept for lists. Every query reads its own page.

use super::author;
use crate::item::schema::item;
use crate::local::draft;
use crate::local::muted;
use crate::names;
use crate::reader::Reader;
use crate::topic::query::{ChannelRow, LastWords, Listed, TopicRow, TopicsView};
use kith_sync::id::{ItemId, PersonId, to_text};
use rusqlite::{Params, Row, ToSql};

/// Most channels that are listed.
const MAX_CHANNELS: u32 = 200;
/// Most topics in one list.
const MAX_TOPICS: u32 = 500;
/// Beyond, counting is no help.
pub(in crate::topic) const MAX_COUNT: u32 = 1_000;

/// What a list shows of a topic, once `page` named the topics and their order. A channel that was removed has no topics.
const SHOWN: &str = "
    SELECT page.name, at_home.name, coalesce(title.text, ''), who.name, people.name,
        page.replies, page.answered, said_by.name, voice.name, coalesce(words.text, ''), said.time_ms,
        coalesce(called.text, ''), page.asks, page.resolved, page.unseen, page.begun_ms
    FROM page JOIN items ON items.item = page.topic JOIN items AS said ON said.item = page.last
    LEFT JOIN words AS title ON title.item = page.topic AND title.field = 'h' AND title.standing = 1
    LEFT JOIN words ON words.item = page.last AND words.field = 'w' AND words.standing = 1
    LEFT JOIN activity AS home ON home.topic = page.channel AND home.circle = page.circle AND home.is_channel = 1
    LEFT JOIN names AS at_home ON at_home.id = home.topic
    LEFT JOIN words AS called ON called.item = home.topic AND called.field = 'h' AND called.standing = 1
    JOIN names AS who ON who.id = items.person LEFT JOIN people ON people.person = who.name
    JOIN names AS said_by ON said_by.id = said.person LEFT JOIN people AS voice ON voice.person = said_by.name
    ORDER BY page.place DESC, page.name DESC";

/// Channels and the last words of their conversations, the first that was made first.
const CHANNELS: &str = "
    SELECT named.name, coalesce(title.text, ''), activity.unseen, who.name, people.name, said_by.name, voice.name,
        coalesce(words.text, ''), said.time_ms
    FROM activity INDEXED BY activity_in_order CROSS JOIN names AS named ON named.id = activity.topic
    JOIN items ON items.item = activity.topic JOIN items AS said ON said.item = last
    LEFT JOIN words AS title ON title.item = activity.topic AND title.field = 'h' AND title.standing = 1
    LEFT JOIN words ON words.item = last AND words.field = 'w' AND words.standing = 1
    JOIN names AS who ON who.id = items.person LEFT JOIN people ON people.person = who.name
    JOIN names AS said_by ON said_by.id = said.person LEFT JOIN people AS voice ON voice.person = said_by.name
    WHERE activity.circle = ?1 AND is_channel = 1 AND listed = 1 ORDER BY begun_ms, named.name LIMIT ?2";

const COUNT_UNANSWERED: &str = "
    SELECT count(*) FROM (SELECT 1 FROM activity INDEXED BY activity_unanswered
    WHERE circle = ?1 AND listed = 1 AND asks = 1 AND answered = 0 AND resolved = 0 AND begun_ms < ?2 LIMIT ?3)";

/// When the first question was asked that does not read as unanswered yet, of those asked from ?2 on.
const NEXT_UNANSWERED: &str = "
    SELECT min(begun_ms) FROM activity INDEXED BY activity_unanswered
    WHERE circle = ?1 AND listed = 1 AND asks = 1 AND answered = 0 AND resolved = 0 AND begun_ms >= ?2";

const COUNT_UNREAD: &str = "
    SELECT count(*), coalesce(sum(unseen), 0) FROM (
        SELECT unseen FROM activity INDEXED BY activity_in_order
        WHERE circle = ?1 AND listed = 1 AND is_channel IN (0, 1) AND resolved IN (0, 1) AND (unseen > 0) = 1 LIMIT ?2)";

/// What the rows of `activity` lie in order by: of all channels, or of one.
#[derive(Clone, Copy)]
pub(in crate::topic) enum Of {
    All,
    /// Number ?3.
    Channel,
}

/// Ranges of an index, each in order of the last post: those whose topics are all of `settled` and `new`, of which
/// `is_channel` are channels. Of all of them the ?2 topics that were active last.
pub(in crate::topic) fn ranges(of: Of, is_channel: &[u8], settled: &[u8], new: &[u8], most: &str) -> String {
    let within = match of {
        Of::All => "INDEXED BY activity_in_order CROSS JOIN names ON id = topic WHERE circle = ?1",
        Of::Channel => {
            "INDEXED BY activity_of_channel CROSS JOIN names ON id = topic WHERE circle = ?1 AND channel = ?3"
        }
    };
    let mut all = Vec::new();
    for is_channel in is_channel {
        for settled in settled {
            for new in new {
                all.push(format!(
                    "SELECT * FROM (SELECT activity.*, name FROM activity {within} AND listed = 1
                     AND is_channel = {is_channel} AND resolved = {settled} AND (unseen > 0) = {new}
                     ORDER BY place DESC, name DESC LIMIT {most})"
                ));
            }
        }
    }
    format!("{} ORDER BY place DESC, name DESC LIMIT {most}", all.join(" UNION ALL "))
}

/// Which topics a list shows, by the index that has them in order: of all channels, or of channel ?3. Of the unanswered
/// those begun before ?3, or of a channel before ?4.
fn page(only: Listed, in_channel: bool) -> String {
    let of = if in_channel { Of::Channel } else { Of::All };
    match (only, in_channel) {
        (Listed::All, _) => ranges(of, &[0], &[0, 1], &[0, 1], "?2"),
        (Listed::Unread, _) => ranges(of, &[0], &[0, 1], &[1], "?2"),
        (Listed::Open, _) => ranges(of, &[0], &[0], &[0, 1], "?2"),
        (Listed::Unanswered, false) => "
            SELECT activity.*, name FROM activity INDEXED BY activity_unanswered CROSS JOIN names ON id = topic
            WHERE circle = ?1 AND listed = 1 AND asks = 1 AND answered = 0 AND resolved = 0 AND begun_ms < ?3
            ORDER BY begun_ms DESC, name DESC LIMIT ?2"
            .to_owned(),
        (Listed::Unanswered, true) => "
            SELECT activity.*, name FROM activity INDEXED BY activity_of_channel_unanswered CROSS JOIN names ON id = topic
            WHERE circle = ?1 AND channel = ?3 AND is_channel = 0 AND listed = 1 AND asks = 1 AND answered = 0
            AND resolved = 0 AND begun_ms < ?4 ORDER BY begun_ms DESC, name DESC LIMIT ?2"
            .to_owned(),
    }
}

/// The queries of lists by name, for the test that explains them.
#[cfg(test)]
pub(crate) fn queries() -> Vec<(&'static str, String)> {
    vec![
        ("all topics", list(Listed::All, false)),
        ("unread topics", list(Listed::Unread, false)),
        ("unanswered topics", list(Listed::Unanswered, false)),
        ("open topics", list(Listed::Open, false)),
        ("topics of a channel", list(Listed::All, true)),
        ("unread topics of a channel", list(Listed::Unread, true)),
        ("unanswered topics of a channel", list(Listed::Unanswered, true)),
        ("open topics of a channel", list(Listed::Open, true)),
        ("channels", CHANNELS.to_owned()),
        ("count of unanswered topics", COUNT_UNANSWERED.to_owned()),
        ("count of unread topics", COUNT_UNREAD.to_owned()),
        ("the next unanswered topic", NEXT_UNANSWERED.to_owned()),
    ]
}

/// The query of a list.
fn list(only: Listed, in_channel: bool) -> String {
    format!("WITH page AS ({}) {SHOWN}", page(only, in_channel))
}

/// Topics, newest activity first, and the channels. A deleted topic is listed as long as somebody's reply stands in it.
///
/// # Errors
/// Whatever SQLite answers.
pub fn topics(
    reader: &Reader<'_>,
    channel: Option<&ItemId>,
    only: Listed,
    asked_before_ms: i64,
    most: u32,
) -> rusqlite::Result<TopicsView> {
    let most = most.min(MAX_TOPICS);
    let in_channel = channel.map(|channel| names::number(reader.rows, &channel.to_bytes())).transpose()?;
    let (circle, limit) = (reader.in_circle()?, most + 1);
    let mut page: Vec<&dyn ToSql> = vec![&circle, &limit];
    if let Some(channel) = &in_channel {
        page.push(channel);
    }
    if only == Listed::Unanswered {
        page.push(&asked_before_ms);
    }
    let mut rows = read_page(reader, &list(only, channel.is_some()), asked_before_ms, page.as_slice())?;
    let more = rows.len() > most as usize;
    rows.truncate(most as usize);
    let (unread, _) = count_unread(reader)?;
    Ok(TopicsView { rows, more, channels: channels(reader)?, unanswered: unanswered(reader, asked_before_ms)?, unread })
}

fn read_page(
    reader: &Reader<'_>,
    sql: &str,
    asked_before_ms: i64,
    page: impl Params,
) -> rusqlite::Result<Vec<TopicRow>> {
    let mut query = reader.rows.prepare_cached(sql)?;
    let mut found = query.query(page)?;
    let mut topics = Vec::new();
    while let Some(row) = found.next()? {
        topics.push(read_topic(reader, row, asked_before_ms)?);
    }
    Ok(topics)
}

fn read_topic(reader: &Reader<'_>, row: &Row<'_>, asked_before_ms: i64) -> rusqlite::Result<TopicRow> {
    let id = item(row.get(0)?);
    let topic = id.to_string();
    let channel = row.get::<_, Option<_>>(1)?.map(item);
    let muted = |item: ItemId| muted::is_muted(reader.rows, &item.to_bytes());
    let (asks, answered, resolved, begun_ms): (bool, bool, bool, i64) =
        (row.get(12)?, row.get(6)?, row.get(13)?, row.get(15)?);
    Ok(TopicRow {
        channel: channel.map(|channel| channel.to_string()).unwrap_or_default(),
        channel_name: row.get(11)?,
        title: row.get(2)?,
        person: to_text(&PersonId(row.get(3)?).0),
        author: author(row, 3, 4)?,
        replies: row.get(5)?,
        answered,
        asks,
        waits: asks && !answered && !resolved && begun_ms < asked_before_ms,
        last: LastWords { author: author(row, 7, 8)?, text: row.get(9)?, time_ms: row.get(10)? },
        resolved,
        new: row.get::<_, u32>(14)?.min(MAX_COUNT),
        begun_ms,
        draft: draft::has_draft(reader.rows, &draft::reply_to(&topic))?,
        muted: muted(id)? || channel.map_or(Ok(false), muted)?,
        topic,
    })
}

fn channels(reader: &Reader<'_>) -> rusqlite::Result<Vec<ChannelRow>> {
    let mut query = reader.rows.prepare_cached(CHANNELS)?;
    let found = query.query_map((reader.in_circle()?, MAX_CHANNELS), |row| {
        let (id, person) = (item(row.get(0)?), PersonId(row.get(3)?));
        Ok(ChannelRow {
            channel: id.to_string(),
            muted: muted::is_muted(reader.rows, &id.to_bytes())?,
            name: row.get(1)?,
            new: row.get::<_, u32>(2)?.min(MAX_COUNT),
            person: to_text(&person.0),
            mine: person == reader.me,
            author: author(row, 3, 4)?,
            last: LastWords { author: author(row, 5, 6)?, text: row.get(7)?, time_ms: row.get(8)? },
        })
    })?;
    found.collect()
}

fn unanswered(reader: &Reader<'_>, asked_before_ms: i64) -> rusqlite::Result<u32> {
    let mut query = reader.rows.prepare_cached(COUNT_UNANSWERED)?;
    query.query_row((reader.in_circle()?, asked_before_ms, MAX_COUNT), |row| row.get(0))
}

/// The author's clock of the first question asked at `from_ms` or later that still waits; `None` if there is none.
///
/// # Errors
/// Whatever SQLite answers.
pub fn next_unanswered(reader: &Reader<'_>, from_ms: i64) -> rusqlite::Result<Option<i64>> {
    let mut query = reader.rows.prepare_cached(NEXT_UNANSWERED)?;
    query.query_row((reader.in_circle()?, from_ms), |row| row.get(0))
}

/// How many topics and conversations have something new, and how many posts in them are; up to [`MAX_COUNT`] of each.
///
/// # Errors
/// Whatever SQLite answers.
pub fn count_unread(reader: &Reader<'_>) -> rusqlite::Result<(u32, u32)> {
    let mut query = reader.rows.prepare_cached(COUNT_UNREAD)?;
    let (topics, posts): (u32, i64) =
        query.query_row((reader.in_circle()?, MAX_COUNT), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((topics, u32::try_from(posts).unwrap_or(MAX_COUNT).min(MAX_COUNT)))
}
