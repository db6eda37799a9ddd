//! Newcomers where the charter holds what no honest device writes: they are let in, and read everything.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

use kith_sync::body::Body;
use kith_sync::charter::Statement;
use kith_sync::epoch::{Entry, Seal};
use kith_sync::id::{CircleId, DeviceId};
use kith_sync::node::Taken;
use kith_sync::record::{Draft, Range, Record};
use kith_sync::session::{Frame, MAX_FRAME};
use kith_sync::snapshot::charter::unpack;
use kith_tests::town::Town;
use kith_tests::village::any_rng;
use rand::Rng;

/// Two who have talked, in the charter too.
fn town() -> (Town, String) {
    let mut town = Town::of(&["A", "B"]);
    town.with("B", |replica| replica.state_unchecked(&Body::stated(&Statement::Heard, None)).unwrap());
    let topic = town.starts("A", "Harvest");
    town.meet(&["A", "B"]);
    town.says("B", &topic, "When?");
    town.meet(&["A", "B"]);
    (town, topic)
}

/// What B's device says next in the charter, past every check. A range ends with each list, and where ranges end.
fn crafted(town: &mut Town, seed: u64, said: &[Vec<Vec<u8>>]) -> Vec<Range> {
    let replica = town.replica("B");
    let (me, logs, mut rng) = (replica.me().signer().clone(), replica.store().logs().unwrap(), any_rng(seed));
    let mine = logs.iter().find(|log| log.circle.is_none() && log.intro.device == replica.me().device());
    let mut head = mine.unwrap().head.clone();
    let mut ranges = Vec::new();
    for bodies in said {
        let mut range = Range { log: head.log, from: head.count, records: Vec::new(), signature: [0; 64] };
        for body in bodies {
            let draft = Draft { parts: vec![body.clone()], ..Draft::default() };
            let (verified, signature) = head.append(&me, replica.charter_key(), draft, &mut rng).unwrap();
            range.records.push(verified.record);
            range.signature = signature;
            if head.at_boundary() {
                let next = Range { from: head.count, records: Vec::new(), ..range };
                ranges.push(std::mem::replace(&mut range, next));
            }
        }
        ranges.extend(Some(range).filter(|range| !range.records.is_empty()));
    }
    ranges
}

fn heard() -> Vec<u8> {
    Body::stated(&Statement::Heard, None).encode()
}

fn seal(sealed: usize) -> Vec<u8> {
    let mut bytes = vec![0; sealed];
    any_rng(sealed as u64).fill_bytes(&mut bytes);
    let entry = Entry { device: DeviceId([1; 16]), epochs: Vec::new(), encapsulated: [2; 32], sealed: bytes };
    Body::Seal(Seal { circle: CircleId([4; 16]), entries: vec![entry] }).encode()
}

fn takes(town: &mut Town, name: &str, ranges: &[Range]) -> Vec<Taken> {
    town.with(name, |replica| replica.absorb(ranges).unwrap())
}

/// How a newcomer was welcomed.
struct Welcome {
    frames: Vec<Frame>,
    /// The ranges that they are read as.
    read: Vec<Range>,
    /// What A held of the charter before.
    held: Vec<Range>,
}

/// A newcomer joins by A, reads everything and says a word.
fn joins(town: &mut Town, topic: &str) -> Welcome {
    let held = town.replica("A").charter_ranges();
    town.world.tap();
    town.joins("N", "A");
    let frames = town.world.tapped().to_vec();
    assert!(frames.iter().all(|frame| frame.len() <= MAX_FRAME));
    town.meet(&["A", "N"]);
    town.says("N", topic, "At noon");
    town.meet(&["A", "B", "N"]);
    town.agree(&["A", "B", "N"]);
    assert_eq!(town.texts("N", topic).last().unwrap(), "At noon");
    assert!(town.texts("N", topic).contains(&"When?".to_owned()));
    let key = town.replica("A").charter_key().clone();
    let mut read = Vec::new();
    let frames = frames.iter().filter_map(|frame| Frame::decode(frame));
    let frames: Vec<Frame> = frames.filter(|frame| matches!(frame, Frame::Welcome { .. })).collect();
    for frame in &frames {
        let Frame::Welcome { ranges, block, .. } = frame else { continue };
        read.extend(block.iter().flat_map(|block| unpack(block, &key).unwrap()));
        read.extend(ranges.clone());
    }
    Welcome { frames, read, held }
}

impl Welcome {
    /// What A held of B's charter log, these records among it, stood in the welcome, each range once and packed.
    #[track_caller]
    fn tells(&self, said: &[Range]) {
        let log = said[0].log;
        let of_log =
            |ranges: &[Range]| -> Vec<Range> { ranges.iter().filter(|range| range.log == log).cloned().collect() };
        let told = of_log(&self.read);
        assert_eq!(told, of_log(&self.held));
        let records: Vec<&Record> = told.iter().flat_map(|range| &range.records).collect();
        assert!(said.iter().flat_map(|range| &range.records).all(|record| records.contains(&record)));
        let is_packed =
            |frame: &Frame| matches!(frame, Frame::Welcome { ranges, block: Some(_), .. } if ranges.is_empty());
        assert!(self.frames.iter().all(is_packed));
    }
}

#[test]
fn a_newcomer_reads_everything_where_a_seal_has_an_odd_byte() {
    let (mut town, topic) = town();
    let odd = |bytes: &[u8]| [&seal(80)[..], bytes].concat();
    let said = crafted(&mut town, 1, &[vec![odd(&[0]), odd(&[0x58]), heard(), odd(&[0x58, 32, 1])]]);
    for name in ["A", "B"] {
        assert_eq!(takes(&mut town, name, &said), [Taken::New(4)]);
    }
    joins(&mut town, &topic).tells(&said);
}

#[test]
fn a_newcomer_reads_everything_where_a_charter_log_was_written_twice() {
    let (mut town, topic) = town();
    let one = crafted(&mut town, 1, &[vec![heard(), seal(80)], vec![heard()]]);
    let two = crafted(&mut town, 2, &[vec![heard(), seal(80)], vec![heard()]]);
    for name in ["A", "B"] {
        let taken = takes(&mut town, name, &[one.clone(), two.clone()].concat());
        assert_eq!(taken.iter().map(Taken::new_records).sum::<u64>(), 6, "{taken:?}");
    }
    joins(&mut town, &topic).tells(&[one, two].concat());
}

/// More than one frame holds, and a range that goes on where another frame ended.
#[test]
fn a_newcomer_is_welcomed_in_as_many_blocks_as_it_takes() {
    let (mut town, topic) = town();
    let said = crafted(&mut town, 1, &[(0..20).map(|more| seal(60_000 + more)).collect()]);
    for name in ["A", "B"] {
        let taken = takes(&mut town, name, &said);
        assert_eq!(taken.iter().map(Taken::new_records).sum::<u64>(), 20, "{taken:?}");
    }
    let welcome = joins(&mut town, &topic);
    assert!(welcome.frames.len() > 1);
    let Frame::Welcome { block: Some(first), .. } = &welcome.frames[0] else { panic!("no block") };
    let first = unpack(first, town.replica("A").charter_key()).unwrap();
    let community = town.replica("A").community();
    assert!(first.iter().any(|range| range.records[0].hash(&range.log.0).0 == community.0), "the genesis comes first");
    welcome.tells(&said);
}
