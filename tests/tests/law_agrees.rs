//! The law of `kith-sync` and the naive model agree on communities drawn at random.

use kith_tests::agree::agree;
use kith_tests::fold::many::drawn;
use kith_tests::fold::random::hostile;

#[test]
fn communities_are_judged_alike() {
    let compared: usize = (0..100).map(|seed| agree(drawn(seed, 40), seed)).sum();
    assert!(compared > 1_500, "only {compared} statements counted");
}

#[test]
fn communities_in_which_some_mean_ill_are_judged_alike() {
    let compared: usize = (0..15).map(|seed| agree(hostile(seed), seed)).sum();
    assert!(compared > 350, "only {compared} statements counted");
}
