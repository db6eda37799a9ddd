//! One file: what a program sees of it, and what would be left of it without power.

use rand::{Rng, RngExt};

/// What a disk writes whole or not at all.
const SECTOR: usize = 512;

/// How much of what was not synced reaches the disk all the same.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fate {
    /// Nothing.
    Nothing,
    /// What was written first, up to a moment; so many of a hundred.
    First(usize),
    /// Each sector by itself; so many of a hundred.
    Scattered(u32),
}

enum Change {
    /// The file was made anew: another one than whatever had its name before.
    Created,
    Written {
        at: usize,
        bytes: Vec<u8>,
    },
    Truncated(usize),
}

/// A file, which may be deleted while its name still stands on the disk.
#[derive(Default)]
pub(super) struct File {
    now: Option<Vec<u8>>,
    /// What was synced; none if its name was not.
    kept: Option<Vec<u8>>,
    unsynced: Vec<Change>,
}

impl Fate {
    pub(super) fn drawn(rng: &mut impl Rng) -> Self {
        match rng.random_range(0..6) {
            0 | 1 => Self::Nothing,
            2 => Self::First(rng.random_range(0..=100)),
            3 => Self::Scattered(5),
            4 => Self::Scattered(50),
            _ => Self::Scattered(95),
        }
    }
}

impl File {
    pub(super) fn is_here(&self) -> bool {
        self.now.is_some()
    }

    pub(super) fn now(&self) -> &[u8] {
        self.now.as_deref().unwrap_or_default()
    }

    pub(super) fn create(&mut self) {
        if self.now.is_none() {
            self.now = Some(Vec::new());
            self.unsynced = vec![Change::Created];
        }
    }

    pub(super) fn write(&mut self, at: usize, bytes: &[u8]) {
        self.change(Change::Written { at, bytes: bytes.to_vec() });
    }

    pub(super) fn truncate(&mut self, size: usize) {
        self.change(Change::Truncated(size));
    }

    fn change(&mut self, change: Change) {
        if let Some(now) = &mut self.now {
            change.apply(now);
        }
        self.unsynced.push(change);
    }

    /// What it holds and that it exists outlive the power.
    pub(super) fn sync(&mut self) {
        let mut kept = self.kept.take().unwrap_or_default();
        for change in self.unsynced.drain(..) {
            change.apply(&mut kept);
        }
        self.kept = Some(kept);
    }

    /// That it is here, or is not, outlives the power. False if it is gone.
    pub(super) fn keep_name(&mut self) -> bool {
        if let Some(Change::Created) = self.unsynced.first() {
            self.unsynced.remove(0);
            self.kept = Some(Vec::new());
        }
        self.is_here()
    }

    /// True if it is gone for good: without a sync of its folder it may come back.
    pub(super) fn delete(&mut self, synced: bool) -> bool {
        self.now = None;
        synced || self.kept.is_none()
    }

    /// Becomes what is left of it after the power failed. False if that is nothing.
    pub(super) fn outlive(&mut self, fate: Fate, rng: &mut impl Rng) -> bool {
        let deleted = self.now.is_none();
        let mut left = self.kept.take();
        let count = self.unsynced.len();
        for (nth, change) in self.unsynced.drain(..).enumerate() {
            let arrives = match fate {
                Fate::Nothing => false,
                Fate::First(percent) => nth * 100 < count * percent,
                Fate::Scattered(percent) => rng.random_range(0..100) < percent,
            };
            match (&change, fate, &mut left) {
                (Change::Created, ..) if arrives => left = Some(Vec::new()),
                // The name still means the file before, or none: what came later went to another.
                (Change::Created, ..) => break,
                (Change::Written { at, bytes }, Fate::Scattered(percent), Some(left)) => {
                    for (at, bytes) in sectors(*at, bytes) {
                        if rng.random_range(0..100) < percent {
                            write(left, at, bytes);
                        }
                    }
                }
                (change, _, Some(left)) if arrives => change.apply(left),
                _ => {}
            }
        }
        if deleted && rng.random_bool(0.5) {
            left = None;
        }
        self.kept.clone_from(&left);
        self.now = left;
        self.now.is_some()
    }
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Created => bytes.clear(),
            Self::Written { at, bytes: new } => write(bytes, *at, new),
            Self::Truncated(size) => bytes.truncate(*size),
        }
    }
}

fn write(file: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    let end = at + bytes.len();
    if file.len() < end {
        file.resize(end, 0);
    }
    file[at..end].copy_from_slice(bytes);
}

/// The pieces of a write, each within one sector.
fn sectors(mut at: usize, mut bytes: &[u8]) -> Vec<(usize, &[u8])> {
    let mut pieces = Vec::new();
    while !bytes.is_empty() {
        let (piece, rest) = bytes.split_at(bytes.len().min(SECTOR - at % SECTOR));
        pieces.push((at, piece));
        at += piece.len();
        bytes = rest;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand_chacha::ChaCha20Rng;

    #[test]
    fn what_was_synced_outlives_the_power_and_what_was_not_may_not() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let mut file = File::default();
        file.create();
        assert!(
            !File { now: Some(vec![1]), ..File::default() }.outlive(Fate::Nothing, &mut rng),
            "its name is not kept"
        );
        file.write(0, &[1; 1_000]);
        file.sync();
        file.write(500, &[2; 1_000]);
        file.truncate(1_200);
        assert_eq!(file.now().len(), 1_200);
        assert!(file.outlive(Fate::Nothing, &mut rng));
        assert_eq!(file.now(), [1; 1_000]);
        file.write(500, &[2; 1_000]);
        assert!(file.outlive(Fate::First(100), &mut rng));
        assert_eq!(file.now().len(), 1_500);
    }

    #[test]
    fn a_torn_write_is_torn_between_sectors() {
        let pieces = sectors(500, &[0; 1_100]);
        let places: Vec<(usize, usize)> = pieces.iter().map(|(at, piece)| (*at, piece.len())).collect();
        assert_eq!(places, [(500, 12), (512, 512), (1_024, 512), (1_536, 64)]);
    }

    #[test]
    fn a_deleted_file_may_come_back_unless_its_folder_was_synced() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let back = (0..100).filter(|_| {
            let mut file = File { now: Some(vec![1]), kept: Some(vec![1]), unsynced: vec![] };
            assert!(!file.delete(false));
            file.outlive(Fate::Nothing, &mut rng)
        });
        assert!((20..80).contains(&back.count()));
        assert!(File { now: Some(vec![1]), kept: Some(vec![1]), unsynced: vec![] }.delete(true));
        assert!(!File { now: None, kept: Some(vec![1]), unsynced: vec![] }.keep_name());
    }
}
