//! What a query says it reads is all that its view is made of.

use kith_community::invitation::InvitationQuery;
use kith_community::query::Read as _;
use kith_sync::net::Address;
use kith_tests::chaos::{Plan, run_watched, seeds};
use kith_tests::village::Village;

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

/// A laptop whose page was open before the hall's network was there: the link on its screen is to lead to it.
#[test]
fn who_shows_an_invitation_looks_again_when_the_device_is_reached_elsewhere() {
    let mut village = Village::of(1, &["Ada"]);
    let before = village.world.told(0).of(InvitationQuery::READS);
    let endpoint = village.world.core(0).replica().me().keys.endpoint;
    village.world.core(0).set_address(Address { endpoint, sockets: Vec::new(), relay: None });
    assert_ne!(village.world.told(0).of(InvitationQuery::READS), before);
}
