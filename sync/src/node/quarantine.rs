//! Ranges of devices that nobody is known to have let in, kept in mind for a while: what binds them may come next.

use crate::record::Range;
use std::collections::VecDeque;

/// Most ranges that are kept.
const MAX_RANGES: usize = 64;
/// Most bytes of them together.
const MAX_BYTES: u64 = 256 * 1024;

/// Ranges, the oldest first. What is too much is forgotten, and would be offered again.
#[derive(Debug, Default)]
pub(super) struct Quarantine {
    ranges: VecDeque<(u64, Range)>,
    bytes: u64,
    /// How many statements counted when they were tried last.
    tried: usize,
}

impl Quarantine {
    /// Keeps a range, and lets the oldest go for it.
    pub(super) fn put(&mut self, range: Range) {
        let bytes = weight(&range);
        if bytes > MAX_BYTES || self.ranges.iter().any(|(_, kept)| *kept == range) {
            return;
        }
        self.bytes += bytes;
        self.ranges.push_back((bytes, range));
        while self.ranges.len() > MAX_RANGES || self.bytes > MAX_BYTES {
            let Some((bytes, _)) = self.ranges.pop_front() else {
                return;
            };
            self.bytes -= bytes;
        }
    }

    /// All that is kept, and nothing is any more; none of it if no statement came since it was tried last: its devices are then as
    /// unknown as they were. `said`: how many statements count.
    pub(super) fn take_due(&mut self, said: usize) -> Vec<Range> {
        if std::mem::replace(&mut self.tried, said) == said {
            return Vec::new();
        }
        self.bytes = 0;
        self.ranges.drain(..).map(|(_, range)| range).collect()
    }

    /// All of it is to be tried again, whatever came.
    pub(super) fn try_again(&mut self) {
        self.tried = 0;
    }
}

fn weight(range: &Range) -> u64 {
    range.records.iter().map(|record| 128 + record.size() + record.tail.len() as u64).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::LogId;

    fn range(n: u64) -> Range {
        Range { log: LogId([0; 32]), from: n, records: Vec::new(), signature: [0; 64] }
    }

    #[test]
    fn the_oldest_is_let_go_at_the_65th() {
        let mut kept = Quarantine::default();
        (0..MAX_RANGES as u64).for_each(|n| kept.put(range(n)));
        kept.put(range(3));
        assert_eq!(kept.take_due(1).len(), MAX_RANGES);
        (0..=MAX_RANGES as u64).for_each(|n| kept.put(range(n)));
        assert_eq!(kept.take_due(1), [], "nothing was said since");
        let kept = kept.take_due(2);
        assert_eq!((kept.len(), kept.first().map(|range| range.from)), (MAX_RANGES, Some(1)));
    }
}
