//! Erasing: which parts are let go, as a function of the records held and of the law.
//!
//! docs/protocol.md §5. An erasing is judged by its header alone, and anew whenever its verdict may be another.

use super::replica::{Replica, ReplicaError};
use super::slices::Slices;
use super::subjects::Subjects;
use crate::charter::Verdict;
use crate::document::Kind;
use crate::record::Erased;
use crate::store::{ChangeRow, LogRow, RecordRow, Scope};

impl<S: Slices> Replica<S> {
    /// Judges what a record's header erases: what it counts for now is let go of, what it no longer counts for lacks.
    pub(super) fn judge_erasing(&mut self, log: &LogRow, record: &RecordRow) -> Result<(), ReplicaError> {
        let (tail, number) = (&record.verified.tail, record.verified.number);
        let Some(erased) = tail.erased.as_ref().filter(|_| tail.repeats != Some(true)) else {
            return Ok(());
        };
        let scope = match self.law.verdict(&self.writer_of(log, number), number, &record.frontier) {
            Verdict::Stands => Some(Scope::Person(&log.intro)),
            // Whoever was removed still speaks for what they said themselves, as a hub would obey them.
            Verdict::Late => Some(Scope::Key(&log.intro)),
            Verdict::Waits | Verdict::Refused => None,
        };
        let by = ChangeRow { log: log.id, number };
        if !self.store.reach_erasures(by, scope)? {
            return Ok(());
        }
        self.store.forget_erasures(by)?;
        let of_words: Vec<&Erased> = erased.iter().filter(|erased| erased.is_of_words()).collect();
        for erased in &of_words {
            if let Some(scope) = scope {
                self.store.remember_erasure(erased, scope, by)?;
            }
        }
        of_words.into_iter().try_for_each(|erased| self.heed(log, erased))
    }

    /// Lets go of a part that an erasing names which counts; without one, what was let go of lacks.
    fn heed(&mut self, asks: &LogRow, erased: &Erased) -> Result<(), ReplicaError> {
        let mut rows = self.branches(&erased.log);
        rows.retain(|row| row.circle.is_some() && row.head.log == erased.log);
        for row in rows {
            let hash = self.store.hash_of(row.id, erased.number)?.filter(|hash| hash.start() == erased.start);
            let Some(hash) = hash else {
                continue;
            };
            let counts = self.store.erasures_of(&erased.log, erased.number, &hash, &row.intro)?.contains(&erased.part);
            if counts && self.store.drop_part(row.id, erased.number, erased.part)? {
                self.slices.let_go(self.store.connection(), row.id, erased.number, erased.part)?;
                self.show_card_anew(&row, erased.number)?;
                self.news.erased = true;
                self.news.subjects.add(Subjects::SLICED);
                self.uneven.insert(row.id);
                let mine = self.me.keys.sign;
                if row.intro.sign_key == mine && asks.intro.sign_key != mine {
                    self.store.put_repeat(erased)?;
                }
            } else if !counts && self.store.lack_part(row.id, erased.number, erased.part)? {
                self.store.forget_repeat(erased)?;
                self.note_news(row.name());
                self.news.lacks.insert(row.name());
                self.uneven.insert(row.id);
                self.restate(&row, erased.number)?;
            }
        }
        Ok(())
    }
    /// Slices let go of the words of an item, each a row of its own. A card is one row for all that it says, and is shown anew.
    fn show_card_anew(&mut self, row: &LogRow, number: u64) -> Result<(), ReplicaError> {
        let Some(record) = self.store.record(row, number)? else {
            return Ok(());
        };
        let id = self.documents_of(row, &record)?;
        let document = id.map(|id| self.store.document(&id)).transpose()?.flatten();
        self.restated.extend(document.filter(|document| document.kind == Kind::Profile as u8).map(|row| row.id));
        Ok(())
    }
}
