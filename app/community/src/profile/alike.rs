//! Names that the eye cannot tell apart, and the mark that tells people apart who bear them: “Ada #4821”.
//!
//! docs/decisions/0012. The mark follows from the person alone, so that it is the same on every device; it is there as
//! long as somebody else here has a name that looks the same.

use crate::line::is_invisible;
use kith_sync::id::{PersonId, derive};
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;
use unicode_security::confusable_detection::skeleton;

/// Digits of the shortest mark, and how many more tell people apart whose marks begin the same.
const STEP: usize = 4;
/// Digits that there are of a person.
const DIGITS: usize = 16;
/// Stretches an Arabic word and says nothing.
const TATWEEL: char = '\u{640}';

/// What stands between a name and its mark. No name holds it.
pub const MARK: char = '#';

/// A name as it is shown, and its mark if it bears one.
#[must_use]
pub fn split(shown: &str) -> (&str, Option<&str>) {
    match shown.rsplit_once(MARK) {
        Some((name, mark)) => (name.trim_end(), shown.get(shown.len() - mark.len() - MARK.len_utf8()..)),
        None => (shown, None),
    }
}

/// Whether a letter looks like what only Kith puts into names.
pub(super) fn looks_like_mark(letter: char) -> bool {
    matches!(letter, '#' | '＃' | '﹟' | '♯' | '⌗' | '⋕')
}

/// What a name looks like, by Unicode's table of confusables: once as it is and then in small letters, once in small
/// letters and then as it is, since “I” looks like “l” and “i” does not.
pub(super) fn keys(name: &str) -> BTreeSet<String> {
    let seen: String = name.nfkc().filter(|letter| !is_unseen(*letter)).collect();
    let small = |text: &str| text.to_lowercase();
    let one = small(&skeleton(&seen).collect::<String>());
    let other: String = skeleton(&small(&seen)).collect();
    [one, other].into_iter().map(|key| skeleton(&key).filter(|letter| !is_unseen(*letter)).collect()).collect()
}

fn is_unseen(letter: char) -> bool {
    letter.is_whitespace() || is_invisible(letter) || letter == TATWEEL
}

/// Has everyone be shown by the name they chose, with a mark where somebody else's looks the same. `before` and `after`
/// are the keys of the person's name.
pub(super) fn project(
    rows: &Connection,
    person: &PersonId,
    before: &BTreeSet<String>,
    after: &BTreeSet<String>,
) -> rusqlite::Result<()> {
    if before == after {
        return show(rows, person);
    }
    let mut touched = sharing(rows, person, before)?;
    rows.prepare_cached("DELETE FROM people_alike WHERE person = ?")?.execute([person.0])?;
    for key in after {
        rows.prepare_cached("INSERT INTO people_alike VALUES (?, ?)")?.execute((key, person.0))?;
    }
    touched.extend(sharing(rows, person, after)?);
    show(rows, person)?;
    for other in &touched {
        if is_shown_otherwise(rows, other, person)? {
            show(rows, other)?;
        }
    }
    Ok(())
}

/// Whether a person may be shown otherwise since somebody came to look alike, or no longer does: their marks begin the same, or there
/// is nobody else who looks alike. So a name that many have costs as much as there are people who have it, and not their square.
fn is_shown_otherwise(rows: &Connection, person: &PersonId, by: &PersonId) -> rusqlite::Result<bool> {
    if digits(person).get(..STEP) == digits(by).get(..STEP) {
        return Ok(true);
    }
    let mut others = rows.prepare_cached(
        "SELECT 1 FROM people_alike AS own CROSS JOIN people_alike AS alike ON alike.key = own.key
        WHERE own.person = ?1 AND alike.person NOT IN (?1, ?2)",
    )?;
    Ok(!others.exists([person.0, by.0])?)
}

/// The keys of a person's name as they were filed.
pub(super) fn filed(rows: &Connection, person: &PersonId) -> rusqlite::Result<BTreeSet<String>> {
    let mut query = rows.prepare_cached("SELECT key FROM people_alike WHERE person = ?")?;
    query.query_map([person.0], |row| row.get(0))?.collect()
}

fn sharing(rows: &Connection, person: &PersonId, keys: &BTreeSet<String>) -> rusqlite::Result<BTreeSet<PersonId>> {
    let mut query = rows.prepare_cached("SELECT person FROM people_alike WHERE key = ? AND person <> ?")?;
    let mut others = BTreeSet::new();
    for key in keys {
        for other in query.query_map((key, person.0), |row| row.get(0).map(PersonId))? {
            others.insert(other?);
        }
    }
    Ok(others)
}

/// Writes how a person is shown.
fn show(rows: &Connection, person: &PersonId) -> rusqlite::Result<()> {
    let chosen: Option<(String, String)> = rows
        .prepare_cached("SELECT chosen, name FROM people WHERE person = ?")?
        .query_row([person.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((chosen, now)) = chosen else {
        return Ok(());
    };
    let others = sharing(rows, person, &filed(rows, person)?)?;
    let name = if others.is_empty() { chosen } else { format!("{chosen} {MARK}{}", mark(person, &others)) };
    if name != now {
        rows.prepare_cached("UPDATE people SET name = ? WHERE person = ?")?.execute((name, person.0))?;
    }
    Ok(())
}

/// As many digits of a person as none of the others begins with.
fn mark(person: &PersonId, others: &BTreeSet<PersonId>) -> String {
    let own = digits(person);
    let others: Vec<String> = others.iter().map(digits).collect();
    let begin = |length: usize| own.get(..length).unwrap_or(&own);
    let alone = |length: &usize| !others.iter().any(|other| other.starts_with(begin(*length)));
    let length = (STEP..DIGITS).step_by(STEP).find(alone).unwrap_or(DIGITS);
    begin(length).to_owned()
}

fn digits(person: &PersonId) -> String {
    let [a, b, c, d, e, f, g, h, ..] = derive("kith 0 known as", &[&person.0]);
    let number = u64::from_be_bytes([a, b, c, d, e, f, g, h]) % 10_u64.pow(16);
    format!("{number:016}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look_alike(one: &str, other: &str) -> bool {
        !keys(one).is_disjoint(&keys(other))
    }

    #[test]
    fn names_that_the_eye_cannot_tell_apart_share_a_key() {
        for (one, other) in [
            ("Ada", "ada"),
            ("Ada", "Аdа"),                  // Cyrillic letters among Latin ones
            ("ape", "аре"),                  // all of it Cyrillic
            ("Ada", "A\u{200d}da"),          // a joiner
            ("Ada", "Ada\u{fe0f}"),          // a variation selector
            ("Ada", "Ada\u{e0041}"),         // a tag
            ("Zoë", "Zoe\u{308}"),           // composed and decomposed
            ("Ａｄａ", "Ada"),               // full width
            ("𝐀𝐝𝐚", "Ada"),                  // mathematical
            ("Ilona", "lIona"),              // I and l
            ("Ilona", "ilona"),              // small
            ("B0la", "BOla"),                // nought and O
            ("Arne", "Ame"),                 // r and n
            ("Mama Ugo", "MamaUgo"),         // no blank
            ("Mama Ugo", "Mama\u{2009}Ugo"), // a thin blank
            ("محمد", "محـــمد"),             // stretched
            ("Οlga", "Olga"),                // Greek
        ] {
            assert!(look_alike(one, other), "{one} {other}: {:?} {:?}", keys(one), keys(other));
        }
        for (one, other) in
            [("Ada", "Adá"), ("Ada", "Ad"), ("Bola", "Bala"), ("🌱", "🌿"), ("محمد", "أحمد"), ("Ọla", "Ola")]
        {
            assert!(!look_alike(one, other), "{one} {other}");
        }
    }

    #[test]
    fn a_mark_tells_a_person_from_all_others_of_the_name() {
        let people: Vec<PersonId> =
            (0..3_000_u32).map(|n| PersonId(kith_sync::id::derive16("test", &[&n.to_be_bytes()]))).collect();
        let others = |person: &PersonId| people.iter().copied().filter(|other| other != person).collect();
        let marks: Vec<String> = people.iter().map(|person| mark(person, &others(person))).collect();
        assert_eq!(marks.iter().collect::<BTreeSet<_>>().len(), people.len());
        assert!(marks.iter().any(|mark| mark.len() > STEP), "some begin the same");
        assert_eq!(mark(&people[0], &BTreeSet::from([people[1]])).len(), STEP);
    }
}
