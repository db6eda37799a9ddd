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
    /// Opens an invitation.
    Invite {
        /// How many may come by it; 0 for any number.
        limit: u32,
    },
    /// Takes an invitation over from whoever made it.
    TakeOver {
        /// The statement that opened it.
        invite: Id,
    },
    /// Closes it.
    Close {
        /// The statement that opened it.
        invite: Id,
    },
    /// Lets somebody in, or in again.
    Admit {
        /// The statement that opened the invitation.
        invite: Id,
        /// Whom.
        person: Person,
        /// With which device.
        device: Device,
        /// Leaves that it lifts.
        lifts: BTreeSet<Id>,
    },
    /// Goes.
    Leave,
    /// Raises to a role.
    Raise {
        /// Whom.
        person: Person,
        /// From now on.
        to: Role,
    },
    /// Lowers to a role.
    Lower {
        /// Whom.
        person: Person,
        /// From now on.
        to: Role,
    },
    /// Puts out.
    Remove {
        /// Whom.
        person: Person,
    },
    /// Lets in again, or confirms: lifts every removal of the person that it knows.
    Restore {
        /// Whom.
        person: Person,
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
    /// Agrees to what takes two.
    Second {
        /// The statement agreed to.
        first: Id,
    },
    /// Takes an organiser's powers for a while.
    StandIn,
    /// Ends every stand-in that it knows, and undoes what they raised and took.
    EndStandIn,
    /// Sets whether members may invite.
    Policy {
        /// Whether.
        members_invite: bool,
    },
    /// Knows what it cites.
    Heard,
    /// Gathers some people.
    Circle {
        /// Whom.
        members: BTreeSet<Person>,
    },
    /// Opens a key for a circle.
    Epoch {
        /// The statement that gathered it; none for everyone's.
        circle: Option<Id>,
        /// Epochs.
        replaces: BTreeSet<Id>,
    },
    /// From now on nothing unknown that this person says stops this version.
    Unmake {
        /// Whose.
        person: Person,
    },
    /// Of a kind that this version does not know.
    Unknown {
        /// What its number says.
        needs: Role,
    },
}

impl Body {
    /// Whether it takes something from somebody, or gives a say over who does (§3.4).
    #[must_use]
    pub fn takes(&self) -> bool {
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

    /// Whether a version says and judges it that cannot read all that an organiser said (§3.5).
    #[must_use]
    pub fn is_said_unread(&self) -> bool {
        matches!(
            self,
            Self::Remove { .. }
                | Self::Lower { .. }
                | Self::DeviceRemove { .. }
                | Self::Second { .. }
                | Self::Leave
                | Self::Unmake { .. }
                | Self::Heard
        )
    }
}
