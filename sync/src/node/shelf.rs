//! What a session may see of a replica: the charter, and the circles its peer reads too.

use super::parts::{lacks_of, part_in};
use super::replica::Replica;
use super::slices::Slices;
use super::{hub, receipt};
use crate::id::{CircleId, DeviceId, LogId};
use crate::record::{LogKind, Range, Secret};
use crate::session::{Lack, Packed, Shelf, Summary};
use crate::store::LogRow;
use std::collections::BTreeMap;

/// A replica as one peer's session sees it.
pub(super) struct Held<'a, S> {
    replica: &'a Replica<S>,
    peer: DeviceId,
}

impl<'a, S: Slices> Held<'a, S> {
    pub(super) fn new(replica: &'a Replica<S>, peer: &DeviceId) -> Self {
        Self { replica, peer: *peer }
    }
}

impl<S: Slices> Shelf for Held<'_, S> {
    fn circles(&self) -> Vec<(CircleId, Secret)> {
        let law = self.replica.law();
        let Some((person, _)) = law.owner(&self.peer) else {
            return Vec::new();
        };
        let me = self.replica.me().person;
        let held = self.replica.circle_secrets.iter();
        let both = held.filter(|(circle, _)| law.reads(&me, circle) && law.reads(&person, circle));
        both.map(|(circle, secret)| (*circle, secret.clone())).collect()
    }

    fn logs(&self, circle: Option<&CircleId>) -> Vec<Summary> {
        // A hub cannot tell one circle from another.
        if self.replica.is_hub(&self.peer) { self.replica.all_summaries() } else { self.replica.summaries(circle) }
    }

    fn range(&self, log: &LogId, from: u64) -> Option<Range> {
        let row = self.replica.log(log)?;
        self.replica.store().range(row, from).ok()?
    }

    fn packed(&self, logs: &[(LogId, u64)]) -> Option<Packed> {
        if !self.replica.packs {
            return None;
        }
        // A block is in clear for its reader, so that only who reads the circle at this moment gets one.
        let law = self.replica.law();
        let (person, _) = law.owner(&self.peer)?;
        let reads = |log: &LogId| self.replica.log(log)?.circle.filter(|circle| law.reads(&person, circle));
        let theirs: Vec<(LogId, u64)> = logs.iter().filter(|(log, _)| reads(log).is_some()).copied().collect();
        self.replica.pack(&theirs).ok()?
    }

    fn lacks(&self, log: &LogId, from: u64, most: usize) -> Vec<Lack> {
        let row = self.replica.log(log);
        row.and_then(|row| lacks_of(self.replica.store(), row, from, most).ok()).unwrap_or_default()
    }

    fn part(&self, log: &LogId, number: u64, start: &[u8; 8], part: u8) -> Option<Vec<u8>> {
        part_in(self.replica.store(), &self.replica.branches(log), number, start, part).ok()?
    }

    fn bytes(&self, log: &LogId) -> u64 {
        let rows = self.replica.branches(log).into_iter();
        rows.filter_map(|row| self.replica.store().bytes_of_log(row.id).ok()).fold(0, u64::saturating_add)
    }

    fn newest_first(&self, mut logs: Vec<LogId>) -> Vec<LogId> {
        let newest = self.replica.slices.newest_first(self.replica.store().connection()).unwrap_or_default();
        let places: BTreeMap<LogId, usize> =
            newest.into_iter().filter_map(|row| self.replica.log_of(row)).map(LogRow::name).zip(0..).collect();
        logs.sort_by_key(|log| places.get(log).copied().unwrap_or(usize::MAX));
        logs
    }

    fn receipts(&self) -> ([u8; 8], Vec<([u8; 8], u64)>) {
        if self.replica.is_hub(&self.peer) { ([0; 8], Vec::new()) } else { receipt::held(self.replica) }
    }
}

impl<S: Slices> Replica<S> {
    /// The logs of a circle, or of the charter, in order of their ids.
    #[must_use]
    pub fn summaries(&self, circle: Option<&CircleId>) -> Vec<Summary> {
        self.rows().filter(|row| row.circle.as_ref() == circle).map(summary).collect()
    }

    fn all_summaries(&self) -> Vec<Summary> {
        self.rows().map(summary).collect()
    }

    fn rows(&self) -> impl Iterator<Item = &LogRow> {
        let rows = self.places.values().filter_map(|id| self.logs.get(id));
        rows.filter(|row| row.head.count > row.first())
    }

    /// Whether under this name stands a hub of the community and no device of a person.
    pub(super) fn is_hub(&self, device: &DeviceId) -> bool {
        self.law.owner(device).is_none() && self.law.hubs().iter().any(|endpoint| hub::device_of(endpoint) == *device)
    }
}

/// How long the log is here.
pub(super) fn summary(row: &LogRow) -> Summary {
    let whole = row.held.first_lack.unwrap_or(row.head.count);
    let (held, count) = (row.held.digest, row.head.count);
    // A row is made when what binds the log's device is here; so by their rows each log follows those that bind its device.
    let turn = (row.intro.kind == LogKind::Charter).then_some(row.id);
    Summary { log: row.name(), trunk: row.head.log, first: row.first(), count, head: row.head.hash, held, whole, turn }
}
