//! Frames said by hand to a device of a town: numbers that no record has, and promises that nobody keeps.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use kith_sync::charter::Statement;
use kith_sync::epoch::everyone_secret;
use kith_sync::id::{LogId, derive, derive16};
use kith_sync::net::{Address, Purpose};
use kith_sync::node::Output;
use kith_sync::record::{MAX_NUMBER, Range};
use kith_sync::session::{Entry, Frame, Gap, Given, Lacks, Name, Place, digest};
use kith_tests::bare::everything;
use kith_tests::craft::own_log;
use kith_tests::town::Town;

/// The connection over which frames come that no Kith sends.
const WIRE: u64 = 1 << 40;
const SALT: [u8; 8] = [3; 8];

fn first8(bytes: &[u8]) -> [u8; 8] {
    bytes[..8].try_into().unwrap()
}

fn named(log: &LogId) -> Name {
    first8(&derive("kith 0 log name", &[&SALT, &log.0])).into()
}

fn opens(town: &mut Town, endpoint: [u8; 32]) {
    town.core("A").opened(WIRE, Purpose::Sync, Address { endpoint, sockets: Vec::new(), relay: None }, false);
}

/// Says a frame to A, and answers what A says to that.
fn say(town: &mut Town, frame: &Frame) -> Vec<Frame> {
    let now = town.world.now_ms;
    let core = town.core("A");
    core.received(WIRE, &frame.encode(), now).unwrap();
    core.flush(now).unwrap();
    let mut said = Vec::new();
    while let Some(frame) = core.next_frame(WIRE) {
        said.extend(Frame::decode(&frame));
    }
    said
}

/// Greets A as the device of M, which holds all of the charter that A does and says this of the circle's logs. Answers what A says.
fn greets(town: &mut Town, covers: u16, entries: Vec<Entry>) -> Vec<Frame> {
    let endpoint = town.replica("M").me().keys.endpoint;
    let a = town.replica("A");
    let (of_charter, secret) = (digest(&a.summaries(None)), everyone_secret(a.charter_key()));
    let place = Place::Circle(derive16("kith 0 circle mark", &[&secret.0, &SALT]).into());
    let digests = vec![(Place::Charter, of_charter.into()), (place, [1; 16].into())];
    opens(town, endpoint);
    let hello = Frame::Hello { version: 0, salt: SALT.into(), digests, receipts: [1; 8].into() };
    let frames = [hello, Frame::Vector { place, covers, entries }, Frame::Receipt(Vec::new())];
    frames.iter().flat_map(|frame| say(town, frame)).collect()
}

/// Whether A hung up on a frame, without reading its database anew.
fn is_hung_up_on(town: &mut Town, frame: &Frame) -> bool {
    let before = town.replica("A").reloads();
    say(town, frame);
    assert_eq!(town.replica("A").reloads(), before, "times that the whole database was read anew");
    town.core("A").take_outputs().contains(&Output::Close(WIRE))
}

/// A lacks what M said, and asks M for it. Answers M's log.
fn asked_for_words(town: &mut Town) -> LogId {
    let topic = town.starts("A", "Harvest");
    town.meet(&["A", "M"]);
    town.says("M", &topic, "A word that M keeps");
    let log = own_log(town.replica("M")).head.log;
    let mut emptied: Vec<Range> = everything(town.replica("M")).into_iter().filter(|range| range.log == log).collect();
    for record in emptied.iter_mut().flat_map(|range| &mut range.records) {
        for part in record.parts.iter_mut().skip(1) {
            *part = part.dropped();
        }
    }
    town.with("A", |a| a.absorb(&emptied).unwrap());
    let a = town.replica("A");
    let here = a.summaries(Some(&a.everyone()));
    let entries = here.iter().map(|log| Entry {
        name: named(&log.log),
        count: log.count,
        head: first8(&log.head).into(),
        held: None,
    });
    let said = greets(town, u16::MAX, entries.collect());
    assert!(said.iter().any(|frame| matches!(frame, Frame::Lack(_))), "A asks for what lacks");
    log
}

#[test]
fn a_part_of_a_record_beyond_all_numbers_is_hung_up_on() {
    for (number, is_none) in [(u64::MAX, true), (MAX_NUMBER + 1, true), (MAX_NUMBER, false)] {
        let mut town = Town::of(&["A", "M"]);
        let log = asked_for_words(&mut town);
        let given = Given { name: named(&log), number, start: [0; 8].into(), part: 1, bytes: Vec::new().into() };
        let frame = Frame::Parts { parts: vec![given], last: false };
        assert_eq!(is_hung_up_on(&mut town, &frame), is_none, "{number}");
    }
}

#[test]
fn who_asks_for_parts_beyond_all_numbers_is_hung_up_on() {
    for (number, is_none) in [(u64::MAX, true), (MAX_NUMBER + 1, true), (MAX_NUMBER, false)] {
        let mut town = Town::of(&["A", "M"]);
        let log = asked_for_words(&mut town);
        let gap = Gap { number, start: [0; 8].into(), parts: u16::MAX };
        let frame = Frame::Lack(vec![Lacks { name: named(&log), records: vec![gap] }]);
        assert_eq!(is_hung_up_on(&mut town, &frame), is_none, "{number}");
    }
}

#[test]
fn ranges_and_logs_beyond_all_numbers_are_hung_up_on() {
    for (number, is_none) in [(u64::MAX, true), (MAX_NUMBER + 1, true), (MAX_NUMBER, false)] {
        let mut town = Town::of(&["A", "M"]);
        let log = asked_for_words(&mut town);
        let range = Range { log, from: number, records: Vec::new(), signature: [7; 64] };
        assert_eq!(is_hung_up_on(&mut town, &Frame::Records(range)), is_none, "a range from {number}");
        let mut town = Town::of(&["A", "M"]);
        let entry = Entry { name: [7; 8].into(), count: number, head: [7; 8].into(), held: None };
        greets(&mut town, 0, vec![entry]);
        let closed = town.core("A").take_outputs().contains(&Output::Close(WIRE));
        assert_eq!(closed, is_none, "a log of {number}");
    }
}

/// It need show nothing that holds: that ranges are here is looked up first.
#[test]
fn a_stranger_who_shows_what_lies_beyond_all_numbers_has_nothing_read_anew() {
    for number in [u64::MAX, MAX_NUMBER + 1, MAX_NUMBER] {
        let mut town = Town::of(&["A", "M"]);
        let log = town.with("A", |a| a.state(&Statement::Heard).map(|_| a.summaries(None)[0].log).unwrap());
        opens(&mut town, [9; 32]);
        let range = Range { log, from: number, records: Vec::new(), signature: [7; 64] };
        assert!(is_hung_up_on(&mut town, &Frame::Introduce { ranges: vec![range], last: true }), "{number}");
    }
}

/// What has not been signed for after so many seconds by A of what B said, while M says that a record is to come of a log that
/// there is not.
fn unsigned_after(seconds: u32, is_promised: bool) -> u64 {
    let mut town = Town::of(&["A", "B", "M"]);
    let topic = town.starts("A", "Harvest");
    town.meet(&["A", "B", "M"]);
    if is_promised {
        greets(&mut town, 0, vec![Entry { name: [7; 8].into(), count: 1, head: [7; 8].into(), held: None }]);
    }
    for name in ["A", "B"] {
        let at = town.at(name);
        town.world.move_to(at, 1);
    }
    town.world.meet();
    town.says("B", &topic, "Did it reach you?");
    for _ in 0..seconds {
        town.world.now_ms += 1_000;
        let now = town.world.now_ms;
        for name in ["A", "B"] {
            let at = town.at(name);
            town.core(name).tick(now);
            town.world.flush(at);
        }
        town.world.run_some(200);
    }
    assert!(town.texts("A", &topic).contains(&"Did it reach you?".to_owned()));
    let a = town.device("A");
    town.replica("B").behind().unwrap()[&a]
}

#[test]
fn who_promises_more_and_brings_none_keeps_nobody_from_signing_for_long() {
    assert_eq!(unsigned_after(5, false), 0, "where nobody promises anything");
    assert_eq!(unsigned_after(5, true), 1, "more is still awaited");
    assert_eq!(unsigned_after(20, true), 0);
}
