//! What a newcomer is welcomed with: the charter, packed, or whole where what came back out of a block would not be the same.

use super::strangers::chunks_of;
use crate::record::{Range, Secret};
use crate::session::Frame;
use crate::snapshot::PackError;
use crate::snapshot::charter::{Packer, unpack};

/// Bytes of charter in one frame, packed or not.
const PER_FRAME: u64 = 960 * 1024;

/// The frames of a welcome; one at least.
pub(super) fn frames(ranges: Vec<Range>, key: &Secret) -> Vec<Frame> {
    let mut packer = Packer::new(key);
    let chunks = chunks_of(ranges, PER_FRAME);
    let last = chunks.len().saturating_sub(1);
    let frame = |(at, chunk)| {
        let (block, ranges) = packed(chunk, |ranges| packer.pack(ranges), key);
        Frame::Welcome { ranges, last: at == last, block: block.map(Into::into) }
    };
    chunks.into_iter().enumerate().map(frame).collect()
}

/// A block; or the ranges, if a newcomer would not make them again byte by byte. Never some of both: whoever is named by a
/// range comes before it.
fn packed(
    ranges: Vec<Range>,
    mut pack: impl FnMut(&[Range]) -> Option<Vec<u8>>,
    key: &Secret,
) -> (Option<Vec<u8>>, Vec<Range>) {
    match pack(&ranges).filter(|block| unpack(block, key).as_ref() == Ok(&ranges)) {
        Some(block) => (Some(block), Vec::new()),
        None => (None, ranges),
    }
}

/// The ranges of a frame of a welcome, in their order.
///
/// # Errors
/// Any [`PackError`]: whoever packed the block did not read it.
pub(super) fn ranges(block: Option<&[u8]>, whole: Vec<Range>, key: &Secret) -> Result<Vec<Range>, PackError> {
    let mut ranges = block.map(|block| unpack(block, key)).transpose()?.unwrap_or_default();
    ranges.extend(whole);
    Ok(ranges)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::LogId;
    use crate::record::{Part, Record};
    use crate::session::MAX_FRAME;
    use rand::{Rng, SeedableRng};
    use rand_chacha::ChaCha20Rng;

    static KEY: Secret = Secret([5; 32]);

    fn range(log: u8, from: u64, bytes: usize) -> Range {
        let mut part = vec![0; bytes];
        ChaCha20Rng::seed_from_u64(log.into()).fill_bytes(&mut part);
        let record = Record { tail: vec![7], parts: vec![Part::Here(part)] };
        Range { log: LogId([log; 32]), from, records: vec![record], signature: [log; 64] }
    }

    fn read(frames: &[Frame]) -> Vec<Range> {
        let read = |frame: &Frame| match frame {
            Frame::Welcome { ranges: whole, block, .. } => {
                ranges(block.as_deref().map(Vec::as_slice), whole.clone(), &KEY).unwrap()
            }
            other => panic!("{other:?}"),
        };
        frames.iter().flat_map(read).collect()
    }

    #[test]
    fn where_anything_does_not_come_back_all_of_the_frame_goes_whole_and_in_its_order() {
        let all: Vec<Range> = [3, 1, 4, 2, 0].map(|log| range(log, 0, 100)).to_vec();
        // A packer that loses a byte of one.
        let losing = |ranges: &[Range]| {
            let mut ranges = ranges.to_vec();
            ranges[1].records[0].tail.clear();
            Packer::new(&KEY).pack(&ranges)
        };
        assert_eq!(packed(all.clone(), losing, &KEY), (None, all.clone()));
        assert_eq!(packed(all.clone(), |_| None, &KEY), (None, all.clone()));
        assert_eq!(packed(all.clone(), |_| Some(vec![9]), &KEY), (None, all.clone()));
        let (block, whole) = packed(all.clone(), |ranges| Packer::new(&KEY).pack(ranges), &KEY);
        assert_eq!((whole, ranges(block.as_deref(), Vec::new(), &KEY)), (Vec::new(), Ok(all)));
    }

    #[test]
    fn however_much_it_is_each_frame_fits_and_the_last_says_so() {
        for count in [0, 1, 3, 9] {
            let all: Vec<Range> = (0..count).map(|log| range(log, 0, 400_000)).collect();
            let frames = frames(all.clone(), &KEY);
            assert_eq!(frames.len(), usize::from(count).div_ceil(2).max(1));
            assert!(frames.iter().all(|frame| frame.encode().len() <= MAX_FRAME));
            let last = frames.iter().map(|frame| matches!(frame, Frame::Welcome { last: true, .. }));
            assert_eq!(last.collect::<Vec<_>>().iter().rposition(|last| !last), frames.len().checked_sub(2));
            assert!(matches!(frames.last(), Some(Frame::Welcome { last: true, .. })));
            assert_eq!(read(&frames), all);
        }
    }

    #[test]
    fn what_stands_beside_a_block_comes_after_it_and_a_broken_block_is_an_error() {
        let packed = Packer::new(&KEY).pack(&[range(2, 0, 9), range(1, 2, 9)]).unwrap();
        let read = |block: &[u8]| ranges(Some(block), vec![range(1, 1, 9)], &KEY);
        assert_eq!(read(&packed), Ok(vec![range(2, 0, 9), range(1, 2, 9), range(1, 1, 9)]));
        assert!(read(&[0; 30]).is_err());
    }
}
