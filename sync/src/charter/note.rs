//! A statement as its record gives it, and what can be read off it alone.

use super::{Cut, DeviceKeys, Statement};
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
    /// What is said; `None` if this version cannot read it.
    pub body: Option<Statement>,
}

/// Whom a removal names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    Person(PersonId),
    Device(DeviceId),
}

impl Named {
    /// Whether this is the author of the statement, or the device that said it.
    pub(super) fn said(&self, note: &Note) -> bool {
        match self {
            Self::Person(person) => *person == note.person,
            Self::Device(device) => *device == note.device,
        }
    }
}

impl Note {
    /// Whom this names if it is a removal.
    pub(super) fn removes(&self) -> Option<Named> {
        match self.body.as_ref()? {
            Statement::Leave { .. } => Some(Named::Person(self.person)),
            Statement::DeviceRemove { device, .. } => Some(Named::Device(*device)),
            _ => self.unseats().map(Named::Person),
        }
    }

    /// The person that a remove or a demotion names, the removals that may need two.
    pub(super) fn unseats(&self) -> Option<PersonId> {
        match self.body.as_ref()? {
            Statement::Remove { person, .. } => Some(*person),
            Statement::Role { person, from, to } if to < from => Some(*person),
            _ => None,
        }
    }

    /// Whether this is a removal other than a demotion.
    pub(super) fn ends(&self) -> bool {
        self.removes().is_some() && !matches!(self.body, Some(Statement::Role { .. }))
    }

    /// The person that a genesis or an admit lets in.
    pub(super) fn entrant(&self) -> Option<PersonId> {
        match self.body.as_ref()? {
            Statement::Genesis { keys, .. } => Some(keys.person()),
            Statement::Admit { person, .. } => Some(*person),
            _ => None,
        }
    }

    /// The device that this binds, and to whom.
    pub(super) fn binds(&self) -> Option<(PersonId, &DeviceKeys)> {
        match self.body.as_ref()? {
            Statement::DeviceAdd { keys, .. } => Some((self.person, keys)),
            Statement::Genesis { keys, .. } | Statement::Admit { keys, .. } => Some((self.entrant()?, keys)),
            _ => None,
        }
    }

    pub(super) fn lifts(&self) -> &[StatementId] {
        match &self.body {
            Some(Statement::Admit { lifts, .. } | Statement::Restore { lifts, .. }) => lifts,
            _ => &[],
        }
    }

    pub(super) fn cuts(&self) -> &[Cut] {
        match &self.body {
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
