//! What is late, waits, or lacks, brought in any order and by halves, is the same in the end.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use kith_community::command::{Command, Done};
use kith_community::topic;
use kith_sync::body::{Body, Named};
use kith_sync::charter::{Cut, Statement};
use kith_sync::document::{Document, Incoming, Kind};
use kith_sync::id::StatementId;
use kith_sync::record::Tail;
use kith_tests::bare::{Device, charter, everything, found, further, hear, newcomer, own_words, rng, says};
use kith_tests::by_hand::{Log, alike, change, seen, sheet, tail, three, topic as a_topic, without};
use kith_tests::craft::prefix;

/// A log begins a sheet under a number by which it means another sheet already; that record's body comes late.
#[test]
fn what_begins_a_sheet_under_a_used_number_holds_up_that_sheet_while_its_body_lacks() {
    let (_, ill, mut ben, mut cy) = three();
    let (mut chance, circle) = (rng(5), ill.everyone());
    let frontier = ill.law().facts().frontier();
    let mut log = Log::of(&ill, 9);
    let name = log.head.log;
    let [a, b] = [20, 21].map(|number| sheet(ill.me().person, number));
    let (mut of_a, mut of_b) = (Document::begin(Kind::Sheet), Document::begin(Kind::Sheet));
    let (first, ..) = change(&mut of_a, &name, &a.id(&circle), 1, |tx| a_topic(tx, 1)).unwrap();
    log.says(tail(1, &frontier), vec![Body::New { document: a, change: first }.encode(), b"a".to_vec()], &mut chance);
    let (first, ..) = change(&mut of_b, &name, &b.id(&circle), 1, |tx| a_topic(tx, 2)).unwrap();
    log.says(tail(2, &frontier), vec![Body::New { document: b, change: first }.encode(), b"b".to_vec()], &mut chance);
    let mut other = of_b.clone();
    let (x, ..) = change(&mut of_b, &name, &b.id(&circle), 2, |tx| a_topic(tx, 3)).unwrap();
    let (y, ..) = change(&mut other, &name, &b.id(&circle), 2, |tx| a_topic(tx, 4)).unwrap();
    // By 1 the log means the other sheet.
    log.says(tail(1, &frontier), vec![Body::New { document: b, change: x }.encode(), b"x".to_vec()], &mut chance);
    log.says(tail(2, &frontier), vec![Body::Change(y).encode(), b"y".to_vec()], &mut chance);
    hear(&mut cy, &[log.whole()]);
    hear(&mut ben, &[without(&log.whole(), &[2])]);
    hear(&mut ben, &[log.whole()]);
    hear(&mut ben, &charter(&cy));
    hear(&mut cy, &charter(&ben));
    alike(&mut ben, &mut cy);
}

/// A log whose second record begins a sheet by a number, and a branch after it that begins another by the same number. `frontier`s
/// are those of the second record, and of what follows it.
fn branched(ill: &Device, frontiers: [&[StatementId]; 2]) -> [Log; 2] {
    let circle = ill.everyone();
    for seed in 0..64 {
        let mut chance = rng(seed);
        let mut log = Log::of(ill, 9);
        let name = log.head.log;
        let [a, b, c] = [20, 21, 22].map(|number| sheet(ill.me().person, number));
        let begun = |named: &Named, time: i64| {
            let mut document = Document::begin(Kind::Sheet);
            let (bytes, ..) = change(&mut document, &name, &named.id(&circle), 1, |tx| a_topic(tx, time)).unwrap();
            (document, Body::New { document: *named, change: bytes }.encode())
        };
        log.says(tail(1, frontiers[0]), vec![begun(&a, 1).1, b"a".to_vec()], &mut chance);
        log.says(tail(77, frontiers[0]), vec![begun(&b, 2).1, b"b".to_vec()], &mut chance);
        let mut branch = log.clone();
        let nothing = Tail { frontier: Some(frontiers[1].to_vec()), ..Tail::default() };
        log.says(nothing, vec![Body::Nothing.encode()], &mut chance);
        let (mut of_c, first) = begun(&c, 3);
        branch.says(tail(77, frontiers[1]), vec![first, b"c".to_vec()], &mut chance);
        let (more, ..) = change(&mut of_c, &name, &c.id(&circle), 1, |tx| a_topic(tx, 4)).unwrap();
        branch.says(tail(77, frontiers[1]), vec![Body::Change(more).encode(), b"d".to_vec()], &mut chance);
        if log.hashes.get(2).map(|hash| hash.0) < branch.hashes.get(2).map(|hash| hash.0) {
            return [log, branch];
        }
    }
    panic!("no such hashes")
}

/// One hears of both logs at once, the other first without the body of the second record.
fn alike_by_halves(logs: [&Log; 2], ben: &mut Device, cy: &mut Device) {
    let whole = logs.map(Log::whole);
    hear(cy, &whole);
    hear(ben, &whole.each_ref().map(|range| without(range, &[1])));
    hear(ben, &whole);
    alike(ben, cy);
}

/// A carrier leaves out the body of a record that a branch follows.
#[test]
fn a_branch_waits_behind_a_record_that_it_follows_and_of_which_the_body_lacks() {
    let (_, ill, mut ben, mut cy) = three();
    let frontier = ill.law().facts().frontier();
    let [log, branch] = branched(&ill, [&frontier, &frontier]);
    alike_by_halves([&log, &branch], &mut ben, &mut cy);
}

/// The same where that record is late.
#[test]
fn a_branch_waits_behind_a_late_record_that_it_follows_and_of_which_the_body_lacks() {
    let (mut founder, ill, mut ben, mut cy) = three();
    let frontier = ill.law().facts().frontier();
    let person = ill.me().person;
    let cuts = vec![Cut { log: Log::of(&ill, 9).head.log, count: 1 }];
    founder.state(&Statement::Remove { person, cuts: cuts.clone(), why: None }).unwrap();
    let restored = founder.state(&Statement::Restore { person, cuts }).unwrap();
    let [log, branch] = branched(&ill, [&frontier, &[restored]]);
    for device in [&mut ben, &mut cy] {
        hear(device, &charter(&founder));
    }
    alike_by_halves([&log, &branch], &mut ben, &mut cy);
}

/// Nobody means ill. Pia's record that is kept knows a word of Moe's, which Ben hears last; behind it stands a late one.
#[test]
fn what_is_late_behind_what_waits_for_a_statement_is_shown_once_that_comes() {
    let mut founder = found();
    let (mut pia, mut moe) = (newcomer(&mut founder, 2), newcomer(&mut founder, 5));
    let (mut ben, mut cy) = (newcomer(&mut founder, 3), newcomer(&mut founder, 4));
    for device in [&mut pia, &mut moe, &mut ben] {
        hear(device, &everything(&founder));
    }
    moe.state(&Statement::Heard).unwrap();
    hear(&mut pia, &charter(&moe));
    kith_community::rename(&mut pia, "Pia").unwrap();
    hear(&mut founder, &own_words(&pia));
    let person = pia.me().person;
    let cuts = founder.cuts_of(&person);
    assert_eq!(cuts.iter().map(|cut| cut.count).collect::<Vec<_>>(), [1]);
    founder.state(&Statement::Remove { person, cuts, why: None }).unwrap();
    says(&mut pia, None, 1);
    hear(&mut ben, &charter(&founder));
    hear(&mut ben, &own_words(&pia));
    hear(&mut ben, &charter(&moe));
    hear(&mut cy, &charter(&moe));
    hear(&mut cy, &charter(&founder));
    hear(&mut cy, &own_words(&pia));
    let late = "SELECT count(*) FROM items WHERE late = 1";
    let late = |device: &Device| device.store().connection().query_row(late, [], |row| row.get::<_, u32>(0)).unwrap();
    assert_eq!(seen(&ben).0, seen(&cy).0, "they hold the same");
    assert_eq!((late(&cy), late(&ben)), (1, 1), "the topic that came late");
}

/// Nobody means ill. The same where Pia's lost telephone was put out, and she wrote on with her laptop, not having heard.
#[test]
fn what_stands_on_a_late_word_behind_what_waits_for_a_statement_stands_once_that_comes() {
    let mut founder = found();
    let (mut phone, mut moe) = (newcomer(&mut founder, 2), newcomer(&mut founder, 5));
    let mut laptop = further(&mut phone, 6);
    hear(&mut founder, &charter(&phone));
    let (mut ben, mut cy) = (newcomer(&mut founder, 3), newcomer(&mut founder, 4));
    for device in [&mut phone, &mut laptop, &mut moe, &mut ben] {
        hear(device, &everything(&founder));
    }
    moe.state(&Statement::Heard).unwrap();
    hear(&mut phone, &charter(&moe));
    kith_community::rename(&mut phone, "Pia").unwrap();
    hear(&mut founder, &own_words(&phone));
    let device = phone.me().device();
    let cuts = founder.cuts_of_device(&device);
    assert_eq!(cuts.iter().map(|cut| cut.count).collect::<Vec<_>>(), [1]);
    founder.state(&Statement::DeviceRemove { device, cuts }).unwrap();
    says(&mut phone, None, 1);
    hear(&mut laptop, &everything(&phone));
    says(&mut laptop, None, 2);
    let words = [own_words(&phone), own_words(&laptop)].concat();
    hear(&mut ben, &charter(&founder));
    hear(&mut ben, &words);
    hear(&mut ben, &charter(&moe));
    hear(&mut cy, &charter(&moe));
    hear(&mut cy, &charter(&founder));
    hear(&mut cy, &words);
    let shown = "SELECT count(*) FROM items WHERE time_ms = 2 AND late = 0";
    let shown = |device: &Device| device.store().connection().query_row(shown, [], |row| row.get::<_, u32>(0)).unwrap();
    assert_eq!(seen(&ben).0, seen(&cy).0, "they hold the same");
    assert_eq!((shown(&cy), shown(&ben)), (1, 1), "what she wrote with her laptop");
}

/// Nobody means ill. Pia's lost telephone began a topic and then gave it words; her laptop wrote on having heard of the topic alone.
#[test]
fn a_late_topic_that_comes_to_stand_keeps_no_words_that_came_late() {
    let does = |device: &mut Device, command: Command| {
        let address = kith_sync::net::Address { endpoint: device.me().keys.endpoint, sockets: Vec::new(), relay: None };
        kith_community::act(device, &address, command, 1_700_000_000_000).unwrap()
    };
    let mut founder = found();
    let mut phone = newcomer(&mut founder, 2);
    let mut laptop = further(&mut phone, 6);
    hear(&mut founder, &charter(&phone));
    let (mut ben, mut cy) = (newcomer(&mut founder, 3), newcomer(&mut founder, 4));
    for device in [&mut phone, &mut laptop, &mut ben] {
        hear(device, &everything(&founder));
    }
    let start = topic::Command::Start { title: "Keys?".into(), channel: None, body: None, asks: false, sending: None };
    let Done::Topic { topic: post } = does(&mut phone, start.into()) else { panic!("a topic") };
    hear(&mut laptop, &everything(&phone));
    says(&mut laptop, None, 2);
    does(&mut phone, topic::Command::Edit { post, text: "Who has them?".into() }.into());
    let device = phone.me().device();
    founder.state(&Statement::DeviceRemove { device, cuts: Vec::new() }).unwrap();
    for device in [&mut ben, &mut cy] {
        hear(device, &charter(&founder));
    }
    hear(&mut ben, &own_words(&phone));
    hear(&mut ben, &own_words(&laptop));
    hear(&mut cy, &own_words(&laptop));
    hear(&mut cy, &own_words(&phone));
    alike(&mut ben, &mut cy);
}

/// The record that begins a sheet waits for a statement, and a branch that follows it knows less.
#[test]
fn a_branch_goes_on_once_the_record_that_begins_its_sheet_is_read() {
    let (mut founder, ill, mut ben, mut cy) = three();
    let mut moe = newcomer(&mut founder, 5);
    for device in [&mut ben, &mut cy] {
        hear(device, &charter(&founder));
    }
    let (circle, frontier) = (ill.everyone(), ill.law().facts().frontier());
    let word = moe.state(&Statement::Heard).unwrap();
    let drawn = |seed| {
        let mut chance = rng(seed);
        let mut log = Log::of(&ill, 9);
        let name = log.head.log;
        let b = sheet(ill.me().person, 21);
        let mut of_b = Document::begin(Kind::Sheet);
        let (first, ..) = change(&mut of_b, &name, &b.id(&circle), 1, |tx| a_topic(tx, 1)).unwrap();
        let nothing = Tail { frontier: Some(frontier.clone()), ..Tail::default() };
        log.says(nothing.clone(), vec![Body::Nothing.encode()], &mut chance);
        log.says(tail(2, &[word]), vec![Body::New { document: b, change: first }.encode(), b"b".to_vec()], &mut chance);
        let mut branch = log.clone();
        log.says(nothing, vec![Body::Nothing.encode()], &mut chance);
        let (more, ..) = change(&mut of_b, &name, &b.id(&circle), 1, |tx| a_topic(tx, 2)).unwrap();
        branch.says(tail(2, &frontier), vec![Body::Change(more).encode(), b"c".to_vec()], &mut chance);
        (log, branch)
    };
    let (log, branch) = (0..64)
        .map(drawn)
        .find(|(log, branch)| log.hashes.get(2).map(|hash| hash.0) < branch.hashes.get(2).map(|hash| hash.0))
        .unwrap();
    hear(&mut ben, &[log.whole(), branch.whole()]);
    hear(&mut ben, &charter(&moe));
    hear(&mut cy, &charter(&moe));
    hear(&mut cy, &[log.whole(), branch.whole()]);
    alike(&mut ben, &mut cy);
}

/// A late word knows a statement that is not here: before that comes it looks late for fewer ends than it is.
#[test]
fn nothing_stands_on_a_late_word_that_may_be_late_for_more_than_is_known() {
    let mut founder = found();
    let (mut phone, mut moe) = (newcomer(&mut founder, 2), newcomer(&mut founder, 5));
    let laptop = further(&mut phone, 6);
    hear(&mut founder, &charter(&phone));
    let (mut ben, mut cy) = (newcomer(&mut founder, 3), newcomer(&mut founder, 4));
    let (mut of_phone, mut of_laptop) = (Log::of(&phone, 9), Log::of(&laptop, 9));
    let word = moe.state(&Statement::Heard).unwrap();
    let person = phone.me().person;
    let cuts = vec![Cut { log: of_laptop.head.log, count: 1 }];
    let removed = founder.state(&Statement::Remove { person, cuts: cuts.clone(), why: None }).unwrap();
    founder.state(&Statement::Restore { person, cuts }).unwrap();
    founder.state(&Statement::DeviceRemove { device: phone.me().device(), cuts: Vec::new() }).unwrap();
    let (mut chance, named) = (rng(5), sheet(person, 20));
    let id = named.id(&phone.everyone());
    let mut document = Document::begin(Kind::Sheet);
    for (log, knows, time) in [(&mut of_phone, word, 1), (&mut of_laptop, removed, 2)] {
        let name = log.head.log;
        let (bytes, ..) = change(&mut document, &name, &id, 1, |tx| a_topic(tx, time)).unwrap();
        let body = Body::New { document: named, change: bytes }.encode();
        log.says(tail(1, &[knows]), vec![body, b"words".to_vec()], &mut chance);
    }
    let words = [of_phone.whole(), of_laptop.whole()];
    hear(&mut ben, &charter(&founder));
    hear(&mut ben, &words);
    hear(&mut ben, &charter(&moe));
    hear(&mut cy, &charter(&moe));
    hear(&mut cy, &charter(&founder));
    hear(&mut cy, &words);
    alike(&mut ben, &mut cy);
}

/// Pia's telephone was put out. Her laptop knew, and wrote on its word all the same; her tablet did not, and wrote on both.
#[test]
fn what_stands_only_together_is_tried_together_whichever_came_last() {
    let mut founder = found();
    let mut phone = newcomer(&mut founder, 2);
    let (laptop, tablet) = (further(&mut phone, 5), further(&mut phone, 6));
    hear(&mut founder, &charter(&phone));
    let (mut ben, mut cy) = (newcomer(&mut founder, 3), newcomer(&mut founder, 4));
    let before = founder.law().facts().frontier();
    let ended = founder.state(&Statement::DeviceRemove { device: phone.me().device(), cuts: Vec::new() }).unwrap();
    let [mut of_phone, mut of_laptop, mut of_tablet] = [&phone, &laptop, &tablet].map(|device| Log::of(device, 9));
    let (mut chance, named) = (rng(5), sheet(phone.me().person, 20));
    let id = named.id(&phone.everyone());
    let mut document = Document::begin(Kind::Sheet);
    let mut says = |log: &mut Log, document: &mut Document, knows: &[StatementId]| {
        let run = u8::try_from(log.said.len()).unwrap() + 1;
        let (bytes, ..) = change(document, &log.head.log, &id, run, |tx| a_topic(tx, i64::from(run))).unwrap();
        let body = match run {
            1 => Body::New { document: named, change: bytes.clone() },
            _ => Body::Change(bytes.clone()),
        };
        log.says(tail(1, knows), vec![body.encode(), b"words".to_vec()], &mut chance);
        bytes
    };
    says(&mut of_phone, &mut document, &before);
    let more = says(&mut of_phone, &mut document.clone(), &before);
    says(&mut of_laptop, &mut document, &[ended]);
    says(&mut of_tablet, &mut document, &before);
    document.merge(vec![Incoming { bytes: more, prefix: prefix(&of_phone.head.log, &id), lane: 0 }]);
    says(&mut of_tablet, &mut document, &before);
    for device in [&mut ben, &mut cy] {
        hear(device, &charter(&founder));
    }
    hear(&mut cy, &[of_phone.whole(), of_laptop.whole(), of_tablet.whole()]);
    for range in [of_phone.whole(), of_laptop.whole(), of_tablet.between(0, 1), of_tablet.whole()] {
        hear(&mut ben, &[range]);
    }
    let shown = |device: &Device| {
        let shown = "SELECT count(*) FROM items WHERE time_ms > 0 AND late = 0";
        device.store().connection().query_row(shown, [], |row| row.get::<_, u32>(0)).unwrap()
    };
    assert_eq!(shown(&cy), 5);
    alike(&mut ben, &mut cy);
}
