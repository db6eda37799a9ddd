//! Reactions as rows.

use super::{EMOJI, REACTION, reaction};
use crate::item::{Item, Sheet};
use crate::noun::{Noun, Work};
use crate::topic::note_answered;
use kith_sync::node::Subjects;

/// Answers without words.
pub(crate) struct Reactions;

/// Answers without words.
pub(crate) const REACTED: Subjects = Subjects::sliced(4);

impl Noun for Reactions {
    fn name(&self) -> &'static str {
        "reaction"
    }

    fn subject(&self) -> Subjects {
        REACTED
    }

    fn kinds(&self) -> &'static [i64] {
        &[REACTION]
    }

    fn tables(&self) -> &'static [&'static str] {
        &["reactions"]
    }

    fn alike(&self) -> &'static [&'static str] {
        &["SELECT of.name, post.name, emoji FROM reactions JOIN names AS of ON of.id = item
           JOIN names AS post ON post.id = post ORDER BY of.name"]
    }

    fn work<'a>(&self, _: &'a Sheet<'a>) -> Box<dyn Work + 'a> {
        Box::new(Self)
    }
}

impl Work for Reactions {
    fn write(&mut self, item: &Item<'_>) -> rusqlite::Result<()> {
        let emoji = item.fields.text(EMOJI).and_then(|text| reaction(&text));
        let (Some(post), Some(emoji)) = (item.on()?, emoji) else {
            return Ok(());
        };
        item.run("INSERT INTO reactions VALUES (?, ?, ?)", (item.id, post, emoji))?;
        if item.sheet.is_mine() && item.stands() { note_answered(item.sheet.rows, post) } else { Ok(()) }
    }
}
