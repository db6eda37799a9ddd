//! Who may say what (§3.3): one statement asked of its own view.

use std::collections::BTreeSet;

use super::statement::{Body, Circle, Device, EVERYONE, Id, InviteKey, Keys, Person, Role, Statement};
use super::view::{Status, View};

/// The person that says this, if the view gives the right to say it.
pub fn authorised(view: &View<'_>, community: Id, s: &Statement) -> Option<Person> {
    if !s.proof_ok() {
        return None;
    }
    if let Body::Genesis { keys, .. } = &s.body {
        let is_first = s.id == community && s.cites.is_empty();
        return Some(keys.person).filter(|author| is_first && s.is_by(*author));
    }
    let author = view.bound(s.device).filter(|author| s.is_by(*author))?;
    let for_all = matches!(s.body, Body::Leave { .. } | Body::DeviceAdd { .. });
    let status = view.status(author);
    let present = status == Status::Active || status == Status::Waiting && for_all;
    (present && !view.is_out(s.device) && has_right(view, author, &s.body)).then_some(author)
}

fn has_right(view: &View<'_>, a: Person, body: &Body) -> bool {
    let organiser = view.organises(a);
    match body {
        Body::Genesis { .. } => false,
        Body::Invite { role, .. } => may_invite(view, a, *role),
        Body::Close { key } => may_close(view, a, key),
        Body::Admit { key, person, keys, lifts, .. } => {
            not_guest(view, a) && may_admit(view, key, *person, keys, lifts)
        }
        Body::Leave { .. } | Body::Unknown => true,
        Body::Role { person, from, to } => may_give_role(view, a, *person, *from, *to),
        Body::Remove { person, .. } => may_remove(view, a, *person),
        Body::Restore { person, role, lifts, .. } => {
            let steward = view.power(a) == Some(Role::Steward) && *role <= Role::Member;
            (organiser || steward) && may_restore(view, *person, lifts)
        }
        Body::DeviceAdd { keys, .. } => view.bound(keys.device).is_none(),
        Body::DeviceRemove { device, .. } => may_remove_device(view, a, *device),
        Body::StandIn => may_stand_in(view, a),
        Body::Circle { members } => {
            let active = members.iter().all(|p| view.is_active(*p));
            members.contains(&a) && not_guest(view, a) && active
        }
        Body::Epoch { circle, replaces } => {
            reads(view, a, circle) && replaces.iter().all(|id| is_epoch_of(view, id, circle))
        }
        Body::Policy { .. } | Body::Hub => organiser,
    }
}

fn not_guest(view: &View<'_>, a: Person) -> bool {
    view.power(a) > Some(Role::Guest)
}

fn may_invite(view: &View<'_>, a: Person, role: Role) -> bool {
    let power = view.power(a);
    let low = power == Some(Role::Steward) || power == Some(Role::Member) && view.members_invite();
    power == Some(Role::Organiser) || low && role <= Role::Member
}

fn may_close(view: &View<'_>, a: Person, key: &InviteKey) -> bool {
    let Some(invite) = view.invite(key) else {
        return false;
    };
    view.author(invite) == Some(a) || view.power(a) >= Some(Role::Steward)
}

fn may_admit(view: &View<'_>, key: &InviteKey, person: Person, keys: &Keys, lifts: &BTreeSet<Id>) -> bool {
    let Some(Body::Invite { limit, .. }) = view.invite(key).map(|s| &s.body) else {
        return false;
    };
    let fits = if lifts.is_empty() {
        view.bound(keys.device).is_none() && view.status(person) == Status::Unknown
    } else {
        may_return(view, person, keys.device, lifts)
    };
    fits && has_room(view, key, *limit, Some(person)) && !view.is_closed(key)
}

/// Whether fewer than `limit` persons other than the newcomer came by it.
pub fn has_room(view: &View<'_>, key: &InviteKey, limit: u32, newcomer: Option<Person>) -> bool {
    let mut others = view.admitted_by(view.admits_by(*key));
    others.retain(|person| Some(*person) != newcomer);
    limit == 0 || usize::try_from(limit).is_ok_and(|limit| others.len() < limit)
}

fn may_return(view: &View<'_>, person: Person, device: Device, lifts: &BTreeSet<Id>) -> bool {
    let is_theirs = |id: &Id| match view.get(id) {
        Some(s) => matches!(s.body, Body::Leave { .. }) && view.author(s) == Some(person),
        None => false,
    };
    let fit = |id: &Id| is_theirs(id) && !view.is_lifted(id);
    let device_fits = view.bound(device).is_none_or(|owner| owner == person);
    lifts.iter().all(fit) && view.status(person) == Status::Left && device_fits
}

fn may_give_role(view: &View<'_>, a: Person, person: Person, from: Role, to: Role) -> bool {
    let lowers = to < from;
    let own = a == person;
    let right = own && lowers || view.organises(a) && !(own && to > from);
    let barred = lowers && !own && outranked(view, a, person);
    view.role(person) == Some(from) && view.is_active(person) && right && !barred
}

/// Whether A organises only by standing in and the other is an organiser by role.
fn outranked(view: &View<'_>, a: Person, person: Person) -> bool {
    let organiser = Some(Role::Organiser);
    view.stands_in(a) && view.role(a) != organiser && view.role(person) == organiser
}

fn may_remove(view: &View<'_>, a: Person, person: Person) -> bool {
    let status = view.status(person);
    let here = matches!(status, Status::Active | Status::Waiting | Status::Removed);
    a != person && here && is_above(view, a, person) && !outranked(view, a, person)
}

fn may_remove_device(view: &View<'_>, a: Person, device: Device) -> bool {
    view.bound(device).is_some_and(|person| person == a || is_above(view, a, person) && !outranked(view, a, person))
}

/// A is organiser, or a steward and the other member or guest.
fn is_above(view: &View<'_>, a: Person, person: Person) -> bool {
    match view.power(a) {
        Some(Role::Organiser) => true,
        Some(Role::Steward) => view.role(person) <= Some(Role::Member),
        _ => false,
    }
}

fn may_restore(view: &View<'_>, person: Person, lifts: &BTreeSet<Id>) -> bool {
    let absent = matches!(view.status(person), Status::Removed | Status::Waiting);
    let about = |id: &Id| match view.get(id) {
        Some(s) => match &s.body {
            Body::Remove { person: named, .. } => *named == person,
            Body::Admit { .. } => view.entry(s).is_some_and(|(who, _)| who == person),
            _ => false,
        },
        None => false,
    };
    absent && !lifts.is_empty() && lifts.iter().all(about)
}

fn may_stand_in(view: &View<'_>, a: Person) -> bool {
    !view.organises(a) && view.most_senior(|p| !view.organises(p)) == Some(a)
}

pub fn reads(view: &View<'_>, a: Person, wanted: &Circle) -> bool {
    if *wanted == EVERYONE {
        return not_guest(view, a);
    }
    view.line().any(|s| match &s.body {
        Body::Circle { members } => s.id.starts_with(wanted) && members.contains(&a),
        _ => false,
    })
}

fn is_epoch_of(view: &View<'_>, id: &Id, wanted: &Circle) -> bool {
    view.get(id).is_some_and(|s| matches!(&s.body, Body::Epoch { circle, .. } if circle == wanted))
}
