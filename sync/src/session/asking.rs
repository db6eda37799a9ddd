//! What is asked for again, and of what no more is wanted: so that two devices never send each other the same without end.

use super::frame::MAX_ENTRIES;
use super::{Frame, MAX_QUEUE, Mark, Place, Session};
use crate::id::{CircleId, LogId};
use crate::record::Intro;
use std::collections::{BTreeMap, BTreeSet};

/// Most ranges of one log that may follow nothing here before the peer is held to be broken.
const MAX_STRAYS: u32 = 64;

/// What was asked for again in a session. It names only logs of which something came, and of these there are few enough
/// ([`super::MAX_NOTED`]).
#[derive(Debug, Default)]
pub(super) struct Asking {
    /// Logs of which ranges came that followed nothing here, and how often.
    strayed: BTreeMap<LogId, u32>,
    /// Logs of which a range began beyond what is here, and how many records were here when the rest was asked for last.
    gaps: BTreeMap<LogId, u64>,
    /// Logs of which the peer was told to send nothing more.
    stopped: BTreeSet<LogId>,
    /// Of those, the ones of which more can be used once something else has come.
    held: BTreeMap<LogId, HeldBack>,
    /// Of those, the ones of devices that nobody is known to have let in, each with who writes it and its circle.
    unbound: BTreeMap<LogId, (Intro, Option<CircleId>)>,
    /// Of those, the ones of circles that are not read here, each with who writes it and how many circles were read.
    foreign: BTreeMap<LogId, (Intro, usize)>,
}

/// When a log that was held back is asked for again.
#[derive(Debug)]
struct HeldBack {
    /// How many statements there were when it was asked for last.
    said: usize,
    /// Not before, in milliseconds since 1970.
    next_ms: i64,
    wait_ms: i64,
}

/// First and longest pause before a log that was held back is asked for again, in milliseconds: who makes up what waits for nothing
/// is sent again once a minute at most.
const HELD_MS: i64 = 1_000;
const HELD_MOST_MS: i64 = 60_000;

impl Asking {
    pub(super) fn kept(&self) -> usize {
        self.strayed.len()
            + self.gaps.len()
            + self.stopped.len()
            + self.held.len()
            + self.unbound.len()
            + self.foreign.len()
    }

    /// The log's records are others: what was asked for was of those that it had before.
    pub(super) fn turned(&mut self, log: &LogId) {
        self.gaps.remove(log);
    }

    /// All is compared anew: the peer may send again what it was told not to.
    pub(super) fn compared(&mut self) {
        self.stopped.clear();
        self.gaps.clear();
        self.held.clear();
        self.unbound.clear();
        self.foreign.clear();
    }
}

impl Session {
    /// A range came that follows nothing here: asks for the whole log, once. False if that happens without end.
    pub fn stray(&mut self, log: &LogId, name: &LogId) -> bool {
        let times = self.asking.strayed.entry(*log).or_insert(0);
        *times += 1;
        let times = *times;
        if times == 1 {
            self.ask_again(log, 0);
            if name != log {
                self.ask_again(name, 0);
            }
        }
        times <= MAX_STRAYS
    }

    /// A range of this log began beyond the `here` records that are here: asks for what lies between, once until more is here. Else
    /// who refuses what comes would be sent it for ever.
    pub fn gap(&mut self, log: &LogId, here: u64) {
        // What is not asked for now, since the peer does not listen, may be asked for at the next range.
        let has_room = self.queue.len() + self.places.len() <= MAX_QUEUE;
        if has_room && !self.asking.stopped.contains(log) && self.asking.gaps.insert(*log, here) != Some(here) {
            self.ask_again(log, here);
        }
    }

    /// Of this log of the charter, or of what a hub keeps, nothing more can be used: the peer is told once to send none.
    pub fn stop(&mut self, log: &LogId) {
        self.stop_in(Place::Charter, log);
    }

    fn stop_in(&mut self, place: Place, log: &LogId) {
        let name = self.name(log);
        self.expecting.remove(&name);
        if self.queue.len() < MAX_QUEUE && self.asking.stopped.insert(*log) {
            self.want_again(place, vec![Mark { name: name.into(), count: u64::MAX }]);
        }
    }

    /// Nobody is known to have let in the device whose log this is: the peer is told to send no more of it, until somebody has.
    pub fn stop_unbound(&mut self, log: &LogId, intro: Intro, circle: Option<CircleId>) {
        self.stop_in(self.place_of(circle), log);
        if self.asking.stopped.contains(log) {
            self.asking.unbound.insert(*log, (intro, circle));
        }
    }

    /// Somebody let in those devices: what they write is asked for again, each log from where `from` says.
    pub fn resume_bound(&mut self, is_bound: impl Fn(&Intro) -> bool, from: impl Fn(&LogId) -> u64) {
        let mut due: BTreeMap<Place, Vec<(LogId, u64)>> = BTreeMap::new();
        let bound = self.asking.unbound.extract_if(.., |_, (intro, _)| is_bound(intro));
        for (log, (_, circle)) in bound.collect::<Vec<_>>() {
            due.entry(self.place_of(circle)).or_default().push((log, from(&log)));
        }
        due.into_iter().for_each(|(place, logs)| self.resume_in(place, &logs));
    }

    /// A hub's log is of no circle that is read here, of so many: it is told to send no more of it, until its circle is.
    pub fn stop_foreign(&mut self, log: &LogId, intro: Intro, circles: usize) {
        self.stop(log);
        if self.asking.stopped.contains(log) {
            self.asking.foreign.insert(*log, (intro, circles));
        }
    }

    /// So many circles are read here now: where these are more, the logs are asked for again whose circle is among them.
    pub fn resume_foreign(&mut self, circles: usize, is_read: impl Fn(&Intro) -> bool) {
        let is_due = |(intro, were): &mut (Intro, usize)| std::mem::replace(were, circles) < circles && is_read(intro);
        let due = self.asking.foreign.extract_if(.., |_, foreign| is_due(foreign)).map(|(log, _)| (log, 0));
        let due = due.collect::<Vec<_>>();
        self.resume_in(Place::Charter, &due);
    }

    /// Where logs of a circle are compared. A hub knows one place for all.
    fn place_of(&self, circle: Option<CircleId>) -> Place {
        let of_circle = self.places.iter().find(|(_, of)| **of == circle);
        of_circle.map_or(Place::Charter, |(place, _)| *place)
    }

    /// Too much of this log of the charter waits for what is not here: the peer is told to send no more, until the charter says more.
    /// `said`: how many statements there are now.
    pub fn hold_back(&mut self, log: &LogId, said: usize) {
        self.stop(log);
        if self.asking.stopped.contains(log) {
            let fresh = || HeldBack { said, next_ms: 0, wait_ms: HELD_MS };
            self.asking.held.entry(*log).or_insert_with(fresh);
        }
    }

    /// There are `said` statements now: logs that were held back are asked for again, each from where `from` says.
    pub fn resume_held(&mut self, said: usize, now_ms: i64, from: impl Fn(&LogId) -> u64) {
        let mut due = Vec::new();
        for (log, held) in &mut self.asking.held {
            // A clock that showed too much is not waited for.
            let is_due = held.next_ms <= now_ms || held.next_ms > now_ms.saturating_add(HELD_MOST_MS);
            if held.said < said && is_due {
                *held = HeldBack {
                    said,
                    next_ms: now_ms.saturating_add(held.wait_ms),
                    wait_ms: held.wait_ms.saturating_mul(2).min(HELD_MOST_MS),
                };
                due.push((*log, from(log)));
            }
        }
        self.resume_in(Place::Charter, &due);
    }

    /// Of these logs more can be used than when the peer was told to send none: asks for each from its number on.
    fn resume_in(&mut self, place: Place, logs: &[(LogId, u64)]) {
        let stopped: Vec<(LogId, u64)> =
            logs.iter().filter(|(log, _)| self.asking.stopped.remove(log)).copied().collect();
        let from: Vec<Mark> =
            stopped.iter().map(|(log, count)| Mark { name: self.name(log).into(), count: *count }).collect();
        // There may be as many such frames as statements that bind a device, and for those who do not listen none.
        for some in from.chunks(MAX_ENTRIES) {
            if self.queue.len() < 2 * MAX_QUEUE {
                self.want_again(place, some.to_vec());
            }
        }
    }

    fn want_again(&mut self, place: Place, from: Vec<Mark>) {
        self.queue.push_back(Frame::Want { place, from, coming: Vec::new(), again: true });
    }

    /// Asks for a log again, from a number on. Of an unknown log the place is not known either, so every place is asked.
    pub fn ask_again(&mut self, log: &LogId, from: u64) {
        let name = self.name(log);
        let places: Vec<Place> = self.places.keys().copied().collect();
        for place in places {
            let from = vec![Mark { name: name.into(), count: from }];
            self.push(Frame::Want { place, from, coming: Vec::new(), again: true });
        }
    }
}
