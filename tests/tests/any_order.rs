//! Logs written by hand and brought in any order: devices that hold the same show the same. `KITH_SEED` replays one.

use kith_tests::any_order::all_alike;
use kith_tests::chaos::seeds;

#[test]
fn who_holds_the_same_shows_the_same_whatever_came_first() {
    all_alike(seeds(0..4));
}
