//! The scenarios of `docs/protocol.md` §7 that are matters of law, told to the model of the law.
//! Erasing (8), a forked log (9) and a forged snapshot (10) are none; the simulator tells those.

use std::collections::BTreeSet;

use kith_tests::model::Role::{Member, Organiser, Steward};
use kith_tests::model::Status::{Active, Left, Removed, Unknown, Waiting};
use kith_tests::model::Verdict::{Late, Refused, Stands, Waits};
use kith_tests::model::story::*;
use kith_tests::model::{Body, Cuts, Id};

/// A founds, the others join, all have heard all.
fn community(others: &[&'static str]) -> Story {
    let mut story = Story::founded_by("A");
    for newcomer in others {
        story.join("A", newcomer);
    }
    all_hear(&mut story, others);
    story
}

fn all_hear(story: &mut Story, others: &[&'static str]) {
    for other in others {
        story.hear(other, "A");
    }
}

#[test]
fn s1_a_member_lets_another_in_while_the_founder_sleeps() {
    let mut story = Story::founded_by("A");
    let e1 = story.say("A", epoch([]));
    story.join("A", "B");
    story.join("B", "C");
    assert_eq!(story.seen_by("A").status("C"), Unknown);
    let words = story.frontier("C");
    story.hear("A", "C");
    let law = story.seen_by("A");
    assert_eq!((law.status("C"), law.role("C")), (Active, Some(Member)));
    assert_eq!(law.verdict("C", "C", 0, &words), Stands);
    assert_eq!(law.write_under([e1]), Some(e1), "joining needs no new epoch");
}

#[test]
fn s2_a_closed_invitation_used_by_a_device_that_had_not_heard_leaves_the_newcomer_waiting() {
    let mut story = community(&["B"]);
    story.say("A", invite("door", Member));
    story.hear("B", "A");
    story.say("A", close("door"));
    let admit = story.admit("B", "door", "C");
    assert_eq!(story.seen_by("B").status("C"), Active);
    let words = story.frontier("C");
    story.meet("A", "B");
    for device in ["A", "B"] {
        let law = story.seen_by(device);
        assert_eq!(law.status("C"), Waiting);
        assert_eq!(law.verdict("C", "C", 0, &words), Waits);
    }
    story.say("A", restore("C", Member, [admit]));
    let law = story.whole();
    assert_eq!(law.status("C"), Active);
    assert_eq!(law.verdict("C", "C", 0, &words), Stands);
}

#[test]
fn s2_who_has_heard_of_the_closing_admits_nobody() {
    let mut story = community(&["B"]);
    story.say("A", invite("door", Member));
    story.say("A", close("door"));
    story.hear("B", "A");
    story.admit("B", "door", "C");
    assert_eq!(story.whole().status("C"), Unknown);
}

#[test]
fn s3_two_devices_of_one_person_apart_each_link_a_third() {
    let mut story = community(&["B"]);
    story.say("B", add_device("B2"));
    story.hear("B2", "B");
    story.say("B", add_device("B3"));
    story.hear("B3", "B");
    story.say("B2", add_device("B4"));
    story.hear("B4", "B2");
    story.hear("A", "B3");
    story.hear("A", "B4");
    let law = story.seen_by("A");
    for device in ["B", "B2", "B3", "B4"] {
        assert_eq!(law.owner(device), Some(person("B")));
        assert!(law.device_is_active(device));
        assert_eq!(law.verdict(device, "B", 0, &BTreeSet::new()), Stands);
    }
    assert_eq!(law.verdict("B3", "A", 0, &BTreeSet::new()), Refused);
}

#[test]
fn s3_both_linking_the_same_device_is_no_quarrel() {
    let mut story = community(&["B"]);
    story.say("B", add_device("B2"));
    story.hear("B2", "B");
    story.say("B", add_device("B3"));
    story.say("B2", add_device("B3"));
    assert_eq!(story.whole().owner("B3"), Some(person("B")));
}

#[test]
fn s4_words_of_a_removed_person_stand_until_the_removal_is_heard() {
    let mut story = community(&["C", "D"]);
    let words = story.frontier("D");
    story.say("A", remove_after("D", 5));
    story.hear("C", "D");
    assert_eq!(story.seen_by("C").verdict("D", "D", 5, &words), Stands);
    let answer = story.frontier("C");
    story.hear("C", "A");
    let law = story.seen_by("C");
    assert_eq!(law.status("D"), Removed);
    assert_eq!(law.verdict("D", "D", 4, &words), Stands);
    assert_eq!(law.verdict("D", "D", 5, &words), Late);
    assert_eq!(law.verdict("C", "C", 0, &answer), Stands);
}

#[test]
fn s5_of_two_organisers_that_remove_each_other_apart_the_first_appointed_stays() {
    let mut story = community(&["B", "C", "E"]);
    story.give("A", "B", Organiser);
    all_hear(&mut story, &["B", "C", "E"]);
    story.say("A", remove("B"));
    story.hear("C", "A");
    assert_eq!(story.seen_by("C").status("B"), Removed);
    let void = story.say("B", remove("A"));
    let raised = story.give("B", "E", Steward);
    story.hear("E", "B");
    assert_eq!(story.seen_by("E").role("E"), Some(Steward));
    let invitation = story.say("E", invite("door", Member));
    story.meet("C", "E");
    for device in ["C", "E"] {
        let law = story.seen_by(device);
        assert_eq!((law.status("A"), law.status("B")), (Active, Removed));
        assert_eq!(law.role("E"), Some(Member));
        assert!(!law.holds(void) && !law.holds(raised) && law.holds(invitation));
    }
}

#[test]
fn s6_everyone_writes_under_an_epoch_that_knows_the_removal_and_whose_key_is_here() {
    let mut story = community(&["B", "C", "D"]);
    let e1 = story.say("A", epoch([]));
    all_hear(&mut story, &["B", "C", "D"]);
    story.say("A", remove("D"));
    assert_eq!(story.seen_by("A").write_under([e1]), None, "A must mint one");
    let e2 = story.say("A", epoch([e1]));
    let e3 = story.say("B", epoch([e1]));
    assert_eq!(story.seen_by("C").write_under([e1]), Some(e1));
    assert_eq!(story.seen_by("B").write_under([e1, e3]), Some(e3));
    story.hear("C", "B");
    story.hear("C", "A");
    assert_eq!(story.seen_by("C").write_under([e1, e2, e3]), Some(e2));
    assert_eq!(story.seen_by("C").write_under([e1, e3]), None, "C mints");
    let e4 = story.say("C", epoch([e2, e3]));
    story.hear("A", "C");
    story.hear("B", "C");
    for device in ["A", "B", "C"] {
        let law = story.seen_by(device);
        assert_eq!(law.write_under([e1, e2, e3, e4]), Some(e4));
    }
}

#[test]
fn s6_of_two_epochs_that_both_serve_the_least_is_written_under() {
    let mut story = community(&["B"]);
    let e1 = story.say("A", epoch([]));
    let e2 = story.say("B", epoch([]));
    assert_eq!(story.whole().write_under([e1, e2]), Some(e1.min(e2)));
}

#[test]
fn s7_an_answer_to_words_beyond_the_cut_stands_and_a_further_cut_keeps_them() {
    let mut story = community(&["D", "E"]);
    story.say("A", remove_after("D", 3));
    let words = story.frontier("D");
    story.hear("E", "D");
    let answer = story.frontier("E");
    story.meet("A", "E");
    let law = story.seen_by("E");
    assert_eq!(law.verdict("D", "D", 3, &words), Late);
    assert_eq!(law.verdict("E", "E", 0, &answer), Stands);
    story.say("A", remove_after("D", 4));
    assert_eq!(story.whole().verdict("D", "D", 3, &words), Stands);
    story.say("A", remove_after("D", 1));
    assert_eq!(story.whole().verdict("D", "D", 3, &words), Stands, "the furthest cut holds");
}

#[test]
fn s11_a_statement_of_a_newer_kind_makes_read_only_and_what_follows_it_is_judged() {
    let mut story = community(&["B", "C"]);
    story.say("A", Body::Unknown);
    let after = story.say("A", invite("door", Member));
    let words = story.frontier("A");
    assert!(!story.seen_by("B").0.standing.read_only);
    story.hear("B", "A");
    story.hear("C", "B");
    for device in ["B", "C"] {
        let law = story.seen_by(device);
        assert!(law.0.standing.read_only && law.holds(after));
        assert_eq!(law.verdict("A", "A", 0, &words), Stands);
    }
    assert_eq!(story.seen_by("D").verdict("A", "A", 0, &words), Waits);
}

#[test]
fn s11_a_removed_person_makes_nothing_read_only() {
    let mut story = community(&["D"]);
    story.say("A", remove("D"));
    story.say("D", Body::Unknown);
    assert!(story.seen_by("D").0.standing.read_only);
    assert!(!story.whole().0.standing.read_only);
}

#[test]
fn s12_only_the_two_of_a_circle_open_its_epochs() {
    let mut story = community(&["B", "C"]);
    let hub = story.say("A", Body::Hub);
    all_hear(&mut story, &["B", "C"]);
    let opened = story.say_as("B", [7; 32], circle(["B", "C"]));
    let circle = [7; 16];
    let of_circle = |replaces: &[Id]| Body::Epoch { circle, replaces: replaces.iter().copied().collect() };
    let e1 = story.say("B", of_circle(&[]));
    story.hear("A", "B");
    story.hear("C", "B");
    let e2 = story.say("A", of_circle(&[e1]));
    let law = story.whole();
    assert!(law.holds(hub) && law.holds(opened) && law.holds(e1) && !law.holds(e2));
    assert_eq!(law.0.write_under(circle, &[e1, e2].into()), Some(e1));
    assert_eq!(law.write_under([e1, e2]), None, "it is no epoch of everyone's");
}

#[test]
fn s13_who_left_comes_back_by_an_admit_that_lifts_the_leave() {
    let mut story = community(&["D"]);
    story.give("A", "D", Steward);
    story.hear("D", "A");
    let left = story.say("D", Body::Leave { cuts: Cuts::from([(log("D"), 4)]) });
    let after = story.frontier("D");
    story.hear("A", "D");
    assert_eq!(story.whole().status("D"), Left);
    story.say("A", invite("again", Member));
    let blind = story.say("A", admit("again", "D"));
    assert!(!story.whole().holds(blind));
    story.say("A", admit_again("again", "D", "D2", [left]));
    story.hear("D2", "A");
    let new = story.frontier("D2");
    story.hear("D", "A");
    let returned = story.frontier("D");
    let law = story.whole();
    assert_eq!((law.status("D"), law.role("D")), (Active, Some(Member)));
    assert!(law.device_is_active("D") && law.device_is_active("D2"));
    assert_eq!(law.verdict("D", "D", 3, &after), Stands);
    assert_eq!(law.verdict("D", "D", 4, &after), Late);
    assert_eq!(law.verdict("D2", "D", 0, &new), Stands);
    assert_eq!(law.verdict("D", "D", 5, &returned), Stands);
}

#[test]
fn s13_who_was_removed_does_not_come_back_by_an_invitation() {
    let mut story = community(&["D"]);
    let removal = story.say("A", remove("D"));
    story.say("A", invite("again", Member));
    story.say("A", admit_again("again", "D", "D", [removal]));
    assert_eq!(story.whole().status("D"), Removed);
    story.say("A", restore("D", Member, [removal]));
    assert_eq!(story.whole().status("D"), Active);
}

#[test]
fn s14_where_both_organisers_are_lost_the_most_senior_stands_in() {
    let mut story = community(&["B", "C", "D", "E"]);
    story.give("A", "B", Organiser);
    all_hear(&mut story, &["B", "C", "D", "E"]);
    let early = story.say("D", Body::StandIn);
    story.say("C", Body::StandIn);
    let barred = story.say("C", remove("A"));
    let law = story.whole();
    assert!(law.organises("C") && !law.organises("D"));
    assert!(!law.holds(early) && !law.holds(barred));
    for appointed in ["D", "E"] {
        story.give("C", appointed, Organiser);
    }
    story.hear("D", "C");
    story.hear("E", "C");
    story.say("D", remove("A"));
    assert_eq!(story.whole().status("A"), Active, "one of four is not enough");
    story.say("E", remove("A"));
    assert_eq!(story.whole().status("A"), Removed);
}

#[test]
fn s14_an_organiser_that_was_only_away_ends_it() {
    let mut story = community(&["B", "C"]);
    story.give("A", "B", Organiser);
    all_hear(&mut story, &["B", "C"]);
    story.say("C", Body::StandIn);
    story.hear("B", "C");
    story.give("B", "C", Member);
    let law = story.whole();
    assert!(law.organises("B") && !law.organises("C"));
}
