//! The history of a sheet: which items its changes made, and every content part they ever named.
//!
//! A map shows only what stands, so earlier words are found in the changes themselves. Walking some
//! changes now and the rest later finds the same as walking all at once.

use super::field::{self, Op};
use super::schema::CONTENT;
use automerge::legacy::{self, Key, ObjectId, OpId, OpType};
use automerge::{Automerge, Change, ObjId, ObjType, ROOT, ReadDoc, ScalarValue};
use kith_sync::document::Kind;
use std::collections::{BTreeMap, BTreeSet};

/// A field of an item was given a content part.
pub(super) struct Put {
    pub(super) field: &'static str,
    pub(super) op: Op,
    pub(super) part: u8,
}

/// What was found.
#[derive(Default)]
pub(super) struct Walk {
    /// The ops that made items.
    pub(super) made: BTreeSet<Op>,
    /// By the op that made the item, or any other map.
    pub(super) puts: BTreeMap<Op, Vec<Put>>,
}

/// Walks some changes of a sheet.
pub(super) fn walk<'a>(auto: &Automerge, changes: impl IntoIterator<Item = &'a Change>) -> Walk {
    let mut walk = Walk::default();
    let list = auto.get(ROOT, Kind::Sheet.container().0).ok().flatten();
    if let Some((_, ObjId::Id(counter, actor, _))) = list {
        let list = ObjectId::Id(OpId(counter, actor));
        for change in changes {
            walk.step(&list, change);
        }
    }
    walk
}

/// Walks all that was ever said there.
pub(super) fn walk_all(auto: &Automerge) -> Walk {
    walk(auto, &auto.get_changes(&[]))
}

impl Walk {
    fn step(&mut self, list: &ObjectId, change: &Change) {
        // A part counts for the first op that names it: a change of a few bytes an op cannot make
        // thousands of copies of one long text.
        let mut named = BTreeSet::new();
        for (counter, op) in (change.start_op().get()..).zip(&change.decode().operations) {
            let id = (counter, change.actor_id().clone());
            if op.obj == *list && matches!(op.action, OpType::Make(ObjType::Map)) {
                self.made.insert(id);
            } else if let ObjectId::Id(OpId(counter, actor)) = &op.obj
                && let Some((field, part)) = content(op)
                && named.insert(part)
            {
                let puts = self.puts.entry((*counter, actor.clone())).or_default();
                puts.push(Put { field, op: id, part });
            }
        }
    }
}

fn content(op: &legacy::Op) -> Option<(&'static str, u8)> {
    let (Key::Map(key), OpType::Put(ScalarValue::Int(number))) = (&op.key, &op.action) else {
        return None;
    };
    let field = CONTENT.into_iter().find(|field| *field == key.as_str())?;
    Some((field, field::part(*number)?))
}
