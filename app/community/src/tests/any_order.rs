//! Rows are a function of what is held: whoever hears what in whatever order ends with the same.

use super::crowd::{Device, new, topic_of};
use crate::community;
use crate::reaction;
use crate::topic::TopicRow;
use crate::{profile, topic};
use kith_sync::charter::Role;
use proptest::prelude::*;

/// What one device does, or hears. Numbers pick among what is there.
#[derive(Clone, Debug)]
enum Act {
    Start,
    Reply(usize),
    Edit(usize),
    Delete(usize),
    Erase(usize),
    React(usize, bool),
    Resolve(usize, bool),
    Rename,
    NameCommunity,
    Choose(usize),
    Hear(usize, usize),
    HearAll(usize),
}

fn act(erasing: bool) -> impl Strategy<Value = Act> {
    let which = 0..16_usize;
    prop_oneof![
        2 => Just(Act::Start),
        4 => which.clone().prop_map(Act::Reply),
        4 => which.clone().prop_map(Act::Edit),
        1 => which.clone().prop_map(Act::Delete),
        1 => which.clone().prop_map(if erasing { Act::Erase } else { Act::Delete }),
        3 => (which.clone(), any::<bool>()).prop_map(|(post, tea)| Act::React(post, tea)),
        2 => (which.clone(), any::<bool>()).prop_map(|(topic, done)| Act::Resolve(topic, done)),
        1 => Just(Act::Rename),
        1 => Just(Act::NameCommunity),
        1 => which.clone().prop_map(Act::Choose),
        6 => (0..4_usize, which).prop_map(|(other, log)| Act::Hear(other, log)),
        2 => (0..4_usize).prop_map(Act::HearAll),
    ]
}

/// Items of these kinds that a device knows.
fn pick(device: &Device, kinds: &str, which: usize) -> Option<String> {
    let sql = format!("SELECT name FROM items JOIN names ON id = item WHERE kind IN ({kinds}) ORDER BY name");
    let mut query = device.reader().rows.prepare(&sql).unwrap();
    let items: Vec<[u8; 18]> = query.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    let item = items.get(which % items.len().max(1))?;
    Some(kith_sync::id::to_text(item))
}

/// Does it, if it can be done; what is refused changes nothing.
fn perform(crowd: &mut [Device], who: usize, act: &Act, round: usize) {
    if let Act::Hear(other, _) | Act::HearAll(other) = *act
        && other != who
    {
        let [device, other] = crowd.get_disjoint_mut([who, other]).unwrap();
        match act {
            Act::Hear(_, log) => device.hears_one(other, *log),
            _ => device.hears(other),
        }
        return;
    }
    let device = &mut crowd[who];
    let words = format!("word{round} by{who}");
    let post = |device: &Device, which| pick(device, "1, 2", which).unwrap_or_default();
    let topic = |device: &Device, which| pick(device, "1", which).unwrap_or_default();
    let done = match *act {
        Act::Start => device.says(|replica, now| topic::start_topic(replica, &topic_of(&words, &words), now).map(new)),
        Act::Reply(which) => {
            let (topic, quoted) = (topic(device, which), post(device, which));
            let reply = topic::NewReply { topic: &topic, text: &words, quotes: &[quoted], sending: None };
            device.says(|replica, now| topic::reply(replica, &reply, now).map(new))
        }
        Act::Edit(which) => {
            let post = post(device, which);
            device.says(|replica, _| topic::edit(replica, &post, &words))
        }
        Act::Delete(which) => {
            let post = post(device, which);
            device.says(|replica, _| topic::delete(replica, &post))
        }
        Act::Erase(which) => {
            let post = post(device, which);
            device.erases(&post).map(|()| post)
        }
        Act::React(which, tea) => {
            let post = post(device, which);
            device.says(|replica, now| reaction::react(replica, &post, if tea { "🍵" } else { "👍" }, now))
        }
        Act::Resolve(which, resolved) => {
            let topic = topic(device, which);
            device.says(|replica, now| topic::resolve(replica, &topic, resolved, now))
        }
        Act::Rename => device.says(|replica, _| profile::rename(replica.everyone(), &words)),
        Act::NameCommunity => device.says(|replica, now| community::name_community(replica, &words, now)),
        Act::Choose(which) => device.says(|replica, now| {
            community::set_customs(replica, Some(&[format!("r{which}")]), u32::try_from(which).ok(), now)
        }),
        Act::Hear(..) | Act::HearAll(_) => return,
    };
    drop(done);
}

/// A person with two devices and two others.
fn crowd() -> Vec<Device> {
    let mut ada = Device::founder();
    let phone = ada.adds(3);
    let mut bola = ada.lets_in(2);
    ada.raises(&mut bola, Role::Organiser);
    let chidi = ada.lets_in(4);
    let mut crowd = vec![ada, phone, bola, chidi];
    all_hear(&mut crowd, &[]);
    crowd
}

/// Everyone hears everyone, until nothing is new.
fn all_hear(crowd: &mut [Device], keys: &[u32]) {
    for round in 0..3 {
        for at in 0..crowd.len() {
            let (before, rest) = crowd.split_at_mut(at);
            let (device, after) = rest.split_first_mut().unwrap();
            for other in before.iter_mut().chain(after) {
                device.hears_in_order(other, |range| {
                    keys.get((range + round + at) % keys.len().max(1)).copied().unwrap_or(0)
                });
            }
        }
    }
}

fn all_alike(crowd: &[Device]) {
    for device in &crowd[1..] {
        assert_eq!(device.replica.digest(), crowd[0].replica.digest());
        if device.fingerprint() != crowd[0].fingerprint() {
            let (here, there) = (device.written_out(), crowd[0].written_out());
            let only = |these: &[String], those: &[String]| {
                these.iter().filter(|line| !those.contains(line)).cloned().collect::<Vec<_>>()
            };
            panic!("only here: {:#?}\nonly there: {:#?}", only(&here, &there), only(&there, &here));
        }
        assert_eq!(community::customs(&device.reader()).unwrap(), community::customs(&crowd[0].reader()).unwrap());
        // What is new is each device's own affair.
        let topics = |device: &Device| -> Vec<TopicRow> {
            device.topics().into_iter().map(|row| TopicRow { new: 0, ..row }).collect()
        };
        let (one, other) = (topics(device), topics(&crowd[0]));
        assert_eq!(one, other);
        for row in one {
            let texts = |device: &Device| device.texts(&row.topic);
            assert_eq!(texts(device), texts(&crowd[0]));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn devices_that_hold_the_same_records_have_the_same_rows(
        acts in prop::collection::vec((0..4_usize, act(true)), 10..60),
        keys in prop::collection::vec(any::<u32>(), 7),
    ) {
        let mut crowd = crowd();
        for (round, (who, act)) in acts.iter().enumerate() {
            perform(&mut crowd, *who, act, round);
        }
        all_hear(&mut crowd, &keys);
        let mut late = crowd[0].lets_in(9);
        late.hears_in_order(&mut crowd[2], |range| keys[range % keys.len()]);
        crowd.push(late);
        all_hear(&mut crowd, &keys);
        all_alike(&crowd);
    }

    #[test]
    fn a_removal_leaves_the_same_rows_with_whoever_heard_of_it_first_or_last(
        before in prop::collection::vec((0..4_usize, act(false)), 5..30),
        after in prop::collection::vec((0..4_usize, act(false)), 5..30),
        keys in prop::collection::vec(any::<u32>(), 7),
    ) {
        let mut crowd = crowd();
        for (round, (who, act)) in before.iter().enumerate() {
            perform(&mut crowd, *who, act, round);
        }
        let [ada, bola] = crowd.get_disjoint_mut([0, 2]).unwrap();
        ada.removes(bola);
        for (round, (who, act)) in after.iter().enumerate() {
            if crowd[*who].replica.is_active() {
                perform(&mut crowd, *who, act, 100 + round);
            }
        }
        all_hear(&mut crowd, &keys);
        let mut late = crowd[0].lets_in(9);
        late.hears_in_order(&mut crowd[3], |range| keys[range % keys.len()]);
        crowd.push(late);
        all_hear(&mut crowd, &keys);
        crowd.remove(2);
        all_alike(&crowd);
    }
}
