//! What holds at a place of the order: docs/protocol.md §3.5.

use super::bits::Bits;
use super::entries::Entries;
use super::rank::Rank;
use super::{Role, Status};
use crate::id::{CircleId, DeviceId, PersonId, StatementId};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Where a statement stands among those held.
pub(super) type At = usize;

/// One way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Removal {
    /// The statement through which it took effect: of two, the second.
    pub at: At,
    /// The statement that says it.
    pub said: At,
    /// The device that it ends; none: a person's belonging.
    pub device: Option<DeviceId>,
    /// Whether its author goes.
    pub leave: bool,
    /// Whether an organiser said it.
    pub by_organiser: bool,
    /// What lifted it.
    pub lifted: Vec<At>,
}

impl Removal {
    /// Whether it is in effect still.
    pub(super) fn holds(&self) -> bool {
        self.lifted.is_empty()
    }
}

/// What brought somebody back, or confirmed them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Restoring {
    pub at: At,
    /// Whether an organiser said it.
    pub by_organiser: bool,
}

/// An invitation.
#[derive(Clone, Debug)]
pub(super) struct Invitation {
    /// Who opened it, and who took it over.
    pub said: Vec<PersonId>,
    /// 0: none.
    pub limit: u32,
    pub closed: bool,
    /// Who came by it.
    pub came: BTreeSet<PersonId>,
}

/// The role that somebody has, and what gave each level of it.
#[derive(Clone, Debug)]
pub(super) struct Holding {
    pub role: Role,
    pub since: BTreeMap<Role, At>,
    /// The stand-in that lent the role, and the one that they have by right.
    pub lent: Option<(At, Role)>,
}

impl Holding {
    /// The role that nothing lent.
    pub(super) fn own(&self) -> Role {
        self.lent.map_or(self.role, |(_, own)| own)
    }
}

/// Somebody who stands in.
#[derive(Clone, Debug)]
pub(super) struct StandIn {
    pub person: PersonId,
    /// Whether they were removed or left since.
    pub spent: bool,
}

/// The place of each statement in age; none: not in the set.
pub(super) type Ages = Vec<Option<usize>>;

/// The greater, the younger; what is not in the set is younger than all.
pub(super) fn age(ages: &Ages, at: Option<At>) -> usize {
    at.and_then(|at| ages.get(at).copied().flatten()).unwrap_or(usize::MAX)
}

/// Everything that the order has left so far.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    pub entries: Entries,
    pub outs: BTreeMap<PersonId, Vec<Removal>>,
    pub restores: BTreeMap<PersonId, Vec<Restoring>>,
    /// Admits with lifts that are void, with what they would lift.
    pub void_returns: BTreeMap<PersonId, Vec<(At, Vec<StatementId>)>>,
    pub device_outs: BTreeMap<DeviceId, Vec<Removal>>,
    pub roles: BTreeMap<PersonId, Holding>,
    /// The own role with which somebody left last.
    pub went_as: BTreeMap<PersonId, Role>,
    /// Every role that a person was given by right, in the order.
    pub ranks: BTreeMap<PersonId, Vec<Rank>>,
    /// Whose it is, and what bound it, in the order.
    pub devices: BTreeMap<DeviceId, Vec<(PersonId, At)>>,
    /// By the statement that opened it.
    pub invitations: BTreeMap<At, Invitation>,
    /// Whether members may invite, as last said, and by what.
    pub members_invite: Option<(bool, At)>,
    /// What waits for a second, with its author.
    pub asked: BTreeMap<At, PersonId>,
    /// What took effect by a second.
    pub agreed: Bits,
    /// Stand-ins that no word ended.
    pub stand_ins: BTreeMap<At, StandIn>,
    /// Statements of kinds that are not known and need an organiser, with their authors.
    pub unknown: BTreeMap<At, PersonId>,
    /// Whose words of unknown kinds stop nothing any more.
    pub unmade: BTreeSet<PersonId>,
    pub circles: BTreeMap<CircleId, At>,
    /// In the order.
    pub epochs: BTreeMap<CircleId, Vec<At>>,
    pub hubs: BTreeSet<At>,
    /// Removals, in the order in which they took effect.
    pub applied: Vec<At>,
    /// By what somebody may have come to be a guest, who reads everyone's circle no more: lowers to it, and ends of stand-ins.
    pub silenced: Vec<At>,
    /// What had no effect.
    pub void: Bits,
    /// What was asked and fell.
    pub fallen: Bits,
    pub ages: Arc<Ages>,
    /// Somebody who organised when that was last asked.
    pub seat: Option<PersonId>,
    /// Of who was the last organiser and is none any more, who followed.
    pub followed: BTreeMap<PersonId, PersonId>,
}

impl State {
    pub(super) fn status(&self, person: &PersonId) -> Status {
        if !self.entries.contains(person) {
            return Status::Unknown;
        }
        let mut out = self.outs.get(person).into_iter().flatten().filter(|removal| removal.holds()).peekable();
        if out.peek().is_some() {
            return if out.all(|removal| removal.leave) { Status::Left } else { Status::Removed };
        }
        if self.entries.stands(person) { Status::Active } else { Status::Waiting }
    }

    /// Whether they were removed, or left.
    pub(super) fn is_out(&self, person: &PersonId) -> bool {
        self.outs.get(person).into_iter().flatten().any(Removal::holds)
    }

    pub(super) fn active(&self, person: &PersonId) -> bool {
        self.status(person) == Status::Active
    }

    /// Whom the device was bound to first, and by what.
    pub(super) fn owner(&self, device: &DeviceId) -> Option<(PersonId, At)> {
        self.devices.get(device)?.first().copied()
    }

    /// What bound the device to the person first.
    pub(super) fn bound(&self, device: &DeviceId, person: &PersonId) -> Option<At> {
        self.devices.get(device)?.iter().find(|(owner, _)| owner == person).map(|(_, at)| *at)
    }

    pub(super) fn is_device_out(&self, device: &DeviceId) -> bool {
        self.device_outs.get(device).into_iter().flatten().any(Removal::holds)
    }

    /// The role as it was given, lent or not.
    pub(super) fn role(&self, person: &PersonId) -> Option<Role> {
        self.roles.get(person).map(|held| held.role)
    }

    /// The role that nothing lent.
    pub(super) fn own_role(&self, person: &PersonId) -> Option<Role> {
        self.roles.get(person).map(Holding::own)
    }

    /// Active persons whose own role is organiser, the most senior first.
    pub(super) fn organisers(&self) -> Vec<PersonId> {
        self.ranked(|role| role == Role::Organiser)
    }

    pub(super) fn is_organiser(&self, person: &PersonId) -> bool {
        self.own_role(person) == Some(Role::Organiser) && self.active(person)
    }

    /// Active persons, guests apart, the most senior first, by what nothing lent.
    pub(super) fn line(&self) -> Vec<PersonId> {
        self.ranked(|role| role > Role::Guest)
    }

    fn ranked(&self, counts: impl Fn(Role) -> bool) -> Vec<PersonId> {
        let fits = |person: &&PersonId| self.own_role(person).is_some_and(&counts) && self.active(person);
        let mut line: Vec<PersonId> = self.roles.keys().filter(fits).copied().collect();
        line.sort_by_cached_key(|person| self.seniority(person));
        line
    }

    /// The less, the more senior.
    fn seniority(&self, person: &PersonId) -> (Reverse<Role>, usize) {
        let role = self.own_role(person).unwrap_or(Role::Guest);
        (Reverse(role), age(&self.ages, self.since(person)))
    }

    /// What gave the level of their own role.
    pub(super) fn since(&self, person: &PersonId) -> Option<At> {
        let held = self.roles.get(person)?;
        held.since.get(&held.lent.map_or(held.role, |(_, role)| role)).copied()
    }

    /// The stand-in by which the person has an organiser's powers.
    pub(super) fn stands_in(&self, person: &PersonId) -> Option<At> {
        let mut own = self.stand_ins.iter().filter(|(_, one)| one.person == *person && !one.spent);
        let (at, _) = own.next()?;
        (self.active(person) && !self.is_organiser(person)).then_some(*at)
    }

    /// Whether the person has an organiser's powers, by right or lent.
    pub(super) fn organises(&self, person: &PersonId) -> bool {
        self.is_organiser(person) || self.stands_in(person).is_some()
    }

    pub(super) fn may_invite(&self, person: &PersonId) -> bool {
        let members = self.members_invite.is_some_and(|(yes, _)| yes);
        let role = self.role(person);
        self.active(person)
            && (self.organises(person) || role >= Some(Role::Steward) || (role == Some(Role::Member) && members))
    }

    /// Whether this version must not write because of what it cannot read.
    pub(super) fn needs_newer(&self) -> bool {
        self.unknown.values().any(|author| self.is_organiser(author) && !self.unmade.contains(author))
    }
}
