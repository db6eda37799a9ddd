//! Further members of each kind of attack: what a reader would try next.

use super::Role::{Guest, Member, Organiser, Steward};
use super::Status::{Active, Left, Removed, Unknown, Waiting};
use super::kinds::{FIVE, founder_removed, role, said, settle, status, with_organisers};
use super::statement::{Body, Id, Role};
use super::switch::with_most;
use super::tale::{Tale, device, person, remove, restore};
use std::collections::BTreeSet;

/// None of these is said.
pub(super) fn none_is_said(tale: &Tale, by: &'static str, words: impl IntoIterator<Item = Body>) {
    let before = said(tale);
    for body in words {
        let mut with = tale.clone();
        with.say(by, body.clone());
        assert_eq!(said(&with), before, "{by} says {body:?}");
    }
}

fn raise(name: &str, to: Role) -> Body {
    Body::Raise { person: person(name), to }
}

fn lower(name: &str, to: Role) -> Body {
    Body::Lower { person: person(name), to }
}

fn out(name: &str) -> Body {
    Body::DeviceRemove { device: device(name) }
}

// 1. Words of nobody.

#[test]
fn a_device_that_nobody_bound_or_whose_proof_is_bad_says_nothing() {
    let mut tale = with_organisers(&[]);
    let before = said(&tale);
    tale.owns("N", "N");
    tale.hear("N", "F");
    tale.say("N", Body::Heard);
    // In the name of somebody who is here.
    tale.owns("M", "F");
    tale.hear("M", "F");
    tale.say("M", Body::Invite { limit: 0 });
    assert_eq!(said(&tale), before);
    let admit = tale.admit("C", "F", "X");
    tale.spoil(admit);
    tale.say("X", Body::Heard);
    assert_eq!((said(&tale), status(&tale.whole(), "X")), (before, Unknown));
}

#[test]
fn who_knows_that_they_wait_lets_nobody_in() {
    let mut tale = Tale::chain(&FIVE);
    tale.say("B", Body::Close { invite: tale.link("B") });
    tale.admit("D", "B", "X");
    tale.hear("X", "B");
    assert_eq!(status(&tale.seen_by("X"), "X"), Waiting);
    none_is_said(&tale, "X", [tale.admission("F", "Y"), Body::Invite { limit: 0 }, remove("E"), Body::StandIn]);
}

// 2. Unknown kinds.

#[test]
fn only_who_organises_stops_a_version_and_none_who_was_put_out() {
    let (mut tale, old) = founder_removed();
    settle(&mut tale, &["B", "C", "D", "E"]);
    tale.say_knowing("F", old, Body::Unknown { needs: Organiser });
    assert!(!tale.whole().needs_newer());
    none_is_said(&tale, "D", [Body::Unknown { needs: Organiser }, Body::Unknown { needs: Steward }]);
    tale.say("D", Body::Unknown { needs: Member });
    assert!(!tale.whole().needs_newer());
}

#[test]
fn a_stand_in_says_nothing_that_a_version_cannot_read_and_unmakes_nobody() {
    let mut tale = Tale::star(&FIVE);
    tale.say("B", Body::StandIn);
    none_is_said(&tale, "B", [Body::Unknown { needs: Organiser }, Body::Unmake { person: person("F") }]);
}

#[test]
fn who_stopped_a_version_is_removed_by_it_too() {
    let mut tale = with_organisers(&["B", "C"]);
    tale.say("C", Body::Unknown { needs: Organiser });
    tale.all_hear(&FIVE);
    let first = tale.say("F", remove("C"));
    tale.hear("B", "F");
    tale.say("B", Body::Second { first });
    tale.hear("D", "B");
    let before = said(&tale);
    tale.invite("D");
    let law = tale.whole();
    assert_eq!((status(&law, "C"), law.needs_newer(), said(&tale)), (Removed, false, before + 1));
}

// 3. Lent powers.

#[test]
fn what_stewards_of_a_stand_in_did_falls_with_it() {
    let mut tale = Tale::star(&FIVE);
    tale.say("B", Body::StandIn);
    tale.raise("B", "C", Steward);
    tale.hear("C", "B");
    tale.say("C", remove("D"));
    tale.say("C", out("E"));
    tale.hear("B", "C");
    tale.say("B", lower("E", Guest));
    none_is_said(&tale, "C", [out("F"), remove("F"), raise("C", Organiser)]);
    tale.hear("F", "B");
    tale.say("F", Body::EndStandIn);
    let law = tale.whole();
    assert_eq!((status(&law, "D"), role(&law, "E"), role(&law, "C")), (Active, Some(Member), Some(Member)));
    assert!(!law.device_out(device("E")));
}

#[test]
fn a_stand_in_that_is_said_again_as_of_before_its_end_ends_again_and_holds_nobody_up() {
    let mut tale = Tale::star(&FIVE);
    tale.add_device("B", "B2");
    tale.hear("B2", "B");
    tale.say("B", Body::StandIn);
    tale.all_hear(&FIVE);
    tale.say("F", Body::EndStandIn);
    settle(&mut tale, &FIVE);
    tale.say("B2", Body::StandIn);
    tale.say("B2", remove("C"));
    tale.hear("F", "B2");
    tale.say("F", Body::EndStandIn);
    let law = tale.whole();
    assert_eq!((status(&law, "C"), law.stands_in(person("B"))), (Active, None));
}

#[test]
fn a_stand_in_answers_no_question_and_asks_none() {
    let mut tale = with_organisers(&["B", "C"]);
    let first = tale.say("B", remove("C"));
    tale.all_hear(&FIVE);
    tale.say("D", Body::StandIn);
    none_is_said(&tale, "D", [Body::Second { first }, lower("C", Member), raise("E", Organiser)]);
}

// 4. Seconds.

#[test]
fn nobody_agrees_with_themselves_nor_about_themselves() {
    let mut tale = with_organisers(&["B", "C"]);
    tale.add_device("B", "B2");
    let first = tale.say("B", remove("F"));
    for name in ["B2", "F", "D"] {
        tale.hear(name, "B");
        none_is_said(&tale, name, [Body::Second { first }]);
    }
    let first = tale.raise("B", "D", Organiser);
    tale.hear("D", "B");
    none_is_said(&tale, "D", [Body::Second { first }]);
}

#[test]
fn a_second_by_somebody_who_is_put_out_meanwhile_counts_for_nothing() {
    let mut tale = with_organisers(&["B", "C", "D"]);
    let first = tale.raise("F", "D", Organiser);
    tale.all_hear(&FIVE);
    tale.say("B", Body::Second { first });
    settle(&mut tale, &FIVE);
    let asked = tale.say("C", remove("B"));
    tale.hear("D", "C");
    tale.hear("F", "C");
    let against = tale.say("F", remove("D"));
    tale.hear("B", "F");
    tale.say("B", Body::Second { first: against });
    settle(&mut tale, &["F", "B", "C", "E"]);
    tale.say("D", Body::Second { first: asked });
    let law = tale.whole();
    assert_eq!((status(&law, "D"), status(&law, "B")), (Removed, Active));
}

#[test]
fn what_an_organiser_asked_counts_for_nothing_once_they_are_none() {
    let mut tale = with_organisers(&["B", "C"]);
    let first = tale.say("C", remove("B"));
    tale.say("C", lower("C", Member));
    tale.hear("F", "C");
    none_is_said(&tale, "F", [Body::Second { first }]);
}

// 5. What is backdated.

#[test]
fn nothing_of_ones_own_of_long_ago_takes_from_whom_one_let_in() {
    for words in [Body::Leave, lower("B", Guest), out("B2")] {
        let mut tale = Tale::star(&FIVE);
        tale.add_device("B", "B2");
        tale.hear("B2", "B");
        tale.invite("B2");
        tale.admit("B2", "B2", "X");
        tale.hear("C", "B2");
        tale.admit("C", "B2", "Y");
        settle(&mut tale, &["F", "B2", "C", "D", "E"]);
        tale.say("B", words.clone());
        let law = tale.whole();
        assert_eq!((status(&law, "X"), status(&law, "Y")), (Active, Active), "{words:?}");
    }
}

#[test]
fn an_organiser_who_lays_it_down_as_of_long_ago_undoes_nothing_they_did_since() {
    let mut tale = with_organisers(&["B", "C"]);
    tale.add_device("B", "B2");
    tale.all_hear(&FIVE);
    tale.hear("B2", "B");
    let first = tale.say("F", remove("C"));
    tale.hear("B2", "F");
    tale.say("B2", Body::Second { first });
    settle(&mut tale, &["F", "B2", "D", "E"]);
    tale.say("B", lower("B", Member));
    let law = tale.whole();
    assert_eq!((status(&law, "C"), role(&law, "B")), (Removed, Some(Member)));
}

#[test]
fn an_old_invitation_taken_over_today_closes_and_empties_nothing() {
    let mut tale = with_organisers(&["B"]);
    let old = tale.frontier("D");
    tale.admit("E", "F", "X");
    settle(&mut tale, &["F", "B", "C", "E"]);
    let invite = tale.link("F");
    tale.say_knowing("D", old, Body::TakeOver { invite });
    tale.say("D", Body::Leave);
    tale.hear("C", "D");
    tale.admit("C", "F", "Y");
    let law = tale.whole();
    assert_eq!((status(&law, "X"), status(&law, "Y"), status(&law, "D")), (Active, Active, Left));
}

// 6. Coming back.

#[test]
fn a_silent_telephone_that_was_put_out_neither_leaves_nor_lowers_its_owner() {
    for words in [Body::Leave, lower("F", Member), raise("E", Steward), remove("B"), out("F2")] {
        let mut tale = Tale::star(&FIVE);
        tale.add_device("F", "F3");
        tale.add_device("F", "F2");
        tale.hear("F2", "F");
        tale.hear("F3", "F");
        settle(&mut tale, &FIVE);
        tale.hear("F2", "F");
        tale.say("F2", out("F3"));
        settle(&mut tale, &["F2", "B", "C", "D", "E"]);
        tale.say("F3", words.clone());
        let law = tale.whole();
        let all = (status(&law, "F"), role(&law, "F"), role(&law, "E"), status(&law, "B"));
        assert_eq!(all, (Active, Some(Organiser), Some(Member), Active), "{words:?}");
        assert!(!law.device_out(device("F2")), "{words:?}");
    }
}

#[test]
fn a_removed_stewards_silent_device_takes_and_gives_nothing() {
    let mut tale = with_organisers(&[]);
    tale.raise("F", "B", Steward);
    tale.add_device("B", "B2");
    tale.hear("B2", "F");
    tale.hear("B2", "B");
    settle(&mut tale, &FIVE);
    tale.say("F", remove("B"));
    settle(&mut tale, &["F", "C", "D", "E"]);
    let invite = tale.invite("B2");
    tale.admit("B2", "B2", "X");
    tale.say("B2", remove("C"));
    tale.say("B2", Body::Close { invite: tale.link("F") });
    tale.hear("X", "B2");
    tale.say("X", Body::TakeOver { invite });
    tale.admit("X", "B2", "Y");
    let law = tale.whole();
    assert_eq!(["B", "C", "X", "Y"].map(|name| status(&law, name)), [Removed, Active, Waiting, Waiting]);
    assert!(!law.invitations[&tale.link("F")].closed);
}

#[test]
fn who_left_comes_back_by_no_old_admit_but_by_one_that_lifts_the_leave() {
    let mut tale = Tale::star(&FIVE);
    tale.say("B", Body::Leave);
    let before = said(&tale);
    tale.hear("C", "B");
    tale.admit("C", "F", "B");
    assert_eq!((said(&tale), status(&tale.whole(), "B")), (before, Left));
    // As though C had never heard that B was here.
    let mut tale = Tale::star(&FIVE);
    tale.add_device("E", "E2");
    tale.say("B", Body::Leave);
    settle(&mut tale, &["F", "C", "D", "E"]);
    tale.fork("E", BTreeSet::from([Id(6)]), tale.admission("F", "B"));
    assert_eq!(status(&tale.whole(), "B"), Left);
}

// 9. Doors.

#[test]
fn by_an_invitation_of_who_was_removed_nobody_lets_in_who_knows_it() {
    let mut tale = Tale::star(&FIVE);
    tale.invite("B");
    tale.all_hear(&FIVE);
    tale.say("F", remove("B"));
    tale.hear("C", "F");
    none_is_said(&tale, "C", [tale.admission("B", "X"), tale.admission("B", "B")]);
    tale.say("F", restore("B"));
    tale.hear("C", "F");
    tale.admit("C", "B", "X");
    assert_eq!(status(&tale.whole(), "X"), Active);
}

#[test]
fn who_is_removed_and_leaves_meanwhile_stays_removed_by_whatever_lifts_the_leave() {
    let mut tale = Tale::star(&FIVE);
    let leave = tale.say("B", Body::Leave);
    tale.hear("C", "B");
    tale.say("F", remove("B"));
    let back = tale.returns("F", "B", leave);
    tale.say("C", back);
    assert_eq!(status(&tale.whole(), "B"), Removed);
}

#[test]
fn a_guest_opens_no_door() {
    let mut tale = Tale::star(&FIVE);
    tale.say("F", lower("B", Guest));
    tale.hear("B", "F");
    let members = BTreeSet::from([person("B")]);
    let words = [Body::Invite { limit: 0 }, tale.admission("F", "X"), Body::StandIn, Body::Circle { members }];
    none_is_said(&tale, "B", words);
    none_is_said(&tale, "B", [Body::TakeOver { invite: tale.link("F") }, Body::Close { invite: tale.link("F") }]);
}

// 10. Branches.

#[test]
fn branches_that_friends_know_give_what_a_member_may_and_take_nothing() {
    let mut tale = with_organisers(&[]);
    tale.raise("F", "B", Steward);
    settle(&mut tale, &FIVE);
    let old = tale.frontier("B");
    tale.say("F", remove("B"));
    settle(&mut tale, &["F", "C", "D"]);
    for _ in 0..20 {
        tale.fork("B", old.clone(), remove("D"));
        tale.fork("B", old.clone(), Body::Close { invite: tale.link("F") });
        tale.hear("E", "B");
        tale.say("E", Body::Heard);
    }
    let law = tale.whole();
    assert_eq!((status(&law, "D"), status(&law, "B")), (Active, Removed));
    assert!(!law.invitations[&tale.link("F")].closed);
}

#[test]
fn who_forks_to_unsay_what_others_know_unsays_nothing() {
    let mut tale = with_organisers(&[]);
    let old = tale.frontier("B");
    tale.invite("B");
    tale.admit("B", "B", "X");
    tale.say("X", Body::Heard);
    tale.fork("B", old, Body::Leave);
    let law = tale.whole();
    assert_eq!((status(&law, "X"), status(&law, "B")), (Active, Active));
}

// 11. Circles.

#[test]
fn an_epoch_is_said_by_who_reads_the_circle_and_replaces_only_its_own() {
    let mut tale = with_organisers(&[]);
    let members = ["B", "C"].map(person).into();
    let circle = tale.say("B", Body::Circle { members });
    let first = tale.say("B", Body::Epoch { circle: Some(circle), replaces: BTreeSet::new() });
    let all = tale.say("B", Body::Epoch { circle: None, replaces: BTreeSet::new() });
    tale.all_hear(&FIVE);
    let epoch = |circle, replaces: Id| Body::Epoch { circle, replaces: BTreeSet::from([replaces]) };
    none_is_said(&tale, "D", [epoch(Some(circle), first), epoch(None, first)]);
    none_is_said(&tale, "C", [epoch(Some(circle), all), Body::Circle { members: ["D"].map(person).into() }]);
    // Though what it replaces falls with its author, it stays.
    let next = tale.say("C", epoch(Some(circle), first));
    assert!(tale.whole().epochs.contains_key(&next));
}

// 8. Keys are owned: so are the names of who left.

fn back(device: &str, person_named: &str, link: Id, leave: Id) -> Body {
    Body::Admit {
        invite: link,
        person: person(person_named),
        device: self::device(device),
        lifts: BTreeSet::from([leave]),
    }
}

#[test]
fn nobody_comes_back_as_somebody_else_who_left() {
    let mut tale = with_organisers(&[]);
    tale.raise("F", "D", Steward);
    let leave = tale.say("D", Body::Leave);
    settle(&mut tale, &FIVE);
    tale.owns("X", "D");
    let link = tale.link("F");
    none_is_said(&tale, "C", [back("X", "D", link, leave), back("E", "D", link, leave)]);
    tale.say("C", back("D", "D", link, leave));
    let law = tale.whole();
    assert_eq!((status(&law, "D"), role(&law, "D")), (Active, Some(Member)), "by their own device, and as a member");
}

#[test]
fn nobody_comes_back_by_a_device_that_was_ended() {
    let mut tale = with_organisers(&[]);
    tale.add_device("D", "D2");
    tale.say("D", Body::DeviceRemove { device: device("D2") });
    let leave = tale.say("D", Body::Leave);
    settle(&mut tale, &FIVE);
    let link = tale.link("F");
    none_is_said(&tale, "C", [back("D2", "D", link, leave)]);
    tale.say("C", back("D", "D", link, leave));
    assert_eq!(status(&tale.whole(), "D"), Active);
}

#[test]
fn a_device_that_put_itself_out_is_put_out_by_its_person() {
    let mut tale = with_organisers(&[]);
    tale.add_device("D", "D2");
    tale.all_hear(&["D", "D2"]);
    tale.say("D2", Body::DeviceRemove { device: device("D2") });
    tale.hear("D", "D2");
    let before = said(&tale);
    tale.say("D", Body::DeviceRemove { device: device("D2") });
    assert_eq!(said(&tale), before + 1);
    none_is_said(&tale, "C", [Body::DeviceRemove { device: device("D2") }]);
}

#[test]
fn a_rule_that_is_broken_is_noticed() {
    use super::switch::Rule;
    super::kinds::all_are_noticed(&[
        (Rule::Back, nobody_comes_back_as_somebody_else_who_left),
        (Rule::Stolen, nobody_comes_back_by_a_device_that_was_ended),
        (Rule::Again, a_device_that_put_itself_out_is_put_out_by_its_person),
    ]);
}

// 13. Cost.

#[test]
fn who_was_removed_says_no_more_than_the_bound() {
    with_most(6, || {
        let mut tale = with_organisers(&["B", "C"]);
        settle(&mut tale, &FIVE);
        tale.say("F", remove("E"));
        settle(&mut tale, &["F", "B", "C", "D"]);
        let before = said(&tale);
        for _ in 0..12 {
            tale.say("E", Body::Heard);
        }
        assert!(said(&tale) <= before + 7, "{} more", said(&tale) - before);
    });
}

#[test]
fn somebody_elses_words_take_no_room_of_ones_own() {
    with_most(4, || {
        let mut tale = with_organisers(&["B"]);
        for _ in 0..4 {
            tale.invite("E");
        }
        tale.hear("D", "E");
        let before = said(&tale);
        tale.invite("D");
        assert_eq!(said(&tale), before + 1);
    });
}
