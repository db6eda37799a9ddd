//! Vectors compared: what each side holds of a place, log by log, and what follows from it.
//!
//! docs/protocol.md §6.

use super::frame::MAX_ENTRIES;
use super::{Ask, BUCKETS, Entry, Frame, Mark, Name, Place, Session, Shelf, Summary, digest};
use crate::id::first8;
use std::collections::{BTreeMap, BTreeSet};

/// Logs in a place above which a vector comes in buckets.
const SHORT: usize = 32;

impl Session {
    /// Tells what is here: the vector, or its buckets' digests if it is long.
    pub(super) fn tell(&mut self, place: Place, logs: &[Summary]) {
        self.comparing.insert(place);
        if logs.len() <= SHORT {
            let entries = logs.iter().map(|log| self.entry(log)).collect();
            return self.push(Frame::Vector { place, covers: u16::MAX, entries });
        }
        let digests = self.buckets(logs).into_iter().map(|(digest, _)| digest).collect();
        self.push(Frame::Buckets { place, digests });
    }

    pub(super) fn compare_buckets(&mut self, place: Place, theirs: &[Name], shelf: &impl Shelf) -> Vec<Ask> {
        let Some(of) = self.places.get(&place).copied() else {
            return vec![Ask::Breach("an unknown place")];
        };
        let logs = shelf.logs(of.as_ref());
        let (mut covers, mut entries) = (0u16, Vec::new());
        for ((at, (mine, some)), theirs) in (0u16..).zip(self.buckets(&logs)).zip(theirs) {
            if mine == *theirs {
                self.theirs.extend(some.iter().map(|log| (log.log, log.count)));
            } else {
                if entries.len() + some.len() > MAX_ENTRIES && covers > 0 {
                    self.push(Frame::Vector { place, covers, entries: std::mem::take(&mut entries) });
                    covers = 0;
                }
                covers |= 1 << at;
                entries.extend(some.iter().map(|log| self.entry(log)));
            }
        }
        self.comparing.insert(place);
        self.push(Frame::Vector { place, covers, entries });
        Vec::new()
    }

    /// Answers a vector: what the peer lacks is sent, what lacks here is asked for.
    pub(super) fn compare(&mut self, place: Place, covers: u16, theirs: &[Entry], shelf: &impl Shelf) -> Vec<Ask> {
        let Some(of) = self.places.get(&place).copied() else {
            return vec![Ask::Breach("an unknown place")];
        };
        let logs = shelf.logs(of.as_ref());
        let theirs: BTreeMap<[u8; 8], &Entry> = theirs.iter().map(|entry| (*entry.name, entry)).collect();
        let (mut from, mut coming, mut lacking) = (Vec::new(), Vec::new(), Vec::new());
        let (mut here, mut uneven) = (BTreeSet::new(), Vec::new());
        let covered = self.covered.entry(place).or_default();
        let before = std::mem::replace(covered, *covered | covers);
        for log in &logs {
            let name = self.name(&log.log);
            here.insert(name);
            let held = theirs.get(&name).map(|entry| entry.held);
            if held.is_some_and(|held| held != held_of(log)) {
                uneven.push(Name::from(name));
                self.lacks_more(log);
            }
            let count = theirs.get(&name).map_or(0, |entry| entry.count);
            if !theirs.contains_key(&name) && covers >> bucket_of(&name) & 1 == 0 {
                if before >> bucket_of(&name) & 1 == 0 {
                    self.theirs.insert(log.log, log.count);
                }
                continue;
            }
            self.theirs.insert(log.log, count);
            if theirs.get(&name).is_some_and(|entry| count == log.count && *entry.head != first8(&log.head)) {
                // Written twice: each side needs all of the other's.
                self.theirs.insert(log.log, 0);
                coming.push(Mark { name: name.into(), count: log.count });
                from.push(Mark { name: name.into(), count: 0 });
                self.send(log);
                self.expecting.insert(name, count);
            } else if log.count > count {
                coming.push(Mark { name: name.into(), count: log.count });
                lacking.push((*log, log.count - count));
            } else if count > log.count {
                from.push(Mark { name: name.into(), count: log.count });
                self.expecting.insert(name, count);
            }
        }
        for (name, entry) in theirs.iter().filter(|(name, entry)| !here.contains(*name) && entry.count > 0) {
            from.push(Mark { name: (*name).into(), count: 0 });
            self.expecting.insert(*name, entry.count);
        }
        self.comparing.remove(&place);
        self.want(place, &from, &coming);
        uneven.chunks(MAX_ENTRIES).for_each(|some| self.push(Frame::Differ(some.to_vec())));
        self.line_up(place, &lacking, shelf);
        Vec::new()
    }

    /// Says what is wanted and what is to come, in as many frames as it takes.
    fn want(&mut self, place: Place, from: &[Mark], coming: &[Mark]) {
        let frames = from.len().max(coming.len()).div_ceil(MAX_ENTRIES).max(1);
        let part = |all: &[Mark], nth: usize| all.chunks(MAX_ENTRIES).nth(nth).unwrap_or_default().to_vec();
        for nth in 0..frames {
            let (from, coming) = (part(from, nth), part(coming, nth));
            self.push(Frame::Want { place, from, coming, again: false });
        }
    }

    pub(super) fn wanted(&mut self, place: Place, from: &[Mark], coming: &[Mark], shelf: &impl Shelf) -> Vec<Ask> {
        let Some(of) = self.places.get(&place).copied() else {
            return vec![Ask::Breach("an unknown place")];
        };
        let logs = shelf.logs(of.as_ref());
        let wants: BTreeMap<[u8; 8], u64> = from.iter().map(|mark| (*mark.name, mark.count)).collect();
        let mut lacking = Vec::new();
        for log in &logs {
            if let Some(count) = wants.get(&self.name(&log.log)) {
                let count = self.turned.remove(&log.log).map_or(*count, |from| from.min(*count));
                self.theirs.insert(log.log, count);
                if self.told.get(&log.log).is_some_and(|told| *told > log.count) {
                    self.tell_less(log);
                }
                if count < log.count {
                    lacking.push((*log, log.count - count));
                }
            } else if let Some(told) = self.told.get(&log.log).filter(|_| !self.in_line.contains(&log.log)) {
                // What an earlier frame wanted is on its way; of the rest the peer has what it was told.
                let known = self.theirs.entry(log.log).or_insert(0);
                *known = (*known).max(*told);
            }
        }
        self.expecting.extend(coming.iter().map(|mark| (*mark.name, mark.count)));
        logs.iter().for_each(|log| self.arrived(log));
        self.comparing.remove(&place);
        self.line_up(place, &lacking, shelf);
        Vec::new()
    }

    fn entry(&mut self, log: &Summary) -> Entry {
        self.told.insert(log.log, log.count);
        let (name, head, held) = (self.name(&log.log).into(), first8(&log.head).into(), held_of(log));
        Entry { name, count: log.count, head, held }
    }

    /// The logs by the first four bits of their names, with a digest of each heap.
    fn buckets(&self, logs: &[Summary]) -> Vec<(Name, Vec<Summary>)> {
        let mut heaps = vec![Vec::new(); BUCKETS];
        for log in logs {
            let name = self.name(&log.log);
            if let Some(heap) = heaps.get_mut(usize::from(bucket_of(&name))) {
                heap.push(*log);
            }
        }
        heaps.into_iter().map(|heap| (first8(&digest(&heap)).into(), heap)).collect()
    }
}

/// Which parts of a log are not here, as a vector says it.
fn held_of(log: &Summary) -> Option<Name> {
    (log.held != [0; 16]).then(|| first8(&log.held).into())
}

fn bucket_of(name: &[u8; 8]) -> u8 {
    name[0] >> 4
}
