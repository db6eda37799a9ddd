//! Taking words back: every content part an item ever had, named so that all devices let go of it.

use super::say::change_items;
use super::target::{Target, own_post};
use crate::command::Trouble;
use crate::field::Op;
use crate::project::Rows;
use crate::reader::{Reader, unreadable};
use crate::talk::schema::{self, state};
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
    let all = "SELECT log, number, part FROM words WHERE item = ? ORDER BY id";
    let parts = parts(replica, all, [item.to_bytes()]).map_err(unreadable)?;
    if mark == schema::ERASED && left(replica).map_err(unreadable)?.iter().all(|(_, left)| *left != op) {
        return Err(Trouble::of("post-erased"));
    }
    Ok(sayings(replica, (document, op), &parts))
}

/// What is left to erase: words of erased items of one's own that came later, from another of one's devices.
///
/// # Errors
/// In words, when the database cannot be read.
pub fn left_to_erase(replica: &Replica<Rows>) -> Result<Vec<Saying<'static>>, Trouble> {
    let here = "SELECT words.log, words.number, part FROM words JOIN items USING (item)
                WHERE document = ? AND items.counter = ? AND items.actor = ? AND state = 0 ORDER BY id";
    let mut all = Vec::new();
    for (document, op) in left(replica).map_err(unreadable)? {
        let place = (document.0, op.0, op.1.to_bytes());
        let parts = parts(replica, here, place).map_err(unreadable)?;
        all.extend(sayings(replica, (document, op), &parts));
    }
    Ok(all)
}

/// Erased items of one's own of which words are still here.
fn left(replica: &Replica<Rows>) -> rusqlite::Result<Vec<Place>> {
    let mut query = replica.store().connection().prepare_cached(
        "SELECT DISTINCT document, items.counter, items.actor FROM items JOIN words USING (item)
         WHERE person = ? AND mark = ? AND state = ? ORDER BY items.item",
    )?;
    let places = query.query_map((replica.me().person.0, schema::ERASED, state::HERE), |row| {
        let actor: Vec<u8> = row.get(2)?;
        Ok((DocumentId(row.get(0)?), (row.get(1)?, ActorId::from(actor))))
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
