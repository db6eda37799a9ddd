//! Statements: what the charter's records say. Field order and numbers are docs/protocol.md §3.1.

use crate::id::{CircleId, DeviceId, LogId, PersonId, StatementId, derive16};
use minicbor::{Decode, Encode};

/// Most cuts, lifts, members or replaced epochs that one statement may list.
pub const MAX_LISTED: usize = 1_024;
/// Most bytes of the words that say why someone is removed.
pub const MAX_WHY: usize = 2_000;
/// Bytes that sealing adds: the salt and the tag.
const SEALED_MORE: usize = 32;
/// Statement kinds from this number on are not known to this version.
pub const KINDS: u32 = 21;
/// The first number of a kind that may change what the law permits: who cannot read it must not write.
const READ_ONLY: u32 = 64;
/// The first number of a kind that needs a steward, and changes nothing of the law.
const STEWARDS: u32 = 128;
/// The first number of a kind that needs a member, and changes nothing of the law.
const MEMBERS: u32 = 192;
/// The greatest number that a kind may have.
const LAST: u32 = 255;

/// What a person may do, low to high.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Role {
    /// In a room only.
    #[n(0)]
    Guest,
    /// Belongs.
    #[n(1)]
    Member,
    /// Moderates and cares.
    #[n(2)]
    Steward,
    /// May change the charter.
    #[n(3)]
    Organiser,
}

/// The public halves of a device's three keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(array)]
pub struct DeviceKeys {
    /// Ed25519: signs records.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub sign: [u8; 32],
    /// X25519: opens seals.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub seal: [u8; 32],
    /// iroh's endpoint id.
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub endpoint: [u8; 32],
}

impl DeviceKeys {
    /// The device that holds these keys.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        DeviceId(derive16("kith 0 device", &[&self.sign, &self.seal, &self.endpoint]))
    }

    /// The person whose first device this is.
    #[must_use]
    pub fn person(&self) -> PersonId {
        PersonId(derive16("kith 0 person", &[&self.sign, &self.seal, &self.endpoint]))
    }

    pub(super) fn bytes(&self) -> [u8; 96] {
        let mut out = [0; 96];
        let all = self.sign.iter().chain(&self.seal).chain(&self.endpoint);
        for (to, from) in out.iter_mut().zip(all) {
            *to = *from;
        }
        out
    }
}

/// How many records of a log the author of a removal held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(array)]
pub struct Cut {
    /// Which log.
    #[n(0)]
    pub log: LogId,
    /// Records that stand: those numbered below this.
    #[n(1)]
    pub count: u64,
}

/// Words that only readers of everyone's circle can open: the charter carries them and cannot read them.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Why {
    /// The epoch whose key opens them.
    #[n(0)]
    pub epoch: StatementId,
    /// Salt and sealed words.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub sealed: Vec<u8>,
}

/// What a person states about who belongs.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Statement {
    /// Founds the community.
    #[n(0)]
    Genesis {
        /// The founder's first device.
        #[n(0)]
        keys: DeviceKeys,
        /// Whether members may invite.
        #[n(1)]
        members_invite: bool,
        /// Makes every community another.
        #[n(2)]
        #[cbor(with = "minicbor::bytes")]
        random: [u8; 16],
        /// By the endpoint key, over keys and random; the signing key signs the record.
        #[n(3)]
        #[cbor(with = "minicbor::bytes")]
        endpoint: [u8; 64],
    },
    /// Opens an invitation, by which members come.
    #[n(1)]
    Invite {
        /// The public half of the link's secret.
        #[n(0)]
        #[cbor(with = "minicbor::bytes")]
        key: [u8; 32],
        /// How many may come by it; 0: any number.
        #[n(1)]
        limit: u32,
        /// Days since 1970 after which honest devices admit nobody by it.
        #[n(2)]
        last_day: u32,
        /// By the invitation's secret, over who invites.
        #[n(3)]
        #[cbor(with = "minicbor::bytes")]
        own: [u8; 64],
    },
    /// Closes an invitation.
    #[n(2)]
    Close {
        /// The statement that opened it.
        #[n(0)]
        invite: StatementId,
    },
    /// Lets a newcomer in.
    #[n(3)]
    Admit {
        /// The statement that opened the invitation.
        #[n(0)]
        invite: StatementId,
        /// Who comes: whom the keys make, or who left.
        #[n(1)]
        person: PersonId,
        /// The device they come with.
        #[n(2)]
        keys: DeviceKeys,
        /// By the invitation's secret, the signing key and the endpoint key, over all of this.
        #[n(3)]
        proofs: Proofs,
        /// Leaves of the same person that this ends.
        #[n(4)]
        lifts: Vec<StatementId>,
    },
    /// Its author goes.
    #[n(4)]
    Leave {
        /// The author's logs as known.
        #[n(0)]
        cuts: Vec<Cut>,
    },
    /// Gives a higher role.
    #[n(5)]
    Raise {
        /// To whom.
        #[n(0)]
        person: PersonId,
        /// The role from here on.
        #[n(1)]
        to: Role,
    },
    /// Ends a person's belonging.
    #[n(6)]
    Remove {
        /// Whose.
        #[n(0)]
        person: PersonId,
        /// What of theirs stands.
        #[n(1)]
        cuts: Vec<Cut>,
        /// Why, for who could read the circle before: also the person removed.
        #[n(2)]
        why: Option<Why>,
    },
    /// Brings back a removed person, or vouches for a waiting one: lifts every remove and admit of theirs that it knows.
    #[n(7)]
    Restore {
        /// Whom.
        #[n(0)]
        person: PersonId,
        /// What else of theirs stands.
        #[n(1)]
        cuts: Vec<Cut>,
    },
    /// A further device of its author.
    #[n(8)]
    DeviceAdd {
        /// The new device.
        #[n(0)]
        keys: DeviceKeys,
        /// By the new device's signing key, over both.
        #[n(1)]
        #[cbor(with = "minicbor::bytes")]
        own: [u8; 64],
        /// By its endpoint key, over the same.
        #[n(2)]
        #[cbor(with = "minicbor::bytes")]
        endpoint: [u8; 64],
    },
    /// Ends a device.
    #[n(9)]
    DeviceRemove {
        /// Which.
        #[n(0)]
        device: DeviceId,
        /// What of its words stands.
        #[n(1)]
        cuts: Vec<Cut>,
    },
    /// Its author acts while no organiser can.
    #[n(10)]
    StandIn,
    /// Opens a circle.
    #[n(11)]
    Circle {
        /// Who reads it.
        #[n(0)]
        members: Vec<PersonId>,
        /// Makes every circle another.
        #[n(1)]
        #[cbor(with = "minicbor::bytes")]
        random: [u8; 16],
        /// What the circle's secret must hash to.
        #[n(2)]
        #[cbor(with = "minicbor::bytes")]
        commitment: [u8; 32],
    },
    /// Opens a key for a circle.
    #[n(12)]
    Epoch {
        /// For which.
        #[n(0)]
        circle: CircleId,
        /// What the key must hash to.
        #[n(1)]
        #[cbor(with = "minicbor::bytes")]
        commitment: [u8; 32],
        /// Epochs that nobody writes under from here on.
        #[n(2)]
        replaces: Vec<StatementId>,
    },
    /// Changes what members may do.
    #[n(13)]
    Policy {
        /// Whether members may invite.
        #[n(0)]
        members_invite: bool,
    },
    /// Names an always-on device.
    #[n(14)]
    Hub {
        /// Its endpoint.
        #[n(0)]
        #[cbor(with = "minicbor::bytes")]
        endpoint: [u8; 32],
    },
    /// Takes a role down.
    #[n(15)]
    Lower {
        /// Whose.
        #[n(0)]
        person: PersonId,
        /// The role from here on.
        #[n(1)]
        to: Role,
    },
    /// Agrees to what takes two.
    #[n(16)]
    Second {
        /// The statement agreed to.
        #[n(0)]
        first: StatementId,
        /// Why, as of a remove.
        #[n(1)]
        why: Option<Why>,
    },
    /// Answers for somebody else's invitation.
    #[n(17)]
    TakeOver {
        /// The statement that opened it.
        #[n(0)]
        invite: StatementId,
        /// By the invitation's secret, over who takes it over.
        #[n(1)]
        #[cbor(with = "minicbor::bytes")]
        own: [u8; 64],
    },
    /// Ends every stand-in that it knows.
    #[n(18)]
    EndStandIn,
    /// Has no effect: cites.
    #[n(19)]
    Heard,
    /// What this person says of kinds that are not known stops nothing any more.
    #[n(20)]
    Unmake {
        /// Whose.
        #[n(0)]
        person: PersonId,
    },
}

/// Who holds the keys that an admit names: each signs all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Proofs {
    /// By the invitation's secret.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub invite: [u8; 64],
    /// By the device's signing key.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub sign: [u8; 64],
    /// By its endpoint key.
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub endpoint: [u8; 64],
}

/// What a kind that is not known to this version asks of its author; `None` if no kind may have this number.
#[must_use]
pub fn needs(number: u32) -> Option<Role> {
    match number {
        READ_ONLY..STEWARDS => Some(Role::Organiser),
        STEWARDS..MEMBERS => Some(Role::Steward),
        MEMBERS..=LAST => Some(Role::Member),
        _ => None,
    }
}

impl Statement {
    /// Whether what it carries sealed is no longer than words may be.
    #[must_use]
    pub fn carries_little(&self) -> bool {
        match self {
            Self::Remove { why: Some(why), .. } | Self::Second { why: Some(why), .. } => {
                why.sealed.len() <= MAX_WHY + SEALED_MORE
            }
            _ => true,
        }
    }

    /// How long its list is.
    #[must_use]
    pub fn listed(&self) -> usize {
        match self {
            Self::Admit { lifts, .. } => lifts.len(),
            Self::Leave { cuts }
            | Self::Remove { cuts, .. }
            | Self::DeviceRemove { cuts, .. }
            | Self::Restore { cuts, .. } => cuts.len(),

            Self::Circle { members, .. } => members.len(),
            Self::Epoch { replaces, .. } => replaces.len(),
            _ => 0,
        }
    }
}
