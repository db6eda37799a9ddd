//! A modified client: it makes no rows of what it holds, and puts any fields into its items.

use crate::bare::everything;
use automerge::transaction::{Transactable as _, Transaction};
use automerge::{AutomergeError, ObjType, ROOT, ReadDoc as _, ScalarValue};
use kith_community::project::Rows;
use kith_sync::document::Kind;
use kith_sync::id::ItemId;
use kith_sync::node::{Changed, Me, Replica, Saying, Slices};
use kith_sync::record::Secret;
use kith_sync::store::Store;
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use rusqlite::Connection;

/// No rows at all.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rowless;

impl Slices for Rowless {
    fn project(&mut self, _: &Connection, _: &Changed<'_>) -> rusqlite::Result<()> {
        Ok(())
    }

    fn let_go(&mut self, _: &Connection, _: i64, _: u64, _: u8) -> rusqlite::Result<()> {
        Ok(())
    }
}

/// Somebody with such a client whom this device lets in, and who holds all that it holds.
#[must_use]
pub fn rowless(by: &mut Replica<Rows>, seed: u8) -> Replica<Rowless> {
    let store = Store::in_memory(&[]).unwrap_or_else(|error| panic!("a store: {error}"));
    let seed = Secret([seed; 32]);
    let person = Me::from_seed(&seed, None).person;
    Replica::<Rowless>::begin(&store, &seed, person, &by.community(), by.charter_key())
        .unwrap_or_else(|error| panic!("beginning: {error}"));
    let device = Replica::open(store, Rowless, ChaCha20Rng::from_seed(seed.0));
    let mut device = device.unwrap_or_else(|error| panic!("opening: {error}"));
    let invite = by.invite(0, u32::MAX).unwrap_or_else(|error| panic!("inviting: {error}"));
    by.admit(&device.ask(&invite)).unwrap_or_else(|error| panic!("admitting: {error}"));
    device.absorb(&everything(by)).unwrap_or_else(|error| panic!("absorbing: {error}"));
    device
}

/// A field of an item.
pub type Field = (&'static str, ScalarValue);

/// Puts these fields into a new item of the newest sheet, with words as part 1 of the record. Answers the item's name.
pub fn puts_anew(device: &mut Replica<Rowless>, fields: Vec<Field>) -> ItemId {
    puts(device, fields, |sheet| {
        let items = items_of(sheet)?;
        sheet.insert_object(&items, sheet.length(&items), ObjType::Map)
    })
}

/// Puts these fields into the first item of the newest sheet, with words as part 1 of the record.
pub fn puts_later(device: &mut Replica<Rowless>, fields: Vec<Field>) {
    puts(device, fields, |sheet| {
        let items = items_of(sheet)?;
        let first = sheet.get(&items, 0)?;
        first.map(|(_, item)| item).ok_or(AutomergeError::InvalidOp(ObjType::Map))
    });
}

fn items_of(sheet: &Transaction<'_>) -> Result<automerge::ObjId, AutomergeError> {
    let items = sheet.get(ROOT, "items")?;
    items.map(|(_, items)| items).ok_or(AutomergeError::InvalidOp(ObjType::List))
}

fn puts(
    device: &mut Replica<Rowless>,
    fields: Vec<Field>,
    item: impl Fn(&mut Transaction<'_>) -> Result<automerge::ObjId, AutomergeError> + 'static,
) -> ItemId {
    let edit = move |sheet: &mut Transaction<'_>| {
        let item = item(sheet)?;
        for (field, value) in fields {
            sheet.put(&item, field, value)?;
        }
        Ok(Some(item))
    };
    let circle = device.everyone();
    let contents = vec![b"words".to_vec()];
    let saying = Saying { circle, kind: Kind::Sheet, document: None, contents, erased: vec![], edit: Box::new(edit) };
    let said = device.say(saying).unwrap_or_else(|error| panic!("saying: {error}"));
    said.item.unwrap_or_else(|| panic!("an item"))
}
