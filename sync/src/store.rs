//! SQLite: one database a community, opened the way that loses nothing answered.
//!
//! Holds rows and asks no questions about them: what a record means is `node`'s to say.

mod branches;
mod documents;
mod erasures;
mod keys;
mod logs;
mod mark;
mod open;
mod parts;
mod place;

pub use documents::{ChangeRow, DocumentRow};
pub use erasures::Scope;
pub use logs::{Base, LogRow, RecordRow, State};
pub use mark::Written;
pub use open::Open;
pub use parts::{Held, LackRow};

use mark::Mark;
use place::Place;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;

/// Sync's own migrations; only ever added to.
pub const MIGRATIONS: &[&str] = &[
    include_str!("store/schema.sql"),
    include_str!("store/forks.sql"),
    include_str!("store/parts.sql"),
    include_str!("store/saved.sql"),
    include_str!("store/receipts.sql"),
    include_str!("store/named.sql"),
    include_str!("store/records.sql"),
    include_str!("store/changes.sql"),
    include_str!("store/open.sql"),
];

/// Steps that bring the tables of one owner up to date, only ever added to.
#[derive(Clone, Copy, Debug)]
pub struct Migrations {
    /// Whose tables they are.
    pub owner: &'static str,
    /// SQL, in the order in which it was ever added.
    pub steps: &'static [&'static str],
}

/// The owner of [`MIGRATIONS`].
const SYNC: &str = "sync";

/// In `meta`: tables of slices are others than the documents here were projected into.
const ROWS_OF_BEFORE: &str = "rows of before";

/// Bytes of a page of a new database.
const PAGE: i64 = 1_024;
/// KiB of pages held in memory: what is said in one go touches a few dozen, and what is read again the system has at hand.
const CACHE_KIB: i64 = 4_096;
/// Most bytes of pages that lie beside the database until they are written into it.
const BESIDE: i64 = 16 * 1_024 * 1_024;

/// Why the store could not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite refused.
    #[error("the database refused: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A page or row is not what was written.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// The database was written by a newer Kith.
    #[error("the database was written by a newer Kith")]
    Newer,
}

impl StoreError {
    pub(crate) fn damaged(what: impl std::fmt::Display) -> Self {
        Self::Damaged(what.to_string())
    }
}

/// One community's database.
pub struct Store {
    pub(crate) db: Connection,
    /// Where it is noted how much this device wrote; none for a database in memory.
    mark: Option<Mark>,
    /// Where the file was when it was opened.
    place: Option<Place>,
    /// Whether it was opened in a way that can only be read from.
    frozen: bool,
}

impl Store {
    /// Opens or makes the database at `path` and brings it up to date with sync's and the slices' migrations.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn open(path: &Path, slices: &[Migrations]) -> Result<Self, StoreError> {
        let mark = Some(Mark::open(path.with_extension("mark")));
        let opened = Connection::open_with_flags(path, Self::flags()).map_err(StoreError::from);
        let opened = opened.and_then(|db| Self::lasting(db, slices, mark.clone()));
        let mut store = match opened {
            // What is there can be read on a disk that takes nothing more.
            Err(error) if place::is_of_disk(&error) => Self::open_to_read(path, slices, mark).map_err(|_| error)?,
            opened => opened?,
        };
        store.place = Place::of(path);
        if let Some(place) = store.place.clone() {
            store.db.commit_hook(Some(move || !place.still_holds()))?;
        }
        Ok(store)
    }

    /// Whether it can only be read from until it is opened anew.
    #[must_use]
    pub fn is_frozen(&self) -> bool {
        self.frozen
    }

    /// Whether the file is no longer where it was opened: what is written would be gone with the process.
    #[must_use]
    pub fn has_moved(&self) -> bool {
        self.place.as_ref().is_some_and(|place| !place.still_holds())
    }

    /// Like [`Store::open`], on a file system that SQLite knows by this name: for tests of what outlives the power.
    #[doc(hidden)]
    pub fn open_with_vfs(path: &Path, vfs: &str, slices: &[Migrations]) -> Result<Self, StoreError> {
        Self::lasting(Connection::open_with_flags_and_vfs(path, Self::flags(), vfs)?, slices, None)
    }

    fn flags() -> OpenFlags {
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX
    }

    fn lasting(db: Connection, slices: &[Migrations], mark: Option<Mark>) -> Result<Self, StoreError> {
        let foreign = "SELECT count(*) > 0 AND sum(name = 'migrations') = 0 FROM sqlite_schema";
        if db.query_row(foreign, [], |row| row.get(0))? {
            return Err(StoreError::damaged("it holds what another program wrote"));
        }
        // Of a new file alone. What is said touches some fifty pages, each of which is written whole (docs/decisions/0018).
        db.pragma_update(None, "page_size", PAGE)?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        Self::prepare(db, slices, mark)
    }

    /// A database that is gone with the process, for the simulator.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn in_memory(slices: &[Migrations]) -> Result<Self, StoreError> {
        let db = Connection::open_in_memory()?;
        // A file that is made of it has the same.
        db.pragma_update(None, "page_size", PAGE)?;
        Self::prepare(db, slices, None)
    }

    fn prepare(db: Connection, slices: &[Migrations], mark: Option<Mark>) -> Result<Self, StoreError> {
        db.pragma_update(None, "synchronous", "FULL")?;
        db.pragma_update(None, "secure_delete", "ON")?;
        db.pragma_update(None, "foreign_keys", "ON")?;
        db.pragma_update(None, "cache_size", -CACHE_KIB)?;
        // Pages that change with each record are then written to the file once for hundreds of records.
        let page: i64 = db.query_row("PRAGMA page_size", [], |row| row.get(0))?;
        db.pragma_update(None, "wal_autocheckpoint", BESIDE / page.max(1))?;
        // Else some statements are planned anew for each value that they are given.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        db.busy_timeout(std::time::Duration::from_secs(5))?;
        db.set_prepared_statement_cache_capacity(128);
        let store = Self { db, mark, place: None, frozen: false };
        let sync = Migrations { owner: SYNC, steps: MIGRATIONS };
        store.refuse_newer(slices)?;
        store.migrate(sync)?;
        slices.iter().try_for_each(|migrations| store.migrate(*migrations))?;
        Ok(store)
    }

    /// An owner that is not known here made tables that would fall behind what is said.
    fn refuse_newer(&self, slices: &[Migrations]) -> Result<(), StoreError> {
        self.db.execute_batch(
            "CREATE TABLE IF NOT EXISTS migrations (owner TEXT PRIMARY KEY, done INTEGER NOT NULL) STRICT, WITHOUT ROWID",
        )?;
        let mut query = self.db.prepare("SELECT owner FROM migrations")?;
        let owners: Vec<String> = query.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let is_known = |owner: &String| owner == SYNC || slices.iter().any(|known| known.owner == owner);
        if owners.iter().all(is_known) { Ok(()) } else { Err(StoreError::Newer) }
    }

    fn migrate(&self, Migrations { owner, steps }: Migrations) -> Result<(), StoreError> {
        let done: usize = self
            .db
            .query_row("SELECT done FROM migrations WHERE owner = ?", [owner], |row| row.get(0))
            .or_else(none_is(0))?;
        if done > steps.len() {
            return Err(StoreError::Newer);
        }
        for (at, step) in steps.iter().enumerate().skip(done) {
            let tx = self.db.unchecked_transaction()?;
            tx.execute_batch(step)?;
            tx.execute("INSERT OR REPLACE INTO migrations VALUES (?, ?)", (owner, at + 1))?;
            if owner != SYNC {
                let of_before = "INSERT OR REPLACE INTO meta SELECT ?, x'01' WHERE EXISTS (SELECT 1 FROM documents)";
                tx.execute(of_before, [ROWS_OF_BEFORE])?;
            }
            tx.commit()?;
        }
        Ok(())
    }

    /// Runs `work` in one transaction; an error undoes all of it.
    ///
    /// # Errors
    /// What `work` answers, or [`StoreError`] from the commit.
    pub fn transact<R, E: From<StoreError>>(&self, work: impl FnOnce() -> Result<R, E>) -> Result<R, E> {
        let tx = self.db.unchecked_transaction().map_err(StoreError::from)?;
        let done = work()?;
        tx.commit().map_err(StoreError::from)?;
        Ok(done)
    }

    /// The same for what others would tell again: a loss of power may undo it, and nothing older or newer.
    ///
    /// # Errors
    /// What `work` answers, or [`StoreError`] from the commit.
    pub fn transact_lightly<R, E: From<StoreError>>(&self, work: impl FnOnce() -> Result<R, E>) -> Result<R, E> {
        let sync = |how| self.db.pragma_update(None, "synchronous", how).map_err(StoreError::from);
        sync("NORMAL")?;
        let done = self.transact(work);
        sync("FULL")?;
        done
    }

    /// Folds the write-ahead log into the database and empties it, so that what was erased is in no file.
    ///
    /// # Errors
    /// When SQLite refuses; a reader that still holds the log only delays it.
    pub fn truncate_log(&self) -> Result<(), StoreError> {
        self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }

    /// SQLite's own check of every page; the first fault, if any.
    ///
    /// # Errors
    /// When the check itself cannot run.
    pub fn fault(&self) -> Result<Option<String>, StoreError> {
        let said: String = self.db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        Ok((said != "ok").then_some(said))
    }

    /// How many records this device has written, as it was last noted beside the database; 0 if it is not known.
    #[must_use]
    pub fn written(&self) -> Written {
        self.mark.as_ref().map(Mark::noted).unwrap_or_default()
    }

    /// Notes how many records this device has written; neither number is ever lowered.
    pub fn put_written(&self, written: Written) {
        if let Some(mark) = &self.mark {
            mark.raise(written);
        }
    }

    /// The open connection, for the rows of slices.
    #[must_use]
    pub fn connection(&self) -> &Connection {
        &self.db
    }
}

/// Turns "no such row" into a value.
pub(crate) fn none_is<T>(value: T) -> impl FnOnce(rusqlite::Error) -> rusqlite::Result<T> {
    move |error| match error {
        rusqlite::Error::QueryReturnedNoRows => Ok(value),
        other => Err(other),
    }
}
