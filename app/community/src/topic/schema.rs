//! What items of talk are called in a sheet, and the fields that they alone have: the table of docs/protocol.md §5.

use crate::item::schema::{KIND, ON, REPLACES, TIME};

pub(crate) const TOPIC: i64 = 1;
pub(crate) const REPLY: i64 = 2;
pub(crate) const RESOLVE: i64 = 4;
pub(crate) const CHANNEL: i64 = 7;

pub(super) const CHANNEL_OF: &str = "c";
pub(super) const ASKS: &str = "a";
pub(super) const AFTER: &str = "p";
pub(super) const SENDING: &str = "n";
pub(super) const QUOTES: &str = "q";
pub(super) const RESOLVED: &str = "v";

/// Where a post stands is said once, by the change that makes it.
pub(super) const ONCE: [&str; 4] = [KIND, ON, AFTER, QUOTES];

/// What takes a role is said once, all of it: whoever loses the role puts nothing else in its place.
pub(super) const RESOLVE_ONCE: [&str; 5] = [KIND, ON, TIME, RESOLVED, REPLACES];

/// Most bytes that name a sending.
pub(super) const MAX_SENDING: usize = 16;
