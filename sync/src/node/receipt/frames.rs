//! The frames in which receipts travel.

use super::packing::{Keys, Packed, pack, unpack};
use super::{MAX_TAKEN, Replica, Slices};
use crate::id::DeviceId;
use crate::session::Frame;

/// Bytes of receipts in one frame.
const PER_FRAME: usize = 512 * 1024;

/// Receipts in frames; one frame at least, for it may be waited for.
fn frames(all: Vec<Vec<u8>>) -> Vec<Frame> {
    let mut frames = vec![Vec::new()];
    let mut size = 0;
    for receipt in all {
        let count = frames.last().map_or(0, Vec::len);
        if size + receipt.len() > PER_FRAME || count >= MAX_TAKEN {
            frames.push(Vec::new());
            size = 0;
        }
        size += receipt.len();
        if let Some(frame) = frames.last_mut() {
            frame.push(receipt.into());
        }
    }
    frames.into_iter().map(Frame::Receipt).collect()
}

/// The same for one peer: packed, if it reads the circle of which they speak. One frame at least.
pub(in crate::node) fn frames_for<S: Slices>(replica: &Replica<S>, device: &DeviceId, all: Vec<Vec<u8>>) -> Vec<Frame> {
    let law = replica.law();
    if !law.owner(device).is_some_and(|(person, _)| law.reads(&person, &replica.everyone())) {
        return frames(all);
    }
    let Packed { blocks, whole } = pack(all, &keys(replica));
    let mut packed: Vec<Frame> = blocks.into_iter().map(|block| Frame::PackedReceipts(block.into())).collect();
    if packed.is_empty() || !whole.is_empty() {
        packed.extend(frames(whole));
    }
    packed
}

/// The receipts of a block; none if it cannot be read.
pub(in crate::node) fn unpacked<S: Slices>(replica: &Replica<S>, block: &[u8]) -> Vec<Vec<u8>> {
    unpack(block, &keys(replica)).unwrap_or_else(|why| {
        tracing::warn!(%why, "a block of receipts could not be read");
        Vec::new()
    })
}

fn keys<S: Slices>(replica: &Replica<S>) -> Keys {
    let circle = replica.everyone();
    let held = replica.epoch_keys.iter().filter(|(_, (of, _))| *of == circle);
    held.map(|(epoch, (_, key))| (*epoch, key.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::super::MAX_RECEIPT;
    use super::*;
    use crate::session::MAX_FRAME;

    #[test]
    fn receipts_come_in_frames_that_fit_and_in_one_at_least() {
        for count in [0, 1, 40] {
            let frames = frames(vec![vec![7; MAX_RECEIPT]; count]);
            assert!(frames.iter().all(|frame| frame.encode().len() <= MAX_FRAME));
            let told = frames.iter().map(|frame| if let Frame::Receipt(all) = frame { all.len() } else { 0 });
            assert_eq!((told.sum::<usize>(), frames.is_empty()), (count, false));
        }
    }

    #[test]
    fn no_frame_has_more_receipts_than_are_taken_from_one() {
        for count in [MAX_TAKEN - 1, MAX_TAKEN, MAX_TAKEN + 1, 3 * MAX_TAKEN] {
            let frames = frames(vec![vec![7; 100]; count]);
            let told: Vec<usize> =
                frames.iter().map(|frame| if let Frame::Receipt(all) = frame { all.len() } else { 0 }).collect();
            assert!(told.iter().all(|told| *told <= MAX_TAKEN), "{told:?}");
            assert_eq!(told.iter().sum::<usize>(), count);
        }
    }
}
