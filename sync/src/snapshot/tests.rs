//! Tests of blocks: what was packed comes back byte by byte, and what is no block is refused.

use super::column::put_number;
use super::*;
use crate::body::{Body, Named};
use crate::id::{DeviceId, PersonId};
use crate::record::{Draft, Erased, Head, Intro, LogKind, Part, Tail, mark};
use automerge::transaction::Transactable;
use automerge::{ActorId, AutoCommit, ROOT};
use ed25519_dalek::SigningKey;
use proptest::prelude::*;
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;

static KEYS: [Secret; 3] = [Secret([1; 32]), Secret([2; 32]), Secret([3; 32])];

/// What a record of a test says.
#[derive(Clone, Debug)]
enum Says {
    Change(u8),
    Merged(u8),
    Nothing,
    Nonsense(Vec<u8>),
}

#[derive(Clone, Debug)]
struct Step {
    says: Says,
    contents: Vec<Vec<u8>>,
    epoch: Option<usize>,
    frontier: Option<u8>,
    erases: bool,
    /// A part let go, counted round.
    dropped: Option<u8>,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let says = prop_oneof![
        6 => (0u8..3).prop_map(Says::Change),
        1 => (0u8..3).prop_map(Says::Merged),
        1 => Just(Says::Nothing),
        1 => proptest::collection::vec(any::<u8>(), 0..80).prop_map(Says::Nonsense),
    ];
    let contents = proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..300), 0..3);
    let step = (
        says,
        contents,
        proptest::option::weighted(0.1, 0usize..3),
        proptest::option::weighted(0.1, any::<u8>()),
        any::<bool>(),
        proptest::option::weighted(0.2, any::<u8>()),
    )
        .prop_map(|(says, contents, epoch, frontier, erases, dropped)| Step {
            says,
            contents,
            epoch,
            frontier,
            erases,
            dropped,
        });
    proptest::collection::vec(step, 1..100)
}

/// A log as its device would write it, in ranges; each breaks off after a number of records or at a boundary.
fn log(seed: u8, steps: &[Step], every: usize) -> Vec<Range> {
    let mut rng = ChaCha20Rng::seed_from_u64(u64::from(seed));
    let keys = SigningKey::from_bytes(&[seed; 32]);
    let intro = Intro {
        sign_key: keys.verifying_key().to_bytes(),
        nonce: [0; 16],
        device: DeviceId([seed; 16]),
        person: PersonId([seed; 16]),
        kind: LogKind::Content,
        tag: [9; 16],
    };
    let mut head = Head::start(&intro);
    let mut documents: Vec<(AutoCommit, bool)> = (0..3).map(|at| (document(&[seed, at]), false)).collect();
    let (mut secret, mut named) = (&KEYS[0], None);
    let mut ranges: Vec<Range> = Vec::new();
    let mut open: Option<Range> = None;
    for (at, step) in steps.iter().enumerate() {
        if let Some(epoch) = step.epoch {
            secret = &KEYS[epoch];
        }
        let mark = Some(mark(secret, &head.log)).filter(|mark| named != Some(*mark));
        named = mark.or(named);
        let (body, document) = say(&step.says, &mut documents, seed, at);
        let erased = Erased { log: head.log, number: at as u64, part: 0, start: [9; 8] };
        let tail = Tail {
            intro: (at == 0).then(|| intro.clone()),
            mark,
            frontier: step.frontier.map(|id| vec![crate::id::RecordHash([id; 32])]),
            document,
            erased: step.erases.then(|| vec![erased]),
            ..Tail::default()
        };
        let parts = [body].into_iter().chain(step.contents.clone()).collect();
        let (verified, signature) = head.append(&keys, secret, Draft { tail, parts }, &mut rng).unwrap();
        let mut record = verified.record;
        if let Some(part) = step.dropped {
            let count = record.parts.len();
            let part = &mut record.parts[usize::from(part) % count];
            *part = part.dropped();
        }
        let fresh = || Range { log: head.log, from: at as u64, records: Vec::new(), signature };
        let range = open.get_or_insert_with(fresh);
        range.records.push(record);
        range.signature = signature;
        if range.records.len() >= every || head.at_boundary() {
            ranges.extend(open.take());
        }
    }
    ranges.into_iter().chain(open).collect()
}

fn document(actor: &[u8]) -> AutoCommit {
    AutoCommit::new().with_actor(ActorId::from(actor))
}

fn say(says: &Says, documents: &mut [(AutoCommit, bool)], seed: u8, at: usize) -> (Vec<u8>, Option<u32>) {
    let number = match says {
        Says::Change(number) | Says::Merged(number) => *number,
        Says::Nothing => return (Body::Nothing.encode(), None),
        Says::Nonsense(bytes) => return (bytes.clone(), Some(1)),
    };
    let (document, begun) = &mut documents[usize::from(number)];
    if let Says::Merged(_) = says {
        let mut other = document.fork().with_actor(ActorId::from(&[seed, number, 7][..]));
        other.put(ROOT, "elsewhere", at as u64).unwrap();
        document.merge(&mut other).unwrap();
    }
    document.put(ROOT, "k", at as u64).unwrap();
    document.put(ROOT, "words", "some words that are said again and again").unwrap();
    document.commit();
    let change = document.get_last_local_change().unwrap().raw_bytes().to_vec();
    let named = Named { kind: 1, person: PersonId([seed; 16]), number: u32::from(number) };
    let body = if *begun { Body::Change(change) } else { Body::New { document: named, change } };
    *begun = true;
    (body.encode(), Some(u32::from(number)))
}

fn key_of(log: &LogId, named: &[u8; 16]) -> Option<Secret> {
    KEYS.iter().find(|key| mark(key, log) == *named).cloned()
}

fn open_all(ranges: &[Range]) -> Vec<Run> {
    let mut cursor = Cursor::start(ranges[0].log);
    ranges.iter().map(|range| cursor.open(range, &key_of)).collect()
}

fn step(says: Says) -> Step {
    Step { says, contents: vec![b"a word".to_vec()], epoch: None, frontier: None, erases: false, dropped: None }
}

/// One log of ten changes in its block.
fn small() -> (Vec<Range>, Vec<u8>) {
    let ranges = log(1, &vec![step(Says::Change(0)); 10], 4);
    let block = pack(&open_all(&ranges)).unwrap();
    (ranges, block)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_was_packed_comes_back_byte_by_byte(
        a in steps(), b in steps(), every in 1usize..70, skipped in 0usize..4,
    ) {
        let (a, b) = (log(1, &a, every), log(2, &b, 64));
        let skipped = skipped.min(a.len() - 1);
        let runs = [&open_all(&a)[skipped..], &open_all(&b)].concat();
        let unpacked = unpack(&pack(&runs).unwrap(), key_of).unwrap();
        prop_assert_eq!(unpacked.ranges, [&a[skipped..], &b].concat());
        prop_assert_eq!(unpacked.closed, vec![]);
    }

    #[test]
    fn no_bytes_panic_and_none_that_differ_verify(
        at in any::<prop::sample::Index>(), bit in 0u8..8, cut in any::<prop::sample::Index>(),
        noise in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let (ranges, block) = small();
        let mut flipped = block.clone();
        flipped[at.index(block.len())] ^= 1 << bit;
        for bytes in [flipped, block[..cut.index(block.len())].to_vec(), noise.clone(), [&block[..21], &noise].concat()] {
            let Ok(unpacked) = unpack(&bytes, key_of) else { continue };
            for range in unpacked.ranges {
                let head = Head::introduced(&ranges[0]).unwrap();
                let verified = Head { log: range.log, ..head }.verify(&range);
                prop_assert!(verified.is_err() || ranges.contains(&range) , "{:?}", range);
            }
        }
    }

    #[test]
    fn columns_of_any_bytes_never_panic(
        columns in proptest::array::uniform5(proptest::collection::vec(prop_oneof![0u8..6, any::<u8>()], 0..300)),
    ) {
        let [noise, shape, tails, bodies, words] = columns;
        let block = Columns { noise, shape, tails, bodies, words }.compress().unwrap();
        let _ = unpack(&block, key_of);
    }
}

#[test]
fn a_change_on_the_one_before_costs_neither_frame_nor_dependency() {
    let ranges = log(1, &vec![step(Says::Change(0)); 10], 64);
    let sizes = |runs: &[Run]| layout::write(runs).bodies.len();
    let runs = open_all(&ranges);
    let plain: usize = runs
        .iter()
        .flat_map(|run| &run.records)
        .map(|record| match &record.parts[0] {
            Unsealed::Open(_, plain) => plain.len(),
            other => panic!("{other:?}"),
        })
        .sum();
    // Nine further changes spare 4 + 4 bytes of frame, 1 + 32 of the dependency and more of lengths.
    assert!(sizes(&runs) + 9 * 41 <= plain, "{} of {plain}", sizes(&runs));
}

#[test]
fn without_its_key_a_log_is_left_closed_and_others_are_not() {
    let (a, b) = (log(1, &vec![step(Says::Change(0)); 130], 64), log(2, &[step(Says::Change(0))], 64));
    let block = pack(&[open_all(&a), open_all(&b)].concat()).unwrap();
    let unpacked = unpack(&block, |log, named| key_of(log, named).filter(|_| *log != a[0].log)).unwrap();
    assert_eq!((unpacked.ranges, unpacked.closed), (b, vec![(a[0].log, 0)]));
}

#[test]
fn a_part_that_its_giver_cannot_open_travels_sealed() {
    let ranges = log(1, &vec![step(Says::Change(0)); 10], 64);
    let mut cursor = Cursor::start(ranges[0].log);
    let runs: Vec<Run> = ranges.iter().map(|range| cursor.open(range, &|_, _| None)).collect();
    assert!(matches!(runs[0].records[3].parts[0], Unsealed::Closed(_)));
    assert_eq!(unpack(&pack(&runs).unwrap(), |_, _| None).unwrap().ranges, ranges);
}

/// A block whose header says these lengths over whatever was compressed.
fn claiming(lengths: [u32; 5], compressed: &[u8]) -> Vec<u8> {
    let lengths: Vec<u8> = lengths.iter().flat_map(|length| length.to_be_bytes()).collect();
    [&[0][..], &lengths, compressed].concat()
}

#[test]
fn a_block_that_claims_more_than_a_block_may_hold_is_refused() {
    let bomb = zstd::bulk::compress(&vec![0; 64 * MAX_COLUMNS], 3).unwrap();
    assert!(bomb.len() < MAX_PACKED);
    let refused = |lengths| unpack(&claiming(lengths, &bomb), key_of).unwrap_err();
    assert_eq!(refused([0, u32::MAX, u32::MAX, u32::MAX, u32::MAX]), PackError::TooLarge);
    assert_eq!(refused([0, 0, 0, MAX_COLUMNS as u32, 1]), PackError::TooLarge);
    // Within the cap, but more comes out than the header says.
    assert_eq!(refused([0, 0, 0, MAX_COLUMNS as u32, 0]), PackError::Compression);
    assert_eq!(refused([0, 0, 0, 0, 0]), PackError::Compression);
    let short = zstd::bulk::compress(&[0; 10], 3).unwrap();
    assert_eq!(unpack(&claiming([0, 11, 0, 0, 0], &short), key_of).unwrap_err(), PackError::Compression);
    assert_eq!(unpack(&vec![0; MAX_PACKED + 1], key_of).unwrap_err(), PackError::TooLarge);
    assert_eq!(unpack(&[1; 40], key_of).unwrap_err(), PackError::Version);
}

#[test]
fn a_block_of_endless_empty_records_is_refused_before_they_are_made() {
    let mut shape = vec![1];
    put_number(&mut shape, MAX_RECORDS as u64 + 1);
    shape.extend(std::iter::repeat_n(0, 2 * (MAX_RECORDS + 1)));
    let block = Columns { noise: vec![0; 96], shape, ..Columns::default() }.compress().unwrap();
    assert!(block.len() < 400);
    assert_eq!(unpack(&block, key_of).unwrap_err(), PackError::TooLarge);
    let parts = [1, 1, 0, 17].into_iter().chain(std::iter::repeat_n(0, 34)).collect();
    let block = Columns { noise: vec![0; 1024], shape: parts, ..Columns::default() }.compress().unwrap();
    assert_eq!(unpack(&block, key_of).unwrap_err(), PackError::TooLarge);
}

#[test]
fn what_is_left_over_in_a_column_is_refused() {
    let (_, block) = small();
    let whole = Columns::decompress(&block, MAX_COLUMNS).unwrap();
    assert!(unpack(&whole.compress().unwrap(), key_of).is_ok());
    for column in 0..5 {
        let mut more = whole.clone();
        let columns = [&mut more.noise, &mut more.shape, &mut more.tails, &mut more.bodies, &mut more.words];
        columns.into_iter().nth(column).unwrap().push(9);
        assert_eq!(unpack(&more.compress().unwrap(), key_of).unwrap_err(), PackError::Layout, "column {column}");
    }
}

#[test]
fn more_records_than_a_block_may_hold_are_not_packed() {
    let ranges = log(1, &[step(Says::Nothing)], 64);
    let mut run = open_all(&ranges).remove(0);
    run.records = vec![run.records[0].clone(); MAX_RECORDS + 1];
    assert_eq!(pack(&[run]), None);
}

#[test]
fn a_dropped_part_keeps_hash_and_length_only() {
    let ranges = log(1, &[Step { dropped: Some(1), ..step(Says::Change(0)) }], 64);
    let unpacked = unpack(&pack(&open_all(&ranges)).unwrap(), key_of).unwrap();
    assert!(matches!(unpacked.ranges[0].records[0].parts[..], [Part::Here(_), Part::Dropped { .. }]));
    assert_eq!(unpacked.ranges, ranges);
}
