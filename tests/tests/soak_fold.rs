//! The law, held to its promises for 10,000 seeds of random and hostile statements.

use kith_tests::fold::promises;
use kith_tests::fold::returns::{Before, whoever_was_put_out_changes_nothing};

#[test]
fn the_law_keeps_its_promises() {
    let seeds = || 0..2_000;
    let tried = [
        promises::members_who_mean_ill_take_nothing_from_anybody_by_what_they_say_of_long_ago(seeds()),
        promises::who_was_removed_and_heard_of_stays_out_and_takes_nobody_along(seeds()),
        promises::one_organiser_who_means_ill_unseats_no_other_of_four(seeds()),
        promises::an_organiser_whom_two_put_out_comes_back_by_nothing_and_takes_nobody_along(seeds()),
    ];
    promises::the_order_puts_what_is_cited_first(seeds());
    assert!(tried.iter().all(|tried| *tried > 100), "{tried:?}");
    for before in [Before::FounderOut, Before::TelephoneOut, Before::SeniorOut, Before::JuniorOfTwo, Before::OneOfThree]
    {
        let tried = whoever_was_put_out_changes_nothing(before, 0..400);
        assert!(tried > 1_000, "{before:?}: only {tried}");
    }
}
