//! Talk: topics, replies, reactions, what is resolved, and the community's name.
//!
//! A topic is what everyone's sheets say about it (docs/protocol.md §5): each item is one person's own,
//! names what it is about, and is joined with it when somebody looks.

mod order;
mod reason;
mod rows;
mod schema;
mod today;
mod views;
mod walk;
mod write;

pub use reason::{checked_reason, reason, reasons};
pub use rows::let_go;
pub(crate) use rows::{newest_first, project};
pub use today::{has_spoken, mark_seen, new_people, new_posts, waiting};
pub use views::{community_name, topic, topics, topics_with};
pub use write::{
    delete, edit, erase, left_to_erase, name_community, react, reply, resolve, retitle, start_topic, undelete,
};

/// Migration of talk's rows.
pub(crate) const SCHEMA: &str = include_str!("talk/schema.sql");
/// A later migration of talk's rows.
pub(crate) const SEARCH: &str = include_str!("talk/search.sql");
pub(crate) const MARKS: &str = include_str!("talk/marks.sql");
pub(crate) const POSTS: &str = include_str!("talk/posts.sql");
/// Most characters of a topic's title.
pub const MAX_TITLE: usize = 200;
/// Most characters of a channel's name.
pub const MAX_CHANNEL: usize = 64;
/// Most bytes of a post.
pub const MAX_TEXT: usize = 60_000;
/// Most bytes of a reaction.
pub const MAX_EMOJI: usize = 32;
/// Most posts that one reply quotes.
pub const MAX_QUOTES: usize = 16;
/// Most characters of the community's name.
pub const MAX_COMMUNITY_NAME: usize = 64;
