//! Which words an end of a person or a device leaves: docs/protocol.md §3.8.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use kith_sync::body::{Body, Named};
use kith_sync::charter::{Cut, Role, Statement, Status, Verdict, Writer};
use kith_sync::document::Kind;
use kith_sync::id::{DeviceId, LogId, PersonId};
use kith_tests::bare::{Device, charter, copy, everything, found, further, hear, newcomer, says};
use kith_tests::chaos::replica_differences;
use kith_tests::craft::own_log;
use kith_tests::said::{self, Said};

/// Beyond all that will ever be said.
fn ahead(log: LogId) -> Vec<Cut> {
    vec![Cut { log, count: u64::MAX }]
}

fn removes(by: &mut Device, person: PersonId) {
    let cuts = by.cuts_of(&person);
    by.state(&Statement::Remove { person, cuts, why: None }).unwrap();
}

fn puts_out(by: &mut Device, device: DeviceId) -> bool {
    let cuts = by.cuts_of_device(&device);
    by.state(&Statement::DeviceRemove { device, cuts }).is_ok()
}

/// What became of each record of a log: 1 stands, 3 is late.
fn states(device: &Device, log: &LogId) -> Vec<i64> {
    let sql = "SELECT state FROM records JOIN logs ON logs.id = records.log WHERE logs.log = ? ORDER BY number";
    let mut query = device.store().connection().prepare(sql).unwrap();
    query.query_map([log.0], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// How many records have words that were erased here.
fn erased_at(device: &Device) -> i64 {
    let gone = "SELECT count(*) FROM records WHERE gone > 0 AND lacks = 0";
    device.store().connection().query_row(gone, [], |row| row.get(0)).unwrap()
}

/// What somebody says after they were put out, on the device that put them out; by the naive model too.
fn says_afterwards(founder: &mut Device, ill: &mut Device, log: &LogId) -> Vec<i64> {
    for number in 1..4 {
        says(ill, None, number);
    }
    hear(founder, &everything(ill));
    assert_eq!(replica_differences(founder), Vec::<String>::new());
    states(founder, log)
}

/// Founder, a steward, and a member who said something, of whom all heard.
fn with_steward() -> (Device, Device, Device, LogId) {
    let mut founder = found();
    let (mut steward, mut ill) = (newcomer(&mut founder, 2), newcomer(&mut founder, 3));
    founder.state(&Statement::Raise { person: steward.me().person, to: Role::Steward }).unwrap();
    says(&mut ill, None, 0);
    let log = own_log(&ill).head.log;
    for device in [&mut founder, &mut steward] {
        hear(device, &everything(&ill));
    }
    hear(&mut steward, &charter(&founder));
    (founder, steward, ill, log)
}

#[test]
fn a_restore_from_before_keeps_no_words_of_who_is_put_out_later() {
    let (mut founder, mut steward, mut ill, log) = with_steward();
    let person = ill.me().person;
    removes(&mut steward, person);
    steward.state(&Statement::Restore { person, cuts: ahead(log) }).unwrap();
    hear(&mut founder, &charter(&steward));
    hear(&mut ill, &charter(&steward));
    hear(&mut ill, &charter(&founder));
    removes(&mut founder, person);
    removes(&mut founder, steward.me().person);
    assert_eq!(founder.law().status(&person), Status::Removed);
    assert_eq!(says_afterwards(&mut founder, &mut ill, &log), [1, 3, 3, 3]);
}

#[test]
fn a_steward_keeps_no_words_to_come_of_whom_an_organiser_put_out() {
    let (mut founder, mut steward, mut ill, log) = with_steward();
    let person = ill.me().person;
    removes(&mut founder, person);
    hear(&mut steward, &charter(&founder));
    assert!(!steward.may_state(&Statement::Restore { person, cuts: Vec::new() }).unwrap());
    steward.state(&Statement::Remove { person, cuts: ahead(log), why: None }).unwrap();
    hear(&mut founder, &charter(&steward));
    assert_eq!(says_afterwards(&mut founder, &mut ill, &log), [1, 3, 3, 3]);
}

#[test]
fn who_puts_out_their_own_device_keeps_no_words_to_come_of_it() {
    let mut founder = found();
    let mut one = newcomer(&mut founder, 2);
    says(&mut one, None, 0);
    let mut two = further(&mut one, 5);
    says(&mut two, None, 1);
    let (person, device, log) = (one.me().person, two.me().device(), own_log(&two).head.log);
    one.state(&Statement::DeviceRemove { device, cuts: ahead(log) }).unwrap();
    hear(&mut founder, &everything(&one));
    hear(&mut founder, &everything(&two));
    removes(&mut founder, person);
    assert_eq!(founder.law().status(&person), Status::Removed);
    assert_eq!(says_afterwards(&mut founder, &mut two, &log), [1, 3, 3, 3]);
}

#[test]
fn who_leaves_keeps_no_words_to_come_against_a_later_remove() {
    let mut founder = found();
    let mut ill = newcomer(&mut founder, 2);
    says(&mut ill, None, 0);
    let (person, log) = (ill.me().person, own_log(&ill).head.log);
    let mut goes_on = copy(&ill, 7);
    ill.state(&Statement::Leave { cuts: ahead(log) }).unwrap();
    hear(&mut founder, &everything(&ill));
    removes(&mut founder, person);
    assert_eq!(founder.law().status(&person), Status::Removed);
    assert_eq!(says_afterwards(&mut founder, &mut goes_on, &log), [1, 3, 3, 3]);
}

#[test]
fn a_stolen_telephone_that_puts_itself_out_erases_nothing_of_its_persons() {
    let mut founder = found();
    let mut one = newcomer(&mut founder, 2);
    says(&mut one, None, 0);
    let mut two = further(&mut one, 5);
    says(&mut two, None, 1);
    let (device, log) = (two.me().device(), own_log(&two).head.log);
    let erased = one.part_of(own_log(&one).id, 0, 1).unwrap();
    let mut goes_on = copy(&two, 7);
    two.state(&Statement::DeviceRemove { device, cuts: ahead(log) }).unwrap();
    hear(&mut founder, &everything(&one));
    hear(&mut founder, &everything(&two));
    hear(&mut one, &everything(&two));
    assert!(puts_out(&mut one, device), "its person ends it all the same");
    hear(&mut founder, &everything(&one));
    let circle = goes_on.everyone();
    goes_on.say_unchecked(&circle, Body::Nothing.encode(), None, Some(vec![erased])).unwrap();
    hear(&mut founder, &everything(&goes_on));
    assert_eq!(erased_at(&founder), 0, "words of the laptop that the stolen telephone erased");
    assert_eq!(replica_differences(&founder), Vec::<String>::new());
}

/// Two organisers remove somebody, neither having heard of the other: what either of them had heard stands.
#[test]
fn of_two_removes_that_do_not_know_each_other_the_further_counts() {
    let mut founder = found();
    let (mut other, mut ill) = (newcomer(&mut founder, 2), newcomer(&mut founder, 3));
    founder.state(&Statement::Raise { person: other.me().person, to: Role::Organiser }).unwrap();
    hear(&mut other, &everything(&founder));
    let (person, number) = (ill.me().person, |number| move |ill: &mut Device| says(ill, None, number));
    number(0)(&mut ill);
    hear(&mut founder, &everything(&ill));
    number(1)(&mut ill);
    hear(&mut other, &everything(&ill));
    number(2)(&mut ill);
    removes(&mut founder, person);
    removes(&mut other, person);
    hear(&mut founder, &everything(&other));
    hear(&mut founder, &everything(&ill));
    assert_eq!(states(&founder, &own_log(&ill).head.log), [1, 1, 3]);
    assert_eq!(replica_differences(&founder), Vec::<String>::new());
}

/// What was cut off a lost device is not brought back by who removes its person later, however much of it they hold.
#[test]
fn who_is_removed_gets_no_words_back_that_their_own_device_had_cut_off() {
    let mut founder = found();
    let mut one = newcomer(&mut founder, 2);
    let mut lost = further(&mut one, 5);
    says(&mut lost, None, 0);
    hear(&mut one, &everything(&lost));
    let (person, device, log) = (one.me().person, lost.me().device(), own_log(&lost).head.log);
    assert!(puts_out(&mut one, device));
    says(&mut lost, None, 1);
    hear(&mut founder, &everything(&one));
    hear(&mut founder, &everything(&lost));
    removes(&mut founder, person);
    assert_eq!(states(&founder, &log), [1, 3]);
    assert_eq!(replica_differences(&founder), Vec::<String>::new());
}

/// Who ended a device of theirs too early keeps more of its words by ending it once more.
#[test]
fn who_ends_their_device_once_more_keeps_more_of_its_words() {
    let mut founder = found();
    let mut one = newcomer(&mut founder, 2);
    let mut lost = further(&mut one, 5);
    let (device, log) = (lost.me().device(), own_log_of(&mut lost));
    hear(&mut one, &everything(&lost));
    assert!(puts_out(&mut one, device));
    says(&mut lost, None, 1);
    hear(&mut one, &everything(&lost));
    assert_eq!(states(&one, &log), [1, 3]);
    assert!(puts_out(&mut one, device));
    assert_eq!(states(&one, &log), [1, 1]);
    assert_eq!(replica_differences(&one), Vec::<String>::new());
}

fn own_log_of(device: &mut Device) -> LogId {
    says(device, None, 0);
    own_log(device).head.log
}

#[test]
fn a_stolen_telephone_brings_nobody_back_and_is_handed_no_key() {
    let mut founder = found();
    let mut one = newcomer(&mut founder, 2);
    let mut stolen = further(&mut one, 5);
    let (person, device) = (one.me().person, stolen.me().device());
    assert!(puts_out(&mut one, device));
    hear(&mut founder, &everything(&one));
    says(&mut founder, None, 1);
    let cuts = one.cuts_of(&person);
    hear(&mut one, &everything(&founder));
    one.state(&Statement::Leave { cuts }).unwrap();
    hear(&mut founder, &everything(&one));
    says(&mut founder, None, 2);
    let link = founder.invite(0, u32::MAX).unwrap();
    // Whoever knows the charter key is given all that a hub holds.
    hear(&mut stolen, &everything(&founder));
    let keys = |device: &Device| device.store().epoch_keys().unwrap().len();
    let before = keys(&stolen);
    assert!(founder.admit(&stolen.ask(&link)).is_err());
    hear(&mut stolen, &everything(&founder));
    assert_eq!(keys(&stolen), before);
    assert_eq!(founder.law().status(&person), Status::Left);
    founder.admit(&one.ask(&link)).unwrap();
    assert_eq!(founder.law().status(&person), Status::Active, "with the device that was not ended");
    assert_eq!(replica_differences(&founder), Vec::<String>::new());
}

/// A steward ends somebody's only device and names none of their words: an organiser gives them back, and no other steward does.
#[test]
fn an_organiser_gives_back_words_that_a_steward_cut_off_with_a_device() {
    let (mut founder, mut steward, may, log) = with_steward();
    let mut other = newcomer(&mut founder, 4);
    founder.state(&Statement::Raise { person: other.me().person, to: Role::Steward }).unwrap();
    let device = may.me().device();
    steward.state(&Statement::DeviceRemove { device, cuts: Vec::new() }).unwrap();
    hear(&mut founder, &charter(&steward));
    hear(&mut other, &everything(&founder));
    assert_eq!(states(&founder, &log), [3]);
    assert!(puts_out(&mut other, device));
    hear(&mut founder, &charter(&other));
    assert_eq!(states(&founder, &log), [3], "a steward ended it again");
    assert!(puts_out(&mut founder, device));
    assert_eq!(states(&founder, &log), [1], "what May had said before");
    assert_eq!(replica_differences(&founder), Vec::<String>::new());
}

/// One device of Ada's ends another, keeps what it knows of its words and builds on them; the founder, apart, ends it with less.
#[test]
fn what_was_built_on_words_that_a_known_end_leaves_stands_though_another_end_cut_them_off() {
    let mut founder = found();
    let mut one = newcomer(&mut founder, 2);
    let mut two = further(&mut one, 5);
    hear(&mut founder, &charter(&one));
    says(&mut two, None, 0);
    let (device, log) = (two.me().device(), own_log(&two).head.log);
    hear(&mut founder, &everything(&two));
    (1..4).for_each(|number| says(&mut two, None, number));
    hear(&mut one, &everything(&two));
    assert!(puts_out(&mut one, device));
    let sheet = Named { kind: Kind::Sheet as u8, person: one.me().person, number: 0 }.id(&one.everyone());
    says(&mut one, Some(sheet), 4);
    assert!(puts_out(&mut founder, device));
    hear(&mut founder, &everything(&one));
    assert_eq!(states(&founder, &log), [1, 3, 3, 3], "by the founder's end");
    assert_eq!(states(&founder, &own_log(&one).head.log), [1], "who wrote it knew nothing of that end");
    let mut other = newcomer(&mut founder, 9);
    hear(&mut other, &everything(&founder));
    assert_eq!(other.state_root().unwrap(), founder.state_root().unwrap());
}

/// A lost telephone added a device, which ends the telephone with all that it will ever say before it is ended itself.
#[test]
fn a_device_that_a_lost_one_added_keeps_no_words_to_come_of_it() {
    let log = LogId([9; 32]);
    let (mut said, mut last) = Said::by_members(&[2, 3, 4]);
    last = said.add_device((2, 2), last, 22);
    let added = said.add_device((22, 2), last, 23);
    let heard = said.all_hear(&[3, 4, 1], added);
    let ends = |cuts| Statement::DeviceRemove { device: said::keys(22).device(), cuts };
    let by_laptop = said.say((2, 2), &[heard], ends(vec![Cut { log, count: 5 }]));
    let by_added = said.say((23, 2), &[heard], ends(ahead(log)));
    last = said.say((2, 2), &[by_laptop, by_added], said::device_out(23));
    last = said.all_hear(&[3, 4, 1], last);
    let law = said.agreed();
    assert_eq!(law.devices(&said::person(2)).len(), 1, "the laptop is left");
    let lost = said::keys(22);
    let writes = Writer { log, device: lost.device(), person: said::person(2), sign_key: lost.sign };
    // As of before its end, and in full knowledge of it.
    assert_eq!([heard, last].map(|frontier| law.verdict(&writes, 1_000, &[frontier])), [Verdict::Late; 2]);
}

#[test]
fn a_lost_telephone_that_added_a_device_erases_nothing_of_its_persons_once_both_are_ended() {
    let mut founder = found();
    let mut laptop = newcomer(&mut founder, 2);
    says(&mut laptop, None, 0);
    let mut phone = further(&mut laptop, 5);
    says(&mut phone, None, 1);
    let mut added = further(&mut phone, 6);
    [&mut founder, &mut laptop].into_iter().for_each(|device| hear(device, &everything(&phone)));
    hear(&mut founder, &everything(&laptop));
    founder.state(&Statement::Heard).unwrap();
    let (lost, log) = (phone.me().device(), own_log(&phone).head.log);
    assert!(puts_out(&mut laptop, lost));
    hear(&mut founder, &everything(&laptop));
    founder.say_heard().unwrap();
    added.state(&Statement::DeviceRemove { device: lost, cuts: ahead(log) }).unwrap();
    hear(&mut laptop, &everything(&added));
    assert!(puts_out(&mut laptop, added.me().device()));
    hear(&mut founder, &everything(&added));
    hear(&mut founder, &everything(&laptop));
    assert_eq!(founder.law().devices(&laptop.me().person).len(), 1);
    let erased = laptop.part_of(own_log(&laptop).id, 0, 1).unwrap();
    let circle = phone.everyone();
    phone.say_unchecked(&circle, Body::Nothing.encode(), None, Some(vec![erased])).unwrap();
    hear(&mut founder, &everything(&phone));
    assert_eq!(erased_at(&founder), 0, "words of the laptop that the lost telephone erased");
    assert_eq!(replica_differences(&founder), Vec::<String>::new());
}

/// A steward puts out a member. Another steward, who said so too as of before and cut far ahead, is put out by the founder.
#[test]
fn a_steward_who_is_put_out_keeps_no_words_to_come_of_a_friend() {
    let log = LogId([9; 32]);
    let (mut said, mut last) = Said::by_members(&[2, 3, 4, 5, 6]);
    last = said.set(said::FOUNDER, last, 2, Role::Steward);
    last = said.set(said::FOUNDER, last, 3, Role::Steward);
    let out = |cuts| Statement::Remove { person: said::person(4), cuts, why: None };
    let ends = said.say((2, 2), &[last], out(vec![Cut { log, count: 5 }]));
    let heard = said.all_hear(&[5, 6], ends);
    let by_friend = said.say((3, 3), &[last], out(ahead(log)));
    let both = said.say(said::FOUNDER, &[heard, by_friend], said::out(3));
    let heard = said.all_hear(&[5, 6], both);
    let law = said.agreed();
    assert_eq!([3, 4].map(|who| law.status(&said::person(who))), [Status::Removed; 2]);
    let writes = said::writer(4, log);
    assert_eq!([last, heard].map(|frontier| law.verdict(&writes, 1_000, &[frontier])), [Verdict::Late; 2]);
}
