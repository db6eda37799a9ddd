//! Where a range ends, a frame is full or a list has no more room, people come in all the same; nor does a clock that is
//! wrong, or is set right, keep anyone out.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use kith_community::charter::{PeopleQuery, PersonRow, Standing};
use kith_community::command::Role as Given;
use kith_community::community::CommunityQuery;
use kith_community::look;
use kith_community::project::Rows;
use kith_community::{charter, device, invitation};
use kith_sync::body::Body;
use kith_sync::charter::Status::{Active, Removed};
use kith_sync::charter::{MAX_LISTED, Statement};
use kith_sync::id::to_text;
use kith_sync::net::{Address, Purpose};
use kith_sync::node::{Asked, Core, DAY_MS, MAX_LACKING, Me, Output, Replica, Slices as _, asked_for};
use kith_sync::record::{Draft, Head, Intro, LogKind, MAX_FRONTIER, RANGE_RECORDS, Range, Secret, Tail, mark, tag};
use kith_sync::session::{Frame, Refused};
use kith_sync::store::Store;
use kith_tests::town::Town;
use kith_tests::village::any_rng;
use std::collections::BTreeSet;

type Device = Replica<Rows>;

/// A device that knows of the community and of nobody in it.
fn stranger(community: &Device, nth: u16) -> Device {
    let seed = Secret([nth.to_be_bytes().as_slice(), &[7; 30]].concat().try_into().unwrap());
    let person = Me::from_seed(&seed, None).person;
    let store = Store::in_memory(&Rows.migrations()).unwrap();
    Device::begin(&store, &seed, person, &community.community(), community.charter_key()).unwrap();
    Replica::open(store, Rows, any_rng(nth.into())).unwrap()
}

fn request(community: &Device, nth: u16, invite: &Secret) -> Asked {
    stranger(community, nth).ask(invite)
}

/// Lets in people who are not there: each takes two records of the device's charter log.
fn lets_in(town: &mut Town, by: &str, count: u16) {
    town.with(by, |by| {
        let invite = by.invite(0, u32::MAX).unwrap();
        for nth in 0..count {
            by.admit(&request(by, nth, &invite)).unwrap();
        }
    });
}

#[test]
fn a_newcomer_is_welcomed_wherever_the_charters_ranges_end() {
    let per_range = u16::try_from(RANGE_RECORDS / 2).unwrap();
    for count in [per_range - 3, per_range - 2, per_range - 1, per_range, 2 * per_range - 1, 2 * per_range, 130] {
        let mut town = Town::founded_by("A");
        lets_in(&mut town, "A", count);
        town.joins("N", "A");
        assert_eq!(town.replica("N").law().people().len(), usize::from(count) + 2);
        town.meet(&["A", "N"]);
        assert_eq!(town.status("A", "N"), Active, "after {count}");
    }
}

#[test]
fn a_newcomer_is_introduced_by_a_log_that_is_not_known_yet_and_longer_than_a_range() {
    let mut town = Town::of(&["A", "B"]);
    lets_in(&mut town, "B", 40);
    town.joins("N", "B");
    town.meet(&["A", "N"]);
    assert_eq!(town.status("A", "N"), Active);
    assert_eq!(town.replica("A").law().people().len(), 43);
}

#[test]
fn a_removal_is_told_by_a_log_that_is_not_known_yet_and_longer_than_a_range() {
    let mut town = Town::of(&["A", "B", "D"]);
    let (b, d) = (to_text(&town.person("B").0), to_text(&town.person("D").0));
    town.does("A", charter::Command::SetRole { person: b, role: Given::Organiser });
    town.meet(&["A", "B"]);
    lets_in(&mut town, "B", 40);
    town.does("B", charter::Command::Remove { person: d, why: None });
    town.meet(&["B", "D"]);
    assert_eq!(town.status("D", "D"), Removed);
}

fn people(town: &mut Town, of: &str) -> Vec<PersonRow> {
    look(town.replica(of), &PeopleQuery).unwrap()
}

#[test]
fn who_was_let_in_and_never_came_is_shown_apart_counted_nowhere_and_can_be_taken_out() {
    let mut town = Town::of(&["A", "B"]);
    let topic = town.starts("A", "Who is here?");
    town.says("A", &topic, "I am");
    lets_in(&mut town, "A", 3);
    town.meet(&["A", "B"]);
    for name in ["A", "B"] {
        let rows = people(&mut town, name);
        let expected: Vec<&PersonRow> = rows.iter().filter(|row| row.status == Standing::Expected).collect();
        assert_eq!((rows.len(), expected.len()), (5, 3), "{name}: {rows:?}");
        assert!(expected.iter().all(|row| row.name.is_empty() && !row.me));
        assert_eq!(look(town.replica(name), &CommunityQuery).unwrap().people, 2);
    }
    let post = town.topic("A", &topic).posts.remove(0);
    assert_eq!((post.reached, post.known), (1, 1), "B alone is waited for, and has it");

    let ghost = people(&mut town, "A").into_iter().find(|row| row.status == Standing::Expected).unwrap();
    town.does("A", charter::Command::Remove { person: ghost.person.clone(), why: None });
    town.meet(&["A", "B"]);
    for name in ["A", "B"] {
        let rows = people(&mut town, name);
        assert_eq!(rows.iter().filter(|row| row.status == Standing::Expected).count(), 2);
        assert!(rows.iter().any(|row| row.person == ghost.person && row.status == Standing::Removed));
    }
}

#[test]
fn an_invitation_is_good_however_many_statements_nobody_has_cited_yet() {
    let apart = MAX_FRONTIER + 6;
    let mut founder = Device::found(Store::in_memory(&Rows.migrations()).unwrap(), Rows, any_rng(1), true).unwrap();
    let first = founder.invite(0, u32::MAX).unwrap();
    let mut members: Vec<Device> = (0..apart).map(|nth| stranger(&founder, nth.try_into().unwrap())).collect();
    for member in &members {
        founder.admit(&member.ask(&first)).unwrap();
    }
    let known = founder.charter_ranges();
    let mut invites = Vec::new();
    for member in &mut members {
        member.absorb(&known).unwrap();
        invites.push(member.invite(0, u32::MAX).unwrap());
    }
    for member in &members {
        founder.absorb(&member.charter_ranges()).unwrap();
    }
    let heads = founder.law().facts().frontier();
    assert!(heads.len() >= apart, "{}", heads.len());
    // The one that was invited by what stands last among them.
    let last = heads.last().unwrap();
    let by = founder.notes().iter().find(|note| note.id == *last).unwrap().person;
    let at = members.iter().position(|member| member.me().person == by).unwrap();
    founder.admit(&request(&founder, 5_000, &invites[at])).unwrap();
}

#[test]
fn whoever_answers_decides_by_their_clock_and_says_what_it_shows() {
    let mut town = Town::founded_by("A");
    let link = town.link("A", invitation::Command::Open { days: 3 });
    let asked = request(town.replica("A"), 1, &link.secret);
    let (mut address, began) = (town.world.address(0), town.world.now_ms);
    address.endpoint = asked.keys.endpoint;
    let last = (began / DAY_MS + 3 + 1) * DAY_MS;
    let core = town.core("A");
    // Who says again what they heard another ask is not shown the charter.
    let mut elsewhere = address.clone();
    elsewhere.endpoint = [9; 32];
    core.opened(0, Purpose::Join, elsewhere, false);
    core.received(0, &Frame::Ask(asked.clone()).encode(), began).unwrap();
    assert_eq!(Frame::decode(&core.next_frame(0).unwrap()), Some(Frame::No(Refused::BadProof)));
    let mut answer = |wire: u64, now_ms: i64| {
        core.opened(wire, Purpose::Join, address.clone(), false);
        core.received(wire, &Frame::Ask(asked.clone()).encode(), now_ms).unwrap();
        Frame::decode(&core.next_frame(wire).unwrap()).unwrap()
    };
    let late = last + 20 * DAY_MS;
    assert_eq!(answer(1, late), Frame::No(Refused::Expired { now_ms: late, until_ms: last }));
    assert_eq!(answer(2, last), Frame::No(Refused::Expired { now_ms: last, until_ms: last }));
    assert!(matches!(answer(3, last - 1), Frame::Welcome { .. }));
}

#[test]
fn a_device_link_is_not_good_for_ever_after_the_clock_was_set_back() {
    let mut town = Town::founded_by("A");
    let link = town.link("A", device::Command::Link);
    town.comes("A2", &link);
    town.world.now_ms -= DAY_MS;
    assert!(!town.asks("A2", link.clone(), "A"));
    town.world.now_ms += DAY_MS;
    assert!(town.asks("A2", link, "A"));
}

#[test]
fn others_are_dialed_again_after_the_clock_was_set_back() {
    let mut town = Town::of(&["A", "B"]);
    let ahead = town.world.now_ms + 20 * DAY_MS;
    let core = town.core("A");
    let dials = |core: &mut kith_sync::node::Core<Rows, u64>, now_ms: i64| {
        core.tick(now_ms);
        let outputs = core.take_outputs().into_iter();
        let dialed = outputs.filter_map(|output| match output {
            Output::Dial(_, address) => Some(address.endpoint),
            _ => None,
        });
        let dialed: Vec<[u8; 32]> = dialed.collect();
        dialed.iter().for_each(|endpoint| core.dial_failed(endpoint, now_ms));
        dialed.len()
    };
    assert_eq!(dials(core, ahead), 1, "nobody is there");
    let back = ahead - 20 * DAY_MS;
    dials(core, back);
    let again: usize = (1..=61).map(|second| dials(core, back + second * 1_000)).sum();
    assert!(again > 0, "within a minute of the clock that is right");
}

#[test]
fn a_key_is_worn_after_a_month_though_the_clock_was_ahead_when_it_came_into_use() {
    let mut town = Town::founded_by("A");
    let everyone = town.replica("A").everyone();
    let topic = town.starts("A", "Diary");
    let began = town.world.now_ms;
    town.world.now_ms = began + 400 * DAY_MS;
    town.says("A", &topic, "by a clock that is ahead");
    let before = town.replica("A").law().epochs(&everyone).len();
    town.world.now_ms = began;
    town.says("A", &topic, "by one that is right");
    town.world.now_ms = began + 31 * DAY_MS;
    town.says("A", &topic, "a month later");
    assert_eq!(town.replica("A").law().epochs(&everyone).len(), before + 1);
}

/// A content log of the member's with one record that says nothing.
fn log_of(member: &Device, nth: u16) -> Range {
    let (me, mut rng) = (member.me(), any_rng(nth.into()));
    let circle = kith_sync::epoch::everyone_secret(member.charter_key());
    let (_, _, key) = member.store().epoch_keys().unwrap().pop().unwrap();
    let mut nonce = [3; 16];
    nonce[..2].copy_from_slice(&nth.to_be_bytes());
    let (sign_key, device, person) = (me.keys.sign, me.device(), me.person);
    let blank = Intro { sign_key, nonce, device, person, kind: LogKind::Content, tag: [0; 16] };
    let intro = Intro { tag: tag(&circle, &blank), ..blank };
    let mut head = Head::start(&intro);
    let frontier = Some(member.law().facts().frontier());
    let tail = Tail { mark: Some(mark(&key, &intro.log())), intro: Some(intro), frontier, ..Tail::default() };
    let draft = Draft { tail, parts: vec![Body::Nothing.encode()] };
    let (verified, signature) = head.append(me.signer(), &key, draft, &mut rng).unwrap();
    Range { log: head.log, from: 0, records: vec![verified.record], signature }
}

#[test]
fn who_writes_in_more_logs_than_a_removal_can_name_is_removed() {
    let mut town = Town::of(&["A", "B"]);
    let topic = town.starts("B", "Many logs");
    town.says("B", &topic, "in the longest of them");
    town.meet(&["A", "B"]);
    let most = u16::try_from(MAX_LISTED).unwrap();
    for more in [most - 1, most] {
        let logs: Vec<Range> = (0..more).map(|nth| log_of(town.replica("B"), nth)).collect();
        town.with("A", |a| a.absorb(&logs)).unwrap();
        let b = town.person("B");
        assert_eq!(town.replica("A").cuts_of(&b).len(), MAX_LISTED.min(usize::from(more) + 1));
    }
    let b = to_text(&town.person("B").0);
    town.does("A", charter::Command::Remove { person: b, why: None });
    assert_eq!(town.status("A", "B"), Removed);
    assert_eq!(
        town.texts("A", &topic),
        ["in the longest of them"],
        "what a removal names are those that hold the most"
    );
}

/// Opens epochs whose keys nobody has.
fn opens_empty_epochs(town: &mut Town, by: &str, count: usize, replace: bool) {
    town.with(by, |by| {
        let circle = by.everyone();
        for _ in 0..count {
            let replaces = if replace { by.law().unreplaced_epochs(&circle, |_| true) } else { Vec::new() };
            by.state(&Statement::Epoch { circle, commitment: [7; 32], replaces }).unwrap();
        }
    });
}

#[test]
fn epochs_that_nobody_has_a_key_of_make_nobody_open_others() {
    let mut town = Town::of(&["A", "B", "M"]);
    let topic = town.starts("A", "Diary");
    town.meet(&["A", "B", "M"]);
    opens_empty_epochs(&mut town, "M", 5, true);
    town.meet(&["A", "B", "M"]);
    let everyone = town.replica("A").everyone();
    let before = town.replica("A").law().epochs(&everyone).len();
    for name in ["A", "B"] {
        town.says(name, &topic, "goes on");
    }
    town.meet(&["A", "B", "M"]);
    assert_eq!(town.replica("A").law().epochs(&everyone).len(), before);
}

#[test]
fn more_empty_epochs_than_a_statement_lists_keep_nobody_from_opening_one() {
    let mut town = Town::of(&["A", "B", "M"]);
    let topic = town.starts("A", "Diary");
    town.meet(&["A", "B", "M"]);
    opens_empty_epochs(&mut town, "M", MAX_LACKING, false);
    town.meet(&["A", "B", "M"]);
    assert_eq!(asked_for(&town.replica("B").lacking(), 0).len(), MAX_LACKING);
    opens_empty_epochs(&mut town, "M", MAX_LISTED + 1 - MAX_LACKING, false);
    town.meet(&["A", "B", "M"]);
    let lacking = town.replica("B").lacking();
    let asked: Vec<BTreeSet<_>> = (0..200).map(|turn| asked_for(&lacking, turn).into_iter().collect()).collect();
    assert!(asked.iter().all(|asked| asked.len() == MAX_LACKING));
    assert_eq!(asked.iter().flatten().collect::<BTreeSet<_>>().len(), MAX_LISTED + 1, "in turns it asks for each");
    let m = town.id("M");
    town.does("A", charter::Command::Remove { person: m, why: None });
    town.says("A", &topic, "without M");
    town.meet(&["A", "B"]);
    assert_eq!(town.texts("B", &topic), ["without M"]);
}

#[test]
fn announcements_without_end_dial_a_device_now_and_then() {
    let mut town = Town::of(&["A", "B"]);
    let now_ms = town.world.now_ms;
    let b = town.replica("B").me().keys.endpoint;
    town.core("A").dial_failed(&b, now_ms);
    let met = |town: &mut Town, endpoint: [u8; 32], at_ms: i64| {
        let a = town.core("A");
        a.take_outputs();
        let address = Address { endpoint, sockets: Vec::new(), relay: None };
        a.met(address, at_ms).unwrap();
        a.tick(at_ms);
        let outputs = a.take_outputs();
        let dialed = outputs.iter().filter(|output| matches!(output, Output::Dial(_, to) if to.endpoint == endpoint));
        let dialed = dialed.count();
        if dialed > 0 {
            a.dial_failed(&endpoint, at_ms);
        }
        dialed
    };
    // One that nobody answers at, said every tenth of a second for a minute.
    let dials: usize = (0..600).map(|tenth| met(&mut town, b, now_ms + 1_000_000 + tenth * 100)).sum();
    // At once, and after 30 s; besides, after 1, 2, 4, 8, 16 s and so on it is tried anyway.
    assert!((2..=8).contains(&dials), "{dials}");
    // Of who does not belong it leads nowhere.
    assert_eq!(met(&mut town, [9; 32], now_ms + 2_000_000), 0);
}

#[test]
fn a_newcomer_whose_link_is_old_asks_a_device_where_it_is_met() {
    let mut town = Town::founded_by("A");
    let now_ms = town.world.now_ms;
    let mut link = town.link("A", invitation::Command::Open { days: 3 });
    let endpoint = link.addresses.first().unwrap().endpoint;
    let (old, new) = ("10.0.0.1:1".parse().unwrap(), "10.0.0.2:2".parse().unwrap());
    let at = |sockets| Address { endpoint, sockets, relay: None };
    link.addresses = vec![at(vec![old])];
    let mut core = Core::<Rows, u64>::new(stranger(town.replica("A"), 1));
    let dials = |core: &mut Core<Rows, u64>| -> Vec<Address> {
        let outputs = core.take_outputs().into_iter();
        let dials = outputs.filter_map(|output| match output {
            Output::Dial(Purpose::Join, to) => Some(to),
            _ => None,
        });
        dials.collect()
    };
    core.join(link);
    assert_eq!(dials(&mut core), [at(vec![old])]);
    core.dial_failed(&endpoint, now_ms);
    core.met(at(vec![new]), now_ms).unwrap();
    assert_eq!(dials(&mut core), [at(vec![new, old])], "at once");
    core.dial_failed(&endpoint, now_ms);
    // Where it was said to be before, and elsewhere within half a minute: it waits for its time.
    core.met(at(vec![old]), now_ms).unwrap();
    core.met(at(vec!["10.0.0.3:3".parse().unwrap()]), now_ms + 500).unwrap();
    assert_eq!(dials(&mut core), []);
    // Those who are met besides are asked, up to a bound.
    let others = (0..200u8).map(|nth| Address { endpoint: [nth; 32], sockets: vec![new], relay: None });
    others.for_each(|other| core.met(other, now_ms).unwrap());
    assert_eq!(core.search().unwrap().devices, 64);
}

/// A receipt has room for some 4,600 logs.
#[test]
fn who_begins_logs_without_end_keeps_nobody_from_knowing_whom_words_reached() {
    for logs in [4_000, 6_000] {
        let mut town = Town::of(&["A", "B", "C"]);
        let topic = town.starts("A", "Harvest");
        town.meet(&["A", "B", "C"]);
        let flood: Vec<Range> = (0..logs).map(|nth| log_of(town.replica("C"), nth)).collect();
        for name in ["A", "B"] {
            town.with(name, |device| device.absorb(&flood)).unwrap();
        }
        town.meet(&["A", "B"]);
        town.says("B", &topic, "Did it reach you?");
        town.meet(&["A", "B"]);
        town.world.now_ms += 60_000;
        town.meet(&["A", "B"]);
        let post = town.post("B", &topic, "Did it reach you?").unwrap();
        assert_eq!((post.reached, post.known), (1, 2), "beside {logs} logs of C’s");
    }
}
