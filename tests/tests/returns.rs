//! Who goes and comes back: by which word, in which role, and with which words (docs/protocol.md §3.5, §3.8, §5).

use kith_sync::charter::{Cut, Law, Role, Statement, Status, Verdict};
use kith_sync::id::{LogId, StatementId};
use kith_tests::said::{FOUNDER, Said, device_out, founders, keys, leave, out, person, restore, writer};

const LOG: LogId = LogId([9; 32]);

/// With so many records of the log.
fn cut(count: u64) -> Vec<Cut> {
    vec![Cut { log: LOG, count }]
}

fn removes(whom: u64, count: u64) -> Statement {
    Statement::Remove { person: person(whom), cuts: cut(count), why: None }
}

/// The role of the fourth as who knew these knew, which is that of all that they knew.
fn role_then(said: &Said, law: &Law, frontier: &[StatementId]) -> Option<Role> {
    let known = law.role_known(&person(4), frontier);
    assert_eq!(known, said.known_by(frontier).given_role(&person(4)));
    known
}

/// An organiser leaves, and two members let them in again apart.
#[test]
fn who_left_as_organiser_and_was_let_in_twice_is_a_member_by_either_word() {
    let (mut said, mut last) = Said::by_members(&[2, 3, 4]);
    last = said.set(FOUNDER, last, 4, Role::Organiser);
    let left = said.say((4, 4), &[last], Statement::Leave { cuts: cut(5) });
    let backs = [(2, 2), (3, 3)].map(|by| said.comes_back(by, left, 4));
    let law = said.agreed();
    assert_eq!(law.given_role(&person(4)), Some(Role::Member));
    for back in backs {
        assert_eq!(law.verdict(&writer(4, LOG), 7, &[back]), Verdict::Stands);
        assert_eq!(role_then(&said, &law, &[back]), Some(Role::Member));
    }
}

/// Two organisers restore apart whom they removed together.
#[test]
fn who_was_removed_as_organiser_and_restored_twice_is_a_member_by_either_word() {
    let (mut said, mut last) = Said::by_members(&[2, 3, 4]);
    last = said.set(FOUNDER, last, 2, Role::Organiser);
    let raised = said.set(FOUNDER, last, 4, Role::Organiser);
    let asked = said.say(FOUNDER, &[raised], removes(4, 5));
    let agreed = said.second((2, 2), asked);
    let backs = [FOUNDER, (2, 2)].map(|by| said.say(by, &[agreed], restore(4)));
    let law = said.agreed();
    assert_eq!(law.given_role(&person(4)), Some(Role::Member));
    for back in backs {
        assert_eq!(law.verdict(&writer(4, LOG), 7, &[back]), Verdict::Stands);
        assert_eq!(role_then(&said, &law, &[back]), Some(Role::Member));
    }
}

/// A steward removed the fourth by mistake; the second gave back what they had written, in this role.
fn given_back(role: Role) -> (Said, StatementId, StatementId) {
    let (mut said, mut last) = Said::by_members(&[2, 3, 4, 5]);
    last = said.set(FOUNDER, last, 2, role);
    last = said.set(FOUNDER, last, 3, Role::Steward);
    let ends = said.say((3, 3), &[last], removes(4, 5));
    let back = said.say((2, 2), &[ends], Statement::Restore { person: person(4), cuts: cut(50) });
    let heard = said.all_hear(&[1, 3, 4, 5], back);
    assert_eq!(said.agreed().verdict(&writer(4, LOG), 40, &[last]), Verdict::Stands);
    (said, last, heard)
}

#[test]
fn what_an_organiser_gave_back_stays_when_they_end_their_old_device() {
    let (mut said, knew, heard) = given_back(Role::Organiser);
    let added = said.add_device((2, 2), heard, 22);
    let heard = said.all_hear(&[1, 3, 4, 5], added);
    said.say((22, 2), &[heard], device_out(2));
    assert_eq!(said.agreed().verdict(&writer(4, LOG), 40, &[knew]), Verdict::Stands);
}

#[test]
fn what_a_steward_gave_back_stays_when_they_are_removed_later() {
    let (mut said, knew, heard) = given_back(Role::Steward);
    said.say(FOUNDER, &[heard], out(2));
    assert_eq!(said.agreed().verdict(&writer(4, LOG), 40, &[knew]), Verdict::Stands);
}

/// The fourth lost a device and cut its words off; an organiser gave them back, and ends a device of their own later.
#[test]
fn what_an_organiser_gave_back_of_a_lost_device_stays_when_they_end_their_own() {
    let (mut said, mut last) = Said::by_members(&[2, 3, 4, 5]);
    last = said.set(FOUNDER, last, 2, Role::Organiser);
    last = said.add_device((4, 4), last, 44);
    let ends = |count| Statement::DeviceRemove { device: keys(44).device(), cuts: cut(count) };
    let ended = said.say((4, 4), &[last], ends(5));
    let back = said.say((2, 2), &[ended], ends(50));
    let mut heard = said.all_hear(&[1, 3, 4, 5], back);
    let lost = kith_sync::charter::Writer { device: keys(44).device(), sign_key: keys(44).sign, ..writer(4, LOG) };
    assert_eq!(said.agreed().verdict(&lost, 40, &[last]), Verdict::Stands);
    heard = said.add_device((2, 2), heard, 22);
    heard = said.all_hear(&[1, 3, 4, 5], heard);
    said.say((22, 2), &[heard], device_out(2));
    assert_eq!(said.agreed().verdict(&lost, 40, &[last]), Verdict::Stands);
}

/// The second lowers the steward whom the two other organisers make organiser meanwhile; later these lower them, not having heard.
#[test]
fn what_one_organiser_said_alone_takes_no_role_that_takes_two() {
    let (mut said, mut last) = Said::by_members(&[2, 3, 4]);
    for organiser in [3, 2] {
        last = said.set(FOUNDER, last, organiser, Role::Organiser);
    }
    last = said.set(FOUNDER, last, 4, Role::Steward);
    let alone = said.set((2, 2), last, 4, Role::Member);
    let asked = said.set(FOUNDER, last, 4, Role::Organiser);
    let made = said.second((3, 3), asked);
    assert_eq!(role_then(&said, &said.agreed(), &[made, alone]), Some(Role::Organiser));
    let asked = said.set(FOUNDER, made, 4, Role::Member);
    said.second((3, 3), asked);
    let law = said.agreed();
    assert_eq!(law.given_role(&person(4)), Some(Role::Member));
    assert_eq!(role_then(&said, &law, &[made, alone]), Some(Role::Organiser));
}

/// A steward may raise nobody, nor do so by removing and restoring them.
#[test]
fn who_was_made_a_guest_is_one_however_they_come_back() {
    for leaves in [false, true] {
        let (mut said, mut last) = Said::by_members(&[2, 3, 4]);
        last = said.set(FOUNDER, last, 2, Role::Steward);
        last = said.set(FOUNDER, last, 4, Role::Guest);
        let left = if leaves { said.say((4, 4), &[last], leave()) } else { last };
        last = said.say((2, 2), &[left], out(4));
        last = said.say((2, 2), &[last], restore(4));
        if leaves {
            assert_eq!(said.agreed().status(&person(4)), Status::Left);
            said.comes((3, 3), &[last], &founders(), 4, vec![left]);
        }
        let law = said.agreed();
        assert_eq!((law.status(&person(4)), law.given_role(&person(4))), (Status::Active, Some(Role::Guest)));
    }
}

/// The third waits, and let in the fourth, who was removed for inventing others.
#[test]
fn who_waits_behind_somebody_who_was_removed_is_not_confirmed_with_those_before() {
    for body in [Statement::Raise { person: person(3), to: Role::Steward }, restore(3)] {
        let (mut said, mut last) = Said::by_members(&[2, 6, 7]);
        last = said.set(FOUNDER, last, 6, Role::Steward);
        let link = said.invite((2, 2), last, 5);
        last = said.add_device((2, 2), link.invite, 22);
        let lets_in = said.admit_all(&link, (22, 2), last, &[3]);
        let closes = said.say((2, 2), &[last], Statement::Close { invite: link.invite });
        let mut invented = said.admit((3, 3), lets_in, 4);
        for nth in [40, 41] {
            invented = said.admit((4, 4), invented, nth);
        }
        let removed = said.say((6, 6), &[invented, closes], out(4));
        let heard = said.all_hear(&[7, 1], removed);
        said.say(FOUNDER, &[heard], body);
        let law = said.agreed();
        let statuses = [Status::Active, Status::Removed, Status::Waiting, Status::Waiting];
        assert_eq!([3, 4, 40, 41].map(|who| law.status(&person(who))), statuses);
    }
}

/// The fourth comes back by an invitation that its maker closes as of before, and then by another.
#[test]
fn what_was_written_between_two_returns_of_which_one_fell_stands() {
    let (mut said, last) = Said::by_members(&[2, 3, 4, 5]);
    let link = said.invite((2, 2), last, 5);
    let left = said.say((4, 4), &[link.invite], Statement::Leave { cuts: cut(5) });
    let back = said.comes((3, 3), &[left], &link, 4, vec![left]);
    let verdict = |said: &Said| said.agreed().verdict(&writer(4, LOG), 7, &[back]);
    assert_eq!(verdict(&said), Verdict::Stands);
    let closes = said.say((2, 2), &[link.invite], Statement::Close { invite: link.invite });
    assert_eq!((said.agreed().status(&person(4)), verdict(&said)), (Status::Left, Verdict::Late));
    said.comes((5, 5), &[back, closes], &founders(), 4, vec![left]);
    assert_eq!((said.agreed().status(&person(4)), verdict(&said)), (Status::Active, Verdict::Stands));
}
