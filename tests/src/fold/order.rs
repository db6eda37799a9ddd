//! Age, rank, what is settled, and the order (§3.3, §3.4).

use super::Model;
use super::state::State;
use super::statement::{Body, Device, Id, Person, Role, Statement};
use super::switch::{Rule, holds};
use std::collections::{BTreeMap, BTreeSet};

/// How many of the most senior voices settle a thing.
const VOICES: usize = 15;

/// The order of what takes part.
pub fn order(model: &Model<'_>, set: &BTreeSet<Id>, ages: &BTreeMap<Id, usize>) -> Vec<Id> {
    let twice = beside(model, set);
    let mut weights: Vec<(Weight, Id)> = set.iter().map(|id| (weight(model, ages, &twice, *id), *id)).collect();
    weights.sort();
    let by_weight: Vec<Id> = weights.into_iter().map(|(_, id)| id).collect();
    let stands_on = stands_on(model, &by_weight);
    let mut taken = Vec::new();
    for id in &by_weight {
        visit(*id, &by_weight, &stands_on, &mut taken);
    }
    taken
}

fn visit(s: Id, by_weight: &[Id], stands_on: &Grounds, taken: &mut Vec<Id>) {
    if taken.contains(&s) {
        return;
    }
    for t in by_weight.iter().filter(|t| stands_on[&s].contains(t)) {
        visit(*t, by_weight, stands_on, taken);
    }
    taken.push(s);
}

/// What each statement stands on.
type Grounds = BTreeMap<Id, BTreeSet<Id>>;

/// What each knows; then, from the greatest margin down, what is settled before it, but for what would stand on it in turn.
fn stands_on(model: &Model<'_>, by_weight: &[Id]) -> Grounds {
    let settled = Settled::of(model, &by_weight.iter().copied().collect());
    let mut pairs: BTreeMap<usize, Vec<(Id, Id)>> = BTreeMap::new();
    for (s, t) in by_weight.iter().flat_map(|s| by_weight.iter().map(|t| (*s, *t))) {
        let margin = settled.margin(model, t, s);
        if margin > 0 {
            let margin = if holds(Rule::Margins) { margin } else { 1 };
            pairs.entry(margin).or_default().push((s, t));
        }
    }
    let set: BTreeSet<Id> = by_weight.iter().copied().collect();
    let mut on: Grounds = set.iter().map(|s| (*s, model.past(*s).intersection(&set).copied().collect())).collect();
    for pairs in pairs.into_values().rev() {
        let mut all = on.clone();
        for (s, t) in &pairs {
            all.entry(*s).or_default().insert(*t);
        }
        let far: Grounds = pairs.iter().map(|(_, t)| (*t, reached(*t, &all))).collect();
        for (s, t) in pairs.into_iter().filter(|(s, t)| !far[t].contains(s)) {
            on.entry(s).or_default().insert(t);
        }
    }
    on
}

fn reached(s: Id, on: &Grounds) -> BTreeSet<Id> {
    let mut found = BTreeSet::new();
    let mut next: Vec<Id> = on[&s].iter().copied().collect();
    while let Some(id) = next.pop() {
        if found.insert(id) {
            next.extend(on[&id].iter().copied());
        }
    }
    found
}

/// Whether its device said something else that it does not know; level of the author, age of their role; whether its author
/// goes by it; age of their device; whether it gives; age.
type Weight = (bool, u8, usize, bool, usize, bool, usize);

fn weight(model: &Model<'_>, ages: &BTreeMap<Id, usize>, twice: &BTreeSet<Id>, id: Id) -> Weight {
    let s = &model.held[&id];
    let own = if holds(Rule::Rank) { rank(model, ages, s) } else { (0, 0, 0) };
    // A second weighs as the heavier of the two.
    let rank = match agreed(model, id).filter(|_| holds(Rule::SecondsRank)) {
        Some(first) => own.min(rank(model, ages, first)),
        None => own,
    };
    let beside = holds(Rule::Beside) && twice.contains(&id);
    (beside, rank.0, rank.1, holds(Rule::Goes) && goes(s), rank.2, !takes(model, id), ages[&id])
}

/// Whether its author goes by it, or lowers themselves.
fn goes(s: &Statement) -> bool {
    match &s.body {
        Body::Leave => true,
        Body::Lower { person, .. } => *person == s.person,
        _ => false,
    }
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
    let law = model.law_before(s.id);
    let bound = law.bound.get(&(s.device, s.person)).and_then(|given| ages.get(given)).copied();
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

/// What a device said beside other words of its own, or knowing such words of its own.
pub fn beside(model: &Model<'_>, set: &BTreeSet<Id>) -> BTreeSet<Id> {
    let mut by_device: BTreeMap<Device, Vec<Id>> = BTreeMap::new();
    for id in set {
        by_device.entry(model.held[id].device).or_default().push(*id);
    }
    let apart = |s: Id, t: Id| s != t && !model.knows(s, t) && !model.knows(t, s);
    let forks = |s: Id, own: &[Id]| own.iter().any(|t| apart(s, *t));
    let mut beside = BTreeSet::new();
    for own in by_device.values() {
        let forked: Vec<Id> = own.iter().copied().filter(|s| forks(*s, own)).collect();
        beside.extend(own.iter().filter(|s| forked.iter().any(|t| *s == t || model.knows(**s, *t))));
    }
    beside
}

/// What takes part in the law of the set (§3.2): what no device said beside other words of its own, and what such words know.
pub fn takes_part(model: &Model<'_>, set: &BTreeSet<Id>) -> BTreeSet<Id> {
    let beside = beside(model, set);
    if beside.is_empty() || !holds(Rule::Branches) {
        return set.clone();
    }
    let plain: BTreeSet<Id> = set.difference(&beside).copied().collect();
    let known = plain.iter().flat_map(|id| model.past(*id).iter().copied().collect::<Vec<_>>());
    let known: BTreeSet<Id> = known.collect();
    plain.union(&known.intersection(set).copied().collect()).copied().collect()
}

/// What comes last in age unless something else knows it: besides branches, what is said by somebody who is not active or by a
/// removed device, and what a loss of its author is settled before.
fn late(model: &Model<'_>, set: &BTreeSet<Id>) -> BTreeSet<Id> {
    if !holds(Rule::Ages) {
        return BTreeSet::new();
    }
    let mut late = beside(model, set);
    if holds(Rule::Late) {
        let settled = Settled::of(model, set);
        let lost = |s: Id| set.iter().any(|t| parts_with(model, *t, s) && settled.margin(model, *t, s) > 0);
        late.extend(set.iter().copied().filter(|s| is_out(model, *s) || lost(*s)));
    }
    late
}

/// Whether its author was not active, or its device was out, by what it knows.
fn is_out(model: &Model<'_>, s: Id) -> bool {
    let past = model.past(s);
    if past.is_empty() {
        return false;
    }
    let (law, s) = (model.law_before(s), &model.held[&s]);
    !law.active(s.person) || law.device_out(s.device)
}

/// The place at which each is taken: device by device, the longest bound first, and what each cites before it.
pub fn ages(model: &Model<'_>, set: &BTreeSet<Id>) -> BTreeMap<Id, usize> {
    let late = late(model, set);
    let bindings = bindings(model, set);
    let mut ages: BTreeMap<Id, usize> = BTreeMap::new();
    while ages.len() < set.len() {
        let rest = set.iter().copied().filter(|id| !ages.contains_key(id));
        // Of what is left: of the device bound the longest, what has least before it.
        let first = |id: &Id| (late.contains(id), bound(&bindings, &ages, *id), model.past(*id).len(), *id);
        let Some(next) = rest.min_by_key(first) else { break };
        if holds(Rule::Ages) {
            with_past(model, set, &bindings, &mut ages, next);
        } else {
            let ready = set.iter().copied().filter(|id| !ages.contains_key(id));
            let ready = ready.filter(|id| model.held[id].cites.iter().all(|cited| ages.contains_key(cited)));
            let Some(next) = ready.min_by_key(|id| (bound(&bindings, &ages, *id), *id)) else { break };
            ages.insert(next, ages.len());
        }
    }
    ages
}

/// Takes it after all that it knows, of that again the longest-bound device's ready words first.
fn with_past(model: &Model<'_>, set: &BTreeSet<Id>, bindings: &Grounds, ages: &mut BTreeMap<Id, usize>, s: Id) {
    let past = model.past(s);
    let mut left: BTreeSet<Id> = past.iter().copied().filter(|id| set.contains(id) && !ages.contains_key(id)).collect();
    loop {
        let ready = |id: &&Id| model.held[*id].cites.iter().all(|cited| ages.contains_key(cited));
        let next = left.iter().filter(ready).copied().min_by_key(|id| (bound(bindings, ages, *id), *id));
        let Some(next) = next else { break };
        left.remove(&next);
        ages.insert(next, ages.len());
    }
    ages.insert(s, ages.len());
}

/// What binds the device of each, of what it knows.
fn bindings(model: &Model<'_>, set: &BTreeSet<Id>) -> Grounds {
    let binding: Vec<(Id, (Device, Person))> =
        set.iter().filter_map(|id| Some((*id, binds(&model.held[id])?))).collect();
    let known = |s: Id| -> BTreeSet<Id> {
        let said = &model.held[&s];
        let by = (said.device, said.person);
        let own = binding.iter().filter(|(id, bound)| *bound == by && model.knows(s, *id));
        own.map(|(id, _)| *id).collect()
    };
    set.iter().map(|s| (*s, known(*s))).collect()
}

/// The least age of what binds its device; none is here yet: the greatest.
fn bound(bindings: &Grounds, ages: &BTreeMap<Id, usize>, s: Id) -> usize {
    bindings[&s].iter().filter_map(|id| ages.get(id)).copied().min().unwrap_or(usize::MAX)
}

fn binds(s: &Statement) -> Option<(Device, Person)> {
    match &s.body {
        Body::Genesis { .. } => Some((s.device, s.person)),
        Body::Admit { device, person, .. } => Some((*device, *person)),
        Body::DeviceAdd { device } => Some((*device, s.person)),
        _ => None,
    }
}

/// What the most senior of those whom both sides know heard first.
struct Settled {
    said: BTreeMap<Person, Vec<Id>>,
}

impl Settled {
    fn of(model: &Model<'_>, set: &BTreeSet<Id>) -> Self {
        let mut said: BTreeMap<Person, Vec<Id>> = BTreeMap::new();
        for id in set {
            said.entry(model.held[id].person).or_default().push(*id);
        }
        Self { said }
    }

    /// By how many voices `t` is settled before `s`; 0 if it is not.
    fn margin(&self, model: &Model<'_>, t: Id, s: Id) -> usize {
        let apart = t != s && !model.knows(t, s) && !model.knows(s, t);
        if !holds(Rule::Settled) || !apart || !may_settle(model, t, s) {
            return 0;
        }
        let votes = self.votes(model, t, s);
        let first = votes.iter().filter(|(one, _)| *one).count();
        (2 * first).saturating_sub(votes.len())
    }

    /// Of each voice, whether it knows `t` alone, and whether it knows `s` alone.
    fn votes(&self, model: &Model<'_>, t: Id, s: Id) -> Vec<(bool, bool)> {
        let common = self.common(model, t, s);
        let law = model.law(&common);
        let parties: Vec<Person> = [t, s]
            .iter()
            .flat_map(|id| [Some(model.held[id].person), names(model, &law, &model.held[id])])
            .flatten()
            .collect();
        let alone = |person: &Person, one: Id, other: Id| {
            let said = self.said.get(person).into_iter().flatten();
            said.copied().any(|id| model.knows(id, one) && id != other && !model.knows(id, other))
        };
        let line = law.line().into_iter().filter(|person| !parties.contains(person));
        let votes = line.map(|person| (alone(&person, t, s), alone(&person, s, t)));
        votes.filter(|(one, other)| one != other).take(VOICES).collect()
    }
}

impl Settled {
    /// What both sides know. Of what a device lost it is asked once for all that it says apart from that: what the loss knows, and
    /// any of that.
    fn common(&self, model: &Model<'_>, t: Id, s: Id) -> BTreeSet<Id> {
        if !holds(Rule::Common) {
            return model.past(t).iter().copied().collect();
        }
        let (loss, said) = match (takes_from(model, t, s), takes_from(model, s, t)) {
            (true, false) => (t, s),
            (false, true) => (s, t),
            _ => return model.past(t).intersection(&model.past(s)).copied().collect(),
        };
        let device = model.held[&said].device;
        let own = self.said.values().flatten().copied().filter(|id| model.held[id].device == device);
        let apart = own.filter(|id| *id != loss && !model.knows(*id, loss) && !model.knows(loss, *id));
        let known: BTreeSet<Id> = apart.flat_map(|id| model.past(id).iter().copied().collect::<Vec<_>>()).collect();
        known.intersection(&model.past(loss)).copied().collect()
    }
}

/// Whether it is asked of this pair: before a close only what tells of who came by the invitation, before the remove of an own
/// device only what tells of that device's words, before going only what the same person says; before a taking from somebody
/// else whatever is not said by somebody below (many may know of that, and be wrong). Before whatever somebody says, what takes
/// from that person or device.
fn may_settle(model: &Model<'_>, t: Id, s: Id) -> bool {
    let (first, said) = (&model.held[&t], &model.held[&s]);
    let news = |is: &dyn Fn(&Statement) -> bool| {
        let mut new = model.past(t).iter().copied().chain([t]).filter(|id| !model.knows(s, *id)).collect::<Vec<_>>();
        new.retain(|id| is(&model.held[id]));
        !new.is_empty()
    };
    let owner = || names(model, &model.law_before(s), said);
    let asked = match &said.body {
        Body::Close { invite } => {
            !holds(Rule::Narrow) || news(&|of| matches!(&of.body, Body::Admit { invite: by, .. } if by == invite))
        }
        Body::DeviceRemove { device } if owner() == Some(said.person) => {
            !holds(Rule::Narrow) || news(&|of| of.device == *device)
        }
        _ if goes(said) => holds(Rule::Goes) && first.person == said.person,
        _ => takes(model, s) && (!holds(Rule::Level) || level_of(model, t) <= level_of(model, s)),
    };
    asked || parts_with(model, t, s)
}

/// The level of its author; a second has the better of its own and of what it agrees to.
fn level_of(model: &Model<'_>, id: Id) -> u8 {
    let own = model.level(id);
    let first = agreed(model, id).map(|first| model.level(first.id));
    first.map_or(own, |first| own.min(first))
}

/// Whether it is asked if the loss `t` is settled before `s`.
fn parts_with(model: &Model<'_>, t: Id, s: Id) -> bool {
    holds(Rule::Parted) && takes_from(model, t, s)
}

/// Whether `t` takes from whoever says `s`.
fn takes_from(model: &Model<'_>, t: Id, s: Id) -> bool {
    let (body, s) = (&agreed(model, t).unwrap_or(&model.held[&t]).body, &model.held[&s]);
    match body {
        Body::Remove { person } | Body::Lower { person, .. } => *person == s.person,
        Body::DeviceRemove { device } => *device == s.device,
        _ => false,
    }
}

/// Whom it is about.
pub fn names(model: &Model<'_>, law: &State, s: &Statement) -> Option<Person> {
    match &s.body {
        Body::Second { first } => names(model, law, &model.held[first]),
        Body::Raise { person, .. }
        | Body::Lower { person, .. }
        | Body::Remove { person }
        | Body::Restore { person }
        | Body::Admit { person, .. }
        | Body::Unmake { person } => Some(*person),
        Body::DeviceRemove { device } if law.bound.contains_key(&(*device, s.person)) => Some(s.person),
        Body::DeviceRemove { device } => law.devices.get(device).map(|(owner, ..)| *owner),
        _ => None,
    }
}
