//! What people look at. Plain serde types: each query has one view, given now and whenever it changes.

use crate::command::Role;
use serde::{Deserialize, Serialize};

/// A question with the community it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// Id or name; may be left out while there is only one.
    pub community: Option<String>,
    /// What is asked.
    pub query: Query,
}

/// What to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Query {
    /// The communities of this home.
    Communities,
    /// Everyone who ever came.
    People,
    /// One's own devices.
    Devices,
    /// Topics, newest activity first.
    Topics,
    /// One topic with its posts in order of time.
    Topic {
        /// Its id.
        topic: String,
    },
    /// What came since one last looked at Today.
    Today,
    /// The charter in plain lines.
    Charter,
    /// What is here and who has been heard from.
    Status,
}

/// The answer to a query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum View {
    /// To [`Query::Status`].
    Status(StatusView),
    /// To [`Query::Topic`].
    Topic(TopicView),
    /// To [`Query::Today`].
    Today(TodayView),
    /// To [`Query::Charter`].
    Charter(CharterView),
    /// To [`Query::Topics`].
    Topics(Vec<TopicRow>),
    /// To [`Query::People`].
    People(Vec<PersonRow>),
    /// To [`Query::Devices`].
    Devices(Vec<DeviceRow>),
    /// To [`Query::Communities`].
    Communities(Vec<CommunityRow>),
}

/// A community of this home.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommunityRow {
    /// Its id.
    pub community: String,
    /// Its name; empty until it has arrived.
    pub name: String,
}

/// How a person stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Belongs.
    Active,
    /// Waits for a steward.
    Waiting,
    /// Was removed.
    Removed,
    /// Went.
    Left,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRow {
    /// Their id.
    pub person: String,
    /// The name they chose; empty until it has arrived.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// How they stand.
    pub status: Standing,
    /// How many devices they have.
    pub devices: u32,
    /// Whether this is oneself.
    pub me: bool,
}

/// A device of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceRow {
    /// Its id.
    pub device: String,
    /// Whether it is this one.
    pub this: bool,
}

/// A topic in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicRow {
    /// Its id.
    pub topic: String,
    /// Where it belongs; empty for none.
    pub channel: String,
    /// Its title.
    pub title: String,
    /// Who started it: a name, or an id until the name has arrived.
    pub author: String,
    /// How many replies are shown in it.
    pub replies: u32,
    /// Whether it is resolved.
    pub resolved: bool,
}

/// A topic whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicView {
    /// Its id.
    pub topic: String,
    /// Its title.
    pub title: String,
    /// The first words, then replies, in order of time.
    pub posts: Vec<PostView>,
    /// Where it belongs; empty for none.
    pub channel: String,
    /// Whether it is resolved.
    pub resolved: bool,
    /// Whether people say both at once: resolved and open.
    pub two_versions: bool,
}

/// A post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostView {
    /// Its id; the topic's own for its first words.
    pub post: String,
    /// Who wrote it: a name, or an id until the name has arrived.
    pub author: String,
    /// The author's id.
    pub person: String,
    /// The words; empty when deleted, erased or not here.
    pub text: String,
    /// The author's clock in milliseconds: a hint.
    pub time_ms: i64,
    /// Whether the words were changed.
    pub edited: bool,
    /// Whether the author deleted it.
    pub deleted: bool,
    /// Whether the author erased it.
    pub erased: bool,
    /// Whether it lies beyond its author's removal.
    pub late: bool,
    /// How many of the known people hold it, by their devices' signed word.
    pub reached: u32,
    /// How many people are known.
    pub known: u32,
    /// Earlier words, oldest first.
    pub history: Vec<String>,
    /// Other words that stand at once, from two devices of the author.
    pub versions: Vec<String>,
    /// Quoted posts by id.
    pub quotes: Vec<String>,
    /// Reactions with the names of those who gave them.
    pub reactions: Vec<ReactionView>,
    /// Whether it is one's own.
    pub mine: bool,
}

/// A reaction to a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReactionView {
    /// Which.
    pub emoji: String,
    /// Who gave it.
    pub by: Vec<String>,
    /// Whether one gave it oneself.
    pub mine: bool,
}

/// What is new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TodayView {
    /// Topics with something new, and how much.
    pub new_since: Vec<NewInTopic>,
    /// People who came.
    pub joined: Vec<String>,
}

/// News in one topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewInTopic {
    /// The topic.
    pub topic: String,
    /// Its title.
    pub title: String,
    /// Posts that came since.
    pub posts: u32,
}

/// The charter in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CharterView {
    /// One line a statement, in the order that every device agrees on.
    pub lines: Vec<CharterLine>,
    /// Whether a newer Kith is needed to read all of it.
    pub needs_newer: bool,
}

/// A statement in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CharterLine {
    /// The statement's id.
    pub id: String,
    /// Who said it.
    pub by: String,
    /// What was said.
    pub what: String,
    /// Whether it holds.
    pub holds: bool,
}

/// What is here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusView {
    /// One entry a community.
    pub communities: Vec<CommunityStatus>,
}

/// What is here of one community.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommunityStatus {
    /// Its id.
    pub community: String,
    /// Its name.
    pub name: String,
    /// Over all that is stored of everyone's circle.
    pub digest: String,
    /// Over every document of everyone's circle and its heads.
    pub root: String,
    /// Records of everyone's circle.
    pub records: u64,
    /// Other people's and one's own other devices.
    pub devices: Vec<DeviceStatus>,
}

/// What is known of a device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceStatus {
    /// Its id.
    pub device: String,
    /// Whose it is.
    pub person: String,
    /// When it was last met, in milliseconds since 1970; absent if never.
    pub last_heard: Option<i64>,
    /// Records here that it has not signed for.
    pub behind: u64,
}
