//! The kinds of attack that the law before fell to, each as it would be tried now.

use super::Role::{Member, Organiser, Steward};
use super::Status::{Active, Left, Removed, Waiting};
use super::statement::{Body, Id, Role};
use super::tale::{Tale, admit, close, device, invite, person, remove};
use super::{Model, State, Status};

const FIVE: [&str; 5] = ["F", "B", "C", "D", "E"];

fn status(law: &State, name: &str) -> Status {
    law.status(person(name))
}

fn role(law: &State, name: &str) -> Option<Role> {
    law.role(person(name))
}

fn lower(name: &str, from: Role, to: Role) -> Body {
    Body::Role { person: person(name), from, to }
}

/// A founds; the organisers are named in the order of their appointment; all hear all.
fn with_organisers(organisers: &[&'static str]) -> Tale {
    let mut tale = Tale::star(&FIVE);
    for name in organisers {
        tale.give("F", name, Organiser);
    }
    tale.all_say_heard(&FIVE);
    tale
}

#[test]
fn people_come_and_belong() {
    let law = Tale::star(&FIVE).whole();
    assert!(FIVE.iter().all(|name| status(&law, name) == Active));
    assert_eq!(role(&law, "F"), Some(Organiser));
    assert_eq!(role(&law, "C"), Some(Member));
    assert!(law.void.is_empty());
}

#[test]
fn what_nobody_let_in_says_is_not_said() {
    let mut tale = Tale::star(&FIVE);
    let before = tale.held().len();
    let mut with = tale.clone();
    with.admit("B", "nobody", "X"); // by no invitation
    with.say("X", Body::Heard);
    let said = Model::new(with.held(), Id(1)).said();
    assert_eq!(said.len(), before);
    tale.say("C", invite("C", 0));
    assert_eq!(Model::new(tale.held(), Id(1)).said().len(), before + 1);
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
fn who_listened_first_loses_nothing_by_it() {
    let mut tale = with_organisers(&["B"]);
    tale.give("F", "D", Steward);
    tale.all_say_heard(&FIVE);
    tale.say("D", remove("E"));
    tale.hear("F", "D");
    tale.say("F", remove("B"));
    tale.say("B", remove("F"));
    let law = tale.whole();
    assert_eq!((status(&law, "F"), status(&law, "B"), status(&law, "E")), (Active, Removed, Removed));
}

#[test]
fn the_removed_founder_does_not_come_back_by_what_they_did_not_know() {
    let mut tale = with_organisers(&["B"]);
    let old = tale.frontier("F");
    tale.say("B", remove("F"));
    tale.all_say_heard(&["B", "C", "D", "E"]);
    tale.say("C", invite("C", 0));
    let back = tale.say_knowing("F", old, remove("B"));
    let law = tale.whole();
    assert_eq!((status(&law, "F"), status(&law, "B")), (Removed, Active));
    assert!(law.void.contains(&back));
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
    tale.give("F", "X", Organiser);
    assert_eq!(role(&tale.whole(), "X"), Some(Member));
    tale.say("X", remove("B"));
    tale.say("F", remove("B"));
    assert_eq!(status(&tale.whole(), "B"), Active);
}

#[test]
fn an_invented_organiser_is_no_second_though_said_of_long_ago() {
    let mut tale = with_organisers(&["B"]);
    tale.add_device("F", "F2");
    tale.hear("F2", "F");
    let old = tale.frontier("F2");
    tale.give("B", "C", Organiser);
    tale.all_say_heard(&FIVE);
    // A sleeping device of the founder speaks as though there were two.
    tale.hear("X", "F2");
    let _ = old;
    let x = tale.admit("F2", "F", "X");
    let appointed = tale.say("F2", lower("X", Member, Organiser));
    let _ = (x, appointed);
    tale.hear("X", "F2");
    tale.hear("X", "F");
    tale.say("X", remove("B"));
    tale.hear("F", "X");
    tale.say("F", remove("B"));
    let law = tale.whole();
    assert_eq!(status(&law, "B"), Active, "{:?}", law.void);
}

#[test]
fn of_three_organisers_two_remove_one() {
    for (one, other, gone) in [("F", "B", "C"), ("F", "C", "B"), ("B", "C", "F")] {
        let mut tale = with_organisers(&["B", "C"]);
        tale.say(one, remove(gone));
        assert_eq!(status(&tale.whole(), gone), Active);
        tale.say(other, remove(gone));
        let law = tale.whole();
        assert_eq!(status(&law, gone), Removed, "{one} and {other} of {gone}");
    }
}

#[test]
fn what_is_said_of_long_ago_lowers_nobody() {
    let mut tale = with_organisers(&[]);
    tale.add_device("F", "F2");
    tale.hear("F2", "F");
    tale.give("F", "B", Organiser);
    tale.all_say_heard(&FIVE);
    // An organiser's other device speaks as though B were a member still.
    tale.say("F2", lower("B", Member, Steward));
    tale.say("F2", lower("B", Steward, Member));
    let law = tale.whole();
    assert_eq!(role(&law, "B"), Some(Organiser));
}

#[test]
fn an_old_restore_lowers_nobody() {
    let mut tale = Tale::star(&FIVE);
    let removal = tale.say("F", remove("B"));
    tale.add_device("F", "F2");
    tale.hear("F2", "F");
    tale.all_say_heard(&FIVE);
    let restore = |lifts| Body::Restore { person: person("B"), role: Member, lifts: [lifts].into() };
    tale.say("F", restore(removal));
    tale.give("F", "B", Organiser);
    tale.all_say_heard(&FIVE);
    tale.say("F2", restore(removal));
    assert_eq!(role(&tale.whole(), "B"), Some(Organiser));
}

#[test]
fn a_stand_in_binds_no_true_organiser_however_far_down() {
    let mut tale = Tale::star(&FIVE);
    tale.say("B", Body::StandIn);
    for name in ["X", "Y"] {
        tale.admit("B", "F", name);
        tale.give("B", name, Organiser);
        tale.hear(name, "B");
    }
    tale.hear("X", "B");
    tale.say("X", remove("F"));
    tale.say("Y", remove("F"));
    let law = tale.whole();
    assert_eq!(status(&law, "F"), Active);
    assert_eq!(law.by_right(), vec![person("F")]);
}

#[test]
fn what_a_stand_in_did_falls_or_stays_as_the_organiser_says() {
    for keep in [true, false] {
        let mut tale = Tale::star(&FIVE);
        let stand_in = tale.say("B", Body::StandIn);
        tale.give("B", "C", Organiser);
        tale.say("B", remove("E"));
        tale.hear("C", "B");
        tale.give("C", "D", Steward);
        tale.all_hear(&FIVE);
        let law = tale.whole();
        assert_eq!((role(&law, "C"), role(&law, "D"), status(&law, "E")), (Some(Organiser), Some(Steward), Removed));
        assert_eq!(law.by_right(), vec![person("F")]);
        tale.say("F", Body::Answer { stand_in, keep });
        let law = tale.whole();
        let (c, d, e) = if keep { (Organiser, Steward, Removed) } else { (Member, Member, Active) };
        assert_eq!((role(&law, "C"), role(&law, "D"), status(&law, "E")), (Some(c), Some(d), e));
        assert_eq!(law.by_right().len(), if keep { 2 } else { 1 });
    }
}

#[test]
fn a_closed_invitation_lets_in_who_waits() {
    let mut tale = Tale::chain(&FIVE);
    tale.say("C", close("B")); // not theirs: said by no steward, so not said at all
    assert_eq!(status(&tale.whole(), "C"), Active);
    tale.say("B", close("B"));
    let late = tale.admit("D", "B", "X");
    let law = tale.whole();
    assert_eq!(status(&law, "X"), Waiting);
    tale.hear("F", "D");
    tale.hear("F", "B");
    tale.say("F", Body::Restore { person: person("X"), role: Member, lifts: [late].into() });
    assert_eq!(status(&tale.whole(), "X"), Active);
}

#[test]
fn whom_a_removed_person_let_in_waits_with_all_behind_them() {
    let mut tale = Tale::star(&FIVE);
    let first = tale.admit("B", "F", "X");
    tale.admit("X", "F", "Y");
    tale.say("F", remove("B"));
    let law = tale.whole();
    assert_eq!((status(&law, "X"), status(&law, "Y")), (Waiting, Waiting));
    tale.hear("F", "X");
    tale.hear("F", "Y");
    tale.say("F", Body::Restore { person: person("X"), role: Member, lifts: [first].into() });
    let law = tale.whole();
    assert_eq!((status(&law, "X"), status(&law, "Y")), (Active, Active));
}

#[test]
fn who_left_can_be_removed_and_then_comes_back_by_no_invitation() {
    let mut tale = Tale::star(&FIVE);
    let leave = tale.say("B", Body::Leave);
    tale.hear("F", "B");
    assert_eq!(status(&tale.whole(), "B"), Left);
    tale.say("F", remove("B"));
    let mut back = admit("F", "B");
    if let Body::Admit { lifts, .. } = &mut back {
        lifts.insert(leave);
    }
    tale.hear("C", "B");
    tale.say("C", back);
    assert_eq!(status(&tale.whole(), "B"), Removed);
}

#[test]
fn an_invitation_ends_with_its_makers_standing_unless_taken_over() {
    for taken_over in [false, true] {
        let mut tale = Tale::star(&FIVE);
        tale.say("B", invite("B", 0));
        tale.all_say_heard(&FIVE);
        if taken_over {
            tale.say("D", invite("B", 0));
        }
        tale.say("F", remove("B"));
        tale.all_hear(&FIVE);
        let said = Model::new(tale.held(), Id(1)).said().len();
        tale.admit("C", "B", "X");
        assert_eq!(Model::new(tale.held(), Id(1)).said().len() - said, usize::from(taken_over));
    }
}

#[test]
fn an_unknown_statement_stops_this_version_only_by_an_organiser() {
    let mut tale = with_organisers(&["B"]);
    tale.say("C", Body::Unknown { needs: Organiser });
    assert!(!tale.whole().needs_newer());
    tale.say("B", Body::Unknown { needs: Organiser });
    assert!(tale.whole().needs_newer());
    tale.all_hear(&["F", "B"]);
    tale.say("F", remove("B"));
    assert!(!tale.whole().needs_newer());
}

#[test]
fn a_second_organiser_made_again_loses_no_seniority() {
    let mut tale = with_organisers(&["B", "C"]);
    tale.say("F", Body::Leave);
    tale.all_say_heard(&FIVE);
    tale.say("B", remove("C"));
    tale.say("C", remove("B"));
    let law = tale.whole();
    assert_eq!((status(&law, "B"), status(&law, "C")), (Active, Removed));
}

#[test]
fn who_is_left_succeeds_when_no_organiser_remains() {
    let mut tale = Tale::chain(&FIVE);
    tale.say("F", Body::Leave);
    let law = tale.whole();
    assert_eq!(law.by_right(), vec![person("B")]);
}
