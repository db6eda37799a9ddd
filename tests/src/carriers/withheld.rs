//! What carriers do not pass on: whole frames, and logs within frames that show the charter.

use super::{Carriers, HUB, RELAYS};
use crate::sim::Alter;
use kith_sync::id::LogId;
use kith_sync::record::{Range, Secret};
use kith_sync::session::Frame;
use kith_sync::snapshot::charter::unpack;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;
use std::rc::Rc;

/// Which logs do not come out at all, and how many of ten of the rest.
struct Withheld {
    logs: usize,
    some: usize,
    rng: ChaCha20Rng,
    key: Secret,
}

impl Carriers {
    /// What befalls frames of carriers: of some logs all are kept back, and some of each kind at random.
    pub(super) fn withhold(&mut self) -> Alter {
        let mut rng = ChaCha20Rng::seed_from_u64(self.rng.next_u64());
        let (logs, some) = (rng.random_range(0..256), rng.random_range(0..4));
        let mut withheld = Withheld { logs, some, rng, key: self.key.clone() };
        let count = Rc::clone(&self.left_out);
        Box::new(move |[from, _], bytes| {
            if !RELAYS.contains(&from) && from != HUB {
                return bytes;
            }
            let (arrives, frames, logs) = withheld.of(bytes);
            let (frames_before, logs_before) = count.get();
            count.set((frames_before + frames, logs_before + logs));
            arrives
        })
    }
}

impl Withheld {
    /// What arrives of a frame, whether it was kept back, and how many logs it came without.
    fn of(&mut self, bytes: Vec<u8>) -> (Vec<u8>, u64, u64) {
        let kept_back = match Frame::decode(&bytes) {
            Some(Frame::Records(range)) => self.keeps(&range.log),
            Some(Frame::Branch { range, .. }) => self.keeps(&range.log),
            Some(Frame::Packed(_) | Frame::Parts { .. } | Frame::Receipt(_) | Frame::PackedReceipts(_)) => {
                self.keeps_some()
            }
            Some(Frame::Welcome { ranges, last, block }) => {
                let packed =
                    block.map(|block| unpack(&block, &self.key)).transpose().ok().flatten().unwrap_or_default();
                let ranges = [packed, ranges].concat();
                return self.without(ranges, |ranges| Frame::Welcome { ranges, last, block: None });
            }
            Some(Frame::Introduce { ranges, last }) => {
                return self.without(ranges, |ranges| Frame::Introduce { ranges, last });
            }
            Some(Frame::Removed { ranges, last }) => {
                return self.without(ranges, |ranges| Frame::Removed { ranges, last });
            }
            _ => false,
        };
        // A frame that says nothing goes in its place.
        if kept_back { (Frame::Differ(Vec::new()).encode(), 1, 0) } else { (bytes, 0, 0) }
    }

    fn keeps(&mut self, log: &LogId) -> bool {
        usize::from(log.0[0]) < self.logs || self.keeps_some()
    }

    fn keeps_some(&mut self) -> bool {
        self.rng.random_range(0..10) < self.some
    }

    fn without(&mut self, mut ranges: Vec<Range>, frame: impl Fn(Vec<Range>) -> Frame) -> (Vec<u8>, u64, u64) {
        let all = ranges.len();
        ranges.retain(|range| !self.keeps(&range.log));
        let left_out = (all - ranges.len()) as u64;
        (frame(ranges).encode(), 0, left_out)
    }
}
