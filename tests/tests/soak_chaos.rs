//! A thousand random communities of eight devices agree, in eight parts so that machines may share them.
//! `KITH_SEED` replays one.

use kith_tests::chaos::{Plan, run, seeds};
use std::panic::catch_unwind;

const PART: u64 = 125;

fn agree(part: u64) {
    let first = 1_000 + part * PART;
    let mut failed = Vec::new();
    for seed in seeds(first..first + PART) {
        println!("seed {seed}");
        let plan = Plan { seed, devices: 8, steps: 160, backups: seed % 2 == 1 };
        match catch_unwind(|| run(plan)) {
            Ok(tally) => println!("{tally:?}"),
            Err(_) => failed.push(seed),
        }
    }
    assert!(failed.is_empty(), "these seeds fail, each by itself with KITH_SEED: {failed:?}");
}

#[test]
fn communities_1000_to_1124_agree() {
    agree(0);
}

#[test]
fn communities_1125_to_1249_agree() {
    agree(1);
}

#[test]
fn communities_1250_to_1374_agree() {
    agree(2);
}

#[test]
fn communities_1375_to_1499_agree() {
    agree(3);
}

#[test]
fn communities_1500_to_1624_agree() {
    agree(4);
}

#[test]
fn communities_1625_to_1749_agree() {
    agree(5);
}

#[test]
fn communities_1750_to_1874_agree() {
    agree(6);
}

#[test]
fn communities_1875_to_1999_agree() {
    agree(7);
}
