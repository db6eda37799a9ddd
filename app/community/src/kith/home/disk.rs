//! The files of a home: who may read them, and who has them open.

use super::HELD;
use crate::command::Trouble;
use crate::kith::words;
use crate::project::Rows;
use kith_sync::id::{CommunityId, to_text};
use kith_sync::node::Slices;
use kith_sync::store::Store;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

/// Where a home has the database of a community.
pub(super) fn database_in(home: &Path, community: &CommunityId) -> PathBuf {
    let short: String = to_text(&community.0).chars().take(26).collect();
    home.join("communities").join(format!("{short}.db"))
}

/// The folders of a home.
pub(super) fn make(home: &Path) -> Result<(), Trouble> {
    make_private(home).and_then(|()| make_private(&home.join("communities"))).map_err(|error| unusable(home, &error))
}

/// A store at a path in a home; the file is the person's alone.
pub(super) fn store(home: &Path, path: &Path) -> Result<Store, Trouble> {
    private().create(true).truncate(false).open(path).map_err(|error| unusable(home, &error))?;
    Store::open(path, Rows.migrations()).map_err(|error| words::store(&error))
}

/// The store of a community in a home that nobody has opened yet.
pub(crate) fn store_in(home: &Path, community: &CommunityId) -> Result<Store, Trouble> {
    make(home)?;
    store(home, &database_in(home, community))
}

/// How a file of a home is opened: the person's alone.
pub(in crate::kith) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// A folder that is the person's alone.
fn make_private(path: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Has the home be this process's, as long as the file stays open.
pub(super) fn lock(path: &Path) -> Result<File, Trouble> {
    let file = private().create(true).truncate(false).open(path.join("lock"));
    let file = file.map_err(|error| unusable(path, &error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Trouble::of(HELD).with("home", path.display().to_string())),
        Err(TryLockError::Error(error)) => Err(unusable(path, &error)),
    }
}

/// Has the disk keep which files a folder holds: syncing a file does not.
pub(super) fn keep_names(folder: &Path) -> std::io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Why a home cannot be used.
pub(in crate::kith) fn unusable(path: &Path, error: &std::io::Error) -> Trouble {
    Trouble::of("home-unusable").with("home", path.display().to_string()).with("why", error.to_string())
}
