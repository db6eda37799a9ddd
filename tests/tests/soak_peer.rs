//! A million posts of fifty people, written one by one, and a newcomer who catches up. `KITH_POSTS` says how many else.

use kith_tests::pair::{Size, play};
use std::path::Path;

#[test]
fn a_million_posts_are_written_and_caught_up_with() {
    let posts = std::env::var("KITH_POSTS").ok().and_then(|posts| posts.parse().ok()).unwrap_or(1_000_000);
    let folder = tempfile::tempdir().expect("a folder");
    let told = play(Path::new(env!("CARGO_BIN_EXE_peer")), folder.path(), Size { posts, people: 50, days: 365 });
    println!("{posts} posts: {told:?}");
}
