//! Tests of what is asked for again, and how often.

use super::*;

/// A session in which nothing waits to be sent.
fn greeted() -> Session {
    let memory = Memory::default();
    let (mut asker, _) = asked_for_all(&memory);
    while asker.next_frame(&memory).is_some() {}
    asker
}

/// From which numbers on the frames that wait ask for logs of the charter.
fn asked(session: &mut Session) -> Vec<u64> {
    let memory = Memory::default();
    let frames = std::iter::from_fn(|| session.next_frame(&memory));
    let marks = frames.flat_map(|frame| match frame {
        Frame::Want { place: Place::Charter, from, again: true, .. } => from,
        _ => Vec::new(),
    });
    marks.map(|mark| mark.count).collect()
}

#[test]
fn what_lies_between_is_asked_for_once_until_more_is_here() {
    let (mut session, log) = (greeted(), LogId([1; 32]));
    for here in [0, 0, 64, 64, 64, 128] {
        session.gap(&log, here);
    }
    assert_eq!(asked(&mut session), [0, 64, 128]);
    session.turned(&Summary { log, trunk: log, count: 128, ..holding(&[(1, 1)]).logs(Some(&CIRCLE))[0] }, 3);
    session.gap(&log, 128);
    assert_eq!(asked(&mut session), [128], "these are other records");
}

#[test]
fn what_does_not_fit_into_the_queue_is_asked_for_at_the_next_range() {
    let (mut session, log) = (greeted(), LogId([1; 32]));
    (0..MAX_QUEUE).for_each(|_| session.push(Frame::Unknown));
    session.gap(&log, 5);
    session.stop(&log);
    assert_eq!(asked(&mut session), []);
    session.gap(&log, 5);
    session.stop(&log);
    assert_eq!(asked(&mut session), [5, u64::MAX]);
}

/// Who writes a log.
fn by(seed: u8) -> Intro {
    Intro {
        sign_key: [seed; 32],
        nonce: [0; 16],
        device: DeviceId([seed; 16]),
        person: PersonId([seed; 16]),
        kind: LogKind::Content,
        tag: [0; 16],
    }
}

#[test]
fn of_a_log_that_was_stopped_nothing_is_asked_for_until_it_can_be_used() {
    let memory = Memory::default();
    let (mut session, log) = (greeted(), LogId([1; 32]));
    let (writer, other) = (DeviceId([3; 16]), DeviceId([4; 16]));
    for _ in 0..2 {
        session.stop_unbound(&log, by(3), None);
    }
    session.gap(&log, 0);
    assert_eq!(asked(&mut session), [u64::MAX]);
    session.resume_bound(|intro| intro.device == other, |_| 7);
    assert_eq!(asked(&mut session), [], "somebody else was let in");
    for _ in 0..2 {
        session.resume_bound(|intro| intro.device == writer, |_| 64);
    }
    assert_eq!(asked(&mut session), [64]);
    session.gap(&log, 64);
    assert_eq!(asked(&mut session), [64]);
    session.stop(&log);
    session.greet_again(&Memory(BTreeMap::new(), true));
    session.greet_again(&memory);
    session.gap(&log, 65);
    assert_eq!(asked(&mut session), [u64::MAX, 65], "all is compared anew");
}

#[test]
fn a_log_of_no_circle_that_is_read_is_asked_for_again_once_its_circle_is() {
    let (mut session, log) = (greeted(), LogId([1; 32]));
    session.stop_foreign(&log, by(3), 2);
    session.resume_foreign(2, |_| true);
    assert_eq!(asked(&mut session), [u64::MAX], "no more circles are read");
    session.resume_foreign(3, |_| false);
    session.resume_foreign(3, |_| true);
    assert_eq!(asked(&mut session), [], "one more, and it is of another");
    for circles in [4, 5] {
        session.resume_foreign(circles, |intro| intro.device == DeviceId([3; 16]));
    }
    assert_eq!(asked(&mut session), [0]);
    session.stop_foreign(&log, by(3), 5);
    session.resume_foreign(5, |_| true);
    assert_eq!(asked(&mut session), [u64::MAX]);
}

/// A person may have let one of two read a circle and not the other: then one asks at a place of which the other knows nothing.
#[test]
fn who_asks_again_at_a_place_that_the_other_does_not_read_is_not_hung_up_on() {
    let place = Place::Circle([9; 16].into());
    let from = vec![Mark { name: [1; 8].into(), count: 0 }];
    let asks = greeted().handle(Frame::Want { place, from, coming: Vec::new(), again: true }, &Memory::default());
    assert_eq!(asks, []);
}

#[test]
fn a_log_of_a_circle_is_stopped_and_asked_for_again_where_the_circle_is_compared() {
    let (mut session, memory) = (greeted(), Memory::default());
    let (log, writer) = (LogId([1; 32]), DeviceId([3; 16]));
    session.stop_unbound(&log, by(3), Some(CIRCLE));
    session.resume_bound(|intro| intro.device == writer, |_| 0);
    let counts = std::iter::from_fn(|| session.next_frame(&memory)).map(|frame| match frame {
        Frame::Want { place: Place::Circle(_), from, again: true, .. } => from[0].count,
        other => panic!("{other:?}"),
    });
    assert_eq!(counts.collect::<Vec<_>>(), [u64::MAX, 0]);
}

/// Somebody may have made up what their log waits for, and the charter grows every second: then a pause follows each vain try.
#[test]
fn a_log_that_is_held_back_is_asked_for_as_the_charter_grows_less_and_less_often() {
    let (mut session, log) = (greeted(), LogId([1; 32]));
    session.hold_back(&log, 7);
    assert_eq!(asked(&mut session), [u64::MAX]);
    session.resume_held(7, 0, |_| 64);
    assert_eq!(asked(&mut session), [], "nothing was said since");
    let mut tries = 0;
    for second in 0..600 {
        session.resume_held(8 + second, second as i64 * 1_000, |_| 64);
        let again = asked(&mut session);
        if !again.is_empty() {
            assert_eq!(again, [64]);
            tries += 1;
            session.hold_back(&log, 8 + second);
            assert_eq!(asked(&mut session), [u64::MAX]);
        }
    }
    assert!((12..=18).contains(&tries), "{tries} times in ten minutes");
    // A clock that showed too much is not waited for.
    session.resume_held(1_000, -1_000_000, |_| 64);
    assert_eq!(asked(&mut session), [64]);
}
