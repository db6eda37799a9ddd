//! What people see of talk: lists of topics and channels, and one topic with its posts.

use super::MAX_WINDOW;
use super::views;
use crate::community;
use crate::query::{At, Read};
use crate::trouble::Trouble;
use kith_sync::id::ItemId;
use kith_sync::node::Origin;
use serde::{Deserialize, Serialize};

/// Topics, newest activity first, and the channels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicsQuery {
    /// Only those in this channel, by id.
    pub channel: Option<String>,
    /// Which of them.
    pub only: Listed,
    /// So many at most.
    pub most: u32,
}

/// One topic, or the open conversation of a channel, with its posts around one of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicQuery {
    /// Its id.
    pub topic: String,
    /// Around which.
    pub around: Around,
    /// So many before it, at most [`MAX_WINDOW`].
    pub before: u32,
    /// So many after it, at most [`MAX_WINDOW`].
    pub after: u32,
}

impl TopicsQuery {
    /// The latest topics of all.
    #[must_use]
    pub fn latest(most: u32) -> Self {
        Self { channel: None, only: Listed::All, most }
    }
}

impl TopicQuery {
    /// The end of a topic, as much of it as one view shows.
    #[must_use]
    pub fn end(topic: impl Into<String>) -> Self {
        Self { topic: topic.into(), around: Around::End, before: MAX_WINDOW, after: 0 }
    }
}

impl Read for TopicsQuery {
    fn look(&self, at: &At<'_>) -> Result<TopicsView, Trouble> {
        let reader = at.reader();
        let id = |named: &String| {
            named.trim().parse::<ItemId>().map_err(|_| Trouble::of("channel-not-here").with("name", named.as_str()))
        };
        let channel = self.channel.as_ref().map(id).transpose()?;
        let asked_before_ms = community::asked_before_ms(&reader, at.now_ms)?;
        Ok(views::topics(&reader, channel.as_ref(), self.only, asked_before_ms, self.most)?)
    }

    fn falls_due_ms(&self, at: &At<'_>) -> Result<Option<i64>, Trouble> {
        Ok(community::falls_due_ms(&at.reader(), at.now_ms)?)
    }
}

impl Read for TopicQuery {
    fn look(&self, at: &At<'_>) -> Result<TopicView, Trouble> {
        let missing = || Trouble::of("no-topic").with("topic", self.topic.as_str());
        let id: ItemId = self.topic.trim().parse().map_err(|_| missing())?;
        let reach = at.replica.reach()?;
        let reached = |origin: &Origin| match at.replica.log_of(origin.log) {
            Some(log) => reach.of(&log.name(), origin.number, &log.intro.person),
            None => (0, 0),
        };
        let window = (&self.around, self.before, self.after);
        views::topic(&at.reader(), &id, window, &reached)?.ok_or_else(missing)
    }
}

/// Which topics are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Listed {
    /// All of them.
    #[default]
    All,
    /// Those with a post that was not seen yet.
    Unread,
    /// Those whose author asked for an answer, long enough ago, and got none.
    Unanswered,
    /// Those that are not settled.
    Open,
}

/// Where a topic is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Around {
    /// At the first post that was not seen yet, else at the end.
    #[default]
    New,
    /// At the end.
    End,
    /// At this post; at the end if it is not in the topic.
    Post(String),
}

/// Topics and channels, newest activity first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicsView {
    /// As many topics as were asked for.
    pub rows: Vec<TopicRow>,
    /// Whether there are more.
    pub more: bool,
    /// The channels, in the order in which they were made.
    pub channels: Vec<ChannelRow>,
    /// How many topics wait for an answer; at most 1,000 are counted.
    pub unanswered: u32,
    /// How many topics and channels have something new; at most 1,000 are counted.
    pub unread: u32,
}

/// A channel: topics of one kind, and an open conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelRow {
    /// Its id, which is its open conversation's as well.
    pub channel: String,
    /// What it is called.
    pub name: String,
    /// How many posts of its conversation are new to the reader.
    pub new: u32,
    /// The latest words of its conversation; its author and their clock if there are none yet.
    pub last: LastWords,
    /// Who made it: a name, or an id until the name has arrived.
    pub author: String,
    /// Who made it, by id.
    pub person: String,
    /// Whether the reader made it.
    pub mine: bool,
    /// Whether the reader wants no notices of it.
    #[serde(default)]
    pub muted: bool,
}

/// A topic in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicRow {
    /// Its id.
    pub topic: String,
    /// The channel it is in, by id; empty for none.
    pub channel: String,
    /// What that channel is called; empty until it has arrived.
    #[serde(default)]
    pub channel_name: String,
    /// Whether its author asked for an answer.
    #[serde(default)]
    pub asks: bool,
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
    /// How many posts in it are new to the reader.
    #[serde(default)]
    pub new: u32,
    /// Its author's clock when it began, in milliseconds: a hint.
    #[serde(default)]
    pub begun_ms: i64,
    /// Whether someone else has answered.
    #[serde(default)]
    pub answered: bool,
    /// Whether its author asked, and waits for an answer longer than the community chose.
    #[serde(default)]
    pub waits: bool,
    /// Whether something is typed for it that was not sent yet.
    #[serde(default)]
    pub draft: bool,
    /// Whether the reader wants no notices of it.
    #[serde(default)]
    pub muted: bool,
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

/// A topic or an open conversation, with the posts around one of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicView {
    /// Its id.
    pub topic: String,
    /// Its title.
    pub title: String,
    /// The posts that were asked for, in order.
    pub posts: Vec<PostView>,
    /// The post around which they were asked for; absent where there is none.
    #[serde(default)]
    pub at: Option<String>,
    /// How many posts stand in it.
    #[serde(default)]
    pub total: u32,
    /// Whether there are posts before these.
    #[serde(default)]
    pub has_earlier: bool,
    /// Whether there are posts after these.
    #[serde(default)]
    pub has_later: bool,
    /// The first post that is new to the reader.
    #[serde(default)]
    pub first_new: Option<String>,
    /// How many are new to the reader.
    #[serde(default)]
    pub new: u32,
    /// How many of them stand before these posts; at most 1,000 are counted.
    #[serde(default)]
    pub new_above: u32,
    /// How many of them stand after these posts; at most 1,000 are counted.
    #[serde(default)]
    pub new_below: u32,
    /// Whether the reader wants no notices of it.
    #[serde(default)]
    pub muted: bool,
    /// Whether it is the open conversation of a channel.
    #[serde(default)]
    pub is_channel: bool,
    /// Whether the reader may mark it as settled, or as open again.
    #[serde(default)]
    pub may_settle: bool,
    /// Whether its author asked for an answer.
    #[serde(default)]
    pub asks: bool,
    /// Whether somebody else has answered.
    #[serde(default)]
    pub answered: bool,
    /// The channel it is in, by id; empty for none.
    pub channel: String,
    /// What that channel is called; empty until it has arrived.
    #[serde(default)]
    pub channel_name: String,
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
    /// Whether the reader started it.
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
    /// What a quote shows of them, as far as they are here.
    #[serde(default)]
    pub quoted: Vec<QuotedView>,
    /// Reactions with the names of those who gave them.
    pub reactions: Vec<ReactionView>,
    /// Whether it is one's own.
    pub mine: bool,
    /// Whether it came since the reader last looked at the topic.
    #[serde(default)]
    pub new: bool,
    /// Whether it came after others that stand below it.
    #[serde(default)]
    pub came_late: bool,
    /// Whether it is the first that a newcomer said here.
    #[serde(default)]
    pub first: bool,
}

/// What a quote shows of the post it quotes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotedView {
    /// The post.
    pub post: String,
    /// Who wrote it: a name, or an id until the name has arrived.
    pub author: String,
    /// The author's id.
    pub person: String,
    /// The beginning of its words; empty when they are gone or not here.
    pub text: String,
    /// Whether its author took it back.
    pub gone: bool,
}

/// A reaction to a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReactionView {
    /// Which.
    pub emoji: String,
    /// Who gave it.
    pub by: Vec<String>,
    /// Whether the reader gave it.
    pub mine: bool,
}
