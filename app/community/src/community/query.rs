//! What people see of a community as a whole: the frame around its screens, and what it chose.

use super::rows::CHOICES;
use super::{CHOOSE, customs, name};
use crate::charter::{PersonRow, Standing, people};
use crate::home::CommunityRow;
use crate::may;
use crate::profile;
use crate::project::Rows;
use crate::query::{At, Read};
use crate::reach::{ReachCount, Reached};
use crate::reader::Reader;
use crate::today::{NEWS, waiting};
use crate::topic;
use crate::trouble::Trouble;
use kith_sync::charter::Status;
use kith_sync::id::{PersonId, to_text};
use kith_sync::node::Replica;
use kith_sync::node::Subjects;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One community as the frame around its screens shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommunityQuery;

/// What the community chose for how it talks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomsQuery;

impl Read for CommunityQuery {
    const READS: Subjects = NEWS.and(Subjects::RECEIPTS);

    fn look(&self, at: &At<'_>) -> Result<CommunityView, Trouble> {
        let replica = at.replica;
        let CommunityRow { community, name, people, .. } = row(replica)?;
        let reader = at.reader();
        let (unread, unread_posts) = topic::count_unread(&reader)?;
        let mut me = people::row(replica, &replica.me().person)?;
        let device_ended = me.status == Standing::Active && replica.law().is_device_out(&replica.me().device());
        if device_ended {
            me.status = Standing::Removed;
        }
        let emblems = profile::emblems(reader.rows)?;
        Ok(CommunityView {
            unread,
            unread_posts,
            community,
            name,
            me,
            device_ended,
            people,
            reach: Reached::of(replica)?.count()?,
            waiting: u32::try_from(waiting(replica)?.len()).unwrap_or(u32::MAX),
            may: May { write: reader.writes, choose: reader.writes && may::ask(&reader, CHOOSE).is_ok() },
            needs_newer: replica.law().needs_newer(),
            customs: customs::customs(&reader)?,
            emblems: emblems.into_iter().map(|(person, emblem)| (to_text(&person.0), emblem)).collect(),
        })
    }
}

impl Read for CustomsQuery {
    const READS: Subjects = CHOICES;

    fn look(&self, at: &At<'_>) -> Result<Customs, Trouble> {
        Ok(customs::customs(&at.reader())?)
    }
}

/// A community in the list of the home's.
pub(crate) fn row(replica: &Replica<Rows>) -> Result<CommunityRow, Trouble> {
    let names = name::names(&Reader::of(replica))?;
    let law = replica.law();
    let belongs = |person: &PersonId| law.status(person) == Status::Active && replica.has_been_here(person);
    Ok(CommunityRow {
        community: to_text(&replica.community().0),
        name: names.into_iter().next().unwrap_or_default(),
        people: u32::try_from(law.people().iter().filter(|person| belongs(person)).count()).unwrap_or(u32::MAX),
        joining: law.status(&replica.me().person) == Status::Unknown,
        entering: None,
    })
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

/// What the community chose for how it talks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customs {
    /// The reactions that are one tap away, at most six.
    pub reactions: Vec<String>,
    /// Hours that a question waits before it reads as unanswered.
    pub answer_h: u32,
}
