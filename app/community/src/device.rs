//! What a person notes for themselves, on all of their devices and nobody else's: what each device is called.
//!
//! The notes are items of a sheet in a circle that the person alone reads (docs/protocol.md §5). Others see that there is
//! such a circle, and nothing of what is in it.

mod command;
mod rows;

pub use command::Command;
pub(crate) use rows::{NOTES, Notes};

use crate::item::field::put_part;
use crate::item::say::new_item;
use crate::line;
use crate::names;
use crate::project::Rows;
use crate::today::Waits;
use crate::trouble::Trouble;
use automerge::transaction::Transactable;
use kith_sync::id::{CircleId, DeviceId, ItemId, to_text};
use kith_sync::node::{Replica, Saying, Subjects};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What waits for the reader of their own devices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeviceWaits {
    /// This device was put back to an older copy, and something that it once decided is missing.
    PutBack,
}

impl Waits for DeviceWaits {
    const READS: Subjects = Subjects::CHARTER;

    fn all(replica: &Replica<Rows>) -> Result<Vec<Self>, Trouble> {
        Ok(replica.is_restored().then_some(Self::PutBack).into_iter().collect())
    }

    fn key(&self) -> String {
        "put back".to_owned()
    }
}

/// Migration of the notes' rows.
pub(crate) const SCHEMA: &str = include_str!("device/schema.sql");
/// A later migration of the notes' rows.
pub(crate) const SEEN_SCHEMA: &str = include_str!("device/seen.sql");
/// The kind of an item that says which posts were seen.
pub(crate) const SEEN: i64 = 9;
/// Those posts: names of items, one after the other.
pub(crate) const POSTS: &str = "p";
/// Most posts in one such item: a change has at most 64 KiB.
pub(crate) const MAX_SEEN: usize = 2_000;
/// The kind of an item that says what a device is called.
pub(crate) const DEVICE_NAME: i64 = 8;
/// The device that it is about.
pub(crate) const DEVICE: &str = "d";
/// The words.
const WORDS: &str = "w";
/// Most characters of a device's name.
pub const MAX_DEVICE_NAME: usize = 40;

/// Says what a device of one's own is called. `circle` is one that this person alone reads.
///
/// # Errors
/// In words, when nothing of the name can be seen or it is longer than [`MAX_DEVICE_NAME`] characters.
pub fn name_device(
    replica: &Replica<Rows>,
    circle: CircleId,
    device: &DeviceId,
    name: &str,
    time_ms: i64,
) -> Result<Saying<'static>, Trouble> {
    let name = line::checked("name", name, MAX_DEVICE_NAME)?;
    let device = to_text(&device.0);
    let saying = new_item(replica, DEVICE_NAME, time_ms, vec![name.into_bytes()], move |sheet, item| {
        sheet.put(item, DEVICE, device)?;
        put_part(sheet, item, WORDS, 1)
    });
    Ok(Saying { circle, ..saying })
}

/// Says which posts were seen on this device. `circle` is one that this person alone reads; of the posts the first
/// [`MAX_SEEN`] are said.
#[must_use]
pub fn seen(replica: &Replica<Rows>, circle: CircleId, posts: &[ItemId], time_ms: i64) -> Saying<'static> {
    let names: Vec<u8> = posts.iter().take(MAX_SEEN).flat_map(|post| post.to_bytes()).collect();
    let saying = new_item(replica, SEEN, time_ms, Vec::new(), move |sheet, item| sheet.put(item, POSTS, names));
    Saying { circle, ..saying }
}

/// What one's own devices are called, by their ids as text: what was said last counts.
///
/// # Errors
/// Whatever SQLite answers.
pub fn device_names(replica: &Replica<Rows>) -> rusqlite::Result<BTreeMap<String, String>> {
    let (rows, me) = (replica.store().connection(), replica.me().person);
    let mut query = rows.prepare_cached(
        "SELECT device, text FROM device_names JOIN shown USING (item) JOIN words USING (item)
         WHERE person = ? AND circle = ? AND field = 'w' AND standing = 1 AND text <> ''
         ORDER BY time_ms, name",
    )?;
    let mut called = BTreeMap::new();
    let person = names::number(rows, &me.0)?;
    for circle in replica.law().own_circles(&me) {
        let circle = names::number(rows, &circle.0)?;
        let said = query.query_map((person, circle), |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        for one in said {
            let (device, name) = one?;
            called.insert(device, line::clean(&name).chars().take(MAX_DEVICE_NAME).collect());
        }
    }
    Ok(called)
}
