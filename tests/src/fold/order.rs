//! Age, rank, what is settled, and the order (§3, §4).

use super::Model;
use super::state::State;
use super::statement::{Body, Device, Id, Person, Role, Statement};
use super::switch::{Rule, holds};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// How many of the most senior voices settle a thing.
const VOICES: usize = 15;

pub fn order(model: &Model<'_>, set: &BTreeSet<Id>) -> Vec<Id> {
    let ages = ages(model, set);
    let twice = said_twice(model, set);
    let mut weights: Vec<(Weight, Id)> = set.iter().map(|id| (weight(model, &ages, &twice, *id), *id)).collect();
    weights.sort();
    let by_weight: Vec<Id> = weights.into_iter().map(|(_, id)| id).collect();
    let stands_on = knots_aside(model, &by_weight);
    let mut taken = Vec::new();
    for id in &by_weight {
        visit(*id, &by_weight, &stands_on, &mut taken);
    }
    taken
}

fn visit(s: Id, by_weight: &[Id], stands_on: &BTreeMap<Id, BTreeSet<Id>>, taken: &mut Vec<Id>) {
    if taken.contains(&s) {
        return;
    }
    for t in by_weight.iter().filter(|t| stands_on[&s].contains(t)) {
        visit(*t, by_weight, stands_on, taken);
    }
    taken.push(s);
}

/// What each statement stands on: what it knows, and what is settled before it, but for what stands on it in turn.
fn knots_aside(model: &Model<'_>, by_weight: &[Id]) -> BTreeMap<Id, BTreeSet<Id>> {
    let settled = Settled::of(model, &by_weight.iter().copied().collect());
    let mut on: BTreeMap<Id, BTreeSet<Id>> = BTreeMap::new();
    for s in by_weight {
        let all = by_weight.iter().copied().filter(|t| model.knows(*s, *t) || settled.before(model, *t, *s));
        on.insert(*s, all.collect());
    }
    let far: BTreeMap<Id, BTreeSet<Id>> = by_weight.iter().map(|s| (*s, reached(*s, &on))).collect();
    let kept = |s: &Id, t: &Id| model.knows(*s, *t) || !far[t].contains(s);
    on.iter().map(|(s, all)| (*s, all.iter().copied().filter(|t| kept(s, t)).collect())).collect()
}

fn reached(s: Id, on: &BTreeMap<Id, BTreeSet<Id>>) -> BTreeSet<Id> {
    let mut found = BTreeSet::new();
    let mut next: Vec<Id> = on[&s].iter().copied().collect();
    while let Some(id) = next.pop() {
        if found.insert(id) {
            next.extend(on[&id].iter().copied());
        }
    }
    found
}

/// Whether its device said something else that it does not know; level of the author, age of their role, age of their
/// device; whether it gives; age.
type Weight = (bool, u8, usize, usize, u8, usize);

fn weight(model: &Model<'_>, ages: &BTreeMap<Id, usize>, twice: &BTreeSet<Id>, id: Id) -> Weight {
    let s = &model.held[&id];
    let own = if holds(Rule::Rank) { rank(model, ages, s) } else { (0, 0, 0) };
    // A second weighs as the heavier of the two.
    let rank = match &s.body {
        Body::Second { first } if holds(Rule::SecondsRank) && model.knows(id, *first) => {
            own.min(rank(model, ages, &model.held[first]))
        }
        _ => own,
    };
    let kind = match &s.body {
        Body::Leave => 2,
        body if body.takes() => 0,
        _ => 1,
    };
    (holds(Rule::Beside) && twice.contains(&id), rank.0, rank.1, rank.2, kind, ages[&id])
}

fn rank(model: &Model<'_>, ages: &BTreeMap<Id, usize>, s: &Statement) -> (u8, usize, usize) {
    let law = model.law(&model.past(s.id));
    let bound = law.devices.get(&s.device).and_then(|(_, given)| ages.get(given)).copied();
    let (_, since) = law.seniority(s.person, ages);
    (level(&law, s.person), since, bound.unwrap_or(usize::MAX))
}

pub fn level(law: &State, person: Person) -> u8 {
    if law.by_right().contains(&person) {
        0
    } else if law.lent_by(person).is_some() {
        1
    } else if law.role(person) == Some(Role::Steward) {
        2
    } else {
        3
    }
}

/// What a device said beside something else that it said.
fn said_twice(model: &Model<'_>, set: &BTreeSet<Id>) -> BTreeSet<Id> {
    let mut by_device: BTreeMap<Device, Vec<Id>> = BTreeMap::new();
    for id in set {
        by_device.entry(model.held[id].device).or_default().push(*id);
    }
    let beside = |s: &Id, t: &Id| s != t && !model.knows(*s, *t) && !model.knows(*t, *s);
    set.iter().copied().filter(|s| by_device[&model.held[s].device].iter().any(|t| beside(s, t))).collect()
}

/// The place at which each is taken, the longest-bound device first.
pub fn ages(model: &Model<'_>, set: &BTreeSet<Id>) -> BTreeMap<Id, usize> {
    let mut ages: BTreeMap<Id, usize> = BTreeMap::new();
    while ages.len() < set.len() {
        let ready = set.iter().filter(|id| !ages.contains_key(id)).map(|id| &model.held[id]);
        let ready = ready.filter(|s| s.cites.iter().all(|cited| ages.contains_key(cited)));
        let Some(s) = ready.min_by_key(|s| (bound(model, &ages, s), s.id)) else { break };
        let age = ages.len();
        ages.insert(s.id, age);
    }
    ages
}

/// The age of what bound the device, of that which this statement knows.
fn bound(model: &Model<'_>, ages: &BTreeMap<Id, usize>, s: &Statement) -> usize {
    let past = model.past(s.id);
    let known = past.iter().filter(|id| binds(&model.held[id]) == Some(s.device));
    known.map(|id| ages[id]).min().unwrap_or(usize::MAX)
}

fn binds(s: &Statement) -> Option<Device> {
    match &s.body {
        Body::Genesis { .. } => Some(s.device),
        Body::Admit { device, .. } | Body::DeviceAdd { device } => Some(*device),
        _ => None,
    }
}

/// What the most senior of those whom both sides know heard first.
struct Settled {
    said: BTreeMap<Person, Vec<Id>>,
    found: RefCell<BTreeMap<(Id, Id), bool>>,
}

impl Settled {
    fn of(model: &Model<'_>, set: &BTreeSet<Id>) -> Self {
        let mut said: BTreeMap<Person, Vec<Id>> = BTreeMap::new();
        for id in set {
            said.entry(model.held[id].person).or_default().push(*id);
        }
        Self { said, found: RefCell::default() }
    }

    /// Whether `t` is settled before `s`, which takes.
    fn before(&self, model: &Model<'_>, t: Id, s: Id) -> bool {
        if !holds(Rule::Settled) || t == s || !model.held[&s].body.takes() || model.knows(t, s) || model.knows(s, t) {
            return false;
        }
        if let Some(found) = self.found.borrow().get(&(t, s)) {
            return *found;
        }
        let found = may_settle(model, t, s) && self.is_settled(model, t, s);
        self.found.borrow_mut().insert((t, s), found);
        found
    }

    fn is_settled(&self, model: &Model<'_>, t: Id, s: Id) -> bool {
        let common: BTreeSet<Id> = if holds(Rule::Common) {
            model.past(t).intersection(&model.past(s)).copied().collect()
        } else {
            model.past(t).iter().copied().collect()
        };
        let law = model.law(&common);
        let parties: Vec<Person> = [t, s]
            .iter()
            .flat_map(|id| [Some(model.held[id].person), names(model, &law, &model.held[id].body)])
            .flatten()
            .collect();
        let alone = |person: &Person, one: Id, other: Id| {
            let said = self.said.get(person).into_iter().flatten();
            said.copied().any(|id| model.knows(id, one) && id != other && !model.knows(id, other))
        };
        let line = law.line().into_iter().filter(|person| !parties.contains(person));
        let votes = line.map(|person| (alone(&person, t, s), alone(&person, s, t)));
        let votes: Vec<(bool, bool)> = votes.filter(|(one, other)| one != other).take(VOICES).collect();
        let first = votes.iter().filter(|(one, _)| *one).count();
        2 * first > votes.len()
    }
}

/// What is said by somebody below settles nothing before a taking from a person: many may know of it and be wrong.
fn may_settle(model: &Model<'_>, t: Id, s: Id) -> bool {
    let level_of = |id: Id| level(&model.law(&model.past(id)), model.held[&id].person);
    !holds(Rule::Level) || matches!(model.held[&s].body, Body::Close { .. }) || level_of(t) <= level_of(s)
}

/// Whom it is about.
pub fn names(model: &Model<'_>, law: &State, body: &Body) -> Option<Person> {
    match body {
        Body::Second { first } => names(model, law, &model.held[first].body),
        Body::Raise { person, .. }
        | Body::Lower { person, .. }
        | Body::Remove { person }
        | Body::Restore { person, .. }
        | Body::Admit { person, .. }
        | Body::Unmake { person } => Some(*person),
        Body::DeviceRemove { device } => law.devices.get(device).map(|(owner, ..)| *owner),
        Body::EndStandIn { stand_in } => law.stand_ins.get(stand_in).copied(),
        _ => None,
    }
}
