//! The corpus on disk, seeded mutations of it, and crashers that are kept.

use super::Target;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Bytes a mutated input grows to at most.
const LARGEST: usize = 80 * 1024;

fn folder(kind: &str, target: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz")).join(kind).join(target)
}

fn files(kind: &str, target: &str) -> Vec<Vec<u8>> {
    let entries = fs::read_dir(folder(kind, target)).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths.iter().filter_map(|path| fs::read(path).ok()).collect()
}

/// What is kept for a target, in order of name.
#[must_use]
pub fn corpus(target: &str) -> Vec<Vec<u8>> {
    files("corpus", target)
}

/// Runs a target on everything kept for it: its corpus, and whatever once crashed it.
pub fn replay(target: &str, run: Target) {
    for bytes in files("corpus", target).iter().chain(&files("crashers", target)) {
        run(bytes);
    }
}

/// Runs a target on seeded mutations of its corpus for a while; answers how many. A crasher is kept, then told.
pub fn mutations(target: &str, run: Target, seed: u64, time: Duration) -> usize {
    let crasher = match hunt(&corpus(target), run, seed, time) {
        Ok(done) => return done,
        Err(crasher) => crasher,
    };
    let folder = folder("crashers", target);
    let path = folder.join(format!("seed-{seed}-{}", crasher.len()));
    let kept = fs::create_dir_all(&folder).and_then(|()| fs::write(&path, &crasher));
    panic!("{target} broke on {} ({kept:?})", path.display());
}

/// Looks for bytes that break `run`, among seeded mutations of `corpus`; answers how many did not.
///
/// # Errors
/// The first bytes that broke it.
pub fn hunt(corpus: &[Vec<u8>], run: Target, seed: u64, time: Duration) -> Result<usize, Vec<u8>> {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let until = Instant::now() + time;
    let mut done = 0;
    while Instant::now() < until {
        let bytes = mutated(corpus, &mut rng);
        if catch_unwind(AssertUnwindSafe(|| run(&bytes))).is_err() {
            return Err(bytes);
        }
        done += 1;
    }
    Ok(done)
}

/// A time that ordinary tests have for each target, or as many as `KITH_FUZZ_SECONDS` says.
#[must_use]
pub fn seconds(usual: u64) -> Duration {
    let asked = std::env::var("KITH_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    Duration::from_secs(asked.unwrap_or(usual))
}

fn mutated(corpus: &[Vec<u8>], rng: &mut ChaCha20Rng) -> Vec<u8> {
    let mut bytes = corpus[rng.random_range(0..corpus.len())].clone();
    for _ in 0..rng.random_range(1..6) {
        mutate(&mut bytes, corpus, rng);
    }
    bytes.truncate(LARGEST);
    bytes
}

/// A number in CBOR, about as large as a table can hold or a field can.
fn large_number(rng: &mut ChaCha20Rng) -> [u8; 9] {
    let number = [1 << 53, i64::MAX.unsigned_abs(), u64::MAX][rng.random_range(0..3)];
    let mut bytes = [0x1b; 9];
    bytes[1..].copy_from_slice(&number.wrapping_add(rng.random_range(0..3)).wrapping_sub(1).to_be_bytes());
    bytes
}

fn mutate(bytes: &mut Vec<u8>, corpus: &[Vec<u8>], rng: &mut ChaCha20Rng) {
    let at = rng.random_range(0..=bytes.len());
    let some = rng.random_range(0..=(bytes.len() - at).min(40));
    match rng.random_range(0..10) {
        0 if at < bytes.len() => bytes[at] ^= 1 << rng.random_range(0..8u32),
        1 if at < bytes.len() => bytes[at] = rng.random(),
        2 if at < bytes.len() => bytes[at] = [0, 1, 0x7f, 0x80, 0x9f, 0xbf, 0xff][rng.random_range(0..7)],
        3 if at < bytes.len() => bytes[at] = bytes[at].wrapping_add(if rng.random_bool(0.5) { 1 } else { 255 }),
        4 => bytes.truncate(at),
        5 => drop(bytes.drain(at..at + some)),
        6 => {
            let again = bytes[at..at + some].to_vec();
            bytes.splice(at..at, again);
        }
        7 => {
            let mut noise = vec![0; rng.random_range(0..12)];
            rng.fill_bytes(&mut noise);
            bytes.splice(at..at, noise);
        }
        8 if at < bytes.len() => drop(bytes.splice(at..=at, large_number(rng))),
        _ => {
            let other = &corpus[rng.random_range(0..corpus.len())];
            let from = rng.random_range(0..=other.len());
            bytes.truncate(at);
            bytes.extend_from_slice(&other[from..]);
        }
    }
}
