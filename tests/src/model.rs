//! A naive model of the law of `docs/protocol.md` §3: plain sets, pasts and views made anew each time.
//! It shares no code with `kith-sync`; the property tests hold the production law against it.

mod authority;
mod charter;
mod decide;
mod judgement;
mod statement;
pub mod story;
mod validity;
mod view;

#[cfg(test)]
mod corners;
#[cfg(test)]
mod properties;

use std::collections::BTreeMap;

pub use judgement::{Bound, Judgement, Member, Standing, Verdict};
pub use statement::{Body, Circle, Cuts, Device, EVERYONE, Id, InviteKey, Keys, Person, Role, Statement};
pub use view::Status;

/// The law of one community.
#[derive(Clone, Copy)]
pub struct Model {
    /// The id of its genesis.
    pub community: Id,
}

impl Model {
    /// What the law says of these statements; those that cite what is not among them are left out.
    pub fn judge(&self, statements: &BTreeMap<Id, Statement>) -> Judgement {
        let charter = charter::Charter::gather(self.community, statements);
        let decided = decide::decide(&charter);
        judgement::conclude(charter, decided)
    }
}
