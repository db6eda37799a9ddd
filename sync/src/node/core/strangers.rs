//! Strangers: introductions both ways, and who was removed is told so.

use super::Core;
use super::joining::MAX_WELCOME;
use super::peer::{Peer, Stage};
use crate::id::{DeviceId, LogId, StatementId};
use crate::node::Taken;
use crate::node::replica::ReplicaError;
use crate::node::shelf::Held;
use crate::node::slices::Slices;
use crate::record::{Range, Record};
use crate::session::{Frame, Session};
use rand::Rng;
use std::collections::{BTreeMap, BTreeSet};

/// Most bytes of charter, not yet held here, that an unknown endpoint may show to introduce itself.
const MAX_INTRODUCTION: u64 = 4 * 1024 * 1024;
/// Most bytes of charter that it may show in all: as many as whoever lets a newcomer in.
const MAX_SHOWN: u64 = MAX_WELCOME;
/// Bytes of charter in one frame of an introduction or a removal.
const PER_FRAME: u64 = 256 * 1024;

/// How often one device is told all of its removal at most, in milliseconds.
const TOLD_MS: i64 = 30_000;
/// How often a device introduces itself on one connection: when it is not known, and when it is told of a removal.
const MAX_INTRODUCED: u8 = 2;

/// With what somebody is told that they do not belong.
enum Telling<'a> {
    /// With these removals of theirs, and all that those stand on.
    OfRemoval(BTreeSet<StatementId>),
    /// With all of the charter but what they have shown, so many records of each log: which removals hold may hang on any other
    /// statement.
    OfAll(&'a BTreeMap<LogId, u64>),
}

/// What an endpoint that the charter does not know showed to introduce itself.
#[derive(Debug, Default)]
pub(super) struct Introduction {
    /// Ranges that are not here yet.
    pub ranges: Vec<Range>,
    /// Bytes of charter in all.
    bytes: u64,
    /// How many records of each log that is here.
    shown: BTreeMap<LogId, u64>,
}

impl Introduction {
    /// How many ranges and notes on logs are kept.
    pub(super) fn kept(&self) -> usize {
        self.ranges.len() + self.shown.len()
    }

    fn note(&mut self, range: &Range) {
        let end = range.from.saturating_add(range.records.len() as u64);
        let shown = self.shown.entry(range.log).or_default();
        if range.from <= *shown {
            *shown = end.max(*shown);
        }
    }
}

/// Bytes that ranges take up here, about: an empty one, too, takes some.
pub(super) fn weight(ranges: &[Range]) -> u64 {
    const EACH: u64 = 128;
    let of = |record: &Record| EACH + record.size() + record.tail.len() as u64 + EACH * record.parts.len() as u64;
    ranges.iter().map(|range| EACH + range.records.iter().map(of).sum::<u64>()).sum()
}

/// The frames that tell of removals.
fn removed(chunks: Vec<Vec<Range>>) -> impl Iterator<Item = Frame> {
    let last = chunks.len().saturating_sub(1);
    chunks.into_iter().enumerate().map(move |(at, ranges)| Frame::Removed { ranges, last: at == last })
}

/// Ranges by the frame that they go into, of at most so many bytes or one range.
pub(super) fn chunks_of(ranges: Vec<Range>, most: u64) -> Vec<Vec<Range>> {
    let mut chunks = vec![Vec::new()];
    let mut size = 0;
    for range in ranges {
        let bytes = weight(std::slice::from_ref(&range));
        if size + bytes > most && size > 0 {
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

impl<S: Slices, C: Copy + Ord> Core<S, C> {
    /// Of how many endpoints it is kept how they were tried, to hold against the number of devices.
    #[doc(hidden)]
    #[must_use]
    pub fn tried(&self) -> usize {
        self.tries.len()
    }

    /// The endpoints for which places are kept at the door, if they may be others since that was asked: of all devices that
    /// may sync, and of hubs.
    pub fn take_known(&mut self) -> Option<BTreeSet<[u8; 32]>> {
        let law = self.replica.law();
        std::mem::take(&mut self.known_anew).then(|| law.endpoints_to_meet().chain(law.hubs()).collect())
    }

    pub(super) fn stranger_frame(&mut self, conn: C, frame: Frame, now_ms: i64) -> Result<(), ReplicaError> {
        let Some(peer) = self.peers.get_mut(&conn) else {
            return Ok(());
        };
        let Stage::Stranger(introduction) = &mut peer.stage else {
            return Ok(());
        };
        match frame {
            Frame::Hello { .. } => peer.out.push_back(Frame::Unknown),
            Frame::Introduce { ranges: more, last } => {
                introduction.bytes = introduction.bytes.saturating_add(weight(&more));
                // It shows its whole charter, of which most is here already.
                for range in more {
                    if self.replica.log(&range.log).is_some() {
                        introduction.note(&range);
                    }
                    if !self.replica.is_wholly_here(&range)? {
                        introduction.ranges.push(range);
                    }
                }
                if introduction.bytes > MAX_SHOWN || weight(&introduction.ranges) > MAX_INTRODUCTION {
                    self.breach(conn, "an endless introduction");
                    return Ok(());
                }
                if last {
                    let Introduction { ranges, shown, .. } = std::mem::take(introduction);
                    let endpoint = peer.endpoint;
                    self.absorb_charter(&ranges, now_ms)?;
                    let device = self.replica.law().device_at(&endpoint).filter(|device| self.may_meet(device));
                    if let (Some(device), Some(peer)) = (device, self.peers.get_mut(&conn)) {
                        peer.stage = Stage::Known(device);
                        peer.session = Session::listen();
                    } else {
                        self.turn_away(conn, &endpoint, &shown);
                    }
                }
            }
            _ => self.breach(conn, "a stranger's word"),
        }
        Ok(())
    }

    /// Turns away who was let in once, with what they did not show of the charter, so that they judge as is judged here; anyone
    /// else with nothing.
    fn turn_away(&mut self, conn: C, endpoint: &[u8; 32], shown: &BTreeMap<LogId, u64>) {
        if !self.replica.law().was_ever_bound(endpoint) {
            self.breach(conn, "an introduction that shows nothing");
            return;
        }
        let removal = removed(self.removal(endpoint, &Telling::OfAll(shown)));
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
        let introduced = self.peers.get(&conn).map_or(0, |peer| peer.introduced);
        if self.may_meet(&self.replica.me().device()) && introduced < MAX_INTRODUCED {
            self.introduce(conn);
        } else if let Some(peer) = self.peers.get_mut(&conn) {
            peer.closing = true;
        }
        Ok(())
    }

    /// The peer says that it does not know this device: only who was dialed, has not heard who it is and belongs is told.
    pub(super) fn asked_who(&mut self, conn: C, device: &DeviceId) {
        let may_meet = self.may_meet(device);
        let asks = |peer: &Peer| peer.dialed && peer.introduced == 0 && !peer.session.has_greeted();
        if may_meet && self.peers.get(&conn).is_some_and(asks) {
            self.introduce(conn);
        } else {
            self.breach(conn, "it asks who this is, out of turn");
        }
    }

    fn introduce(&mut self, conn: C) {
        let peer = self.peers.get(&conn).map(|peer| (&peer.stage, peer.introduced));
        let Some((Stage::Known(device), before)) = peer else {
            return;
        };
        let (device, before) = (*device, before);
        let chunks = self.shown_to(&device, before);
        let last = chunks.len().saturating_sub(1);
        let Some(peer) = self.peers.get_mut(&conn) else {
            return;
        };
        peer.introduced = peer.introduced.saturating_add(1);
        for (at, ranges) in chunks.into_iter().enumerate() {
            peer.out.push_back(Frame::Introduce { ranges, last: at == last });
        }
        let mut salt = [0; 8];
        self.replica.rng.fill_bytes(&mut salt);
        peer.session = Session::dial(salt, &Held::new(&self.replica, &device));
    }

    /// What this device shows of the charter to introduce itself. To who does not belong any more, by what is here, only what
    /// tells them so: they might say over and over that it is this device which does not.
    fn shown_to(&mut self, device: &DeviceId, before: u8) -> Vec<Vec<Range>> {
        let law = self.replica.law();
        let out = law.owner(device).filter(|_| !self.may_meet(device));
        let Some((person, keys)) = out else {
            return self.charter_chunks();
        };
        let nothing = BTreeMap::new();
        let telling = match before {
            0 => Telling::OfRemoval(law.removals(&person, device).into_iter().collect()),
            _ => Telling::OfAll(&nothing),
        };
        self.removal(&keys.endpoint, &telling)
    }

    pub(super) fn tell_removed(&mut self, conn: C, device: &DeviceId) -> Result<(), ReplicaError> {
        let law = self.replica.law();
        let Some((person, keys)) = law.owner(device) else {
            // What let it in turned out void, so there is nothing it could be told.
            self.breach(conn, "a device that nobody let in");
            return Ok(());
        };
        // Which removals hold may hang on others that it has not heard of: it hears of those if it goes on to introduce itself.
        let telling = Telling::OfRemoval(law.removals(&person, device).into_iter().collect());
        let removal = removed(self.removal(&keys.endpoint, &telling));
        if let Some(peer) = self.peers.get_mut(&conn) {
            peer.out.clear();
            peer.out.extend(removal);
            // It may know what undoes its removal: then it introduces itself, else it goes.
            peer.stage = Stage::Stranger(Introduction::default());
            peer.session = Session::listen();
        }
        Ok(())
    }

    /// Ranges, by frames, that tell somebody why they are turned away. For who was told just before there are none: who asks costs
    /// little, and what is told much.
    fn removal(&mut self, endpoint: &[u8; 32], telling: &Telling<'_>) -> Vec<Vec<Range>> {
        let now_ms = self.now_ms;
        let told_ms = &mut self.tries.entry(*endpoint).or_default().told_ms;
        let [of_removal, of_all] = told_ms;
        let told_ms = match telling {
            Telling::OfRemoval(_) => of_removal,
            Telling::OfAll(_) => of_all,
        };
        if told_ms.is_some_and(|told_ms| now_ms.saturating_sub(told_ms) < TOLD_MS) {
            return vec![Vec::new()];
        }
        *told_ms = Some(now_ms);
        let ranges = match telling {
            Telling::OfRemoval(needed) => self.replica.charter_ranges_to(&self.replica.law().facts().with_past(needed)),
            Telling::OfAll(shown) => self.replica.charter_ranges_beyond(shown),
        };
        chunks_of(ranges, PER_FRAME)
    }

    /// All of the charter's ranges in frames.
    fn charter_chunks(&self) -> Vec<Vec<Range>> {
        chunks_of(self.replica.charter_ranges(), PER_FRAME)
    }

    /// Takes in charter ranges from someone who has not shown to belong: nothing else of theirs is taken.
    pub(super) fn absorb_charter(&mut self, ranges: &[Range], now_ms: i64) -> Result<(), ReplicaError> {
        let ranges = self.replica.of_charter(ranges);
        let taken = self.replica.absorb(&ranges)?;
        self.count.records_in += taken.iter().map(Taken::new_records).sum::<u64>();
        self.flush(now_ms)
    }
}
