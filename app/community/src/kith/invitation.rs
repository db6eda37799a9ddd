//! The invitation that was made here last, kept so that it can be shown again while it is good; and the line of their
//! own that people greet newcomers with.

use super::{act, words};
use crate::command::Trouble;
use crate::line;
use crate::people::{self, MAX_GREETING};
use crate::project::Rows;
use crate::query::{GreetingView, InvitationView, PersonName};
use crate::reader::{Reader, unreadable};
use crate::talk;
use kith_sync::charter::{Note, Statement};
use kith_sync::id::to_text;
use kith_sync::net::Address;
use kith_sync::node::{DAY_MS, Link, LinkFor, Replica, invite_key};
use kith_sync::record::Secret;

const PLACE: &str = "invitation";
const GREETING: &str = "greeting";
const GREETED: &str = "greeted";

/// An invitation of one's own.
pub(super) struct Kept {
    secret: Secret,
    last_day: u32,
}

impl Kept {
    /// What the charter knows it by.
    pub(super) fn key(&self) -> [u8; 32] {
        invite_key(&self.secret)
    }
}

/// Keeps an invitation in the stead of the one before.
pub(super) fn keep(replica: &Replica<Rows>, secret: &Secret, last_day: u32) -> Result<(), Trouble> {
    put(replica, PLACE, &[&secret.0[..], &last_day.to_be_bytes()].concat())
}

/// The invitation that is kept, if the charter still has it open.
pub(super) fn kept(replica: &Replica<Rows>) -> Result<Option<Kept>, Trouble> {
    let bytes = get(replica, PLACE)?;
    let kept = bytes.as_deref().and_then(|bytes| bytes.split_first_chunk::<32>());
    let kept = kept.and_then(|(secret, day)| Some((Secret(*secret), u32::from_be_bytes(day.try_into().ok()?))));
    let kept = kept.map(|(secret, last_day)| Kept { secret, last_day });
    Ok(kept.filter(|kept| replica.law().invitation(&kept.key()).is_some()))
}

/// Puts a line of one's own into invitations from here on; a blank one takes it out.
pub(super) fn greet(replica: &Replica<Rows>, greeting: &str) -> Result<(), Trouble> {
    let greeting =
        if line::is_blank(greeting) { String::new() } else { line::checked("greeting", greeting, MAX_GREETING)? };
    put(replica, GREETING, greeting.as_bytes())
}

/// A link for a newcomer, with one's own line in it.
pub(super) fn link(
    replica: &Replica<Rows>,
    address: &Address,
    secret: Secret,
    last_day: u32,
) -> Result<String, Trouble> {
    let link = act::link(replica, address, secret, LinkFor::Newcomer { last_day });
    Ok(Link { greeting: greeting(replica)?, ..link }.to_text())
}

fn greeting(replica: &Replica<Rows>) -> Result<String, Trouble> {
    Ok(get(replica, GREETING)?.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default())
}

/// The invitation as it is shown, with where this device can be reached now.
pub(super) fn view(replica: &Replica<Rows>, address: &Address, now_ms: i64) -> Result<InvitationView, Trouble> {
    let end = |kept: &Kept| (i64::from(kept.last_day) + 1) * DAY_MS;
    let greeting = greeting(replica)?;
    let Some(kept) = kept(replica)?.filter(|kept| now_ms < end(kept)) else {
        return Ok(InvitationView { greeting, ..InvitationView::default() });
    };
    let (until_ms, last_day) = (end(&kept), kept.last_day);
    let link = self::link(replica, address, kept.secret, last_day)?;
    Ok(InvitationView { link: Some(link), until_ms, greeting })
}

/// What a link says to whoever comes by it, as it can be shown: anyone may have made it.
pub(super) fn greeting_in(link: &Link) -> String {
    let greeting: String = line::clean(&link.greeting).chars().take(MAX_GREETING).collect();
    if line::is_blank(&greeting) { String::new() } else { greeting }
}

/// Keeps by which link this device came in, and what it said.
pub(super) fn keep_greeting(replica: &Replica<Rows>, link: &Link) -> Result<(), Trouble> {
    match link.purpose {
        LinkFor::Newcomer { .. } => {
            put(replica, GREETED, &[&invite_key(&link.secret)[..], greeting_in(link).as_bytes()].concat())
        }
        LinkFor::Device { .. } => Ok(()),
    }
}

/// What oneself was greeted with, until one has said something here.
pub(super) fn greeted(replica: &Replica<Rows>) -> Result<Option<GreetingView>, Trouble> {
    let kept = get(replica, GREETED)?;
    let Some((key, greeting)) = kept.as_deref().and_then(|bytes| bytes.split_first_chunk::<32>()) else {
        return Ok(None);
    };
    let reader = Reader::of(replica);
    if talk::has_spoken(&reader, &reader.me).map_err(unreadable)? {
        return Ok(None);
    }
    let opens = |note: &&Note| matches!(note.statement(), Some(Statement::Invite { key: of, .. }) if *of == *key);
    let by = replica.law().in_order().find(opens).map(|note| note.person);
    let by = by.map(|person| {
        let name = people::called(reader.rows, &person).map_err(unreadable)?.name;
        Ok(PersonName { person: to_text(&person.0), name })
    });
    Ok(Some(GreetingView { text: String::from_utf8_lossy(greeting).into_owned(), by: by.transpose()? }))
}

fn put(replica: &Replica<Rows>, place: &str, bytes: &[u8]) -> Result<(), Trouble> {
    replica.store().put_meta(place, bytes).map_err(|error| words::store(&error))
}

fn get(replica: &Replica<Rows>, place: &str) -> Result<Option<Vec<u8>>, Trouble> {
    replica.store().meta(place).map_err(|error| words::store(&error))
}
