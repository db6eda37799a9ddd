//! Names that a reader can make again: what stands in a block already, or can be worked out from it, is written as a number.
//!
//! Knows CBOR's byte strings, and nothing of what they say: whatever the bytes, they come back as they were.

use super::PackError;
use super::column::{Bytes, put_number};
use crate::charter::DeviceKeys;
use std::collections::BTreeMap;

/// What stands for the content of a byte string, in the column of names.
const LITERAL: u64 = 0;
const NEW: u64 = 1;
const SAME: u64 = 2;
const DEVICE: u64 = 3;
const PERSON: u64 = 4;
const RECORD: u64 = 5;

/// Shortest byte string that is taken out of a text.
const SHORTEST: usize = 16;
/// Longest that a number stands for.
const LONGEST: usize = 64;
const HASH: usize = 32;

/// What stands for a name.
#[derive(Clone, Copy, Debug)]
enum Name {
    /// The bytes at this place of the noise.
    Same(usize),
    /// The device of the three keys at this place of the noise.
    Device(usize),
    /// The person of those keys.
    Person(usize),
    /// The first bytes of the hash of the record with this number in the block.
    Record(usize),
}

/// Folds texts, and collects what does not compress.
#[derive(Debug, Default)]
pub(super) struct Folder {
    /// Bytes in which no pattern is left.
    pub noise: Vec<u8>,
    /// What stands for each byte string.
    pub names: Vec<u8>,
    known: BTreeMap<Vec<u8>, Name>,
    /// Strings of 32 bytes that stand at the end of the noise with nothing between.
    in_a_row: usize,
}

impl Folder {
    /// The text without what its byte strings hold.
    pub(super) fn fold(&mut self, text: &[u8]) -> Vec<u8> {
        let mut skeleton = Vec::new();
        // A statement is CBOR within a byte string: its own strings are taken out, not the whole.
        let states = matches!(text, [0x82 | 0x83, 0, ..]);
        let mut rest = text;
        while let Some((first, after)) = rest.split_first() {
            let Some((head, length)) = string(rest) else {
                skeleton.push(*first);
                rest = after;
                continue;
            };
            let is_statement = states && skeleton.len() == 2;
            let (head, after) = rest.split_at_checked(head).unwrap_or((rest, &[]));
            skeleton.extend_from_slice(head);
            rest = match after.split_at_checked(length).filter(|_| length >= SHORTEST && !is_statement) {
                Some((content, after)) => {
                    self.put(content, after);
                    after
                }
                None => {
                    put_number(&mut self.names, LITERAL);
                    after
                }
            };
        }
        skeleton
    }

    /// Adds what no number stands for.
    pub(super) fn put_noise(&mut self, bytes: &[u8]) {
        self.in_a_row = 0;
        self.noise.extend_from_slice(bytes);
    }

    /// The hash of a record by which it may be named from here on.
    pub(super) fn knows_record(&mut self, number: usize, hash: &[u8; HASH]) {
        for name in [&hash[..], &hash[..16]] {
            self.knows(name, Name::Record(number));
        }
    }

    fn knows(&mut self, name: &[u8], stands: Name) {
        self.known.entry(name.to_vec()).or_insert(stands);
    }

    fn put(&mut self, content: &[u8], after: &[u8]) {
        let name = self.known.get(content).copied().or_else(|| self.of_keys_ahead(content, after));
        let Some(name) = name else {
            put_number(&mut self.names, NEW);
            return self.put_new(content);
        };
        let (kind, value) = match name {
            Name::Same(place) => (SAME, place as u64),
            Name::Device(place) => (DEVICE, distance(place, self.noise.len())),
            Name::Person(place) => (PERSON, distance(place, self.noise.len())),
            Name::Record(number) => (RECORD, number as u64),
        };
        put_number(&mut self.names, kind);
        put_number(&mut self.names, value);
    }

    fn put_new(&mut self, content: &[u8]) {
        let place = self.noise.len();
        if content.len() <= LONGEST {
            self.knows(content, Name::Same(place));
        }
        self.noise.extend_from_slice(content);
        self.in_a_row = if content.len() == 32 { self.in_a_row + 1 } else { 0 };
        let keys = self.noise.len().checked_sub(KEYS).filter(|_| self.in_a_row >= 3);
        if let Some((place, keys)) = keys.and_then(|place| Some((place, keys_at(&self.noise, place)?))) {
            self.knows(&keys.device().0, Name::Device(place));
            self.knows(&keys.person().0, Name::Person(place));
        }
    }

    /// A person is named before the keys that make them.
    fn of_keys_ahead(&self, name: &[u8], after: &[u8]) -> Option<Name> {
        let mut rest = after.strip_prefix(&[0x83])?;
        let mut keys: [&[u8]; 3] = [&[]; 3];
        for key in &mut keys {
            (*key, rest) = rest.strip_prefix(&[0x58, 32])?.split_at_checked(32)?;
        }
        let [a, b, c] = keys;
        // Each stands in the noise by itself, or these three are not there in a row.
        let new = a != b && b != c && a != c && keys.iter().all(|key| !self.known.contains_key(*key));
        let made = keys_at(&keys.concat(), 0).filter(|_| new)?;
        (made.person().0 == *name).then_some(Name::Person(self.noise.len()))
    }
}

/// Unfolds texts.
#[derive(Debug)]
pub(super) struct Unfolder<'a> {
    whole: &'a [u8],
    noise: Bytes<'a>,
    names: Bytes<'a>,
    /// Bytes that the texts may still take up.
    left: usize,
}

impl<'a> Unfolder<'a> {
    pub(super) fn new(noise: &'a [u8], names: &'a [u8], most: usize) -> Self {
        Self { whole: noise, noise: Bytes(noise), names: Bytes(names), left: most }
    }

    /// The text that was folded. `None` if it names a record whose hash is not `known`.
    pub(super) fn unfold(
        &mut self,
        skeleton: &[u8],
        known: &dyn Fn(usize) -> Option<[u8; HASH]>,
    ) -> Result<Option<Vec<u8>>, PackError> {
        let (mut text, mut is_known, mut rest) = (Vec::new(), true, skeleton);
        while let Some((first, after)) = rest.split_first() {
            let Some((head, length)) = string(rest) else {
                self.grow(&mut text, &[*first])?;
                rest = after;
                continue;
            };
            let (head, after) = rest.split_at_checked(head).unwrap_or((rest, &[]));
            self.grow(&mut text, head)?;
            rest = after;
            match self.names.number()? {
                LITERAL => {}
                NEW => {
                    let content = self.noise.take(length)?;
                    self.grow(&mut text, content)?;
                }
                kind => match self.named(kind, length, known)? {
                    Some(content) => self.grow(&mut text, content.get(..length).ok_or(PackError::Layout)?)?,
                    None => is_known = false,
                },
            }
        }
        Ok(is_known.then_some(text))
    }

    fn named(
        &mut self,
        kind: u64,
        length: usize,
        known: &dyn Fn(usize) -> Option<[u8; HASH]>,
    ) -> Result<Option<[u8; LONGEST]>, PackError> {
        let value = self.names.number()?;
        let place = || usize::try_from(value).ok();
        let near = || near(value, self.whole.len().checked_sub(self.noise.0.len())?);
        match kind {
            SAME if length <= LONGEST => {
                let found = place().and_then(|place| self.whole.get(place..place.checked_add(length)?));
                Ok(Some(padded(found.ok_or(PackError::Layout)?)))
            }
            DEVICE | PERSON if length == 16 => {
                let keys = near().and_then(|place| keys_at(self.whole, place)).ok_or(PackError::Layout)?;
                Ok(Some(padded(&if kind == DEVICE { keys.device().0 } else { keys.person().0 })))
            }
            RECORD if length <= HASH => Ok(place().and_then(known).map(|hash| padded(&hash))),
            _ => Err(PackError::Layout),
        }
    }

    fn grow(&mut self, text: &mut Vec<u8>, bytes: &[u8]) -> Result<(), PackError> {
        self.left = self.left.checked_sub(bytes.len()).ok_or(PackError::TooLarge)?;
        text.extend_from_slice(bytes);
        Ok(())
    }

    /// The next bytes that no number stands for.
    pub(super) fn noise(&mut self) -> &mut Bytes<'a> {
        &mut self.noise
    }

    pub(super) fn end(&self) -> Result<(), PackError> {
        self.noise.end()?;
        self.names.end()
    }
}

/// How long the head of a byte string is, if one begins here, and what it holds.
fn string(bytes: &[u8]) -> Option<(usize, usize)> {
    match *bytes {
        [0x50, ..] => Some((1, 16)),
        [0x58, length, ..] => Some((2, usize::from(length))),
        _ => None,
    }
}

/// Bytes of a device's three keys.
const KEYS: usize = 96;

fn keys_at(noise: &[u8], place: usize) -> Option<DeviceKeys> {
    let keys = noise.get(place..place.checked_add(KEYS)?)?;
    let [sign, seal, endpoint] = keys.as_chunks::<32>().0 else { return None };
    Some(DeviceKeys { sign: *sign, seal: *seal, endpoint: *endpoint })
}

/// Where `place` lies as seen from `here`: near places are small numbers, on either side.
fn distance(place: usize, here: usize) -> u64 {
    match here.checked_sub(place) {
        Some(back) => (back as u64).saturating_mul(2),
        None => (place.saturating_sub(here) as u64).saturating_mul(2).saturating_sub(1),
    }
}

/// The place that [`distance`] tells of.
fn near(distance: u64, here: usize) -> Option<usize> {
    let steps = usize::try_from(distance.div_ceil(2)).ok()?;
    if distance.is_multiple_of(2) { here.checked_sub(steps) } else { here.checked_add(steps) }
}

fn padded(name: &[u8]) -> [u8; LONGEST] {
    let mut padded = [0; LONGEST];
    for (to, from) in padded.iter_mut().zip(name) {
        *to = *from;
    }
    padded
}
