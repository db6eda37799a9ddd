//! A database whose disk is full or can only be read from, and one whose file is taken away while it is open.

use super::mark::Mark;
use super::{Migrations, Store, StoreError};
use crate::system::file_at;
use rusqlite::ErrorCode::{CannotOpen, DiskFull, ReadOnly, SystemIoFailure};
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};

/// Which file stood at a path.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Place {
    path: PathBuf,
    file: (u64, u64),
}

impl Place {
    pub(super) fn of(path: &Path) -> Option<Self> {
        Some(Self { path: path.to_owned(), file: file_at(path)? })
    }

    /// Whether the same file still stands there. SQLite goes on writing into one that was deleted.
    pub(super) fn still_holds(&self) -> bool {
        file_at(&self.path) == Some(self.file)
    }
}

/// Whether a database did not open because its disk takes nothing more.
pub(super) fn is_of_disk(error: &StoreError) -> bool {
    match error {
        StoreError::Sqlite(error) => {
            matches!(error.sqlite_error_code(), Some(CannotOpen | DiskFull | ReadOnly | SystemIoFailure))
        }
        StoreError::Damaged(_) | StoreError::Newer => false,
    }
}

impl Store {
    /// Opens what is there without taking room for the index that several processes would share; where nothing can be
    /// written at all, as it lies there.
    pub(super) fn open_to_read(path: &Path, slices: &[Migrations], mark: Option<Mark>) -> Result<Self, StoreError> {
        let alone = Connection::open_with_flags(path, Self::flags() & !OpenFlags::SQLITE_OPEN_CREATE)?;
        alone.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        if let Ok(store) = Self::lasting(alone, slices, mark.clone()) {
            return Ok(store);
        }
        let log = path.with_extension("db-wal");
        if std::fs::metadata(log).is_ok_and(|log| log.len() > 0) {
            // What it holds would be left out.
            return Err(StoreError::damaged("its log cannot be read where nothing can be written"));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let name = path.display().to_string().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
        let db = Connection::open_with_flags(format!("file:{name}?immutable=1"), flags)?;
        let mut store = Self::prepare(db, slices, mark)?;
        store.frozen = true;
        Ok(store)
    }
}
