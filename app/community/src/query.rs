//! What people look at. Plain serde types: each query has one view, given now and whenever it changes.

use crate::command::Role;
use crate::sentence::Sentence;
use crate::settings::{Network, Settings};
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
    /// Who has what, and which ways lead out of this device.
    Reach,
    /// The invitation that was made here last, while it is good.
    Invitation,
    /// What a link says of itself, before it is used.
    Link {
        /// The link.
        link: String,
    },
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

/// The answer to a query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum View {
    /// To [`Query::Status`].
    Status(StatusView),
    /// To [`Query::Community`].
    Community(Box<CommunityView>),
    /// To [`Query::Person`].
    Person(PersonView),
    /// To [`Query::Reach`].
    Reach(ReachView),
    /// To [`Query::Invitation`].
    Invitation(InvitationView),
    /// To [`Query::Link`].
    Link(LinkView),
    /// To [`Query::Draft`].
    Draft(DraftView),
    /// To [`Query::Settings`].
    Settings(Settings),
    /// To [`Query::Doctor`].
    Doctor(DoctorView),
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommunityRow {
    /// Its id.
    pub community: String,
    /// Its name; empty until it has arrived.
    pub name: String,
    /// How many people belong, as far as is known here.
    #[serde(default)]
    pub people: u32,
    /// Whether this device is still looking for someone who lets it in.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub joining: bool,
}

/// One community as the frame around its screens shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommunityView {
    /// Its id.
    pub community: String,
    /// Its name; empty until it has arrived.
    pub name: String,
    /// Oneself.
    pub me: PersonRow,
    /// How many people belong.
    pub people: u32,
    /// How far one's own words have got.
    pub reach: ReachCount,
    /// Things that wait for oneself.
    pub waiting: u32,
    /// Whether a newer Kith is needed to read all of the charter.
    pub needs_newer: bool,
}

/// How far one's own words have got, by signed word of at least one device a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReachCount {
    /// Other people who have all of them.
    pub reached: u32,
    /// Other people who belong.
    pub known: u32,
    /// Posts that somebody does not have yet.
    pub waiting: u32,
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
    /// Whether they came to this device lately, and after oneself.
    #[serde(default)]
    pub new: bool,
    /// Other names that stand at once, from two of their devices.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<String>,
}

/// One person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonView {
    /// As in the list.
    pub row: PersonRow,
    /// When one of their devices was last met, in milliseconds since 1970; absent if never.
    pub last_heard: Option<i64>,
    /// Posts of one's own that they do not have yet, by their devices' signed word.
    pub lacks: u32,
    /// Who let them in; absent for who founded.
    pub let_in_by: Option<String>,
    /// Why they were removed, and by whom.
    pub removed: Option<RemovalView>,
    /// What they started or answered in last.
    pub topics: Vec<TopicRow>,
    /// What oneself may do about them.
    pub may: Vec<Deed>,
}

/// A removal in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovalView {
    /// Who removed them.
    pub by: String,
    /// Why; empty if nothing was said.
    pub why: String,
}

/// Something that one's role lets one do about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Give them this role.
    Role(Role),
    /// End their belonging.
    Remove,
    /// Bring them back, or vouch for them.
    Restore,
}

/// A device of one's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceRow {
    /// Its id.
    pub device: String,
    /// Whether it is this one.
    pub this: bool,
    /// When it was last met, in milliseconds since 1970; absent if never.
    #[serde(default)]
    pub last_heard: Option<i64>,
    /// Whether it is connected at this moment.
    #[serde(default)]
    pub connected: bool,
}

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

/// What waits for oneself, and what is new.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TodayView {
    /// What waits for oneself.
    #[serde(default)]
    pub waiting: Vec<Waiting>,
    /// Topics with something new, and how much.
    pub new_since: Vec<NewInTopic>,
    /// People who came, in the order in which they did.
    pub joined: Vec<PersonName>,
}

/// Something that waits for oneself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waiting {
    /// Someone quoted oneself, and has no answer yet.
    Quoted {
        /// The topic.
        topic: String,
        /// Its title.
        title: String,
        /// The post that quotes.
        post: String,
        /// Who wrote it.
        author: String,
        /// Their id.
        person: String,
        /// Their words.
        text: String,
    },
    /// Someone waits to be let in for good.
    Vouch {
        /// Who.
        name: String,
        /// Their id.
        person: String,
    },
    /// Two of one's own devices changed a post apart.
    Versions {
        /// The topic.
        topic: String,
        /// Its title.
        title: String,
        /// The post.
        post: String,
    },
    /// Nobody else could look after the community if oneself were gone.
    Alone {
        /// How many people belong.
        people: u32,
    },
}

/// A person by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonName {
    /// Their id.
    pub person: String,
    /// The name they chose; empty until it has arrived.
    pub name: String,
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
    /// Whether some of them came after others that stand below them.
    #[serde(default)]
    pub came_late: bool,
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
    pub what: Sentence,
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceStatus {
    /// Its id.
    pub device: String,
    /// Whose it is.
    pub person: String,
    /// What they are called; empty until it has arrived.
    #[serde(default)]
    pub name: String,
    /// When it was last met, in milliseconds since 1970; absent if never.
    pub last_heard: Option<i64>,
    /// Records here that it has not signed for.
    pub behind: u64,
}

/// Who has what, and which ways lead out of this device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReachView {
    /// How far one's own words have got.
    pub count: ReachCount,
    /// Everyone else who belongs.
    pub people: Vec<PersonReach>,
    /// One's own devices.
    pub devices: Vec<DeviceRow>,
    /// Which networks this device may use now.
    pub network: Network,
    /// Whether the network was asked for when Kith was started, and so cannot be changed here.
    pub fixed: bool,
    /// Who is connected at this moment: a name a device, also of one's own.
    pub connected: Vec<PersonName>,
    /// Bytes received on all ways since Kith was started.
    pub bytes_in: u64,
    /// Bytes sent on all ways since Kith was started.
    pub bytes_out: u64,
}

/// What is known of how far one's own words have got with a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonReach {
    /// Their id.
    pub person: String,
    /// The name they chose; empty until it has arrived.
    pub name: String,
    /// Posts of one's own that they do not have yet.
    pub lacks: u32,
    /// Whether they have all that one wrote.
    pub reached: bool,
    /// When one of their devices was last met, in milliseconds since 1970; absent if never.
    pub last_heard: Option<i64>,
}

/// What was found when everything was looked at. Says nothing of what people wrote, nor of who they are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoctorView {
    /// One finding a line.
    pub findings: Vec<Finding>,
}

/// Something that is as it should be, or is not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Whether it is.
    pub well: bool,
    /// In words.
    pub what: Sentence,
}

/// An invitation that is good.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationView {
    /// The link; absent when none is good.
    pub link: Option<String>,
    /// When it ends, in milliseconds since 1970.
    pub until_ms: i64,
}

/// What a link says of itself. Nothing of it is verified before it is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkView {
    /// The community's id.
    pub community: String,
    /// What whoever made the link says it is called; may be empty.
    pub name: String,
    /// Whether it is for a further device of one person.
    pub for_device: bool,
    /// Whether its last day is over.
    pub expired: bool,
    /// Whether this home belongs to that community already.
    pub here: bool,
}

/// What was typed and not sent yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftView {
    /// The words; empty for none.
    pub text: String,
}
