//! Judging what is open of a log, record by record.

use super::{AT_ONCE, Candidate, Found, NOT_ITS_PERSONS};
use crate::charter::Verdict;
use crate::id::{DocumentId, LogId, StatementId};
use crate::node::replica::{Replica, ReplicaError};
use crate::node::slices::Slices;
use crate::store::{LogRow, RecordRow, State};
use std::collections::{BTreeMap, BTreeSet};

/// Statements that are not here and are remembered of one log: of a log that knows more of them all that waits is read at each.
const MOST_KNOWN: usize = 4_096;

/// Behind what waits, records of the same log wait too, and of its branches from there on: a document takes one log's changes in the
/// log's order, or devices could decide differently.
#[derive(Clone, Default)]
pub(super) struct Behind {
    /// What waits is about these: for each the first such record.
    documents: BTreeMap<DocumentId, u64>,
    /// From this record on nobody can tell which document it is about.
    all: Option<u64>,
}

impl Behind {
    /// `means`: what the log calls the record's document up to there, if that is known.
    fn wait_behind(&mut self, number: u64, means: Option<DocumentId>) {
        match means {
            Some(id) => drop(self.documents.entry(id).or_insert(number)),
            // It may begin any document whatever by this number, and go on with it by another.
            None => drop(self.all.get_or_insert(number)),
        }
    }

    /// What of it a branch follows that leaves before record `number`.
    fn before(&self, number: u64) -> Self {
        let documents = self.documents.iter().filter(|(_, first)| **first < number);
        Self {
            documents: documents.map(|(id, first)| (*id, *first)).collect(),
            all: self.all.filter(|first| *first < number),
        }
    }
}

/// A log on the way through its open records.
#[derive(Default)]
struct Judging {
    behind: Behind,
    /// Whether something of it stays open.
    is_left: bool,
    /// Whether something of it came late.
    late: bool,
    /// Whether something was settled on which others may wait.
    settled: bool,
    /// Statements that are known and not here.
    knows_more: BTreeSet<StatementId>,
    /// Whether something waits for what is none of these.
    waits_else: bool,
}

impl<S: Slices> Replica<S> {
    /// These logs, and with each the log and the branches that it was written twice with, as far as something is open there: what
    /// waits in one may be followed by another. Each comes after what it follows.
    pub(super) fn with_branches(&self, logs: &BTreeSet<i64>) -> Vec<LogRow> {
        let is_forked = |id: &&i64| self.stretches.contains_key(*id);
        let forked: BTreeSet<LogId> =
            logs.iter().filter(is_forked).filter_map(|id| self.logs.get(id)).map(|row| row.head.log).collect();
        let beside = self.open.iter().filter(|id| !forked.is_empty() && is_forked(id));
        let beside = beside.filter_map(|id| self.logs.get(id)).filter(|row| forked.contains(&row.head.log));
        let all: BTreeSet<i64> = logs.iter().copied().chain(beside.map(|row| row.id)).collect();
        let mut rows: Vec<LogRow> = all.iter().filter_map(|id| self.logs.get(id)).cloned().collect();
        rows.sort_by_key(LogRow::first);
        rows
    }

    /// Judges what is open of a log, and what came late of it and was not read, and lines up the changes that may be merged. True if
    /// something was settled on which others may wait. `behind`: what waits in the logs that were judged before, of which those are
    /// that this one follows.
    pub(super) fn judge_log(
        &mut self,
        log: &LogRow,
        behind: &mut BTreeMap<i64, Behind>,
        batches: &mut BTreeMap<DocumentId, Vec<Candidate>>,
    ) -> Result<bool, ReplicaError> {
        let all_late = self.late_unseen.remove(&log.id);
        let unread = self.late_unread.remove(&log.id).filter(|_| !all_late).unwrap_or_default();
        let base = log.base.as_ref().map(|base| (base.head.count, self.trunk(base)));
        let of_trunk = |(count, trunk): (u64, Option<LogRow>)| Some(behind.get(&trunk?.id)?.before(count));
        let mut judging = Judging { behind: base.and_then(of_trunk).unwrap_or_default(), ..Judging::default() };
        let mut from = 0;
        loop {
            // Some at a time: more may have come late than memory holds.
            let records = self.unjudged(log, all_late, &unread, from)?;
            let Some(last) = records.last() else {
                break;
            };
            from = last.verified.number.saturating_add(1);
            for record in records {
                self.judge_record(log, record, &mut judging, batches)?;
            }
        }
        let Judging { is_left, late, settled, knows_more, waits_else, .. } = judging;
        behind.insert(log.id, judging.behind);
        if waits_else || knows_more.len() > MOST_KNOWN {
            self.knowing_more.remove(&log.id);
        } else {
            self.knowing_more.insert(log.id, knows_more);
        }
        if late {
            self.having_late.insert(log.id);
        } else if all_late {
            self.having_late.remove(&log.id);
        }
        if !is_left && !self.having_late.contains(&log.id) {
            self.open.remove(&log.id);
        }
        Ok(settled)
    }

    /// Records of a log from `from` on that wait, and late ones: all, or those that were not read; and those of which it is not known
    /// what they erase.
    fn unjudged(
        &self,
        log: &LogRow,
        all_late: bool,
        unread: &BTreeMap<u64, Option<u32>>,
        from: u64,
    ) -> Result<Vec<RecordRow>, ReplicaError> {
        let mut records = self.store.open_records(log, all_late, from, AT_ONCE)?;
        for (number, _) in unread.range(from..).take(AT_ONCE) {
            records.extend(self.store.record(log, *number)?.filter(|record| record.state == State::Late));
        }
        for number in
            self.erasing_unknown.get(&log.id).into_iter().flat_map(|unknown| unknown.range(from..)).take(AT_ONCE)
        {
            records.extend(self.store.record(log, *number)?.filter(|record| record.state == State::Refused));
        }
        records.sort_by_key(|record| record.verified.number);
        records.truncate(AT_ONCE);
        Ok(records)
    }

    /// A late record is to be looked at again.
    pub(in crate::node) fn note_unread(&mut self, log: &LogRow, record: &RecordRow) {
        self.late_unread.entry(log.id).or_default().insert(record.verified.number, record.verified.tail.document);
    }

    /// Whether a late record that was not read may have said what the log calls the document of this one, here or in what the log
    /// branches off.
    fn is_behind_late(&mut self, log: &LogRow, record: &RecordRow) -> Result<bool, ReplicaError> {
        let Some(document) = record.verified.tail.document else {
            return Ok(false);
        };
        let (mut row, mut end) = (log.clone(), record.verified.number);
        loop {
            let unread = self.late_unread.get(&row.id).into_iter().flat_map(|unread| unread.range(..end));
            let first = unread.filter(|(_, number)| **number == Some(document)).map(|(record, _)| *record).next();
            if let Some(first) = first
                && self.document_named(&row, document, first.saturating_add(1))?.is_none()
            {
                return Ok(true);
            }
            let Some((base, trunk)) = row.base.as_ref().and_then(|base| Some((base.head.count, self.trunk(base)?)))
            else {
                return Ok(false);
            };
            (row, end) = (trunk, base);
        }
    }

    /// What a record is found to be; `None` if it waits for one before it of which it is not known which document that is about.
    fn examine(
        &mut self,
        log: &LogRow,
        record: &RecordRow,
        judging: &mut Judging,
    ) -> Result<Option<Found>, ReplicaError> {
        let number = record.verified.number;
        let verdict = self.law.verdict(&self.writer_of(log, number), number, &record.frontier);
        let is_behind = record.verified.tail.document.is_some()
            && (judging.behind.all.is_some() || self.is_behind_late(log, record)?);
        Ok(match verdict {
            Verdict::Late => {
                // What it says is set aside and waits for nothing, but not which document its log means by a number from here on.
                if is_behind || matches!(self.read(log, record)?, Found::Lacks) {
                    self.note_unread(log, record);
                } else if !self.law.holds_all(&record.frontier) {
                    // It may be late for more than is known yet: nothing stands on it so far.
                    self.late_unread.entry(log.id).or_default().insert(number, None);
                } else {
                    // It may be what something that stands was built on.
                    judging.settled = true;
                }
                Some(Found::Late)
            }
            _ if is_behind => None,
            Verdict::Waits => Some(Found::Waits),
            Verdict::Refused => Some(Found::Refused(NOT_ITS_PERSONS.into())),
            Verdict::Stands => Some(self.read(log, record)?),
        })
    }

    fn judge_record(
        &mut self,
        log: &LogRow,
        record: RecordRow,
        judging: &mut Judging,
        batches: &mut BTreeMap<DocumentId, Vec<Candidate>>,
    ) -> Result<(), ReplicaError> {
        let number = record.verified.number;
        judging.late |= record.state == State::Late;
        self.judge_erasing(log, &record)?;
        // Also of what waits behind another: what it erases hangs on its frontier.
        let lacks = record.frontier.iter().find(|id| !self.law.facts().holds(id));
        judging.knows_more.extend(lacks.copied());
        let lacks = lacks.is_some();
        if record.state == State::Refused {
            // It was refused for its change alone.
            judging.is_left |= lacks;
            if !lacks && let Some(unknown) = self.erasing_unknown.get_mut(&log.id) {
                unknown.remove(&number);
            }
            return Ok(());
        }
        let Some(found) = self.examine(log, &record, judging)? else {
            judging.is_left = true;
            return Ok(());
        };
        judging.is_left |= !matches!(found, Found::Refused(_) | Found::Erases);
        let means = match (&found, record.verified.tail.document) {
            (Found::Changes(document, _), _) => Some(*document),
            (Found::Waits | Found::Lacks, Some(document)) => self.document_named(log, document, number + 1)?,
            _ => None,
        };
        let is_behind = means.is_some_and(|means| judging.behind.documents.contains_key(&means));
        // What is behind another has its log judged anew with that.
        judging.waits_else |= matches!(found, Found::Waits | Found::Changes(..)) && !lacks && !is_behind;
        match found {
            Found::Changes(..) if is_behind => return Ok(()),
            Found::Waits | Found::Lacks if record.verified.tail.document.is_some() => {
                judging.behind.wait_behind(number, means);
            }
            _ => {}
        }
        if matches!(found, Found::Late) || record.state == State::Late {
            judging.late = true;
            self.note_late(log, &record)?;
        }
        match found {
            Found::Waits | Found::Lacks if record.state == State::Waiting => {}
            Found::Waits | Found::Lacks => self.store.set_state(log.id, number, State::Waiting, None)?,
            Found::Late if record.state == State::Late => {}
            Found::Late => {
                self.store.set_state(log.id, number, State::Late, None)?;
                judging.settled = true;
            }
            Found::Refused(why) => self.store.set_state(log.id, number, State::Refused, Some(&why))?,
            Found::Erases => {
                self.store.set_state(log.id, number, State::Accepted, None)?;
                judging.settled = true;
            }
            Found::Changes(document, incoming) => {
                batches.entry(document).or_default().push(Candidate { log: log.id, record, incoming, late: false });
            }
        }
        Ok(())
    }
}
