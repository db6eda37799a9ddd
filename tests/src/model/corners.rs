//! The corners of the law, one fact each.

use super::Role::{Guest, Member, Organiser, Steward};
use super::Status::{Active, Left, Removed, Unknown, Waiting};
use super::story::*;
use super::{Body, Id};

/// A founds; B, C and D join, and all have heard all.
fn four() -> Story {
    let mut story = Story::founded_by("A");
    for newcomer in ["B", "C", "D"] {
        story.join("A", newcomer);
    }
    all_hear(&mut story);
    story
}

/// The same with as many organisers, in the order of their names.
fn with_organisers(names: &[&'static str]) -> Story {
    let mut story = four();
    for name in names.iter().filter(|name| **name != "A") {
        story.give("A", name, Organiser);
    }
    all_hear(&mut story);
    story
}

fn all_hear(story: &mut Story) {
    for name in ["B", "C", "D"] {
        story.hear(name, "A");
    }
}

fn late(n: u64) -> Id {
    number(1000 + n)
}

#[test]
fn of_two_organisers_that_remove_each_other_the_senior_stays() {
    for swapped in [false, true] {
        let mut story = with_organisers(&["A", "B"]);
        let (first, second) = if swapped { (1, 2) } else { (2, 1) };
        story.say_as("A", late(first), remove("B"));
        story.say_as("B", late(second), remove("A"));
        let law = story.whole();
        assert_eq!((law.status("A"), law.status("B")), (Active, Removed));
    }
}

#[test]
fn two_organisers_need_one_to_remove_one() {
    let mut story = with_organisers(&["A", "B"]);
    story.say("B", remove("A"));
    assert_eq!(story.whole().status("A"), Removed);
}

#[test]
fn of_three_organisers_it_takes_two_to_remove_one() {
    let mut story = with_organisers(&["A", "B", "C"]);
    let alone = story.say("B", remove("A"));
    assert_eq!(story.whole().status("A"), Active);
    assert!(!story.whole().holds(alone));
    let second = story.say("C", remove("A"));
    let law = story.whole();
    assert_eq!(law.status("A"), Removed);
    assert!(law.holds(alone) && law.holds(second));
}

#[test]
fn the_second_organiser_may_have_heard_the_first() {
    let mut story = with_organisers(&["A", "B", "C"]);
    story.say("B", remove("A"));
    story.hear("C", "B");
    story.give("C", "A", Member);
    assert_eq!(story.whole().status("A"), Removed);
}

#[test]
fn nobody_is_partner_to_their_own_removal() {
    let mut story = with_organisers(&["A", "B", "C"]);
    story.say("C", remove("B"));
    story.give("B", "B", Steward);
    let law = story.whole();
    assert_eq!((law.status("B"), law.role("B")), (Active, Some(Steward)));
}

#[test]
fn a_removal_outlives_the_later_removal_of_its_partner() {
    let mut story = with_organisers(&["A", "B", "C"]);
    story.say("A", remove("B"));
    story.say("C", remove("B"));
    story.hear("A", "C");
    story.say("A", remove("C"));
    let law = story.whole();
    assert_eq!((law.status("B"), law.status("C")), (Removed, Removed));
}

#[test]
fn a_removal_whose_partner_is_struck_before_is_passed_over() {
    let mut story = with_organisers(&["A", "B", "C", "D"]);
    story.say("B", remove("D"));
    story.say("C", remove("D"));
    story.say("A", remove("C"));
    story.say("D", remove("C"));
    let law = story.whole();
    assert_eq!((law.status("C"), law.status("D")), (Removed, Active));
}

#[test]
fn a_removal_whose_partner_is_struck_after_is_void_for_good() {
    let mut story = with_organisers(&["A", "B", "C", "D"]);
    for newcomer in ["E", "F"] {
        story.join("A", newcomer);
        story.give("A", newcomer, Organiser);
    }
    all_hear(&mut story);
    story.meet("E", "F");
    story.say("B", remove("F"));
    story.say("E", remove("F"));
    story.say("C", remove("E"));
    story.say("D", remove("E"));
    let law = story.whole();
    assert_eq!((law.status("E"), law.status("F")), (Removed, Active));
}

#[test]
fn a_removal_that_strikes_the_ground_of_its_own_partner_is_void() {
    let mut story = with_organisers(&["A", "B", "C"]);
    story.say("A", remove("C"));
    story.give("C", "D", Organiser);
    story.hear("D", "C");
    story.say("D", remove("C"));
    let law = story.whole();
    assert_eq!((law.status("C"), law.role("D")), (Active, Some(Organiser)));
}

#[test]
fn a_restore_must_know_the_removal() {
    let mut story = with_organisers(&["A", "B"]);
    let removal = story.say("A", remove("D"));
    let blind = story.say("B", restore("D", Member, [removal]));
    assert!(!story.whole().holds(blind));
    assert_eq!(story.whole().status("D"), Removed);
    story.hear("B", "A");
    story.say("B", restore("D", Member, [removal]));
    assert_eq!(story.whole().status("D"), Active);
}

#[test]
fn a_restore_lifts_no_removal_it_had_not_heard() {
    let mut story = with_organisers(&["A", "B"]);
    let heard = story.say("A", remove("D"));
    story.hear("B", "A");
    story.say("B", restore("D", Member, [heard]));
    story.say("A", remove("D"));
    assert_eq!(story.whole().status("D"), Removed);
}

#[test]
fn a_demotion_voids_only_what_needed_the_role() {
    let mut story = with_organisers(&["A", "B"]);
    story.give("A", "B", Member);
    let invitation = story.say("B", invite("E", Member));
    let policy = story.say("B", Body::Policy { members_invite: false });
    let admit = story.admit("B", "E", "E");
    let law = story.whole();
    assert!(law.holds(invitation) && law.holds(admit) && !law.holds(policy));
    assert_eq!((law.status("E"), law.role("B")), (Active, Some(Member)));
}

#[test]
fn a_removal_voids_what_its_author_had_not_heard() {
    let mut story = with_organisers(&["A", "B"]);
    let before = story.say("B", invite("E", Member));
    story.hear("A", "B");
    story.say("A", remove("B"));
    let beside = story.say("B", invite("F", Member));
    let newcomer = story.admit("B", "F", "F");
    let law = story.whole();
    assert!(law.holds(before) && !law.holds(beside) && !law.holds(newcomer));
    assert_eq!(law.status("F"), Unknown, "what depends on the void is void");
}

#[test]
fn another_removal_that_knew_it_keeps_a_statement() {
    let mut story = with_organisers(&["A", "B"]);
    story.say("A", remove("D"));
    let said = story.say("D", invite("E", Member));
    assert!(!story.whole().holds(said));
    story.hear("B", "D");
    story.say("B", remove("D"));
    assert!(story.whole().holds(said));
}

#[test]
fn whom_a_removed_person_admitted_waits_and_so_do_their_admits_until_one_is_sponsored() {
    let mut story = four();
    story.say("D", invite("door", Member));
    story.hear("A", "D");
    story.say("A", remove("D"));
    let e = story.admit("D", "door", "E");
    story.admit("E", "door", "F");
    let law = story.whole();
    assert_eq!((law.status("E"), law.status("F")), (Waiting, Waiting));
    story.hear("A", "F");
    story.say("A", restore("E", Member, [e]));
    let law = story.whole();
    assert_eq!((law.status("E"), law.status("F")), (Active, Active));
}

#[test]
fn removing_a_person_that_waits_helps_nobody_they_admitted() {
    let mut story = four();
    story.say("D", invite("door", Member));
    story.hear("A", "D");
    story.say("A", remove("D"));
    story.admit("D", "door", "E");
    story.admit("E", "door", "F");
    story.hear("A", "F");
    story.say("A", remove("E"));
    let law = story.whole();
    assert_eq!((law.status("E"), law.status("F")), (Removed, Waiting));
}

#[test]
fn two_that_wait_do_not_hold_each_other_up() {
    let mut story = four();
    for door in ["1", "2"] {
        story.say("A", invite(door, Member));
    }
    all_hear(&mut story);
    for door in ["1", "2"] {
        story.say("A", close(door));
    }
    story.admit("B", "1", "E");
    story.admit("C", "2", "F");
    story.say("A", invite("3", Member));
    story.say("E", admit("2", "F"));
    story.say("F", admit("1", "E"));
    let law = story.whole();
    assert_eq!((law.status("E"), law.status("F")), (Waiting, Waiting));
}

#[test]
fn of_more_than_an_invitation_lets_in_the_last_in_the_order_wait() {
    let mut story = four();
    story.say("A", limited_invite("one", Member, 1));
    all_hear(&mut story);
    story.say_as("B", late(2), admit("one", "E"));
    story.say_as("C", late(1), admit("one", "F"));
    let law = story.whole();
    assert_eq!((law.status("E"), law.status("F")), (Waiting, Active));
}

#[test]
fn an_admit_said_again_takes_no_room_and_no_role() {
    let mut story = four();
    story.say("A", limited_invite("one", Member, 1));
    all_hear(&mut story);
    story.admit("A", "one", "E");
    story.give("A", "E", Steward);
    story.say_as("B", late(0), admit("one", "E"));
    let law = story.whole();
    assert_eq!((law.status("E"), law.role("E")), (Active, Some(Steward)));
}

#[test]
fn a_full_or_closed_invitation_lets_nobody_in() {
    let mut story = four();
    story.say("A", limited_invite("one", Member, 1));
    story.admit("A", "one", "E");
    let over = story.say("A", admit("one", "F"));
    story.say("A", invite("two", Member));
    story.say("A", close("two"));
    let shut = story.say("A", admit("two", "F"));
    assert!(!story.whole().holds(over) && !story.whole().holds(shut));
}

#[test]
fn only_the_most_senior_that_does_not_organise_may_stand_in() {
    let mut story = four();
    let early = story.say("C", Body::StandIn);
    assert!(!story.whole().holds(early));
    story.say("B", Body::StandIn);
    story.hear("C", "B");
    let next = story.say("C", Body::StandIn);
    let law = story.whole();
    assert!(law.organises("B") && law.holds(next));
}

#[test]
fn a_stand_in_may_not_put_out_a_true_organiser() {
    let mut story = four();
    story.say("B", Body::StandIn);
    let tries = [remove("A"), remove_device("A"), role("A", Organiser, Member)];
    for body in tries {
        let tried = story.say("B", body);
        assert!(!story.whole().holds(tried));
    }
    let allowed = story.say("B", Body::Hub);
    assert!(story.whole().holds(allowed));
}

#[test]
fn a_role_that_knows_it_ends_a_stand_in() {
    let mut story = four();
    story.say("B", Body::StandIn);
    story.hear("A", "B");
    story.say("A", role("B", Member, Member));
    assert!(!story.whole().organises("B"));
    assert_eq!(story.whole().role("B"), Some(Member));
}

#[test]
fn where_the_sole_organiser_leaves_the_most_senior_succeeds() {
    let mut story = four();
    story.give("A", "C", Steward);
    story.say("A", leave());
    let law = story.whole();
    assert_eq!(law.status("A"), Left);
    assert!(law.organises("C") && !law.organises("B"));
    assert_eq!(law.role("C"), Some(Steward));
}

#[test]
fn a_guest_never_succeeds() {
    let mut story = Story::founded_by("A");
    story.say("A", invite("room", Guest));
    story.admit("A", "room", "B");
    story.say("A", leave());
    assert!(!story.whole().organises("B"));
    let tried = story.say("B", Body::StandIn);
    assert!(!story.whole().holds(tried));
}

#[test]
fn nobody_raises_themselves() {
    let mut story = four();
    story.say("B", Body::StandIn);
    let raised = story.say("B", role("B", Member, Organiser));
    let lowered = story.say("B", role("B", Member, Guest));
    assert!(!story.whole().holds(raised) && story.whole().holds(lowered));
}

#[test]
fn of_two_roles_given_apart_the_lower_holds() {
    let mut story = with_organisers(&["A", "B"]);
    story.give("A", "D", Steward);
    story.give("B", "D", Organiser);
    assert_eq!(story.whole().role("D"), Some(Steward));
}

#[test]
fn a_device_put_out_says_nothing_more() {
    let mut story = four();
    story.say("B", add_device("B2"));
    story.hear("B2", "B");
    story.say("B2", remove_device("B"));
    let beside = story.say("B", invite("E", Member));
    let law = story.whole();
    assert!(!law.holds(beside) && !law.device_is_active("B") && law.device_is_active("B2"));
    assert_eq!(law.status("B"), Active);
}

#[test]
fn of_two_that_link_one_device_the_first_in_the_order_has_it() {
    let mut story = four();
    story.say_as("B", late(2), add_device("X"));
    story.say_as("C", late(1), add_device("X"));
    assert_eq!(story.whole().owner("X"), Some(person("C")));
}

#[test]
fn a_steward_puts_out_members_and_nobody_above() {
    let mut story = four();
    story.give("A", "B", Steward);
    story.give("A", "C", Steward);
    all_hear(&mut story);
    let above = [remove("A"), remove("C"), remove_device("C")].map(|body| story.say("B", body));
    let below = story.say("B", remove("D"));
    let law = story.whole();
    assert!(above.into_iter().all(|tried| !law.holds(tried)));
    assert!(law.holds(below));
}

#[test]
fn where_two_policies_meet_the_stricter_holds() {
    let mut story = with_organisers(&["A", "B"]);
    story.say("A", Body::Policy { members_invite: false });
    story.say("B", Body::Policy { members_invite: true });
    story.hear("D", "A");
    story.hear("D", "B");
    let tried = story.say("D", invite("E", Member));
    assert!(!story.whole().holds(tried));
    story.hear("A", "B");
    story.say("A", Body::Policy { members_invite: true });
    assert!(story.whole().0.standing.members_invite);
}
