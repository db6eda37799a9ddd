//! What people look at in one community, read on its thread.

use crate::charter::decided::{self, role_name};
use crate::charter::people;
use crate::community;
use crate::home::Open;
use crate::invitation;
use crate::local::draft;
use crate::may::{self, Right};
use crate::profile as cards;
use crate::project::Rows;
use crate::query::{
    Around, CharterLine, CharterView, CommunityRow, CommunityStatus, CommunityView, DeviceStatus, Listed, May, Query,
    Standing, TodayView, View, Waiting,
};
use crate::reach;
use crate::reader::{Reader, is_here};
use crate::sentence::Sentence;
use crate::topic;
use crate::trouble::Trouble;
use kith_sync::charter::{Note, Statement, Status};
use kith_sync::id::{DeviceId, ItemId, PersonId, to_text};
use kith_sync::node::{Replica, now_ms};
use std::collections::{BTreeMap, BTreeSet};

type Names = BTreeMap<PersonId, cards::Name>;

/// The view of one community that is open, with who is connected at this moment.
///
/// # Errors
/// As [`look`].
pub(super) fn look_now(open: &Open, query: &Query) -> Result<View, Trouble> {
    let replica = open.core.replica();
    let connected: BTreeSet<DeviceId> = open.core.connected().collect();
    match query {
        Query::Person { person } => people::one(replica, person, &connected),
        Query::Devices => reach::devices(replica, &connected).map(View::Devices),
        query => look(replica, query),
    }
}

/// The view of one community, where nobody is connected.
///
/// # Errors
/// In words, when the query names nothing that is here.
pub fn look(replica: &Replica<Rows>, query: &Query) -> Result<View, Trouble> {
    let reader = Reader::of(replica);
    match query {
        Query::Topics { channel, only, most } => topics(&reader, channel.as_deref(), *only, *most),
        Query::Customs => Ok(View::Customs(community::customs(&reader)?)),
        Query::Topic { topic, around, before, after } => self::topic(replica, topic, (around, *before, *after)),
        Query::Today => today(replica),
        Query::Community => around(replica).map(|view| View::Community(Box::new(view))),
        Query::People => people::all(replica),
        Query::Person { person } => people::one(replica, person, &BTreeSet::new()),
        Query::Devices => reach::devices(replica, &BTreeSet::new()).map(View::Devices),
        Query::Draft { place } => Ok(View::Draft(draft::draft(reader.rows, place)?)),
        Query::Charter => charter(replica),
        Query::Decisions { skip, most } => decided::page(replica, *skip, *most).map(View::Decisions),
        Query::Communities => Ok(View::Communities(vec![community(replica)?])),
        Query::Status => {
            let communities = vec![status(replica)?];
            Ok(View::Status(crate::query::StatusView { communities, troubles: Vec::new() }))
        }
        Query::Reach | Query::Invitation | Query::Link { .. } | Query::Settings | Query::Doctor => {
            Err(Trouble::of("not-of-a-community"))
        }
    }
}

fn today(replica: &Replica<Rows>) -> Result<View, Trouble> {
    let reader = Reader::of(replica);
    let asked_before_ms = community::asked_before_ms(&reader, now_ms())?;
    let new_since = topic::new_posts(&reader, asked_before_ms)?;
    let (unread, _) = topic::count_unread(&reader)?;
    let told = u32::try_from(new_since.len()).unwrap_or(u32::MAX);
    let (joined, more_joined) = people::joined(replica)?;
    Ok(View::Today(TodayView {
        more_new: unread.saturating_sub(told),
        greeting: if is_here(replica) { invitation::greeted(replica)? } else { None },
        waiting: waiting(replica)?,
        new_since,
        joined,
        more_joined,
        decided: decided::fresh(replica)?,
    }))
}

/// What waits for who reads this: of the device, of the charter, and of talk.
fn waiting(replica: &Replica<Rows>) -> Result<Vec<Waiting>, Trouble> {
    if !is_here(replica) {
        return Ok(Vec::new());
    }
    let mut waiting: Vec<Waiting> = replica.is_restored().then_some(Waiting::PutBack).into_iter().collect();
    waiting.extend(people::waiting(replica)?);
    waiting.extend(topic::waiting(&Reader::of(replica))?);
    Ok(waiting)
}

/// What the frame shows.
fn around(replica: &Replica<Rows>) -> Result<CommunityView, Trouble> {
    let CommunityRow { community, name, people, .. } = self::community(replica)?;
    let reader = Reader::of(replica);
    let (unread, unread_posts) = topic::count_unread(&reader)?;
    let mut me = people::row(replica, &replica.me().person)?;
    let device_ended = me.status == Standing::Active && replica.law().is_device_out(&replica.me().device());
    if device_ended {
        me.status = Standing::Removed;
    }
    Ok(CommunityView {
        unread,
        unread_posts,
        community,
        name,
        me,
        device_ended,
        people,
        reach: reach::Reached::of(replica)?.count()?,
        waiting: u32::try_from(waiting(replica)?.len()).unwrap_or(u32::MAX),
        may: May { write: reader.writes, choose: reader.writes && may::ask(&reader, Right::Choose).is_ok() },
        needs_newer: replica.law().needs_newer(),
        customs: community::customs(&reader)?,
        emblems: emblems(replica)?,
    })
}

fn emblems(replica: &Replica<Rows>) -> Result<BTreeMap<String, String>, Trouble> {
    let emblems = cards::emblems(replica.store().connection())?;
    Ok(emblems.into_iter().map(|(person, emblem)| (to_text(&person.0), emblem)).collect())
}

fn topics(reader: &Reader<'_>, channel: Option<&str>, only: Listed, most: u32) -> Result<View, Trouble> {
    let id =
        |named: &str| named.trim().parse::<ItemId>().map_err(|_| Trouble::of("channel-not-here").with("name", named));
    let channel = channel.map(id).transpose()?;
    let asked_before_ms = community::asked_before_ms(reader, now_ms())?;
    Ok(View::Topics(topic::topics(reader, channel.as_ref(), only, asked_before_ms, most)?))
}

fn topic(replica: &Replica<Rows>, named: &str, window: (&Around, u32, u32)) -> Result<View, Trouble> {
    let missing = || Trouble::of("no-topic").with("topic", named);
    let id: ItemId = named.trim().parse().map_err(|_| missing())?;
    let reach = replica.reach()?;
    let reached = |origin: &kith_sync::node::Origin| match replica.log_of(origin.log) {
        Some(log) => reach.of(&log.name(), origin.number, &log.intro.person),
        None => (0, 0),
    };
    let view = topic::topic(&Reader::of(replica), &id, window, &reached)?;
    view.map(|view| View::Topic(Box::new(view))).ok_or_else(missing)
}

/// What the community is called.
pub(super) fn community(replica: &Replica<Rows>) -> Result<CommunityRow, Trouble> {
    let names = community::names(&Reader::of(replica))?;
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

/// What is here and who has been heard from.
pub(super) fn status(replica: &Replica<Rows>) -> Result<CommunityStatus, Trouble> {
    let CommunityRow { community, name, .. } = self::community(replica)?;
    let heard = reach::Heard::of(replica)?;
    let names = cards::names(replica.store().connection())?;
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

fn charter(replica: &Replica<Rows>) -> Result<View, Trouble> {
    let law = replica.law();
    let names = cards::names(replica.store().connection())?;
    let lines = law.in_order().map(|note| CharterLine {
        id: to_text(&note.id.0),
        by: called(&names, &note.person),
        what: said(&names, replica.why_of(note), note),
        holds: law.is_valid(&note.id),
        at_ms: replica.stated_at(&note.id),
    });
    Ok(View::Charter(CharterView { lines: lines.collect(), needs_newer: law.needs_newer() }))
}

fn called(names: &Names, person: &PersonId) -> String {
    names.get(person).map_or_else(|| to_text(&person.0), |name| name.name.clone())
}

fn said(names: &Names, why: Option<String>, note: &Note) -> Sentence {
    let about = |key: &str, person: &PersonId| Sentence::of(key).with("person", called(names, person));
    let Some(body) = note.statement() else {
        return Sentence::of("charter-newer");
    };
    match body {
        Statement::Genesis { .. } => Sentence::of("charter-genesis"),
        Statement::Invite { limit, .. } => Sentence::of("charter-invite").with("limit", *limit),
        Statement::TakeOver { .. } => Sentence::of("charter-take-over"),
        Statement::Close { .. } => Sentence::of("charter-close"),
        Statement::Admit { person, lifts, .. } if lifts.is_empty() => about("charter-admit", person),
        Statement::Admit { person, .. } => about("charter-admit-again", person),
        Statement::Leave { .. } => Sentence::of("charter-leave"),
        Statement::Raise { person, to } | Statement::Lower { person, to } => {
            about("charter-role", person).with("role", role_name(*to))
        }
        Statement::Remove { person, .. } => match why {
            Some(why) => about("charter-remove-why", person).with("why", why),
            None => about("charter-remove", person),
        },
        Statement::Restore { person, .. } => about("charter-restore", person),
        Statement::DeviceAdd { .. } => Sentence::of("charter-device-add"),
        Statement::DeviceRemove { .. } => Sentence::of("charter-device-remove"),
        Statement::StandIn => Sentence::of("charter-stand-in"),
        Statement::EndStandIn => Sentence::of("charter-end-stand-in"),
        Statement::Second { .. } => Sentence::of("charter-second"),
        Statement::Heard => Sentence::of("charter-heard"),
        Statement::Unmake { person } => about("charter-unmake", person),
        Statement::Circle { .. } => Sentence::of("charter-circle"),
        Statement::Epoch { .. } => Sentence::of("charter-epoch"),
        Statement::Policy { members_invite: true } => Sentence::of("charter-members-invite"),
        Statement::Policy { members_invite: false } => Sentence::of("charter-stewards-invite"),
        Statement::Hub { .. } => Sentence::of("charter-hub"),
    }
}
