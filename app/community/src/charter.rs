//! What people decide about who belongs. Each decision is judged before it is stated: what the law would leave without
//! effect is refused in words, and never answered as done.

pub(crate) mod decided;
mod lines;
pub(crate) mod people;
mod query;

pub use people::CharterWaits;
pub use query::{
    CharterLine, CharterQuery, CharterView, DecisionRow, DecisionsQuery, DecisionsView, PeopleQuery, Permission,
    PersonName, PersonQuery, PersonRow, PersonView, RemovalView, SpokenIn, Standing,
};

use crate::command::{self, Act, Done, OK};
use crate::line;
use crate::noun::Noun;
use crate::profile;
use crate::project::Rows;
use crate::reader::Reader;
use crate::trouble::Trouble;
use crate::tx::Tx;
use kith_sync::charter::{Law, MAX_WHY, Note, Role, Statement, Status};
use kith_sync::id::{PersonId, to_text};
use kith_sync::node::{Replica, Subjects};
use serde::{Deserialize, Serialize};

/// Who belongs: what sync judges, and no rows.
pub(crate) struct Charter;

impl Noun for Charter {
    fn name(&self) -> &'static str {
        "charter"
    }

    fn subject(&self) -> Subjects {
        Subjects::CHARTER
    }
}

/// What is decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Give a person a role.
    SetRole {
        /// Id or name.
        person: String,
        /// organiser, steward or member.
        role: command::Role,
    },
    /// End a person's belonging.
    Remove {
        /// Id or name.
        person: String,
        /// Why, in words that the circle reads.
        why: Option<String>,
    },
    /// Bring a removed person back, or vouch for a waiting one.
    Restore {
        /// Id or name.
        person: String,
    },
    /// Go.
    Leave,
}

impl Act for Command {
    fn may(&self, _reader: &Reader<'_>) -> Result<(), Trouble> {
        match self {
            // The law judges each.
            Self::SetRole { .. } | Self::Remove { .. } | Self::Restore { .. } | Self::Leave => Ok(()),
        }
    }

    fn apply(self, tx: &mut Tx<'_, '_>) -> Result<Done, Trouble> {
        match self {
            Self::SetRole { person, role } => set_role(tx, &person, role.into()),
            Self::Remove { person, why } => remove(tx, &person, why.as_deref()),
            Self::Restore { person } => restore(tx, &person),
            Self::Leave => leave(tx).map(|()| OK),
        }
    }
}

/// What a decision comes to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It holds as soon as it is stated.
    Holds,
    /// It holds once a second organiser asks for the same.
    Asked,
}

/// Gives a person a role.
///
/// # Errors
/// In words, when the law would not give it.
fn set_role(tx: &mut Tx<'_, '_>, named: &str, to: Role) -> Result<Done, Trouble> {
    let person = person(tx.replica(), named)?;
    let law = tx.replica().law();
    match law.status(&person) {
        Status::Waiting => return Err(Trouble::of("role-waiting")),
        Status::Removed | Status::Left => return Err(Trouble::of("role-gone")),
        _ => {}
    }
    let from = law.given_role(&person).unwrap_or(Role::Member);
    if from == to {
        return Err(Trouble::of("role-already"));
    }
    if to < Role::Organiser && person == tx.replica().me().person && is_last_organiser(law, &person) {
        return Err(Trouble::of("role-only-organiser"));
    }
    let statement = changing(person, from, to);
    let said = seconding(tx.replica(), &statement).unwrap_or(statement);
    let holds = |law: &Law| law.given_role(&person) == Some(to) || law.role(&person) == Some(to);
    let outcome = judge(tx.replica(), &said, holds, "role-no-effect")?;
    refuse_second_try(tx.replica(), outcome, &person)?;
    tx.state(&said)?;
    Ok(done(&person, outcome))
}

/// What gives a person another role.
pub(crate) fn changing(person: PersonId, from: Role, to: Role) -> Statement {
    if to > from { Statement::Raise { person, to } } else { Statement::Lower { person, to } }
}

/// What agrees to the same that another organiser asks for already.
fn seconding(replica: &Replica<Rows>, statement: &Statement) -> Option<Statement> {
    let me = replica.me().person;
    let same = |note: &&Note| match (note.statement(), statement) {
        (Some(Statement::Remove { person, .. }), Statement::Remove { person: named, .. }) => person == named,
        (said, wanted) => said == Some(wanted),
    };
    let first = replica.law().asked().find(|note| note.person != me && same(note))?;
    Some(Statement::Second { first: first.id, why: None })
}

/// Ends a person's belonging.
///
/// # Errors
/// In words, when the law would not end it, or the reason cannot be kept.
fn remove(tx: &mut Tx<'_, '_>, named: &str, why: Option<&str>) -> Result<Done, Trouble> {
    let person = person(tx.replica(), named)?;
    if person == tx.replica().me().person {
        return Err(Trouble::of("remove-oneself"));
    }
    if matches!(tx.replica().law().status(&person), Status::Removed | Status::Left) {
        return Err(Trouble::of("remove-already"));
    }
    let why = why.map(checked_reason).transpose()?;
    let statement = Statement::Remove { person, cuts: tx.replica().cuts_of(&person), why: None };
    let said = seconding(tx.replica(), &statement).unwrap_or(statement);
    let holds = |law: &Law| law.status(&person) == Status::Removed;
    let outcome = judge(tx.replica(), &said, holds, "remove-no-effect")?;
    refuse_second_try(tx.replica(), outcome, &person)?;
    match said {
        Statement::Second { first, .. } => tx.second(&first, why.as_deref())?,
        _ => tx.remove(&person, why.as_deref())?,
    };
    Ok(done(&person, outcome))
}

/// Brings a removed person back, or vouches for a waiting one.
///
/// # Errors
/// In words, when they would not belong by it.
fn restore(tx: &mut Tx<'_, '_>, named: &str) -> Result<Done, Trouble> {
    let person = person(tx.replica(), named)?;
    let statement = match tx.replica().law().status(&person) {
        Status::Left => return Err(Trouble::of("restore-left")),
        Status::Removed | Status::Waiting => restoring(&person),
        _ => return Err(Trouble::of("restore-belongs")),
    };
    let holds = |law: &Law| law.status(&person) == Status::Active;
    let outcome = judge(tx.replica(), &statement, holds, "restore-no-effect")?;
    tx.state(&statement)?;
    Ok(done(&person, outcome))
}

/// What brings back whoever was removed, and vouches for whoever waits.
pub(crate) fn restoring(person: &PersonId) -> Statement {
    Statement::Restore { person: *person, cuts: Vec::new() }
}

/// Goes.
///
/// # Errors
/// In words, when others would be left without an organiser.
fn leave(tx: &mut Tx<'_, '_>) -> Result<(), Trouble> {
    let (law, me) = (tx.replica().law(), tx.replica().me().person);
    let stays = |person: &PersonId| *person != me && is_grown(law, person) && tx.replica().has_been_here(person);
    if is_last_organiser(law, &me) && law.people().iter().any(stays) {
        return Err(Trouble::of("leave-only-organiser"));
    }
    let statement = Statement::Leave { cuts: tx.replica().cuts_of(&me) };
    judge(tx.replica(), &statement, |law| law.status(&me) == Status::Left, "leave-no-effect")?;
    tx.state(&statement).map(drop)
}

/// The person meant, who must be known here.
fn person(replica: &Replica<Rows>, named: &str) -> Result<PersonId, Trouble> {
    let person = profile::find(replica.store().connection(), named)?;
    match replica.law().status(&person) {
        Status::Unknown => Err(Trouble::of("no-person").with("person", named)),
        _ => Ok(person),
    }
}

/// Whether the law would have it so once the statement is made.
pub(crate) fn judge(
    replica: &Replica<Rows>,
    statement: &Statement,
    holds: impl Fn(&Law) -> bool,
    otherwise: &str,
) -> Result<Outcome, Trouble> {
    let (law, id) = replica.foresee(statement)?;
    if holds(&law) {
        return Ok(Outcome::Holds);
    }
    if law.lacks_a_second(&id) { Ok(Outcome::Asked) } else { Err(Trouble::of(otherwise)) }
}

fn refuse_second_try(replica: &Replica<Rows>, outcome: Outcome, person: &PersonId) -> Result<(), Trouble> {
    let me = replica.me().person;
    let again = outcome == Outcome::Asked && asked_for(replica.law(), person).any(|note| note.person == me);
    if again { Err(Trouble::of("second-asked")) } else { Ok(()) }
}

/// The statements that ask for a change of an organiser, or that a person become one, while a second organiser has not agreed.
pub(crate) fn asked_for<'a>(law: &'a Law, person: &'a PersonId) -> impl Iterator<Item = &'a Note> {
    law.asked().filter(move |note| law.about(&note.id) == Some(*person))
}

fn is_last_organiser(law: &Law, person: &PersonId) -> bool {
    let organises = |one: &PersonId| law.status(one) == Status::Active && law.role(one) == Some(Role::Organiser);
    organises(person) && !law.people().iter().any(|other| other != person && organises(other))
}

fn is_grown(law: &Law, person: &PersonId) -> bool {
    law.status(person) == Status::Active && law.role(person) > Some(Role::Guest)
}

fn checked_reason(words: &str) -> Result<String, Trouble> {
    if line::is_blank(words) {
        return Err(Trouble::of("reason-empty"));
    }
    if words.len() > MAX_WHY {
        return Err(Trouble::of("reason-long").with("most", MAX_WHY).with("has", words.len()));
    }
    Ok(words.trim().to_owned())
}

fn done(person: &PersonId, outcome: Outcome) -> Done {
    Done::Person { person: to_text(&person.0), asked: outcome == Outcome::Asked }
}
