//! The community's names and customs as rows.

use super::{ANSWER_H, CHOOSE, COMMUNITY_NAME, CUSTOMS, CUSTOMS_ONCE, MAX_ANSWER_H, NAME_ONCE};
use crate::item::field::Fields;
use crate::item::{Item, Sheet};
use crate::may::Right;
use crate::noun::{Noun, Work};
use crate::reaction::{self, EMOJI, REACTIONS};
use kith_sync::node::Subjects;

/// What is chosen for everyone.
pub(crate) struct Choices;

/// What the community is called, and how it talks.
pub(crate) const CHOICES: Subjects = Subjects::sliced(5);

impl Noun for Choices {
    fn name(&self) -> &'static str {
        "community"
    }

    fn subject(&self) -> Subjects {
        CHOICES
    }

    fn kinds(&self) -> &'static [i64] {
        &[COMMUNITY_NAME, CUSTOMS]
    }

    fn once(&self, kind: i64) -> &'static [&'static str] {
        if kind == CUSTOMS { &CUSTOMS_ONCE } else { &NAME_ONCE }
    }

    fn needs(&self, _kind: i64) -> Option<Right> {
        Some(CHOOSE)
    }

    fn tables(&self) -> &'static [&'static str] {
        &["customs"]
    }

    fn alike(&self) -> &'static [&'static str] {
        &["SELECT name, reactions, answer_h FROM customs JOIN names ON id = item ORDER BY name"]
    }

    fn work<'a>(&self, _: &'a Sheet<'a>) -> Box<dyn Work + 'a> {
        Box::new(Self)
    }
}

impl Work for Choices {
    fn write(&mut self, item: &Item<'_>) -> rusqlite::Result<()> {
        if item.kind == CUSTOMS {
            let (reactions, hours) = customs(&item.fields);
            item.run("INSERT INTO customs VALUES (?, ?, ?)", (item.id, reactions, hours))?;
        }
        item.write_replaces()
    }
}

fn customs(fields: &Fields<'_>) -> (Option<String>, Option<i64>) {
    let named = fields.texts(EMOJI);
    let mut reactions = reaction::apart(named.iter().filter_map(|text| reaction::reaction(text)).collect());
    reactions.truncate(REACTIONS.len());
    let hours = fields.number(ANSWER_H).filter(|hours| (0..=i64::from(MAX_ANSWER_H)).contains(hours));
    ((!reactions.is_empty()).then(|| reactions.join("\n")), hours)
}
