//! Sayings: an item that begins in one's newest sheet, or a change of items in the sheet they are in.

use super::field::Op;
use super::schema;
use crate::project::Rows;
use crate::reader::Reader;
use crate::trouble::Trouble;
use crate::tx::Tx;
use automerge::transaction::{Transactable, Transaction};
use automerge::{AutomergeError, ObjId, ObjType, ROOT, ReadDoc};
use kith_sync::document::Kind;
use kith_sync::id::DocumentId;
use kith_sync::node::{Replica, Saying};

/// A new item with its kind and time; `fields` puts in the rest.
pub(crate) fn new_item(
    replica: &Replica<Rows>,
    kind: i64,
    time_ms: i64,
    contents: Vec<Vec<u8>>,
    fields: impl FnOnce(&mut Transaction<'_>, &ObjId) -> Result<(), AutomergeError> + 'static,
) -> Saying<'static> {
    let edit = move |sheet: &mut Transaction<'_>| {
        let (key, object) = Kind::Sheet.container();
        let Some((_, items)) = sheet.get(ROOT, key)? else {
            return Err(AutomergeError::InvalidOp(object));
        };
        let item = sheet.insert_object(&items, sheet.length(&items), ObjType::Map)?;
        sheet.put(&item, schema::KIND, kind)?;
        sheet.put(&item, schema::TIME, time_ms)?;
        fields(sheet, &item)?;
        Ok(Some(item))
    };
    Saying {
        circle: replica.everyone(),
        kind: Kind::Sheet,
        document: None,
        contents,
        erased: Vec::new(),
        edit: Box::new(edit),
    }
}

/// The same change of some items of one sheet, each by the op that made it.
pub(crate) fn change_items(
    replica: &Replica<Rows>,
    document: DocumentId,
    items: Vec<Op>,
    change: impl Fn(&mut Transaction<'_>, &ObjId) -> Result<(), AutomergeError> + 'static,
) -> Saying<'static> {
    let edit = move |sheet: &mut Transaction<'_>| {
        for (counter, actor) in items {
            change(sheet, &ObjId::Id(counter, actor, 0))?;
        }
        Ok(None)
    };
    Saying {
        circle: replica.everyone(),
        kind: Kind::Sheet,
        document: Some(document),
        contents: Vec::new(),
        erased: Vec::new(),
        edit: Box::new(edit),
    }
}

/// Says something instead of all that stands: in as many items as it takes.
pub(crate) fn say_instead<E>(
    tx: &mut Tx<'_, '_>,
    say: impl Fn(&Replica<Rows>) -> Result<Saying<'static>, Trouble>,
    standing: impl Fn(&Reader<'_>) -> Result<usize, E>,
) -> Result<(), Trouble>
where
    Trouble: From<E>,
{
    let mut before = usize::MAX;
    loop {
        let saying = say(tx.replica())?;
        tx.say(saying)?;
        let now = standing(&tx.reader())?;
        if now <= 1 || now >= before {
            return Ok(());
        }
        before = now;
    }
}
