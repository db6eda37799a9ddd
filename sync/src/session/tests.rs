//! Tests of sessions between two shelves that hold real ranges, without a store.

mod asking;
mod greeting;

use super::*;
use crate::id::{DeviceId, PersonId};
use crate::record::{Draft, Head, Intro, LogKind, Part, Tail};
use crate::snapshot::{Cursor, Run, pack, unpack};
use ed25519_dalek::SigningKey;
use proptest::prelude::*;
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;

/// Logs by seed, as long as here; every log is the same wherever it is. And whether it is known here that both do not read the
/// circle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Memory(BTreeMap<LogId, (Vec<Range>, [u8; 32])>, bool);

const CIRCLE: CircleId = CircleId([5; 16]);

impl Memory {
    /// Holds the first `count` records of log `seed`.
    fn hold(&mut self, seed: u8, count: u64) {
        let mut rng = ChaCha20Rng::seed_from_u64(u64::from(seed));
        let keys = SigningKey::from_bytes(&[seed; 32]);
        let intro = Intro {
            sign_key: keys.verifying_key().to_bytes(),
            nonce: [0; 16],
            device: DeviceId([seed; 16]),
            person: PersonId([seed; 16]),
            kind: LogKind::Content,
            tag: [0; 16],
        };
        let mut head = Head::start(&intro);
        let mut ranges = Vec::new();
        for from in 0..count {
            let tail = Tail { intro: (from == 0).then(|| intro.clone()), ..Tail::default() };
            let draft = Draft { tail, parts: vec![vec![seed; 20]] };
            let (verified, signature) = head.append(&keys, &Secret([1; 32]), draft, &mut rng).unwrap();
            ranges.push(Range { log: head.log, from, records: vec![verified.record], signature });
        }
        if count > 0 {
            self.0.insert(head.log, (ranges, head.hash));
        }
    }

    /// Records of a log of which a part is not here.
    fn gaps(&self, log: &LogId) -> Vec<Lack> {
        let ranges = self.0.get(log).into_iter().flat_map(|(ranges, _)| ranges);
        let gaps = ranges.map(|range| {
            let parts = range.records[0].gone();
            Lack { branch: *log, log: *log, number: range.from, start: [0; 8], parts }
        });
        gaps.filter(|lack| lack.parts > 0).collect()
    }

    fn held(&self, log: &LogId) -> [u8; 16] {
        let gaps = self.gaps(log).into_iter();
        let bytes: Vec<u8> = gaps.flat_map(|lack| [lack.number.to_be_bytes(), [0; 8]].concat()).collect();
        if bytes.is_empty() { [0; 16] } else { derive16("kith 0 test", &[&bytes]) }
    }

    /// Lets go of the body of a record, as a relay might.
    fn empty(&mut self, seed: u8, number: usize) {
        let log = holding(&[(seed, 1)]).0.into_keys().next().unwrap();
        let part = &mut self.0.get_mut(&log).unwrap().0[number].records[0].parts[0];
        *part = part.dropped();
    }

    fn fill(&mut self, came: &Came) {
        let number = usize::try_from(came.number).unwrap();
        let part = &mut self.0.get_mut(&came.log).unwrap().0[number].records[0].parts[usize::from(came.part)];
        let here = Part::Here(came.bytes.clone());
        assert_eq!(part.dropped(), here.dropped());
        *part = here;
    }

    /// Takes in a range that follows what is here. Where two greetings crossed the same may come twice.
    fn absorb(&mut self, range: &Range) {
        if self.0.get(&range.log).is_some_and(|(ranges, _)| ranges.len() as u64 > range.from) {
            return;
        }
        let known = self.0.entry(range.log).or_insert_with(|| (Vec::new(), range.log.0));
        let head = match known.0.first() {
            Some(first) => Head::introduced(first).unwrap(),
            None => Head::introduced(range).unwrap(),
        };
        let head = known.0.iter().fold(head, |head, range| head.verify(range).unwrap().1);
        let (_, head) = head.verify(range).unwrap();
        known.0.push(range.clone());
        known.1 = head.hash;
    }
}

impl Shelf for Memory {
    fn circles(&self) -> Vec<(CircleId, Secret)> {
        if self.1 { Vec::new() } else { vec![(CIRCLE, Secret([6; 32]))] }
    }
    fn logs(&self, circle: Option<&CircleId>) -> Vec<Summary> {
        let here = self.0.iter().filter(|_| circle.is_some());
        here.map(|(log, (ranges, head))| Summary {
            log: *log,
            trunk: *log,
            first: 0,
            count: ranges.len() as u64,
            head: *head,
            held: self.held(log),
            whole: self.lacks(log, 0, 1).first().map_or(ranges.len() as u64, |lack| lack.number),
            turn: None,
        })
        .collect()
    }
    fn range(&self, log: &LogId, from: u64) -> Option<Range> {
        self.0.get(log)?.0.get(usize::try_from(from).ok()?).cloned()
    }
    fn packed(&self, logs: &[(LogId, u64)]) -> Option<Packed> {
        let mut runs: Vec<Run> = Vec::new();
        for (log, from) in logs {
            let mut cursor = Cursor::start(*log);
            let opened: Vec<Run> = self.0[log].0.iter().map(|range| cursor.open(range, &|_, _| None)).collect();
            runs.extend(opened.into_iter().filter(|run| run.from >= *from));
        }
        let reached = logs.iter().map(|(log, _)| (*log, self.0[log].0.len() as u64)).collect();
        Some(Packed { bytes: pack(&runs)?, records: runs.len() as u64, reached }).filter(|_| !runs.is_empty())
    }
    fn lacks(&self, log: &LogId, from: u64, most: usize) -> Vec<Lack> {
        self.gaps(log).into_iter().filter(|lack| lack.number >= from).take(most).collect()
    }
    fn bytes(&self, log: &LogId) -> u64 {
        let records =
            self.0.get(log).into_iter().flat_map(|(ranges, _)| ranges.iter().flat_map(|range| &range.records));
        records.map(crate::record::Record::weight).sum()
    }
    fn part(&self, log: &LogId, number: u64, _: &[u8; 8], part: u8) -> Option<Vec<u8>> {
        let range = self.0.get(log)?.0.get(usize::try_from(number).ok()?)?;
        range.records[0].parts.get(usize::from(part))?.sealed().map(<[u8]>::to_vec)
    }
    fn newest_first(&self, logs: Vec<LogId>) -> Vec<LogId> {
        logs
    }
    fn receipts(&self) -> ([u8; 8], Vec<([u8; 8], u64)>) {
        ([0; 8], Vec::new())
    }
}

/// Lets two sessions speak until neither has more to say; gives frames and bytes both ways.
fn speak(a: &mut Memory, b: &mut Memory) -> (usize, usize) {
    let (frames, bytes, _) = speak_packed(a, b);
    (frames, bytes)
}

/// The same, and how many frames were blocks.
fn speak_packed(a: &mut Memory, b: &mut Memory) -> (usize, usize, usize) {
    let mut sessions = [Session::dial([9; 8], a), Session::listen()];
    exchange(&mut sessions, a, b)
}

/// Lets both go on until neither has more to say.
fn exchange(sessions: &mut [Session; 2], a: &mut Memory, b: &mut Memory) -> (usize, usize, usize) {
    let (mut frames, mut bytes, mut blocks) = (0, 0, 0);
    loop {
        let mut said = false;
        for from in [0, 1] {
            let (mine, theirs) = if from == 0 { (&mut *a, &mut *b) } else { (&mut *b, &mut *a) };
            while let Some(frame) = sessions[from].next_frame(mine) {
                blocks += usize::from(matches!(frame, Frame::Packed(_)));
                let encoded = frame.encode();
                (frames, bytes, said) = (frames + 1, bytes + encoded.len() + 4, true);
                let asks = sessions[1 - from].handle(Frame::decode(&encoded).unwrap(), theirs);
                for ask in asks {
                    match ask {
                        Ask::Absorb(_, range) => {
                            theirs.absorb(&range);
                            let here = theirs.logs(Some(&CIRCLE)).into_iter().find(|log| log.log == range.log).unwrap();
                            sessions[1 - from].lacks_more(&here);
                        }
                        Ask::Fill(came) => {
                            came.iter().for_each(|came| theirs.fill(came));
                            theirs.logs(Some(&CIRCLE)).iter().for_each(|log| sessions[1 - from].offer(log));
                        }
                        Ask::Unpack(block) => {
                            for range in unpack(&block, |_, _| None).unwrap().ranges {
                                theirs.absorb(&range);
                                sessions[1 - from].landed(&range.log, range.from + range.records.len() as u64);
                            }
                        }
                        other => panic!("{other:?}"),
                    }
                }
            }
        }
        if !said {
            assert!(sessions.iter().all(Session::is_settled), "{sessions:?}");
            return (frames, bytes, blocks);
        }
    }
}

fn holding(logs: &[(u8, u64)]) -> Memory {
    let mut memory = Memory::default();
    logs.iter().for_each(|(seed, count)| memory.hold(*seed, *count));
    memory
}

#[test]
fn equal_shelves_are_done_in_one_round_trip_and_few_bytes() {
    let all: Vec<(u8, u64)> = (1..=200).map(|seed| (seed, 2)).collect();
    let (frames, bytes) = speak(&mut holding(&all), &mut holding(&all));
    assert_eq!(frames, 2);
    assert!(bytes <= 400, "{bytes} bytes");
}

#[test]
fn one_new_record_among_two_hundred_logs_costs_little() {
    let all: Vec<(u8, u64)> = (1..=200).map(|seed| (seed, 2)).collect();
    let (mut a, mut b) = (holding(&all), holding(&all));
    a.hold(77, 3);
    let (_, bytes) = speak(&mut a, &mut b);
    assert_eq!(a, b);
    assert!(bytes <= 4_096, "{bytes} bytes");
}

#[test]
fn who_lacks_much_of_a_circle_gets_blocks_and_who_lacks_less_does_not() {
    for (last, blocks) in [(63, 0), (64, 1)] {
        // The same whether the giver answers a vector or is asked.
        for giver_dials in [true, false] {
            let (mut a, mut b) = (holding(&[(1, 64), (2, 64), (3, 64), (4, last)]), holding(&[(9, 3)]));
            let (_, _, seen) = if giver_dials { speak_packed(&mut a, &mut b) } else { speak_packed(&mut b, &mut a) };
            assert_eq!(a, b);
            assert_eq!(seen, blocks, "{last} {giver_dials}");
        }
    }
}

/// A listener that holds two logs of five and was asked for both by a dialer that holds none.
fn asked_for_all(memory: &Memory) -> (Session, Session) {
    let mut asker = Session::dial([9; 8], &Memory::default());
    let mut giver = Session::listen();
    giver.handle(asker.next_frame(&Memory::default()).unwrap(), memory);
    while let Some(frame) = giver.next_frame(memory) {
        asker.handle(frame, &Memory::default());
    }
    while let Some(frame) = asker.next_frame(&Memory::default()) {
        giver.handle(frame, memory);
    }
    (asker, giver)
}

fn sent(giver: &mut Session, memory: &Memory) -> Vec<(LogId, u64)> {
    let frames = std::iter::from_fn(|| giver.next_frame(memory));
    let ranges = frames.filter_map(|frame| if let Frame::Records(range) = frame { Some(range) } else { None });
    ranges.map(|range| (range.log, range.from)).collect()
}

#[test]
fn asking_again_for_one_log_says_nothing_of_another() {
    let memory = holding(&[(1, 5), (2, 5)]);
    let (mut asker, mut giver) = asked_for_all(&memory);
    let Some(Frame::Records(first)) = giver.next_frame(&memory) else { panic!("no records") };
    let other = memory.0.keys().find(|log| **log != first.log).unwrap();
    asker.ask_again(other, 0);
    while let Some(frame) = asker.next_frame(&Memory::default()) {
        giver.handle(frame, &memory);
    }
    let rest = sent(&mut giver, &memory);
    assert_eq!(
        rest.iter().filter(|(log, _)| *log == first.log).map(|(_, from)| *from).collect::<Vec<_>>(),
        [1, 2, 3, 4]
    );
    assert_eq!(rest.iter().filter(|(log, _)| log == other).count(), 5);
}

/// In a crowd a log comes from many sides: whoever said that they would send it may then not do so.
#[test]
fn what_came_by_another_is_no_longer_waited_for() {
    let (mut here, there) = (holding(&[(1, 2)]), holding(&[(1, 2), (2, 3)]));
    let (_, mut session) = asked_for_all(&here);
    while session.next_frame(&here).is_some() {}
    assert!(session.is_settled());
    let place = session.places.iter().find(|(_, of)| of.is_some()).map(|(place, _)| *place).unwrap();
    let new = there.logs(Some(&CIRCLE)).into_iter().find(|log| log.count == 3).unwrap();
    let coming = vec![Mark { name: session.name(&new.log).into(), count: 3 }];
    let told = Frame::Want { place, from: Vec::new(), coming, again: false };
    session.handle(told.clone(), &here);
    assert!(!session.is_settled(), "it is on its way, as far as is known");
    // By another it comes before…
    here.hold(2, 3);
    session.offer(&new);
    while session.next_frame(&here).is_some() {}
    assert!(session.is_settled());
    // … or came before it was told of.
    session.handle(told, &here);
    while session.next_frame(&here).is_some() {}
    assert!(session.is_settled());
}

#[test]
fn what_did_not_unpack_is_asked_for_once_and_is_never_packed_again() {
    let memory = holding(&[(1, 200), (2, 200)]);
    let (mut asker, mut giver) = asked_for_all(&memory);
    assert!(matches!(giver.next_frame(&memory), Some(Frame::Packed(_))));
    let logs: Vec<LogId> = memory.0.keys().copied().collect();
    for log in [&logs[0], &logs[0], &logs[1]] {
        assert_eq!(asker.ask_plain(&[(*log, 0)]), []);
    }
    let wants: Vec<Frame> = std::iter::from_fn(|| asker.next_frame(&Memory::default())).collect();
    assert_eq!(wants.len(), 2, "{wants:?}");
    for want in wants {
        giver.handle(want, &memory);
    }
    assert_eq!(sent(&mut giver, &memory).len(), 400);
    assert!(giver.next_frame(&memory).is_none());
}

#[test]
fn a_word_out_of_turn_is_a_breach() {
    let memory = holding(&[(1, 1)]);
    let early = Session::listen().handle(Frame::Need(Vec::new()), &memory);
    assert_eq!(early, [Ask::Breach("no greeting")]);
    let hello =
        |version, salt: [u8; 8]| Frame::Hello { version, salt: salt.into(), digests: vec![], receipts: [0; 8].into() };
    assert!(matches!(Session::listen().handle(hello(9, [0; 8]), &memory)[..], [Ask::Breach(_)]));
    assert!(matches!(Session::dial([1; 8], &memory).handle(hello(0, [2; 8]), &memory)[..], [Ask::Breach(_)]));
}

proptest! {
    #[test]
    fn any_two_shelves_end_alike(
        a in proptest::collection::btree_map(1u8..60, 0u64..5, 0..50),
        b in proptest::collection::btree_map(1u8..60, 0u64..5, 0..50),
    ) {
        let mut shelves = [a, b].map(|logs| holding(&logs.into_iter().collect::<Vec<_>>()));
        let [a, b] = &mut shelves;
        speak(a, b);
        prop_assert_eq!(a, b);
    }

    #[test]
    fn no_bytes_panic_a_session(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let memory = holding(&[(1, 1)]);
        let mut session = Session::listen();
        session.handle(Frame::Hello { version: 0, salt: [0; 8].into(), digests: vec![], receipts: [0; 8].into() }, &memory);
        if let Some(frame) = Frame::decode(&bytes) {
            session.handle(frame, &memory);
        }
    }
}

#[test]
fn who_lacks_a_part_is_not_equal_asks_for_it_and_is_given_it() {
    let whole = holding(&[(1, 5), (2, 3)]);
    for emptied in [vec![0], vec![1, 4], vec![0, 1, 2, 3, 4]] {
        for lacking_dials in [true, false] {
            let (mut lacks, mut has) = (whole.clone(), whole.clone());
            emptied.iter().for_each(|number| lacks.empty(1, *number));
            assert_ne!(digest(&lacks.logs(Some(&CIRCLE))), digest(&has.logs(Some(&CIRCLE))));
            if lacking_dials {
                speak(&mut lacks, &mut has)
            } else {
                speak(&mut has, &mut lacks)
            };
            assert_eq!((&lacks, &has), (&whole, &whole), "{emptied:?} {lacking_dials}");
        }
    }
}

#[test]
fn each_gives_what_the_other_lacks_and_what_nobody_holds_stays_lacking() {
    let whole = holding(&[(1, 5)]);
    let (mut a, mut b) = (whole.clone(), whole.clone());
    [0, 1].iter().for_each(|number| a.empty(1, *number));
    [1, 3].iter().for_each(|number| b.empty(1, *number));
    speak(&mut a, &mut b);
    let mut left = whole;
    left.empty(1, 1);
    assert_eq!((&a, &b), (&left, &left));
    // Both lack the same: they are equal, and say no more about it.
    assert_eq!(speak(&mut a, &mut b).0, 2);
}

#[test]
fn more_than_one_frame_may_ask_for_is_asked_for_in_turn() {
    let many = u64::try_from(MAX_LACKS).unwrap() + 300;
    let whole = holding(&[(1, many)]);
    let (mut lacks, mut has) = (whole.clone(), whole.clone());
    (0..usize::try_from(many).unwrap()).for_each(|number| lacks.empty(1, number));
    speak(&mut lacks, &mut has);
    assert_eq!((&lacks, &has), (&whole, &whole));
}

#[test]
fn what_comes_emptied_is_asked_for_of_whoever_gave_it_and_of_others() {
    let whole = holding(&[(1, 5)]);
    let (mut relay, mut newcomer) = (whole.clone(), Memory::default());
    (0..5).for_each(|number| relay.empty(1, number));
    speak(&mut relay, &mut newcomer);
    assert_eq!(newcomer, relay);
    speak(&mut newcomer, &mut whole.clone());
    assert_eq!(newcomer, whole);
    // And what was asked for in vain is told of as soon as it is here.
    speak(&mut relay, &mut newcomer);
    assert_eq!(relay, whole);
}

#[test]
fn parts_asked_for_without_end_break_off() {
    let whole = holding(&[(1, 5)]);
    let mut giver = Session::listen();
    let mut asker = Session::dial([9; 8], &whole);
    giver.handle(asker.next_frame(&whole).unwrap(), &whole);
    let gap = Gap { number: 0, start: [0; 8].into(), parts: u16::MAX };
    let name = asker.name(whole.0.keys().next().unwrap()).into();
    let lack = |times: usize| Frame::Lack(vec![Lacks { name, records: vec![gap; times] }]);
    assert!(matches!(giver.handle(lack(MAX_LACKS + 1), &whole)[..], [Ask::Breach(_)]));
    assert_eq!(giver.handle(lack(MAX_LACKS), &whole), []);
    assert!(matches!(giver.handle(lack(1), &whole)[..], [Ask::Breach(_)]), "before it heard the first answer");
}

#[test]
fn who_got_a_branch_emptied_is_told_of_it_by_the_log_it_leaves() {
    let whole = holding(&[(1, 5)]);
    let mut giver = Session::listen();
    let mut asker = Session::dial([9; 8], &whole);
    giver.handle(asker.next_frame(&whole).unwrap(), &whole);
    while giver.next_frame(&whole).is_some() {}
    let here = whole.logs(Some(&CIRCLE))[0];
    let branch = Summary { log: LogId([7; 32]), count: 0, ..here };
    giver.offer(&branch);
    assert_eq!(giver.next_frame(&whole), None, "the peer asked for nothing");
    giver.gave_less(&here.log);
    giver.offer(&branch);
    let name = giver.name(&here.log).into();
    assert_eq!(giver.next_frame(&whole), Some(Frame::Differ(vec![name])));
    giver.offer(&branch);
    assert_eq!(giver.next_frame(&whole), None, "once");
}

/// Two sessions on the same shelf that have greeted.
fn greeted(asker: &Memory, giver: &Memory) -> [Session; 2] {
    let mut sessions = [Session::dial([9; 8], asker), Session::listen()];
    loop {
        let mut said = false;
        for from in [0, 1] {
            let (mine, theirs) = if from == 0 { (asker, giver) } else { (giver, asker) };
            while let Some(frame) = sessions[from].next_frame(mine) {
                sessions[1 - from].handle(frame, theirs);
                said = true;
            }
        }
        if !said {
            return sessions;
        }
    }
}

#[test]
fn parts_of_a_log_are_given_up_to_a_bound_and_those_of_others_still() {
    let whole = holding(&[(1, 5), (2, 5)]);
    let [asker, mut giver] = greeted(&whole, &whole);
    let mut given = |log: &LogId, times: usize| {
        let gap = Gap { number: 0, start: [0; 8].into(), parts: 1 };
        let lacks = Lacks { name: asker.name(log).into(), records: vec![gap; times] };
        assert_eq!(giver.handle(Frame::Lack(vec![lacks]), &whole), []);
        let mut bytes = 0;
        while let Some(frame) = giver.next_frame(&whole) {
            if let Frame::Parts { parts, .. } = frame {
                bytes += parts.iter().map(|part| part.bytes.len() as u64).sum::<u64>();
            }
        }
        bytes
    };
    let logs: Vec<LogId> = whole.0.keys().copied().collect();
    let one = given(&logs[0], 1);
    let most = GIVEN_FREE / one;
    let asked = (0..most / 1_000 + 5).map(|_| given(&logs[0], 1_000)).sum::<u64>() + one;
    assert_eq!(asked, most * one, "just as many as fit");
    assert_eq!((given(&logs[0], 1), given(&logs[1], 1)), (0, one));
}

#[test]
fn a_log_of_which_nothing_comes_is_asked_for_so_often_and_again_once_something_came() {
    let whole = holding(&[(1, 5)]);
    let mut emptied = whole.clone();
    (0..5).for_each(|number| emptied.empty(1, number));
    let [mut asker, giver] = greeted(&emptied, &emptied);
    let log = *whole.0.keys().next().unwrap();
    let differs = |asker: &mut Session, shelf: &Memory| {
        assert_eq!(asker.handle(Frame::Differ(vec![giver.name(&log).into()]), shelf), []);
        let asks = matches!(asker.next_frame(shelf), Some(Frame::Lack(_)));
        if asks {
            asker.handle(Frame::Parts { parts: Vec::new(), last: true }, shelf);
        }
        asks
    };
    let asked = (0..2_000).filter(|_| differs(&mut asker, &emptied)).count();
    assert_eq!(asked, 256);
    let bytes = whole.part(&log, 3, &[0; 8], 0).unwrap();
    emptied.fill(&Came { log, number: 3, start: [0; 8], part: 0, bytes });
    assert!(differs(&mut asker, &emptied));
}

#[test]
fn saying_without_end_that_more_is_held_breaks_off() {
    let whole = holding(&[(1, 5)]);
    for (names, times) in [(1, 65_536), (16_384, 4)] {
        let [mut asker, _] = greeted(&whole, &whole);
        let differ = || Frame::Differ(vec![[7; 8].into(); names]);
        assert!((0..times).all(|_| asker.handle(differ(), &whole).is_empty()));
        assert!(matches!(asker.handle(differ(), &whole)[..], [Ask::Breach(_)]));
    }
}
