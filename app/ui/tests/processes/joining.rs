//! Coming in takes as long as it takes: it outlives the command, Kith itself, and clocks that are wrong.

use crate::evening::evening;
use crate::home::{Home, text, until};
use kith_community::project::Rows;
use kith_sync::net::Mode;
use kith_sync::node::{Link, LinkFor, Me, Node, Notice, Replica, Slices as _};
use kith_sync::record::Secret;
use kith_sync::store::Store;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use serde_json::Value;
use tempfile::TempDir;

/// The joins of a home that are not done.
fn entering(home: &Home) -> Vec<Value> {
    let communities = home.kith(&["communities"]);
    let rows = communities.as_array().unwrap().iter();
    rows.filter(|row| row["joining"] == true).cloned().collect()
}

#[test]
fn a_join_goes_on_when_kith_is_closed_and_opened_again() {
    let [a, b] = [(); 2].map(|()| Home::new());
    a.found("Sunday choir", "Ada");
    a.run();
    let link = a.invite();
    a.kill();
    b.run();
    let words = b.refused(&["join", &link, "--as", "Ben", "--timeout", "2"]);
    assert!(words.contains("goes on"), "{words}");
    let [row] = entering(&b).try_into().unwrap();
    assert_eq!(text(&row["entering"], "name"), "Sunday choir");
    assert_eq!(row["entering"]["devices"], 1);
    until(&[], "it was tried in vain", || entering(&b)[0]["entering"]["times"].as_u64().unwrap() > 0);
    b.kill();
    assert_eq!(entering(&b).len(), 1, "it is kept while nothing runs");

    b.run();
    a.run();
    until(&[&a], "Ben is in, and named", || {
        let people = a.kith(&["people"]);
        people.as_array().unwrap().iter().any(|person| person["name"] == "Ben" && person["status"] == "active")
    });
    until(&[&b], "Ben knows it", || entering(&b).is_empty());
    assert_eq!(b.standing("Ben"), "member active");
    assert_eq!(a.kith(&["people"]).as_array().unwrap().len(), 2);
    b.kill();
    b.run();
    assert_eq!(entering(&b), Vec::<Value>::new(), "nothing is begun again");
}

#[test]
fn a_further_device_comes_in_when_the_other_is_opened() {
    let [old, new] = [(); 2].map(|()| Home::new());
    old.found("Sunday choir", "Ada");
    old.run();
    let link = text(&old.kith(&["device", "link"]), "link");
    old.kill();
    let words = new.refused(&["device", "join", &link, "--timeout", "1"]);
    assert!(words.contains("goes on"), "{words}");
    new.run();
    old.run();
    until(&[&old], "both are there", || old.kith(&["devices"]).as_array().unwrap().len() == 2);
    until(&[&new], "it knows whose it is", || entering(&new).is_empty());
    until(&[&new], "it has heard what its person is called", || new.lists("Ada"));
    assert_eq!(new.standing("Ada"), "organiser active");
}

#[test]
fn a_join_that_is_ended_is_not_begun_again() {
    let [a, b] = [(); 2].map(|()| Home::new());
    a.found("Sunday choir", "Ada");
    a.run();
    let link = a.invite();
    a.kill();
    b.run();
    b.refused(&["join", &link, "--as", "Ben", "--timeout", "1"]);
    b.kith(&["forget"]);
    assert_eq!(entering(&b), Vec::<Value>::new());
    b.kill();
    b.run();
    a.run();
    a.kith(&["sync", "--for", "2"]);
    b.kith(&["sync", "--for", "2"]);
    assert_eq!(a.kith(&["people"]).as_array().unwrap().len(), 1);
    // Another try is the same person's.
    b.join(&link, "Ben");
    assert_eq!(a.kith(&["people"]).as_array().unwrap().len(), 2);
}

#[test]
fn who_does_not_know_the_invitation_is_asked_again_once_they_have_heard_of_it() {
    let [a, b, c] = [(); 3].map(|()| Home::new());
    a.found("Sunday choir", "Ada");
    a.run();
    b.join(&a.invite(), "Ben");
    a.kith(&["sync"]);
    b.run();
    let at_ben = Link::from_text(&b.invite()).unwrap().addresses;
    b.kill();
    // Ben sleeps while Ada makes another; Cara asks Ben alone.
    let mut link = Link::from_text(&a.invite()).unwrap();
    link.addresses = at_ben;
    a.kill();
    b.run();
    c.run();
    let words = c.refused(&["join", &link.to_text(), "--as", "Cara", "--timeout", "20"]);
    assert!(words.contains("has not heard of it yet"), "{words}");
    a.run();
    until(&[&a, &b], "Cara is in", || a.kith(&["people"]).as_array().unwrap().len() == 3);
    until(&[&c], "Cara knows", || entering(&c).is_empty());
}

#[test]
fn a_newcomer_whose_clock_is_ahead_comes_in_all_the_same() {
    let [a, b] = [(); 2].map(|()| Home::new());
    a.found("Sunday choir", "Ada");
    a.run();
    // By the newcomer's clock the last day is long over: the one in the link is a hint.
    let mut link = Link::from_text(&a.invite()).unwrap();
    link.purpose = LinkFor::Newcomer { last_day: 10 };
    b.join(&link.to_text(), "Ben");
    assert_eq!(b.standing("Ben"), "member active");
}

#[test]
fn a_link_is_taken_as_people_paste_it() {
    let [a, b] = [(); 2].map(|()| Home::new());
    a.found("Sunday choir", "Ada");
    a.run();
    let link = a.invite();
    let (one, two) = link.split_at(100);
    let pasted = format!("On Monday Ada wrote:\n> Come in! “{one}\r\n> {}”.\n> See you", two.to_uppercase());
    b.join(&pasted, "Ben");
    assert_eq!(b.standing("Ben"), "member active");
}

#[test]
fn sixteen_people_come_in_through_one_device_one_by_one_and_all_at_once() {
    evening(16);
}

/// Somebody whose device is let in, and is gone before it has said a word.
fn comes_and_goes(link: &str) {
    let (link, seed) = (Link::from_text(link).unwrap(), [7; 32]);
    let folder = TempDir::with_prefix("kith").unwrap();
    let store = Store::open(&folder.path().join("away.db"), &Rows.migrations()).unwrap();
    let person = Me::from_seed(&Secret(seed), None).person;
    Replica::<Rows>::begin(&store, &Secret(seed), person, &link.community, &link.charter_key).unwrap();
    let replica = Replica::open(store, Rows, ChaCha20Rng::from_seed(seed)).unwrap();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let node = Node::start(replica, Mode::Loopback).await.unwrap();
        let mut notices = node.notices();
        node.call(move |open| open.core.join(link)).await.unwrap();
        while !matches!(notices.recv().await.unwrap(), Notice::Joined { .. }) {}
        node.stop().await;
    });
}

/// Those who were let in and have not been here.
fn expected(home: &Home) -> Vec<String> {
    let people = home.kith(&["people"]);
    let expected = people.as_array().unwrap().iter().filter(|person| person["status"] == "expected");
    expected.map(|person| text(person, "person")).collect()
}

#[test]
fn who_is_let_in_and_never_comes_is_shown_apart_waited_for_by_nobody_and_can_be_taken_out() {
    let [a, b] = [(); 2].map(|()| Home::new());
    a.found("Sunday choir", "Ada");
    a.run();
    let link = a.invite();
    b.join(&link, "Ben");
    comes_and_goes(&link);
    assert_eq!(expected(&a).len(), 1);
    // Another try of the same device is the same person's.
    comes_and_goes(&link);
    let [ghost] = expected(&a).try_into().unwrap();
    assert_eq!(a.kith(&["communities"])[0]["people"], 2);
    b.run();
    let topic = a.start_topic("Concert", "Sunday at four");
    until(&[&a, &b], "Ben has it, and nobody else is waited for", || {
        let post = a.post(&topic, "Sunday at four").unwrap();
        (&post["reached"], &post["known"]) == (&Value::from(1), &Value::from(1))
    });
    assert_eq!(expected(&b), std::slice::from_ref(&ghost));
    a.kith(&["remove", &ghost, "--why", "Never came"]);
    until(&[&a, &b], "Ben hears of it", || expected(&b).is_empty());
}
