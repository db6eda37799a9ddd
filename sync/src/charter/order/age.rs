//! Age: device by device, the longest bound first, each word after all that it knows.

use super::settled::Settled;
use super::{Ages, At, Bits, Facts, beside};
use crate::charter::law::Laws;
use crate::id::DeviceId;
use std::collections::BTreeMap;

/// The place at which each statement of a closed set is taken.
pub(in crate::charter) fn ages(facts: &Facts, set: &Bits, laws: &mut Laws) -> Ages {
    let late = late(facts, set, laws);
    let mut ageing = Ageing::new(facts, set, &late);
    ageing.run();
    ageing.ages
}

/// What comes last unless something else knows it: besides branches what is said by somebody who is out by what they know,
/// and what a loss of its author is settled before.
fn late(facts: &Facts, set: &Bits, laws: &mut Laws) -> Bits {
    let mut late = beside(facts, set);
    set.iter().filter(|at| facts.stands.get(*at).is_some_and(|stands| stands.out)).for_each(|at| late.put(at));
    let mut settled = Settled::new(facts, set);
    for (said, loss) in settled.partings() {
        if !late.has(said) && settled.margin(laws, loss, said) > 0 {
            late.put(said);
        }
    }
    late
}

struct Ageing<'a> {
    facts: &'a Facts,
    set: &'a Bits,
    late: &'a Bits,
    /// Of each device what it said in the set, what knows the least first; and how many of these are taken for sure.
    said: BTreeMap<DeviceId, (Vec<At>, usize)>,
    /// Devices, the longest bound first.
    bound: Vec<DeviceId>,
    ages: Ages,
    taken: usize,
}

impl<'a> Ageing<'a> {
    fn new(facts: &'a Facts, set: &'a Bits, late: &'a Bits) -> Self {
        let mut said: BTreeMap<DeviceId, (Vec<At>, usize)> = BTreeMap::new();
        for at in set.iter() {
            if let Some(note) = facts.note(at) {
                said.entry(note.device).or_default().0.push(at);
            }
        }
        for (own, _) in said.values_mut() {
            own.sort_by_cached_key(|at| (facts.past.get(*at).map_or(0, Bits::count), facts.id(*at)));
        }
        Self { facts, set, late, said, bound: Vec::new(), ages: vec![None; facts.len()], taken: 0 }
    }

    /// Takes all; each frame takes what one statement knows, and then that statement.
    fn run(&mut self) {
        let mut frames: Vec<Option<At>> = vec![None];
        while let Some(within) = frames.last().copied() {
            match self.next(within) {
                Some(at) => frames.push(Some(at)),
                None => {
                    frames.pop();
                    within.into_iter().for_each(|at| self.take(at));
                }
            }
        }
    }

    fn is_left(&self, at: At, within: Option<At>) -> bool {
        let known = within.is_none_or(|within| self.facts.knows(within, at));
        known && self.ages.get(at) == Some(&None)
    }

    /// Of what is left within what a statement knows, or within all: of the device bound the longest what knows the least.
    fn next(&mut self, within: Option<At>) -> Option<At> {
        for device in &self.bound {
            let Some((own, from)) = self.said.get_mut(device) else {
                continue;
            };
            while own.get(*from).is_some_and(|at| self.ages.get(*at) != Some(&None)) {
                *from += 1;
            }
            let rest = own.get(*from..).into_iter().flatten().copied();
            let left = |at: &At| {
                let known = within.is_none_or(|within| self.facts.knows(within, *at));
                known && self.ages.get(*at) == Some(&None) && !self.late.has(*at)
            };
            if let Some(at) = rest.into_iter().find(left) {
                return Some(at);
            }
        }
        // Only genesis, or what comes last, is left.
        let age_of_device = |at: At| {
            let device = self.facts.note(at).map(|note| note.device);
            let place = self.bound.iter().position(|other| Some(*other) == device);
            place.unwrap_or(usize::MAX)
        };
        let rest = self.set.iter().filter(|at| self.is_left(*at, within));
        rest.min_by_key(|at| {
            let known = self.facts.past.get(*at).map_or(0, Bits::count);
            (self.late.has(*at), age_of_device(*at), known, self.facts.id(*at))
        })
    }

    fn take(&mut self, at: At) {
        if let Some(age) = self.ages.get_mut(at) {
            *age = Some(self.taken);
            self.taken += 1;
        }
        let binds = self.facts.note(at).and_then(|note| note.binds());
        if let Some(device) = binds.map(|(_, keys)| keys.device())
            && !self.bound.contains(&device)
        {
            self.bound.push(device);
        }
    }
}
