//! What the law concludes of a set, and what it says of a record (§3.7) and of the key to write under (§4).

use std::collections::{BTreeMap, BTreeSet};

use super::authority::{has_room, reads};
use super::charter::Charter;
use super::decide::Decided;
use super::statement::{Body, Circle, Cuts, Device, Id, Named, Person, Role, Statement};
use super::validity::Validity;
use super::view::{Status, View};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    pub status: Status,
    pub role: Role,
    /// Organiser by role, by succession or by standing in.
    pub organises: bool,
    pub appointment: Id,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    pub person: Person,
    pub out: bool,
    pub active: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Stands,
    Late,
    Waits,
    Refused,
}

/// The answers of §3.2, asked of what is valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub people: BTreeMap<Person, Member>,
    pub devices: BTreeMap<Device, Bound>,
    /// Of each key the first in the order, if no close names it and its limit is not reached.
    pub open_invites: BTreeSet<Id>,
    pub epochs: BTreeSet<Id>,
    /// The cuts now in force, by person: the furthest that an unlifted removal or a restore names.
    pub cuts: BTreeMap<Person, Cuts>,
    pub members_invite: bool,
    pub read_only: bool,
}

pub struct Judgement {
    pub order: Vec<Id>,
    pub valid: BTreeSet<Id>,
    pub applied: Vec<Id>,
    pub standing: Standing,
    charter: Charter,
    validity: Validity,
}

pub fn conclude(charter: Charter, decided: Decided) -> Judgement {
    let validity = decided.valid;
    Judgement {
        order: charter.order.iter().map(|s| s.id).collect(),
        valid: validity.held.clone(),
        applied: decided.applied,
        standing: standing(&validity.view(&charter)),
        charter,
        validity,
    }
}

fn standing(view: &View<'_>) -> Standing {
    let people = view.people().into_iter();
    let devices = view.devices().into_iter();
    let mut statements = view.line();
    Standing {
        people: people.filter_map(|p| Some((p, member(view, p)?))).collect(),
        devices: devices.filter_map(|d| Some((d, bound(view, d)?))).collect(),
        open_invites: view.line().filter(|s| is_open(view, s)).map(|s| s.id).collect(),
        epochs: epochs(view).map(|s| s.id).collect(),
        cuts: cuts(view),
        members_invite: view.members_invite(),
        read_only: statements.any(|s| matches!(s.body, Body::Unknown)),
    }
}

fn is_open(view: &View<'_>, s: &Statement) -> bool {
    let Body::Invite { key, limit, .. } = &s.body else {
        return false;
    };
    let first = view.invite(key).is_some_and(|first| first.id == s.id);
    first && !view.is_closed(key) && has_room(view, key, *limit, None)
}

fn member(view: &View<'_>, person: Person) -> Option<Member> {
    let (role, appointment) = view.appointment(person)?;
    Some(Member { status: view.status(person), role, organises: view.organises(person), appointment })
}

fn bound(view: &View<'_>, device: Device) -> Option<Bound> {
    let person = view.bound(device)?;
    let out = view.is_out(device);
    Some(Bound { person, out, active: !out && view.is_active(person) })
}

fn epochs<'a>(view: &View<'a>) -> impl Iterator<Item = &'a Statement> {
    view.line().filter(|s| matches!(s.body, Body::Epoch { .. }))
}

fn cuts(view: &View<'_>) -> BTreeMap<Person, Cuts> {
    let mut found = BTreeMap::new();
    for s in view.line() {
        let Some(person) = absent(view, s).filter(|_| !view.is_lifted(&s.id)) else {
            continue;
        };
        let restores = view.line().filter(|r| restores(r, person));
        let naming = restores.chain([s]).filter_map(Statement::cuts);
        let logs: &mut Cuts = found.entry(person).or_default();
        for (log, count) in naming.flatten() {
            let furthest = logs.entry(*log).or_default();
            *furthest = (*furthest).max(*count);
        }
    }
    found
}

/// Whom this remove, leave or device-remove puts out.
fn absent(view: &View<'_>, s: &Statement) -> Option<Person> {
    if matches!(s.body, Body::Role { .. }) {
        return None;
    }
    match s.removes(view.author(s)?)? {
        Named::Person(person) => Some(person),
        Named::Device(device) => view.bound(device),
    }
}

fn restores(s: &Statement, whom: Person) -> bool {
    matches!(s.body, Body::Restore { person, .. } if person == whom)
}

impl Judgement {
    /// What the law says of the record with this number in this log, whose intro names `log_person`.
    pub fn verdict(
        &self,
        log: Id,
        log_person: Person,
        device: Device,
        number: u64,
        frontier: &BTreeSet<Id>,
    ) -> Verdict {
        let view = self.validity.view(&self.charter);
        let Some(person) = view.bound(device) else {
            return Verdict::Waits;
        };
        let held = frontier.iter().all(|id| self.charter.holds(id));
        let status = view.status(person);
        if !held || matches!(status, Status::Waiting | Status::Unknown) {
            return Verdict::Waits;
        }
        if person != log_person {
            return Verdict::Refused;
        }
        match self.cut(&view, log, person, device, frontier) {
            Some(cut) if number >= cut => Verdict::Late,
            _ => Verdict::Stands,
        }
    }

    /// The cut that holds for a record with this frontier; none where nothing removes its author.
    fn cut(&self, view: &View<'_>, log: Id, person: Person, device: Device, frontier: &BTreeSet<Id>) -> Option<u64> {
        let heard = self.heard(frontier);
        let names = |s: &Statement| match view.author(s).and_then(|author| s.removes(author)) {
            Some(Named::Person(named)) => named == person,
            Some(Named::Device(named)) => named == device,
            None => false,
        };
        let lifts = |s: &Statement, id: &Id| s.lifts().is_some_and(|lifts| lifts.contains(id));
        let known = || view.line().filter(|s| heard.contains(&s.id));
        let removals = view.line().filter(|s| {
            let demotion = matches!(s.body, Body::Role { .. });
            names(s) && !demotion && !known().any(|k| lifts(k, &s.id))
        });
        let removals: Vec<&Statement> = removals.collect();
        removals.first()?;
        let restores = view.line().filter(|s| restores(s, person));
        let named = removals.into_iter().chain(restores).filter_map(Statement::cuts);
        let counts = named.filter_map(|cuts| cuts.get(&log).copied());
        Some(counts.max().unwrap_or(0))
    }

    /// Whether this person, who is active, may read the circle.
    pub fn reads(&self, person: Person, circle: &Circle) -> bool {
        let view = self.validity.view(&self.charter);
        view.is_active(person) && reads(&view, person, circle)
    }

    /// Those of the set that no other cites.
    pub fn frontier(&self) -> BTreeSet<Id> {
        let cites = self.charter.order.iter().flat_map(|s| &s.cites);
        let cited: BTreeSet<Id> = cites.copied().collect();
        let all: BTreeSet<Id> = self.order.iter().copied().collect();
        all.difference(&cited).copied().collect()
    }

    /// The frontier and its past.
    fn heard(&self, frontier: &BTreeSet<Id>) -> BTreeSet<Id> {
        let pasts = frontier.iter().flat_map(|id| self.charter.past(id));
        pasts.chain(frontier.iter().copied()).collect()
    }

    /// The epoch to write under, of those whose keys are here; none says: mint one.
    pub fn write_under(&self, circle: Circle, keys: &BTreeSet<Id>) -> Option<Id> {
        let view = self.validity.view(&self.charter);
        let removals = view.line().filter(|s| absent(&view, s).is_some());
        let removals: Vec<Id> = removals.map(|s| s.id).collect();
        let is_replaced =
            |id: &Id| epochs(&view).any(|s| matches!(&s.body, Body::Epoch { replaces, .. } if replaces.contains(id)));
        let fits = |s: &&Statement| {
            matches!(&s.body, Body::Epoch { circle: c, .. } if *c == circle)
                && keys.contains(&s.id)
                && !is_replaced(&s.id)
                && removals.iter().all(|r| self.charter.knows(&s.id, r))
        };
        epochs(&view).filter(fits).map(|s| s.id).min()
    }
}
