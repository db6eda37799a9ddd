//! What a command of talk is about.

use crate::item::schema::{DELETED, STANDS, item};
pub(crate) use crate::item::target::Target;
use crate::item::target::{FOUND, find, not_here};
use crate::names;
use crate::profile;
use crate::reader::Reader;
use crate::topic::schema;
use crate::trouble::Trouble;
use kith_sync::id::ItemId;

impl Target {
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
