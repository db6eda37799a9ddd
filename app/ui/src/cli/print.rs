//! Answers as plain text for a terminal. Words of people cannot steer the terminal.

use crate::words::Words;
use kith_community::sentence::Sentence;
use std::fmt::Write as _;

/// A sentence, with what it says of commands. The command line speaks English.
pub fn sentence(sentence: &Sentence) -> String {
    // A terminal is not told where a word of another direction ends.
    clean(&Words::of("en").in_terminal(sentence).replace(['\u{2068}', '\u{2069}'], ""))
}

/// The text without what a terminal would obey; lines end where they did.
pub fn clean(text: &str) -> String {
    text.replace(|letter| letter != '\n' && is_obeyed(letter), "\u{fffd}")
}

/// JSON with what a terminal would obey written as escapes: it stands in strings alone, and means the same there.
pub fn escape(json: &str) -> String {
    json.chars().fold(String::with_capacity(json.len()), |mut all, letter| {
        match is_obeyed(letter) {
            true => drop(write!(all, "\\u{:04x}", u32::from(letter))),
            false => all.push(letter),
        }
        all
    })
}

/// Whether a terminal does something at this letter: control letters, those of eight bits too, and letters that turn the
/// order of others or part lines.
fn is_obeyed(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Rows, a line each; what is said where there are none.
pub fn list<T>(rows: &[T], none: &str, row: impl Fn(&T) -> String) -> String {
    if rows.is_empty() {
        return none.to_owned();
    }
    rows.iter().map(row).collect::<Vec<_>>().join("\n")
}

/// A name; what is said until it has arrived.
pub fn named(name: &str, until: &str) -> String {
    if name.is_empty() {
        return until.to_owned();
    }
    line(name)
}

/// One line, whatever people put into a name or title.
pub fn line(text: &str) -> String {
    clean(text).replace('\n', " ")
}

/// So many of something.
pub fn count(number: u64, unit: &str) -> String {
    match (number, unit.strip_suffix('y')) {
        (1, _) => format!("1 {unit}"),
        (_, Some(stem)) => format!("{number} {stem}ies"),
        _ => format!("{number} {unit}s"),
    }
}

#[cfg(test)]
mod tests;
