//! Taking in ranges: record → verify → store; the charter is read at once, content is settled after.

use super::replica::{Replica, ReplicaError};
use super::slices::Slices;
use crate::body::{Body, Reading, read_statement};
use crate::charter::{Law, Note};
use crate::epoch::{self, commitment};
use crate::id::{CircleId, CommunityId, RecordHash};
use crate::record::{Head, LogKind, Range, RecordError, Tail, Verified, tag};
use crate::store::{LogRow, RecordRow, State};

/// What became of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// So many records are new.
    New(u64),
    /// It begins beyond what is here.
    Gap,
    /// Its log is of no circle that this device reads.
    Foreign,
    /// It is not what it says; who sent it lied or is broken.
    Broken(RecordError),
    /// Its device wrote twice over one place.
    Fork,
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

    /// One transaction; on an error memory is read anew.
    pub(super) fn in_transaction<R>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<R, ReplicaError>,
    ) -> Result<R, ReplicaError> {
        self.store.connection().execute_batch("BEGIN IMMEDIATE")?;
        let done = work(self).and_then(|done| {
            self.store.connection().execute_batch("COMMIT")?;
            Ok(done)
        });
        if done.is_err() {
            let _ = self.store.connection().execute_batch("ROLLBACK");
            self.reload()?;
        } else if std::mem::take(&mut self.news.erased) {
            self.store.truncate_log()?;
        }
        done
    }

    pub(super) fn take_in(&mut self, ranges: &[Range]) -> Result<Vec<Taken>, ReplicaError> {
        let before = self.notes.len();
        let keys = self.epoch_keys.len();
        let taken = ranges.iter().map(|range| self.append(range)).collect::<Result<Vec<_>, _>>()?;
        if self.notes.len() != before {
            let law = Law::judge(self.law.facts().renewed(self.notes.clone()));
            let old = std::mem::replace(&mut self.law, law);
            self.news.charter = true;
            self.recheck(&old)?;
        }
        self.use_seals()?;
        let everywhere = self.notes.len() != before || self.epoch_keys.len() != keys;
        self.settle(everywhere)?;
        Ok(taken)
    }

    fn append(&mut self, range: &Range) -> Result<Taken, ReplicaError> {
        let known = self.log(&range.log).cloned();
        let row = match known {
            Some(row) => row,
            None => match self.introduce(range)? {
                Ok(row) => row,
                Err(taken) => return Ok(taken),
            },
        };
        if range.from > row.head.count {
            return Ok(Taken::Gap);
        }
        let base =
            if range.from == row.head.count { row.head.clone() } else { self.store.head_at(&row, range.from)? };
        let (verified, head) = match base.verify(range) {
            Ok(checked) => checked,
            Err(error) => return Ok(Taken::Broken(error)),
        };
        for record in &verified {
            if record.number < row.head.count && self.store.hash_of(row.id, record.number)? != Some(record.hash) {
                return Ok(Taken::Fork);
            }
        }
        if head.count <= row.head.count {
            return Ok(Taken::New(0));
        }
        let new: Vec<Verified> = verified.into_iter().filter(|record| record.number >= row.head.count).collect();
        let count = new.len() as u64;
        self.store_records(row, new, head, &range.signature)?;
        Ok(Taken::New(count))
    }

    fn introduce(&mut self, range: &Range) -> Result<Result<LogRow, Taken>, ReplicaError> {
        if range.from > 0 {
            return Ok(Err(Taken::Gap));
        }
        // Nothing of an unknown log is stored before its first range was verified.
        if let Err(error) = Head::introduced(range).and_then(|head| head.verify(range)) {
            return Ok(Err(Taken::Broken(error)));
        }
        let intro = range.records.first().and_then(|record| Tail::decode(&record.tail).ok()?.intro);
        let Some(intro) = intro else {
            return Ok(Err(Taken::Broken(RecordError::BadTail)));
        };
        let circle = match intro.kind {
            LogKind::Charter => None,
            LogKind::Content => {
                let log = intro.log();
                let circle = self.circle_secrets.iter().find(|(_, secret)| tag(secret, &log) == intro.tag);
                let Some((circle, _)) = circle else {
                    return Ok(Err(Taken::Foreign));
                };
                Some(*circle)
            }
        };
        let row = self.store.insert_log(&intro, circle)?;
        self.places.insert(row.head.log, row.id);
        self.logs.insert(row.id, row.clone());
        Ok(Ok(row))
    }

    fn store_records(
        &mut self,
        mut row: LogRow,
        new: Vec<Verified>,
        head: Head,
        signature: &[u8; 64],
    ) -> Result<(), ReplicaError> {
        for mut verified in new {
            for part in self.store.erasures_of(&verified.log, verified.number, &row.intro.person)? {
                if let Some(here) = verified.record.parts.get_mut(usize::from(part)) {
                    *here = here.dropped();
                }
            }
            row.mark = verified.tail.mark.or(row.mark);
            if let Some(frontier) = &verified.tail.frontier {
                row.frontier.clone_from(frontier);
            }
            let state = if row.circle.is_some() { State::Waiting } else { State::Accepted };
            let record = RecordRow { verified, mark: row.mark, frontier: row.frontier.clone(), state };
            self.store.insert_record(row.id, &record)?;
            if row.circle.is_none() {
                self.read_charter(&row, &record)?;
            }
        }
        row.head = head;
        self.store.update_log(&row)?;
        self.store.sign(row.id, &row.head, signature)?;
        self.news.logs.insert(row.head.log);
        if row.circle.is_some() {
            self.open.insert(row.id);
        }
        self.logs.insert(row.id, row);
        Ok(())
    }

    /// Reads a record of the charter: a statement is noted, a seal for this device opened.
    pub(super) fn read_charter(&mut self, log: &LogRow, record: &RecordRow) -> Result<(), ReplicaError> {
        let verified = &record.verified;
        let body = verified.open(&self.charter_key, 0).ok().and_then(|plain| Body::decode(&plain));
        let refuse = |why: &str| self.store.set_state(log.id, verified.number, State::Refused, Some(why));
        match body {
            Some(Body::Statement(bytes)) => {
                let body = match read_statement(&bytes) {
                    Reading::Known(statement) => Some(*statement),
                    Reading::Newer => None,
                    Reading::Broken => return Ok(refuse("the statement cannot be read")?),
                };
                let mut cites = record.frontier.clone();
                cites.extend(self.own_last(log));
                cites.sort_unstable();
                cites.dedup();
                self.notes.push(Note {
                    id: verified.hash,
                    device: log.intro.device,
                    person: log.intro.person,
                    sign_key: log.intro.sign_key,
                    cites,
                    body,
                });
            }
            Some(Body::Seal(seal)) => {
                let me = self.me.device();
                for entry in &seal.entries {
                    let opened = epoch::open(&self.community, &seal.circle, &me, &self.me.seal, entry);
                    self.sealed_to_me.extend(opened.map(|opened| (seal.circle, opened)));
                }
            }
            Some(Body::Nothing) => {}
            _ => refuse("the record says nothing a charter can hold")?,
        }
        Ok(())
    }

    /// The statement that the log's writer made before, in the same log.
    fn own_last(&self, log: &LogRow) -> Option<RecordHash> {
        self.notes.iter().rev().find(|note| note.sign_key == log.intro.sign_key).map(|note| note.id)
    }

    /// Keeps the keys of opened seals whose epochs are known and whose commitments they match.
    pub(super) fn use_seals(&mut self) -> Result<(), ReplicaError> {
        let mut later = Vec::new();
        for (circle, mut opened) in std::mem::take(&mut self.sealed_to_me) {
            let epochs = self.law.epochs(&circle);
            if self.circle_is_here(&circle) && !self.circle_secrets.contains_key(&circle) {
                self.store.put_circle_secret(&circle, &opened.circle_secret)?;
                self.circle_secrets.insert(circle, opened.circle_secret.clone());
            }
            let unknown: Vec<_> =
                opened.keys.iter().filter(|(id, _)| !epochs.iter().any(|(epoch, _)| epoch == id)).cloned().collect();
            for (id, key) in &opened.keys {
                let fits = epochs.iter().any(|(epoch, said)| epoch == id && *said == commitment(key, &circle));
                if fits && !self.epoch_keys.contains_key(id) {
                    self.store.put_epoch_key(id, &circle, key)?;
                    self.epoch_keys.insert(*id, (circle, key.clone()));
                    self.news.keys = true;
                }
            }
            if !unknown.is_empty() {
                opened.keys = unknown;
                later.push((circle, opened));
            }
        }
        self.sealed_to_me = later;
        Ok(())
    }

    fn circle_is_here(&self, circle: &CircleId) -> bool {
        *circle == self.everyone() || self.law.reads(&self.me.person, circle)
    }

    /// Whether the range begins a log of this charter: its first record opens with the charter key.
    pub(super) fn begins_charter_log(&self, range: &Range) -> bool {
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
