//! Announcements between real devices: how far one has got is told from signed receipts, and only what is here whole can be read.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use kith_community::announcement::{
    AnnouncementQuery, AnnouncementRow, AnnouncementsQuery, Command, HowFar, ReadersCount,
};
use kith_community::command::Done;
use kith_community::look;
use kith_community::today::TodayQuery;
use kith_sync::net::Address;
use kith_sync::record::Range;
use kith_tests::bare::{Device, everything, found, hear, newcomer};
use kith_tests::village::Village;

fn announce() -> Command {
    Command::Announce { title: "Rain".into(), text: Some("Bring boots.".into()) }
}

#[test]
fn who_has_an_announcement_is_told_once_their_device_has_signed_for_it() {
    let mut village = Village::of(3, &["Ada", "Bea", "Cy"]);
    village.settle();
    let Done::Post { post } = village.act(0, announce()) else { panic!("nothing was announced") };
    let people = |village: &mut Village| {
        let query = AnnouncementQuery { announcement: post.clone() };
        let view = look(village.world.core(0).replica(), &query).unwrap();
        (view.people.into_iter().map(|row| row.how_far).collect::<Vec<_>>(), view.row.readers.unwrap())
    };
    let count = |read, has, unknown| ReadersCount { read, has, unknown };
    assert_eq!(people(&mut village), (vec![HowFar::Unknown; 2], count(0, 0, 2)));
    village.settle();
    assert_eq!(people(&mut village), (vec![HowFar::Has; 2], count(0, 2, 0)));
    village.act(1, Command::Acknowledge { announcement: post.clone() });
    village.settle();
    assert_eq!(people(&mut village), (vec![HowFar::Has, HowFar::Read], count(1, 1, 0)));
}

fn first(device: &Device) -> AnnouncementRow {
    look(device, &AnnouncementsQuery { most: 1 }).unwrap().rows.remove(0)
}

fn does(device: &mut Device, command: Command) -> Result<Done, kith_community::trouble::Trouble> {
    let address = Address { endpoint: device.me().keys.endpoint, sockets: Vec::new(), relay: None };
    kith_community::act(device, &address, command, 1_700_000_000_000)
}

/// The last content of each range is on its way still.
fn without_text(ranges: &[Range]) -> Vec<Range> {
    let cut = |range: &Range| {
        let mut range = range.clone();
        for record in &mut range.records {
            if record.parts.len() == 3 {
                record.parts[2] = record.parts[2].dropped();
            }
        }
        range
    };
    ranges.iter().map(cut).collect()
}

#[test]
fn what_is_not_here_whole_waits_for_nobody_and_counts_as_read_by_nobody() {
    let mut founder = found();
    let mut ben = newcomer(&mut founder, 2);
    let Ok(Done::Post { post }) = does(&mut founder, announce()) else { panic!("nothing was announced") };
    hear(&mut ben, &without_text(&everything(&founder)));
    assert!(first(&ben).lacks && first(&ben).text.is_empty());
    assert_eq!(look(&ben, &TodayQuery).unwrap().waiting, []);
    let refused = does(&mut ben, Command::Acknowledge { announcement: post.clone() }).unwrap_err();
    assert!(refused.is("announcement-not-here"));
    hear(&mut ben, &everything(&founder));
    assert_eq!((first(&ben).lacks, first(&ben).text.as_str()), (false, "Bring boots."));
    assert_eq!(look(&ben, &TodayQuery).unwrap().waiting.len(), 1);
    does(&mut ben, Command::Acknowledge { announcement: post }).unwrap();
    assert!(first(&ben).read);
}
