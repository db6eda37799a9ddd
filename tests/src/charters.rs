//! Charters told at random, of real statements with real signatures, and judged twice: by the law of
//! `kith-sync` and by the naive model, which must agree in all that can be asked of them.

pub(crate) mod agree;
mod cast;
mod propose;
mod scene;
mod shown;
mod tell;

use std::ops::Range;

pub use agree::{differences, law, modelled, stated};
pub use cast::{Actor, COMMUNITY, cast};
pub use tell::{Mood, Tale, Told};

/// Tells and compares one charter a seed. `KITH_LAW_SEED=7` replays one, `KITH_LAW_SEEDS=0..100000` hunts.
pub fn check(mood: Mood, seeds: Range<u64>) {
    for seed in wanted().unwrap_or(seeds) {
        let tale = Tale::told(seed, mood);
        if !differences(&tale).is_empty() {
            let least = tale.shrunk();
            panic!(
                "The law and the model differ: {mood:?}, KITH_LAW_SEED={seed}\n{least}\n{}",
                differences(&least).join("\n")
            );
        }
    }
}

fn wanted() -> Option<Range<u64>> {
    let number = |text: &str| text.trim().parse::<u64>().ok();
    if let Ok(seed) = std::env::var("KITH_LAW_SEED") {
        return number(&seed).map(|seed| seed..seed + 1);
    }
    let seeds = std::env::var("KITH_LAW_SEEDS").ok()?;
    let (from, to) = seeds.split_once("..")?;
    Some(number(from)?..number(to)?)
}
