//! Topics, replies, reactions and what is resolved, as people see them.

use super::crowd::{Device, new, topic_of};
use crate::topic;
use crate::topic::Around;
use crate::topic::TopicWaits;
use crate::trouble::Trouble;
use kith_sync::charter::Role;
use kith_sync::id::PersonId;

#[test]
fn a_topic_is_seen_by_others_as_its_author_left_it() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    ada.is_called("Ada");
    ada.says(|replica, now| topic::start_channel(replica, "Kitchen", now)).unwrap();
    let tea = topic::NewTopic { channel: Some("kitchen"), ..topic_of(" Tea  ", "Who brings cups?") };
    let topic = ada.says(|replica, now| topic::start_topic(replica, &tea, now).map(new)).unwrap();
    bola.hears(&mut ada);
    let reply = bola.replies(&topic, "I do.");
    ada.hears(&mut bola);
    for device in [&ada, &bola] {
        let view = device.topic(&topic);
        assert_eq!((view.title.as_str(), view.channel_name.as_str()), ("Tea", "Kitchen"));
        assert_eq!(device.texts(&topic), ["Who brings cups?", "I do."]);
        assert_eq!(view.posts[0].author, "Ada");
        assert_eq!(view.posts[1].author, view.posts[1].person);
        assert_eq!(view.posts[1].post, reply);
        let row = &device.topics()[0];
        assert_eq!((row.topic.as_str(), row.replies, row.author.as_str()), (topic.as_str(), 1, "Ada"));
    }
    assert!(ada.topic(&topic).posts[0].mine && !bola.topic(&topic).posts[0].mine);
    assert_eq!(ada.fingerprint(), bola.fingerprint());
}

#[test]
fn a_topic_without_first_words_has_no_post_until_it_has_some() {
    let mut ada = Device::founder();
    let tea = topic::NewTopic { words: None, ..topic_of("Tea", "") };
    let topic = ada.says(|replica, now| topic::start_topic(replica, &tea, now).map(new)).unwrap();
    assert!(ada.topic(&topic).posts.is_empty());
    ada.edits(&topic, "Late words");
    assert_eq!(ada.texts(&topic), ["Late words"]);
}

#[test]
fn every_edit_counts_and_earlier_words_stay_as_history() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    let topic = ada.starts("Tea", "One");
    bola.hears(&mut ada);
    for text in ["Two", "Three", "Four"] {
        ada.edits(&topic, text);
    }
    bola.hears(&mut ada);
    let post = bola.post(&topic, &topic);
    assert_eq!((post.text.as_str(), post.edited), ("Four", true));
    assert_eq!(post.history, ["One", "Two", "Three"]);
    assert_eq!((bola.finds("four"), bola.finds("three")), (1, 0));
    assert_eq!(ada.fingerprint(), bola.fingerprint());
}

#[test]
fn two_edits_at_once_stand_beside_each_other_until_one_more() {
    let mut laptop = Device::founder();
    let mut phone = laptop.adds(3);
    let topic = laptop.starts("Tea", "First");
    phone.hears(&mut laptop);
    laptop.edits(&topic, "By laptop");
    phone.edits(&topic, "By phone");
    laptop.hears(&mut phone);
    phone.hears(&mut laptop);
    let (here, there) = (laptop.post(&topic, &topic), phone.post(&topic, &topic));
    let mut both = [here.text.clone(), here.versions[0].clone()];
    both.sort();
    assert_eq!(both, ["By laptop", "By phone"]);
    assert_eq!((here.text, here.versions, here.history), (there.text, there.versions, there.history));
    phone.edits(&topic, "Settled");
    laptop.hears(&mut phone);
    let settled = laptop.post(&topic, &topic);
    assert_eq!((settled.text.as_str(), settled.versions.len(), settled.history.len()), ("Settled", 0, 3));
    assert_eq!(laptop.fingerprint(), phone.fingerprint());
}

#[test]
fn a_deleted_post_keeps_its_place_and_loses_its_words() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    let topic = ada.starts("Tea", "Cups");
    bola.hears(&mut ada);
    let reply = bola.replies(&topic, "Saucers");
    bola.edits(&reply, "Plates");
    bola.deletes(&reply);
    ada.hears(&mut bola);
    let post = ada.post(&topic, &reply);
    assert!(post.deleted && !post.erased && post.edited);
    assert_eq!((post.text.as_str(), post.history.len()), ("", 0));
    assert_eq!((ada.topics()[0].replies, ada.finds("plates")), (0, 0));
    let again = bola.says(|replica, _| topic::delete(replica, &reply)).unwrap_err();
    assert!(again.is("post-deleted"), "{again}");
}

#[test]
fn a_deleted_topic_is_listed_as_long_as_a_reply_stands_in_it() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    let topic = ada.starts("Tea", "Cups");
    bola.hears(&mut ada);
    let reply = bola.replies(&topic, "Saucers");
    ada.deletes(&topic);
    bola.hears(&mut ada);
    assert_eq!(bola.texts(&topic), ["", "Saucers"]);
    // What others said is still found by its title.
    assert_eq!((bola.topics()[0].title.as_str(), bola.topic(&topic).title.as_str()), ("Tea", "Tea"));
    ada.erases(&topic).unwrap();
    bola.hears(&mut ada);
    assert_eq!(bola.topics()[0].title, "");
    bola.deletes(&reply);
    assert!(bola.topics().is_empty());
}

#[test]
fn only_who_wrote_a_post_changes_it() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    ada.is_called("Ada");
    let topic = ada.starts("Tea", "Cups");
    bola.hears(&mut ada);
    let refusals = [
        topic::edit(&bola.replica, &topic, "Mine").err(),
        topic::delete(&bola.replica, &topic).err(),
        topic::erase(&bola.replica, &topic).err(),
    ];
    for refusal in refusals {
        assert_eq!(refusal, Some(Trouble::of("post-of-another").with("author", "Ada")));
    }
}

#[test]
fn a_reaction_given_again_is_taken_back_and_counts_once_a_person() {
    let mut laptop = Device::founder();
    let mut phone = laptop.adds(3);
    let mut bola = laptop.lets_in(2);
    let topic = laptop.starts("Tea", "Cups");
    phone.hears(&mut laptop);
    laptop.reacts(&topic, "🍵");
    phone.reacts(&topic, "🍵");
    laptop.hears(&mut phone);
    bola.hears(&mut laptop);
    bola.reacts(&topic, "🍵");
    let given = &bola.post(&topic, &topic).reactions[0];
    assert_eq!((given.by.len(), given.mine), (2, true));
    laptop.hears(&mut bola);
    for (expected, mine) in [(1, false), (2, true), (1, false)] {
        laptop.reacts(&topic, "🍵");
        let given = &laptop.post(&topic, &topic).reactions[0];
        assert_eq!((given.by.len(), given.mine), (expected, mine));
    }
    bola.hears(&mut laptop);
    assert_eq!(bola.fingerprint(), laptop.fingerprint());
}

#[test]
fn resolved_and_open_said_apart_are_two_versions_until_someone_chooses() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    ada.raises(&mut bola, Role::Steward);
    let topic = ada.starts("Tea", "Cups");
    bola.hears(&mut ada);
    ada.resolves(&topic, true);
    bola.hears(&mut ada);
    assert!(bola.topic(&topic).resolved && bola.topics()[0].resolved);
    ada.resolves(&topic, false);
    bola.resolves(&topic, false);
    bola.resolves(&topic, true);
    ada.hears(&mut bola);
    bola.hears(&mut ada);
    for device in [&ada, &bola] {
        let view = device.topic(&topic);
        assert!(view.two_versions && !view.resolved);
    }
    ada.resolves(&topic, true);
    bola.hears(&mut ada);
    let view = bola.topic(&topic);
    assert!(view.resolved && !view.two_versions);
    let again = topic::resolve(&bola.replica, &topic, true, 0).err().unwrap();
    assert!(again.is("resolved-already"), "{again}");
}

#[test]
fn a_reply_that_comes_before_its_topic_waits_for_it() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    let topic = ada.starts("Tea", "Cups");
    bola.hears(&mut ada);
    bola.replies(&topic, "Saucers");
    let mut early = bola.admits(5);
    let logs = bola.replica.store().logs().unwrap();
    for (which, log) in logs.iter().enumerate() {
        if log.circle.is_none() || log.intro.person == bola.person() {
            early.hears_one(&bola, which);
        }
    }
    assert_eq!(
        early.reader().rows.query_row("SELECT count(*) FROM items WHERE topic IS NOT NULL", [], |row| row.get(0)),
        Ok(1)
    );
    assert!(early.topics().is_empty());
    early.hears(&mut bola);
    assert_eq!(early.texts(&topic), ["Cups", "Saucers"]);
}

#[test]
fn a_slow_clock_puts_no_reply_before_what_its_author_had_seen() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    ada.set_clock(50_000);
    let topic = ada.starts("Tea", "Cups");
    let first = ada.replies(&topic, "First");
    ada.replies(&topic, "Second");
    bola.hears(&mut ada);
    bola.set_clock(0);
    bola.quotes(&topic, "To the first", &[first]);
    assert_eq!(bola.texts(&topic), ["Cups", "First", "Second", "To the first"]);
}

#[test]
fn topics_come_by_their_newest_activity() {
    let mut ada = Device::founder();
    let old = ada.starts("Old", "A");
    let new = ada.starts("New", "B");
    let order = |device: &Device| device.topics().into_iter().map(|row| row.topic).collect::<Vec<_>>();
    assert_eq!(order(&ada), [new.clone(), old.clone()]);
    ada.replies(&old, "Still here");
    assert_eq!(order(&ada), [old, new]);
}

#[test]
fn today_counts_what_others_wrote_since_one_looked() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    ada.is_called("Ada");
    let topic = ada.starts("Tea", "Cups");
    bola.hears(&mut ada);
    bola.replies(&topic, "Mine is not new to me");
    assert_eq!(bola.today(), (vec![("Tea".into(), 1)], vec!["Ada".into()]));
    topic::mark_all_seen(&bola.reader()).unwrap();
    assert_eq!(bola.today(), (vec![], vec![]));
    ada.edits(&topic, "More cups");
    ada.replies(&topic, "And spoons");
    bola.hears(&mut ada);
    assert_eq!(bola.today().0, [("Tea".into(), 1)]);
}

#[test]
fn what_was_seen_in_one_topic_is_new_in_no_list_and_other_topics_stay_new() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    let (tea, salt) = (ada.starts("Tea", "Cups"), ada.starts("Salt", "Pinches"));
    bola.hears(&mut ada);
    topic::mark_seen(&bola.reader(), &tea.parse().unwrap(), &[]).unwrap();
    assert_eq!(bola.today().0, [("Salt".into(), 1)]);
    let new = |topic: &str| bola.topics().into_iter().find(|row| row.topic == topic).unwrap().new;
    assert_eq!((new(&tea), new(&salt)), (0, 1));
    assert!(bola.topic(&salt).posts[0].new && !bola.topic(&tea).posts[0].new);
}

#[test]
fn who_quotes_me_waits_until_i_answer() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    let tea = ada.starts("Tea", "Cups?");
    bola.hears(&mut ada);
    bola.quotes(&tea, "Six", std::slice::from_ref(&tea));
    ada.hears(&mut bola);
    let waits = |device: &Device| topic::waiting(&device.reader()).unwrap();
    assert!(matches!(&waits(&ada)[..], [TopicWaits::Quoted { text, title, .. }] if text == "Six" && title == "Tea"));
    assert_eq!(waits(&bola), []);
    ada.replies(&tea, "Thank you");
    assert_eq!(waits(&ada), []);
}

#[test]
fn a_title_is_its_authors_to_change() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    ada.is_called("Ada");
    let tea = ada.starts("Tea", "Cups");
    bola.hears(&mut ada);
    ada.says(|replica, _| topic::retitle(replica, &tea, " Green tea ")).unwrap();
    bola.hears(&mut ada);
    assert_eq!((bola.topic(&tea).title.as_str(), bola.texts(&tea)), ("Green tea", vec!["Cups".to_owned()]));
    let refusal = topic::retitle(&bola.replica, &tea, "Mine").err();
    assert_eq!(refusal, Some(Trouble::of("post-of-another").with("author", "Ada")));
    assert_eq!(topic::retitle(&ada.replica, &tea, "").err(), Some(Trouble::of("line-empty").with("what", "title")));
}

#[test]
fn a_deletion_can_be_taken_back_and_an_erasing_cannot() {
    let mut ada = Device::founder();
    let tea = ada.starts("Tea", "Cups");
    assert_eq!(topic::undelete(&ada.replica, &tea).err(), Some(Trouble::of("post-stands")));
    ada.deletes(&tea);
    assert!(ada.topic(&tea).posts[0].deleted);
    ada.says(|replica, _| topic::undelete(replica, &tea)).unwrap();
    let post = ada.topic(&tea).posts.remove(0);
    assert_eq!((post.deleted, post.text.as_str()), (false, "Cups"));
    ada.erases(&tea).unwrap();
    assert_eq!(topic::undelete(&ada.replica, &tea).err(), Some(Trouble::of("post-stands")));
}

#[test]
fn a_post_has_reached_no_more_than_the_words_it_shows() {
    let mut ada = Device::founder();
    let topic = ada.starts("Tea", "Cups");
    let reach = |limit: u64| {
        let id = topic.parse().unwrap();
        move |device: &Device| {
            let window = (&Around::End, 50, 0);
            let view = topic::topic(&device.reader(), &id, window, &|origin| (u32::from(origin.number < limit) * 2, 3));
            let post = view.unwrap().unwrap().posts.remove(0);
            (post.reached, post.known)
        }
    };
    assert_eq!(reach(1)(&ada), (2, 3));
    ada.edits(&topic, "Mugs");
    assert_eq!(reach(1)(&ada), (0, 3));
    assert_eq!(reach(2)(&ada), (2, 3));
}

#[test]
fn the_first_words_of_who_came_later_are_marked_once() {
    let mut ada = Device::founder();
    ada.is_called("Ada");
    let topic = ada.starts("Tea", "Cups");
    let mut bola = ada.lets_in(2);
    bola.is_called("Bola");
    let (one, two) = (bola.replies(&topic, "Hello"), bola.replies(&topic, "And a question"));
    ada.hears(&mut bola);
    let first = |device: &Device, post: &str| device.post(&topic, post).first;
    // They came in one go, so nobody is newer than another.
    assert!(!first(&ada, &one));
    let came = |person: PersonId, at_ms: i64| {
        let at = "UPDATE arrivals SET at_ms = ?1 WHERE came = ?2";
        ada.reader().rows.execute(at, (at_ms, person.0)).unwrap();
    };
    came(ada.person(), 0);
    came(bola.person(), crate::charter::people::APART_MS + 1);
    assert_eq!([&topic, &one, &two].map(|post| first(&ada, post)), [false, true, false]);
    // What was said before the reader came only comes late.
    came(ada.person(), 1_000_000);
    came(bola.person(), 2_000_000);
    assert!(!first(&ada, &one));
    came(ada.person(), 0);
    // Nobody is new to themselves.
    assert!(!first(&bola, &one));
    bola.deletes(&one);
    ada.hears(&mut bola);
    assert_eq!([&one, &two].map(|post| first(&ada, post)), [false, true]);
}

#[test]
fn where_somebody_spoke_last_is_told_by_their_own_words() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    let [tea, salt] = ["Tea", "Salt"].map(|title| ada.starts(title, "?"));
    bola.hears(&mut ada);
    bola.set_clock(5_000);
    bola.replies(&tea, "Cups");
    ada.hears(&mut bola);
    ada.set_clock(9_000);
    ada.replies(&tea, "How many?");
    let spoken = |person: PersonId| topic::topics_with(&ada.reader(), &person, 5).unwrap();
    let bolas = spoken(bola.person());
    assert_eq!(bolas.iter().map(|row| (row.title.as_str(), row.time_ms)).collect::<Vec<_>>(), [("Tea", 5_010)]);
    let adas = spoken(ada.person());
    assert_eq!(adas.iter().map(|row| row.topic.as_str()).collect::<Vec<_>>(), [&tea, &salt]);
}
