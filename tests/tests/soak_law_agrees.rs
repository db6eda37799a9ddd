//! As `law_agrees`, with ten thousand communities of twelve.

use kith_tests::agree::agree;
use kith_tests::fold::many::drawn;

#[test]
fn ten_thousand_communities_are_judged_alike() {
    let compared: usize = (10_000..20_000).map(|seed| agree(drawn(seed, 60), seed)).sum();
    assert!(compared > 200_000, "only {compared} statements counted");
}
