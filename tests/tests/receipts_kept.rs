//! Receipts that come without end hold up nothing, and those that a device has forgotten it makes good.

#![expect(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "a test may panic")]

use kith_sync::net::{Address, Purpose};
use kith_tests::village::Village;

const WIRE: u64 = 1 << 41;
const WIRE_OF_MALLORY: u64 = 1 << 42;
const ADA: usize = 0;
const BEA: usize = 1;
const MALLORY: usize = 2;

/// Three who know each other and hear nothing of each other but over wires by hand.
fn apart() -> Village {
    let mut village = Village::of(5, &["Ada", "Bea", "Mallory"]);
    village.settle();
    for (at, part) in [(ADA, 1), (BEA, 2), (MALLORY, 3)] {
        village.world.move_to(at, part);
    }
    village.world.run_some(50);
    village
}

fn wire(village: &mut Village, wire: u64, from: usize, to: usize) {
    let [a, b] = [from, to].map(|at| village.world.address(at));
    village.world.core(from).opened(wire, Purpose::Sync, b, true);
    village.world.core(to).opened(wire, Purpose::Sync, a, false);
}

/// Brings so many frames over.
fn bring(village: &mut Village, wire: u64, from: usize, to: usize, most: usize) -> usize {
    let now = village.world.now_ms;
    for brought in 0..most {
        let Some(frame) = village.world.core(from).next_frame(wire) else { return brought };
        let core = village.world.core(to);
        core.received(wire, &frame, now).unwrap();
        core.flush(now).unwrap();
    }
    most
}

fn bring_all(village: &mut Village, wire: u64, one: usize, other: usize) {
    while bring(village, wire, one, other, 1) + bring(village, wire, other, one, 1) > 0 {}
}

/// Mallory signs anew, again and again, and Bea passes that on to Ada, over a wire that is slow; what Bea and Ada have to say to each
/// other is said all the same.
#[test]
fn receipts_of_one_member_keep_no_two_others_from_comparing() {
    let mut village = apart();
    let topic = village.start_topic(ADA, "Harvest", "When?");
    wire(&mut village, WIRE_OF_MALLORY, MALLORY, BEA);
    bring_all(&mut village, WIRE_OF_MALLORY, MALLORY, BEA);
    wire(&mut village, WIRE, BEA, ADA);
    assert_eq!(bring(&mut village, WIRE, BEA, ADA, 1), 1, "a greeting");
    assert_eq!(bring(&mut village, WIRE, ADA, BEA, 1), 1, "its answer");
    for turn in 0..600_u16 {
        let endpoint = village.world.address(MALLORY).endpoint;
        let sockets = vec![([10, 0, (turn >> 8) as u8, turn as u8], 7).into()];
        village.world.now_ms += 1;
        let now = village.world.now_ms;
        let core = village.world.core(MALLORY);
        core.set_address(Address { endpoint, sockets, relay: None });
        core.flush(now).unwrap();
        bring_all(&mut village, WIRE_OF_MALLORY, MALLORY, BEA);
    }
    // What Ada says comes while the way to her is full.
    bring(&mut village, WIRE, ADA, BEA, 4);
    bring_all(&mut village, WIRE, BEA, ADA);
    assert_eq!(village.words(BEA, &topic), ["When?"], "Bea never gets what Ada said");
}

/// A device signed by a clock that ran ahead, and its log was written twice, so that it forgets what it signed: what it signs then is
/// taken by others all the same.
#[test]
fn what_is_signed_after_a_clock_ran_ahead_and_receipts_were_forgotten_counts() {
    let mut village = apart();
    let day = 24 * 60 * 60 * 1_000;
    let right = village.world.now_ms;
    village.world.now_ms += 365 * day;
    for core in [ADA, BEA] {
        village.world.core(core).tick(right + 365 * day);
    }
    wire(&mut village, WIRE, BEA, ADA);
    bring_all(&mut village, WIRE, BEA, ADA);
    let first = village.start_topic(ADA, "Harvest", "When?");
    bring_all(&mut village, WIRE, ADA, BEA);
    assert_eq!(village.words(BEA, &first), ["When?"]);
    village.world.now_ms = right;
    // As when its database was put back, or its log was written twice.
    let device = village.world.core(BEA).replica().me().device();
    village.world.core(BEA).replica().store().forget_receipts(&device).unwrap();
    for core in [ADA, BEA] {
        village.world.core(core).closed(WIRE, right);
        village.world.core(core).tick(right);
    }
    wire(&mut village, WIRE + 5, BEA, ADA);
    bring_all(&mut village, WIRE + 5, BEA, ADA);
    village.start_topic(ADA, "Potatoes", "Now?");
    bring_all(&mut village, WIRE + 5, ADA, BEA);
    let behind = village.world.core(ADA).replica().behind().unwrap();
    assert_eq!(behind.get(&device), Some(&0), "what Bea signed is not taken");
}
