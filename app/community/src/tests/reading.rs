//! Where a topic is looked at, what counts as seen, in which order posts stand, and what is sent twice.

use super::crowd::{Device, new, topic_of};
use crate::local;
use crate::topic;
use crate::topic::{Around, TopicView};
use kith_sync::net::Address;

/// Far beyond what any clock shows.
const FAR_MS: i64 = 4_000_000_000_000;

fn texts(view: &TopicView) -> Vec<&str> {
    view.posts.iter().map(|post| post.text.as_str()).collect()
}

/// A topic of ten posts, "1" to "10", by Ada.
fn ten(ada: &mut Device) -> String {
    let topic = ada.starts("Tea", "1");
    for number in 2..=10 {
        ada.replies(&topic, &number.to_string());
    }
    topic
}

#[test]
fn a_post_dated_in_the_future_is_followed_by_whoever_saw_it() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    let topic = ada.starts("Tea", "Cups?");
    bola.hears(&mut ada);
    bola.set_clock(FAR_MS);
    let ahead = bola.replies(&topic, "From the future");
    ada.hears(&mut bola);
    ada.quotes(&topic, "Answered", std::slice::from_ref(&ahead));
    bola.hears(&mut ada);
    bola.set_clock(5_000);
    bola.replies(&topic, "My clock is right again");
    ada.hears(&mut bola);
    for device in [&ada, &bola] {
        assert_eq!(device.texts(&topic), ["Cups?", "From the future", "Answered", "My clock is right again"]);
        assert_eq!(device.topics()[0].last.text, "My clock is right again");
    }
    assert_eq!(ada.fingerprint(), bola.fingerprint());
    // Bola quoted nobody, so nobody waits; Ada's answer to Bola waited until Bola spoke again.
    assert_eq!(topic::waiting(&bola.reader()).unwrap(), []);
}

#[test]
fn a_topic_begun_after_a_post_of_the_future_is_listed_above_it() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    bola.set_clock(FAR_MS);
    bola.starts("Far", "Ahead");
    ada.hears(&mut bola);
    let near = ada.starts("Near", "Now");
    bola.hears(&mut ada);
    for device in [&ada, &bola] {
        assert_eq!(device.topics()[0].topic, near);
    }
}

#[test]
fn a_deleted_post_of_the_future_does_not_stay_the_last() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    let topic = ada.starts("Tea", "Cups?");
    bola.hears(&mut ada);
    bola.set_clock(FAR_MS);
    let ahead = bola.replies(&topic, "Oh");
    bola.deletes(&ahead);
    ada.hears(&mut bola);
    ada.replies(&topic, "Six");
    assert_eq!(ada.texts(&topic), ["Cups?", "", "Six"]);
}

#[test]
fn posts_that_nobody_ordered_stand_by_their_clocks() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    let topic = ada.starts("Tea", "Cups?");
    bola.hears(&mut ada);
    ada.set_clock(9_000);
    ada.replies(&topic, "Later");
    bola.set_clock(8_000);
    bola.replies(&topic, "Earlier");
    ada.hears(&mut bola);
    bola.hears(&mut ada);
    for device in [&ada, &bola] {
        assert_eq!(device.texts(&topic), ["Cups?", "Earlier", "Later"]);
    }
}

#[test]
fn an_answer_that_stands_below_ends_the_waiting_whatever_the_clocks_say() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    let topic = ada.starts("Tea", "Cups?");
    bola.hears(&mut ada);
    bola.set_clock(FAR_MS);
    bola.quotes(&topic, "Six", std::slice::from_ref(&topic));
    ada.hears(&mut bola);
    assert_eq!(topic::waiting(&ada.reader()).unwrap().len(), 1);
    ada.replies(&topic, "Thank you");
    assert_eq!(topic::waiting(&ada.reader()).unwrap(), []);
}

#[test]
fn a_window_shows_what_is_around_a_post_and_says_what_lies_beyond() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    let topic = ten(&mut ada);
    bola.hears(&mut ada);
    let all = bola.topic(&topic);
    let fifth = Around::Post(all.posts[4].post.clone());
    let view = bola.window(&topic, &fifth, 1, 2);
    assert_eq!(texts(&view), ["4", "5", "6", "7"]);
    assert_eq!((view.has_earlier, view.has_later, view.total), (true, true, 10));
    assert_eq!((view.new, view.new_above, view.new_below), (10, 3, 3));
    let view = bola.window(&topic, &Around::End, 2, 5);
    assert_eq!((texts(&view), view.has_earlier, view.has_later), (vec!["8", "9", "10"], true, false));
    let view = bola.window(&topic, &Around::New, 5, 1);
    assert_eq!((texts(&view), view.has_earlier, view.has_later), (vec!["1", "2"], false, true));
    assert_eq!(view.at, view.first_new);
    // A window takes exactly what there is.
    let view = bola.window(&topic, &fifth, 4, 5);
    assert_eq!((view.posts.len(), view.has_earlier, view.has_later), (10, false, false));
    let elsewhere = Around::Post(ada.starts("Salt", "?"));
    assert_eq!(texts(&bola.window(&topic, &elsewhere, 0, 0)), ["10"]);
}

#[test]
fn only_posts_that_were_on_the_screen_are_seen() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    let topic = ten(&mut ada);
    bola.hears(&mut ada);
    let id = topic.parse().unwrap();
    let posts: Vec<_> = bola.topic(&topic).posts.iter().map(|post| post.post.parse().unwrap()).collect();
    assert_eq!(topic::mark_seen(&bola.reader(), &id, &posts[2..5]).unwrap(), posts[2..5]);
    assert_eq!(topic::mark_seen(&bola.reader(), &id, &posts[2..5]).unwrap(), []);
    let view = bola.window(&topic, &Around::New, 0, 9);
    assert_eq!((view.new, view.first_new.as_deref()), (7, Some(topic.as_str())));
    assert_eq!(view.posts.iter().filter(|post| post.new).count(), 7);
    topic::mark_seen(&bola.reader(), &id, &posts[..2]).unwrap();
    assert_eq!(bola.window(&topic, &Around::New, 0, 0).posts[0].text, "6");
    assert_eq!(bola.topics()[0].new, 5);
    ada.deletes(&ada.topic(&topic).posts[6].post.clone());
    bola.hears(&mut ada);
    assert_eq!(bola.topics()[0].new, 4);
}

#[test]
fn what_was_read_on_one_device_is_read_on_the_other_in_whatever_order_it_comes() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    let mut phone = bola.adds(3);
    let topic = ten(&mut ada);
    bola.hears(&mut ada);
    let says = |bola: &mut Device, posts: &[String]| {
        let seen = local::Command::Seen { topic: Some(topic.clone()), posts: posts.to_vec() };
        let address = Address { endpoint: [0; 32], sockets: Vec::new(), relay: None };
        crate::act(&mut bola.replica, &address, seen, 9_000).unwrap();
    };
    let first: Vec<String> = bola.topic(&topic).posts.iter().take(4).map(|post| post.post.clone()).collect();
    says(&mut bola, &first);
    // The phone hears of the reading and of the posts from one and the same device, log by log.
    phone.hears(&mut bola);
    assert_eq!((bola.topics()[0].new, phone.topics()[0].new), (6, 6));
    assert_eq!(phone.window(&topic, &Around::New, 0, 0).posts[0].text, "5");
    says(&mut bola, &[]);
    phone.hears(&mut bola);
    assert_eq!(phone.topics()[0].new, 0);
    // Nobody else learns of it.
    ada.hears(&mut bola);
    let told = "SELECT count(*) FROM items WHERE kind = 9";
    assert_eq!(ada.reader().rows.query_row(told, [], |row| row.get(0)), Ok(0));
}

#[test]
fn a_topic_that_is_only_a_title_is_news_until_it_or_a_post_in_it_was_looked_at() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    let bare = |title| topic::NewTopic { words: None, ..topic_of(title, "") };
    for title in ["Tea", "Cups"] {
        ada.says(|replica, now| topic::start_topic(replica, &bare(title), now).map(new)).unwrap();
    }
    assert_eq!(ada.topics()[0].new, 0);
    bola.hears(&mut ada);
    assert_eq!(bola.today().0, [("Cups".to_owned(), 1), ("Tea".to_owned(), 1)]);
    let [cups, tea] = [bola.topics()[0].topic.clone(), bola.topics()[1].topic.clone()];
    // It is no post: nothing is to be gone to.
    assert_eq!((bola.topic(&cups).new, bola.topic(&cups).first_new, bola.topic(&cups).posts.len()), (1, None, 0));
    topic::mark_seen(&bola.reader(), &cups.parse().unwrap(), &[]).unwrap();
    assert_eq!(bola.today().0, [("Tea".to_owned(), 1)]);
    let six = ada.replies(&tea, "Six");
    bola.hears(&mut ada);
    let view = bola.topic(&tea);
    assert_eq!((view.new, view.first_new, view.new_above), (2, Some(six.clone()), 0));
    topic::mark_seen(&bola.reader(), &tea.parse().unwrap(), &[six.parse().unwrap()]).unwrap();
    assert_eq!((bola.topic(&tea).new, bola.today().0.len()), (0, 0));
}

#[test]
fn the_same_sending_makes_one_post_and_other_words_another() {
    let mut ada = Device::founder();
    let topic = ada.starts("Tea", "Cups?");
    let send = |ada: &mut Device, text: &str, sending: &str| {
        let reply = topic::NewReply { topic: &topic, text, quotes: &[], sending: Some(sending) };
        match topic::reply(&ada.replica, &reply, 0).unwrap() {
            topic::Once::Before(item) => item.to_string(),
            topic::Once::New(saying) => ada.replica.say(saying).unwrap().item.unwrap().to_string(),
        }
    };
    let once = send(&mut ada, "Six", "a1");
    assert_eq!(send(&mut ada, "Six", "a1"), once);
    assert_ne!(send(&mut ada, "Seven", "a1"), once);
    assert_ne!(send(&mut ada, "Six", "a2"), once);
    assert_eq!(ada.texts(&topic), ["Cups?", "Six", "Seven", "Six"]);
}

#[test]
fn an_open_conversation_is_read_like_a_topic_and_listed_as_a_channel() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    let channel = ada.says(|replica, now| topic::start_channel(replica, "Kitchen", now)).unwrap();
    bola.hears(&mut ada);
    bola.replies(&channel, "Good morning");
    ada.hears(&mut bola);
    let view = ada.topic(&channel);
    assert_eq!((view.title.as_str(), view.is_channel, view.total), ("Kitchen", true, 1));
    assert_eq!(texts(&view), ["Good morning"]);
    let lists = topic::topics(&ada.reader(), None, crate::topic::Listed::All, 0, 10).unwrap();
    assert!(lists.rows.is_empty());
    assert_eq!((lists.channels[0].name.as_str(), lists.channels[0].new), ("Kitchen", 1));
}

#[test]
fn a_question_waits_for_an_answer_after_its_time_and_only_a_question_does() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    let asks = topic::NewTopic { asks: true, ..topic_of("Tea?", "Who?") };
    let question = ada.says(|replica, _| topic::start_topic(replica, &asks, 1_000).map(new)).unwrap();
    ada.starts("Salt", "Only told");
    let waiting = |device: &Device, before_ms: i64| {
        let lists = topic::topics(&device.reader(), None, crate::topic::Listed::Unanswered, before_ms, 10).unwrap();
        assert_eq!(lists.unanswered as usize, lists.rows.len());
        lists.rows.into_iter().map(|row| row.topic).collect::<Vec<_>>()
    };
    assert_eq!(waiting(&ada, 1_000), Vec::<String>::new());
    assert_eq!(waiting(&ada, 1_001), std::slice::from_ref(&question));
    ada.replies(&question, "Nobody?");
    assert_eq!(waiting(&ada, 1_001), std::slice::from_ref(&question));
    bola.hears(&mut ada);
    bola.replies(&question, "I");
    ada.hears(&mut bola);
    assert_eq!(waiting(&ada, 1_001), Vec::<String>::new());
}

#[test]
fn one_person_gives_one_of_each_reaction_however_it_is_drawn() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    let topic = ada.starts("Tea", "Cups?");
    bola.hears(&mut ada);
    for (plain, drawn) in
        [("❤", "❤\u{FE0F}"), ("☀", "☀\u{FE0E}"), ("1\u{20E3}", "1\u{FE0F}\u{20E3}"), ("👍", "👍\u{200D}")]
    {
        ada.reacts(&topic, plain);
        bola.reacts(&topic, drawn);
        ada.hears(&mut bola);
        bola.hears(&mut ada);
        let given = ada.post(&topic, &topic).reactions;
        let given = given.iter().find(|given| given.emoji == plain).unwrap();
        assert_eq!((given.by.len(), given.mine), (2, true), "{plain}");
        // The same again, drawn the other way, takes it back.
        ada.reacts(&topic, drawn);
        assert!(!ada.post(&topic, &topic).reactions.iter().any(|given| given.emoji == plain && given.mine));
    }
}

#[test]
fn posts_of_one_place_stand_by_name_on_every_device_and_in_every_window() {
    let mut ada = Device::founder();
    let topic = ada.starts("Tea", "Cups");
    let mut others: Vec<Device> = (2..8).map(|seed| ada.lets_in(seed)).collect();
    for other in &mut others {
        other.hears(&mut ada);
        other.set_clock(5_000);
        other.replies(&topic, "At once");
    }
    for other in &mut others {
        ada.hears(other);
    }
    let mut last = others.pop().unwrap();
    for other in others.iter_mut().rev() {
        last.hears(other);
    }
    last.hears(&mut ada);
    let posts =
        |device: &Device| -> Vec<String> { device.topic(&topic).posts.into_iter().map(|post| post.post).collect() };
    let all = posts(&ada);
    assert_eq!(all.len(), 7);
    assert_eq!(all, posts(&last));
    let mut by_name: Vec<&String> = all[1..].iter().collect();
    by_name.sort_by_key(|post| post.parse::<kith_sync::id::ItemId>().unwrap().to_bytes());
    assert_eq!(all[1..].iter().collect::<Vec<_>>(), by_name);
    let places = "SELECT DISTINCT place FROM items WHERE topic IS NOT NULL AND item <> topic";
    let mut query = last.reader().rows.prepare(places).unwrap();
    let places: std::collections::BTreeSet<i64> =
        query.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    assert_eq!(places.len(), 1, "they are all of one place");
    for (at, post) in all.iter().enumerate().skip(1) {
        let window = last.window(&topic, &Around::Post(post.clone()), 1, 1);
        let shown: Vec<&String> = window.posts.iter().map(|post| &post.post).collect();
        assert_eq!(shown, all[at - 1..(at + 2).min(all.len())].iter().collect::<Vec<_>>());
        assert_eq!((window.has_earlier, window.has_later), (at > 1, at + 2 < all.len()));
    }
    assert_eq!(ada.topics()[0].last, last.topics()[0].last);
    assert_eq!(ada.fingerprint(), last.fingerprint());
}
