//! What people see of the home: its communities, its settings, and how it does.

use crate::community::row;
use crate::profile;
use crate::project::Rows;
use crate::reach;
use crate::sentence::Sentence;
use crate::trouble::Trouble;
use kith_sync::id::to_text;
use kith_sync::node::Replica;
use serde::{Deserialize, Serialize};

/// The communities of this home.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommunitiesQuery;

/// What is here and who has been heard from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusQuery {
    /// Only of this community, by id or name.
    #[serde(default)]
    pub community: Option<String>,
}

/// What a link says of itself, before it is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkQuery {
    /// The link.
    pub link: String,
}

/// How this home looks and speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsQuery;

/// Whether everything here is as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoctorQuery;

/// What is here and who has been heard from.
pub(super) fn status(replica: &Replica<Rows>) -> Result<CommunityStatus, Trouble> {
    let CommunityRow { community, name, .. } = row(replica)?;
    let heard = reach::Heard::of(replica)?;
    let names = profile::names(replica.store().connection())?;
    let behind = replica.behind()?;
    let devices = behind.into_iter().filter_map(|(device, behind)| {
        let (person, _) = replica.law().owner(&device)?;
        Some(DeviceStatus {
            device: to_text(&device.0),
            person: to_text(&person.0),
            name: names.get(&person).map(|name| name.name.clone()).unwrap_or_default(),
            last_heard: heard.when(&device),
            behind,
            differs: replica.differs(&device),
        })
    });
    Ok(CommunityStatus {
        community,
        name,
        digest: to_text(&replica.digest()),
        root: to_text(&replica.state_root()?),
        records: replica.store().count_records(&replica.everyone())?.0,
        devices: devices.collect(),
    })
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
    /// How that stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entering: Option<EnteringView>,
}

/// A join that is not done: it goes on whenever Kith is open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnteringView {
    /// What the link says the community is called; may be empty.
    pub name: String,
    /// Since when, in milliseconds since 1970.
    pub since_ms: i64,
    /// How many devices are asked.
    pub devices: u32,
    /// How often one of them was tried in vain since Kith was opened.
    pub times: u32,
    /// When the next try is, in milliseconds since 1970; absent while all are being tried.
    pub next_ms: Option<i64>,
    /// The last refusal.
    pub answer: Option<Sentence>,
    /// Whether nobody is asked any more after it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ended: bool,
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

/// What a link says of itself. Nothing of it is verified before it is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkView {
    /// The community's id.
    pub community: String,
    /// What whoever made the link says it is called; may be empty.
    pub name: String,
    /// A line by whoever made the link; may be empty.
    #[serde(default)]
    pub greeting: String,
    /// Whether it is for a further device of one person.
    pub for_device: bool,
    /// Whether its last day is over by this device's clock, which may be wrong: whoever answers decides.
    pub expired: bool,
    /// Whether this home belongs to that community already.
    pub here: bool,
}
