//! A person's notes for their own devices as rows: what a device is called, and what was seen on it.

use super::{DEVICE, DEVICE_NAME, MAX_SEEN, POSTS, SEEN};
use crate::item::{Item, Sheet};
use crate::names::Number;
use crate::noun::{Noun, Work};
use crate::topic;
use kith_sync::node::Subjects;
use std::collections::BTreeSet;

/// Notes among one person's devices.
pub(crate) struct Notes;

/// What a person's devices tell each other.
pub(crate) const NOTES: Subjects = Subjects::sliced(6);

impl Noun for Notes {
    fn name(&self) -> &'static str {
        "device"
    }

    fn subject(&self) -> Subjects {
        NOTES
    }

    fn kinds(&self) -> &'static [i64] {
        &[DEVICE_NAME, SEEN]
    }

    fn tables(&self) -> &'static [&'static str] {
        &["device_names"]
    }

    fn alike(&self) -> &'static [&'static str] {
        &["SELECT name, device FROM device_names JOIN names ON id = item ORDER BY name"]
    }

    fn work<'a>(&self, sheet: &'a Sheet<'a>) -> Box<dyn Work + 'a> {
        Box::new(Noting { sheet, topics: BTreeSet::new() })
    }
}

struct Noting<'a> {
    sheet: &'a Sheet<'a>,
    /// In which something was seen.
    topics: BTreeSet<Number>,
}

impl Work for Noting<'_> {
    fn write(&mut self, item: &Item<'_>) -> rusqlite::Result<()> {
        if item.kind == SEEN {
            return self.write_seen(item);
        }
        let insert = "INSERT INTO device_names VALUES (?, ?)";
        item.fields.text(DEVICE).map_or(Ok(()), |device| item.run(insert, (item.id, device)))
    }

    fn end(&mut self) -> rusqlite::Result<()> {
        topic::count_anew(self.sheet.rows, &self.topics)
    }
}

impl Noting<'_> {
    /// What another of this person's devices says was seen; nobody else can say so.
    fn write_seen(&mut self, item: &Item<'_>) -> rusqlite::Result<()> {
        if !item.sheet.is_mine() || !item.stands() {
            return Ok(());
        }
        let names = item.fields.bytes(POSTS).unwrap_or_default();
        for post in names.as_chunks::<18>().0.iter().take(MAX_SEEN) {
            self.topics.extend(topic::note_seen_elsewhere(item.sheet.rows, post)?);
        }
        Ok(())
    }
}
