//! A community to look around in: a few people who met, talked and parted, played on devices in memory by the same
//! commands and sessions as everywhere. One of them, Ngozi, has her home on disk.

mod hall;
mod story;

use crate::home::communities::disk::store_in;
use crate::home::communities::fresh_rng;
use crate::project::Rows;
use crate::trouble::Trouble;
use crate::{community, profile};
use hall::Hall;
use kith_sync::node::{Replica, Slices};
use kith_sync::store::Store;
use std::path::Path;
use story::PEOPLE;

/// Makes the home of Ngozi in an empty folder. `now_ms` is the moment at which the story has come to its present, in
/// milliseconds since 1970.
///
/// # Errors
/// When the disk or the system's randomness refuses.
pub fn make(home: &Path, now_ms: i64) -> Result<(), Trouble> {
    let in_memory = || Store::in_memory(&Rows.migrations());
    let mut hall = Hall::new(now_ms - story::BEGAN_MS);
    let founder = Replica::found(in_memory()?, Rows, fresh_rng()?, true)?;
    let community = founder.community();
    hall.enter(founder);
    hall.act(0, community::Command::Rename { name: story::NAME.to_owned() })?;
    for (at, name) in PEOPLE.iter().enumerate().take(story::LATER) {
        match at {
            story::FOUNDER => {}
            story::ME => drop(hall.join(store_in(home, &community)?)?),
            _ => drop(hall.join(in_memory()?)?),
        }
        hall.act(at, profile::Command::Rename { name: (*name).to_owned() })?;
    }
    story::play(&mut hall, now_ms)
}
