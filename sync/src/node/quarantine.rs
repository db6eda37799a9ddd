//! Charter ranges of devices that nobody is known to have let in, kept in mind for a while: what binds them may come next.

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

    /// All that is kept; nothing is any more.
    pub(super) fn take(&mut self) -> Vec<Range> {
        self.bytes = 0;
        self.ranges.drain(..).map(|(_, range)| range).collect()
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
        assert_eq!(kept.take().len(), MAX_RANGES);
        (0..=MAX_RANGES as u64).for_each(|n| kept.put(range(n)));
        let kept = kept.take();
        assert_eq!((kept.len(), kept.first().map(|range| range.from)), (MAX_RANGES, Some(1)));
    }
}
