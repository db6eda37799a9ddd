//! A device whose database is put back to an older copy: it writes nothing twice, and it goes on as soon as it safely can.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use kith_community::device::DeviceWaits;
use kith_community::look;
use kith_community::project::Rows;
use kith_community::today::{TodayQuery, Waiting};
use kith_community::{charter, device, invitation, topic};
use kith_sync::charter::{Role, Status};
use kith_sync::node::{DAY_MS, Slices as _};
use kith_sync::store::{Store, Written};
use kith_tests::town::Town;

const INVITE: invitation::Command = invitation::Command::Open { days: 3 };

/// How many branches of logs there are.
fn branches(town: &mut Town, name: &str) -> usize {
    town.replica(name).store().logs().unwrap().iter().filter(|log| log.base.is_some()).count()
}

fn is_asked_to_go_on(town: &mut Town, name: &str) -> bool {
    look(town.replica(name), &TodayQuery).unwrap().waiting.contains(&Waiting::Device(DeviceWaits::PutBack))
}

#[test]
fn what_a_mark_says_is_never_lowered() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("a.db");
    // As it was noted once.
    std::fs::write(home.with_extension("mark"), "                  17").unwrap();
    let open = || Store::open(&home, &Rows.migrations()).unwrap();
    assert_eq!(open().written(), Written { records: 17, charter: 0 });
    open().put_written(Written { records: 9, charter: 4 });
    open().put_written(Written { records: 18, charter: 2 });
    assert_eq!(open().written(), Written { records: 18, charter: 4 });
}

#[test]
fn who_is_put_back_twice_knows_it_still() {
    let mut town = Town::of(&["A", "B"]);
    let topic = town.starts("A", "Log");
    town.meet(&["A", "B"]);
    let home = town.settles("B");
    let older = town.backup("B");
    town.does("B", INVITE);
    town.says("B", &topic, "told");
    town.meet(&["A", "B"]);
    for _ in 0..2 {
        town.is_put_back("B", &home, &older);
        assert_eq!(town.tries("B", INVITE).unwrap_err(), "trouble-restored");
    }
    town.says("B", &topic, "after the restore");
    town.meet(&["A", "B"]);
    town.meet(&["A", "B"]);
    assert_eq!(branches(&mut town, "A"), 0, "logs of B that forked");
    town.does("B", INVITE);
}

#[test]
fn who_was_put_back_and_meets_somebody_who_knows_no_more_does_not_write_twice() {
    let mut town = Town::of(&["A", "B", "C"]);
    let topic = town.starts("A", "Log");
    town.meet(&["A", "B", "C"]);
    let home = town.settles("A");
    let older = town.backup("A");
    town.does("A", INVITE);
    town.says("A", &topic, "told B alone");
    town.meet(&["A", "B"]);
    town.is_put_back("A", &home, &older);
    town.meet(&["A", "C"]);
    assert_eq!(town.tries("A", INVITE).unwrap_err(), "trouble-restored");
    town.meet(&["A", "B"]);
    town.does("A", INVITE);
    town.meet(&["A", "B", "C"]);
    assert_eq!(branches(&mut town, "B"), 0, "logs of the founder that forked");
}

#[test]
fn who_came_stays_though_the_founder_is_put_back_to_the_first_day() {
    let mut town = Town::founded_by("A");
    let home = town.settles("A");
    let older = town.backup("A");
    town.joins("B", "A");
    town.joins("C", "A");
    town.meet(&["A", "B", "C"]);
    town.is_put_back("A", &home, &older);
    assert_eq!(town.tries("A", INVITE).unwrap_err(), "trouble-restored");
    town.meet(&["A", "B", "C"]);
    town.meet(&["A", "B", "C"]);
    let seen = ["A", "B", "C"].map(|name| ["A", "B", "C"].map(|whom| town.status(name, whom)));
    assert_eq!(seen, [[Status::Active; 3]; 3], "who sees whom");
}

#[test]
fn who_was_put_back_and_lost_nothing_of_the_charter_is_not_held_up() {
    let mut town = Town::of(&["A", "B"]);
    let topic = town.starts("A", "Log");
    town.meet(&["A", "B"]);
    let home = town.settles("B");
    let older = town.backup("B");
    town.says("B", &topic, "told");
    town.meet(&["A", "B"]);
    town.is_put_back("B", &home, &older);
    assert!(!is_asked_to_go_on(&mut town, "B"));
    town.does("B", INVITE);
    town.meet(&["A", "B"]);
    assert_eq!(branches(&mut town, "A"), 0);
}

/// A removal after which nothing may be said before a key is opened.
#[test]
fn who_was_put_back_and_is_to_repeat_an_erasing_after_a_removal_goes_on() {
    for loses_of_charter in [false, true] {
        let mut town = Town::of(&["A", "B", "C", "D"]);
        let topic = town.starts("A", "Log");
        town.joins_as_device("B2", "B");
        town.meet(&["A", "B", "B2", "C", "D"]);
        let home = town.settles("B");
        let post = town.says("B", &topic, "to be erased");
        town.meet(&["A", "B", "B2", "C", "D"]);
        let older = town.backup("B");
        town.says("B", &topic, "told C alone");
        if loses_of_charter {
            town.does("B", INVITE);
        }
        town.meet(&["C", "B"]);
        town.is_put_back("B", &home, &older);
        town.does("B2", topic::Command::Erase { post });
        town.meet(&["A", "B2"]);
        let person = town.id("D");
        town.does("A", charter::Command::Remove { person, why: None });
        let reloads = town.replica("B").reloads();
        town.meet(&["A", "B"]);
        assert_eq!(town.tries("B", INVITE).is_err(), loses_of_charter);
        town.meet(&["C", "B"]);
        town.does("B", INVITE);
        town.meet(&["A", "B"]);
        assert!(town.replica("B").reloads() <= reloads + 1, "the whole database is not read anew at each flush");
        assert_eq!(town.replica("B").store().repeats(8).unwrap(), [], "it repeated what its person erased");
        assert_eq!(branches(&mut town, "A"), 0);
    }
}

#[test]
fn who_was_put_back_goes_on_under_a_key_that_is_worn() {
    let mut town = Town::of(&["A", "B"]);
    let topic = town.starts("A", "Log");
    town.meet(&["A", "B"]);
    let home = town.settles("B");
    town.says("B", &topic, "said");
    let older = town.backup("B");
    town.does("B", INVITE);
    town.is_put_back("B", &home, &older);
    town.world.now_ms += 31 * DAY_MS;
    town.says("B", &topic, "a month later");
    town.meet(&["A", "B"]);
    assert_eq!(town.texts("A", &topic), ["said", "a month later"]);
}

#[test]
fn who_lost_what_nobody_else_has_goes_on_and_is_found_when_put_back_again() {
    let mut town = Town::of(&["A", "B", "C"]);
    let topic = town.starts("A", "Log");
    town.meet(&["A", "B", "C"]);
    let person = town.id("B");
    let home = town.settles("A");
    let older = town.backup("A");
    // It tells nobody.
    town.does("A", INVITE);
    town.is_put_back("A", &home, &older);
    town.meet(&["A", "B", "C"]);
    assert!(is_asked_to_go_on(&mut town, "A"));
    assert!(!is_asked_to_go_on(&mut town, "B"));
    assert_eq!(town.tries("A", INVITE).unwrap_err(), "trouble-restored");
    town.does("A", device::Command::GoOn);
    assert!(!is_asked_to_go_on(&mut town, "A"));
    town.does("A", charter::Command::SetRole { person, role: kith_community::command::Role::Steward });
    town.restore("A", &home);
    assert!(!is_asked_to_go_on(&mut town, "A"), "it remembers");
    town.meet(&["A", "B"]);
    assert_eq!(town.role("B", "B"), Some(Role::Steward));
    let older = town.backup("A");
    town.does("A", INVITE);
    town.says("A", &topic, "told B");
    town.meet(&["A", "B"]);
    town.is_put_back("A", &home, &older);
    assert_eq!(town.tries("A", INVITE).unwrap_err(), "trouble-restored", "put back again");
    town.meet(&["A", "C"]);
    assert_eq!(town.tries("A", INVITE).unwrap_err(), "trouble-restored", "C knows no more");
    town.meet(&["A", "B"]);
    town.does("A", INVITE);
    town.meet(&["A", "B", "C"]);
    assert_eq!(branches(&mut town, "C"), 0);
    town.agree(&["A", "B", "C"]);
}

/// What was given up comes all the same: then the charter log was written twice, as others' may be.
#[test]
fn what_was_given_up_and_comes_all_the_same_is_a_fork() {
    let mut town = Town::of(&["A", "B", "C"]);
    let home = town.settles("B");
    let older = town.backup("B");
    town.does("B", INVITE);
    town.meet(&["B", "C"]);
    town.is_put_back("B", &home, &older);
    town.does("B", device::Command::GoOn);
    town.does("B", invitation::Command::Open { days: 4 });
    town.meet(&["A", "B"]);
    town.meet(&["A", "B", "C"]);
    town.meet(&["A", "B", "C"]);
    assert_eq!(branches(&mut town, "A"), 1);
    town.does("B", INVITE);
    let topic = town.starts("B", "Since then");
    town.meet(&["A", "B", "C"]);
    assert_eq!(town.topic("C", &topic).title, "Since then");
    town.agree(&["A", "B", "C"]);
}

/// Not at each start: others keep each log for ever.
#[test]
fn who_was_put_back_begins_new_logs_once() {
    let mut town = Town::of(&["A", "B"]);
    let topic = town.starts("A", "Log");
    town.meet(&["A", "B"]);
    let home = town.settles("B");
    town.says("B", &topic, "before");
    let older = town.backup("B");
    for _ in 0..9 {
        town.says("B", &topic, "lost");
    }
    town.is_put_back("B", &home, &older);
    let (b, everyone) = (town.device("B"), town.replica("B").everyone());
    let logs = |town: &mut Town| {
        let logs = town.replica("B").store().logs().unwrap();
        logs.iter().filter(|log| log.intro.device == b && log.circle == Some(everyone)).count()
    };
    let before = logs(&mut town);
    for _ in 0..4 {
        town.restore("B", &home);
        town.says("B", &topic, "since");
    }
    assert_eq!(logs(&mut town), before + 1);
}
