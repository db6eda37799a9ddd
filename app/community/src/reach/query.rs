//! What people see of their devices, and of who has what.

use super::{devices, reach};
use crate::charter::PersonName;
use crate::query::{At, Read};
use crate::settings::Network;
use crate::trouble::Trouble;
use serde::{Deserialize, Serialize};

/// One's own devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DevicesQuery;

/// Who has what, and which ways lead out of this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReachQuery;

impl Read for DevicesQuery {
    fn look(&self, at: &At<'_>) -> Result<Vec<DeviceRow>, Trouble> {
        devices(at.replica, &at.connected())
    }
}

impl Read for ReachQuery {
    fn look(&self, at: &At<'_>) -> Result<ReachView, Trouble> {
        reach(at)
    }
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
