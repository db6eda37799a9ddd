//! As `law_agrees`, with ten thousand communities of twelve.

use kith_tests::agree::agree;
use kith_tests::fold::many::drawn;
use kith_tests::fold::random::hostile;

#[test]
fn ten_thousand_communities_are_judged_alike() {
    let compared: usize = (10_000..20_000).map(|seed| agree(drawn(seed, 60), seed)).sum();
    assert!(compared > 200_000, "only {compared} statements counted");
}

#[test]
fn two_thousand_communities_in_which_some_mean_ill_are_judged_alike() {
    let compared: usize = (10_000..12_000).map(|seed| agree(hostile(seed), seed)).sum();
    assert!(compared > 40_000, "only {compared} statements counted");
}
