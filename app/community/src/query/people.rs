//! People, how they stand and what one may do about them.

use crate::command::Role;
use serde::{Deserialize, Serialize};

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
    pub may: Vec<Deed>,
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
pub enum Deed {
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
