//! Taking in ranges: record → verify → store; the charter is read at once, content is settled after.

use super::replica::{Replica, ReplicaError};
use super::settle::AllGrounds;
use super::slices::Slices;
use super::subjects::Subjects;
use super::waiting::held_back;
use crate::body::{Body, Reading, read_statement};
use crate::charter::{Added, Note, Told};
use crate::id::{CircleId, CommunityId, RecordHash, StatementId};
use crate::record::{Head, Intro, LogKind, Part, Range, RecordError, Verified, tag};
use crate::store::{LogRow, State, StoreError};
use std::collections::{BTreeMap, BTreeSet};

/// What became of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// So many records are new.
    New(u64),
    /// They are of a branch of the log.
    Beside {
        /// So many are new.
        new: u64,
        /// Where the branch leaves what stands here under the log's name.
        from: u64,
    },
    /// It begins beyond what is here.
    Gap,
    /// Its log is of no circle that this device reads.
    Foreign {
        /// Who writes it, and where: more circles may be read later.
        intro: Box<Intro>,
        /// How many were read when this came: what came with it may open another.
        circles: usize,
    },
    /// It follows nothing that is here, though as much is here: its log was written twice, or it is broken.
    Astray,
    /// Its log is of a device that nobody is known to have let in: it is kept in mind for a while.
    Unbound {
        /// Who writes it.
        intro: Box<Intro>,
        /// The circle it writes in; none in the charter.
        circle: Option<CircleId>,
    },
    /// It is of the charter, and so much of its log waits for what is not here that no more of it is stored before that comes.
    Later,
    /// It says what its author may not say: that counts for nothing anywhere, nor does what follows it.
    Void,
    /// It is not what it says; who sent it lied or is broken.
    Broken(RecordError),
}

impl Taken {
    /// How many records are new.
    #[must_use]
    pub fn new_records(&self) -> u64 {
        match self {
            Self::New(new) | Self::Beside { new, .. } => *new,
            _ => 0,
        }
    }
}

/// Why a statement is refused.
const MAY_NOT: &str = "its author may not say it";

/// What was heard of a range of the charter.
pub(super) struct Heard {
    /// The statements, by number.
    pub said: BTreeMap<u64, StatementId>,
    /// At which record the log ends, if one says what its author may not say.
    pub end: Option<u64>,
}

/// What a record of the charter says.
pub(super) enum Read {
    /// A statement, and when its author's clock says it was made.
    Note(Box<Note>, Option<i64>),
    /// Something else that a charter holds.
    Other,
    /// Nothing that a charter can hold.
    Broken,
}

impl<S: Slices> Replica<S> {
    /// Takes in ranges from anywhere, in one transaction.
    ///
    /// # Errors
    /// When the database refuses; nothing of it is then done.
    pub fn absorb(&mut self, ranges: &[Range]) -> Result<Vec<Taken>, ReplicaError> {
        let done = self.in_transaction(|replica| replica.take_in(ranges))?;
        Ok(done)
    }

    pub(super) fn take_in(&mut self, ranges: &[Range]) -> Result<Vec<Taken>, ReplicaError> {
        let (said, keys) = (self.law.facts().len(), self.epoch_keys.len());
        let of_charter = |range: &Range| self.log(&range.log).is_none_or(|row| row.circle.is_none());
        let may_say = !self.filled.is_empty() || ranges.iter().any(of_charter);
        let before = if may_say { self.grounds() } else { AllGrounds::new() };
        let taken = self.append_all(ranges)?;
        self.law.judge();
        let news = self.law.facts().len() != said;
        if news {
            self.news.charter = true;
            self.recheck(&before)?;
        }
        if self.restored {
            self.check_restored();
        }
        self.use_seals()?;
        self.settle(news, self.epoch_keys.len() != keys)?;
        self.count_held()?;
        Ok(taken)
    }

    /// Appends ranges, and again those whose devices became known by others of them.
    fn append_all(&mut self, ranges: &[Range]) -> Result<Vec<Taken>, ReplicaError> {
        let mut taken = ranges.iter().map(|range| self.append(range)).collect::<Result<Vec<_>, _>>()?;
        loop {
            let said = self.law.facts().len();
            self.use_filled()?;
            self.hear_early()?;
            let held_back = held_back(ranges, &taken);
            for (range, taken) in ranges.iter().zip(&mut taken) {
                let is_held_back = matches!(taken, Taken::Later | Taken::Gap) && held_back.contains(&range.log);
                if matches!(taken, Taken::Unbound { .. }) || is_held_back {
                    *taken = self.append(range)?;
                }
            }
            for range in self.quarantine.take_due(self.law.facts().len()) {
                if matches!(self.append(&range)?, Taken::Unbound { .. }) {
                    self.quarantine.put(range);
                }
            }
            if self.law.facts().len() == said {
                break;
            }
        }
        let unbound = ranges.iter().zip(&taken).filter(|(_, taken)| matches!(taken, Taken::Unbound { .. }));
        unbound.for_each(|(range, _)| self.quarantine.put(range.clone()));
        let held_back = held_back(ranges, &taken);
        // What follows what is not stored now is no gap that could be filled.
        let gaps = ranges.iter().zip(&mut taken).filter(|(_, taken)| **taken == Taken::Gap);
        gaps.filter(|(range, _)| held_back.contains(&range.log)).for_each(|(_, taken)| *taken = Taken::Later);
        Ok(taken)
    }

    fn append(&mut self, range: &Range) -> Result<Taken, ReplicaError> {
        if !self.places.contains_key(&range.log) {
            return match self.introduce(range)? {
                Ok((row, verified, head)) => {
                    let taken = self.attach(row.clone(), verified, head, &range.signature)?;
                    if matches!(taken, Taken::Void | Taken::Later) {
                        self.store.remove_empty_log(row.id)?;
                        self.places.remove(&row.name());
                        self.logs.remove(&row.id);
                    }
                    Ok(taken)
                }
                Err(taken) => Ok(taken),
            };
        }
        if self.is_here(range)? {
            if let Some(row) = self.log(&range.log).filter(|row| row.held.first_lack.is_some()).cloned() {
                for (number, record) in (range.from..).zip(&range.records) {
                    self.fill_from(&row, number, record)?;
                }
            }
            return Ok(Taken::New(0));
        }
        let mut failed = None;
        for row in self.branches(&range.log) {
            if !(row.first()..=row.head.count).contains(&range.from) {
                continue;
            }
            let base =
                if range.from == row.head.count { row.head.clone() } else { self.store.head_at(&row, range.from)? };
            match base.verify(range) {
                Ok((verified, head)) => {
                    let branch = row.base.is_some().then_some(row.first());
                    let taken = self.attach(row, verified, head, &range.signature)?;
                    return Ok(match (branch, taken) {
                        (Some(from), Taken::New(new)) => Taken::Beside { new, from },
                        (_, taken) => taken,
                    });
                }
                Err(error) => failed = Some(error),
            }
        }
        Ok(match failed {
            None => Taken::Gap,
            // Branches may have other boundaries, too.
            Some(RecordError::BadSignature | RecordError::BadRange) if range.from > 0 && !range.records.is_empty() => {
                Taken::Astray
            }
            Some(error) => Taken::Broken(error),
        })
    }

    /// Whether the log holds just these records: in a crowd each comes from many sides, and the signature over them
    /// was checked when they first came.
    pub(super) fn is_here(&self, range: &Range) -> Result<bool, StoreError> {
        let Some(row) = self.log(&range.log) else {
            return Ok(false);
        };
        let end = range.from.saturating_add(range.records.len() as u64);
        let Some(last) = end.checked_sub(1).filter(|last| *last < row.head.count && !range.records.is_empty()) else {
            return Ok(false);
        };
        let prev = match range.from.checked_sub(1) {
            Some(before) => self.store.hash_of(row.id, before)?.map(|hash| hash.0),
            None => Some(row.head.log.0),
        };
        let Some(prev) = prev else {
            return Ok(false);
        };
        let hash = range.records.iter().fold(prev, |prev, record| record.hash(&prev).0);
        Ok(self.store.hash_of(row.id, last)? == Some(RecordHash(hash)))
    }

    /// Puts verified records where they belong: what is here already, at the end, or as another branch.
    pub(super) fn attach(
        &mut self,
        row: LogRow,
        verified: Vec<Verified>,
        head: Head,
        signature: &[u8; 64],
    ) -> Result<Taken, ReplicaError> {
        for (at, record) in verified.iter().enumerate() {
            let stored = match record.number < row.head.count {
                true => self.store.hash_of(row.id, record.number)?,
                false => break,
            };
            if let Some(stored) = stored.filter(|stored| *stored != record.hash) {
                let branch: Vec<Verified> = verified.into_iter().skip(at).collect();
                if self.branches_too_early(&row, &branch)? {
                    return Ok(Taken::Later);
                }
                return self.fork(row, stored, branch, head, signature);
            }
            self.fill_from(&row, record.number, &record.record)?;
        }
        if head.count <= row.head.count {
            return Ok(Taken::New(0));
        }
        let new: Vec<Verified> = verified.into_iter().filter(|record| record.number >= row.head.count).collect();
        if self.goes_on_too_early(&row, &new)? {
            return Ok(Taken::Later);
        }
        let count = new.len() as u64;
        let stored = self.store_records(row, new, head, signature)?;
        Ok(if stored { Taken::New(count) } else { Taken::Void })
    }

    #[expect(clippy::type_complexity, reason = "what it takes to attach a first range, used once above")]
    fn introduce(&mut self, range: &Range) -> Result<Result<(LogRow, Vec<Verified>, Head), Taken>, ReplicaError> {
        if range.from > 0 {
            return Ok(Err(Taken::Gap));
        }
        // Nothing of an unknown log is stored before its first range was verified.
        let (verified, head) = match Head::introduced(range).and_then(|head| head.verify(range)) {
            Ok(checked) => checked,
            Err(error) => return Ok(Err(Taken::Broken(error))),
        };
        let Some(intro) = verified.first().and_then(|record| record.tail.intro.clone()) else {
            return Ok(Err(Taken::Broken(RecordError::BadTail)));
        };
        // A hub may have kept it, which reads no charter: it is told to stop, and not hung up on.
        if !intro.fits_its_kind() {
            return Ok(Err(Taken::Void));
        }
        let circle = match intro.kind {
            LogKind::Charter => None,
            LogKind::Content => {
                let circle = self.circle_secrets.iter().find(|(_, secret)| tag(secret, &intro) == intro.tag);
                let Some((circle, _)) = circle else {
                    return Ok(Err(Taken::Foreign { intro: intro.into(), circles: self.circle_secrets.len() }));
                };
                Some(*circle)
            }
        };
        let founds = circle.is_none() && verified.first().is_some_and(|record| record.hash.0 == self.community.0);
        if !founds && !self.law.was_bound(&intro.device, &intro.person, &intro.sign_key) {
            return Ok(Err(Taken::Unbound { intro: intro.into(), circle }));
        }
        let row = self.store.insert_log(&intro, circle)?;
        // Whoever was let in may have been here now for the first time.
        self.news.subjects.add(Subjects::CHARTER);
        self.keep(row.clone());
        Ok(Ok((row, verified, head)))
    }

    /// Holds a log's row in memory, as it is stored.
    pub(super) fn keep(&mut self, row: LogRow) {
        self.places.insert(row.name(), row.id);
        self.logs.insert(row.id, row);
    }

    /// Stores verified records that follow those of `row`; `false`, and nothing was, if none of them can count: the log has ended,
    /// or the charter does not permit the first statement.
    pub(super) fn store_records(
        &mut self,
        mut row: LogRow,
        new: Vec<Verified>,
        head: Head,
        signature: &[u8; 64],
    ) -> Result<bool, ReplicaError> {
        let (mut read, mut refused) = (self.read_of(&row), None);
        if row.circle.is_none() {
            let ended = self.is_ended(&row)?;
            let next = new.first().is_some_and(|first| first.number == read) && self.is_begun(&row);
            let readable = if next { readable(&new) } else { &[] };
            let last = self.last_said(&row, row.head.count);
            let heard = self.hear(&row.intro, &row.frontier, last, readable);
            let Some(Heard { said, end }) = heard.filter(|_| !ended) else {
                return Ok(false);
            };
            self.said.entry(row.id).or_default().extend(said);
            read = end.unwrap_or(read + readable.len() as u64);
            self.read.insert(row.id, read);
            refused = end;
        }
        for verified in new {
            let state = match row.circle {
                Some(_) => State::Waiting,
                None => State::Accepted,
            };
            let (record, lacks) = self.store.append_record(&mut row, verified, state)?;
            if record.verified.record.gone() > 0 {
                self.uneven.insert(row.id);
                self.news.lacks.extend((lacks > 0).then(|| row.name()));
            }
            if row.circle.is_none() && record.verified.number < read {
                self.read_seals(&record.verified);
            }
        }
        if let Some(number) = refused {
            self.store.set_state(row.id, number, State::Refused, Some(MAY_NOT))?;
        }
        row.head = head;
        self.store.update_log(&row)?;
        self.store.sign(row.id, &row.head, signature)?;
        self.note_news(row.name());
        let content = row.circle.is_some();
        if content {
            self.judge_anew(row.id);
        }
        let log = row.head.log;
        self.keep(row);
        if content && self.is_forked(&log) {
            self.part_rivals(&log)?;
        }
        Ok(true)
    }

    /// Takes in what charter records say, up to the first that says what its author may not say: there the log ends. `None`, and
    /// nothing was, if that is the first that says something. What stands before it counts, whatever else its range holds: it may
    /// have come to others in an order in which they heard it.
    pub(super) fn hear(
        &mut self,
        intro: &Intro,
        frontier: &[StatementId],
        mut last: Option<StatementId>,
        new: &[Verified],
    ) -> Option<Heard> {
        let (mut frontier, mut said) = (frontier, BTreeMap::new());
        for verified in new {
            frontier = verified.tail.frontier.as_deref().unwrap_or(frontier);
            let added = match self.read_said(intro, frontier, last, verified) {
                Read::Note(note, at_ms) => {
                    let added = self.law.take(&note);
                    if added != Added::Refused {
                        last = Some(note.id);
                        said.insert(verified.number, note.id);
                        self.stated_at.extend(at_ms.map(|at_ms| (note.id, at_ms)));
                    }
                    if added == Added::Early {
                        self.early.push(*note);
                    }
                    added
                }
                Read::Other => continue,
                Read::Broken => Added::Refused,
            };
            if added == Added::Refused {
                tracing::warn!(number = verified.number, "a device says in the charter what it may not say");
                return (!said.is_empty()).then_some(Heard { said, end: Some(verified.number) });
            }
        }
        Some(Heard { said, end: None })
    }

    /// Whether a charter log ended at a record that says what its author may not say.
    pub(super) fn is_ended(&self, row: &LogRow) -> Result<bool, ReplicaError> {
        let read = self.read_of(row);
        let next = if read < row.head.count { self.store.record(row, read)? } else { None };
        Ok(next.is_some_and(|record| record.state == State::Refused))
    }

    /// Reads a record of the charter.
    pub(super) fn read_said(
        &self,
        intro: &Intro,
        frontier: &[StatementId],
        last: Option<StatementId>,
        verified: &Verified,
    ) -> Read {
        let body = verified.open(&self.charter_key, 0).ok().and_then(|plain| Body::decode(&plain));
        let (bytes, at_ms) = match body {
            Some(Body::Statement { bytes, at_ms }) => (bytes, at_ms),
            Some(Body::Seal(_) | Body::Nothing) => return Read::Other,
            _ => return Read::Broken,
        };
        let body = match read_statement(&bytes) {
            Reading::Known(statement) => Told::Known(*statement),
            Reading::Newer(number) => Told::Newer(number),
            Reading::Broken => return Read::Broken,
        };
        let mut cites = frontier.to_vec();
        cites.extend(last);
        cites.sort_unstable();
        cites.dedup();
        let (device, person, sign_key) = (intro.device, intro.person, intro.sign_key);
        Read::Note(Box::new(Note { id: verified.hash, device, person, sign_key, cites, body }), at_ms)
    }

    /// Hears what came before something that it cites, as far as that is here now.
    pub(super) fn hear_early(&mut self) -> Result<(), ReplicaError> {
        loop {
            let due = self.early.take_due(self.law.facts());
            if due.is_empty() {
                return Ok(());
            }
            let became = self.law.take_all(due.iter());
            let mut refused = BTreeSet::new();
            for note in due {
                match became.get(&note.id) {
                    Some(Added::Early) => self.early.wait(note, self.law.facts()),
                    Some(Added::Refused) => {
                        self.refuse(&note.id)?;
                        refused.insert(note.id);
                    }
                    _ => {}
                }
            }
            if !refused.is_empty() {
                self.early.forget_citing(refused);
            }
        }
    }

    /// Notes that a stored statement counts for nothing. What follows it in its log cites it and never will either.
    fn refuse(&mut self, id: &StatementId) -> Result<(), ReplicaError> {
        let mut all = self.said.iter().flat_map(|(row, said)| said.iter().map(move |(number, id)| (*row, *number, id)));
        if let Some((row, number, _)) = all.find(|(_, _, said)| *said == id) {
            self.store.set_state(row, number, State::Refused, Some(MAY_NOT))?;
            self.read.insert(row, number);
        }
        Ok(())
    }

    /// The statement before record `before` in the same log.
    pub(super) fn last_said(&self, log: &LogRow, before: u64) -> Option<RecordHash> {
        let here = self.said.get(&log.id).and_then(|said| said.range(..before).next_back());
        match (here, &log.base) {
            (Some((_, id)), _) => Some(*id),
            (None, Some(base)) => self.last_said(&self.trunk(base)?, base.head.count),
            (None, None) => None,
        }
    }

    /// The ranges of this charter: of logs that are here, and of logs that one of these ranges begins.
    pub(super) fn of_charter(&self, ranges: &[Range]) -> Vec<Range> {
        let mut begun = BTreeSet::new();
        let of_charter = |range: &&Range| match self.log(&range.log) {
            Some(row) => row.circle.is_none(),
            // Whoever was ever invited holds the charter key; what nobody here could read is not kept.
            None => begun.contains(&range.log) || self.begins_charter_log(range) && begun.insert(range.log),
        };
        ranges.iter().filter(of_charter).cloned().collect()
    }

    /// Whether the range begins a log of this charter: its first record opens with the charter key.
    fn begins_charter_log(&self, range: &Range) -> bool {
        let verified = Head::introduced(range).and_then(|head| head.verify(range));
        let first = verified.ok().and_then(|(records, _)| records.into_iter().next());
        first.is_some_and(|first| {
            let intro = first.tail.intro.as_ref();
            intro.is_some_and(|intro| intro.kind == LogKind::Charter) && first.open(&self.charter_key, 0).is_ok()
        })
    }

    /// Whether the range begins the community it should.
    #[must_use]
    pub fn is_genesis(range: &Range, community: &CommunityId) -> bool {
        range.records.first().is_some_and(|record| record.hash(&range.log.0).0 == community.0)
    }
}

/// Those before the first whose body lacks.
pub(super) fn readable(records: &[Verified]) -> &[Verified] {
    let is_here = |record: &Verified| record.record.parts.first().and_then(Part::sealed).is_some();
    let end = records.iter().position(|record| !is_here(record)).unwrap_or(records.len());
    records.get(..end).unwrap_or_default()
}
