//! Connections that come and go.

use super::joining::asking;
use super::peer::{Peer, Stage};
use super::strangers::Introduction;
use super::{Core, Notice, Output};
use crate::net::{Address, Purpose};
use crate::node::hub;
use crate::node::shelf::Held;
use crate::node::slices::Slices;
use crate::node::subjects::Subjects;
use crate::session::{Frame, Session};
use rand::Rng;
use std::collections::VecDeque;

impl<S: Slices, C: Copy + Ord> Core<S, C> {
    /// A connection is open.
    pub fn opened(&mut self, conn: C, purpose: Purpose, address: Address, dialed: bool) {
        let endpoint = address.endpoint;
        if let Some(tries) = self.tries.get_mut(&endpoint) {
            (tries.failed, tries.dialing) = (0, false);
        }
        if purpose == Purpose::Sync && !self.prefer(conn, &endpoint, dialed) {
            return;
        }
        self.turns = self.turns.wrapping_add(1);
        let stage = match self.device_at(&endpoint) {
            _ if purpose == Purpose::Join => Stage::Joining(Vec::new()),
            Some(device) => Stage::Known(device),
            None => Stage::Stranger(Introduction::default()),
        };
        let mut peer = Peer {
            endpoint,
            address,
            dialed,
            stage,
            session: Session::listen(),
            out: VecDeque::new(),
            closing: false,
            turn: self.turns,
            needed: Vec::new(),
            asked: Vec::new(),
            introduced: 0,
            asked_in: false,
            welcomed: 0,
            unpacked: 0,
            since_ms: self.now_ms,
            news_ms: self.now_ms,
        };
        if dialed {
            self.begin(&mut peer);
        }
        if matches!(peer.stage, Stage::Known(_)) {
            self.tell_changed(Subjects::CONNECTIONS);
        }
        self.peers.insert(conn, peer);
    }

    pub(super) fn begin(&mut self, peer: &mut Peer) {
        match (&peer.stage, &self.joining) {
            (Stage::Joining(_), Some(link)) => {
                let frame = asking(&self.replica, link);
                peer.out.push_back(frame);
                self.outputs.push(Output::Tell(Notice::Found));
            }
            (Stage::Known(device), _) => {
                if self.replica.is_hub(device) {
                    let proof =
                        hub::prove(self.replica.charter_key(), &peer.endpoint, &self.replica.me().keys.endpoint);
                    peer.out.push_back(Frame::Prove(proof.into()));
                }
                let mut salt = [0; 8];
                self.replica.rng.fill_bytes(&mut salt);
                peer.session = Session::dial(salt, &Held::new(&self.replica, device));
            }
            _ => peer.closing = true,
        }
    }

    /// A connection is gone.
    pub fn closed(&mut self, conn: C, now_ms: i64) {
        self.pending.retain(|(from, ..)| *from != conn);
        let Some(peer) = self.peers.remove(&conn) else {
            return;
        };
        if matches!(peer.stage, Stage::Known(_)) {
            self.tell_changed(Subjects::CONNECTIONS);
        }
        // Of who only knocked nothing is kept.
        let is_known = self.tries.contains_key(&peer.endpoint) || self.device_at(&peer.endpoint).is_some();
        if is_known {
            let first_ms = self.first_try_ms(&peer.endpoint, now_ms);
            let tries = self.tries.entry(peer.endpoint).or_default();
            tries.rejected = tries.rejected.saturating_add(u32::from(!peer.session.has_greeted()));
            tries.next_ms = first_ms.saturating_add(tries.wait_ms());
        }
    }
}
