//! Tests of records, ranges and seals.

use super::*;
use crate::id::{DeviceId, LogId, PersonId};
use ed25519_dalek::SigningKey;
use proptest::prelude::*;
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;

fn keys() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn intro() -> Intro {
    Intro {
        sign_key: keys().verifying_key().to_bytes(),
        nonce: [1; 16],
        device: DeviceId([2; 16]),
        person: PersonId([3; 16]),
        kind: LogKind::Content,
        tag: [4; 16],
    }
}

/// A log of `count` records of `size` bytes each, as one device writes it, and its end.
fn log(count: u64, size: usize) -> (Vec<Record>, Vec<[u8; 64]>, Head) {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let mut head = Head::start(&intro());
    let (mut records, mut signatures) = (Vec::new(), Vec::new());
    for number in 0..count {
        let tail = Tail { intro: (number == 0).then(intro), ..Tail::default() };
        let draft = Draft { tail, parts: vec![vec![0; size], b"words".to_vec()] };
        let (verified, signature) = head.append(&keys(), &Secret([9; 32]), draft, &mut rng).unwrap();
        records.push(verified.record);
        signatures.push(signature);
    }
    (records, signatures, head)
}

fn range(from: usize, to: usize) -> (Range, Head) {
    let (records, signatures, head) = log(to as u64, 10);
    let signature = signatures[to - 1];
    (Range { log: head.log, from: from as u64, records: records[from..to].to_vec(), signature }, head)
}

#[test]
fn what_one_device_wrote_another_verifies_with_one_signature() {
    let (range, written) = range(0, 40);
    let (verified, read) = Head::introduced(&range).unwrap().verify(&range).unwrap();
    assert_eq!(read, written);
    assert_eq!(verified[3].open(&Secret([9; 32]), 1).unwrap(), b"words");
    assert_eq!(verified[3].open(&Secret([8; 32]), 1), Err(RecordError::Sealed));
}

#[test]
fn a_range_ends_at_its_boundary_and_not_beyond() {
    let (whole, _) = range(0, 64);
    let (_, head) = Head::introduced(&whole).unwrap().verify(&whole).unwrap();
    assert!(head.at_boundary());
    let (beyond, _) = range(0, 65);
    assert_eq!(Head::introduced(&beyond).unwrap().verify(&beyond), Err(RecordError::BadRange));
    let (_, _, large) = log(5, 60 * 1024);
    assert!(large.at_boundary(), "five records of sixty kilobytes pass the limit of a range");
}

/// Or a range of large tails would be more than a frame can hold.
#[test]
fn tails_count_towards_the_boundary_as_parts_do() {
    let mut rng = ChaCha20Rng::seed_from_u64(2);
    let mut head = Head::start(&intro());
    let erased: Vec<Erased> =
        (0..MAX_ERASED as u64).map(|number| Erased { log: LogId([7; 32]), number, part: 1, start: [1; 8] }).collect();
    let frontier = vec![crate::id::RecordHash([3; 32]); MAX_FRONTIER];
    let mut ends = Vec::new();
    for number in 0..200 {
        let intro = (number == 0).then(intro);
        let tail = Tail { intro, erased: Some(erased.clone()), frontier: Some(frontier.clone()), ..Tail::default() };
        let draft = Draft { tail, parts: vec![vec![1; 10]] };
        head.append(&keys(), &Secret([9; 32]), draft, &mut rng).unwrap();
        ends.extend(head.at_boundary().then_some(head.count));
    }
    assert!(ends.windows(2).all(|pair| pair[1] - pair[0] < u64::from(RANGE_RECORDS)) && ends.len() == 3, "{ends:?}");
}

#[test]
fn what_was_changed_on_the_way_does_not_verify() {
    type Change = (&'static str, fn(&mut Range), RecordError);
    let changes: [Change; 9] = [
        ("a letter", |range| flip(&mut range.records[5]), RecordError::BadSignature),
        ("a tail", |range| range.records[5].tail.push(0), RecordError::BadSignature),
        ("a record left out", |range| drop(range.records.remove(5)), RecordError::BadSignature),
        ("two in other order", |range| range.records.swap(5, 6), RecordError::BadSignature),
        ("the signature", |range| range.signature[3] ^= 1, RecordError::BadSignature),
        ("another place", |range| range.from = 1, RecordError::OutOfPlace),
        ("another log", |range| range.log = LogId([0; 32]), RecordError::OutOfPlace),
        ("a second introduction", |range| range.records[5].tail = range.records[0].tail.clone(), RecordError::BadTail),
        ("nothing", |range| range.records.clear(), RecordError::BadRange),
    ];
    for (what, change, why) in changes {
        let (mut range, _) = range(0, 20);
        let head = Head::introduced(&range).unwrap();
        change(&mut range);
        assert_eq!(head.verify(&range).err(), Some(why), "{what}");
    }
}

fn flip(record: &mut Record) {
    if let Part::Here(bytes) = &mut record.parts[0] {
        bytes[20] ^= 1;
    }
}

#[test]
fn a_dropped_part_leaves_the_chain_whole() {
    let (mut range, written) = range(0, 20);
    for record in &mut range.records {
        record.parts[1] = record.parts[1].dropped();
    }
    let (verified, read) = Head::introduced(&range).unwrap().verify(&range).unwrap();
    assert_eq!(read, written);
    assert_eq!(verified[3].open(&Secret([9; 32]), 1), Err(RecordError::Sealed));
    assert!(verified[3].open(&Secret([9; 32]), 0).is_ok());
}

#[test]
fn a_log_is_the_one_its_first_record_introduces() {
    let (mut range, _) = range(0, 3);
    range.log = LogId([5; 32]);
    assert_eq!(Head::introduced(&range), Err(RecordError::BadIntro));
}

#[test]
fn nothing_above_a_limit_is_written_or_read() {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let mut head = Head::start(&intro());
    let tail = Tail { intro: Some(intro()), ..Tail::default() };
    for parts in
        [vec![vec![0; MAX_PLAIN + 1]], vec![Vec::new(); MAX_PARTS + 1], vec![vec![0; MAX_PLAIN]; 5], Vec::new()]
    {
        let draft = Draft { tail: tail.clone(), parts };
        let before = head.clone();
        assert_eq!(head.append(&keys(), &Secret([9; 32]), draft, &mut rng).err(), Some(RecordError::TooLarge));
        assert_eq!(head, before);
    }
    let frontier = Some(vec![crate::id::RecordHash([0; 32]); MAX_FRONTIER + 1]);
    assert_eq!(Tail::decode(&Tail { frontier, ..Tail::default() }.encode()), Err(RecordError::TooLarge));
    let erased = Some(vec![Erased { log: LogId([0; 32]), number: 0, part: 1, start: [0; 8] }; MAX_ERASED + 1]);
    assert_eq!(Tail::decode(&Tail { erased, ..Tail::default() }.encode()), Err(RecordError::TooLarge));
    assert_eq!(Tail::decode(&[0; MAX_TAIL + 1]), Err(RecordError::TooLarge));
}

#[test]
fn the_same_words_are_sealed_differently_each_time_and_place() {
    let (log, prev, secret) = (LogId([1; 32]), [2; 32], Secret([3; 32]));
    let one = seal(&secret, &log, 4, 0, &prev, [5; 16], b"words").unwrap();
    assert_ne!(one, seal(&secret, &log, 4, 0, &prev, [6; 16], b"words").unwrap());
    assert_eq!(open(&secret, &log, 4, 0, &prev, &one).unwrap(), b"words");
    for (log, number, part, prev) in
        [(LogId([0; 32]), 4, 0, prev), (log, 5, 0, prev), (log, 4, 1, prev), (log, 4, 0, [0; 32])]
    {
        assert_eq!(open(&secret, &log, number, part, &prev, &one), Err(RecordError::Sealed));
    }
}

#[test]
fn a_tail_of_a_later_version_or_with_unknown_keys_is_told_apart() {
    assert_eq!(Tail::decode(&[1, 0xa0]), Err(RecordError::BadTail));
    assert_eq!(Tail::decode(&[0, 0xa1, 0x18, 99, 5]), Ok(Tail::default()), "unknown keys are passed over");
}

proptest! {
    #[test]
    fn no_bytes_panic_a_tail_or_a_range(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = Tail::decode(&bytes);
        if let Ok(range) = minicbor::decode::<Range>(&bytes) {
            let _ = Head::introduced(&range).and_then(|head| head.verify(&range));
        }
    }

    #[test]
    fn a_range_with_any_byte_changed_is_refused(at in any::<prop::sample::Index>(), bit in 0u8..8) {
        let (range, _) = range(0, 6);
        let mut bytes = minicbor::to_vec(&range).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        let read = minicbor::decode::<Range>(&bytes);
        let verified = read.ok().filter(|read| *read != range).map(|read| Head::introduced(&read)?.verify(&read));
        prop_assert!(verified.is_none_or(|verified| verified.is_err()));
    }
}
