//! Who may say what (§3.3): one statement asked of its own view.

use super::view::View;
use super::{DeviceKeys, Note, Role, Statement, Status};
use crate::id::{DeviceId, PersonId, StatementId};

/// Whether the author may say this, by what the author knew; `note` is well-formed.
pub(super) fn authorised(view: View<'_>, note: &Note) -> bool {
    if let Some(Statement::Genesis { keys, .. }) = &note.body {
        let is_first = note.cites.is_empty() && note.id.0 == view.facts.community.0;
        return is_first && keys.person() == note.person;
    }
    let Some((person, keys)) = view.owner(&note.device) else {
        return false;
    };
    if person != note.person || keys.sign != note.sign_key || view.is_out(&note.device) {
        return false;
    }
    let for_all = matches!(note.body, Some(Statement::Leave { .. } | Statement::DeviceAdd { .. }));
    let present = match view.status(&person) {
        Status::Active => true,
        Status::Waiting => for_all,
        _ => false,
    };
    let author = Author { view, me: person };
    present && note.body.as_ref().is_none_or(|body| author.may(body))
}

struct Author<'a> {
    view: View<'a>,
    me: PersonId,
}

impl Author<'_> {
    fn may(&self, body: &Statement) -> bool {
        match body {
            Statement::Genesis { .. } => false,
            Statement::Leave { .. } => true,
            Statement::Invite { role, .. } => self.may_invite(*role),
            Statement::Close { key } => self.may_close(key),
            Statement::Admit { invite, person, keys, lifts, .. } => {
                self.grown() && self.may_admit(invite, person, keys, lifts)
            }
            Statement::Role { person, from, to } => self.may_give_role(person, *from, *to),
            Statement::Remove { person, .. } => self.may_remove(person),
            Statement::Restore { person, role, lifts, .. } => self.may_restore(person, *role, lifts),
            Statement::DeviceAdd { keys, .. } => self.view.owner(&keys.device()).is_none(),
            Statement::DeviceRemove { device, .. } => self.may_remove_device(device),
            Statement::StandIn => !self.organises() && self.view.is_next_in_line(&self.me),
            Statement::Circle { members, .. } => {
                let (me, view) = (&self.me, &self.view);
                let all_here = || members.iter().all(|person| view.active(person));
                members.contains(me) && self.grown() && all_here()
            }
            Statement::Epoch { circle, replaces, .. } => {
                let of_circle = |id: &StatementId| {
                    let said = self.view.find(id).and_then(|note| note.body.as_ref());
                    matches!(said, Some(Statement::Epoch { circle: theirs, .. }) if theirs == circle)
                };
                self.view.reads(&self.me, circle) && replaces.iter().all(of_circle)
            }
            Statement::Policy { .. } | Statement::Hub { .. } => self.organises(),
        }
    }

    fn power(&self) -> Option<Role> {
        self.view.power(&self.me)
    }

    fn organises(&self) -> bool {
        self.power() == Some(Role::Organiser)
    }

    fn grown(&self) -> bool {
        self.view.given(&self.me).is_some_and(|(role, _)| role > Role::Guest)
    }

    fn may_invite(&self, role: Role) -> bool {
        match self.power() {
            Some(Role::Organiser) => true,
            Some(Role::Steward) => role <= Role::Member,
            Some(Role::Member) => role <= Role::Member && self.view.members_invite(),
            _ => false,
        }
    }

    fn may_close(&self, key: &[u8; 32]) -> bool {
        let invite = self.view.invite(key).and_then(|at| self.view.facts.note(at));
        let Some(invite) = invite else { return false };
        invite.person == self.me || self.power() >= Some(Role::Steward)
    }

    fn may_admit(&self, invite: &[u8; 32], person: &PersonId, keys: &DeviceKeys, lifts: &[StatementId]) -> bool {
        let view = &self.view;
        let said = view.invite(invite).and_then(|at| view.facts.body(at));
        let Some(Statement::Invite { limit, .. }) = said else {
            return false;
        };
        let owner = view.owner(&keys.device()).map(|(owner, _)| owner);
        let unlifted = |id: &StatementId| {
            let leave = view.facts.place.get(id);
            leave.is_some_and(|at| view.has(*at) && !view.lifted(*at))
        };
        let fits = if lifts.is_empty() {
            owner.is_none() && view.entries(person).next().is_none()
        } else {
            owner.is_none_or(|owner| owner == *person)
                && lifts.iter().all(unlifted)
                && view.status(person) == Status::Left
        };
        fits && !view.closed(invite) && view.has_room(invite, *limit, Some(*person), usize::MAX)
    }

    fn may_give_role(&self, person: &PersonId, from: Role, to: Role) -> bool {
        let (own, lowers) = (*person == self.me, to < from);
        let known = self.view.given(person).is_some_and(|(role, _)| role == from);
        if !known || !self.view.active(person) {
            return false;
        }
        match (own, lowers) {
            (true, true) => true,
            (true, false) => to == from && self.organises(),
            (false, true) => self.organises() && !self.outranked_by(person),
            (false, false) => self.organises(),
        }
    }

    fn may_remove(&self, person: &PersonId) -> bool {
        let status = self.view.status(person);
        let here = matches!(status, Status::Active | Status::Waiting | Status::Removed);
        *person != self.me && here && self.is_above(person)
    }

    fn may_remove_device(&self, device: &DeviceId) -> bool {
        let owner = self.view.owner(device);
        owner.is_some_and(|(person, _)| person == self.me || self.is_above(&person))
    }

    fn may_restore(&self, person: &PersonId, role: Role, lifts: &[StatementId]) -> bool {
        let status = self.view.status(person);
        let away = matches!(status, Status::Removed | Status::Waiting);
        let about = |id: &StatementId| {
            self.view.find(id).is_some_and(|note| match &note.body {
                Some(Statement::Remove { person: removed, .. }) => removed == person,
                Some(Statement::Admit { person: admitted, .. }) => admitted == person,
                _ => false,
            })
        };
        let allowed = match self.power() {
            Some(Role::Organiser) => true,
            Some(Role::Steward) => role <= Role::Member,
            _ => false,
        };
        allowed && away && !lifts.is_empty() && lifts.iter().all(about)
    }

    /// The author organises, or is a steward and the other member or guest.
    fn is_above(&self, person: &PersonId) -> bool {
        match self.power() {
            Some(Role::Organiser) => !self.outranked_by(person),
            Some(Role::Steward) => self.view.given(person).is_none_or(|(role, _)| role <= Role::Member),
            _ => false,
        }
    }

    /// Whether the author organises only by standing in, and the other by role.
    fn outranked_by(&self, person: &PersonId) -> bool {
        let view = &self.view;
        view.is_organiser(person) && !view.is_organiser(&self.me) && view.stands_in(&self.me)
    }
}
