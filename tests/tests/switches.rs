//! Switches: for each invariant of ARCHITECTURE.md a deliberate defect, and the judge of that invariant notices.
//!
//! The defects are made here, on a device, its disk or its network; the product has none to be switched on. Each
//! judge is seen to stand first, so that it is the switch that makes it fail.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use automerge::legacy::OpType;
use automerge::{ActorId, AutoCommit, Change, ExpandedChange};
use kith_community::project::Rows;
use kith_community::topic::Once;
use kith_community::{invitation, reaction, topic};
use kith_sync::charter::Law;
use kith_sync::document::{Document, Incoming, Kind};
use kith_sync::node::{Replica, Slices};
use kith_sync::session::Frame;
use kith_sync::store::{Store, StoreError};
use kith_tests::agree::{differences, told, untold};
use kith_tests::chaos::judge;
use kith_tests::craft::{Mine, encode, op, prefix};
use kith_tests::fold::Body as Said;
use kith_tests::fold::many::drawn;
use kith_tests::fuzz::{corpus, hunt};
use kith_tests::relay::empty;
use kith_tests::village::{Village, any_rng, enter};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Duration;

/// The judge must notice, in these words: a judge that fails for another reason has noticed nothing.
#[track_caller]
fn notices(words: &str, judge: impl FnOnce()) {
    let Err(told) = catch_unwind(AssertUnwindSafe(judge)) else { panic!("the judge saw nothing wrong") };
    let told = told.downcast_ref::<String>().cloned().or_else(|| told.downcast_ref().map(|told: &&str| (*told).into()));
    let told: String = told.unwrap_or_default();
    assert!(told.contains(words), "noticed something else: {told}");
}

fn village() -> (Village, String) {
    let mut village = Village::of(21, &["Ada", "Bea", "Cyd"]);
    let topic = village.start_topic(0, "Harvest", "When do we begin?");
    village.world.run();
    village.reply(1, &topic, "Soon");
    village.settle();
    judge(&mut village.world, "before");
    (village, topic)
}

/// Does something to a device's database behind its back.
fn tamper(village: &mut Village, at: usize, sql: &str) {
    let changed = village.world.core(at).replica().store().connection().execute(sql, []).unwrap();
    assert!(changed > 0, "{sql} did nothing");
}

// 1. A command answered is on disk.

/// Answers a topic from the database at `path` as `disk` keeps it, and looks for it after a crash.
fn what_was_answered_is_there(disk: impl Fn(&Path)) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("community.db");
    let store = Store::open(&path, &Rows.migrations()).unwrap();
    let mut replica = Replica::found(store, Rows, any_rng(1), true).unwrap();
    disk(&path);
    let harvest = kith_community::topic::NewTopic { title: "Harvest", ..Default::default() };
    let Once::New(saying) = kith_community::topic::start_topic(&replica, &harvest, 0).unwrap() else {
        panic!("said before")
    };
    let said = replica.say(saying).unwrap();
    disk(&path);
    // A crash: nothing is closed, and what the disk kept is what there is.
    let kept = path.with_extension("kept");
    let store = Store::open(&kept, &Rows.migrations()).unwrap();
    let replica = Replica::open(store, Rows, any_rng(2)).unwrap();
    let logs = replica.store().logs().unwrap();
    let held = logs.iter().flat_map(|log| replica.store().records_from(log, 0).unwrap());
    assert!(held.into_iter().any(|record| record.verified.hash == said.record), "an answered record is gone");
}

fn keep(path: &Path) {
    for end in ["", "-wal"] {
        let from = format!("{}{end}", path.display());
        let to = format!("{}{end}", path.with_extension("kept").display());
        if Path::new(&from).exists() {
            std::fs::copy(from, to).unwrap();
        }
    }
}

#[test]
fn a_disk_that_loses_what_was_answered_is_noticed() {
    what_was_answered_is_there(keep);
    // The switch: the disk says it has written, and keeps what it had before.
    notices("an answered record is gone", || {
        what_was_answered_is_there(|path| {
            if !path.with_extension("kept").exists() {
                keep(path);
            }
        });
    });
}

// 2. Any order, duplication, loss or partition ends equal; what active people wrote is held and shown.

#[test]
fn a_device_that_hears_nothing_new_is_noticed() {
    let (mut village, topic) = village();
    // The switch: one device loses every record on its way in.
    village.world.deaf = Some(|to, frame| to == 2 && matches!(frame, Frame::Records(_)));
    village.reply(1, &topic, "Tomorrow");
    village.world.run();
    notices("device 2 differs", || drop(judge(&mut village.world, "deaf")));
}

#[test]
fn a_device_that_drops_a_row_is_noticed() {
    let (mut village, _) = village();
    tamper(&mut village, 2, "DELETE FROM items WHERE kind = 2");
    notices("device 2 differs", || drop(judge(&mut village.world, "a projection was dropped")));
}

#[test]
fn a_device_that_sets_words_aside_is_noticed() {
    let (mut village, _) = village();
    tamper(&mut village, 2, "UPDATE records SET state = 4 WHERE log IN (SELECT id FROM logs WHERE kind = 1)");
    notices("device 2 holds what it does not show", || drop(judge(&mut village.world, "set aside")));
}

// 3. No change to what another said; no revival by a stale device; at least one organiser.

#[test]
fn words_changed_on_one_device_are_noticed() {
    let (mut village, _) = village();
    tamper(&mut village, 2, "UPDATE words SET text = 'Never' WHERE text = 'Soon'");
    notices("device 2 differs", || drop(judge(&mut village.world, "words were changed")));
}

/// The judge of a document: what was merged loads again with the same heads.
fn loads_again(bytes: &[u8], heads: &[automerge::ChangeHash]) {
    let loaded = Document::load(Kind::Sheet, bytes).unwrap();
    assert_eq!(loaded.heads(), heads);
}

#[test]
fn a_document_that_takes_changes_unchecked_is_noticed() {
    let (mut village, _) = village();
    let mine = Mine::of(village.world.core(1).replica());
    let delete = vec![op(&mine.item, "k".into(), OpType::Delete, &[&mine.kind])];
    let forged = ExpandedChange { actor_id: ActorId::from(vec![7; 16]), ..mine.craft(delete) };
    let forged = ExpandedChange { start_op: 900.try_into().unwrap(), ..forged };
    let bytes = encode(forged);
    let mut checked = mine.document.clone();
    checked.merge(vec![Incoming { bytes: bytes.clone(), prefix: prefix(&mine.log, &mine.id), lane: 0 }]);
    assert_eq!(checked.heads(), mine.document.heads());
    loads_again(&checked.save(), &checked.heads());
    // The switch: Automerge alone, without the checks, takes a stranger's well-formed deletion.
    let mut unchecked = AutoCommit::load(&mine.document.save()).unwrap();
    unchecked.apply_changes([Change::try_from(&bytes[..]).unwrap()]).unwrap();
    let heads = unchecked.get_heads();
    assert_ne!(heads, mine.document.heads());
    notices("Unreadable", || loads_again(&unchecked.save_nocompress(), &heads));
}

#[test]
fn a_law_that_believes_every_proof_is_noticed() {
    let mut noticed = 0;
    for seed in 0..40 {
        let (community, notes) = told(&drawn(seed, 30));
        let (law, mut held) = (Law::of(community, notes.iter().cloned()), untold(&community, &notes));
        assert!(differences(&law, &held).is_empty());
        // The switch: the model is told that these proofs are false, and the law takes them for good.
        let admits = held.held.values_mut().filter(|said| matches!(said.body, Said::Admit { .. }));
        admits.for_each(|said| said.well_formed = false);
        noticed += usize::from(!differences(&law, &held).is_empty());
    }
    assert!(noticed > 20, "{noticed} of 40");
}

// 4. No byte from elsewhere panics the process.

#[test]
fn a_reader_that_believes_a_length_is_noticed() {
    let time = Duration::from_secs(2);
    let frames = corpus("frame");
    assert!(hunt(&frames, kith_tests::fuzz::frame, 5, Duration::from_millis(200)).is_ok());
    // The switch: a reader that takes the length in a byte for granted.
    let believes = |bytes: &[u8]| {
        if let Some((length, rest)) = bytes.split_first() {
            let (_, _) = rest.split_at(usize::from(*length) / 4);
        }
    };
    assert!(hunt(&frames, believes, 5, time).is_err(), "nothing broke it");
}

// 5. The pure modules name no tokio, iroh, rusqlite or clock: the switches are `every_rule_can_fail` in imports.rs.

// 6. With the network off everything works but reaching others.

fn works_alone(village: &mut Village, at: usize) {
    village.world.move_to(at, 7 + u32::try_from(at).unwrap());
    let topic = village.start_topic(at, "Alone", "Nobody hears");
    let post = village.reply(at, &topic, "me");
    village.act(at, topic::Command::Edit { post: post.clone(), text: "myself".into() });
    village.act(at, reaction::Command::Toggle { post: post.clone(), emoji: "🌱".into() });
    village.act(at, topic::Command::Resolve { topic: topic.clone(), resolved: true });
    village.act(at, invitation::Command::Open { days: 3 });
    assert_eq!(village.words(at, &topic), ["Nobody hears", "myself"]);
    village.act(at, topic::Command::Erase { post });
    village.restart(at);
    assert_eq!(village.words(at, &topic).len(), 2);
}

#[test]
fn a_device_that_must_ask_another_first_is_noticed() {
    let (mut village, _) = village();
    for at in 0..3 {
        works_alone(&mut village, at);
    }
    // The switch: this device has a link, and nobody has let it in yet.
    let (mut village, _) = self::village();
    let link = match village.act(0, invitation::Command::Open { days: 3 }) {
        kith_community::command::Done::Link { link } => kith_sync::node::Link::from_text(&link).unwrap(),
        other => panic!("{other:?}"),
    };
    let waits = enter(&mut village.world, &link);
    notices("trouble-not-active", || works_alone(&mut village, waits));
}

// 7. Old databases open, and unknown items are kept and passed on.

/// An item of a kind that nobody here knows must reach everyone, a newcomer too, and outlive a restart.
fn is_kept_and_passed_on(village: &mut Village, defect: impl FnOnce(&mut Village)) {
    let mine = Mine::of(village.world.core(1).replica());
    let change = mine.craft(vec![op(&mine.item, "zz".into(), kith_tests::craft::put(99), &[])]);
    let hash = Change::from(change.clone()).hash();
    let attempt = mine.crafted(change);
    let now = village.world.now_ms;
    defect(village);
    let core = village.world.core(1);
    let circle = core.replica().everyone();
    core.replica_mut().say_unchecked(&circle, attempt.part, attempt.document, None).unwrap();
    core.flush(now).unwrap();
    village.world.run();
    village.restart(2);
    village.world.turn_off(1);
    village.world.turn_off(0);
    village.join(2, "Dot");
    let newcomer = village.world.core(3).replica();
    let kept = newcomer.store().changes(&mine.id).unwrap();
    assert!(kept.contains_key(&hash.0), "what nobody knows was not passed on");
}

#[test]
fn a_device_that_forgets_what_it_does_not_know_is_noticed() {
    let (mut village, _) = village();
    is_kept_and_passed_on(&mut village, |_| ());
    let (mut village, _) = self::village();
    // The switch: a device lets what it does not know fall, as if it were none of its business.
    notices("was not passed on", || {
        is_kept_and_passed_on(&mut village, |village| {
            village.world.deaf = Some(|to, frame| to == 2 && matches!(frame, Frame::Records(_)));
        });
    });
}

#[test]
fn a_database_of_a_newer_kith_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("community.db");
    let opens = || Store::open(&path, &Rows.migrations()).map(drop);
    opens().unwrap();
    opens().unwrap();
    let store = Store::open(&path, &Rows.migrations()).unwrap();
    store.connection().execute("UPDATE migrations SET done = 99 WHERE owner = 'sync'", []).unwrap();
    drop(store);
    assert!(matches!(opens(), Err(StoreError::Newer)));
}

// What is carried: nothing can be left out without being missed (docs/protocol.md §1). The other switch of this rule is
// in carriers.rs.

/// A relay passes on a post without its words; who meets an honest holder afterwards shows them.
fn what_was_left_out_comes(village: &mut Village, topic: &str, defect: impl FnOnce(&mut Village)) {
    village.world.move_to(2, 2);
    village.reply(0, topic, "Tomorrow");
    village.world.run();
    let others = village.person(0).0;
    village.world.turn_off(0);
    let relay = village.world.core(1).replica().store();
    assert!(empty(relay, |held| !held.charter && held.person == others) > 0);
    village.world.move_to(2, 0);
    village.world.run();
    assert!(!village.words(2, topic).contains(&"Tomorrow".to_owned()), "it came before");
    defect(village);
    village.world.turn_off(1);
    village.world.turn_on(0);
    village.world.run();
    assert!(village.words(2, topic).contains(&"Tomorrow".to_owned()), "what was left out did not come");
}

#[test]
fn a_device_that_takes_what_did_not_come_for_erased_is_noticed() {
    let (mut village, topic) = village();
    what_was_left_out_comes(&mut village, &topic, |_| ());
    let (mut village, topic) = self::village();
    // The switch: a device believes whoever carries that what is not there was let go.
    notices("what was left out did not come", || {
        what_was_left_out_comes(&mut village, &topic, |village| {
            tamper(village, 2, "UPDATE records SET lacks = 0 WHERE lacks > 0");
            village.restart(2);
        });
    });
}
