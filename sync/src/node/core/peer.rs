//! What the core knows of one connection, and of its tries to reach an endpoint.

use super::strangers::Introduction;
use crate::id::{DeviceId, StatementId};
use crate::net::Address;
use crate::record::Range;
use crate::session::{Frame, Session};
use std::collections::VecDeque;

/// First wait before an address that did not answer is tried again, in milliseconds.
const RETRY_MS: i64 = 1_000;
/// Longest such wait.
const RETRY_MOST_MS: i64 = 60_000;

/// How often announcements have a device dialed that was dialed in vain, in milliseconds, besides the tries that it has
/// anyway.
const MET_MS: i64 = 30_000;

/// How long a session in which nothing moves keeps this device from signing a receipt, in milliseconds.
const AWAITED_MS: i64 = 10_000;

/// What a connection is for, and who is at its other end.
#[derive(Debug)]
pub(super) enum Stage {
    /// Newcomer or admitter on the join protocol.
    Joining(Vec<Range>),
    /// Sync with an endpoint the charter does not know (yet).
    Stranger(Introduction),
    /// Sync with a known device.
    Known(DeviceId),
}

/// One connection.
pub(super) struct Peer {
    pub endpoint: [u8; 32],
    pub address: Address,
    pub dialed: bool,
    pub stage: Stage,
    pub session: Session,
    pub out: VecDeque<Frame>,
    pub closing: bool,
    /// Which peer it is since this began: of many keys that lack each is asked for others.
    pub turn: usize,
    /// The epochs whose keys were asked of the peer last.
    pub needed: Vec<StatementId>,
    /// The epochs whose keys the peer asked for last.
    pub asked: Vec<StatementId>,
    /// How often this device introduced itself to it.
    pub introduced: u8,
    /// Whether it asked to be let in.
    pub asked_in: bool,
    /// Bytes of charter that it has shown while letting this device in.
    pub welcomed: u64,
    /// Bytes of receipts that came in blocks.
    pub unpacked: u64,
    /// When it was opened, in milliseconds since 1970.
    pub since_ms: i64,
    /// When something new came of it last, or it was opened, in milliseconds since 1970.
    pub news_ms: i64,
}

impl Peer {
    /// Whether more is to come of its session that is worth waiting for before a receipt is signed. A clock that was set back
    /// makes nobody wait.
    pub(super) fn is_awaited(&self, now_ms: i64) -> bool {
        !self.session.is_settled() && (0..AWAITED_MS).contains(&now_ms.saturating_sub(self.news_ms))
    }

    /// How many frames, ranges and notes on logs are kept for it.
    pub(super) fn kept(&self) -> usize {
        let shown = match &self.stage {
            Stage::Joining(ranges) => ranges.len(),
            Stage::Stranger(introduction) => introduction.kept(),
            Stage::Known(_) => 0,
        };
        shown + self.out.len() + self.session.kept() + self.needed.len() + self.asked.len()
    }
}

/// Tries to reach an endpoint.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tries {
    pub failed: u32,
    /// How often the peer said that this device does not belong.
    pub rejected: u32,
    pub next_ms: i64,
    pub dialing: bool,
    /// When an announcement had it dialed last, in milliseconds since 1970.
    pub met_ms: Option<i64>,
    /// When it was told of its removal last, and shown all of the charter, in milliseconds since 1970.
    pub told_ms: [Option<i64>; 2],
}

impl Tries {
    /// Milliseconds until the next try: longer each time nothing came of it.
    pub(super) fn wait_ms(&self) -> i64 {
        let times = self.failed.saturating_add(self.rejected).min(6);
        RETRY_MS.saturating_mul(1 << times).min(RETRY_MOST_MS)
    }

    /// An announcement tells where it is: whether to follow it now, as the next try. Whoever holds the charter key may
    /// announce anybody, over and over, where nobody shows that key.
    /// `first_ms`: when to try it, where nothing else says.
    pub(super) fn take_meeting(&mut self, now_ms: i64, first_ms: i64) -> bool {
        let in_vain = self.failed > 0 || self.rejected > 0;
        let is_soon = self.met_ms.is_some_and(|met_ms| now_ms.saturating_sub(met_ms) < MET_MS);
        let follows = !(in_vain && is_soon);
        if follows {
            // A try that is near already stays: it is told again every few seconds.
            let near = Some(self.next_ms).filter(|next_ms| *next_ms > now_ms);
            (self.met_ms, self.next_ms) = (Some(now_ms), near.map_or(first_ms, |next_ms| next_ms.min(first_ms)));
        }
        follows
    }
}
