//! A cursor walks along a log and opens or seals each part where it stands.

use super::{Before, Opened, Run, Unsealed};
use crate::id::LogId;
use crate::record::{Part, Range, Record, Secret, Tail, open, seal};

/// Where in a log one stands: all that sealing there depends on.
#[derive(Clone, Debug)]
pub struct Cursor {
    log: LogId,
    number: u64,
    prev: [u8; 32],
    mark: Option<[u8; 16]>,
    /// The key of `mark`, if it was looked for and is here.
    secret: Option<Secret>,
}

impl Cursor {
    /// Stands before record `number` of `log`.
    #[must_use]
    pub fn new(log: LogId, number: u64, before: Before) -> Self {
        Self { log, number, prev: before.prev, mark: before.mark, secret: None }
    }

    /// Stands at the beginning of `log`.
    #[must_use]
    pub fn start(log: LogId) -> Self {
        Self::new(log, 0, Before { prev: log.0, mark: None })
    }

    /// Stands before record `number` of a log whose parts are sealed under `secret`, whatever the marks.
    pub(super) fn under(log: LogId, number: u64, prev: [u8; 32], secret: &Secret) -> Self {
        Self { log, number, prev, mark: None, secret: Some(secret.clone()) }
    }

    /// Which log, and the number of the next record.
    pub(super) fn place(&self) -> (LogId, u64) {
        (self.log, self.number)
    }

    /// What comes before the next record.
    #[must_use]
    pub fn before(&self) -> Before {
        Before { prev: self.prev, mark: self.mark }
    }

    /// Opens a verified range that begins here, and stands behind it. A part that does not open stays closed.
    pub fn open(&mut self, range: &Range, keys: &impl Fn(&LogId, &[u8; 16]) -> Option<Secret>) -> Run {
        let before = Some(self.before());
        let records = range.records.iter().map(|record| self.open_record(record, keys)).collect();
        Run { log: range.log, from: range.from, before, records, signature: range.signature }
    }

    /// Opens the next record, and stands behind it.
    pub(super) fn open_record(
        &mut self,
        record: &Record,
        keys: &impl Fn(&LogId, &[u8; 16]) -> Option<Secret>,
    ) -> Opened {
        self.turn(&record.tail, keys);
        let parts = (0u8..).zip(&record.parts).map(|(at, part)| self.open_part(at, part)).collect();
        self.pass(record);
        Opened { tail: record.tail.clone(), parts }
    }

    fn open_part(&self, at: u8, part: &Part) -> Unsealed {
        let sealed = match part {
            Part::Dropped { hash, length } => return Unsealed::Dropped(*hash, *length),
            Part::Here(sealed) => sealed,
        };
        let plain = self.secret.as_ref().and_then(|secret| {
            let plain = open(secret, &self.log, self.number, at, &self.prev, sealed).ok()?;
            Some(Unsealed::Open(*sealed.first_chunk()?, plain))
        });
        plain.unwrap_or_else(|| Unsealed::Closed(sealed.clone()))
    }

    /// Seals a run that begins here, and stands behind it. `None` if a key is not here.
    pub(super) fn seal(&mut self, run: Run, keys: &impl Fn(&LogId, &[u8; 16]) -> Option<Secret>) -> Option<Range> {
        let records = run.records.into_iter().map(|opened| self.seal_record(opened, keys)).collect::<Option<_>>()?;
        Some(Range { log: run.log, from: run.from, records, signature: run.signature })
    }

    /// Seals the next record, and stands behind it.
    pub(super) fn seal_record(
        &mut self,
        opened: Opened,
        keys: &impl Fn(&LogId, &[u8; 16]) -> Option<Secret>,
    ) -> Option<Record> {
        self.turn(&opened.tail, keys);
        let parts = (0u8..).zip(opened.parts).map(|(at, part)| self.seal_part(at, part)).collect::<Option<_>>()?;
        let record = Record { tail: opened.tail, parts };
        self.pass(&record);
        Some(record)
    }

    fn seal_part(&self, at: u8, part: Unsealed) -> Option<Part> {
        match part {
            Unsealed::Dropped(hash, length) => Some(Part::Dropped { hash, length }),
            Unsealed::Closed(sealed) => Some(Part::Here(sealed)),
            Unsealed::Open(salt, plain) => {
                let secret = self.secret.as_ref()?;
                seal(secret, &self.log, self.number, at, &self.prev, salt, &plain).ok().map(Part::Here)
            }
        }
    }

    /// Takes the mark that the next record's tail sets, if it sets one.
    fn turn(&mut self, tail: &[u8], keys: &impl Fn(&LogId, &[u8; 16]) -> Option<Secret>) {
        // A tail that cannot be read sets nothing; its record fails where records are verified.
        let named = Tail::decode(tail).ok().and_then(|tail| tail.mark);
        let turned = named.is_some() && named != self.mark;
        self.mark = named.or(self.mark);
        if turned || self.secret.is_none() {
            self.secret = self.mark.as_ref().and_then(|mark| keys(&self.log, mark));
        }
    }

    fn pass(&mut self, record: &Record) {
        self.prev = record.hash(&self.prev).0;
        self.number = self.number.saturating_add(1);
    }
}
