//! What people ask of one community, done on its thread.

use super::{Open, words};
use crate::command::{Command, Done, Trouble};
use crate::people;
use crate::project::Rows;
use crate::reader::Reader;
use crate::talk;
use kith_sync::charter::{Role, Statement, Status};
use kith_sync::id::{ItemId, PersonId, StatementId, to_text};
use kith_sync::node::{Link, LinkFor, Replica, Said, Saying};

/// Days beyond which an invitation is rather a standing door.
const MAX_DAYS: u32 = 365;

/// Does what is asked.
pub(super) fn act(open: &mut Open, command: Command, now_ms: i64) -> Result<Done, Trouble> {
    let replica = open.core.replica();
    match command {
        Command::Invite { days } => invite(open, days, now_ms),
        Command::DeviceLink => device_link(open, now_ms),
        Command::StartTopic { title, channel, body } => {
            let saying = talk::start_topic(replica, &title, channel.as_deref(), body.as_deref(), now_ms)?;
            say(open, saying).map(|said| Done::Topic { topic: item(&said) })
        }
        Command::Reply { topic, text, quotes } => {
            let saying = talk::reply(replica, &topic, &text, &quotes, now_ms)?;
            say(open, saying).map(|said| Done::Post { post: item(&said) })
        }
        Command::Edit { post, text } => {
            let saying = talk::edit(replica, &post, &text)?;
            say(open, saying).map(|_| Done::Post { post })
        }
        Command::Delete { post } => {
            let saying = talk::delete(replica, &post)?;
            say(open, saying).map(|_| Done::Post { post })
        }
        Command::Erase { post } => {
            for saying in talk::erase(replica, &post)? {
                say(open, saying)?;
            }
            Ok(Done::Post { post })
        }
        Command::React { post, emoji } => {
            let saying = talk::react(replica, &post, &emoji, now_ms)?;
            say(open, saying).map(|_| Done::Post { post })
        }
        Command::Resolve { topic, resolved } => {
            let saying = talk::resolve(replica, &topic, resolved, now_ms)?;
            say(open, saying).map(|_| Done::Topic { topic })
        }
        Command::SetRole { person, role } => set_role(open, &person, words::charter_role(role)),
        Command::Remove { person, why } => remove(open, &person, why.as_deref(), now_ms),
        Command::Restore { person } => restore(open, &person),
        Command::Leave => leave(open),
        Command::New { .. } | Command::Join { .. } | Command::DeviceJoin { .. } | Command::Sync { .. } => {
            Err(Trouble("That is not asked of one community. Nothing was changed.".into()))
        }
    }
}

/// Puts a name on one's own card.
pub(super) fn rename(open: &mut Open, name: &str) -> Result<(), Trouble> {
    let saying = people::rename(open.core.replica().everyone(), name)?;
    say(open, saying).map(drop)
}

/// Lets go of words of one's erased posts that came after the erasing, from another of one's devices.
pub(super) fn repeat_erasures(open: &mut Open) {
    for saying in talk::left_to_erase(open.core.replica()).unwrap_or_default() {
        if say(open, saying).is_err() {
            break;
        }
    }
}

fn say(open: &mut Open, saying: Saying<'_>) -> Result<Said, Trouble> {
    open.core.replica_mut().say(saying).map_err(words::replica)
}

fn state(open: &mut Open, statement: &Statement) -> Result<StatementId, Trouble> {
    open.core.replica_mut().state(statement).map_err(words::replica)
}

fn item(said: &Said) -> String {
    said.item.as_ref().map(ItemId::to_string).unwrap_or_default()
}

fn name_here(replica: &Replica<Rows>) -> String {
    talk::community_name(&Reader::of(replica)).ok().and_then(|names| names.into_iter().next()).unwrap_or_default()
}

fn invite(open: &mut Open, days: u32, now_ms: i64) -> Result<Done, Trouble> {
    if days == 0 || days > MAX_DAYS {
        return Err(Trouble(format!(
            "An invitation is good for 1 to {MAX_DAYS} days. Nothing was changed; choose other days."
        )));
    }
    let today = u32::try_from(now_ms / 86_400_000).unwrap_or(0);
    let last_day = today.saturating_add(days);
    let secret = open.core.replica_mut().invite(Role::Member, 0, last_day).map_err(words::replica)?;
    Ok(Done::Link { link: link(open, secret, LinkFor::Newcomer { last_day }) })
}

fn device_link(open: &mut Open, now_ms: i64) -> Result<Done, Trouble> {
    if !open.core.replica().is_active() {
        return Err(words::replica(kith_sync::node::ReplicaError::NotActive));
    }
    let secret = open.core.replica_mut().device_link(now_ms).map_err(words::replica)?;
    let me = open.core.replica().me();
    let purpose = LinkFor::Device { person: me.person, adder: me.device() };
    Ok(Done::Link { link: link(open, secret, purpose) })
}

fn link(open: &Open, secret: kith_sync::record::Secret, purpose: LinkFor) -> String {
    let replica = open.core.replica();
    let link = Link {
        community: replica.community(),
        secret,
        charter_key: replica.charter_key().clone(),
        name: name_here(replica),
        purpose,
        addresses: vec![open.addresses()],
    };
    link.to_text()
}

/// The person meant, who must be known here.
fn person(open: &Open, named: &str) -> Result<PersonId, Trouble> {
    let replica = open.core.replica();
    let person = people::find(replica.store().connection(), named)?;
    match replica.law().status(&person) {
        Status::Unknown => Err(Trouble(format!(
            "Nobody here has the id “{named}”. Nothing was changed; “kith people” lists everyone."
        ))),
        _ => Ok(person),
    }
}

fn set_role(open: &mut Open, named: &str, to: Role) -> Result<Done, Trouble> {
    let person = person(open, named)?;
    let from = open.core.replica().law().given_role(&person).unwrap_or(Role::Member);
    if from == to {
        return Err(Trouble("They have that role already. Nothing was changed.".into()));
    }
    state(open, &Statement::Role { person, from, to })?;
    Ok(Done::Person { person: to_text(&person.0) })
}

fn remove(open: &mut Open, named: &str, why: Option<&str>, now_ms: i64) -> Result<Done, Trouble> {
    let person = person(open, named)?;
    let replica = open.core.replica();
    if person == replica.me().person {
        return Err(Trouble("You cannot remove yourself. Nothing was changed; use “kith leave” to go.".into()));
    }
    let words = why.map(talk::checked_reason).transpose()?;
    let cuts = replica.cuts_of(&person);
    let removal = state(open, &Statement::Remove { person, cuts })?;
    if let Some(words) = words {
        let reason = talk::reason(open.core.replica(), &removal, words, now_ms);
        say(open, reason)?;
    }
    Ok(Done::Person { person: to_text(&person.0) })
}

fn restore(open: &mut Open, named: &str) -> Result<Done, Trouble> {
    let person = person(open, named)?;
    let law = open.core.replica().law();
    let lifts = match law.status(&person) {
        Status::Removed => law.removes(&person),
        Status::Waiting => law.entries(&person),
        Status::Left => {
            return Err(Trouble(
                "They left of their own accord, and come back by an invitation. Nothing was changed.".into(),
            ));
        }
        _ => return Err(Trouble("They already belong. Nothing was changed.".into())),
    };
    state(open, &Statement::Restore { person, role: Role::Member, lifts, cuts: Vec::new() })?;
    Ok(Done::Person { person: to_text(&person.0) })
}

fn leave(open: &mut Open) -> Result<Done, Trouble> {
    let replica = open.core.replica();
    let cuts = replica.cuts_of(&replica.me().person);
    state(open, &Statement::Leave { cuts })?;
    Ok(Done::Ok { ok: true })
}
