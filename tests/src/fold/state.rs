//! What holds at a point of the order (§3.5, "The state").

use super::statement::{Device, Id, Named, Person, Role};
use std::cmp::Reverse;
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
    /// The statement through which it took effect: of two, the second.
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
    /// Who opened it, and who took it over.
    pub said: Vec<Person>,
    /// 0: none.
    pub limit: u32,
    /// Whether it was closed.
    pub closed: bool,
    /// Who came by it.
    pub came: BTreeSet<Person>,
}

/// The role that somebody has, and what gave each level of it.
#[derive(Clone, Debug)]
pub struct Held {
    /// Now.
    pub role: Role,
    /// By level.
    pub since: BTreeMap<Role, Id>,
    /// The level that they have by right, if a stand-in lent a higher one.
    pub lent: Option<(Id, Role)>,
}

/// How a role was given (§5).
#[derive(Clone, Copy, Debug)]
pub enum Given {
    /// Whatever was before.
    Anew,
    /// It changed nothing: at least this, to who knew it alone.
    AtLeast,
    /// It changed nothing: at most this, to who had no more than its author knew.
    AtMost {
        /// What its author knew.
        of: Role,
    },
    /// Its person went.
    Nothing,
}

/// Everything that the order has left so far.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Ways in, by person.
    pub entries: BTreeMap<Person, Vec<Entry>>,
    /// Ways out, in the order.
    pub removals: Vec<Removal>,
    /// What restored whom, and whether an organiser said it.
    pub restores: Vec<(Id, Person, bool)>,
    /// Roles.
    pub roles: BTreeMap<Person, Held>,
    /// What gave whom which role by right, in the order.
    pub given: BTreeMap<Person, Vec<(Id, Role, Given)>>,
    /// Returns that are void, and that a later one of the same person knows.
    pub returned: BTreeSet<Id>,
    /// With which own role somebody left last.
    pub went_as: BTreeMap<Person, Role>,
    /// Who organised when that was last asked.
    pub organised: Vec<Person>,
    /// Of who was the last organiser, who followed.
    pub followed: BTreeMap<Person, Person>,
    /// Whose it is, and what bound it, first of all.
    pub devices: BTreeMap<Device, (Person, Id)>,
    /// To whom each was bound, and by what.
    pub bound: BTreeMap<(Device, Person), Id>,
    /// By the statement that opened it.
    pub invitations: BTreeMap<Id, Invitation>,
    /// Whether members may invite, as last said, and by what.
    pub members_invite: Option<(bool, Id)>,
    /// What waits for a second, with its author.
    pub asked: BTreeMap<Id, Person>,
    /// What was asked and seconded.
    pub agreed: BTreeSet<Id>,
    /// What was asked and can hold no more.
    pub fallen: BTreeSet<Id>,
    /// Stand-ins that no word ended, by whom.
    pub stand_ins: BTreeMap<Id, Person>,
    /// Stand-ins whose author was removed or left since.
    pub spent: BTreeSet<Id>,
    /// Unknown statements that need an organiser, with their authors.
    pub unknown: BTreeMap<Id, Person>,
    /// Whose unknown statements stop nothing any more.
    pub unmade: BTreeSet<Person>,
    /// Who is in each circle.
    pub circles: BTreeMap<Id, BTreeSet<Person>>,
    /// Of which circle each epoch is; none: of everyone's.
    pub epochs: BTreeMap<Id, Option<Id>>,
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
        let entries = || self.entries.get(&person).into_iter().flatten();
        if entries().any(|entry| entry.good) {
            return true;
        }
        let behind: Vec<Person> = entries().filter_map(|entry| entry.behind).collect();
        behind.into_iter().any(|author| !asked.contains(&author) && !self.is_out(author) && self.stands(author, asked))
    }

    pub(super) fn is_out(&self, person: Person) -> bool {
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
        self.removals.iter().any(|r| r.named == Named::Device(device) && !r.lifted)
    }

    /// The role as it was given.
    #[must_use]
    pub fn role(&self, person: Person) -> Option<Role> {
        self.roles.get(&person).map(|held| held.role)
    }

    /// The role that nothing lent.
    #[must_use]
    pub fn own_role(&self, person: Person) -> Option<Role> {
        self.roles.get(&person).map(|held| held.lent.map_or(held.role, |(_, role)| role))
    }

    /// The role by right as far as who knows these statements knew.
    #[must_use]
    pub fn role_known(&self, person: Person, known: &BTreeSet<Id>) -> Option<Role> {
        let given = self.given.get(&person).into_iter().flatten().filter(|(id, ..)| known.contains(id));
        given.fold(None, |before, (_, role, given)| match given {
            Given::Anew => Some(*role),
            Given::AtLeast => before.max(Some(*role)),
            Given::AtMost { of } if before <= Some(*of) => before.min(Some(*role)),
            Given::AtMost { .. } => before,
            Given::Nothing => None,
        })
    }

    /// Everyone who ever had an entry.
    pub fn people(&self) -> impl Iterator<Item = Person> + '_ {
        self.entries.keys().copied()
    }

    /// Organisers, the most senior first: active, and by no lent power. Succession sees to it that there is one.
    #[must_use]
    pub fn organisers(&self) -> Vec<Person> {
        let line = self.line().into_iter();
        line.filter(|person| self.own_role(*person) == Some(Role::Organiser)).collect()
    }

    /// Active persons, guests apart, the most senior first, by what nothing lent.
    #[must_use]
    pub fn line(&self) -> Vec<Person> {
        let grown = |person: &Person| self.own_role(*person) > Some(Role::Guest) && self.active(*person);
        let mut line: Vec<Person> = self.people().filter(grown).collect();
        line.sort_by_key(|person| self.seniority(*person, &self.ages));
        line
    }

    /// The less, the more senior.
    #[must_use]
    pub fn seniority(&self, person: Person, ages: &BTreeMap<Id, usize>) -> (Reverse<Role>, usize) {
        let role = self.own_role(person).unwrap_or(Role::Guest);
        let given = self.roles.get(&person).and_then(|held| held.since.get(&role));
        let since = given.and_then(|id| ages.get(id)).copied();
        (Reverse(role), since.unwrap_or(usize::MAX))
    }

    /// The stand-in by which the person has an organiser's powers.
    #[must_use]
    pub fn stands_in(&self, person: Person) -> Option<Id> {
        let own = self.stand_ins.iter().find(|(id, who)| **who == person && !self.spent.contains(id));
        own.map(|(id, _)| *id).filter(|_| self.active(person) && !self.organisers().contains(&person))
    }

    /// Whether this version must not write because of what it cannot read.
    #[must_use]
    pub fn needs_newer(&self) -> bool {
        let organisers = self.organisers();
        self.unknown.values().any(|author| organisers.contains(author) && !self.unmade.contains(author))
    }

    /// Whether the person reads the circle.
    #[must_use]
    pub fn reads(&self, person: Person, circle: Option<Id>) -> bool {
        let among = |circle| self.circles.get(&circle).is_some_and(|members| members.contains(&person));
        let everyones = self.role(person) > Some(Role::Guest);
        self.active(person) && circle.map_or(everyones, among)
    }

    /// Whether the person may invite.
    #[must_use]
    pub fn may_invite(&self, person: Person) -> bool {
        let members = self.members_invite.is_some_and(|(yes, _)| yes);
        let role = self.role(person);
        self.active(person)
            && (self.organises(person) || role >= Some(Role::Steward) || (role == Some(Role::Member) && members))
    }

    /// Whether the person has an organiser's powers, by right or lent.
    #[must_use]
    pub fn organises(&self, person: Person) -> bool {
        self.organisers().contains(&person) || self.stands_in(person).is_some()
    }
}
