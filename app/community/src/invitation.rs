//! The invitation that was made here last, kept so that it can be shown again while it is good; and the line of their
//! own that people greet newcomers with.

use crate::charter::PersonName;
use crate::command::{Act, Done, OK};
use crate::community;
use crate::line;
use crate::profile::{self, MAX_GREETING};
use crate::project::Rows;
use crate::reader::Reader;
use crate::topic;
use crate::trouble::Trouble;
use crate::tx::Tx;
use kith_sync::charter::{Note, Statement};
use kith_sync::id::to_text;
use kith_sync::net::Address;
use kith_sync::node::{DAY_MS, Link, LinkFor, Replica, invite_key};
use kith_sync::record::Secret;
use serde::{Deserialize, Serialize};

mod query;

pub use query::{GreetingView, InvitationQuery, InvitationView};

/// Days beyond which an invitation is rather a standing door.
const MAX_DAYS: u32 = 365;
const PLACE: &str = "invitation";
const GREETING: &str = "greeting";
const GREETED: &str = "greeted";

/// What is done about invitations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Open one.
    Open {
        /// Days it is honoured.
        days: u32,
    },
    /// Put a line of one's own into those that are made here; none takes it out. Local to this device.
    Greet {
        /// The line.
        greeting: String,
    },
    /// Close the one that was made here last.
    Close,
}

impl Act for Command {
    fn may(&self, _reader: &Reader<'_>) -> Result<(), Trouble> {
        match self {
            // The law says who may open one.
            Self::Open { .. } | Self::Greet { .. } | Self::Close => Ok(()),
        }
    }

    fn apply(self, tx: &mut Tx<'_, '_>) -> Result<Done, Trouble> {
        match self {
            Self::Open { days } => open(tx, days),
            Self::Greet { greeting } => greet(tx, &greeting).map(|()| OK),
            Self::Close => close(tx).map(|()| OK),
        }
    }
}

fn open(tx: &mut Tx<'_, '_>, days: u32) -> Result<Done, Trouble> {
    if days == 0 || days > MAX_DAYS {
        return Err(Trouble::of("days-out-of-range").with("most", MAX_DAYS));
    }
    let today = u32::try_from(tx.now_ms / DAY_MS).unwrap_or(0);
    let last_day = today.saturating_add(days);
    let secret = tx.invite(0, last_day)?;
    // Takes the place of the one before.
    tx.keep(PLACE, &[&secret.0[..], &last_day.to_be_bytes()].concat())?;
    Ok(Done::Link { link: link(tx.replica(), tx.address, secret, last_day)? })
}

fn close(tx: &mut Tx<'_, '_>) -> Result<(), Trouble> {
    let kept = kept(tx.replica())?.ok_or_else(|| Trouble::of("no-invitation"))?;
    let open = tx.replica().law().invitation(&kept.key());
    let (invite, _) = open.ok_or_else(|| Trouble::of("no-invitation"))?;
    tx.state(&Statement::Close { invite }).map(drop)
}

/// An invitation of one's own.
struct Kept {
    secret: Secret,
    last_day: u32,
}

impl Kept {
    /// What the charter knows it by.
    fn key(&self) -> [u8; 32] {
        invite_key(&self.secret)
    }
}

/// The invitation that is kept, if the charter still has it open.
fn kept(replica: &Replica<Rows>) -> Result<Option<Kept>, Trouble> {
    let bytes = get(replica, PLACE)?;
    let kept = bytes.as_deref().and_then(|bytes| bytes.split_first_chunk::<32>());
    let kept = kept.and_then(|(secret, day)| Some((Secret(*secret), u32::from_be_bytes(day.try_into().ok()?))));
    let kept = kept.map(|(secret, last_day)| Kept { secret, last_day });
    Ok(kept.filter(|kept| replica.law().invitation(&kept.key()).is_some()))
}

/// Puts a line of one's own into invitations from here on; a blank one takes it out.
fn greet(tx: &mut Tx<'_, '_>, greeting: &str) -> Result<(), Trouble> {
    let greeting =
        if line::is_blank(greeting) { String::new() } else { line::checked("greeting", greeting, MAX_GREETING)? };
    tx.keep(GREETING, greeting.as_bytes())
}

/// A link for a newcomer, with one's own line in it.
fn link(replica: &Replica<Rows>, address: &Address, secret: Secret, last_day: u32) -> Result<String, Trouble> {
    let link = link_to_here(replica, address, secret, LinkFor::Newcomer { last_day })?;
    Ok(Link { greeting: greeting(replica)?, ..link }.to_text())
}

/// A link to here, without a greeting.
pub(crate) fn link_to_here(
    replica: &Replica<Rows>,
    address: &Address,
    secret: Secret,
    purpose: LinkFor,
) -> Result<Link, Trouble> {
    let names = community::names(&Reader::of(replica))?;
    Ok(Link {
        community: replica.community(),
        secret,
        charter_key: replica.charter_key().clone(),
        name: names.into_iter().next().unwrap_or_default(),
        greeting: String::new(),
        purpose,
        addresses: vec![address.clone()],
    })
}

fn greeting(replica: &Replica<Rows>) -> Result<String, Trouble> {
    Ok(get(replica, GREETING)?.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default())
}

/// The invitation as it is shown, with where this device can be reached now.
pub(crate) fn view(replica: &Replica<Rows>, address: &Address, now_ms: i64) -> Result<InvitationView, Trouble> {
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
pub(crate) fn greeting_in(link: &Link) -> String {
    let greeting: String = line::clean(&link.greeting).chars().take(MAX_GREETING).collect();
    if line::is_blank(&greeting) { String::new() } else { greeting }
}

/// Keeps by which link this device came in, and what it said.
pub(crate) fn keep_greeting(replica: &Replica<Rows>, link: &Link) -> Result<(), Trouble> {
    match link.purpose {
        LinkFor::Newcomer { .. } => {
            put(replica, GREETED, &[&invite_key(&link.secret)[..], greeting_in(link).as_bytes()].concat())
        }
        LinkFor::Device { .. } => Ok(()),
    }
}

/// What the reader was greeted with, until they have said something here.
pub(crate) fn greeted(replica: &Replica<Rows>) -> Result<Option<GreetingView>, Trouble> {
    let kept = get(replica, GREETED)?;
    let Some((key, greeting)) = kept.as_deref().and_then(|bytes| bytes.split_first_chunk::<32>()) else {
        return Ok(None);
    };
    let reader = Reader::of(replica);
    if topic::has_spoken(&reader, &reader.me)? {
        return Ok(None);
    }
    let opens = |note: &&Note| matches!(note.statement(), Some(Statement::Invite { key: of, .. }) if *of == *key);
    let by = replica.law().in_order().find(opens).map(|note| note.person);
    let by = by.map(|person| {
        let name = profile::called(reader.rows, &person)?.name;
        Ok::<_, Trouble>(PersonName { person: to_text(&person.0), name })
    });
    Ok(Some(GreetingView { text: String::from_utf8_lossy(greeting).into_owned(), by: by.transpose()? }))
}

fn put(replica: &Replica<Rows>, place: &str, bytes: &[u8]) -> Result<(), Trouble> {
    Ok(replica.store().put_meta(place, bytes)?)
}

fn get(replica: &Replica<Rows>, place: &str) -> Result<Option<Vec<u8>>, Trouble> {
    Ok(replica.store().meta(place)?)
}
