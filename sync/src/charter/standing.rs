//! Whether a content record stands: docs/protocol.md §3.8.

use super::rank::{Rank, role_known};
use super::state::{At, Removal, Restoring};
use super::{Law, Note, Role, Status};
use crate::id::{DeviceId, LogId, PersonId, StatementId};

/// Who writes a content log, as its introduction says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Writer {
    /// The log.
    pub log: LogId,
    /// The device named.
    pub device: DeviceId,
    /// The person named.
    pub person: PersonId,
    /// The key that signs.
    pub sign_key: [u8; 32],
}

/// What the charter says of a content record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It counts.
    Stands,
    /// It lies beyond a cut.
    Late,
    /// Something that it needs is not here.
    Waits,
    /// The log is not its person's.
    Refused,
}

/// What the records of a writer are judged by, besides what their author knew.
#[derive(Clone, Debug)]
pub struct Grounds {
    verdicts: Verdicts,
    /// Every role that the writer was given by right.
    ranks: Vec<Rank>,
    /// How many statements there were.
    said: usize,
}

/// What verdicts hang on.
#[derive(Clone, Debug)]
struct Verdicts {
    status: Status,
    is_owned: bool,
    bound: Option<At>,
    ends: Vec<Removal>,
    restores: Vec<Restoring>,
    /// Of the ends those that move no other.
    unmoving: Vec<At>,
}

impl Grounds {
    /// Whether verdicts on the writer's records are what they were by these.
    #[must_use]
    pub fn judge_as(&self, before: &Self) -> bool {
        let (now, then) = (&self.verdicts, &before.verdicts);
        let rest = |verdicts: &Verdicts| (verdicts.status, verdicts.is_owned, verdicts.bound);
        let ends = now.ends.len() == then.ends.len()
            && now.ends.iter().zip(&then.ends).all(|(now, then)| ends_as(now, then, before.said));
        ends && rest(now) == rest(then) && now.restores == then.restores && now.unmoving == then.unmoving
    }

    /// Whether [`Law::role_known`] answers what it answered by these to whoever knew no more than was said then.
    #[must_use]
    pub fn rank_as(&self, before: &Self) -> bool {
        let known = |grounds: &Self| -> Vec<Rank> {
            grounds.ranks.iter().filter(|rank| rank.by < before.said).copied().collect()
        };
        known(self) == known(before)
    }
}

/// Whether an end means what it meant to who knew no more than `said` statements: one more lift of what was lifted is nothing to them.
fn ends_as(now: &Removal, then: &Removal, said: usize) -> bool {
    let known = |end: &Removal| (end.at, end.said, end.device, end.leave, end.by_organiser, end.lifted.is_empty());
    let same = || now.lifted.iter().filter(|at| **at < said).eq(then.lifted.iter().filter(|at| **at < said));
    known(now) == known(then) && same()
}

impl Law {
    /// Judges record `number` of the writer's log, whose author knew `frontier`.
    #[must_use]
    pub fn verdict(&self, writer: &Writer, number: u64, frontier: &[StatementId]) -> Verdict {
        let state = self.state();
        if state.owner(&writer.device).is_none() {
            return Verdict::Waits;
        }
        let keys = state.bound(&writer.device, &writer.person).and_then(|at| self.keys_bound_by(at));
        let is_theirs = keys.is_some_and(|keys| keys.sign == writer.sign_key);
        let may_come = matches!(self.status(&writer.person), Status::Waiting | Status::Unknown);
        let is_whole = self.holds_all(frontier);
        let is_late = || self.late_by(writer, number, frontier, is_whole).next().is_some();
        if !is_whole {
            return if is_theirs && !may_come && is_late() { Verdict::Late } else { Verdict::Waits };
        }
        if !is_theirs {
            return Verdict::Refused;
        }
        if may_come {
            return Verdict::Waits;
        }
        if is_late() { Verdict::Late } else { Verdict::Stands }
    }

    /// Whether all of these are here.
    #[must_use]
    pub fn holds_all(&self, frontier: &[StatementId]) -> bool {
        frontier.iter().all(|id| self.facts.holds(id))
    }

    /// By which ends record `number` of the writer's log, whose author knew `frontier`, is late; `is_whole`: all of that is here.
    fn late_by(
        &self,
        writer: &Writer,
        number: u64,
        frontier: &[StatementId],
        is_whole: bool,
    ) -> impl Iterator<Item = &Removal> {
        // Of an end that nothing lifted no lift can be known, whatever else is not here.
        let holds = move |end: &&Removal| if is_whole { !self.lift_known(end, frontier) } else { end.holds() };
        self.ends(writer).filter(holds).filter(move |end| number >= self.cut(writer, end))
    }

    /// The statements by whose effect record `number` of the writer's log, whose author knew `frontier`, is late.
    pub fn late_since(&self, writer: &Writer, number: u64, frontier: &[StatementId]) -> Vec<StatementId> {
        let late = self.late_by(writer, number, frontier, self.holds_all(frontier));
        late.filter_map(|end| self.facts.id(end.at)).collect()
    }

    /// Whether the author of a record with this frontier had heard of one of these ends to the writer, and of no lift of it.
    #[must_use]
    pub fn had_heard(&self, writer: &Writer, ends: &[StatementId], frontier: &[StatementId]) -> bool {
        let named = |end: &&Removal| self.facts.id(end.at).is_some_and(|id| ends.contains(&id));
        let mut ends = self.ends(writer).filter(named);
        ends.any(|end| self.known_from(end.at, frontier) && !self.lift_known(end, frontier))
    }

    /// What the writer's records are judged by, besides what their author knew: while it is the same, they are judged alike.
    #[must_use]
    pub fn grounds(&self, writer: &Writer) -> Grounds {
        let state = self.state();
        let restores = state.restores.get(&writer.person).into_iter().flatten();
        Grounds {
            verdicts: Verdicts {
                status: self.status(&writer.person),
                is_owned: state.owner(&writer.device).is_some(),
                bound: state.bound(&writer.device, &writer.person),
                ends: self.ends(writer).cloned().collect(),
                restores: restores.copied().collect(),
                unmoving: self.ends(writer).filter(|end| self.moves_nothing(end)).map(|end| end.at).collect(),
            },
            ranks: state.ranks.get(&writer.person).cloned().unwrap_or_default(),
            said: self.facts.len(),
        }
    }

    /// The role that a person had by right as far as somebody who knew `frontier` knew: the last that holds of those given by what
    /// they knew (docs/protocol.md §5). `None` if they knew of none.
    #[must_use]
    pub fn role_known(&self, person: &PersonId, frontier: &[StatementId]) -> Option<Role> {
        role_known(self.state().ranks.get(person)?, |at| self.known_from(at, frontier))
    }

    /// Removes, leaves and device-removes of the writer, lifted or not.
    fn ends(&self, writer: &Writer) -> impl Iterator<Item = &Removal> {
        let state = self.state();
        let persons = state.outs.get(&writer.person).into_iter().flatten();
        persons.chain(state.device_outs.get(&writer.device).into_iter().flatten())
    }

    /// Whether an end moves no other: a steward's of a person, where that steward was removed since; and one of a device that its
    /// own person said, where the device with which they did was ended since.
    fn moves_nothing(&self, end: &Removal) -> bool {
        let Some(note) = self.facts.note(end.said) else {
            return false;
        };
        match end.device {
            None => !end.by_organiser && self.status(&note.person) == Status::Removed,
            Some(device) => {
                let is_own = self.state().bound(&device, &note.person).is_some();
                is_own && self.state().is_device_out(&note.device)
            }
        }
    }

    fn lift_known(&self, end: &Removal, frontier: &[StatementId]) -> bool {
        end.lifted.iter().any(|at| self.known_from(*at, frontier))
    }

    fn known_from(&self, at: At, frontier: &[StatementId]) -> bool {
        let mut places = frontier.iter().filter_map(|id| self.place(id));
        places.any(|place| place == at || self.facts.knows(place, at))
    }

    /// How many records of the log an end leaves: the most that it names, or that somebody named who could undo it and did not
    /// speak before it. So nobody keeps words of theirs that are yet to come by an end of their own, or by an earlier one.
    fn cut(&self, writer: &Writer, end: &Removal) -> u64 {
        let state = self.state();
        let (outs, restores) = (state.outs.get(&writer.person), state.restores.get(&writer.person));
        let undoes = |by_organiser: bool| by_organiser || !end.by_organiser;
        let also = |other: &&Removal| !self.facts.knows(end.at, other.at) && !self.moves_nothing(other);
        let moves: Vec<At> = match end.device {
            None => {
                let removes = outs.into_iter().flatten().filter(also);
                let removes =
                    removes.filter(|other| !other.leave && undoes(other.by_organiser)).map(|other| other.said);
                let knows = |restore: &&Restoring| self.facts.knows(restore.at, end.at) && undoes(restore.by_organiser);
                removes.chain(restores.into_iter().flatten().filter(knows).map(|restore| restore.at)).collect()
            }
            // A device's end is moved by who said it, or by an organiser, from another device than that.
            Some(device) => {
                let author = |at: At| self.facts.note(at).map(|note| note.person);
                let by_itself = |at: At| self.facts.note(at).is_none_or(|note| note.device == device);
                let may = |other: &&Removal| other.by_organiser || author(other.said) == author(end.said);
                let ends = state.device_outs.get(&device).into_iter().flatten().filter(also).filter(may);
                ends.map(|other| other.said).filter(|said| !by_itself(*said)).collect()
            }
        };
        let named = [end.said].into_iter().chain(moves).filter_map(|at| self.facts.note(at));
        let cuts = named.flat_map(Note::cuts).filter(|cut| cut.log == writer.log);
        cuts.map(|cut| cut.count).max().unwrap_or(0)
    }
}
