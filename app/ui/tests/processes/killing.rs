//! `kill -9` at any moment, while writing, syncing and joining.

use crate::home::{Home, meet};
use crate::rounds::{rounds, wait};
use std::process::Stdio;

#[test]
fn what_was_answered_outlives_a_kill_at_any_moment() {
    rounds(1, 20);
}

#[test]
fn a_join_that_was_cut_off_is_done_again_by_the_same_link() {
    let [a, b] = [(); 2].map(|()| Home::new());
    a.found("Sunday choir", "Ada");
    a.run();
    let link = a.invite();
    for round in 0..8 {
        let mut joining = b.command(&["join", &link, "--as", "Ben"]);
        let mut joining = joining.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        wait(20_000 + round * 10_000);
        joining.kill().unwrap();
        joining.wait().unwrap();
    }
    let last = b.output(&["join", &link, "--as", "Ben"]);
    let words = String::from_utf8_lossy(&last.stderr);
    assert!(last.status.success() || words.contains("already belong"), "{words}");
    assert_eq!(b.standing("Ben"), "member active");
    a.kill();
    meet(&[&a, &b]);
    assert_eq!(a.kith(&["people"]).as_array().unwrap().len(), 2);
    assert_eq!(a.standing("Ben"), "member active");
}
