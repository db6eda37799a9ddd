//! Sealing: minting a circle's keys, and handing them to the devices that are entitled to them.

use super::DAY_MS;
use super::replica::{Replica, ReplicaError};
use super::slices::Slices;
use crate::body::Body;
use crate::charter::{MAX_LISTED, Statement};
use crate::epoch::{Entry, MAX_DEVICES, MAX_EPOCHS, Seal, circle_commitment, commitment, fresh_secret, seal_to};
use crate::id::{CircleId, DeviceId, PersonId, StatementId};
use crate::record::Secret;
use crate::session::MAX_ENTRIES;
use rand::Rng as _;
use std::collections::{BTreeMap, BTreeSet};

/// How long a device writes under one epoch, in milliseconds: 30 days.
const EPOCH_MS: i64 = 30 * DAY_MS;

/// For the keys of how many epochs that one person opened it is asked at a time.
pub const MAX_LACKING: usize = 32;

/// Under which name it is noted since when this device writes under the epoch.
fn in_use(epoch: &StatementId) -> String {
    format!("epoch {}", crate::id::to_text(&epoch.0))
}

impl<S: Slices> Replica<S> {
    /// The key to write under; mints an epoch when none that is held will do.
    pub(super) fn key_to_write_under(&mut self, circle: &CircleId) -> Result<Secret, ReplicaError> {
        self.epoch_to_write_under(circle).map(|(_, key)| key)
    }

    /// The epoch to write under with its key.
    pub(super) fn epoch_to_write_under(&mut self, circle: &CircleId) -> Result<(StatementId, Secret), ReplicaError> {
        let epoch = match self.held_to_write_under(circle)? {
            Some(epoch) => epoch,
            None => self.mint(circle)?,
        };
        self.begin_use(&epoch)?;
        let key = self.epoch_keys.get(&epoch).map(|(_, key)| key.clone());
        Ok((epoch, key.ok_or(ReplicaError::NotActive)?))
    }

    /// The epoch to write under, if one that is held will do. Who may open none in its place goes on under one that is worn.
    fn held_to_write_under(&self, circle: &CircleId) -> Result<Option<StatementId>, ReplicaError> {
        let held = self.law.write_under(circle, |id: &StatementId| self.epoch_keys.contains_key(id));
        Ok(match held {
            Some(epoch) if !self.restored && self.is_worn(&epoch)? => None,
            held => held,
        })
    }

    /// Whether this device may write in the circle now, and open an epoch there if it must: known before anything is begun.
    pub(super) fn may_write_in(&self, circle: &CircleId) -> Result<bool, ReplicaError> {
        let epoch = Statement::Epoch { circle: *circle, commitment: [0; 32], replaces: self.replaceable(circle) };
        let may_seal = self.held_to_write_under(circle)?.is_some() || self.may_state(&epoch)?;
        Ok(may_seal && self.circle_secrets.contains_key(circle))
    }

    /// Whether this device has written under the epoch for so long that another is due.
    fn is_worn(&self, epoch: &StatementId) -> Result<bool, ReplicaError> {
        let since = self.store.meta(&in_use(epoch))?.and_then(|bytes| bytes.try_into().ok()).map(i64::from_be_bytes);
        Ok(since.is_some_and(|since| self.now_ms.saturating_sub(since) > EPOCH_MS))
    }

    fn begin_use(&self, epoch: &StatementId) -> Result<(), ReplicaError> {
        let since = self.store.meta(&in_use(epoch))?.and_then(|bytes| bytes.try_into().ok()).map(i64::from_be_bytes);
        // One that lies ahead was noted by a clock that was wrong, and would keep the epoch in use for ever.
        if self.now_ms > 0 && since.is_none_or(|since| since > self.now_ms) {
            self.store.put_meta(&in_use(epoch), &self.now_ms.to_be_bytes())?;
        }
        Ok(())
    }

    /// Tells what time it is, in milliseconds since 1970: only how long an epoch is used hangs on it.
    pub fn tell_time(&mut self, now_ms: i64) {
        self.now_ms = now_ms;
    }

    /// The circle that this person alone reads, on each of their devices; opened if there is none yet. Two devices that
    /// open one each, apart, have two: both are read, and the least of those whose key is here is written in.
    ///
    /// # Errors
    /// As [`Replica::state`].
    pub fn own_circle(&mut self) -> Result<CircleId, ReplicaError> {
        self.commit(|tx| tx.own_circle())
    }

    pub(super) fn own_circle_within(&mut self) -> Result<CircleId, ReplicaError> {
        let person = self.me.person;
        let held = self.law.own_circles(&person).into_iter().find(|circle| self.circle_secrets.contains_key(circle));
        if let Some(circle) = held {
            return Ok(circle);
        }
        self.open_circle_within(vec![person])
    }

    /// Opens a circle of these members, makes its keys, and hands them to their devices.
    ///
    /// # Errors
    /// As [`Replica::state`].
    pub fn open_circle(&mut self, members: Vec<PersonId>) -> Result<CircleId, ReplicaError> {
        self.in_transaction(|replica| replica.open_circle_within(members))
    }

    fn open_circle_within(&mut self, members: Vec<PersonId>) -> Result<CircleId, ReplicaError> {
        let secret = fresh_secret(&mut self.rng);
        let mut random = [0; 16];
        self.rng.fill_bytes(&mut random);
        let statement = Statement::Circle { members, random, commitment: circle_commitment(&secret) };
        let circle = CircleId::opened_by(&self.state_within(&statement)?);
        self.store.put_circle_secret(&circle, &secret)?;
        self.circle_secrets.insert(circle, secret);
        self.mint(&circle)?;
        self.news.keys = true;
        Ok(circle)
    }

    /// Opens an epoch that replaces all that none replaces, and seals its key to every active device.
    pub(super) fn mint(&mut self, circle: &CircleId) -> Result<StatementId, ReplicaError> {
        let key = fresh_secret(&mut self.rng);
        let statement = Statement::Epoch {
            circle: *circle,
            commitment: commitment(&key, circle),
            replaces: self.replaceable(circle),
        };
        let epoch = self.state_within(&statement)?;
        self.store.put_epoch_key(&epoch, circle, &key)?;
        self.epoch_keys.insert(epoch, (*circle, key));
        let me = self.me.device();
        let readers = self.law.people().into_iter().filter(|person| self.law.reads(person, circle));
        let devices: Vec<DeviceId> = readers
            .flat_map(|person| self.law.devices(&person))
            .map(|(device, _)| device)
            .filter(|d| *d != me)
            .collect();
        self.seal_within(circle, &devices, &[epoch])?;
        Ok(epoch)
    }

    /// What an epoch minted now replaces: no more than a statement may list.
    fn replaceable(&self, circle: &CircleId) -> Vec<StatementId> {
        let mut all = self.law.unreplaced_epochs(circle, |id| self.epoch_keys.contains_key(id));
        all.truncate(MAX_LISTED);
        all
    }

    /// Hands keys of a circle to devices.
    pub(super) fn seal_within(
        &mut self,
        circle: &CircleId,
        to: &[DeviceId],
        epochs: &[StatementId],
    ) -> Result<(), ReplicaError> {
        let Some(secret) = self.circle_secrets.get(circle).cloned() else {
            return Ok(());
        };
        let keys: Vec<(StatementId, Secret)> =
            epochs.iter().filter_map(|id| Some((*id, self.epoch_keys.get(id)?.1.clone()))).collect();
        // A record holds at most 64 KiB, so many devices or many keys take several.
        let per_seal = (48 * 1024 / (128 + 65 * keys.len())).clamp(1, MAX_DEVICES);
        for some in to.chunks(per_seal) {
            let entries: Vec<Entry> = some
                .iter()
                .filter_map(|device| {
                    let (_, public) = self.law.owner(device)?;
                    seal_to(&self.community, circle, &public, &secret, &keys, &mut self.rng)
                })
                .collect();
            if !entries.is_empty() {
                self.append_charter(&Body::Seal(Seal { circle: *circle, entries }))?;
            }
        }
        Ok(())
    }

    /// Hands a device every key it is entitled to and that is held here.
    pub(super) fn seal_all_within(&mut self, device: &DeviceId) -> Result<(), ReplicaError> {
        let Some((person, _)) = self.law.owner(device).filter(|_| self.law.is_active(device)) else {
            return Ok(());
        };
        for circle in self.law.circles(&person) {
            let epochs: Vec<StatementId> = self.law.stated_epochs(&circle).into_iter().map(|(id, _)| id).collect();
            let held: Vec<_> = epochs.into_iter().filter(|id| self.epoch_keys.contains_key(id)).collect();
            for some in held.chunks(MAX_EPOCHS) {
                self.seal_within(&circle, &[*device], some)?;
            }
        }
        Ok(())
    }

    /// Hands a peer's device those of these epochs' keys that are here, if the charter entitles it; answers which.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub fn answer_need(
        &mut self,
        device: &DeviceId,
        epochs: &BTreeSet<StatementId>,
    ) -> Result<Vec<StatementId>, ReplicaError> {
        let owner = self.law.owner(device).filter(|_| self.law.is_active(device) && !self.restored);
        let Some((person, _)) = owner.filter(|_| !epochs.is_empty()) else {
            return Ok(Vec::new());
        };
        self.in_transaction(|replica| {
            let mut handed = Vec::new();
            for circle in replica.law.circles(&person) {
                let held = replica.epoch_keys.iter().filter(|(id, (of, _))| *of == circle && epochs.contains(*id));
                // More than one seal takes are handed over when they are asked for again.
                let held: Vec<StatementId> = held.map(|(id, _)| *id).take(MAX_EPOCHS).collect();
                if !held.is_empty() && replica.circle_secrets.contains_key(&circle) {
                    replica.seal_within(&circle, &[*device], &held)?;
                    handed.extend(held);
                }
            }
            Ok(handed)
        })
    }

    /// Epochs of this device's circles whose keys are not here, of each person who opened some.
    #[must_use]
    pub fn lacking(&self) -> Vec<Vec<StatementId>> {
        let circles = self.law.circles(&self.me.person);
        let epochs = circles.iter().flat_map(|circle| self.law.stated_epochs(circle)).map(|(id, _)| id);
        let mut of_each: BTreeMap<PersonId, Vec<StatementId>> = BTreeMap::new();
        for id in epochs.filter(|id| !self.epoch_keys.contains_key(id)) {
            self.law.author(&id).into_iter().for_each(|author| of_each.entry(author).or_default().push(id));
        }
        of_each.into_values().collect()
    }
}

/// Those of the lacking that are asked for at a time. Of each person who opened more than [`MAX_LACKING`] such, half of that
/// many are the newest, and half others each `turn`: for keys that nobody has nobody asks without end, and they keep no other
/// from being asked for. Of more than one list has entries some persons are left out, others each `turn`.
#[must_use]
pub fn asked_for(lacking: &[Vec<StatementId>], turn: usize) -> Vec<StatementId> {
    let mut asked = Vec::new();
    let first = turn.checked_rem(lacking.len()).unwrap_or(0);
    for of_one in lacking.iter().cycle().skip(first).take(lacking.len()) {
        if asked.len().saturating_add(MAX_LACKING) > MAX_ENTRIES {
            break;
        }
        let split = if of_one.len() > MAX_LACKING { of_one.len() - MAX_LACKING / 2 } else { 0 };
        let (older, newest) = of_one.split_at(split);
        let from = turn.saturating_mul(MAX_LACKING / 2) % older.len().max(1);
        asked.extend(newest);
        asked.extend(older.iter().cycle().skip(from).take(MAX_LACKING / 2));
    }
    asked
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many people, each of whom opened so many epochs whose keys are not here.
    fn lacking(people: usize, each: usize) -> Vec<Vec<StatementId>> {
        let id = |number: usize| {
            let mut id = [0; 32];
            id.iter_mut().zip(number.to_be_bytes()).for_each(|(to, from)| *to = from);
            crate::id::RecordHash(id)
        };
        (0..people).map(|person| (0..each).map(|nth| id(person * 10_000 + nth)).collect()).collect()
    }

    #[test]
    fn no_list_of_keys_is_longer_than_a_list_may_be_and_each_is_asked_for_in_turn() {
        let fits = lacking(MAX_ENTRIES / MAX_LACKING, MAX_LACKING);
        assert_eq!(asked_for(&fits, 0).len(), MAX_ENTRIES);
        let more = lacking(MAX_ENTRIES / MAX_LACKING + 1, MAX_LACKING);
        let all: BTreeSet<StatementId> = more.iter().flatten().copied().collect();
        let turns = [0, 1].map(|turn| asked_for(&more, turn));
        assert!(turns.iter().all(|asked| asked.len() == MAX_ENTRIES));
        assert_eq!(turns.into_iter().flatten().collect::<BTreeSet<_>>(), all);
    }
}
