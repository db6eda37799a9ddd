//! What changed, by subject: whoever watches looks again only if it was something that they read.

/// Some of the subjects that change apart from each other, at most 32.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Subjects(u32);

/// Subjects that `sync` keeps for itself; those of the slices come after them.
const OWN: u8 = 3;
/// Most subjects that the slices may have.
const MAX_SLICED: u8 = 29;

impl Subjects {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// Who belongs, and in what role.
    pub const CHARTER: Self = Self(1);
    /// Who has signed for what.
    pub const RECEIPTS: Self = Self(1 << 1);
    /// Who is connected.
    pub const CONNECTIONS: Self = Self(1 << 2);
    /// All that are the slices'.
    pub const SLICED: Self = Self(u32::MAX << OWN);
    /// All there are.
    pub const ALL: Self = Self(u32::MAX);

    /// A subject of the slices', by a number below 29; a greater one is that of the last.
    #[must_use]
    pub const fn sliced(number: u8) -> Self {
        let number = if number < MAX_SLICED { number } else { MAX_SLICED - 1 };
        Self(1 << (OWN + number))
    }

    /// These and others.
    #[must_use]
    pub const fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// Takes others in.
    pub fn add(&mut self, others: Self) {
        *self = self.and(others);
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_none(self) -> bool {
        self.0 == 0
    }
}

/// How often each subject changed since the community was opened. Two of these tell what changed between them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Versions([u64; u32::BITS as usize]);

impl Versions {
    /// Counts a change of these.
    pub fn count(&mut self, changed: Subjects) {
        for (bit, count) in self.0.iter_mut().enumerate() {
            *count = count.wrapping_add(u64::from(changed.0 >> bit & 1));
        }
    }

    /// How often any of these changed.
    #[must_use]
    pub fn of(&self, subjects: Subjects) -> u64 {
        let counts = self.0.iter().enumerate().filter(|(bit, _)| subjects.0 >> bit & 1 == 1);
        counts.fold(0, |sum, (_, count)| sum.wrapping_add(*count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_seen_by_who_reads_its_subject_and_by_nobody_else() {
        let mut versions = Versions::default();
        let (words, faces) = (Subjects::sliced(0), Subjects::sliced(1));
        versions.count(words.and(Subjects::CHARTER));
        assert_eq!([words, faces, Subjects::CHARTER, Subjects::RECEIPTS].map(|one| versions.of(one)), [1, 0, 1, 0]);
        versions.count(faces);
        assert_eq!((versions.of(words.and(faces)), versions.of(Subjects::ALL)), (2, 3));
        versions.count(Subjects::NONE);
        assert_eq!((versions.of(Subjects::NONE), versions.of(Subjects::ALL)), (0, 3));
    }

    #[test]
    fn subjects_of_the_slices_are_none_of_our_own_and_end_at_the_last() {
        let own = Subjects::CHARTER.and(Subjects::RECEIPTS).and(Subjects::CONNECTIONS);
        let mut versions = Versions::default();
        (0..MAX_SLICED).for_each(|number| versions.count(Subjects::sliced(number)));
        assert_eq!((versions.of(own), versions.of(Subjects::ALL)), (0, u64::from(MAX_SLICED)));
        assert_eq!(Subjects::sliced(MAX_SLICED), Subjects::sliced(MAX_SLICED - 1));
    }
}
