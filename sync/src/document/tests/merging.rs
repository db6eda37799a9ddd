//! Order, waiting, forks of a number, and batches that break.

use super::craft::*;
use super::*;
use crate::document::merge::{adopt, apply, loads_again};

fn write(doc: &mut Document, device: u8, n: i64) -> Vec<u8> {
    let edit = |tx: &mut Transaction<'_>| {
        let list = items(tx);
        let item = tx.insert_object(&list, 0, ObjType::Map)?;
        tx.put(&item, "k", n)
    };
    doc.write(actor(device, 1), edit).unwrap().unwrap().bytes
}

fn accepted(outcomes: &[Outcome]) -> Vec<bool> {
    outcomes.iter().map(|outcome| matches!(outcome, Outcome::Accepted(_))).collect()
}

/// Two devices answering each other: 1, 2, 1, 2, …
fn dialogue(turns: u8) -> (Document, Vec<Incoming>) {
    let mut doc = Document::begin(Kind::Sheet);
    let turn = |n: u8| {
        let device = 1 + n % 2;
        incoming(device, &write(&mut doc, device, i64::from(n)))
    };
    let changes = (0..turns).map(turn).collect();
    (doc, changes)
}

#[test]
fn dependencies_may_come_later_in_the_batch() {
    let (doc, mut changes) = dialogue(20);
    changes.sort_by_key(|incoming| std::cmp::Reverse(incoming.prefix));
    let mut other = Document::begin(Kind::Sheet);
    assert_eq!(accepted(&other.merge(changes.clone())), [true; 20]);
    assert_eq!(other.heads(), doc.heads());
    assert_eq!(other.merge(changes), vec![Outcome::Known; 20]);
    assert_eq!(other.changes(), 20);
    assert_well(&other);
}

#[test]
fn what_misses_a_dependency_waits() {
    let (doc, changes) = dialogue(6);
    let mut other = Document::begin(Kind::Sheet);
    let late = changes[1].clone();
    let early = [&changes[..1], &changes[2..]].concat();
    let outcomes = other.merge(early.clone());
    assert_eq!(accepted(&outcomes), [true, false, false, false, false]);
    assert!(outcomes[1..].iter().all(|outcome| *outcome == Outcome::Waiting));
    assert_well(&other);
    assert_eq!(accepted(&other.merge(vec![late])), [true]);
    assert_eq!(accepted(&other.merge(early[1..].to_vec())), [true; 4]);
    assert_eq!(other.heads(), doc.heads());
}

#[test]
fn one_change_twice_in_a_batch_is_merged_once() {
    let (_, changes) = dialogue(1);
    let mut other = Document::begin(Kind::Sheet);
    let outcomes = other.merge([changes.clone(), changes].concat());
    assert!(matches!(outcomes[..], [Outcome::Accepted(_), Outcome::Known]));
}

#[test]
fn a_refused_change_takes_nothing_honest_with_it() {
    let mut base = Base::new();
    let bad = encode(base.craft(vec![]));
    let mut apart = base.doc.clone();
    let good = write(&mut apart, 3, 1);
    let outcomes = base.doc.merge(vec![incoming(2, &bad), incoming(3, &good)]);
    assert!(matches!(outcomes[..], [Outcome::Refused(_), Outcome::Accepted(_)]));
    assert_well(&base.doc);
}

#[test]
fn what_depends_on_a_refused_change_waits() {
    let mut base = Base::new();
    let mut bad = base.craft(vec![op(&base.item, "k".into(), OpType::Delete, &[])]);
    bad.hash = None;
    let bad = Change::from(bad);
    let mut after = base.craft_as(3, vec![op(&base.item, "x".into(), put(1), &[])]);
    after.deps = vec![bad.hash()];
    after.start_op = (bad.max_op() + 1).try_into().unwrap();
    let batch = vec![incoming(3, &encode(after)), incoming(2, bad.raw_bytes())];
    let outcomes = base.doc.merge(batch);
    assert_eq!(outcomes[0], Outcome::Waiting);
    assert!(matches!(outcomes[1], Outcome::Refused(_)));
    assert_well(&base.doc);
}

/// A device that wrote two changes of one number: the first in its log stands on every device, though
/// the first waits for something that only some have.
#[test]
fn of_two_changes_of_one_number_the_first_in_the_log_stands() {
    let mut base = Base::new();
    let mut apart = base.doc.clone();
    let elsewhere = write(&mut apart, 3, 1);
    let first = encode(craft(&apart, actor(2, 1), vec![op(&base.item, "x".into(), put(1), &[])]));
    let second = encode(base.craft(vec![op(&base.item, "x".into(), put(2), &[])]));
    let log = [incoming(2, &first), incoming(2, &second)];

    let mut knowing = apart.clone();
    let outcomes = knowing.merge(log.to_vec());
    assert!(matches!(outcomes[..], [Outcome::Accepted(_), Outcome::Refused(Refusal::WrongNumber)]));

    let outcomes = base.doc.merge(log.to_vec());
    assert_eq!(outcomes, [Outcome::Waiting, Outcome::Waiting]);
    let late = [vec![incoming(3, &elsewhere)], log.to_vec()].concat();
    let outcomes = base.doc.merge(late);
    assert_eq!(accepted(&outcomes), [true, true, false]);
    assert_eq!(outcomes[2], Outcome::Refused(Refusal::WrongNumber));
    assert_eq!(base.doc.heads(), knowing.heads());
}

#[test]
fn a_waiting_log_holds_up_no_other() {
    let mut base = Base::new();
    let mut crafted = base.craft(vec![op(&base.item, "x".into(), put(1), &[])]);
    crafted.deps = vec![ChangeHash([7; 32])];
    let never = encode(crafted);
    let good = write(&mut base.doc.clone(), 3, 1);
    let outcomes = base.doc.merge(vec![incoming(2, &never), incoming(3, &good)]);
    assert_eq!(outcomes[0], Outcome::Waiting);
    assert_eq!(accepted(&outcomes), [false, true]);
}

/// Changes that Automerge merges but cannot save so that they load, or panics on.
fn breaking() -> (Base, Vec<Vec<Op>>) {
    let base = Base::new();
    let element = || Key::from(&base.element);
    let all = vec![
        vec![op(&base.list, "key".into(), put(1), &[])],
        vec![op(&base.item, element(), put(1), &[])],
        vec![op(&OpId(99, ActorId::from(actor(1, 1))), "x".into(), put(1), &[])],
        vec![inserted(op(&base.list, element(), put(1), &[&base.element]))],
        vec![op(&base.item, "k".into(), OpType::Delete, &[])],
    ];
    (base, all)
}

#[test]
fn what_would_not_load_again_is_not_adopted() {
    let (base, all) = breaking();
    let broken = all.iter().filter(|operations| {
        let change = Change::from(base.craft(operations.to_vec()));
        let heads = vec![change.hash()];
        adopt(&base.doc.auto, vec![change], &heads).is_none()
    });
    assert_eq!(broken.count(), all.len());
}

#[test]
fn what_would_not_load_again_is_refused_before_it_counts() {
    let (base, all) = breaking();
    let changes = all.into_iter().map(|operations| Change::from(base.craft(operations)));
    let heads = |change: &Change| vec![change.hash()];
    let taken = changes
        .filter_map(|change| Some((heads(&change), apply(&base.doc.auto, vec![change.clone()], &heads(&change))?)));
    let taken: Vec<_> = taken.collect();
    assert!(!taken.is_empty(), "Automerge takes some of them");
    assert!(taken.iter().all(|(heads, auto)| loads_again(auto, heads).is_none()));
}

#[test]
fn a_document_is_proved_by_what_it_saves() {
    let (mut doc, changes) = dialogue(5);
    assert_eq!((doc.unsaved(), doc.is_proved()), (5, false));
    let saved = doc.prove().unwrap();
    assert_eq!((doc.unsaved(), doc.is_proved()), (0, true));
    assert_eq!(Document::load(Kind::Sheet, &saved).unwrap().heads(), doc.heads());
    let mut other = Document::begin(Kind::Sheet);
    other.merge(changes.clone());
    assert_eq!((other.unsaved(), other.is_proved()), (5, true), "others' changes are proved as they come");
    let mut again = Document::begin(Kind::Sheet);
    again.merge_again(changes);
    assert_eq!((again.unsaved(), again.is_proved()), (5, false));
}

#[test]
fn what_is_merged_must_be_what_was_judged() {
    let (base, _) = breaking();
    let change = Change::from(base.craft(vec![op(&base.item, "x".into(), put(1), &[])]));
    let heads = vec![change.hash()];
    assert!(adopt(&base.doc.auto, vec![change.clone()], &heads).is_some());
    assert!(adopt(&base.doc.auto, vec![change], &base.doc.heads()).is_none());
}

#[test]
fn of_a_batch_that_breaks_only_the_culprit_is_refused() {
    let (_, mut changes) = dialogue(4);
    let mut apart = Document::begin(Kind::Sheet);
    changes.push(incoming(3, &write(&mut apart, 3, 1)));
    let culprit = Change::try_from(&changes[2].bytes[..]).unwrap().hash();
    let mut other = Document::begin(Kind::Sheet);
    let outcomes = other.merge_by(changes.clone(), |auto, changes, heads| {
        let breaks = changes.iter().any(|change| change.hash() == culprit);
        if breaks { None } else { adopt(auto, changes, heads) }
    });
    assert_eq!(accepted(&outcomes), [true, true, false, false, true]);
    assert_eq!(outcomes[2], Outcome::Refused(Refusal::Breaks));
    assert_eq!(outcomes[3], Outcome::Waiting);
    assert_eq!(other.changes(), 3);
    assert_eq!(other.heads(), other.table.heads());
    assert_well(&other);
    // The table forgot the culprit as well, and takes it when nothing breaks.
    assert_eq!(accepted(&other.merge(changes[2..4].to_vec())), [true, true]);
}

#[test]
fn behind_a_change_that_waits_its_log_waits_even_when_a_batch_breaks() {
    let mut base = Base::new();
    let culprit = Change::from(base.craft_as(4, vec![op(&base.item, "x".into(), put(4), &[])]));
    let mut apart = base.doc.clone();
    apart.merge(vec![incoming(4, culprit.raw_bytes())]);
    let first = encode(craft(&apart, actor(2, 1), vec![op(&base.item, "x".into(), put(1), &[])]));
    let second = encode(craft(&base.doc, actor(2, 2), vec![op(&base.item, "x".into(), put(2), &[])]));
    let batch = vec![incoming(4, culprit.raw_bytes()), incoming(2, &first), incoming(2, &second)];
    let outcomes = base.doc.merge_by(batch, |auto, changes, heads| {
        let breaks = changes.contains(&culprit);
        if breaks { None } else { adopt(auto, changes, heads) }
    });
    assert_eq!(outcomes[0], Outcome::Refused(Refusal::Breaks));
    assert_eq!(outcomes[1..], [Outcome::Waiting, Outcome::Waiting]);
}
