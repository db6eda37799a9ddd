//! The invitation that was made here last, kept so that it can be shown again while it is good.

use super::act::link;
use super::words;
use crate::command::Trouble;
use crate::project::Rows;
use crate::query::InvitationView;
use kith_sync::net::Address;
use kith_sync::node::{DAY_MS, LinkFor, Replica, invite_key};
use kith_sync::record::Secret;

const PLACE: &str = "invitation";

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
    let bytes = [&secret.0[..], &last_day.to_be_bytes()].concat();
    replica.store().put_meta(PLACE, &bytes).map_err(|error| words::store(&error))
}

/// The invitation that is kept, if the charter still has it open.
pub(super) fn kept(replica: &Replica<Rows>) -> Result<Option<Kept>, Trouble> {
    let bytes = replica.store().meta(PLACE).map_err(|error| words::store(&error))?;
    let kept = bytes.as_deref().and_then(|bytes| bytes.split_first_chunk::<32>());
    let kept = kept.and_then(|(secret, day)| Some((Secret(*secret), u32::from_be_bytes(day.try_into().ok()?))));
    let kept = kept.map(|(secret, last_day)| Kept { secret, last_day });
    Ok(kept.filter(|kept| replica.law().invitation(&kept.key()).is_some()))
}

/// The invitation as it is shown, with where this device can be reached now.
pub(super) fn view(replica: &Replica<Rows>, address: &Address, now_ms: i64) -> Result<InvitationView, Trouble> {
    let end = |kept: &Kept| (i64::from(kept.last_day) + 1) * DAY_MS;
    let Some(kept) = kept(replica)?.filter(|kept| now_ms < end(kept)) else {
        return Ok(InvitationView::default());
    };
    let (until_ms, last_day) = (end(&kept), kept.last_day);
    let link = link(replica, address, kept.secret, LinkFor::Newcomer { last_day });
    Ok(InvitationView { link: Some(link), until_ms })
}
