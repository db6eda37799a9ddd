//! The naive model of the law of docs/protocol.md §3: one order, one fold, everything made anew each time.
//!
//! It shares no code with `kith-sync`. Sections named in its files are those of docs/protocol.md.

#[cfg(test)]
mod fifth;
#[cfg(test)]
mod fourth;
mod judge;
#[cfg(test)]
mod kinds;
pub mod many;
mod order;
mod permit;
pub mod promises;
pub mod random;
pub mod returns;
mod state;
mod statement;
pub mod switch;
pub mod tale;
#[cfg(test)]
mod third;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

pub use state::{Entry, Invitation, Removal, State, Status};
pub use statement::{Body, Device, Id, Named, Person, Role, Statement};

/// Statements by id, closed or not.
pub type Held = BTreeMap<Id, Statement>;

/// The law of one community over all that one device holds.
pub struct Model<'a> {
    /// What is held.
    pub held: &'a Held,
    /// The id of genesis.
    pub community: Id,
    pasts: RefCell<BTreeMap<Id, Rc<BTreeSet<Id>>>>,
    laws: RefCell<BTreeMap<BTreeSet<Id>, Rc<State>>>,
    before: RefCell<BTreeMap<Id, Rc<State>>>,
    levels: RefCell<BTreeMap<Id, u8>>,
}

impl<'a> Model<'a> {
    /// Nothing is judged yet.
    #[must_use]
    pub fn new(held: &'a Held, community: Id) -> Self {
        let (pasts, laws) = (RefCell::default(), RefCell::default());
        Self { held, community, pasts, laws, before: RefCell::default(), levels: RefCell::default() }
    }

    /// The statements that count as said (§3.2).
    #[must_use]
    pub fn said(&self) -> BTreeSet<Id> {
        let mut said = BTreeSet::new();
        loop {
            let before = said.len();
            for (id, s) in self.held {
                if !said.contains(id) && s.cites.iter().all(|cited| said.contains(cited)) && self.counts(s) {
                    said.insert(*id);
                }
            }
            if said.len() == before {
                return said;
            }
        }
    }

    /// Whether nothing but its own past lets it in.
    fn counts(&self, s: &Statement) -> bool {
        let law = self.law_before(s.id);
        let judged = !law.needs_newer() || s.body.is_said_unread() || !switch::holds(switch::Rule::Unread);
        s.well_formed && judged && self.has_room(&law, s) && permit::permitted(self, &law, s, Pass::Own).is_ok()
    }

    /// Whether its person said no more than may stand without a word of somebody else who has an organiser's powers.
    fn has_room(&self, law: &State, s: &Statement) -> bool {
        let past = self.past(s.id);
        let most = switch::most();
        let own = past.iter().filter(|id| self.held[id].person == s.person);
        if own.clone().count() <= most || law.organisers() == [s.person] {
            return true;
        }
        let others = |id: &Id| self.held[id].person != s.person && self.level(*id) <= 1;
        let words: Vec<Id> = past.iter().filter(|id| others(id)).copied().collect();
        own.filter(|id| !words.iter().any(|word| self.knows(*word, **id))).count() <= most
    }

    /// All that is reachable through cites.
    pub(crate) fn past(&self, id: Id) -> Rc<BTreeSet<Id>> {
        if let Some(past) = self.pasts.borrow().get(&id) {
            return past.clone();
        }
        let mut past = BTreeSet::new();
        for cited in self.held.get(&id).into_iter().flat_map(|s| &s.cites) {
            past.insert(*cited);
            past.extend(self.past(*cited).iter().copied());
        }
        let past = Rc::new(past);
        self.pasts.borrow_mut().insert(id, past.clone());
        past
    }

    pub(crate) fn knows(&self, s: Id, t: Id) -> bool {
        self.past(s).contains(&t)
    }

    /// What holds once everything in the set was judged.
    #[must_use]
    pub fn law(&self, set: &BTreeSet<Id>) -> Rc<State> {
        if let Some(law) = self.laws.borrow().get(set) {
            return law.clone();
        }
        let law = Rc::new(judge::judge(self, set));
        self.laws.borrow_mut().insert(set.clone(), law.clone());
        law
    }

    /// What holds by all that it knows.
    pub(crate) fn law_before(&self, id: Id) -> Rc<State> {
        if let Some(law) = self.before.borrow().get(&id) {
            return law.clone();
        }
        let law = self.law(&self.past(id));
        self.before.borrow_mut().insert(id, law.clone());
        law
    }

    /// The level of its author by what it knows (§3.4).
    pub(crate) fn level(&self, id: Id) -> u8 {
        if let Some(level) = self.levels.borrow().get(&id) {
            return *level;
        }
        let level = order::level(&self.law_before(id), self.held[&id].person);
        self.levels.borrow_mut().insert(id, level);
        level
    }

    /// What holds of all that is held.
    #[must_use]
    pub fn whole(&self) -> Rc<State> {
        self.law(&self.said())
    }

    /// These, and all that they know.
    #[must_use]
    pub fn known_by(&self, frontier: &[Id]) -> BTreeSet<Id> {
        let mut known: BTreeSet<Id> = frontier.iter().copied().collect();
        frontier.iter().for_each(|id| known.extend(self.past(*id).iter().copied()));
        known
    }

    /// The role that a person had as far as who knew these knew (§5).
    #[must_use]
    pub fn role_known(&self, person: Person, frontier: &[Id]) -> Option<Role> {
        self.whole().role_known(person, &self.known_by(frontier))
    }

    /// What of a set takes part in its law.
    #[must_use]
    pub fn taking_part(&self, set: &BTreeSet<Id>) -> BTreeSet<Id> {
        order::takes_part(self, set)
    }

    /// The order in which what takes part is judged.
    #[must_use]
    pub fn order(&self, set: &BTreeSet<Id>) -> Vec<Id> {
        let set = self.taking_part(set);
        order::order(self, &set, &order::ages(self, &set))
    }
}

/// Of what is asked.
#[derive(Clone, Copy)]
pub(crate) enum Pass<'a> {
    /// Of the author's own past: limits of invitations, and who answers for them, are kept there.
    Own,
    /// In the order, with all that stand-ins lend.
    First,
    /// In the order, without what these stand-ins lent (§3.7).
    Second(&'a BTreeSet<Id>),
}
