//! Power that fails while devices write and sync: real SQLite on a disk that drops what was not synced.
//! `slow_power` has two hundred more moments.

use kith_tests::power::{Keeping, fill, rounds};

#[test]
fn what_was_answered_outlives_the_power() {
    let tally = rounds(1, 30, Keeping::AsShipped).unwrap_or_else(|loss| panic!("{loss}"));
    println!("{tally:?}");
    assert!(tally.failures >= 30 && tally.midway >= 10 && tally.answered > 100, "{tally:?}");
}

#[test]
fn without_syncs_losses_are_found() {
    // A device syncs again once it took something in, so that not every seed has a loss.
    let loss = (1..=10).find_map(|seed| rounds(seed, 30, Keeping::NeverSynced).err());
    let loss = loss.expect("nothing was lost without a sync");
    println!("{loss}");
}

#[test]
fn on_a_disk_that_lies_losses_are_found() {
    let loss = rounds(1, 30, Keeping::Lying).expect_err("nothing was lost on a disk that lies");
    println!("{loss}");
}

#[test]
fn a_full_disk_refuses_in_words_and_goes_on_once_there_is_room() {
    let refused = fill(1, 6).unwrap_or_else(|wrong| panic!("{wrong}"));
    println!("{refused}");
    assert!(refused > 20, "{refused}");
}
