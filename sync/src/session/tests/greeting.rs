//! Tests of greetings: what is compared when two devices come to read a circle together, whichever hears of it first.

use super::*;

/// Two devices that are connected and have said what there was to say, as far as they knew that both read the circle.
struct Pair {
    shelves: [Memory; 2],
    sessions: [Session; 2],
}

impl Pair {
    fn of(a: Memory, b: Memory) -> Self {
        let sessions = [Session::dial([9; 8], &a), Session::listen()];
        let mut pair = Self { shelves: [a, b], sessions };
        pair.talk();
        pair
    }

    fn talk(&mut self) {
        let [a, b] = &mut self.shelves;
        exchange(&mut self.sessions, a, b);
    }

    /// One of them hears whether both read the circle.
    fn hears(&mut self, at: usize, reads: bool) {
        self.shelves[at].1 = !reads;
        self.sessions[at].greet_again(&self.shelves[at]);
    }
}

fn apart() -> Pair {
    let [mut a, mut b] = [holding(&[(1, 3), (2, 1)]), holding(&[(2, 4), (3, 2)])];
    (a.1, b.1) = (true, true);
    let pair = Pair::of(a, b);
    assert_ne!(pair.shelves[0], pair.shelves[1]);
    pair
}

#[test]
fn who_comes_to_read_a_circle_while_connected_gets_it_whichever_hears_first() {
    for [first, second] in [[0, 1], [1, 0]] {
        for talks_between in [true, false] {
            let mut pair = apart();
            pair.hears(first, true);
            if talks_between {
                pair.talk();
            }
            pair.hears(second, true);
            pair.talk();
            assert_eq!(pair.shelves[0], pair.shelves[1], "{first} first, {talks_between}");
        }
    }
}

#[test]
fn who_reads_it_again_gets_what_came_meanwhile() {
    for [first, second] in [[0, 1], [1, 0]] {
        let mut pair = apart();
        [0, 1].into_iter().for_each(|at| pair.hears(at, true));
        pair.talk();
        [first, second].into_iter().for_each(|at| pair.hears(at, false));
        pair.talk();
        pair.shelves[0].hold(1, 5);
        pair.shelves[1].hold(4, 1);
        pair.hears(first, true);
        pair.talk();
        pair.hears(second, true);
        pair.talk();
        assert_eq!(pair.shelves[0], pair.shelves[1], "{first} first");
        assert_eq!(pair.shelves[0], holding(&[(1, 5), (2, 4), (3, 2), (4, 1)]));
    }
}

#[test]
fn nothing_is_said_again_while_the_same_circles_are_read() {
    let mut pair = apart();
    [0, 1].into_iter().for_each(|at| pair.hears(at, true));
    pair.talk();
    for at in [0, 1] {
        pair.hears(at, true);
        assert_eq!(pair.sessions[at].next_frame(&pair.shelves[at]), None);
    }
}

/// Both hear of the circle at once, and what the dialer has of it comes to the other by a third device while the greetings cross.
#[test]
fn greetings_that_cross_come_to_rest_though_what_differed_came_meanwhile() {
    let apart = || Memory(BTreeMap::new(), true);
    let mut pair = Pair::of(apart(), apart());
    pair.shelves[0].hold(1, 1);
    [0, 1].into_iter().for_each(|at| pair.hears(at, true));
    let [ours, theirs] = [0, 1].map(|at| pair.sessions[at].next_frame(&pair.shelves[at]).unwrap());
    pair.sessions[0].handle(theirs, &pair.shelves[0]);
    pair.shelves[1].hold(1, 1);
    let here = pair.shelves[1].logs(Some(&CIRCLE))[0];
    pair.sessions[1].offer(&here);
    pair.sessions[1].handle(ours, &pair.shelves[1]);
    pair.talk();
    assert_eq!(pair.sessions.each_ref().map(Session::is_settled), [true; 2]);
}

/// Logs that all have one range, which is another log's: they are compared, and none can be taken in.
fn many(of: &mut Memory, count: usize) {
    let one = holding(&[(9, 1)]);
    let range = one.range(&one.logs(Some(&CIRCLE))[0].log, 0).unwrap();
    for nth in 0..count as u64 {
        let log = LogId(derive("kith 0 test", &[&nth.to_be_bytes()]));
        of.0.insert(log, (vec![range.clone()], log.0));
    }
}

/// How many logs one tells the other of that has none of them and so many others, in frames that the other can read.
fn told_of(count: usize, others: usize) -> usize {
    let (mut has, mut has_not) = (Memory::default(), holding(&[(2, 4)]));
    many(&mut has_not, others);
    for log in has_not.0.values_mut() {
        log.1 = [3; 32];
    }
    many(&mut has, count);
    let mut sessions = [Session::dial([9; 8], &has), Session::listen()];
    let mut told = 0;
    for _ in 0..9 {
        for from in [0, 1] {
            let (mine, theirs) = if from == 0 { (&has, &has_not) } else { (&has_not, &has) };
            while let Some(frame) = sessions[from].queue.pop_front() {
                let frame = Frame::decode(&frame.encode()).unwrap();
                told += match &frame {
                    Frame::Vector { entries, .. } if from == 0 => entries.len(),
                    Frame::Want { coming, .. } if from == 0 => coming.len(),
                    _ => 0,
                };
                let asks = sessions[1 - from].handle(frame, theirs);
                assert!(!asks.iter().any(|ask| matches!(ask, Ask::Breach(_))), "{}", mine.0.len());
            }
        }
    }
    // Of what the other has, nothing was told: it sends all of it.
    assert!(has_not.0.keys().all(|log| sessions[1].theirs.get(log) == Some(&0)), "{count} and {others}");
    told
}

/// A list has room for 16,384 logs: more go in several frames.
#[test]
fn who_holds_more_logs_than_a_list_has_room_for_is_understood() {
    for count in [frame::MAX_ENTRIES - 40, frame::MAX_ENTRIES + 9, 2 * frame::MAX_ENTRIES + 9] {
        assert_eq!(told_of(count, 0), count, "what is to come");
        assert!(told_of(count, 40) >= count, "what is here");
    }
}

/// However many logs a member made others store, they go on to compare them: of those that are here twice as many more are noted.
#[test]
fn two_who_hold_more_logs_than_are_noted_of_others_go_on() {
    for (a, b) in [(vec![(1, 3)], vec![(1, 3)]), (vec![(1, 3), (2, 1)], vec![(2, 4), (3, 2)])] {
        let [mut a, mut b] = [holding(&a), holding(&b)];
        for of in [&mut a, &mut b] {
            many(of, MAX_NOTED + 9);
        }
        speak(&mut a, &mut b);
        assert!(a == b, "both hold what either held");
    }
}
