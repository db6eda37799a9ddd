//! What people ask of one community, done on its thread.

mod talking;

use super::look::decided;
use super::{belonging, device, invitation, words};
use crate::command::{Command, Done, Trouble};
use crate::looking;
use crate::muted;
use crate::own;
use crate::people;
use crate::project::Rows;
use crate::reader::{Reader, unreadable};
use crate::talk;
use kith_sync::charter::Statement;
use kith_sync::id::{ItemId, StatementId};
use kith_sync::net::Address;
use kith_sync::node::{DAY_MS, Link, LinkFor, Replica, Said, Saying};

/// Nothing is to be told of it but that it is done.
const OK: Done = Done::Ok { ok: true };
/// Days beyond which an invitation is rather a standing door.
const MAX_DAYS: u32 = 365;
/// Most posts that one command says were seen.
const MAX_SEEN: usize = 1_000;

/// Does what is asked.
///
/// `address` is where this device can be reached: links carry it.
///
/// # Errors
/// In words for people: what happened, what is safe, what to do.
pub fn act(replica: &mut Replica<Rows>, address: &Address, command: Command, now_ms: i64) -> Result<Done, Trouble> {
    replica.tell_time(now_ms);
    match command {
        Command::Invite { days } => invite(replica, address, days, now_ms),
        Command::Greet { greeting } => invitation::greet(replica, &greeting).map(|()| OK),
        Command::DeviceLink => device_link(replica, address, now_ms),
        Command::RenameDevice { device, name } => device::rename(replica, &device, &name, now_ms).map(|()| OK),
        Command::RemoveDevice { device } => device::remove(replica, &device).map(|()| OK),
        Command::GoOn => replica.go_on_restored().map_err(words::replica).map(|()| OK),
        command @ (Command::StartTopic { .. }
        | Command::StartChannel { .. }
        | Command::Reply { .. }
        | Command::Edit { .. }
        | Command::Retitle { .. }
        | Command::Delete { .. }
        | Command::Undelete { .. }
        | Command::Erase { .. }
        | Command::React { .. }
        | Command::Resolve { .. }) => talking::act(replica, command, now_ms),
        Command::SetRole { person, role } => belonging::set_role(replica, &person, words::charter_role(role)),
        Command::Remove { person, why } => belonging::remove(replica, &person, why.as_deref()),
        Command::Restore { person } => belonging::restore(replica, &person),
        Command::CloseInvitation => close_invitation(replica),
        Command::Rename { name } => rename(replica, &name).map(|()| OK),
        Command::Emblem { emblem } => {
            people::emblem(replica.everyone(), &emblem).and_then(|saying| say(replica, saying)).map(|_| OK)
        }
        Command::RenameCommunity { name } => {
            talk::name_community(replica, &name, now_ms).and_then(|saying| say(replica, saying)).map(|_| OK)
        }
        Command::SetCustoms { reactions, answer_h } => {
            talk::set_customs(replica, reactions.as_deref(), answer_h, now_ms)
                .and_then(|saying| say(replica, saying))
                .map(|_| OK)
        }
        Command::Leave => belonging::leave(replica).map(|()| OK),
        Command::Seen { topic, posts } => seen(replica, topic.as_deref(), &posts, now_ms),
        Command::Mute { what, muted } => muted::mute(replica.store().connection(), &what, muted).map(|()| OK),
        Command::Draft { place, text, sending } => {
            looking::keep_draft(replica.store().connection(), &place, &text, sending.as_deref()).map(|()| OK)
        }
        Command::New { .. }
        | Command::Join { .. }
        | Command::DeviceJoin { .. }
        | Command::Forget
        | Command::Sync { .. }
        | Command::Set { .. } => Err(Trouble::of("not-of-a-community")),
    }
}

/// Puts a name on one's own card.
///
/// # Errors
/// In words, when the name cannot be taken or one does not belong.
pub fn rename(replica: &mut Replica<Rows>, name: &str) -> Result<(), Trouble> {
    let saying = people::rename(replica.everyone(), name)?;
    say(replica, saying).map(drop)
}

/// Lets go of words of one's erased posts that came after the erasing, from another of one's devices.
pub fn repeat_erasures(replica: &mut Replica<Rows>) {
    for saying in talk::left_to_erase(replica).unwrap_or_default() {
        if say(replica, saying).is_err() {
            break;
        }
    }
}

fn say(replica: &mut Replica<Rows>, saying: Saying<'_>) -> Result<Said, Trouble> {
    replica.say(saying).map_err(words::replica)
}

fn state(replica: &mut Replica<Rows>, statement: &Statement) -> Result<StatementId, Trouble> {
    replica.state(statement).map_err(words::replica)
}

fn name_here(replica: &Replica<Rows>) -> String {
    talk::community_name(&Reader::of(replica)).ok().and_then(|names| names.into_iter().next()).unwrap_or_default()
}

fn invite(replica: &mut Replica<Rows>, address: &Address, days: u32, now_ms: i64) -> Result<Done, Trouble> {
    if days == 0 || days > MAX_DAYS {
        return Err(Trouble::of("days-out-of-range").with("most", MAX_DAYS));
    }
    let today = u32::try_from(now_ms / DAY_MS).unwrap_or(0);
    let last_day = today.saturating_add(days);
    let secret = replica.invite(0, last_day).map_err(words::replica)?;
    invitation::keep(replica, &secret, last_day)?;
    Ok(Done::Link { link: invitation::link(replica, address, secret, last_day)? })
}

fn close_invitation(replica: &mut Replica<Rows>) -> Result<Done, Trouble> {
    let Some(kept) = invitation::kept(replica)? else {
        return Err(Trouble::of("no-invitation"));
    };
    let Some((invite, _)) = replica.law().invitation(&kept.key()) else {
        return Err(Trouble::of("no-invitation"));
    };
    state(replica, &Statement::Close { invite })?;
    Ok(OK)
}

fn seen(replica: &mut Replica<Rows>, topic: Option<&str>, posts: &[String], now_ms: i64) -> Result<Done, Trouble> {
    if posts.len() > MAX_SEEN {
        return Err(Trouble::of("seen-many").with("most", MAX_SEEN).with("has", posts.len()));
    }
    let id = |named: &str| named.trim().parse::<ItemId>().map_err(|_| Trouble::of("no-topic").with("topic", named));
    let topic = topic.map(id).transpose()?;
    let posts = posts.iter().map(|post| id(post)).collect::<Result<Vec<_>, _>>()?;
    let reader = Reader::of(replica);
    // Posts and the counts of lists change together.
    let together = reader.rows.unchecked_transaction().map_err(unreadable)?;
    let seen = match topic {
        Some(topic) => talk::mark_seen(&reader, &topic, &posts),
        None => talk::mark_all_seen(&reader),
    };
    let seen = seen.and_then(|seen| together.commit().map(|()| seen)).map_err(unreadable)?;
    if topic.is_none() {
        decided::mark_seen(replica)?;
    }
    share_seen(replica, &seen, now_ms);
    Ok(OK)
}

/// Has this person's other devices hear what was seen here. What cannot be said now is new there, and nothing is lost.
fn share_seen(replica: &mut Replica<Rows>, seen: &[ItemId], now_ms: i64) {
    let alone = replica.law().devices(&replica.me().person).len() < 2;
    if seen.is_empty() || alone || !replica.is_active() {
        return;
    }
    for some in seen.chunks(own::MAX_SEEN) {
        let said = replica.own_circle().map_err(words::replica).and_then(|circle| {
            let saying = own::seen(replica, circle, some, now_ms);
            say(replica, saying)
        });
        if let Err(trouble) = said {
            tracing::info!(%trouble, "other devices were not told what was seen");
            return;
        }
    }
}

fn device_link(replica: &mut Replica<Rows>, address: &Address, now_ms: i64) -> Result<Done, Trouble> {
    if !replica.is_active() {
        return Err(words::replica(kith_sync::node::ReplicaError::NotActive));
    }
    let secret = replica.device_link(now_ms).map_err(words::replica)?;
    let me = replica.me();
    let purpose = LinkFor::Device { person: me.person, adder: me.device() };
    Ok(Done::Link { link: link(replica, address, secret, purpose).to_text() })
}

/// A link to here, without a greeting.
pub(super) fn link(
    replica: &Replica<Rows>,
    address: &Address,
    secret: kith_sync::record::Secret,
    purpose: LinkFor,
) -> Link {
    Link {
        community: replica.community(),
        secret,
        charter_key: replica.charter_key().clone(),
        name: name_here(replica),
        greeting: String::new(),
        purpose,
        addresses: vec![address.clone()],
    }
}
