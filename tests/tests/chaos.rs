//! Random communities agree. `KITH_SEED` replays one.

use kith_tests::chaos::{Plan, run, seeds};

#[test]
fn devices_agree_whatever_the_network_did() {
    let mut records = 0;
    for seed in seeds(0..30) {
        println!("seed {seed}");
        let tally = run(Plan { seed, devices: 8, steps: 120 });
        println!("{tally:?}");
        records += tally.records;
    }
    assert!(records > 0);
}
