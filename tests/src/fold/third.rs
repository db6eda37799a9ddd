//! What a third reader found in the law before it was built, each as it would be tried now.

use super::Role::{Member, Organiser, Steward};
use super::Status::{Active, Removed, Waiting};
use super::kinds::{FIVE, all_are_noticed, founder_removed, role, said, said_twice, settle, status, with_organisers};
use super::statement::{Body, Id};
use super::switch::{Rule, with_most};
use super::tale::{Tale, device, person, remove, restore};
use std::collections::BTreeSet;

const HONEST: [&str; 7] = ["B", "C", "D", "E", "G", "H", "I"];
const EARLY: [&str; 6] = ["X", "Y", "Z", "V", "W", "T"];

/// T is one of four organisers, has a device T2, and is put out by B and C; F is lost. `early` of those who came first are
/// friends of T; one of them, X, said something of long ago that all who are honest know.
fn knotted(early: &[&'static str], long_ago: impl Fn(&mut Tale, BTreeSet<Id>)) -> Tale {
    let mut tale = Tale::founded_by("F");
    tale.invite("F");
    for name in EARLY {
        tale.admit("F", "F", name);
    }
    tale.all_hear(&["F", "X", "Y", "Z", "V", "W", "T"]);
    tale.raise("F", "X", Steward);
    tale.hear("X", "F");
    let invite = tale.invite("X");
    tale.add_device("T", "T2");
    for from in ["T", "X"] {
        tale.hear("F", from);
    }
    tale.raise("F", "T", Organiser);
    for name in HONEST {
        tale.admit("F", "F", name);
    }
    tale.all_hear(&["F", "T", "B", "C"]);
    tale.raise("F", "B", Organiser);
    let first = tale.raise("F", "C", Organiser);
    tale.all_hear(&["F", "T", "B", "C"]);
    tale.say("T", Body::Second { first });
    let all: Vec<&'static str> = HONEST.into_iter().chain(["F", "T", "T2"]).collect();
    tale.all_hear(&all);
    tale.all_say_heard(&HONEST);
    tale.all_hear(&all);
    long_ago(&mut tale, BTreeSet::from([invite]));
    tale.all_hear(&["F", "X", "B"]);
    tale.all_say_heard(&["F", "B", "C", "D", "E", "G", "H", "I"]);
    let first = tale.say("B", remove("T"));
    tale.all_hear(&HONEST);
    tale.say("C", Body::Second { first });
    settle(&mut tale, &HONEST);
    tale.raise("T2", "Y", Steward);
    tale.say("T2", remove("E"));
    for name in early {
        tale.forget(name);
        tale.hear(name, "T2");
        tale.say(name, Body::Heard);
    }
    tale
}

fn nothing_was_undone(tale: &Tale) {
    let law = tale.whole();
    assert_eq!((status(&law, "T"), status(&law, "E"), role(&law, "Y")), (Removed, Active, Some(Member)));
}

#[test]
fn an_old_close_of_ones_own_invitation_undoes_nothing_that_was_settled() {
    let close = |tale: &mut Tale, cites: BTreeSet<Id>| {
        let invite = tale.link("X");
        tale.fork("X", cites, Body::Close { invite });
    };
    nothing_was_undone(&knotted(&["Z", "V", "W", "Y"], close));
}

#[test]
fn an_old_removal_by_a_friend_undoes_nothing_that_more_voices_settled() {
    let removes = |tale: &mut Tale, cites: BTreeSet<Id>| {
        tale.fork("X", cites, remove("W"));
    };
    nothing_was_undone(&knotted(&["Z", "V"], removes));
}

#[test]
fn what_a_friend_laid_down_of_old_is_no_bridge_over_what_was_settled() {
    for words in [Body::Leave, Body::Lower { person: person("X"), to: Member }] {
        let goes = |tale: &mut Tale, cites: BTreeSet<Id>| {
            tale.add_device("X", "X2");
            tale.hear("X2", "X");
            tale.fork("X", cites.into_iter().chain(tale.last("X")).collect(), words.clone());
        };
        let mut tale = knotted(&[], goes);
        tale.hear("X2", "T2");
        tale.say("X2", Body::Heard);
        nothing_was_undone(&tale);
    }
}

#[test]
fn what_knows_a_statement_that_this_version_cannot_read_is_not_judged_until_it_is_unmade() {
    let mut tale = with_organisers(&["B"]);
    tale.say("B", Body::Unknown { needs: Organiser });
    tale.all_hear(&FIVE);
    let before = said(&tale);
    let mut newer = tale.clone();
    newer.invite("C");
    assert_eq!(said(&newer), before);
    tale.say("F", Body::Unmake { person: person("B") });
    tale.all_hear(&FIVE);
    tale.invite("C");
    assert_eq!(said(&tale), before + 2);
    // And again only what is permitted.
    tale.say("D", Body::Close { invite: tale.link("F") });
    assert_eq!(said(&tale), before + 2);
}

#[test]
fn it_takes_two_to_unmake_what_an_organiser_says() {
    let mut tale = with_organisers(&["B", "C"]);
    let first = tale.say("B", Body::Unmake { person: person("F") });
    assert!(!tale.whole().unmade.contains(&person("F")));
    tale.hear("C", "B");
    tale.say("C", Body::Second { first });
    assert!(tale.whole().unmade.contains(&person("F")));
}

#[test]
fn who_alone_organises_unmakes_what_their_own_stolen_device_says() {
    let mut tale = with_organisers(&[]);
    tale.add_device("F", "F2");
    tale.hear("F2", "F");
    tale.say("F", Body::Unknown { needs: Organiser });
    tale.hear("F2", "F");
    tale.say("F2", Body::DeviceRemove { device: device("F") });
    assert!(tale.whole().needs_newer());
    tale.say("F2", Body::Unmake { person: person("F") });
    assert!(!tale.whole().needs_newer());
}

/// B, a steward, said two things beside each other: E is out, and nothing. Everybody heard of the second.
fn with_a_branch() -> (Tale, Id) {
    let mut tale = with_organisers(&[]);
    tale.raise("F", "B", Steward);
    tale.all_say_heard(&FIVE);
    let old = tale.frontier("B");
    let heard = tale.fork("B", old.clone(), Body::Heard);
    tale.all_hear(&FIVE);
    let hidden = tale.fork("B", old, remove("E"));
    tale.say("F", Body::Heard);
    assert!(!tale.held()[&heard].cites.contains(&hidden));
    (tale, hidden)
}

#[test]
fn a_removal_in_a_branch_that_nobody_knows_takes_no_part() {
    let (mut tale, hidden) = with_a_branch();
    assert_eq!(status(&tale.whole(), "E"), Active);
    // Nor what the same device goes on with; but once somebody else knows it, it does, and can be undone.
    tale.fork("B", BTreeSet::from([hidden]), Body::Heard);
    assert_eq!(status(&tale.whole(), "E"), Active);
    tale.hear("D", "B");
    tale.say("D", Body::Heard);
    assert_eq!(status(&tale.whole(), "E"), Removed);
    tale.hear("F", "D");
    tale.say("F", restore("E"));
    assert_eq!(status(&tale.whole(), "E"), Active);
}

#[test]
fn a_hundred_branches_take_no_part() {
    let mut tale = with_organisers(&[]);
    let (old, before) = (tale.frontier("B"), tale.whole().invitations.len());
    for _ in 0..100 {
        tale.fork("B", old.clone(), Body::Invite { limit: 0 });
    }
    assert_eq!(tale.whole().invitations.len(), before);
}

#[test]
fn what_is_said_twice_comes_last_though_a_friend_knows_it() {
    let mut tale = said_twice();
    tale.hear("E", "F");
    tale.say("E", Body::Heard);
    let law = tale.whole();
    assert_eq!((status(&law, "F"), status(&law, "D")), (Removed, Active));
}

#[test]
fn who_was_removed_changes_no_seniority_by_hearing() {
    let (mut tale, _) = founder_removed();
    tale.invite("C");
    tale.all_hear(&["B", "C", "D", "E"]);
    tale.admit("C", "C", "N");
    let late = tale.admit("D", "C", "P");
    settle(&mut tale, &["B", "C", "D", "E", "N", "P"]);
    let before = tale.whole().line();
    tale.say_knowing("F", [late], Body::Heard);
    assert_eq!(tale.whole().line(), before);
}

#[test]
fn whom_somebody_let_in_whom_a_stand_in_raised_stays() {
    let mut tale = Tale::star(&FIVE);
    tale.say("F", Body::Policy { members_invite: false });
    tale.all_hear(&FIVE);
    tale.say("B", Body::StandIn);
    tale.raise("B", "C", Steward);
    tale.hear("C", "B");
    tale.invite("C");
    tale.hear("D", "C");
    tale.admit("D", "C", "N");
    tale.hear("F", "D");
    tale.say("F", Body::EndStandIn);
    let law = tale.whole();
    assert_eq!((status(&law, "N"), role(&law, "C")), (Active, Some(Member)));
    assert!(law.invitations.contains_key(&tale.link("C")));
}

#[test]
fn a_stand_in_is_ended_also_by_whom_it_confirmed() {
    let mut tale = Tale::star(&FIVE);
    tale.invite("C");
    tale.all_hear(&FIVE);
    tale.say("C", Body::Close { invite: tale.link("C") });
    tale.admit("D", "C", "X");
    tale.all_hear(&["B", "C", "D"]);
    tale.say("B", Body::StandIn);
    tale.say("B", restore("X"));
    tale.hear("F", "B");
    tale.raise("F", "X", Organiser);
    tale.hear("X", "F");
    tale.say("X", Body::EndStandIn);
    let law = tale.whole();
    assert_eq!((status(&law, "X"), law.stands_in(person("B"))), (Waiting, None));
}

#[test]
fn what_was_asked_falls_when_its_author_says_something_else() {
    let mut tale = with_organisers(&["B", "C"]);
    let first = tale.raise("F", "E", Organiser);
    tale.say("F", remove("E"));
    tale.say("F", restore("E"));
    tale.all_hear(&FIVE);
    let before = said(&tale);
    tale.say("C", Body::Second { first });
    assert_eq!((role(&tale.whole(), "E"), said(&tale)), (Some(Member), before));
}

#[test]
fn whom_a_question_is_about_does_not_end_it() {
    let mut tale = with_organisers(&["B", "C", "D"]);
    let first = tale.say("F", Body::Raise { person: person("D"), to: Organiser });
    tale.all_hear(&FIVE);
    tale.say("B", Body::Second { first });
    tale.all_hear(&FIVE);
    assert_eq!(role(&tale.whole(), "D"), Some(Organiser));
    let first = tale.say("C", remove("B"));
    tale.all_hear(&["B", "C"]);
    tale.say("B", Body::Lower { person: person("B"), to: Steward });
    tale.hear("D", "C");
    tale.say("D", Body::Second { first });
    assert_eq!(status(&tale.whole(), "B"), Removed);
}

#[test]
fn a_circle_stays_though_one_of_it_was_removed_unheard() {
    let mut tale = with_organisers(&[]);
    let members = ["B", "C", "D"].map(person).into();
    let circle = tale.say("B", Body::Circle { members });
    let epoch = tale.say("B", Body::Epoch { circle: Some(circle), replaces: BTreeSet::new() });
    tale.say("F", remove("D"));
    let law = tale.whole();
    assert_eq!(law.epochs.get(&epoch), Some(&Some(circle)));
    assert!(law.reads(person("C"), Some(circle)) && !law.reads(person("D"), Some(circle)));
    tale.hear("F", "B");
    tale.hear("C", "F");
    let before = said(&tale);
    let members = ["C", "D"].map(person).into();
    tale.say("C", Body::Circle { members });
    assert_eq!(said(&tale), before);
}

#[test]
fn a_circle_stays_though_who_gathered_it_was_removed_unheard() {
    let mut tale = with_organisers(&[]);
    let members = ["B", "C", "D"].map(person).into();
    let circle = tale.say("B", Body::Circle { members });
    tale.hear("C", "B");
    let epoch = tale.say("C", Body::Epoch { circle: Some(circle), replaces: BTreeSet::new() });
    let theirs = tale.say("B", Body::Epoch { circle: Some(circle), replaces: BTreeSet::new() });
    tale.say("F", remove("B"));
    let law = tale.whole();
    assert!(law.epochs.contains_key(&epoch) && !law.epochs.contains_key(&theirs));
    assert!(law.reads(person("D"), Some(circle)) && !law.reads(person("B"), Some(circle)));
}

#[test]
fn who_came_by_an_invitation_that_falls_with_its_maker_unheard_does_not_wait() {
    let mut tale = with_organisers(&[]);
    tale.raise("F", "B", Steward);
    tale.all_say_heard(&FIVE);
    tale.invite("B");
    tale.all_hear(&["B", "C", "D", "E"]);
    for (giver, newcomer) in [("C", "X"), ("D", "Y")] {
        tale.admit(giver, "B", newcomer);
    }
    tale.admit("B", "B", "Z");
    tale.say("F", remove("B"));
    let law = tale.whole();
    assert_eq!(["X", "Y", "Z"].map(|name| status(&law, name)), [Active, Active, Waiting]);
}

#[test]
fn more_than_may_stand_unheard_is_not_said_until_an_organiser_heard() {
    with_most(5, || {
        let mut tale = with_organisers(&["B"]);
        let before = said(&tale);
        for _ in 0..8 {
            tale.invite("E");
        }
        assert_eq!(said(&tale), before + 5);
        tale.forget_unsaid();
        tale.hear("C", "E");
        tale.say("C", Body::Heard);
        tale.hear("E", "C");
        tale.invite("E");
        assert_eq!(said(&tale), before + 6, "a member's word does not do");
        tale.forget_unsaid();
        tale.hear("B", "E");
        tale.say("B", Body::Heard);
        tale.hear("E", "B");
        tale.invite("E");
        assert_eq!(said(&tale), before + 8);
    });
}

#[test]
fn who_waits_behind_two_comes_in_with_either() {
    let mut tale = Tale::star(&["F", "T", "B"]);
    tale.invite("T");
    tale.admit("T", "T", "V");
    tale.admit("T", "T", "Q");
    let knows_v = tale.frontier("V");
    tale.admit("T", "F", "N");
    tale.admit_knowing("Q", knows_v.clone(), "F", "N");
    tale.admit_knowing("V", knows_v, "F", "N");
    tale.say("F", remove("T"));
    assert_eq!(status(&tale.whole(), "N"), Waiting);
    tale.hear("F", "T");
    tale.hear("F", "V");
    tale.say("F", restore("V"));
    let law = tale.whole();
    assert_eq!((status(&law, "V"), status(&law, "N")), (Active, Active));
}

#[test]
fn a_removed_device_is_removed_once_for_all_its_words() {
    let mut tale = with_organisers(&[]);
    tale.add_device("B", "B2");
    tale.hear("B2", "B");
    tale.say("B2", Body::DeviceRemove { device: device("B") });
    settle(&mut tale, &["F", "B2", "C", "D", "E"]);
    let before = said(&tale);
    tale.hear("B", "F");
    tale.invite("B");
    assert_eq!(said(&tale), before);
}

#[test]
fn each_rule_that_is_broken_is_noticed() {
    all_are_noticed(&[
        (Rule::Margins, an_old_removal_by_a_friend_undoes_nothing_that_more_voices_settled),
        (Rule::Narrow, an_old_close_of_ones_own_invitation_undoes_nothing_that_was_settled),
        (Rule::Beside, what_is_said_twice_comes_last_though_a_friend_knows_it),
        (Rule::Branches, a_removal_in_a_branch_that_nobody_knows_takes_no_part),
        (Rule::Late, who_was_removed_changes_no_seniority_by_hearing),
        (Rule::Unread, what_knows_a_statement_that_this_version_cannot_read_is_not_judged_until_it_is_unmade),
        (Rule::Two, it_takes_two_to_unmake_what_an_organiser_says),
        (Rule::Most, more_than_may_stand_unheard_is_not_said_until_an_organiser_heard),
        (Rule::Falls, what_was_asked_falls_when_its_author_says_something_else),
        (Rule::Circles, a_circle_stays_though_one_of_it_was_removed_unheard),
        (Rule::Table, who_came_by_an_invitation_that_falls_with_its_maker_unheard_does_not_wait),
        (Rule::Behind, who_waits_behind_two_comes_in_with_either),
    ]);
}
