//! The law, held to its promises for a few seeds of random and hostile statements; `soak_fold` has thousands.

use kith_tests::fold::promises;
use kith_tests::fold::returns::{Before, whoever_was_put_out_changes_nothing};

#[test]
fn members_who_mean_ill_take_nothing_by_what_they_say_of_long_ago() {
    let bursts = promises::members_who_mean_ill_take_nothing_from_anybody_by_what_they_say_of_long_ago(0..15);
    assert!(bursts > 8, "only {bursts}");
}

#[test]
fn who_was_removed_stays_out_and_takes_nobody_along() {
    let tried = promises::who_was_removed_and_heard_of_stays_out_and_takes_nobody_along(0..15);
    assert!(tried > 20, "only {tried}");
}

#[test]
fn one_organiser_who_means_ill_unseats_no_other_of_four() {
    let tried = promises::one_organiser_who_means_ill_unseats_no_other_of_four(0..15);
    assert!(tried > 0, "only {tried}");
}

#[test]
fn an_organiser_whom_two_put_out_comes_back_by_nothing() {
    let tried = promises::an_organiser_whom_two_put_out_comes_back_by_nothing_and_takes_nobody_along(0..15);
    assert!(tried > 0, "only {tried}");
}

#[test]
fn the_order_puts_what_is_cited_first() {
    promises::the_order_puts_what_is_cited_first(0..15);
}

#[test]
fn whoever_was_put_out_changes_nothing_by_any_plan() {
    for before in [Before::FounderOut, Before::TelephoneOut, Before::SeniorOut, Before::JuniorOfTwo, Before::OneOfThree]
    {
        let tried = whoever_was_put_out_changes_nothing(before, 0..4);
        assert!(tried > 5, "{before:?}: only {tried}");
    }
}
