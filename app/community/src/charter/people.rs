//! Who belongs, and what one may do about them.

use super::{Permission, PersonName, PersonRow, PersonView, RemovalView, Standing, changing, decided, restoring};
use crate::local::muted;
use crate::profile::{self, PROFILES};
use crate::project::Rows;
use crate::reach;
use crate::reader::Reader;
use crate::today::{Joined, Waits};
use crate::topic;
use crate::trouble::Trouble;
use kith_sync::charter::{Note, Role, Statement, Status};
use kith_sync::id::{DeviceId, PersonId, to_text};
use kith_sync::node::{Replica, Subjects};
use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Topics shown of a person.
const TOPICS: usize = 5;
/// Most newcomers on Today; the list of people has all.
const MAX_JOINED: usize = 20;

/// Everyone who ever came.
pub(crate) fn all(replica: &Replica<Rows>) -> Result<Vec<PersonRow>, Trouble> {
    let people = replica.law().people();
    people.iter().map(|person| row(replica, person)).collect()
}

/// A person in a list.
pub(crate) fn row(replica: &Replica<Rows>, person: &PersonId) -> Result<PersonRow, Trouble> {
    let (law, rows) = (replica.law(), replica.store().connection());
    let name = profile::called(rows, person)?;
    Ok(PersonRow {
        person: to_text(&person.0),
        name: name.name,
        chosen: name.chosen,
        versions: name.versions,
        // Who is out has none, and comes back as a member.
        role: law.role(person).unwrap_or(Role::Member).into(),
        status: match law.status(person) {
            Status::Active if !replica.has_been_here(person) => Standing::Expected,
            status => standing(status),
        },
        devices: u32::try_from(law.devices(person).len()).unwrap_or(u32::MAX),
        me: *person == replica.me().person,
        came_ms: came_later(replica, person, apart_ms(replica))?,
    })
}

fn standing(status: Status) -> Standing {
    match status {
        Status::Active => Standing::Active,
        Status::Waiting | Status::Unknown => Standing::Waiting,
        Status::Removed => Standing::Removed,
        Status::Left => Standing::Left,
    }
}

/// How long after the reader somebody has to come to have come later, in milliseconds.
pub(crate) const APART_MS: i64 = 60_000;

/// The same on this device. Whoever was let in finds the others
/// there, one after another; the device that founded finds nobody.
fn apart_ms(replica: &Replica<Rows>) -> i64 {
    let here = replica.me().device();
    let founded = replica.law().in_order().next().is_some_and(|first| first.device == here);
    if founded { 0 } else { APART_MS }
}

/// When a person came to this device, if well after the reader.
fn came_later(replica: &Replica<Rows>, person: &PersonId, apart_ms: i64) -> rusqlite::Result<Option<i64>> {
    let came = "
        SELECT at_ms FROM arrivals
        WHERE came = ?1 AND at_ms > coalesce((SELECT at_ms FROM arrivals WHERE came = ?2), 0) + ?3";
    let mut query = replica.store().connection().prepare_cached(came)?;
    query.query_row((person.0, replica.me().person.0, apart_ms), |row| row.get(0)).optional()
}

/// One person.
pub(crate) fn one(replica: &Replica<Rows>, named: &str, connected: &BTreeSet<DeviceId>) -> Result<PersonView, Trouble> {
    let reader = Reader::of(replica);
    let person = profile::find(reader.rows, named)?;
    let law = replica.law();
    if law.status(&person) == Status::Unknown {
        return Err(Trouble::of("no-person").with("person", named));
    }
    let last_heard = reach::Heard::of(replica)?.last(law, &person);
    Ok(PersonView {
        row: row(replica, &person)?,
        last_heard,
        connected: law.devices(&person).iter().any(|(device, _)| connected.contains(device)),
        lacks: reach::Reached::of(replica)?.lacks(&person)?,
        let_in_by: let_in_by(replica, &person)?,
        removed: removal(replica, &person)?,
        asked: asked(replica, &person)?,
        topics: topic::topics_with(&reader, &person, TOPICS)?,
        muted: muted::is_muted(reader.rows, &person.0)?,
        may: deeds(replica, &person)?,
    })
}

fn let_in_by(replica: &Replica<Rows>, person: &PersonId) -> Result<Option<String>, Trouble> {
    let by = sponsors(replica).remove(person);
    Ok(by.map(|by| profile::name_of(replica.store().connection(), &by)).transpose()?)
}

fn removal(replica: &Replica<Rows>, person: &PersonId) -> Result<Option<RemovalView>, Trouble> {
    let law = replica.law();
    if law.status(person) != Status::Removed {
        return Ok(None);
    }
    let ends = |note: &&Note| matches!(note.statement(), Some(Statement::Remove { person: who, .. }) if who == person);
    let note = law.in_order().filter(|note| law.is_valid(&note.id)).filter(ends).last();
    note.map(|note| told(replica, note)).transpose()
}

/// Who asks that an organiser be one no more, and why, while it takes a second who asks.
fn asked(replica: &Replica<Rows>, person: &PersonId) -> Result<Vec<RemovalView>, Trouble> {
    let law = replica.law();
    if law.status(person) != Status::Active {
        return Ok(Vec::new());
    }
    super::asked_for(law, person).map(|note| told(replica, note)).collect()
}

fn told(replica: &Replica<Rows>, note: &Note) -> Result<RemovalView, Trouble> {
    let by = profile::name_of(replica.store().connection(), &note.person)?;
    let rises = matches!(note.statement(), Some(Statement::Raise { .. }));
    Ok(RemovalView { by, why: replica.why_of(note).unwrap_or_default(), at_ms: replica.stated_at(&note.id), rises })
}

/// What the law lets this device state about a person now.
fn deeds(replica: &Replica<Rows>, person: &PersonId) -> Result<Vec<Permission>, Trouble> {
    let law = replica.law();
    let mut deeds = Vec::new();
    if *person == replica.me().person {
        return Ok(deeds);
    }
    let may = |statement: &Statement| replica.may_state(statement);
    let from = law.given_role(person).unwrap_or(Role::Member);
    for to in [Role::Member, Role::Steward, Role::Organiser] {
        if law.status(person) == Status::Active && to != from && may(&changing(*person, from, to))? {
            deeds.push(Permission::Role(to.into()));
        }
    }
    let ended = matches!(law.status(person), Status::Removed | Status::Left);
    if !ended && may(&Statement::Remove { person: *person, cuts: replica.cuts_of(person), why: None })? {
        deeds.push(Permission::Remove);
    }
    if !matches!(law.status(person), Status::Removed | Status::Waiting) {
        return Ok(deeds);
    }
    if may(&restoring(person))? {
        deeds.push(Permission::Restore);
    }
    Ok(deeds)
}

/// Who came since everything was seen, and belongs: the last [`MAX_JOINED`], and how many came before them.
pub(crate) fn joined(replica: &Replica<Rows>) -> Result<(Vec<Joined>, u32), Trouble> {
    let reader = Reader::of(replica);
    let mut came = Vec::new();
    for one in topic::new_people(&reader, apart_ms(replica))? {
        let person = profile::find(reader.rows, &one.person)?;
        if replica.law().status(&person) == Status::Active {
            came.push((person, one));
        }
    }
    let latest = came.split_off(came.len().saturating_sub(MAX_JOINED));
    let sponsors = if latest.is_empty() { BTreeMap::new() } else { sponsors(replica) };
    let row = |(person, PersonName { person: id, name }): (PersonId, PersonName)| {
        let by = sponsors.get(&person).map(|by| decided::named(replica, by)).transpose()?;
        Ok(Joined { person: id, name, by: by.unwrap_or_default().name })
    };
    let rows: Result<Vec<Joined>, Trouble> = latest.into_iter().map(row).collect();
    Ok((rows?, u32::try_from(came.len()).unwrap_or(u32::MAX)))
}

/// Who let each person in, by the first admit that holds.
fn sponsors(replica: &Replica<Rows>) -> BTreeMap<PersonId, PersonId> {
    let law = replica.law();
    let mut sponsors = BTreeMap::new();
    for note in law.in_order().filter(|note| law.is_valid(&note.id)) {
        if let Some(Statement::Admit { person, .. }) = note.statement() {
            sponsors.entry(*person).or_insert(note.person);
        }
    }
    sponsors
}

/// What of the charter waits for the reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CharterWaits {
    /// Someone waits to be let in for good.
    Vouch {
        /// Who.
        name: String,
        /// Their id.
        person: String,
    },
    /// An organiser asks that another be removed, or be no organiser any more, which takes a second one.
    Second {
        /// About whom.
        name: String,
        /// Their id.
        person: String,
        /// Who asks.
        by: String,
        /// Why; empty if nothing was said.
        why: String,
        /// Whether they are to become an organiser; else to be one no more, or to go.
        #[serde(default)]
        rises: bool,
    },
    /// Nobody else could look after the community if the reader were gone.
    Alone {
        /// How many people belong.
        people: u32,
    },
}

impl Waits for CharterWaits {
    const READS: Subjects = Subjects::CHARTER.and(PROFILES);

    fn all(replica: &Replica<Rows>) -> Result<Vec<Self>, Trouble> {
        waiting(replica)
    }

    fn key(&self) -> String {
        match self {
            Self::Vouch { person, .. } => format!("vouch {person}"),
            Self::Second { person, by, .. } => format!("second {person} {by}"),
            Self::Alone { .. } => "alone".to_owned(),
        }
    }
}

/// What of the charter waits for the reader.
fn waiting(replica: &Replica<Rows>) -> Result<Vec<CharterWaits>, Trouble> {
    let (law, me) = (replica.law(), replica.me().person);
    let mut waiting = Vec::new();
    for person in law.people() {
        if law.status(&person) == Status::Waiting && deeds(replica, &person)?.contains(&Permission::Restore) {
            let row = row(replica, &person)?;
            waiting.push(CharterWaits::Vouch { name: row.name, person: row.person });
        }
    }
    waiting.extend(seconds(replica)?);
    let active: Vec<PersonId> =
        law.people().into_iter().filter(|person| law.status(person) == Status::Active).collect();
    let looks_after = |person: &&PersonId| law.role(person).is_some_and(|role| role >= Role::Steward);
    let alone = active.iter().filter(looks_after).all(|person| *person == me);
    if alone && active.len() > 2 && law.role(&me) == Some(Role::Organiser) {
        waiting.push(CharterWaits::Alone { people: u32::try_from(active.len()).unwrap_or(u32::MAX) });
    }
    Ok(waiting)
}

/// What other organisers ask for and only a second one can make hold.
fn seconds(replica: &Replica<Rows>) -> Result<Vec<CharterWaits>, Trouble> {
    let (law, me) = (replica.law(), replica.me().person);
    let mut seconds = Vec::new();
    if law.given_role(&me) != Some(Role::Organiser) {
        return Ok(seconds);
    }
    for person in law.people().into_iter().filter(|person| *person != me && law.status(person) == Status::Active) {
        for note in super::asked_for(law, &person).filter(|note| note.person != me) {
            let (about, asks) = (decided::named(replica, &person)?, told(replica, note)?);
            seconds.push(CharterWaits::Second {
                name: about.name,
                person: about.person,
                by: asks.by,
                why: asks.why,
                rises: asks.rises,
            });
        }
    }
    Ok(seconds)
}
