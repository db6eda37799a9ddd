//! Every fuzz target on its corpus, on what once broke it, and for a second on seeded mutations.
//!
//! `KITH_WRITE_CORPUS=1` writes the corpus anew, out of a village's life; `KITH_FUZZ_SECONDS` gives more time.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use kith_tests::fuzz::{TARGETS, corpus, mutations, replay, samples, seconds};
use std::path::Path;

/// Fewer mutations in a second would mean that a target hardly runs.
const AT_LEAST: usize = 50;

fn holds(target: &str) {
    let (_, run) = TARGETS.into_iter().find(|(name, _)| *name == target).unwrap();
    assert!(corpus(target).len() >= 2, "{target} has no corpus");
    replay(target, run);
    let done = mutations(target, run, 1, seconds(1));
    println!("{target}: {done} mutations");
    assert!(done >= AT_LEAST, "{target}: only {done} mutations");
}

#[test]
fn a_record_holds_whatever_the_bytes() {
    holds("record");
}

#[test]
fn a_frame_holds_whatever_the_bytes() {
    holds("frame");
}

#[test]
fn a_link_holds_whatever_the_bytes() {
    holds("link");
}

#[test]
fn a_statement_holds_whatever_the_bytes() {
    holds("statement");
}

#[test]
fn a_change_holds_whatever_the_bytes() {
    holds("change");
}

#[test]
fn a_block_holds_whatever_the_bytes() {
    holds("block");
}

#[test]
fn a_block_of_a_welcome_holds_whatever_the_bytes() {
    holds("charter");
}

/// The corpus is what honest devices say: each target reads samples made now as it reads those kept.
#[test]
fn the_corpus_can_be_made_again() {
    for (target, run) in TARGETS {
        let samples = samples(target);
        assert!(samples.len() >= 2, "{target}");
        for (at, bytes) in samples.iter().enumerate() {
            run(bytes);
            if std::env::var_os("KITH_WRITE_CORPUS").is_some() {
                let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(folder.join(format!("honest-{at:02}")), bytes).unwrap();
            }
        }
    }
}

/// Each wrapper in `tests/fuzz` hands its bytes to the target of its name, and each target has one.
#[test]
fn every_target_has_its_wrapper() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    for (target, _) in TARGETS {
        let source = std::fs::read_to_string(folder.join(format!("fuzz_targets/{target}.rs"))).unwrap();
        assert!(source.contains(&format!("kith_tests::fuzz::{target}(bytes)")), "{target}");
        assert!(manifest.contains(&format!("name = \"{target}\"")), "{target}");
    }
}
