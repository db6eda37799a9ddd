//! What lists show of each topic, kept beside the posts so that a list of thousands reads only its own page.

use super::order::Name;
use super::views::resolution;
use crate::reader::Reader;
use kith_sync::id::{CircleId, PersonId};
use rusqlite::{Connection, OptionalExtension};
use std::collections::{BTreeMap, BTreeSet};

/// A topic's last post that stands.
const LAST: &str = "
    SELECT item, place FROM posts WHERE topic = ?1 AND circle = ?2 AND shown = 1 AND stands = 1
    ORDER BY place DESC, item DESC LIMIT 1";

/// How many replies stand in a topic, and whether one is by somebody else than ?3.
const REPLIES: &str = "
    SELECT count(*), coalesce(max(person <> ?3), 0) FROM posts INDEXED BY posts_in_order
    WHERE topic = ?1 AND circle = ?2 AND shown = 1 AND stands = 1 AND item <> ?1";

const KEEP: &str = "
    INSERT INTO activity VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
    ON CONFLICT DO UPDATE SET circle = excluded.circle, channel = excluded.channel, is_channel = excluded.is_channel,
        place = excluded.place, last = excluded.last, replies = excluded.replies, answered = excluded.answered,
        asks = excluded.asks, resolved = excluded.resolved, listed = excluded.listed, begun_ms = excluded.begun_ms,
        unseen = excluded.unseen";

/// A topic as its author began it.
struct Begun {
    circle: CircleId,
    person: PersonId,
    place: i64,
    channel: Option<Name>,
    /// Of a channel that was removed, the conversation is a topic.
    is_channel: bool,
    asks: bool,
    stands: bool,
    time_ms: i64,
}

/// Says anew what lists show of these topics, as far as they are here.
pub(super) fn refresh(rows: &Connection, me: PersonId, topics: &BTreeSet<Name>) -> rusqlite::Result<()> {
    for topic in topics {
        match begun(rows, topic)? {
            Some(begun) => keep(rows, me, topic, &begun, count(rows, topic, &begun)?)?,
            None => drop(rows.prepare_cached("DELETE FROM activity WHERE topic = ?")?.execute([topic])?),
        }
    }
    Ok(())
}

/// New replies that stand in a topic.
#[derive(Default)]
pub(super) struct Grown {
    /// The circle and the author of each.
    pub(super) replies: Vec<(CircleId, PersonId)>,
    /// How many of them were not seen yet.
    pub(super) unseen: u32,
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
pub(super) fn grow(rows: &Connection, me: PersonId, topics: &BTreeMap<Name, Grown>) -> rusqlite::Result<()> {
    for (topic, grown) in topics {
        let Some(begun) = begun(rows, topic)? else {
            continue;
        };
        let known = "SELECT replies, answered, unseen FROM activity WHERE topic = ?";
        let read =
            |row: &rusqlite::Row<'_>| Ok(Counts { replies: row.get(0)?, answered: row.get(1)?, unseen: row.get(2)? });
        let mut counts = match rows.prepare_cached(known)?.query_row([topic], read).optional()? {
            Some(known) => known,
            None => {
                keep(rows, me, topic, &begun, count(rows, topic, &begun)?)?;
                continue;
            }
        };
        for (_, person) in grown.replies.iter().filter(|(circle, _)| *circle == begun.circle) {
            counts.replies += 1;
            counts.answered |= *person != begun.person;
        }
        counts.unseen += grown.unseen;
        keep(rows, me, topic, &begun, counts)?;
    }
    Ok(())
}

fn count(rows: &Connection, topic: &Name, begun: &Begun) -> rusqlite::Result<Counts> {
    let of = (topic, begun.circle.0, begun.person.0);
    let counted = rows.prepare_cached(REPLIES)?.query_row(of, |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (replies, answered) = counted;
    Ok(Counts { replies, answered, unseen: count_unseen(rows, topic)? })
}

/// How many posts in a topic were not seen yet.
pub(super) fn count_unseen(rows: &Connection, topic: &Name) -> rusqlite::Result<u32> {
    rows.prepare_cached("SELECT count(*) FROM unseen WHERE topic = ?")?.query_row([topic], |row| row.get(0))
}

fn begun(rows: &Connection, topic: &Name) -> rusqlite::Result<Option<Begun>> {
    let begun = "
        SELECT items.circle, items.person, place, channel, is_channel AND mark = 0, asks, mark = 0, time_ms
        FROM topics JOIN items USING (item) JOIN posts USING (item) WHERE item = ?";
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Begun {
            circle: CircleId(row.get(0)?),
            person: PersonId(row.get(1)?),
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

fn keep(rows: &Connection, me: PersonId, topic: &Name, begun: &Begun, counts: Counts) -> rusqlite::Result<()> {
    let Counts { replies, answered, unseen } = counts;
    let within = (topic, begun.circle.0);
    let last = rows.prepare_cached(LAST)?.query_row(within, |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let (last, place): (Name, i64) = last.unwrap_or((*topic, begun.place));
    let reader = Reader { rows, circle: begun.circle, me };
    let resolved = resolution(&reader, &super::schema::item(*topic))?.resolved;
    rows.prepare_cached(KEEP)?.execute((
        topic,
        begun.circle.0,
        begun.channel,
        begun.is_channel,
        place.max(begun.place),
        last,
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
