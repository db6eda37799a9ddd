//! Joining, on both sides: the newcomer asks, any active member's device answers.

use super::peer::Stage;
use super::strangers::weight;
use super::{Core, Notice, Output, welcome};
use crate::charter::{Coming, DeviceKeys, Status};
use crate::net::Purpose;
use crate::node::DAY_MS;
use crate::node::join::{Link, LinkFor, device_proof};
use crate::node::replica::{Replica, ReplicaError};
use crate::node::slices::Slices;
use crate::record::Range;
use crate::session::{Asked, Frame, Refused};

/// Most bytes of charter that whoever lets this device in may show.
pub(super) const MAX_WELCOME: u64 = 64 * 1024 * 1024;

impl<S: Slices, C: Copy + Ord> Core<S, C> {
    pub(super) fn join_frame(&mut self, conn: C, frame: Frame, now_ms: i64) -> Result<(), ReplicaError> {
        if matches!(frame, Frame::Ask(_) | Frame::AskDevice { .. }) && !self.asks_once(conn) {
            return Ok(());
        }
        // Whoever dials in to be let in is asked nothing, and has no answer to give.
        let asked = self.joining.is_some() && self.peers.get(&conn).is_some_and(|peer| peer.dialed);
        // A proof can be said again by whoever heard it; the connection shows who holds the endpoint's key now.
        let is_own = |keys: &DeviceKeys| self.peers.get(&conn).is_some_and(|peer| peer.endpoint == keys.endpoint);
        match frame {
            Frame::Ask(asked) => {
                let answer = if is_own(&asked.keys) { self.admit(&asked, now_ms)? } else { Some(Refused::BadProof) };
                self.welcome(conn, answer, now_ms)
            }
            Frame::AskDevice { keys, own, endpoint, proof } => {
                let answer = if is_own(&keys) {
                    self.replica.admit_device(&keys, [*own, *endpoint], &proof, now_ms)?
                } else {
                    Some(Refused::BadProof)
                };
                self.welcome(conn, answer, now_ms)
            }
            Frame::Welcome { ranges, last, block } if asked => {
                self.welcomed(conn, block.as_deref().map(Vec::as_slice), ranges, last, now_ms)
            }
            Frame::No(why) if asked => {
                // Another device may know the invitation, and this one may yet hear of it.
                if why.is_final() {
                    self.joining = None;
                }
                self.outputs.push(Output::Tell(Notice::Refused(why)));
                self.outputs.push(Output::Close(conn));
                Ok(())
            }
            _ => {
                self.breach(conn, "out of turn while joining");
                Ok(())
            }
        }
    }

    /// Whether this is the first time on this connection: each answer may be the whole charter.
    fn asks_once(&mut self, conn: C) -> bool {
        let asked = self.peers.get_mut(&conn).is_none_or(|peer| std::mem::replace(&mut peer.asked_in, true));
        if asked {
            self.breach(conn, "it asks to be let in without end");
        }
        !asked
    }

    pub(super) fn admit(&mut self, asked: &Asked, now_ms: i64) -> Result<Option<Refused>, ReplicaError> {
        let (law, community) = (self.replica.law(), self.replica.community());
        let coming = Coming { invite: &asked.invite, person: &asked.person, keys: &asked.keys, lifts: &asked.lifts };
        let is_named = !asked.lifts.is_empty() || asked.person == asked.keys.person();
        if !is_named || !coming.is_proved(&community, &asked.proofs) {
            return Ok(Some(Refused::BadProof));
        }
        if law.is_active(&asked.keys.device()) {
            return Ok(None);
        }
        let Some((_, last_day)) = law.invitation(&asked.invite) else {
            let known = law.knows_invitation(&asked.invite);
            return Ok(Some(if known { Refused::Closed } else { Refused::UnknownInvitation }));
        };
        let until_ms = (i64::from(last_day) + 1).saturating_mul(DAY_MS);
        if now_ms >= until_ms {
            return Ok(Some(Refused::Expired { now_ms, until_ms }));
        }
        match self.replica.admit(asked) {
            Ok(()) => Ok(None),
            Err(why) if why.is_may_not() => Ok(Some(Refused::MayNot)),
            Err(other) => Err(other),
        }
    }

    pub(super) fn welcome(&mut self, conn: C, refused: Option<Refused>, now_ms: i64) -> Result<(), ReplicaError> {
        self.flush(now_ms)?;
        let frames = match refused {
            Some(why) => vec![Frame::No(why)],
            None => welcome::frames(self.replica.charter_ranges(), self.replica.charter_key()),
        };
        if let Some(peer) = self.peers.get_mut(&conn) {
            peer.out.extend(frames);
        }
        Ok(())
    }

    pub(super) fn welcomed(
        &mut self,
        conn: C,
        block: Option<&[u8]>,
        whole: Vec<Range>,
        last: bool,
        now_ms: i64,
    ) -> Result<(), ReplicaError> {
        let Ok(more) = welcome::ranges(block, whole, self.replica.charter_key()) else {
            self.breach(conn, "a block of a welcome that cannot be read");
            return Ok(());
        };
        let Some(peer) = self.peers.get_mut(&conn) else {
            return Ok(());
        };
        // What a block cost counts though nothing comes of it.
        let packed = block.map_or(0, |block| block.len() as u64);
        peer.welcomed = peer.welcomed.saturating_add(packed).saturating_add(weight(&more));
        if peer.welcomed > MAX_WELCOME {
            self.breach(conn, "an endless welcome");
            return Ok(());
        }
        let Stage::Joining(ranges) = &mut peer.stage else {
            return Ok(());
        };
        ranges.extend(more);
        if !last {
            return Ok(());
        }
        let (ranges, address) = (std::mem::take(ranges), peer.address.clone());
        let community = self.replica.community();
        if !ranges.iter().any(|range| Replica::<S>::is_genesis(range, &community)) {
            self.outputs.push(Output::Tell(Notice::Impostor));
            self.breach(conn, "another community");
            return Ok(());
        }
        self.absorb_charter(&ranges, now_ms)?;
        let law = self.replica.law();
        let giver = law.device_at(&address.endpoint).filter(|device| law.is_active(device));
        let me = law.status(&self.replica.me().person);
        let (Some(giver), true) = (giver, self.may_meet(&self.replica.me().device())) else {
            self.outputs.push(Output::Tell(Notice::Impostor));
            self.breach(conn, "a welcome by someone who does not belong");
            return Ok(());
        };
        self.joining = None;
        self.remember(&giver, &address, Some(now_ms))?;
        self.outputs.push(Output::Close(conn));
        self.outputs.push(Output::Dial(Purpose::Sync, address));
        self.outputs.push(Output::Tell(Notice::Joined { waiting: me == Status::Waiting }));
        Ok(())
    }
}

/// The frame by which a newcomer asks.
pub(super) fn asking<S: Slices>(replica: &Replica<S>, link: &Link) -> Frame {
    match &link.purpose {
        LinkFor::Newcomer { .. } => Frame::Ask(replica.ask(&link.secret)),
        LinkFor::Device { adder, .. } => {
            let [own, endpoint] = replica.ask_as_device(adder);
            Frame::AskDevice {
                keys: replica.me().keys,
                own: own.into(),
                endpoint: endpoint.into(),
                proof: device_proof(&link.secret, &replica.me().keys).into(),
            }
        }
    }
}
