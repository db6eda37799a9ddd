//! Columns: what compresses alike lies together; what does not compress is left alone.

use super::{MAX_COLUMNS, MAX_PACKED, PackError};

const VERSION: u8 = 0;
/// How many columns there are, the first of them not compressed.
const COUNT: usize = 5;
/// Version, and the length of each column.
const HEADER: usize = 1 + 4 * COUNT;

/// A block's columns, to be written or already read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Columns {
    /// Ids, hashes, marks, signatures and salts: bytes in which no pattern is left.
    pub noise: Vec<u8>,
    /// Numbers: how many of what follows how many.
    pub shape: Vec<u8>,
    /// Tails.
    pub tails: Vec<u8>,
    /// Parts 0.
    pub bodies: Vec<u8>,
    /// All other parts.
    pub words: Vec<u8>,
}

impl Columns {
    /// The block's bytes; `None` if there are too many.
    pub(crate) fn compress(&self) -> Option<Vec<u8>> {
        let all = [&self.noise, &self.shape, &self.tails, &self.bodies, &self.words];
        if all.iter().map(|column| column.len()).sum::<usize>() > MAX_COLUMNS {
            return None;
        }
        let mut block = vec![VERSION];
        for column in all {
            block.extend_from_slice(&u32::try_from(column.len()).ok()?.to_be_bytes());
        }
        block.extend_from_slice(&self.noise);
        let rest = [&self.shape[..], &self.tails, &self.bodies, &self.words].concat();
        block.extend(zstd::bulk::compress(&rest, super::LEVEL).ok()?);
        (block.len() <= MAX_PACKED).then_some(block)
    }

    /// Reads a block; nothing is allocated beyond what its header says, and that not beyond `most`.
    pub(crate) fn decompress(block: &[u8], most: usize) -> Result<Self, PackError> {
        if block.len() > MAX_PACKED {
            return Err(PackError::TooLarge);
        }
        let (header, rest) = block.split_at_checked(HEADER).ok_or(PackError::Layout)?;
        let (version, lengths) = header.split_first().ok_or(PackError::Layout)?;
        if *version != VERSION {
            return Err(PackError::Version);
        }
        let mut lengths = lengths.as_chunks::<4>().0.iter().map(|bytes| u32::from_be_bytes(*bytes) as usize);
        let lengths: [usize; COUNT] = std::array::from_fn(|_| lengths.next().unwrap_or(0));
        let [noise, shape, tails, bodies, words] = lengths;
        // Five 32-bit numbers cannot overflow 64 bits.
        if lengths.iter().map(|length| *length as u64).sum::<u64>() > most as u64 {
            return Err(PackError::TooLarge);
        }
        let (noise, compressed) = rest.split_at_checked(noise).ok_or(PackError::Layout)?;
        // In one piece into a buffer of that size: whatever window the frame claims is never allocated.
        let plain = zstd::bulk::decompress(compressed, shape + tails + bodies + words);
        let mut plain = Bytes(plain.as_deref().map_err(|_| PackError::Compression)?);
        let columns = Self {
            noise: noise.to_vec(),
            shape: plain.take(shape).map_err(|_| PackError::Compression)?.to_vec(),
            tails: plain.take(tails).map_err(|_| PackError::Compression)?.to_vec(),
            bodies: plain.take(bodies).map_err(|_| PackError::Compression)?.to_vec(),
            words: plain.take(words).map_err(|_| PackError::Compression)?.to_vec(),
        };
        Ok(columns)
    }
}

/// Bytes not yet read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bytes<'a>(pub &'a [u8]);

impl<'a> Bytes<'a> {
    pub(crate) fn take(&mut self, count: usize) -> Result<&'a [u8], PackError> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(PackError::Layout)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], PackError> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(PackError::Layout)?;
        self.0 = rest;
        Ok(*taken)
    }

    /// A number in seven-bit groups, the least first.
    pub(crate) fn number(&mut self) -> Result<u64, PackError> {
        let mut value = 0u64;
        for at in 0..10 {
            let [byte] = self.array()?;
            let group = u64::from(byte & 0x7f);
            if at == 9 && group > 1 {
                break;
            }
            value |= group << (7 * at);
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(PackError::Layout)
    }

    /// A number that counts or measures something in this block.
    pub(crate) fn length(&mut self) -> Result<usize, PackError> {
        let length = usize::try_from(self.number()?).map_err(|_| PackError::Layout)?;
        if length <= MAX_COLUMNS { Ok(length) } else { Err(PackError::Layout) }
    }

    pub(crate) fn end(&self) -> Result<(), PackError> {
        if self.0.is_empty() { Ok(()) } else { Err(PackError::Layout) }
    }
}

/// Writes what [`Bytes::number`] reads.
pub(crate) fn put_number(column: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        column.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    column.push(value.to_le_bytes()[0]);
}
