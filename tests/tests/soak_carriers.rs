//! A thousand seeds of relays, hubs and givers that leave out, in four parts so that machines may share them.
//! `KITH_SEED` replays one.

use kith_tests::carriers::{Plan, run};
use kith_tests::chaos::seeds;
use std::panic::catch_unwind;

const PART: u64 = 250;

fn come_later(part: u64) {
    let first = 1_000 + part * PART;
    let mut failed = Vec::new();
    for seed in seeds(first..first + PART) {
        println!("seed {seed}");
        match catch_unwind(|| run(Plan { seed, steps: 60, deaf: None })) {
            Ok(tally) => println!("{tally:?}"),
            Err(_) => failed.push(seed),
        }
    }
    assert!(failed.is_empty(), "these seeds fail, each by itself with KITH_SEED: {failed:?}");
}

#[test]
fn carriers_1000_to_1249_only_delay() {
    come_later(0);
}

#[test]
fn carriers_1250_to_1499_only_delay() {
    come_later(1);
}

#[test]
fn carriers_1500_to_1749_only_delay() {
    come_later(2);
}

#[test]
fn carriers_1750_to_1999_only_delay() {
    come_later(3);
}
