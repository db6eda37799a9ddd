//! Every fuzz target for half an hour each, or as long as `KITH_FUZZ_SECONDS` says.

use kith_tests::fuzz::{TARGETS, mutations, seconds};

#[test]
fn every_target_holds_for_half_an_hour() {
    for (at, (target, run)) in (1_000..).zip(TARGETS) {
        println!("{target}: {} mutations", mutations(target, run, at, seconds(30 * 60)));
    }
}
