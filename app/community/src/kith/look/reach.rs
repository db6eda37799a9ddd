//! Who has what, by the signed word of their devices, and which ways lead out of this one.

use crate::command::Trouble;
use crate::kith::{Open, words};
use crate::people;
use crate::project::Rows;
use crate::query::{DeviceRow, PersonName, PersonReach, ReachCount, ReachView};
use crate::reader::unreadable;
use crate::settings::Network;
use kith_sync::id::{DeviceId, LogId, PersonId, to_text};
use kith_sync::node::{Reach, Replica};
use std::collections::{BTreeMap, BTreeSet};

/// A log of one's own: its row, its name, and how many records are here.
type Own = (i64, LogId, u64);

/// Posts of one's own in a log from a record on.
const POSTS_FROM: &str = "
    SELECT count(*) FROM items WHERE coalesce(marked_log, log) = ? AND coalesce(marked_number, number) >= ?
    AND kind IN (1, 2)";

/// When each device was last met, in milliseconds since 1970.
pub(super) fn heard(replica: &Replica<Rows>) -> Result<BTreeMap<DeviceId, i64>, Trouble> {
    let peers = replica.store().peers().map_err(|error| words::store(&error))?;
    Ok(peers.into_iter().filter_map(|(device, _, heard)| Some((device, heard?))).collect())
}

/// How far one's own words have got.
pub(super) fn count(replica: &Replica<Rows>) -> Result<ReachCount, Trouble> {
    let (reach, own) = (replica.reach().map_err(words::replica)?, own(replica));
    let others: Vec<PersonId> = reach.known().filter(|person| *person != replica.me().person).collect();
    let reached = others.iter().filter(|person| has_all(&reach, &own, person)).count();
    let least = own.iter().map(|(row, log, _)| {
        let held = others.iter().map(|person| reach.held_by(person, log)).min();
        (*row, held.unwrap_or(u64::MAX))
    });
    let size = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(ReachCount {
        reached: size(reached),
        known: size(others.len()),
        waiting: if others.is_empty() { 0 } else { posts_from(replica, least)? },
    })
}

/// Posts of one's own that a person does not have.
pub(super) fn lacks(replica: &Replica<Rows>, person: &PersonId) -> Result<u32, Trouble> {
    let reach = replica.reach().map_err(words::replica)?;
    if *person == replica.me().person || !reach.known().any(|known| known == *person) {
        return Ok(0);
    }
    let held = own(replica).into_iter().map(|(row, log, _)| (row, reach.held_by(person, &log)));
    posts_from(replica, held)
}

/// One's own devices.
pub(super) fn devices(replica: &Replica<Rows>, connected: &BTreeSet<DeviceId>) -> Result<Vec<DeviceRow>, Trouble> {
    let (person, this) = (replica.me().person, replica.me().device());
    let heard = heard(replica)?;
    let own = replica.law().devices(&person).into_iter();
    let rows = own.map(|(device, _)| DeviceRow {
        device: to_text(&device.0),
        this: device == this,
        last_heard: heard.get(&device).copied(),
        connected: connected.contains(&device),
    });
    Ok(rows.collect())
}

/// All of it.
pub(in crate::kith) fn reach(open: &Open, network: Network, fixed: bool) -> Result<ReachView, Trouble> {
    let replica = open.core.replica();
    let connected: BTreeSet<DeviceId> = open.core.connected().collect();
    let (bytes_in, bytes_out) = open.bytes();
    Ok(ReachView {
        count: count(replica)?,
        people: people_reached(replica)?,
        devices: devices(replica, &connected)?,
        network,
        fixed,
        connected: connected
            .iter()
            .filter_map(|device| whose(replica, device).transpose())
            .collect::<Result<_, _>>()?,
        bytes_in,
        bytes_out,
    })
}

fn whose(replica: &Replica<Rows>, device: &DeviceId) -> Result<Option<PersonName>, Trouble> {
    let Some((person, _)) = replica.law().owner(device) else {
        return Ok(None);
    };
    let name = people::called(replica.store().connection(), &person).map_err(unreadable)?.name;
    Ok(Some(PersonName { person: to_text(&person.0), name }))
}

fn people_reached(replica: &Replica<Rows>) -> Result<Vec<PersonReach>, Trouble> {
    let (reach, own) = (replica.reach().map_err(words::replica)?, own(replica));
    let (law, heard) = (replica.law(), heard(replica)?);
    let others = reach.known().filter(|person| *person != replica.me().person);
    let row = |person: PersonId| {
        let held = own.iter().map(|(row, log, _)| (*row, reach.held_by(&person, log)));
        Ok(PersonReach {
            person: to_text(&person.0),
            name: people::called(replica.store().connection(), &person).map_err(unreadable)?.name,
            lacks: posts_from(replica, held)?,
            reached: has_all(&reach, &own, &person),
            last_heard: law.devices(&person).iter().filter_map(|(device, _)| heard.get(device)).max().copied(),
        })
    };
    others.map(row).collect()
}

fn own(replica: &Replica<Rows>) -> Vec<Own> {
    replica.logs_of(&replica.me().person).collect()
}

fn has_all(reach: &Reach, own: &[Own], person: &PersonId) -> bool {
    own.iter().all(|(_, log, count)| reach.held_by(person, log) >= *count)
}

fn posts_from(replica: &Replica<Rows>, logs: impl Iterator<Item = (i64, u64)>) -> Result<u32, Trouble> {
    let count = |(row, from): (i64, u64)| -> rusqlite::Result<u32> {
        let from = i64::try_from(from).unwrap_or(i64::MAX);
        replica.store().connection().prepare_cached(POSTS_FROM)?.query_row((row, from), |row| row.get(0))
    };
    logs.map(count).sum::<rusqlite::Result<u32>>().map_err(unreadable)
}
