//! A disk in memory whose power can fail: what was not synced by then is gone, in whole or in part.
//!
//! Real SQLite writes to it through a file system of its own. A file that was synced is there with what it held
//! then. Of what came later each 512-byte sector may have reached the disk or not, in whatever order.

mod file;
mod vfs;

use file::{Fate, File};
use kith_sync::store::{Migrations, Store, StoreError};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The one database of a disk.
const DATABASE: &str = "/community.db";

/// A disk. Clones are the same disk.
#[derive(Clone)]
pub struct Disk {
    name: String,
    state: Arc<Mutex<State>>,
}

/// Why a disk did not do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
    /// There is no power.
    Off,
    /// There is no room.
    Full,
}

struct State {
    files: BTreeMap<String, File>,
    rng: ChaCha20Rng,
    off: bool,
    /// Counts power failures: files opened before one are of no use after it.
    life: u64,
    /// How many more writes and syncs there is power for.
    charge: Option<u64>,
    /// By how many more bytes files may grow.
    room: Option<usize>,
    /// Whether it says of everything that it was synced.
    lies: bool,
    written: u64,
}

impl Disk {
    /// An empty disk, known to SQLite under a name of its own until the process ends.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let state = State {
            files: BTreeMap::new(),
            rng: ChaCha20Rng::seed_from_u64(seed),
            off: false,
            life: 0,
            charge: None,
            room: None,
            lies: false,
            written: 0,
        };
        let state = Arc::new(Mutex::new(state));
        Self { name: vfs::register(&state), state }
    }

    /// Opens or makes the database on this disk. One connection at a time.
    ///
    /// # Errors
    /// Whatever the store answers.
    pub fn open(&self, slices: &[Migrations]) -> Result<Store, StoreError> {
        Store::open_with_vfs(Path::new(DATABASE), &self.name, slices)
    }

    /// From here on there is power for so many writes and syncs; the next one is not done.
    pub fn fail_after(&self, writes: u64) {
        locked(&self.state).charge = Some(writes);
    }

    /// The power fails at once.
    pub fn fail(&self) {
        locked(&self.state).off = true;
    }

    /// Whether the power has failed.
    #[must_use]
    pub fn is_off(&self) -> bool {
        locked(&self.state).off
    }

    /// The power is back, and only what the disk kept is there.
    pub fn restart(&self) {
        let mut state = locked(&self.state);
        state.life += 1;
        (state.off, state.charge) = (false, None);
        let State { files, rng, .. } = &mut *state;
        let fate = Fate::drawn(rng);
        files.retain(|_, file| file.outlive(fate, rng));
    }

    /// From here on it says of everything that it was synced, and syncs nothing.
    pub fn lie(&self) {
        locked(&self.state).lies = true;
    }

    /// From here on files may grow by so many bytes together.
    pub fn fill(&self, room: usize) {
        locked(&self.state).room = Some(room);
    }

    /// There is room again.
    pub fn make_room(&self) {
        locked(&self.state).room = None;
    }

    /// Whether there is only so much room.
    #[must_use]
    pub fn is_filled(&self) -> bool {
        locked(&self.state).room.is_some()
    }

    /// Writes and syncs so far.
    #[must_use]
    pub fn written(&self) -> u64 {
        locked(&self.state).written
    }
}

impl State {
    /// Counts a write, if there is power for it.
    fn spend(&mut self) -> Result<(), Refusal> {
        self.powered()?;
        if let Some(charge) = &mut self.charge {
            let Some(left) = charge.checked_sub(1) else {
                self.off = true;
                return Err(Refusal::Off);
            };
            *charge = left;
        }
        self.written += 1;
        Ok(())
    }

    fn powered(&self) -> Result<(), Refusal> {
        if self.off { Err(Refusal::Off) } else { Ok(()) }
    }

    fn exists(&self, path: &str) -> bool {
        self.files.get(path).is_some_and(File::is_here)
    }

    fn create(&mut self, path: &str) {
        self.files.entry(path.to_owned()).or_default().create();
    }

    fn file(&mut self, path: &str, life: u64) -> Result<&mut File, Refusal> {
        self.powered()?;
        let same = self.life == life;
        self.files.get_mut(path).filter(|_| same).ok_or(Refusal::Off)
    }

    fn write(&mut self, path: &str, life: u64, at: usize, bytes: &[u8]) -> Result<(), Refusal> {
        let growth = (at + bytes.len()).saturating_sub(self.file(path, life)?.now().len());
        if let Some(room) = &mut self.room {
            *room = room.checked_sub(growth).ok_or(Refusal::Full)?;
        }
        let spent = self.spend();
        // The write that the power fails in is on its way, and some of it may still arrive.
        if let Some(file) = self.files.get_mut(path) {
            file.write(at, bytes);
        }
        spent
    }

    fn truncate(&mut self, path: &str, life: u64, size: usize) -> Result<(), Refusal> {
        self.file(path, life)?;
        self.spend()?;
        self.file(path, life)?.truncate(size);
        Ok(())
    }

    /// What the file holds is kept; with `names` also what its folder says: which files there are.
    fn sync(&mut self, path: &str, life: u64, names: bool) -> Result<(), Refusal> {
        self.file(path, life)?;
        self.spend()?;
        if !self.lies {
            self.file(path, life)?.sync();
        }
        if names && !self.lies {
            self.files.retain(|_, file| file.keep_name());
        }
        Ok(())
    }

    fn delete(&mut self, path: &str, synced: bool) -> Result<(), Refusal> {
        self.spend()?;
        let synced = synced && !self.lies;
        if self.files.get_mut(path).is_some_and(|file| file.delete(synced)) {
            self.files.remove(path);
        }
        Ok(())
    }

    fn random(&mut self, bytes: &mut [u8]) {
        bytes.fill_with(|| self.rng.random());
    }
}

fn locked(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
