//! Who may say what, asked of a state (§5, "Permitted").

use super::state::{State, Status};
use super::statement::{Body, Device, Id, Key, Named, Person, Role, Statement};
use super::{Model, Pass};
use std::collections::BTreeSet;

/// By what power something is permitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The author's own.
    Right,
    /// One that this stand-in lends.
    Lent(Id),
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Nothing is wrong but that the author waits.
    AuthorWaits,
    /// Anything else.
    No,
}

pub fn permitted(model: &Model<'_>, state: &State, s: &Statement, pass: Pass<'_>) -> Result<By, Refused> {
    if matches!(s.body, Body::Genesis { .. }) {
        let first = state.entries.is_empty() && s.id == model.community && s.cites.is_empty();
        return if first { Ok(By::Right) } else { Err(Refused::No) };
    }
    let bound = state.devices.get(&s.device).is_some_and(|(owner, ..)| *owner == s.person);
    if !bound || state.device_out(s.device) {
        return Err(Refused::No);
    }
    let ask = Ask { model, state, a: s.person, s, own: matches!(pass, Pass::Own) };
    match state.status(s.person) {
        Status::Active => ask.powers(pass).ok_or(Refused::No),
        Status::Waiting if s.body == Body::Leave => Ok(By::Right),
        Status::Waiting => Err(if ask.would_admit() { Refused::AuthorWaits } else { Refused::No }),
        _ => Err(Refused::No),
    }
}

struct Ask<'a, 'b> {
    model: &'a Model<'b>,
    state: &'a State,
    a: Person,
    s: &'a Statement,
    own: bool,
}

impl Ask<'_, '_> {
    /// By the author's own power if that is enough, else by a lent one.
    fn powers(&self, pass: Pass<'_>) -> Option<By> {
        if self.has_right(self.own_power(), false) {
            return Some(By::Right);
        }
        let standing_in = self.state.lent_by(self.a).map(|by| (Role::Organiser, by));
        let given = self.state.lent.get(&self.a).map(|by| (self.role(), *by));
        let (power, by) = standing_in.or(given)?;
        self.has_right(power, true).then(|| self.lent(by, pass)).flatten()
    }

    /// What nothing lends.
    fn own_power(&self) -> Role {
        if self.is_right(self.a) {
            Role::Organiser
        } else if self.state.lent.contains_key(&self.a) {
            Role::Member
        } else {
            self.role()
        }
    }

    /// In the second pass, what an answered stand-in lent stands by right if a keep knows it, else not at all.
    fn lent(&self, by: Id, pass: Pass<'_>) -> Option<By> {
        let Pass::Second(answers) = pass else {
            return Some(By::Lent(by));
        };
        match answers.iter().find(|(_, (stand_in, _))| *stand_in == by) {
            None => Some(By::Lent(by)),
            Some((answer, (_, keep))) => (*keep && self.model.knows(*answer, self.s.id)).then_some(By::Right),
        }
    }

    fn role(&self) -> Role {
        self.state.role(self.a).unwrap_or(Role::Guest)
    }

    /// An admit that asks for no more than that its author be active.
    fn would_admit(&self) -> bool {
        matches!(self.s.body, Body::Admit { .. }) && self.has_right(self.role(), false)
    }

    fn has_right(&self, power: Role, lent: bool) -> bool {
        let (state, a) = (self.state, self.a);
        let organises = power == Role::Organiser;
        match &self.s.body {
            Body::Genesis { .. } => false,
            Body::Invite { key, role, limit } => self.may_invite(power, *key, *role, *limit),
            Body::Close { key } => self.may_close(power, lent, *key),
            Body::Admit { key, person, device, lifts } => self.may_admit(power, *key, *person, *device, lifts),
            Body::Leave | Body::Heard => true,
            Body::Role { person, from, to } => {
                let there = state.role(*person) == Some(*from) && state.active(*person) && from != to;
                let lowers = to < from;
                let own = *person == a;
                there && if own { lowers } else { organises && !(lowers && lent && self.is_right(*person)) }
            }
            Body::Remove { person } => self.is_above(power, lent, *person),
            Body::Restore { person, role, lifts } => self.may_restore(power, *person, *role, lifts),
            Body::DeviceAdd { device } => !state.devices.contains_key(device),
            Body::DeviceRemove { device } => {
                let owner = state.devices.get(device).map(|(owner, ..)| *owner);
                let there = owner.is_some() && !state.device_out(*device);
                there && owner.is_some_and(|owner| owner == a || self.is_above(power, lent, owner))
            }
            Body::StandIn => !organises && self.is_next(),
            Body::Answer { stand_in, .. } => {
                organises && !lent && state.stand_ins.get(stand_in).is_some_and(|(_, answered)| !*answered)
            }
            Body::Policy { .. } => {
                let unheard = state.members_invite.is_some_and(|(_, last)| {
                    last != self.model.community && !self.model.knows(self.s.id, last)
                });
                organises && !unheard
            }
            Body::Unmake { statement } => organises && state.unknown.contains_key(statement),
            Body::Unknown { needs } => !lent && power >= *needs,
        }
    }

    fn is_right(&self, person: Person) -> bool {
        self.state.by_right().contains(&person)
    }

    fn may_invite(&self, power: Role, key: Key, role: Role, limit: u32) -> bool {
        let members = self.state.members_invite.is_some_and(|(yes, _)| yes);
        let may = power >= Role::Steward || (power == Role::Member && members);
        let fits = self.state.invitations.get(&key).is_none_or(|there| {
            there.role == role && there.limit == limit && there.said.iter().all(|(who, _)| *who != self.a)
        });
        may && fits && role <= Role::Member
    }

    fn may_close(&self, power: Role, lent: bool, key: Key) -> bool {
        let Some(there) = self.state.invitations.get(&key).filter(|there| !there.closed) else {
            return false;
        };
        let own = there.said.iter().any(|(who, _)| *who == self.a);
        let of_right = there.said.iter().any(|(who, _)| self.is_right(*who));
        own || (power >= Role::Steward && !(lent && of_right))
    }

    fn may_admit(&self, power: Role, key: Key, person: Person, device: Device, lifts: &BTreeSet<Id>) -> bool {
        let state = self.state;
        let owner = state.devices.get(&device).map(|(owner, ..)| *owner);
        let fits = if lifts.is_empty() {
            owner.is_none() && state.status(person) == Status::Unknown
        } else {
            let leaves = lifts.iter().all(|id| {
                let mut all = state.removals.iter();
                all.any(|r| r.id == *id && r.leave && !r.lifted && r.named == Named::Person(person))
            });
            leaves && state.status(person) == Status::Left && owner.is_none_or(|owner| owner == person)
        };
        power > Role::Guest && fits && state.open(key) && (!self.own || state.has_room(key, person))
    }

    fn may_restore(&self, power: Role, person: Person, role: Role, lifts: &BTreeSet<Id>) -> bool {
        let state = self.state;
        let away = matches!(state.status(person), Status::Removed | Status::Waiting);
        let removal = |id: &Id| {
            state.removals.iter().find(|r| r.id == *id && !r.leave && !r.lifted && r.named == Named::Person(person))
        };
        let entry = |id: &Id| state.entries.get(&person).is_some_and(|all| all.iter().any(|entry| entry.id == *id));
        let about = !lifts.is_empty() && lifts.iter().all(|id| removal(id).is_some() || entry(id));
        let undoes_organiser = lifts.iter().filter_map(removal).any(|r| r.by_organiser);
        let may = power == Role::Organiser || (power == Role::Steward && !undoes_organiser);
        may && away && about && role <= Role::Member
    }

    /// Whether the author may remove the person.
    fn is_above(&self, power: Role, lent: bool, person: Person) -> bool {
        let there = self.state.entries.contains_key(&person) && person != self.a;
        let low = self.state.role(person) <= Some(Role::Member) && !self.is_right(person);
        there
            && match power {
                Role::Organiser => !(lent && self.is_right(person)),
                Role::Steward => low,
                _ => false,
            }
    }

    /// Whether nobody more senior lacks an organiser's powers.
    fn is_next(&self) -> bool {
        let first = self.state.line().into_iter().find(|person| !self.state.organises(*person));
        first == Some(self.a)
    }
}
