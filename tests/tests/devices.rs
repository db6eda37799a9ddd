//! A person's own devices: what they are called is read on them alone, and one that is lost is ended.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use kith_community::command::Command;
use kith_community::look;
use kith_community::query::{Around, CommunityView, DeviceRow, Query, View};
use kith_sync::charter::Status::Active;
use kith_sync::id::to_text;
use kith_tests::town::Town;

fn devices(town: &mut Town, who: &str) -> Vec<DeviceRow> {
    match look(town.replica(who), &Query::Devices) {
        Ok(View::Devices(rows)) => rows,
        other => panic!("{other:?}"),
    }
}

fn name_of(town: &mut Town, who: &str, device: &str) -> String {
    let id = to_text(&town.device(device).0);
    devices(town, who).into_iter().find(|row| row.device == id).unwrap().name
}

fn around(town: &mut Town, who: &str) -> CommunityView {
    match look(town.replica(who), &Query::Community) {
        Ok(View::Community(view)) => *view,
        other => panic!("{other:?}"),
    }
}

fn rename(device: &str, name: &str) -> Command {
    Command::RenameDevice { device: device.to_owned(), name: name.to_owned() }
}

fn opened(topic: &str) -> Query {
    Query::Topic { topic: topic.to_owned(), around: Around::New, before: 10, after: 10 }
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
    let this = town.tries("A", Command::RemoveDevice { device: own }).unwrap_err();
    assert!(this.contains("device-this"), "{this}");
    let theirs = to_text(&town.device("B").0);
    assert!(town.tries("A", Command::RemoveDevice { device: theirs }).unwrap_err().contains("no-device"));

    town.does("A", Command::RemoveDevice { device: "Phone".into() });
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
    assert!(town.tries("A", Command::RemoveDevice { device: "Phone".into() }).unwrap_err().contains("no-device"));
}
