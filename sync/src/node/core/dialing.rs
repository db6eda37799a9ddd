//! Dialing: whom to try, when, and which of two connections to keep.

use super::neighbours;
use super::peer::{Peer, Stage, Tries};
use super::{Core, Output};
use crate::id::DeviceId;
use crate::net::{Address, MAX_SOCKETS, Purpose};
use crate::node::replica::ReplicaError;
use crate::node::slices::Slices;
use crate::node::subjects::Subjects;
use std::collections::BTreeSet;

/// Of those heard last how many are dialed, as long as few neighbours have answered.
const LAST: usize = 4;

/// How long the higher of two endpoints waits to be dialed by the lower, in milliseconds: where both have reason to dial
/// at the same moment, one connection is opened and not two that cross.
const GIVE_WAY_MS: i64 = 200;

/// Longest that two devices may be dialing each other at once, in milliseconds.
const DIAL_MS: i64 = 5_000;

/// Most devices that a newcomer asks to be let in.
const MAX_ASKED: usize = 64;

/// Longest that a peer may take to show who it is, in milliseconds.
const SILENT_MS: i64 = 60_000;

impl<S: Slices, C: Copy + Ord> Core<S, C> {
    /// Dials whom it is time to dial.
    pub fn tick(&mut self, now_ms: i64) {
        if now_ms < self.now_ms {
            self.clock_set_back(now_ms);
        }
        self.now_ms = now_ms;
        self.replica.tell_time(now_ms);
        self.close_silent();
        self.resume_held(now_ms);
        let reached: BTreeSet<[u8; 32]> = self.peers.values().map(|peer| peer.endpoint).collect();
        if let Some(link) = &self.joining {
            for address in &link.addresses {
                let tries = self.tries.entry(address.endpoint).or_default();
                if !reached.contains(&address.endpoint) && !tries.dialing && tries.next_ms <= now_ms {
                    tries.dialing = true;
                    self.outputs.push(Output::Dial(Purpose::Join, address.clone()));
                }
            }
            return;
        }
        let wanted = self.to_reach();
        self.close_spare(&wanted);
        for address in wanted {
            let first_ms = self.first_try_ms(&address.endpoint, now_ms);
            let fresh = || Tries { next_ms: first_ms, ..Tries::default() };
            let tries = self.tries.entry(address.endpoint).or_insert_with(fresh);
            if !reached.contains(&address.endpoint) && !tries.dialing && tries.next_ms <= now_ms {
                tries.dialing = true;
                self.outputs.push(Output::Dial(Purpose::Sync, address));
            }
        }
    }

    /// What was to happen by a clock that showed too much is not waited for until it shows as much again.
    fn clock_set_back(&mut self, now_ms: i64) {
        for tries in self.tries.values_mut() {
            tries.next_ms = tries.next_ms.min(now_ms.saturating_add(tries.wait_ms()));
            tries.met_ms = tries.met_ms.map(|met_ms| met_ms.min(now_ms));
            tries.told_ms = tries.told_ms.map(|told_ms| told_ms.map(|told_ms| told_ms.min(now_ms)));
        }
        for peer in self.peers.values_mut() {
            peer.since_ms = peer.since_ms.min(now_ms);
        }
        self.signed_ms = self.signed_ms.min(now_ms);
    }

    /// A device of the community is near: it is dialed at once. While this device asks to be let in it knows nobody, and
    /// whoever is near may be the one.
    pub fn met(&mut self, address: Address, now_ms: i64) -> Result<(), ReplicaError> {
        if self.joining.is_some() {
            self.met_while_joining(address, now_ms);
            return Ok(());
        }
        let Some(device) = self.device_at(&address.endpoint) else {
            return Ok(());
        };
        let first_ms = self.first_try_ms(&address.endpoint, now_ms);
        if self.tries.entry(address.endpoint).or_default().take_meeting(now_ms, first_ms) {
            self.remember(&device, &address, None)?;
            self.tick(now_ms);
        }
        Ok(())
    }

    /// A link may be older than where its devices are: who is met is asked there, too.
    fn met_while_joining(&mut self, address: Address, now_ms: i64) {
        let Some(link) = &mut self.joining else {
            return;
        };
        let has_room = link.addresses.len() < MAX_ASKED;
        match link.addresses.iter_mut().find(|known| known.endpoint == address.endpoint) {
            None if has_room => link.addresses.push(address),
            None => return,
            Some(known) => {
                let is_known = address.sockets.iter().all(|socket| known.sockets.contains(socket));
                if is_known || !self.tries.entry(address.endpoint).or_default().take_meeting(now_ms, now_ms) {
                    return;
                }
                known.sockets.retain(|socket| !address.sockets.contains(socket));
                known.sockets.splice(0..0, address.sockets);
                known.sockets.truncate(MAX_SOCKETS);
            }
        }
        self.tick(now_ms);
    }

    /// The network is another: everyone is tried again at once.
    pub fn moved(&mut self, now_ms: i64) {
        let endpoints: Vec<[u8; 32]> = self.tries.keys().copied().collect();
        for endpoint in endpoints {
            let first_ms = self.first_try_ms(&endpoint, now_ms);
            self.tries.entry(endpoint).or_default().next_ms = first_ms;
        }
        self.tick(now_ms);
    }

    /// When to dial an endpoint that there is reason to dial now. Nobody else dials whoever asks to be let in.
    pub(super) fn first_try_ms(&self, endpoint: &[u8; 32], now_ms: i64) -> i64 {
        let goes_first = self.joining.is_some() || self.replica.me().keys.endpoint < *endpoint;
        if goes_first { now_ms } else { now_ms.saturating_add(GIVE_WAY_MS) }
    }

    /// A dial came to nothing.
    pub fn dial_failed(&mut self, endpoint: &[u8; 32], now_ms: i64) {
        let tries = self.tries.entry(*endpoint).or_default();
        tries.dialing = false;
        tries.failed = tries.failed.saturating_add(1);
        tries.next_ms = now_ms.saturating_add(tries.wait_ms());
    }

    /// Of two connections with one endpoint keeps the newer, or where each dialed the other, that of the lower endpoint.
    pub(super) fn prefer(&mut self, conn: C, endpoint: &[u8; 32], dialed: bool) -> bool {
        let me = self.replica.me().keys.endpoint;
        let other = self
            .peers
            .iter()
            .find(|(_, peer)| peer.endpoint == *endpoint && !peer.closing && !matches!(peer.stage, Stage::Joining(_)));
        let Some((other, peer, since_ms)) = other.map(|(other, peer)| (*other, peer.dialed, peer.since_ms)) else {
            return true;
        };
        // Who dials anew long after has lost the old one, though this side may not have noticed.
        let old_is_stale = self.now_ms.saturating_sub(since_ms) > DIAL_MS;
        let new_is_better = old_is_stale || dialed == peer || dialed == (me < *endpoint);
        let worse = if new_is_better { other } else { conn };
        if new_is_better {
            self.peers.remove(&other);
        }
        self.outputs.push(Output::Close(worse));
        new_is_better
    }

    /// Closes what was opened long ago and on which nobody has shown who they are.
    fn close_silent(&mut self) {
        let silent = self.peers.iter().filter(|(_, peer)| {
            let old = peer.since_ms > 0 && self.now_ms.saturating_sub(peer.since_ms) > SILENT_MS;
            old && !peer.session.has_greeted()
        });
        let silent: Vec<C> = silent.map(|(conn, _)| *conn).collect();
        self.outputs.extend(silent.into_iter().map(Output::Close));
    }

    /// In a large community closes what this device dialed and would not dial again, once nothing is left to do there.
    fn close_spare(&mut self, wanted: &[Address]) {
        if wanted.len() < neighbours::FEWEST {
            return;
        }
        let wanted: BTreeSet<[u8; 32]> = wanted.iter().map(|address| address.endpoint).collect();
        let spare = self.peers.iter().filter(|(_, peer)| {
            let idle = matches!(peer.stage, Stage::Known(_)) && peer.session.is_idle() && peer.out.is_empty();
            idle && peer.dialed && !peer.closing && !wanted.contains(&peer.endpoint)
        });
        let spare: Vec<C> = spare.map(|(conn, _)| *conn).collect();
        self.outputs.extend(spare.into_iter().map(Output::Close));
    }

    /// The devices that this one keeps a connection to, or tries to.
    pub(super) fn to_reach(&self) -> Vec<Address> {
        let mut known = self.reachable();
        // Who was heard last is most likely there: a start among many who are away does not wait for each of them.
        known.sort_by_key(|(_, heard_ms)| std::cmp::Reverse(*heard_ms));
        let last: Vec<[u8; 32]> = known
            .iter()
            .filter(|(_, heard_ms)| heard_ms.is_some())
            .map(|(address, _)| address.endpoint)
            .take(LAST)
            .collect();
        let mut all: Vec<Address> = known.into_iter().map(|(address, _)| address).collect();
        let answers = |endpoint: &[u8; 32]| {
            self.tries.get(endpoint).is_none_or(|tries| tries.failed.saturating_add(tries.rejected) == 0)
        };
        let others: Vec<[u8; 32]> = all.iter().map(|address| address.endpoint).collect();
        let law = self.replica.law();
        // Counted by the charter: many may be here whose addresses are not known yet.
        let devices = law.count_devices();
        if let Some(mut chosen) = neighbours::choose(&self.replica.me().keys.endpoint, &others, devices, answers) {
            let chosen_peer = |peer: &&Peer| matches!(peer.stage, Stage::Known(_)) && chosen.contains(&peer.endpoint);
            if self.peers.values().filter(chosen_peer).count() < neighbours::FEWEST {
                chosen.extend(last);
            }
            let hubs = law.hubs();
            all.retain(|address| chosen.contains(&address.endpoint) || hubs.contains(&address.endpoint));
        }
        all
    }

    /// Where others are, and when they were heard last, in milliseconds since 1970.
    fn reachable(&self) -> Vec<(Address, Option<i64>)> {
        let me = self.replica.me().device();
        // Who no longer belongs would only be told so again: whoever brings it back dials it.
        if !self.may_meet(&me) {
            return Vec::new();
        }
        let peers = self.replica.store().peers().unwrap_or_default();
        let others = peers.into_iter().filter(|(device, ..)| *device != me && self.may_meet(device));
        others.filter_map(|(_, address, heard_ms)| Some((minicbor::decode(&address).ok()?, heard_ms))).collect()
    }

    pub(super) fn remember(
        &mut self,
        device: &DeviceId,
        address: &Address,
        heard_ms: Option<i64>,
    ) -> Result<(), ReplicaError> {
        let bytes = minicbor::to_vec(address).unwrap_or_default();
        self.replica.store().put_peer(device, &bytes, heard_ms)?;
        if heard_ms.is_some() {
            self.tell_changed(Subjects::CONNECTIONS);
        }
        Ok(())
    }
}
