//! Logs that were written twice: a restored backup, a cloned home, or a device that lies.
//!
//! docs/protocol.md §1. The records of a log are a tree; from its root the branch whose first record has the
//! least hash goes on under the log's name, and every other is a log of its own from there.

use super::absorb::{Taken, readable};
use super::replica::{Replica, ReplicaError};
use super::slices::{Fresh, Slices, Touched};
use crate::body::Body;
use crate::charter::Writer;
use crate::id::{DocumentId, LogId, RecordHash, derive};
use crate::record::{Head, Verified};
use crate::store::{Base, ChangeRow, LogRow, RecordRow, State, StoreError};
use automerge::Change;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Where a branch leaves each branch it goes through, and its first hash there.
type Path = Vec<(Reverse<u64>, [u8; 32])>;

/// Most branches of one log that are kept. An honest device makes one each time it is put back unawares.
pub const MAX_BRANCHES: usize = 64;

/// Most branches of one log while something that another device said (in a circle: another of the same person's) waits for what is
/// not here: others know branches that are not among the first, and what stands is the same for all.
const MAX_WAITED_FOR: usize = MAX_BRANCHES + 2_048;

/// Why a change is refused of which another branch has the better.
pub(super) const TWICE: &str = "its device wrote twice over one place";

/// The name of the branch of `log` whose record `number` has the hash `first`.
#[must_use]
pub fn branch_name(log: &LogId, number: u64, first: &RecordHash) -> LogId {
    LogId(derive("kith 0 branch", &[&log.0, &number.to_be_bytes(), &first.0]))
}

impl<S: Slices> Replica<S> {
    /// The log and its branches, each after what it branches off.
    pub(super) fn branches(&self, log: &LogId) -> Vec<LogRow> {
        let Some(main) = self.log(log) else {
            return Vec::new();
        };
        let key = main.intro.sign_key;
        let same = |row: &&LogRow| row.base.is_some() && row.intro.sign_key == key && row.head.log == *log;
        let mut rows: Vec<LogRow> = self.logs.values().filter(same).cloned().collect();
        rows.sort_by_key(LogRow::first);
        rows.insert(0, main.clone());
        rows
    }

    /// Whether the log has branches.
    pub(super) fn is_forked(&self, log: &LogId) -> bool {
        self.logs.values().any(|row| row.base.is_some() && row.head.log == *log)
    }

    /// The log or branch that a branch follows.
    pub(super) fn trunk(&self, base: &Base) -> Option<LogRow> {
        let last = base.head.count.checked_sub(1)?;
        let follows = |row: &LogRow| {
            let hash = self.store.hash_of(row.id, last).ok().flatten();
            hash.is_some_and(|hash| hash.0 == base.head.hash)
        };
        self.branches(&base.head.log).into_iter().find(follows)
    }

    /// Whether something that another device of the log's person said waits for words that are not here: it may have been built on
    /// a branch of the log.
    fn waits_for_words_beside(&self, log: &LogRow) -> bool {
        let open =
            self.open.iter().filter(|id| !self.knowing_more.contains_key(*id)).filter_map(|id| self.logs.get(id));
        let mut theirs = open.filter(|other| other.intro.person == log.intro.person);
        theirs.any(|other| other.intro.device != log.intro.device)
    }

    /// Takes in a run of records that stands where others of the same log do.
    pub(super) fn fork(
        &mut self,
        row: LogRow,
        stored: RecordHash,
        branch: Vec<Verified>,
        head: Head,
        signature: &[u8; 64],
    ) -> Result<Taken, ReplicaError> {
        let Some(first) = branch.first() else {
            return Ok(Taken::New(0));
        };
        let (log, number, hash) = (row.head.log, first.number, first.hash);
        if let Some(known) = self.log(&branch_name(&log, number, &hash)).cloned() {
            return Ok(match self.attach(known, branch, head, signature)? {
                Taken::New(new) | Taken::Beside { new, .. } => Taken::Beside { new, from: number },
                other => other,
            });
        }
        let is_waited_for = match row.circle {
            None => self.early.iter().any(|note| note.device != row.intro.device),
            Some(_) => self.waits_for_words_beside(&row),
        };
        if self.branches(&log).len() > if is_waited_for { MAX_WAITED_FOR } else { MAX_BRANCHES } {
            return Ok(Taken::New(0));
        }
        let base = self.store.head_at(&row, number)?;
        if row.circle.is_none() {
            // Nothing counts that stands on what ended the log, whoever says it.
            if self.is_ended(&row)? && number > self.read_of(&row) {
                return Ok(Taken::Void);
            }
            let (left, last) = (self.store.cut_back(&row, base.clone())?, self.last_said(&row, number));
            let is_read = self.read_of(&row) >= number && self.is_begun(&row);
            let readable = if is_read { readable(&branch) } else { &[] };
            if self.hear(&row.intro, &left.frontier, last, readable).is_none() {
                return Ok(Taken::Void);
            }
        }
        tracing::warn!(number, "a log was written twice");
        let new = branch.len() as u64;
        self.never_continue(&row)?;
        let taken = if hash < stored {
            let row = self.step_aside(row, stored, base)?;
            self.news.turned.entry(row.name()).and_modify(|from| *from = number.min(*from)).or_insert(number);
            self.store_branch(row, branch, head, signature)?;
            Taken::New(new)
        } else {
            let base = Base { name: branch_name(&log, number, &hash), head: base };
            let side = self.store.insert_branch(&row, base)?;
            self.store_branch(side, branch, head, signature)?;
            Taken::Beside { new, from: number }
        };
        self.name_stretches(&log)?;
        let mut stale = BTreeSet::new();
        for row in self.branches(&log) {
            self.recheck_log(&row, &mut stale)?;
        }
        stale.iter().try_for_each(|id| self.rebuild(id))?;
        Ok(taken)
    }

    /// Room was made for these records, which were found to be readable: all of it is undone if they are not.
    fn store_branch(
        &mut self,
        row: LogRow,
        branch: Vec<Verified>,
        head: Head,
        signature: &[u8; 64],
    ) -> Result<(), ReplicaError> {
        match self.store_records(row, branch, head, signature)? {
            true => Ok(()),
            false => Err(StoreError::damaged("a branch that was read cannot be read").into()),
        }
    }

    /// Names every stretch of a log and its branches between places where it was written twice. What a cut says of a
    /// name it says of that stretch alone: nobody can mean more who had not heard of the other branch.
    pub(super) fn name_stretches(&mut self, log: &LogId) -> Result<(), ReplicaError> {
        let rows = self.branches(log);
        let mut places: BTreeMap<i64, BTreeSet<u64>> = rows.iter().map(|row| (row.id, BTreeSet::new())).collect();
        for base in rows.iter().filter_map(|row| row.base.as_ref()) {
            let trunk = self.trunk(base).or_else(|| self.log(log).cloned());
            let left = trunk.and_then(|trunk| places.get_mut(&trunk.id));
            left.map(|left| left.insert(base.head.count));
        }
        for row in rows {
            let mut names = BTreeMap::from([(row.first(), row.name())]);
            for number in places.remove(&row.id).unwrap_or_default() {
                if let Some(first) = self.store.hash_of(row.id, number)? {
                    names.insert(number, branch_name(log, number, &first));
                }
            }
            self.stretches.insert(row.id, names);
        }
        Ok(())
    }

    /// Every name of which a cut may speak to end this log or branch.
    pub(super) fn names_of(&self, row: &LogRow) -> impl Iterator<Item = LogId> {
        let names = self.stretches.get(&row.id).cloned().unwrap_or_else(|| BTreeMap::from([(0, row.name())]));
        names.into_values()
    }

    /// Who writes record `number` of a log, by the name of its stretch.
    #[must_use]
    pub fn writer_of(&self, row: &LogRow, number: u64) -> Writer {
        let stretch = self.stretches.get(&row.id).and_then(|names| names.range(..=number).next_back());
        Writer { log: stretch.map_or_else(|| row.name(), |(_, name)| *name), ..row.writer() }
    }

    /// Makes what the log holds from `base` on a branch of its own; answers the log without it.
    fn step_aside(&mut self, row: LogRow, first: RecordHash, base: Head) -> Result<LogRow, ReplicaError> {
        let name = branch_name(&row.head.log, base.count, &first);
        let mut side = self.store.insert_branch(&row, Base { name, head: base.clone() })?;
        self.store.move_records(&row, &side, base.count)?;
        (side.head, side.mark, side.frontier) = (row.head.clone(), row.mark, row.frontier.clone());
        self.store.update_log(&side)?;
        let left = self.store.cut_back(&row, base.clone())?;
        self.store.update_log(&left)?;
        if let Some(said) = self.said.get_mut(&row.id) {
            let moved = said.split_off(&base.count);
            self.said.insert(side.id, moved);
        }
        if side.circle.is_some() {
            self.judge_anew(side.id);
        }
        if self.having_late.contains(&row.id) {
            // Those that were not read may have gone with the others: all are looked at once more.
            self.having_late.insert(side.id);
            self.late_unseen.extend([row.id, side.id]);
            self.late_unread.remove(&row.id);
            self.judge_anew(row.id);
        }
        if let Some(unknown) = self.erasing_unknown.get_mut(&row.id) {
            let moved = unknown.split_off(&base.count);
            self.erasing_unknown.insert(side.id, moved);
        }
        let read = self.read_of(&row);
        self.read.insert(row.id, read.min(base.count));
        self.read.insert(side.id, read.max(base.count));
        self.uneven.extend([row.id, side.id]);
        self.news.lacks.extend(row.held.first_lack.map(|_| name));
        self.note_news(name);
        self.keep(left.clone());
        let documents = self.store.documents_in(side.id)?;
        self.keep(side);
        // Rows say which record they came from.
        for id in documents {
            let document = self.document(&id)?;
            self.project(&id, &document, Touched::All, &Fresh::default())?;
            self.documents.insert(id, document);
            self.late.insert(id);
        }
        Ok(left)
    }

    /// A device never continues a log that forked: what it says next begins a new one.
    fn never_continue(&mut self, row: &LogRow) -> Result<(), ReplicaError> {
        if row.intro.sign_key == self.me.keys.sign {
            self.store.forget_own_log(&row.head.log)?;
            // Others may hold later receipts than this device remembers: it signs in full.
            self.store.forget_receipts(&self.me.device())?;
        }
        Ok(())
    }

    /// Of two changes in different branches with one actor and number that of the branch counts which goes on with
    /// the least hash where they part, whatever came first. Marks the others refused, and makes their documents
    /// anew without them.
    pub(super) fn part_rivals(&mut self, log: &LogId) -> Result<(), ReplicaError> {
        let rivals = self.rivals(log)?;
        let mut stale = BTreeSet::new();
        for (document, said) in rivals {
            for (at, (from, state)) in said.into_iter().enumerate() {
                match (at, state) {
                    (0, State::Refused) => self.store.set_state(from.log, from.number, State::Waiting, None)?,
                    (1.., State::Accepted | State::Waiting | State::Late) => {
                        self.store.set_state(from.log, from.number, State::Refused, Some(TWICE))?;
                        self.erasing_unknown.entry(from.log).or_default().insert(from.number);
                        // One that is late may stand there all the same, and else is shown beside it.
                        stale.extend((state != State::Waiting).then_some(document));
                    }
                    _ => continue,
                }
                self.judge_anew(from.log);
            }
        }
        for id in stale {
            self.rebuild(&id)?;
        }
        for row in self.branches(log) {
            self.note_news(row.name());
        }
        Ok(())
    }

    /// Records of the log and its branches whose changes have one actor and number, those that count first.
    #[expect(clippy::type_complexity, reason = "used once above")]
    fn rivals(&mut self, log: &LogId) -> Result<Vec<(DocumentId, Vec<(ChangeRow, State)>)>, ReplicaError> {
        let mut rows = Vec::new();
        for row in self.branches(log) {
            rows.push((self.path(&row)?, row));
        }
        rows.sort_by(|(one, _), (other, _)| one.cmp(other));
        let mut said: BTreeMap<_, Vec<(ChangeRow, State)>> = BTreeMap::new();
        for (_, row) in rows {
            for record in self.store.records_from(&row, 0)? {
                let Some((document, change)) = self.change_in(&row, &record)? else {
                    continue;
                };
                let place = (document, change.actor_id().to_bytes().to_vec(), change.seq());
                let from = ChangeRow { log: row.id, number: record.verified.number };
                said.entry(place).or_default().push((from, record.state));
            }
        }
        // Even of one change told twice only one record counts: the words beside it may be others.
        let mut contested = Vec::new();
        for ((document, ..), said) in said {
            // What it was refused for may be known to be about another document by now.
            let is_refused = match said.as_slice() {
                [(from, State::Refused)] => self.store.refused_for(from.log, from.number)?.as_deref() == Some(TWICE),
                _ => false,
            };
            if said.len() > 1 || is_refused {
                contested.push((document, said));
            }
        }
        Ok(contested)
    }

    /// Where a branch leaves each branch it goes through. In this order the sooner counts: at every place the log
    /// itself before what leaves it, what leaves it later before what left it sooner, and the lesser hash.
    fn path(&self, row: &LogRow) -> Result<Path, ReplicaError> {
        let Some(base) = &row.base else {
            return Ok(Vec::new());
        };
        let mut path = match self.trunk(base) {
            Some(trunk) => self.path(&trunk)?,
            None => Vec::new(),
        };
        let first = self.store.hash_of(row.id, base.head.count)?.unwrap_or(RecordHash([0xff; 32]));
        path.push((Reverse(base.head.count), first.0));
        Ok(path)
    }

    /// The same for every log that was written twice: keys came, and more can be read.
    pub(super) fn part_all_rivals(&mut self) -> Result<(), ReplicaError> {
        let forked: BTreeSet<LogId> =
            self.logs.values().filter(|row| row.base.is_some()).map(|row| row.head.log).collect();
        forked.iter().try_for_each(|log| self.part_rivals(log))
    }

    /// The change that a content record carries, and into which document, as far as it can be read.
    fn change_in(&mut self, log: &LogRow, record: &RecordRow) -> Result<Option<(DocumentId, Change)>, ReplicaError> {
        let (Some(circle), Some(number), Some(secret)) =
            (log.circle, record.verified.tail.document, self.secret(log, record))
        else {
            return Ok(None);
        };
        let body = record.verified.open(&secret, 0).ok().and_then(|plain| Body::decode(&plain));
        let (document, bytes) = match body {
            Some(Body::New { document, change }) => {
                let place = ChangeRow { log: log.id, number: record.verified.number };
                (self.note_document(log, circle, &document, place, number)?, change)
            }
            Some(Body::Change(change)) => (self.document_named(log, number, record.verified.number)?, change),
            _ => return Ok(None),
        };
        let change = crate::document::read_change(&bytes);
        Ok(document.zip(change))
    }

    /// What the log, or what it branches off, calls the document `number` at record `before`.
    pub(super) fn document_named(
        &self,
        log: &LogRow,
        number: u32,
        before: u64,
    ) -> Result<Option<DocumentId>, ReplicaError> {
        if let Some(id) = self.store.document_number(log.id, number, before)? {
            return Ok(Some(id));
        }
        let Some((base, trunk)) = log.base.as_ref().and_then(|base| Some((base, self.trunk(base)?))) else {
            return Ok(None);
        };
        self.document_named(&trunk, number, base.head.count)
    }

    /// Whether a log, or one that it branches off, means this document by some number.
    pub(super) fn names_document(&self, log: &LogRow, id: &DocumentId) -> Result<bool, ReplicaError> {
        if self.store.number_of_document(log.id, id)?.is_some() {
            return Ok(true);
        }
        match log.base.as_ref().and_then(|base| self.trunk(base)) {
            Some(trunk) => self.names_document(&trunk, id),
            None => Ok(false),
        }
    }
}
