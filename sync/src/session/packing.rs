//! Packed blocks in a session: who lacks much gets many records at once, and as records what did not unpack.

use super::frame::MAX_ENTRIES;
use super::{Ask, Frame, Mark, Place, Session, Shelf, Summary};
use crate::id::LogId;
use std::collections::BTreeMap;

/// Records of a place that a peer must lack before they are packed.
pub const PACK_FROM: u64 = 256;

/// A packed block, and how far it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    /// The block.
    pub bytes: Vec<u8>,
    /// How many records it holds.
    pub records: u64,
    /// How many records of each log the peer will then have.
    pub reached: Vec<(LogId, u64)>,
}

impl Session {
    /// Lines up what the peer lacks of a place: packed if it is much of a circle, else record by record.
    pub(super) fn line_up(&mut self, place: Place, lacking: &[(Summary, u64)], shelf: &impl Shelf) {
        let records = lacking.iter().fold(0, |sum: u64, (_, records)| sum.saturating_add(*records));
        let much = place != Place::Charter && records >= PACK_FROM;
        let mut logs: Vec<&Summary> = lacking.iter().map(|(log, _)| log).collect();
        logs.sort_by_key(|log| log.turn.unwrap_or(i64::MAX));
        for log in logs {
            if !much || log.is_branch() || self.plain.contains(&log.log) {
                self.send(log);
            } else if self.in_line.insert(log.log) {
                self.packing.push(log.log);
            }
        }
        if much {
            self.packing = shelf.newest_first(std::mem::take(&mut self.packing));
        }
    }

    /// The next block; `None` once nothing is left that can be packed.
    pub(super) fn next_block(&mut self, shelf: &impl Shelf) -> Option<Frame> {
        if self.packing.is_empty() {
            return None;
        }
        let from = |log: &LogId| (*log, self.theirs.get(log).copied().unwrap_or(0));
        let Some(packed) = shelf.packed(&self.packing.iter().map(from).collect::<Vec<_>>()) else {
            // What no block can hold still goes as records; the rest of these logs are at their ends.
            self.packing.drain(..).for_each(|log| self.sending.insert(log, false));
            return None;
        };
        self.theirs.extend(packed.reached);
        self.packed += packed.records;
        Some(Frame::Packed(packed.bytes.into()))
    }

    /// Records sent in blocks since this was last asked.
    pub fn take_packed(&mut self) -> u64 {
        std::mem::take(&mut self.packed)
    }

    /// A range has come, in whatever shape: it needs neither be awaited nor offered to the peer.
    pub fn landed(&mut self, log: &LogId, end: u64) {
        let name = self.name(log);
        if self.expecting.get(&name).is_some_and(|count| end >= *count) {
            self.expecting.remove(&name);
        }
        let known = self.theirs.entry(*log).or_insert(0);
        *known = end.max(*known);
    }

    /// Logs that could not be rebuilt out of a block: asks for each once, as records, from its number on.
    pub fn ask_plain(&mut self, logs: &[(LogId, u64)]) -> Vec<Ask> {
        let wanted = logs.iter().map(|(log, from)| (self.name(log), *from)).collect();
        self.ask_names_plain(wanted)
    }

    /// A block that is none: asks for all that is still to come, as records.
    pub fn ask_rest_plain(&mut self, shelf: &impl Shelf) -> Vec<Ask> {
        let mut here = BTreeMap::new();
        for of in self.places.values().flatten() {
            here.extend(shelf.logs(Some(of)).into_iter().map(|log| (self.name(&log.log), log.count)));
        }
        let wanted = self.expecting.keys().map(|name| (*name, here.get(name).copied().unwrap_or(0))).collect();
        self.ask_names_plain(wanted)
    }

    fn ask_names_plain(&mut self, mut wanted: BTreeMap<[u8; 8], u64>) -> Vec<Ask> {
        wanted.retain(|name, _| self.unpackable.insert(*name));
        if self.unpackable.len() > MAX_ENTRIES {
            return vec![Ask::Breach("blocks that do not hold what they say")];
        }
        if wanted.is_empty() {
            return Vec::new();
        }
        let from: Vec<Mark> = wanted.into_iter().map(|(name, count)| Mark { name: name.into(), count }).collect();
        let circles = self.places.iter().filter(|(_, of)| of.is_some()).map(|(place, _)| *place);
        for place in circles.collect::<Vec<_>>() {
            self.push(Frame::Want { place, from: from.clone(), coming: Vec::new(), again: true });
        }
        Vec::new()
    }

    /// Says how many there are of a log now: maybe fewer than the peer was told to expect.
    pub(super) fn tell_less(&mut self, log: &Summary) {
        let coming = vec![Mark { name: self.name(&log.log).into(), count: log.count }];
        self.push(Frame::Want { place: Place::Charter, from: Vec::new(), coming, again: true });
    }

    /// Of these logs the peer now holds others, and maybe fewer, than it said.
    pub(super) fn expect_less(&mut self, coming: &[Mark]) {
        for mark in coming {
            if self.expecting.get(&*mark.name).is_some_and(|count| *count > mark.count) {
                self.expecting.remove(&*mark.name);
            }
        }
    }

    /// The peer asks for logs again, as records; nothing is said of others.
    pub(super) fn wanted_again(&mut self, place: Place, from: &[Mark], shelf: &impl Shelf) -> Vec<Ask> {
        // Who asks for a log of which it does not know the place asks at every place that it reads: this side may not read one.
        let Some(of) = self.places.get(&place).copied() else {
            return Vec::new();
        };
        let wants: BTreeMap<[u8; 8], u64> = from.iter().map(|mark| (*mark.name, mark.count)).collect();
        for log in shelf.logs(of.as_ref()) {
            let Some(count) = wants.get(&self.name(&log.log)) else {
                continue;
            };
            self.plain.insert(log.log);
            self.theirs.insert(log.log, *count);
            if self.packing.contains(&log.log) {
                self.packing.retain(|packing| *packing != log.log);
                self.in_line.remove(&log.log);
            }
            if *count < log.count {
                self.send(&log);
            }
        }
        Vec::new()
    }
}
