//! Who waits behind whom, who follows the last organiser, and what guests come back as: docs/protocol.md §3.5.

use kith_sync::charter::{Role, Statement, Status};
use kith_sync::id::StatementId;
use kith_tests::said::{FOUNDER, Said, leave, out, person, restore};

/// The second lets in the third by one device while another of theirs closes the invitation: the third waits, and does not know. Answers
/// the words that let them in and that closed it.
fn waiting(members: &[u64]) -> (Said, StatementId, StatementId) {
    let (mut said, last) = Said::by_members(members);
    let link = said.invite((2, 2), last, 5);
    let added = said.add_device((2, 2), link.invite, 22);
    let lets_in = said.admit_all(&link, (22, 2), added, &[3]);
    let closes = said.say((2, 2), &[added], Statement::Close { invite: link.invite });
    (said, lets_in, closes)
}

/// The third, who waits, lets in the fourth. The founder confirms the third, and everybody is there.
fn confirmed() -> (Said, StatementId) {
    let (mut said, lets_in, closes) = waiting(&[2, 6, 7]);
    let fourth = said.admit((3, 3), lets_in, 4);
    let law = said.agreed();
    assert_eq!([3, 4].map(|who| law.status(&person(who))), [Status::Waiting; 2]);
    let confirms = said.say(FOUNDER, &[fourth, closes], restore(3));
    let law = said.agreed();
    assert_eq!([3, 4].map(|who| law.status(&person(who))), [Status::Active; 2]);
    (said, confirms)
}

#[test]
fn who_came_by_somebody_who_waited_stays_when_they_go() {
    let (mut said, last) = confirmed();
    let heard = said.all_hear(&[6, 7, 4], last);
    said.say((3, 3), &[heard], leave());
    assert_eq!(said.agreed().status(&person(4)), Status::Active);
}

#[test]
fn who_came_by_somebody_who_waited_stays_when_they_are_put_out_by_who_knows_of_it() {
    let (mut said, last) = confirmed();
    let heard = said.all_hear(&[6, 7, 4], last);
    said.say(FOUNDER, &[heard], out(3));
    assert_eq!(said.agreed().status(&person(4)), Status::Active);
}

/// Each lets in the next, and all of them wait: whoever confirms the first confirms those behind them too, whoever goes then.
#[test]
fn who_waits_in_a_row_is_confirmed_with_the_first() {
    let (mut said, third, closes) = waiting(&[2, 6]);
    let fourth = said.admit((3, 3), third, 4);
    let fifth = said.admit((4, 4), fourth, 5);
    let statuses = |said: &Said| {
        let law = said.agreed();
        [3, 4, 5].map(|who| law.status(&person(who)))
    };
    assert_eq!(statuses(&said), [Status::Waiting; 3]);
    let confirms = said.say(FOUNDER, &[fifth, closes], restore(3));
    assert_eq!(statuses(&said), [Status::Active; 3]);
    let mut heard = said.all_hear(&[6, 5], confirms);
    for gone in [3, 4] {
        heard = said.say((gone, gone), &[heard], leave());
    }
    assert_eq!(statuses(&said), [Status::Left, Status::Left, Status::Active]);
}

/// Who organises by succession and was let in by somebody who waited keeps the seat when they go.
#[test]
fn who_follows_the_last_organiser_keeps_the_seat_when_a_guest_goes() {
    let (mut said, mut last) = confirmed();
    last = said.set((3, 3), last, 3, Role::Guest);
    last = said.set((2, 2), last, 2, Role::Guest);
    for gone in [6, 7] {
        last = said.say((gone, gone), &[last], leave());
    }
    last = said.admit(FOUNDER, last, 8);
    last = said.say(FOUNDER, &[last], leave());
    assert_eq!(said.agreed().organisers(), [person(4)]);
    last = said.heard((4, 4), &[last]);
    last = said.heard((8, 8), &[last]);
    said.say((3, 3), &[last], leave());
    assert_eq!(said.agreed().organisers(), [person(4)]);
}

/// Nobody confirmed anybody here: it is the seat alone that keeps who has it.
#[test]
fn who_follows_the_last_organiser_and_stood_behind_a_guest_needs_them_no_more() {
    let (mut said, lets_in, closes) = waiting(&[2, 6]);
    let fourth = said.admit((3, 3), lets_in, 4);
    // The third is let in by another invitation, too, and the fourth, who stands behind them, by none.
    let waits = said.heard((6, 6), &[fourth, closes]);
    let third = said.admit((6, 6), waits, 3);
    let mut heard = said.heard(FOUNDER, &[third]);
    let law = said.agreed();
    assert_eq!([3, 4].map(|who| law.status(&person(who))), [Status::Active; 2]);
    for guest in [2, 3] {
        heard = said.set((guest, guest), heard, guest, Role::Guest);
    }
    heard = said.say((6, 6), &[heard], leave());
    heard = said.say(FOUNDER, &[heard], leave());
    assert_eq!(said.agreed().organisers(), [person(4)]);
    heard = said.heard((4, 4), &[heard]);
    said.say((3, 3), &[heard], leave());
    assert_eq!(said.agreed().organisers(), [person(4)]);
}

/// A guest to whom a stand-in lent a role lowers themselves below it.
#[test]
fn who_lowers_themselves_has_by_right_no_more_than_before() {
    let (mut said, mut last) = Said::by_members(&[2, 3]);
    last = said.set(FOUNDER, last, 3, Role::Guest);
    last = said.say((2, 2), &[last], Statement::StandIn);
    last = said.set((2, 2), last, 3, Role::Steward);
    let law = said.agreed();
    assert_eq!((law.given_role(&person(3)), law.is_lent(&person(3))), (Some(Role::Guest), true));
    said.say((3, 3), &[last], Statement::Lower { person: person(3), to: Role::Member });
    let law = said.agreed();
    assert_eq!(law.given_role(&person(3)), Some(Role::Guest));
    assert_eq!((law.role(&person(3)), law.is_lent(&person(3))), (Some(Role::Member), true), "lent still");
}

/// An organiser takes a member's role down to guest, and members may not invite: a friend's word brings back a guest.
#[test]
fn who_leaves_as_a_guest_comes_back_as_one() {
    let (mut said, mut last) = Said::by_members(&[2, 3, 4]);
    last = said.say(FOUNDER, &[last], Statement::Policy { members_invite: false });
    last = said.set(FOUNDER, last, 4, Role::Guest);
    let left = said.say((4, 4), &[last], leave());
    said.comes_back((3, 3), left, 4);
    let law = said.agreed();
    assert_eq!(law.status(&person(4)), Status::Active);
    assert_eq!(law.given_role(&person(4)), Some(Role::Guest));
}
