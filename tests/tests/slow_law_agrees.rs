//! As `law_agrees`, with more and larger communities.

use kith_tests::agree::agree;
use kith_tests::fold::many::drawn;

#[test]
fn many_communities_are_judged_alike() {
    let compared: usize = (1_000..2_000).map(|seed| agree(drawn(seed, 40 + seed as usize % 30), seed)).sum();
    assert!(compared > 20_000, "only {compared} statements counted");
}
