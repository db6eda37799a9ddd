//! Receipts on their way to a peer: of each device the newest alone, once all else has gone. Whoever signs without end holds up nothing.

use super::{Frame, Session};
use crate::id::DeviceId;
use std::collections::BTreeMap;

/// Bytes of receipts in one frame; one receipt may be as long again.
const PER_FRAME: usize = 256 * 1024;
/// Most receipts in one frame.
const MOST: usize = 1_024;

/// Receipts that are to be sent, by the device that signed them.
#[derive(Debug, Default)]
pub(super) struct Spreading {
    due: BTreeMap<DeviceId, Due>,
}

/// Of one device.
#[derive(Debug, Default)]
struct Due {
    /// The last in full.
    full: Option<Vec<u8>>,
    /// The last that stands on it.
    newest: Option<Vec<u8>>,
}

impl Spreading {
    /// How many devices' receipts are kept.
    pub(super) fn kept(&self) -> usize {
        self.due.len()
    }

    fn put(&mut self, device: DeviceId, is_full: bool, receipt: Vec<u8>) {
        let due = self.due.entry(device).or_default();
        if is_full {
            *due = Due { full: Some(receipt), newest: None };
        } else {
            due.newest = Some(receipt);
        }
    }

    /// The next of them in one frame.
    pub(super) fn next(&mut self) -> Option<Frame> {
        let (mut frame, mut bytes) = (Vec::new(), 0_usize);
        while bytes < PER_FRAME
            && frame.len().saturating_add(2) <= MOST
            && let Some((_, Due { full, newest })) = self.due.pop_first()
        {
            let both = full.into_iter().chain(newest);
            both.for_each(|receipt| {
                bytes = bytes.saturating_add(receipt.len());
                frame.push(receipt.into());
            });
        }
        (!frame.is_empty()).then_some(Frame::Receipt(frame))
    }
}

impl Session {
    /// A receipt of a device is news here: the peer is given it in place of older ones that did not go yet.
    pub fn spread(&mut self, device: DeviceId, is_full: bool, receipt: Vec<u8>) {
        self.spreading.put(device, is_full, receipt);
    }
}
