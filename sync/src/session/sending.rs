//! Logs on their way to the peer as records: a charter log after those that bind its device, and no long log before all others.

use super::{Frame, Session, Shelf, Summary};
use crate::id::LogId;
use crate::record::Range;
use std::collections::BTreeSet;

/// Ranges of a charter log that are sent before the next log has its turn. Of all other logs it is one.
const TURN: u64 = 8;
/// The turn of logs that have none: after all charter logs.
const LAST: i64 = i64::MAX;

/// Logs to be sent, in rounds.
#[derive(Debug, Default)]
pub(super) struct Sending {
    /// By round and turn.
    logs: BTreeSet<(u64, i64, LogId)>,
    /// Ranges of the first of them that were sent in this round.
    sent: u64,
}

impl Sending {
    pub(super) fn len(&self) -> usize {
        self.logs.len()
    }

    /// Lines up a log in this round. It must not be in line already.
    pub(super) fn insert(&mut self, log: LogId, turn: Option<i64>) {
        let round = self.logs.first().map_or(0, |(round, ..)| *round);
        self.logs.insert((round, turn.unwrap_or(LAST), log));
    }

    fn first(&self) -> Option<LogId> {
        self.logs.first().map(|(.., log)| *log)
    }

    /// Takes the first out of the line: there is no more of it.
    fn pop_first(&mut self) {
        self.logs.pop_first();
        self.sent = 0;
    }

    /// A range of the first was sent: after so many it goes to the next round.
    fn count_first(&mut self) {
        let Some((round, turn, log)) = self.logs.first().copied() else {
            return;
        };
        self.sent += 1;
        if turn == LAST || self.sent >= TURN {
            self.pop_first();
            self.logs.insert((round + 1, turn, log));
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
            self.sending.insert(log.log, log.turn);
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
    fn charter_logs_are_sent_by_their_turns_and_no_log_holds_up_all_others() {
        let mut sending = Sending::default();
        for (log, turn) in [(1, None), (2, Some(20)), (3, None), (4, Some(10))] {
            sending.insert(LogId([log; 32]), turn);
        }
        let round = [[4; 8].as_slice(), &[2; 8], &[1, 3]].concat();
        assert_eq!(sent(&mut sending, 36), [round.clone(), round].concat());
        sending.insert(LogId([5; 32]), Some(5));
        assert_eq!(sent(&mut sending, 9), [[5; 8].as_slice(), &[4]].concat(), "what is to come before all others does");
    }
}
