//! What is said, as the model takes it.

use std::collections::BTreeSet;

/// A statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub u64);
/// A human.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Person(pub u64);
/// One of a person's devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Device(pub u64);
/// An invitation's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub u64);

/// Low to high.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// In a room.
    Guest,
    /// Belongs.
    Member,
    /// Cares and moderates.
    Steward,
    /// May change who holds what.
    Organiser,
}

/// Whom a removal names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// A person.
    Person(Person),
    /// One device.
    Device(Device),
}

/// Signed by `device`, in a log of its own.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Its name; what is least counts among branches of one log alone.
    pub id: Id,
    /// Who signed.
    pub device: Device,
    /// Whose device its log says it is.
    pub person: Person,
    /// Its place in the log.
    pub number: u64,
    /// What stands before it in the log.
    pub previous: Option<Id>,
    /// What its author knew.
    pub cites: BTreeSet<Id>,
    /// What it says.
    pub body: Body,
    /// Whether its proofs are good.
    pub well_formed: bool,
}

/// What can be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Founds.
    Genesis {
        /// Whether members may invite.
        members_invite: bool,
    },
    /// Opens an invitation, or takes it over.
    Invite {
        /// Which.
        key: Key,
        /// Guest or member.
        role: Role,
        /// How many may come by it; 0 for any number.
        limit: u32,
    },
    /// Closes it.
    Close {
        /// Which.
        key: Key,
    },
    /// Lets somebody in, or in again.
    Admit {
        /// By which invitation.
        key: Key,
        /// Whom.
        person: Person,
        /// With which device.
        device: Device,
        /// Leaves that it lifts.
        lifts: BTreeSet<Id>,
    },
    /// Goes.
    Leave,
    /// Raises or lowers.
    Role {
        /// Whom.
        person: Person,
        /// As the author knows it.
        from: Role,
        /// From now on.
        to: Role,
    },
    /// Puts out.
    Remove {
        /// Whom.
        person: Person,
    },
    /// Lets in again, or confirms.
    Restore {
        /// Whom.
        person: Person,
        /// Guest or member.
        role: Role,
        /// Removals and admits.
        lifts: BTreeSet<Id>,
    },
    /// Adds a device of one's own.
    DeviceAdd {
        /// Which.
        device: Device,
    },
    /// Puts a device out.
    DeviceRemove {
        /// Which.
        device: Device,
    },
    /// Takes an organiser's powers for a while.
    StandIn,
    /// Keeps what a stand-in did, or not.
    Answer {
        /// Which.
        stand_in: Id,
        /// Whether.
        keep: bool,
    },
    /// Sets whether members may invite.
    Policy {
        /// Whether.
        members_invite: bool,
    },
    /// Knows what it cites.
    Heard,
    /// Makes an unknown statement count for nothing.
    Unmake {
        /// Which.
        statement: Id,
    },
    /// Of a kind that this version does not know.
    Unknown {
        /// What its number says.
        needs: Role,
    },
}

impl Body {
    /// Whether it takes something from somebody (§4).
    #[must_use]
    pub fn takes(&self) -> bool {
        match self {
            Self::Role { from, to, .. } => to < from,
            Self::Remove { .. }
            | Self::DeviceRemove { .. }
            | Self::Close { .. }
            | Self::Answer { .. }
            | Self::Unmake { .. } => true,
            _ => false,
        }
    }
}
