//! What people and the community are called.

use super::crowd::{Device, new, topic_of};
use crate::community;
use crate::{profile, topic};
use kith_sync::charter::Role;
use kith_sync::id::to_text;

#[test]
fn a_name_is_an_id_until_it_arrives_and_changes_as_often_as_one_likes() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    assert_eq!(bola.name_of(&ada), to_text(&ada.person().0));
    for name in ["Ada", "Ada Lovelace", "עדה \u{200f}🌾"] {
        ada.is_called(name);
        bola.hears(&mut ada);
        assert_eq!(bola.name_of(&ada), name);
    }
    assert_eq!(ada.fingerprint(), bola.fingerprint());
}

#[test]
fn two_names_at_once_are_both_kept_and_all_show_the_same_one() {
    let mut laptop = Device::founder();
    let mut phone = laptop.adds(3);
    let mut bola = laptop.lets_in(2);
    laptop.is_called("Ada");
    phone.is_called("Countess");
    bola.hears(&mut laptop);
    phone.hears(&mut laptop);
    laptop.hears(&mut phone);
    bola.hears(&mut phone);
    let shown = |device: &Device| {
        let name = profile::names(device.reader().rows).unwrap().remove(&laptop.person()).unwrap();
        (name.name, name.versions)
    };
    let (name, versions) = shown(&bola);
    assert_eq!(shown(&phone), (name.clone(), versions.clone()));
    let mut both = [name.as_str(), versions[0].as_str()];
    both.sort_unstable();
    assert_eq!(both, ["Ada", "Countess"]);
    assert_eq!(bola.fingerprint(), laptop.fingerprint());
}

#[test]
fn a_person_is_found_by_id_or_by_a_name_that_only_one_has() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    ada.is_called("Ada");
    bola.is_called("Bola");
    bola.hears(&mut ada);
    let rows = bola.reader().rows;
    assert_eq!(profile::find(rows, " Ada ").unwrap(), ada.person());
    assert_eq!(profile::find(rows, &to_text(&ada.person().0)).unwrap(), ada.person());
    assert!(profile::find(rows, "Chidi").unwrap_err().is("nobody-called"));
    bola.is_called("Ada");
    assert!(profile::find(bola.reader().rows, "Ada").unwrap_err().is("several-called"));
}

#[test]
fn names_of_the_community_given_apart_stand_beside_each_other() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    ada.raises(&mut bola, Role::Organiser);
    let names = |device: &mut Device, name: &str| {
        device.says(|replica, now| community::name_community(replica, name, now)).unwrap();
    };
    let shown = |device: &Device| community::names(&device.reader()).unwrap();
    names(&mut ada, "The hall");
    bola.hears(&mut ada);
    assert_eq!(shown(&bola), ["The hall"]);
    names(&mut ada, "The garden");
    bola.tick();
    bola.tick();
    names(&mut bola, "The pond");
    ada.hears(&mut bola);
    bola.hears(&mut ada);
    assert_eq!(shown(&ada), ["The pond", "The garden"]);
    names(&mut ada, "The shore");
    bola.hears(&mut ada);
    assert_eq!(shown(&bola), ["The shore"]);
}

#[test]
fn an_emblem_is_borne_until_another_is_chosen_or_none() {
    let mut ada = Device::founder();
    ada.is_called("Ada");
    let mut bola = ada.lets_in(2);
    let emblems = |device: &Device| profile::emblems(device.reader().rows).unwrap().into_values().collect::<Vec<_>>();
    for (chosen, borne) in [("bird", Some("bird")), ("drum", Some("drum")), ("", None)] {
        ada.says(|replica, _| profile::emblem(replica.everyone(), chosen)).unwrap();
        bola.hears(&mut ada);
        for device in [&ada, &bola] {
            assert_eq!(emblems(device).iter().map(String::as_str).collect::<Vec<_>>(), Vec::from_iter(borne));
        }
        assert_eq!(bola.name_of(&ada), "Ada");
    }
    let odd = ada.says(|replica, _| profile::emblem(replica.everyone(), "skull")).unwrap_err();
    assert!(odd.is("emblem-unknown"), "{odd}");
}

/// In whatever order names come and go, everyone shows everyone by the same name, and nobody by a name of another's.
#[test]
fn people_whose_names_look_the_same_bear_a_mark_everywhere() {
    let mut ada = Device::founder();
    ada.is_called("Ada");
    let mut all: Vec<Device> = (2..8).map(|seed| ada.lets_in(seed)).collect();
    let names = ["Аdа", "ada", "A\u{200d}da", "Ｂola", "Bola", "Chidi"];
    for (device, name) in all.iter_mut().zip(names) {
        device.is_called(name);
    }
    let plain = |device: &Device, of: &Device| profile::called(device.reader().rows, &of.person()).unwrap();
    for device in &mut all {
        ada.hears(device);
    }
    for device in &mut all {
        device.hears(&mut ada);
    }
    let shown: Vec<String> = all.iter().map(|of| plain(&ada, of).name).collect();
    let marked = |name: &String| profile::alike::split(name).1.is_some();
    assert_eq!(shown.iter().filter(|name| marked(name)).count(), 5, "{shown:?}");
    assert_eq!(shown[5], "Chidi");
    assert!(plain(&ada, &ada).name.starts_with("Ada #"));
    for device in &all {
        assert_eq!(device.fingerprint(), ada.fingerprint());
    }
    // What is said stands under that name, and by it a person is found.
    let topic = all[0].starts("Keys", "Who has them?");
    ada.hears(&mut all[0]);
    assert_eq!(ada.topic(&topic).author, shown[0]);
    assert_eq!(profile::find(ada.reader().rows, &shown[1]).unwrap(), all[1].person());

    // The others take other names: the mark goes from the one who keeps it.
    for (device, name) in all.iter_mut().zip(["Dayo", "Efe", "Femi"]) {
        device.is_called(name);
        ada.hears(device);
    }
    assert_eq!(plain(&ada, &ada).name, "Ada");
    all[5].hears(&mut ada);
    assert_eq!(all[5].fingerprint(), ada.fingerprint());
}

/// Lets go of all words on a person's card, and says nothing else of it.
fn erases_card(device: &mut Device) {
    let made = topic::start_topic(&device.replica, &topic_of("Gone", "My name is"), 1);
    let mut saying = made.map(new).unwrap();
    let me = device.replica.me().keys.sign;
    let logs = device.replica.store().logs().unwrap();
    let own = logs.iter().find(|log| log.circle.is_some() && log.intro.sign_key == me).unwrap();
    saying.erased = (0..own.head.count).filter_map(|number| device.replica.part_of(own.id, number, 1)).collect();
    device.replica.say(saying).unwrap();
}

#[test]
fn erased_words_of_a_card_are_shown_nowhere() {
    let mut ada = Device::founder();
    ada.is_called("Ada");
    let mut mallory = ada.lets_in(2);
    let mut phone = mallory.adds(3);
    mallory.is_called("Аdа");
    phone.is_called("Adа");
    mallory.says(|replica, _| profile::emblem(replica.everyone(), "sun")).unwrap();
    mallory.hears(&mut phone);
    ada.hears(&mut mallory);
    let called = |device: &Device, of: &Device| profile::called(device.reader().rows, &of.person()).unwrap();
    assert!(called(&ada, &ada).name.starts_with("Ada #"));
    assert_eq!(called(&ada, &mallory).versions.len(), 1);
    erases_card(&mut mallory);
    ada.hears(&mut mallory);
    assert!(called(&ada, &ada).name.starts_with("Ada #"), "the other device's name stands");
    assert_eq!(called(&ada, &mallory).versions.len(), 0);
    assert!(profile::emblems(ada.reader().rows).unwrap().is_empty());
    let mut chidi = ada.lets_in(4);
    assert_eq!(chidi.fingerprint(), ada.fingerprint());
    phone.hears(&mut mallory);
    erases_card(&mut phone);
    for device in [&mut mallory, &mut ada, &mut chidi] {
        device.hears(&mut phone);
        assert_eq!(called(device, &phone), profile::Name::default());
    }
    assert_eq!(called(&ada, &ada).name, "Ada");
    let dayo = ada.lets_in(5);
    for device in [&mallory, &ada, &chidi] {
        assert_eq!(device.fingerprint(), dayo.fingerprint());
    }
}

#[test]
fn nobody_takes_a_mark_into_a_name() {
    for (typed, kept) in [("Ada #4821", "Ada 4821"), ("＃Ada", "Ada"), ("Ada♯", "Ada")] {
        assert_eq!(profile::clean_name(typed).unwrap(), kept);
    }
    assert!(profile::clean_name("#").is_err());
}
