//! The set S of §3.1: statements whose citations are all held, their pasts and their order.

use std::collections::{BTreeMap, BTreeSet};

use super::statement::{Id, Statement};

pub struct Charter {
    pub community: Id,
    /// In the order.
    pub order: Vec<Statement>,
    places: BTreeMap<Id, usize>,
    pasts: BTreeMap<Id, BTreeSet<Id>>,
}

impl Charter {
    pub fn gather(community: Id, all: &BTreeMap<Id, Statement>) -> Charter {
        let mut charter = Charter { community, order: Vec::new(), places: BTreeMap::new(), pasts: BTreeMap::new() };
        while let Some(next) = charter.next_of(all) {
            charter.take(next.clone());
        }
        charter
    }

    /// The one with the least id among those whose cites are all taken.
    fn next_of<'a>(&self, all: &'a BTreeMap<Id, Statement>) -> Option<&'a Statement> {
        let mut left = all.values().filter(|s| !self.places.contains_key(&s.id));
        left.find(|s| s.cites.iter().all(|cite| self.places.contains_key(cite)))
    }

    fn take(&mut self, s: Statement) {
        let mut past = s.cites.clone();
        for cite in &s.cites {
            past.extend(self.past(cite));
        }
        self.pasts.insert(s.id, past);
        self.places.insert(s.id, self.order.len());
        self.order.push(s);
    }

    pub fn holds(&self, id: &Id) -> bool {
        self.places.contains_key(id)
    }

    pub fn get(&self, id: &Id) -> Option<&Statement> {
        self.order.get(*self.places.get(id)?)
    }

    pub fn place(&self, id: &Id) -> usize {
        self.places.get(id).copied().unwrap_or(usize::MAX)
    }

    pub fn past(&self, id: &Id) -> BTreeSet<Id> {
        self.pasts.get(id).cloned().unwrap_or_default()
    }

    pub fn knows(&self, s: &Id, t: &Id) -> bool {
        self.pasts.get(s).is_some_and(|past| past.contains(t))
    }

    pub fn concurrent(&self, s: &Id, t: &Id) -> bool {
        s != t && !self.knows(s, t) && !self.knows(t, s)
    }
}
