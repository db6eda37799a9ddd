//! What people see of who belongs: everyone, one person, what was decided, and the charter in words.

use super::{decided, lines, people};
use crate::command::Role;
use crate::local::LOCAL;
use crate::profile::PROFILES;
use crate::query::{At, Read};
use crate::sentence::Sentence;
use crate::topic::TOPICS;
use crate::trouble::Trouble;
use kith_sync::node::Subjects;
use serde::{Deserialize, Serialize};

/// Everyone who ever came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleQuery;

/// One person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonQuery {
    /// Their id.
    pub person: String,
}

/// The charter in plain lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CharterQuery;

/// What was decided about who belongs, the newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionsQuery {
    /// How many of the newest to pass over.
    #[serde(default)]
    pub skip: u32,
    /// At most this many.
    pub most: u32,
}

impl Read for PeopleQuery {
    const READS: Subjects = Subjects::CHARTER.and(PROFILES);

    fn look(&self, at: &At<'_>) -> Result<Vec<PersonRow>, Trouble> {
        people::all(at.replica)
    }
}

impl Read for PersonQuery {
    const READS: Subjects =
        Subjects::CHARTER.and(Subjects::RECEIPTS).and(Subjects::CONNECTIONS).and(PROFILES).and(TOPICS).and(LOCAL);

    fn look(&self, at: &At<'_>) -> Result<PersonView, Trouble> {
        people::one(at.replica, &self.person, &at.connected())
    }
}

impl Read for CharterQuery {
    const READS: Subjects = Subjects::CHARTER.and(PROFILES);

    fn look(&self, at: &At<'_>) -> Result<CharterView, Trouble> {
        lines::all(at.replica)
    }
}

impl Read for DecisionsQuery {
    const READS: Subjects = Subjects::CHARTER.and(PROFILES);

    fn look(&self, at: &At<'_>) -> Result<DecisionsView, Trouble> {
        decided::page(at.replica, self.skip, self.most)
    }
}

/// How a person stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Belongs.
    Active,
    /// Was let in, and has not been here yet.
    Expected,
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
    /// The name they are shown by; empty until it has arrived. It ends with a mark (“#4821”) while somebody else here has
    /// a name that looks the same.
    pub name: String,
    /// The name they chose, without a mark.
    #[serde(default)]
    pub chosen: String,
    /// What they may do.
    pub role: Role,
    /// How they stand.
    pub status: Standing,
    /// How many devices they have.
    pub devices: u32,
    /// Whether this is the reader.
    pub me: bool,
    /// When they came to this device, in milliseconds since 1970, if that was well after the reader: who was there
    /// before is not new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub came_ms: Option<i64>,
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
    /// Whether one of their devices is connected at this moment.
    #[serde(default)]
    pub connected: bool,
    /// Posts of one's own that they do not have yet, by their devices' signed word.
    pub lacks: u32,
    /// Who let them in; absent for who founded.
    pub let_in_by: Option<String>,
    /// Why they were removed, and by whom.
    pub removed: Option<RemovalView>,
    /// Organisers who ask that they be removed or be no organiser any more, which takes a second one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<RemovalView>,
    /// What they started or answered in last.
    pub topics: Vec<SpokenIn>,
    /// Whether the reader wants no notices of what they say.
    #[serde(default)]
    pub muted: bool,
    /// What the reader may do about them.
    pub may: Vec<Permission>,
}

/// A topic that a person began or answered in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpokenIn {
    /// Its id.
    pub topic: String,
    /// Its title; empty until it has arrived.
    pub title: String,
    /// When they last spoke in it, in milliseconds since 1970 by their device's clock.
    pub time_ms: i64,
}

/// A removal in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovalView {
    /// Who removed them.
    pub by: String,
    /// Why; empty if nothing was said.
    pub why: String,
    /// When, by the clock of who did it, in milliseconds since 1970: a hint.
    #[serde(default)]
    pub at_ms: Option<i64>,
    /// Whether it asks that they become an organiser.
    #[serde(default)]
    pub rises: bool,
}

/// Something that one's role lets one do about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Give them this role.
    Role(Role),
    /// End their belonging.
    Remove,
    /// Bring them back, or vouch for them.
    Restore,
}

/// A person by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonName {
    /// Their id.
    pub person: String,
    /// The name they chose; empty until it has arrived.
    pub name: String,
}

/// A page of decisions, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionsView {
    /// The decisions.
    pub decisions: Vec<DecisionRow>,
    /// Whether there are older ones.
    pub has_older: bool,
}

/// One decision: who was let in, removed, given a role, brought back, or left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionRow {
    /// Its id.
    pub id: String,
    /// Who decided.
    pub by: PersonName,
    /// About whom; absent if about nobody else.
    pub about: Option<PersonName>,
    /// What was decided; the screen puts in the names `by` and `person`.
    pub what: Sentence,
    /// Why, if a reason was given and can be read here.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// When, by the clock of who decided, in milliseconds since 1970: a hint. Absent if it was not said.
    pub at_ms: Option<i64>,
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
    /// When it was said, by its author's clock in milliseconds since 1970: a hint. Absent if it was not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_ms: Option<i64>,
}
