//! What is done about announcements.

use super::{ANNOUNCE, ANNOUNCEMENT, DRAFT, DRAFT_TITLE, MAX_TITLE, READ, query};
use crate::command::{Act, Done, OK};
use crate::item::field::put_part;
use crate::item::say::{change_items, new_item};
use crate::item::schema::{DELETED, MARK, ON, STANDS, TITLE, WORDS};
use crate::item::target::{Target, find, not_here};
use crate::line;
use crate::local::draft::forget_drafts;
use crate::may;
use crate::reader::Reader;
use crate::topic::checked_text;
use crate::trouble::Trouble;
use crate::tx::Tx;
use automerge::transaction::Transactable;
use kith_sync::id::ItemId;
use serde::{Deserialize, Serialize};

/// What is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Tell everyone something.
    Announce {
        /// What, in one line.
        title: String,
        /// More about it.
        #[serde(default)]
        text: Option<String>,
    },
    /// Take back what one announced.
    TakeBack {
        /// The announcement.
        announcement: String,
    },
    /// Say that one has read an announcement.
    Acknowledge {
        /// The announcement.
        announcement: String,
    },
}

impl Act for Command {
    fn may(&self, reader: &Reader<'_>) -> Result<(), Trouble> {
        match self {
            Self::Announce { .. } => may::ask(reader, ANNOUNCE),
            // One takes back one's own alone; whoever belongs may say that they have read one.
            Self::TakeBack { .. } | Self::Acknowledge { .. } => Ok(()),
        }
    }

    fn apply(self, tx: &mut Tx<'_, '_>) -> Result<Done, Trouble> {
        match self {
            Self::Announce { title, text } => announce(tx, &title, text.as_deref()),
            Self::TakeBack { announcement } => take_back(tx, &announcement),
            Self::Acknowledge { announcement } => acknowledge(tx, &announcement),
        }
    }
}

fn announce(tx: &mut Tx<'_, '_>, title: &str, text: Option<&str>) -> Result<Done, Trouble> {
    let title = line::checked("title", title, MAX_TITLE)?;
    let text = text.filter(|text| !line::is_blank(text)).map(checked_text).transpose()?;
    let has_text = text.is_some();
    let contents = [title.into_bytes()].into_iter().chain(text).collect();
    let saying = new_item(tx.replica(), ANNOUNCEMENT, tx.now_ms, contents, move |sheet, item| {
        put_part(sheet, item, TITLE, 1)?;
        if has_text { put_part(sheet, item, WORDS, 2) } else { Ok(()) }
    });
    let said = tx.say(saying)?;
    forget_drafts(tx.rows(), DRAFT, Some(DRAFT_TITLE))?;
    Ok(Done::Post { post: said.item.as_ref().map(ItemId::to_string).unwrap_or_default() })
}

fn take_back(tx: &mut Tx<'_, '_>, id: &str) -> Result<Done, Trouble> {
    let target = standing(&tx.reader(), id)?;
    if target.person != tx.reader().me {
        return Err(Trouble::of("announcement-of-another"));
    }
    let change =
        change_items(tx.replica(), target.document, vec![target.op], |sheet, item| sheet.put(item, MARK, DELETED));
    tx.say(change).map(|_| OK)
}

/// Says so once: who said it already has said it, and one's own needs no reading.
fn acknowledge(tx: &mut Tx<'_, '_>, id: &str) -> Result<Done, Trouble> {
    let target = standing(&tx.reader(), id)?;
    let row = query::one(&tx.reader(), &target.item)?.unwrap_or_default();
    if row.mine || row.read {
        return Ok(OK);
    }
    if row.lacks {
        return Err(not_here("announcement-not-here", id));
    }
    let on = target.item.to_bytes().to_vec();
    let saying = new_item(tx.replica(), READ, tx.now_ms, Vec::new(), move |sheet, item| sheet.put(item, ON, on));
    tx.say(saying).map(|_| OK)
}

/// An announcement that stands.
fn standing(reader: &Reader<'_>, id: &str) -> Result<Target, Trouble> {
    let found = find(reader, id)?.filter(|found| found.kind == ANNOUNCEMENT && found.mark == STANDS);
    found.ok_or_else(|| not_here("announcement-not-here", id))
}
