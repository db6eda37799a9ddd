//! What the community chose for how it talks.

use super::crowd::{Device, new, topic_of};
use super::odd::says_oddly;
use crate::community;
use crate::community::Customs;
use crate::reaction;
use crate::topic;
use crate::topic::Listed;
use crate::trouble::Trouble;
use automerge::ObjType;
use automerge::transaction::Transactable;
use kith_sync::charter::Role;

fn chooses(device: &mut Device, reactions: Option<&[&str]>, answer_h: Option<u32>) -> Result<String, Trouble> {
    let reactions: Option<Vec<String>> = reactions.map(|all| all.iter().map(|one| (*one).to_owned()).collect());
    device.says(|replica, now| community::set_customs(replica, reactions.as_deref(), answer_h, now))
}

fn customs(device: &Device) -> Customs {
    community::customs(&device.reader()).unwrap()
}

fn kith_has() -> Customs {
    Customs { reactions: reaction::REACTIONS.map(str::to_owned).into(), answer_h: 24 }
}

#[test]
fn what_is_chosen_reaches_everyone_and_what_is_not_named_stays() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    ada.raises(&mut bola, Role::Organiser);
    assert_eq!(customs(&ada), kith_has());
    chooses(&mut ada, Some(&["🍵", "❤\u{fe0f}", "❤", " thanks "]), None).unwrap();
    bola.hears(&mut ada);
    assert_eq!(customs(&bola).reactions, ["🍵", "❤", "thanks"]);
    assert_eq!(customs(&bola).answer_h, 24);
    chooses(&mut bola, None, Some(0)).unwrap();
    ada.hears(&mut bola);
    assert_eq!((customs(&ada).reactions.len(), customs(&ada).answer_h), (3, 0));
    chooses(&mut ada, Some(&[]), None).unwrap();
    assert_eq!(customs(&ada), Customs { answer_h: 0, ..kith_has() });
    bola.hears(&mut ada);
    assert_eq!((customs(&bola), bola.fingerprint()), (customs(&ada), ada.fingerprint()));
}

#[test]
fn of_two_choices_at_once_all_follow_the_same_until_one_is_made_that_knew_both() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    ada.raises(&mut bola, Role::Organiser);
    chooses(&mut ada, Some(&["🍵"]), Some(1)).unwrap();
    bola.tick();
    bola.tick();
    chooses(&mut bola, Some(&["🌱"]), Some(72)).unwrap();
    ada.hears(&mut bola);
    bola.hears(&mut ada);
    let mut chidi = ada.lets_in(4);
    ada.raises(&mut chidi, Role::Organiser);
    for device in [&ada, &bola, &chidi] {
        assert_eq!(customs(device), Customs { reactions: vec!["🌱".to_owned()], answer_h: 72 });
        assert_eq!(device.fingerprint(), ada.fingerprint());
    }
    chooses(&mut chidi, Some(&["👋"]), None).unwrap();
    ada.hears(&mut chidi);
    assert_eq!(customs(&ada), Customs { reactions: vec!["👋".to_owned()], answer_h: 72 });
}

#[test]
fn odd_choices_are_refused_in_words_and_hostile_ones_are_as_good_as_none() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    ada.raises(&mut bola, Role::Organiser);
    let long = "x".repeat(reaction::MAX_EMOJI + 1);
    for odd in ["", " ", "\u{fe0f}", "two words", &long] {
        assert!(chooses(&mut ada, Some(&[odd]), None).unwrap_err().is("reaction-odd"), "{odd}");
    }
    assert!(chooses(&mut ada, Some(&["1", "2", "3", "4", "5", "6", "7"]), None).unwrap_err().is("customs-many"));
    assert!(chooses(&mut ada, None, Some(8_761)).unwrap_err().is("customs-long"));
    assert_eq!(customs(&ada), kith_has());

    // A list that is none, hours that are none; too many and odd reactions, too long a time.
    says_oddly(&mut bola, &[], |sheet, items| {
        let item = sheet.insert_object(items, 0, ObjType::Map)?;
        sheet.put(&item, "k", 10)?;
        sheet.put(&item, "t", 9_000)?;
        sheet.put(&item, "e", "🍵")?;
        sheet.put(&item, "u", "soon")
    });
    ada.hears(&mut bola);
    assert_eq!(customs(&ada), kith_has());
    says_oddly(&mut bola, &[], |sheet, items| {
        let item = sheet.insert_object(items, 0, ObjType::Map)?;
        sheet.put(&item, "k", 10)?;
        sheet.put(&item, "t", 9_001)?;
        sheet.put(&item, "u", -1)?;
        let list = sheet.put_object(&item, "e", ObjType::List)?;
        let long = "y".repeat(10_000);
        for (at, text) in
            [" ", "a\nb", long.as_str(), "1", "1\u{fe0f}", "2", "3", "4", "5", "6", "7"].iter().enumerate()
        {
            sheet.insert(&list, at, *text)?;
        }
        sheet.insert(&list, 0, 5)
    });
    ada.hears(&mut bola);
    assert_eq!(
        customs(&ada),
        Customs { reactions: ["1", "2", "3", "4", "5", "6"].map(str::to_owned).into(), answer_h: 24 }
    );
    assert_eq!(ada.fingerprint(), bola.fingerprint());
    chooses(&mut ada, Some(&["🍵"]), Some(2)).unwrap();
    bola.hears(&mut ada);
    assert_eq!(customs(&bola).answer_h, 2);
}

#[test]
fn who_was_removed_chooses_nothing() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    ada.raises(&mut bola, Role::Organiser);
    ada.removes(&bola);
    // Bola has not heard.
    chooses(&mut bola, Some(&["👎"]), Some(0)).unwrap();
    ada.hears(&mut bola);
    bola.hears(&mut ada);
    let mut chidi = ada.lets_in(4);
    chidi.hears(&mut bola);
    for device in [&ada, &bola, &chidi] {
        assert_eq!(customs(device), kith_has());
    }
    let refused =
        community::set_customs(&bola.replica, None, Some(1), 0).map(|saying| bola.replica.say(saying).is_err());
    assert!(refused.unwrap(), "who was removed writes nothing");
}

#[test]
fn a_question_waits_as_long_as_the_community_chose() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    let hour = 3_600_000;
    ada.set_clock(100 * hour);
    let asks = topic::NewTopic { asks: true, ..topic_of("Cups?", "How many?") };
    let cups = ada.says(|replica, now| topic::start_topic(replica, &asks, now).map(new)).unwrap();
    ada.starts("Tea", "I bring tea.");
    bola.hears(&mut ada);
    let waiting = |device: &Device, now_ms: i64| -> Vec<String> {
        let reader = device.reader();
        let before = community::asked_before_ms(&reader, now_ms).unwrap();
        let lists = topic::topics(&reader, None, Listed::Unanswered, before, 10).unwrap();
        let all = topic::topics(&reader, None, Listed::All, before, 10).unwrap();
        assert_eq!(lists.unanswered as usize, lists.rows.len());
        let waits = |row: &&crate::topic::TopicRow| row.waits;
        assert_eq!(all.rows.iter().filter(waits).count(), lists.rows.len());
        let news = topic::new_posts(&reader, before).unwrap();
        assert!(news.iter().filter(|new| new.waits).all(|new| new.topic == cups));
        lists.rows.into_iter().map(|row| row.title).collect()
    };
    assert_eq!(waiting(&bola, 124 * hour), Vec::<String>::new());
    assert_eq!(waiting(&bola, 125 * hour), ["Cups?"]);
    // It is known when that will be, to the millisecond.
    let falls_due = |device: &Device, now_ms| community::falls_due_ms(&device.reader(), now_ms).unwrap();
    let due = falls_due(&bola, 124 * hour).unwrap();
    assert_eq!((waiting(&bola, due - 1), waiting(&bola, due)), (Vec::new(), vec!["Cups?".to_owned()]));
    assert_eq!((falls_due(&bola, due - 1), falls_due(&bola, due)), (Some(due), None));
    chooses(&mut ada, None, Some(72)).unwrap();
    bola.hears(&mut ada);
    assert_eq!(waiting(&bola, 125 * hour), Vec::<String>::new());
    assert_eq!(waiting(&bola, 173 * hour), ["Cups?"]);
    // At once, also where the asker's clock is ahead.
    chooses(&mut ada, None, Some(0)).unwrap();
    bola.hears(&mut ada);
    assert_eq!(waiting(&bola, 1), ["Cups?"]);
    assert_eq!(falls_due(&bola, 1), None);
    assert!(topic::new_posts(&bola.reader(), i64::MAX).unwrap().iter().any(|new| new.waits));
    bola.replies(&cups, "Twelve.");
    assert_eq!(waiting(&bola, i64::MAX), Vec::<String>::new());
}
