//! Who may say what, asked of a state (§3.5, "Permitted").

use super::state::{State, Status};
use super::statement::{Body, Device, Id, Named, Person, Role, Statement};
use super::switch::{self, Rule, holds};
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
    let own = matches!(pass, Pass::Own);
    if matches!(s.body, Body::Circle { .. }) && !own && holds(Rule::Circles) {
        return Ok(By::Right); // it stays, whatever becomes of who gathered it
    }
    let bound = state.bound.contains_key(&(s.device, s.person));
    if bound && s.body == Body::Heard && (!own || gathers(model, s)) {
        return Ok(By::Right);
    }
    if !bound || state.device_out(s.device) {
        return Err(Refused::No);
    }
    let ask = Ask { model, state, a: s.person, s, own };
    match state.status(s.person) {
        Status::Active => ask.powers(pass).ok_or(Refused::No),
        Status::Waiting if matches!(s.body, Body::Leave | Body::Heard) => Ok(By::Right),
        Status::Waiting => Err(if ask.would_admit() { Refused::AuthorWaits } else { Refused::No }),
        _ => Err(Refused::No),
    }
}

/// Whether it gathers as many as can be cited, none of which another knows: who does knows a part of all, by which they may be
/// out though by the whole they are not.
fn gathers(model: &Model<'_>, s: &Statement) -> bool {
    let new = s.cites.iter().filter(|id| !s.cites.iter().any(|other| model.knows(*other, **id)));
    !holds(Rule::Out) || new.count() >= switch::part()
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
        let standing_in = self.state.stands_in(self.a).map(|by| (Role::Organiser, by));
        let given = self.state.roles.get(&self.a).and_then(|held| Some((held.role, held.lent?.0)));
        let ended = |by: Id| holds(Rule::Ended) && matches!(pass, Pass::Second(ended) if ended.contains(&by));
        for (power, by) in standing_in.into_iter().chain(given) {
            if self.has_right(power, true) && !ended(by) {
                return Some(By::Lent(by));
            }
        }
        None
    }

    /// What nothing lends.
    fn own_power(&self) -> Role {
        self.state.own_role(self.a).unwrap_or(Role::Guest)
    }

    /// An admit that asks for no more than that its author be active.
    fn would_admit(&self) -> bool {
        matches!(self.s.body, Body::Admit { .. }) && self.has_right(self.own_power(), false)
    }

    fn has_right(&self, power: Role, lent: bool) -> bool {
        let (state, a) = (self.state, self.a);
        let organises = power == Role::Organiser;
        match &self.s.body {
            Body::Genesis { .. } => false,
            Body::Invite { .. } => self.may_invite(power),
            Body::TakeOver { invite } => self.may_invite(power) && state.invitations.contains_key(invite),
            Body::Close { invite } => self.may_close(power, lent, *invite),
            Body::Admit { invite, person, device, lifts } => self.may_admit(power, *invite, *person, *device, lifts),
            Body::Leave | Body::Heard => true,
            Body::Raise { person, to } => {
                let lends = !lent || *to < Role::Organiser;
                let confirms = !lent && holds(Rule::Raised) && state.status(*person) == Status::Waiting;
                let here = confirms || state.active(*person);
                organises && lends && *person != a && here && state.own_role(*person) < Some(*to)
            }
            Body::Lower { person, to } => {
                let above = *person == a || (organises && !self.is_safe(lent, *person));
                above && state.active(*person) && state.role(*person) > Some(*to)
            }
            Body::Remove { person } => self.is_above(power, lent, *person),
            Body::Restore { person } => self.may_restore(if lent { power.min(Role::Steward) } else { power }, *person),
            Body::DeviceAdd { device } => self.is_free(*device),
            Body::DeviceRemove { device } => {
                let mut owners = state.bound.keys().filter(|(bound, _)| bound == device).map(|(_, owner)| *owner);
                let again = holds(Rule::Again) || !state.device_out(*device);
                owners.any(|owner| owner == a || self.is_above(power, lent, owner)) && again
            }
            Body::Second { first } => self.may_second(*first),
            Body::StandIn => !organises && self.is_next(),
            Body::EndStandIn => {
                let mut known = state.stand_ins.keys();
                organises && !lent && known.any(|id| self.model.knows(self.s.id, *id) || self.own)
            }
            Body::Policy { .. } => {
                let unheard = state.members_invite.is_some_and(|(_, last)| !self.model.knows(self.s.id, last));
                organises && (self.own || !unheard)
            }
            Body::Circle { members } => {
                let all = members.iter().all(|member| state.active(*member));
                power > Role::Guest && members.contains(&a) && all
            }
            Body::Epoch { circle, replaces } => {
                let of_it = |id: &Id| state.epochs.get(id) == Some(circle);
                state.reads(a, *circle) && (!self.own || replaces.iter().all(of_it))
            }
            Body::Unmake { person } => organises && !lent && state.entries.contains_key(person),
            Body::Unknown { needs } => !lent && power >= *needs,
        }
    }

    /// Whether it may become somebody's: who else has it is asked of the author's own past alone.
    fn is_free(&self, device: Device) -> bool {
        (!self.own && holds(Rule::Bound)) || !self.state.devices.contains_key(&device)
    }

    fn is_right(&self, person: Person) -> bool {
        self.state.organisers().contains(&person)
    }

    /// Whom no lent power touches.
    fn is_safe(&self, lent: bool, person: Person) -> bool {
        lent && holds(Rule::Lent) && self.is_right(person)
    }

    fn may_invite(&self, power: Role) -> bool {
        let members = self.state.members_invite.is_some_and(|(yes, _)| yes);
        // The policy is asked of the author's own past alone.
        power >= Role::Steward || (power == Role::Member && (members || !self.own))
    }

    fn may_close(&self, power: Role, lent: bool, invite: Id) -> bool {
        let Some(there) = self.state.invitations.get(&invite).filter(|there| !there.closed) else {
            return false;
        };
        let of_right = there.said.iter().any(|who| self.is_right(*who));
        there.said.first() == Some(&self.a) || (power >= Role::Steward && !(lent && of_right))
    }

    fn may_admit(&self, power: Role, invite: Id, person: Person, device: Device, lifts: &BTreeSet<Id>) -> bool {
        let state = self.state;
        // Who left comes back with a device that was theirs: whoever has a link could else come as them.
        let may_be_new = lifts.is_empty() || !holds(Rule::Back);
        let stolen = !lifts.is_empty() && holds(Rule::Stolen) && state.device_out(device);
        let theirs = (state.bound.contains_key(&(device, person)) && !stolen) || (may_be_new && self.is_free(device));
        let fits = if lifts.is_empty() {
            state.status(person) == Status::Unknown || (holds(Rule::Twice) && state.status(person) == Status::Waiting)
        } else {
            // That no other admit lifted them is asked of the author's own past alone.
            let again = !self.own && holds(Rule::BackAgain);
            let leaves = lifts.iter().all(|id| {
                let mut all = state.removals.iter();
                all.any(|r| r.id == *id && r.leave && (!r.lifted || again) && r.named == Named::Person(person))
            });
            leaves && (state.status(person) == Status::Left || (again && state.active(person)))
        };
        let there = state.invitations.get(&invite);
        let closed = there.is_some_and(|there| there.closed);
        // That it is there, its limit, and who answers for it are asked of the author's own past alone.
        let open = match there {
            Some(there) if self.own => {
                let others = there.came.iter().filter(|came| **came != person).count();
                let room = there.limit == 0 || others < there.limit as usize;
                room && there.said.iter().any(|who| state.may_invite(*who))
            }
            Some(_) => true,
            None => !self.own && holds(Rule::Table),
        };
        power > Role::Guest && fits && theirs && open && !closed
    }

    fn may_restore(&self, power: Role, person: Person) -> bool {
        let state = self.state;
        let removals = || state.removals.iter().filter(|r| r.named == Named::Person(person) && !r.leave);
        // That nobody else restored them is asked of the author's own past alone.
        let mut known = removals().filter(|r| self.model.knows(self.s.id, r.id));
        let again = !self.own && holds(Rule::BackAgain) && known.next().is_some();
        let status = state.status(person);
        let away = matches!(status, Status::Removed | Status::Waiting) || (again && status == Status::Active);
        let undoes_organiser = removals().any(|r| !r.lifted && r.by_organiser);
        away && (power == Role::Organiser || (power == Role::Steward && !undoes_organiser))
    }

    /// Another organiser than who asked, and than whom it is about.
    fn may_second(&self, first: Id) -> bool {
        let Some(by) = self.state.asked.get(&first) else {
            return false;
        };
        let about = super::order::names(self.model, self.state, &self.model.held[&first]);
        let organisers = self.state.organisers();
        *by != self.a && Some(self.a) != about && organisers.contains(by) && organisers.contains(&self.a)
    }

    /// Whether the author may remove the person.
    fn is_above(&self, power: Role, lent: bool, person: Person) -> bool {
        let there = self.state.entries.contains_key(&person) && person != self.a;
        let low = self.state.own_role(person) <= Some(Role::Member) && !self.is_right(person);
        there
            && match power {
                Role::Organiser => !self.is_safe(lent, person),
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
