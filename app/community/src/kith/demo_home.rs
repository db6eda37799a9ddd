//! What a demo needs of a home before one is open there.

use super::home::database_in;
use super::words;
use crate::command::Trouble;
use crate::project::Rows;
use kith_sync::id::CommunityId;
use kith_sync::node::{ReplicaError, Slices};
use kith_sync::store::Store;
use std::path::Path;

pub(crate) use super::home::fresh_rng;

/// The store of a community in a home that is not open yet.
pub(crate) fn store(home: &Path, community: &CommunityId) -> Result<Store, Trouble> {
    let unusable = |error: std::io::Error| super::home::unusable(home, &error);
    super::home::make_private(home).map_err(unusable)?;
    super::home::make_private(&home.join("communities")).map_err(unusable)?;
    let path = database_in(home, community);
    super::home::private().create(true).truncate(false).open(&path).map_err(unusable)?;
    Store::open(&path, Rows.migrations()).map_err(|error| words::store(&error))
}

/// What a replica refused, in words for people.
pub(crate) fn trouble(error: ReplicaError) -> Trouble {
    words::replica(error)
}
