//! Random communities agree. `KITH_SEED` replays one.

use kith_tests::chaos::{Plan, run};

#[test]
fn devices_agree_whatever_the_network_did() {
    let seeds = match std::env::var("KITH_SEED").ok().and_then(|seed| seed.parse().ok()) {
        Some(seed) => seed..seed + 1,
        None => 0..40,
    };
    let mut records = 0;
    for seed in seeds {
        println!("seed {seed}");
        let tally = run(Plan { seed, devices: 8, steps: 120 });
        println!("{tally:?}");
        records += tally.records;
    }
    assert!(records > 0);
}
