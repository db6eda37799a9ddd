//! The scenarios of docs/protocol.md §7 that have commands, with a process for each device.
//! Scenarios 1 and 3 are in `meeting`.

use crate::home::{Home, community, files_with, meet, until};

#[test]
fn scenario_4_the_removed_hear_of_it_from_whoever_they_meet() {
    let [a, c, d] = community(["Ada", "Cara", "Dan"]);
    let topic = a.start_topic("Garden", "Who waters?");
    meet(&[&a, &c, &d]);
    a.kith(&["remove", "Dan", "--why", "He asked to be"]);
    d.reply(&topic, "I do, on Mondays");
    meet(&[&c, &d]);
    assert_eq!(c.post(&topic, "I do, on Mondays").unwrap()["late"], false);
    c.reply(&topic, "Thanks, Dan");

    meet(&[&a, &c]);
    assert_eq!(c.standing("Dan"), "member removed");
    for home in [&a, &c] {
        assert!(home.post(&topic, "Thanks, Dan").is_some());
        let late = home.post(&topic, "I do, on Mondays");
        assert!(late.is_none_or(|post| post["late"] == true));
    }
    hears_of_its_removal(&d, "Dan", &c);
}

/// `out` meets `member`, hears, and can write no more; nothing said since comes to it.
fn hears_of_its_removal(out: &Home, name: &str, member: &Home) {
    let secret = "said among those who stayed";
    member.start_topic("After", secret);
    out.run();
    member.run();
    until(&[out], "it is told of its removal", || out.standing(name).ends_with(" removed"));
    out.kill();
    member.kill();
    let words = out.refused(&["topic", "new", "Still here"]);
    assert!(words.contains("removed"), "{words}");
    assert_eq!(files_with(&[out], secret), Vec::<String>::new());
    assert!(!files_with(&[member], secret).is_empty(), "the search finds");
}

#[test]
fn scenario_5_of_two_that_remove_each_other_the_one_appointed_first_stays() {
    let [a, b, c, e] = community(["Ada", "Ben", "Cara", "Eve"]);
    a.kith(&["role", "Ben", "organiser"]);
    meet(&[&a, &b, &c, &e]);
    a.kith(&["remove", "Ben"]);
    meet(&[&a, &c]);
    b.kith(&["remove", "Ada"]);
    b.kith(&["role", "Eve", "steward"]);
    meet(&[&b, &e]);
    assert_eq!(c.standing("Ben"), "member removed");
    // Of two organisers the junior removes nobody alone: Ben has asked, and a second would have to agree.
    assert_eq!(e.standing("Ada"), "organiser active");
    e.run();
    let link = e.invite();
    e.kill();

    meet(&[&c, &e]);
    meet(&[&a, &c, &e]);
    for home in [&a, &c, &e] {
        assert_eq!(home.standing("Ada"), "organiser active");
        assert!(home.standing("Ben").ends_with(" removed"));
        assert_eq!(home.standing("Eve"), "member active");
    }
    hears_of_its_removal(&b, "Ben", &c);
    // Members may invite too, so the link is good.
    let f = Home::new();
    e.run();
    f.join(&link, "Finn");
}

#[test]
fn scenario_6_what_is_written_after_a_removal_opens_to_those_who_stayed_alone() {
    let [a, b, c, d] = community(["Ada", "Ben", "Cara", "Dan"]);
    a.kith(&["remove", "Dan"]);
    let before = c.start_topic("Before", "Cara had not heard");
    meet(&[&c, &d]);
    assert!(d.post(&before, "Cara had not heard").is_some());
    meet(&[&a, &b]);
    let after = b.start_topic("Since then", "Ben had heard");
    meet(&[&b, &c]);
    meet(&[&a, &c]);
    for home in [&a, &b, &c] {
        assert!(home.post(&before, "Cara had not heard").is_some());
        assert!(home.post(&after, "Ben had heard").is_some());
    }
    hears_of_its_removal(&d, "Dan", &b);
    assert_eq!(files_with(&[&d], "Ben had heard"), Vec::<String>::new());
}

#[test]
fn scenario_7_words_beyond_the_cut_look_the_same_everywhere_and_answers_stay() {
    let [a, d, e] = community(["Ada", "Dan", "Eve"]);
    let topic = a.start_topic("Keys", "Who has them?");
    meet(&[&a, &d, &e]);
    a.kith(&["remove", "Dan"]);
    let words = d.reply(&topic, "under the mat");
    meet(&[&d, &e]);
    e.kith(&["reply", &topic, "found them", "--quote", &words]);
    meet(&[&a, &e]);
    for home in [&a, &e] {
        let late = home.post(&topic, "under the mat");
        assert!(late.is_none_or(|post| post["late"] == true));
        let answer = home.post(&topic, "found them").unwrap();
        assert_eq!(answer["late"], false);
        assert_eq!(answer["quotes"][0], words.as_str());
    }

    a.kith(&["restore", "Dan"]);
    meet(&[&a, &d, &e]);
    d.reply(&topic, "glad to be back");
    meet(&[&a, &d, &e]);
    assert_eq!(e.post(&topic, "glad to be back").unwrap()["late"], false);
}

#[test]
fn scenario_8_what_was_erased_is_in_no_file_of_any_home() {
    let [a1, b] = community(["Ada", "Ben"]);
    let a2 = Home::new();
    a1.run();
    let link = a1.kith(&["device", "link"])["link"].as_str().unwrap().to_owned();
    a2.kith(&["device", "join", &link, "--timeout", "20"]);
    a1.kill();
    let (words, earlier) = ("xylophone-lullaby", "zeppelin-nocturne");
    let topic = a1.start_topic("Songs", "Which?");
    let post = a1.reply(&topic, earlier);
    a1.kith(&["edit", &post, words]);
    meet(&[&a1, &a2, &b]);
    assert!(!files_with(&[&b], words).is_empty(), "the search finds");

    a2.kith(&["erase", &post]);
    b.kith(&["reply", &topic, "I like that one", "--quote", &post]);
    meet(&[&a2, &b]);
    let c = Home::new();
    b.run();
    c.join(&b.invite(), "Cara");
    c.run();
    a1.run();
    a2.run();
    crate::home::until_they_agree(&[&a1, &a2, &b, &c]);
    let all = [&a1, &a2, &b, &c];
    for gone in [words, earlier] {
        assert_eq!(files_with(&all, gone), Vec::<String>::new(), "while they run");
    }
    for home in all {
        let posts = home.posts(&topic);
        let erased = posts.iter().find(|shown| shown["post"] == post.as_str());
        assert_eq!(erased.unwrap()["erased"], true);
        assert_eq!(erased.unwrap()["text"], "");
        assert!(home.post(&topic, "I like that one").is_some());
        home.stop();
    }
    for gone in [words, earlier] {
        assert_eq!(files_with(&all, gone), Vec::<String>::new(), "after they ended");
    }
}

#[test]
fn scenario_13_who_left_comes_back_by_a_new_link_as_the_same_person() {
    let [a, d] = community(["Ada", "Dan"]);
    let topic = d.start_topic("Tools", "Mine are yours");
    meet(&[&a, &d]);
    d.kith(&["leave"]);
    let words = d.refused(&["reply", &topic, "one more thing"]);
    assert!(words.contains("left"), "{words}");
    a.run();
    d.run();
    until(&[&a, &d], "it is heard", || a.standing("Dan") == "member left");
    d.kill();

    d.join(&a.invite(), "Dan");
    a.kill();
    assert_eq!(d.standing("Dan"), "member active");
    d.reply(&topic, "I am back");
    meet(&[&a, &d]);
    assert_eq!(a.post(&topic, "I am back").unwrap()["late"], false);
    assert!(a.post(&topic, "Mine are yours").is_some());
    assert_eq!(a.kith(&["people"]).as_array().unwrap().len(), 2);
}

#[test]
fn there_is_always_an_organiser() {
    let [a, b] = community(["Ada", "Ben"]);
    let words = a.refused(&["role", "Ada", "member"]);
    assert!(words.contains("only organiser"), "{words}");
    assert!(a.refused(&["leave"]).contains("only organiser"));
    assert_eq!(a.standing("Ada"), "organiser active");
    a.kith(&["role", "Ben", "organiser"]);
    a.kith(&["role", "Ada", "member"]);
    meet(&[&a, &b]);
    assert_eq!(b.standing("Ben"), "organiser active");
    assert_eq!(a.standing("Ada"), "member active");
    assert!(b.refused(&["leave"]).contains("only organiser"));
    b.kith(&["role", "Ada", "organiser"]);
    b.kith(&["leave"]);
    assert_eq!(b.standing("Ada"), "organiser active");
}

#[test]
fn the_removed_person_reads_why() {
    let [a, b, d] = community(["Ada", "Ben", "Dan"]);
    a.kith(&["remove", "Dan", "--why", "You sold the keys"]);
    meet(&[&a, &b]);
    hears_of_its_removal(&d, "Dan", &b);
    let told = d.kith(&["charter"]).to_string();
    assert!(told.contains("You sold the keys"), "{told}");
}

#[test]
fn a_lost_device_is_named_and_removed() {
    let [a1, b] = community(["Ada", "Ben"]);
    let a2 = Home::new();
    a1.run();
    let link = a1.kith(&["device", "link"])["link"].as_str().unwrap().to_owned();
    a2.kith(&["device", "join", &link, "--timeout", "20"]);
    a1.kill();
    let devices = a1.kith(&["devices"]);
    let other = devices.as_array().unwrap().iter().find(|device| device["this"] == false).unwrap();
    a1.kith(&["device", "rename", other["device"].as_str().unwrap(), "Phone"]);
    meet(&[&a1, &a2]);
    assert!(a2.kith(&["devices"]).to_string().contains("Phone"), "it reads its own name");
    a1.kith(&["device", "remove", "Phone"]);
    assert_eq!(a1.kith(&["devices"]).as_array().unwrap().len(), 1);
    assert!(a1.refused(&["device", "remove", "Phone"]).contains("No device of yours"));
    meet(&[&a1, &b]);
    b.run();
    a2.run();
    let refused = || !a2.output(&["topic", "new", "From the street"]).status.success();
    until(&[&a2], "the lost device is told of its end", refused);
    b.kill();
    a2.kill();
    assert_eq!(b.standing("Ada"), "organiser active");
}
