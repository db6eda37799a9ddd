//! Who has what, by the signed word of their devices, and which ways lead out of this one.

mod query;

pub use query::{DeviceRow, DevicesQuery, PersonReach, ReachCount, ReachQuery, ReachView};

use crate::charter::PersonName;
use crate::device;
use crate::profile;
use crate::project::Rows;
use crate::query::At;
use crate::reader::Reader;
use crate::trouble::Trouble;
use kith_sync::charter::Law;
use kith_sync::id::{DeviceId, LogId, PersonId, to_text};
use kith_sync::node::{Reach, Replica};
use rusqlite::OptionalExtension as _;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// A log of the reader's: its row, its name, and how many records a device needs of it to have every post.
type Own = (i64, LogId, u64);

/// Posts of one's own in a log from a record on, each by the record that made or else marked it.
const POSTS_FROM: &str = "
    SELECT (SELECT count(*) FROM items INDEXED BY items_by_record
            WHERE log = ?1 AND number >= ?2 AND kind IN (1, 2) AND marked_log IS NULL)
        + (SELECT count(*) FROM items INDEXED BY items_marked
            WHERE marked_log = ?1 AND marked_number >= ?2 AND kind IN (1, 2))";

/// The record of a log, of those before ?2, that last said something of a post: a new name, of a person or a channel, is no
/// word that somebody waits for.
const LAST_IN_LOG: &str = "
    SELECT max(
        coalesce((SELECT number FROM items INDEXED BY items_by_record
            WHERE log = ?1 AND number < ?2 AND kind IN (1, 2) ORDER BY number DESC LIMIT 1), -1),
        coalesce((SELECT marked_number FROM items INDEXED BY items_marked
            WHERE marked_log = ?1 AND marked_number < ?2 AND kind IN (1, 2) ORDER BY marked_number DESC LIMIT 1), -1),
        coalesce((SELECT words.number FROM words INDEXED BY words_later CROSS JOIN items USING (item)
            WHERE words.log = ?1 AND words.number < ?2 AND later = 1 AND kind IN (1, 2)
            ORDER BY words.number DESC LIMIT 1), -1))";

/// The record of the last post of person ?1.
const LAST_POST: &str = "
    SELECT coalesce(marked_log, log), coalesce(marked_number, number)
    FROM items INDEXED BY posts_of_person WHERE person = ?1 AND circle = ?2 AND stands = 1 AND kind IN (1, 2)
    ORDER BY place DESC, (SELECT name FROM names WHERE id = item) DESC LIMIT 1";

/// When each device was last met, in milliseconds since 1970.
pub(crate) struct Heard(BTreeMap<DeviceId, i64>);

impl Heard {
    /// As it is now.
    pub(crate) fn of(replica: &Replica<Rows>) -> Result<Self, Trouble> {
        let peers = replica.store().peers()?;
        Ok(Self(peers.into_iter().filter_map(|(device, _, heard)| Some((device, heard?))).collect()))
    }

    /// When one device was.
    pub(crate) fn when(&self, device: &DeviceId) -> Option<i64> {
        self.0.get(device).copied()
    }

    /// When one of a person's devices was, last.
    pub(crate) fn last(&self, law: &Law, person: &PersonId) -> Option<i64> {
        law.devices(person).iter().filter_map(|(device, _)| self.when(device)).max()
    }
}

/// How far one's own words have got.
pub(crate) struct Reached<'a> {
    replica: &'a Replica<Rows>,
    reach: Reach,
    own: Vec<Own>,
    others: Vec<PersonId>,
    /// Posts in a log from a record on, as far as they were counted: many people lack the same.
    counted: RefCell<BTreeMap<(i64, u64), u32>>,
}

impl<'a> Reached<'a> {
    /// As it is now.
    pub(crate) fn of(replica: &'a Replica<Rows>) -> Result<Self, Trouble> {
        let (reach, me) = (replica.reach()?, replica.me().person);
        let others = reach.known().filter(|person| *person != me).collect();
        let own = replica.logs_of(&me).map(|(row, log, _)| Ok((row, log, needed(replica, row, i64::MAX)?)));
        Ok(Self { replica, own: own.collect::<Result<_, Trouble>>()?, others, reach, counted: RefCell::default() })
    }

    /// In three numbers.
    pub(crate) fn count(&self) -> Result<ReachCount, Trouble> {
        let least = |log| self.others.iter().map(|person| self.reach.held_by(person, log)).min().unwrap_or(u64::MAX);
        let size = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let last = self.last_post()?;
        Ok(ReachCount {
            reached: size(self.others.iter().filter(|person| self.has_all(person)).count()),
            known: size(self.others.len()),
            waiting: self.posts_from(self.own.iter().map(|(row, log, _)| (*row, least(log))))?,
            last: size(
                self.others.iter().filter(|person| last.as_ref().is_none_or(|last| last.has(self, person))).count(),
            ),
            before: size(self.others.iter().filter(|person| self.has_before(person, last.as_ref())).count()),
            silent: last.is_none(),
        })
    }

    /// The reader's last post.
    fn last_post(&self) -> Result<Option<LastPost>, Trouble> {
        let reader = Reader::of(self.replica);
        let found = || {
            let of = (reader.as_me()?, reader.in_circle()?);
            let mut query = reader.rows.prepare_cached(LAST_POST)?;
            query.query_row(of, |row| Ok((row.get::<_, i64>(0)?, row.get::<_, u64>(1)?))).optional()
        };
        let Some((row, number)) = found()? else {
            return Ok(None);
        };
        let Some((_, log, _)) = self.own.iter().find(|(own, ..)| *own == row) else {
            return Ok(None);
        };
        let before = needed(self.replica, row, i64::try_from(number).unwrap_or(i64::MAX))?;
        Ok(Some(LastPost { log: *log, number, before }))
    }

    /// Whether a person has every post but the last.
    fn has_before(&self, person: &PersonId, last: Option<&LastPost>) -> bool {
        self.own.iter().all(|(_, log, needed)| {
            let needed = last.filter(|last| last.log == *log).map_or(*needed, |last| last.before);
            self.reach.held_by(person, log) >= needed
        })
    }

    /// Posts of one's own that a person does not have.
    pub(crate) fn lacks(&self, person: &PersonId) -> Result<u32, Trouble> {
        if !self.others.contains(person) {
            return Ok(0);
        }
        self.posts_from(self.own.iter().map(|(row, log, _)| (*row, self.reach.held_by(person, log))))
    }

    fn people(&self) -> Result<Vec<PersonReach>, Trouble> {
        let heard = Heard::of(self.replica)?;
        let row = |person: &PersonId| {
            Ok(PersonReach {
                person: to_text(&person.0),
                name: profile::called(self.replica.store().connection(), person)?.name,
                lacks: self.lacks(person)?,
                reached: self.has_all(person),
                last_heard: heard.last(self.replica.law(), person),
            })
        };
        self.others.iter().map(row).collect()
    }

    fn has_all(&self, person: &PersonId) -> bool {
        self.own.iter().all(|(_, log, count)| self.reach.held_by(person, log) >= *count)
    }

    fn posts_from(&self, logs: impl Iterator<Item = (i64, u64)>) -> Result<u32, Trouble> {
        let count = |(row, from): (i64, u64)| -> rusqlite::Result<u32> {
            if let Some(count) = self.counted.borrow().get(&(row, from)) {
                return Ok(*count);
            }
            let mut posts = self.replica.store().connection().prepare_cached(POSTS_FROM)?;
            let count = posts.query_row((row, i64::try_from(from).unwrap_or(i64::MAX)), |row| row.get(0))?;
            self.counted.borrow_mut().insert((row, from), count);
            Ok(count)
        };
        Ok(logs.map(count).sum::<rusqlite::Result<u32>>()?)
    }
}

/// Where the reader's last post is.
struct LastPost {
    log: LogId,
    number: u64,
    /// How many records of that log a device needs to have every post before it.
    before: u64,
}

impl LastPost {
    fn has(&self, reached: &Reached<'_>, person: &PersonId) -> bool {
        reached.reach.held_by(person, &self.log) > self.number
    }
}

/// How many records of a log a device needs to have all that those before a number say of posts.
fn needed(replica: &Replica<Rows>, log: i64, before: i64) -> Result<u64, Trouble> {
    let query = replica.store().connection().prepare_cached(LAST_IN_LOG);
    let last = query.and_then(|mut sql| sql.query_row((log, before), |row| row.get(0)));
    let last: i64 = last?;
    Ok(u64::try_from(last + 1).unwrap_or(0))
}

/// One's own devices.
fn devices(replica: &Replica<Rows>, connected: &BTreeSet<DeviceId>) -> Result<Vec<DeviceRow>, Trouble> {
    let (person, this) = (replica.me().person, replica.me().device());
    let heard = Heard::of(replica)?;
    let mut names = device::device_names(replica)?;
    let own = replica.law().devices(&person).into_iter();
    let rows = own.map(|(device, _)| DeviceRow {
        device: to_text(&device.0),
        name: names.remove(&to_text(&device.0)).unwrap_or_default(),
        this: device == this,
        last_heard: heard.when(&device),
        connected: connected.contains(&device),
    });
    Ok(rows.collect())
}

/// All of it.
fn reach(at: &At<'_>) -> Result<ReachView, Trouble> {
    let (replica, (network, fixed)) = (at.replica, at.network);
    let reached = Reached::of(replica)?;
    let connected = at.connected();
    let (bytes_in, bytes_out) = at.bytes();
    Ok(ReachView {
        count: reached.count()?,
        people: reached.people()?,
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
    let name = profile::called(replica.store().connection(), &person)?.name;
    Ok(Some(PersonName { person: to_text(&person.0), name }))
}
