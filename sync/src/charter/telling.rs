//! Smaller questions of those who show the charter or pass it on.

use super::{Facts, Law, Note, Statement};
use crate::id::{CircleId, DeviceId, PersonId, StatementId};
use std::collections::BTreeSet;

impl Law {
    /// Whether an invitation with this key was ever said.
    #[must_use]
    pub fn knows_invitation(&self, key: &[u8; 32]) -> bool {
        self.facts.index.invites.contains_key(key)
    }
}

impl Law {
    /// Whether a well-formed statement, valid or void, ever bound a device with this endpoint.
    #[must_use]
    pub fn was_ever_bound(&self, endpoint: &[u8; 32]) -> bool {
        self.facts.index.binds.values().flatten().filter_map(|at| self.facts.body(*at)).any(|body| match body {
            Statement::Genesis { keys, .. } | Statement::Admit { keys, .. } | Statement::DeviceAdd { keys, .. } => {
                keys.endpoint == *endpoint
            }
            _ => false,
        })
    }

    /// The circles that this person alone reads, the least first.
    #[must_use]
    pub fn own_circles(&self, person: &PersonId) -> Vec<CircleId> {
        let alone = |circle: &CircleId| {
            let mut said = self.view().held(self.facts.index.circles.get(circle)).filter_map(|at| self.facts.body(at));
            said.any(|body| matches!(body, Statement::Circle { members, .. } if members.as_slice() == [*person]))
        };
        self.facts.index.circles.keys().copied().filter(alone).collect()
    }

    /// Whether the device was removed, whatever its person is.
    #[must_use]
    pub fn is_device_out(&self, device: &DeviceId) -> bool {
        self.view().is_out(device)
    }

    /// The removals of a person, without leaves, that are in effect and not lifted: what a restore lifts.
    #[must_use]
    pub fn removes(&self, person: &PersonId) -> Vec<StatementId> {
        let out = self.view().out(person).filter_map(|at| self.facts.note(at));
        let removes = out.filter(|note| matches!(note.body, Some(Statement::Remove { .. })));
        removes.map(|note| note.id).collect()
    }
}

impl Facts {
    /// The statements in the one order that every device works out.
    pub fn in_order(&self) -> impl Iterator<Item = &Note> {
        self.notes.iter()
    }

    /// These statements and all that they know.
    #[must_use]
    pub fn with_past(&self, ids: &BTreeSet<StatementId>) -> BTreeSet<StatementId> {
        let places: Vec<usize> = ids.iter().filter_map(|id| self.place.get(id)).copied().collect();
        let within = |at: &usize| places.iter().any(|place| place == at || self.knows(*place, *at));
        self.notes.iter().enumerate().filter(|(at, _)| within(at)).map(|(_, note)| note.id).collect()
    }
}
