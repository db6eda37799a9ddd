//! What a command is about: an item that is here, found by the id a person gave.

use super::field::Op;
use super::schema::item;
use crate::names;
use crate::reader::Reader;
use crate::trouble::Trouble;
use automerge::ActorId;
use kith_sync::id::{DocumentId, ItemId, PersonId};
use rusqlite::{OptionalExtension, Row};

/// What is told of an item, and where from.
pub(crate) const FOUND: &str = "
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
    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
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
}

/// An item of the circle that is looked at, of whatever kind.
pub(crate) fn find(reader: &Reader<'_>, id: &str) -> Result<Option<Target>, Trouble> {
    let Ok(item) = id.trim().parse::<ItemId>() else {
        return Ok(None);
    };
    let of = (names::number(reader.rows, &item.to_bytes())?, reader.in_circle()?);
    let mut query = reader.rows.prepare_cached(&format!("{FOUND} WHERE items.item = ? AND circle = ?"))?;
    Ok(query.query_row(of, Target::read).optional()?)
}

/// Nothing of the kind is here by this id.
pub(crate) fn not_here(key: &str, id: &str) -> Trouble {
    Trouble::of(key).with("id", id)
}
