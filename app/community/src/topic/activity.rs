//! What lists show of each topic, kept beside the posts so that a list of thousands reads only its own page.

use super::views::resolution;
use crate::names::{self, Number};
use rusqlite::{Connection, OptionalExtension};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// A topic's last post that stands.
const LAST: &str = "
    SELECT item, place FROM items INDEXED BY posts_in_order WHERE topic = ?1 AND circle = ?2 AND shown = 1 AND stands = 1
    ORDER BY place DESC, (SELECT name FROM names WHERE id = item) DESC LIMIT 1";

/// How many replies stand in a topic, and whether one is by somebody else than ?3.
const REPLIES: &str = "
    SELECT count(*), coalesce(max(person <> ?3), 0) FROM items INDEXED BY posts_in_order
    WHERE topic = ?1 AND circle = ?2 AND shown = 1 AND stands = 1 AND item <> ?1";

const KEEP: &str = "
    INSERT INTO activity VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
    ON CONFLICT DO UPDATE SET circle = excluded.circle, channel = excluded.channel, is_channel = excluded.is_channel,
        place = excluded.place, last = excluded.last, replies = excluded.replies, answered = excluded.answered,
        asks = excluded.asks, resolved = excluded.resolved, listed = excluded.listed, begun_ms = excluded.begun_ms,
        unseen = excluded.unseen";

/// A topic as its author began it.
struct Begun {
    circle: Number,
    person: Number,
    place: i64,
    channel: Option<Number>,
    /// Of a channel that was removed, the conversation is a topic.
    is_channel: bool,
    asks: bool,
    stands: bool,
    time_ms: i64,
}

/// Says anew what lists show of these topics, as far as they are here.
pub(crate) fn refresh(rows: &Connection, topics: &BTreeSet<Number>) -> rusqlite::Result<()> {
    for &topic in topics {
        match begun(rows, topic)? {
            Some(begun) => make(rows, topic, &begun)?,
            None => drop(rows.prepare_cached("DELETE FROM activity WHERE topic = ?")?.execute([topic])?),
        }
    }
    Ok(())
}

/// A post in its place. The name is looked at where two are of one place.
#[derive(Clone, Copy)]
struct Last {
    post: Number,
    place: i64,
}

impl Last {
    fn or_later(self, rows: &Connection, other: Self) -> rusqlite::Result<Self> {
        let is_later = match other.place.cmp(&self.place) {
            Ordering::Equal => names::name::<18>(rows, other.post)? > names::name::<18>(rows, self.post)?,
            order => order == Ordering::Greater,
        };
        Ok(if is_later { other } else { self })
    }
}

/// New replies that stand in a topic, of one person in one circle.
pub(super) struct Grown {
    circle: Number,
    person: Number,
    replies: u32,
    /// How many of them were not seen yet.
    unseen: u32,
    /// The last of them.
    last: Option<Last>,
}

impl Grown {
    /// None yet.
    pub(super) fn of(circle: Number, person: Number) -> Self {
        Self { circle, person, replies: 0, unseen: 0, last: None }
    }

    /// One more.
    pub(super) fn add(&mut self, rows: &Connection, post: Number, place: i64, is_unseen: bool) -> rusqlite::Result<()> {
        let new = Last { post, place };
        self.last = Some(self.last.map_or(Ok(new), |before| before.or_later(rows, new))?);
        self.replies += 1;
        self.unseen += u32::from(is_unseen);
        Ok(())
    }
}

/// What is counted in a topic.
#[derive(Clone, Copy)]
struct Counts {
    replies: u32,
    answered: bool,
    unseen: u32,
}

/// Says what lists show of topics in which there is nothing else but new replies: to count all would cost as much as all
/// that was ever said there.
pub(super) fn grow(rows: &Connection, topics: &BTreeMap<Number, Grown>) -> rusqlite::Result<()> {
    let known = "
        SELECT activity.circle, begun.person, replies, answered, activity.unseen, last, said.place
        FROM activity JOIN items AS begun ON begun.item = activity.topic JOIN items AS said ON said.item = last
        WHERE activity.topic = ?";
    let keep = "
        UPDATE activity SET replies = ?, answered = ?, unseen = ?, last = ?, place = max(place, ?), listed = 1 WHERE topic = ?";
    for (&topic, grown) in topics {
        let read = |row: &rusqlite::Row<'_>| {
            let counts = Counts { replies: row.get(2)?, answered: row.get(3)?, unseen: row.get(4)? };
            let last = Last { post: row.get(5)?, place: row.get(6)? };
            Ok((row.get::<_, Number>(0)?, row.get::<_, Number>(1)?, counts, last))
        };
        let known = rows.prepare_cached(known)?.query_row([topic], read).optional()?;
        let Some((circle, beginner, Counts { replies, answered, unseen }, mut last)) = known else {
            refresh(rows, &BTreeSet::from([topic]))?;
            continue;
        };
        let unseen = unseen + grown.unseen;
        if circle != grown.circle {
            rows.prepare_cached("UPDATE activity SET unseen = ? WHERE topic = ?")?.execute((unseen, topic))?;
            continue;
        }
        if let Some(new) = grown.last {
            last = last.or_later(rows, new)?;
        }
        let answered = answered || grown.person != beginner;
        let counts = (replies + grown.replies, answered, unseen, last.post, last.place, topic);
        rows.prepare_cached(keep)?.execute(counts)?;
    }
    Ok(())
}

fn make(rows: &Connection, topic: Number, begun: &Begun) -> rusqlite::Result<()> {
    let read = |row: &rusqlite::Row<'_>| Ok(Last { post: row.get(0)?, place: row.get(1)? });
    let last = rows.prepare_cached(LAST)?.query_row((topic, begun.circle), read).optional()?;
    let last = last.unwrap_or(Last { post: topic, place: begun.place });
    keep(rows, topic, begun, count(rows, topic, begun)?, last)
}

fn count(rows: &Connection, topic: Number, begun: &Begun) -> rusqlite::Result<Counts> {
    let of = (topic, begun.circle, begun.person);
    let counted = rows.prepare_cached(REPLIES)?.query_row(of, |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (replies, answered) = counted;
    Ok(Counts { replies, answered, unseen: count_unseen(rows, topic)? })
}

/// How many posts in a topic were not seen yet.
pub(super) fn count_unseen(rows: &Connection, topic: Number) -> rusqlite::Result<u32> {
    rows.prepare_cached("SELECT count(*) FROM items WHERE topic = ? AND unseen = 1")?
        .query_row([topic], |row| row.get(0))
}

fn begun(rows: &Connection, topic: Number) -> rusqlite::Result<Option<Begun>> {
    let begun = "
        SELECT circle, person, place, channel, is_channel AND mark = 0, asks, mark = 0, time_ms
        FROM topics JOIN items USING (item) WHERE item = ? AND place IS NOT NULL";
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Begun {
            circle: row.get(0)?,
            person: row.get(1)?,
            place: row.get(2)?,
            channel: row.get(3)?,
            is_channel: row.get(4)?,
            asks: row.get(5)?,
            stands: row.get(6)?,
            time_ms: row.get(7)?,
        })
    };
    rows.prepare_cached(begun)?.query_row([topic], read).optional()
}

fn keep(rows: &Connection, topic: Number, begun: &Begun, counts: Counts, last: Last) -> rusqlite::Result<()> {
    let Counts { replies, answered, unseen } = counts;
    let resolved = resolution(rows, begun.circle, topic)?.resolved;
    rows.prepare_cached(KEEP)?.execute((
        topic,
        begun.circle,
        begun.channel,
        begun.is_channel,
        last.place.max(begun.place),
        last.post,
        replies,
        answered,
        begun.asks,
        resolved,
        begun.stands || replies > 0,
        begun.time_ms,
        unseen,
    ))?;
    Ok(())
}
