//! What items of talk are called in a sheet: the table of docs/protocol.md §5.

use crate::field::put_items;
use crate::may::Right;
use automerge::transaction::Transaction;
use automerge::{AutomergeError, ObjId};
use kith_sync::id::ItemId;

/// Of no kind that is known here, or said by who had no right to it.
pub(super) const NOTHING: i64 = 0;
pub(super) const TOPIC: i64 = 1;
pub(super) const REPLY: i64 = 2;
pub(super) const REACTION: i64 = 3;
pub(super) const RESOLVE: i64 = 4;
pub(super) const COMMUNITY_NAME: i64 = 5;
pub(super) const CHANNEL: i64 = 7;
pub(super) const CUSTOMS: i64 = 10;

pub(super) const KIND: &str = "k";
pub(super) const TIME: &str = "t";
pub(super) const TITLE: &str = "h";
pub(super) const WORDS: &str = "w";
pub(super) const CHANNEL_OF: &str = "c";
pub(super) const ASKS: &str = "a";
pub(super) const AFTER: &str = "p";
pub(super) const SENDING: &str = "n";
pub(super) const ON: &str = "on";
pub(super) const QUOTES: &str = "q";
pub(super) const EMOJI: &str = "e";
pub(super) const ANSWER_H: &str = "u";
pub(super) const RESOLVED: &str = "v";
pub(super) const REPLACES: &str = "r";
pub(super) const MARK: &str = "x";

/// What an item is and where it stands is said once, by the change that makes it: else two could follow each other.
pub(super) const ONCE: [&str; 4] = [KIND, ON, AFTER, QUOTES];

/// What takes a role is said once, all of it: whoever loses the role puts nothing else in its place.
const RULED: [&str; 10] = [KIND, ON, AFTER, QUOTES, TIME, WORDS, EMOJI, ANSWER_H, RESOLVED, REPLACES];

/// Fields of an item of this kind that count only as the change that makes it writes them.
pub(super) const fn once(kind: i64) -> &'static [&'static str] {
    match kind {
        RESOLVE | COMMUNITY_NAME | CUSTOMS => &RULED,
        _ => &ONCE,
    }
}

pub(super) const STANDS: i64 = 0;
pub(super) const DELETED: i64 = 1;
pub(super) const ERASED: i64 = 2;

/// Fields whose value is the number of a content part.
pub(super) const CONTENT: [&str; 2] = [TITLE, WORDS];

/// The right without which an item of this kind counts for nothing.
pub(super) const fn needs(kind: i64) -> Option<Right> {
    match kind {
        COMMUNITY_NAME | CUSTOMS => Some(Right::Choose),
        _ => None,
    }
}

/// What is left of words, as rows have it.
pub(super) mod state {
    pub(in crate::topic) const HERE: i64 = 0;
    pub(in crate::topic) const ERASED: i64 = 1;
    pub(in crate::topic) const MISSING: i64 = 2;
}

/// Most items that one item speaks instead of. Of more that stand, several items do.
pub(super) const MAX_REPLACED: usize = 1_024;

/// Lists what an item speaks instead of, as far as it may.
pub(super) fn put_replaced(sheet: &mut Transaction<'_>, item: &ObjId, all: &[ItemId]) -> Result<(), AutomergeError> {
    put_items(sheet, item, REPLACES, all.get(..MAX_REPLACED).unwrap_or(all))
}

/// Most bytes that name a sending.
pub(super) const MAX_SENDING: usize = 16;

/// A reaction as it is compared and kept: without what only chooses how an emoji is drawn. None if it cannot be shown.
pub(super) fn reaction(text: &str) -> Option<String> {
    // Text and emoji presentation, and what keyboards add around an emoji.
    let plain: String = text.trim().chars().filter(|letter| !matches!(letter, '\u{FE0E}' | '\u{FE0F}')).collect();
    let plain = plain.trim_matches(['\u{200B}', '\u{200D}', '\u{2060}', '\u{FEFF}']);
    let odd = |letter: char| letter.is_whitespace() || letter.is_control();
    let fits = plain.len() <= super::MAX_EMOJI && !crate::line::is_blank(plain) && !plain.chars().any(odd);
    fits.then(|| plain.to_owned())
}

/// Each reaction once, in the order in which they were named.
pub(super) fn apart(reactions: Vec<String>) -> Vec<String> {
    let mut apart: Vec<String> = Vec::with_capacity(reactions.len());
    for one in reactions {
        if !apart.contains(&one) {
            apart.push(one);
        }
    }
    apart
}

/// An item as rows name it.
pub(super) fn item([record @ .., high, low]: [u8; 18]) -> ItemId {
    ItemId { record, offset: u16::from_be_bytes([high, low]) }
}
