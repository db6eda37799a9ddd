//! Epoch keys: asking peers for those that lack here, and sealing to peers those that lack there.

use super::Core;
use super::peer::{Peer, Stage};
use crate::id::{DeviceId, StatementId};
use crate::node::replica::ReplicaError;
use crate::node::sealing::asked_for;
use crate::node::slices::Slices;
use crate::session::Frame;
use std::collections::BTreeSet;

impl<S: Slices, C: Copy + Ord> Core<S, C> {
    /// Keys came: hands them to peers that asked for them before.
    pub(super) fn answer_again(&mut self) -> Result<(), ReplicaError> {
        let asked: Vec<_> = self
            .peers
            .iter()
            .filter_map(|(conn, peer)| match peer.stage {
                Stage::Known(device) if !peer.asked.is_empty() => Some((*conn, device)),
                _ => None,
            })
            .collect();
        for (conn, device) in asked {
            self.hand_keys(conn, &device)?;
        }
        Ok(())
    }

    /// Seals the keys that a peer asked for, each once while Kith runs: every seal is a record in everyone's charter, and what was
    /// sealed once comes with it.
    pub(super) fn hand_keys(&mut self, conn: C, device: &DeviceId) -> Result<(), ReplicaError> {
        let Some(peer) = self.peers.get(&conn) else {
            return Ok(());
        };
        let (replica, handed) = (&mut self.replica, self.handed.entry(*device).or_default());
        let is_fresh = |epoch: &&StatementId| replica.epoch_keys.contains_key(*epoch) && !handed.contains(*epoch);
        let fresh: BTreeSet<StatementId> = peer.asked.iter().filter(is_fresh).copied().collect();
        handed.extend(replica.answer_need(device, &fresh)?);
        Ok(())
    }

    /// Says which keys are not here, once to each peer; to a hub never, which has none and is not to know.
    pub(super) fn need(&mut self) {
        let (lacking, replica) = (self.replica.lacking(), &self.replica);
        let ready = |peer: &&mut Peer| {
            matches!(&peer.stage, Stage::Known(device) if !replica.is_hub(device)) && peer.session.is_settled()
        };
        for peer in self.peers.values_mut().filter(ready) {
            let asked = asked_for(&lacking, peer.turn);
            if peer.needed != asked {
                peer.needed.clone_from(&asked);
                peer.session.push(Frame::Need(asked));
            }
        }
    }
}
