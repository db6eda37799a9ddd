//! The kinds of attack that the law before fell to, and that its first successor fell to on paper, each as it would be
//! tried now.

use super::Role::{Member, Organiser, Steward};
use super::Status::{Active, Left, Removed, Waiting};
use super::statement::{Body, Id, Role};
use super::switch::{Rule, mend, with_part, without};
use super::tale::{Tale, device, person, remove, restore};
use super::{Model, State, Status};
use std::collections::BTreeSet;

pub(super) const FIVE: [&str; 5] = ["F", "B", "C", "D", "E"];

pub(super) fn status(law: &State, name: &str) -> Status {
    law.status(person(name))
}

pub(super) fn role(law: &State, name: &str) -> Option<Role> {
    law.role(person(name))
}

pub(super) fn said(tale: &Tale) -> usize {
    Model::new(tale.held(), Id(1)).said().len()
}

/// F founds; the organisers are named in the order of their appointment; all hear all.
pub(super) fn with_organisers(organisers: &[&'static str]) -> Tale {
    let mut tale = Tale::star(&FIVE);
    for name in organisers {
        tale.raise("F", name, Organiser);
    }
    tale.all_say_heard(&FIVE);
    tale
}

#[test]
fn people_come_and_belong() {
    let law = Tale::star(&FIVE).whole();
    assert!(FIVE.iter().all(|name| status(&law, name) == Active));
    assert_eq!((role(&law, "F"), role(&law, "C")), (Some(Organiser), Some(Member)));
    assert!(law.void.is_empty());
}

#[test]
fn what_nobody_let_in_says_is_not_said() {
    let mut tale = Tale::star(&FIVE);
    let before = said(&tale);
    let mut with = tale.clone();
    with.say("C", Body::Close { invite: with.link("F") }); // a member may not
    with.admit("C", "F", "X"); // in a log that ended
    with.say("X", Body::Heard);
    assert_eq!(said(&with), before);
    tale.invite("C");
    assert_eq!(said(&tale), before + 1);
}

#[test]
fn two_organisers_remove_each_other_and_the_senior_stays() {
    let mut tale = with_organisers(&["B"]);
    tale.say("B", remove("F"));
    tale.say("F", remove("B"));
    let law = tale.whole();
    assert_eq!((status(&law, "F"), status(&law, "B")), (Active, Removed));
}

#[test]
fn the_junior_of_two_organisers_takes_nothing_from_the_senior() {
    let mut tale = with_organisers(&["B"]);
    // Nor with somebody whom they made a steward for it.
    tale.admit("B", "F", "X");
    tale.raise("B", "X", Steward);
    let first = tale.say("B", remove("F"));
    tale.hear("X", "B");
    tale.say("X", Body::Second { first });
    let more = tale.raise("B", "X", Organiser);
    tale.hear("F", "B");
    let law = tale.whole();
    assert_eq!((status(&law, "F"), role(&law, "X")), (Active, Some(Steward)));
    tale.say("F", Body::Second { first: more });
    assert_eq!(role(&tale.whole(), "X"), Some(Organiser));
}

#[test]
fn whom_an_organiser_removes_takes_nobody_along_though_they_came_first() {
    let mut tale = with_organisers(&["E"]);
    tale.raise("F", "B", Steward);
    tale.all_hear(&FIVE);
    tale.say("B", remove("D"));
    tale.say("E", remove("B"));
    let law = tale.whole();
    assert_eq!((status(&law, "B"), status(&law, "D")), (Removed, Active));
}

#[test]
fn who_listened_first_loses_nothing_by_it() {
    let mut tale = with_organisers(&["B"]);
    tale.raise("F", "D", Steward);
    tale.all_say_heard(&FIVE);
    tale.say("D", remove("E"));
    tale.hear("F", "D");
    tale.say("F", remove("B"));
    tale.say("B", remove("F"));
    let law = tale.whole();
    assert_eq!((status(&law, "F"), status(&law, "B"), status(&law, "E")), (Active, Removed, Removed));
}

/// B and C put F out, and everybody heard.
pub(super) fn founder_removed() -> (Tale, BTreeSet<Id>) {
    let mut tale = with_organisers(&["B", "C"]);
    let old = tale.frontier("F");
    let first = tale.say("B", remove("F"));
    tale.hear("C", "B");
    tale.say("C", Body::Second { first });
    tale.all_say_heard(&["B", "C", "D", "E"]);
    tale.invite("D");
    (tale, old)
}

#[test]
fn the_removed_founder_does_not_come_back_by_what_they_did_not_know() {
    let (mut tale, old) = founder_removed();
    assert_eq!(status(&tale.whole(), "F"), Removed);
    tale.say_knowing("F", old, remove("B"));
    let x = tale.admit("F", "F", "X");
    tale.raise("F", "X", Organiser);
    let first = tale.say("F", remove("C"));
    tale.hear("X", "F");
    tale.say("X", Body::Second { first });
    tale.say("X", Body::Heard);
    let law = tale.whole();
    assert_eq!((status(&law, "F"), status(&law, "B"), status(&law, "C")), (Removed, Active, Active));
    assert!(law.void.contains(&x));
}

/// F was put out, and everybody heard; F said twice, as though nobody but D had ever come and so without voices, that D is out.
pub(super) fn said_twice() -> Tale {
    let all = ["F", "D", "B", "C", "E"];
    let mut tale = Tale::star(&all);
    for name in ["B", "C"] {
        tale.raise("F", name, Organiser);
    }
    tale.all_say_heard(&all);
    let first = tale.say("B", remove("F"));
    tale.hear("C", "B");
    tale.say("C", Body::Second { first });
    settle(&mut tale, &["B", "C", "D", "E"]);
    tale.fork("F", BTreeSet::from([Id(3)]), remove("D"));
    tale
}

#[test]
fn who_writes_twice_says_it_last() {
    let law = said_twice().whole();
    assert_eq!((status(&law, "F"), status(&law, "D")), (Removed, Active));
}

#[test]
fn puppets_do_not_settle_what_a_removed_organiser_says() {
    let mut tale = with_organisers(&["B"]);
    tale.say("F", remove("B"));
    // Nobody has heard yet. As though nothing were, B invents X and Y, who hear that B removed D.
    tale.admit("B", "F", "X");
    tale.admit("B", "F", "Y");
    tale.say("B", remove("D"));
    for name in ["X", "Y"] {
        tale.hear(name, "B");
        tale.say(name, Body::Heard);
    }
    let law = tale.whole();
    assert_eq!((status(&law, "B"), status(&law, "D")), (Removed, Active));
    assert_eq!((status(&law, "X"), status(&law, "Y")), (Waiting, Waiting));
}

#[test]
fn a_backdated_removal_comes_before_nothing_of_the_seniors() {
    // F, later, lets in D and E and appoints C and D; B speaks as though only F and B organised.
    let mut tale = Tale::star(&["F", "B", "C"]);
    tale.raise("F", "B", Organiser);
    tale.all_hear(&["F", "B", "C"]);
    let old = tale.frontier("B");
    tale.admit("F", "F", "D");
    tale.raise("F", "C", Organiser);
    let first = tale.say_knowing("B", old, remove("F"));
    tale.hear("X", "B");
    let x = tale.admit("B", "F", "X");
    tale.hear("X", "B");
    tale.say("X", Body::Second { first });
    let law = tale.whole();
    assert_eq!((status(&law, "F"), role(&law, "C"), status(&law, "D")), (Active, Some(Organiser), Active));
    assert_eq!(status(&law, "X"), Active, "{x:?}");
}

#[test]
fn many_below_settle_nothing_before_a_removal() {
    // Three of five mean ill. One is removed, and says of long ago that somebody new came; the others heard of that alone.
    let mut tale = Tale::star(&FIVE);
    tale.admit("C", "F", "X");
    for name in ["D", "E"] {
        tale.hear(name, "C");
        tale.say(name, Body::Heard);
    }
    tale.say("F", remove("C"));
    assert_eq!(status(&tale.whole(), "X"), Waiting);
}

#[test]
fn a_stolen_telephone_does_not_put_out_the_laptop_that_removed_it() {
    let mut tale = Tale::star(&FIVE);
    tale.add_device("C", "C2");
    tale.hear("C2", "C");
    tale.all_say_heard(&FIVE);
    tale.hear("C2", "F");
    let old = tale.frontier("C");
    tale.say("C2", Body::DeviceRemove { device: device("C") });
    tale.all_say_heard(&["C2", "B", "D", "E", "F"]);
    tale.say_knowing("C", old, Body::DeviceRemove { device: device("C2") });
    let law = tale.whole();
    assert!(law.device_out(device("C")) && !law.device_out(device("C2")));
}

#[test]
fn the_founders_stolen_telephone_does_not_put_out_the_laptop_either() {
    let mut tale = Tale::star(&FIVE);
    tale.add_device("F", "F2");
    tale.hear("F2", "F");
    tale.all_say_heard(&FIVE);
    tale.hear("F2", "F");
    let old = tale.frontier("F");
    tale.say("F2", Body::DeviceRemove { device: device("F") });
    tale.all_say_heard(&["F2", "B", "C", "D", "E"]);
    tale.say_knowing("F", old, remove("B"));
    tale.admit("F", "F", "X");
    tale.say("X", Body::Heard);
    tale.say("F", Body::DeviceRemove { device: device("F2") });
    let law = tale.whole();
    assert!(law.device_out(device("F")) && !law.device_out(device("F2")));
    assert_eq!(status(&law, "B"), Active);
}

#[test]
fn of_two_devices_the_older_outranks_where_nobody_heard() {
    let mut tale = Tale::star(&FIVE);
    tale.add_device("C", "C2");
    tale.hear("C2", "C");
    tale.say("C2", Body::DeviceRemove { device: device("C") });
    tale.say("C", Body::DeviceRemove { device: device("C2") });
    let law = tale.whole();
    assert!(law.device_out(device("C2")) && !law.device_out(device("C")));
}

#[test]
fn one_of_three_organisers_makes_no_fourth_alone() {
    let mut tale = with_organisers(&["B", "C"]);
    tale.admit("F", "F", "X");
    tale.raise("F", "X", Organiser);
    assert_eq!(role(&tale.whole(), "X"), Some(Member));
    tale.hear("X", "F");
    let first = tale.say("F", remove("B"));
    tale.hear("X", "F");
    tale.say("X", Body::Second { first });
    assert_eq!(status(&tale.whole(), "B"), Active);
}

#[test]
fn an_organiser_invented_by_a_sleeping_device_is_no_second() {
    let mut tale = with_organisers(&["B"]);
    tale.add_device("F", "F2");
    tale.hear("F2", "F");
    tale.raise("F", "C", Organiser);
    tale.all_say_heard(&FIVE);
    // A device of the founder's speaks as though there were two organisers.
    tale.admit("F2", "F", "X");
    tale.raise("F2", "X", Organiser);
    tale.hear("X", "F2");
    tale.hear("F", "X");
    let first = tale.say("F", remove("B"));
    tale.hear("X", "F");
    tale.say("X", Body::Second { first });
    let law = tale.whole();
    assert_eq!((status(&law, "B"), role(&law, "X")), (Active, Some(Member)));
}

#[test]
fn of_three_organisers_two_remove_one() {
    for (one, other, gone) in [("F", "B", "C"), ("F", "C", "B"), ("B", "C", "F")] {
        let mut tale = with_organisers(&["B", "C"]);
        let first = tale.say(one, remove(gone));
        assert_eq!(status(&tale.whole(), gone), Active);
        tale.hear(other, one);
        tale.say(other, Body::Second { first });
        let law = tale.whole();
        assert_eq!(status(&law, gone), Removed, "{one} and {other} of {gone}");
    }
}

#[test]
fn two_make_a_fourth_though_the_third_is_lost() {
    let mut tale = with_organisers(&["B", "C"]);
    let first = tale.raise("F", "D", Organiser);
    tale.hear("B", "F");
    tale.say("B", Body::Second { first });
    assert_eq!(role(&tale.whole(), "D"), Some(Organiser));
}

#[test]
fn between_the_two_words_of_a_removal_the_removed_slips_in_nothing() {
    let mut tale = with_organisers(&["B", "C"]);
    let first = tale.say("F", remove("B"));
    tale.hear("C", "F");
    tale.say("B", remove("E"));
    tale.say("C", Body::Second { first });
    let law = tale.whole();
    assert_eq!((status(&law, "B"), status(&law, "E")), (Removed, Active));
}

#[test]
fn what_is_said_of_long_ago_lowers_nobody() {
    let mut tale = with_organisers(&[]);
    tale.add_device("F", "F2");
    tale.hear("F2", "F");
    tale.raise("F", "B", Organiser);
    tale.all_say_heard(&FIVE);
    // An organiser's other device speaks as though B were a member still.
    tale.raise("F2", "B", Steward);
    assert_eq!(role(&tale.whole(), "B"), Some(Organiser));
}

#[test]
fn an_old_restore_lowers_nobody() {
    let mut tale = Tale::star(&FIVE);
    tale.say("F", remove("B"));
    tale.add_device("F", "F2");
    tale.hear("F2", "F");
    tale.all_say_heard(&["F", "C", "D", "E"]);
    tale.say("F", restore("B"));
    tale.raise("F", "B", Organiser);
    tale.say("F2", restore("B"));
    assert_eq!(role(&tale.whole(), "B"), Some(Organiser));
}

#[test]
fn who_was_removed_comes_back_as_a_member() {
    let mut tale = with_organisers(&["B"]);
    tale.say("F", remove("B"));
    tale.say("F", restore("B"));
    let law = tale.whole();
    assert_eq!((status(&law, "B"), role(&law, "B")), (Active, Some(Member)));
}

#[test]
fn a_stand_in_takes_nothing_from_an_organiser_and_makes_none() {
    let mut tale = with_organisers(&[]);
    tale.say("B", Body::StandIn);
    for name in ["X", "Y"] {
        tale.admit("B", "F", name);
        tale.raise("B", name, Steward);
        tale.hear(name, "B");
    }
    let before = said(&tale);
    let organiser = Body::Raise { person: person("X"), to: Organiser };
    for not_theirs in [organiser, remove("F"), Body::DeviceRemove { device: device("F") }] {
        let mut with = tale.clone();
        with.say("B", not_theirs);
        assert_eq!(said(&with), before);
    }
    tale.say("Y", remove("E"));
    let law = tale.whole();
    assert_eq!((status(&law, "F"), status(&law, "E")), (Active, Removed));
    assert_eq!(law.organisers(), vec![person("F")]);
}

#[test]
fn what_a_stand_in_did_holds_until_an_organiser_ends_it() {
    for how in ["stays", "leaves", "is removed"] {
        let mut tale = Tale::star(&FIVE);
        tale.say("B", Body::StandIn);
        tale.raise("B", "C", Steward);
        tale.say("B", remove("E"));
        tale.admit("B", "F", "X");
        tale.all_hear(&FIVE);
        let law = tale.whole();
        assert_eq!((role(&law, "C"), status(&law, "E")), (Some(Steward), Removed));
        assert_eq!(law.organisers(), vec![person("F")]);
        if how == "leaves" {
            tale.say("B", Body::Leave);
        }
        tale.hear("F", "B");
        if how == "is removed" {
            tale.say("F", remove("B"));
        }
        tale.say("F", Body::EndStandIn);
        let law = tale.whole();
        assert_eq!((role(&law, "C"), status(&law, "E")), (Some(Member), Active), "the author {how}");
        assert_eq!(status(&law, "X"), Active, "the author {how}");
        assert_eq!(law.stands_in(person("B")), None);
    }
}

#[test]
fn one_word_ends_all_who_stand_in_in_a_row() {
    let mut tale = Tale::star(&FIVE);
    for name in ["B", "C", "D"] {
        tale.say(name, Body::StandIn);
        tale.all_hear(&FIVE);
    }
    tale.say("F", Body::EndStandIn);
    let law = tale.whole();
    assert!(["B", "C", "D"].iter().all(|name| !law.organises(person(name))));
}

#[test]
fn a_closed_invitation_lets_in_who_waits() {
    let mut tale = Tale::chain(&FIVE);
    tale.say("B", Body::Close { invite: tale.link("B") });
    tale.admit("D", "B", "X");
    assert_eq!(status(&tale.whole(), "X"), Waiting);
    tale.hear("F", "D");
    tale.hear("F", "B");
    tale.say("F", restore("X"));
    assert_eq!(status(&tale.whole(), "X"), Active);
}

#[test]
fn a_backdated_close_sends_nobody_to_wait_whom_others_know() {
    let mut tale = Tale::star(&["F", "B"]);
    tale.raise("F", "B", Steward);
    tale.all_hear(&["F", "B"]);
    let old = tale.frontier("B");
    for name in ["C", "D", "E"] {
        tale.admit("F", "F", name);
    }
    tale.all_say_heard(&["F", "C", "D", "E"]);
    tale.say_knowing("B", old, Body::Close { invite: tale.link("F") });
    let law = tale.whole();
    assert!(["C", "D", "E"].iter().all(|name| status(&law, name) == Active));
}

#[test]
fn whom_a_removed_person_let_in_waits_with_all_behind_them() {
    let mut tale = Tale::star(&FIVE);
    tale.admit("B", "F", "X");
    tale.admit("X", "F", "Y");
    tale.say("F", remove("B"));
    let law = tale.whole();
    assert_eq!((status(&law, "X"), status(&law, "Y")), (Waiting, Waiting));
    tale.hear("F", "X");
    tale.hear("F", "Y");
    tale.say("F", restore("X"));
    let law = tale.whole();
    assert_eq!((status(&law, "X"), status(&law, "Y")), (Active, Active));
}

#[test]
fn whom_an_honest_member_let_in_too_does_not_wait() {
    let mut tale = Tale::star(&FIVE);
    tale.admit("B", "F", "X");
    tale.admit("C", "F", "X");
    tale.say("F", remove("B"));
    assert_eq!(status(&tale.whole(), "X"), Active);
}

#[test]
fn who_left_can_be_removed_and_then_comes_back_by_no_invitation() {
    let mut tale = Tale::star(&FIVE);
    let leave = tale.say("B", Body::Leave);
    tale.hear("F", "B");
    assert_eq!(status(&tale.whole(), "B"), Left);
    tale.say("F", remove("B"));
    let back = tale.returns("F", "B", leave);
    tale.hear("C", "B");
    tale.say("C", back);
    assert_eq!(status(&tale.whole(), "B"), Removed);
}

#[test]
fn an_invitation_ends_with_its_makers_standing_unless_taken_over() {
    for taken_over in [false, true] {
        let mut tale = Tale::star(&FIVE);
        let invite = tale.invite("B");
        tale.all_say_heard(&FIVE);
        if taken_over {
            tale.say("D", Body::TakeOver { invite });
        }
        tale.say("F", remove("B"));
        tale.all_hear(&FIVE);
        let before = said(&tale);
        tale.admit("C", "B", "X");
        assert_eq!(said(&tale) - before, usize::from(taken_over));
    }
}

#[test]
fn who_came_at_the_table_of_a_steward_removed_meanwhile_does_not_wait() {
    let mut tale = Tale::star(&FIVE);
    tale.invite("B");
    tale.all_say_heard(&FIVE);
    for (giver, newcomer) in [("C", "X"), ("D", "Y"), ("E", "Z")] {
        tale.admit(giver, "B", newcomer);
    }
    tale.say("F", remove("B"));
    let law = tale.whole();
    assert!(["X", "Y", "Z"].iter().all(|name| status(&law, name) == Active));
}

#[test]
fn an_unknown_statement_stops_this_version_only_by_an_organiser() {
    let mut tale = with_organisers(&["B"]);
    tale.say("C", Body::Unknown { needs: Organiser });
    assert!(!tale.whole().needs_newer());
    tale.say("B", Body::Unknown { needs: Organiser });
    assert!(tale.whole().needs_newer());
    tale.all_hear(&["F", "B"]);
    tale.say("F", Body::Unmake { person: person("B") });
    assert!(!tale.whole().needs_newer());
    tale.say("B", Body::Unknown { needs: Organiser });
    assert!(!tale.whole().needs_newer());
}

#[test]
fn who_is_left_succeeds_when_no_organiser_remains() {
    let mut tale = Tale::chain(&FIVE);
    tale.say("F", Body::Leave);
    assert_eq!(tale.whole().organisers(), vec![person("B")]);
    tale.all_hear(&FIVE);
    // Whoever succeeds stays, whomever they raise.
    tale.raise("B", "E", Steward);
    assert_eq!(tale.whole().organisers(), vec![person("B")]);
}

#[test]
fn hearing_a_part_ends_no_log() {
    let mut tale = with_organisers(&["B"]);
    // B removes E apart; F removes B, which makes that void; E's device cites only the first.
    tale.say("F", remove("B"));
    let removal = tale.say("B", remove("E"));
    let before = said(&tale);
    with_part(1, || {
        tale.say_knowing("E", [removal], Body::Heard);
        tale.hear("E", "F");
        tale.hear("E", "B");
        tale.invite("E");
        assert_eq!(said(&tale), before + 2);
    });
}

/// All of them know of it, and the fifteen said so twice over.
pub(super) fn settle(tale: &mut Tale, names: &[&'static str]) {
    tale.all_say_heard(names);
    tale.all_say_heard(names);
}

#[test]
fn a_stolen_telephone_that_was_put_out_makes_no_organisers() {
    let mut tale = Tale::star(&FIVE);
    tale.add_device("F", "F2");
    tale.hear("F2", "F");
    tale.all_say_heard(&FIVE);
    tale.hear("F2", "F");
    tale.say("F2", Body::DeviceRemove { device: device("F") });
    settle(&mut tale, &["F2", "B", "C", "D", "E"]);
    for name in ["X", "Y"] {
        tale.admit("F", "F", name);
        tale.raise("F", name, Organiser);
    }
    let law = tale.whole();
    assert_eq!(law.organisers(), vec![person("F")]);
    assert_eq!((status(&law, "X"), role(&law, "X")), (Waiting, Some(Member)));
}

#[test]
fn the_removed_founder_makes_no_stewards() {
    let (mut tale, _) = founder_removed();
    settle(&mut tale, &["B", "C", "D", "E"]);
    tale.admit("F", "F", "X");
    tale.raise("F", "X", Steward);
    tale.raise("F", "D", Steward);
    let law = tale.whole();
    assert_eq!((status(&law, "X"), role(&law, "D"), status(&law, "F")), (Waiting, Some(Member), Removed));
}

#[test]
fn the_removed_founder_removes_nobody_who_agreed_to_it() {
    let (mut tale, _) = founder_removed();
    settle(&mut tale, &["B", "C", "D", "E"]);
    tale.say("F", remove("E"));
    tale.say("F", remove("C"));
    let law = tale.whole();
    assert_eq!((status(&law, "F"), status(&law, "C"), status(&law, "E")), (Removed, Active, Active));
}

#[test]
fn a_silent_device_that_knew_of_one_organiser_makes_none_beside_three() {
    let mut tale = Tale::star(&FIVE);
    tale.add_device("F", "F2");
    tale.hear("F2", "F");
    for name in ["B", "C"] {
        tale.raise("F2", name, Organiser);
    }
    settle(&mut tale, &["F2", "B", "C", "D", "E"]);
    for name in ["X", "Y"] {
        tale.admit("F", "F", name);
        tale.raise("F", name, Organiser);
    }
    let law = tale.whole();
    assert_eq!(law.organisers(), ["F", "B", "C"].map(person));
}

#[test]
fn a_removed_organisers_second_of_an_old_question_counts_for_nothing() {
    let mut tale = with_organisers(&["B", "C"]);
    let asked = tale.raise("F", "E", Organiser);
    tale.all_say_heard(&FIVE);
    let first = tale.say("B", remove("C"));
    tale.hear("F", "B");
    tale.say("F", Body::Second { first });
    settle(&mut tale, &["F", "B", "D", "E"]);
    tale.admit("C", "F", "X");
    tale.raise("C", "X", Steward);
    tale.say("C", Body::Second { first: asked });
    let law = tale.whole();
    assert_eq!((status(&law, "C"), status(&law, "X"), role(&law, "E")), (Removed, Waiting, Some(Member)));
}

#[test]
fn whom_two_put_out_no_steward_restores() {
    let (mut tale, _) = founder_removed();
    let first = tale.raise("B", "E", Steward);
    assert!(!tale.whole().asked.contains_key(&first));
    tale.hear("E", "B");
    let before = said(&tale);
    tale.say("E", restore("F"));
    assert_eq!(said(&tale), before);
}

#[test]
fn who_is_invented_today_by_a_silent_device_is_senior_to_nobody() {
    let mut tale = Tale::star(&["F", "B", "D"]);
    tale.hear("D", "F");
    tale.say("D", Body::Heard);
    tale.hear("F", "D");
    let old = tale.frontier("B");
    let honest = ["C", "E", "G", "H"];
    for name in honest {
        tale.admit("F", "F", name);
    }
    tale.all_say_heard(&["F", "D", "C", "E", "G", "H"]);
    for name in ["X", "Y"] {
        tale.hear("B", "B");
        tale.admit_knowing("B", old.clone(), "F", name);
    }
    let line = tale.whole().line();
    let places = |name: &str| line.iter().position(|one| *one == person(name));
    assert!(honest.iter().all(|name| places(name) < places("X") && places(name) < places("Y")));
}

#[test]
fn a_member_who_takes_an_invitation_over_does_not_close_it() {
    let mut tale = Tale::star(&FIVE);
    let invite = tale.link("F");
    tale.say("E", Body::TakeOver { invite });
    let before = said(&tale);
    tale.say("E", Body::Close { invite });
    assert_eq!(said(&tale), before);
}

#[test]
fn a_removal_said_twice_is_lifted_by_one_restore_that_knows_both() {
    let mut tale = with_organisers(&["B"]);
    tale.say("F", remove("E"));
    tale.say("B", remove("E"));
    tale.all_hear(&["F", "B"]);
    tale.say("F", restore("E"));
    assert_eq!(status(&tale.whole(), "E"), Active);
}

#[test]
fn a_restore_that_did_not_hear_of_a_removal_does_not_lift_it() {
    let mut tale = with_organisers(&["B"]);
    tale.say("F", remove("E"));
    tale.say("B", remove("E"));
    tale.say("F", restore("E"));
    assert_eq!(status(&tale.whole(), "E"), Removed);
}

#[test]
fn who_leaves_by_an_old_device_hands_nothing_over() {
    // The founder's telephone lets in X, and is silent; all else is the laptop's.
    let mut tale = Tale::founded_by("F");
    tale.invite("F");
    tale.admit("F", "F", "X");
    tale.add_device("F", "F2");
    tale.hear("F2", "F");
    for name in ["B", "C", "D"] {
        tale.admit("F2", "F", name);
    }
    tale.raise("F2", "B", Organiser);
    settle(&mut tale, &["F2", "B", "C", "D"]);
    tale.say("F", Body::Leave);
    let law = tale.whole();
    assert_eq!((status(&law, "F"), law.organisers()), (Left, vec![person("B")]));
    assert!(["B", "C", "D"].iter().all(|name| status(&law, name) == Active));
}

#[test]
fn a_backdated_policy_sends_nobody_to_wait() {
    let mut tale = with_organisers(&["B"]);
    let old = tale.frontier("B");
    tale.invite("D");
    tale.admit("D", "D", "X");
    tale.all_say_heard(&["F", "C", "D", "E"]);
    tale.say_knowing("B", old, Body::Policy { members_invite: false });
    assert_eq!(status(&tale.whole(), "X"), Active);
}

#[test]
fn an_older_device_voids_nothing_by_removing_a_younger_one_of_its_own() {
    let mut tale = Tale::star(&FIVE);
    tale.add_device("B", "B2");
    tale.hear("B2", "B");
    tale.admit("B2", "F", "X");
    settle(&mut tale, &["B2", "C", "D", "E"]);
    tale.all_hear(&["F", "B2"]);
    tale.raise("F", "B", Organiser);
    tale.hear("B", "F");
    tale.say("B", Body::DeviceRemove { device: device("B2") });
    assert_eq!(status(&tale.whole(), "X"), Active);
}

#[test]
fn a_stand_in_restores_nobody_whom_an_organiser_put_out() {
    let mut tale = Tale::star(&FIVE);
    tale.say("F", remove("E"));
    tale.all_hear(&FIVE);
    tale.say("B", Body::StandIn);
    let before = said(&tale);
    tale.say("B", restore("E"));
    assert_eq!(said(&tale), before);
}

#[test]
fn an_organiser_confirms_whom_a_stand_in_raised() {
    let mut tale = Tale::star(&FIVE);
    tale.say("B", Body::StandIn);
    tale.raise("B", "C", Steward);
    tale.all_hear(&FIVE);
    tale.raise("F", "C", Steward);
    tale.say("F", Body::EndStandIn);
    assert_eq!(role(&tale.whole(), "C"), Some(Steward));
}

/// Each rule, with a scenario that notices when it is gone.
const NOTICED: [(Rule, fn()); 13] = [
    (Rule::Settled, the_founders_stolen_telephone_does_not_put_out_the_laptop_either),
    (Rule::Common, puppets_do_not_settle_what_a_removed_organiser_says),
    (Rule::Level, many_below_settle_nothing_before_a_removal),
    (Rule::Rank, whom_an_organiser_removes_takes_nobody_along_though_they_came_first),
    (Rule::SecondsRank, between_the_two_words_of_a_removal_the_removed_slips_in_nothing),
    (Rule::Waiting, a_closed_invitation_lets_in_who_waits),
    (Rule::Twice, whom_an_honest_member_let_in_too_does_not_wait),
    (Rule::Two, one_of_three_organisers_makes_no_fourth_alone),
    (Rule::Ages, who_is_invented_today_by_a_silent_device_is_senior_to_nobody),
    (Rule::Parted, the_removed_founder_makes_no_stewards),
    (Rule::Goes, who_leaves_by_an_old_device_hands_nothing_over),
    (Rule::Lent, a_stand_in_takes_nothing_from_an_organiser_and_makes_none),
    (Rule::Ended, what_a_stand_in_did_holds_until_an_organiser_ends_it),
];

/// Breaks each rule, and sees that its scenario fails.
pub(super) fn all_are_noticed(all: &[(Rule, fn())]) {
    for (rule, scenario) in all {
        let noticed = std::panic::catch_unwind(|| without(*rule, scenario)).is_err();
        mend();
        assert!(noticed, "{rule:?} is gone, and nobody notices");
    }
}

#[test]
fn each_rule_that_is_broken_is_noticed() {
    all_are_noticed(&NOTICED);
}
