//! What people look at. Plain serde types: each query has one view, given now and whenever it changes.

mod decided;
mod home;
mod people;
mod reach;
mod talk;
mod today;

pub use decided::{DecisionRow, DecisionsView};
pub use home::{
    CharterLine, CharterView, CommunityRow, CommunityView, DoctorView, EnteringView, Finding, InvitationView, LinkView,
    May,
};
pub use people::{Deed, PersonName, PersonRow, PersonView, RemovalView, SpokenIn, Standing};
pub use reach::{CommunityStatus, DeviceRow, DeviceStatus, PersonReach, ReachCount, ReachView, StatusView};
pub use talk::{
    Around, ChannelRow, Customs, DraftView, LastWords, Listed, PostView, QuotedView, ReactionView, TopicRow, TopicView,
    TopicsView,
};
pub use today::{GreetingView, Joined, NewInTopic, TodayView, Waiting};

use crate::settings::Settings;
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
    /// One community as the frame around its screens shows it.
    Community,
    /// Everyone who ever came.
    People,
    /// One person.
    Person {
        /// Their id.
        person: String,
    },
    /// One's own devices.
    Devices,
    /// Topics, newest activity first, and the channels.
    Topics {
        /// Only those in this channel, by id.
        channel: Option<String>,
        /// Which of them.
        only: Listed,
        /// So many at most.
        most: u32,
    },
    /// One topic, or the open conversation of a channel, with its posts around one of them.
    Topic {
        /// Its id.
        topic: String,
        /// Around which.
        around: Around,
        /// So many before it, at most [`crate::topic::MAX_WINDOW`].
        before: u32,
        /// So many after it, at most [`crate::topic::MAX_WINDOW`].
        after: u32,
    },
    /// What came since one last looked at Today.
    Today,
    /// The charter in plain lines.
    Charter,
    /// What was decided about who belongs, the newest first.
    Decisions {
        /// How many of the newest to pass over.
        #[serde(default)]
        skip: u32,
        /// At most this many.
        most: u32,
    },
    /// What is here and who has been heard from.
    Status,
    /// Who has what, and which ways lead out of this device.
    Reach,
    /// The invitation that was made here last, while it is good.
    Invitation,
    /// What a link says of itself, before it is used.
    Link {
        /// The link.
        link: String,
    },
    /// What the community chose for how it talks.
    Customs,
    /// What was typed and not sent yet.
    Draft {
        /// Where it was typed.
        place: String,
    },
    /// How this home looks and speaks.
    Settings,
    /// Whether everything here is as it should be.
    Doctor,
}

impl Query {
    /// The latest topics of all.
    #[must_use]
    pub fn topics(most: u32) -> Self {
        Self::Topics { channel: None, only: Listed::All, most }
    }

    /// The end of a topic, as much of it as one view shows.
    #[must_use]
    pub fn topic(topic: impl Into<String>) -> Self {
        Self::Topic { topic: topic.into(), around: Around::End, before: crate::topic::MAX_WINDOW, after: 0 }
    }
}

/// The answer to a query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum View {
    /// To [`Query::Status`].
    Status(StatusView),
    /// To [`Query::Community`].
    Community(Box<CommunityView>),
    /// To [`Query::Person`].
    Person(Box<PersonView>),
    /// To [`Query::Reach`].
    Reach(ReachView),
    /// To [`Query::Invitation`].
    Invitation(InvitationView),
    /// To [`Query::Link`].
    Link(LinkView),
    /// To [`Query::Customs`].
    Customs(Customs),
    /// To [`Query::Draft`].
    Draft(DraftView),
    /// To [`Query::Settings`].
    Settings(Settings),
    /// To [`Query::Doctor`].
    Doctor(DoctorView),
    /// To [`Query::Topic`].
    Topic(Box<TopicView>),
    /// To [`Query::Today`].
    Today(TodayView),
    /// To [`Query::Charter`].
    Charter(CharterView),
    /// To [`Query::Decisions`].
    Decisions(DecisionsView),
    /// To [`Query::Topics`].
    Topics(TopicsView),
    /// To [`Query::People`].
    People(Vec<PersonRow>),
    /// To [`Query::Devices`].
    Devices(Vec<DeviceRow>),
    /// To [`Query::Communities`].
    Communities(Vec<CommunityRow>),
}
