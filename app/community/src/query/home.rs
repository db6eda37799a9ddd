//! Communities, their charter and their invitations, and how the home does.

use super::Customs;
use super::PersonRow;
use super::ReachCount;
use crate::sentence::Sentence;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// Things that wait for the reader.
    pub waiting: u32,
    /// Topics and open conversations with something new; at most 1,000 are counted.
    #[serde(default)]
    pub unread: u32,
    /// Posts in them that are new; at most 1,000 are counted.
    #[serde(default)]
    pub unread_posts: u32,
    /// What the reader may do here.
    #[serde(default)]
    pub may: May,
    /// Whether a newer Kith is needed to read all of the charter.
    pub needs_newer: bool,
    /// Whether this device was ended, by another of one's own or by who looks after the community. `me` is removed then.
    #[serde(default)]
    pub device_ended: bool,
    /// How it talks.
    #[serde(default)]
    pub customs: Customs,
    /// The emblems on people's faces, by person; who chose none has initials.
    #[serde(default)]
    pub emblems: BTreeMap<String, String>,
}

/// What the reader may do in a community.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct May {
    /// Write: they belong, this device does, and this version can read all of the charter.
    pub write: bool,
    /// Say what it is called, and choose how it talks.
    pub choose: bool,
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
    /// The line of one's own that is in it; empty for none.
    #[serde(default)]
    pub greeting: String,
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
