//! Strangers: introducing oneself, being introduced, and being told of one's removal.

use super::Core;
use super::joining::MAX_WELCOME;
use super::peer::Stage;
use crate::id::{DeviceId, StatementId};
use crate::node::Taken;
use crate::node::replica::ReplicaError;
use crate::node::shelf::Held;
use crate::node::slices::Slices;
use crate::record::{Range, Record};
use crate::session::{Frame, Session};
use rand::Rng;
use std::collections::BTreeSet;

/// Most bytes of charter, not yet held here, that an unknown endpoint may show to introduce itself.
const MAX_INTRODUCTION: u64 = 4 * 1024 * 1024;
/// Most bytes of charter that it may show in all: as many as whoever lets a newcomer in.
const MAX_SHOWN: u64 = MAX_WELCOME;
/// Bytes of charter in one frame of an introduction or a welcome.
const PER_FRAME: u64 = 256 * 1024;

/// Bytes that ranges take up here, about: an empty one, too, takes some.
pub(super) fn weight(ranges: &[Range]) -> u64 {
    const EACH: u64 = 128;
    let of = |record: &Record| EACH + record.size() + record.tail.len() as u64 + EACH * record.parts.len() as u64;
    ranges.iter().map(|range| EACH + range.records.iter().map(of).sum::<u64>()).sum()
}

impl<S: Slices, C: Copy + Ord> Core<S, C> {
    pub(super) fn stranger_frame(&mut self, conn: C, frame: Frame, now_ms: i64) -> Result<(), ReplicaError> {
        let Some(peer) = self.peers.get_mut(&conn) else {
            return Ok(());
        };
        let Stage::Stranger(ranges, bytes) = &mut peer.stage else {
            return Ok(());
        };
        match frame {
            Frame::Hello { .. } => peer.out.push_back(Frame::Unknown),
            Frame::Introduce { ranges: more, last } => {
                *bytes = bytes.saturating_add(weight(&more));
                // It shows its whole charter, of which most is here already.
                for range in more {
                    if !self.replica.is_wholly_here(&range)? {
                        ranges.push(range);
                    }
                }
                if *bytes > MAX_SHOWN || weight(ranges) > MAX_INTRODUCTION {
                    self.breach(conn, "an endless introduction");
                    return Ok(());
                }
                if last {
                    let ranges = std::mem::take(ranges);
                    let endpoint = peer.endpoint;
                    self.absorb_charter(&ranges, now_ms)?;
                    let device = self.replica.law().device_at(&endpoint).filter(|device| self.may_meet(device));
                    if let (Some(device), Some(peer)) = (device, self.peers.get_mut(&conn)) {
                        peer.stage = Stage::Known(device);
                        peer.session = Session::listen();
                    } else {
                        self.turn_away(conn, &endpoint);
                    }
                }
            }
            _ => self.breach(conn, "a stranger's word"),
        }
        Ok(())
    }

    /// Turns away who was let in by what is void, with the removals that made it so; anyone else with nothing.
    fn turn_away(&mut self, conn: C, endpoint: &[u8; 32]) {
        if !self.replica.law().was_ever_bound(endpoint) {
            self.breach(conn, "an introduction that shows nothing");
            return;
        }
        let applied: BTreeSet<StatementId> = self.replica.law().applied().into_iter().collect();
        let removal = self.removal(&applied);
        if let Some(peer) = self.peers.get_mut(&conn) {
            peer.out.extend(removal);
            peer.closing = true;
        }
    }

    /// Hears of one's own removal. Who knows what undoes it says so; else there is nothing more to say.
    pub(super) fn told_removed(
        &mut self,
        conn: C,
        ranges: &[Range],
        last: bool,
        now_ms: i64,
    ) -> Result<(), ReplicaError> {
        self.absorb_charter(ranges, now_ms)?;
        if !last {
            return Ok(());
        }
        if self.may_meet(&self.replica.me().device()) {
            self.introduce(conn);
        } else if let Some(peer) = self.peers.get_mut(&conn) {
            peer.closing = true;
        }
        Ok(())
    }

    pub(super) fn introduce(&mut self, conn: C) {
        let chunks = self.charter_chunks(None);
        let last = chunks.len().saturating_sub(1);
        let Some(peer) = self.peers.get_mut(&conn) else {
            return;
        };
        let Stage::Known(device) = peer.stage else {
            return;
        };
        for (at, ranges) in chunks.into_iter().enumerate() {
            peer.out.push_back(Frame::Introduce { ranges, last: at == last });
        }
        let mut salt = [0; 8];
        self.replica.rng.fill_bytes(&mut salt);
        peer.session = Session::dial(salt, &Held::new(&self.replica, &device));
    }

    pub(super) fn tell_removed(&mut self, conn: C, device: &DeviceId) -> Result<(), ReplicaError> {
        let law = self.replica.law();
        let Some((person, _)) = law.owner(device) else {
            // What let it in turned out void, so there is nothing it could be told.
            self.breach(conn, "a device that nobody let in");
            return Ok(());
        };
        // Which removals hold may hang on others that the device has not heard of.
        let needed: BTreeSet<StatementId> = law.removals(&person, device).into_iter().chain(law.applied()).collect();
        let removal = self.removal(&needed);
        if let Some(peer) = self.peers.get_mut(&conn) {
            peer.out.clear();
            peer.out.extend(removal);
            // It may know what undoes its removal: then it introduces itself, else it goes.
            peer.stage = Stage::Stranger(Vec::new(), 0);
            peer.session = Session::listen();
        }
        Ok(())
    }

    /// The frames that tell of removals, with all that those stand on.
    fn removal(&self, needed: &BTreeSet<StatementId>) -> Vec<Frame> {
        let chunks = self.charter_chunks(Some(needed));
        let last = chunks.len().saturating_sub(1);
        chunks.into_iter().enumerate().map(|(at, ranges)| Frame::Removed { ranges, last: at == last }).collect()
    }

    /// The charter's ranges in frames; with `needed` only the logs in which these statements' pasts stand.
    pub(super) fn charter_chunks(&self, needed: Option<&BTreeSet<StatementId>>) -> Vec<Vec<Range>> {
        let past = needed.map(|needed| self.replica.law().facts().with_past(needed));
        let mut chunks = vec![Vec::new()];
        let mut size = 0;
        for range in self.replica.charter_ranges(past.as_ref()) {
            let bytes = weight(std::slice::from_ref(&range));
            if size + bytes > PER_FRAME && size > 0 {
                chunks.push(Vec::new());
                size = 0;
            }
            size += bytes;
            if let Some(chunk) = chunks.last_mut() {
                chunk.push(range);
            }
        }
        chunks
    }

    /// Takes in charter ranges from someone who has not shown to belong: nothing else of theirs is taken.
    pub(super) fn absorb_charter(&mut self, ranges: &[Range], now_ms: i64) -> Result<(), ReplicaError> {
        let ranges = self.replica.of_charter(ranges);
        let taken = self.replica.absorb(&ranges)?;
        self.count.records_in += taken.iter().map(Taken::new_records).sum::<u64>();
        self.flush(now_ms)
    }
}
