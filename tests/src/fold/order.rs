//! Age, rank, what is settled, and the order (§3, §4).

use super::state::State;
use super::statement::{Body, Device, Id, Person, Role, Statement};
use super::Model;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// How many of the oldest voices settle a thing.
const VOICES: usize = 15;

pub fn order(model: &Model<'_>, set: &BTreeSet<Id>) -> Vec<Id> {
    let ages = ages(model, set);
    let twice = written_twice(model, set);
    let mut weights: Vec<(Weight, Id)> = set.iter().map(|id| (weight(model, &ages, &twice, *id), *id)).collect();
    weights.sort();
    let by_weight: Vec<Id> = weights.into_iter().map(|(_, id)| id).collect();
    let settled = Settled::of(model, set);
    let mut visit = Visit { model, by_weight: &by_weight, settled, open: Vec::new(), taken: Vec::new() };
    for id in &by_weight {
        visit.visit(*id);
    }
    visit.taken
}

struct Visit<'a, 'b> {
    model: &'a Model<'b>,
    by_weight: &'a [Id],
    settled: Settled,
    open: Vec<Id>,
    taken: Vec<Id>,
}

impl Visit<'_, '_> {
    fn visit(&mut self, s: Id) {
        if self.taken.contains(&s) || self.open.contains(&s) {
            return;
        }
        self.open.push(s);
        for t in self.by_weight {
            if self.model.knows(s, *t) || self.open.iter().all(|open| self.comes_before(*t, *open)) {
                self.visit(*t);
            }
        }
        self.open.pop();
        self.taken.push(s);
    }
}

impl Visit<'_, '_> {
    fn comes_before(&self, t: Id, s: Id) -> bool {
        self.model.knows(s, t) || self.settled.before(self.model, t, s)
    }
}

/// Level of the author, age of their role, age of their device; then age.
type Weight = (u8, u8, usize, usize, usize);

/// Devices of whose log there are two branches.
fn written_twice(model: &Model<'_>, set: &BTreeSet<Id>) -> BTreeSet<Device> {
    let mut places = BTreeSet::new();
    let all = set.iter().map(|id| &model.held[id]);
    all.filter(|s| !places.insert((s.device, s.previous))).map(|s| s.device).collect()
}

fn weight(model: &Model<'_>, ages: &BTreeMap<Id, usize>, twice: &BTreeSet<Device>, id: Id) -> Weight {
    let s = &model.held[&id];
    let age = ages[&id];
    match &s.body {
        Body::Leave => (2, 0, 0, 0, age),
        body if body.takes() => {
            let law = model.law(&model.past(id));
            let level = if twice.contains(&s.device) { 4 } else { level(&law, s.person) };
            let since = law.given_by(s.person).and_then(|given| ages.get(&given));
            let bound = law.devices.get(&s.device).and_then(|(_, given, _)| ages.get(given));
            (0, level, since.copied().unwrap_or(usize::MAX), bound.copied().unwrap_or(usize::MAX), age)
        }
        _ => (1, u8::from(twice.contains(&s.device)), 0, 0, age),
    }
}

fn level(law: &State, person: Person) -> u8 {
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

/// The place at which each is taken, the longest-bound device first.
pub fn ages(model: &Model<'_>, set: &BTreeSet<Id>) -> BTreeMap<Id, usize> {
    let mut ages: BTreeMap<Id, usize> = BTreeMap::new();
    let mut bound: BTreeMap<Device, usize> = BTreeMap::new();
    while ages.len() < set.len() {
        let ready = set.iter().filter(|id| !ages.contains_key(id)).map(|id| &model.held[id]);
        let ready = ready.filter(|s| s.cites.iter().all(|cited| ages.contains_key(cited)));
        let next = ready.min_by_key(|s| (bound.get(&s.device).copied().unwrap_or(usize::MAX), s.number, s.id));
        let Some(s) = next else { break };
        let age = ages.len();
        ages.insert(s.id, age);
        if let Some(device) = binds(s) {
            bound.entry(device).or_insert(age);
        }
    }
    ages
}

fn binds(s: &Statement) -> Option<Device> {
    match &s.body {
        Body::Genesis { .. } => Some(s.device),
        Body::Admit { device, .. } | Body::DeviceAdd { device } => Some(*device),
        _ => None,
    }
}

/// What enough independent people built on before they knew of something else.
pub struct Settled {
    ages: BTreeMap<Id, usize>,
    said: BTreeMap<Person, Vec<Id>>,
    found: RefCell<BTreeMap<(Id, Id), bool>>,
}

impl Settled {
    pub fn of(model: &Model<'_>, set: &BTreeSet<Id>) -> Self {
        let mut said: BTreeMap<Person, Vec<Id>> = BTreeMap::new();
        for id in set {
            said.entry(model.held[id].person).or_default().push(*id);
        }
        Self { ages: ages(model, set), said, found: RefCell::default() }
    }

    /// Whether `t` is settled before `s`.
    pub fn before(&self, model: &Model<'_>, t: Id, s: Id) -> bool {
        if t == s || model.knows(t, s) || model.knows(s, t) {
            return false;
        }
        if let Some(found) = self.found.borrow().get(&(t, s)) {
            return *found;
        }
        let found = self.may_settle(model, t, s) && self.is_settled(model, t, s);
        self.found.borrow_mut().insert((t, s), found);
        found
    }

    /// Only what gives or takes standing settles, and only before what is said by nobody above its author.
    fn may_settle(&self, model: &Model<'_>, t: Id, s: Id) -> bool {
        let body = &model.held[&t].body;
        let counts = body.takes()
            || matches!(body, Body::Role { .. } | Body::Restore { .. } | Body::Admit { .. } | Body::Policy { .. });
        let level_of = |id: Id| level(&model.law(&model.past(id)), model.held[&id].person);
        counts && level_of(t) <= level_of(s)
    }

    fn is_settled(&self, model: &Model<'_>, t: Id, s: Id) -> bool {
        let voices = self.voices(model, t, s);
        let knows = |id: &Id| model.knows(*id, t) && *id != s && !model.knows(*id, s);
        let heard = voices.iter().filter(|person| self.said[person].iter().any(knows)).count();
        2 * heard > voices.len()
    }

    /// The oldest whose word settles `t` before `s`.
    fn voices(&self, model: &Model<'_>, t: Id, s: Id) -> Vec<Person> {
        let said = &model.held[&t];
        let past = model.past(t);
        let law = model.law(&past);
        let makers = makers(&law, said);
        let mut all: Vec<(usize, Person)> = Vec::new();
        for person in law.people() {
            let speaks = self.said.get(&person).is_some_and(|all| all.iter().any(|id| *id != t && !past.contains(id)));
            let party = person == said.person || Some(person) == names(&law, &said.body);
            let grown = law.active(person) && law.role(person) > Some(Role::Guest);
            let entry = law.entries[&person].iter().map(|entry| entry.id).min_by_key(|id| self.ages[id]);
            let Some(entry) = entry.filter(|_| speaks && !party && grown) else { continue };
            let known = model.knows(s, entry) || entry == s || self.before(model, entry, s);
            if known && law.through(person).is_disjoint(&makers) {
                all.push((self.ages[&entry], person));
            }
        }
        all.sort_unstable();
        all.into_iter().take(VOICES).map(|(_, person)| person).collect()
    }
}

/// The devices through which nobody independent came.
fn makers(law: &State, s: &Statement) -> BTreeSet<Device> {
    let owner = |device: &Device| law.devices.get(device).map(|(owner, ..)| *owner);
    let theirs = law.devices.keys().filter(|device| owner(device) == Some(s.person));
    let own = matches!(&s.body, Body::DeviceRemove { device } if owner(device) == Some(s.person));
    theirs.copied().filter(|device| !own || added_by(law, *device, s.device)).collect()
}

fn added_by(law: &State, device: Device, by: Device) -> bool {
    let parent = law.devices.get(&device).and_then(|(_, _, parent)| *parent);
    device == by || parent.is_some_and(|parent| added_by(law, parent, by))
}

/// Whom it is about.
pub fn names(law: &State, body: &Body) -> Option<Person> {
    match body {
        Body::Role { person, .. } | Body::Remove { person } | Body::Restore { person, .. } => Some(*person),
        Body::Admit { person, .. } => Some(*person),
        Body::DeviceRemove { device } => law.devices.get(device).map(|(owner, ..)| *owner),
        Body::Answer { stand_in, .. } => law.stand_ins.get(stand_in).map(|(who, _)| *who),
        Body::Unmake { statement } => law.unknown.get(statement).copied(),
        _ => None,
    }
}
