//! The law of `kith-sync` and the naive model agree on charters told at random.
//!
//! `KITH_LAW_SEED=7` replays one seed in every mood, `KITH_LAW_SEEDS=0..100000` hunts.

use kith_tests::charters::{Mood, check};

#[test]
fn charters_of_all_kinds_are_judged_alike() {
    check(Mood::Calm, 0..520);
}

#[test]
fn quarrels_among_organisers_are_judged_alike() {
    check(Mood::Quarrel, 0..520);
}

#[test]
fn invitations_and_returns_are_judged_alike() {
    check(Mood::Doors, 0..520);
}

#[test]
fn devices_circles_and_epochs_are_judged_alike() {
    check(Mood::Devices, 0..520);
}
