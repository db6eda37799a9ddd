//! Who may say what, asked of a state: docs/protocol.md §3.5.

use super::bits::Bits;
use super::facts::Facts;
use super::state::{At, Removal, State};
use super::{Note, Role, Statement, Status};
use crate::id::{CircleId, DeviceId, PersonId, StatementId};
use crate::record::MAX_FRONTIER;
use std::collections::BTreeSet;

/// Of what is asked.
#[derive(Clone, Copy)]
pub(super) enum Pass<'a> {
    /// Of the author's own past: what depends on nothing else is asked there alone.
    Own,
    /// In the order, with all that stand-ins lend.
    First,
    /// In the order, without what these stand-ins lent.
    Second(&'a Bits),
}

/// By what power something is permitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// The author's own.
    Right,
    /// One that this stand-in lends.
    Lent(At),
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// Nothing is wrong but that the author waits.
    AuthorWaits,
    /// Nothing is wrong but that this person has this role by right already, if they have it still.
    IsThere(PersonId, Role),
    /// Nothing is wrong but that this person has no more than this role already.
    IsLower(PersonId, Role),
    /// Anything else.
    No,
}

/// Whether `note`, which knows `past`, is permitted in `state`.
pub(super) fn permitted(facts: &Facts, state: &State, note: &Note, past: &Bits, pass: Pass<'_>) -> Result<By, Refused> {
    if let Some(Statement::Genesis { .. }) = note.statement() {
        let first = state.entries.is_empty() && note.id.0 == facts.community.0 && note.cites.is_empty();
        return if first { Ok(By::Right) } else { Err(Refused::No) };
    }
    if matches!(note.statement(), Some(Statement::Circle { .. })) && !matches!(pass, Pass::Own) {
        return Ok(By::Right); // It stays, whatever becomes of who opened it.
    }
    let by = |at: &At| facts.note(*at).and_then(Note::binds).is_some_and(|(_, keys)| keys.sign == note.sign_key);
    let bound = state.bound(&note.device, &note.person).is_some_and(|at| by(&at));
    let heard = note.statement() == Some(&Statement::Heard);
    if bound && heard && (!matches!(pass, Pass::Own) || gathers(facts, note)) {
        return Ok(By::Right);
    }
    if !bound || state.is_device_out(&note.device) {
        return Err(Refused::No);
    }
    let ask = Ask { facts, state, note, past, own: matches!(pass, Pass::Own) };
    match state.status(&note.person) {
        Status::Active => ask.powers(pass).ok_or_else(|| ask.given_again().unwrap_or(Refused::No)),
        Status::Waiting if matches!(note.statement(), Some(Statement::Leave { .. } | Statement::Heard)) => {
            Ok(By::Right)
        }
        Status::Waiting => Err(if ask.would_admit() { Refused::AuthorWaits } else { Refused::No }),
        _ => Err(Refused::No),
    }
}

/// Whether it cites as many statements that no other of them knows as one can: who gathers them knows a part of all, by
/// which they may be out though by the whole they are not.
fn gathers(facts: &Facts, note: &Note) -> bool {
    if note.cites.len() < MAX_FRONTIER {
        return false;
    }
    let cited: BTreeSet<At> = note.cites.iter().filter_map(|id| facts.place.get(id).copied()).collect();
    let mut known = Bits::default();
    cited.iter().filter_map(|at| facts.past.get(*at)).for_each(|past| known.join(past));
    cited.iter().filter(|at| !known.has(**at)).count() >= MAX_FRONTIER
}

struct Ask<'a> {
    facts: &'a Facts,
    state: &'a State,
    note: &'a Note,
    past: &'a Bits,
    own: bool,
}

impl Ask<'_> {
    fn knows(&self, at: At) -> bool {
        self.past.has(at)
    }

    /// The place of a statement that the note knows.
    fn known(&self, id: &StatementId) -> Option<At> {
        self.facts.place.get(id).copied().filter(|at| self.knows(*at))
    }

    /// By the author's own power if that is enough, else by a lent one.
    fn powers(&self, pass: Pass<'_>) -> Option<By> {
        if self.has_right(self.own_power(), false) {
            return Some(By::Right);
        }
        let standing_in = self.state.stands_in(&self.note.person).map(|by| (Role::Organiser, by));
        let given = self.state.roles.get(&self.note.person).and_then(|held| Some((held.role, held.lent?.0)));
        let ended = |by: At| matches!(pass, Pass::Second(ended) if ended.has(by));
        // Who stands in may have a lent role as well: one of the two may have ended.
        let mut lent = [standing_in, given].into_iter().flatten();
        lent.find(|(power, by)| self.has_right(*power, true) && !ended(*by)).map(|(_, by)| By::Lent(by))
    }

    /// What nothing lends.
    fn own_power(&self) -> Role {
        self.state.own_role(&self.note.person).unwrap_or(Role::Guest)
    }

    /// Whether nothing is wrong with an admit but that its author waits.
    fn would_admit(&self) -> bool {
        matches!(self.note.statement(), Some(Statement::Admit { .. })) && self.has_right(self.own_power(), false)
    }

    /// Whether who has this power, by right or lent, may say it.
    fn has_right(&self, power: Role, lent: bool) -> bool {
        let Some(body) = self.note.statement() else {
            return !lent && self.note.unknown().is_some_and(|needs| power >= needs);
        };
        let (state, a) = (self.state, self.note.person);
        let organises = power == Role::Organiser;
        match body {
            Statement::Genesis { .. } => false,
            Statement::Leave { .. } | Statement::Heard => true,
            Statement::Invite { .. } => self.may_invite(power),
            Statement::TakeOver { invite, .. } => self.may_invite(power) && self.invitation(invite).is_some(),
            Statement::Close { invite } => self.may_close(power, lent, invite),
            Statement::Admit { invite, person, keys, lifts, .. } => {
                self.may_admit(power, invite, person, &keys.device(), lifts)
            }
            Statement::Raise { person, to } => {
                state.own_role(person) < Some(*to) && self.may_raise(power, lent, person, *to)
            }
            Statement::Lower { person, to } => {
                let lower = state.role(person) > Some(*to) && state.active(person);
                lower && (*person == a || (organises && !(lent && state.is_organiser(person))))
            }
            Statement::Remove { person, .. } => self.is_above(power, lent, person),
            Statement::Restore { person, .. } => {
                self.may_restore(if lent { power.min(Role::Steward) } else { power }, person)
            }
            // Whoever else brings in the device as well takes it from nobody.
            Statement::DeviceAdd { keys, .. } => !self.own || state.owner(&keys.device()).is_none(),
            Statement::DeviceRemove { device, .. } => {
                let mut owners = state.devices.get(device).into_iter().flatten();
                owners.any(|(owner, _)| *owner == a || self.is_above(power, lent, owner))
            }
            Statement::Second { first, .. } => {
                self.known(first).is_some_and(|at| state.asked.contains_key(&at) && self.may_second(at))
            }
            Statement::StandIn => !organises && self.is_next(),
            Statement::EndStandIn => {
                let mut known = state.stand_ins.keys();
                organises && !lent && known.any(|at| self.own || self.knows(*at))
            }
            Statement::Circle { members, .. } => {
                let here = |person: &PersonId| !self.own || state.active(person);
                power > Role::Guest && members.contains(&a) && members.iter().all(here)
            }
            Statement::Epoch { circle, replaces, .. } => self.may_open_epoch(circle, replaces),
            Statement::Policy { .. } => {
                let unheard = state.members_invite.is_some_and(|(_, last)| !self.knows(last));
                organises && (self.own || !unheard)
            }
            Statement::Hub { .. } => organises,
            Statement::Unmake { person } => organises && !lent && state.entries.contains(person),
        }
    }

    fn invitation(&self, invite: &StatementId) -> Option<&super::state::Invitation> {
        self.state.invitations.get(&self.known(invite)?)
    }

    fn may_invite(&self, power: Role) -> bool {
        let members = self.state.members_invite.is_some_and(|(yes, _)| yes);
        // The policy is asked of the author's own past alone.
        power >= Role::Steward || (power == Role::Member && (members || !self.own))
    }

    fn may_close(&self, power: Role, lent: bool, invite: &StatementId) -> bool {
        let Some(there) = self.invitation(invite).filter(|there| !there.closed) else {
            return false;
        };
        let by_organiser = there.said.iter().any(|who| self.state.is_organiser(who));
        there.said.first() == Some(&self.note.person) || (power >= Role::Steward && !(lent && by_organiser))
    }

    fn may_admit(
        &self,
        power: Role,
        invite: &StatementId,
        person: &PersonId,
        device: &DeviceId,
        lifts: &[StatementId],
    ) -> bool {
        let state = self.state;
        // Who left comes back with a device that is theirs still: whoever has a link, or stole one, could else come as them.
        let theirs = if lifts.is_empty() {
            !self.own || state.owner(device).is_none() || state.bound(device, person).is_some()
        } else {
            state.bound(device, person).is_some() && !state.is_device_out(device)
        };
        let fits = if lifts.is_empty() {
            matches!(state.status(person), Status::Unknown | Status::Waiting)
        } else {
            // That no other admit lifted them is asked of the author's own past alone: who heard of this one alone was let in by it.
            let out = || state.outs.get(person).into_iter().flatten();
            let fits = |removal: &Removal| removal.leave && (removal.holds() || !self.own);
            let is_leave = |at: At| out().any(|removal| removal.at == at && fits(removal));
            let left = match state.status(person) {
                Status::Left => true,
                Status::Active => !self.own,
                _ => false,
            };
            lifts.iter().all(|id| self.known(id).is_some_and(is_leave)) && left
        };
        // That it is there, its limit, and who answers for it are asked of the author's own past alone.
        let open = match self.invitation(invite) {
            Some(there) if self.own => {
                let others = there.came.iter().filter(|came| *came != person).count();
                let room = there.limit == 0 || others < there.limit as usize;
                room && !there.closed && there.said.iter().any(|who| state.may_invite(who))
            }
            Some(there) => !there.closed,
            None => !self.own,
        };
        power > Role::Guest && fits && theirs && open
    }

    /// Whether nothing is wrong with an admit but that its person is here already.
    fn admits_again(&self) -> Option<PersonId> {
        let Some(Statement::Admit { invite, person, lifts, .. }) = self.note.statement() else {
            return None;
        };
        let open = self.invitation(invite).is_none_or(|there| !there.closed);
        let again = lifts.is_empty() && self.state.active(person) && open && self.own_power() > Role::Guest;
        again.then_some(*person)
    }

    fn may_restore(&self, power: Role, person: &PersonId) -> bool {
        let removes = || self.state.outs.get(person).into_iter().flatten().filter(|removal| !removal.leave);
        // That nobody else restored them is asked of the author's own past alone.
        let away = match self.state.status(person) {
            Status::Removed | Status::Waiting => true,
            Status::Active => !self.own && removes().any(|removal| self.knows(removal.at)),
            _ => false,
        };
        let undoes_organiser = removes().any(|removal| removal.holds() && removal.by_organiser);
        away && (power == Role::Organiser || (power == Role::Steward && !undoes_organiser))
    }

    /// Another organiser than who asked, and than whom it is about.
    fn may_second(&self, first: At) -> bool {
        let (state, a) = (self.state, self.note.person);
        let by = self.facts.note(first).map(|first| first.person);
        let asked = by.is_some_and(|by| by != a && state.is_organiser(&by));
        asked && Some(a) != about(self.facts, state, first) && state.is_organiser(&a)
    }

    fn may_raise(&self, power: Role, lent: bool, person: &PersonId, to: Role) -> bool {
        let most = if lent { Role::Steward } else { Role::Organiser };
        let here = self.state.active(person) || (!lent && self.state.status(person) == Status::Waiting);
        here && power == Role::Organiser && *person != self.note.person && to <= most
    }

    /// What gives or takes a role that its person has, or has not, already, by what the author does not know.
    fn given_again(&self) -> Option<Refused> {
        if let Some(person) = self.admits_again() {
            return Some(Refused::IsThere(person, Role::Member));
        }
        let (person, to) = match self.note.statement()? {
            Statement::Raise { person, to } if self.may_raise(self.own_power(), false, person, *to) => (*person, *to),
            Statement::Lower { person, to } => {
                let may = *person == self.note.person || self.own_power() == Role::Organiser;
                return (may && self.state.active(person)).then_some(Refused::IsLower(*person, *to));
            }
            Statement::Second { first, .. } => {
                let first = self.known(first).filter(|at| self.state.agreed.has(*at) && self.may_second(*at))?;
                match self.facts.body(first)? {
                    Statement::Raise { person, to } => (*person, *to),
                    _ => return None,
                }
            }
            _ => return None,
        };
        Some(Refused::IsThere(person, to))
    }

    /// Whether the author may remove the person.
    fn is_above(&self, power: Role, lent: bool, person: &PersonId) -> bool {
        let (state, organises) = (self.state, self.state.is_organiser(person));
        let may = match power {
            Role::Organiser => !(lent && organises),
            Role::Steward => state.own_role(person) <= Some(Role::Member) && !organises,
            _ => false,
        };
        may && state.entries.contains(person) && *person != self.note.person
    }

    /// Whether nobody more senior lacks an organiser's powers.
    fn is_next(&self) -> bool {
        self.state.line().into_iter().find(|person| !self.state.organises(person)) == Some(self.note.person)
    }

    /// Who reads the circle opens epochs of it; that they replace others of it is asked of the author's own past alone.
    fn may_open_epoch(&self, circle: &CircleId, replaces: &[StatementId]) -> bool {
        let epochs = self.state.epochs.get(circle);
        let is_epoch =
            |id: &StatementId| self.known(id).is_some_and(|at| epochs.is_some_and(|epochs| epochs.contains(&at)));
        self.facts.reads(self.state, &self.note.person, circle) && (!self.own || replaces.iter().all(is_epoch))
    }
}

/// Whom a statement is about; a second: whom its first is.
pub(super) fn about(facts: &Facts, state: &State, at: At) -> Option<PersonId> {
    match facts.body(at)? {
        Statement::Second { first, .. } => about(facts, state, *facts.place.get(first)?),
        Statement::Raise { person, .. }
        | Statement::Lower { person, .. }
        | Statement::Remove { person, .. }
        | Statement::Restore { person, .. }
        | Statement::Admit { person, .. }
        | Statement::Unmake { person } => Some(*person),
        Statement::DeviceRemove { device, .. } => {
            let author = facts.note(at).map(|note| note.person);
            let own = author.filter(|author| state.bound(device, author).is_some());
            own.or_else(|| state.owner(device).map(|(owner, _)| owner))
        }
        _ => None,
    }
}
