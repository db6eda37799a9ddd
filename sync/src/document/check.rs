//! Whether one change may stand: first alone, as bytes; then among its ancestors, operation by operation.
//!
//! Every answer is a function of the change, its ancestors, and the changes of its own actor.

use super::bound::bound;
use super::table::{Known, Object, Ops, Past, Row, Slot, Table, What, Within};
use super::{Accepted, BEGINNER, Incoming, MAX_DEPTH, MAX_OP, Refusal, guarded};
use automerge::legacy::{ElementId, Key, ObjectId, Op, OpId, OpType};
use automerge::{ActorId, Change, ObjType, ScalarValue};
use std::collections::BTreeSet;

type Fits = Result<(), Refusal>;

/// Reads a change's bytes and checks all that they say by themselves.
pub(super) fn read(incoming: &Incoming) -> Result<Change, Refusal> {
    let Incoming { bytes, prefix, .. } = incoming;
    bound(bytes)?;
    let change = guarded(|| canonical(bytes)).flatten().ok_or(Refusal::NotCanonical)?;
    let actor = change.actor_id().to_bytes();
    if actor.len() != BEGINNER.len() || !actor.starts_with(prefix) || actor == BEGINNER {
        return Err(Refusal::WrongActor);
    }
    Ok(change)
}

/// The change, if encoding what was decoded gives the same bytes.
pub(super) fn canonical(bytes: &[u8]) -> Option<Change> {
    let change = Change::try_from(bytes).ok()?;
    // Encoding sorts the dependencies but keeps one named twice.
    let ascending = change.deps().is_sorted_by(|a, b| a < b);
    (ascending && Change::from(change.decode()).raw_bytes() == bytes).then_some(change)
}

/// A change that fits its ancestors, and the items it touches.
pub(super) struct Fitting {
    pub(super) row: Row,
    items: BTreeSet<OpId>,
}

impl Fitting {
    pub(super) fn accepted(&self, change: Change) -> Accepted {
        Accepted {
            change: Box::new(change),
            hash: self.row.hash,
            actor: self.row.actor.clone(),
            start_op: self.row.start,
            ops: self.row.ops.len(),
            items: self.items.iter().map(|OpId(counter, actor)| (*counter, actor.clone())).collect(),
        }
    }
}

/// Holds a change against its ancestors; `deps` are the places of its dependencies.
pub(super) fn fit(table: &Table, deps: Vec<usize>, change: &Change) -> Result<Fitting, Refusal> {
    let past = table.past(&deps);
    if table.next_number(change.actor_id(), &past) != Some(change.seq()) {
        return Err(Refusal::WrongNumber);
    }
    let start = change.start_op().get();
    if start != table.max_op(&deps) + 1 || change.max_op() >= MAX_OP {
        return Err(Refusal::WrongStart);
    }
    if change.is_empty() {
        return Err(Refusal::DoesNotFit("there is none"));
    }
    let mut checker =
        Checker { table, past, actor: change.actor_id(), start, ops: Ops::default(), items: BTreeSet::new() };
    for op in &change.decode().operations {
        checker.op(op)?;
    }
    let Checker { ops, items, .. } = checker;
    let row = Row { hash: change.hash(), actor: change.actor_id().clone(), deps, start, ops };
    Ok(Fitting { row, items })
}

/// One change under examination: what it may have known, and what it has said so far.
struct Checker<'a> {
    table: &'a Table,
    past: Past,
    actor: &'a ActorId,
    start: u64,
    ops: Ops,
    items: BTreeSet<OpId>,
}

impl Checker<'_> {
    fn op(&mut self, op: &Op) -> Fits {
        let id = OpId(self.start + self.ops.len(), self.actor.clone());
        let object = self.object(&op.obj)?.clone();
        self.key_fits(op, &object)?;
        action_fits(op, object.kind)?;
        self.overwrites_fit(op)?;
        self.touch(op, &object, &id);
        let what = what(op, &object);
        if matches!(&what, What::Object(made) if made.depth > MAX_DEPTH) {
            return Err(Refusal::TooDeep);
        }
        let slot = if op.insert { Slot::Own } else { Slot::At(op.key.clone()) };
        self.ops.push(Known { object: op.obj.clone(), slot, what });
        Ok(())
    }

    /// What this change may know of an operation: of an ancestor, or of its own before.
    fn known(&self, id: &OpId) -> Result<&Known, Refusal> {
        let known = if id.1 == *self.actor && id.0 >= self.start {
            self.ops.get(id.0 - self.start)
        } else {
            self.table.get(id, &self.past)
        };
        known.ok_or(Refusal::MissingAncestry)
    }

    fn object(&self, id: &ObjectId) -> Result<&Object, Refusal> {
        let ObjectId::Id(id) = id else {
            return Err(Refusal::DoesNotFit("nobody writes at the root"));
        };
        match &self.known(id)?.what {
            What::Object(object) => Ok(object),
            _ => Err(Refusal::DoesNotFit("it is in no object")),
        }
    }

    fn key_fits(&self, op: &Op, object: &Object) -> Fits {
        let sequence = matches!(object.kind, ObjType::List | ObjType::Text);
        match &op.key {
            Key::Map(_) if sequence => Err(Refusal::DoesNotFit("a key in a list or text")),
            Key::Seq(_) if !sequence => Err(Refusal::DoesNotFit("an element in a map")),
            Key::Map(_) if op.insert => Err(Refusal::DoesNotFit("an insert with a key")),
            Key::Seq(ElementId::Head) if !op.insert => Err(Refusal::DoesNotFit("the head is no element")),
            Key::Seq(ElementId::Id(element)) => {
                let known = self.known(element)?;
                match known.slot == Slot::Own && known.object == op.obj {
                    true => Ok(()),
                    false => Err(Refusal::DoesNotFit("no element of this list or text")),
                }
            }
            _ => Ok(()),
        }
    }

    /// Each predecessor is an earlier value of the same place, named once.
    fn overwrites_fit(&self, op: &Op) -> Fits {
        if op.insert && !op.pred.is_empty() {
            return Err(Refusal::DoesNotFit("an insert that overwrites"));
        }
        let mut last = None;
        for pred in op.pred.iter() {
            let known = self.known(pred)?;
            let value = match known.what {
                What::Nothing => false,
                What::Counter => true,
                What::Object(_) | What::Value => !matches!(op.action, OpType::Increment(_)),
            };
            if !value || !known.stands_at(pred, &op.obj, &op.key) {
                return Err(Refusal::DoesNotFit("what it overwrites is no value of this place"));
            }
            if last.replace(pred) == Some(pred) {
                return Err(Refusal::DoesNotFit("it overwrites one value twice"));
            }
        }
        Ok(())
    }

    fn touch(&mut self, op: &Op, object: &Object, id: &OpId) {
        match (&object.within, &op.obj) {
            (Within::Items, _) => {
                let replaced = op.pred.iter().filter(|pred| self.known(pred).is_ok_and(|known| is_item(&known.what)));
                let replaced: Vec<_> = replaced.cloned().collect();
                self.items.extend(replaced);
                if is_item(&what(op, object)) {
                    self.items.insert(id.clone());
                }
            }
            (Within::Itself, ObjectId::Id(item)) | (Within::Item(item), _) => {
                self.items.insert(item.clone());
            }
            _ => {}
        }
    }
}

fn is_item(what: &What) -> bool {
    matches!(what, What::Object(object) if object.within == Within::Itself)
}

fn what(op: &Op, object: &Object) -> What {
    match &op.action {
        OpType::Make(kind) => What::Object(Box::new(object.child(&op.obj, *kind))),
        OpType::Put(ScalarValue::Counter(_)) => What::Counter,
        OpType::Put(_) => What::Value,
        OpType::Delete | OpType::Increment(_) | OpType::MarkBegin(_) | OpType::MarkEnd(_) => What::Nothing,
    }
}

/// Whether what is done makes sense in an object of this kind.
fn action_fits(op: &Op, within: ObjType) -> Fits {
    match &op.action {
        OpType::Make(ObjType::Table) => Err(Refusal::DoesNotFit("a table")),
        OpType::MarkBegin(_) | OpType::MarkEnd(_) => Err(Refusal::DoesNotFit("a mark")),
        OpType::Delete | OpType::Increment(_) if op.insert || op.pred.is_empty() => {
            Err(Refusal::DoesNotFit("it deletes or adds to nothing"))
        }
        OpType::Increment(by) => small(*by),
        OpType::Put(ScalarValue::Unknown { .. }) => Err(Refusal::DoesNotFit("an unknown value")),
        OpType::Put(ScalarValue::Str(letter)) if within == ObjType::Text => {
            match op.insert && letter.chars().count() == 1 {
                true => Ok(()),
                false => Err(Refusal::DoesNotFit("text takes letters one by one")),
            }
        }
        OpType::Make(_) | OpType::Put(_) if within == ObjType::Text => {
            Err(Refusal::DoesNotFit("text takes letters only"))
        }
        OpType::Put(ScalarValue::Counter(counter)) => small(i64::from(counter)),
        _ => Ok(()),
    }
}

/// Automerge adds counters up without a look at overflow: with 2³¹ operations of 32 bits there is none.
fn small(by: i64) -> Fits {
    match i32::try_from(by) {
        Ok(_) => Ok(()),
        Err(_) => Err(Refusal::DoesNotFit("a counter out of range")),
    }
}
