//! What takes a role, decided once: a command asks before it says anything, a view tells whether the reader may, and of what
//! others say only what its author might say counts (docs/protocol.md §5).

use crate::reader::Reader;
use crate::trouble::Trouble;
use kith_sync::charter::Role;
use kith_sync::id::PersonId;

/// What not everybody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Right {
    /// Say what the community is called, and choose how it talks.
    Choose,
    /// Mark a topic that somebody else began as settled, or as open again.
    Settle,
}

impl Right {
    const fn needs(self) -> Role {
        match self {
            Self::Choose => Role::Organiser,
            Self::Settle => Role::Steward,
        }
    }

    /// Whether a role that somebody has by right is enough.
    pub(crate) fn is_of(self, role: Option<Role>) -> bool {
        role >= Some(self.needs())
    }
}

/// Whether who reads this may do so.
///
/// # Errors
/// In words, when their role does not allow it.
pub(crate) fn ask(reader: &Reader<'_>, right: Right) -> Result<(), Trouble> {
    if right.is_of(reader.role) { Ok(()) } else { Err(Trouble::of("not-allowed")) }
}

/// Whether who reads this may mark a topic that `author` began as settled, or as open again.
///
/// # Errors
/// As [`ask`].
pub(crate) fn settle(reader: &Reader<'_>, author: &PersonId) -> Result<(), Trouble> {
    if *author == reader.me { Ok(()) } else { ask(reader, Right::Settle) }
}
