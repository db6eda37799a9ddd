//! What a command is about: an item that is here, found by the id a person gave.

use crate::item::field::Op;
use crate::item::schema::{DELETED, STANDS, item};
use crate::names;
use crate::profile;
use crate::reader::Reader;
use crate::topic::schema;
use crate::trouble::Trouble;
use automerge::ActorId;
use kith_sync::id::{DocumentId, ItemId, PersonId};
use rusqlite::{OptionalExtension, Row};

/// What is told of an item, and where from.
const FOUND: &str = "
    SELECT named.name, kind, who.name, mark, document.name, counter, actor.name FROM items
    JOIN names AS named ON named.id = items.item JOIN names AS who ON who.id = items.person
    JOIN names AS document ON document.id = document JOIN names AS actor ON actor.id = actor";

/// An item that is here.
pub(crate) struct Target {
    pub(crate) item: ItemId,
    pub(crate) kind: i64,
    pub(crate) person: PersonId,
    pub(crate) mark: i64,
    pub(crate) document: DocumentId,
    pub(crate) op: Op,
}

impl Target {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let actor: Vec<u8> = row.get(6)?;
        Ok(Self {
            item: item(row.get(0)?),
            kind: row.get(1)?,
            person: PersonId(row.get(2)?),
            mark: row.get(3)?,
            document: DocumentId(row.get(4)?),
            op: (row.get(5)?, ActorId::from(actor)),
        })
    }

    /// A sentence if the item is deleted or erased.
    pub(crate) fn refuse_gone(&self) -> Result<(), Trouble> {
        match self.mark {
            STANDS => Ok(()),
            DELETED => Err(Trouble::of("post-deleted")),
            _ => Err(Trouble::of("post-erased")),
        }
    }
}

/// A topic, a reply or a channel.
pub(crate) fn post(reader: &Reader<'_>, id: &str) -> Result<Target, Trouble> {
    let is_post = |found: &Target| matches!(found.kind, schema::TOPIC | schema::REPLY | schema::CHANNEL);
    find(reader, id)?.filter(is_post).ok_or_else(|| not_here("post-not-here", id))
}

/// A topic, or a channel with its open conversation.
pub(in crate::topic) fn topic(reader: &Reader<'_>, id: &str) -> Result<Target, Trouble> {
    let found = find(reader, id)?.filter(|found| matches!(found.kind, schema::TOPIC | schema::CHANNEL));
    found.ok_or_else(|| not_here("topic-not-here", id))
}

/// A channel, by its id or by its name in any case.
pub(super) fn channel(reader: &Reader<'_>, named: &str) -> Result<Target, Trouble> {
    let stands = |found: &Target| found.kind == schema::CHANNEL && found.mark == STANDS;
    if let Some(found) = find(reader, named)?.filter(stands) {
        return Ok(found);
    }
    let (name, channels) = (crate::line::clean(named).to_lowercase(), channels(reader)?);
    let called = channels.into_iter().find(|(_, called)| called.to_lowercase() == name);
    let found = called.map(|(item, _)| find(reader, &item.to_string())).transpose()?.flatten();
    found.ok_or_else(|| Trouble::of("channel-not-here").with("name", named))
}

/// The channels that stand, the first that was made first.
fn channels(reader: &Reader<'_>) -> rusqlite::Result<Vec<(ItemId, String)>> {
    let mut query = reader.rows.prepare_cached(
        "SELECT name, text FROM activity JOIN words ON words.item = topic AND field = 'h' AND standing = 1
         JOIN names ON names.id = topic
         WHERE circle = ? AND is_channel = 1 AND listed = 1 ORDER BY begun_ms, name",
    )?;
    query.query_map([reader.in_circle()?], |row| Ok((item(row.get(0)?), row.get(1)?)))?.collect()
}

/// A topic or a reply of one's own.
pub(super) fn own_post(reader: &Reader<'_>, id: &str) -> Result<Target, Trouble> {
    let found = post(reader, id)?;
    if found.person != reader.me {
        let author = profile::name_of(reader.rows, &found.person)?;
        return Err(Trouble::of("post-of-another").with("author", author));
    }
    Ok(found)
}

/// One's own reactions of this kind to an item, also those that were taken back.
pub(crate) fn own_reactions(reader: &Reader<'_>, item: &ItemId, emoji: &str) -> rusqlite::Result<Vec<Target>> {
    let sql = format!(
        "{FOUND} JOIN reactions USING (item)
         WHERE post = ? AND emoji = ? AND person = ? AND circle = ? ORDER BY named.name"
    );
    let item = names::number(reader.rows, &item.to_bytes())?;
    let mut query = reader.rows.prepare_cached(&sql)?;
    let found = query.query_map((item, emoji, reader.as_me()?, reader.in_circle()?), Target::read)?;
    found.collect()
}

fn find(reader: &Reader<'_>, id: &str) -> Result<Option<Target>, Trouble> {
    let Ok(item) = id.trim().parse::<ItemId>() else {
        return Ok(None);
    };
    let of = (names::number(reader.rows, &item.to_bytes())?, reader.in_circle()?);
    let mut query = reader.rows.prepare_cached(&format!("{FOUND} WHERE items.item = ? AND circle = ?"))?;
    Ok(query.query_row(of, Target::read).optional()?)
}

fn not_here(key: &str, id: &str) -> Trouble {
    Trouble::of(key).with("id", id)
}
