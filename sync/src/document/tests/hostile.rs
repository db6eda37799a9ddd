//! One hostile change for each thing that is checked among ancestors, refused for its own reason.

use super::craft::*;
use super::*;
use crate::document::table::{Object, Ops, Row};
use automerge::legacy::{ElementId, MarkData};

fn at(element: &OpId) -> Key {
    element.into()
}

fn head() -> Key {
    ElementId::Head.into()
}

fn make(kind: ObjType) -> OpType {
    OpType::Make(kind)
}

/// Something any device may write.
fn fine(base: &Base) -> Vec<Op> {
    vec![inserted(op(&base.items, head(), make(ObjType::Map), &[]))]
}

#[track_caller]
fn unfit(operations: impl FnOnce(&Base) -> Vec<Op>, why: &'static str) {
    let mut base = Base::new();
    let bytes = encode(base.craft(operations(&base)));
    base.refuses(&bytes, Refusal::DoesNotFit(why));
}

#[track_caller]
fn fits(operations: impl FnOnce(&Base) -> Vec<Op>) {
    let mut base = Base::new();
    let bytes = encode(base.craft(operations(&base)));
    base.accepts(&bytes);
}

#[track_caller]
fn missing(operations: impl FnOnce(&Base) -> Vec<Op>) {
    let mut base = Base::new();
    let bytes = encode(base.craft(operations(&base)));
    base.refuses(&bytes, Refusal::MissingAncestry);
}

#[test]
fn the_crafting_itself_is_fine() {
    fits(fine);
}

#[test]
fn actors_are_those_of_the_log_and_document() {
    let mut base = Base::new();
    let bytes = encode(base.craft_as(3, fine(&base)));
    base.refuses(&bytes, Refusal::WrongActor);
    for wrong in [vec![2; 8], vec![2; 15], vec![2; 17], vec![]] {
        let crafted = Crafted { actor_id: ActorId::from(wrong), ..base.craft(fine(&base)) };
        base.refuses(&encode(crafted), Refusal::WrongActor);
    }
}

#[test]
fn nobody_writes_as_the_actor_that_begins_documents() {
    let mut base = Base::new();
    let bytes = encode(craft(&base.doc, BEGINNER, fine(&base)));
    let outcome = base.doc.merge(vec![incoming(0, &bytes)]);
    assert_eq!(outcome, [Outcome::Refused(Refusal::WrongActor)]);
}

#[test]
fn the_beginning_itself_is_no_change_of_a_log() {
    let mut base = Base::new();
    base.refuses(schema(Kind::Sheet).raw_bytes(), Refusal::WrongActor);
}

#[test]
fn numbers_leave_no_gap() {
    let mut base = Base::new();
    for seq in [0, 2, u64::from(u32::MAX), u64::MAX] {
        let crafted = Crafted { seq, ..base.craft(fine(&base)) };
        base.refuses(&encode(crafted), Refusal::WrongNumber);
    }
}

#[test]
fn a_second_change_stands_on_the_first() {
    let mut base = Base::new();
    let aside = base.doc.heads();
    let counted = base.craft(fine(&base)).start_op;
    let first = encode(base.craft(fine(&base)));
    base.accepts(&first);
    let crafted = Crafted { deps: aside, start_op: counted, ..base.craft(fine(&base)) };
    assert_eq!(crafted.seq, 2);
    base.refuses(&encode(crafted), Refusal::WrongNumber);
}

#[test]
fn a_number_is_taken_once() {
    let mut base = Base::new();
    let one = encode(base.craft(fine(&base)));
    let other = encode(base.craft([fine(&base), fine(&base)].concat()));
    base.accepts(&one);
    base.refuses(&other, Refusal::WrongNumber);
    assert_eq!(base.offer(&one), Outcome::Known);
}

#[test]
fn operations_are_counted_on_from_the_dependencies() {
    let mut base = Base::new();
    let right = base.craft(fine(&base)).start_op.get();
    for wrong in [1, right - 1, right + 1, MAX_OP - 1, MAX_OP, u64::from(u32::MAX) - 1, 1 << 33] {
        let crafted = Crafted { start_op: wrong.try_into().unwrap(), ..base.craft(fine(&base)) };
        base.refuses(&encode(crafted), Refusal::WrongStart);
    }
}

#[test]
fn operations_are_counted_below_the_cap() {
    let mut base = Base::new();
    let bytes = encode(base.craft(fine(&base)));
    let deps = base.doc.table.find(&base.doc.heads()).unwrap();
    // A document with 2³¹ operations is not to be had; its table is.
    let far = Row {
        hash: ChangeHash([9; 32]),
        actor: ActorId::from(actor(1, 9)),
        deps,
        start: MAX_OP - 3,
        ops: Ops::default(),
    };
    let mut table = base.doc.table.clone();
    table.add(far);
    for (ops, last) in [(2, MAX_OP - 2), (3, MAX_OP - 1), (4, MAX_OP)] {
        let operations = (0..ops).flat_map(|_| fine(&base)).collect();
        let mut crafted = base.craft(operations);
        crafted.deps = vec![ChangeHash([9; 32])];
        crafted.start_op = (MAX_OP - 3).try_into().unwrap();
        let change = Change::from(crafted);
        assert_eq!(change.max_op(), last);
        let verdict = check::fit(&table, table.find(change.deps()).unwrap(), &change);
        let wrong = matches!(verdict, Err(Refusal::WrongStart));
        assert_eq!(wrong, last == MAX_OP, "{last}");
    }
    base.accepts(&bytes);
}

#[test]
fn a_change_says_something() {
    unfit(|_| vec![], "there is none");
}

#[test]
fn nobody_writes_at_the_root() {
    let root = |key: &str, action, pred: &[&OpId]| Op {
        obj: ObjectId::Root,
        ..op(&OpId(1, ActorId::from(BEGINNER)), key.into(), action, pred)
    };
    let why = "nobody writes at the root";
    unfit(|_| vec![root("new", put(1), &[])], why);
    unfit(|base| vec![root("items", put(1), &[&base.items])], why);
    unfit(|base| vec![root("items", make(ObjType::List), &[&base.items])], why);
    unfit(|base| vec![root("items", OpType::Delete, &[&base.items])], why);
}

#[test]
fn what_is_named_is_among_the_ancestors() {
    let nobody = OpId(3, ActorId::from(actor(9, 9)));
    let nothing = |base: &Base| OpId(base.element.0 + 900, base.element.1.clone());
    missing(|_| vec![op(&nobody, "x".into(), put(1), &[])]);
    missing(|base| vec![op(&nothing(base), "x".into(), put(1), &[])]);
    missing(|base| vec![inserted(op(&base.list, at(&nobody), put(1), &[]))]);
    missing(|base| vec![inserted(op(&base.list, at(&nothing(base)), put(1), &[]))]);
    missing(|base| vec![op(&base.item, "k".into(), put(1), &[&nothing(base)])]);
    missing(|base| vec![op(&base.item, "k".into(), put(1), &[&nobody])]);
}

#[test]
fn a_change_does_not_name_its_own_future() {
    missing(|base| vec![op(&base.mine(0), "x".into(), put(1), &[])]);
    missing(|base| vec![op(&base.mine(1), "x".into(), put(1), &[]), fine(base).remove(0)]);
    missing(|base| vec![inserted(op(&base.list, at(&base.mine(0)), put(1), &[]))]);
    missing(|base| vec![op(&base.item, "k".into(), put(1), &[&base.mine(0)])]);
    missing(|base| {
        let other = op(&base.item, "k".into(), put(1), &[]);
        vec![op(&base.item, "k".into(), put(1), &[&base.mine(1)]), other]
    });
    fits(|base| [fine(base), vec![op(&base.mine(0), "x".into(), put(1), &[])]].concat());
}

/// What is here but concurrent is as unknown as what is not here: else order would decide.
#[test]
fn what_is_concurrent_is_not_among_the_ancestors() {
    let names: [fn(&Base) -> Op; 3] = [
        |base| op(&base.item, "x".into(), put(1), &[]),
        |base| inserted(op(&base.list, at(&base.element), put(1), &[])),
        |base| op(&base.item, "k".into(), put(1), &[&base.number]),
    ];
    for name in names {
        let mut base = Base::new();
        let mut crafted = base.craft(vec![name(&base)]);
        crafted.deps = Document::begin(Kind::Sheet).heads();
        crafted.start_op = 2.try_into().unwrap();
        base.refuses(&encode(crafted), Refusal::MissingAncestry);
    }
}

#[test]
fn operations_stand_in_objects() {
    let why = "it is in no object";
    unfit(|base| vec![op(&base.number, "x".into(), put(1), &[])], why);
    unfit(|base| vec![inserted(op(&base.letter, head(), put("x"), &[]))], why);
}

#[test]
fn keys_are_for_maps() {
    let why = "a key in a list or text";
    unfit(|base| vec![op(&base.list, "x".into(), put(1), &[])], why);
    unfit(|base| vec![op(&base.text, "x".into(), put("x"), &[])], why);
    unfit(|base| vec![op(&base.items, "x".into(), make(ObjType::Map), &[])], why);
    unfit(|base| vec![inserted(op(&base.item, "x".into(), put(1), &[]))], "an insert with a key");
}

#[test]
fn elements_are_for_lists() {
    let why = "an element in a map";
    unfit(|base| vec![inserted(op(&base.item, head(), put(1), &[]))], why);
    unfit(|base| vec![op(&base.item, at(&base.element), put(1), &[&base.element])], why);
}

#[test]
fn elements_are_those_of_the_same_list() {
    let why = "no element of this list or text";
    unfit(|base| vec![inserted(op(&base.list, at(&base.letter), put(1), &[]))], why);
    unfit(|base| vec![inserted(op(&base.text, at(&base.element), put("x"), &[]))], why);
    unfit(|base| vec![op(&base.list, at(&base.item), put(1), &[])], why);
    unfit(|base| vec![inserted(op(&base.list, at(&base.number), put(1), &[]))], why);
    // A value put over an element is no element.
    unfit(
        |base| {
            let over = op(&base.list, at(&base.element), put(7), &[&base.element]);
            vec![over, inserted(op(&base.list, at(&base.mine(0)), put(1), &[]))]
        },
        why,
    );
}

#[test]
fn only_inserts_stand_at_the_head() {
    let why = "the head is no element";
    unfit(|base| vec![op(&base.list, head(), put(1), &[])], why);
    unfit(|base| vec![op(&base.list, head(), OpType::Delete, &[&base.element])], why);
}

#[test]
fn inserts_overwrite_nothing() {
    let why = "an insert that overwrites";
    unfit(|base| vec![inserted(op(&base.list, head(), put(1), &[&base.element]))], why);
}

#[test]
fn deletions_and_increments_have_something_to_work_on() {
    let why = "it deletes or adds to nothing";
    unfit(|base| vec![op(&base.item, "k".into(), OpType::Delete, &[])], why);
    unfit(|base| vec![op(&base.item, "n".into(), OpType::Increment(1), &[])], why);
    unfit(|base| vec![inserted(op(&base.list, head(), OpType::Delete, &[]))], why);
    unfit(|base| vec![inserted(op(&base.list, head(), OpType::Increment(1), &[]))], why);
    fits(|base| vec![op(&base.item, "k".into(), OpType::Delete, &[&base.number])]);
    fits(|base| vec![op(&base.item, "n".into(), OpType::Increment(1), &[&base.counter])]);
}

#[test]
fn predecessors_are_values_of_the_same_place() {
    let why = "what it overwrites is no value of this place";
    let over = |base: &Base, key: &str, action, pred: &OpId| op(&base.item, key.into(), action, &[pred]);
    unfit(|base| vec![over(base, "k", put(1), &base.counter)], why);
    unfit(|base| vec![over(base, "k", put(1), &base.letter)], why);
    unfit(|base| vec![over(base, "k", OpType::Delete, &base.item)], why);
    unfit(|base| vec![over(base, "k", OpType::Increment(1), &base.number)], why);
    unfit(|base| vec![over(base, "t", OpType::Increment(1), &base.text)], why);
    unfit(|base| vec![op(&base.list, at(&base.element), OpType::Delete, &[&base.letter])], why);
    // The same key in another map.
    unfit(
        |base| {
            let other = op(&base.mine(0), "k".into(), put(1), &[&base.number]);
            [fine(base), vec![other]].concat()
        },
        why,
    );
    // Deletions and increments leave no value.
    for gone in [OpType::Delete, OpType::Increment(1)] {
        unfit(
            |base| {
                let first = over(base, "n", gone, &base.counter);
                vec![first, over(base, "n", put(1), &base.mine(0))]
            },
            why,
        );
    }
    // The next element of the same list.
    unfit(
        |base| {
            let next = OpId(base.element.0 + 1, base.element.1.clone());
            vec![op(&base.list, at(&base.element), put(1), &[&next])]
        },
        why,
    );
}

#[test]
fn a_predecessor_is_named_once() {
    let twice = |base: &Base| vec![op(&base.item, "k".into(), put(1), &[&base.number, &base.number])];
    unfit(twice, "it overwrites one value twice");
}

#[test]
fn text_takes_letters_one_by_one() {
    let why = "text takes letters one by one";
    for wrong in ["", "ab", "e\u{301}"] {
        unfit(|base| vec![inserted(op(&base.text, head(), put(wrong), &[]))], why);
    }
    unfit(|base| vec![op(&base.text, at(&base.letter), put("x"), &[&base.letter])], why);
    fits(|base| vec![inserted(op(&base.text, head(), put("👍"), &[]))]);
}

#[test]
fn text_takes_letters_only() {
    let why = "text takes letters only";
    let into = |base: &Base, action| vec![inserted(op(&base.text, head(), action, &[]))];
    unfit(|base| into(base, put(1)), why);
    unfit(|base| into(base, put(ScalarValue::counter(1))), why);
    unfit(|base| into(base, make(ObjType::Map)), why);
    unfit(|base| vec![op(&base.text, at(&base.letter), put(1), &[&base.letter])], why);
}

#[test]
fn there_are_no_tables() {
    unfit(|base| vec![op(&base.item, "x".into(), make(ObjType::Table), &[])], "a table");
    unfit(|base| vec![inserted(op(&base.items, head(), make(ObjType::Table), &[]))], "a table");
}

#[test]
fn there_are_no_marks() {
    let begin = MarkData { name: "bold".into(), value: true.into(), expand: true };
    let in_text = |base: &Base, action| vec![inserted(op(&base.text, head(), action, &[]))];
    unfit(|base| in_text(base, OpType::MarkBegin(begin.clone())), "a mark");
    unfit(|base| in_text(base, OpType::MarkEnd(true)), "a mark");
    unfit(|base| vec![op(&base.item, "x".into(), OpType::MarkBegin(begin), &[])], "a mark");
}

#[test]
fn values_are_of_known_types() {
    let unknown = ScalarValue::Unknown { type_code: 12, bytes: vec![1, 2] };
    unfit(|base| vec![op(&base.item, "x".into(), put(unknown), &[])], "an unknown value");
}

#[test]
fn counters_cannot_overflow() {
    let why = "a counter out of range";
    for far in [i64::MAX, i64::MIN, 1 << 31] {
        unfit(|base| vec![op(&base.item, "x".into(), put(ScalarValue::counter(far)), &[])], why);
        unfit(|base| vec![op(&base.item, "n".into(), OpType::Increment(far), &[&base.counter])], why);
    }
}

/// An item, and maps within it down to `depth`; `items` itself lies at 1.
fn nest(base: &Base, depth: u64) -> Vec<Op> {
    let inner = (0..depth - 2).map(|n| op(&base.mine(n), "k".into(), make(ObjType::Map), &[]));
    fine(base).into_iter().chain(inner).collect()
}

#[test]
fn objects_nest_to_sixteen() {
    fits(|base| nest(base, 16));
    for depth in [17, 20, 4000] {
        let mut base = Base::new();
        let bytes = encode(base.craft(nest(&base, depth)));
        base.refuses(&bytes, Refusal::TooDeep);
    }
}

#[test]
fn objects_nest_to_sixteen_over_several_changes() {
    let mut base = Base::new();
    let first = encode(base.craft(nest(&base, 16)));
    let deepest = base.mine(14);
    base.accepts(&first);
    let more = base.craft(vec![op(&deepest, "k".into(), make(ObjType::List), &[])]);
    base.refuses(&encode(more), Refusal::TooDeep);
    let value = base.craft(vec![op(&deepest, "k".into(), put(1), &[])]);
    base.accepts(&encode(value));
}

#[test]
fn nesting_twenty_thousand_deep_is_too_large_already() {
    let mut base = Base::new();
    let bytes = encode(base.craft(nest(&base, 20_000)));
    assert!(bytes.len() < MAX_BYTES);
    base.refuses(&bytes, Refusal::TooLarge);
}

#[test]
fn depth_does_not_wrap() {
    let object = Object { kind: ObjType::Map, depth: u8::MAX, within: table::Within::Nowhere };
    assert_eq!(object.child(&ObjectId::Root, ObjType::Map).depth, u8::MAX);
}

#[test]
fn a_profile_keeps_the_same_rules() {
    let mut doc = Document::begin(Kind::Profile);
    let card = OpId(1, ActorId::from(BEGINNER));
    let fine = encode(craft(&doc, actor(2, 1), vec![op(&card, "x".into(), put(1), &[])]));
    let over = Op { obj: ObjectId::Root, ..op(&card, "card".into(), put(1), &[&card]) };
    let over = encode(craft(&doc, actor(3, 1), vec![over]));
    let insert = inserted(op(&card, head(), put(1), &[]));
    let insert = encode(craft(&doc, actor(4, 1), vec![insert]));
    let outcomes = doc.merge(vec![incoming(2, &fine), incoming(3, &over), incoming(4, &insert)]);
    assert!(matches!(&outcomes[0], Outcome::Accepted(accepted) if accepted.items.is_empty()));
    let unfit = |why| Outcome::Refused(Refusal::DoesNotFit(why));
    assert_eq!(outcomes[1], unfit("nobody writes at the root"));
    assert_eq!(outcomes[2], unfit("an element in a map"));
    assert_well(&doc);
}
