//! What a relay, a hub or whoever lets a newcomer in leaves out only comes later: docs/protocol.md §1, §5 and §6, scenarios 15 and 16.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use kith_community::{charter, device, invitation, topic};
use kith_sync::charter::Statement;
use kith_sync::charter::Status::{Active, Removed};
use kith_sync::id::to_text;
use kith_sync::node::hub::Quota;
use kith_sync::session::PACK_FROM;
use kith_tests::craft::own_log;
use kith_tests::relay::{Held, empty};
use kith_tests::town::Town;

/// The device lets go of these parts of what others said, and its software does not notice.
fn leaves_out(town: &mut Town, name: &str, which: impl Fn(Held) -> bool) {
    let me = town.person(name);
    let emptied = empty(town.replica(name).store(), |held| held.person != me.0 && which(held));
    assert!(emptied > 0, "{name} leaves nothing out");
}

fn content(held: Held) -> bool {
    !held.charter && held.part > 0
}

fn body(held: Held) -> bool {
    !held.charter && held.part == 0
}

/// A post as it is shown: its words, and whether they read as erased.
fn shown(town: &mut Town, name: &str, topic: &str, post: &str) -> Option<(String, bool)> {
    let found = town.topic(name, topic).posts.into_iter().find(|view| view.post == post);
    found.map(|view| (view.text, view.erased))
}

fn says(words: &str) -> Option<(String, bool)> {
    Some((words.to_owned(), false))
}

/// Hubs in the charter, and all have heard.
fn with_hub(names: &[&'static str]) -> Town {
    let mut town = Town::of(names);
    let endpoint = town.hub("hub", "A", Quota::default());
    town.with("A", |a| a.state(&Statement::Hub { endpoint })).unwrap();
    town.meet(names);
    town
}

#[test]
fn words_that_a_relay_leaves_out_are_not_erased_and_come_from_whoever_has_them() {
    let mut town = Town::of(&["A", "R", "C"]);
    let topic = town.starts("A", "Harvest");
    let post = town.says("A", &topic, "on Friday");
    town.meet(&["A", "R"]);
    leaves_out(&mut town, "R", content);
    town.meet(&["R", "C"]);
    assert_eq!(shown(&mut town, "C", &topic, &post), says(""), "not here, and not erased");
    town.meet(&["A", "C"]);
    assert_eq!(shown(&mut town, "C", &topic, &post), says("on Friday"));
    assert_eq!(town.topic("C", &topic).title, "Harvest");
    town.agree(&["A", "C"]);
}

#[test]
fn what_a_relay_left_out_comes_though_the_relay_itself_got_it_again() {
    let mut town = Town::of(&["A", "R", "C"]);
    let topic = town.starts("A", "Harvest");
    let post = town.says("A", &topic, "on Friday");
    town.meet(&["A", "R"]);
    leaves_out(&mut town, "R", |held| !held.charter);
    town.meet(&["R", "C"]);
    // All three at once, and nobody's word counts for more than the hash in the header.
    town.meet(&["A", "R", "C"]);
    assert_eq!(shown(&mut town, "C", &topic, &post), says("on Friday"));
    town.agree(&["A", "C"]);
}

#[test]
fn whoever_lacks_passes_on_what_is_here_and_the_rest_when_it_comes() {
    let mut town = Town::of(&["A", "R", "C", "D"]);
    let topic = town.starts("A", "Harvest");
    let post = town.says("A", &topic, "on Friday");
    town.meet(&["A", "R"]);
    leaves_out(&mut town, "R", |held| !held.charter);
    town.meet(&["R", "C"]);
    town.meet(&["C", "D"]);
    // D is with C all the while that C gets it from A.
    town.meet(&["A", "C", "D"]);
    for name in ["C", "D"] {
        assert_eq!(shown(&mut town, name, &topic, &post), says("on Friday"), "{name}");
    }
    town.agree(&["A", "C", "D"]);
}

#[test]
fn a_body_that_a_relay_leaves_out_holds_up_later_words_until_it_comes() {
    let mut town = Town::of(&["A", "R", "C"]);
    let topic = town.starts("A", "Harvest");
    town.meet(&["A", "R", "C"]);
    town.says("A", &topic, "on Friday");
    town.meet(&["A", "R"]);
    leaves_out(&mut town, "R", body);
    town.says("A", &topic, "or later");
    town.meet(&["A", "R"]);
    town.meet(&["R", "C"]);
    assert!(town.texts("C", &topic).is_empty(), "its later words stand on what lacks");
    town.meet(&["A", "C"]);
    assert_eq!(town.texts("C", &topic), ["on Friday", "or later"]);
    town.agree(&["A", "C"]);
}

#[test]
fn a_removal_of_which_a_relay_leaves_out_the_statement_is_heard() {
    let mut town = Town::of(&["A", "R", "C", "D"]);
    let d = town.id("D");
    town.does("A", charter::Command::Remove { person: d, why: None });
    town.meet(&["A", "R"]);
    assert_eq!(town.status("R", "D"), Removed);
    leaves_out(&mut town, "R", |held| held.charter);
    town.meet(&["R", "C"]);
    assert_eq!(town.status("C", "D"), Active, "nobody can tell what the statement says");
    let topic = town.starts("A", "Since then");
    town.meet(&["A", "C"]);
    assert_eq!(town.status("C", "D"), Removed);
    assert_eq!(town.topic("C", &topic).title, "Since then", "and the key that came with it");
    town.agree(&["A", "C"]);
    // D is turned away by C as well.
    town.meet(&["C", "D"]);
    assert_eq!(town.status("D", "D"), Removed);
}

#[test]
fn who_heard_half_of_a_removal_hears_the_rest_after_a_restart() {
    let mut town = Town::of(&["A", "R", "C", "D"]);
    let d = town.id("D");
    town.does("A", charter::Command::Remove { person: d, why: None });
    town.meet(&["A", "R"]);
    leaves_out(&mut town, "R", |held| held.charter);
    town.meet(&["R", "C"]);
    let at = town.at("C");
    town.world.turn_off(at);
    town.world.turn_on(at);
    town.meet(&["A", "C"]);
    assert_eq!(town.status("C", "D"), Removed);
    town.agree(&["A", "C"]);
}

#[test]
fn a_hub_that_was_given_what_was_emptied_becomes_whole_and_gives_it_whole() {
    let mut town = with_hub(&["A", "R", "C"]);
    let topic = town.starts("A", "Harvest");
    let post = town.says("A", &topic, "on Friday");
    town.meet(&["A", "R"]);
    leaves_out(&mut town, "R", |_| true);
    town.meet(&["R", "hub"]);
    town.meet(&["A", "hub"]);
    town.meet(&["C", "hub"]);
    assert_eq!(shown(&mut town, "C", &topic, &post), says("on Friday"));
    town.agree(&["A", "C"]);
}

#[test]
fn a_hub_that_empties_what_it_keeps_only_delays() {
    let mut town = with_hub(&["A", "C", "D"]);
    let d = town.id("D");
    let topic = town.starts("A", "Harvest");
    let post = town.says("A", &topic, "on Friday");
    town.does("A", charter::Command::Remove { person: d, why: None });
    town.meet(&["A", "hub"]);
    let at = town.at("hub");
    assert!(empty(town.world.hub(at).store(), |_| true) > 0);
    town.meet(&["C", "hub"]);
    assert_eq!(town.status("C", "D"), Active);
    town.meet(&["A", "C"]);
    assert_eq!((town.status("C", "D"), shown(&mut town, "C", &topic, &post)), (Removed, says("on Friday")));
    town.agree(&["A", "C"]);
}

#[test]
fn a_newcomer_who_was_welcomed_by_a_relay_becomes_whole() {
    let mut town = Town::of(&["A", "R"]);
    let topic = town.starts("A", "Harvest");
    let post = town.says("A", &topic, "on Friday");
    town.meet(&["A", "R"]);
    leaves_out(&mut town, "R", |held| !held.charter);
    town.joins("N", "R");
    town.meet(&["A", "N"]);
    assert_eq!(shown(&mut town, "N", &topic, &post), says("on Friday"));
    town.agree(&["A", "N"]);
    town.joins("M", "N");
    assert_eq!(shown(&mut town, "M", &topic, &post), says("on Friday"), "and so is who came by them");
}

#[test]
fn a_newcomer_to_whom_a_relay_gave_half_of_the_charter_is_let_in_by_another() {
    let mut town = Town::of(&["A", "R", "D"]);
    let d = town.id("D");
    let topic = town.starts("A", "Harvest");
    town.does("A", charter::Command::Remove { person: d, why: None });
    town.meet(&["A", "R"]);
    leaves_out(&mut town, "R", |held| held.charter && held.number > 0);
    let link = town.link("R", invitation::Command::Open { days: 14 });
    town.comes("N", &link);
    town.core("N").join(link);
    for (name, part) in [("R", 1), ("N", 1), ("N", 2)] {
        let at = town.at(name);
        town.world.move_to(at, part);
        town.world.run_some(400);
    }
    assert!(town.replica("N").lacks_parts(None), "R gave nothing");
    assert!(!town.replica("N").is_active(), "nobody can tell whether R may let anyone in");
    town.core("N").stop_joining();
    let link = town.link("A", invitation::Command::Open { days: 14 });
    assert!(town.asks("N", link, "A"));
    assert_eq!((town.status("N", "D"), town.topic("N", &topic).title), (Removed, "Harvest".into()));
    town.meet(&["A", "N"]);
    town.agree(&["A", "N"]);
}

#[test]
fn blocks_that_a_relay_packed_without_parts_are_made_whole() {
    let mut town = Town::of(&["A", "R"]);
    let topic = town.starts("A", "Long");
    for at in 0..PACK_FROM + 40 {
        town.says("A", &topic, &format!("word {at}"));
    }
    town.meet(&["A", "R"]);
    leaves_out(&mut town, "R", |held| !held.charter && held.number % 3 == 2);
    town.joins("N", "R");
    assert!(town.texts("N", &topic).len() < 10, "most stand on what lacks");
    town.meet(&["A", "N"]);
    let texts = town.texts("N", &topic);
    assert_eq!(texts.len(), town.texts("A", &topic).len());
    assert_eq!(texts, town.texts("A", &topic));
    town.agree(&["A", "N"]);
}

#[test]
fn what_its_person_erased_is_whole_without_it_and_nobody_asks_for_it() {
    let mut town = Town::of(&["A", "B"]);
    let topic = town.starts("A", "Harvest");
    let post = town.says("A", &topic, "a secret plan");
    town.does("A", topic::Command::Erase { post: post.clone() });
    town.meet(&["A", "B"]);
    town.joins("N", "B");
    town.meet(&["A", "B", "N"]);
    for name in ["A", "B", "N"] {
        assert_eq!(shown(&mut town, name, &topic, &post), Some((String::new(), true)), "{name}");
        let everyone = town.replica(name).everyone();
        assert!(!town.replica(name).lacks_parts(Some(&everyone)), "{name}");
    }
    town.agree(&["A", "B", "N"]);
}

/// B1 and B2 are devices of one person, B2 is removed as stolen and erases: A heard of the removal first, C only after.
fn stolen() -> (Town, String, [String; 2]) {
    let mut town = Town::of(&["A", "B1", "C"]);
    town.joins_as_device("B2", "B1");
    let topic = town.starts("A", "Harvest");
    town.meet(&["A", "B1", "B2", "C"]);
    let posts = [("B1", "by the laptop"), ("B2", "by the phone")].map(|(name, text)| town.says(name, &topic, text));
    town.meet(&["A", "B1", "B2", "C"]);
    let device = town.device("B2");
    let cuts = town.replica("A").cuts_of_device(&device);
    town.with("A", |a| a.state(&Statement::DeviceRemove { device, cuts })).unwrap();
    for post in &posts {
        town.does("B2", topic::Command::Erase { post: post.clone() });
    }
    (town, topic, posts)
}

#[test]
fn a_device_removed_as_stolen_erases_nothing_that_its_person_said_elsewhere() {
    let (mut town, topic, [laptop, phone]) = stolen();
    town.meet(&["B2", "C"]);
    let gone = Some((String::new(), true));
    assert_eq!(shown(&mut town, "C", &topic, &laptop), gone, "C cannot know better yet");
    town.meet(&["A", "C"]);
    for name in ["A", "C"] {
        assert_eq!(shown(&mut town, name, &topic, &laptop), says("by the laptop"), "{name}");
        assert_ne!(shown(&mut town, name, &topic, &phone), None, "{name}");
    }
    town.meet(&["A", "B1", "C"]);
    assert_eq!(shown(&mut town, "B1", &topic, &laptop), says("by the laptop"));
    town.agree(&["A", "B1", "C"]);
}

#[test]
fn what_a_stolen_device_erased_is_not_said_again_by_its_persons_others() {
    let (mut town, topic, [laptop, _]) = stolen();
    // B1 hears it from B2 itself, lets go of it, and repeats it for hubs, before it hears of the removal.
    town.meet(&["B1", "B2"]);
    town.meet(&["A", "B1"]);
    for name in ["A", "B1"] {
        assert_eq!(shown(&mut town, name, &topic, &laptop), says("by the laptop"), "{name}");
    }
    town.meet(&["A", "B1", "C"]);
    town.agree(&["A", "B1", "C"]);
}

/// A phone's last word came late, since A3 had put the phone out, and A wrote on top of it without having heard of that.
#[test]
fn what_waits_for_the_body_of_a_late_word_goes_on_when_it_comes() {
    let mut town = Town::of(&["A", "R", "C"]);
    for device in ["A2", "A3"] {
        town.joins_as_device(device, "A");
    }
    let topic = town.starts("A", "Harvest");
    for text in ["one", "two", "three"] {
        town.says("A", &topic, text);
    }
    town.meet(&["A", "A2", "A3", "R", "C"]);
    town.says("A2", &topic, "by the phone");
    let late = own_log(town.replica("A2")).head.count - 1;
    town.meet(&["A", "A2"]);
    town.says("A", &topic, "on top of it");
    town.meet(&["A", "R"]);
    leaves_out(&mut town, "R", |held| !held.charter && held.part == 0 && held.number == late);
    let phone = to_text(&town.device("A2").0);
    town.does("A3", device::Command::Remove { device: phone });
    town.meet(&["A3", "C"]);
    town.meet(&["R", "C"]);
    let shows = |town: &mut Town| town.texts("C", &topic).contains(&"on top of it".to_owned());
    assert!(!shows(&mut town), "it stands on what lacks");
    town.meet(&["A", "C"]);
    assert!(shows(&mut town));
    town.agree(&["A", "C"]);
}
