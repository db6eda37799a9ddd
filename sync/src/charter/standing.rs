//! Whether a content record stands: docs/protocol.md §3.8.

use super::state::{At, Removal};
use super::{Law, Note, Status};
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

/// What verdicts on the records of a writer hang on besides what their author knew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grounds {
    status: Status,
    is_owned: bool,
    bound: Option<At>,
    ends: Vec<(At, At, Vec<At>)>,
    restores: Vec<At>,
}

impl Law {
    /// Judges record `number` of the writer's log, whose author knew `frontier`.
    #[must_use]
    pub fn verdict(&self, writer: &Writer, number: u64, frontier: &[StatementId]) -> Verdict {
        if !frontier.iter().all(|id| self.facts.holds(id)) {
            return Verdict::Waits;
        }
        let state = self.state();
        if state.owner(&writer.device).is_none() {
            return Verdict::Waits;
        }
        let keys = state.bound(&writer.device, &writer.person).and_then(|at| self.keys_bound_by(at));
        if keys.is_none_or(|keys| keys.sign != writer.sign_key) {
            return Verdict::Refused;
        }
        if matches!(self.status(&writer.person), Status::Waiting | Status::Unknown) {
            return Verdict::Waits;
        }
        let mut ends = self.ends(writer).filter(|end| !self.lift_known(end, frontier)).peekable();
        if ends.peek().is_none() || number < self.cut(writer, ends) { Verdict::Stands } else { Verdict::Late }
    }

    /// Whether the author of a record with this frontier had heard of an end to the writer that is in effect.
    #[must_use]
    pub fn had_heard(&self, writer: &Writer, frontier: &[StatementId]) -> bool {
        self.ends(writer).any(|end| self.known_from(end.at, frontier) && !self.lift_known(end, frontier))
    }

    /// What verdicts on the writer's records hang on besides what their author knew: while it is the same, they are.
    #[must_use]
    pub fn grounds(&self, writer: &Writer) -> Grounds {
        let state = self.state();
        let restores = state.restores.get(&writer.person).into_iter().flatten();
        Grounds {
            status: self.status(&writer.person),
            is_owned: state.owner(&writer.device).is_some(),
            bound: state.bound(&writer.device, &writer.person),
            ends: self.ends(writer).map(|end| (end.at, end.said, end.lifted.clone())).collect(),
            restores: restores.copied().collect(),
        }
    }

    /// Removes, leaves and device-removes of the writer, lifted or not.
    fn ends(&self, writer: &Writer) -> impl Iterator<Item = &Removal> {
        let state = self.state();
        let persons = state.outs.get(&writer.person).into_iter().flatten();
        persons.chain(state.device_outs.get(&writer.device).into_iter().flatten())
    }

    fn lift_known(&self, end: &Removal, frontier: &[StatementId]) -> bool {
        end.lifted.iter().any(|at| self.known_from(*at, frontier))
    }

    fn known_from(&self, at: At, frontier: &[StatementId]) -> bool {
        let mut places = frontier.iter().filter_map(|id| self.place(id));
        places.any(|place| place == at || self.facts.knows(place, at))
    }

    /// The furthest that the ends and the restores of the writer's person name.
    fn cut<'a>(&self, writer: &Writer, ends: impl Iterator<Item = &'a Removal>) -> u64 {
        let restores = self.state().restores.get(&writer.person).into_iter().flatten().copied();
        let named = ends.map(|end| end.said).chain(restores).filter_map(|at| self.facts.note(at));
        let cuts = named.flat_map(Note::cuts).filter(|cut| cut.log == writer.log);
        cuts.map(|cut| cut.count).max().unwrap_or(0)
    }
}
