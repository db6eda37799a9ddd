//! Logs on their way to the peer as records: a charter log after those that bind its device, and no long log before all others.

use super::{Frame, Session, Shelf, Summary};
use crate::id::LogId;
use crate::record::Range;
use std::collections::VecDeque;

/// Ranges of a charter log that are sent before the next log has its turn. Of all other logs it is one.
const TURN: u64 = 8;

/// Logs to be sent, each of which goes to the end of the line after its turn.
#[derive(Debug, Default)]
pub(super) struct Sending {
    /// Each, and whether it is of the charter.
    logs: VecDeque<(LogId, bool)>,
    /// Ranges of the first of them that were sent in this turn.
    sent: u64,
}

impl Sending {
    pub(super) fn len(&self) -> usize {
        self.logs.len()
    }

    /// Lines up a log that is not in line already.
    pub(super) fn insert(&mut self, log: LogId, of_charter: bool) {
        self.logs.push_back((log, of_charter));
    }

    fn first(&self) -> Option<LogId> {
        self.logs.front().map(|(log, _)| *log)
    }

    /// Takes the first out of the line: there is no more of it.
    fn pop_first(&mut self) {
        self.logs.pop_front();
        self.sent = 0;
    }

    /// A range of the first was sent: after so many it goes to the end.
    fn count_first(&mut self) {
        self.sent += 1;
        if self.logs.front().is_some_and(|(_, of_charter)| !of_charter || self.sent >= TURN) {
            self.logs.rotate_left(1);
            self.sent = 0;
        }
    }
}

impl Session {
    pub(super) fn next_records(&mut self, shelf: &impl Shelf) -> Option<Frame> {
        while let Some(log) = self.sending.first() {
            let from = self.theirs.get(&log).copied().unwrap_or(0);
            let Some(range) = shelf.range(&log, from) else {
                self.sending.pop_first();
                self.in_line.remove(&log);
                continue;
            };
            self.sending.count_first();
            return Some(self.records(log, range));
        }
        None
    }

    pub(super) fn next_of_branch(&mut self, shelf: &impl Shelf) -> Option<Frame> {
        while let Some((first, log)) = self.branching.first().copied() {
            let from = self.theirs.get(&log).copied().unwrap_or(0).max(first);
            if let Some(range) = shelf.range(&log, from) {
                return Some(self.records(log, range));
            }
            self.branching.remove(&(first, log));
        }
        None
    }

    fn records(&mut self, log: LogId, range: Range) -> Frame {
        self.theirs.insert(log, range.from + range.records.len() as u64);
        match range.log == log {
            true => Frame::Records(range),
            false => Frame::Branch { name: log, range },
        }
    }

    pub(super) fn send(&mut self, log: &Summary) {
        if log.is_branch() {
            self.branching.insert((log.first, log.log));
        } else if self.in_line.insert(log.log) {
            self.sending.insert(log.log, log.turn.is_some());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sends so many ranges of logs that never end; of which they are.
    fn sent(sending: &mut Sending, ranges: usize) -> Vec<u8> {
        let next = |_| {
            let log = sending.first().map(|log| log.0[0]);
            sending.count_first();
            log
        };
        (0..ranges).filter_map(next).collect()
    }

    #[test]
    fn charter_logs_have_long_turns_and_no_log_holds_up_all_others() {
        let mut sending = Sending::default();
        for (log, of_charter) in [(4, true), (2, true), (1, false), (3, false)] {
            sending.insert(LogId([log; 32]), of_charter);
        }
        let round = [[4; 8].as_slice(), &[2; 8], &[1, 3]].concat();
        assert_eq!(sent(&mut sending, 36), [round.clone(), round].concat());
    }
}
