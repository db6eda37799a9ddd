//! The scenarios of docs/protocol.md §7, told in the simulator with real devices. Scenario 10 is in `scenarios_snapshot`, those of
//! parts that are left out in `left_out`. Each is held against the naive model of the law as well.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use kith_community::command::Role as Given;
use kith_community::topic::TopicQuery;
use kith_community::{charter, device, invitation, topic};
use kith_sync::body::Body;
use kith_sync::charter::Role::{Member, Organiser, Steward};
use kith_sync::charter::Status::{Active, Left, Removed, Unknown, Waiting};
use kith_sync::charter::{Cut, Statement};
use kith_sync::document::Kind;
use kith_sync::epoch;
use kith_sync::id::CircleId;
use kith_sync::node::hub::{self, Hub, Quota};
use kith_sync::node::{Output, ReplicaError, Saying};
use kith_sync::record::Secret;
use kith_sync::session::{Frame, Refused};
use kith_sync::store::{LogRow, State, Store};
use kith_tests::chaos::replica_differences;
use kith_tests::town::Town;
use kith_tests::village::any_rng;
use std::collections::BTreeSet;

const DAY_MS: i64 = 86_400_000;

/// These agree, and the naive model says the same of what they hold.
fn agree(town: &mut Town, names: &[&str]) {
    town.agree(names);
    for name in names {
        assert_eq!(replica_differences(town.replica(name)), Vec::<String>::new(), "{name} and the model");
    }
}

#[test]
fn s1_a_member_lets_another_in_while_the_founder_sleeps() {
    let mut town = Town::founded_by("A");
    town.joins("B", "A");
    let topic = town.starts("A", "Welcome");
    town.meet(&["A", "B"]);
    town.joins("C", "B");
    assert_eq!(town.topic("C", &topic).title, "Welcome", "C sees what A wrote");
    town.says("C", &topic, "w1");
    assert_eq!(town.status("A", "C"), Unknown);
    town.meet(&["A", "C"]);
    assert_eq!((town.status("A", "C"), town.role("A", "C")), (Active, Some(Member)));
    assert_eq!(town.texts("A", &topic), ["w1"]);
    let everyone = town.replica("A").everyone();
    assert_eq!(town.replica("A").law().epochs(&everyone).len(), 1, "joining needs no new epoch");
    town.meet(&["A", "B", "C"]);
    agree(&mut town, &["A", "B", "C"]);
}

#[test]
fn s2_a_closed_invitation_used_by_a_device_that_had_not_heard_leaves_the_newcomer_waiting() {
    let mut town = Town::of(&["A", "B"]);
    let topic = town.starts("A", "Hello");
    let link = town.link("A", invitation::Command::Open { days: 14 });
    town.meet(&["A", "B"]);
    let key = ed25519_dalek::SigningKey::from_bytes(&link.secret.0).verifying_key().to_bytes();
    let (invite, _) = town.replica("A").law().invitation(&key).unwrap();
    town.with("A", |a| a.state(&Statement::Close { invite })).unwrap();
    let mut to_b = link;
    to_b.addresses = vec![kith_sync::net::Address {
        endpoint: town.replica("B").me().keys.endpoint,
        sockets: Vec::new(),
        relay: None,
    }];
    town.comes("C", &to_b);
    assert!(town.asks("C", to_b.clone(), "B"));
    town.says("C", &topic, "w1");
    town.meet(&["B", "C"]);
    assert_eq!((town.status("B", "C"), town.texts("B", &topic)), (Active, vec!["w1".to_owned()]));

    town.meet(&["A", "B"]);
    for name in ["A", "B"] {
        assert_eq!(town.status(name, "C"), Waiting);
        assert!(town.texts(name, &topic).is_empty(), "w1 waits");
    }
    let c = town.id("C");
    town.does("A", charter::Command::Restore { person: c });
    town.meet(&["A", "B", "C"]);
    for name in ["A", "B", "C"] {
        assert_eq!((town.status(name, "C"), town.texts(name, &topic)), (Active, vec!["w1".to_owned()]));
    }
    agree(&mut town, &["A", "B", "C"]);
    // Whoever has heard lets nobody in by it.
    town.comes("D", &to_b);
    assert!(!town.asks("D", to_b, "B"));
}

#[test]
fn s3_two_devices_of_one_person_apart_edit_one_post_and_each_link_a_third() {
    let mut town = Town::of(&["A", "B1"]);
    town.joins_as_device("B2", "B1");
    let topic = town.starts("A", "When?");
    town.meet(&["A", "B1", "B2"]);
    let post = town.says("B1", &topic, "eleven");
    town.meet(&["B1", "B2", "A"]);
    town.does("B1", topic::Command::Edit { post: post.clone(), text: "noon".into() });
    town.does("B2", topic::Command::Edit { post: post.clone(), text: "one".into() });
    town.joins_as_device("B3", "B1");
    town.joins_as_device("B4", "B2");
    town.meet(&["A", "B3", "B4"]);
    let all = ["A", "B1", "B2", "B3", "B4"];
    town.meet(&all);
    for name in all {
        let shown = town.topic(name, &topic).posts.remove(0);
        let mut values = vec![shown.text.clone()];
        values.extend(shown.versions.clone());
        values.sort();
        assert_eq!(values, ["noon", "one"], "{name}");
    }
    agree(&mut town, &all);
    let b = town.person("B1");
    assert_eq!(town.replica("A").law().devices(&b).len(), 4);
    town.does("B4", topic::Command::Edit { post, text: "two".into() });
    town.meet(&all);
    let shown = town.topic("A", &topic).posts.remove(0);
    assert_eq!((shown.text.as_str(), shown.versions.len()), ("two", 0));
    agree(&mut town, &all);
}

#[test]
fn s4_the_removed_and_who_had_not_heard() {
    let mut town = Town::of(&["A", "C", "D"]);
    let topic = town.starts("A", "Garden");
    town.meet(&["A", "C", "D"]);
    let d = town.id("D");
    town.does("A", charter::Command::Remove { person: d, why: None });
    let after = town.starts("A", "After");
    town.says("D", &topic, "on Mondays");
    town.meet(&["C", "D"]);
    assert_eq!(town.texts("C", &topic), ["on Mondays"]);
    town.says("C", &topic, "Thanks");
    town.meet(&["A", "C"]);
    for name in ["A", "C"] {
        assert_eq!(town.status(name, "D"), Removed);
        assert_eq!(town.texts(name, &topic), ["on Mondays (late)", "Thanks"], "{name}");
    }
    agree(&mut town, &["A", "C"]);
    town.meet(&["C", "D"]);
    assert_eq!(town.status("D", "D"), Removed);
    assert!(
        town.tries(
            "D",
            topic::Command::Start { title: "Me".into(), channel: None, body: None, asks: false, sending: None }
        )
        .is_err()
    );
    let told = kith_community::look(town.replica("D"), &TopicQuery::end(after));
    assert!(told.is_err(), "what was said since does not come to D");
}

#[test]
fn s5_of_two_that_remove_each_other_the_one_appointed_first_stays() {
    let mut town = Town::of(&["A", "B", "C", "E"]);
    let (a, b, e) = (town.id("A"), town.id("B"), town.id("E"));
    town.does("A", charter::Command::SetRole { person: b.clone(), role: Given::Organiser });
    town.meet(&["A", "B", "C", "E"]);
    town.does("A", charter::Command::Remove { person: b, why: None });
    town.meet(&["A", "C"]);
    town.does("B", charter::Command::Remove { person: a, why: None });
    town.does("B", charter::Command::SetRole { person: e, role: Given::Steward });
    town.meet(&["B", "E"]);
    // Of two organisers the junior removes nobody alone: B only asked.
    assert_eq!((town.status("C", "B"), town.status("E", "A")), (Removed, Active));
    assert_eq!(town.role("E", "E"), Some(Steward));
    let link = town.link("E", invitation::Command::Open { days: 14 });
    town.meet(&["C", "E"]);
    for name in ["C", "E"] {
        assert_eq!((town.status(name, "A"), town.status(name, "B")), (Active, Removed));
        assert_eq!((town.role(name, "A"), town.role(name, "E")), (Some(Organiser), Some(Member)));
    }
    town.meet(&["A", "C", "E"]);
    agree(&mut town, &["A", "C", "E"]);
    town.meet(&["B", "C"]);
    assert_eq!(town.status("B", "B"), Removed);
    town.comes("F", &link);
    assert!(town.asks("F", link, "E"), "members may invite too");
}

#[test]
fn s6_a_removal_and_epochs_in_three_partitions() {
    let mut town = Town::of(&["A", "B", "C", "D"]);
    let topic = town.starts("A", "Keys");
    town.meet(&["A", "B"]);
    town.says("B", &topic, "begun");
    town.meet(&["A", "B", "C", "D"]);
    let d = town.id("D");
    town.does("A", charter::Command::Remove { person: d, why: None });
    town.says("A", &topic, "under e2");
    town.says("C", &topic, "under e1");
    town.world.now_ms += 31 * DAY_MS;
    town.says("B", &topic, "under e3");
    town.meet(&["C", "D"]);
    town.meet(&["B", "D"]);
    assert_eq!(town.texts("D", &topic), ["begun", "under e1", "under e3"].map(String::from));
    let everyone = town.replica("A").everyone();
    assert_eq!(town.replica("B").law().epochs(&everyone).len(), 2, "after 30 days of use B mints another");
    town.meet(&["A", "B", "C"]);
    town.meet(&["A", "B", "C"]);
    for name in ["A", "B", "C"] {
        town.says(name, &topic, &format!("after, by {name}"));
    }
    town.meet(&["A", "B", "C"]);
    let mut words = town.texts("A", &topic);
    words.sort();
    let all = ["after, by A", "after, by B", "after, by C", "begun", "under e1", "under e2", "under e3"];
    assert_eq!(words, all.map(String::from));
    agree(&mut town, &["A", "B", "C"]);
    let held = town.replica("D").lacking().concat().len();
    town.meet(&["C", "D"]);
    assert_eq!(town.texts("D", &topic).len(), 3, "nothing under e2 or after comes to D");
    assert!(town.replica("D").lacking().concat().len() >= held);
}

#[test]
fn s7_words_beyond_the_cut_come_late_until_a_steward_keeps_them() {
    let mut town = Town::of(&["A", "D", "E"]);
    let topic = town.starts("D", "Soup");
    town.meet(&["A", "D", "E"]);
    let d = town.id("D");
    town.does("A", charter::Command::Remove { person: d, why: None });
    town.says("D", &topic, "leeks");
    town.meet(&["D", "E"]);
    town.says("E", &topic, "and potatoes");
    town.meet(&["A", "E"]);
    for name in ["A", "E"] {
        assert_eq!(town.texts(name, &topic), ["leeks (late)", "and potatoes"], "{name}");
    }
    agree(&mut town, &["A", "E"]);
    // A keeps the words: removes D again, with a cut beyond them.
    let person = town.person("D");
    town.with("A", |a| {
        let cuts = a.cuts_of(&person);
        a.state(&Statement::Remove { person, cuts, why: None }).unwrap();
    });
    town.meet(&["A", "E"]);
    for name in ["A", "E"] {
        assert_eq!(town.texts(name, &topic), ["leeks", "and potatoes"], "{name}");
    }
    agree(&mut town, &["A", "E"]);
}

#[test]
fn s8_a_post_is_erased_while_another_replies_and_an_old_copy_brings_nothing_back() {
    let mut town = Town::of(&["A1", "B"]);
    town.joins_as_device("A2", "A1");
    let topic = town.starts("B", "Plans");
    town.meet(&["A1", "A2", "B"]);
    let post = town.says("A1", &topic, "a secret plan");
    town.meet(&["A1", "A2", "B"]);
    // What a parcel made then would hold.
    let old: Vec<_> = town.replica("B").store().logs().unwrap();
    let a1 = town.device("A1");
    let old = old.into_iter().filter(|log| log.intro.device == a1 && log.circle.is_some());
    let old: Vec<_> = old.filter_map(|log| town.replica("B").store().range(&log, 0).unwrap()).collect();

    town.does("A2", topic::Command::Erase { post: post.clone() });
    town.does(
        "B",
        topic::Command::Reply {
            topic: topic.clone(),
            text: "why not".into(),
            quotes: vec![post.clone()],
            sending: None,
        },
    );
    town.meet(&["A2", "B"]);
    town.joins("C", "B");
    town.with("C", |c| c.absorb(&old).unwrap());
    town.meet(&["A1", "C"]);
    for name in ["A1", "A2", "B", "C"] {
        let posts = town.topic(name, &topic).posts;
        let erased = posts.iter().find(|view| view.post == post).unwrap();
        assert!(erased.erased && erased.text.is_empty(), "{name}");
        assert!(posts.iter().any(|view| view.text == "why not" && view.quotes == [post.clone()]) || name == "A1");
    }
    town.meet(&["A1", "A2", "B", "C"]);
    agree(&mut town, &["A1", "A2", "B", "C"]);
    // A copy of what was, brought to one that never had it: known, and its words are not taken.
    let fresh = town.replica("C").store();
    let held: Vec<Vec<u8>> = {
        let mut query = fresh.connection().prepare("SELECT parts FROM records").unwrap();
        query.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    // Of A1 there are a name and the post.
    let sealed: Vec<&[u8]> =
        old.iter().flat_map(|range| &range.records).skip(1).filter_map(|record| record.parts[1].sealed()).collect();
    assert_eq!(sealed.len(), 1);
    for bytes in sealed {
        assert!(held.iter().all(|parts| !parts.windows(bytes.len()).any(|window| window == bytes)));
    }
}

#[test]
fn s9_a_restored_backup_writes_and_nothing_said_is_lost() {
    // By chance of the hashes either branch goes on under the log's name, and both must travel.
    let goes_on: BTreeSet<bool> = (0..6).map(restores_and_writes).collect();
    assert_eq!(goes_on.len(), 2);
}

/// True if what was said after the restore goes on under the log's name.
fn restores_and_writes(run: u32) -> bool {
    let mut town = Town::of(&["A", "B", "C"]);
    let topic = town.starts("A", "Log");
    town.meet(&["A", "B", "C"]);
    for at in 0..4 {
        town.says("B", &topic, &format!("before {at}"));
    }
    town.meet(&["B", "C"]);
    let backup = town.backup("B");
    for at in 0..3 {
        town.says("B", &topic, &format!("lost {at}"));
    }
    town.meet(&["A", "B"]);
    town.restore("B", &backup);
    for at in 0..2 {
        town.says("B", &topic, &format!("again {run} {at}"));
    }
    // C hears the second branch first, A the first.
    town.meet(&["B", "C"]);
    town.meet(&["A", "B"]);
    town.says("B", &topic, "since then");
    town.meet(&["A", "B", "C"]);
    town.meet(&["A", "B", "C"]);
    let mut all: Vec<String> = (0..4).map(|at| format!("before {at}")).collect();
    all.extend(["lost 0", "lost 1", "lost 2", "since then"].map(String::from));
    all.extend((0..2).map(|at| format!("again {run} {at}")));
    all.sort();
    for name in ["A", "B", "C"] {
        let mut texts = town.texts(name, &topic);
        texts.sort();
        assert_eq!(texts, all, "{name}");
    }
    agree(&mut town, &["A", "B", "C"]);
    let branches = town.replica("A").store().logs().unwrap();
    assert_eq!(branches.iter().filter(|log| log.base.is_some()).count(), 1, "both branches are kept");
    let b = town.device("B");
    let own = branches.iter().filter(|log| log.intro.device == b && log.circle.is_some() && log.base.is_none());
    assert_eq!(own.count(), 2, "what B said after it learned of the fork begins a new log");
    for name in ["A", "B", "C"] {
        let at = town.at(name);
        town.world.turn_off(at);
        town.world.turn_on(at);
    }
    agree(&mut town, &["A", "B", "C"]);
    let trunk = |log: &LogRow| log.base.is_none() && log.intro.device == b && log.head.count > 4;
    branches.iter().any(|log| trunk(log) && log.head.count == 7)
}

/// Else a removed person could move the cut from old words to new ones, by a branch with a lesser hash.
#[test]
fn s9_what_a_removed_person_writes_on_another_branch_never_stands() {
    for run in 0..6 {
        let mut town = Town::of(&["A", "C", "D"]);
        let topic = town.starts("A", "Log");
        town.meet(&["A", "C", "D"]);
        let backup = town.backup("D");
        for at in 0..3 {
            town.says("D", &topic, &format!("old {run} {at}"));
        }
        town.meet(&["A", "D"]);
        town.restore("D", &backup);
        for at in 0..3 {
            town.says("D", &topic, &format!("new {run} {at}"));
        }
        let person = town.id("D");
        town.does("A", charter::Command::Remove { person, why: None });
        town.meet(&["C", "D"]);
        town.meet(&["A", "C"]);
        for name in ["A", "C"] {
            let posts = town.topic(name, &topic).posts;
            let new: Vec<bool> =
                posts.iter().filter(|post| post.text.starts_with("new")).map(|post| post.late).collect();
            assert_eq!(new, [true; 3], "{name} {run}");
        }
        agree(&mut town, &["A", "C"]);
    }
}

#[test]
fn s9_a_mark_outside_the_database_finds_the_restore_before_anything_forks() {
    let mut town = Town::of(&["A", "B"]);
    let topic = town.starts("A", "Log");
    town.meet(&["A", "B"]);
    let home = town.settles("B");
    let older = town.backup("B");
    town.says("B", &topic, "told");
    town.meet(&["A", "B"]);
    town.is_put_back("B", &home, &older);
    town.says("B", &topic, "after the restore");
    town.meet(&["A", "B"]);
    town.meet(&["A", "B"]);
    for name in ["A", "B"] {
        assert_eq!(town.texts(name, &topic), ["told", "after the restore"], "{name}");
        assert!(town.replica(name).store().logs().unwrap().iter().all(|log| log.base.is_none()), "nothing forked");
    }
    agree(&mut town, &["A", "B"]);
}

#[test]
fn s9_a_device_that_was_put_back_says_nothing_in_the_charter_before_it_holds_again_what_it_said() {
    let mut town = Town::of(&["A", "B"]);
    let endpoint = town.hub("hub", "A", Quota::default());
    town.with("A", |a| a.state(&Statement::Hub { endpoint })).unwrap();
    let topic = town.starts("A", "Log");
    town.meet(&["A", "B", "hub"]);
    let home = town.settles("B");
    let older = town.backup("B");
    town.does("B", invitation::Command::Open { days: 3 });
    town.meet(&["A", "B"]);
    town.is_put_back("B", &home, &older);
    assert_eq!(town.tries("B", invitation::Command::Open { days: 3 }).unwrap_err(), "trouble-restored");
    town.says("B", &topic, "words go on");
    town.restore("B", &home);
    assert_eq!(town.tries("B", invitation::Command::Open { days: 3 }).unwrap_err(), "trouble-restored", "it remembers");
    town.meet(&["B", "hub"]);
    assert_eq!(
        town.tries("B", invitation::Command::Open { days: 3 }).unwrap_err(),
        "trouble-restored",
        "the hub knows less"
    );
    town.meet(&["A", "B"]);
    town.joins("C", "B");
    town.meet(&["A", "B", "C"]);
    assert_eq!(town.status("A", "C"), Active);
    for name in ["A", "B", "C"] {
        assert!(town.replica(name).store().logs().unwrap().iter().all(|log| log.base.is_none()), "nothing forked");
    }
    agree(&mut town, &["A", "B", "C"]);
}

#[test]
fn s9_who_asks_a_device_that_was_put_back_to_be_let_in_is_answered() {
    let mut town = Town::of(&["A", "B"]);
    town.meet(&["A", "B"]);
    let home = town.backup("B");
    town.restore("B", &home);
    let link = town.link("B", invitation::Command::Open { days: 14 });
    let of_device = town.link("B", device::Command::Link);
    let older = town.backup("B");
    // What it said in the charter is missing then.
    town.link("B", invitation::Command::Open { days: 14 });
    town.meet(&["A", "B"]);
    town.is_put_back("B", &home, &older);
    town.world.tap();
    let comers = [("N", link), ("B2", of_device)];
    for (name, link) in &comers {
        town.comes(name, link);
        town.core(name).join(link.clone());
    }
    let gathers = |town: &mut Town, name: &str| {
        let at = town.at(name);
        town.world.move_to(at, 1);
    };
    for name in ["B", "N", "B2"] {
        gathers(&mut town, name);
    }
    town.world.run_some(200);
    let answer = Frame::No(Refused::MayNot).encode();
    assert_eq!(town.world.tapped().iter().filter(|frame| **frame == answer).count(), 2, "both are answered");
    // They ask on, and are let in once B has met somebody.
    gathers(&mut town, "A");
    town.world.meet();
    for _ in 0..120 {
        town.world.now_ms += 1_000;
        let now = town.world.now_ms;
        for name in ["A", "B", "N", "B2"] {
            let at = town.at(name);
            town.core(name).tick(now);
            town.world.flush(at);
        }
        town.world.run_some(50);
    }
    assert_eq!(["N", "B2"].map(|name| town.replica(name).is_active()), [true; 2]);
}

#[test]
fn s11_a_statement_of_a_newer_kind_makes_the_community_read_only() {
    let mut town = Town::of(&["A", "B", "C"]);
    let topic = town.starts("A", "New");
    town.meet(&["A", "B", "C"]);
    let newer = Body::Statement { bytes: minicbor::to_vec((64u32, ())).unwrap(), at_ms: None };
    town.with("A", |a| a.state_unchecked(&newer)).unwrap();
    town.meet(&["A", "B"]);
    let refused = town.with("B", |b| b.state(&Statement::Policy { members_invite: false }));
    assert!(matches!(refused, Err(ReplicaError::NeedsNewer)));
    let why = town
        .tries("B", topic::Command::Reply { topic, text: "hello".into(), quotes: Vec::new(), sending: None })
        .unwrap_err();
    assert_eq!(why, "trouble-needs-newer");
    town.meet(&["B", "C"]);
    for name in ["A", "B", "C"] {
        assert!(town.replica(name).law().needs_newer(), "{name}");
    }
    agree(&mut town, &["A", "B", "C"]);
}

#[test]
fn s12_two_talk_in_a_circle_of_two_through_a_hub() {
    let mut town = Town::of(&["A", "B", "C"]);
    let endpoint = town.hub("hub", "A", Quota::default());
    town.with("A", |a| a.state(&Statement::Hub { endpoint })).unwrap();
    town.meet(&["A", "B", "C", "hub"]);
    let circle = circle_of(&mut town, "B", &["B", "C"]);
    whisper(&mut town, "B", circle, "between us");
    town.meet(&["B", "hub"]);
    town.meet(&["C", "hub"]);
    assert_eq!(accepted_in(&mut town, "C", circle), 1, "C reads what B wrote before it slept");
    whisper(&mut town, "C", circle, "and back");
    town.meet(&["C", "hub"]);
    town.meet(&["A", "hub"]);
    town.meet(&["A", "hub"]);
    let logs = town.replica("A").store().logs().unwrap();
    assert!(logs.iter().all(|log| log.circle != Some(circle)), "A keeps nothing of it");
    assert_eq!(accepted_in(&mut town, "A", circle), 0);
    let forged = town.with("A", |a| {
        let commitment = kith_sync::epoch::commitment(&kith_sync::record::Secret([1; 32]), &circle);
        a.state(&Statement::Epoch { circle, commitment, replaces: Vec::new() })
    });
    assert!(matches!(forged, Err(ReplicaError::NotAllowed)), "an epoch of A's is none");
    town.meet(&["B", "hub"]);
    for name in ["B", "C"] {
        assert_eq!(accepted_in(&mut town, name, circle), 2, "{name}");
    }
    town.meet(&["A", "B", "C"]);
    agree(&mut town, &["B", "C"]);
    let everyones = |town: &mut Town, name| town.seen(name)[..3].to_vec();
    assert_eq!(everyones(&mut town, "A"), everyones(&mut town, "B"), "what is everyone's is alike");
    let at = town.at("hub");
    let held = parts_of(town.world.hub(at).store());
    assert!(held.len() > 6, "the hub keeps what it was told");
    for words in ["between us", "and back", "items", "replaces"] {
        let found = held.iter().any(|part| part.windows(words.len()).any(|window| window == words.as_bytes()));
        assert!(!found, "the hub holds {words:?} in clear");
    }
}

#[test]
fn who_is_not_in_a_circle_cannot_hand_out_a_secret_for_it() {
    let mut town = Town::of(&["A", "B", "C"]);
    let circle = circle_of(&mut town, "B", &["B", "C"]);
    whisper(&mut town, "B", circle, "between us");
    let c = town.device("C");
    town.meet(&["A", "B"]);
    town.with("A", |a| {
        let (_, keys) = a.law().owner(&c).unwrap();
        let epoch = a.law().epochs(&circle)[0].0;
        let (secret, key) = (Secret([1; 32]), Secret([2; 32]));
        let entry = epoch::seal_to(&a.community(), &circle, &keys, &secret, &[(epoch, key)], &mut any_rng(1)).unwrap();
        a.state_unchecked(&Body::Seal(epoch::Seal { circle, entries: vec![entry] })).unwrap()
    });
    town.meet(&["A", "C"]);
    town.meet(&["B", "C"]);
    assert_eq!(accepted_in(&mut town, "C", circle), 1, "C reads by B's seal");
}

#[test]
fn a_hub_is_not_told_which_keys_lack() {
    let mut town = Town::of(&["A", "B"]);
    let endpoint = town.hub("hub", "A", Quota::default());
    town.with("A", |a| a.state(&Statement::Hub { endpoint })).unwrap();
    let kept = town.with("A", |a| {
        let circle = a.everyone();
        let commitment = kith_sync::epoch::commitment(&kith_sync::record::Secret([1; 32]), &circle);
        let replaces = a.law().epochs(&circle).iter().map(|(epoch, _)| *epoch).collect();
        a.state_unchecked(&Body::of(&Statement::Epoch { circle, commitment, replaces }))
    });
    kept.unwrap();
    let asks = |town: &mut Town, with: [&'static str; 2]| {
        town.world.tap();
        town.meet(&with);
        town.world
            .tapped()
            .iter()
            .any(|frame| matches!(Frame::decode(frame), Some(Frame::Need(epochs)) if !epochs.is_empty()))
    };
    assert!(asks(&mut town, ["A", "B"]), "B asks for the key that only A could have");
    assert!(!asks(&mut town, ["B", "hub"]));
}

#[test]
fn a_hub_hears_what_is_new_while_it_is_there() {
    let mut town = Town::of(&["A", "B"]);
    let endpoint = town.hub("hub", "A", Quota::default());
    town.with("A", |a| a.state(&Statement::Hub { endpoint })).unwrap();
    let topic = town.starts("A", "Log");
    for name in ["A", "hub"] {
        let at = town.at(name);
        town.world.move_to(at, 1);
    }
    town.world.meet();
    town.world.run();
    let at = town.at("hub");
    let before = parts_of(town.world.hub(at).store()).len();
    town.says("A", &topic, "right now");
    town.world.run();
    assert_eq!(parts_of(town.world.hub(at).store()).len(), before + 2);
}

#[test]
fn whoever_does_not_know_the_charter_key_is_not_let_into_a_hub() {
    let mut hub: Hub<u8> =
        Hub::open(Store::in_memory(&[]).unwrap(), [7; 32], hub::door(&Secret([1; 32])), Quota::default()).unwrap();
    let hello = Frame::Hello { version: 0, salt: [1; 8].into(), digests: Vec::new(), receipts: [0; 8].into() }.encode();
    for first in [hello, Frame::Prove([5; 64].into()).encode(), vec![0xff; 9]] {
        hub.opened(1, [9; 32]);
        hub.received(1, &first).unwrap();
        assert_eq!((hub.take_outputs(), hub.next_frame(1)), (vec![Output::Close(1)], None));
    }
}

#[test]
fn s8_a_hub_obeys_once_the_writer_s_own_log_names_the_part() {
    let mut town = Town::of(&["A1", "B"]);
    town.joins_as_device("A2", "A1");
    let endpoint = town.hub("hub", "A1", Quota::default());
    town.with("A1", |a| a.state(&Statement::Hub { endpoint })).unwrap();
    let topic = town.starts("A1", "Log");
    let post = town.says("A1", &topic, "to be forgotten");
    town.meet(&["A1", "A2", "B", "hub"]);
    let at = town.at("hub");
    let parts = |town: &mut Town| parts_of(town.world.hub(at).store()).len();
    let before = parts(&mut town);
    town.does("A2", topic::Command::Erase { post });
    town.meet(&["A2", "hub"]);
    assert_eq!(parts(&mut town), before + 1, "a hub cannot know that A2 is A1's");
    town.meet(&["A1", "A2"]);
    town.meet(&["A1", "hub"]);
    assert_eq!(parts(&mut town), before + 2 - 1, "A1's own log names the part");
    town.meet(&["A1", "A2", "B"]);
    agree(&mut town, &["A1", "A2", "B"]);
}

#[test]
fn a_hub_keeps_no_more_than_its_quotas() {
    let mut town = Town::of(&["A", "B"]);
    let endpoint = town.hub("hub", "A", Quota { log: 20_000, community: 45_000, ..Quota::default() });
    town.with("A", |a| a.state(&Statement::Hub { endpoint })).unwrap();
    let topic = town.starts("A", "Much");
    town.meet(&["A", "B", "hub"]);
    for name in ["A", "B"] {
        for at in 0..8 {
            town.says(name, &topic, &format!("{at} {}", "word ".repeat(1_000)));
            town.meet(&[name, "hub"]);
        }
    }
    let at = town.at("hub");
    let hub = town.world.hub(at);
    assert!(hub.bytes() <= 45_000);
    let logs = hub.store().logs().unwrap();
    let longest = logs.iter().map(|log| hub.store().bytes_of_log(log.id).unwrap()).max();
    assert!((10_000..=20_000).contains(&longest.unwrap()), "{longest:?}");
    town.meet(&["A", "B"]);
    agree(&mut town, &["A", "B"]);
}

#[test]
fn a_hub_lets_go_of_what_its_writer_erased_and_of_nobody_elses() {
    let mut town = Town::of(&["A", "B", "C"]);
    let endpoint = town.hub("hub", "A", Quota::default());
    town.with("A", |a| a.state(&Statement::Hub { endpoint })).unwrap();
    let topic = town.starts("A", "Log");
    let post = town.says("A", &topic, "to be forgotten");
    town.meet(&["A", "B", "C", "hub"]);
    let at = town.at("hub");
    let parts = |town: &mut Town| parts_of(town.world.hub(at).store()).len();
    let before = parts(&mut town);
    let place = "SELECT log, number, part FROM words WHERE text = 'to be forgotten'";
    let a = town.replica("A");
    let place = a.store().connection().query_row(place, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
    let (log, number, part): (i64, u64, u8) = place.unwrap();
    let erased = a.part_of(log, number, part).unwrap();
    // A modified client names another's part.
    let circle = town.replica("B").everyone();
    town.with("B", |b| b.say_unchecked(&circle, Body::Nothing.encode(), None, Some(vec![erased]))).unwrap();
    town.meet(&["B", "hub"]);
    assert_eq!(parts(&mut town), before + 1, "B's record is kept and not obeyed");
    town.does("A", topic::Command::Erase { post });
    town.meet(&["A", "hub"]);
    assert_eq!(parts(&mut town), before + 2 - 1, "A's is obeyed");
}

#[test]
fn an_erasing_has_reached_nobody_whom_only_the_post_has_reached() {
    let mut town = Town::of(&["A", "B", "C"]);
    let topic = town.starts("A", "Log");
    let (gone, stays) = (town.says("A", &topic, "to be forgotten"), town.says("A", &topic, "to stay"));
    town.meet(&["A", "B", "C"]);
    town.meet(&["A", "B", "C"]);
    let reach = |town: &mut Town, post: &str| {
        let posts = town.topic("A", &topic).posts;
        posts.iter().find(|view| view.post == post).map(|view| (view.reached, view.known))
    };
    assert_eq!((reach(&mut town, &gone), reach(&mut town, &stays)), (Some((2, 2)), Some((2, 2))));
    town.does("A", topic::Command::Erase { post: gone.clone() });
    assert_eq!((reach(&mut town, &gone), reach(&mut town, &stays)), (Some((0, 2)), Some((2, 2))));
    town.meet(&["A", "B"]);
    assert_eq!(reach(&mut town, &gone), Some((1, 2)));
    town.meet(&["A", "B", "C"]);
    assert_eq!(reach(&mut town, &gone), Some((2, 2)));
}

/// A circle of these, opened by the first.
fn circle_of(town: &mut Town, by: &str, names: &[&str]) -> CircleId {
    let members = names.iter().map(|name| town.person(name)).collect();
    town.with(by, |replica| replica.open_circle(members).unwrap())
}

/// The sealed bytes of every part that a store holds.
fn parts_of(store: &Store) -> Vec<Vec<u8>> {
    let logs = store.logs().unwrap();
    let records = logs.iter().flat_map(|log| store.records_from(log, 0).unwrap());
    records.flat_map(|row| row.verified.record.parts).filter_map(|part| part.sealed().map(<[u8]>::to_vec)).collect()
}

/// Says something in a circle that has no screens yet.
fn whisper(town: &mut Town, name: &str, circle: CircleId, text: &str) {
    use automerge::ReadDoc as _;
    use automerge::transaction::Transactable as _;
    let said = town.with(name, |replica| {
        replica.say(Saying {
            circle,
            kind: Kind::Sheet,
            document: None,
            contents: vec![text.as_bytes().to_vec()],
            erased: Vec::new(),
            edit: Box::new(|sheet| {
                let (_, items) = sheet.get(automerge::ROOT, "items")?.unwrap_or_else(|| panic!("a sheet"));
                let at = sheet.length(&items);
                let item = sheet.insert_object(&items, at, automerge::ObjType::Map)?;
                sheet.put(&item, "k", 2)?;
                sheet.put(&item, "w", 1)?;
                Ok(Some(item))
            }),
        })
    });
    said.unwrap_or_else(|error| panic!("{error}"));
}

fn accepted_in(town: &mut Town, name: &str, circle: CircleId) -> usize {
    let store = town.replica(name).store();
    let logs = store.logs().unwrap().into_iter().filter(|log| log.circle == Some(circle));
    let records = logs.flat_map(|log| store.records_from(&log, 0).unwrap());
    records.filter(|record| record.state == State::Accepted).count()
}

#[test]
fn s13_a_person_leaves_and_comes_back() {
    let mut town = Town::of(&["A", "D1", "E"]);
    town.joins_as_device("D2", "D1");
    let topic = town.starts("A", "Choir");
    town.meet(&["A", "D1", "D2", "E"]);
    town.says("D1", &topic, "before");
    town.meet(&["A", "D1", "D2", "E"]);
    let person = town.person("D1");
    town.does("D1", charter::Command::Leave);
    town.meet(&["A", "D1", "E"]);
    assert_eq!(town.status("A", "D1"), Left);
    assert!(town.tries("D1", charter::Command::Leave).is_err());

    // Whoever has a link comes as themselves, and not as who left.
    let link = town.link("A", invitation::Command::Open { days: 14 });
    town.comes_as("X", &link, &kith_sync::record::Secret([9; 32]), Some(person));
    assert!(!town.asks("X", link.clone(), "A"));
    assert_eq!(town.status("A", "D1"), Left);

    assert!(town.asks("D1", link, "A"));
    assert_eq!((town.status("A", "D1"), town.role("A", "D1")), (Active, Some(Member)));
    assert_eq!(town.texts("D1", &topic), ["before"], "the same person with the same words");
    town.says("D1", &topic, "back");
    town.meet(&["A", "D1"]);
    town.meet(&["D1", "D2"]);
    town.says("D2", &topic, "here too");
    town.meet(&["A", "D1", "D2", "E"]);
    for name in ["A", "D1", "D2", "E"] {
        assert_eq!(town.texts(name, &topic), ["before", "back", "here too"], "{name}");
    }
    agree(&mut town, &["A", "D1", "D2", "E"]);
}

#[test]
fn s14_the_most_senior_stands_in_when_both_organisers_devices_are_lost() {
    let mut town = Town::of(&["A", "B", "C", "D", "E"]);
    let (a, b, d, e) = (town.id("A"), town.id("B"), town.id("D"), town.id("E"));
    town.does("A", charter::Command::SetRole { person: b, role: Given::Organiser });
    town.meet(&["A", "B", "C", "D", "E"]);
    let tried = town.with("D", |d| d.state(&Statement::StandIn));
    assert!(matches!(tried, Err(ReplicaError::NotAllowed)), "C is more senior");
    town.with("C", |c| c.state(&Statement::StandIn)).unwrap();
    assert!(
        town.tries("C", charter::Command::Remove { person: a, why: None }).is_err(),
        "what is lent touches no organiser"
    );
    assert!(town.tries("C", charter::Command::SetRole { person: d.clone(), role: Given::Organiser }).is_err());
    town.does("C", charter::Command::SetRole { person: d, role: Given::Steward });
    town.does("C", charter::Command::Remove { person: e, why: None });
    town.meet(&["C", "D", "E"]);
    for name in ["C", "D", "E"] {
        assert_eq!((town.role(name, "C"), town.role(name, "D")), (Some(Organiser), Some(Steward)), "{name}");
        assert_eq!(town.status(name, "E"), Removed, "{name}");
    }
    agree(&mut town, &["C", "D"]);

    // A's device is found again: what was lent ends, and so does what came of it.
    town.meet(&["A", "C", "D"]);
    town.with("A", |a| a.state(&Statement::EndStandIn)).unwrap();
    town.meet(&["A", "C", "D", "E"]);
    for name in ["A", "C", "D", "E"] {
        assert_eq!((town.role(name, "C"), town.role(name, "D")), (Some(Member), Some(Member)), "{name}");
        assert_eq!(town.status(name, "E"), Active, "{name}");
    }
    agree(&mut town, &["A", "C", "D", "E"]);
}

#[test]
fn the_cut_of_a_removal_names_a_log_and_how_much_of_it_was_held() {
    let mut town = Town::of(&["A", "D"]);
    let topic = town.starts("D", "Soup");
    town.says("D", &topic, "leeks");
    town.meet(&["A", "D"]);
    let person = town.person("D");
    let cuts: Vec<Cut> = town.replica("A").cuts_of(&person);
    assert_eq!(cuts.iter().map(|cut| cut.count).collect::<Vec<_>>(), [3], "a name, a topic, a reply");
}

/// Nothing but a defect makes two devices with the same records, charter and keys hold other documents: it is seen.
#[test]
fn a_device_that_makes_something_else_of_the_same_records_is_seen() {
    let mut town = Town::of(&["A", "B", "C"]);
    let topic = town.starts("A", "Log");
    town.meet(&["A", "B", "C"]);
    town.meet(&["A", "B", "C"]);
    let device = town.device("B");
    let differs = |town: &mut Town| ["A", "C"].map(|name| town.replica(name).differs(&device));
    assert_eq!(differs(&mut town), [false; 2]);

    let everyone = town.replica("B").everyone();
    let heads = town.replica("B").store().all_heads(&everyone).unwrap();
    let (broken, whole) = heads.first().unwrap();
    town.replica("B").store().put_heads(broken, &[7; 32]).unwrap();
    town.says("A", &topic, "told");
    town.meet(&["A", "B", "C"]);
    assert_eq!(differs(&mut town), [true; 2]);
    let well = town.device("C");
    assert!(!town.replica("A").differs(&well));
    town.replica("B").store().put_heads(broken, whole).unwrap();
    town.says("A", &topic, "and told again");
    town.meet(&["A", "B", "C"]);
    assert_eq!(differs(&mut town), [false; 2]);
}
