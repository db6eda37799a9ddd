//! Announcements and readings as rows.

use super::{ANNOUNCE, ANNOUNCEMENT, READ, SAID_ONCE};
use crate::item::schema::ONCE;
use crate::item::{Item, Sheet};
use crate::may::Right;
use crate::noun::{Noun, Work};
use kith_sync::node::Subjects;

/// What is announced, and who has read it.
pub(crate) struct Announcements;

/// What is announced, and who has read it.
pub(crate) const ANNOUNCED: Subjects = Subjects::sliced(7);

impl Noun for Announcements {
    fn name(&self) -> &'static str {
        "announcement"
    }

    fn migrations(&self) -> &'static [&'static str] {
        &[include_str!("schema.sql")]
    }

    fn subject(&self) -> Subjects {
        ANNOUNCED
    }

    fn kinds(&self) -> &'static [i64] {
        &[ANNOUNCEMENT, READ]
    }

    fn once(&self, kind: i64) -> &'static [&'static str] {
        if kind == ANNOUNCEMENT { &SAID_ONCE } else { &ONCE }
    }

    fn needs(&self, kind: i64) -> Option<Right> {
        (kind == ANNOUNCEMENT).then_some(ANNOUNCE)
    }

    fn tables(&self) -> &'static [&'static str] {
        &["readings"]
    }

    fn alike(&self) -> &'static [&'static str] {
        &["SELECT of.name, announcement.name FROM readings JOIN names AS of ON of.id = item
           JOIN names AS announcement ON announcement.id = announcement ORDER BY of.name"]
    }

    fn work<'a>(&self, _: &'a Sheet<'a>) -> Box<dyn Work + 'a> {
        Box::new(Self)
    }
}

impl Work for Announcements {
    fn write(&mut self, item: &Item<'_>) -> rusqlite::Result<()> {
        match (item.kind, item.on()?) {
            (READ, Some(announcement)) => item.run("INSERT INTO readings VALUES (?, ?)", (item.id, announcement)),
            _ => Ok(()),
        }
    }
}
