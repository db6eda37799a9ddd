//! What is said: topics, posts and what is typed.

use serde::{Deserialize, Serialize};

/// A topic in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Who started it, by id.
    #[serde(default)]
    pub person: String,
    /// The latest words in it.
    #[serde(default)]
    pub last: LastWords,
    /// How many posts in it are new to oneself.
    #[serde(default)]
    pub new: u32,
    /// Whether someone else has answered.
    #[serde(default)]
    pub answered: bool,
    /// Whether something is typed for it that was not sent yet.
    #[serde(default)]
    pub draft: bool,
}

/// The latest words in a topic.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastWords {
    /// Who wrote them: a name, or an id until the name has arrived.
    pub author: String,
    /// The words; empty when they are not here.
    pub text: String,
    /// The author's clock in milliseconds: a hint.
    pub time_ms: i64,
}

/// A topic whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Who started it, by id.
    #[serde(default)]
    pub person: String,
    /// Who started it: a name, or an id until the name has arrived.
    #[serde(default)]
    pub author: String,
    /// When, by the author's clock in milliseconds.
    #[serde(default)]
    pub time_ms: i64,
    /// Whether oneself started it.
    #[serde(default)]
    pub mine: bool,
    /// Other titles that stand at once, from two devices of who started it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub titles: Vec<String>,
}

/// A post.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Whether it came since oneself last looked at the topic.
    #[serde(default)]
    pub new: bool,
    /// Whether it came after others that stand below it.
    #[serde(default)]
    pub came_late: bool,
    /// Whether it is the first that a newcomer said here.
    #[serde(default)]
    pub first: bool,
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

/// What was typed and not sent yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftView {
    /// The words; empty for none.
    pub text: String,
}
