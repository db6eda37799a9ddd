//! What an item is and where it stands is said once (docs/protocol.md §5): posts of a modified client that follow each other.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use automerge::ScalarValue;
use kith_community::project::Rows;
use kith_sync::charter::Statement;
use kith_sync::id::ItemId;
use kith_sync::node::Replica;
use kith_sync::record::Range;
use kith_tests::bare::{Device, everything, found, hear, newcomer, ranges};
use kith_tests::rowless::{Field, Rowless, puts_anew, puts_later, rowless};
use std::sync::mpsc;
use std::time::Duration;

fn field(name: &'static str, value: i64) -> Field {
    (name, value.into())
}

fn name(item: &ItemId) -> ScalarValue {
    ScalarValue::Bytes(item.to_bytes().to_vec())
}

fn post(kind: i64, mut more: Vec<Field>) -> Vec<Field> {
    more.extend([field("k", kind), field("t", 1_000), field("h", 1), field("w", 1)]);
    more
}

/// All that this device said in circles, record by record.
fn words_of(device: &Replica<Rowless>) -> Vec<Range> {
    let own = device.me().device();
    ranges(device, |log| log.circle.is_some() && log.intro.device == own)
}

/// Takes in ranges, each by itself, and comes to an end with it.
fn ends(mut device: Device, all: Vec<Range>) -> Device {
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        hear(&mut device, &all);
        let _ = tell.send(device);
    });
    told.recv_timeout(Duration::from_secs(30)).unwrap_or_else(|_| panic!("it never comes to an end"))
}

/// Names of items in the rows that `sql` finds.
fn found_by(device: &Device, sql: &str) -> Vec<Vec<u8>> {
    let mut query = device.store().connection().prepare(sql).unwrap();
    query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// A topic and a reply to it by a modified client; then what a later change puts into the topic. With `is_late` their author was
/// put out before any of it came. Answers a device that heard the change after the posts and one that heard all at once, which
/// have the same rows, and the two posts.
fn changed_later(later: impl Fn(&ItemId) -> Vec<Field>, is_late: bool) -> ([Device; 2], [ItemId; 2]) {
    let mut founder = found();
    let mut ben = newcomer(&mut founder, 2);
    let mut ill = rowless(&mut founder, 9);
    let topic = puts_anew(&mut ill, post(1, Vec::new()));
    let reply = puts_anew(&mut ill, post(2, vec![("on", name(&topic))]));
    if is_late {
        let person = ill.me().person;
        founder.state(&Statement::Remove { person, cuts: Vec::new(), why: None }).unwrap();
    }
    let mut founder = ends(founder, words_of(&ill));
    puts_later(&mut ill, later(&reply));
    founder = ends(founder, words_of(&ill));
    ben = ends(ben, [everything(&founder), words_of(&ill)].concat());
    let alike = [&founder, &ben].map(|device| Rows::fingerprint(device.store().connection()).unwrap());
    assert_eq!(alike[0], alike[1], "the same records, other rows");
    ([founder, ben], [topic, reply])
}

const POSTS: &str = "
    SELECT name FROM items JOIN names ON id = item WHERE topic IS NOT NULL AND kind IN (1, 2) ORDER BY kind";
const FOLLOWED: &str = "SELECT name FROM follows JOIN names ON id = earlier";

#[test]
fn a_topic_that_follows_its_reply_later_follows_nothing() {
    for is_late in [false, true] {
        let (devices, posts) = changed_later(|reply| vec![("p", name(reply))], is_late);
        for device in &devices {
            assert_eq!(found_by(device, POSTS), posts.map(|post| post.to_bytes().to_vec()), "late: {is_late}");
            assert_eq!(found_by(device, FOLLOWED), Vec::<Vec<u8>>::new(), "late: {is_late}");
        }
    }
}

#[test]
fn a_topic_that_becomes_a_reply_later_is_of_no_known_kind() {
    for is_late in [false, true] {
        let (devices, [_, reply]) = changed_later(|reply| vec![field("k", 2), ("on", name(reply))], is_late);
        for device in &devices {
            assert_eq!(found_by(device, POSTS), [reply.to_bytes().to_vec()], "late: {is_late}");
        }
    }
}

/// What is no question of kind and place may change.
#[test]
fn a_clock_that_is_set_later_counts() {
    for is_late in [false, true] {
        let (devices, _) = changed_later(|_| vec![field("t", 5_000)], is_late);
        for device in &devices {
            let places: Vec<i64> = {
                let sql = "SELECT place FROM items WHERE topic IS NOT NULL AND kind IN (1, 2) ORDER BY kind";
                let mut query = device.store().connection().prepare(sql).unwrap();
                query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
            };
            assert_eq!(places, [5_000, 5_001], "late: {is_late}");
        }
    }
}
