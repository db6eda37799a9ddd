//! What holds at a point of the order (§5, "The state").

use super::statement::{Device, Id, Key, Named, Person, Role};
use std::collections::{BTreeMap, BTreeSet};

/// How a person stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Never came.
    Unknown,
    /// Belongs.
    Active,
    /// Is to be confirmed.
    Waiting,
    /// Was removed.
    Removed,
    /// Went.
    Left,
}

/// One way in.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Genesis or admit.
    pub id: Id,
    /// Whether it took effect, or was restored.
    pub good: bool,
    /// Void for nothing but that this author waited.
    pub behind: Option<Person>,
}

/// One way out.
#[derive(Clone, Debug)]
pub struct Removal {
    /// The statement.
    pub id: Id,
    /// Whom it names.
    pub named: Named,
    /// Whether it is a leave.
    pub leave: bool,
    /// Whether an organiser said it.
    pub by_organiser: bool,
    /// Whether something lifted it.
    pub lifted: bool,
}

/// An invitation.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// Who said it, with which device.
    pub said: Vec<(Person, Device)>,
    /// Guest or member.
    pub role: Role,
    /// 0: none.
    pub limit: u32,
    /// Whether it was closed.
    pub closed: bool,
    /// Who came by it.
    pub came: BTreeSet<Person>,
}

/// A first statement where it takes two.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Who asks.
    pub by: Person,
    /// About whom.
    pub about: Person,
    /// The statement.
    pub id: Id,
}

/// Everything that the order has left so far.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Ways in, by person.
    pub entries: BTreeMap<Person, Vec<Entry>>,
    /// Ways out, in the order.
    pub removals: Vec<Removal>,
    /// Role, and what gave each level of it.
    pub roles: BTreeMap<Person, (Role, BTreeMap<Role, Id>)>,
    /// Whose role was lent, by which stand-in.
    pub lent: BTreeMap<Person, Id>,
    /// Who made them organiser, by which statements.
    pub appointed: BTreeMap<Person, BTreeMap<Person, Id>>,
    /// Whose it is, what bound it, and which device added it or let it in.
    pub devices: BTreeMap<Device, (Person, Id, Option<Device>)>,
    /// By key.
    pub invitations: BTreeMap<Key, Invitation>,
    /// By which devices a person came.
    pub by: BTreeMap<Person, BTreeSet<Device>>,
    /// Whether members may invite, as last said.
    pub members_invite: Option<(bool, Id)>,
    /// What waits for a second.
    pub asked: Vec<Asked>,
    /// By whom, and whether it was answered.
    pub stand_ins: BTreeMap<Id, (Person, bool)>,
    /// What each answer said of which stand-in.
    pub answers: BTreeMap<Id, (Id, bool)>,
    /// Statements of unknown kinds that need an organiser, with their authors.
    pub unknown: BTreeMap<Id, Person>,
    /// What had no effect.
    pub void: BTreeSet<Id>,
    /// The ages in the set that was judged.
    pub ages: BTreeMap<Id, usize>,
}

impl State {
    /// How the person stands.
    #[must_use]
    pub fn status(&self, person: Person) -> Status {
        if !self.entries.contains_key(&person) {
            return Status::Unknown;
        }
        let out: Vec<&Removal> =
            self.removals.iter().filter(|r| r.named == Named::Person(person) && !r.lifted).collect();
        if out.iter().any(|r| !r.leave) {
            Status::Removed
        } else if !out.is_empty() {
            Status::Left
        } else if self.stands(person, &mut BTreeSet::new()) {
            Status::Active
        } else {
            Status::Waiting
        }
    }

    /// Whether an entry is good, or behind somebody who is active; entries that only hold each other up are none.
    fn stands(&self, person: Person, asked: &mut BTreeSet<Person>) -> bool {
        asked.insert(person);
        let entries = self.entries.get(&person).into_iter().flatten();
        let mut behind = Vec::new();
        for entry in entries {
            if entry.good {
                return true;
            }
            behind.extend(entry.behind);
        }
        behind.into_iter().any(|author| !asked.contains(&author) && !self.is_out(author) && self.stands(author, asked))
    }

    fn is_out(&self, person: Person) -> bool {
        self.removals.iter().any(|r| r.named == Named::Person(person) && !r.lifted)
    }

    /// Whether the person is active.
    #[must_use]
    pub fn active(&self, person: Person) -> bool {
        self.status(person) == Status::Active
    }

    /// Whether the device was removed.
    #[must_use]
    pub fn device_out(&self, device: Device) -> bool {
        self.removals.iter().any(|r| r.named == Named::Device(device))
    }

    /// The role as it was given.
    #[must_use]
    pub fn role(&self, person: Person) -> Option<Role> {
        self.roles.get(&person).map(|(role, _)| *role)
    }

    /// Everyone who ever had an entry.
    pub fn people(&self) -> impl Iterator<Item = Person> + '_ {
        self.entries.keys().copied()
    }

    /// Active, organiser, and not by a lent power.
    #[must_use]
    pub fn appointed_organisers(&self) -> Vec<Person> {
        let all = self.people();
        all.filter(|p| self.role(*p) == Some(Role::Organiser) && !self.lent.contains_key(p) && self.active(*p)).collect()
    }

    /// Organisers by right: those appointed, else the successor.
    #[must_use]
    pub fn by_right(&self) -> Vec<Person> {
        let appointed = self.appointed_organisers();
        if !appointed.is_empty() {
            return appointed;
        }
        self.line().into_iter().take(1).collect()
    }

    /// Active persons, guests apart, the most senior first; a lent role counts as the one beneath.
    #[must_use]
    pub fn line(&self) -> Vec<Person> {
        let grown = |p: &Person| self.role(*p) > Some(Role::Guest) && self.active(*p);
        let mut line: Vec<Person> = self.people().filter(grown).collect();
        line.sort_by_key(|p| self.seniority(*p));
        line
    }

    /// The less, the more senior.
    fn seniority(&self, person: Person) -> (std::cmp::Reverse<Role>, usize) {
        let role = self.role(person).unwrap_or(Role::Guest);
        let role = if self.lent.contains_key(&person) { Role::Member } else { role };
        (std::cmp::Reverse(role), self.since(person, role))
    }

    fn since(&self, person: Person, role: Role) -> usize {
        let given = self.roles.get(&person).and_then(|(_, since)| since.get(&role));
        given.and_then(|id| self.ages.get(id)).copied().unwrap_or(usize::MAX)
    }

    /// What gave the level at which the person stands.
    #[must_use]
    pub fn given_by(&self, person: Person) -> Option<Id> {
        let (role, since) = self.roles.get(&person)?;
        since.get(role).copied()
    }

    /// The stand-in through which the person has an organiser's powers, if by no right.
    #[must_use]
    pub fn lent_by(&self, person: Person) -> Option<Id> {
        if self.by_right().contains(&person) || !self.active(person) {
            return None;
        }
        let own = self.stand_ins.iter().find(|(_, (who, answered))| *who == person && !*answered);
        let given = || self.lent.get(&person).copied().filter(|_| self.role(person) == Some(Role::Organiser));
        own.map(|(id, _)| *id).or_else(given)
    }

    /// Whether `one` came to be an organiser through `other` alone.
    #[must_use]
    pub fn hangs_on(&self, one: Person, other: Person) -> bool {
        self.hangs(one, other, &mut BTreeSet::new())
    }

    fn hangs(&self, one: Person, other: Person, asked: &mut BTreeSet<Person>) -> bool {
        let Some(by) = self.appointed.get(&one).filter(|by| !by.is_empty()) else {
            return false;
        };
        asked.insert(one);
        by.keys().all(|who| *who == other || (!asked.contains(who) && self.hangs(*who, other, &mut asked.clone())))
    }

    /// Whether this version must not write because of what it cannot read.
    #[must_use]
    pub fn needs_newer(&self) -> bool {
        let organisers = self.by_right();
        self.unknown.values().any(|author| organisers.contains(author))
    }

    /// Whether the invitation is neither closed nor left by all who said it.
    #[must_use]
    pub fn open(&self, key: Key) -> bool {
        let there = self.invitations.get(&key).filter(|there| !there.closed);
        there.is_some_and(|there| there.said.iter().any(|(person, _)| self.may_invite(*person)))
    }

    /// Whether fewer came by it than may.
    #[must_use]
    pub fn has_room(&self, key: Key, newcomer: Person) -> bool {
        self.invitations.get(&key).is_some_and(|there| {
            let others = there.came.iter().filter(|person| **person != newcomer).count();
            there.limit == 0 || others < there.limit as usize
        })
    }

    /// Whether the person may invite members and guests.
    #[must_use]
    pub fn may_invite(&self, person: Person) -> bool {
        if !self.active(person) {
            return false;
        }
        let members = self.members_invite.is_some_and(|(yes, _)| yes);
        let role = self.role(person);
        self.organises(person) || role >= Some(Role::Steward) || (role == Some(Role::Member) && members)
    }

    /// Whether the person has an organiser's powers, by right or lent.
    #[must_use]
    pub fn organises(&self, person: Person) -> bool {
        self.by_right().contains(&person) || self.lent_by(person).is_some()
    }

    /// Everything through which the person came: devices.
    #[must_use]
    pub fn through(&self, person: Person) -> BTreeSet<Device> {
        let mut found = BTreeSet::new();
        let mut next: Vec<Device> = self.by.get(&person).into_iter().flatten().copied().collect();
        while let Some(device) = next.pop() {
            if !found.insert(device) {
                continue;
            }
            let owner = self.devices.get(&device);
            next.extend(owner.and_then(|(_, _, parent)| *parent));
            next.extend(owner.into_iter().flat_map(|(who, ..)| self.by.get(who).into_iter().flatten().copied()));
        }
        found
    }
}
