//! The charter in plain words, a line a statement.

use super::decided::role_name;
use super::query::{CharterLine, CharterView};
use crate::profile::{self, Name};
use crate::project::Rows;
use crate::sentence::Sentence;
use crate::trouble::Trouble;
use kith_sync::charter::{Note, Statement};
use kith_sync::id::{PersonId, to_text};
use kith_sync::node::Replica;
use std::collections::BTreeMap;

type Names = BTreeMap<PersonId, Name>;

/// All of it, in the order that every device agrees on.
pub(super) fn all(replica: &Replica<Rows>) -> Result<CharterView, Trouble> {
    let law = replica.law();
    let names = profile::names(replica.store().connection())?;
    let lines = law.in_order().map(|note| CharterLine {
        id: to_text(&note.id.0),
        by: called(&names, &note.person),
        what: said(&names, replica.why_of(note), note),
        holds: law.is_valid(&note.id),
        at_ms: replica.stated_at(&note.id),
    });
    Ok(CharterView { lines: lines.collect(), needs_newer: law.needs_newer() })
}

fn called(names: &Names, person: &PersonId) -> String {
    names.get(person).map_or_else(|| to_text(&person.0), |name| name.name.clone())
}

fn said(names: &Names, why: Option<String>, note: &Note) -> Sentence {
    let about = |key: &str, person: &PersonId| Sentence::of(key).with("person", called(names, person));
    let Some(body) = note.statement() else {
        return Sentence::of("charter-newer");
    };
    match body {
        Statement::Genesis { .. } => Sentence::of("charter-genesis"),
        Statement::Invite { limit, .. } => Sentence::of("charter-invite").with("limit", *limit),
        Statement::TakeOver { .. } => Sentence::of("charter-take-over"),
        Statement::Close { .. } => Sentence::of("charter-close"),
        Statement::Admit { person, lifts, .. } if lifts.is_empty() => about("charter-admit", person),
        Statement::Admit { person, .. } => about("charter-admit-again", person),
        Statement::Leave { .. } => Sentence::of("charter-leave"),
        Statement::Raise { person, to } | Statement::Lower { person, to } => {
            about("charter-role", person).with("role", role_name(*to))
        }
        Statement::Remove { person, .. } => match why {
            Some(why) => about("charter-remove-why", person).with("why", why),
            None => about("charter-remove", person),
        },
        Statement::Restore { person, .. } => about("charter-restore", person),
        Statement::DeviceAdd { .. } => Sentence::of("charter-device-add"),
        Statement::DeviceRemove { .. } => Sentence::of("charter-device-remove"),
        Statement::StandIn => Sentence::of("charter-stand-in"),
        Statement::EndStandIn => Sentence::of("charter-end-stand-in"),
        Statement::Second { .. } => Sentence::of("charter-second"),
        Statement::Heard => Sentence::of("charter-heard"),
        Statement::Unmake { person } => about("charter-unmake", person),
        Statement::Circle { .. } => Sentence::of("charter-circle"),
        Statement::Epoch { .. } => Sentence::of("charter-epoch"),
        Statement::Policy { members_invite: true } => Sentence::of("charter-members-invite"),
        Statement::Policy { members_invite: false } => Sentence::of("charter-stewards-invite"),
        Statement::Hub { .. } => Sentence::of("charter-hub"),
    }
}
