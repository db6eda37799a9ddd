//! Parts of records that lack: each side says which, and is given what the other holds of them.
//!
//! docs/protocol.md §1 and §6. Whatever comes is held against the signed header, so that anyone may bring it.

use super::frame::{Gap, Given, Lacks, MAX_ENTRIES};
use super::{Ask, Frame, Name, Session, Shelf, Summary};
use crate::id::LogId;
use crate::record::parts_in;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Most records of which one frame says that parts lack.
pub const MAX_LACKS: usize = 1_024;
/// Most of them in one log before the next has its turn.
const TURN: usize = 64;
/// Bytes of parts in one frame; one part may be as long again.
const PER_FRAME: usize = 256 * 1024;
/// Bytes that a part takes in a frame besides its own.
const EACH: usize = 48;

/// Bytes of parts of one log that are given in one session however short it is.
pub const GIVEN_FREE: u64 = 1 << 20;
/// How often one log is asked for in one session while nothing of it changes here.
const MAX_VAIN: u32 = 256;
/// Most questions for parts, and logs of which is said that more parts are here, in one session.
const MAX_QUESTIONS: usize = 65_536;

/// A record of which parts lack here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lack {
    /// The log it is in, or the branch, by its own name.
    pub branch: LogId,
    /// The log that this is a branch of, or the log itself.
    pub log: LogId,
    /// The record's number.
    pub number: u64,
    /// First bytes of its hash.
    pub start: [u8; 8],
    /// Which parts, a bit each.
    pub parts: u16,
}

/// A part that came by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Came {
    /// The log, or that of which the record's log is a branch.
    pub log: LogId,
    /// The record's number.
    pub number: u64,
    /// First bytes of its hash.
    pub start: [u8; 8],
    /// Which part.
    pub part: u8,
    /// Its sealed bytes.
    pub bytes: Vec<u8>,
}

/// What is asked and answered in one session.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// Logs of which parts lack that were not asked for, and from which number on, in turns.
    asking: VecDeque<(LogId, u64)>,
    /// Whether an answer is awaited.
    awaiting: bool,
    /// What the peer asked for and was not answered.
    giving: VecDeque<(LogId, Gap, u8)>,
    /// Whether the peer asked and is owed the end of the answer.
    owing: bool,
    /// Logs of which the peer lacks what it was not given, by name.
    unmet: BTreeSet<[u8; 8]>,
    /// Bytes that the peer was given of each log, and how many it may be given.
    given: BTreeMap<LogId, (u64, u64)>,
    /// How each log stood here when it was asked for last, and how often it was asked for since it stood so.
    vain: BTreeMap<LogId, (u64, [u8; 16], u32)>,
    /// Questions of the peer's so far.
    questions: usize,
}

impl Parts {
    pub(super) fn kept(&self) -> usize {
        self.asking.len() + self.giving.len() + self.unmet.len() + self.given.len() + self.vain.len()
    }

    /// Notes questions of the peer's: false if there is no end to them.
    fn take_questions(&mut self, count: usize) -> bool {
        self.questions = self.questions.saturating_add(count);
        self.questions <= MAX_QUESTIONS
    }

    /// Whether to ask for parts of a log once more. A peer that says without end that it holds more is not believed for
    /// ever; one that brings something is.
    fn may_ask(&mut self, log: &Summary) -> bool {
        let (count, held, times) = self.vain.entry(log.log).or_insert((log.count, log.held, 0));
        if (*count, *held) != (log.count, log.held) {
            (*count, *held, *times) = (log.count, log.held, 0);
        }
        *times = times.saturating_add(1);
        *times <= MAX_VAIN
    }

    /// Whether the peer may be given so many bytes more of a log: twice all that is stored of it, for what it was given
    /// it may have let go of and lack again.
    fn may_give(&mut self, log: &LogId, bytes: u64, shelf: &impl Shelf) -> bool {
        let (given, most) = self.given.entry(*log).or_insert((0, GIVEN_FREE));
        let then = given.saturating_add(bytes);
        if then > *most {
            *most = GIVEN_FREE.max(shelf.bytes(log).saturating_mul(2));
        }
        let may = then <= *most;
        if may {
            *given = then;
        }
        may
    }
}

impl Session {
    /// Parts of the log may lack here that the peer holds: they are asked for, once nothing else is to come.
    pub fn lacks_more(&mut self, log: &Summary) {
        if log.whole < log.count {
            self.parts.asking.retain(|(asked, _)| *asked != log.log);
            self.parts.asking.push_back((log.log, log.whole));
        }
    }

    /// The peer gave records of this log without all their parts: it is told when more is here.
    pub fn gave_less(&mut self, log: &LogId) {
        let name = self.name(log);
        self.not_met(name);
    }

    fn not_met(&mut self, name: [u8; 8]) {
        if self.parts.unmet.len() < MAX_ENTRIES {
            self.parts.unmet.insert(name);
        }
    }

    /// Something of a log is here that was not: who asked for parts of it in vain is told.
    pub(super) fn tell_of_parts(&mut self, log: &LogId) {
        let name = self.name(log);
        if self.parts.unmet.remove(&name) {
            self.push(Frame::Differ(vec![name.into()]));
        }
    }

    /// The peer holds other parts of these logs than this side, or more than before.
    pub(super) fn differs(&mut self, names: &[Name], shelf: &impl Shelf) -> Vec<Ask> {
        if !self.parts.take_questions(names.len().max(1)) {
            return vec![Ask::Breach("it says without end that it holds more")];
        }
        let names: BTreeSet<[u8; 8]> = names.iter().map(|name| **name).collect();
        for log in self.all_here(shelf) {
            let is_named = names.contains(&self.name(&log.log)) || names.contains(&self.name(&log.trunk));
            if is_named && log.whole < log.count && self.parts.may_ask(&log) {
                self.lacks_more(&log);
            }
        }
        Vec::new()
    }

    /// The logs of all places.
    fn all_here(&self, shelf: &impl Shelf) -> Vec<Summary> {
        self.places.values().flat_map(|of| shelf.logs(of.as_ref())).collect()
    }

    /// Whether nothing is on its way in either direction, parts that lack among it.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        let is_done = self.is_settled() && self.spreading.kept() == 0;
        is_done && !self.parts.awaiting && !self.parts.owing && self.parts.asking.is_empty()
    }

    /// Asks for what lacks, once nothing is on its way that may bring it or say that it was erased.
    pub(super) fn next_lack(&mut self, shelf: &impl Shelf) -> Option<Frame> {
        if self.parts.awaiting || !self.is_settled() {
            return None;
        }
        let (mut logs, mut left): (Vec<Lacks>, usize) = (Vec::new(), MAX_LACKS);
        // Each log in its turn, so that one of which much lacks holds up none.
        while let Some((log, from)) = self.parts.asking.pop_front() {
            let most = TURN.min(left);
            let lacking = shelf.lacks(&log, from, most);
            left -= lacking.len();
            let Some(last) = lacking.last() else {
                continue;
            };
            if lacking.len() == most {
                self.parts.asking.push_back((log, last.number.saturating_add(1)));
            }
            let gap = |lack: &Lack| Gap { number: lack.number, start: lack.start.into(), parts: lack.parts };
            logs.push(Lacks { name: self.name(&last.log).into(), records: lacking.iter().map(gap).collect() });
            if left == 0 {
                break;
            }
        }
        self.parts.awaiting = !logs.is_empty();
        self.parts.awaiting.then_some(Frame::Lack(logs))
    }

    /// The peer lacks parts: what is held of them is lined up.
    pub(super) fn lacked(&mut self, logs: &[Lacks], shelf: &impl Shelf) -> Vec<Ask> {
        let records: usize = logs.iter().map(|log| log.records.len()).sum();
        if self.parts.owing || records > MAX_LACKS || !self.parts.take_questions(1) {
            return vec![Ask::Breach("it asks for parts without end")];
        }
        self.parts.owing = true;
        let here = self.all_here(shelf).into_iter().filter(|log| !log.is_branch());
        let here: BTreeMap<[u8; 8], LogId> = here.map(|log| (self.name(&log.log), log.log)).collect();
        for lacks in logs {
            match here.get(&*lacks.name) {
                Some(log) => {
                    let gaps =
                        lacks.records.iter().flat_map(|gap| parts_in(gap.parts).map(move |part| (*log, *gap, part)));
                    self.parts.giving.extend(gaps);
                }
                None => self.not_met(*lacks.name),
            }
        }
        Vec::new()
    }

    /// The next of the parts that the peer lacks.
    pub(super) fn next_parts(&mut self, shelf: &impl Shelf) -> Option<Frame> {
        if !self.parts.owing {
            return None;
        }
        let (mut parts, mut size) = (Vec::new(), 0);
        while size < PER_FRAME {
            let Some((log, gap, part)) = self.parts.giving.pop_front() else {
                break;
            };
            let name = self.name(&log);
            let found = shelf.part(&log, gap.number, &gap.start, part);
            match found.filter(|bytes| self.parts.may_give(&log, bytes.len() as u64, shelf)) {
                Some(bytes) => {
                    size += bytes.len() + EACH;
                    let (number, start) = (gap.number, gap.start);
                    parts.push(Given { name: name.into(), number, start, part, bytes: bytes.into() });
                }
                None => self.not_met(name),
            }
        }
        let last = self.parts.giving.is_empty();
        self.parts.owing = !last;
        Some(Frame::Parts { parts, last })
    }

    /// Parts have come.
    pub(super) fn given(&mut self, parts: Vec<Given>, last: bool, shelf: &impl Shelf) -> Vec<Ask> {
        if !self.parts.awaiting {
            // Nobody asked for them, or in an earlier greeting.
            return Vec::new();
        }
        self.parts.awaiting = !last;
        if parts.is_empty() {
            return Vec::new();
        }
        let here: BTreeMap<[u8; 8], LogId> =
            self.all_here(shelf).into_iter().map(|log| (self.name(&log.log), log.log)).collect();
        let came = parts.into_iter().filter_map(|given| {
            let Given { name, number, start, part, bytes } = given;
            Some(Came { log: *here.get(&*name)?, number, start: *start, part, bytes: bytes.into() })
        });
        vec![Ask::Fill(came.collect())]
    }
}
