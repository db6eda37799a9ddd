//! Receipts: a device's signed word of what it holds, sealed to its circle.
//!
//! docs/protocol.md §6. Reach is counted from these and from nothing else.

mod frames;
mod packing;
mod reach;
mod state;

pub(super) use frames::{frames_for, unpacked};
pub use reach::Reach;

use self::state::State;
use super::replica::{Replica, ReplicaError};
use super::slices::Slices;
use crate::id::{CircleId, DeviceId, LogId, StatementId, derive, derive16, first8};
use crate::net::Address;
use crate::record::{Secret, open, seal};
use crate::session::digest;
use crate::store::LogRow;
use ed25519_dalek::{Signature, Signer, VerifyingKey};
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};
use rand::Rng;
use std::collections::{BTreeMap, BTreeSet};

/// Most bytes of one receipt.
pub const MAX_RECEIPT: usize = 64 * 1024;
/// Most bytes of the logs that one receipt names; what else it says has its room beside them.
const MAX_NAMED: usize = 56 * 1024;
/// Most receipts taken from one frame.
const MAX_TAKEN: usize = 1_024;
/// Under which name it is kept what was signed for last: a device that starts again has nothing new to say.
const SIGNED: &str = "signed for";
/// Under which name the greatest number is kept that this device is known to have signed under, where others remember more than it does.
const NUMBERED: &str = "signed under";
/// No device comes to a greater number of its own, whatever its clock shows: who holds a copied key leaves room above.
const MOST_NUMBERED: u64 = u64::MAX >> 2;

/// Fewest logs that a difference may name in place of all; of many, a quarter.
const FEW: usize = 16;

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(array)]
struct Receipt {
    #[n(0)]
    device: DeviceId,
    #[n(1)]
    number: u64,
    #[n(2)]
    under: Under,
    #[n(3)]
    sealed: ByteVec,
    #[n(4)]
    signature: ByteArray<64>,
}

/// What a receipt stands under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
enum Under {
    /// It is in full, and sealed under the epoch of this mark.
    #[n(0)]
    Epoch(#[n(0)] ByteArray<16>),
    /// It says what has changed since the receipt in full whose number is less by so much, and is sealed under the same
    /// epoch.
    #[n(2)]
    Full(#[n(0)] u64),
}

/// What a difference says to those who can open it: what holds in place of what the receipt in full says.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(array)]
struct Difference {
    #[n(0)]
    state: ByteVec,
    #[n(1)]
    vector: Vec<Held>,
}

/// What a receipt in full says to those who can open it.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(array)]
struct Word {
    #[n(0)]
    circle: CircleId,
    #[n(1)]
    state: ByteVec,
    #[n(2)]
    vector: Vec<Held>,
    #[n(3)]
    address: Option<Address>,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
struct Held {
    #[n(0)]
    log: ByteArray<8>,
    #[n(1)]
    count: u64,
}

fn named(log: &LogId) -> [u8; 8] {
    first8(&log.0)
}

fn half(device: &DeviceId) -> [u8; 8] {
    first8(&device.0)
}

/// Receipts are sealed as if they were part 0 of a log that only their device has.
fn place(device: &DeviceId) -> LogId {
    LogId(derive("kith 0 receipt log", &[&device.0]))
}

fn mark_of(key: &Secret, device: &DeviceId) -> [u8; 16] {
    crate::record::mark(key, &place(device))
}

fn signed_bytes(receipt: &Receipt) -> Vec<u8> {
    let number = receipt.number.to_be_bytes();
    let under = minicbor::to_vec(receipt.under).unwrap_or_default();
    [b"kith 0 receipt".as_slice(), &receipt.device.0, &number, &under, &receipt.sealed].concat()
}

/// What a difference and the vector in full that it stands on say together.
fn together(full: &[u8], changed: Vec<Held>) -> Vec<Held> {
    let full: Vec<Held> = minicbor::decode(full).unwrap_or_default();
    let all = full.into_iter().chain(changed).map(|held| (*held.log, held.count));
    let all: BTreeMap<[u8; 8], u64> = all.collect();
    all.into_iter().map(|(log, count)| Held { log: log.into(), count }).collect()
}

/// What to name in place of all: nothing if there is no receipt in full to stand on, or it says something else than
/// counts, or too much has changed since.
fn difference(full: &Word, now: &Word) -> Option<Vec<Held>> {
    if full.circle != now.circle || full.address != now.address {
        return None;
    }
    let said: BTreeMap<[u8; 8], u64> = full.vector.iter().map(|held| (*held.log, held.count)).collect();
    let logs: BTreeSet<[u8; 8]> = now.vector.iter().map(|held| *held.log).collect();
    let changed: Vec<Held> =
        now.vector.iter().filter(|held| said.get(&*held.log) != Some(&held.count)).cloned().collect();
    let all_there = said.keys().all(|log| logs.contains(log));
    (all_there && changed.len() <= FEW.max(logs.len() / 4)).then_some(changed)
}

/// What this device would sign for: what others wrote in everyone's circle as far as it is here, under which
/// epoch, and where the device is. What it wrote itself it holds without a word.
pub(super) fn subject<S: Slices>(replica: &Replica<S>, address: Option<&Address>) -> [u8; 16] {
    let circle = replica.everyone();
    let (mut logs, me) = (replica.summaries(Some(&circle)), replica.me.device());
    logs.retain(|log| replica.writer(&log.log) != Some(me));
    let epoch = epoch_to_sign_under(replica).map_or([0; 32], |epoch| epoch.0);
    let address = minicbor::to_vec(address).unwrap_or_default();
    derive16("kith 0 receipt subject", &[&digest(&logs), &epoch, &address])
}

/// What this device signed for last.
pub(super) fn signed<S: Slices>(replica: &Replica<S>) -> Result<Option<[u8; 16]>, ReplicaError> {
    Ok(replica.store.meta(SIGNED)?.and_then(|bytes| bytes.try_into().ok()))
}

fn epoch_to_sign_under<S: Slices>(replica: &Replica<S>) -> Option<StatementId> {
    let held = |id: &StatementId| replica.epoch_keys.contains_key(id);
    replica.law.write_under(&replica.everyone(), held)
}

/// How much is here of each log of a circle, in order of their ids. Of more than a receipt can name, the first log of each device
/// that belongs goes before its second, and so on, and those of all others come last: who begins logs without end has none but
/// their own left out, and a log that is not named counts as not received.
fn vector<S: Slices>(replica: &Replica<S>, circle: &CircleId) -> Vec<Held> {
    let summaries = replica.summaries(Some(circle));
    let mut logs: Vec<(&LogRow, Held)> = summaries
        .iter()
        .filter_map(|log| Some((replica.log(&log.log)?, Held { log: named(&log.log).into(), count: log.whole })))
        .collect();
    let bytes = |held: &Held| minicbor::to_vec(held).map_or(0, |bytes| bytes.len());
    if logs.iter().map(|(_, held)| bytes(held)).sum::<usize>() <= MAX_NAMED {
        return logs.into_iter().map(|(_, held)| held).collect();
    }
    logs.sort_by_key(|(row, _)| row.id);
    let mut begun: BTreeMap<DeviceId, usize> = BTreeMap::new();
    let mut ranked: Vec<((bool, usize), Held)> = Vec::with_capacity(logs.len());
    for (row, held) in logs {
        let nth = begun.entry(row.intro.device).or_default();
        *nth += 1;
        ranked.push(((!replica.law.is_active(&row.intro.device), *nth), held));
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    let mut room = MAX_NAMED;
    let mut named: Vec<Held> = Vec::new();
    for (_, held) in ranked {
        let Some(left) = room.checked_sub(bytes(&held)) else {
            break;
        };
        room = left;
        named.push(held);
    }
    named.sort_by_key(|held| *held.log);
    named
}

/// A receipt on its way to others.
#[derive(Clone, Debug)]
pub(super) struct Signed {
    /// Whose it is.
    pub device: DeviceId,
    /// Whether it is in full: what was signed before it is of no use any more.
    pub is_full: bool,
    /// As it travels.
    pub bytes: Vec<u8>,
}

/// Signs for what is here, and keeps that as this device's newest receipt.
pub(super) fn issue<S: Slices>(
    replica: &mut Replica<S>,
    address: Option<&Address>,
    now_ms: i64,
) -> Result<Option<Signed>, ReplicaError> {
    let (circle, device) = (replica.everyone(), replica.me.device());
    let Some(epoch) = epoch_to_sign_under(replica) else {
        return Ok(None);
    };
    let Some((_, key)) = replica.epoch_keys.get(&epoch).cloned() else {
        return Ok(None);
    };
    let vector = vector(replica, &circle);
    let state = State::of(replica)?.bytes();
    let word = Word { circle, state: state.to_vec().into(), vector, address: address.cloned() };
    let last = replica.store.receipt_number(&device, &circle)?.unwrap_or(0);
    let mark = mark_of(&key, &device);
    let full = replica.store.full_receipt(&device, &circle)?;
    let full = full.and_then(|(number, sealed, _)| Some((number, in_full(&sealed, &device, &key)?)));
    let changed = full.and_then(|(number, full)| Some((number, difference(&full, &word)?)));
    let is_full = changed.is_none();
    // A reinstalled or restored device must not sign under a number it has used: the clock is only a floor.
    let number = last.max(numbered(replica)?).saturating_add(1).max(u64::try_from(now_ms).unwrap_or(0));
    let mut salt = [0; 16];
    replica.rng.fill_bytes(&mut salt);
    let (under, plain) = match &changed {
        Some((full, vector)) => {
            let said = Difference { state: word.state, vector: vector.clone() };
            (Under::Full(number.saturating_sub(*full)), minicbor::to_vec(said))
        }
        None => (Under::Epoch(mark.into()), minicbor::to_vec(&word)),
    };
    let plain = plain.unwrap_or_default();
    let Ok(sealed) = seal(&key, &place(&device), number, 0, &[0; 32], salt, &plain) else {
        return Ok(None);
    };
    let mut receipt = Receipt { device, number, under, sealed: sealed.into(), signature: [0; 64].into() };
    receipt.signature = replica.me.sign.sign(&signed_bytes(&receipt)).to_bytes().into();
    let bytes = minicbor::to_vec(&receipt).unwrap_or_default();
    let vector = minicbor::to_vec(&word.vector).unwrap_or_default();
    let subject = subject(replica, address);
    let keep = || {
        replica.store.put_meta(SIGNED, &subject)?;
        match changed {
            Some(_) => replica.store.put_difference(&device, &circle, number, &bytes, &vector),
            None => replica.store.put_receipt(&device, &circle, number, &bytes, &vector),
        }
    };
    // Others keep what later ones stand on: it must not be forgotten here alone.
    if is_full {
        replica.store.transact(keep)?
    } else {
        replica.store.transact_lightly(keep)?
    };
    Ok(Some(Signed { device, is_full, bytes }))
}

/// Under which number this device is known to have signed, by others.
fn numbered<S: Slices>(replica: &Replica<S>) -> Result<u64, ReplicaError> {
    let noted = replica.store.meta(NUMBERED)?.and_then(|bytes| bytes.try_into().ok());
    Ok(noted.map_or(0, u64::from_be_bytes))
}

/// Notes the number of a receipt of this device's that others remember and it does not: what it signs is to count there. Whether that is news.
fn note_own<S: Slices>(replica: &Replica<S>, receipt: &Receipt) -> Result<bool, ReplicaError> {
    let last = replica.store.receipt_number(&receipt.device, &replica.everyone())?.unwrap_or(0);
    let is_news = receipt.number > last.max(numbered(replica)?) && receipt.number <= MOST_NUMBERED;
    if !is_news || !is_signed(receipt, &replica.me.keys.sign) {
        return Ok(false);
    }
    replica.store.put_meta(NUMBERED, &receipt.number.to_be_bytes())?;
    // Others have a newer one in full: what is signed next stands on none of those here, also after a stop before that.
    replica.store.forget_receipts(&receipt.device)?;
    replica.store.put_meta(SIGNED, &[])?;
    Ok(true)
}

fn is_signed(receipt: &Receipt, by: &[u8; 32]) -> bool {
    let signature = Signature::from_bytes(&receipt.signature);
    VerifyingKey::from_bytes(by).is_ok_and(|key| key.verify_strict(&signed_bytes(receipt), &signature).is_ok())
}

/// What a receipt in full says that is kept here, if it was sealed under this key.
fn in_full(kept: &[u8], device: &DeviceId, key: &Secret) -> Option<Word> {
    let receipt: Receipt = minicbor::decode(kept).ok()?;
    if receipt.under != Under::Epoch(mark_of(key, device).into()) {
        return None;
    }
    let plain = open(key, &place(device), receipt.number, 0, &[0; 32], &receipt.sealed).ok()?;
    minicbor::decode(&plain).ok()
}

/// What came of receipts that were taken in.
#[derive(Debug, Default)]
pub(super) struct ReceiptNews {
    /// Those that were news.
    pub new: Vec<Signed>,
    /// Whether one stands on a receipt that is not here.
    pub lacks: bool,
    /// Whether others remember a receipt of this device's that it has forgotten: it is to sign anew.
    pub forgotten: bool,
}

/// Takes in receipts of active devices.
pub(super) fn take<S: Slices>(replica: &mut Replica<S>, all: &[Vec<u8>]) -> Result<ReceiptNews, ReplicaError> {
    let mut compared = Vec::new();
    let news = replica.store.transact_lightly(|| {
        let mut news = ReceiptNews::default();
        for bytes in all.iter().take(MAX_TAKEN).filter(|bytes| bytes.len() <= MAX_RECEIPT) {
            let Ok(receipt) = minicbor::decode::<Receipt>(bytes) else {
                continue;
            };
            match take_one(replica, &receipt, bytes)? {
                Took::News(differs) => {
                    let (device, is_full) = (receipt.device, matches!(receipt.under, Under::Epoch(_)));
                    news.new.push(Signed { device, is_full, bytes: bytes.clone() });
                    compared.extend(differs.map(|differs| (receipt.device, differs)));
                }
                Took::Lacks => news.lacks = true,
                Took::Forgotten => news.forgotten = true,
                Took::Nothing => {}
            }
        }
        Ok::<_, ReplicaError>(news)
    })?;
    replica.news.receipts |= !news.new.is_empty();
    for (device, differs) in compared {
        if !differs {
            replica.differing.remove(&device);
        } else if replica.differing.insert(device) {
            tracing::error!(?device, "the same records make other documents there: a defect of one of the two");
        }
    }
    Ok(news)
}

/// What came of one receipt.
enum Took {
    /// News; and whether the device holds other documents, where that can be told.
    News(Option<bool>),
    /// What it stands on is not here.
    Lacks,
    /// It is this device's, which knows of none with as great a number.
    Forgotten,
    /// It is known, or nothing to go by.
    Nothing,
}

fn take_one<S: Slices>(replica: &Replica<S>, receipt: &Receipt, bytes: &[u8]) -> Result<Took, ReplicaError> {
    let device = receipt.device;
    let Some((_, keys)) = replica.law.owner(&device).filter(|_| replica.law.is_active(&device)) else {
        return Ok(Took::Nothing);
    };
    // SQLite has no number above.
    if i64::try_from(receipt.number).is_err() {
        return Ok(Took::Nothing);
    }
    if device == replica.me.device() {
        return Ok(if note_own(replica, receipt)? { Took::Forgotten } else { Took::Nothing });
    }
    let (mark, full) = match receipt.under {
        Under::Epoch(mark) => (mark, None),
        Under::Full(back) => {
            let Some(number) = receipt.number.checked_sub(back) else {
                return Ok(Took::Nothing);
            };
            let kept = replica.store.full_receipt(&device, &replica.everyone())?;
            let Some((kept, sealed, vector)) = kept else {
                return Ok(Took::Lacks);
            };
            let under = minicbor::decode::<Receipt>(&sealed).map(|full| full.under);
            match under {
                Ok(Under::Epoch(mark)) if kept == number => (mark, Some(vector)),
                _ if kept < number => return Ok(Took::Lacks),
                _ => return Ok(Took::Nothing),
            }
        }
    };
    let key = replica.epoch_keys.values().find(|(_, key)| mark_of(key, &device) == *mark).cloned();
    let Some((circle, key)) = key else {
        return Ok(Took::Nothing);
    };
    // In a crowd each comes from many sides: what is known need not be checked again.
    if replica.store.receipt_number(&device, &circle)?.is_some_and(|known| known >= receipt.number) {
        return Ok(Took::Nothing);
    }
    if !is_signed(receipt, &keys.sign) {
        return Ok(Took::Nothing);
    }
    let Ok(plain) = open(&key, &place(&device), receipt.number, 0, &[0; 32], &receipt.sealed) else {
        return Ok(Took::Nothing);
    };
    let new = match full {
        Some(full) => {
            let Ok(said) = minicbor::decode::<Difference>(&plain) else {
                return Ok(Took::Nothing);
            };
            let vector = minicbor::to_vec(together(&full, said.vector)).unwrap_or_default();
            let new = vector.len() <= MAX_RECEIPT
                && replica.store.put_difference(&device, &circle, receipt.number, bytes, &vector)?;
            new.then_some(said.state)
        }
        None => {
            let Some(word) = minicbor::decode::<Word>(&plain).ok().filter(|word| word.circle == circle) else {
                return Ok(Took::Nothing);
            };
            let vector = minicbor::to_vec(&word.vector).unwrap_or_default();
            let new = replica.store.put_receipt(&device, &circle, receipt.number, bytes, &vector)?;
            note_address(replica, &device, new.then_some(word.address).flatten(), &keys.endpoint)?;
            new.then_some(word.state)
        }
    };
    Ok(match new {
        Some(state) => Took::News(state::differs(replica, &state)?),
        None => Took::Nothing,
    })
}

/// Where a device says it is counts until it was met.
fn note_address<S: Slices>(
    replica: &Replica<S>,
    device: &DeviceId,
    address: Option<Address>,
    endpoint: &[u8; 32],
) -> Result<(), ReplicaError> {
    let Some(address) = address.filter(|address| address.endpoint == *endpoint) else {
        return Ok(());
    };
    if !replica.store.peers()?.into_iter().any(|(peer, ..)| peer == *device) {
        replica.store.put_peer(device, &minicbor::to_vec(&address).unwrap_or_default(), None)?;
    }
    Ok(())
}

/// A digest of the receipts held, and which they are.
pub(super) fn held<S: Slices>(replica: &Replica<S>) -> ([u8; 8], Vec<([u8; 8], u64)>) {
    let rows = replica.store.receipts(&replica.everyone()).unwrap_or_default();
    let active = rows.into_iter().filter(|(device, ..)| replica.law.is_active(device));
    let have: Vec<([u8; 8], u64)> = active.map(|(device, number, ..)| (half(&device), number)).collect();
    let bytes: Vec<u8> = have.iter().flat_map(|(device, number)| [*device, number.to_be_bytes()].concat()).collect();
    (first8(&derive("kith 0 receipts", &[&bytes])), have)
}

/// The receipts that a peer lacks: before a difference, what it stands on.
pub(super) fn lacking<S: Slices>(replica: &Replica<S>, have: &[([u8; 8], u64)]) -> Result<Vec<Vec<u8>>, ReplicaError> {
    let have: BTreeMap<[u8; 8], u64> = have.iter().copied().collect();
    let circle = replica.everyone();
    let bases = replica.store.receipt_bases(&circle)?.into_iter();
    let mut bases: BTreeMap<DeviceId, (u64, Vec<u8>)> =
        bases.map(|(device, number, sealed)| (device, (number, sealed))).collect();
    let mut all = Vec::new();
    for (device, number, bytes, _) in replica.store.receipts(&circle)? {
        let theirs = have.get(&half(&device)).copied();
        if !replica.law.is_active(&device) || theirs.is_some_and(|theirs| theirs >= number) {
            continue;
        }
        let base = bases.remove(&device).filter(|(base, _)| theirs.is_none_or(|theirs| theirs < *base));
        all.extend(base.map(|(_, sealed)| sealed));
        all.push(bytes);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(counts: impl IntoIterator<Item = (u8, u64)>) -> Word {
        let vector = counts.into_iter().map(|(log, count)| Held { log: [log; 8].into(), count }).collect();
        Word { circle: CircleId([1; 16]), state: vec![0; 8].into(), vector, address: None }
    }

    #[test]
    fn a_difference_names_what_moved_and_nothing_else() {
        let before = word((0..200).map(|log| (log, 10)));
        let mut now = before.clone();
        now.vector[77].count = 11;
        let changed = difference(&before, &now).unwrap();
        assert_eq!(changed, [Held { log: [77; 8].into(), count: 11 }]);
        let full = minicbor::to_vec(&before.vector).unwrap();
        assert_eq!(together(&full, changed), now.vector);
        // A log that is new is named, too.
        now.vector.push(Held { log: [201; 8].into(), count: 1 });
        let changed = difference(&before, &now).unwrap();
        assert_eq!(changed.len(), 2);
        assert_eq!(together(&full, changed), now.vector);
    }

    #[test]
    fn where_a_difference_would_not_do_a_receipt_is_in_full() {
        let before = word((0..200).map(|log| (log, 10)));
        let moved = |many: u8| word((0..200).map(|log| (log, if log < many { 11 } else { 10 })));
        assert!(difference(&before, &moved(50)).is_some());
        assert!(difference(&before, &moved(51)).is_none(), "it would be long");
        assert!(difference(&before, &word((1..200).map(|log| (log, 10)))).is_none(), "a log is gone");
        let address = Some(Address { endpoint: [1; 32], sockets: Vec::new(), relay: None });
        assert!(difference(&before, &Word { address, ..before.clone() }).is_none(), "it is elsewhere");
        assert!(difference(&word([]), &word((0..16).map(|log| (log, 1)))).is_some());
        assert!(difference(&word([]), &word((0..17).map(|log| (log, 1)))).is_none());
    }
}
