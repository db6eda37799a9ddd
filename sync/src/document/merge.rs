//! Letting changes in: many at once, in any order of logs, each judged once its dependencies are here.

use super::{Accepted, Document, Incoming, Outcome, Prefix, Refusal, check, guarded, load_automerge};
use automerge::{Automerge, Change, ChangeHash};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Each log's changes that are not judged yet, with their place in the batch.
type Queues = BTreeMap<(Prefix, i64), VecDeque<(usize, Change)>>;

impl Document {
    /// Judges every change of the batch and merges those that pass, all at once; outcomes in the batch's order.
    ///
    /// A dependency may come later in the batch, but the changes of one log stand in the log's order, and
    /// one whose earlier change waits, waits. Works on a copy and keeps the thread busy for
    /// milliseconds: call it off the async threads.
    ///
    /// What was merged is seen to load again before any of it counts, and a change that breaks that is refused with
    /// [`Refusal::Breaks`]: the document is to be proved before, or an innocent change is taken for the culprit.
    pub fn merge(&mut self, batch: Vec<Incoming>) -> Vec<Outcome> {
        let outcomes = self.merge_by(batch, adopt);
        self.proved |= outcomes.iter().any(|outcome| matches!(outcome, Outcome::Accepted(_)));
        outcomes
    }

    /// The same for what was accepted before and is only read again: no verdict is to change because a program starts.
    pub fn merge_again(&mut self, batch: Vec<Incoming>) -> Vec<Outcome> {
        let outcomes = self.merge_by(batch, apply);
        self.proved &= !outcomes.iter().any(|outcome| matches!(outcome, Outcome::Accepted(_)));
        outcomes
    }

    pub(super) fn merge_by(
        &mut self,
        batch: Vec<Incoming>,
        adopt: impl Fn(&Automerge, Vec<Change>, &[ChangeHash]) -> Option<Automerge>,
    ) -> Vec<Outcome> {
        let mut outcomes = vec![Outcome::Waiting; batch.len()];
        let mut queues = Queues::new();
        for (at, incoming) in batch.into_iter().enumerate() {
            match check::read(&incoming) {
                Ok(change) => queues.entry((incoming.prefix, incoming.lane)).or_default().push_back((at, change)),
                Err(refusal) => set(&mut outcomes, at, Outcome::Refused(refusal)),
            }
        }
        let before = self.table.mark();
        let passed = self.judge_all(queues, &mut outcomes);
        let changes: Vec<_> = passed.iter().map(|(_, change)| change.clone()).collect();
        if changes.is_empty() {
            return outcomes;
        }
        let count = changes.len();
        if let Some(auto) = adopt(&self.auto, changes, &self.table.heads()) {
            self.auto = auto;
            self.unsaved += count;
        } else {
            self.table.back_to(before);
            self.merge_singly(passed, &mut outcomes, adopt);
        }
        outcomes
    }

    /// Judges whatever is at the front of its log's queue until all that is left waits.
    fn judge_all(&mut self, mut queues: Queues, outcomes: &mut [Outcome]) -> Vec<(usize, Change)> {
        let mut passed = Vec::new();
        let mut moved = true;
        while std::mem::take(&mut moved) {
            for queue in queues.values_mut() {
                while let Some((at, change)) = queue.pop_front() {
                    let outcome = self.judge(&change);
                    if outcome == Outcome::Waiting {
                        queue.push_front((at, change));
                        break;
                    }
                    moved = true;
                    if matches!(outcome, Outcome::Accepted(_)) {
                        passed.push((at, change));
                    }
                    set(outcomes, at, outcome);
                }
            }
        }
        passed
    }

    /// One change against what is in the table; if it passes, it is in the table.
    fn judge(&mut self, change: &Change) -> Outcome {
        if self.table.contains(&change.hash()) {
            return Outcome::Known;
        }
        let Some(deps) = self.table.find(change.deps()) else {
            return Outcome::Waiting;
        };
        match check::fit(&self.table, deps, change) {
            Ok(fitting) => {
                let accepted: Accepted = fitting.accepted(change.clone());
                self.table.add(fitting.row);
                Outcome::Accepted(accepted)
            }
            Err(refusal) => Outcome::Refused(refusal),
        }
    }

    /// The slow way, for when the batch as a whole broke the document: finds which change does.
    fn merge_singly(
        &mut self,
        passed: Vec<(usize, Change)>,
        outcomes: &mut [Outcome],
        adopt: impl Fn(&Automerge, Vec<Change>, &[ChangeHash]) -> Option<Automerge>,
    ) {
        let mut stopped = BTreeSet::new();
        for (at, change) in passed {
            let log: Vec<u8> = change.actor_id().to_bytes().iter().take(8).copied().collect();
            let before = self.table.mark();
            let mut outcome = match stopped.contains(&log) {
                true => Outcome::Waiting,
                false => self.judge(&change),
            };
            match outcome {
                Outcome::Accepted(_) => match adopt(&self.auto, vec![change], &self.table.heads()) {
                    Some(auto) => {
                        self.auto = auto;
                        self.unsaved += 1;
                    }
                    None => {
                        self.table.back_to(before);
                        outcome = Outcome::Refused(Refusal::Breaks);
                    }
                },
                Outcome::Waiting => drop(stopped.insert(log)),
                Outcome::Refused(_) | Outcome::Known => {}
            }
            set(outcomes, at, outcome);
        }
    }
}

/// The document with these changes merged, unless Automerge fails.
pub(super) fn apply(auto: &Automerge, changes: Vec<Change>, heads: &[ChangeHash]) -> Option<Automerge> {
    let merged = guarded(|| {
        let mut next = auto.clone();
        next.apply_changes(changes).ok()?;
        (next.get_heads() == heads).then_some(next)
    });
    merged.flatten()
}

/// The same, unless what it saves is not what it loads.
pub(super) fn adopt(auto: &Automerge, changes: Vec<Change>, heads: &[ChangeHash]) -> Option<Automerge> {
    apply(auto, changes, heads).filter(|next| loads_again(next, heads).is_some())
}

/// The document's bytes, if they load again with these heads.
pub(super) fn loads_again(auto: &Automerge, heads: &[ChangeHash]) -> Option<Vec<u8>> {
    let proved = guarded(|| {
        let saved = auto.save_nocompress();
        let again = load_automerge(&saved)?;
        (again.get_heads() == heads).then_some(saved)
    });
    #[cfg(test)]
    let proved = proved.filter(|proved| proved.is_none() || !is_spoiled(auto));
    proved.flatten()
}

#[cfg(test)]
fn is_spoiled(auto: &Automerge) -> bool {
    let spoils = automerge::legacy::Key::Map(super::SPOILS.into());
    auto.get_changes(&[]).iter().any(|change| change.decode().operations.iter().any(|op| op.key == spoils))
}

fn set(outcomes: &mut [Outcome], at: usize, outcome: Outcome) {
    if let Some(slot) = outcomes.get_mut(at) {
        *slot = outcome;
    }
}
