//! Devices without a network: what one holds is brought to another by hand, in any order.

use crate::chaos::copy_of;
use automerge::transaction::{Transactable as _, Transaction};
use automerge::{AutomergeError, ObjType, ROOT, ReadDoc as _};
use kith_community::project::Rows;
use kith_community::rename;
use kith_sync::document::Kind;
use kith_sync::id::{DocumentId, PersonId};
use kith_sync::node::{Me, Replica, Saying, Slices};
use kith_sync::record::{Range, Secret};
use kith_sync::store::{LogRow, Store};
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;

/// A device.
pub type Device = Replica<Rows>;

/// Randomness by number.
#[must_use]
pub fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

fn memory() -> Store {
    Store::in_memory(&Rows.migrations()).unwrap_or_else(|error| panic!("a store: {error}"))
}

/// The device of Ada, who founds.
#[must_use]
pub fn found() -> Device {
    let founded = Replica::found(memory(), Rows, rng(1), true);
    let mut founder = founded.unwrap_or_else(|error| panic!("founding: {error}"));
    rename(&mut founder, "Ada").unwrap_or_else(|error| panic!("a name: {error}"));
    founder
}

/// A device that holds nothing yet, of a person of its own unless it is somebody's. Its keys follow from the seed.
#[must_use]
pub fn bare(founder: &Device, seed: u8, person: Option<PersonId>) -> Device {
    let (store, seed) = (memory(), Secret([seed; 32]));
    let person = Me::from_seed(&seed, person).person;
    Replica::<Rows>::begin(&store, &seed, person, &founder.community(), founder.charter_key())
        .unwrap_or_else(|error| panic!("beginning: {error}"));
    Replica::open(store, Rows, ChaCha20Rng::from_seed(seed.0)).unwrap_or_else(|error| panic!("opening: {error}"))
}

/// Somebody whom this device lets in, and who holds all that it holds.
#[must_use]
pub fn newcomer(by: &mut Device, seed: u8) -> Device {
    let mut device = bare(by, seed, None);
    let invite = by.invite(0, u32::MAX).unwrap_or_else(|error| panic!("inviting: {error}"));
    by.admit(&device.ask(&invite)).unwrap_or_else(|error| panic!("admitting: {error}"));
    hear(&mut device, &everything(by));
    device
}

/// A further device of this one's person, which holds all that it holds.
#[must_use]
pub fn further(of: &mut Device, seed: u8) -> Device {
    let mut device = bare(of, seed, Some(of.me().person));
    let [own, endpoint] = device.ask_as_device(&of.me().device());
    of.add_device(device.me().keys, own, endpoint).unwrap_or_else(|error| panic!("adding a device: {error}"));
    hear(&mut device, &everything(of));
    device
}

/// A device with the keys and the records of this one.
#[must_use]
pub fn copy(device: &Device, run: u64) -> Device {
    let path = copy_of(device.store());
    let copied = Store::open_with_vfs(&path, "unix", &Rows.migrations());
    let copied = copied.unwrap_or_else(|error| panic!("a copy: {error}"));
    Replica::open(copied, Rows, rng(run)).unwrap_or_else(|error| panic!("opening: {error}"))
}

/// All ranges of some logs, those of the charter first.
#[must_use]
pub fn ranges<S: Slices>(device: &Replica<S>, wanted: impl Fn(&LogRow) -> bool) -> Vec<Range> {
    let mut logs = device.store().logs().unwrap_or_else(|error| panic!("logs: {error}"));
    logs.sort_by_key(|log| (log.circle.is_some(), log.first()));
    let mut all = Vec::new();
    for log in logs.iter().filter(|log| wanted(log)) {
        let mut from = 0;
        while let Some(range) = device.store().range(log, from).unwrap_or_else(|error| panic!("a range: {error}")) {
            from = range.from + range.records.len() as u64;
            all.push(range);
        }
    }
    all
}

/// All that a device holds.
#[must_use]
pub fn everything(device: &Device) -> Vec<Range> {
    ranges(device, |_| true)
}

/// All of the charter that it holds.
#[must_use]
pub fn charter(device: &Device) -> Vec<Range> {
    ranges(device, |log| log.circle.is_none())
}

/// What this device itself said in circles.
#[must_use]
pub fn own_words<S: Slices>(device: &Replica<S>) -> Vec<Range> {
    let me = device.me().device();
    ranges(device, |log| log.circle.is_some() && log.intro.device == me)
}

/// Brings ranges to a device until nothing of them is new.
pub fn hear(device: &mut Device, ranges: &[Range]) {
    loop {
        let taken = device.absorb(ranges).unwrap_or_else(|error| panic!("absorbing: {error}"));
        if taken.iter().all(|taken| taken.new_records() == 0) {
            return;
        }
    }
}

/// Starts a topic called *title* and the number, in the newest sheet or in this one.
pub fn says(device: &mut Device, document: Option<DocumentId>, number: i64) {
    let edit = move |sheet: &mut Transaction<'_>| {
        let Some((_, items)) = sheet.get(ROOT, "items")? else {
            return Err(AutomergeError::InvalidOp(ObjType::List));
        };
        let item = sheet.insert_object(&items, sheet.length(&items), ObjType::Map)?;
        sheet.put(&item, "k", 1_i64)?;
        sheet.put(&item, "t", number)?;
        sheet.put(&item, "h", 1_i64)?;
        Ok(Some(item))
    };
    let circle = device.everyone();
    let contents = vec![format!("title {number}").into_bytes()];
    let saying = Saying { circle, kind: Kind::Sheet, document, contents, erased: vec![], edit: Box::new(edit) };
    device.say(saying).unwrap_or_else(|error| panic!("saying: {error}"));
}
