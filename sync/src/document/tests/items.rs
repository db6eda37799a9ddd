//! What an accepted change says it touched.

use super::craft::Base;
use super::*;

type Edit = fn(&mut Transaction<'_>, &ObjId) -> Result<(), AutomergeError>;

fn touched(
    base: &mut Base,
    edit: impl FnOnce(&mut Transaction<'_>, &ObjId) -> Result<(), AutomergeError>,
) -> Vec<OpId> {
    let list = items(base.doc.auto());
    let written = base.doc.write(actor(2, 1), |tx| edit(tx, &list)).unwrap().unwrap();
    let mut elsewhere = Base::new().doc;
    let outcome = elsewhere.merge(vec![incoming(2, &written.bytes)]);
    assert_eq!(outcome, [Outcome::Accepted(written.accepted.clone())]);
    written.accepted.items.into_iter().map(|(counter, actor)| OpId(counter, actor)).collect()
}

#[test]
fn a_new_item_is_touched() {
    let mut base = Base::new();
    let mut made = Vec::new();
    let names = touched(&mut base, |tx, _| {
        made = vec![full_item(tx, 0)?, full_item(tx, 2)?];
        Ok(())
    });
    assert_eq!(names, made.iter().map(op_id).collect::<Vec<_>>());
}

#[test]
fn an_item_is_touched_at_any_depth() {
    let edits: [Edit; 4] = [
        |tx, item| tx.put(item, "k", 2),
        |tx, item| tx.delete(item, "k"),
        |tx, item| {
            let (_, text) = tx.get(item, "t")?.unwrap();
            tx.splice_text(&text, 0, 1, "x")
        },
        |tx, item| {
            let (_, list) = tx.get(item, "l")?.unwrap();
            let inner = tx.insert_object(&list, 1, ObjType::Map)?;
            tx.put(&inner, "deep", true)
        },
    ];
    for edit in edits {
        let mut base = Base::new();
        let names = touched(&mut base, |tx, list| {
            let (_, item) = tx.get(list, 0)?.unwrap();
            edit(tx, &item)
        });
        assert_eq!(names, [base.item]);
    }
}

#[test]
fn a_deleted_or_replaced_item_is_touched() {
    let mut base = Base::new();
    assert_eq!(touched(&mut base, |tx, list| tx.delete(list, 0)), [base.item.clone()]);
    let mut base = Base::new();
    let mut new = None;
    let names = touched(&mut base, |tx, list| {
        new = Some(op_id(&tx.put_object(list, 0, ObjType::Map)?));
        Ok(())
    });
    assert_eq!(names, [base.item, new.unwrap()]);
}

#[test]
fn what_is_no_map_in_the_list_is_no_item() {
    let mut base = Base::new();
    let names = touched(&mut base, |tx, list| {
        tx.insert(list, 0, "loose")?;
        let inner = tx.insert_object(list, 0, ObjType::List)?;
        let map = tx.insert_object(&inner, 0, ObjType::Map)?;
        tx.put(&map, "k", 1)
    });
    assert!(names.is_empty());
}

#[test]
fn every_operation_is_traced_to_its_change() {
    let mut base = Base::new();
    let first = base.doc.heads()[0];
    let written = base.doc.write(actor(2, 1), |tx| full_item(tx, 0)).unwrap().unwrap();
    let Accepted { hash, actor: writer, start_op, ops, .. } = written.accepted;
    for counter in start_op..start_op + ops {
        assert_eq!(base.doc.change_of((counter, &writer)), Some(hash));
    }
    assert_eq!(base.doc.change_of((start_op - 1, &writer)), None);
    assert_eq!(base.doc.change_of((start_op + ops, &writer)), None);
    let OpId(counter, device) = &base.item;
    assert_eq!(base.doc.change_of((*counter, device)), Some(first));
    let (_, item) = base.doc.auto().get(items(base.doc.auto()), 1).unwrap().unwrap();
    assert_eq!(base.doc.auto().hash_for_opid(&item), Some(first));
}
