//! What the most senior of those whom both sides know heard first.

use super::{At, Bits, Facts, Loser, goes, level, loser, takes};
use crate::charter::law::Laws;
use crate::charter::{Note, Statement};
use crate::id::{DeviceId, PersonId, StatementId};
use std::collections::BTreeMap;

/// How many of the most senior voices settle a thing.
const VOICES: usize = 15;

/// What statements stand on besides what they know; of those that are not named it is that alone. From the greatest margin
/// down, all pairs of one margin together, but for those that would then stand on each other.
pub(super) fn grounds(facts: &Facts, set: &Bits, laws: &mut Laws) -> BTreeMap<At, Bits> {
    let mut by_margin: BTreeMap<usize, Vec<(At, At)>> = BTreeMap::new();
    for (at, before, margin) in Settled::new(facts, set).pairs(laws) {
        by_margin.entry(margin).or_default().push((at, before));
    }
    let mut grounds = Grounds { facts, set, more: BTreeMap::new() };
    for pairs in by_margin.into_values().rev() {
        grounds.add(&pairs);
    }
    let whole = |(at, more): (At, Bits)| {
        let mut on = facts.past.get(at).cloned().unwrap_or_default();
        on.join(&more);
        (at, on)
    };
    grounds.more.into_iter().map(whole).collect()
}

struct Grounds<'a> {
    facts: &'a Facts,
    set: &'a Bits,
    more: BTreeMap<At, Bits>,
}

impl Grounds<'_> {
    fn add(&mut self, pairs: &[(At, At)]) {
        let before = self.more.clone();
        pairs.iter().for_each(|(at, on)| self.more.entry(*at).or_default().put(*on));
        let mut far: BTreeMap<At, Bits> = BTreeMap::new();
        for (_, on) in pairs {
            if !far.contains_key(on) {
                far.insert(*on, self.reached(*on));
            }
        }
        self.more = before;
        for (at, on) in pairs.iter().filter(|(at, on)| far.get(on).is_some_and(|far| !far.has(*at))) {
            self.more.entry(*at).or_default().put(*on);
        }
    }

    /// All that it stands on, by whatever way round.
    fn reached(&self, from: At) -> Bits {
        let (mut found, mut next) = (Bits::default(), vec![from]);
        while let Some(at) = next.pop() {
            let more = self.more.get(&at);
            let mut on = more.cloned().unwrap_or_default();
            for at in [at].into_iter().chain(more.into_iter().flat_map(Bits::iter)) {
                self.facts.past.get(at).into_iter().for_each(|past| on.join(past));
            }
            // What it only knows is looked through as well: that may stand on more.
            let new = on.both(self.set).without(&found);
            next.extend(new.iter().filter(|at| self.more.contains_key(at)));
            found.join(&new);
        }
        found
    }
}

/// What is settled within a set.
pub(super) struct Settled<'a> {
    facts: &'a Facts,
    set: &'a Bits,
    /// What each person says.
    said: BTreeMap<PersonId, Bits>,
    /// What knows a statement.
    knowers: BTreeMap<At, Bits>,
    /// The admits by each invitation.
    came: BTreeMap<StatementId, Vec<At>>,
    /// By a loss and a device that it takes from: what both know.
    parts: BTreeMap<(At, DeviceId), Bits>,
}

impl<'a> Settled<'a> {
    pub(super) fn new(facts: &'a Facts, set: &'a Bits) -> Self {
        let mut said: BTreeMap<PersonId, Bits> = BTreeMap::new();
        let mut came: BTreeMap<StatementId, Vec<At>> = BTreeMap::new();
        for at in set.iter() {
            facts.note(at).into_iter().for_each(|note| said.entry(note.person).or_default().put(at));
            if let Some(Statement::Admit { invite, .. }) = facts.body(at) {
                came.entry(*invite).or_default().push(at);
            }
        }
        Self { facts, set, said, knowers: BTreeMap::new(), came, parts: BTreeMap::new() }
    }

    /// What each statement is settled before, with the margin: (the later, the earlier, margin).
    fn pairs(&mut self, laws: &mut Laws) -> Vec<(At, At, usize)> {
        let mut asked: Vec<(At, At)> = self.partings();
        for at in self.set.iter().filter(|at| takes(self.facts, *at) || goes(self.facts, *at)) {
            let others = self.set.iter().filter(|before| self.facts.apart(*before, at));
            asked.extend(others.filter(|before| self.is_asked(*before, at)).map(|before| (at, before)));
        }
        asked.sort_unstable();
        asked.dedup();
        let mut pairs = Vec::new();
        for (at, before) in asked {
            let margin = self.margin(laws, before, at);
            if margin > 0 {
                pairs.push((at, before, margin));
            }
        }
        pairs
    }

    /// What somebody says, and what takes from them or from the device that says it: (said, loss).
    pub(super) fn partings(&self) -> Vec<(At, At)> {
        let mut partings = Vec::new();
        for loss in self.set.iter() {
            let said = match loser(self.facts, loss) {
                Some(Loser::Person(person)) => self.facts.by_person.get(&person),
                Some(Loser::Device(device)) => self.facts.by_device.get(&device),
                None => None,
            };
            let apart = |at: &At| self.set.has(*at) && self.facts.apart(*at, loss);
            partings.extend(said.into_iter().flatten().copied().filter(apart).map(|at| (at, loss)));
        }
        partings
    }

    /// Whether it is asked at all if `before` is settled before the taking `at`. Before a close only what tells of who came by
    /// the invitation is; before the remove of an own device only what tells of that device's words; before a taking from
    /// somebody else whatever is not said by somebody below: many may know of that, and be wrong.
    fn is_asked(&self, before: At, at: At) -> bool {
        let facts = self.facts;
        let tells = |new: &At| (*new == before || facts.knows(before, *new)) && !facts.knows(at, *new);
        let own = || facts.stands.get(at).and_then(|stands| stands.about) == facts.note(at).map(|note| note.person);
        match facts.body(at) {
            Some(Statement::Close { invite }) => self.came.get(invite).into_iter().flatten().any(tells),
            Some(Statement::DeviceRemove { device, .. }) if own() => {
                facts.by_device.get(device).into_iter().flatten().any(tells)
            }
            // Who goes voids nothing that another device of theirs said.
            _ if goes(facts, at) => {
                facts.note(before).map(|note| note.person) == facts.note(at).map(|note| note.person)
            }
            _ => level(facts, before) <= level(facts, at),
        }
    }

    /// By how many voices `before` is settled before `at`; 0 if it is not.
    pub(super) fn margin(&mut self, laws: &mut Laws, before: At, at: At) -> usize {
        let facts = self.facts;
        let Some(common) = self.common(before, at) else {
            return 0;
        };
        let line = laws.line(facts, &common);
        let parties = [before, at].map(|at| (facts.note(at).map(|note| note.person), laws.about(facts, &common, at)));
        let is_party = |person: &PersonId| parties.iter().any(|(by, of)| *by == Some(*person) || *of == Some(*person));
        [before, at].into_iter().for_each(|at| self.learn_who_knows(at));
        let (Some(know_before), Some(know_at)) = (self.knowers.get(&before), self.knowers.get(&at)) else {
            return 0;
        };
        let alone = |person: &PersonId, one: &Bits, other: &Bits| {
            self.said.get(person).is_some_and(|said| said.meets_beyond(one, other))
        };
        let votes = line.iter().filter(|person| !is_party(person));
        let votes = votes.map(|person| (alone(person, know_before, know_at), alone(person, know_at, know_before)));
        let votes: Vec<bool> = votes.filter(|(one, other)| one != other).map(|(one, _)| one).take(VOICES).collect();
        let first = votes.iter().filter(|before| **before).count();
        (2 * first).saturating_sub(votes.len())
    }

    /// What both sides know; of what a device lost it is asked once for all that the device says apart from that: nobody chooses
    /// by which word.
    fn common(&mut self, one: At, other: At) -> Option<Bits> {
        let (loss, said) = match (self.is_lost(one, other), self.is_lost(other, one)) {
            (true, false) => (one, other),
            (false, true) => (other, one),
            _ => return Some(self.facts.past.get(one)?.both(self.facts.past.get(other)?)),
        };
        let (facts, set, device) = (self.facts, self.set, self.facts.note(said)?.device);
        if let Some(part) = self.parts.get(&(loss, device)) {
            return Some(part.clone());
        }
        let own = facts.by_device.get(&device)?.iter().filter(|at| set.has(**at) && facts.apart(**at, loss));
        let mut known = Bits::default();
        own.filter_map(|at| facts.past.get(*at)).for_each(|past| known.join(past));
        let part = known.both(facts.past.get(loss)?);
        self.parts.insert((loss, device), part.clone());
        Some(part)
    }

    /// Whether `loss` takes from who says `said`, or from the device that says it.
    fn is_lost(&self, loss: At, said: At) -> bool {
        let (loser, note) = (loser(self.facts, loss), self.facts.note(said));
        let is_theirs =
            |note: &Note| [Loser::Person(note.person), Loser::Device(note.device)].map(Some).contains(&loser);
        note.is_some_and(is_theirs)
    }

    fn learn_who_knows(&mut self, at: At) {
        let (facts, set) = (self.facts, self.set);
        self.knowers.entry(at).or_insert_with(|| {
            let mut knowers = Bits::default();
            set.iter().filter(|other| facts.knows(*other, at)).for_each(|other| knowers.put(other));
            knowers
        });
    }
}
