//! Fields of a map in a document: read without trust in who wrote them, and written so that it counts.

use automerge::transaction::{Transactable, Transaction};
use automerge::{ActorId, Automerge, AutomergeError, ObjId, ObjType, ReadDoc, ScalarValue, Value};
use kith_sync::id::ItemId;

/// Values of one field that stand at once and are looked at; more only a broken device makes.
const MAX_VERSIONS: usize = 8;
/// Names of items in one field that are looked at.
const MAX_LISTED: usize = 64;
/// Names of items in one value that are looked at.
const MAX_TOGETHER: usize = 8;

/// An op by its name: counter and actor.
pub(crate) type Op = (u64, ActorId);

/// A map. What is not of the kind asked for is as good as absent.
pub(crate) struct Fields<'a> {
    auto: &'a Automerge,
    object: ObjId,
}

impl<'a> Fields<'a> {
    /// The fields of `object`, if it is a map.
    pub(crate) fn of(auto: &'a Automerge, object: ObjId) -> Option<Self> {
        let map = auto.object_type(&object).ok()? == ObjType::Map;
        map.then_some(Self { auto, object })
    }

    /// A number.
    pub(crate) fn number(&self, field: &str) -> Option<i64> {
        number(&self.value(field)?.0)
    }

    /// The greatest of the numbers that stand at once, and an op that put it there.
    pub(crate) fn greatest(&self, field: &str) -> Option<(i64, Op)> {
        let values = self.auto.get_all(&self.object, field).ok()?;
        let put = values.into_iter().filter_map(|(value, op)| match op {
            ObjId::Id(counter, actor, _) => Some((number(&value)?, (counter, actor))),
            ObjId::Root => None,
        });
        put.max()
    }

    /// Words that are no content, such as a channel.
    pub(crate) fn text(&self, field: &str) -> Option<String> {
        match self.value(field)?.0.into_scalar().ok()? {
            ScalarValue::Str(text) => Some(text.into()),
            _ => None,
        }
    }

    /// Words that are listed and no content.
    pub(crate) fn texts(&self, field: &str) -> Vec<String> {
        let Some((Value::Object(ObjType::List), list)) = self.value(field) else {
            return Vec::new();
        };
        let text = |(value, _): (Value<'_>, ObjId)| match value.into_scalar().ok()? {
            ScalarValue::Str(text) => Some(text.into()),
            _ => None,
        };
        self.auto.values(&list).take(MAX_LISTED).filter_map(text).collect()
    }

    /// Yes or no.
    pub(crate) fn flag(&self, field: &str) -> Option<bool> {
        match self.value(field)?.0.into_scalar().ok()? {
            ScalarValue::Boolean(flag) => Some(flag),
            _ => None,
        }
    }

    /// The item that is named.
    pub(crate) fn item(&self, field: &str) -> Option<ItemId> {
        item(&self.value(field)?.0)
    }

    /// A few bytes.
    pub(crate) fn bytes(&self, field: &str) -> Option<Vec<u8>> {
        match self.value(field)?.0.into_scalar().ok()? {
            ScalarValue::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Items whose names stand one after the other in one value, at most [`MAX_TOGETHER`].
    pub(crate) fn listed(&self, field: &str) -> Vec<ItemId> {
        let bytes = self.bytes(field).unwrap_or_default();
        bytes.as_chunks::<18>().0.iter().take(MAX_TOGETHER).filter_map(|name| ItemId::from_bytes(name)).collect()
    }

    /// The items that are listed, each once.
    pub(crate) fn items(&self, field: &str) -> Vec<ItemId> {
        let Some((Value::Object(ObjType::List), list)) = self.value(field) else {
            return Vec::new();
        };
        let mut items = Vec::new();
        for value in self.auto.values(&list).take(MAX_LISTED) {
            items.extend(item(&value.0).filter(|item| !items.contains(item)));
        }
        items
    }

    /// Content parts named at once, each with the op that did, the one Automerge chose first.
    pub(crate) fn parts(&self, field: &str) -> Vec<(Op, u8)> {
        let values = self.auto.get_all(&self.object, field).unwrap_or_default();
        let newest = values.into_iter().rev().take(MAX_VERSIONS);
        newest
            .filter_map(|(value, op)| match op {
                ObjId::Id(counter, actor, _) => Some(((counter, actor), part(number(&value)?)?)),
                ObjId::Root => None,
            })
            .collect()
    }

    fn value(&self, field: &str) -> Option<(Value<'a>, ObjId)> {
        self.auto.get(&self.object, field).ok()?
    }
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
    if texts.is_empty() {
        return Ok(());
    }
    let list = document.put_object(object, field, ObjType::List)?;
    for (place, text) in texts.iter().enumerate() {
        document.insert(&list, place, text.as_str())?;
    }
    Ok(())
}

/// Lists items; an empty list is left out.
pub(crate) fn put_items(
    document: &mut Transaction<'_>,
    object: &ObjId,
    field: &str,
    items: &[ItemId],
) -> Result<(), AutomergeError> {
    if items.is_empty() {
        return Ok(());
    }
    let list = document.put_object(object, field, ObjType::List)?;
    for (place, item) in items.iter().enumerate() {
        document.insert(&list, place, item.to_bytes().to_vec())?;
    }
    Ok(())
}
