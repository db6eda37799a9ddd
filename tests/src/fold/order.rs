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
        let before = |t: &Id| settled.before(model, *t, *s) || own_before(model, *t, *s);
        let all = by_weight.iter().copied().filter(|t| model.knows(*s, *t) || before(t));
        on.insert(*s, all.collect());
    }
    let far: BTreeMap<Id, BTreeSet<Id>> = by_weight.iter().map(|s| (*s, reached(*s, &on))).collect();
    let kept = |s: &Id, t: &Id| model.knows(*s, *t) || !far[t].contains(s);
    on.iter().map(|(s, all)| (*s, all.iter().copied().filter(|t| kept(s, t)).collect())).collect()
}

/// Who goes, or lowers themselves, voids nothing that another device of theirs said meanwhile.
fn own_before(model: &Model<'_>, t: Id, s: Id) -> bool {
    let (said, goes) = (&model.held[&t], &model.held[&s]);
    let is_own = match &goes.body {
        Body::Leave => true,
        Body::Lower { person, .. } => *person == goes.person,
        _ => false,
    };
    holds(Rule::Goes) && is_own && said.person == goes.person && t != s && !model.knows(s, t) && !model.knows(t, s)
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
    let rank = match agreed(model, id).filter(|_| holds(Rule::SecondsRank)) {
        Some(first) => own.min(rank(model, ages, first)),
        None => own,
    };
    let kind = match &s.body {
        Body::Leave => 2,
        _ if takes(model, id) => 0,
        _ => 1,
    };
    (holds(Rule::Beside) && twice.contains(&id), rank.0, rank.1, rank.2, kind, ages[&id])
}

/// What a second agrees to.
fn agreed<'a>(model: &Model<'a>, id: Id) -> Option<&'a Statement> {
    match &model.held[&id].body {
        Body::Second { first } if model.knows(id, *first) => model.held.get(first),
        _ => None,
    }
}

/// A second takes if what it agrees to does.
fn takes(model: &Model<'_>, id: Id) -> bool {
    agreed(model, id).unwrap_or(&model.held[&id]).body.takes()
}

fn rank(model: &Model<'_>, ages: &BTreeMap<Id, usize>, s: &Statement) -> (u8, usize, usize) {
    let law = model.law(&model.past(s.id));
    let bound = law.devices.get(&s.device).and_then(|(_, given)| ages.get(given)).copied();
    let (_, since) = law.seniority(s.person, ages);
    (level(&law, s.person), since, bound.unwrap_or(usize::MAX))
}

pub fn level(law: &State, person: Person) -> u8 {
    if law.organisers().contains(&person) {
        0
    } else if law.stands_in(person).is_some() {
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

/// The place at which each is taken: device by device, the longest bound first, and what each cites before it. What a device
/// says beside other words of its own comes after all devices, unless somebody cites it.
pub fn ages(model: &Model<'_>, set: &BTreeSet<Id>) -> BTreeMap<Id, usize> {
    let twice = if holds(Rule::Ages) { said_twice(model, set) } else { BTreeSet::new() };
    let mut ages: BTreeMap<Id, usize> = BTreeMap::new();
    while ages.len() < set.len() {
        let rest = set.iter().copied().filter(|id| !ages.contains_key(id));
        // Of what is left: of the device bound the longest, what has least before it.
        let next = rest.min_by_key(|id| {
            let bound = bound(model, &ages, *id);
            (twice.contains(id), bound, model.past(*id).len(), *id)
        });
        let Some(next) = next else { break };
        if holds(Rule::Ages) {
            with_past(model, set, &mut ages, next);
        } else {
            let ready = set.iter().copied().filter(|id| !ages.contains_key(id));
            let ready = ready.filter(|id| model.held[id].cites.iter().all(|cited| ages.contains_key(cited)));
            let Some(next) = ready.min_by_key(|id| (bound(model, &ages, *id), *id)) else { break };
            ages.insert(next, ages.len());
        }
    }
    ages
}

/// Takes it after all that it knows, of that again the longest-bound device's ready words first.
fn with_past(model: &Model<'_>, set: &BTreeSet<Id>, ages: &mut BTreeMap<Id, usize>, s: Id) {
    let past = model.past(s);
    loop {
        let left = past.iter().copied().filter(|id| set.contains(id) && !ages.contains_key(id));
        let ready = left.filter(|id| model.held[id].cites.iter().all(|cited| ages.contains_key(cited)));
        let Some(next) = ready.min_by_key(|id| (bound(model, ages, *id), *id)) else { break };
        ages.insert(next, ages.len());
    }
    ages.insert(s, ages.len());
}

/// The age of the first binding of its device that the statement knows; none is here yet: the greatest.
fn bound(model: &Model<'_>, ages: &BTreeMap<Id, usize>, s: Id) -> usize {
    let device = model.held[&s].device;
    let past = model.past(s);
    let known = past.iter().filter(|id| binds(&model.held[id]) == Some(device));
    known.filter_map(|id| ages.get(id)).copied().min().unwrap_or(usize::MAX)
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

    /// Whether `t` is settled before `s`.
    fn before(&self, model: &Model<'_>, t: Id, s: Id) -> bool {
        if !holds(Rule::Settled) || t == s || model.knows(t, s) || model.knows(s, t) {
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

/// Before a taking all is settled, but before a taking from a person nothing that is said by somebody below: many may know
/// of that, and be wrong. Before whatever somebody says, what takes from that person or device is.
fn may_settle(model: &Model<'_>, t: Id, s: Id) -> bool {
    let level_of = |id: Id| {
        let own = level(&model.law(&model.past(id)), model.held[&id].person);
        let first = agreed(model, id).map(|first| level(&model.law(&model.past(first.id)), first.person));
        first.map_or(own, |first| own.min(first))
    };
    let above = || !holds(Rule::Level) || level_of(t) <= level_of(s);
    (takes(model, s) && (is_close_or_own(model, s) || above())) || (holds(Rule::Parted) && parts_with(model, t, s))
}

/// Whether it takes from no other person.
fn is_close_or_own(model: &Model<'_>, s: Id) -> bool {
    let said = &model.held[&s];
    let own = || names(model, &model.law(&model.past(s)), &said.body) == Some(said.person);
    matches!(said.body, Body::Close { .. }) || own()
}

/// Whether `t` takes from whoever says `s`.
fn parts_with(model: &Model<'_>, t: Id, s: Id) -> bool {
    let (body, s) = (&agreed(model, t).unwrap_or(&model.held[&t]).body, &model.held[&s]);
    match body {
        Body::Remove { person } | Body::Lower { person, .. } => *person == s.person,
        Body::DeviceRemove { device } => *device == s.device,
        _ => false,
    }
}

/// Whom it is about.
pub fn names(model: &Model<'_>, law: &State, body: &Body) -> Option<Person> {
    match body {
        Body::Second { first } => names(model, law, &model.held[first].body),
        Body::Raise { person, .. }
        | Body::Lower { person, .. }
        | Body::Remove { person }
        | Body::Restore { person }
        | Body::Admit { person, .. }
        | Body::Unmake { person } => Some(*person),
        Body::DeviceRemove { device } => law.devices.get(device).map(|(owner, ..)| *owner),
        _ => None,
    }
}
