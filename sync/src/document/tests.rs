//! Documents among honest devices, and against every change that is not.

mod bytes;
mod craft;
mod fuzz;
mod honest;
mod hostile;
mod items;
mod merging;

use super::*;
use automerge::legacy::{Key, ObjectId, Op, OpType};
use automerge::transaction::Transactable;
use automerge::{ObjId, ROOT, ScalarValue};

/// The actor of one device in one run of the program.
pub fn actor(device: u8, run: u8) -> [u8; 16] {
    let mut actor = [device; 16];
    actor[8..].fill(run);
    actor
}

pub fn incoming(device: u8, bytes: &[u8]) -> Incoming {
    Incoming { bytes: bytes.to_vec(), prefix: [device; 8], lane: 0 }
}

pub fn op_id(object: &ObjId) -> OpId {
    match object {
        ObjId::Id(counter, actor, _) => OpId(*counter, actor.clone()),
        ObjId::Root => panic!("the root has no operation"),
    }
}

pub fn items(doc: &impl ReadDoc) -> ObjId {
    doc.get(ROOT, "items").unwrap().unwrap().1
}

/// Writes an item with every sort of value in it.
pub fn full_item(tx: &mut Transaction<'_>, at: usize) -> Result<ObjId, AutomergeError> {
    let list = items(tx);
    let item = tx.insert_object(&list, at, ObjType::Map)?;
    tx.put(&item, "k", 1)?;
    tx.put(&item, "n", ScalarValue::counter(1))?;
    let text = tx.put_object(&item, "t", ObjType::Text)?;
    tx.splice_text(&text, 0, 0, "aé👍")?;
    let numbers = tx.put_object(&item, "l", ObjType::List)?;
    for n in 0..3 {
        tx.insert(&numbers, n, n as i64)?;
    }
    Ok(item)
}

/// What everyone would see, conflicting values and their names included, as text.
pub fn shown(doc: &Document) -> String {
    let mut out = String::new();
    show(doc.auto(), &ROOT, &mut out);
    out
}

fn show(auto: &Automerge, object: &ObjId, out: &mut String) {
    let places: Vec<automerge::Prop> = match auto.object_type(object).unwrap() {
        ObjType::Text => return out.push_str(&format!("{:?}", auto.text(object).unwrap())),
        ObjType::List => (0..auto.length(object)).map(Into::into).collect(),
        ObjType::Map | ObjType::Table => auto.keys(object).map(Into::into).collect(),
    };
    for place in places {
        out.push_str(&format!("{place}: "));
        for (value, name) in auto.get_all(object, place).unwrap() {
            out.push_str(&format!("{name} {value} "));
            if value.is_object() {
                out.push('[');
                show(auto, &name, out);
                out.push(']');
            }
        }
    }
}

/// The document still does all that a document does.
pub fn assert_well(doc: &Document) {
    let mut doc = doc.clone();
    let before = doc.changes();
    if doc.kind() == Kind::Sheet {
        doc.write(actor(0xee, 1), |tx| full_item(tx, 0)).unwrap().unwrap();
    } else {
        let card = doc.auto().get(ROOT, "card").unwrap().unwrap().1;
        doc.write(actor(0xee, 1), |tx| tx.put(&card, "name", "Ada")).unwrap().unwrap();
    }
    let loaded = Document::load(doc.kind(), &doc.save()).unwrap();
    assert_eq!(loaded.heads(), doc.heads());
    assert_eq!(loaded.changes(), before + 1);
    assert_eq!(shown(&loaded), shown(&doc));
}

#[test]
fn every_document_of_a_kind_begins_with_the_same_change() {
    let first = |kind| Document::begin(kind).heads()[0].to_string();
    let sheet = "30499f0d0c70d2c96ba24cc6667a3aa3b60294edbc8999ee97cc44b2383b37b2";
    assert_eq!(first(Kind::Sheet), sheet);
    let profile = "d10e6a190d7267bbb985fc9d76a5ed805743fe0d29015a7b4ff408ba949ce27c";
    assert_eq!(first(Kind::Profile), profile);
    for kind in [Kind::Sheet, Kind::Profile] {
        assert_eq!(Document::begin(kind).changes(), 0);
        assert_well(&Document::begin(kind));
    }
}

#[test]
fn documents_may_move_between_threads() {
    fn may_move<T: Send>(_: &T) {}
    may_move(&Document::begin(Kind::Sheet));
}

#[test]
fn a_document_of_one_kind_does_not_load_as_another() {
    let sheet = Document::begin(Kind::Sheet).save();
    let loaded = Document::load(Kind::Profile, &sheet);
    assert!(matches!(loaded, Err(DocumentError::Unreadable)));
}

#[test]
fn damaged_bytes_do_not_load() {
    let mut doc = Document::begin(Kind::Sheet);
    doc.write(actor(1, 1), |tx| full_item(tx, 0)).unwrap();
    let saved = doc.save();
    for cut in 0..saved.len() {
        assert!(Document::load(Kind::Sheet, &saved[..cut]).is_err(), "cut to {cut}");
        let mut damaged = saved.clone();
        damaged[cut] ^= 1;
        assert!(Document::load(Kind::Sheet, &damaged).is_err(), "flipped at {cut}");
    }
}

#[test]
fn a_saved_document_with_a_change_no_check_passes_does_not_load() {
    let mut auto = Document::begin(Kind::Sheet).auto().clone();
    commit(&mut auto, actor(1, 1), |tx| tx.put(ROOT, "mine", 1)).unwrap();
    let loaded = Document::load(Kind::Sheet, &auto.save_nocompress());
    assert!(matches!(loaded, Err(DocumentError::Unreadable)));
}

#[test]
fn writing_nothing_makes_no_change() {
    let mut doc = Document::begin(Kind::Sheet);
    assert!(doc.write(actor(1, 1), |_| Ok(())).unwrap().is_none());
    assert_eq!(doc.changes(), 0);
    assert_well(&doc);
}

#[test]
fn what_others_would_refuse_is_not_written() {
    let mut doc = Document::begin(Kind::Sheet);
    let long = "k".repeat(65);
    let refused = [
        doc.write(actor(1, 1), |tx| tx.put(ROOT, "items", 1)),
        doc.write(actor(1, 1), |tx| full_item(tx, 0).and_then(|item| tx.put(&item, &long, 1))),
        doc.write(actor(1, 1), |tx| full_item(tx, 0).and_then(|item| tx.put(&item, "b", vec![0; MAX_BYTES]))),
    ];
    let refusals = refused.map(|result| match result {
        Err(DocumentError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    });
    let root = Refusal::DoesNotFit("nobody writes at the root");
    assert_eq!(refusals, [root, Refusal::TooLarge, Refusal::TooLarge]);
    assert_eq!(doc.changes(), 0);
    assert_well(&doc);
}

#[test]
fn a_failing_or_panicking_edit_leaves_the_document_as_it_was() {
    let mut doc = Document::begin(Kind::Sheet);
    let failed = doc.write(actor(1, 1), |tx| {
        full_item(tx, 0)?;
        tx.put(ROOT, 3, 1)
    });
    assert!(matches!(failed, Err(DocumentError::Automerge(_))));
    let panicked = doc.write(actor(1, 1), |tx| -> Result<(), _> {
        full_item(tx, 0)?;
        panic!("an edit that panics")
    });
    assert!(matches!(panicked, Err(DocumentError::Panicked)));
    assert_eq!(doc.changes(), 0);
    assert_well(&doc);
}
