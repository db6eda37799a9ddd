//! Judging what is open of a log, record by record.

use super::{AT_ONCE, Candidate, Found};
use crate::id::{DocumentId, StatementId};
use crate::node::replica::{Replica, ReplicaError};
use crate::node::slices::Slices;
use crate::record::Part;
use crate::store::{LogRow, RecordRow, State};
use std::collections::{BTreeMap, BTreeSet};

/// Statements that are not here and are remembered of one log: of a log that knows more of them all that waits is read at each.
const MOST_KNOWN: usize = 4_096;

/// Behind what waits, records of the same log wait too: a document takes one log's changes in the log's order, or devices
/// could decide differently.
#[derive(Default)]
struct Behind {
    documents: BTreeSet<DocumentId>,
    /// Numbers of documents that the log may have begun under a key that is not here.
    numbers: BTreeSet<u32>,
    /// Of what comes next nobody can tell which document it is about.
    all: bool,
}

impl Behind {
    fn holds(&self, document: u32) -> bool {
        self.all || self.numbers.contains(&document)
    }

    /// `means`: what the log calls `document` up to this record, if that is known.
    fn wait_behind(&mut self, record: &RecordRow, document: u32, means: Option<DocumentId>) {
        let body = record.verified.record.parts.first().and_then(Part::sealed);
        match means {
            Some(id) => drop(self.documents.insert(id)),
            // It may begin any document whatever by this number, and go on with it by another.
            None if body.is_none() => self.all = true,
            None => drop(self.numbers.insert(document)),
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
    /// Judges what is open of a log, and lines up the changes that may be merged. True if something was settled on which others
    /// may wait.
    pub(super) fn judge_log(
        &mut self,
        log: &LogRow,
        with_late: bool,
        batches: &mut BTreeMap<DocumentId, Vec<Candidate>>,
    ) -> Result<bool, ReplicaError> {
        let mut judging = Judging::default();
        let mut from = 0;
        loop {
            // Some at a time: more may have come late than memory holds.
            let records = self.store.open_records(log, with_late, from, AT_ONCE)?;
            let Some(last) = records.last() else {
                break;
            };
            from = last.verified.number.saturating_add(1);
            for record in records {
                self.judge_record(log, record, &mut judging, batches)?;
            }
        }
        let Judging { is_left, late, settled, knows_more, waits_else, .. } = judging;
        if waits_else || knows_more.len() > MOST_KNOWN {
            self.knowing_more.remove(&log.id);
        } else {
            self.knowing_more.insert(log.id, knows_more);
        }
        if late {
            self.having_late.insert(log.id);
        } else if with_late {
            self.having_late.remove(&log.id);
        }
        if !is_left && !self.having_late.contains(&log.id) {
            self.open.remove(&log.id);
        }
        Ok(settled)
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
        if record.verified.tail.document.is_some_and(|document| judging.behind.holds(document)) {
            judging.is_left = true;
            return Ok(());
        }
        let found = self.examine(log, &record)?;
        judging.waits_else |= matches!(found, Found::Waits | Found::Changes(..)) && !lacks;
        judging.is_left |= !matches!(found, Found::Refused(_) | Found::Erases);
        match (&found, record.verified.tail.document) {
            (Found::Waits | Found::Lacks, Some(document)) => {
                let means = self.document_named(log, document, number + 1)?;
                judging.behind.wait_behind(&record, document, means);
            }
            (Found::Changes(document, _), _) if judging.behind.documents.contains(document) => return Ok(()),
            _ => {}
        }
        let is_late = matches!(found, Found::Late);
        judging.late |= is_late;
        if is_late || record.state == State::Late {
            self.note_late(log, &record)?;
        }
        match found {
            Found::Waits | Found::Lacks if record.state == State::Waiting => {}
            Found::Waits | Found::Lacks => self.store.set_state(log.id, number, State::Waiting, None)?,
            Found::Late if record.state == State::Late => {}
            Found::Late => {
                self.store.set_state(log.id, number, State::Late, None)?;
                // It may be what something that stands was built on.
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
