//! A profile document becomes one row.

use super::clean_name;
use crate::field::Fields;
use automerge::{ROOT, ReadDoc};
use kith_sync::document::Kind;
use kith_sync::node::{Changed, Touched, Words};
use rusqlite::Connection;

/// Makes the row of a person anew from the card; there is none while no name is here.
pub(crate) fn project(rows: &Connection, changed: &Changed<'_>) -> rusqlite::Result<()> {
    // A name that came late is no name.
    if matches!(changed.touched, Touched::Late(_)) {
        return Ok(());
    }
    rows.prepare_cached("DELETE FROM people WHERE document = ?")?.execute([changed.id.0])?;
    let person = changed.named.person.0;
    let mut names = names(changed).into_iter();
    let Some(name) = names.next() else {
        return Ok(());
    };
    rows.prepare_cached("INSERT OR REPLACE INTO people VALUES (?, ?, ?)")?.execute((person, changed.id.0, name))?;
    for (place, name) in names.enumerate() {
        rows.prepare_cached("INSERT INTO people_versions VALUES (?, ?, ?)")?.execute((person, place, name))?;
    }
    rows.prepare_cached("INSERT OR IGNORE INTO arrivals (came) VALUES (?)")?.execute([person])?;
    Ok(())
}

/// The names on the card, each once, the one Automerge chose first. What a broken device wrote is none.
fn names(changed: &Changed<'_>) -> Vec<String> {
    let auto = changed.document.auto();
    let card = auto.get(ROOT, Kind::Profile.container().0).ok().flatten();
    let card = card.and_then(|(_, card)| Fields::of(auto, card));
    let mut names = Vec::new();
    for ((counter, actor), part) in card.iter().flat_map(|card| card.parts("n")) {
        let words = changed.origin((counter, &actor)).map(|origin| changed.words(&origin, part));
        if let Some(Words::Here(bytes)) = words
            && let Ok(text) = String::from_utf8(bytes)
            && let Ok(name) = clean_name(&text)
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    names
}
