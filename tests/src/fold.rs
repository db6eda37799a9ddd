//! A naive model of the law to come (`docs/law.md`): one order, one fold, everything made anew each time.
//!
//! It shares no code with `kith-sync`. It is here before that law is built, so that the law can be attacked first.

mod judge;
#[cfg(test)]
mod kinds;
mod order;
mod permit;
pub mod random;
pub mod returns;
mod state;
mod statement;
pub mod switch;
pub mod tale;

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
}

impl<'a> Model<'a> {
    /// Nothing is judged yet.
    #[must_use]
    pub fn new(held: &'a Held, community: Id) -> Self {
        Self { held, community, pasts: RefCell::default(), laws: RefCell::default() }
    }

    /// The statements that count as said (§2).
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
        s.well_formed && permit::permitted(self, &self.law(&self.past(s.id)), s, Pass::Own).is_ok()
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

    /// What holds of all that is held.
    #[must_use]
    pub fn whole(&self) -> Rc<State> {
        self.law(&self.said())
    }

    /// The order in which a set is judged.
    #[must_use]
    pub fn order(&self, set: &BTreeSet<Id>) -> Vec<Id> {
        order::order(self, set)
    }
}

/// Of what is asked.
#[derive(Clone, Copy)]
pub(crate) enum Pass<'a> {
    /// Of the author's own past: limits of invitations, and who answers for them, are kept there.
    Own,
    /// In the order, with all that stand-ins lend.
    First,
    /// In the order, without what these stand-ins lent (§7).
    Second(&'a BTreeSet<Id>),
}
