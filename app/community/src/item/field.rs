//! Fields of a map in a document: read without trust in who wrote them, and written so that it counts.

use automerge::iter::MapRangeItem;
use automerge::transaction::{Transactable, Transaction};
use automerge::{ActorId, Automerge, AutomergeError, ChangeHash, ObjId, ObjType, ReadDoc, ScalarValue, Value};
use kith_sync::document::Document;
use kith_sync::id::ItemId;
use std::collections::BTreeSet;

/// Values of one field that stand at once and are looked at; more only a broken device makes.
const MAX_VERSIONS: usize = 8;
/// What stands in one list and is looked at.
pub(crate) const MAX_LISTED: usize = 64;
/// Names of items in one value that are looked at.
const MAX_TOGETHER: usize = 8;

/// Fields that are read in one pass. Of a longer map each is looked up, or a map of thousands would be read for one.
const AT_ONCE: usize = 32;

/// An op by its name: counter and actor.
pub(crate) type Op = (u64, ActorId);

/// A map. What is not of the kind asked for is as good as absent.
pub(crate) struct Fields<'a> {
    auto: &'a Automerge,
    object: ObjId,
    /// All there is; `None` for a map of more than [`AT_ONCE`].
    held: Option<Vec<MapRangeItem<'a>>>,
    once: Option<Once<'a>>,
}

/// Fields that count only as the change that made the map wrote them.
struct Once<'a> {
    document: &'a Document,
    fields: &'static [&'static str],
    made_by: ChangeHash,
}

impl<'a> Fields<'a> {
    /// The fields of `object`, if it is a map.
    pub(crate) fn of(auto: &'a Automerge, object: ObjId) -> Option<Self> {
        if auto.object_type(&object).ok()? != ObjType::Map {
            return None;
        }
        let held: Vec<_> = auto.map_range(&object, ..).take(AT_ONCE + 1).collect();
        Some(Self { auto, object, held: (held.len() <= AT_ONCE).then_some(held), once: None })
    }

    /// The fields of the map that `op` made, if it made one. Of those in `once` a value that a later change put, and whatever
    /// such a change put into a list there, is as good as absent.
    pub(crate) fn made_by(document: &'a Document, op: &Op, once: &'static [&'static str]) -> Option<Self> {
        let made_by = document.change_of((op.0, &op.1))?;
        let fields = Self::of(document.auto(), ObjId::Id(op.0, op.1.clone(), 0))?;
        Some(Self { once: Some(Once { document, fields: once, made_by }), ..fields })
    }

    /// The same with these as the fields that count only as the change that made the map wrote them.
    pub(crate) fn said_once(mut self, fields: &'static [&'static str]) -> Self {
        self.once = self.once.map(|once| Once { fields, ..once });
        self
    }

    /// A number.
    pub(crate) fn number(&self, field: &str) -> Option<i64> {
        number(&self.value(field)?)
    }

    /// The greatest of the numbers that stand at once, and an op that put it there.
    pub(crate) fn greatest(&self, field: &str) -> Option<(i64, Op)> {
        let put = self.values(field).into_iter().filter_map(|(value, op)| match op {
            ObjId::Id(counter, actor, _) => Some((number(&value)?, (counter, actor))),
            ObjId::Root => None,
        });
        put.max()
    }

    /// Words that are no content, such as a channel.
    pub(crate) fn text(&self, field: &str) -> Option<String> {
        match self.value(field)?.into_scalar().ok()? {
            ScalarValue::Str(text) => Some(text.into()),
            _ => None,
        }
    }

    /// Words that are listed and no content.
    pub(crate) fn texts(&self, field: &str) -> Vec<String> {
        let Some(list) = self.list(field) else {
            return Vec::new();
        };
        let text = |(value, _): (Value<'_>, ObjId)| match value.into_scalar().ok()? {
            ScalarValue::Str(text) => Some(text.into()),
            _ => None,
        };
        self.elements(field, &list, MAX_LISTED).filter_map(text).collect()
    }

    /// Yes or no.
    pub(crate) fn flag(&self, field: &str) -> Option<bool> {
        match self.value(field)?.into_scalar().ok()? {
            ScalarValue::Boolean(flag) => Some(flag),
            _ => None,
        }
    }

    /// The item that is named.
    pub(crate) fn item(&self, field: &str) -> Option<ItemId> {
        item(&self.value(field)?)
    }

    /// A few bytes.
    pub(crate) fn bytes(&self, field: &str) -> Option<Vec<u8>> {
        match self.value(field)?.into_scalar().ok()? {
            ScalarValue::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Items whose names stand one after the other in one value, at most [`MAX_TOGETHER`].
    pub(crate) fn listed(&self, field: &str) -> Vec<ItemId> {
        let bytes = self.bytes(field).unwrap_or_default();
        bytes.as_chunks::<18>().0.iter().take(MAX_TOGETHER).filter_map(|name| ItemId::from_bytes(name)).collect()
    }

    /// The items among the first `most` that are listed, each once.
    pub(crate) fn items(&self, field: &str, most: usize) -> Vec<ItemId> {
        let Some(list) = self.list(field) else {
            return Vec::new();
        };
        let mut once = BTreeSet::new();
        let listed = self.elements(field, &list, most).filter_map(|(value, _)| item(&value));
        listed.filter(|item| once.insert(*item)).collect()
    }

    /// Content parts named at once, each with the op that did, the one Automerge chose first.
    pub(crate) fn parts(&self, field: &str) -> Vec<(Op, u8)> {
        let newest = self.values(field).into_iter().rev().take(MAX_VERSIONS);
        newest
            .filter_map(|(value, op)| match op {
                ObjId::Id(counter, actor, _) => Some(((counter, actor), part(number(&value)?)?)),
                ObjId::Root => None,
            })
            .collect()
    }

    /// The value that Automerge chose.
    fn value(&self, field: &str) -> Option<Value<'a>> {
        self.chosen(field).map(|(value, _)| value)
    }

    fn list(&self, field: &str) -> Option<ObjId> {
        let (value, list) = self.chosen(field)?;
        (value == Value::Object(ObjType::List)).then_some(list)
    }

    /// The value that Automerge chose, and the op that put it there.
    fn chosen(&self, field: &str) -> Option<(Value<'a>, ObjId)> {
        let chosen = match &self.held {
            Some(held) => find(held, field).map(|found| (found.value.clone().into_value(), found.id())),
            None => self.auto.get(&self.object, field).ok()?,
        };
        chosen.filter(|(_, put)| self.counts(field, put))
    }

    /// What stands in a list of this field, of the first `most`.
    fn elements(&self, field: &str, list: &ObjId, most: usize) -> impl Iterator<Item = (Value<'a>, ObjId)> {
        self.auto.values(list).filter(move |(_, put)| self.counts(field, put)).take(most)
    }

    /// Whether what an op put into a field counts.
    fn counts(&self, field: &str, put: &ObjId) -> bool {
        let Some(once) = self.once.as_ref().filter(|once| once.fields.contains(&field)) else {
            return true;
        };
        match put {
            ObjId::Id(counter, actor, _) => once.document.change_of((*counter, actor)) == Some(once.made_by),
            ObjId::Root => false,
        }
    }

    /// All values that stand at once and count, the one Automerge chose last.
    fn values(&self, field: &str) -> Vec<(Value<'a>, ObjId)> {
        let mut all = self.all(field);
        all.retain(|(_, put)| self.counts(field, put));
        all
    }

    fn all(&self, field: &str) -> Vec<(Value<'a>, ObjId)> {
        let found = match &self.held {
            Some(held) => find(held, field).map(|found| (!found.conflict).then_some(found)),
            None => Some(None),
        };
        match found {
            None => Vec::new(),
            Some(Some(only)) => vec![(only.value.clone().into_value(), only.id())],
            Some(None) => self.auto.get_all(&self.object, field).unwrap_or_default(),
        }
    }
}

fn find<'a, 'b>(held: &'b [MapRangeItem<'a>], field: &str) -> Option<&'b MapRangeItem<'a>> {
    held.iter().find(|item| item.key == field)
}

/// The number of a content part; part 0 is the change itself.
pub(crate) fn part(number: i64) -> Option<u8> {
    u8::try_from(number).ok().filter(|part| *part > 0)
}

fn number(value: &Value<'_>) -> Option<i64> {
    match value {
        Value::Scalar(value) => match value.as_ref() {
            ScalarValue::Int(number) => Some(*number),
            _ => None,
        },
        Value::Object(_) => None,
    }
}

fn item(value: &Value<'_>) -> Option<ItemId> {
    let Value::Scalar(value) = value else {
        return None;
    };
    match value.as_ref() {
        ScalarValue::Bytes(bytes) => ItemId::from_bytes(bytes),
        _ => None,
    }
}

/// Names a content part of the record being written. Where the field holds the same number of an earlier
/// record, Automerge would leave a mere put out.
pub(crate) fn put_part(
    document: &mut Transaction<'_>,
    object: &ObjId,
    field: &str,
    part: u8,
) -> Result<(), AutomergeError> {
    document.delete(object, field)?;
    document.put(object, field, i64::from(part))
}

/// Puts the names of items into one value; none are left out.
pub(crate) fn put_together(
    document: &mut Transaction<'_>,
    object: &ObjId,
    field: &str,
    items: &[ItemId],
) -> Result<(), AutomergeError> {
    if items.is_empty() {
        return Ok(());
    }
    document.put(object, field, items.iter().flat_map(|item| item.to_bytes()).collect::<Vec<u8>>())
}

/// Lists words that are no content; an empty list is left out.
pub(crate) fn put_texts(
    document: &mut Transaction<'_>,
    object: &ObjId,
    field: &str,
    texts: &[String],
) -> Result<(), AutomergeError> {
    put_list(document, object, field, texts.iter().map(String::as_str))
}

/// Lists items; an empty list is left out.
pub(crate) fn put_items(
    document: &mut Transaction<'_>,
    object: &ObjId,
    field: &str,
    items: &[ItemId],
) -> Result<(), AutomergeError> {
    put_list(document, object, field, items.iter().map(|item| item.to_bytes().to_vec()))
}

fn put_list<V: Into<ScalarValue>>(
    document: &mut Transaction<'_>,
    object: &ObjId,
    field: &str,
    values: impl ExactSizeIterator<Item = V>,
) -> Result<(), AutomergeError> {
    if values.len() == 0 {
        return Ok(());
    }
    let list = document.put_object(object, field, ObjType::List)?;
    for (place, value) in values.enumerate() {
        document.insert(&list, place, value)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use automerge::ROOT;
    use proptest::collection::vec;
    use proptest::prelude::*;

    /// What is done to one field.
    #[derive(Clone, Debug)]
    enum Done {
        Put(ScalarValue),
        List,
        Delete,
        Increment,
    }

    fn done() -> impl Strategy<Value = Done> {
        prop_oneof![
            any::<i64>().prop_map(|number| Done::Put(number.into())),
            any::<bool>().prop_map(|flag| Done::Put(flag.into())),
            vec(any::<u8>(), 0..40).prop_map(|bytes| Done::Put(bytes.into())),
            "[a-z]{0,4}".prop_map(|text| Done::Put(text.into())),
            Just(Done::Put(ScalarValue::counter(1))),
            Just(Done::List),
            Just(Done::Delete),
            Just(Done::Increment),
        ]
    }

    /// Several devices that know nothing of each other after the first change, each doing some of this.
    fn document(branches: &[Vec<(u8, Done)>], more: usize) -> Automerge {
        let mut base = Automerge::new().with_actor(ActorId::from([9]));
        let begun = base.transact::<_, _, AutomergeError>(|document| {
            document.put(ROOT, "f0", 1)?;
            for number in 0..more {
                document.put(ROOT, format!("more {number}"), 1)?;
            }
            Ok(())
        });
        begun.expect("a beginning");
        for (branch, done) in (0_u8..).zip(branches) {
            let mut other = base.fork().with_actor(ActorId::from([branch]));
            for (field, done) in done {
                let field = format!("f{}", field % 4);
                let result = other.transact::<_, _, AutomergeError>(|document| match done {
                    Done::Put(value) => document.put(ROOT, &field, value.clone()),
                    Done::List => document.put_object(ROOT, &field, ObjType::List).map(drop),
                    Done::Delete => document.delete(ROOT, &field),
                    Done::Increment => document.increment(ROOT, &field, 2),
                });
                drop(result);
            }
            base.merge(&mut other).expect("a merge");
        }
        base
    }

    fn read(fields: &Fields<'_>, field: &str) -> String {
        let lists = (fields.texts(field), fields.items(field, MAX_LISTED), fields.listed(field));
        let one = (fields.number(field), fields.text(field), fields.flag(field), fields.bytes(field));
        format!(
            "{:?}",
            (fields.values(field), fields.list(field), lists, one, fields.parts(field), fields.greatest(field))
        )
    }

    proptest! {
        /// One pass over a map finds what a look at each field finds.
        #[test]
        fn fields_read_in_one_pass_are_those_looked_up(
            branches in vec(vec((any::<u8>(), done()), 0..6), 0..4), more in 0..3_usize
        ) {
            let auto = document(&branches, more);
            let held = Fields::of(&auto, ROOT).expect("a map");
            let each = Fields { auto: &auto, object: ROOT, held: None, once: None };
            prop_assert!(held.held.is_some());
            for field in ["f0", "f1", "f2", "f3", "more 0", "none"] {
                prop_assert_eq!(read(&held, field), read(&each, field), "{}", field);
            }
        }
    }

    #[test]
    fn a_map_of_too_many_fields_is_not_read_whole() {
        for (more, held) in [(AT_ONCE - 1, true), (AT_ONCE, false)] {
            let auto = document(&[], more);
            let fields = Fields::of(&auto, ROOT).expect("a map");
            assert_eq!(fields.held.is_some(), held, "{more} more");
            assert_eq!(fields.number("f0"), Some(1));
            assert_eq!(fields.number("more 3"), Some(1));
        }
    }
}
