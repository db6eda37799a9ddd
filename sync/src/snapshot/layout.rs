//! How runs lie in columns, written and read in one order.

use super::body::{Form, Newest};
use super::column::{Bytes, Columns, put_number};
use super::{Before, MAX_RECORDS, Opened, PackError, Run, Unsealed};
use crate::id::LogId;
use crate::record::{MAX_PARTS, Tail};

/// What a part is, in the column of shapes.
const DROPPED: u64 = 0;
const CLOSED: u64 = 1;
const OPEN: u64 = 2;
const NEXT: u64 = 3;
const CHANGE: u64 = 4;
const NEW: u64 = 5;

/// How a run begins, in the column of shapes.
const FOLLOWS: u64 = 0;
const STARTS: u64 = 1;
const RESUMES: u64 = 2;

pub(super) fn write(runs: &[Run]) -> Columns {
    let mut columns = Columns::default();
    let mut newest = Newest::default();
    let mut end: Option<(LogId, u64)> = None;
    for run in runs {
        let follows = end == Some((run.log, run.from));
        columns.begin(run, follows);
        if !follows {
            newest = Newest::default();
        }
        put_number(&mut columns.shape, run.records.len() as u64);
        for record in &run.records {
            columns.put_record(record, &mut newest);
        }
        columns.noise.extend_from_slice(&run.signature);
        end = Some((run.log, run.from.saturating_add(run.records.len() as u64)));
    }
    columns
}

impl Columns {
    fn begin(&mut self, run: &Run, follows: bool) {
        match run.before {
            _ if follows => put_number(&mut self.shape, FOLLOWS),
            Some(before) if run.from > 0 => {
                put_number(&mut self.shape, RESUMES);
                put_number(&mut self.shape, run.from);
                self.noise.extend_from_slice(&run.log.0);
                self.noise.extend_from_slice(&before.prev);
                self.noise.extend_from_slice(&before.mark.unwrap_or_default());
            }
            _ => {
                put_number(&mut self.shape, STARTS);
                self.noise.extend_from_slice(&run.log.0);
            }
        }
    }

    fn put_record(&mut self, record: &Opened, newest: &mut Newest) {
        put_number(&mut self.shape, record.tail.len() as u64);
        self.tails.extend_from_slice(&record.tail);
        put_number(&mut self.shape, record.parts.len() as u64);
        let document = document_of(&record.tail);
        for (at, part) in record.parts.iter().enumerate() {
            match part {
                Unsealed::Dropped(hash, length) => {
                    self.put_part(DROPPED, u64::from(*length));
                    self.noise.extend_from_slice(hash);
                }
                Unsealed::Closed(sealed) => {
                    self.put_part(CLOSED, sealed.len() as u64);
                    self.noise.extend_from_slice(sealed);
                }
                Unsealed::Open(salt, plain) if at == 0 => {
                    let (form, stripped) = newest.strip(document, plain);
                    self.put_part(kind_of(form), stripped.len() as u64);
                    self.noise.extend_from_slice(salt);
                    self.bodies.extend(stripped);
                }
                Unsealed::Open(salt, plain) => {
                    self.put_part(OPEN, plain.len() as u64);
                    self.noise.extend_from_slice(salt);
                    self.words.extend_from_slice(plain);
                }
            }
        }
    }

    fn put_part(&mut self, kind: u64, length: u64) {
        put_number(&mut self.shape, kind);
        put_number(&mut self.shape, length);
    }
}

pub(super) fn read(columns: &Columns) -> Result<Vec<Run>, PackError> {
    let mut reader = Reader {
        noise: Bytes(&columns.noise),
        shape: Bytes(&columns.shape),
        tails: Bytes(&columns.tails),
        bodies: Bytes(&columns.bodies),
        words: Bytes(&columns.words),
        newest: Newest::default(),
        left: MAX_RECORDS,
    };
    let mut runs: Vec<Run> = Vec::new();
    while !reader.shape.0.is_empty() {
        let run = reader.run(runs.last())?;
        runs.push(run);
    }
    for column in [reader.noise, reader.tails, reader.bodies, reader.words] {
        column.end()?;
    }
    Ok(runs)
}

struct Reader<'a> {
    noise: Bytes<'a>,
    shape: Bytes<'a>,
    tails: Bytes<'a>,
    bodies: Bytes<'a>,
    words: Bytes<'a>,
    newest: Newest,
    /// Records this block may still hold.
    left: usize,
}

impl Reader<'_> {
    fn run(&mut self, last: Option<&Run>) -> Result<Run, PackError> {
        let (log, from, before) = match self.shape.number()? {
            FOLLOWS => {
                let last = last.ok_or(PackError::Layout)?;
                (last.log, last.from.saturating_add(last.records.len() as u64), None)
            }
            STARTS => {
                let log = self.noise.array()?;
                (LogId(log), 0, Some(Before { prev: log, mark: None }))
            }
            RESUMES => {
                let (log, prev, mark) = (self.noise.array()?, self.noise.array()?, self.noise.array()?);
                let mark = (mark != [0; 16]).then_some(mark);
                (LogId(log), self.shape.number()?, Some(Before { prev, mark }))
            }
            _ => return Err(PackError::Layout),
        };
        if before.is_some() {
            self.newest = Newest::default();
        }
        let count = self.shape.length()?;
        self.left = self.left.checked_sub(count).ok_or(PackError::TooLarge)?;
        let mut records = Vec::new();
        for _ in 0..count {
            records.push(self.record()?);
        }
        Ok(Run { log, from, before, records, signature: self.noise.array()? })
    }

    fn record(&mut self) -> Result<Opened, PackError> {
        let tail = self.shape.length()?;
        let tail = self.tails.take(tail)?.to_vec();
        let count = self.shape.length()?;
        if count > MAX_PARTS {
            return Err(PackError::TooLarge);
        }
        let document = document_of(&tail);
        let parts = (0..count).map(|at| self.part(at, document)).collect::<Result<_, _>>()?;
        Ok(Opened { tail, parts })
    }

    fn part(&mut self, at: usize, document: Option<u32>) -> Result<Unsealed, PackError> {
        let kind = self.shape.number()?;
        if kind == DROPPED {
            let length = u32::try_from(self.shape.number()?).map_err(|_| PackError::Layout)?;
            return Ok(Unsealed::Dropped(self.noise.array()?, length));
        }
        let length = self.shape.length()?;
        if kind == CLOSED {
            return Ok(Unsealed::Closed(self.noise.take(length)?.to_vec()));
        }
        let salt = self.noise.array()?;
        if at > 0 {
            let plain = if kind == OPEN { self.words.take(length)? } else { return Err(PackError::Layout) };
            return Ok(Unsealed::Open(salt, plain.to_vec()));
        }
        let form = form_of(kind).ok_or(PackError::Layout)?;
        let plain = self.newest.restore(document, form, self.bodies.take(length)?);
        Ok(Unsealed::Open(salt, plain.ok_or(PackError::Layout)?))
    }
}

fn kind_of(form: Form) -> u64 {
    match form {
        Form::Whole => OPEN,
        Form::Next => NEXT,
        Form::Change => CHANGE,
        Form::New => NEW,
    }
}

fn form_of(kind: u64) -> Option<Form> {
    [Form::Whole, Form::Next, Form::Change, Form::New].into_iter().find(|form| kind_of(*form) == kind)
}

/// The log's number for the document that a record changes.
fn document_of(tail: &[u8]) -> Option<u32> {
    Tail::decode(tail).ok()?.document
}
