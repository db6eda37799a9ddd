//! Today: what waits for the reader, and what is new since they last looked. It asks the nouns.

use crate::charter::{self, DecisionRow};
use crate::community;
use crate::invitation::{self, GreetingView};
pub use crate::nouns::Waiting;
use crate::project::Rows;
use crate::query::{At, Read};
use crate::reader::is_here;
use crate::topic::{self, LISTED, LastWords};
use crate::trouble::Trouble;
use kith_sync::node::Replica;
use kith_sync::node::Subjects;
use serde::{Deserialize, Serialize};

/// What is new, and what waits.
pub(crate) const NEWS: Subjects = LISTED.and(Subjects::CHARTER).and(Waiting::READS);

/// What came since one last looked at Today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TodayQuery;

impl Read for TodayQuery {
    const READS: Subjects = NEWS;

    fn look(&self, at: &At<'_>) -> Result<TodayView, Trouble> {
        let (replica, reader) = (at.replica, at.reader());
        let asked_before_ms = community::asked_before_ms(&reader, at.now_ms)?;
        let new_since = topic::new_posts(&reader, asked_before_ms)?;
        let (unread, _) = topic::count_unread(&reader)?;
        let told = u32::try_from(new_since.len()).unwrap_or(u32::MAX);
        let (joined, more_joined) = charter::people::joined(replica)?;
        Ok(TodayView {
            more_new: unread.saturating_sub(told),
            greeting: if is_here(replica) { invitation::greeted(replica)? } else { None },
            waiting: waiting(replica)?,
            new_since,
            joined,
            more_joined,
            decided: charter::decided::fresh(replica)?,
        })
    }

    fn falls_due_ms(&self, at: &At<'_>) -> Result<Option<i64>, Trouble> {
        Ok(community::falls_due_ms(&at.reader(), at.now_ms)?)
    }
}

/// Something of a noun's that waits for the reader.
pub(crate) trait Waits: Sized {
    /// What is read to know it.
    const READS: Subjects;

    /// All that waits.
    ///
    /// # Errors
    /// In words, when the database refuses.
    fn all(replica: &Replica<Rows>) -> Result<Vec<Self>, Trouble>;

    /// What tells it from everything else that waits.
    fn key(&self) -> String;
}

/// Makes one enum of what waits of each noun, listed in [`crate::nouns`].
macro_rules! waits {
    ($($(#[$doc:meta])* $noun:ident($waits:ty)),* $(,)?) => {
        /// Something that waits for the reader.
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Waiting {
            $($(#[$doc])* $noun($waits),)*
        }

        impl $crate::today::Waits for Waiting {
            const READS: kith_sync::node::Subjects =
                kith_sync::node::Subjects::NONE$(.and(<$waits as $crate::today::Waits>::READS))*;

            fn all(
                replica: &kith_sync::node::Replica<$crate::project::Rows>,
            ) -> Result<Vec<Self>, $crate::trouble::Trouble> {
                let mut all = Vec::new();
                $(all.extend(<$waits as $crate::today::Waits>::all(replica)?.into_iter().map(Self::$noun));)*
                Ok(all)
            }

            fn key(&self) -> String {
                match self {
                    $(Self::$noun(waits) => $crate::today::Waits::key(waits),)*
                }
            }
        }
    };
}
pub(crate) use waits;

impl Waiting {
    /// What tells it from everything else that waits.
    #[must_use]
    pub fn key(&self) -> String {
        Waits::key(self)
    }
}

/// What waits for who reads this; nothing for who does not belong.
pub(crate) fn waiting(replica: &Replica<Rows>) -> Result<Vec<Waiting>, Trouble> {
    if is_here(replica) { Waiting::all(replica) } else { Ok(Vec::new()) }
}

/// What waits for the reader, and what is new.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TodayView {
    /// What the reader was greeted with, until they have said something here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub greeting: Option<GreetingView>,
    /// What waits for the reader.
    #[serde(default)]
    pub waiting: Vec<Waiting>,
    /// Topics and open conversations with something new, and how much: the 30 that were active last.
    pub new_since: Vec<NewInTopic>,
    /// How many have something new beside those; at most 1,000 are counted.
    #[serde(default)]
    pub more_new: u32,
    /// People who came, in the order in which they did: the 20 who came last.
    pub joined: Vec<Joined>,
    /// How many came before those.
    #[serde(default)]
    pub more_joined: u32,
    /// What others decided about who belongs, the newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decided: Vec<DecisionRow>,
}

/// A person who came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// Their id.
    pub person: String,
    /// The name they chose; empty until it has arrived.
    pub name: String,
    /// Who let them in; empty for who founded.
    #[serde(default)]
    pub by: String,
}

/// News in one topic.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewInTopic {
    /// The topic.
    pub topic: String,
    /// Its title.
    pub title: String,
    /// Posts that came since.
    pub posts: u32,
    /// The latest of them.
    #[serde(default)]
    pub last: LastWords,
    /// Who wrote it, by id.
    #[serde(default)]
    pub person: String,
    /// That post's id.
    #[serde(default)]
    pub post: String,
    /// Whether the reader wants no notices of the topic, or of who wrote it.
    #[serde(default)]
    pub muted: bool,
    /// Whether some of them came after others that stand below them.
    #[serde(default)]
    pub came_late: bool,
    /// Whether its author asked, and waits for an answer longer than the community chose.
    #[serde(default)]
    pub waits: bool,
}
