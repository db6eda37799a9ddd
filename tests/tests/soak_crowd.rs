//! Two hundred devices of some hundred and fifty people. `KITH_CROWD` says how many else.

use kith_tests::chaos::crowd::{Crowd, gather};

#[test]
fn two_hundred_devices_agree_over_few_connections() {
    let devices = std::env::var("KITH_CROWD").ok().and_then(|devices| devices.parse().ok()).unwrap_or(200);
    let gathered = gather(Crowd { seed: 1, devices, parts: 8, steps: 200 });
    println!("{gathered:?}");
    assert!(gathered.most <= 30, "{gathered:?}");
    assert!(gathered.tally.gone > 0 && gathered.people > devices / 2, "{gathered:?}");
}
