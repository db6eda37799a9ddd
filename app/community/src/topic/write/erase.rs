//! Taking words back: every content part an item ever had, named so that all devices let go of it.

use super::target::{Target, own_post};
use crate::item::field::Op;
use crate::item::say::change_items;
use crate::item::schema::{self, state};
use crate::names::{self, Number};
use crate::project::Rows;
use crate::reader::Reader;
use crate::trouble::Trouble;
use automerge::ActorId;
use automerge::transaction::Transactable;
use kith_sync::id::DocumentId;
use kith_sync::node::{Replica, Saying};
use kith_sync::record::{Erased, MAX_ERASED};

/// An item's sheet and the op that made it there.
type Place = (DocumentId, Op);

/// Takes one's own post or topic back, title and history too: to be said one after the other, for one
/// record lets go of at most [`MAX_ERASED`] parts.
///
/// # Errors
/// In words, when the post is not here, not one's own, or erased already.
pub fn erase(replica: &Replica<Rows>, id: &str) -> Result<Vec<Saying<'static>>, Trouble> {
    let Target { item, mark, document, op, .. } = own_post(&Reader::of(replica), id)?;
    let all = "SELECT log, number, part FROM words WHERE item = (SELECT id FROM names WHERE name = ?) ORDER BY id";
    let parts = parts(replica, all, [item.to_bytes()])?;
    if mark == schema::ERASED && left(replica)?.iter().all(|(_, (_, left))| *left != op) {
        return Err(Trouble::of("post-erased"));
    }
    Ok(sayings(replica, (document, op), &parts))
}

/// What is left to erase: words of erased items of one's own that came later, from another of one's devices.
///
/// # Errors
/// In words, when the database cannot be read.
pub fn left_to_erase(replica: &Replica<Rows>) -> Result<Vec<Saying<'static>>, Trouble> {
    let here = "SELECT log, number, part FROM words WHERE item = ? AND state = 0 ORDER BY id";
    let mut all = Vec::new();
    for (item, place) in left(replica)? {
        let parts = parts(replica, here, [item])?;
        all.extend(sayings(replica, place, &parts));
    }
    Ok(all)
}

/// Erased items of one's own of which words are still here.
fn left(replica: &Replica<Rows>) -> rusqlite::Result<Vec<(Number, Place)>> {
    let rows = replica.store().connection();
    let mut query = rows.prepare_cached(
        "SELECT DISTINCT items.item, document.name, items.counter, actor.name FROM items JOIN words USING (item)
         JOIN names AS named ON named.id = items.item JOIN names AS document ON document.id = document
         JOIN names AS actor ON actor.id = items.actor
         WHERE person = ? AND mark = ? AND state = ? ORDER BY named.name",
    )?;
    let me = names::number(rows, &replica.me().person.0)?;
    let places = query.query_map((me, schema::ERASED, state::HERE), |row| {
        let actor: Vec<u8> = row.get(3)?;
        Ok((row.get(0)?, (DocumentId(row.get(1)?), (row.get(2)?, ActorId::from(actor)))))
    })?;
    places.collect()
}

fn parts(replica: &Replica<Rows>, sql: &str, params: impl rusqlite::Params) -> rusqlite::Result<Vec<Erased>> {
    let mut query = replica.store().connection().prepare_cached(sql)?;
    let rows = query.query_map(params, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let rows: Vec<(i64, u64, u8)> = rows.collect::<Result<_, _>>()?;
    let known = |(row, number, part)| replica.part_of(row, number, part);
    Ok(rows.into_iter().filter_map(known).collect())
}

fn sayings(replica: &Replica<Rows>, (document, op): Place, parts: &[Erased]) -> Vec<Saying<'static>> {
    let chunks = parts.chunks(MAX_ERASED).map(<[Erased]>::to_vec);
    let sayings = chunks.map(|erased| {
        let saying = change_items(replica, document, vec![op.clone()], |sheet, item| {
            // A put of what stands already would be no change, and each record needs one.
            sheet.delete(item, schema::MARK)?;
            sheet.put(item, schema::MARK, schema::ERASED)
        });
        Saying { erased, ..saying }
    });
    sayings.collect()
}
