//! Two, three and more meet, in any order, and come to tell the same.

use crate::home::{Home, community, meet, text, until, until_they_agree};
use std::process::Stdio;

#[test]
fn who_joins_by_a_members_link_sees_what_the_sleeping_founder_wrote() {
    let [a, b, c] = [(); 3].map(|()| Home::new());
    a.found("Sunday choir", "Ada");
    let topic = a.start_topic("Concert", "Sunday at four");
    a.run();
    b.join(&a.invite(), "Ben");
    a.reply(&topic, "bring a lamp");
    let synced = b.kith(&["sync"]);
    assert_eq!(synced["quiet"], true, "{synced}");
    a.stop();

    b.run();
    c.join(&b.invite(), "Cara");
    assert!(c.post(&topic, "bring a lamp").is_some());
    let answer = c.reply(&topic, "I have two");

    a.run();
    c.run();
    until_they_agree(&[&a, &b, &c]);
    let seen = a.post(&topic, "I have two").unwrap();
    assert_eq!(text(&seen, "post"), answer);
    assert_eq!(text(&seen, "author"), "Cara");
    assert_eq!(a.standing("Cara"), "member active");
}

#[test]
fn what_was_written_apart_is_the_same_everywhere_in_whatever_order_they_meet() {
    let homes = community(["Ada", "Ben", "Cara"]);
    let topic = homes[0].start_topic("Picnic", "Where?");
    meet(&homes.each_ref());
    for (home, name) in homes.iter().zip(["Ada", "Ben", "Cara"]) {
        home.run();
        write_a_lot(home, name, &topic);
        home.kill();
    }
    let [a, b, c] = &homes;
    for pair in [[a, b], [b, c], [c, a], [a, b]] {
        meet(&pair);
    }
    let told = homes.each_ref().map(Home::told);
    assert_eq!(told[0], told[1]);
    assert_eq!(told[1], told[2]);
    let posts = a.posts(&topic);
    assert_eq!(posts.len(), 1 + 3 * 20);
    assert_eq!(posts.iter().filter(|post| post["edited"] == true).count(), 3 * 10);
    let praise = &posts[0]["reactions"];
    assert_eq!(praise[0]["by"].as_array().unwrap().len(), 3, "{praise}");
}

/// Twenty posts, half of them edited, and a reaction to what everyone knows.
fn write_a_lot(home: &Home, name: &str, topic: &str) {
    for number in 0..20 {
        let post = home.reply(topic, &format!("{name} says {number}"));
        if number % 2 == 0 {
            home.kith(&["edit", &post, &format!("{name} meant {number}")]);
        }
    }
    home.kith(&["react", topic, "👍"]);
    home.start_topic(&format!("{name}'s own"), "A place apart");
}

#[test]
fn two_devices_of_one_person_edit_one_post_and_each_brings_a_third() {
    let [a, b1] = community(["Ada", "Ben"]);
    let topic = b1.start_topic("When", "at ten");
    let [b2, b3, b4] = [(); 3].map(|()| Home::new());
    bring(&b1, &b2);
    meet(&[&a, &b1, &b2]);

    b1.kith(&["edit", &topic, "at noon"]);
    b2.kith(&["edit", &topic, "at one"]);
    bring(&b1, &b3);
    bring(&b2, &b4);
    meet(&[&a, &b3, &b4]);
    assert_eq!(versions(&a, &topic), ["at noon", "at one"]);
    meet(&[&a, &b1, &b2, &b3, &b4]);
    assert_eq!(b4.kith(&["devices"]).as_array().unwrap().len(), 4);
    assert_eq!(a.kith(&["people"]).as_array().unwrap().len(), 2);

    b4.kith(&["edit", &topic, "at two"]);
    meet(&[&a, &b4]);
    assert_eq!(versions(&a, &topic), ["at two"]);
}

/// Makes `new` a device of whoever has `old`.
fn bring(old: &Home, new: &Home) {
    old.run();
    let link = text(&old.kith(&["device", "link"]), "link");
    new.kith(&["device", "join", &link, "--timeout", "20"]);
    old.kill();
}

/// The words of a topic's first post that stand at once.
fn versions(home: &Home, topic: &str) -> Vec<String> {
    let post = &home.posts(topic)[0];
    let others = post["versions"].as_array().unwrap().iter();
    let mut all: Vec<String> = others.map(|other| other.as_str().unwrap().to_owned()).collect();
    all.push(text(post, "text"));
    all.sort();
    all
}

#[test]
fn a_newcomer_is_greeted_until_they_have_spoken() {
    let [a, b] = [(); 2].map(|()| Home::new());
    a.found("Sunday choir", "Ada");
    a.kith(&["greet", "  Come in, Ben.\nThe kettle is on.  "]);
    let long = a.refused(&["greet", &"a".repeat(121)]);
    assert!(long.contains("120"), "{long}");
    a.run();
    b.join(&a.invite(), "Ben");
    let greeting = &b.kith(&["today"])["greeting"];
    assert_eq!(text(greeting, "text"), "Come in, Ben. The kettle is on.");
    assert_eq!(text(&greeting["by"], "name"), "Ada");
    b.start_topic("Hello", "I am Ben");
    assert!(b.kith(&["today"]).get("greeting").is_none());
    assert!(a.kith(&["today"]).get("greeting").is_none());
}

#[test]
fn who_left_takes_the_community_off_the_device_and_who_belongs_cannot() {
    let [a, b] = community(["Ada", "Ben"]);
    b.start_topic("Tools", "Mine are yours");
    meet(&[&a, &b]);
    let words = b.refused(&["forget"]);
    assert!(words.contains("Leave it first"), "{words}");
    b.kith(&["leave"]);
    b.kith(&["forget"]);
    assert_eq!(b.kith(&["communities"]).as_array().map(Vec::len), Some(0));
    let left = std::fs::read_dir(b.path().join("communities")).unwrap();
    let left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.is_empty(), "{left:?}");
    // The others keep what they have.
    assert_eq!(a.kith(&["topics"])["rows"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_join_that_was_ended_is_begun_again_by_the_same_link_as_the_same_person() {
    let [a, b] = [(); 2].map(|()| Home::new());
    a.found("Sunday choir", "Ada");
    a.run();
    let link = a.invite();
    a.stop();
    b.run();
    let joining = b.command(&["join", &link, "--as", "Ben"]).stderr(Stdio::piped()).spawn().unwrap();
    until(&[&b], "it looks for a way in", || b.kith(&["communities"])[0]["joining"] == true);
    let community = text(&b.kith(&["communities"])[0], "community");
    b.kith(&["--community", &community, "forget"]);
    assert_eq!(b.kith(&["communities"]).as_array().map(Vec::len), Some(0));
    let ended = joining.wait_with_output().unwrap();
    let words = String::from_utf8(ended.stderr).unwrap();
    assert!(words.contains("stopped looking"), "{words}");

    a.run();
    b.kith(&["join", &link, "--as", "Ben"]);
    assert_eq!(b.standing("Ben"), "member active");
    assert_eq!(a.kith(&["people"]).as_array().map(Vec::len), Some(2));
}
