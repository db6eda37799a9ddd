//! Packed blocks that have come: what they become is absorbed, what they do not become is asked for as records.

use super::{Core, Output};
use crate::id::{DeviceId, LogId};
use crate::node::Taken;
use crate::node::replica::ReplicaError;
use crate::node::shelf::Held;
use crate::node::slices::Slices;
use crate::session::Ask;

impl<S: Slices, C: Copy + Ord> Core<S, C> {
    /// Takes in what a block holds, at once: it is a batch by itself, and large.
    pub(super) fn unpack(&mut self, conn: C, device: &DeviceId, block: &[u8], now_ms: i64) -> Result<(), ReplicaError> {
        if !self.pending.is_empty() {
            self.flush(now_ms)?;
        }
        let asks = match self.replica.unpack(block) {
            Ok(unpacked) => {
                let taken = self.replica.absorb(&unpacked.ranges);
                if taken.is_err() {
                    // Nothing of it was kept: who sent it is asked anew, in another session.
                    self.outputs.push(Output::Close(conn));
                }
                let taken = taken?;
                let mut failed: Vec<LogId> = unpacked.closed.into_iter().map(|(log, _)| log).collect();
                for (range, taken) in unpacked.ranges.iter().zip(taken) {
                    self.gave_less(conn, range);
                    self.note_news(conn, &taken, now_ms);
                    let end = range.from.saturating_add(range.records.len() as u64);
                    failed.extend(self.unpacked(conn, &range.log, end, taken));
                }
                self.ask_plain(conn, &failed)
            }
            Err(why) => {
                tracing::warn!(%why, "a packed block could not be read");
                let peer = self.peers.get_mut(&conn);
                peer.map(|peer| peer.session.ask_rest_plain(&Held::new(&self.replica, device))).unwrap_or_default()
            }
        };
        for ask in asks {
            self.answer(conn, device, ask, now_ms)?;
        }
        self.flush(now_ms)
    }

    /// Notes what became of a range out of a block; the log if it must be asked for as records.
    fn unpacked(&mut self, conn: C, log: &LogId, end: u64, taken: Taken) -> Option<LogId> {
        if let Taken::Broken(why) = taken {
            tracing::warn!(%why, "a range out of a block does not verify");
            return Some(*log);
        }
        let peer = self.peers.get_mut(&conn)?;
        if taken == Taken::Gap {
            // What goes before it failed, or was never sent: either way the log comes as records.
            return Some(*log);
        }
        peer.session.landed(log, end);
        self.taken(conn, log, log, taken);
        None
    }

    fn ask_plain(&mut self, conn: C, failed: &[LogId]) -> Vec<Ask> {
        let from = |log: &LogId| (*log, self.replica.log(log).map_or(0, |row| row.head.count));
        let wanted: Vec<(LogId, u64)> = failed.iter().map(from).collect();
        self.peers.get_mut(&conn).map(|peer| peer.session.ask_plain(&wanted)).unwrap_or_default()
    }
}
