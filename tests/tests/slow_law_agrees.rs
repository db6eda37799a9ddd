//! As `law_agrees`, with more and larger communities.

use kith_tests::agree::agree;
use kith_tests::fold::many::drawn;
use kith_tests::fold::random::hostile;

#[test]
fn many_communities_are_judged_alike() {
    let compared: usize = (1_000..2_000).map(|seed| agree(drawn(seed, 40 + seed as usize % 30), seed)).sum();
    assert!(compared > 20_000, "only {compared} statements counted");
}

#[test]
fn more_communities_in_which_some_mean_ill_are_judged_alike() {
    let compared: usize = (1_000..1_200).map(|seed| agree(hostile(seed), seed)).sum();
    assert!(compared > 4_000, "only {compared} statements counted");
}
