//! What items of talk are called in a sheet: the table of docs/protocol.md §5.

use kith_sync::id::ItemId;

pub(super) const TOPIC: i64 = 1;
pub(super) const REPLY: i64 = 2;
pub(super) const REACTION: i64 = 3;
pub(super) const RESOLVE: i64 = 4;
pub(super) const COMMUNITY_NAME: i64 = 5;
pub(super) const REASON: i64 = 6;

pub(super) const KIND: &str = "k";
pub(super) const TIME: &str = "t";
pub(super) const TITLE: &str = "h";
pub(super) const WORDS: &str = "w";
pub(super) const CHANNEL: &str = "c";
pub(super) const ON: &str = "on";
pub(super) const QUOTES: &str = "q";
pub(super) const EMOJI: &str = "e";
pub(super) const RESOLVED: &str = "v";
pub(super) const REPLACES: &str = "r";
pub(super) const STATEMENT: &str = "s";
pub(super) const MARK: &str = "x";

pub(super) const STANDS: i64 = 0;
pub(super) const DELETED: i64 = 1;
pub(super) const ERASED: i64 = 2;

/// Fields whose value is the number of a content part.
pub(super) const CONTENT: [&str; 2] = [TITLE, WORDS];

/// What is left of words, as rows have it.
pub(super) mod state {
    pub(in crate::talk) const HERE: i64 = 0;
    pub(in crate::talk) const ERASED: i64 = 1;
    pub(in crate::talk) const MISSING: i64 = 2;
}

/// Whether a reaction is one that can be shown.
pub(super) fn is_emoji(text: &str) -> bool {
    let odd = |letter: char| letter.is_whitespace() || letter.is_control();
    text.len() <= super::MAX_EMOJI && !crate::line::is_blank(text) && !text.chars().any(odd)
}

/// An item as rows name it.
pub(super) fn item([record @ .., high, low]: [u8; 18]) -> ItemId {
    ItemId { record, offset: u16::from_be_bytes([high, low]) }
}
