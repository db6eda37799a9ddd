//! As `law_agrees`, with more charters.

use kith_tests::charters::{Mood, check};

#[test]
fn many_charters_of_all_kinds_are_judged_alike() {
    check(Mood::Calm, 10_000..20_000);
}

#[test]
fn many_quarrels_among_organisers_are_judged_alike() {
    check(Mood::Quarrel, 10_000..20_000);
}

#[test]
fn many_invitations_and_returns_are_judged_alike() {
    check(Mood::Doors, 10_000..20_000);
}

#[test]
fn many_devices_circles_and_epochs_are_judged_alike() {
    check(Mood::Devices, 10_000..20_000);
}
