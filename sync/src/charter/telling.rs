//! Smaller questions of those who show the charter or pass it on.

use super::{DeviceKeys, Facts, Law, Note, Statement};
use crate::id::{CircleId, DeviceId, PersonId, StatementId};
use std::collections::BTreeSet;

impl Law {
    /// Whether an invitation with this key was ever said.
    #[must_use]
    pub fn knows_invitation(&self, key: &[u8; 32]) -> bool {
        self.facts.invites.contains_key(key)
    }

    /// Who says it.
    #[must_use]
    pub fn author(&self, id: &StatementId) -> Option<PersonId> {
        self.facts.note(self.place(id)?).map(|note| note.person)
    }

    /// Whether something that counts, void or not, ever bound a device with this endpoint.
    #[must_use]
    pub fn was_ever_bound(&self, endpoint: &[u8; 32]) -> bool {
        let mut all = self.facts.binders.values().flatten();
        all.any(|at| self.keys_bound_by(*at).is_some_and(|keys| keys.endpoint == *endpoint))
    }

    /// Whether something that counts, void or not, bound a device with this signing key to the person.
    #[must_use]
    pub fn was_bound(&self, device: &DeviceId, person: &PersonId, sign_key: &[u8; 32]) -> bool {
        let mut binders = self.facts.binders.get(&(*device, *person)).into_iter().flatten();
        binders.any(|at| self.keys_bound_by(*at).is_some_and(|keys| keys.sign == *sign_key))
    }

    /// Devices with their persons that only statements from this number on bind, void or not: numbers go by when each came.
    pub fn bound_since(&self, known: usize) -> impl Iterator<Item = (PersonId, &DeviceKeys)> {
        let bound = self.facts.notes.iter().skip(known).filter_map(Note::binds);
        bound.filter(move |(person, keys)| {
            let binders = self.facts.binders.get(&(keys.device(), *person));
            binders.and_then(|all| all.first()).is_some_and(|first| *first >= known)
        })
    }

    /// The circles that this person alone reads, the least first.
    #[must_use]
    pub fn own_circles(&self, person: &PersonId) -> Vec<CircleId> {
        let alone = |circle: &&CircleId| {
            let opened = self.state().circles.get(circle).and_then(|at| self.facts.body(*at));
            matches!(opened, Some(Statement::Circle { members, .. }) if members.as_slice() == [*person])
        };
        self.state().circles.keys().filter(alone).copied().collect()
    }

    /// What the secret of a circle must hash to.
    #[must_use]
    pub fn circle_commitment(&self, circle: &CircleId) -> Option<[u8; 32]> {
        match self.facts.body(*self.state().circles.get(circle)?)? {
            Statement::Circle { commitment, .. } => Some(*commitment),
            _ => None,
        }
    }

    /// Whether the device was removed, whatever its person is.
    #[must_use]
    pub fn is_device_out(&self, device: &DeviceId) -> bool {
        self.state().is_device_out(device)
    }
}

impl Facts {
    /// These statements and all that they know.
    #[must_use]
    pub fn with_past(&self, ids: &BTreeSet<StatementId>) -> BTreeSet<StatementId> {
        let mut all = super::bits::Bits::default();
        for at in ids.iter().filter_map(|id| self.place.get(id)) {
            all.put(*at);
            self.past.get(*at).into_iter().for_each(|past| all.join(past));
        }
        all.iter().filter_map(|at| self.id(at)).collect()
    }
}
