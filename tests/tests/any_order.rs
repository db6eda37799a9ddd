//! Logs written by hand and brought in any order: devices that hold the same show the same. `KITH_SEED` replays one.

use kith_tests::any_order::{Knobs, all_alike, differs, meet_and_differ};
use kith_tests::chaos::seeds;

#[test]
fn who_holds_the_same_shows_the_same_whatever_came_first() {
    all_alike(seeds(0..3), &["o", "of", "uo", "oeh", "oefrch"]);
}

#[test]
fn what_parted_devices_once_does_so_no_more() {
    let seeds = [
        (9_142, "uo"),
        (20_142, "o"),
        (371, "of"),
        (200_093, "of"),
        (30_145, "oeh"),
        (200_013, "oefrcohu"),
        (200_046, "oefrch"),
        (200_080, "oefrch"),
    ];
    for (seed, knobs) in seeds {
        assert_eq!(differs(seed, Knobs::of(knobs)), None);
    }
}

/// A record was late, and waits for a statement that never comes since its device is back: who read it while it was late knew what its
/// number means, and who did not does not.
#[test]
fn what_waits_and_was_late_once_means_alike() {
    assert_eq!(meet_and_differ(7_014, Knobs::of("oehl")), None);
}
