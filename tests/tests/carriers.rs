//! Whatever relays, hubs and givers leave out, who meets an honest holder ends whole. `KITH_SEED` replays one.

use kith_sync::session::Frame;
use kith_tests::carriers::{Plan, Tally, run};
use kith_tests::chaos::seeds;
use std::panic::catch_unwind;

fn plan(seed: u64) -> Plan {
    Plan { seed, steps: 60, deaf: None }
}

#[test]
fn whatever_carriers_leave_out_only_comes_later() {
    let mut all = Tally::default();
    for seed in seeds(0..12) {
        println!("seed {seed}");
        let tally = run(plan(seed));
        println!("{tally:?}");
        all.emptied += tally.emptied;
        all.withheld += tally.withheld;
        all.untold += tally.untold;
        all.lacked += tally.lacked;
        all.shown += tally.shown;
        all.erased += tally.erased;
    }
    let replayed = std::env::var_os("KITH_SEED").is_some();
    assert!(
        all.shown > 0 && (replayed || all.emptied > 100 && all.untold > 0 && all.lacked > 5 && all.erased > 0),
        "{all:?}"
    );
}

#[test]
fn a_device_that_hears_of_no_part_is_noticed() {
    // The switch: what lacks is asked for, and no answer is heard.
    let deaf = |_: usize, frame: &Frame| matches!(frame, Frame::Parts { .. });
    let told = (0..4).filter_map(|seed| catch_unwind(|| run(Plan { deaf: Some(deaf), ..plan(seed) })).err());
    let told: Vec<String> = told.filter_map(|told| told.downcast_ref::<String>().cloned()).collect();
    assert!(told.iter().any(|told| told.contains("is not whole")), "nobody noticed, but {told:?}");
}
