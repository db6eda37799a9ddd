//! What every merged change said, so that a later one can be held against it.
//!
//! Operations are kept as runs of equal ones: thousands of letters or deletions in a hundred bytes
//! take one entry here too.

use super::{BEGINNER, Kind};
use automerge::legacy::{ElementId, Key, ObjectId, OpId};
use automerge::{ActorId, ChangeHash, ObjType};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// The merged changes, ancestors before descendants.
#[derive(Clone, Debug)]
pub(super) struct Table {
    rows: Vec<Row>,
    places: BTreeMap<ChangeHash, usize>,
    /// Each actor's changes in the order of their numbers, which begin at 1 and leave no gap.
    lines: BTreeMap<ActorId, Vec<usize>>,
    heads: BTreeSet<usize>,
}

/// One change.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) hash: ChangeHash,
    pub(super) actor: ActorId,
    pub(super) deps: Vec<usize>,
    pub(super) start: u64,
    pub(super) ops: Ops,
}

impl Row {
    /// The counter of the change's last operation.
    pub(super) fn max_op(&self) -> u64 {
        (self.start + self.ops.len).saturating_sub(1)
    }
}

/// What one operation did.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Known {
    pub(super) object: ObjectId,
    pub(super) slot: Slot,
    pub(super) what: What,
}

impl Known {
    /// Whether this operation, named `id`, stands where `object` and `key` point.
    pub(super) fn stands_at(&self, id: &OpId, object: &ObjectId, key: &Key) -> bool {
        let same_key = match (&self.slot, key) {
            (Slot::Own, Key::Seq(ElementId::Id(element))) => element == id,
            (Slot::Own, _) => false,
            (Slot::At(own), key) => own == key,
        };
        same_key && self.object == *object
    }
}

/// Where in its object an operation stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Slot {
    /// At the element that it inserted.
    Own,
    /// At a key, or at an element that another operation inserted.
    At(Key),
}

/// What an operation left behind.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    /// In a box: one of ten operations makes an object, and thousands are kept.
    Object(Box<Object>),
    Value,
    Counter,
    /// A deletion or an increment: nothing that could be overwritten.
    Nothing,
}

/// An object, and where it lies.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Object {
    pub(super) kind: ObjType,
    pub(super) depth: u8,
    pub(super) within: Within,
}

/// How an object lies to the items of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Within {
    /// It is the list of items.
    Items,
    /// It is an item.
    Itself,
    /// It lies somewhere in this item.
    Item(OpId),
    Nowhere,
}

impl Object {
    /// The object that an operation makes in this one, named `id`.
    pub(super) fn child(&self, id: &ObjectId, kind: ObjType) -> Object {
        let within = match (&self.within, id) {
            (Within::Items, _) if kind == ObjType::Map => Within::Itself,
            (Within::Itself, ObjectId::Id(item)) => Within::Item(item.clone()),
            (Within::Item(item), _) => Within::Item(item.clone()),
            _ => Within::Nowhere,
        };
        Object { kind, depth: self.depth.saturating_add(1), within }
    }
}

/// A change's operations as runs of equal ones, each with the offset of its first.
#[derive(Clone, Debug, Default)]
pub(super) struct Ops {
    runs: Vec<(u64, Known)>,
    len: u64,
}

impl Ops {
    pub(super) fn push(&mut self, known: Known) {
        if self.runs.last().is_none_or(|(_, last)| *last != known) {
            self.runs.push((self.len, known));
        }
        self.len += 1;
    }

    pub(super) fn len(&self) -> u64 {
        self.len
    }

    pub(super) fn get(&self, offset: u64) -> Option<&Known> {
        if offset >= self.len {
            return None;
        }
        let after = self.runs.partition_point(|(first, _)| *first <= offset);
        self.runs.get(after.checked_sub(1)?).map(|(_, known)| known)
    }
}

/// The ancestors of a change: all that is known but these.
#[derive(Debug, Default)]
pub(super) struct Past {
    absent: BTreeSet<usize>,
}

/// A state of the table to go back to.
#[derive(Debug)]
pub(super) struct Mark {
    len: usize,
    heads: BTreeSet<usize>,
}

impl Table {
    pub(super) fn begin(kind: Kind, schema: ChangeHash) -> Table {
        let (key, object) = kind.container();
        let within = if kind == Kind::Sheet { Within::Items } else { Within::Nowhere };
        let mut ops = Ops::default();
        ops.push(Known {
            object: ObjectId::Root,
            slot: Slot::At(key.into()),
            what: What::Object(Box::new(Object { kind: object, depth: 1, within })),
        });
        let actor = ActorId::from(BEGINNER);
        let mut table =
            Table { rows: Vec::new(), places: BTreeMap::new(), lines: BTreeMap::new(), heads: BTreeSet::new() };
        table.add(Row { hash: schema, actor, deps: Vec::new(), start: 1, ops });
        table
    }

    pub(super) fn add(&mut self, mut row: Row) {
        row.ops.runs.shrink_to_fit();
        let place = self.rows.len();
        for dep in &row.deps {
            self.heads.remove(dep);
        }
        self.heads.insert(place);
        self.places.insert(row.hash, place);
        self.lines.entry(row.actor.clone()).or_default().push(place);
        self.rows.push(row);
    }

    pub(super) fn mark(&self) -> Mark {
        Mark { len: self.rows.len(), heads: self.heads.clone() }
    }

    pub(super) fn back_to(&mut self, mark: Mark) {
        for row in self.rows.drain(mark.len..) {
            self.places.remove(&row.hash);
            if let Entry::Occupied(mut line) = self.lines.entry(row.actor) {
                line.get_mut().retain(|place| *place < mark.len);
                if line.get().is_empty() {
                    line.remove();
                }
            }
        }
        self.heads = mark.heads;
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn contains(&self, hash: &ChangeHash) -> bool {
        self.places.contains_key(hash)
    }

    /// The changes' hashes, ancestors before descendants.
    pub(super) fn hashes(&self) -> impl Iterator<Item = ChangeHash> {
        self.rows.iter().map(|row| row.hash)
    }

    /// The heads' hashes, in ascending order.
    pub(super) fn heads(&self) -> Vec<ChangeHash> {
        let rows = self.heads.iter().filter_map(|place| self.rows.get(*place));
        let mut heads: Vec<_> = rows.map(|row| row.hash).collect();
        heads.sort_unstable();
        heads
    }

    /// The places of these changes, unless one is not here.
    pub(super) fn find(&self, hashes: &[ChangeHash]) -> Option<Vec<usize>> {
        hashes.iter().map(|hash| self.places.get(hash).copied()).collect()
    }

    /// The greatest counter among these changes.
    pub(super) fn max_op(&self, deps: &[usize]) -> u64 {
        let rows = deps.iter().filter_map(|dep| self.rows.get(*dep));
        rows.map(Row::max_op).max().unwrap_or(0)
    }

    /// Walks back from the heads and from `deps` side by side, latest first, until every head's way
    /// has met an ancestor of `deps`. Costs what is new since `deps`: mostly nothing.
    pub(super) fn past(&self, deps: &[usize]) -> Past {
        let mut past = Past::default();
        let mut queue: BTreeMap<usize, bool> = self.heads.iter().map(|head| (*head, false)).collect();
        queue.extend(deps.iter().map(|dep| (*dep, true)));
        let mut absent = queue.values().filter(|inside| !**inside).count();
        while absent > 0
            && let Some((place, inside)) = queue.pop_last()
        {
            if !inside {
                past.absent.insert(place);
                absent -= 1;
            }
            for dep in self.rows.get(place).into_iter().flat_map(|row| &row.deps) {
                match queue.entry(*dep) {
                    Entry::Vacant(entry) => {
                        entry.insert(inside);
                        absent += usize::from(!inside);
                    }
                    Entry::Occupied(mut entry) if inside && !*entry.get() => {
                        entry.insert(true);
                        absent -= 1;
                    }
                    Entry::Occupied(_) => {}
                }
            }
        }
        past
    }

    /// The number that this actor's next change must have; none if a change of theirs is not in `past`.
    pub(super) fn next_number(&self, actor: &ActorId, past: &Past) -> Option<u64> {
        let line = self.lines.get(actor).map_or(&[][..], Vec::as_slice);
        // Each follows the one before, so if the last is an ancestor all are.
        if line.last().is_some_and(|last| past.absent.contains(last)) {
            return None;
        }
        u64::try_from(line.len()).ok()?.checked_add(1)
    }

    /// What an operation of `past` did.
    pub(super) fn get(&self, id: &OpId, past: &Past) -> Option<&Known> {
        let (place, row) = self.row_of(id)?;
        if past.absent.contains(&place) {
            return None;
        }
        row.ops.get(id.0.checked_sub(row.start)?)
    }

    pub(super) fn change_of(&self, id: &OpId) -> Option<ChangeHash> {
        let (_, row) = self.row_of(id)?;
        (id.0 <= row.max_op()).then_some(row.hash)
    }

    /// The latest change of the operation's actor that does not begin after it.
    fn row_of(&self, id: &OpId) -> Option<(usize, &Row)> {
        let line = self.lines.get(&id.1)?;
        let begun = |place: &usize| self.rows.get(*place).is_some_and(|row| row.start <= id.0);
        let place = *line.get(line.partition_point(begun).checked_sub(1)?)?;
        Some((place, self.rows.get(place)?))
    }
}
