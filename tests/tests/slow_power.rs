//! Two hundred rounds of failing power, in ten communities. `KITH_SEED` replays one.

use kith_tests::chaos::seeds;
use kith_tests::power::{Keeping, rounds};

#[test]
fn what_was_answered_outlives_two_hundred_power_failures() {
    let mut failures = 0;
    for seed in seeds(100..110) {
        let tally = rounds(seed, 20, Keeping::AsShipped).unwrap_or_else(|loss| panic!("{loss}"));
        println!("seed {seed}: {tally:?}");
        failures += tally.failures;
    }
    assert!(failures >= 20);
}
