//! The core of a node: one community's replica and its sessions. Events in, outputs out.
//!
//! Knows no sockets and no clock: the loop and the simulator drive it alike.

mod connections;
mod dialing;
mod joining;
mod keys;
mod neighbours;
mod packed;
mod peer;
mod receipts;
mod resuming;
mod search;
mod strangers;
mod welcome;

use super::join::Link;
use super::replica::{Replica, ReplicaError};
use super::shelf::{Held, summary};
use super::slices::Slices;
use super::subjects::Subjects;
use super::{Taken, hub, receipt};
use crate::id::{DeviceId, LogId, StatementId};
use crate::net::{Address, Purpose};
use crate::record::Range;
use crate::session::{Ask, Frame, Refused};
use peer::{Peer, Stage, Tries};
pub use search::Search;
use std::collections::{BTreeMap, BTreeSet};

/// Frames of answers a connection may have waiting and still ask for more.
const MAX_OUT: usize = 64;

/// What the core asks of whoever drives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output<C> {
    /// Dial an address.
    Dial(Purpose, Address),
    /// Close a connection once its frames are out.
    Close(C),
    /// Tell those who wait.
    Tell(Notice),
}

/// What happened, for those who wait for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Whoever can let this device in is being looked for.
    Looking,
    /// Someone who may let this device in answered, and is asked to.
    Found,
    /// This device was let in; `waiting` until a steward confirms.
    Joined {
        /// Whether a steward must still confirm.
        waiting: bool,
    },
    /// Joining was refused.
    Refused(Refused),
    /// What an inviter answered is not the community of the link.
    Impostor,
    /// What people see may be another: of these.
    Changed(Subjects),
}

/// What has been counted since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Records received that were new.
    pub records_in: u64,
    /// Records sent.
    pub records_out: u64,
}

/// One community's replica and its sessions.
pub struct Core<S, C> {
    replica: Replica<S>,
    peers: BTreeMap<C, Peer>,
    tries: BTreeMap<[u8; 32], Tries>,
    joining: Option<Link>,
    pending: Vec<(C, LogId, Range)>,
    outputs: Vec<Output<C>>,
    receipted: Option<[u8; 16]>,
    /// Whether it signed once more in this run, since others remembered receipts that it had forgotten.
    signed_anew: bool,
    /// When a receipt was signed last, in milliseconds since 1970.
    signed_ms: i64,
    own_address: Option<Address>,
    /// The epochs whose keys were sealed to a device that asked for them, since this began.
    handed: BTreeMap<DeviceId, BTreeSet<StatementId>>,
    /// How many peers there were.
    turns: usize,
    count: Count,
    synced: bool,
    /// How many statements there were when peers were asked last for logs of devices that these bind.
    bound_by: usize,
    /// Whether the charter may let in others than when that was told last.
    known_anew: bool,
    /// As of the last tick.
    now_ms: i64,
}

impl<S: Slices, C: Copy + Ord> Core<S, C> {
    /// Drives an open replica.
    #[must_use]
    pub fn new(replica: Replica<S>) -> Self {
        Self {
            bound_by: replica.law().facts().len(),
            replica,
            peers: BTreeMap::new(),
            tries: BTreeMap::new(),
            joining: None,
            pending: Vec::new(),
            outputs: Vec::new(),
            receipted: None,
            signed_anew: false,
            signed_ms: 0,
            own_address: None,
            handed: BTreeMap::new(),
            turns: 0,
            count: Count::default(),
            synced: false,
            known_anew: true,
            now_ms: 0,
        }
    }

    /// The replica, to read.
    #[must_use]
    pub fn replica(&self) -> &Replica<S> {
        &self.replica
    }

    /// The replica, to write; call [`Core::flush`] afterwards.
    pub fn replica_mut(&mut self) -> &mut Replica<S> {
        &mut self.replica
    }

    /// Gives the replica back; connections are forgotten.
    #[must_use]
    pub fn into_replica(self) -> Replica<S> {
        self.replica
    }

    /// What has been counted since the start.
    #[must_use]
    pub fn count(&self) -> Count {
        self.count
    }

    /// Where this device can be reached from here on.
    pub fn set_address(&mut self, address: Address) {
        // Links that are shown carry it.
        self.tell_changed(Subjects::CONNECTIONS);
        self.own_address = Some(address);
    }

    /// What is to be done outside.
    pub fn take_outputs(&mut self) -> Vec<Output<C>> {
        std::mem::take(&mut self.outputs)
    }

    /// Devices with which a session is open.
    pub fn connected(&self) -> impl Iterator<Item = DeviceId> {
        self.peers.values().filter_map(|peer| match peer.stage {
            Stage::Known(device) => Some(device),
            _ => None,
        })
    }

    /// Open connections.
    pub fn connections(&self) -> impl Iterator<Item = C> {
        self.peers.keys().copied()
    }

    /// Whether every device that this one keeps a connection to was reached if it could be, and nothing is left to do
    /// with it.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        let settled = self.peers.values().all(|peer| match peer.stage {
            Stage::Known(_) => peer.session.is_settled() && peer.out.is_empty(),
            _ => false,
        });
        let reached: BTreeSet<[u8; 32]> = self.peers.values().map(|peer| peer.endpoint).collect();
        let tried = self.to_reach().iter().all(|address| {
            let tries = self.tries.get(&address.endpoint).copied().unwrap_or_default();
            reached.contains(&address.endpoint) || (tries.failed + tries.rejected > 0 && !tries.dialing)
        });
        settled && tried && self.pending.is_empty() && self.joining.is_none()
    }

    /// What is still to be done, for those who look for the reason.
    #[must_use]
    pub fn unrest(&self) -> Vec<String> {
        let resting =
            |peer: &&Peer| matches!(peer.stage, Stage::Known(_)) && peer.session.is_settled() && peer.out.is_empty();
        let sessions = self.peers.values().filter(|peer| !resting(peer));
        let sessions = sessions
            .map(|peer| format!("{:?} {:?} out {} closing {}", peer.stage, peer.session, peer.out.len(), peer.closing));
        let joining = self.joining.is_some().then(|| "joining".to_owned());
        let reached: BTreeSet<[u8; 32]> = self.peers.values().map(|peer| peer.endpoint).collect();
        let others = self.to_reach().into_iter().filter(|address| !reached.contains(&address.endpoint));
        let dials = others.map(|address| format!("{:02x?} {:?}", address.endpoint, self.tries.get(&address.endpoint)));
        sessions.chain(joining).chain(dials).collect()
    }

    /// How many frames, ranges and notes on logs are kept for a connection, to hold against the caps.
    #[doc(hidden)]
    #[must_use]
    pub fn kept_for(&self, conn: C) -> usize {
        let pending = self.pending.iter().filter(|(from, ..)| *from == conn).count();
        self.peers.get(&conn).map_or(0, Peer::kept) + pending
    }

    /// Whether some session has come to rest with nothing left to fetch since this device began to join, or to run. In a
    /// crowd it is closed soon after.
    #[must_use]
    pub fn has_synced(&self) -> bool {
        self.synced || self.is_synced()
    }

    fn is_synced(&self) -> bool {
        self.is_at_rest_with(|_| true)
    }

    /// Whether nothing is left to fetch from a device of these that the charter knows.
    fn is_at_rest_with(&self, who: impl Fn(&DeviceId) -> bool) -> bool {
        let known = |peer: &&Peer| matches!(&peer.stage, Stage::Known(device) if who(device));
        self.pending.is_empty() && self.peers.values().filter(known).any(|peer| peer.session.is_settled())
    }

    /// Begins to join by a link.
    pub fn join(&mut self, link: Link) {
        for address in &link.addresses {
            self.tries.insert(address.endpoint, Tries { dialing: true, ..Tries::default() });
            self.outputs.push(Output::Dial(Purpose::Join, address.clone()));
        }
        self.outputs.push(Output::Tell(Notice::Looking));
        self.joining = Some(link);
        self.synced = false;
    }

    /// The next frame for a connection. Ask only when the network has room for it.
    pub fn next_frame(&mut self, conn: C) -> Option<Vec<u8>> {
        let peer = self.peers.get_mut(&conn)?;
        let frame = match (peer.out.pop_front(), &peer.stage) {
            (Some(frame), _) => Some(frame),
            (None, Stage::Known(device)) if !peer.closing => peer.session.next_frame(&Held::new(&self.replica, device)),
            _ => None,
        };
        let Some(frame) = frame else {
            if peer.closing {
                self.outputs.push(Output::Close(conn));
            }
            return None;
        };
        self.count.records_out += match &frame {
            Frame::Records(range) | Frame::Branch { range, .. } => range.records.len() as u64,
            _ => peer.session.take_packed(),
        };
        Some(frame.encode())
    }

    /// A frame has come. Records are taken in together at the next [`Core::flush`].
    ///
    /// # Errors
    /// When the database refuses.
    pub fn received(&mut self, conn: C, bytes: &[u8], now_ms: i64) -> Result<(), ReplicaError> {
        let Some(frame) = Frame::decode(bytes) else {
            self.breach(conn, "a frame that cannot be read");
            return Ok(());
        };
        if let Frame::Records(_) | Frame::Branch { .. } = frame {
        } else if !self.pending.is_empty() {
            self.flush(now_ms)?;
        }
        let Some(peer) = self.peers.get_mut(&conn).filter(|peer| !peer.closing) else {
            return Ok(());
        };
        if peer.out.len() >= MAX_OUT {
            self.breach(conn, "it asks and does not listen");
            return Ok(());
        }
        match (&mut peer.stage, frame) {
            (Stage::Joining(_), frame) => self.join_frame(conn, frame, now_ms),
            (Stage::Stranger(..), frame) => self.stranger_frame(conn, frame, now_ms),
            (Stage::Known(device), Frame::Unknown) => {
                let device = *device;
                self.asked_who(conn, &device);
                Ok(())
            }
            (Stage::Known(_), Frame::Removed { ranges, last }) => self.told_removed(conn, &ranges, last, now_ms),
            (Stage::Known(device), frame) => {
                let device = *device;
                self.known_frame(conn, &device, frame, now_ms)
            }
        }
    }

    fn known_frame(&mut self, conn: C, device: &DeviceId, frame: Frame, now_ms: i64) -> Result<(), ReplicaError> {
        if let Frame::Hello { .. } = &frame {
            if !self.may_meet(device) {
                return self.tell_removed(conn, device);
            }
            let address = self.peers.get(&conn).map(|peer| peer.address.clone());
            if let Some(address) = address {
                self.tries.entry(address.endpoint).or_default().rejected = 0;
                self.remember(device, &address, Some(now_ms))?;
            }
        }
        let Some(peer) = self.peers.get_mut(&conn) else {
            return Ok(());
        };
        let asks = peer.session.handle(frame, &Held::new(&self.replica, device));
        for ask in asks {
            self.answer(conn, device, ask, now_ms)?;
        }
        Ok(())
    }

    fn answer(&mut self, conn: C, device: &DeviceId, ask: Ask, now_ms: i64) -> Result<(), ReplicaError> {
        match ask {
            Ask::Absorb(log, range) => self.pending.push((conn, log, range)),
            Ask::Unpack(block) => self.unpack(conn, device, &block, now_ms)?,
            Ask::Seal(epochs) => {
                if let Some(peer) = self.peers.get_mut(&conn) {
                    peer.asked = epochs;
                }
                self.hand_keys(conn, device)?;
                self.flush(now_ms)?;
            }
            Ask::Fill(came) => {
                if !self.replica.fill(&came)? {
                    self.breach(conn, "parts that are not what their records name");
                }
                self.flush(now_ms)?;
            }
            Ask::GiveReceipts(have) => {
                let lacking = receipt::lacking(&self.replica, &have)?;
                let frames = receipt::frames_for(&self.replica, device, lacking);
                if let Some(peer) = self.peers.get_mut(&conn) {
                    frames.into_iter().for_each(|some| peer.session.push(some));
                }
            }
            Ask::TakeReceipts(all) => self.take_receipts(conn, device, &all)?,
            Ask::UnpackReceipts(block) => self.take_packed_receipts(conn, device, &block)?,
            Ask::Breach(why) => self.breach(conn, why),
        }
        Ok(())
    }

    /// Takes in what has come, tells peers what is new, and signs for it once all is settled.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn flush(&mut self, now_ms: i64) -> Result<(), ReplicaError> {
        let pending = std::mem::take(&mut self.pending);
        if !pending.is_empty() {
            let (from, ranges): (Vec<(C, LogId)>, Vec<Range>) =
                pending.into_iter().map(|(conn, name, range)| ((conn, name), range)).unzip();
            let taken = self.replica.absorb(&ranges);
            if taken.is_err() {
                // Nothing of it was kept: who sent it is asked anew, in another session.
                self.outputs.extend(from.iter().map(|(conn, _)| Output::Close(*conn)));
            }
            for (((conn, name), range), taken) in from.into_iter().zip(&ranges).zip(taken?) {
                self.gave_less(conn, range);
                self.note_news(conn, &taken, now_ms);
                self.taken(conn, &range.log, &name, taken);
            }
        }
        self.replica.repeat_erasures().or_else(ReplicaError::said_later)?;
        // A hub may hold less than anybody, and so may who only waits to be let in.
        if self.is_at_rest_with(|device| self.replica.law().is_active(device)) {
            self.replica.say_heard().or_else(ReplicaError::said_later)?;
        }
        let mut news = self.replica.take_news();
        if news.keys {
            self.answer_again()?;
            news.logs.append(&mut self.replica.take_news().logs);
        }
        if news.charter {
            self.known_anew = true;
            self.resume_bound();
            self.reconsider()?;
            // A welcome may be lost and the charter come another way.
            if self.joining.is_some() && self.replica.is_active() {
                self.joining = None;
                self.outputs.push(Output::Tell(Notice::Joined { waiting: false }));
            }
        }
        if news.keys || news.charter {
            self.greet_again();
        }
        // What binds a device goes before its log.
        let turn = |log: &&LogId| self.replica.log(log).and_then(|row| summary(row).turn).unwrap_or(i64::MAX);
        let mut logs: Vec<&LogId> = news.logs.iter().collect();
        logs.sort_by_key(turn);
        for log in logs {
            self.offer(log, news.turned.get(log).copied(), news.lacks.contains(log));
        }
        self.need();
        self.synced |= self.is_synced();
        // Keys open what was decided and why, as they open what was said.
        let charter = if news.charter || news.keys { Subjects::CHARTER } else { Subjects::NONE };
        self.tell_changed(news.subjects.and(charter));
        self.sign(now_ms)
    }

    /// Tells who watches that what people see may be another.
    pub fn tell_changed(&mut self, subjects: Subjects) {
        if !subjects.is_none() {
            self.outputs.push(Output::Tell(Notice::Changed(subjects)));
        }
    }

    /// Notes what a peer gave without all its parts.
    fn gave_less(&mut self, conn: C, range: &Range) {
        if let Some(peer) = self.peers.get_mut(&conn).filter(|_| range.is_emptied()) {
            peer.session.gave_less(&range.log);
        }
    }

    fn taken(&mut self, conn: C, log: &LogId, name: &LogId, taken: Taken) {
        match taken {
            Taken::New(new) => self.count.records_in += new,
            Taken::Beside { new, from } => {
                self.count.records_in += new;
                let row = self.replica.log(log).filter(|_| name == log).map(summary);
                // It took the branch for the log itself, and lacks what stands here under that name.
                if let (Some(here), Some(peer)) = (row, self.peers.get_mut(&conn)) {
                    peer.session.beside(&here, from);
                }
            }
            Taken::Gap => {
                let from = self.replica.log(name).map_or(0, |row| row.head.count);
                if let Some(peer) = self.peers.get_mut(&conn) {
                    peer.session.gap(name, from);
                }
            }
            Taken::Astray => {
                let known = self.peers.get_mut(&conn).is_some_and(|peer| peer.session.stray(log, name));
                if !known {
                    self.breach(conn, "records that follow nothing, without end");
                }
            }
            Taken::Broken(_) => self.breach(conn, "records that do not verify"),
            // Nothing that it holds of this log can be used here now; the rest of it is not asked for.
            Taken::Void => {
                if let Some(peer) = self.peers.get_mut(&conn) {
                    peer.session.stop(name);
                }
            }
            Taken::Unbound { intro, circle } => {
                if let Some(peer) = self.peers.get_mut(&conn) {
                    peer.session.stop_unbound(name, *intro, circle);
                }
            }
            Taken::Later => {
                let said = self.replica.law().facts().len();
                if let Some(peer) = self.peers.get_mut(&conn) {
                    peer.session.hold_back(name, said);
                }
            }
            Taken::Foreign { intro, circles } => self.stop_foreign(conn, log, *intro, circles),
        }
    }

    /// After the charter changed: strangers may be known, the known may be removed.
    fn reconsider(&mut self) -> Result<(), ReplicaError> {
        let known: Vec<(C, DeviceId)> = self
            .peers
            .iter()
            .filter_map(|(conn, peer)| match peer.stage {
                Stage::Known(device) if !peer.closing => Some((*conn, device)),
                _ => None,
            })
            .collect();
        for (conn, device) in known {
            if !self.may_meet(&device) && self.replica.law().owner(&device).is_some() {
                self.tell_removed(conn, &device)?;
            }
        }
        Ok(())
    }

    fn offer(&mut self, log: &LogId, turned: Option<u64>, lacks: bool) {
        let Some(row) = self.replica.log(log) else {
            return;
        };
        let (here, circle) = (summary(row), row.circle);
        for peer in self.peers.values_mut() {
            let Stage::Known(device) = peer.stage else {
                continue;
            };
            let law = self.replica.law();
            let reads = |circle| law.owner(&device).is_some_and(|(person, _)| law.reads(&person, circle));
            let reads = |circle| reads(circle) || self.replica.is_hub(&device);
            if circle.as_ref().is_none_or(reads) {
                match turned {
                    Some(from) => peer.session.turned(&here, from),
                    None => peer.session.offer(&here),
                }
                if lacks {
                    peer.session.lacks_more(&here);
                }
            }
        }
    }

    fn breach(&mut self, conn: C, why: &'static str) {
        tracing::warn!(why, "a peer broke the protocol");
        if let Some(peer) = self.peers.get_mut(&conn) {
            peer.out.clear();
            peer.closing = true;
        }
        self.outputs.push(Output::Close(conn));
    }

    /// The device of a person, or the hub, that is at an endpoint.
    fn device_at(&self, endpoint: &[u8; 32]) -> Option<DeviceId> {
        let law = self.replica.law();
        law.device_at(endpoint).or_else(|| law.hubs().contains(endpoint).then(|| hub::device_of(endpoint)))
    }

    fn may_meet(&self, device: &DeviceId) -> bool {
        self.replica.law().may_meet(device) || self.replica.is_hub(device)
    }
}
