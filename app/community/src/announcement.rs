//! Announcements: what stewards tell everyone, and who says that they have read it.

mod command;
mod query;
mod rows;
#[cfg(test)]
mod tests;

pub use command::Command;
pub use query::{
    AnnouncementQuery, AnnouncementRow, AnnouncementView, AnnouncementWaits, AnnouncementsQuery, AnnouncementsView,
    HowFar, ReaderRow, ReadersCount,
};
pub(crate) use rows::Announcements;

use crate::item::schema::{KIND, ON, TIME, TITLE, WORDS};
use crate::may::Right;
use kith_sync::charter::Role;

/// The kind of an item that announces something.
const ANNOUNCEMENT: i64 = 11;
/// The kind of an item that says that its author has read an announcement.
const READ: i64 = 12;
/// To announce something.
const ANNOUNCE: Right = Right::from(Role::Steward);
/// What takes a role is said once, all of it: whoever loses the role puts nothing else in its place.
const SAID_ONCE: [&str; 5] = [KIND, ON, TIME, TITLE, WORDS];

/// Most characters of what is announced in one line.
pub const MAX_TITLE: usize = crate::item::schema::MAX_TITLE;
/// Most bytes of the words below it.
pub const MAX_TEXT: usize = crate::topic::MAX_TEXT;
/// Where the words are typed, as [`crate::local::draft`] names places.
pub const DRAFT: &str = "announcement";
/// Where the line is typed, likewise.
pub const DRAFT_TITLE: &str = "announcement-title";
