//! Age: what the longest bound devices say first, each after all that it knows.

use super::settled::Settled;
use super::{Ages, At, Bits, Facts, beside, loser};
use crate::charter::law::Laws;
use crate::id::StatementId;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// The place at which each statement of those that take part is taken.
pub(in crate::charter) fn ages(facts: &Facts, set: &Bits, laws: &mut Laws) -> Ages {
    let late = late(facts, set, laws);
    let mut ageing = Ageing::new(facts, set, &late);
    while let Some(at) = ageing.next() {
        ageing.take_with_past(at);
    }
    ageing.ages
}

/// Whether who knows all others, and is known by nobody, leaves them as old as they were: nothing is late, and no device that
/// said something is bound later than its own, so that all others are taken before it anyway.
pub(in crate::charter) fn is_youngest(facts: &Facts, set: &Bits, ages: &Ages, at: At) -> bool {
    let bound = |at: At| {
        let binders =
            facts.note(at).and_then(|note| facts.binders.get(&(note.device, note.person))).into_iter().flatten();
        // Genesis binds itself.
        let known = binders.filter(|binder| **binder == at || facts.knows(at, **binder));
        known.filter_map(|binder| ages.get(*binder).copied().flatten()).min().unwrap_or(usize::MAX)
    };
    let is_late = |at: At| facts.stands.get(at).is_none_or(|stands| stands.out) || loser(facts, at).is_some();
    let mine = bound(at);
    facts.forked.is_empty() && !set.iter().any(|other| is_late(other) || bound(other) > mine)
}

/// What comes last unless something else knows it: what is beside, what is said by somebody who is out by what they know, and
/// what a loss of its author is settled before.
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

/// Whether it is late, how long its device is bound, how much it knows, and its hash: the least is taken first.
type First = (bool, usize, usize, StatementId, At);

struct Ageing<'a> {
    facts: &'a Facts,
    set: &'a Bits,
    late: &'a Bits,
    /// Those not taken. One whose binding was taken since stands here again, nearer.
    left: BinaryHeap<Reverse<First>>,
    ages: Ages,
    taken: Bits,
    /// How many were taken.
    count: usize,
    /// Where each device was bound, of those who say something here.
    waits: BTreeMap<At, Vec<At>>,
}

impl<'a> Ageing<'a> {
    fn new(facts: &'a Facts, set: &'a Bits, late: &'a Bits) -> Self {
        let (left, waits) = (BinaryHeap::new(), BTreeMap::new());
        let (ages, taken) = (vec![None; facts.len()], Bits::default());
        let mut ageing = Self { facts, set, late, left, ages, taken, count: 0, waits };
        for at in set.iter() {
            ageing.put(at);
            for binder in ageing.binders(at) {
                ageing.waits.entry(binder).or_default().push(at);
            }
        }
        ageing
    }

    /// What binds its device, of what it knows.
    fn binders(&self, at: At) -> Vec<At> {
        let said_by = self.facts.note(at).map(|note| (note.device, note.person));
        let all = said_by.and_then(|said_by| self.facts.binders.get(&said_by)).into_iter().flatten();
        all.copied().filter(|binder| self.facts.knows(at, *binder)).collect()
    }

    /// The least age of what binds its device; none is here yet: the greatest.
    fn bound(&self, at: At) -> usize {
        let ages = self.binders(at).into_iter().filter_map(|binder| self.ages.get(binder).copied().flatten());
        ages.min().unwrap_or(usize::MAX)
    }

    fn put(&mut self, at: At) {
        let known = self.facts.stands.get(at).map_or(0, |stands| stands.known);
        if let Some(id) = self.facts.id(at) {
            self.left.push(Reverse((self.late.has(at), self.bound(at), known, id, at)));
        }
    }

    fn is_taken(&self, at: At) -> bool {
        self.ages.get(at).is_none_or(Option::is_some)
    }

    fn next(&mut self) -> Option<At> {
        loop {
            let Reverse((.., at)) = self.left.pop()?;
            if !self.is_taken(at) {
                return Some(at);
            }
        }
    }

    /// Takes it after all that it knows, of that again the longest bound device's ready words first.
    fn take_with_past(&mut self, at: At) {
        let left = self.facts.past.get(at).map(|past| past.without(&self.taken)).unwrap_or_default();
        let mut missing: BTreeMap<At, usize> = BTreeMap::new();
        let mut cited_by: BTreeMap<At, Vec<At>> = BTreeMap::new();
        let mut ready = BinaryHeap::new();
        for at in left.iter() {
            let cites: Vec<At> = self.cites(at).filter(|cited| !self.is_taken(*cited)).collect();
            cites.iter().for_each(|cited| cited_by.entry(*cited).or_default().push(at));
            if cites.is_empty() {
                ready.push(Reverse((self.bound(at), self.facts.id(at), at)));
            }
            missing.insert(at, cites.len());
        }
        while let Some(Reverse((.., at))) = ready.pop() {
            self.take(at);
            for next in cited_by.remove(&at).unwrap_or_default() {
                let Some(left) = missing.get_mut(&next) else { continue };
                *left -= 1;
                if *left == 0 {
                    ready.push(Reverse((self.bound(next), self.facts.id(next), next)));
                }
            }
        }
        self.take(at);
    }

    fn cites(&self, at: At) -> impl Iterator<Item = At> + use<'a> {
        let facts = self.facts;
        let mut cited: Vec<At> = facts
            .note(at)
            .into_iter()
            .flat_map(|note| &note.cites)
            .filter_map(|id| facts.place.get(id))
            .copied()
            .collect();
        cited.sort_unstable();
        cited.dedup();
        cited.into_iter()
    }

    fn take(&mut self, at: At) {
        if !self.set.has(at) || self.is_taken(at) {
            return;
        }
        if let Some(age) = self.ages.get_mut(at) {
            *age = Some(self.count);
            self.count += 1;
            self.taken.put(at);
        }
        for waits in self.waits.remove(&at).unwrap_or_default() {
            self.put(waits);
        }
    }
}
