//! What came of a command, as plain text for a terminal.

use super::nouns;
use super::print::clean;
use crate::qr;
use kith_community::command::{Done, Request};
use kith_community::home;

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

fn invitation(link: &str) -> String {
    match qr::terminal(link) {
        Some(picture) => format!("{link}\n\n{picture}"),
        None => link.to_owned(),
    }
}
