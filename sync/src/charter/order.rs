//! Who takes part, age, what is settled, and the order: docs/protocol.md §3.3 and §3.4.

mod age;
mod settled;

use super::Statement;
use super::bits::Bits;
use super::facts::Facts;
use super::law::Laws;
use super::state::{Ages, At, age};
use crate::id::{DeviceId, PersonId};
pub(super) use age::{ages, is_youngest};
use settled::grounds;
use std::collections::BTreeMap;

/// The order in which statements are judged, of those that take part, with their ages.
pub(super) fn order(facts: &Facts, set: &Bits, laws: &mut Laws) -> (Vec<At>, Ages) {
    let ages = ages(facts, set, laws);
    let beside = beside(facts, set);
    let mut by_weight: Vec<At> = set.iter().collect();
    by_weight.sort_by_cached_key(|at| weight(facts, &ages, &beside, *at));
    let grounds = grounds(facts, set, laws);
    let place: BTreeMap<At, usize> = by_weight.iter().enumerate().map(|(place, at)| (*at, place)).collect();
    let place_of = |at: &At| place.get(at).copied().unwrap_or(usize::MAX);
    let (mut order, mut taken) = (Vec::with_capacity(by_weight.len()), Bits::default());
    for at in &by_weight {
        // What it stands on first, by weight; the last is taken next.
        let mut next = vec![*at];
        while let Some(at) = next.last().copied() {
            if taken.has(at) {
                next.pop();
                continue;
            }
            let on = grounds.get(&at).or_else(|| facts.past.get(at));
            let left = on.map(|on| on.both(set).without(&taken)).unwrap_or_default();
            match left.iter().min_by_key(place_of) {
                Some(first) => next.push(first),
                None => {
                    next.pop();
                    taken.put(at);
                    order.push(at);
                }
            }
        }
    }
    (order, ages)
}

/// Whether its device said it beside other words of its own; level of the author, age of their role; whether its author goes
/// by it; age of their device; whether it gives; age. The less, the heavier.
type Weight = (bool, u8, usize, bool, usize, bool, usize);

fn weight(facts: &Facts, ages: &Ages, beside: &Bits, at: At) -> Weight {
    let own = rank(facts, ages, at);
    // A second weighs as the heavier of the two.
    let (level, role, device) = agreed(facts, at).map_or(own, |first| own.min(rank(facts, ages, first)));
    (beside.has(at), level, role, goes(facts, at), device, !takes(facts, at), age(ages, Some(at)))
}

/// Whether its author goes by it, or lowers themselves.
fn goes(facts: &Facts, at: At) -> bool {
    match (facts.body(at), facts.note(at)) {
        (Some(Statement::Leave { .. }), _) => true,
        (Some(Statement::Lower { person, .. }), Some(note)) => *person == note.person,
        _ => false,
    }
}

fn rank(facts: &Facts, ages: &Ages, at: At) -> (u8, usize, usize) {
    let Some(stands) = facts.stands.get(at) else {
        return (u8::MAX, usize::MAX, usize::MAX);
    };
    (stands.level, age(ages, stands.since), age(ages, stands.bound))
}

/// What a second agrees to.
pub(super) fn agreed(facts: &Facts, at: At) -> Option<At> {
    match facts.body(at)? {
        Statement::Second { first, .. } => facts.place.get(first).copied().filter(|first| facts.knows(at, *first)),
        _ => None,
    }
}

/// The statement whose effect this may have: of a second, its first.
fn meant(facts: &Facts, at: At) -> Option<&Statement> {
    facts.body(agreed(facts, at).unwrap_or(at))
}

/// Who loses something by a loss.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Loser {
    /// A person, and so whatever they say.
    Person(PersonId),
    /// A device, whoever says something by it.
    Device(DeviceId),
}

/// Who loses something by a remove, lower or device-remove, or a second of one, whether or not it takes effect.
pub(super) fn loser(facts: &Facts, at: At) -> Option<Loser> {
    match meant(facts, at)? {
        Statement::Remove { person, .. } | Statement::Lower { person, .. } => Some(Loser::Person(*person)),
        Statement::DeviceRemove { device, .. } => Some(Loser::Device(*device)),
        _ => None,
    }
}

/// A second takes if what it agrees to does.
fn takes(facts: &Facts, at: At) -> bool {
    meant(facts, at).is_some_and(Statement::takes)
}

/// Level of the author; a second has the better of its own and of what it agrees to.
fn level(facts: &Facts, at: At) -> u8 {
    let of = |at: At| facts.stands.get(at).map_or(u8::MAX, |stands| stands.level);
    agreed(facts, at).map_or(of(at), |first| of(at).min(of(first)))
}

/// What a device said beside other words of its own, or knowing such words of its own.
pub(super) fn beside(facts: &Facts, set: &Bits) -> Bits {
    let mut beside = Bits::default();
    for device in &facts.forked {
        let own: Vec<At> =
            facts.by_device.get(device).into_iter().flatten().copied().filter(|at| set.has(*at)).collect();
        beside_of(facts, &own).for_each(|at| beside.put(at));
    }
    beside
}

/// Of what one device said: what it said beside other words of its own, and after.
pub(super) fn beside_of(facts: &Facts, own: &[At]) -> impl Iterator<Item = At> {
    let forked: Vec<At> = own.iter().copied().filter(|at| own.iter().any(|other| facts.apart(*at, *other))).collect();
    let tainted = move |at: &At| forked.iter().any(|other| other == at || facts.knows(*at, *other));
    own.iter().copied().filter(tainted)
}

/// What takes part in the law of a set: what no device said beside other words of its own, and what such words know.
pub(super) fn taking_part(facts: &Facts, set: &Bits) -> Bits {
    let beside = beside(facts, set);
    if beside.is_empty() {
        return set.clone();
    }
    let mut part = set.without(&beside);
    for at in set.without(&beside).iter() {
        facts.past.get(at).into_iter().for_each(|past| part.join(&past.both(set)));
    }
    part
}
