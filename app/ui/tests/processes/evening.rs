//! An evening with many people: all come in by one link, through one device, and all are there in the end.

use crate::home::{Home, text};
use serde_json::Value;
use std::collections::BTreeSet;
use std::thread;
use std::time::{Duration, Instant};

/// How many come at once.
const AT_ONCE: usize = 12;
/// Of how many one leaves Kith running.
const ONE_STAYS_IN: usize = 12;
/// How long a newcomer may take to be let in, in seconds.
const PATIENCE_S: &str = "60";
/// How long a home may take to have everything.
const CATCH_UP: Duration = Duration::from_secs(120);

/// Lets `count` people come to a founder: one after another, many at once, twice, and while the founder's Kith dies.
pub fn evening(count: usize) {
    let began = Instant::now();
    let founder = Home::new();
    founder.found("Sunday choir", "Ada");
    founder.start_topic("Tonight", "Who is here?");
    founder.run();
    let link = founder.invite();
    let people: Vec<(Home, String)> = (1..=count).map(|nth| (Home::new(), format!("Guest {nth}"))).collect();
    let (one_by_one, at_once) = people.split_at(count / 2);
    for guest in one_by_one {
        comes(guest, &link);
        stays_or_goes(guest, one_by_one);
    }
    told("one after another", began, &founder);
    for (nth, crowd) in at_once.chunks(AT_ONCE).enumerate() {
        thread::scope(|scope| {
            for guest in crowd {
                scope.spawn(|| comes(guest, &link));
            }
            if nth % 2 == 1 {
                founder.kill();
                founder.run();
            }
        });
    }
    told("many at once", began, &founder);
    for (home, name) in people.iter().step_by(7) {
        let words = home.refused(&["join", &link, "--as", name]);
        assert!(words.contains("already"), "{words}");
    }
    all_are_there(&founder, &people);
    told("all agree", began, &founder);
}

/// Comes in at the first try.
fn comes((home, name): &(Home, String), link: &str) {
    let joined = home.kith(&["join", link, "--as", name, "--timeout", PATIENCE_S]);
    assert_eq!(joined.get("waiting"), None, "{name}: {joined}");
    assert_eq!(home.standing(name), "member active");
}

/// Some leave Kith running.
fn stays_or_goes(guest: &(Home, String), all: &[(Home, String)]) {
    let nth = all.iter().position(|other| std::ptr::eq(other, guest)).unwrap();
    if nth.is_multiple_of(ONE_STAYS_IN) {
        guest.0.run();
    }
}

fn all_are_there(founder: &Home, people: &[(Home, String)]) {
    let expected: BTreeSet<String> = people.iter().map(|(_, name)| name.clone()).chain(["Ada".to_owned()]).collect();
    let shown = founder.kith(&["people"]);
    assert_eq!(names(&shown), expected, "known to the founder once all have come");
    for wave in people.chunks(AT_ONCE) {
        thread::scope(|scope| {
            for (home, name) in wave {
                let expected = &expected;
                scope.spawn(move || {
                    let starts = !home.is_running();
                    if starts {
                        home.run();
                    }
                    has_all(home, name, founder, expected);
                    if starts {
                        home.stop();
                    }
                });
            }
        });
    }
}

fn has_all(home: &Home, name: &str, founder: &Home, expected: &BTreeSet<String>) {
    let began = Instant::now();
    loop {
        let (here, there) = (home.status(), founder.status());
        if here["digest"] == there["digest"] && here["root"] == there["root"] {
            break;
        }
        assert!(began.elapsed() < CATCH_UP, "{name} is behind: {here} and {there}");
        home.kith(&["sync", "--for", "1"]);
    }
    assert_eq!(names(&home.kith(&["people"])), *expected, "as {name} sees it");
}

/// The names of all people shown, each once.
fn names(people: &Value) -> BTreeSet<String> {
    let people = people.as_array().unwrap();
    let names: BTreeSet<String> = people.iter().map(|person| text(person, "name")).collect();
    assert_eq!(names.len(), people.len(), "one is shown twice, or has no name: {people:?}");
    for person in people {
        assert_eq!(text(person, "status"), "active", "{person}");
    }
    names
}

fn told(what: &str, began: Instant, founder: &Home) {
    println!("{what}: {:?}, the founder's Kith took at most {} KiB", began.elapsed(), founder.most_memory());
}
