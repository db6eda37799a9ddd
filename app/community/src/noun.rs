//! What a noun tells of itself. All of them are in one list ([`NOUNS`]), and whatever is the same for all goes through it.

use crate::item::{Item, Sheet, schema};
use crate::may::Right;
use crate::names::Number;
pub(crate) use crate::nouns::NOUNS;
use kith_sync::node::Subjects;

/// What a community speaks of.
pub(crate) trait Noun: Sync {
    /// Owns its migrations.
    fn name(&self) -> &'static str;

    /// Migrations of its tables and of their indexes, only ever added to.
    fn migrations(&self) -> &'static [&'static str] {
        &[]
    }

    /// What is noted as changed where its rows are others: who reads them looks again.
    fn subject(&self) -> Subjects;

    /// The kinds of its items, if it has some: they stand in sheets.
    fn kinds(&self) -> &'static [i64] {
        &[]
    }

    /// Of those, the ones that are shown, marked, where they came late.
    fn kinds_shown_late(&self) -> &'static [i64] {
        &[]
    }

    /// Fields of an item of this kind that count only as the change that makes it writes them.
    fn once(&self, _kind: i64) -> &'static [&'static str] {
        &schema::ONCE
    }

    /// The right without which an item of this kind counts for nothing.
    fn needs(&self, _kind: i64) -> Option<Right> {
        None
    }

    /// Its tables of which each row is of one item: what an item said there is thrown away before it is written anew.
    fn tables(&self) -> &'static [&'static str] {
        &[]
    }

    /// Rows that every device with the same records has alike, as [`crate::project::alike`] gives them.
    fn alike(&self) -> &'static [&'static str] {
        &[]
    }

    /// Its work on one sheet.
    fn work<'a>(&self, _sheet: &'a Sheet<'a>) -> Box<dyn Work + 'a> {
        Box::new(Idle)
    }
}

/// What a noun without items does while a sheet becomes rows.
struct Idle;

impl Work for Idle {
    fn write(&mut self, _item: &Item<'_>) -> rusqlite::Result<()> {
        Ok(())
    }
}

/// What a noun does while a sheet becomes rows.
pub(crate) trait Work {
    /// Makes rows of an item of the noun's kinds.
    ///
    /// # Errors
    /// Whatever SQLite answers.
    fn write(&mut self, item: &Item<'_>) -> rusqlite::Result<()>;

    /// An item, of whichever kind it was, is about to be written anew.
    ///
    /// # Errors
    /// Whatever SQLite answers.
    fn note_old(&mut self, _item: Number) -> rusqlite::Result<()> {
        Ok(())
    }

    /// Items of the sheet are about to be thrown away: those of which `which` is true, with the document as its parameter.
    ///
    /// # Errors
    /// Whatever SQLite answers.
    fn forget(&mut self, _which: &str) -> rusqlite::Result<()> {
        Ok(())
    }

    /// All items were written. Nouns end in the order of [`NOUNS`].
    ///
    /// # Errors
    /// Whatever SQLite answers.
    fn end(&mut self) -> rusqlite::Result<()> {
        Ok(())
    }
}

/// Where in [`NOUNS`] the noun stands that has items of this kind.
pub(crate) fn of(kind: i64) -> Option<usize> {
    NOUNS.iter().position(|noun| noun.kinds().contains(&kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::local;
    use crate::project::Rows;
    use kith_sync::node::Slices as _;
    use kith_sync::node::Versions;
    use kith_sync::store::Store;
    use std::collections::BTreeSet;

    /// Else who reads one is had look again for another, or is not where it ought to be.
    #[test]
    fn no_subject_is_two_nouns() {
        let others = [local::LOCAL, local::DRAFTS];
        let all: Vec<Subjects> = NOUNS.iter().map(|noun| noun.subject()).chain(others).collect();
        let mut versions = Versions::default();
        all.iter().for_each(|one| versions.count(*one));
        assert!(all.iter().all(|one| versions.of(*one) == 1));
    }

    /// Else the migrations of one would count as the other's.
    #[test]
    fn no_name_is_two_nouns() {
        let all = Rows.migrations();
        let owners: BTreeSet<&str> = all.iter().map(|migrations| migrations.owner).collect();
        assert_eq!(owners.len(), all.len());
    }

    #[test]
    fn no_kind_of_items_has_two_nouns() {
        for (at, noun) in NOUNS.iter().enumerate() {
            assert!(noun.kinds().iter().all(|kind| of(*kind) == Some(at) && *kind != schema::NOTHING));
            assert!(noun.kinds_shown_late().iter().all(|kind| noun.kinds().contains(kind)));
        }
    }

    /// Else what an item said stays in a table that no noun throws away.
    #[test]
    fn each_table_of_items_has_a_noun() {
        let store = Store::in_memory(&Rows.migrations()).unwrap();
        let of_items = "
            SELECT tables.name FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns
            WHERE tables.type = 'table' AND columns.name = 'item' ORDER BY tables.name";
        let mut query = store.connection().prepare(of_items).unwrap();
        let found: Vec<String> = query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        let of_all = ["items", "replaces", "words"];
        let mut known: Vec<&str> = NOUNS.iter().flat_map(|noun| noun.tables()).copied().chain(of_all).collect();
        known.sort_unstable();
        assert_eq!(found, known);
    }
}
