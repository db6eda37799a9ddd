//! Channels get other names and go; what was said stays.

use super::crowd::{Device, new, topic_of};
use crate::topic;
use crate::topic::{ChannelRow, Listed, TopicsView};
use crate::trouble::Trouble;

fn makes(device: &mut Device, name: &str) -> String {
    device.says(|replica, now| topic::start_channel(replica, name, now)).unwrap()
}

fn starts_in(device: &mut Device, channel: &str, title: &str) -> Result<String, Trouble> {
    let topic = topic::NewTopic { channel: Some(channel), ..topic_of(title, "Words") };
    device.says(|replica, now| topic::start_topic(replica, &topic, now).map(new))
}

fn renames(device: &mut Device, channel: &str, name: &str) -> Result<String, Trouble> {
    device.says(|replica, _| topic::retitle(replica, channel, name))
}

fn lists(device: &Device) -> TopicsView {
    topic::topics(&device.reader(), None, Listed::All, i64::MAX, 500).unwrap()
}

fn names(device: &Device) -> Vec<String> {
    lists(device).channels.into_iter().map(|ChannelRow { name, .. }| name).collect()
}

#[test]
fn a_channel_is_renamed_by_who_made_it_to_a_name_that_no_other_has() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    let (kitchen, _) = (makes(&mut ada, "Kitchen"), makes(&mut ada, "Water"));
    let tea = starts_in(&mut ada, "Kitchen", "Tea").unwrap();
    renames(&mut ada, &kitchen, " Cooks ").unwrap();
    renames(&mut ada, &kitchen, "cooks").unwrap();
    bola.hears(&mut ada);
    for device in [&ada, &bola] {
        assert_eq!(names(device), ["cooks", "Water"]);
        assert_eq!(device.topic(&tea).channel_name, "cooks");
        assert_eq!(device.topics()[0].channel_name, "cooks");
    }
    let taken = renames(&mut ada, &kitchen, "WATER").unwrap_err();
    assert_eq!(taken, Trouble::of("channel-already").with("name", "WATER"));
    let long = renames(&mut ada, &kitchen, &"c".repeat(topic::MAX_CHANNEL + 1)).unwrap_err();
    assert!(long.is("line-long"), "{long}");
    assert!(renames(&mut bola, &kitchen, "Bola's").unwrap_err().is("post-of-another"));
    assert_eq!(names(&bola), ["cooks", "Water"]);
}

#[test]
fn topics_of_a_channel_that_is_removed_stand_without_one_and_its_conversation_is_a_topic() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    let (kitchen, silent) = (makes(&mut ada, "Kitchen"), makes(&mut ada, "Silent"));
    let tea = starts_in(&mut ada, "Kitchen", "Tea").unwrap();
    bola.hears(&mut ada);
    bola.replies(&kitchen, "Good morning");
    ada.hears(&mut bola);
    assert!(bola.says(|replica, _| topic::delete(replica, &kitchen)).unwrap_err().is("post-of-another"));
    ada.deletes(&kitchen);
    ada.deletes(&silent);
    bola.hears(&mut ada);
    let mut chidi = ada.admits(4);
    chidi.hears(&mut bola);
    chidi.hears(&mut ada);
    for device in [&mut ada, &mut bola, &mut chidi] {
        assert_eq!(names(device), Vec::<String>::new());
        let rows = lists(device).rows;
        let listed: Vec<_> = rows.iter().map(|row| (row.title.as_str(), row.channel.as_str())).collect();
        assert_eq!(listed, [("Kitchen", ""), ("Tea", "")]);
        let view = device.topic(&tea);
        assert_eq!((view.channel.as_str(), view.channel_name.as_str()), ("", ""));
        let view = device.topic(&kitchen);
        assert_eq!((view.is_channel, view.total, view.posts.len()), (false, 2, 2));
        assert!(view.posts[0].deleted);
        assert_eq!(view.posts[1].text, "Good morning");
        assert!(starts_in(device, &kitchen, "Coffee").unwrap_err().is("channel-not-here"));
    }
    assert_eq!(ada.fingerprint(), bola.fingerprint());
    assert_eq!(ada.fingerprint(), chidi.fingerprint());

    // The name is free, and what is brought back is a channel again.
    makes(&mut bola, "Kitchen");
    ada.says(|replica, _| topic::undelete(replica, &kitchen)).unwrap();
    bola.hears(&mut ada);
    assert_eq!(names(&bola), ["Kitchen", "Kitchen"]);
    assert_eq!(bola.topic(&tea).channel_name, "Kitchen");
    assert!(bola.topic(&kitchen).is_channel);
}
