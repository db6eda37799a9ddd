//! The law to come, held to its promises for 10,000 seeds of random and hostile statements.

use kith_tests::fold::random;

#[test]
fn the_law_to_come_keeps_its_promises() {
    let seeds = || 0..2_000;
    let tried = [
        random::members_who_mean_ill_take_nothing_from_anybody_by_what_they_say_of_long_ago(seeds()),
        random::who_was_removed_and_heard_of_stays_out_and_takes_nobody_along(seeds()),
        random::one_organiser_who_means_ill_unseats_no_other_of_four(seeds()),
        random::an_organiser_whom_two_put_out_comes_back_by_nothing_and_takes_nobody_along(seeds()),
    ];
    random::the_order_puts_what_is_cited_first(seeds());
    assert!(tried.iter().all(|tried| *tried > 100), "{tried:?}");
}
