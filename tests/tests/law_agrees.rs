//! The law of `kith-sync` and the naive model agree on communities drawn at random.

use kith_tests::agree::agree;
use kith_tests::fold::many::drawn;

#[test]
fn communities_are_judged_alike() {
    let compared: usize = (0..150).map(|seed| agree(drawn(seed, 40), seed)).sum();
    assert!(compared > 2_000, "only {compared} statements counted");
}
