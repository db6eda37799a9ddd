//! A thousand random communities of eight devices, and one of two hundred. `KITH_SEED` replays one.

use kith_tests::chaos::{Plan, run, seeds};

fn agree(range: std::ops::Range<u64>) {
    for seed in seeds(range) {
        println!("seed {seed}");
        println!("{:?}", run(Plan { seed, devices: 8, steps: 160 }));
    }
}

#[test]
fn the_first_quarter_of_a_thousand_communities_agrees() {
    agree(1_000..1_250);
}

#[test]
fn the_second_quarter_agrees() {
    agree(1_250..1_500);
}

#[test]
fn the_third_quarter_agrees() {
    agree(1_500..1_750);
}

#[test]
fn the_fourth_quarter_agrees() {
    agree(1_750..2_000);
}
