//! What those found who attacked the law once it was built.

use super::Model;
use super::Role::{Guest, Member, Organiser, Steward};
use super::Status::{Active, Left, Removed, Waiting};
use super::fourth::none_is_said;
use super::kinds::{FIVE, all_are_noticed, role, said, settle, status, with_organisers};
use super::statement::{Body, Id};
use super::switch::{Rule, with_part};
use super::tale::{Tale, device, person, remove, restore};

// 1. Who is out.

#[test]
fn who_knows_that_they_are_out_says_not_even_that_they_heard() {
    let mut tale = with_organisers(&[]);
    tale.add_device("F", "F2");
    tale.hear("F2", "F");
    tale.say("F", remove("E"));
    tale.say("F", Body::DeviceRemove { device: device("F2") });
    settle(&mut tale, &["F", "B", "C", "D"]);
    let before = said(&tale);
    for gone in ["E", "F2"] {
        tale.hear(gone, "F");
        tale.say(gone, Body::Heard);
    }
    assert_eq!(said(&tale), before);
}

#[test]
fn who_gathers_what_they_heard_says_each_thing_once() {
    with_part(2, || {
        let mut tale = with_organisers(&[]);
        tale.say("F", remove("E"));
        tale.all_hear(&FIVE);
        let heard = ["B", "C", "D"].map(|name| tale.say(name, Body::Heard));
        let before = said(&tale);
        tale.say_knowing("E", heard, Body::Heard);
        assert_eq!(said(&tale), before + 1, "three that nothing knows");
        tale.say_knowing("E", heard, Body::Heard);
        assert_eq!(said(&tale), before + 1, "none is new");
    });
}

// 2. Who came by lent powers, and was raised by right.

#[test]
fn whom_an_organiser_raised_needs_no_stand_in_to_stay() {
    let mut tale = Tale::star(&FIVE);
    tale.say("F", Body::Lower { person: person("C"), to: Guest });
    tale.all_hear(&FIVE);
    tale.say("B", Body::StandIn);
    tale.raise("B", "C", Member);
    tale.hear("C", "B");
    tale.admit("C", "F", "O"); // by what was lent
    tale.hear("F", "O");
    tale.raise("F", "O", Organiser);
    tale.raise("F", "D", Organiser);
    tale.all_hear(&["F", "B", "C", "D", "E", "O"]);
    tale.say("O", remove("B"));
    settle(&mut tale, &["F", "C", "D", "E", "O"]);
    tale.say("D", Body::EndStandIn);
    let law = tale.whole();
    assert_eq!((status(&law, "O"), role(&law, "O")), (Active, Some(Organiser)), "one junior's word unseats nobody");
    assert_eq!(status(&law, "B"), Removed, "nor undoes what they did");
}

#[test]
fn who_waits_is_confirmed_by_whoever_raises_them_by_right_and_not_by_lent_power() {
    let mut tale = Tale::star(&FIVE);
    tale.invite("C");
    tale.all_hear(&FIVE);
    tale.say("C", Body::Close { invite: tale.link("C") });
    tale.admit("D", "C", "X");
    tale.all_hear(&FIVE);
    tale.say("B", Body::StandIn);
    let before = said(&tale);
    let mut lent = tale.clone();
    lent.raise("B", "X", Steward);
    assert_eq!(said(&lent), before, "a lent power raises nobody who waits");
    tale.raise("F", "X", Organiser);
    assert_eq!((status(&tale.whole(), "X"), role(&tale.whole(), "X")), (Active, Some(Organiser)));
}

#[test]
fn a_guest_whom_a_stand_in_made_a_member_brings_nobody_back() {
    let mut tale = Tale::star(&FIVE);
    tale.say("F", Body::Lower { person: person("C"), to: Guest });
    tale.raise("F", "D", Steward);
    tale.hear("D", "F");
    tale.say("D", remove("E")); // no organiser's word
    tale.all_hear(&FIVE);
    tale.say("B", Body::StandIn);
    tale.raise("B", "C", Member);
    tale.all_hear(&FIVE);
    let before = said(&tale);
    tale.say("C", restore("E"));
    assert_eq!(said(&tale), before);
}

#[test]
fn who_has_a_lent_role_too_says_by_it_what_an_ended_stand_in_gives_no_more() {
    let mut tale = with_organisers(&["B"]);
    tale.say("C", Body::StandIn);
    tale.hear("D", "C");
    tale.say("D", Body::StandIn);
    tale.raise("D", "C", Steward);
    tale.hear("F", "D");
    tale.say("F", Body::Heard);
    tale.say("C", remove("E")); // who has not heard that they are steward
    tale.hear("B", "C");
    tale.say("B", Body::EndStandIn); // of C's alone
    assert_eq!(status(&tale.whole(), "E"), Removed);
}

/// X waits, since whose link it was no longer invites, and lets in Q, who waits behind X.
fn behind() -> Tale {
    let mut tale = Tale::star(&["F", "T"]);
    tale.invite("T");
    tale.admit("T", "T", "X");
    tale.admit("X", "F", "Q");
    tale.say("F", remove("T"));
    tale.all_hear(&["F", "X", "Q"]);
    tale
}

#[test]
fn who_waited_behind_somebody_who_was_confirmed_does_not_go_with_them() {
    let mut tale = behind();
    assert_eq!(status(&tale.whole(), "Q"), Waiting);
    tale.say("F", restore("X"));
    assert_eq!((status(&tale.whole(), "X"), status(&tale.whole(), "Q")), (Active, Active));
    tale.hear("X", "F");
    tale.say("X", Body::Leave);
    assert_eq!((status(&tale.whole(), "X"), status(&tale.whole(), "Q")), (Left, Active));
}

#[test]
fn who_waits_behind_somebody_who_is_out_is_not_confirmed_with_those_before() {
    let mut tale = Tale::star(&["F", "T"]);
    tale.invite("T");
    tale.admit("T", "T", "X");
    tale.admit("X", "F", "Q");
    tale.admit("Q", "F", "Z");
    tale.say("F", remove("T"));
    tale.hear("F", "Q");
    tale.say("F", remove("Q"));
    tale.say("F", restore("X"));
    let law = tale.whole();
    assert_eq!(["X", "Q", "Z"].map(|name| status(&law, name)), [Active, Removed, Waiting]);
}

#[test]
fn who_followed_the_last_organiser_does_not_go_with_whom_they_waited_behind() {
    let mut tale = behind();
    tale.admit("F", "F", "X"); // who is here now, and Q behind them
    tale.say("F", Body::Lower { person: person("X"), to: Guest });
    tale.all_hear(&["F", "X", "Q"]);
    tale.say("F", Body::Leave);
    tale.all_hear(&["F", "X", "Q"]);
    assert_eq!(tale.whole().organisers(), [person("Q")]);
    tale.say("X", Body::Leave);
    assert_eq!(tale.whole().organisers(), [person("Q")]);
}

/// Two bring B back apart: whoever heard of one of the two alone heard of what brought them back.
#[test]
fn who_was_brought_back_by_two_apart_came_back_by_either() {
    let holds = |tale: &Tale, ids: [Id; 2]| ids.iter().all(|id| !tale.whole().void.contains(id));
    let mut tale = with_organisers(&["C"]);
    tale.say("F", remove("B"));
    tale.all_hear(&["F", "C", "D", "E"]);
    let both = ["F", "C"].map(|by| tale.say(by, restore("B")));
    assert!(holds(&tale, both));
    let mut tale = with_organisers(&[]);
    let leave = tale.say("B", Body::Leave);
    tale.all_hear(&FIVE);
    let back = tale.returns("F", "B", leave);
    let both = ["C", "D"].map(|by| tale.say(by, back.clone()));
    assert!(holds(&tale, both));
    assert_eq!((status(&tale.whole(), "B"), role(&tale.whole(), "B")), (Active, Some(Member)));
    tale.hear("C", "D");
    none_is_said(&tale, "C", [back]); // who knows that it was said
}

/// B raised C before D; F, by a device that came since, says the first again as of before, and that comes first in the order.
#[test]
fn who_raises_somebody_again_as_of_before_makes_them_no_junior() {
    let mut tale = with_organisers(&["B"]);
    let then = tale.add_device("F", "F2");
    tale.raise("B", "C", Steward);
    tale.raise("B", "D", Steward);
    let is_senior = |tale: &Tale| {
        let law = tale.whole();
        law.seniority(person("C"), &law.ages) < law.seniority(person("D"), &law.ages)
    };
    assert!(is_senior(&tale));
    tale.say_knowing("F2", [then], Body::Raise { person: person("C"), to: Steward });
    assert!(is_senior(&tale));
}

#[test]
fn who_goes_as_a_guest_comes_back_as_one() {
    let mut tale = Tale::star(&FIVE);
    tale.say("F", Body::Lower { person: person("B"), to: Guest });
    tale.hear("B", "F");
    let leave = tale.say("B", Body::Leave);
    tale.hear("C", "B");
    let back = tale.returns("F", "B", leave);
    tale.say("C", back);
    assert_eq!((status(&tale.whole(), "B"), role(&tale.whole(), "B")), (Active, Some(Guest)));
}

/// D removed B, whom F restored and made organiser; E, a steward too, says the restore again as of before, when B is asked to go.
#[test]
fn an_old_restore_makes_no_question_fall() {
    let mut tale = with_organisers(&["C"]);
    tale.raise("F", "D", Steward);
    tale.raise("F", "E", Steward);
    tale.all_hear(&FIVE);
    tale.add_device("E", "E2");
    tale.all_hear(&["F", "B", "C", "D", "E", "E2"]);
    let gone = tale.say("D", remove("B"));
    tale.hear("F", "D");
    tale.say("F", restore("B"));
    tale.raise("F", "B", Organiser);
    settle(&mut tale, &FIVE);
    assert_eq!(tale.whole().organisers().len(), 3);
    let asked = tale.say("F", remove("B"));
    tale.say_knowing("E2", [gone], restore("B"));
    tale.hear("C", "F");
    tale.hear("C", "E2");
    tale.say("C", Body::Second { first: asked });
    assert_eq!(status(&tale.whole(), "B"), Removed);
}

#[test]
fn who_was_removed_as_a_guest_is_restored_as_one_once_they_are_back() {
    let mut tale = Tale::star(&FIVE);
    tale.say("F", Body::Lower { person: person("B"), to: Guest });
    tale.hear("B", "F");
    tale.say("F", remove("B"));
    tale.say("F", restore("B"));
    assert_eq!((status(&tale.whole(), "B"), role(&tale.whole(), "B")), (Active, Some(Guest)));
}

/// Who left as organiser and came back has the role by none of the words that brought them back.
#[test]
fn who_went_has_no_role_by_what_was_said_before() {
    let mut tale = with_organisers(&["B"]);
    let leave = tale.say("B", Body::Leave);
    tale.all_hear(&FIVE);
    let back = tale.returns("F", "B", leave);
    let both = ["C", "D"].map(|by| tale.say(by, back.clone()));
    let law = tale.whole();
    for id in both {
        let known = Model::new(tale.held(), Id(1)).known_by(&[id]);
        assert_eq!(law.role_known(person("B"), &known), Some(Member));
    }
}

#[test]
fn who_lowers_a_guest_with_a_lent_role_makes_them_no_member_by_right() {
    let mut tale = Tale::star(&FIVE);
    tale.say("F", Body::Lower { person: person("C"), to: Guest });
    tale.all_hear(&FIVE);
    tale.say("B", Body::StandIn);
    tale.raise("B", "C", Steward);
    tale.hear("C", "B");
    tale.say("C", Body::Lower { person: person("C"), to: Member });
    let law = tale.whole();
    assert_eq!((law.own_role(person("C")), law.role(person("C"))), (Some(Guest), Some(Member)));
}

#[test]
fn who_raises_somebody_with_a_lent_role_leaves_them_what_is_lent() {
    let mut tale = Tale::star(&FIVE);
    tale.say("F", Body::Lower { person: person("C"), to: Guest });
    tale.all_hear(&FIVE);
    tale.say("B", Body::StandIn);
    tale.raise("B", "C", Steward);
    tale.hear("F", "B");
    tale.raise("F", "C", Member);
    let law = tale.whole();
    assert_eq!((law.own_role(person("C")), law.role(person("C"))), (Some(Member), Some(Steward)));
}

// 3. A device of two.

/// The oldest member brings in, as of before, the first device of whom somebody let in since; the founder is not heard of.
#[test]
fn who_brings_in_a_device_of_somebody_else_takes_it_from_nobody() {
    let mut tale = Tale::star(&["F", "B", "C"]);
    tale.all_say_heard(&["B", "C"]);
    let old = tale.frontier("B");
    tale.admit("C", "F", "M");
    tale.say("M", Body::Heard);
    for name in ["N", "P"] {
        tale.admit("M", "F", name);
    }
    tale.all_say_heard(&["C", "M", "N", "P"]);
    let before = tale.whole();
    tale.say_knowing("B", old, Body::DeviceAdd { device: device("M") });
    let law = tale.whole();
    for name in ["M", "N", "P"] {
        assert_eq!((status(&before, name), status(&law, name)), (Active, Active), "{name}");
    }
}

#[test]
fn a_device_that_two_have_is_put_out_by_either() {
    for by in ["C", "D"] {
        let mut tale = Tale::star(&FIVE);
        let old = tale.frontier("D");
        tale.add_device("C", "C2");
        tale.hear("C2", "C");
        tale.say("C2", Body::Heard);
        tale.say_knowing("D", old, Body::DeviceAdd { device: device("C2") });
        tale.all_hear(&["F", "B", "C", "D", "E", "C2"]);
        assert!(!tale.whole().device_out(device("C2")));
        tale.say(by, Body::DeviceRemove { device: device("C2") });
        assert!(tale.whole().device_out(device("C2")), "by {by}");
    }
}

#[test]
fn each_rule_that_is_broken_is_noticed() {
    all_are_noticed(&[
        (Rule::Out, who_knows_that_they_are_out_says_not_even_that_they_heard),
        (Rule::Raised, whom_an_organiser_raised_needs_no_stand_in_to_stay),
        (Rule::Bound, who_brings_in_a_device_of_somebody_else_takes_it_from_nobody),
        (Rule::Confirmed, who_waited_behind_somebody_who_was_confirmed_does_not_go_with_them),
        (Rule::Seated, who_followed_the_last_organiser_does_not_go_with_whom_they_waited_behind),
        (Rule::BackAgain, who_was_brought_back_by_two_apart_came_back_by_either),
        (Rule::SaidAgain, who_raises_somebody_again_as_of_before_makes_them_no_junior),
        (Rule::GuestBack, who_goes_as_a_guest_comes_back_as_one),
        (Rule::RestoreFalls, an_old_restore_makes_no_question_fall),
        (Rule::LowersOnly, who_lowers_a_guest_with_a_lent_role_makes_them_no_member_by_right),
    ]);
}
