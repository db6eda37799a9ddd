//! What the records made: compared between devices that hold the same, so that a defect is seen.
//!
//! docs/protocol.md §6.

use crate::document::{Document, Kind};
use crate::id::{DeviceId, derive, derive16};
use crate::node::replica::{Replica, ReplicaError};
use crate::node::settle::heads_bytes;
use crate::node::slices::Slices;
use crate::session::digest;

/// What a receipt says of its device's documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State {
    /// What documents hang on: the records and parts held, the charter, and the keys.
    ground: [u8; 4],
    root: [u8; 4],
}

impl State {
    /// This device's.
    pub(super) fn of<S: Slices>(replica: &Replica<S>) -> Result<Self, ReplicaError> {
        Ok(Self { ground: ground(replica), root: start(&replica.state_root()?) })
    }

    /// Ground ‖ root.
    pub(super) fn bytes(self) -> [u8; 8] {
        let mut bytes = [0; 8];
        for (to, from) in bytes.iter_mut().zip(self.ground.into_iter().chain(self.root)) {
            *to = from;
        }
        bytes
    }
}

fn start(of: &[u8]) -> [u8; 4] {
    of.first_chunk().copied().unwrap_or_default()
}

fn ground<S: Slices>(replica: &Replica<S>) -> [u8; 4] {
    let everyone = replica.everyone();
    let held = replica.epoch_keys.iter().filter(|(_, (circle, _))| *circle == everyone);
    let held: Vec<u8> = held.flat_map(|(epoch, _)| epoch.0).collect();
    start(&derive("kith 0 ground", &[&digest(&replica.summaries(None)), &replica.digest(), &held]))
}

/// Whether a device that holds the same records, charter and keys made other documents of them; `None` where it holds others.
pub(super) fn differs<S: Slices>(replica: &Replica<S>, said: &[u8]) -> Result<Option<bool>, ReplicaError> {
    match said.split_first_chunk::<4>() {
        Some((theirs, root)) if *theirs == ground(replica) => {
            root.first_chunk().map(|root| Ok(*root != State::of(replica)?.root)).transpose()
        }
        _ => Ok(None),
    }
}

impl<S: Slices> Replica<S> {
    /// A hash over every document of everyone's circle and its heads. Compares only at equal digests and keys.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn state_root(&self) -> Result<[u8; 16], ReplicaError> {
        // A document from which all was set aside counts like one that was never begun.
        let bare: Vec<Vec<u8>> = [Kind::Profile, Kind::Sheet].map(|kind| heads_bytes(&Document::begin(kind))).into();
        let mut heads = self.store.all_heads(&self.everyone())?;
        heads.retain(|(_, heads)| !bare.contains(heads));
        let bytes: Vec<u8> = heads.into_iter().flat_map(|(id, heads)| [&id.0[..], &heads].concat()).collect();
        Ok(derive16("kith 0 root", &[&bytes]))
    }

    /// Devices that made other documents of the same records, by their last receipt that could be compared: a defect there or
    /// here. Known since this program started.
    #[must_use]
    pub fn differs(&self, device: &DeviceId) -> bool {
        self.differing.contains(device)
    }
}
