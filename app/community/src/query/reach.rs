//! Devices, who has been heard from, and what has reached whom.

use super::PersonName;
use crate::sentence::Sentence;
use crate::settings::Network;
use serde::{Deserialize, Serialize};

/// How far one's own words have got, by signed word of at least one device a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReachCount {
    /// Other people who have all of them.
    pub reached: u32,
    /// Other people who belong.
    pub known: u32,
    /// Posts that somebody does not have yet.
    pub waiting: u32,
    /// Other people who have the last post; all of them, if there is none.
    #[serde(default)]
    pub last: u32,
    /// Other people who have all posts before the last.
    #[serde(default)]
    pub before: u32,
    /// Whether no post of one's own stands here: none was written, or all were taken back, or have not come to this device yet.
    #[serde(default)]
    pub silent: bool,
}

/// A device of one's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceRow {
    /// Its id.
    pub device: String,
    /// What it is called, on one's own devices alone; empty until it was said.
    #[serde(default)]
    pub name: String,
    /// Whether it is this one.
    pub this: bool,
    /// When it was last met, in milliseconds since 1970; absent if never.
    #[serde(default)]
    pub last_heard: Option<i64>,
    /// Whether it is connected at this moment.
    #[serde(default)]
    pub connected: bool,
}

/// What is here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusView {
    /// One entry a community.
    pub communities: Vec<CommunityStatus>,
    /// What keeps this home from being as it should: a full disk, a database that cannot be opened.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub troubles: Vec<Sentence>,
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
    /// It made something else of the same records: a defect there or here.
    #[serde(default)]
    pub differs: bool,
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
