//! Talk: topics, channels, replies, and what is settled.
//!
//! A topic is what everyone's sheets say about it (docs/protocol.md §5): each item is one person's own,
//! names what it is about, and is joined with it when somebody looks.

mod activity;
mod command;
mod order;
mod query;
mod rows;
mod schema;
mod seen;
mod today;
mod views;
mod write;

use crate::may::{self, Right};
use crate::project::Rows;
use crate::reader::Reader;
use crate::trouble::Trouble;
use kith_sync::charter::Role;
use kith_sync::id::PersonId;
use kith_sync::node::Replica;

pub(crate) use activity::refresh as count_anew;
pub use command::Command;
pub(crate) use query::LISTED;
pub use query::{
    Around, ChannelRow, LastWords, Listed, PostView, QuotedView, ReactionView, TopicQuery, TopicRow, TopicView,
    TopicsQuery, TopicsView,
};
pub(crate) use rows::{TOPICS, Topics};
pub use seen::{mark_all_seen, mark_seen};
pub(crate) use seen::{note_answered, note_seen_elsewhere};
pub use today::{TopicWaits, has_spoken, new_people, new_posts, waiting};
pub(crate) use views::next_unanswered;
pub use views::{count_unread, topic, topics, topics_with};
pub use write::{
    NewReply, NewTopic, Once, delete, edit, erase, left_to_erase, reply, resolve, retitle, start_channel, start_topic,
    undelete,
};
pub(crate) use write::{checked_text, own_reactions, post};

/// What screens ask of talk, by name.
#[cfg(test)]
pub(crate) fn queries() -> Vec<(&'static str, String)> {
    views::queries().into_iter().chain(today::queries()).collect()
}

/// To mark a topic that somebody else began as settled, or as open again.
const SETTLE: Right = Right::from(Role::Steward);

/// Whether who reads this may mark a topic that `author` began as settled, or as open again.
fn may_settle(reader: &Reader<'_>, author: &PersonId) -> Result<(), Trouble> {
    if *author == reader.me { Ok(()) } else { may::ask(reader, SETTLE) }
}

/// Migration of talk's rows.
pub(crate) const SCHEMA: &str = include_str!("topic/schema.sql");
/// A later migration of talk's rows.
pub(crate) const SEARCH: &str = include_str!("topic/search.sql");
pub(crate) const MARKS: &str = include_str!("topic/marks.sql");
pub(crate) const POSTS: &str = include_str!("topic/posts.sql");
pub(crate) const CUSTOMS: &str = include_str!("topic/customs.sql");
/// A later migration: what is no longer kept.
pub(crate) const WALKED: &str = include_str!("topic/walked.sql");
/// A later migration: who may settle.
pub(crate) const SETTLED: &str = include_str!("topic/settled.sql");
/// A later migration: numbers instead of names.
pub(crate) const NUMBERS: &str = include_str!("topic/numbers.sql");
pub(crate) const ORDER: &str = include_str!("topic/order.sql");
pub(crate) const CHANNELS: &str = include_str!("topic/channels.sql");
/// Most characters of a topic's title.
pub const MAX_TITLE: usize = crate::item::schema::MAX_TITLE;
/// Most characters of a channel's name.
pub const MAX_CHANNEL: usize = 64;
/// Most bytes of a post.
pub const MAX_TEXT: usize = 60_000;
/// Most posts that one view of a topic shows before and after the one it is looked at.
pub const MAX_WINDOW: u32 = 2_000;
/// Most posts that one reply quotes.
pub const MAX_QUOTES: usize = 16;

/// Lets go of words of one's erased posts that came after the erasing, from another of one's devices.
pub fn repeat_erasures(replica: &mut Replica<Rows>) {
    for saying in left_to_erase(replica).unwrap_or_default() {
        if replica.say(saying).is_err() {
            break;
        }
    }
}
