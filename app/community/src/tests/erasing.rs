//! Words taken back: gone from contents, rows and index of every device that hears of it.

use super::crowd::Device;
use crate::local::draft;
use crate::topic;

#[test]
fn erased_words_are_nowhere_in_any_device() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    let topic = ada.starts("Zanzibar", "Quokka");
    ada.edits(&topic, "Wombat");
    ada.replies(&topic, "Kept");
    bola.hears(&mut ada);
    assert!(bola.holds("quokka") && bola.holds("wombat") && bola.holds("zanzibar"));
    assert_eq!((bola.finds("wombat"), bola.finds("zanzibar")), (1, 1));
    ada.erases(&topic).unwrap();
    bola.hears(&mut ada);
    for device in [&ada, &bola] {
        for word in ["quokka", "wombat", "zanzibar"] {
            assert!(!device.holds(word) && device.finds(word) == 0, "{word}");
        }
        let post = device.post(&topic, &topic);
        assert!(post.erased && !post.deleted);
        assert_eq!(device.texts(&topic), ["", "Kept"]);
    }
    assert_eq!(ada.fingerprint(), bola.fingerprint());
}

#[test]
fn a_newcomer_after_an_erasing_has_the_same_rows() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    let topic = ada.starts("Zanzibar", "Quokka");
    bola.hears(&mut ada);
    let reply = bola.replies(&topic, "Wombat");
    bola.erases(&reply).unwrap();
    ada.hears(&mut bola);
    ada.erases(&topic).unwrap();
    let chidi = ada.lets_in(4);
    bola.hears(&mut ada);
    assert_eq!(chidi.fingerprint(), bola.fingerprint());
    assert!(chidi.post(&topic, &reply).erased);
}

#[test]
fn a_post_of_many_versions_is_erased_whole() {
    let mut ada = Device::founder();
    let topic = ada.starts("Tea", "Version number0");
    for version in 1..70 {
        ada.edits(&topic, &format!("Version number{version}"));
    }
    ada.erases(&topic).unwrap();
    assert!((0..70).all(|version| ada.finds(&format!("number{version}")) == 0));
    assert!(!ada.holds("Version number"));
    let again = ada.erases(&topic).unwrap_err();
    assert!(again.is("post-erased"), "{again}");
}

#[test]
fn what_another_device_wrote_meanwhile_is_erased_as_soon_as_it_comes() {
    let mut laptop = Device::founder();
    let mut phone = laptop.adds(3);
    let topic = laptop.starts("Tea", "Quokka");
    phone.hears(&mut laptop);
    phone.edits(&topic, "Wombat");
    laptop.erases(&topic).unwrap();
    laptop.hears(&mut phone);
    assert_eq!(laptop.texts(&topic), [""]);
    let left = topic::left_to_erase(&laptop.replica).unwrap();
    assert_eq!(left.len(), 1);
    for saying in left {
        laptop.replica.say(saying).unwrap();
    }
    assert!(topic::left_to_erase(&laptop.replica).unwrap().is_empty());
    phone.hears(&mut laptop);
    assert!(!phone.holds("wombat") && topic::left_to_erase(&phone.replica).unwrap().is_empty());
    assert_eq!(laptop.fingerprint(), phone.fingerprint());
}

#[test]
fn words_let_go_without_a_change_of_their_item_leave_rows_and_index() {
    let mut ada = Device::founder();
    let topic = ada.starts("Tea", "Quokka");
    crate::item::let_go(ada.reader().rows, 2, 0, 2).unwrap();
    assert_eq!(ada.finds("quokka"), 0);
    assert!(!ada.holds("quokka") && ada.post(&topic, &topic).erased);
    assert_eq!(ada.topic(&topic).title, "Tea");
}

#[test]
fn drafts_of_other_words_go_with_the_erasing_on_every_device_of_the_person() {
    let mut laptop = Device::founder();
    let mut phone = laptop.adds(3);
    let topic = laptop.starts("Tea", "First");
    let post = laptop.replies(&topic, "Quokka");
    phone.hears(&mut laptop);
    let keep = |device: &Device, place: &str, text: &str| {
        draft::keep_draft(device.reader().rows, place, text, None).unwrap();
    };
    let (edit, reply) = (draft::edit_of(&post), draft::reply_to(&topic));
    for device in [&laptop, &phone] {
        keep(device, &edit, "Wombat");
        keep(device, &reply, "An answer");
    }
    laptop.erases(&post).unwrap();
    phone.hears(&mut laptop);
    for device in [&laptop, &phone] {
        assert!(!device.holds("Wombat"));
        // What was typed just before the erasing may come just after.
        keep(device, &edit, "Wombat");
        assert!(!device.holds("Wombat"));
        assert!(device.holds("An answer"), "it is of another post");
        keep(device, &draft::edit_of(&topic), "Of a post that stands");
        assert!(device.holds("Of a post that stands"));
    }
}

#[test]
fn nobody_elses_erasing_takes_a_draft() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    let topic = ada.starts("Tea", "Quokka");
    bola.hears(&mut ada);
    let place = draft::edit_of(&topic);
    draft::keep_draft(bola.reader().rows, &place, "Mine", None).unwrap();
    ada.erases(&topic).unwrap();
    bola.hears(&mut ada);
    assert!(bola.holds("Mine"));
}
