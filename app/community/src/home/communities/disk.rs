//! The files of a home: who may read them, and who has them open.

use super::HELD;
use crate::project::Rows;
use crate::trouble::Trouble;
use kith_sync::id::{CommunityId, to_text};
use kith_sync::node::Slices;
use kith_sync::store::Store;
use kith_sync::system::{keep_names, make_private_folder, private_file};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What a database that was taken away ends with, until it is deleted.
const GONE: &str = "gone";

/// Where a home has the database of a community.
pub(super) fn database_in(home: &Path, community: &CommunityId) -> PathBuf {
    let short: String = to_text(&community.0).chars().take(26).collect();
    home.join("communities").join(format!("{short}.db"))
}

/// The folders of a home.
pub(super) fn make(home: &Path) -> Result<(), Trouble> {
    make_private_folder(home)
        .and_then(|()| make_private_folder(&home.join("communities")))
        .map_err(|error| unusable(home, &error))
}

/// A store at a path in a home; the file is the person's alone.
pub(super) fn store(home: &Path, path: &Path) -> Result<Store, Trouble> {
    // One that is there can be read where nothing can be made.
    if let Err(error) = private().create(true).truncate(false).open(path)
        && !path.exists()
    {
        return Err(unusable(home, &error));
    }
    Ok(Store::open(path, &Rows.migrations())?)
}

/// The store of a community in a home that nobody has opened yet.
pub(crate) fn store_in(home: &Path, community: &CommunityId) -> Result<Store, Trouble> {
    make(home)?;
    store(home, &database_in(home, community))
}

/// How a file of a home is opened: the person's alone.
pub(in crate::home) fn private() -> OpenOptions {
    let mut options = private_file();
    options.read(true).write(true);
    options
}

/// Has the home be this process's, as long as the file stays open.
pub(super) fn lock(path: &Path) -> Result<File, Trouble> {
    let file = path.join("lock");
    let opened = private().create(true).truncate(false).open(&file);
    // Where nothing can be written, a file that is there can still be held.
    let file = opened.or_else(|error| File::open(&file).map_err(|_| error));
    let file = file.map_err(|error| unusable(path, &error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Trouble::of(HELD).with("home", path.display().to_string())),
        Err(TryLockError::Error(error)) => Err(unusable(path, &error)),
    }
}

/// Takes the database of a community away. What is cut off midway is ended by [`sweep`].
pub(super) fn take_away(home: &Path, community: &CommunityId) -> std::io::Result<()> {
    let database = database_in(home, community);
    let gone = database.with_extension(GONE);
    fs::rename(&database, &gone)?;
    keep_names(&home.join("communities"))?;
    delete(&gone)
}

/// Deletes what is left of databases that were taken away. What cannot be deleted is tried again at the next start.
pub(super) fn sweep(home: &Path) {
    let files = fs::read_dir(home.join("communities")).into_iter().flatten().flatten().map(|entry| entry.path());
    for file in files.filter(|file| file.extension().is_some_and(|extension| extension == GONE)) {
        if let Err(error) = delete(&file) {
            tracing::warn!(%error, "a database that was taken away is still here");
        }
    }
}

/// Deletes a database that was taken away, after what stood beside it, unless another has its name by now.
fn delete(gone: &Path) -> std::io::Result<()> {
    let again = gone.with_extension("db").exists();
    for beside in ["db-wal", "db-shm", "mark"].iter().filter(|_| !again) {
        match fs::remove_file(gone.with_extension(beside)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    fs::remove_file(gone)
}

/// Why nothing can be kept in a home whose contents can be read, and what to do.
pub(super) fn takes_nothing(path: &Path, error: &std::io::Error) -> Trouble {
    let home = path.display().to_string();
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Trouble::of("home-full").with("home", home),
        ErrorKind::NotFound => Trouble::of("home-gone").with("home", home),
        _ => Trouble::of("home-read-only").with("home", home).with("why", error.to_string()),
    }
}

/// Why a home cannot be used.
pub(in crate::home) fn unusable(path: &Path, error: &std::io::Error) -> Trouble {
    Trouble::of("home-unusable").with("home", path.display().to_string()).with("why", error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_away_half_is_swept_away_and_nothing_else() {
        let home = tempfile::tempdir().unwrap();
        make(home.path()).unwrap();
        let communities = home.path().join("communities");
        let stays = ["a.db", "a.db-wal", "a.mark", "c.db", "c.db-wal", "founding.new"];
        for name in stays.iter().chain(&["b.gone", "b.db-wal", "b.db-shm", "b.mark", "c.gone"]) {
            fs::write(communities.join(name), "words").unwrap();
        }
        sweep(home.path());
        let left = fs::read_dir(&communities).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut left: Vec<String> = left.collect();
        left.sort();
        assert_eq!(left, stays);
    }
}
