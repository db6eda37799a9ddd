//! What a change's bytes may hold, told from the columns' headers and run lengths alone.
//!
//! Runs before Automerge sees a byte: run lengths can claim millions of operations in 140 bytes, and
//! whatever is deflated inflates without bound. Accepts more than what is canonical; [`super::check`]
//! settles that by encoding again. The format is Automerge's binary document format, version 1.

use super::{MAX_BYTES, MAX_KEY, MAX_OP, MAX_OPS, MAX_PREDS, Refusal};

const PLAIN_CHANGE: u8 = 1;
const DEFLATED: u64 = 8;

/// Refuses bytes that are too large, not plain, or malformed where a parser could be led astray.
///
/// # Errors
/// The first of [`Refusal::TooLarge`], [`Refusal::NotPlain`], [`Refusal::NotCanonical`],
/// [`Refusal::MissingAncestry`] or [`Refusal::WrongStart`] that the bytes deserve.
pub(super) fn bound(bytes: &[u8]) -> Result<(), Refusal> {
    if bytes.len() > MAX_BYTES {
        return Err(Refusal::TooLarge);
    }
    let mut reader = Reader(bytes);
    reader.take(8)?; // Magic and checksum: encoding again compares them.
    if reader.byte()? != PLAIN_CHANGE {
        return Err(Refusal::NotPlain);
    }
    let len = reader.unsigned()?;
    let mut chunk = Reader(reader.take(len)?);
    if !reader.0.is_empty() {
        return Err(Refusal::NotPlain);
    }
    let actors = chunk.head()?;
    chunk.columns(actors)?;
    if chunk.0.is_empty() { Ok(()) } else { Err(Refusal::NotPlain) }
}

/// What a column holds, and how many rows it may have.
#[derive(Clone, Copy)]
enum Holds {
    /// Numbers below a bound.
    Numbers(u64),
    /// Numbers whose sum is bounded by [`MAX_PREDS`].
    Counts,
    /// Differences between the counters of operations.
    Differences,
    /// Keys and names.
    Names,
    /// Alternating runs of false and true.
    Flags,
    /// The bytes of values, as many as the value lengths say.
    Bytes,
}

/// The known columns of a change: (id, type) as in Automerge's column specification.
fn column(spec: u64, actors: u64) -> Option<(Holds, u64)> {
    let holds = match (spec >> 4, spec & 7) {
        (0 | 1, 1) => (Holds::Numbers(actors), MAX_OPS),
        (7, 1) => (Holds::Numbers(actors), MAX_PREDS),
        (0, 2) => (Holds::Numbers(MAX_OP), MAX_OPS),
        (1, 3) => (Holds::Differences, MAX_OPS),
        (7, 3) => (Holds::Differences, MAX_PREDS),
        (1 | 10, 5) => (Holds::Names, MAX_OPS),
        (3 | 9, 4) => (Holds::Flags, MAX_OPS),
        (4, 2) | (5, 6) => (Holds::Numbers(u64::MAX), MAX_OPS),
        (5, 7) => (Holds::Bytes, MAX_OPS),
        (7, 0) => (Holds::Counts, MAX_OPS),
        _ => return None,
    };
    Some(holds)
}

/// The bytes not yet read.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// Dependencies, actor, numbers, message and the other actors; returns how many actors there are.
    fn head(&mut self) -> Result<u64, Refusal> {
        let deps = self.unsigned()?;
        self.take(deps.saturating_mul(32))?;
        self.name(u64::MAX)?;
        let _seq = self.unsigned()?;
        if self.unsigned()? >= MAX_OP {
            return Err(Refusal::WrongStart);
        }
        // A clock in the document would tell more than the item's own field, and its differences overflow when saved.
        let time = self.signed()?;
        let message = self.unsigned()?;
        if time != 0 || message != 0 {
            return Err(Refusal::NotPlain);
        }
        let others = self.unsigned()?;
        for _ in 0..others {
            self.name(u64::MAX)?;
        }
        others.checked_add(1).ok_or(Refusal::NotCanonical)
    }

    fn columns(&mut self, actors: u64) -> Result<(), Refusal> {
        let mut present = Vec::new();
        for _ in 0..self.unsigned()? {
            let spec = self.unsigned()?;
            if spec & DEFLATED != 0 {
                return Err(Refusal::NotPlain);
            }
            let known = column(spec, actors).ok_or(Refusal::NotPlain)?;
            present.push((known, self.unsigned()?));
        }
        for ((holds, most), len) in present {
            Reader(self.take(len)?).column(holds, most)?;
        }
        Ok(())
    }

    fn column(&mut self, holds: Holds, most: u64) -> Result<(), Refusal> {
        match holds {
            Holds::Bytes => Ok(()),
            Holds::Flags => self.flags(most),
            _ => self.runs(holds, most),
        }
    }

    fn flags(&mut self, most: u64) -> Result<(), Refusal> {
        let mut rows = Rows { left: most };
        while !self.0.is_empty() {
            rows.claim(self.unsigned()?)?;
        }
        Ok(())
    }

    /// Run lengths: a positive number repeats one value, a negative one counts values, zero precedes nulls.
    fn runs(&mut self, holds: Holds, most: u64) -> Result<(), Refusal> {
        let mut rows = Rows { left: most };
        let mut sums = Sums::default();
        while !self.0.is_empty() {
            let run = self.signed()?;
            if run == 0 {
                rows.claim(self.unsigned()?)?;
                continue;
            }
            rows.claim(run.unsigned_abs())?;
            let (values, times) = if run > 0 { (1, run.unsigned_abs()) } else { (run.unsigned_abs(), 1) };
            for _ in 0..values {
                self.value(holds, times, &mut sums)?;
            }
        }
        Ok(())
    }

    fn value(&mut self, holds: Holds, times: u64, sums: &mut Sums) -> Result<(), Refusal> {
        match holds {
            Holds::Numbers(bound) => match self.unsigned()? < bound {
                true => Ok(()),
                false if bound == MAX_OP => Err(Refusal::MissingAncestry),
                false => Err(Refusal::NotCanonical),
            },
            Holds::Counts => sums.count(self.unsigned()?, times),
            Holds::Differences => sums.step(self.signed()?, times),
            Holds::Names => self.name(MAX_KEY),
            Holds::Flags | Holds::Bytes => Ok(()),
        }
    }

    fn name(&mut self, most: u64) -> Result<(), Refusal> {
        let len = self.unsigned()?;
        if len > most {
            return Err(Refusal::TooLarge);
        }
        self.take(len).map(drop)
    }

    fn take(&mut self, len: u64) -> Result<&'a [u8], Refusal> {
        let len = usize::try_from(len).map_err(|_| Refusal::NotCanonical)?;
        let (taken, rest) = self.0.split_at_checked(len).ok_or(Refusal::NotCanonical)?;
        self.0 = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, Refusal> {
        let (first, rest) = self.0.split_first().ok_or(Refusal::NotCanonical)?;
        self.0 = rest;
        Ok(*first)
    }

    fn unsigned(&mut self) -> Result<u64, Refusal> {
        let (value, last, count) = self.leb128()?;
        if last == 0 && count > 1 {
            return Err(Refusal::NotCanonical);
        }
        u64::try_from(value).map_err(|_| Refusal::NotCanonical)
    }

    fn signed(&mut self) -> Result<i64, Refusal> {
        let (value, last, count) = self.leb128()?;
        let bits = 7 * count;
        let value = if last & 0x40 == 0 { value } else { value - (1 << bits) };
        // Of two encodings of one number only the shorter stands.
        let shorter = 1_i128 << (bits - 7).saturating_sub(1);
        if count > 1 && (-shorter..shorter).contains(&value) {
            return Err(Refusal::NotCanonical);
        }
        i64::try_from(value).map_err(|_| Refusal::NotCanonical)
    }

    /// The seven-bit groups as one number, the last group, and how many there were; at most ten.
    fn leb128(&mut self) -> Result<(i128, u8, u32), Refusal> {
        let mut value = 0_i128;
        for count in 0..10 {
            let byte = self.byte()?;
            value |= i128::from(byte & 0x7f) << (7 * count);
            if byte & 0x80 == 0 {
                return Ok((value, byte, count + 1));
            }
        }
        Err(Refusal::NotCanonical)
    }
}

/// Rows a column may still claim.
struct Rows {
    left: u64,
}

impl Rows {
    fn claim(&mut self, rows: u64) -> Result<(), Refusal> {
        self.left = self.left.checked_sub(rows).ok_or(Refusal::TooLarge)?;
        Ok(())
    }
}

/// Running totals over a column.
#[derive(Default)]
struct Sums {
    count: u64,
    counter: i64,
}

impl Sums {
    fn count(&mut self, value: u64, times: u64) -> Result<(), Refusal> {
        let sum = value.checked_mul(times).and_then(|more| self.count.checked_add(more));
        match sum {
            Some(sum) if sum <= MAX_PREDS => {
                self.count = sum;
                Ok(())
            }
            _ => Err(Refusal::TooLarge),
        }
    }

    /// Automerge panics on counters over 32 bits. A run of equal steps is greatest or least at its end.
    fn step(&mut self, by: i64, times: u64) -> Result<(), Refusal> {
        let times = i64::try_from(times).map_err(|_| Refusal::TooLarge)?;
        let end = by.checked_mul(times).and_then(|way| self.counter.checked_add(way));
        match end.and_then(|end| u64::try_from(end).ok().map(|value| (end, value))) {
            Some((end, value)) if value < MAX_OP => {
                self.counter = end;
                Ok(())
            }
            _ => Err(Refusal::MissingAncestry),
        }
    }
}
