//! What was written twice, brought in any order and by halves, is the same in the end.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use kith_sync::body::Body;
use kith_sync::charter::Statement;
use kith_sync::document::{Document, Kind};
use kith_sync::id::StatementId;
use kith_sync::record::{Erased, Tail};
use kith_tests::bare::{Device, charter, hear, newcomer, rng};
use kith_tests::by_hand::{Log, alike, change, sheet, tail, three, topic as a_topic, without};

/// A log and a branch of it that writes by the same actor and number, which the log has the better of. The branch erases what the log
/// said first; `knows` is what that record knows.
fn said_twice(ill: &Device, knows: &[StatementId]) -> [Log; 2] {
    let (circle, frontier) = (ill.everyone(), ill.law().facts().frontier());
    let drawn = |seed| {
        let (mut chance, mut log, named) = (rng(seed), Log::of(ill, 9), sheet(ill.me().person, 20));
        let (name, id) = (log.head.log, named.id(&circle));
        let mut document = Document::begin(Kind::Sheet);
        let (first, ..) = change(&mut document, &name, &id, 1, |tx| a_topic(tx, 1)).unwrap();
        let first = Body::New { document: named, change: first }.encode();
        let hash = log.says(tail(1, &frontier), vec![first, b"first".to_vec()], &mut chance);
        let mut branch = log.clone();
        let nothing = Tail { frontier: Some(frontier.clone()), ..Tail::default() };
        branch.says(nothing, vec![Body::Nothing.encode()], &mut chance);
        let erased = Erased { log: name, number: 0, part: 1, start: hash.start() };
        let erases = Tail { erased: Some(vec![erased]), ..tail(1, knows) };
        for (log, tail, time) in [(&mut log, tail(1, &frontier), 2), (&mut branch, erases, 3)] {
            let (bytes, ..) = change(&mut document.clone(), &name, &id, 2, |tx| a_topic(tx, time)).unwrap();
            log.says(tail, vec![Body::Change(bytes).encode(), b"words".to_vec()], &mut chance);
        }
        [log, branch]
    };
    let counts = |logs: &[Log; 2]| logs[0].hashes.get(1).map(|hash| hash.0) < logs[1].hashes.get(1).map(|hash| hash.0);
    (0..64).map(drawn).find(counts).unwrap()
}

/// Its rival is here before it, or comes after it was judged.
#[test]
fn what_a_change_erases_that_was_said_twice_is_let_go_of_whichever_came_first() {
    let (_, ill, mut ben, mut cy) = three();
    let [log, branch] = said_twice(&ill, &ill.law().facts().frontier());
    hear(&mut ben, &[log.whole(), branch.between(0, 2)]);
    hear(&mut ben, &[branch.whole()]);
    hear(&mut cy, &[branch.whole()]);
    hear(&mut cy, &[log.whole()]);
    alike(&mut ben, &mut cy);
}

/// The same where it knows a statement that comes last.
#[test]
fn what_a_change_erases_that_was_said_twice_is_let_go_of_once_what_it_knows_comes() {
    for opened_anew in [false, true] {
        let (mut founder, ill, mut ben, mut cy) = three();
        let mut moe = newcomer(&mut founder, 5);
        for device in [&mut ben, &mut cy] {
            hear(device, &charter(&founder));
        }
        let word = moe.state(&Statement::Heard).unwrap();
        let [log, branch] = said_twice(&ill, &[word]);
        hear(&mut ben, &[log.whole(), branch.whole()]);
        if opened_anew {
            ben.reload().unwrap();
        }
        hear(&mut ben, &charter(&moe));
        hear(&mut cy, &charter(&moe));
        hear(&mut cy, &[branch.whole()]);
        hear(&mut cy, &[log.whole()]);
        alike(&mut ben, &mut cy);
    }
}

/// A branch begins a sheet by a number by which the log means another already, the body of which comes late.
#[test]
fn a_number_means_on_a_branch_what_it_meant_before_also_if_that_comes_to_be_read_later() {
    let (_, ill, mut ben, mut cy) = three();
    let (circle, frontier) = (ill.everyone(), ill.law().facts().frontier());
    let drawn = |seed| {
        let (mut chance, mut log) = (rng(seed), Log::of(&ill, 9));
        let name = log.head.log;
        let [a, b] = [20, 21].map(|number| sheet(ill.me().person, number));
        let (mut of_a, mut of_b) = (Document::begin(Kind::Sheet), Document::begin(Kind::Sheet));
        let (first, ..) = change(&mut of_a, &name, &a.id(&circle), 1, |tx| a_topic(tx, 1)).unwrap();
        let (other, ..) = change(&mut of_b, &name, &b.id(&circle), 1, |tx| a_topic(tx, 2)).unwrap();
        let (more, ..) = change(&mut of_a, &name, &a.id(&circle), 1, |tx| a_topic(tx, 3)).unwrap();
        let begun = [(a, first), (b, other)].map(|(document, change)| Body::New { document, change }.encode());
        let [first, other] = begun;
        log.says(tail(1, &frontier), vec![first, b"a".to_vec()], &mut chance);
        let mut branch = log.clone();
        let nothing = Tail { frontier: Some(frontier.clone()), ..Tail::default() };
        log.says(nothing, vec![Body::Nothing.encode()], &mut chance);
        branch.says(tail(1, &frontier), vec![other, b"b".to_vec()], &mut chance);
        branch.says(tail(1, &frontier), vec![Body::Change(more).encode(), b"c".to_vec()], &mut chance);
        [log, branch]
    };
    let counts = |logs: &[Log; 2]| logs[0].hashes.get(1).map(|hash| hash.0) < logs[1].hashes.get(1).map(|hash| hash.0);
    let [log, branch] = (0..64).map(drawn).find(counts).unwrap();
    hear(&mut cy, &[log.whole(), branch.whole()]);
    hear(&mut ben, &[without(&log.whole(), &[0]), without(&branch.whole(), &[0])]);
    hear(&mut ben, &[log.whole(), branch.whole()]);
    alike(&mut ben, &mut cy);
}
