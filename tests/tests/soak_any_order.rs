//! As `any_order`, with thousands of seeds. `KITH_SEED` replays one.

use kith_tests::any_order::all_alike;
use kith_tests::chaos::seeds;

#[test]
fn who_holds_the_same_shows_the_same_whatever_came_first() {
    all_alike(seeds(100_000..102_000), &["o", "uo", "oeh", "of", "oefrch", "oefrcohu"]);
}
