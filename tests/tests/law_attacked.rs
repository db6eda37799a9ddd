//! What those who attacked the law found: statements that anybody may make, in shapes that nobody would by chance.

use kith_sync::charter::{Added, Haste, Law, Note, Role, Statement, Status, Told};
use kith_sync::id::StatementId;
use kith_tests::agree::{differences, untold};
use kith_tests::said::{Device, FOUNDER, Said, device_out, id, keys, out, person};

/// Each of these is beside one word of the device that is removed, and knows all the others: asked one within the other, they
/// cost three times as much with each more.
#[test]
fn one_more_removal_that_was_not_heard_costs_no_more_than_those_before() {
    let (mut said, mut last) = Said::by_members(&[2]);
    let member = (2, 2);
    let devices = 1_000..1_060;
    for device in devices.clone() {
        last = said.add_device(member, last, device);
    }
    let (mut law, mut told) = (Law::none(said.community), 0);
    for device in devices {
        let cuts = Vec::new();
        let out = said.say(member, &[last], Statement::DeviceRemove { device: keys(device).device(), cuts });
        let word = said.heard((device, 2), &[last]);
        last = said.heard(member, &[out, word]);
        let before = law.effort();
        for note in &said.notes[told..] {
            assert_eq!(law.add(note), Added::Counts);
        }
        told = said.notes.len();
        assert!(law.effort() - before < 3_000, "{} at {told} statements", law.effort() - before);
    }
}

/// A removal is no head once a branch knows it that nobody cites.
#[test]
fn who_says_two_things_at_once_hides_no_removal_behind_them() {
    let (mut said, mut last) = Said::by_members(&[2, 3]);
    let (ill, other) = ((2, 2), (3, 3));
    last = said.set(FOUNDER, last, 3, Role::Organiser);
    last = said.set(FOUNDER, last, 2, Role::Organiser);
    let before = said.heard(ill, &[last]);
    let asked = said.say(other, &[before], out(2));
    for hides in 0..2 {
        // One of the two, and it is the lesser, knows old things alone.
        let cites: &[StatementId] = if hides == 0 { &[before] } else { &[before, asked] };
        said.heard(ill, cites);
    }
    let mut law = said.law();
    for _ in 0..10 {
        let mut cites = law.facts().frontier();
        cites.extend((!cites.contains(&last)).then_some(last));
        let knows = law.facts().with_past(&cites.iter().copied().collect());
        assert!(knows.contains(&asked), "the founder does not hear that a removal was asked for");
        last = said.heard(FOUNDER, &cites);
        assert_eq!(law.add(&said.notes[said.notes.len() - 1]), Added::Counts);
        let branch = said.heard(ill, &[id(9)]);
        assert_eq!(law.add(&said.notes[said.notes.len() - 1]), Added::Counts, "{branch:?}");
    }
}

/// The word that ended a stand-in stood on what that had lent: what is said since is judged alike, one by one and at once.
#[test]
fn after_a_stand_in_was_ended_by_what_it_lent_there_is_one_law() {
    let (mut said, mut last) = Said::by_members(&[2, 3, 4]);
    let (stands_in, next, guest) = ((2, 2), (3, 3), (4, 4));
    last = said.set(FOUNDER, last, 4, Role::Guest);
    last = said.say(stands_in, &[last], Statement::StandIn);
    let person = person(4);
    last = said.say(stands_in, &[last], Statement::Raise { person, to: Role::Member });
    last = said.admit(guest, last, 5);
    last = said.set(FOUNDER, last, 5, Role::Organiser);
    last = said.say((5, 5), &[last], Statement::EndStandIn);
    let beside = last;
    last = said.say(stands_in, &[last], Statement::StandIn);
    said.say(next, &[last], Statement::StandIn);
    let mut one_by_one = Law::none(said.community);
    let counts = said.notes.iter().filter(|note| one_by_one.add(note) == Added::Counts).count();
    assert!(counts >= said.notes.len() - 1, "only {counts}: the last may be refused by what it knows");
    let agrees = |said: &Said, law: &Law| {
        let told = untold(&said.community, &said.notes);
        assert_eq!(differences(law, &told), Vec::<String>::new());
    };
    agrees(&said, &one_by_one);
    said.heard(FOUNDER, &[beside]);
    one_by_one.add(&said.notes[said.notes.len() - 1]);
    agrees(&said, &one_by_one);
    let reversed = said.notes.iter().rev().cloned();
    agrees(&said, &Law::of(said.community, reversed));
}

/// A member removes one device of theirs by many others, each of which knows another part; and that device speaks, knowing
/// another part with each word: asked of each pair, it cost the cube of them.
#[test]
fn losses_of_one_device_that_knew_different_parts_cost_a_law_each() {
    let cost = |count: u64| {
        let (mut said, mut last) = Said::by_members(&[2]);
        let member = (2, 2);
        for device in (50..53).chain(1_000..1_000 + count) {
            last = said.add_device(member, last, device);
        }
        let (mut ones, mut others) = (vec![last], vec![last]);
        for nth in 0..count as usize {
            ones.push(said.heard((50, 2), &[ones[nth]]));
            others.push(said.heard((51, 2), &[others[nth]]));
        }
        let (one, other) = (ones[count as usize], others[count as usize]);
        for nth in 0..count {
            said.say((1_000 + nth, 2), &[ones[nth as usize], other], device_out(52));
        }
        let mut word = one;
        for other in &others[..others.len() - 1] {
            word = said.heard((52, 2), &[word, *other]);
        }
        let law = said.law();
        assert_eq!(law.facts().len(), said.notes.len());
        law.effort()
    };
    let (few, many) = (cost(30), cost(60));
    assert!(many < 5 * few, "{few} and {many} times a statement was judged: twice as many, so four times the work");
}

#[test]
fn who_brings_in_the_first_device_of_somebody_else_takes_it_from_nobody() {
    let (mut said, last) = Said::by_members(&[2, 3]);
    let last = said.heard((2, 2), &[last]);
    let then = said.heard((3, 3), &[last]);
    let mut knowing = said.admit((3, 3), then, 4);
    for newcomer in 10..20 {
        knowing = said.admit((4, 4), knowing, newcomer);
        knowing = said.heard((newcomer, newcomer), &[knowing]);
    }
    // As of before: the fourth's device is also the second's.
    let added = said.add_device((2, 2), then, 4);
    let law = said.law();
    assert!(law.is_valid(&added));
    for number in [4].into_iter().chain(10..20) {
        assert_eq!(law.status(&person(number)), Status::Active, "{number}");
    }
    assert!(law.devices(&person(4)).iter().any(|(device, _)| *device == keys(4).device()));
    assert_eq!(differences(&law, &untold(&said.community, &said.notes)), Vec::<String>::new());
}

/// What a member says makes nobody say so much that they cannot say more.
#[test]
fn who_closes_many_invitations_makes_others_say_at_leisure_that_they_heard() {
    let (mut said, last) = Said::by_members(&[2, 3]);
    let invite = said.invite((2, 2), last, 2).invite;
    let close = said.say((2, 2), &[invite], Statement::Close { invite });
    let haste = |said: &Said| said.law().should_say_heard(&keys(3).device());
    assert_eq!(haste(&said), Some(Haste::Gathered));
    let mut stolen = said.add_device((2, 2), close, 20);
    stolen = said.say((2, 2), &[stolen], device_out(20));
    assert_eq!(haste(&said), Some(Haste::Soon), "an hour is enough for a thief");
    let close = stolen;
    said.set(FOUNDER, close, 2, Role::Guest);
    assert_eq!(haste(&said), Some(Haste::Now), "an organiser's word makes room for the answer");
}

/// Who stands in may say very much, too, and an organiser may be away for years.
#[test]
fn who_stands_in_makes_others_say_at_leisure_that_they_heard() {
    let (mut said, last) = Said::by_members(&[2, 3, 4]);
    let stands = said.say((2, 2), &[last], Statement::StandIn);
    let haste = |said: &Said| said.law().should_say_heard(&keys(3).device());
    assert_eq!(haste(&said), Some(Haste::Gathered));
    let raised = said.set((2, 2), stands, 4, Role::Steward);
    assert_eq!(haste(&said), Some(Haste::Gathered));
    let lowered = said.set((2, 2), raised, 4, Role::Member);
    assert_eq!(haste(&said), Some(Haste::Soon), "whoever is put out");
    said.set(FOUNDER, lowered, 4, Role::Steward);
    assert_eq!(haste(&said), Some(Haste::Now), "an organiser's word");
}

#[test]
fn what_is_agreed_to_when_nothing_is_left_to_do_does_not_hold() {
    let (mut said, mut last) = Said::by_members(&[2, 3]);
    last = said.set(FOUNDER, last, 2, Role::Organiser);
    last = said.set(FOUNDER, last, 3, Role::Organiser);
    let first = said.set((2, 2), last, 3, Role::Member);
    let own = said.set((3, 3), first, 3, Role::Member);
    let law = said.law();
    assert!(law.lacks_a_second(&first));
    said.say(FOUNDER, &[own], Statement::Second { first, why: None });
    let law = said.law();
    assert!(law.has_fallen(&first) && !law.is_valid(&first) && !law.lacks_a_second(&first));
    assert_eq!(law.given_role(&person(3)), Some(Role::Member));
    assert_eq!(differences(&law, &untold(&said.community, &said.notes)), Vec::<String>::new());
}

/// Six who stand in: two lower two others, two remove two more, and each side hears one half of the other, so that what is
/// settled goes round in a ring, through what was only known.
#[test]
fn what_is_settled_in_a_ring_is_judged_in_the_end() {
    let (mut said, mut last) = Said::by_members(&[2, 3, 4, 5, 6, 7, 8, 9]);
    let [b1, b2, e1, e2, d1, d2] = [2, 3, 4, 5, 6, 7].map(|number| (number, number));
    for by in [b1, b2, e1, e2, d1, d2] {
        last = said.say(by, &[last], Statement::StandIn);
    }
    let y1 = said.set(b1, last, 4, Role::Guest);
    let y2 = said.set(b2, last, 5, Role::Guest);
    let t1 = said.say(d1, &[last], out(8));
    let t2 = said.say(d2, &[last], out(9));
    let x1 = said.heard(e2, &[last, y2]);
    let x2 = said.heard(e1, &[last, y1]);
    said.heard(b2, &[y2, x1]);
    said.heard(b1, &[y1, x2]);
    said.heard(e2, &[x1, t1]);
    said.heard(e1, &[x2, t2]);
    let law = said.law();
    assert_eq!(law.facts().len(), said.notes.len());
    assert_eq!(law.in_order().count(), said.notes.len());
    assert_eq!(differences(&law, &untold(&said.community, &said.notes)), Vec::<String>::new());
}

#[test]
fn nobody_says_more_than_the_bound_unheard_and_an_organisers_word_makes_room() {
    const MOST: usize = 2_048;
    let (mut said, mut last) = Said::by_members(&[2]);
    let mut law = said.law();
    let mut says = |said: &mut Said, by: Device, last: &mut StatementId| {
        let word = said.heard(by, &[*last]);
        let added = law.add(&said.notes[said.notes.len() - 1]);
        if added == Added::Counts {
            *last = word;
        }
        added
    };
    for nth in 0..=MOST {
        assert_eq!(says(&mut said, (2, 2), &mut last), Added::Counts, "{nth}");
    }
    assert_eq!(says(&mut said, (2, 2), &mut last), Added::Refused, "it knows one more of theirs than may stand");
    assert_eq!(says(&mut said, FOUNDER, &mut last), Added::Counts);
    assert_eq!(says(&mut said, (2, 2), &mut last), Added::Counts);
}

#[test]
fn a_kind_that_is_not_known_cites_one_branch_of_a_device_too() {
    let (mut said, last) = Said::by_members(&[2, 3]);
    let branches = [said.heard((2, 2), &[last]), said.heard((2, 2), &[last])];
    let law = said.law();
    let friend = keys(3);
    let word = |cites: Vec<StatementId>| Note {
        id: id(900),
        device: friend.device(),
        person: person(3),
        sign_key: friend.sign,
        cites,
        body: Told::Newer(192),
    };
    assert_eq!(law.clone().add(&word(branches.to_vec())), Added::Refused);
    assert_eq!(law.clone().add(&word(branches[..1].to_vec())), Added::Counts);
}

/// Somebody's old close, that comes to nothing in the whole law, would make all who came by their invitation no voices in what
/// knows only the close. With it two who have no power would lower an organiser, whose stolen phone was removed before.
#[test]
fn who_takes_chooses_no_voices_by_what_the_taking_knows() {
    let (mut said, last) = Said::by_members(&[9, 2]);
    let (old_device, friend, phone, laptop) = ((9, 9), (99, 9), (2, 2), (22, 2));
    let link = said.invite(old_device, last, 5);
    let before = said.add_device(old_device, link.invite, 99);
    let added = said.add_device(phone, before, 22);
    let came = said.admit_all(&link, friend, added, &[3, 4, 5, 6, 7]);
    let heard = said.all_hear(&[3, 4, 5, 6, 7], came);
    let raised = said.set(FOUNDER, heard, 2, Role::Organiser);
    let left = said.say(FOUNDER, &[raised], Statement::Leave { cuts: Vec::new() });
    let heard = said.all_hear(&[3, 4, 5, 6, 7], left);
    let other = said.invite(laptop, heard, 7);
    let last = said.admit_all(&other, laptop, other.invite, &[20]);
    let last = said.set(laptop, last, 3, Role::Organiser);
    let last = said.say(laptop, &[last], device_out(2));
    let last = said.say(laptop, &[last], out(6));
    said.all_hear(&[3, 4, 5, 7], last);
    let closes = said.say(old_device, &[before], Statement::Close { invite: link.invite });
    let takes = said.say(phone, &[came, added, closes], device_out(22));
    said.heard(old_device, &[takes]);
    let law = said.law();
    let devices: Vec<_> = law.devices(&person(2)).into_iter().map(|(device, _)| device).collect();
    assert_eq!(devices, [keys(22).device()], "the laptop stays, the phone is out");
    assert_eq!(law.status(&person(6)), Status::Removed);
    assert_eq!(law.status(&person(20)), Status::Active);
}

/// One member by two devices, with no power anywhere: the older device's close of one invitation would make the voices none by
/// which whom another let in by the other invitation is settled before its close.
#[test]
fn a_close_that_knows_another_close_takes_nobody_of_whom_many_heard() {
    let (mut said, last) = Said::by_members(&[2, 3, 4, 5]);
    let (old_device, new_device) = ((2, 2), (22, 2));
    let first = said.invite(old_device, last, 5);
    let second = said.invite(old_device, first.invite, 6);
    let before = said.add_device(old_device, second.invite, 22);
    let came = said.admit_all(&first, new_device, before, &[6, 7, 8, 9]);
    for hears in [3, 4, 5] {
        said.heard((hears, hears), &[came]);
    }
    let lets_in = said.admit_all(&second, (6, 6), came, &[10]);
    for hears in [7, 8, 9] {
        said.heard((hears, hears), &[lets_in]);
    }
    let closes = said.say(old_device, &[before], Statement::Close { invite: first.invite });
    said.say(new_device, &[came, closes], Statement::Close { invite: second.invite });
    let law = said.law();
    assert_eq!(law.status(&person(10)), Status::Active);
}
