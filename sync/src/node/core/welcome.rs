//! What a newcomer is welcomed with: the charter, packed, and whole what does not come back out of a block as it was.

use super::strangers::chunks_of;
use crate::record::{Range, Secret};
use crate::session::Frame;
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

/// A block, and the ranges that are not in it: what a newcomer would not make again byte by byte goes whole.
fn packed(
    ranges: Vec<Range>,
    mut pack: impl FnMut(&[Range]) -> Option<Vec<u8>>,
    key: &Secret,
) -> (Option<Vec<u8>>, Vec<Range>) {
    let Some(block) = pack(&ranges) else {
        return (None, ranges);
    };
    let made = unpack(&block, key).unwrap_or_default();
    if made == ranges {
        return (Some(block), Vec::new());
    }
    let (same, others): (Vec<Range>, Vec<Range>) = ranges.iter().cloned().partition(|range| made.contains(range));
    match pack(&same).filter(|block| unpack(block, key).as_ref() == Ok(&same)) {
        Some(block) => (Some(block), others),
        None => (None, ranges),
    }
}

/// The ranges of a frame of a welcome, those of one log in their order. A block that cannot be read is as if it were not there:
/// what it held comes in the session that follows.
pub(super) fn ranges(block: Option<&[u8]>, whole: Vec<Range>, key: &Secret) -> Vec<Range> {
    let mut ranges = match block.map(|block| unpack(block, key)).transpose() {
        Ok(ranges) => ranges.unwrap_or_default(),
        Err(why) => {
            tracing::warn!(%why, "a block of a welcome could not be read");
            Vec::new()
        }
    };
    if !whole.is_empty() {
        ranges.extend(whole);
        ranges.sort_by_key(|range| range.from);
    }
    ranges
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
                ranges(block.as_deref().map(Vec::as_slice), whole.clone(), &KEY)
            }
            other => panic!("{other:?}"),
        };
        frames.iter().flat_map(read).collect()
    }

    #[test]
    fn what_does_not_come_back_goes_whole_and_the_rest_packed() {
        let all: Vec<Range> = (0..5).map(|log| range(log, 0, 100)).collect();
        // A packer that loses a byte of some.
        let losing = |lost: &'static [u8]| {
            move |ranges: &[Range]| {
                let mut ranges = ranges.to_vec();
                for range in ranges.iter_mut().filter(|range| lost.contains(&range.signature[0])) {
                    range.records[0].tail.clear();
                }
                Packer::new(&KEY).pack(&ranges)
            }
        };
        let (block, whole) = packed(all.clone(), losing(&[1, 3]), &KEY);
        assert_eq!(whole, [all[1].clone(), all[3].clone()]);
        assert_eq!(unpack(&block.unwrap(), &KEY).unwrap(), [all[0].clone(), all[2].clone(), all[4].clone()]);
        assert_eq!(packed(all.clone(), losing(&[]), &KEY).1, []);
        let mut times = 0;
        let worse = |ranges: &[Range]| {
            times += 1;
            losing(if times == 1 { &[1] } else { &[0] })(ranges)
        };
        assert_eq!(packed(all.clone(), worse, &KEY), (None, all.clone()));
        assert_eq!(packed(all.clone(), |_| None, &KEY), (None, all.clone()));
        assert_eq!(packed(all.clone(), |_| Some(vec![9]), &KEY), (None, all));
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
    fn of_one_log_ranges_come_in_their_order_and_a_broken_block_holds_up_nothing() {
        let packed = Packer::new(&KEY).pack(&[range(1, 0, 9), range(1, 2, 9)]).unwrap();
        let read = |block: &[u8]| ranges(Some(block), vec![range(1, 1, 9)], &KEY);
        assert_eq!(read(&packed), [range(1, 0, 9), range(1, 1, 9), range(1, 2, 9)]);
        assert_eq!(read(&[0; 30]), [range(1, 1, 9)]);
    }
}
