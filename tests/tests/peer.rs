//! The peer that stands for Kith in the bench of `tests/peers` speaks its protocol, and holds what was written.

use kith_tests::pair::{Size, play};
use std::path::Path;

#[test]
fn the_peer_of_the_bench_writes_joins_catches_up_and_hears_what_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    play(Path::new(env!("CARGO_BIN_EXE_peer")), folder.path(), Size { posts: 50, people: 5, days: 70 });
}
