//! What cannot be said, and the troubles that say so.

use super::crowd::{Device, new};
use crate::community;
use crate::reaction;
use crate::trouble::Trouble;
use crate::{profile, topic};
use kith_sync::node::Saying;

type Made = Result<Saying<'static>, Trouble>;

fn refused(made: Made, trouble: &Trouble) {
    let Err(said) = made else { panic!("taken, though: {trouble}") };
    assert_eq!(said, *trouble);
}

fn empty(what: &str) -> Trouble {
    Trouble::of("line-empty").with("what", what)
}

fn too_long(key: &str, most: i64, has: i64) -> Trouble {
    Trouble::of(key).with("most", most).with("has", has)
}

fn line_too_long(what: &str, most: i64, has: i64) -> Trouble {
    too_long("line-long", most, has).with("what", what)
}

fn not_here(key: &str, id: &str) -> Trouble {
    Trouble::of(key).with("id", id)
}

#[test]
fn a_topic_has_its_limits() {
    let mut ada = Device::founder();
    ada.says(|replica, now| topic::start_channel(replica, "Kitchen", now)).unwrap();
    let start = |title: &str, channel: Option<&str>, words: Option<&str>| {
        let new_topic = topic::NewTopic { title, channel, words, ..topic::NewTopic::default() };
        topic::start_topic(&ada.replica, &new_topic, 0).map(new)
    };
    refused(start("", None, None), &empty("title"));
    refused(start(" \u{200b}\n", None, None), &empty("title"));
    refused(start(&"t".repeat(201), None, None), &line_too_long("title", 200, 201));
    refused(start("Tea", Some("attic"), None), &Trouble::of("channel-not-here").with("name", "attic"));
    let long = "w".repeat(200 * 1024);
    refused(start("Tea", None, Some(&long)), &too_long("post-long", 60_000, 204_800));
    assert!(start(&"é".repeat(200), Some("KITCHEN"), Some(&"w".repeat(60_000))).is_ok());
    assert_eq!(start("Tea", Some(" "), Some(" ")).unwrap().contents.len(), 1);
}

#[test]
fn a_channel_has_its_limits() {
    let mut ada = Device::founder();
    let make = |ada: &Device, name: &str| topic::start_channel(&ada.replica, name, 0);
    refused(make(&ada, " "), &empty("channel"));
    refused(make(&ada, &"c".repeat(65)), &line_too_long("channel", 64, 65));
    assert!(make(&ada, &"c".repeat(64)).is_ok());
    ada.says(|replica, now| topic::start_channel(replica, "Kitchen", now)).unwrap();
    refused(make(&ada, " kitchen"), &Trouble::of("channel-already").with("name", "kitchen"));
}

#[test]
fn a_reply_has_its_limits() {
    let mut ada = Device::founder();
    let topic = ada.starts("Tea", "Cups");
    let post = ada.replies(&topic, "Saucers");
    let reply = |topic: &str, text: &str, quotes: &[String]| {
        topic::reply(&ada.replica, &topic::NewReply { topic, text, quotes, sending: None }, 0).map(new)
    };
    refused(reply(&topic, " \n", &[]), &Trouble::of("post-empty"));
    refused(reply(&topic, &"w".repeat(60_001), &[]), &too_long("post-long", 60_000, 60_001));
    refused(reply("tea", "Milk", &[]), &not_here("topic-not-here", "tea"));
    refused(reply(&post, "Milk", &[]), &not_here("topic-not-here", &post));
    refused(reply(&topic, "Milk", &["sugar".into()]), &not_here("post-not-here", "sugar"));
    refused(reply(&topic, "Milk", &vec![post.clone(); 17]), &too_long("quotes-many", 16, 17));
    assert!(reply(&topic, "Milk", &[post, topic.clone()]).is_ok());
}

#[test]
fn a_reaction_has_its_limits() {
    let mut ada = Device::founder();
    let topic = ada.starts("Tea", "Cups");
    let react = |emoji: &str| reaction::react(&ada.replica, &topic, emoji, 0);
    for odd in ["", " ", "two words", "\u{200d}", "a\u{7}b", &"👩".repeat(9)] {
        refused(react(odd), &Trouble::of("reaction-odd").with("most", 32_i64));
    }
    for good in ["👍", "👩🏽‍🌾", " thanks ", &"👩".repeat(8)] {
        assert!(react(good).is_ok(), "{good}");
    }
    refused(reaction::react(&ada.replica, "nothing", "👍", 0), &not_here("post-not-here", "nothing"));
    ada.deletes(&topic);
    refused(reaction::react(&ada.replica, &topic, "👍", 0), &Trouble::of("post-deleted"));
}

#[test]
fn names_have_their_limits() {
    let ada = Device::founder();
    let everyone = ada.replica.everyone();
    for name in ["", "\u{2066}\u{2069}"] {
        refused(profile::rename(everyone, name), &empty("name"));
        refused(community::name_community(&ada.replica, name, 0), &empty("community"));
    }
    let long = "n".repeat(65);
    refused(profile::rename(everyone, &long), &line_too_long("name", 64, 65));
    refused(community::name_community(&ada.replica, &long, 0), &line_too_long("community", 64, 65));
    assert_eq!(profile::clean_name(" A\u{0}da \n"), Ok("Ada".into()));
}

#[test]
fn what_is_neither_post_nor_topic_cannot_be_changed() {
    let mut ada = Device::founder();
    let topic = ada.starts("Tea", "Cups");
    let reaction = ada.says(|replica, now| reaction::react(replica, &topic, "👍", now)).unwrap();
    refused(topic::edit(&ada.replica, &reaction, "Words"), &not_here("post-not-here", &reaction));
    refused(topic::delete(&ada.replica, &reaction), &not_here("post-not-here", &reaction));
    refused(topic::resolve(&ada.replica, &reaction, true, 0), &not_here("topic-not-here", &reaction));
    refused(topic::resolve(&ada.replica, &topic, false, 0), &Trouble::of("open-already"));
}
