//! Reach: who holds what, counted from receipts and from nothing else.

use super::{Held, named};
use crate::id::{DeviceId, LogId, PersonId};
use crate::node::replica::{Replica, ReplicaError};
use crate::node::slices::Slices;
use crate::session::digest;
use crate::store::LogRow;
use std::collections::{BTreeMap, BTreeSet};

/// Which persons hold how much of each log, by the receipts of at least one of their devices.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    known: BTreeSet<PersonId>,
    holds: BTreeMap<PersonId, BTreeMap<[u8; 8], u64>>,
}

impl Reach {
    /// How many of the known people other than `author` hold record `number` of the log, and how many are known.
    #[must_use]
    pub fn of(&self, log: &LogId, number: u64, author: &PersonId) -> (u32, u32) {
        let others = || self.known.iter().filter(|person| *person != author);
        let holds = |person: &&PersonId| {
            let count = self.holds.get(person).and_then(|vector| vector.get(&named(log)));
            count.is_some_and(|count| *count > number)
        };
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        (count(others().filter(holds).count()), count(others().count()))
    }

    /// The people who are known, in a stable order.
    pub fn known(&self) -> impl Iterator<Item = PersonId> + Clone {
        self.known.iter().copied()
    }

    /// How many records of the log a person holds.
    #[must_use]
    pub fn held_by(&self, person: &PersonId, log: &LogId) -> u64 {
        self.holds.get(person).and_then(|vector| vector.get(&named(log))).copied().unwrap_or(0)
    }
}

impl<S: Slices> Replica<S> {
    /// Who holds what of everyone's circle: others by their receipts, this device by what is here.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn reach(&self) -> Result<Reach, ReplicaError> {
        let circle = self.everyone();
        // Who was let in and has never been here holds nothing, and is not waited for.
        let is_known = |person: &PersonId| self.law.reads(person, &circle) && self.has_been_here(person);
        let known = self.law.people().into_iter().filter(is_known).collect();
        let families = self.families();
        let mut reach = Reach { known, holds: BTreeMap::new() };
        let own = reach.holds.entry(self.me.person).or_default();
        own.extend(self.summaries(Some(&circle)).iter().map(|log| (named(&log.log), log.whole)));
        for (device, vector) in self.vectors()? {
            let Some((person, _)) = self.law.owner(&device) else {
                continue;
            };
            // Mostly a person has one device, and no log was written twice: with 500 people that is 250,000 entries.
            if families.is_empty() && !reach.holds.contains_key(&person) {
                reach.holds.insert(person, vector);
                continue;
            }
            let holds = reach.holds.entry(person).or_default();
            let blind = |log: &[u8; 8]| {
                families.get(log).is_some_and(|family| family.iter().any(|one| !vector.contains_key(one)))
            };
            for (log, count) in vector.iter().filter(|(log, _)| !blind(log)).map(|(log, count)| (*log, *count)) {
                let most = holds.entry(log).or_insert(0);
                *most = (*most).max(count);
            }
        }
        Ok(reach)
    }

    /// Logs that were written twice, each with all its branches: who does not name all of them in a receipt may
    /// mean another branch than this device does.
    fn families(&self) -> BTreeMap<[u8; 8], BTreeSet<[u8; 8]>> {
        let mut families: BTreeMap<LogId, BTreeSet<[u8; 8]>> = BTreeMap::new();
        for row in self.logs.values().filter(|row| row.base.is_some()) {
            families.entry(row.head.log).or_default().extend([named(&row.head.log), named(&row.name())]);
        }
        let each = families.into_values().flat_map(|family| {
            let names: Vec<[u8; 8]> = family.iter().copied().collect();
            names.into_iter().map(move |name| (name, family.clone()))
        });
        each.collect()
    }

    /// How many records of everyone's circle each active device has not signed for.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn behind(&self) -> Result<BTreeMap<DeviceId, u64>, ReplicaError> {
        let logs = self.summaries(Some(&self.everyone()));
        let vectors: BTreeMap<_, _> = self.vectors()?.into_iter().collect();
        let people = self.law.people().into_iter().filter(|person| self.law.reads(person, &self.everyone()));
        let devices = people.flat_map(|person| self.law.devices(&person)).map(|(device, _)| device);
        let count = |device: DeviceId| {
            let vector = vectors.get(&device);
            let lacks = logs.iter().filter(|log| self.writer(&log.log) != Some(device)).map(|log| {
                let has = vector.and_then(|vector| vector.get(&named(&log.log))).copied().unwrap_or(0);
                log.count.saturating_sub(has)
            });
            (device, lacks.sum())
        };
        Ok(devices.filter(|device| *device != self.me.device()).map(count).collect())
    }

    #[expect(clippy::type_complexity, reason = "a device's vector, used twice above")]
    fn vectors(&self) -> Result<Vec<(DeviceId, BTreeMap<[u8; 8], u64>)>, ReplicaError> {
        let rows = self.store.receipts(&self.everyone())?;
        let active = rows.into_iter().filter(|(device, ..)| self.law.is_active(device) && *device != self.me.device());
        let read = |(device, _, _, vector): (DeviceId, u64, Vec<u8>, Vec<u8>)| {
            let vector: Vec<Held> = minicbor::decode(&vector).unwrap_or_default();
            (device, vector.into_iter().map(|held| (*held.log, held.count)).collect())
        };
        Ok(active.map(read).collect())
    }

    /// A digest over all that is stored of everyone's circle.
    #[must_use]
    pub fn digest(&self) -> [u8; 16] {
        digest(&self.summaries(Some(&self.everyone())))
    }

    /// Whether a person has written anything in everyone's circle, by what is stored here: whoever comes in writes their
    /// name first. This device's own person has.
    #[must_use]
    pub fn has_been_here(&self, person: &PersonId) -> bool {
        *person == self.me.person || self.logs_of(person).next().is_some()
    }

    /// The logs in which a person's devices write in everyone's circle: the row, the name, and how many records are here.
    pub fn logs_of(&self, person: &PersonId) -> impl Iterator<Item = (i64, LogId, u64)> {
        let circle = self.everyone();
        let own = move |row: &&LogRow| row.intro.person == *person && row.circle == Some(circle);
        self.logs.values().filter(own).map(|row| (row.id, row.name(), row.head.count))
    }

    /// Which device writes a log that is here.
    pub(super) fn writer(&self, log: &LogId) -> Option<DeviceId> {
        self.log(log).map(|row| row.intro.device)
    }
}
