//! The fifteen statements of §3.1 as plain data: no bytes, keys and proofs already looked at.

use std::collections::{BTreeMap, BTreeSet};

pub type Id = [u8; 32];
pub type InviteKey = [u8; 32];
pub type Person = [u8; 16];
pub type Device = [u8; 16];
/// The first 16 bytes of its circle statement's id, or [`EVERYONE`].
pub type Circle = [u8; 16];
/// How many records of each log the author held.
pub type Cuts = BTreeMap<Id, u64>;

/// Stands for everyone's circle, whose real id is a hash of the community's.
pub const EVERYONE: Circle = [0; 16];

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Guest,
    Member,
    Steward,
    Organiser,
}

/// A device, and the person its keys make where it is that person's first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keys {
    pub device: Device,
    pub person: Person,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    Genesis {
        keys: Keys,
        members_invite: bool,
    },
    Invite {
        key: InviteKey,
        role: Role,
        /// 0: none.
        limit: u32,
        proof_ok: bool,
    },
    Close {
        key: InviteKey,
    },
    Admit {
        key: InviteKey,
        person: Person,
        keys: Keys,
        proof_ok: bool,
        lifts: BTreeSet<Id>,
    },
    Leave {
        cuts: Cuts,
    },
    Role {
        person: Person,
        from: Role,
        to: Role,
    },
    Remove {
        person: Person,
        cuts: Cuts,
    },
    Restore {
        person: Person,
        role: Role,
        lifts: BTreeSet<Id>,
        cuts: Cuts,
    },
    DeviceAdd {
        keys: Keys,
        proof_ok: bool,
    },
    DeviceRemove {
        device: Device,
        cuts: Cuts,
    },
    StandIn,
    Circle {
        members: BTreeSet<Person>,
    },
    Epoch {
        circle: Circle,
        replaces: BTreeSet<Id>,
    },
    Policy {
        members_invite: bool,
    },
    Hub,
    /// A number this version does not know.
    Unknown,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub id: Id,
    pub device: Device,
    /// The person that the log's introduction names; none: whoever the device belongs to.
    pub claims: Option<Person>,
    /// The frontier and the author's own previous statement.
    pub cites: BTreeSet<Id>,
    pub body: Body,
}

/// Whom a removal names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    Person(Person),
    Device(Device),
}

impl Statement {
    /// Whom this names if it is a removal by this person.
    pub(super) fn removes(&self, author: Person) -> Option<Named> {
        match &self.body {
            Body::Leave { .. } => Some(Named::Person(author)),
            Body::Remove { person, .. } => Some(Named::Person(*person)),
            Body::Role { person, from, to } if to < from => Some(Named::Person(*person)),
            Body::DeviceRemove { device, .. } => Some(Named::Device(*device)),
            _ => None,
        }
    }

    /// The person named by a remove or a demotion, the removals that may need two.
    pub(super) fn unseats(&self) -> Option<Person> {
        match &self.body {
            Body::Remove { person, .. } => Some(*person),
            Body::Role { person, from, to } if to < from => Some(*person),
            _ => None,
        }
    }

    /// Whether the log's introduction names this person.
    pub(super) fn is_by(&self, author: Person) -> bool {
        self.claims.is_none_or(|claimed| claimed == author)
    }

    pub(super) fn lifts(&self) -> Option<&BTreeSet<Id>> {
        match &self.body {
            Body::Admit { lifts, .. } | Body::Restore { lifts, .. } => Some(lifts),
            _ => None,
        }
    }

    pub(super) fn cuts(&self) -> Option<&Cuts> {
        match &self.body {
            Body::Leave { cuts }
            | Body::Remove { cuts, .. }
            | Body::Restore { cuts, .. }
            | Body::DeviceRemove { cuts, .. } => Some(cuts),
            _ => None,
        }
    }

    pub(super) fn proof_ok(&self) -> bool {
        match &self.body {
            Body::Admit { person, keys, proof_ok, lifts, .. } => {
                *proof_ok && (*person == keys.person || !lifts.is_empty())
            }
            Body::Invite { proof_ok, .. } | Body::DeviceAdd { proof_ok, .. } => *proof_ok,
            Body::Genesis { keys, .. } => keys.device == self.device,
            _ => true,
        }
    }
}
