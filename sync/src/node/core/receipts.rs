//! Receipts: signed when all has come to rest, and spread to those who are connected.

use super::Core;
use super::peer::Stage;
use crate::id::DeviceId;
use crate::node::Taken;
use crate::node::receipt;
use crate::node::replica::ReplicaError;
use crate::node::shelf::Held;
use crate::node::slices::Slices;
use crate::node::subjects::Subjects;

/// Connections with which every change is signed for as soon as all is at rest.
const MANY: usize = 8;
/// Beyond that, how long to wait between two receipts, in milliseconds for each connection.
const PAUSE_MS: i64 = 2_000;
/// Bytes of receipts that come in blocks in one session.
const MAX_UNPACKED: u64 = 64 * 1024 * 1024;

impl<S: Slices, C: Copy + Ord> Core<S, C> {
    /// Signs for what is here when every session has come to rest, or nothing moves in it, and it is not what was signed last.
    pub(super) fn sign(&mut self, now_ms: i64) -> Result<(), ReplicaError> {
        let mut sessions = self.peers.values().filter(|peer| matches!(peer.stage, Stage::Known(_))).peekable();
        if sessions.peek().is_none() || sessions.any(|peer| peer.is_awaited(now_ms)) || !self.replica.is_active() {
            return Ok(());
        }
        let subject = receipt::subject(&self.replica, self.own_address.as_ref());
        // Each receipt goes to everyone: the more are here, the longer the pause between two.
        let here = self.connected().count();
        let pause_ms = if here <= MANY { 0 } else { PAUSE_MS.saturating_mul(i64::try_from(here).unwrap_or(i64::MAX)) };
        if now_ms.saturating_sub(self.signed_ms) < pause_ms {
            return Ok(());
        }
        if self.receipted.is_none() {
            self.receipted = receipt::signed(&self.replica)?;
        }
        if self.receipted == Some(subject) {
            return Ok(());
        }
        let new = receipt::issue(&mut self.replica, self.own_address.as_ref(), now_ms)?;
        self.receipted = Some(subject);
        self.signed_ms = now_ms;
        self.spread_receipts(None, new.into_iter().collect());
        Ok(())
    }

    /// Notes when something new came of a peer.
    pub(super) fn note_news(&mut self, conn: C, taken: &Taken, now_ms: i64) {
        if let Some(peer) = self.peers.get_mut(&conn).filter(|_| taken.new_records() > 0) {
            peer.news_ms = now_ms;
        }
    }

    /// Takes in receipts that a peer gave, and asks it anew for what one of them stands on.
    pub(super) fn take_receipts(&mut self, conn: C, device: &DeviceId, all: &[Vec<u8>]) -> Result<(), ReplicaError> {
        let receipt::ReceiptNews { new, lacks, forgotten } = receipt::take(&mut self.replica, all)?;
        // What was signed since counts nowhere: it is signed again, once a run. Two copies of one device would do so without end.
        if forgotten && !std::mem::replace(&mut self.signed_anew, true) {
            self.receipted = Some([0; 16]);
        }
        self.spread_receipts(Some(conn), new);
        if let (true, Some(peer)) = (lacks, self.peers.get_mut(&conn)) {
            peer.session.ask_receipts(&Held::new(&self.replica, device));
        }
        Ok(())
    }

    /// The same of a block of them.
    pub(super) fn take_packed_receipts(
        &mut self,
        conn: C,
        device: &DeviceId,
        block: &[u8],
    ) -> Result<(), ReplicaError> {
        let all = receipt::unpacked(&self.replica, block);
        let Some(peer) = self.peers.get_mut(&conn) else {
            return Ok(());
        };
        let bytes = all.iter().map(Vec::len).sum::<usize>().max(block.len());
        peer.unpacked = peer.unpacked.saturating_add(bytes as u64);
        if peer.unpacked > MAX_UNPACKED {
            self.breach(conn, "receipts without end");
            return Ok(());
        }
        self.take_receipts(conn, device, &all)
    }

    pub(super) fn spread_receipts(&mut self, except: Option<C>, new: Vec<receipt::Signed>) {
        if new.is_empty() {
            return;
        }
        self.tell_changed(Subjects::RECEIPTS);
        for (conn, peer) in &mut self.peers {
            let known = matches!(peer.stage, Stage::Known(device) if !self.replica.is_hub(&device));
            if Some(*conn) != except && known && peer.session.has_greeted() {
                for receipt::Signed { device, is_full, bytes } in new.clone() {
                    peer.session.spread(device, is_full, bytes);
                }
            }
        }
    }
}
