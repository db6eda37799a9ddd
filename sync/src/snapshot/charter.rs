//! The charter, packed for a newcomer: its ranges with their parts opened, and without the names that the newcomer can make
//! again.
//!
//! A block stands by itself. What it becomes is verified like any ranges. docs/protocol.md §6, docs/decisions/0019.

#[cfg(test)]
mod tests;

use super::column::{Bytes, Columns, put_number};
use super::names::{Folder, Unfolder};
use super::{Cursor, MAX_COLUMNS, MAX_RECORDS, Opened, PackError, Unsealed};
use crate::id::LogId;
use crate::record::{MAX_PARTS, Part, Range, Record, Secret, Tail};
use std::collections::BTreeMap;

/// Most bytes that come of one byte of a block: in real charters it is three.
pub const RATIO: usize = 32;

/// How a range begins, in the column of shapes.
const INTRODUCED: u64 = 0;
const STARTS: u64 = 1;
const FOLLOWS: u64 = 2;
const RESUMES: u64 = 3;

/// What a part is, in the column of shapes.
const DROPPED: u64 = 0;
const CLOSED: u64 = 1;
const OPEN: u64 = 2;

/// Packs a charter's ranges, block by block.
#[derive(Debug)]
pub struct Packer<'a> {
    key: &'a Secret,
    /// What a range with this number as its first may follow: the record before, of each branch.
    ends: BTreeMap<(LogId, u64), Vec<[u8; 32]>>,
}

impl<'a> Packer<'a> {
    /// Packs what opens with the charter's key.
    #[must_use]
    pub fn new(key: &'a Secret) -> Self {
        Self { key, ends: BTreeMap::new() }
    }

    /// A block of these ranges, each of which follows what was packed or starts a log. `None` if they are more than a block may
    /// hold.
    pub fn pack(&mut self, ranges: &[Range]) -> Option<Vec<u8>> {
        let records = ranges.iter().map(|range| range.records.len()).sum::<usize>();
        let parts = ranges.iter().flat_map(|range| &range.records).all(|record| record.parts.len() <= MAX_PARTS);
        if records > MAX_RECORDS || !parts {
            return None;
        }
        let mut writer = Writer::default();
        for range in ranges {
            let prev = self.before(range);
            let mut cursor = Cursor::under(range.log, range.from, prev, self.key);
            writer.begin(range, &prev);
            for record in &range.records {
                writer.put_record(&cursor.open_record(record, &|_, _| Some(self.key.clone())));
                let hash = cursor.before().prev;
                writer.passed(&hash);
                let ends = self.ends.entry(cursor.place()).or_default();
                if !ends.contains(&hash) {
                    ends.push(hash);
                }
            }
            writer.folder.put_noise(&range.signature);
        }
        writer.finish()
    }

    /// The hash that a range follows: of several branches the one with which its first part opens.
    fn before(&self, range: &Range) -> [u8; 32] {
        if range.from == 0 {
            return range.log.0;
        }
        let ends = self.ends.get(&(range.log, range.from)).map(Vec::as_slice).unwrap_or_default();
        let first = range.records.first().and_then(|record| record.parts.first());
        let sealed = first.and_then(Part::sealed).unwrap_or_default();
        let opens = |prev: &&[u8; 32]| crate::record::open(self.key, &range.log, range.from, 0, prev, sealed).is_ok();
        // Ranges of one branch come one after another, so that it is mostly the newest.
        ends.iter().rev().find(opens).or(ends.first()).copied().unwrap_or_default()
    }
}

/// A block as it is written.
#[derive(Default)]
struct Writer {
    folder: Folder,
    shape: Vec<u8>,
    tails: Vec<u8>,
    bodies: Vec<u8>,
    /// The number of each record in the block, by its hash.
    numbers: BTreeMap<[u8; 32], usize>,
    /// How many records there are.
    count: usize,
}

impl Writer {
    fn begin(&mut self, range: &Range, prev: &[u8; 32]) {
        let intro = range.records.first().and_then(|first| Tail::decode(&first.tail).ok()?.intro);
        if range.from == 0 && intro.is_some_and(|intro| intro.log() == range.log) {
            put_number(&mut self.shape, INTRODUCED);
        } else if range.from == 0 {
            put_number(&mut self.shape, STARTS);
            self.folder.put_noise(&range.log.0);
        } else if let Some(number) = self.numbers.get(prev) {
            put_number(&mut self.shape, FOLLOWS);
            put_number(&mut self.shape, self.count.saturating_sub(*number) as u64);
        } else {
            put_number(&mut self.shape, RESUMES);
            put_number(&mut self.shape, range.from);
            self.folder.put_noise(&range.log.0);
            self.folder.put_noise(prev);
        }
        put_number(&mut self.shape, range.records.len() as u64);
    }

    fn put_record(&mut self, record: &Opened) {
        let tail = self.folder.fold(&record.tail);
        put_number(&mut self.shape, tail.len() as u64);
        self.tails.extend(tail);
        put_number(&mut self.shape, record.parts.len() as u64);
        for part in &record.parts {
            match part {
                Unsealed::Dropped(hash, length) => {
                    self.put_part(DROPPED, u64::from(*length));
                    self.folder.put_noise(hash);
                }
                Unsealed::Closed(sealed) => {
                    self.put_part(CLOSED, sealed.len() as u64);
                    self.folder.put_noise(sealed);
                }
                Unsealed::Open(salt, plain) => {
                    self.folder.put_noise(salt);
                    let body = self.folder.fold(plain);
                    self.put_part(OPEN, body.len() as u64);
                    self.bodies.extend(body);
                }
            }
        }
    }

    fn put_part(&mut self, kind: u64, length: u64) {
        put_number(&mut self.shape, kind);
        put_number(&mut self.shape, length);
    }

    fn passed(&mut self, hash: &[u8; 32]) {
        self.numbers.entry(*hash).or_insert(self.count);
        self.folder.knows_record(self.count, hash);
        self.count = self.count.saturating_add(1);
    }

    fn finish(self) -> Option<Vec<u8>> {
        let Self { folder, shape, tails, bodies, .. } = self;
        Columns { noise: folder.noise, shape, tails, bodies, words: folder.names }.compress()
    }
}

/// Unpacks a block and seals its parts again under the charter's key. A range that cannot be made again is left out, and with it
/// what follows it or names its records; all others come.
///
/// # Errors
/// Any [`PackError`]. A block that lies is no error: its ranges fail when they are verified.
pub fn unpack(block: &[u8], key: &Secret) -> Result<Vec<Range>, PackError> {
    let most = block.len().saturating_mul(RATIO).min(MAX_COLUMNS);
    let columns = Columns::decompress(block, most)?;
    let mut reader = Reader {
        key,
        shape: Bytes(&columns.shape),
        tails: Bytes(&columns.tails),
        bodies: Bytes(&columns.bodies),
        unfolder: Unfolder::new(&columns.noise, &columns.words, most),
        ends: Vec::new(),
    };
    let mut ranges = Vec::new();
    while !reader.shape.0.is_empty() {
        ranges.extend(reader.range()?);
    }
    reader.tails.end()?;
    reader.bodies.end()?;
    reader.unfolder.end()?;
    Ok(ranges)
}

struct Reader<'a> {
    key: &'a Secret,
    shape: Bytes<'a>,
    tails: Bytes<'a>,
    bodies: Bytes<'a>,
    unfolder: Unfolder<'a>,
    /// Where each record of the block ends, if it could be made again.
    ends: Vec<Option<Cursor>>,
}

impl Reader<'_> {
    /// The next range; `None` if it cannot be made again.
    fn range(&mut self) -> Result<Option<Range>, PackError> {
        let begins = self.shape.number()?;
        let mut cursor = self.before(begins)?;
        let count = self.shape.length()?;
        if self.ends.len().saturating_add(count) > MAX_RECORDS {
            return Err(PackError::TooLarge);
        }
        let (mut place, mut records) = (cursor.as_ref().map(Cursor::place), Vec::new());
        for at in 0..count {
            let opened = self.record()?;
            if let (INTRODUCED, 0, Some(first)) = (begins, at, &opened) {
                cursor = Tail::decode(&first.tail).ok().and_then(|tail| Some(self.start(tail.intro?.log())));
                place = cursor.as_ref().map(Cursor::place);
            }
            let record = opened.zip(cursor.as_mut()).and_then(|(opened, cursor)| self.seal(cursor, opened));
            cursor = cursor.filter(|_| record.is_some());
            records.extend(record);
            self.ends.push(cursor.clone());
        }
        let signature = self.unfolder.noise().array()?;
        Ok(place.filter(|_| cursor.is_some()).map(|(log, from)| Range { log, from, records, signature }))
    }

    /// Where a range begins; `None` if that cannot be known, or is not known before its first record.
    fn before(&mut self, begins: u64) -> Result<Option<Cursor>, PackError> {
        match begins {
            INTRODUCED => Ok(None),
            STARTS => {
                let log = LogId(self.unfolder.noise().array()?);
                Ok(Some(self.start(log)))
            }
            FOLLOWS => {
                let back = self.shape.length()?;
                Ok(self.ends.len().checked_sub(back).and_then(|number| self.ends.get(number)?.clone()))
            }
            RESUMES => {
                let from = self.shape.number()?;
                let (log, prev) = (LogId(self.unfolder.noise().array()?), self.unfolder.noise().array()?);
                Ok(Some(Cursor::under(log, from, prev, self.key)))
            }
            _ => Err(PackError::Layout),
        }
    }

    fn start(&self, log: LogId) -> Cursor {
        Cursor::under(log, 0, log.0, self.key)
    }

    /// The next record; `None` if it names one that could not be made again.
    fn record(&mut self) -> Result<Option<Opened>, PackError> {
        let length = self.shape.length()?;
        let skeleton = self.tails.take(length)?;
        let tail = self.unfold(skeleton)?;
        let count = self.shape.length()?;
        if count > MAX_PARTS {
            return Err(PackError::TooLarge);
        }
        // All are read, whether or not one of them could be made again.
        let parts = (0..count).map(|_| self.part()).collect::<Result<Vec<_>, _>>()?;
        let parts: Option<Vec<Unsealed>> = parts.into_iter().collect();
        Ok(tail.zip(parts).map(|(tail, parts)| Opened { tail, parts }))
    }

    fn part(&mut self) -> Result<Option<Unsealed>, PackError> {
        let (kind, length) = (self.shape.number()?, self.shape.number()?);
        if kind == DROPPED {
            let length = u32::try_from(length).map_err(|_| PackError::Layout)?;
            return Ok(Some(Unsealed::Dropped(self.unfolder.noise().array()?, length)));
        }
        let length = usize::try_from(length).map_err(|_| PackError::Layout)?;
        match kind {
            CLOSED => Ok(Some(Unsealed::Closed(self.unfolder.noise().take(length)?.to_vec()))),
            OPEN => {
                let salt = self.unfolder.noise().array()?;
                let skeleton = self.bodies.take(length)?;
                Ok(self.unfold(skeleton)?.map(|plain| Unsealed::Open(salt, plain)))
            }
            _ => Err(PackError::Layout),
        }
    }

    fn unfold(&mut self, skeleton: &[u8]) -> Result<Option<Vec<u8>>, PackError> {
        let ends = &self.ends;
        self.unfolder.unfold(skeleton, &|number| ends.get(number)?.as_ref().map(|end| end.before().prev))
    }

    fn seal(&self, cursor: &mut Cursor, opened: Opened) -> Option<Record> {
        cursor.seal_record(opened, &|_, _| Some(self.key.clone()))
    }
}
