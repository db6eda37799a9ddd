//! What cannot be said, and the sentences that say so.

use super::crowd::Device;
use crate::command::Trouble;
use crate::{people, talk};
use kith_sync::node::Saying;

type Made = Result<Saying<'static>, Trouble>;

fn refused(made: Made, sentence: &str) {
    let Err(trouble) = made else { panic!("taken, though: {sentence}") };
    assert!(trouble.0.contains(sentence), "{trouble}\nshould say: {sentence}");
}

#[test]
fn a_topic_has_its_limits() {
    let ada = Device::founder();
    let start = |title: &str, channel: Option<&str>, words: Option<&str>| {
        talk::start_topic(&ada.replica, title, channel, words, 0)
    };
    refused(start("", None, None), "A title is empty");
    refused(start(" \u{200b}\n", None, None), "A title is empty");
    refused(start(&"t".repeat(201), None, None), "may have 200 characters, and this has 201");
    refused(start("Tea", Some(&"c".repeat(65)), None), "may have 64 characters, and this has 65");
    let long = "w".repeat(200 * 1024);
    refused(start("Tea", None, Some(&long)), "may have 60000 bytes, and this has 204800");
    assert!(start(&"é".repeat(200), Some(&"c".repeat(64)), Some(&"w".repeat(60_000))).is_ok());
    assert_eq!(start("Tea", Some(" "), Some(" ")).unwrap().contents.len(), 1);
}

#[test]
fn a_reply_has_its_limits() {
    let mut ada = Device::founder();
    let topic = ada.starts("Tea", "Cups");
    let post = ada.replies(&topic, "Saucers");
    let reply = |to: &str, text: &str, quotes: &[String]| talk::reply(&ada.replica, to, text, quotes, 0);
    refused(reply(&topic, " \n", &[]), "The post is empty");
    refused(reply(&topic, &"w".repeat(60_001), &[]), "may have 60000 bytes, and this has 60001");
    refused(reply("tea", "Milk", &[]), "There is no topic “tea” here");
    refused(reply(&post, "Milk", &[]), "There is no topic");
    refused(reply(&topic, "Milk", &["sugar".into()]), "There is no post “sugar” here");
    refused(reply(&topic, "Milk", &vec![post.clone(); 17]), "quotes at most 16 posts");
    assert!(reply(&topic, "Milk", &[post, topic.clone()]).is_ok());
}

#[test]
fn a_reaction_has_its_limits() {
    let mut ada = Device::founder();
    let topic = ada.starts("Tea", "Cups");
    let react = |emoji: &str| talk::react(&ada.replica, &topic, emoji, 0);
    for odd in ["", " ", "two words", "\u{200d}", "a\u{7}b", &"👩".repeat(9)] {
        refused(react(odd), "one emoji or one short word of at most 32 bytes");
    }
    for good in ["👍", "👩🏽‍🌾", " thanks ", &"👩".repeat(8)] {
        assert!(react(good).is_ok(), "{good}");
    }
    refused(talk::react(&ada.replica, "nothing", "👍", 0), "There is no post “nothing” here");
    ada.deletes(&topic);
    refused(talk::react(&ada.replica, &topic, "👍", 0), "deleted before");
}

#[test]
fn names_have_their_limits() {
    let ada = Device::founder();
    let everyone = ada.replica.everyone();
    for (name, sentence) in [
        ("", "A name is empty"),
        ("\u{2066}\u{2069}", "A name is empty"),
        (&"n".repeat(65), "may have 64 characters, and this has 65"),
    ] {
        refused(people::rename(everyone, name), sentence);
        refused(talk::name_community(&ada.replica, name, 0), sentence.trim_start_matches("A name "));
    }
    assert_eq!(people::clean_name(" A\u{0}da \n"), Ok("Ada".into()));
}

#[test]
fn what_is_neither_post_nor_topic_cannot_be_changed() {
    let mut ada = Device::founder();
    let topic = ada.starts("Tea", "Cups");
    let reaction = ada.says(|replica, now| talk::react(replica, &topic, "👍", now)).unwrap();
    refused(talk::edit(&ada.replica, &reaction, "Words"), "There is no post");
    refused(talk::delete(&ada.replica, &reaction), "There is no post");
    refused(talk::resolve(&ada.replica, &reaction, true, 0), "There is no topic");
    refused(talk::resolve(&ada.replica, &topic, false, 0), "open already");
}
