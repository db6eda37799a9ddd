//! What people look at in one community, read on its thread.

use super::words;
use crate::command::Trouble;
use crate::people;
use crate::project::Rows;
use crate::query::{
    CharterLine, CharterView, CommunityRow, CommunityStatus, DeviceRow, DeviceStatus, PersonRow, Query, Standing, View,
};
use crate::reader::{Reader, unreadable};
use crate::talk;
use kith_sync::charter::{Note, Role, Statement, Status};
use kith_sync::id::{ItemId, PersonId, to_text};
use kith_sync::node::Replica;
use kith_sync::store::StoreError;
use std::collections::BTreeMap;

type Names = BTreeMap<PersonId, people::Name>;

/// The view of one community.
///
/// # Errors
/// In words, when the query names nothing that is here.
pub fn look(replica: &Replica<Rows>, query: &Query) -> Result<View, Trouble> {
    let reader = Reader::of(replica);
    match query {
        Query::Topics => talk::topics(&reader).map(View::Topics).map_err(unreadable),
        Query::Topic { topic } => self::topic(replica, topic),
        Query::Today => talk::today(&reader).map(View::Today).map_err(unreadable),
        Query::People => self::people(replica),
        Query::Devices => Ok(devices(replica)),
        Query::Charter => charter(replica),
        Query::Communities => Ok(View::Communities(vec![community(replica)?])),
        Query::Status => {
            let communities = vec![status(replica)?];
            Ok(View::Status(crate::query::StatusView { communities }))
        }
    }
}

fn topic(replica: &Replica<Rows>, named: &str) -> Result<View, Trouble> {
    let missing = || {
        Trouble(format!(
            "No topic here has the id “{named}”. It may not have arrived yet; “kith topics” lists those here."
        ))
    };
    let id: ItemId = named.trim().parse().map_err(|_| missing())?;
    let reach = replica.reach().map_err(words::replica)?;
    let reached = |origin: &kith_sync::node::Origin| match replica.log_of(origin.log) {
        Some(log) => reach.of(&log.name(), origin.number, &log.intro.person),
        None => (0, 0),
    };
    let view = talk::topic(&Reader::of(replica), &id, &reached).map_err(unreadable)?;
    view.map(View::Topic).ok_or_else(missing)
}

fn people(replica: &Replica<Rows>) -> Result<View, Trouble> {
    let law = replica.law();
    let names = people::names(replica.store().connection()).map_err(unreadable)?;
    let rows = law.people().into_iter().map(|person| PersonRow {
        person: to_text(&person.0),
        name: names.get(&person).map(|name| name.name.clone()).unwrap_or_default(),
        role: words::role(law.role(&person).unwrap_or(Role::Guest)),
        status: match law.status(&person) {
            Status::Active => Standing::Active,
            Status::Waiting | Status::Unknown => Standing::Waiting,
            Status::Removed => Standing::Removed,
            Status::Left => Standing::Left,
        },
        devices: u32::try_from(law.devices(&person).len()).unwrap_or(u32::MAX),
        me: person == replica.me().person,
    });
    Ok(View::People(rows.collect()))
}

fn devices(replica: &Replica<Rows>) -> View {
    let (person, this) = (replica.me().person, replica.me().device());
    let own = replica.law().devices(&person).into_iter();
    View::Devices(own.map(|(device, _)| DeviceRow { device: to_text(&device.0), this: device == this }).collect())
}

/// What the community is called.
pub(super) fn community(replica: &Replica<Rows>) -> Result<CommunityRow, Trouble> {
    let names = talk::community_name(&Reader::of(replica)).map_err(unreadable)?;
    Ok(CommunityRow { community: to_text(&replica.community().0), name: names.into_iter().next().unwrap_or_default() })
}

/// What is here and who has been heard from.
pub(super) fn status(replica: &Replica<Rows>) -> Result<CommunityStatus, Trouble> {
    let CommunityRow { community, name } = self::community(replica)?;
    let damaged = |error: StoreError| words::store(&error);
    let heard: BTreeMap<_, _> = replica
        .store()
        .peers()
        .map_err(damaged)?
        .into_iter()
        .filter_map(|(device, _, heard)| Some((device, heard?)))
        .collect();
    let behind = replica.behind().map_err(words::replica)?;
    let devices = behind.into_iter().filter_map(|(device, behind)| {
        let (person, _) = replica.law().owner(&device)?;
        Some(DeviceStatus {
            device: to_text(&device.0),
            person: to_text(&person.0),
            last_heard: heard.get(&device).copied(),
            behind,
        })
    });
    Ok(CommunityStatus {
        community,
        name,
        digest: to_text(&replica.digest()),
        root: to_text(&replica.state_root().map_err(words::replica)?),
        records: replica.store().count_records(&replica.everyone()).map_err(damaged)?.0,
        devices: devices.collect(),
    })
}

fn charter(replica: &Replica<Rows>) -> Result<View, Trouble> {
    let law = replica.law();
    let names = people::names(replica.store().connection()).map_err(unreadable)?;
    let reasons = talk::reasons(&Reader::of(replica)).map_err(unreadable)?;
    let lines = law.facts().in_order().map(|note| CharterLine {
        id: to_text(&note.id.0),
        by: called(&names, &note.person),
        what: said(&names, &reasons, note),
        holds: law.is_valid(&note.id),
    });
    Ok(View::Charter(CharterView { lines: lines.collect(), needs_newer: law.needs_newer() }))
}

fn called(names: &Names, person: &PersonId) -> String {
    names.get(person).map_or_else(|| to_text(&person.0), |name| name.name.clone())
}

fn said(names: &Names, reasons: &BTreeMap<(String, PersonId), String>, note: &Note) -> String {
    let called = |person: &PersonId| called(names, person);
    let Some(body) = &note.body else {
        return "said something that needs a newer Kith".into();
    };
    match body {
        Statement::Genesis { .. } => "founded the community".into(),
        Statement::Invite { role, limit: 0, .. } => {
            format!("opened an invitation for a {}", role_name(*role))
        }
        Statement::Invite { role, limit, .. } => {
            format!("opened an invitation for a {}, for at most {limit}", role_name(*role))
        }
        Statement::Close { .. } => "closed an invitation".into(),
        Statement::Admit { person, lifts, .. } if lifts.is_empty() => {
            format!("let {} in", called(person))
        }
        Statement::Admit { person, .. } => format!("let {} in again", called(person)),
        Statement::Leave { .. } => "left".into(),
        Statement::Role { person, to, .. } => {
            format!("made {} a {}", called(person), role_name(*to))
        }
        Statement::Remove { person, .. } => match reasons.get(&(to_text(&note.id.0), note.person)) {
            Some(why) => format!("removed {}: {why}", called(person)),
            None => format!("removed {}", called(person)),
        },
        Statement::Restore { person, .. } => format!("brought {} back", called(person)),
        Statement::DeviceAdd { .. } => "added a device".into(),
        Statement::DeviceRemove { .. } => "removed a device".into(),
        Statement::StandIn => "stands in while no organiser can".into(),
        Statement::Circle { .. } => "opened a circle".into(),
        Statement::Epoch { .. } => "changed the keys".into(),
        Statement::Policy { members_invite: true } => "lets members invite".into(),
        Statement::Policy { members_invite: false } => "lets only stewards and organisers invite".into(),
        Statement::Hub { .. } => "named a hub".into(),
    }
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Guest => "guest",
        Role::Member => "member",
        Role::Steward => "steward",
        Role::Organiser => "organiser",
    }
}
