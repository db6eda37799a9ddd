//! As `law_at_random`, with thousands of communities. `KITH_SEED` replays one.

use kith_tests::chaos::seeds;
use kith_tests::ill::{Among, nobody_loses};
use kith_tests::motley::rows_are_alike;
use kith_tests::odd::one_law;

#[test]
fn devices_of_two_and_words_said_again_leave_one_law() {
    let said: usize = seeds(10_000..13_000).map(|seed| one_law(seed, 45)).sum();
    assert!(said > 20, "only {said} statements counted");
}

#[test]
fn two_who_mean_ill_take_nothing_where_all_spoke() {
    nobody_loses(seeds(10_000..12_000), Among { quiet: false, organisers: false });
}

#[test]
fn two_who_mean_ill_take_nothing_where_all_but_the_founder_spoke() {
    nobody_loses(seeds(10_000..12_000), Among { quiet: true, organisers: false });
}

#[test]
fn one_organiser_who_means_ill_takes_nothing_from_three_others() {
    nobody_loses(seeds(10_000..11_000), Among { quiet: false, organisers: true });
    nobody_loses(seeds(11_000..12_000), Among { quiet: true, organisers: true });
}

#[test]
fn rows_are_alike_whatever_came_first() {
    rows_are_alike(seeds(10_000..10_500), false);
}

#[test]
fn rows_are_alike_whatever_was_left_out_first() {
    rows_are_alike(seeds(10_000..10_500), true);
}
