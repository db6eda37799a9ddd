//! What a query says it reads is all that its view is made of.

use kith_tests::chaos::{Plan, run_watched, seeds};

#[test]
fn no_view_becomes_another_while_nothing_changed_that_its_query_reads() {
    let mut changed = 0;
    for seed in seeds(40..48) {
        let (others, silent) = run_watched(Plan { seed, devices: 6, steps: 90, backups: seed % 2 == 1 });
        assert!(silent.is_empty(), "seed {seed}: {} views changed in silence, first {}", silent.len(), silent[0]);
        changed += others;
    }
    assert!(changed > 100, "hardly anything changed");
}
