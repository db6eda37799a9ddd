//! Tests of packed receipts: they come back as they were signed, and no bytes do harm.

use super::super::{Held, Word};
use super::*;
use crate::id::{CircleId, RecordHash};
use crate::net::Address;
use crate::snapshot::MAX_PACKED;
use proptest::prelude::*;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;

fn keys(count: u8) -> Keys {
    (1..=count).map(|of| (RecordHash([of; 32]), Secret([of; 32]))).collect()
}

fn bytes<const N: usize>(rng: &mut ChaCha20Rng) -> [u8; N] {
    let mut bytes = [0; N];
    rng.fill_bytes(&mut bytes);
    bytes
}

fn sealed(epoch: u8, plain: &[u8], full: Option<u64>, rng: &mut ChaCha20Rng) -> Receipt {
    let (device, number, key) =
        (DeviceId(bytes(rng)), 1_800_000_000_000 + u64::from(rng.next_u32()), Secret([epoch; 32]));
    let sealed = seal(&key, &place(&device), number, 0, &[0; 32], bytes(rng), plain).unwrap();
    let under = full.map_or_else(|| Under::Epoch(mark_of(&key, &device).into()), Under::Full);
    Receipt { device, number, under, sealed: sealed.into(), signature: bytes::<64>(rng).into() }
}

/// What a device that holds so many logs signs.
fn word(logs: u8, rng: &mut ChaCha20Rng) -> Vec<u8> {
    let vector = (0..logs).map(|log| Held { log: crate::id::first8(&[log; 32]).into(), count: 1 }).collect();
    let address = Some(Address { endpoint: bytes(rng), sockets: Vec::new(), relay: None });
    minicbor::to_vec(Word { circle: CircleId([1; 16]), state: bytes::<8>(rng).to_vec().into(), vector, address })
        .unwrap()
}

fn written(receipt: &Receipt) -> Vec<u8> {
    minicbor::to_vec(receipt).unwrap()
}

/// Each of so many devices has signed for all logs.
fn crowd(count: usize, rng: &mut ChaCha20Rng) -> Vec<Vec<u8>> {
    (0..count).map(|_| written(&sealed(1, &word(200, rng), None, rng))).collect()
}

#[test]
fn receipts_of_two_hundred_cost_what_nobody_can_make_again() {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let all = crowd(200, &mut rng);
    let packed = pack(all.clone(), &keys(2));
    assert_eq!((packed.blocks.len(), packed.whole.len()), (1, 0));
    assert_eq!(unpack(&packed.blocks[0], &keys(2)), Ok(all.clone()));
    // Device, salt, signature, state, endpoint, and half of the number.
    let (least, each) = (16 + 16 + 64 + 8 + 32 + 4, packed.blocks[0].len() / 200);
    assert!(each <= least + 16, "{each} bytes, {least} at least");
    assert!(all.iter().map(Vec::len).sum::<usize>() > 10 * packed.blocks[0].len());
}

#[test]
fn what_would_not_come_back_goes_whole() {
    let mut rng = ChaCha20Rng::seed_from_u64(2);
    let good = sealed(1, &word(3, &mut rng), None, &mut rng);
    let difference = sealed(1, b"a difference", Some(7), &mut rng);
    let unknown = sealed(9, &word(3, &mut rng), None, &mut rng);
    // Marked as of another epoch, standing on what comes later, or no receipt's canonical bytes.
    let marked = Receipt { under: Under::Epoch([7; 16].into()), ..sealed(1, b"word", None, &mut rng) };
    let later = sealed(1, b"word", Some(0), &mut rng);
    let later = Receipt { under: Under::Full(later.number + 1), ..later };
    let odd = [written(&good), vec![0]].concat();
    let whole = vec![written(&unknown), written(&marked), written(&later), odd, vec![1, 2, 3], Vec::new()];
    let all = [vec![written(&good)], whole.clone(), vec![written(&difference)]].concat();
    let packed = pack(all, &keys(1));
    assert_eq!(packed.whole, whole);
    assert_eq!(unpack(&packed.blocks[0], &keys(1)).unwrap(), [written(&good), written(&difference)]);
}

#[test]
fn a_block_out_of_which_others_would_come_is_not_sent() {
    let mut rng = ChaCha20Rng::seed_from_u64(6);
    let good = written(&sealed(1, b"word", None, &mut rng));
    let mut writer = Writer::default();
    writer.put(Opened::of(&good, &keys(1), &mut Trials::new()).unwrap(), b"another".to_vec());
    let mut packed = Packed::default();
    packed.add(writer, &keys(1));
    assert_eq!(packed, Packed { blocks: Vec::new(), whole: vec![b"another".to_vec()] });
}

#[test]
fn a_receipt_whose_key_is_not_here_keeps_back_no_other() {
    let mut rng = ChaCha20Rng::seed_from_u64(3);
    let all: Vec<Vec<u8>> = [1, 2, 1].map(|epoch| written(&sealed(epoch, b"word", None, &mut rng))).into();
    let packed = pack(all.clone(), &keys(2));
    assert_eq!(unpack(&packed.blocks[0], &keys(1)).unwrap(), [all[0].clone(), all[2].clone()]);
}

/// A difference does not say under which epoch it is: each key is tried, and whoever opens epochs opens as many as they like.
#[test]
fn receipts_are_tried_under_keys_up_to_a_bound_and_then_go_whole() {
    let mut rng = ChaCha20Rng::seed_from_u64(7);
    let good = written(&sealed(1, b"word", None, &mut rng));
    let mut of_nobody = || written(&sealed(250, &[0; 60_000], Some(1), &mut rng));
    for (count, packs) in [(1, true), (2, false)] {
        let all: Vec<Vec<u8>> = (0..count).map(|_| of_nobody()).chain([good.clone()]).collect();
        let packed = pack(all.clone(), &keys(200));
        assert_eq!((packed.blocks.len() == 1, packed.whole.len()), (packs, all.len() - usize::from(packs)), "{count}");
    }
}

#[test]
fn more_receipts_or_epochs_than_a_block_holds_take_several() {
    let mut rng = ChaCha20Rng::seed_from_u64(4);
    let of = |count: usize, epochs: usize, rng: &mut ChaCha20Rng| -> Vec<Vec<u8>> {
        (0..count).map(|at| written(&sealed(u8::try_from(1 + at % epochs).unwrap(), b"word", None, rng))).collect()
    };
    for (count, epochs, blocks) in
        [(MAX_TAKEN, 1, 1), (MAX_TAKEN + 1, 1, 2), (MAX_EPOCHS, MAX_EPOCHS, 1), (MAX_EPOCHS + 1, MAX_EPOCHS + 1, 2)]
    {
        let all = of(count, epochs, &mut rng);
        let packed = pack(all.clone(), &keys(80));
        let read: Vec<Vec<u8>> = packed.blocks.iter().flat_map(|block| unpack(block, &keys(80)).unwrap()).collect();
        assert_eq!((packed.blocks.len(), packed.whole.len(), read), (blocks, 0, all), "{count} of {epochs}");
    }
    let mut writer = Writer::default();
    for bytes in of(MAX_TAKEN + 1, 1, &mut rng) {
        writer.put(Opened::of(&bytes, &keys(1), &mut Trials::new()).unwrap(), bytes);
    }
    assert_eq!(unpack(&writer.finish().0.compress().unwrap(), &keys(1)), Err(PackError::TooLarge));
    let mut writer = Writer::default();
    for bytes in of(MAX_EPOCHS + 1, MAX_EPOCHS + 1, &mut rng) {
        writer.put(Opened::of(&bytes, &keys(80), &mut Trials::new()).unwrap(), bytes);
    }
    assert_eq!(unpack(&writer.finish().0.compress().unwrap(), &keys(80)), Err(PackError::TooLarge));
    assert_eq!(unpack(&vec![0; MAX_PACKED + 1], &keys(1)), Err(PackError::TooLarge));
    // Of an epoch that the block does not name.
    let block = Columns { shape: vec![0, 0, 0, 0], noise: vec![0; 96], tails: vec![0; 8], ..Columns::default() };
    assert_eq!(unpack(&block.compress().unwrap(), &keys(1)), Err(PackError::Layout));
}

proptest! {
    #[test]
    fn no_bytes_do_harm(
        columns in proptest::array::uniform5(proptest::collection::vec(prop_oneof![0u8..4, any::<u8>()], 0..300)),
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        at in any::<prop::sample::Index>(), bit in 0u8..8,
    ) {
        let [noise, shape, tails, bodies, words] = columns;
        let _ = unpack(&Columns { noise, shape, tails, bodies, words }.compress().unwrap(), &keys(2));
        let _ = unpack(&bytes, &keys(2));
        let mut block = pack(crowd(3, &mut ChaCha20Rng::seed_from_u64(5)), &keys(1)).blocks.remove(0);
        let at = at.index(block.len());
        block[at] ^= 1 << bit;
        let _ = unpack(&block, &keys(2));
        let _ = pack(vec![bytes], &keys(2));
    }
}
