//! What takes a role, decided once: a command asks before it says anything, a view tells whether the reader may, and of what
//! others say only what its author might say counts (docs/protocol.md §5). Each noun names its rights.

use crate::reader::Reader;
use crate::trouble::Trouble;
use kith_sync::charter::Role;

/// What not everybody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Right {
    /// The least role that may.
    least: Role,
}

impl Right {
    /// The right of this role, and of those above it.
    pub(crate) const fn from(least: Role) -> Self {
        Self { least }
    }

    /// Whether a role that somebody has by right is enough.
    pub(crate) fn is_of(self, role: Option<Role>) -> bool {
        role >= Some(self.least)
    }
}

/// Whether who reads this may do so.
///
/// # Errors
/// In words, when their role does not allow it.
pub(crate) fn ask(reader: &Reader<'_>, right: Right) -> Result<(), Trouble> {
    if right.is_of(reader.role) { Ok(()) } else { Err(Trouble::of("not-allowed")) }
}
