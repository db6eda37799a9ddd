//! A profile document becomes one row.

use super::{EMBLEM_FIELD, NAME_FIELD, alike, clean_name};
use crate::item::field::Fields;
use crate::noun::Noun;
use automerge::{ROOT, ReadDoc};
use kith_sync::document::Kind;
use kith_sync::node::{Changed, Subjects, Touched, Words};
use rusqlite::Connection;
use std::collections::BTreeSet;

/// What people's cards say.
pub(crate) const PROFILES: Subjects = Subjects::sliced(0);
/// People's cards.
pub(crate) struct Profiles;

impl Noun for Profiles {
    fn name(&self) -> &'static str {
        "profile"
    }

    fn subject(&self) -> Subjects {
        PROFILES
    }

    fn alike(&self) -> &'static [&'static str] {
        &[
            "SELECT person, document, name, chosen, emblem FROM people ORDER BY person",
            "SELECT key, person FROM people_alike ORDER BY key, person",
            "SELECT person, place, name FROM people_versions ORDER BY person, place",
        ]
    }
}

/// Most bytes of an emblem.
const MAX_EMBLEM: usize = 16;

/// Makes the row of a person anew from the card; there is none while no name is here.
pub(crate) fn project(rows: &Connection, changed: &Changed<'_>) -> rusqlite::Result<()> {
    // A name that came late is no name.
    if matches!(changed.touched, Touched::Late(_)) {
        return Ok(());
    }
    changed.note(PROFILES);
    rows.prepare_cached("DELETE FROM people WHERE document = ?")?.execute([changed.id.0])?;
    let person = changed.named.person.0;
    let before = alike::filed(rows, &changed.named.person)?;
    let mut names = names(changed).into_iter();
    let Some(name) = names.next() else {
        return alike::project(rows, &changed.named.person, &before, &BTreeSet::new());
    };
    let insert = "INSERT OR REPLACE INTO people (person, document, name, chosen, emblem) VALUES (?1, ?2, ?3, ?3, ?4)";
    rows.prepare_cached(insert)?.execute((person, changed.id.0, &name, emblem(changed)))?;
    alike::project(rows, &changed.named.person, &before, &alike::keys(&name))?;
    for (place, name) in names.enumerate() {
        rows.prepare_cached("INSERT INTO people_versions VALUES (?, ?, ?)")?.execute((person, place, name))?;
    }
    rows.prepare_cached("INSERT OR IGNORE INTO arrivals (came) VALUES (?)")?.execute([person])?;
    Ok(())
}

/// The names on the card, each once, the one Automerge chose first. What a broken device wrote is none.
fn names(changed: &Changed<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for name in texts(changed, NAME_FIELD).iter().filter_map(|text| clean_name(text).ok()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The emblem on the card, the one Automerge chose. A newer Kith may know more of them: what has their form is kept.
fn emblem(changed: &Changed<'_>) -> String {
    let form = |text: &String| text.len() <= MAX_EMBLEM && text.bytes().all(|letter| letter.is_ascii_lowercase());
    texts(changed, EMBLEM_FIELD).into_iter().next().filter(form).unwrap_or_default()
}

/// What stands in a field of the card, the value Automerge chose first.
fn texts(changed: &Changed<'_>, field: &str) -> Vec<String> {
    let auto = changed.document.auto();
    let card = auto.get(ROOT, Kind::Profile.container().0).ok().flatten();
    let card = card.and_then(|(_, card)| Fields::of(auto, card));
    let parts = card.iter().flat_map(|card| card.parts(field));
    let words = parts.filter_map(|((counter, actor), part)| {
        let origin = changed.origin((counter, &actor))?;
        match changed.words(&origin, part) {
            Words::Here(bytes) => String::from_utf8(bytes).ok(),
            Words::Erased | Words::Missing => None,
        }
    });
    words.collect()
}
