//! Who announces, who has it, who has read it.

use super::*;
use crate::command::{Done, act};
use crate::look;
use crate::tests::crowd::Device;
use crate::today::{TodayQuery, Waiting};
use crate::trouble::Trouble;
use kith_sync::net::Address;

fn does(device: &mut Device, command: Command) -> Result<String, Trouble> {
    let now = device.tick();
    let address = Address { endpoint: device.replica.me().keys.endpoint, sockets: Vec::new(), relay: None };
    act(&mut device.replica, &address, command, now).map(|done| match done {
        Done::Post { post } => post,
        _ => String::new(),
    })
}

fn announces(device: &mut Device, title: &str) -> Result<String, Trouble> {
    does(device, Command::Announce { title: title.to_owned(), text: Some("Bring a cup.".to_owned()) })
}

fn acknowledges(device: &mut Device, announcement: &str) -> Result<String, Trouble> {
    does(device, Command::Acknowledge { announcement: announcement.to_owned() })
}

fn list(device: &Device) -> AnnouncementsView {
    look(&device.replica, &AnnouncementsQuery { most: 50 }).unwrap()
}

fn titles(device: &Device) -> Vec<String> {
    list(device).rows.into_iter().map(|row| row.title).collect()
}

fn waiting(device: &Device) -> Vec<String> {
    let waiting = look(&device.replica, &TodayQuery).unwrap().waiting;
    let unread = |waiting| match waiting {
        Waiting::Announcement(AnnouncementWaits::Unread(row)) => Some(row.title),
        _ => None,
    };
    waiting.into_iter().filter_map(unread).collect()
}

#[test]
fn an_announcement_waits_for_everyone_until_they_say_that_they_have_read_it() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    let id = announces(&mut ada, "The hall is closed on Friday").unwrap();
    bola.hears(&mut ada);
    assert_eq!((waiting(&ada), waiting(&bola)), (vec![], vec!["The hall is closed on Friday".to_owned()]));
    acknowledges(&mut bola, &id).unwrap();
    let said = bola.fingerprint();
    acknowledges(&mut bola, &id).unwrap();
    acknowledges(&mut ada, &id).unwrap();
    assert_eq!((waiting(&bola).len(), bola.fingerprint()), (0, said), "once is enough, and one's own needs none");
    let rows = list(&bola).rows;
    assert!(matches!(&rows[..], [row] if row.read && !row.mine && row.text == "Bring a cup." && row.readers.is_none()));
    ada.hears(&mut bola);
    let count = list(&ada).rows[0].readers;
    assert_eq!(count, Some(ReadersCount { read: 1, has: 0, unknown: 0 }));
    bola.hears(&mut ada);
    assert_eq!(ada.fingerprint(), bola.fingerprint());
}

#[test]
fn only_who_looks_after_the_community_announces_and_sees_who_has_read_it() {
    let mut ada = Device::founder();
    let (mut bola, mut chidi) = (ada.lets_in(2), ada.lets_in(3));
    assert!(announces(&mut bola, "Free beans").unwrap_err().is("not-allowed"));
    assert!(!list(&bola).may_announce && list(&ada).may_announce);
    ada.raises(&mut bola, Role::Steward);
    ada.is_called("Ada");
    chidi.is_called("Chidi");
    bola.hears(&mut ada);
    bola.hears(&mut chidi);
    let id = announces(&mut bola, "Free beans").unwrap();
    chidi.hears(&mut bola);
    ada.hears(&mut bola);
    let people =
        |device: &Device| look(&device.replica, &AnnouncementQuery { announcement: id.clone() }).unwrap().people;
    assert_eq!(people(&chidi), []);
    assert!(people(&ada).iter().all(|row| row.how_far != HowFar::Read) && people(&ada).len() == 2);
    assert!(does(&mut ada, Command::TakeBack { announcement: id.clone() }).unwrap_err().is("announcement-of-another"));
}

#[test]
fn what_is_known_of_each_person_is_never_more_than_they_signed_or_said() {
    let mut ada = Device::founder();
    let (mut bola, mut chidi) = (ada.lets_in(2), ada.lets_in(3));
    bola.is_called("Bola");
    chidi.is_called("Chidi");
    ada.hears(&mut bola);
    ada.hears(&mut chidi);
    let id = announces(&mut ada, "Rain").unwrap();
    let known = |device: &Device| {
        let view = look(&device.replica, &AnnouncementQuery { announcement: id.clone() }).unwrap();
        view.people.into_iter().map(|row| (row.name, row.how_far)).collect::<Vec<_>>()
    };
    let (unknown, bola_is, chidi_is) = (HowFar::Unknown, "Bola".to_owned(), "Chidi".to_owned());
    assert_eq!(known(&ada), [(bola_is.clone(), unknown), (chidi_is.clone(), unknown)]);
    bola.hears(&mut ada);
    assert_eq!(known(&ada)[0], (bola_is.clone(), unknown), "it was sent, and nobody signed for it");
    acknowledges(&mut bola, &id).unwrap();
    ada.hears(&mut bola);
    assert_eq!(known(&ada), [(chidi_is, unknown), (bola_is, HowFar::Read)]);
    assert_eq!(list(&ada).rows[0].readers, Some(ReadersCount { read: 1, has: 0, unknown: 1 }));
}

#[test]
fn what_was_taken_back_waits_for_nobody_and_is_not_acknowledged() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    let id = announces(&mut ada, "Wrong day").unwrap();
    bola.hears(&mut ada);
    does(&mut ada, Command::TakeBack { announcement: id.clone() }).unwrap();
    bola.hears(&mut ada);
    assert_eq!((waiting(&bola), titles(&bola), titles(&ada)), (vec![], vec![], vec![]));
    assert!(acknowledges(&mut bola, &id).unwrap_err().is("announcement-not-here"));
    assert!(look(&bola.replica, &AnnouncementQuery { announcement: id }).unwrap_err().is("announcement-not-here"));
}

#[test]
fn what_cannot_be_announced_is_refused_in_words_on_both_sides_of_each_bound() {
    let mut ada = Device::founder();
    let announce = |ada: &mut Device, title: String, text: Option<String>| {
        does(ada, Command::Announce { title, text }).map(drop).map_err(|trouble| trouble.0.key)
    };
    assert_eq!(announce(&mut ada, "a".repeat(MAX_TITLE), Some("b".repeat(MAX_TEXT))), Ok(()));
    assert!(announce(&mut ada, "a".repeat(MAX_TITLE + 1), None).is_err());
    assert_eq!(announce(&mut ada, "a".into(), Some("b".repeat(MAX_TEXT + 1))), Err("trouble-post-long".into()));
    assert!(announce(&mut ada, " \u{200b} ".into(), None).is_err());
    assert_eq!(announce(&mut ada, "a".into(), Some("  ".into())), Ok(()));
    assert_eq!(list(&ada).rows[0].text, "");
}

#[test]
fn a_long_list_is_shown_in_part_and_says_so() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    for number in 0..21 {
        announces(&mut ada, &format!("No. {number}")).unwrap();
    }
    bola.hears(&mut ada);
    let some = look(&bola.replica, &AnnouncementsQuery { most: 20 }).unwrap();
    assert_eq!((some.rows.len(), some.has_older, some.rows[0].title.as_str()), (20, true, "No. 20"));
    let all = look(&bola.replica, &AnnouncementsQuery { most: 21 }).unwrap();
    assert_eq!((all.rows.len(), all.has_older), (21, false));
    assert_eq!(waiting(&bola).len(), 20, "at most so many wait at once");
}
