//! A person's own devices: what they are called is read on them alone, and one that is lost is ended.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use automerge::transaction::{Transactable as _, Transaction};
use automerge::{ActorId, AutomergeError, Change, ExpandedChange, ObjType, ROOT, ReadDoc as _};
use kith_community::community::{CommunityQuery, CommunityView};
use kith_community::look;
use kith_community::reach::{DeviceRow, DevicesQuery};
use kith_community::topic::{Around, TopicQuery};
use kith_community::{device, invitation};
use kith_sync::body::{Body, Named};
use kith_sync::charter::Status::Active;
use kith_sync::document::{Document, Kind};
use kith_sync::id::to_text;
use kith_sync::node::{MAX_LATE, Taken};
use kith_sync::record::Secret;
use kith_tests::bare::{Device, everything, found, further, hear, newcomer, says};
use kith_tests::craft::{Attempt, Mine, encode, in_the_name_of, own_changes, own_log, prefix};
use kith_tests::town::Town;

fn devices(town: &mut Town, who: &str) -> Vec<DeviceRow> {
    look(town.replica(who), &DevicesQuery).unwrap()
}

fn name_of(town: &mut Town, who: &str, device: &str) -> String {
    let id = to_text(&town.device(device).0);
    devices(town, who).into_iter().find(|row| row.device == id).unwrap().name
}

fn around(town: &mut Town, who: &str) -> CommunityView {
    look(town.replica(who), &CommunityQuery).unwrap()
}

fn rename(device: &str, name: &str) -> device::Command {
    device::Command::Rename { device: device.to_owned(), name: name.to_owned() }
}

fn opened(topic: &str) -> TopicQuery {
    TopicQuery { topic: topic.to_owned(), around: Around::New, before: 10, after: 10 }
}

#[test]
fn a_device_is_called_the_same_on_all_devices_of_its_person_and_on_no_other() {
    let mut town = Town::of(&["A", "B"]);
    town.joins_as_device("A2", "A");
    town.meet(&["A", "A2", "B"]);
    let phone = to_text(&town.device("A2").0);
    town.does("A", rename(&phone, "Ada’s phone"));
    let laptop = to_text(&town.device("A").0);
    town.does("A", rename(&laptop, "Laptop"));
    town.meet(&["A", "A2", "B"]);
    for who in ["A", "A2"] {
        assert_eq!(name_of(&mut town, who, "A2"), "Ada’s phone", "{who}");
        assert_eq!(name_of(&mut town, who, "A"), "Laptop", "{who}");
    }
    // The last name counts, whichever device gave it; the name finds the device.
    town.does("A2", rename("Ada’s phone", "Old phone"));
    town.meet(&["A", "A2", "B"]);
    assert_eq!(name_of(&mut town, "A", "A2"), "Old phone");
    // No row of another person's device holds it.
    let rows = town.replica("B").store().connection();
    let words: u32 = rows.query_row("SELECT count(*) FROM device_names", [], |row| row.get(0)).unwrap();
    assert_eq!(words, 0);
    // It is nobody's post, and has nobody wait for it.
    assert_eq!(around(&mut town, "A").reach.reached, 1, "{:?}", around(&mut town, "A").reach);
    // A device that comes later reads it too.
    town.joins_as_device("A3", "A");
    town.meet(&["A", "A3"]);
    assert_eq!(name_of(&mut town, "A3", "A2"), "Old phone");
}

#[test]
fn two_devices_that_name_each_other_apart_agree_when_they_meet() {
    let mut town = Town::of(&["A"]);
    town.joins_as_device("A2", "A");
    town.meet(&["A", "A2"]);
    let (one, two) = (to_text(&town.device("A").0), to_text(&town.device("A2").0));
    town.does("A", rename(&two, "Phone"));
    town.does("A2", rename(&one, "Laptop"));
    town.meet(&["A", "A2"]);
    for who in ["A", "A2"] {
        assert_eq!((name_of(&mut town, who, "A"), name_of(&mut town, who, "A2")), ("Laptop".into(), "Phone".into()));
    }
    town.does("A", rename(&two, "Tablet"));
    town.meet(&["A", "A2"]);
    assert_eq!(name_of(&mut town, "A2", "A2"), "Tablet");
}

#[test]
fn a_lost_device_is_ended_and_its_person_stays() {
    let mut town = Town::of(&["A", "B"]);
    town.joins_as_device("A2", "A");
    let topic = town.starts("A2", "From the phone");
    town.meet(&["A", "A2", "B"]);
    let phone = to_text(&town.device("A2").0);
    town.does("A", rename(&phone, "Phone"));
    let own = to_text(&town.device("A").0);
    let this = town.tries("A", device::Command::Remove { device: own }).unwrap_err();
    assert!(this.contains("device-this"), "{this}");
    let theirs = to_text(&town.device("B").0);
    assert!(town.tries("A", device::Command::Remove { device: theirs }).unwrap_err().contains("no-device"));

    town.does("A", device::Command::Remove { device: "Phone".into() });
    assert_eq!(devices(&mut town, "A").len(), 1);
    town.meet(&["A", "B"]);
    let after = town.starts("B", "After it was lost");
    town.meet(&["B", "A2"]);
    assert!(look(town.replica("A2"), &opened(&after)).is_err(), "it is told of its end alone");
    assert!(around(&mut town, "A2").device_ended);
    assert!(!around(&mut town, "A").device_ended);
    assert_eq!(town.status("B", "A"), Active);
    for who in ["A", "B"] {
        assert!(look(town.replica(who), &opened(&topic)).is_ok(), "what was written on it stays");
    }
    assert!(town.tries("A", device::Command::Remove { device: "Phone".into() }).unwrap_err().contains("no-device"));
}

/// The phone said something that the person's other device cut off. That device, by a modified client, writes on it all the
/// same: it had heard of the end, so that its word brings the phone's back on no device.
#[test]
fn what_builds_on_a_lost_devices_words_knowing_of_its_end_brings_them_back_nowhere() {
    let mut town = Town::of(&["A", "B"]);
    town.joins_as_device("A2", "A");
    let topic = town.starts("A", "Whose words are these");
    town.meet(&["A", "A2", "B"]);
    town.says("A2", &topic, "by the thief");
    town.meet(&["A2", "B"]);
    let phone = to_text(&town.device("A2").0);
    town.does("A", device::Command::Remove { device: phone });
    town.meet(&["A", "B"]);
    let shown = |town: &mut Town| ["A", "B"].map(|who| town.texts(who, &topic).contains(&"by the thief".to_owned()));
    assert_eq!(shown(&mut town), [false, false], "it came too late");

    let thiefs = own_changes(town.replica("A2")).pop().unwrap();
    let on_it = town.with("A", |a| {
        let mine = Mine::of(a);
        let change = mine.craft(mine.fine());
        let (deps, start_op) = (vec![thiefs.hash()], (thiefs.max_op() + 1).try_into().unwrap());
        let Attempt { part, document } = mine.crafted(ExpandedChange { deps, start_op, ..change });
        let everyone = a.everyone();
        a.say_unchecked(&everyone, part, document, None)
    });
    on_it.unwrap();
    town.meet(&["A", "B"]);
    assert_eq!(shown(&mut town), [false, false]);
}

/// A phone that A3 put out had said so many things in one sheet, by a modified client, on the last of which A wrote without
/// having heard of its end. Answers whether A's word stands, with whoever heard the end first and whoever heard it last.
/// `fits`: A's word is one that may stand.
fn a_word_on_the_last_of(many: usize, fits: bool) -> [bool; 2] {
    let mut town = Town::of(&["A", "B", "C"]);
    for device in ["A2", "A3"] {
        town.joins_as_device(device, "A");
    }
    town.starts("A2", "From the phone");
    town.starts("A", "Whose words are these");
    town.meet(&["A", "A2", "A3", "B", "C"]);
    let (last, one_before) = town.with("A2", |phone| {
        let mine = Mine::of(phone);
        let mut next = ExpandedChange { actor_id: ActorId::from(mine.actor(0xbb)), ..mine.craft(mine.fine()) };
        let mut one_before = Vec::new();
        for _ in 0..many {
            let said = Change::from_bytes(encode(next.clone())).unwrap();
            let Attempt { part, document } = mine.change(encode(next.clone()));
            phone.say_unchecked(&phone.everyone(), part, document, None).unwrap();
            one_before = std::mem::replace(&mut next.deps, vec![said.hash()]);
            next = ExpandedChange { start_op: (said.max_op() + 1).try_into().unwrap(), seq: said.seq() + 1, ..next };
        }
        (next, one_before)
    });
    town.meet(&["A", "A2"]);
    let word = town.with("A", |a| {
        let mine = Mine::of(a);
        let own = mine.craft(mine.fine());
        let deps = [last.deps, one_before, if fits { own.deps.clone() } else { Vec::new() }].concat();
        let start_op = if fits { own.start_op.max(last.start_op) } else { last.start_op };
        let word = encode(ExpandedChange { deps, start_op, ..own });
        let Attempt { part, document } = mine.change(word.clone());
        a.say_unchecked(&a.everyone(), part, document, None).unwrap();
        (mine.id, Change::from_bytes(word).unwrap().hash())
    });
    town.meet(&["A", "C"]);
    let phone = to_text(&town.device("A2").0);
    town.does("A3", device::Command::Remove { device: phone });
    town.meet(&["A3", "B"]);
    town.meet(&["A", "A3", "B", "C"]);
    town.agree(&["A", "A3", "B", "C"]);
    ["B", "C"].map(|who| town.replica(who).store().changes(&word.0).unwrap().contains_key(&word.1.0))
}

#[test]
fn of_a_log_that_ended_the_first_thousand_changes_hold_up_what_was_built_on_them_and_no_more() {
    assert_eq!(a_word_on_the_last_of(MAX_LATE, true), [true; 2], "the last that may");
    assert_eq!(a_word_on_the_last_of(MAX_LATE + 1, true), [false; 2], "the first that may not");
}

/// Whoever heard the end last refused A's word before, and holds nothing for its sake.
#[test]
fn what_is_refused_brings_back_nothing_of_a_log_that_ended() {
    assert_eq!(a_word_on_the_last_of(3, true), [true; 2]);
    assert_eq!(a_word_on_the_last_of(3, false), [false; 2]);
}

/// M, by a modified client, writes in B's name before B, who never heard of M, takes M's device for a further one of B's. Both
/// have it then, and what was not stored where M was known first stands there too.
#[test]
fn a_log_that_only_becomes_its_persons_is_read_by_who_knew_it_before_as_by_who_comes_later() {
    let mut town = Town::of(&["A", "B"]);
    let (seed, b) = (Secret([9; 32]), town.person("B"));
    let link = town.link("A", invitation::Command::Open { days: 14 });
    town.comes_as("M", &link, &seed, None);
    assert!(town.asks("M", link, "A"));
    town.is_called("M", "M");
    let range = in_the_name_of(town.replica("M"), b);
    let taken = town.with("A", |a| a.absorb(&[range])).unwrap();
    assert!(matches!(taken[..], [Taken::Unbound { .. }]), "it is not B's: {taken:?}");

    let link = town.link("B", device::Command::Link);
    town.comes_as("M2", &link, &seed, Some(b));
    assert!(town.asks("M2", link, "B"));
    town.meet(&["A", "B"]);
    town.joins("C", "A");
    town.meet(&["A", "B", "C"]);
    for who in ["A", "B", "C"] {
        assert_eq!(town.replica(who).store().refusals().unwrap(), [], "{who}");
    }
    town.agree(&["A", "B", "C"]);
}

/// A sheet with whatever number, said by a stolen device in its person's name.
fn begins_sheet(device: &mut Device, number: u32) {
    let circle = device.everyone();
    let named = Named { kind: Kind::Sheet as u8, person: device.me().person, number };
    let id = named.id(&circle);
    let mut actor = [7; 16];
    actor[..8].copy_from_slice(&prefix(&own_log(device).head.log, &id));
    let mut sheet = Document::begin(Kind::Sheet);
    let written = sheet
        .write(actor, |sheet: &mut Transaction<'_>| {
            let (_, items) = sheet.get(ROOT, "items")?.unwrap();
            let item = sheet.insert_object(&items, 0, ObjType::Map)?;
            sheet.put(&item, "k", 1_i64)?;
            Ok::<_, AutomergeError>(())
        })
        .unwrap()
        .unwrap();
    let body = Body::New { document: named, change: written.bytes }.encode();
    device.say_unchecked(&circle, body, Some(9), None).unwrap();
}

/// Sheets are counted below 2^20: whatever number a stolen device begins one with, its person goes on in sheets that fill and end.
#[test]
fn a_stolen_device_that_begins_a_sheet_of_any_number_silences_nobody() {
    const MANY: i64 = 3 * 128 + 20;
    for number in [2, (1 << 20) - 1, 1 << 20, u32::MAX] {
        let mut founder = found();
        let mut one = newcomer(&mut founder, 2);
        says(&mut one, None, 0);
        let mut stolen = further(&mut one, 5);
        says(&mut stolen, None, 1);
        begins_sheet(&mut stolen, number);
        hear(&mut one, &everything(&stolen));
        for said in 0..MANY {
            says(&mut one, None, said);
        }
        let sheets = one.store().connection().prepare("SELECT count(*) FROM documents WHERE kind = ? AND person = ?");
        let sheets: i64 = sheets.unwrap().query_row((Kind::Sheet as u8, one.me().person.0), |row| row.get(0)).unwrap();
        assert!(sheets >= MANY / 128, "{sheets} sheets hold {MANY} changes beside that of number {number}");
    }
}
