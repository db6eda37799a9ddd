//! Seals for this device: kept as they came until an epoch that they name is known, and opened then.

use super::replica::{Replica, ReplicaError};
use super::slices::Slices;
use crate::body::Body;
use crate::charter::Law;
use crate::epoch::{self, Entry, MAX_EPOCHS, circle_commitment, commitment};
use crate::id::{CircleId, DeviceId, StatementId};
use crate::record::{Secret, Verified};
use crate::store::LogRow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Most names of unknown epochs under which seals are kept in memory. What is more is looked for in the records.
const MAX_FILED: usize = 4_096;

/// One entry of a seal.
#[derive(Debug)]
pub(super) struct Sealed {
    circle: CircleId,
    entry: Entry,
}

impl Sealed {
    /// What a body seals to a device: its first entry for it, if that has the form of one that can be opened.
    fn to(device: &DeviceId, body: Option<Body>) -> Option<Self> {
        let Some(Body::Seal(seal)) = body else {
            return None;
        };
        let circle = seal.circle;
        let entry = seal.entries.into_iter().find(|entry| entry.device == *device)?;
        // The circle's secret, a key an epoch, and what authenticates them.
        let fits = entry.sealed.len() == 32 + 32 * entry.epochs.len() + 16;
        (fits && (1..=MAX_EPOCHS).contains(&entry.epochs.len())).then_some(Self { circle, entry })
    }
}

/// Seals that wait.
#[derive(Debug, Default)]
pub(super) struct Seals {
    /// Not held against the law yet.
    new: Vec<Arc<Sealed>>,
    /// By the epochs that are not known.
    lacking: BTreeMap<StatementId, Vec<Arc<Sealed>>>,
    /// Of each circle that is not read here now, one seal that holds its secret: nobody is asked for that once a key is here.
    unread: BTreeMap<CircleId, Arc<Sealed>>,
    /// How many names of epochs there are in `new` and `lacking`.
    filed: usize,
    /// How many of the statements that count were held against what waits.
    seen: usize,
    /// Whether some are not kept.
    overflowed: bool,
}

impl Seals {
    fn push(&mut self, sealed: Sealed, is_known: bool) {
        let names = sealed.entry.epochs.len();
        if !is_known && self.filed + names > MAX_FILED {
            self.overflowed = true;
            return;
        }
        self.filed += names;
        self.new.push(Arc::new(sealed));
    }

    fn file(&mut self, sealed: &Arc<Sealed>, law: &Law) {
        for epoch in sealed.entry.epochs.iter().filter(|epoch| !law.facts().holds(epoch)) {
            if self.filed >= MAX_FILED {
                self.overflowed = true;
                return;
            }
            self.lacking.entry(*epoch).or_default().push(sealed.clone());
            self.filed += 1;
        }
    }

    /// Forgets all.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

impl<S: Slices> Replica<S> {
    /// Keeps a seal for this device, if it may hold what is not here.
    pub(super) fn read_seals(&mut self, verified: &Verified) {
        let body = verified.open(&self.charter_key, 0).ok().and_then(|plain| Body::decode(&plain));
        if let Some(sealed) = Sealed::to(&self.me.device(), body).filter(|sealed| self.is_wanted(sealed)) {
            let is_known = sealed.entry.epochs.iter().any(|epoch| self.law.stated_epoch(epoch).is_some());
            self.sealed_to_me.push(sealed, is_known);
        }
    }

    /// Whether a key or the circle's secret is not here.
    fn is_wanted(&self, sealed: &Sealed) -> bool {
        let held = |epoch: &StatementId| self.epoch_keys.contains_key(epoch);
        !sealed.entry.epochs.iter().all(held) || !self.circle_secrets.contains_key(&sealed.circle)
    }

    /// Keeps the keys of seals whose epochs are known and whose commitments they match.
    pub(super) fn use_seals(&mut self) -> Result<(), ReplicaError> {
        let notes = self.law.facts().notes().get(self.sealed_to_me.seen..).unwrap_or_default();
        let ids = notes.iter().map(|note| note.id);
        let came: BTreeSet<StatementId> = ids.filter(|id| self.law.stated_epoch(id).is_some()).collect();
        let seals = &mut self.sealed_to_me;
        seals.seen = self.law.facts().len();
        let new = std::mem::take(&mut seals.new);
        seals.filed -= new.iter().map(|sealed| sealed.entry.epochs.len()).sum::<usize>();
        let mut due: Vec<Arc<Sealed>> = came.iter().filter_map(|epoch| seals.lacking.remove(epoch)).flatten().collect();
        seals.filed -= due.len();
        for sealed in &new {
            seals.file(sealed, &self.law);
        }
        due.extend(new);
        let read_now = |circle: &CircleId, _: &mut Arc<Sealed>| self.law.reads(&self.me.person, circle);
        due.extend(self.sealed_to_me.unread.extract_if(.., read_now).map(|(_, sealed)| sealed));
        if self.sealed_to_me.overflowed {
            due.extend(self.stored_seals(&came)?);
        }
        let mut is_news = false;
        for sealed in due {
            is_news |= self.open_seal(&sealed)?;
        }
        if is_news {
            self.part_all_rivals()?;
        }
        Ok(())
    }

    /// Opens a seal of which an epoch is known; answers whether a key or a circle's secret came.
    fn open_seal(&mut self, sealed: &Arc<Sealed>) -> Result<bool, ReplicaError> {
        let (circle, mut came) = (sealed.circle, false);
        let stated = |id: &StatementId| self.law.stated_epoch(id).filter(|(of, _)| *of == circle);
        if !self.is_wanted(sealed) || !sealed.entry.epochs.iter().any(|id| stated(id).is_some()) {
            return Ok(false);
        }
        let me = self.me.device();
        let Some(opened) = epoch::open(&self.community, &circle, &me, &self.me.seal, &sealed.entry) else {
            return Ok(false);
        };
        let fits =
            |(id, key): &&(StatementId, Secret)| stated(id).is_some_and(|(_, said)| said == commitment(key, &circle));
        // Anyone may write a seal; who knows no key of the circle knows no secret of it either.
        let keys: Vec<&(StatementId, Secret)> = opened.keys.iter().filter(fits).collect();
        let is_secret = self.law.circle_commitment(&circle) == Some(circle_commitment(&opened.circle_secret));
        let is_here = circle == self.everyone() || self.law.reads(&self.me.person, &circle);
        if !keys.is_empty() && is_secret && !self.circle_secrets.contains_key(&circle) {
            if is_here {
                self.store.put_circle_secret(&circle, &opened.circle_secret)?;
                self.circle_secrets.insert(circle, opened.circle_secret.clone());
                self.news.keys = true;
                came = true;
            } else {
                self.sealed_to_me.unread.insert(circle, sealed.clone());
            }
        }
        for (id, key) in keys {
            if !self.epoch_keys.contains_key(id) {
                self.store.put_epoch_key(id, &circle, key)?;
                self.epoch_keys.insert(*id, (circle, key.clone()));
                self.news.keys = true;
                came = true;
            }
        }
        Ok(came)
    }

    /// Seals in the records that name one of these epochs, as far as their keys are not here.
    fn stored_seals(&self, epochs: &BTreeSet<StatementId>) -> Result<Vec<Arc<Sealed>>, ReplicaError> {
        let mut found = Vec::new();
        let wanted =
            |sealed: &Sealed| sealed.entry.epochs.iter().any(|id| epochs.contains(id)) && self.is_wanted(sealed);
        if epochs.iter().all(|id| self.epoch_keys.contains_key(id)) {
            return Ok(found);
        }
        let charter: Vec<&LogRow> = self.logs.values().filter(|row| row.circle.is_none()).collect();
        for row in charter {
            let read = self.read_of(row);
            let records = self.store.records_from(row, row.first())?.into_iter();
            for record in records.take_while(|record| record.verified.number < read) {
                let body = record.verified.open(&self.charter_key, 0).ok().and_then(|plain| Body::decode(&plain));
                let sealed = Sealed::to(&self.me.device(), body).filter(|sealed| wanted(sealed));
                found.extend(sealed.map(Arc::new));
            }
        }
        Ok(found)
    }
}
