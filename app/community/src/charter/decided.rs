//! What was decided about who belongs: on a page of its own, and on Today while it is new.

use super::query::{DecisionRow, DecisionsView, PersonName};
use crate::profile;
use crate::project::Rows;
use crate::sentence::Sentence;
use crate::trouble::Trouble;
use crate::tx::Tx;
use kith_sync::charter::{Note, Role, Statement};
use kith_sync::id::{PersonId, RecordHash, StatementId, to_text};
use kith_sync::node::Replica;
use std::collections::BTreeSet;

/// Most decisions that one look answers.
const MOST: usize = 400;
/// Most decisions on Today; the page of its own has all.
const ON_TODAY: usize = 20;
/// Under which name it is noted which statements were looked at.
const SEEN: &str = "decisions seen";

/// The newest decisions after the `skip` newest.
pub(crate) fn page(replica: &Replica<Rows>, skip: u32, most: u32) -> Result<DecisionsView, Trouble> {
    let (skip, most) = (usize::try_from(skip).unwrap_or(usize::MAX), (most as usize).min(MOST));
    let notes: Vec<&Note> = decisions(replica).into_iter().rev().skip(skip).take(most + 1).collect();
    let rows: Result<Vec<DecisionRow>, Trouble> = notes.iter().take(most).map(|note| row(replica, note)).collect();
    Ok(DecisionsView { decisions: rows?, has_older: notes.len() > most })
}

/// What others decided since everything was seen, or since the reader came. Who came is told by `joined`.
pub(crate) fn fresh(replica: &Replica<Rows>) -> Result<Vec<DecisionRow>, Trouble> {
    let (facts, me) = (replica.law().facts(), replica.me().person);
    let seen = facts.with_past(&seen(replica)?);
    let news = decisions(replica).into_iter().rev().filter(|note| note.person != me && !seen.contains(&note.id));
    let news = news.filter(|note| !enters_first(note)).take(ON_TODAY);
    news.map(|note| row(replica, note)).collect()
}

/// Notes that all that is decided by now has been looked at. Local to this device.
pub(crate) fn mark_seen(tx: &Tx<'_, '_>) -> Result<(), Trouble> {
    let all: Vec<u8> = tx.replica().law().facts().frontier().iter().flat_map(|id| id.0).collect();
    tx.keep(SEEN, &all)
}

/// The statements that were looked at last; at first those by which the reader came.
fn seen(replica: &Replica<Rows>) -> Result<BTreeSet<StatementId>, Trouble> {
    let noted = replica.store().meta(SEEN)?;
    if let Some(noted) = noted {
        return Ok(noted.as_chunks::<32>().0.iter().map(|id| RecordHash(*id)).collect());
    }
    let (law, me) = (replica.law(), replica.me().person);
    Ok(law.entries(&me).into_iter().collect())
}

/// The statements that decided something about who belongs, in the order that every device agrees on.
fn decisions(replica: &Replica<Rows>) -> Vec<&Note> {
    let law = replica.law();
    let stands = |id: &StatementId| law.is_valid(id) || law.lacks_a_second(id);
    let counts = |note: &&Note| stands(&note.id) && sentence(replica, note).is_some();
    law.in_order().filter(counts).collect()
}

fn enters_first(note: &Note) -> bool {
    match note.statement() {
        Some(Statement::Admit { lifts, .. }) => lifts.is_empty(),
        Some(Statement::Genesis { .. }) => true,
        _ => false,
    }
}

fn row(replica: &Replica<Rows>, note: &Note) -> Result<DecisionRow, Trouble> {
    let name = |person: &PersonId| named(replica, person);
    let (what, about) = sentence(replica, note).unwrap_or_else(|| (Sentence::of("decided-newer"), None));
    Ok(DecisionRow {
        id: to_text(&note.id.0),
        by: name(&note.person)?,
        about: about.as_ref().map(name).transpose()?,
        what,
        why: replica.why_of(note).unwrap_or_default(),
        at_ms: replica.stated_at(&note.id),
    })
}

/// What a decision says, and of whom; nothing of a statement that changes nobody's belonging.
fn sentence(replica: &Replica<Rows>, note: &Note) -> Option<(Sentence, Option<PersonId>)> {
    let asked = replica.law().lacks_a_second(&note.id);
    let about = |key: &str, person: &PersonId| Some((Sentence::of(key), Some(*person)));
    match note.statement()? {
        Statement::Genesis { .. } => Some((Sentence::of("decided-founded"), None)),
        Statement::Admit { person, lifts, .. } if lifts.is_empty() => about("decided-let-in", person),
        Statement::Admit { person, .. } => about("decided-let-in-again", person),
        Statement::Leave { .. } => Some((Sentence::of("decided-left"), None)),
        Statement::Raise { person, .. } if asked => about("decided-raise-asked", person),
        Statement::Lower { person, .. } if asked => about("decided-role-asked", person),
        Statement::Raise { person, to } | Statement::Lower { person, to } => {
            Some((Sentence::of("decided-role").with("role", role_name(*to)), Some(*person)))
        }
        Statement::Remove { person, .. } if asked => about("decided-remove-asked", person),
        Statement::Remove { person, .. } => about("decided-removed", person),
        Statement::Restore { person, .. } => about("decided-restored", person),
        Statement::Policy { members_invite: true } => Some((Sentence::of("decided-members-invite"), None)),
        Statement::Policy { members_invite: false } => Some((Sentence::of("decided-stewards-invite"), None)),
        Statement::StandIn => Some((Sentence::of("decided-stands-in"), None)),
        Statement::EndStandIn => Some((Sentence::of("decided-stand-in-ended"), None)),
        Statement::Second { .. } => about("decided-agreed", &replica.law().about(&note.id)?),
        _ => None,
    }
}

/// A person by name.
pub(crate) fn named(replica: &Replica<Rows>, person: &PersonId) -> Result<PersonName, Trouble> {
    let name = profile::called(replica.store().connection(), person)?.name;
    Ok(PersonName { person: to_text(&person.0), name })
}

/// A role as sentences name it.
pub(crate) fn role_name(role: Role) -> &'static str {
    match role {
        Role::Guest => "guest",
        Role::Member => "member",
        Role::Steward => "steward",
        Role::Organiser => "organiser",
    }
}
