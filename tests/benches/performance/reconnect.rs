//! Meeting again: nothing new, one post while connected, one post said while apart.

use crate::measure::{copy, row};
use crate::peer::{Count, Peer};
use kith_tests::crowd::Community;
use rusqlite::Connection;
use std::path::Path;

pub fn run(community: &Community, logs: usize) {
    let full = copy(&community.full, "there.db");
    let newcomer = copy(&community.newcomer, "here.db");
    let what = |of: &str| format!("{logs} logs: {of}");

    let (mut there, mut here) = connect(&full, &newcomer);
    let before = here.count();
    there.ask(&format!("say {} One more word on this", community.busiest));
    settle(&mut there, &mut here);
    let (bytes, ways) = between(before, here.count());
    row(&what("one post while connected, bytes both ways"), &format!("{bytes} ({ways})"), "≤ 4,096");
    part(there, here, &full);

    let (mut there, mut here) = connect(&full, &newcomer);
    let (bytes, ways) = between(Count::default(), here.count());
    row(&what("quiet reconnect, bytes both ways"), &format!("{bytes} ({ways})"), "≤ 400");
    part(there, here, &full);

    there = Peer::start(&full);
    there.ask(&format!("say {} And one while apart", community.busiest));
    here = Peer::start(&newcomer);
    here.ask(&format!("meet {}", there.address));
    settle(&mut there, &mut here);
    let (bytes, ways) = between(Count::default(), here.count());
    row(&what("one post after meeting again, bytes both ways"), &format!("{bytes} ({ways})"), "≤ 4,096");
    part(there, here, &full);
}

/// Both devices are up, have met, and have nothing more to say.
fn connect(full: &Path, newcomer: &Path) -> (Peer, Peer) {
    let (mut there, mut here) = (Peer::start(full), Peer::start(newcomer));
    here.ask(&format!("meet {}", there.address));
    settle(&mut there, &mut here);
    (there, here)
}

fn settle(there: &mut Peer, here: &mut Peer) {
    here.ask("still");
    there.ask("still");
    here.ask("still");
}

/// Stops both. One of them forgets where the other was, so that the next meeting has one connection and not two
/// that cross.
fn part(there: Peer, here: Peer, full: &Path) {
    there.stop();
    here.stop();
    let database = Connection::open(full).expect("the database");
    database.execute("DELETE FROM peers", []).expect("forgetting");
}

/// Bytes in all, and each way.
fn between(before: Count, after: Count) -> (u64, String) {
    let (read, written) = (after.read - before.read, after.written - before.written);
    (read + written, format!("{read} in, {written} out"))
}
