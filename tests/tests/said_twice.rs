//! What two say apart, and what is said once more as of before: the second changes nothing, and takes nothing from who heard of it alone.

use kith_sync::charter::{Cut, Role, Statement, Status, Verdict};
use kith_sync::id::{LogId, StatementId};
use kith_tests::bare::{self, charter, everything, found, hear, newcomer};
use kith_tests::craft::own_log;
use kith_tests::said::{FOUNDER, Said, leave, out, person, restore, writer};

const LOG: LogId = LogId([9; 32]);

/// All that was said in the log so far.
fn five() -> Vec<Cut> {
    vec![Cut { log: LOG, count: 5 }]
}

/// Whether what the fourth writes, after five records and knowing this, stands.
fn verdict(said: &Said, frontier: StatementId) -> Verdict {
    said.law().verdict(&writer(4, LOG), 7, &[frontier])
}

/// Two organisers make somebody a steward, apart, who heard of the junior's word alone.
#[test]
fn what_was_said_in_a_role_that_two_gave_apart_counts() {
    let (mut said, mut last) = Said::by_members(&[2, 3]);
    last = said.set(FOUNDER, last, 2, Role::Organiser);
    let by_junior = said.set((2, 2), last, 3, Role::Steward);
    assert_eq!(said.law().role_known(&person(3), &[by_junior]), Some(Role::Steward));
    said.set(FOUNDER, last, 3, Role::Steward);
    let law = said.agreed();
    assert_eq!(law.given_role(&person(3)), Some(Role::Steward), "a steward by both");
    assert_eq!(said.known_by(&[by_junior]).given_role(&person(3)), Some(Role::Steward), "and as was known then");
    assert_eq!(law.role_known(&person(3), &[by_junior]), Some(Role::Steward));
}

#[test]
fn who_was_made_more_meanwhile_keeps_what_they_said_as_less() {
    let (mut said, mut last) = Said::by_members(&[2, 3]);
    last = said.set(FOUNDER, last, 2, Role::Organiser);
    let by_junior = said.set((2, 2), last, 3, Role::Steward);
    said.set(FOUNDER, last, 3, Role::Organiser);
    let law = said.agreed();
    assert_eq!(law.given_role(&person(3)), Some(Role::Organiser));
    assert_eq!(law.role_known(&person(3), &[by_junior]), Some(Role::Steward));
}

/// Of three organisers one asks for a fourth and both others agree, apart.
#[test]
fn whom_two_agreed_to_apart_is_organiser_by_either_word() {
    let (mut said, mut last) = Said::by_members(&[2, 3, 4]);
    last = said.set(FOUNDER, last, 2, Role::Organiser);
    last = said.set(FOUNDER, last, 3, Role::Organiser);
    let asks = said.set(FOUNDER, last, 4, Role::Organiser);
    let agrees = [(2, 2), (3, 3)].map(|by| said.second(by, asks));
    let law = said.agreed();
    assert_eq!(law.given_role(&person(4)), Some(Role::Organiser));
    assert_eq!(agrees.map(|word| law.role_known(&person(4), &[word])), [Some(Role::Organiser); 2]);
}

/// Who heard of one of the two words knows that they have the role no more.
#[test]
fn whom_two_lowered_apart_is_a_member_by_either_word() {
    let (mut said, mut last) = Said::by_members(&[2, 3]);
    last = said.set(FOUNDER, last, 2, Role::Organiser);
    last = said.set(FOUNDER, last, 3, Role::Steward);
    let lowers = [FOUNDER, (2, 2)].map(|by| said.set(by, last, 3, Role::Member));
    let law = said.agreed();
    assert_eq!(lowers.map(|word| law.role_known(&person(3), &[word])), [Some(Role::Member); 2]);
}

/// The founder leaves by two devices, apart; who succeeds heard of one of the two.
#[test]
fn what_a_successor_said_counts_though_the_founder_left_twice() {
    let (mut said, mut last) = Said::by_members(&[2, 3]);
    last = said.add_device(FOUNDER, last, 11);
    let by_new = said.say((11, 1), &[last], leave());
    assert_eq!(said.law().role_known(&person(2), &[by_new]), Some(Role::Organiser));
    said.say(FOUNDER, &[last], leave());
    let law = said.agreed();
    assert_eq!(law.given_role(&person(2)), Some(Role::Organiser));
    assert_eq!(said.known_by(&[by_new]).given_role(&person(2)), Some(Role::Organiser));
    assert_eq!(law.role_known(&person(2), &[by_new]), Some(Role::Organiser));
}

/// Two organisers bring somebody back, apart, who writes knowing the junior's word alone.
#[test]
fn whom_two_restored_apart_wrote_nothing_late() {
    let (mut said, mut last) = Said::by_members(&[2, 3, 4]);
    last = said.set(FOUNDER, last, 2, Role::Organiser);
    let removed = said.say(FOUNDER, &[last], Statement::Remove { person: person(4), cuts: five(), why: None });
    let by_junior = said.say((2, 2), &[removed], restore(4));
    let heard = said.all_hear(&[2, 3, 4], by_junior);
    assert_eq!(verdict(&said, heard), Verdict::Stands);
    said.say(FOUNDER, &[removed], restore(4));
    assert_eq!(said.agreed().status(&person(4)), Status::Active);
    assert_eq!(verdict(&said, heard), Verdict::Stands);
}

/// Who left came back by one member. Another member, who came earlier, says the same admit as of before: its proofs hold for both.
#[test]
fn who_says_a_return_again_as_of_before_makes_no_words_late() {
    let (mut said, last) = Said::by_members(&[2, 3, 4, 5, 6]);
    let left = said.say((4, 4), &[last], Statement::Leave { cuts: five() });
    let back = said.comes_back((3, 3), left, 4);
    let heard = said.all_hear(&[3, 5, 6, 4], back); // All but the founder and the second.
    let verdicts = |said: &Said| [back, heard].map(|frontier| verdict(said, frontier));
    assert_eq!(verdicts(&said), [Verdict::Stands; 2]);
    said.comes_back((2, 2), left, 4);
    assert_eq!(said.agreed().status(&person(4)), Status::Active);
    assert_eq!(verdicts(&said), [Verdict::Stands; 2]);
}

/// The same with devices: what somebody wrote since they came back stays where it stands.
#[test]
fn what_was_written_since_a_return_stays_though_another_member_says_the_return_again() {
    let mut founder = found();
    let [mut again, mut friend, mut who] = [2, 3, 4].map(|seed| newcomer(&mut founder, seed));
    bare::says(&mut who, None, 1);
    let (person, log) = (who.me().person, own_log(&who).head.log);
    let all = [&mut founder, &mut again, &mut friend];
    all.into_iter().for_each(|device| hear(device, &everything(&who)));
    let cuts = who.cuts_of(&person);
    who.state(&Statement::Leave { cuts }).unwrap();
    let all = [&mut founder, &mut again, &mut friend];
    all.into_iter().for_each(|device| hear(device, &everything(&who)));
    let invite = friend.invite(0, u32::MAX).unwrap();
    hear(&mut again, &charter(&friend)); // It knows the invitation, and not yet the return.
    let asked = who.ask(&invite);
    friend.admit(&asked).unwrap();
    hear(&mut who, &charter(&friend));
    assert_eq!(who.law().status(&person), Status::Active);
    (2..5).for_each(|number| bare::says(&mut who, None, number));
    hear(&mut founder, &everything(&friend));
    hear(&mut founder, &everything(&who));
    let late = |device: &bare::Device| {
        let sql = "SELECT count(*) FROM records JOIN logs ON logs.id = records.log WHERE logs.log = ? AND state = 3";
        device.store().connection().query_row(sql, [log.0], |row| row.get::<_, i64>(0)).unwrap()
    };
    assert_eq!(late(&founder), 0);
    let notes = friend.notes();
    let mut admits = notes.iter().rev().filter_map(|note| note.statement());
    let admit = admits.find(|body| matches!(body, Statement::Admit { .. })).unwrap().clone();
    again.state(&admit).unwrap();
    hear(&mut founder, &charter(&again));
    assert_eq!(founder.law().status(&person), Status::Active);
    assert_eq!(late(&founder), 0);
}

/// Two members let somebody in apart: who stands by both stays when one of the two is put out, whoever knew of what.
#[test]
fn whom_two_let_in_apart_stays_when_one_of_them_is_put_out() {
    let (mut said, last) = Said::by_members(&[2, 3, 4]);
    said.admit((3, 3), last, 6);
    said.admit((2, 2), last, 6);
    let both = said.agreed();
    assert_eq!(both.status(&person(6)), Status::Active);
    for gone in [2, 3] {
        for knowing in [both.facts().frontier(), vec![last]] {
            let mut said = said.clone();
            said.say(FOUNDER, &knowing, out(gone));
            assert_eq!(said.agreed().status(&person(6)), Status::Active, "{gone} is put out by who knows {knowing:?}");
        }
    }
}

/// Two members let somebody in apart, whom the founder makes organiser by then: by the junior's word alone they are a member.
#[test]
fn who_was_let_in_apart_and_organises_is_known_as_a_member_by_the_other_word() {
    let (mut said, last) = Said::by_members(&[2, 3]);
    let senior = said.admit((2, 2), last, 4);
    said.set(FOUNDER, senior, 4, Role::Organiser);
    let junior = said.admit((3, 3), last, 4);
    let law = said.agreed();
    assert_eq!(law.given_role(&person(4)), Some(Role::Organiser));
    assert!(!law.is_valid(&junior));
    assert_eq!(law.role_known(&person(4), &[junior]), Some(Role::Member));
}

/// Two of three organisers put somebody out, and bring them back together. The third agrees to the old question, as of then.
#[test]
fn who_agrees_again_as_of_before_puts_nobody_out_who_was_brought_back() {
    for heard in [false, true] {
        let (mut said, mut last) = Said::by_members(&[2, 3, 4, 5, 6]);
        last = said.set(FOUNDER, last, 2, Role::Organiser);
        last = said.set(FOUNDER, last, 3, Role::Organiser);
        let raised = said.set(FOUNDER, last, 4, Role::Organiser);
        last = said.second((3, 3), raised);
        let asks = said.say(FOUNDER, &[last], out(4));
        let agrees = said.second((3, 3), asks);
        assert_eq!(said.law().status(&person(4)), Status::Removed);
        let back = said.say(FOUNDER, &[agrees], restore(4));
        if heard {
            said.all_hear(&[5, 6], back);
        }
        said.second((2, 2), asks);
        assert_eq!(said.agreed().status(&person(4)), Status::Active, "voices heard: {heard}");
    }
}

/// An organiser names a steward again, as of before, by a young device.
#[test]
fn who_is_named_a_steward_again_stays_senior_to_who_came_later() {
    let (mut said, mut last) = Said::by_members(&[2, 3, 4, 5, 6]);
    last = said.set(FOUNDER, last, 2, Role::Organiser);
    let then = said.all_hear(&[2, 3, 4, 5, 6], last);
    let added = said.add_device(FOUNDER, then, 11);
    let third = said.set((2, 2), then, 3, Role::Steward);
    let fourth = said.set((2, 2), third, 4, Role::Steward);
    said.all_hear(&[5, 6, 3, 4], fourth);
    said.set((11, 1), added, 3, Role::Steward);
    // Both organisers go: the more senior steward is next.
    let all = said.agreed().facts().frontier();
    let gone = said.say(FOUNDER, &all, leave());
    said.say((2, 2), &[gone], leave());
    assert_eq!(said.agreed().organisers(), [person(3)]);
}

/// A member lets in again, as of before and by a young device, whom another let in.
#[test]
fn who_is_let_in_again_stays_senior_to_who_came_later() {
    let (mut said, last) = Said::by_members(&[2, 3]);
    let added = said.add_device((2, 2), last, 22);
    let fourth = said.admit((3, 3), last, 4);
    let fifth = said.admit((3, 3), fourth, 5);
    said.all_hear(&[3, 4, 5], fifth);
    said.admit((22, 2), added, 4);
    for gone in [1, 2, 3] {
        let all = said.agreed().facts().frontier();
        said.say((gone, gone), &all, leave());
    }
    assert_eq!(said.agreed().organisers(), [person(4)]);
}
