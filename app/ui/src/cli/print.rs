//! Answers as plain text for a terminal. Words of people cannot steer the terminal.

use super::nouns;
use crate::qr;
use crate::words::Words;
use kith_community::command::{Done, Request};
use kith_community::home;
use kith_community::sentence::Sentence;
use std::fmt::Write as _;

/// What came of what was asked.
pub fn done(request: &Request, done: &Done) -> String {
    match (request, done) {
        (_, Done::Link { link }) => invitation(link),
        (Request::Home(home::Command::New { name, .. }), Done::Community { community, .. }) => {
            format!("{} is begun, on this device. Its id: {community}\nAsk others in with: kith invite", clean(name))
        }
        (_, Done::Community { community, waiting: true }) => {
            format!("You are known there, and wait until a steward says yes. The community's id: {community}")
        }
        (_, Done::Community { community, .. }) => {
            format!("You are in. The community's id: {community}")
        }
        (_, Done::Synced { quiet, records_in, records_out, bytes_in, bytes_out }) => {
            let end = if *quiet { "Nothing is left to do." } else { "The time is over, and something is left to do." };
            format!(
                "{end}\nCame: {records_in} records, {bytes_in} bytes. Went: {records_out} records, {bytes_out} bytes."
            )
        }
        (Request::Community { command, .. }, done) => nouns::done(command, done).unwrap_or_else(|| made(done)),
        (Request::Home(_), _) => "Done.".to_owned(),
    }
}

/// What was made.
fn made(done: &Done) -> String {
    match done {
        Done::Topic { topic } => format!("The topic is begun. Its id: {topic}"),
        Done::Post { post } => format!("It is said. The post's id: {post}"),
        _ => "Done.".to_owned(),
    }
}

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

fn invitation(link: &str) -> String {
    match qr::terminal(link) {
        Some(picture) => format!("{link}\n\n{picture}"),
        None => link.to_owned(),
    }
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
