//! Relays that leave out: devices and hubs whose database lets go of parts behind the back of their software.
//!
//! The software goes on as if all were here: it says so in digests, asks nobody, and gives hash and length of what it
//! no longer has, in every way in which records travel.

use kith_sync::record::Part;
use kith_sync::store::Store;

/// A part of a stored record, as a relay may choose it.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    /// Whether the record is of the charter.
    pub charter: bool,
    /// The person in whose name its log is.
    pub person: [u8; 16],
    /// The record's number.
    pub number: u64,
    /// Which part.
    pub part: usize,
}

/// Row of the log, number, parts, whether it is of the charter, and whose it is.
type Row = (i64, u64, Vec<u8>, bool, [u8; 16]);

/// Lets go of all parts that `leaves_out` names; how many those are.
pub fn empty(store: &Store, mut leaves_out: impl FnMut(Held) -> bool) -> usize {
    let fail = |error: rusqlite::Error| -> ! { panic!("a relay's database: {error}") };
    let db = store.connection();
    let sql = "SELECT records.log, number, parts, kind, person FROM records JOIN logs ON logs.id = records.log";
    let mut query = db.prepare(sql).unwrap_or_else(|error| fail(error));
    let rows = query.query_map([], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get::<_, Vec<u8>>(2)?, row.get::<_, i64>(3)? == 0, row.get(4)?))
    });
    let rows: Vec<Row> = rows.and_then(Iterator::collect).unwrap_or_else(|error| fail(error));
    let mut emptied = 0;
    for (log, number, bytes, charter, person) in rows {
        let mut parts: Vec<Part> = minicbor::decode(&bytes).unwrap_or_else(|error| panic!("parts: {error}"));
        for (part, here) in parts.iter_mut().enumerate() {
            if here.sealed().is_some() && leaves_out(Held { charter, person, number, part }) {
                *here = here.dropped();
                emptied += 1;
            }
        }
        let parts = minicbor::to_vec(&parts).unwrap_or_else(|error| panic!("parts: {error}"));
        let update = "UPDATE records SET parts = ? WHERE log = ? AND number = ?";
        db.execute(update, (parts, log, number)).unwrap_or_else(|error| fail(error));
    }
    emptied
}
