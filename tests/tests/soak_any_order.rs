//! As `any_order`, with thousands of seeds. `KITH_SEED` replays one.

use kith_tests::any_order::{Knobs, differs, meet_and_differ};
use kith_tests::chaos::seeds;

/// What is drawn: without a modified client, and with one that makes up more and more.
const KNOBS: [&str; 8] = ["o", "uo", "oeh", "of", "oefrch", "oefrcohu", "olk", "oefhklmb"];
/// One world in so many may part: docs/security.md says in which way.
const ONE_IN: usize = 400;

/// Prints those that part; there are few.
#[test]
fn who_holds_the_same_shows_the_same_whatever_came_first() {
    let (mut worlds, mut parted) = (0, 0);
    for seed in seeds(100_000..101_000) {
        for knobs in KNOBS.map(Knobs::of) {
            worlds += 1;
            if let Some(told) = differs(seed, knobs) {
                println!("{told}");
                parted += 1;
            }
        }
    }
    assert!(parted <= worlds / ONE_IN, "{parted} of {worlds} worlds part");
}

#[test]
fn who_met_and_holds_the_same_shows_the_same() {
    let (mut worlds, mut parted) = (0, 0);
    for seed in seeds(110_000..110_100) {
        for knobs in ["ol", "oehl", "oefhklmb"].map(Knobs::of) {
            worlds += 1;
            if let Some(told) = meet_and_differ(seed, knobs) {
                println!("{told}");
                parted += 1;
            }
        }
    }
    assert!(parted <= worlds / ONE_IN, "{parted} of {worlds} worlds part");
}
