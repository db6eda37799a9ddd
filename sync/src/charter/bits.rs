//! A set of places.

/// A set of places. Two that hold the same are equal.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// The places below `end`.
    pub(super) fn up_to(end: usize) -> Self {
        let mut bits = Self(vec![u64::MAX; end / 64]);
        if !end.is_multiple_of(64) {
            bits.0.push((1 << (end % 64)) - 1);
        }
        bits
    }

    pub(super) fn has(&self, at: usize) -> bool {
        let word = self.0.get(at / 64);
        word.is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    pub(super) fn put(&mut self, at: usize) {
        if self.0.len() <= at / 64 {
            self.0.resize(at / 64 + 1, 0);
        }
        if let Some(word) = self.0.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    }

    pub(super) fn take(&mut self, at: usize) {
        if let Some(word) = self.0.get_mut(at / 64) {
            *word &= !(1 << (at % 64));
        }
    }

    pub(super) fn join(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (to, from) in self.0.iter_mut().zip(&other.0) {
            *to |= from;
        }
    }

    /// What both hold.
    pub(super) fn both(&self, other: &Self) -> Self {
        Self::trimmed(self.0.iter().zip(&other.0).map(|(one, other)| one & other).collect())
    }

    /// What this holds and the other does not.
    pub(super) fn without(&self, other: &Self) -> Self {
        let others = other.0.iter().chain(std::iter::repeat(&0));
        Self::trimmed(self.0.iter().zip(others).map(|(one, other)| one & !other).collect())
    }

    /// Whether something that both hold is not in `but`.
    pub(super) fn meets_beyond(&self, other: &Self, but: &Self) -> bool {
        let but = but.0.iter().chain(std::iter::repeat(&0));
        self.0.iter().zip(&other.0).zip(but).any(|((one, other), but)| one & other & !but > 0)
    }

    fn trimmed(mut words: Vec<u64>) -> Self {
        while words.last() == Some(&0) {
            words.pop();
        }
        Self(words)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn count(&self) -> usize {
        let ones = self.0.iter().map(|word| word.count_ones() as usize);
        ones.sum()
    }

    /// The places, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(at, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros() as usize;
                left &= left.checked_sub(1)?;
                Some(at * 64 + bit)
            })
        })
    }
}
