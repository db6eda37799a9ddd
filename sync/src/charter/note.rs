//! A statement as its record gives it, and what can be read off it alone.

use super::{Cut, DeviceKeys, Role, Statement, needs};
use crate::id::{DeviceId, PersonId, StatementId};

/// A statement as its record gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The record's hash.
    pub id: StatementId,
    /// The device the log's introduction names.
    pub device: DeviceId,
    /// The person the log's introduction names; the author of what is valid.
    pub person: PersonId,
    /// The key that signs the log.
    pub sign_key: [u8; 32],
    /// What the author knew: the frontier and the author's statement before.
    pub cites: Vec<StatementId>,
    /// What is said.
    pub body: Told,
}

/// What is said, as far as this version can read it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "all but a very few are known")]
pub enum Told {
    /// A statement of a kind that this version knows.
    Known(Statement),
    /// One of a kind with this number.
    Newer(u32),
}

impl Told {
    /// The statement, if this version knows its kind.
    #[must_use]
    pub fn known(&self) -> Option<&Statement> {
        match self {
            Self::Known(statement) => Some(statement),
            Self::Newer(_) => None,
        }
    }
}

impl From<Statement> for Told {
    fn from(statement: Statement) -> Self {
        Self::Known(statement)
    }
}

impl Note {
    /// What is said, if this version knows its kind.
    #[must_use]
    pub fn statement(&self) -> Option<&Statement> {
        self.body.known()
    }

    /// What a kind that this version does not know needs, if it is one and its number may be.
    pub(super) fn unknown(&self) -> Option<Role> {
        match self.body {
            Told::Known(_) => None,
            Told::Newer(number) => needs(number),
        }
    }

    /// The person that a genesis or an admit lets in.
    pub(super) fn entrant(&self) -> Option<PersonId> {
        match self.statement()? {
            Statement::Genesis { keys, .. } => Some(keys.person()),
            Statement::Admit { person, .. } => Some(*person),
            _ => None,
        }
    }

    /// The device that this binds, and to whom.
    pub(super) fn binds(&self) -> Option<(PersonId, &DeviceKeys)> {
        match self.statement()? {
            Statement::DeviceAdd { keys, .. } => Some((self.person, keys)),
            Statement::Genesis { keys, .. } | Statement::Admit { keys, .. } => Some((self.entrant()?, keys)),
            _ => None,
        }
    }

    pub(super) fn cuts(&self) -> &[Cut] {
        match self.statement() {
            Some(
                Statement::Leave { cuts }
                | Statement::Remove { cuts, .. }
                | Statement::DeviceRemove { cuts, .. }
                | Statement::Restore { cuts, .. },
            ) => cuts,
            _ => &[],
        }
    }
}

impl Statement {
    /// Whether it is said also where something that an organiser said cannot be read.
    #[must_use]
    pub fn is_said_unread(&self) -> bool {
        matches!(
            self,
            Self::Remove { .. }
                | Self::Lower { .. }
                | Self::DeviceRemove { .. }
                | Self::Second { .. }
                | Self::Leave { .. }
                | Self::Unmake { .. }
                | Self::Heard
        )
    }

    /// Whether it takes something from somebody, or gives a say over who does: docs/protocol.md §3.4.
    pub(super) fn takes(&self) -> bool {
        matches!(
            self,
            Self::Lower { .. }
                | Self::Raise { to: Role::Organiser, .. }
                | Self::Remove { .. }
                | Self::DeviceRemove { .. }
                | Self::Close { .. }
                | Self::EndStandIn
                | Self::Unmake { .. }
        )
    }
}
