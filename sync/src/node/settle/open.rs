//! Judging what is open of a log, record by record.

use super::{AT_ONCE, Candidate, Found};
use crate::charter::Verdict;
use crate::id::{DocumentId, StatementId};
use crate::node::replica::{Replica, ReplicaError};
use crate::node::slices::Slices;
use crate::store::{LogRow, RecordRow, State};
use std::collections::{BTreeMap, BTreeSet};

/// Statements that are not here and are remembered of one log: of a log that knows more of them all that waits is read at each.
const MOST_KNOWN: usize = 4_096;

/// Behind what waits, records of the same log wait too: a document takes one log's changes in the log's order, or devices
/// could decide differently.
#[derive(Default)]
struct Behind {
    documents: BTreeSet<DocumentId>,
    /// Of what comes next nobody can tell which document it is about.
    all: bool,
}

impl Behind {
    /// `means`: what the log calls the record's document up to there, if that is known.
    fn wait_behind(&mut self, means: Option<DocumentId>) {
        match means {
            Some(id) => drop(self.documents.insert(id)),
            // It may begin any document whatever by this number, and go on with it by another.
            None => self.all = true,
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
        let with_late = with_late || self.late_unseen.remove(&log.id);
        if with_late {
            self.late_unread.remove(&log.id);
        }
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

    /// A late record cannot be read now.
    pub(super) fn note_unread(&mut self, log: &LogRow, record: &RecordRow) {
        if let Some(document) = record.verified.tail.document {
            self.late_unread.entry(log.id).or_default().insert((document, record.verified.number));
        }
    }

    /// Whether a late record that cannot be read may have said what the log calls the document of this one.
    fn is_behind_late(&mut self, log: &LogRow, record: &RecordRow) -> Result<bool, ReplicaError> {
        let (Some(document), number) = (record.verified.tail.document, record.verified.number) else {
            return Ok(false);
        };
        let unread = self.late_unread.get(&log.id);
        let is_behind = unread.is_some_and(|unread| unread.range((document, 0)..(document, number)).next().is_some());
        Ok(is_behind && self.document_named(log, document, number)?.is_none())
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
        let verdict = self.law.verdict(&self.writer_of(log, number), number, &record.frontier);
        let is_behind =
            record.verified.tail.document.is_some() && (judging.behind.all || self.is_behind_late(log, &record)?);
        let found = match verdict {
            Verdict::Late if is_behind => {
                // What is late waits for nothing; but what it calls its document is not known yet.
                self.note_unread(log, &record);
                Found::Late
            }
            _ if is_behind => {
                judging.is_left = true;
                return Ok(());
            }
            verdict => self.examine(log, &record, verdict)?,
        };
        judging.waits_else |= matches!(found, Found::Waits | Found::Changes(..)) && !lacks;
        judging.is_left |= !matches!(found, Found::Refused(_) | Found::Erases);
        match (&found, record.verified.tail.document) {
            (Found::Waits | Found::Lacks, Some(document)) => {
                let means = self.document_named(log, document, number + 1)?;
                judging.behind.wait_behind(means);
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
