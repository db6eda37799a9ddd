//! Hostile frames: whatever a peer sends, nothing panics, memory stays within stated caps, and others are served.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use kith_community::command::Role;
use kith_community::topic::TopicQuery;
use kith_community::{charter, invitation};
use kith_sync::id::{LogId, RecordHash, derive16, to_text};
use kith_sync::net::{Address, Purpose};
use kith_sync::node::{Link, Output};
use kith_sync::record::{MAX_NUMBER, Part, Range, Record, Secret};
use kith_sync::session::{Entry, Frame, Gap, Given, Lacks, MAX_FRAME, MAX_LACKS, MAX_NOTED, Mark, Place};
use kith_sync::snapshot::charter::Packer;
use kith_tests::village::{Village, any_rng};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use rand::{Rng, RngExt};
use std::sync::OnceLock;

/// The connection over which frames come that no Kith sends.
const WIRE: u64 = 1 << 40;
/// Device that is attacked, one that is not, and the member who attacks.
const ADA: usize = 0;
const BEA: usize = 1;
const MALLORY: usize = 2;
/// Frames, ranges and notes kept for a peer that asks without end, short of what lists of logs may hold.
const FEW: usize = 1_024;

/// Who sends the frames.
#[derive(Clone, Copy, Debug)]
enum From {
    Member,
    Stranger,
    Newcomer,
}

fn village() -> Village {
    lived(|_| {})
}

/// The village's life so far, always the same; who listens at the wire hears all of it.
fn lived(listen: impl FnOnce(&mut Village)) -> Village {
    let mut village = Village::of(5, &["Ada"]);
    listen(&mut village);
    village.join(0, "Bea");
    village.join(0, "Mallory");
    let topic = village.start_topic(0, "Harvest", "When?");
    village.world.run();
    for at in [1, 2] {
        village.reply(at, &topic, "Soon");
    }
    village.settle();
    village
}

/// Opens a connection to Ada's device.
fn open(village: &mut Village, from: From) {
    let member = village.world.core(MALLORY).replica().me().keys.endpoint;
    village.world.turn_off(MALLORY);
    let (purpose, endpoint) = match from {
        From::Member => (Purpose::Sync, member),
        From::Stranger => (Purpose::Sync, [9; 32]),
        From::Newcomer => (Purpose::Join, [9; 32]),
    };
    open_from(village, endpoint, purpose);
}

/// Gives Ada's device a frame; what is kept for the connection then.
fn send(village: &mut Village, bytes: &[u8]) -> usize {
    let now = village.world.now_ms;
    let core = village.world.core(ADA);
    core.received(WIRE, bytes, now).unwrap();
    core.flush(now).unwrap();
    core.kept_for(WIRE)
}

/// Whether Ada's device hung up.
fn hung_up(village: &mut Village) -> bool {
    let outputs = village.world.core(ADA).take_outputs();
    outputs.contains(&Output::Close(WIRE))
}

/// The attack is over: whoever keeps to the rules was served all along and still is.
fn goes_on(village: &mut Village) {
    let now = village.world.now_ms;
    village.world.core(ADA).closed(WIRE, now);
    village.world.turn_on(MALLORY);
    let topic = village.start_topic(BEA, "Still here?", "Yes");
    village.settle();
    village.reply(ADA, &topic, "We are");
    village.settle();
    assert_eq!(village.agreed(&[ADA, BEA, MALLORY]).unsettled, Vec::<String>::new());
}

/// Frames that honest devices of this very village sent.
fn honest() -> &'static [Vec<u8>] {
    static HEARD: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    HEARD.get_or_init(|| lived(|village| village.world.tap()).world.tapped().to_vec())
}

fn circle(village: &mut Village, salt: [u8; 8]) -> Place {
    let key = village.world.core(ADA).replica().charter_key().clone();
    let secret = kith_sync::epoch::everyone_secret(&key);
    Place::Circle(derive16("kith 0 circle mark", &[&secret.0, &salt]).into())
}

fn greet(village: &mut Village, salt: [u8; 8]) -> usize {
    let digests = vec![(Place::Charter, [1; 16].into()), (circle(village, salt), [1; 16].into())];
    send(village, &Frame::Hello { version: 0, salt: salt.into(), digests, receipts: [1; 8].into() }.encode())
}

fn empty_range(rng: &mut impl Rng, from: u64) -> Range {
    let mut log = [0; 32];
    rng.fill_bytes(&mut log);
    Range { log: LogId(log), from, records: Vec::new(), signature: [7; 64] }
}

/// One frame that nobody should have sent.
fn hostile() -> impl Strategy<Value = Vec<u8>> {
    let name = || any::<[u8; 8]>().prop_map(Into::into);
    let place = || prop_oneof![Just(Place::Charter), any::<[u8; 16]>().prop_map(|mark| Place::Circle(mark.into()))];
    let number = || prop_oneof![4 => 0..9u64, 1 => MAX_NUMBER - 1..=MAX_NUMBER + 2, 1 => any::<u64>()];
    let marks = || vec((name(), number()).prop_map(|(name, count)| Mark { name, count }), 0..40);
    let entry = (name(), number(), name()).prop_map(|(name, count, head)| Entry { name, count, head, held: None });
    let part = prop_oneof![
        vec(any::<u8>(), 0..80).prop_map(Part::Here),
        (any::<[u8; 32]>(), any::<u32>()).prop_map(|(hash, length)| Part::Dropped { hash, length }),
    ];
    let record = (vec(any::<u8>(), 0..60), vec(part, 0..18)).prop_map(|(tail, parts)| Record { tail, parts });
    let range = (any::<[u8; 32]>(), number(), vec(record, 0..5), any::<u8>());
    let range =
        range.prop_map(|(log, from, records, sign)| Range { log: LogId(log), from, records, signature: [sign; 64] });
    let range = range.boxed();
    let garbled = (any::<Index>(), vec((any::<Index>(), any::<u8>()), 1..6), any::<bool>(), any::<Index>());
    let garbled = garbled.prop_map(|(which, flips, cut, at)| {
        let mut bytes = which.get(honest()).clone();
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(if cut { at.index(bytes.len()) } else { bytes.len() });
        bytes
    });
    let gap = (number(), name(), any::<u16>()).prop_map(|(number, start, parts)| Gap { number, start, parts });
    let lacks = (name(), vec(gap, 0..40)).prop_map(|(name, records)| Lacks { name, records });
    let given = (name(), number(), name(), 0..20u8, vec(any::<u8>(), 0..80));
    let given =
        given.prop_map(|(name, number, start, part, bytes)| Given { name, number, start, part, bytes: bytes.into() });
    let made = prop_oneof![
        vec(lacks, 0..9).prop_map(Frame::Lack),
        (vec(given, 0..9), any::<bool>()).prop_map(|(parts, last)| Frame::Parts { parts, last }),
        vec(name(), 0..40).prop_map(Frame::Differ),
        (any::<u8>(), name(), vec((place(), any::<[u8; 16]>().prop_map(Into::into)), 0..5), name()).prop_map(
            |(version, salt, digests, receipts)| Frame::Hello { version: version % 2, salt, digests, receipts }
        ),
        Just(Frame::Unknown),
        (vec(range.clone(), 0..4), any::<bool>()).prop_map(|(ranges, last)| Frame::Introduce { ranges, last }),
        vec(range.clone(), 0..4).prop_map(|ranges| Frame::Removed { ranges, last: true }),
        (place(), vec(name(), 16)).prop_map(|(place, digests)| Frame::Buckets { place, digests }),
        (place(), any::<u16>(), vec(entry, 0..40)).prop_map(|(place, covers, entries)| Frame::Vector {
            place,
            covers,
            entries
        }),
        (place(), marks(), marks()).prop_map(|(place, from, coming)| Frame::Want { place, from, coming, again: false }),
        range.clone().prop_map(Frame::Records),
        vec(any::<[u8; 32]>().prop_map(RecordHash), 0..9).prop_map(Frame::Need),
        marks().prop_map(Frame::Receipts),
        vec(vec(any::<u8>(), 0..200).prop_map(Into::into), 0..9).prop_map(Frame::Receipt),
        (vec(range, 0..4), any::<bool>()).prop_map(|(ranges, last)| Frame::Welcome { ranges, last, block: None }),
        (vec(any::<u8>(), 0..400), any::<bool>()).prop_map(|(bytes, last)| Frame::Welcome {
            ranges: Vec::new(),
            last,
            block: Some(bytes.into())
        }),
        vec(any::<u8>(), 0..400).prop_map(|bytes| Frame::Packed(bytes.into())),
        vec(any::<u8>(), 0..400).prop_map(|bytes| Frame::PackedReceipts(bytes.into())),
        Just(Frame::No(kith_sync::session::Refused::MayNot)),
    ];
    prop_oneof![
        1 => vec(any::<u8>(), 0..300),
        4 => garbled,
        3 => any::<Index>().prop_map(|which| which.get(honest()).clone()),
        6 => made.prop_map(|frame| frame.encode()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_frames_panic_or_strand_others(
        from in prop_oneof![3 => Just(From::Member), 1 => Just(From::Stranger), 1 => Just(From::Newcomer)],
        frames in vec(hostile(), 1..40),
        listens in any::<bool>(),
    ) {
        let mut village = village();
        open(&mut village, from);
        if matches!(from, From::Member) {
            greet(&mut village, [3; 8]);
        }
        for frame in frames {
            let kept = send(&mut village, &frame);
            prop_assert!(kept < FEW + 40 * 80, "{kept} kept");
            while listens && village.world.core(ADA).next_frame(WIRE).is_some() {}
        }
        goes_on(&mut village);
    }
}

#[test]
fn a_frame_longer_than_frames_may_be_ends_the_session() {
    for bytes in [vec![0x9f; MAX_FRAME + 1], vec![0x80; 64 * MAX_FRAME]] {
        let mut village = village();
        open(&mut village, From::Member);
        assert!(send(&mut village, &bytes) < FEW);
        assert!(hung_up(&mut village));
        goes_on(&mut village);
    }
}

/// Sends frames without ever listening, until the device hangs up; the most that was kept for them.
fn flood(from: From, times: usize, mut frame: impl FnMut(&mut Village, usize) -> Vec<u8>) -> (usize, bool) {
    let mut village = village();
    open(&mut village, from);
    if matches!(from, From::Member) {
        greet(&mut village, [3; 8]);
    }
    let (mut most, mut ended) = (0, false);
    for time in 0..times {
        let bytes = frame(&mut village, time);
        assert!(bytes.len() <= MAX_FRAME);
        most = most.max(send(&mut village, &bytes));
        ended |= hung_up(&mut village);
        if ended {
            break;
        }
    }
    goes_on(&mut village);
    (most, ended)
}

#[test]
fn greetings_without_end_fill_no_memory() {
    let (most, ended) = flood(From::Member, 2_000, |village, _| {
        let digests = vec![(circle(village, [3; 8]), [2; 16].into())];
        Frame::Hello { version: 0, salt: [3; 8].into(), digests, receipts: [1; 8].into() }.encode()
    });
    assert!(ended && most < FEW, "{most}");
    let (most, ended) = flood(From::Stranger, 2_000, |_, _| {
        Frame::Hello { version: 0, salt: [3; 8].into(), digests: Vec::new(), receipts: [1; 8].into() }.encode()
    });
    assert!(ended && most < FEW, "{most}");
}

#[test]
fn asking_to_be_introduced_to_without_end_fills_no_memory() {
    let (most, ended) = flood(From::Member, 2_000, |_, _| Frame::Unknown.encode());
    assert!(ended && most < FEW, "{most}");
}

#[test]
fn asking_in_without_end_fills_no_memory() {
    let mut link: Option<Link> = None;
    let (most, ended) = flood(From::Newcomer, 2_000, |village, _| {
        let link = link.get_or_insert_with(|| match village.act(ADA, invitation::Command::Open { days: 3 }) {
            kith_community::command::Done::Link { link } => Link::from_text(&link).unwrap(),
            other => panic!("{other:?}"),
        });
        // Bea's device is in already, so every answer is the whole charter.
        Frame::Ask(village.world.core(BEA).replica().ask(&link.secret)).encode()
    });
    assert!(ended && most < FEW, "{most}");
}

#[test]
fn wanting_everything_in_loops_queues_each_log_once() {
    let (most, _) = flood(From::Member, 1_000, |village, time| {
        let place = if time % 2 == 0 { Place::Charter } else { circle(village, [3; 8]) };
        Frame::Vector { place, covers: u16::MAX, entries: Vec::new() }.encode()
    });
    assert!(most < FEW, "{most}");
}

#[test]
fn logs_that_do_not_exist_are_noted_up_to_a_cap() {
    let mut rng = any_rng(1);
    let (most, ended) = flood(From::Member, 40, |_, _| {
        let entry = |_| Entry { name: rng.random::<[u8; 8]>().into(), count: 9, head: [0; 8].into(), held: None };
        Frame::Vector { place: Place::Charter, covers: u16::MAX, entries: (0..16_000).map(entry).collect() }.encode()
    });
    assert!(ended && most < MAX_NOTED + 16_384 + FEW, "{most}");
    let mut rng = any_rng(2);
    let (most, ended) = flood(From::Member, 40, |_, _| {
        let mark = |_| Mark { name: rng.random::<[u8; 8]>().into(), count: 9 };
        let coming = (0..16_000).map(mark).collect();
        Frame::Want { place: Place::Charter, from: Vec::new(), coming, again: false }.encode()
    });
    assert!(ended && most < MAX_NOTED + 16_384 + FEW, "{most}");
}

#[test]
fn asking_for_parts_without_end_fills_no_memory() {
    let mut rng = any_rng(5);
    let (most, ended) = flood(From::Member, 40, |_, _| {
        let mut lacks = |_: usize| {
            let gap = Gap { number: 3, start: [0; 8].into(), parts: u16::MAX };
            Lacks { name: rng.random::<[u8; 8]>().into(), records: vec![gap] }
        };
        Frame::Lack((0..MAX_LACKS).map(&mut lacks).collect()).encode()
    });
    assert!(ended && most < MAX_LACKS + FEW, "{most}");
    let mut rng = any_rng(6);
    let (most, _) = flood(From::Member, 200, |_, _| {
        let name = rng.random::<[u8; 8]>().into();
        let given = Given { name, number: 0, start: [0; 8].into(), part: 1, bytes: vec![7; 60_000].into() };
        Frame::Parts { parts: vec![given], last: false }.encode()
    });
    assert!(most < FEW, "{most}");
}

#[test]
fn records_of_logs_that_do_not_exist_are_noted_up_to_a_cap() {
    const AT_ONCE: usize = 1_000;
    let mut village = village();
    open(&mut village, From::Member);
    greet(&mut village, [3; 8]);
    let (mut rng, now) = (any_rng(3), village.world.now_ms);
    let ends = (0..MAX_NOTED / AT_ONCE + 2).find(|_| {
        let core = village.world.core(ADA);
        for _ in 0..AT_ONCE {
            core.received(WIRE, &Frame::Records(empty_range(&mut rng, 5)).encode(), now).unwrap();
        }
        assert!(core.kept_for(WIRE) < MAX_NOTED + AT_ONCE + FEW);
        core.flush(now).unwrap();
        hung_up(&mut village)
    });
    assert_eq!(ends, Some(MAX_NOTED / AT_ONCE));
    goes_on(&mut village);
}

#[test]
fn an_introduction_without_end_ends_the_session() {
    let mut rng = any_rng(4);
    let (most, ended) = flood(From::Stranger, 200, |_, _| {
        let ranges = (0..2_000).map(|_| empty_range(&mut rng, 0)).collect();
        Frame::Introduce { ranges, last: false }.encode()
    });
    assert!(ended && most < 40_000, "{most}");
}

#[test]
fn a_welcome_without_end_ends_the_joining() {
    let mut rng = any_rng(5);
    let ranges: Vec<Range> = (0..8_000).map(|_| empty_range(&mut rng, 0)).collect();
    let block = Packer::new(&Secret([1; 32])).pack(&ranges).unwrap();
    let whole = Frame::Welcome { ranges, last: false, block: None };
    let packed = Frame::Welcome { ranges: Vec::new(), last: false, block: Some(block.into()) };
    for bytes in [whole.encode(), packed.encode()] {
        let mut village = village();
        let link = match village.act(ADA, invitation::Command::Open { days: 3 }) {
            kith_community::command::Done::Link { link } => Link::from_text(&link).unwrap(),
            other => panic!("{other:?}"),
        };
        let new = kith_tests::village::enter(&mut village.world, &link);
        let now = village.world.now_ms;
        let core = village.world.core(new);
        core.take_outputs();
        core.opened(WIRE, Purpose::Join, link.addresses[0].clone(), true);
        let ends = (0..200).find(|_| {
            core.received(WIRE, &bytes, now).unwrap();
            core.take_outputs().contains(&Output::Close(WIRE))
        });
        assert!(ends.is_some_and(|times| times < 100), "{ends:?}");
        assert!(core.kept_for(WIRE) < 700_000);
    }
}

#[test]
fn needing_keys_in_loops_and_on_many_connections_seals_them_once() {
    let mut village = village();
    let core = village.world.core(ADA);
    let epochs: Vec<RecordHash> = core.replica().store().epoch_keys().unwrap().into_iter().map(|(id, ..)| id).collect();
    let length = |village: &mut Village| -> u64 {
        village.world.core(ADA).replica().summaries(None).iter().map(|log| log.count).sum()
    };
    let before = length(&mut village);
    for salt in 0..20 {
        let now = village.world.now_ms;
        let core = village.world.core(ADA);
        core.closed(WIRE, now);
        core.take_outputs();
        village.world.turn_on(MALLORY);
        open(&mut village, From::Member);
        greet(&mut village, [salt; 8]);
        for _ in 0..25 {
            send(&mut village, &Frame::Need(epochs.clone()).encode());
        }
    }
    assert!(!epochs.is_empty());
    assert_eq!(length(&mut village), before + 1);
    goes_on(&mut village);
}

/// Else anybody who reaches an endpoint could fill every disk of the community.
#[test]
fn a_log_by_someone_who_never_had_a_link_is_not_kept() {
    let mut village = village();
    let mut elsewhere = Village::of(99, &["Zoe"]);
    let theirs = elsewhere.world.core(0).replica().charter_ranges();
    let count = |village: &mut Village| village.world.core(ADA).replica().store().logs().unwrap().len();
    let before = count(&mut village);
    open(&mut village, From::Stranger);
    send(&mut village, &Frame::Introduce { ranges: theirs, last: true }.encode());
    assert!(hung_up(&mut village));
    assert_eq!(count(&mut village), before);
    goes_on(&mut village);
}

/// One member says very much; the others are heard all the same, before the flood is over.
#[test]
fn a_flood_of_one_log_keeps_nobody_waiting() {
    let mut village = village();
    village.world.move_to(MALLORY, 1);
    village.world.run();
    let topic = village.start_topic(MALLORY, "Flood", "0");
    for n in 0..500 {
        village.reply(MALLORY, &topic, &n.to_string());
    }
    let quiet = village.start_topic(BEA, "Quiet", "a word");
    village.world.move_to(MALLORY, 0);
    village.world.meet();
    let total = village.seen(MALLORY).records;
    let quiet = TopicQuery::end(quiet);
    let heard = |village: &mut Village| kith_community::look(village.world.core(ADA).replica(), &quiet).is_ok();
    let rounds = (0..20_000).take_while(|_| {
        village.world.run_some(1);
        !heard(&mut village)
    });
    assert!(rounds.count() < 20_000, "Bea was never heard");
    assert!(village.seen(ADA).records < total, "Bea was heard only after the flood");
    village.settle();
    village.agreed(&[ADA, BEA, MALLORY]);
}

/// Bytes that Ada's device shows at the wire until it has nothing more to say.
fn shown(village: &mut Village) -> usize {
    let core = village.world.core(ADA);
    std::iter::from_fn(|| core.next_frame(WIRE)).map(|frame| frame.len()).sum()
}

/// Removes Mallory, who hears of nothing, and has Ada's device say much afterwards. Answers where Mallory's device is.
fn remove_mallory(village: &mut Village) -> [u8; 32] {
    let me = village.world.core(MALLORY).replica().me();
    let (mallory, endpoint) = (to_text(&me.person.0), me.keys.endpoint);
    village.world.turn_off(MALLORY);
    village.act(ADA, charter::Command::Remove { person: mallory, why: None });
    let now = village.world.now_ms;
    let core = village.world.core(ADA);
    for _ in 0..200 {
        core.replica_mut().invite(0, u32::MAX).unwrap();
    }
    core.flush(now).unwrap();
    core.take_outputs();
    endpoint
}

/// Bytes of all of the charter.
fn bytes_of_charter(village: &mut Village) -> usize {
    let ranges = village.world.core(ADA).replica().charter_ranges();
    Frame::Welcome { ranges, last: true, block: None }.encode().len()
}

/// Opens a connection from an endpoint to Ada's device.
fn open_from(village: &mut Village, endpoint: [u8; 32], purpose: Purpose) {
    let address = Address { endpoint, sockets: Vec::new(), relay: None };
    village.world.core(ADA).opened(WIRE, purpose, address, false);
}

#[test]
fn whoever_was_removed_is_shown_their_removal_once_in_a_while_and_what_came_later_not_at_all() {
    let mut village = village();
    let mallory = remove_mallory(&mut village);
    let charter = bytes_of_charter(&mut village);
    // Three bytes that once brought all of the charter.
    open_from(&mut village, mallory, Purpose::Sync);
    assert!(Frame::Unknown.encode().len() <= 4);
    send(&mut village, &Frame::Unknown.encode());
    assert!(hung_up(&mut village) && shown(&mut village) == 0);
    let now = village.world.now_ms;
    village.world.core(ADA).closed(WIRE, now);
    let asks = |village: &mut Village, later_ms: i64| {
        village.world.now_ms += later_ms;
        let now = village.world.now_ms;
        village.world.core(ADA).tick(now);
        open_from(village, mallory, Purpose::Sync);
        greet(village, [3; 8]);
        let told = shown(village);
        send(village, &Frame::Introduce { ranges: Vec::new(), last: true }.encode());
        let turned_away = shown(village);
        village.world.core(ADA).closed(WIRE, now);
        (told, turned_away)
    };
    let (told, _) = asks(&mut village, 0);
    assert!(told > 200 && told * 2 < charter, "{told} of {charter}");
    for _ in 0..20 {
        let (told, turned_away) = asks(&mut village, 1_000);
        assert!(told < 16 && turned_away < 16, "{told}, {turned_away}");
    }
    let (told, _) = asks(&mut village, 30_000);
    assert!(told > 200, "{told}");
}

#[test]
fn whoever_is_turned_away_is_shown_what_they_did_not_show_of_the_charter() {
    let mut village = village();
    let held = village.world.core(MALLORY).replica().charter_ranges();
    let mallory = remove_mallory(&mut village);
    let charter = bytes_of_charter(&mut village);
    let turned_away = |village: &mut Village, shows: &[Range]| {
        village.world.now_ms += 30_000;
        let now = village.world.now_ms;
        village.world.core(ADA).tick(now);
        open_from(village, mallory, Purpose::Sync);
        greet(village, [3; 8]);
        shown(village);
        send(village, &Frame::Introduce { ranges: shows.to_vec(), last: true }.encode());
        let turned_away = shown(village);
        village.world.core(ADA).closed(WIRE, now);
        turned_away
    };
    // Which removals hold may hang on any statement: who shows none of them is shown all, once in a while.
    assert!(turned_away(&mut village, &[]) >= charter);
    let rest = turned_away(&mut village, &held);
    let held_bytes = Frame::Welcome { ranges: held.clone(), last: true, block: None }.encode().len();
    assert!(rest > 0 && rest + held_bytes / 2 < charter, "{rest} of {charter}, {held_bytes} were shown");
    // What begins beyond what was shown of a log shows nothing of it.
    let beyond: Vec<Range> = held.iter().map(|range| Range { from: range.from + 1, ..range.clone() }).collect();
    assert!(turned_away(&mut village, &beyond) >= charter);
}

#[test]
fn a_request_to_be_let_in_that_is_refused_reads_nothing_anew_and_is_heard_once() {
    let mut village = village();
    let link = match village.act(ADA, invitation::Command::Open { days: 3 }) {
        kith_community::command::Done::Link { link } => Link::from_text(&link).unwrap(),
        other => panic!("{other:?}"),
    };
    let asked = village.world.core(MALLORY).replica().ask(&link.secret);
    let mallory = remove_mallory(&mut village);
    let before = village.world.core(ADA).replica().reloads();
    open_from(&mut village, mallory, Purpose::Join);
    send(&mut village, &Frame::Ask(asked.clone()).encode());
    let no = village.world.core(ADA).next_frame(WIRE).map(|frame| Frame::decode(&frame));
    assert_eq!(no, Some(Some(Frame::No(kith_sync::session::Refused::MayNot))));
    assert_eq!(village.world.core(ADA).replica().reloads(), before);
    send(&mut village, &Frame::Ask(asked).encode());
    assert!(hung_up(&mut village));
}

#[test]
fn of_who_only_knocks_nothing_is_kept() {
    let mut village = village();
    let now = village.world.now_ms;
    let core = village.world.core(ADA);
    let before = core.tried();
    for nth in 0..50_000u64 {
        let mut endpoint = [9; 32];
        endpoint[..8].copy_from_slice(&nth.to_be_bytes());
        let purpose = if nth % 2 == 0 { Purpose::Sync } else { Purpose::Join };
        core.opened(WIRE, purpose, Address { endpoint, sockets: Vec::new(), relay: None }, false);
        core.closed(WIRE, now);
    }
    assert_eq!(core.tried(), before);
    goes_on(&mut village);
}

#[test]
fn whoever_was_removed_learns_nothing_by_saying_that_others_were() {
    let mut village = village();
    let mallory = remove_mallory(&mut village);
    let charter = bytes_of_charter(&mut village);
    open_from(&mut village, mallory, Purpose::Sync);
    let removed = Frame::Removed { ranges: Vec::new(), last: true }.encode();
    let told: Vec<usize> = (0..20)
        .map(|_| {
            send(&mut village, &removed);
            shown(&mut village)
        })
        .collect();
    let all: usize = told.iter().sum();
    assert!(told[0] * 2 < charter, "{told:?} of {charter}");
    assert!(all < 2 * charter && told[2..].iter().all(|told| *told == 0), "{told:?} of {charter}");
}

/// Whoever hears of an address may dial it: what they answer was not asked of them.
#[test]
fn a_welcome_or_a_no_counts_only_from_whom_this_device_dialed_and_asked() {
    let mut village = village();
    let link = match village.act(ADA, invitation::Command::Open { days: 3 }) {
        kith_community::command::Done::Link { link } => Link::from_text(&link).unwrap(),
        other => panic!("{other:?}"),
    };
    let ranges = village.world.core(ADA).replica().charter_ranges();
    let new = kith_tests::village::enter(&mut village.world, &link);
    let (now, caller) = (village.world.now_ms, Address { endpoint: [9; 32], sockets: Vec::new(), relay: None });
    let core = village.world.core(new);
    for frame in [
        Frame::No(kith_sync::session::Refused::Closed),
        Frame::Welcome { ranges: Vec::new(), last: true, block: None },
        Frame::Welcome { ranges, last: true, block: None },
    ] {
        core.take_outputs();
        core.opened(WIRE, Purpose::Join, caller.clone(), false);
        core.received(WIRE, &frame.encode(), now).unwrap();
        assert_eq!(core.take_outputs(), [Output::Close(WIRE)], "{frame:?}");
        core.closed(WIRE, now);
    }
    assert_eq!(core.replica().store().logs().unwrap().len(), 0);
    // It still asks whom it dials.
    core.opened(WIRE, Purpose::Join, link.addresses[0].clone(), true);
    let asks = core.next_frame(WIRE).and_then(|frame| Frame::decode(&frame));
    assert!(matches!(asks, Some(Frame::Ask(_))), "{asks:?}");
}

/// Each answer reads every receipt: an honest peer asks anew as often as it may, and no oftener.
#[test]
fn receipts_are_given_so_often_in_a_session_and_no_oftener() {
    let mut village = village();
    open(&mut village, From::Member);
    greet(&mut village, [3; 8]);
    let asks = Frame::Receipts(Vec::new()).encode();
    for time in 1..=64 {
        send(&mut village, &asks);
        assert!(shown(&mut village) > 0 && !hung_up(&mut village), "the {time}th time");
    }
    send(&mut village, &asks);
    assert!(hung_up(&mut village));
    goes_on(&mut village);
}

/// Packed, receipts go opened: only to who could open them anyway.
#[test]
fn who_does_not_read_the_circle_is_given_receipts_sealed() {
    for role in [Role::Member, Role::Guest] {
        let mut village = village();
        if role == Role::Guest {
            let person = village.person_text(MALLORY);
            village.act(ADA, charter::Command::SetRole { person, role });
            village.settle();
        }
        open(&mut village, From::Member);
        greet(&mut village, [3; 8]);
        send(&mut village, &Frame::Receipts(Vec::new()).encode());
        let core = village.world.core(ADA);
        let frames: Vec<Frame> =
            std::iter::from_fn(|| core.next_frame(WIRE)).filter_map(|frame| Frame::decode(&frame)).collect();
        let packed = frames.iter().filter(|frame| matches!(frame, Frame::PackedReceipts(_))).count();
        let sealed = frames.iter().filter(|frame| matches!(frame, Frame::Receipt(all) if !all.is_empty())).count();
        assert_eq!((packed, sealed), if role == Role::Member { (1, 0) } else { (0, 1) }, "{role:?}");
    }
}
