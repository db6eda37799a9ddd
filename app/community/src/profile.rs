//! People: the card on which each says what to be called, and the names in rows.
//!
//! Who belongs and in what role is the charter's to say, not asked here.

pub mod alike;
mod rows;

pub(crate) use rows::{PROFILES, Profiles, project};

use crate::command::{Act, Done, OK};

use crate::item::field::put_part;
use crate::line;
use crate::project::Rows;
use crate::reader::Reader;
use crate::trouble::Trouble;
use crate::tx::Tx;
use automerge::transaction::Transaction;
use automerge::{AutomergeError, ROOT, ReadDoc};
use kith_sync::document::Kind;
use kith_sync::id::{CircleId, PersonId, from_text, to_text};
use kith_sync::node::{Replica, Saying};
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the name is called in a card's document.
const NAME_FIELD: &str = "n";
/// What the emblem is called there.
const EMBLEM_FIELD: &str = "e";
/// Migration of people's rows, and of what every slice notes about this device's own looking.
pub(crate) const SCHEMA: &str = include_str!("profile/schema.sql");
/// A later migration of people's rows.
pub(crate) const EMBLEM_SCHEMA: &str = include_str!("profile/emblem.sql");
pub(crate) const ALIKE_SCHEMA: &str = include_str!("profile/alike.sql");
/// The emblems that a face may bear instead of initials.
pub const EMBLEMS: [&str; 12] =
    ["sun", "moon", "star", "bird", "fish", "flower", "palm", "drum", "book", "mountain", "flame", "feather"];
/// Most characters of a name.
pub const MAX_NAME: usize = 64;
/// Most characters of the line with which a newcomer is greeted: a code for a phone's camera has to hold it.
pub const MAX_GREETING: usize = 120;

/// What is put on one's own card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Be called otherwise.
    Rename {
        /// One's own new name.
        name: String,
    },
    /// Bear an emblem on one's face instead of initials.
    Emblem {
        /// One of [`EMBLEMS`]; empty for initials.
        emblem: String,
    },
}

impl Act for Command {
    fn may(&self, _reader: &Reader<'_>) -> Result<(), Trouble> {
        match self {
            Self::Rename { .. } | Self::Emblem { .. } => Ok(()),
        }
    }

    fn apply(self, tx: &mut Tx<'_, '_>) -> Result<Done, Trouble> {
        let everyone = tx.replica().everyone();
        let saying = match self {
            Self::Rename { name } => rename(everyone, &name)?,
            Self::Emblem { emblem } => self::emblem(everyone, &emblem)?,
        };
        tx.say(saying).map(|_| OK)
    }
}

/// Puts a name on this device's person's card, outside of a command.
///
/// # Errors
/// In words, when the name cannot be taken or one does not belong.
pub fn rename_here(replica: &mut Replica<Rows>, name: &str) -> Result<(), Trouble> {
    let saying = rename(replica.everyone(), name)?;
    Ok(replica.say(saying).map(drop)?)
}

/// A person's name as it can be kept: trimmed, without control characters and without what tells alike names apart.
///
/// # Errors
/// In words, when nothing of it can be seen or it is longer than [`MAX_NAME`] characters.
pub fn clean_name(name: &str) -> Result<String, Trouble> {
    let name: String = name.chars().map(|letter| if alike::looks_like_mark(letter) { ' ' } else { letter }).collect();
    line::checked("name", &name, MAX_NAME)
}

/// Puts a name on one's own card. `circle` is everyone's.
///
/// # Errors
/// As [`clean_name`].
pub fn rename(circle: CircleId, name: &str) -> Result<Saying<'static>, Trouble> {
    let name = clean_name(name)?;
    Ok(on_card(circle, NAME_FIELD, name.into_bytes()))
}

/// Puts one of [`EMBLEMS`] on one's own card, or none. `circle` is everyone's.
///
/// # Errors
/// In words, when it is none of them.
pub fn emblem(circle: CircleId, emblem: &str) -> Result<Saying<'static>, Trouble> {
    if !emblem.is_empty() && !EMBLEMS.contains(&emblem) {
        return Err(Trouble::of("emblem-unknown"));
    }
    Ok(on_card(circle, EMBLEM_FIELD, emblem.as_bytes().to_vec()))
}

/// Puts words into a field of one's own card.
fn on_card(circle: CircleId, field: &'static str, words: Vec<u8>) -> Saying<'static> {
    let edit = move |document: &mut Transaction<'_>| {
        let (key, kind) = Kind::Profile.container();
        let Some((_, card)) = document.get(ROOT, key)? else {
            return Err(AutomergeError::InvalidOp(kind));
        };
        put_part(document, &card, field, 1).map(|()| None)
    };
    Saying {
        circle,
        kind: Kind::Profile,
        document: None,
        contents: vec![words],
        erased: Vec::new(),
        edit: Box::new(edit),
    }
}

/// The emblems of those who chose one.
///
/// # Errors
/// Whatever SQLite answers.
pub fn emblems(rows: &Connection) -> rusqlite::Result<BTreeMap<PersonId, String>> {
    let mut query = rows.prepare_cached("SELECT person, emblem FROM people WHERE emblem <> ''")?;
    query.query_map([], |row| Ok((PersonId(row.get(0)?), row.get(1)?)))?.collect()
}

/// What a person is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// The name that is shown: with a mark where somebody else's looks the same.
    pub name: String,
    /// The name on the card.
    pub chosen: String,
    /// Others that stand at once, from two devices, until the person chooses again.
    pub versions: Vec<String>,
}

/// The names that have arrived.
///
/// # Errors
/// Whatever SQLite answers.
pub fn names(rows: &Connection) -> rusqlite::Result<BTreeMap<PersonId, Name>> {
    let mut query = rows.prepare_cached("SELECT person, name, chosen FROM people")?;
    let found = query.query_map([], |row| {
        let name = row.get(1)?;
        Ok((PersonId(row.get(0)?), Name { name, chosen: row.get(2)?, versions: Vec::new() }))
    })?;
    let mut names: BTreeMap<PersonId, Name> = found.collect::<Result<_, _>>()?;
    let mut query = rows.prepare_cached("SELECT person, name FROM people_versions ORDER BY person, place")?;
    let mut others = query.query([])?;
    while let Some(row) = others.next()? {
        if let Some(name) = names.get_mut(&PersonId(row.get(0)?)) {
            name.versions.push(row.get(1)?);
        }
    }
    Ok(names)
}

/// What a person is called; no name has arrived if it is empty.
///
/// # Errors
/// Whatever SQLite answers.
pub fn called(rows: &Connection, person: &PersonId) -> rusqlite::Result<Name> {
    let name = rows.prepare_cached("SELECT name, chosen FROM people WHERE person = ?")?;
    let name = { name }.query_row([person.0], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let (name, chosen) = name.unwrap_or_default();
    let mut query = rows.prepare_cached("SELECT name FROM people_versions WHERE person = ? ORDER BY place")?;
    let versions = query.query_map([person.0], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(Name { name, chosen, versions })
}

/// What to call a person: the name, or the id until it has arrived.
///
/// # Errors
/// Whatever SQLite answers.
pub fn name_of(rows: &Connection, person: &PersonId) -> rusqlite::Result<String> {
    let name = rows
        .prepare_cached("SELECT name FROM people WHERE person = ?")?
        .query_row([person.0], |row| row.get(0))
        .optional()?;
    Ok(name.unwrap_or_else(|| to_text(&person.0)))
}

/// The person that an id or a name means.
///
/// # Errors
/// In words, when nobody or more than one person is called that.
pub fn find(rows: &Connection, person: &str) -> Result<PersonId, Trouble> {
    if let Ok(id) = from_text(person.trim()) {
        return Ok(PersonId(id));
    }
    let wanted = line::clean(person);
    let called = |names: BTreeMap<PersonId, Name>| -> Vec<PersonId> {
        let is = |name: &Name| name.name == wanted || name.chosen == wanted;
        names.into_iter().filter(|(_, name)| is(name)).map(|(id, _)| id).collect()
    };
    match names(rows).map(called)?.as_slice() {
        [one] => Ok(*one),
        [] => Err(Trouble::of("nobody-called").with("person", person)),
        several => Err(Trouble::of("several-called").with("count", several.len()).with("person", person)),
    }
}
