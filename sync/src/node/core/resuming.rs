//! What is asked of peers again, or told to them anew, since the charter is another.

use super::Core;
use super::peer::{Peer, Stage};
use crate::id::{DeviceId, LogId, PersonId};
use crate::node::shelf::Held;
use crate::node::slices::Slices;
use crate::record::{Intro, tag};
use std::collections::BTreeSet;

impl<S: Slices, C: Copy + Ord> Core<S, C> {
    /// Asks for the logs of devices that are bound since this was last done, of whoever brought them too early: what the
    /// quarantine let go of them, and what was not sent any more.
    pub(super) fn resume_bound(&mut self) {
        let law = self.replica.law();
        let bound = law.bound_since(self.bound_by).map(|(person, keys)| (keys.device(), person, keys.sign));
        let bound: BTreeSet<(DeviceId, PersonId, [u8; 32])> = bound.collect();
        self.bound_by = law.facts().len();
        let replica = &self.replica;
        let from = |log: &LogId| replica.log(log).map_or(0, |row| row.head.count);
        let is_bound = |intro: &Intro| bound.contains(&(intro.device, intro.person, intro.sign_key));
        self.peers.values_mut().for_each(|peer| peer.session.resume_bound(is_bound, from));
    }

    /// Of a log of a circle that this device did not read, when it read so many, a hub is told to send no more, until this device
    /// reads more: what opens the circle may come after what is said in it.
    pub(super) fn stop_foreign(&mut self, conn: C, log: &LogId, intro: Intro, circles: usize) {
        let replica = &self.replica;
        let of_hub = |peer: &&mut Peer| matches!(peer.stage, Stage::Known(device) if replica.is_hub(&device));
        if let Some(peer) = self.peers.get_mut(&conn).filter(of_hub) {
            peer.session.stop_foreign(log, intro, circles);
        }
    }

    /// Asks again for charter logs of which too much waited, once the charter says more.
    pub(super) fn resume_held(&mut self, now_ms: i64) {
        let (said, replica) = (self.replica.law().facts().len(), &self.replica);
        let from = |log: &LogId| replica.log(log).map_or(0, |row| row.head.count);
        self.peers.values_mut().for_each(|peer| peer.session.resume_held(said, now_ms, from));
    }

    /// Greets those peers again with whom this device reads a circle that it did not read with them before, and asks hubs for what is
    /// said in it.
    pub(super) fn greet_again(&mut self) {
        let circles = &self.replica.circle_secrets;
        let is_read = |intro: &Intro| circles.values().any(|secret| tag(secret, intro) == intro.tag);
        for peer in self.peers.values_mut() {
            peer.session.resume_foreign(circles.len(), is_read);
            if let Stage::Known(device) = peer.stage {
                peer.session.greet_again(&Held::new(&self.replica, &device));
            }
        }
    }
}
