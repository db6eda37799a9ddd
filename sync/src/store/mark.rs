//! The mark: a file beside the database that notes how much this device has written. A database that is put back to an older copy
//! leaves it as it was.

use std::cell::Cell;
use std::fs::File;
use std::io::Write as _;
use std::path::PathBuf;

/// How many records a device has written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// All of them.
    pub records: u64,
    /// Those of the charter.
    pub charter: u64,
}

impl Written {
    /// The sum of both.
    #[must_use]
    pub fn and(self, more: Self) -> Self {
        self.with(more, u64::saturating_add)
    }

    /// What this is short of the other.
    #[must_use]
    pub fn short_of(self, all: Self) -> Self {
        all.with(self, u64::saturating_sub)
    }

    fn with(self, other: Self, of: impl Fn(u64, u64) -> u64) -> Self {
        Self { records: of(self.records, other.records), charter: of(self.charter, other.charter) }
    }

    /// As it stands in the mark. Of one length each time: written in place, it costs one block and not a new one a record.
    pub(crate) fn to_text(self) -> String {
        format!("{:20} {:20}", self.records, self.charter)
    }

    /// Reads it, also as it was noted once: the number of all records alone.
    pub(crate) fn from_text(text: &str) -> Self {
        let mut numbers = text.split_whitespace().map(|number| number.parse().unwrap_or(0));
        let mut next = || numbers.next().unwrap_or(0);
        Self { records: next(), charter: next() }
    }
}

/// The file, and what it says.
#[derive(Clone)]
pub(super) struct Mark {
    path: PathBuf,
    noted: Cell<Written>,
}

impl Mark {
    pub fn open(path: PathBuf) -> Self {
        let noted = std::fs::read_to_string(&path).map(|text| Written::from_text(&text)).unwrap_or_default();
        Self { path, noted: Cell::new(noted) }
    }

    pub fn noted(&self) -> Written {
        self.noted.get()
    }

    /// Raises what it says; neither number is ever lowered. Not being able to costs nothing but the warning later.
    pub fn raise(&self, written: Written) {
        let higher = self.noted().with(written, u64::max);
        if higher == self.noted() {
            return;
        }
        self.noted.set(higher);
        let file = File::options().write(true).create(true).truncate(false).open(&self.path);
        if let Err(error) = file.and_then(|mut file| file.write_all(higher.to_text().as_bytes())) {
            tracing::debug!(%error, "the mark could not be written");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_with_one_number_says_nothing_of_the_charter() {
        assert_eq!(Written::from_text("                  17"), Written { records: 17, charter: 0 });
        let written = Written { records: 17, charter: 3 };
        assert_eq!(Written::from_text(&written.to_text()), written);
        assert_eq!(Written::from_text("no number"), Written::default());
    }
}
