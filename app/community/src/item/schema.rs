//! What fields of items are called in a sheet, as far as more than one noun has them: the table of docs/protocol.md §5.

use super::field::put_items;
use automerge::transaction::Transaction;
use automerge::{AutomergeError, ObjId};
use kith_sync::id::ItemId;

/// The kind of an item that says nothing that is known here, or is by who had no right to it.
pub(crate) const NOTHING: i64 = 0;

pub(crate) const KIND: &str = "k";
pub(crate) const TIME: &str = "t";
pub(crate) const TITLE: &str = "h";
pub(crate) const WORDS: &str = "w";
pub(crate) const ON: &str = "on";
pub(crate) const REPLACES: &str = "r";
pub(crate) const MARK: &str = "x";

/// What an item is and what it is on is said once, by the change that makes it: else two could follow each other.
pub(crate) const ONCE: [&str; 2] = [KIND, ON];

pub(crate) const STANDS: i64 = 0;
pub(crate) const DELETED: i64 = 1;
pub(crate) const ERASED: i64 = 2;

/// Fields whose value is the number of a content part.
pub(crate) const CONTENT: [&str; 2] = [TITLE, WORDS];
/// Most characters of a title.
pub(crate) const MAX_TITLE: usize = 200;

/// What is left of words, as rows have it.
pub(crate) mod state {
    pub(crate) const HERE: i64 = 0;
    pub(crate) const ERASED: i64 = 1;
    pub(crate) const MISSING: i64 = 2;
}

/// Most items that one item speaks instead of. Of more that stand, several items do.
pub(crate) const MAX_REPLACED: usize = 1_024;

/// Lists what an item speaks instead of, as far as it may.
pub(crate) fn put_replaced(sheet: &mut Transaction<'_>, item: &ObjId, all: &[ItemId]) -> Result<(), AutomergeError> {
    put_items(sheet, item, REPLACES, all.get(..MAX_REPLACED).unwrap_or(all))
}

/// An item as rows name it.
pub(crate) fn item([record @ .., high, low]: [u8; 18]) -> ItemId {
    ItemId { record, offset: u16::from_be_bytes([high, low]) }
}
