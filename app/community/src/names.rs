//! Numbers instead of names: rows of this device name items, people, circles, documents and actors by small numbers, and one
//! table has their names. A number means something on this device alone: what orders alike everywhere goes by names.

use rusqlite::{Connection, OptionalExtension};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The number of a name on this device.
pub(crate) type Number = i64;

/// What no name has: whatever is asked of it is answered with nothing.
const NOTHING: Number = 0;

/// The number of a name, if any row names it; else one that finds nothing.
///
/// # Errors
/// Whatever SQLite answers.
pub(crate) fn number(rows: &Connection, name: &[u8]) -> rusqlite::Result<Number> {
    Ok(known(rows, name)?.unwrap_or(NOTHING))
}

/// The number of a name, from now on if it had none.
///
/// # Errors
/// Whatever SQLite answers.
pub(crate) fn noted(rows: &Connection, name: &[u8]) -> rusqlite::Result<Number> {
    if let Some(known) = known(rows, name)? {
        return Ok(known);
    }
    rows.prepare_cached("INSERT INTO names (name) VALUES (?)")?.execute([name])?;
    Ok(rows.last_insert_rowid())
}

/// The name that has a number.
///
/// # Errors
/// Whatever SQLite answers; also if none has it.
pub(crate) fn name<const N: usize>(rows: &Connection, number: Number) -> rusqlite::Result<[u8; N]> {
    rows.prepare_cached("SELECT name FROM names WHERE id = ?")?.query_row([number], |row| row.get(0))
}

fn known(rows: &Connection, name: &[u8]) -> rusqlite::Result<Option<Number>> {
    rows.prepare_cached("SELECT id FROM names WHERE name = ?")?.query_row([name], |row| row.get(0)).optional()
}

/// Names that many rows of one document have, each looked up once. Not to outlive the transaction it is used in.
pub(crate) struct Noted<'a> {
    rows: &'a Connection,
    found: RefCell<BTreeMap<Vec<u8>, Number>>,
}

impl<'a> Noted<'a> {
    pub(crate) fn of(rows: &'a Connection) -> Self {
        Self { rows, found: RefCell::default() }
    }

    /// As [`noted`].
    pub(crate) fn number(&self, name: &[u8]) -> rusqlite::Result<Number> {
        if let Some(found) = self.found.borrow().get(name) {
            return Ok(*found);
        }
        let number = noted(self.rows, name)?;
        self.found.borrow_mut().insert(name.to_vec(), number);
        Ok(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Rows;
    use kith_sync::node::Slices as _;
    use kith_sync::store::Store;

    #[test]
    fn a_name_has_one_number_and_what_was_never_named_finds_nothing() {
        let store = Store::in_memory(&Rows.migrations()).unwrap();
        let rows = store.connection();
        assert_eq!(number(rows, b"tea").unwrap(), NOTHING);
        let (tea, cups) = (noted(rows, b"tea").unwrap(), noted(rows, b"cup").unwrap());
        assert_ne!(tea, cups);
        assert!(tea > NOTHING && cups > NOTHING);
        let again = Noted::of(rows);
        for found in [again.number(b"tea"), again.number(b"tea"), noted(rows, b"tea"), number(rows, b"tea")] {
            assert_eq!(found, Ok(tea));
        }
        assert_eq!(name(rows, cups), Ok(*b"cup"));
    }
}
