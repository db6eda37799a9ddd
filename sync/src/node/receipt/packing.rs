//! Receipts, packed: what most of them say alike is said once. docs/protocol.md §6.
//!
//! Like a circle's records they go opened only to whom the law lets read the circle, and are sealed again there to the bytes that
//! their devices signed.

use super::{MAX_TAKEN, Receipt, Under, mark_of, place};
use crate::id::{DeviceId, StatementId};
use crate::record::{Secret, open, seal};
use crate::snapshot::column::{Bytes, Columns, put_number};
use crate::snapshot::{MAX_COLUMNS, PackError};
use std::collections::BTreeMap;

/// Most epochs under which the receipts of one block are sealed.
const MAX_EPOCHS: usize = 64;
/// Bytes of receipts that are tried under keys, for one peer that asks.
const MAX_TRIED: usize = 16 * 1024 * 1024;
/// What it costs to see that a receipt in full is under another epoch, as bytes that are opened.
const MARK_COSTS: usize = 512;
/// Bytes of what receipts say, of which a block is made.
const FILL: usize = MAX_COLUMNS / 2;

/// How a receipt stands under its epoch, in the column of shapes: in full, or as a difference.
const FULL: u64 = 0;
const DIFFERENCE: u64 = 1;

/// The epochs' keys that are here.
pub(super) type Keys = BTreeMap<StatementId, Secret>;

/// Blocks of receipts, and those that no block holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Packed {
    pub blocks: Vec<Vec<u8>>,
    pub whole: Vec<Vec<u8>>,
}

/// Packs receipts in their order. What would not come back byte by byte is left whole.
pub(super) fn pack(all: Vec<Vec<u8>>, keys: &Keys) -> Packed {
    let mut packed = Packed::default();
    let mut writer = Writer::default();
    let mut trials = Trials::new();
    for bytes in all {
        let Some(opened) = Opened::of(&bytes, keys, &mut trials) else {
            packed.whole.push(bytes);
            continue;
        };
        let full = writer.receipts.len() >= MAX_TAKEN || writer.bodies.len().saturating_add(opened.plain.len()) > FILL;
        if full || !writer.has_room_for(&opened.epoch) {
            packed.add(std::mem::take(&mut writer), keys);
        }
        writer.put(opened, bytes);
    }
    packed.add(writer, keys);
    packed
}

impl Packed {
    fn add(&mut self, writer: Writer, keys: &Keys) {
        if writer.receipts.is_empty() {
            return;
        }
        let (columns, receipts) = writer.finish();
        match columns.compress().filter(|block| unpack(block, keys).as_ref() == Ok(&receipts)) {
            Some(block) => self.blocks.push(block),
            None => self.whole.extend(receipts),
        }
    }
}

/// Under which keys receipts are tried. Anyone may open epochs without end, and who asks for receipts has asked little.
struct Trials {
    /// The epoch under which the last one opened: most are under the newest.
    last: Option<StatementId>,
    /// Bytes that may still be tried.
    left: usize,
}

impl Trials {
    fn new() -> Self {
        Self { last: None, left: MAX_TRIED }
    }

    /// The key under which a receipt opens, and what it says.
    fn open(&mut self, receipt: &Receipt, keys: &Keys) -> Option<(StatementId, Vec<u8>)> {
        let first = self.last.and_then(|last| keys.get_key_value(&last));
        let place = place(&receipt.device);
        for (epoch, key) in first.into_iter().chain(keys) {
            let may_be = match receipt.under {
                Under::Epoch(mark) => *mark == mark_of(key, &receipt.device),
                Under::Full(back) => back <= receipt.number,
            };
            let tried = if may_be { receipt.sealed.len() } else { MARK_COSTS };
            let left = self.left.checked_sub(tried);
            self.left = left.unwrap_or(0);
            left?;
            if may_be && let Ok(plain) = open(key, &place, receipt.number, 0, &[0; 32], &receipt.sealed) {
                self.last = Some(*epoch);
                return Some((*epoch, plain));
            }
        }
        None
    }
}

/// A receipt that could be opened.
struct Opened {
    receipt: Receipt,
    epoch: StatementId,
    salt: [u8; 16],
    plain: Vec<u8>,
}

impl Opened {
    fn of(bytes: &[u8], keys: &Keys, trials: &mut Trials) -> Option<Self> {
        let receipt: Receipt = minicbor::decode(bytes).ok()?;
        let salt = *receipt.sealed.first_chunk()?;
        let (epoch, plain) = trials.open(&receipt, keys)?;
        let is_plain = minicbor::to_vec(&receipt).is_ok_and(|again| again == bytes);
        is_plain.then_some(Self { epoch, salt, plain, receipt })
    }
}

/// A block as it is written.
#[derive(Default)]
struct Writer {
    epochs: Vec<StatementId>,
    noise: Vec<u8>,
    shape: Vec<u8>,
    numbers: Vec<u8>,
    bodies: Vec<u8>,
    receipts: Vec<Vec<u8>>,
}

impl Writer {
    fn has_room_for(&self, epoch: &StatementId) -> bool {
        self.epochs.len() < MAX_EPOCHS || self.epochs.contains(epoch)
    }

    fn put(&mut self, Opened { receipt, epoch, salt, plain }: Opened, bytes: Vec<u8>) {
        let at = self.epochs.iter().position(|known| *known == epoch).unwrap_or_else(|| {
            self.epochs.push(epoch);
            self.epochs.len() - 1
        });
        put_number(&mut self.shape, at as u64);
        match receipt.under {
            Under::Epoch(_) => put_number(&mut self.shape, FULL),
            Under::Full(back) => {
                put_number(&mut self.shape, DIFFERENCE);
                put_number(&mut self.shape, back);
            }
        }
        put_number(&mut self.shape, plain.len() as u64);
        for noise in [&receipt.device.0[..], &salt, &receipt.signature[..]] {
            self.noise.extend_from_slice(noise);
        }
        self.numbers.extend(receipt.number.to_be_bytes());
        self.bodies.extend(plain);
        self.receipts.push(bytes);
    }

    fn finish(self) -> (Columns, Vec<Vec<u8>>) {
        let mut shape = Vec::new();
        put_number(&mut shape, self.epochs.len() as u64);
        shape.extend(self.shape);
        let noise = self.epochs.iter().flat_map(|epoch| epoch.0).chain(self.noise).collect();
        let columns = Columns { noise, shape, tails: self.numbers, bodies: self.bodies, words: Vec::new() };
        (columns, self.receipts)
    }
}

/// Seals the receipts of a block again; those whose key is not here are left out.
///
/// # Errors
/// Any [`PackError`]. A block that lies is no error: its receipts fail when their signatures are checked.
pub(super) fn unpack(block: &[u8], keys: &Keys) -> Result<Vec<Vec<u8>>, PackError> {
    let columns = Columns::decompress(block, MAX_COLUMNS)?;
    let mut columns =
        [&columns.noise, &columns.shape, &columns.tails, &columns.bodies, &columns.words].map(|c| Bytes(c));
    let [noise, shape, ..] = &mut columns;
    let count = shape.length()?;
    if count > MAX_EPOCHS {
        return Err(PackError::TooLarge);
    }
    let epochs = (0..count).map(|_| noise.array().map(crate::id::RecordHash)).collect::<Result<Vec<_>, _>>()?;
    let (mut receipts, mut read) = (Vec::new(), 0);
    while !columns[1].0.is_empty() {
        read += 1;
        if read > MAX_TAKEN {
            return Err(PackError::TooLarge);
        }
        receipts.extend(next(&mut columns, &epochs, keys)?);
    }
    columns.iter().try_for_each(Bytes::end)?;
    Ok(receipts)
}

fn next(columns: &mut [Bytes<'_>; 5], epochs: &[StatementId], keys: &Keys) -> Result<Option<Vec<u8>>, PackError> {
    let [noise, shape, numbers, bodies, _] = columns;
    let epoch = epochs.get(shape.length()?).ok_or(PackError::Layout)?;
    let back = match shape.number()? {
        FULL => None,
        DIFFERENCE => Some(shape.number()?),
        _ => return Err(PackError::Layout),
    };
    let plain = shape.length()?;
    let (device, salt, signature) = (DeviceId(noise.array()?), noise.array()?, noise.array()?);
    let (number, plain) = (u64::from_be_bytes(numbers.array()?), bodies.take(plain)?);
    let Some(key) = keys.get(epoch) else {
        return Ok(None);
    };
    let under = match back {
        None => Under::Epoch(mark_of(key, &device).into()),
        Some(back) => Under::Full(back),
    };
    let Ok(sealed) = seal(key, &place(&device), number, 0, &[0; 32], salt, plain) else {
        return Ok(None);
    };
    let receipt = Receipt { device, number, under, sealed: sealed.into(), signature: <[u8; 64]>::into(signature) };
    Ok(minicbor::to_vec(&receipt).ok())
}

#[cfg(test)]
mod tests;
