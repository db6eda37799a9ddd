//! What a home holds that was not given the keys, and what communities on one home have in common.

use crate::home::{Home, community, files_with, text};
use kith_sync::node::Link;
use std::collections::BTreeSet;

#[test]
fn a_home_that_was_not_let_in_holds_no_word_of_others() {
    let [a, b] = community(["Adelheid", "Bartholomew"]);
    let c = Home::new();
    c.found("Rowing club", "Cara");
    a.run();
    b.run();
    c.run();
    let topic = a.start_topic("Marigolds", "quincunx-arboretum");
    b.kith(&["sync"]);
    b.reply(&topic, "palimpsest-verandah");
    a.kith(&["sync"]);
    c.kith(&["sync"]);
    c.kill();
    // It has a link, and nobody who could let it in is there.
    let link = a.invite();
    a.kill();
    b.kill();
    c.refused(&["join", &link, "--as", "Cara", "--timeout", "1"]);

    for words in ["Adelheid", "Bartholomew", "Marigolds", "quincunx-arboretum", "palimpsest-verandah"] {
        assert!(!files_with(&[&a, &b], words).is_empty(), "the search finds");
        assert_eq!(files_with(&[&c], words), Vec::<String>::new());
    }
}

#[test]
fn communities_on_one_home_share_no_id_key_or_port() {
    let a = Home::new();
    let communities = [a.found("Choir", "Ada"), a.found("Allotments", "Ada")];
    a.run();
    let of = |args: &[&str]| communities.each_ref().map(|id| a.kith(&[&["--community", id], args].concat()));
    let links = of(&["invite"]).map(|said| Link::from_text(&text(&said, "link")).unwrap());
    let places = links.each_ref().map(|link| link.addresses[0].clone());
    let all_differ = |of: [String; 2]| assert_eq!(BTreeSet::from(of).len(), 2);
    all_differ(of(&["devices"]).map(|devices| text(&devices[0], "device")));
    all_differ(of(&["people"]).map(|people| text(&people[0], "person")));
    all_differ(places.each_ref().map(|place| format!("{:?}", place.endpoint)));
    all_differ(places.map(|place| place.sockets[0].port().to_string()));
    all_differ(links.map(|link| format!("{:?}", link.charter_key.0)));
}

#[test]
fn a_port_is_kept_so_that_others_find_it_again() {
    let a = Home::new();
    a.found("Choir", "Ada");
    let address = || Link::from_text(&a.invite()).unwrap().addresses;
    let first = address();
    assert_eq!(first, address());
    a.run();
    assert_eq!(first, address());
}
