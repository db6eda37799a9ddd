//! What the law says of the statements held: questions that are asked of what is valid.
//!
//! docs/protocol.md §3.2 and §4; how it is decided is in `decide`.

use super::authority::authorised;
use super::decide::{Decided, decide};
use super::facts::Facts;
use super::view::View;
use super::{DeviceKeys, Note, Role, Statement};
use crate::id::{CircleId, DeviceId, PersonId, StatementId};
use std::collections::BTreeSet;

/// How a person stands to the community.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Nothing here says that they ever came.
    Unknown,
    /// Belongs.
    Active,
    /// Came by a way that a steward must confirm.
    Waiting,
    /// Was removed.
    Removed,
    /// Went.
    Left,
}

/// What holds in a community, worked out from the statements held.
#[derive(Clone, Debug)]
pub struct Law {
    pub(super) facts: Facts,
    pub(super) decided: Decided,
}

impl Law {
    /// Judges the statements.
    #[must_use]
    pub fn judge(facts: Facts) -> Self {
        let decided = decide(&facts);
        Self { facts, decided }
    }

    pub(super) fn view(&self) -> View<'_> {
        View::new(&self.facts, &self.decided.found, None)
    }

    /// The statements that were judged.
    #[must_use]
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Whether a statement that holds is of a kind this version cannot read.
    #[must_use]
    pub fn needs_newer(&self) -> bool {
        let mut notes = self.facts.notes.iter().enumerate();
        notes.any(|(at, note)| note.body.is_none() && self.decided.found.valid.has(at))
    }

    /// Whether the statement holds.
    #[must_use]
    pub fn is_valid(&self, id: &StatementId) -> bool {
        self.view().find(id).is_some()
    }

    /// The removals that took effect, in the order they applied.
    #[must_use]
    pub fn applied(&self) -> Vec<StatementId> {
        let places = self.decided.applied.iter();
        places.filter_map(|at| self.facts.note(*at)).map(|note| note.id).collect()
    }

    /// Whether this is the removal of an organiser that holds as soon as a second organiser asks for it.
    #[must_use]
    pub fn lacks_a_second(&self, id: &StatementId) -> bool {
        self.facts.place.get(id).is_some_and(|at| self.decided.alone.has(*at))
    }

    /// How often a statement was asked of its view to come to this: what judging cost.
    #[must_use]
    pub fn effort(&self) -> u64 {
        self.decided.asked
    }

    /// Whether `note`, said now, would hold, or lack nothing but a second.
    #[must_use]
    pub fn would_hold(&self, note: &Note) -> bool {
        let Some(past) = self.facts.past_of(&note.cites) else {
            return false;
        };
        if note.removes().is_none() && past.count() == self.facts.len() {
            // Who knows everything changes nothing of it but by a removal.
            return authorised(self.view(), note) && self.facts.well_formed(note, &past);
        }
        let law = self.foreseen(note);
        law.is_valid(&note.id) || law.lacks_a_second(&note.id)
    }

    /// What would hold once `note` were said.
    #[must_use]
    pub fn foreseen(&self, note: &Note) -> Self {
        let with = self.facts.notes.iter().cloned().chain([note.clone()]);
        Self::judge(self.facts.renewed(with))
    }

    /// How the person stands.
    #[must_use]
    pub fn status(&self, person: &PersonId) -> Status {
        self.view().status(person)
    }

    /// The role the person acts in: as given, by succession, or standing in.
    #[must_use]
    pub fn role(&self, person: &PersonId) -> Option<Role> {
        self.view().power(person)
    }

    /// The role the person was given.
    #[must_use]
    pub fn given_role(&self, person: &PersonId) -> Option<Role> {
        self.view().given(person).map(|(role, _)| role)
    }

    /// The statement that gave the person's present role; the earlier in the order, the more senior.
    #[must_use]
    pub fn appointment(&self, person: &PersonId) -> Option<StatementId> {
        let (_, at) = self.view().appointment(person)?;
        self.facts.note(at).map(|note| note.id)
    }

    /// Whether members may invite.
    #[must_use]
    pub fn members_invite(&self) -> bool {
        self.view().members_invite()
    }

    /// Where the community's hubs are.
    #[must_use]
    pub fn hubs(&self) -> BTreeSet<[u8; 32]> {
        let view = self.view();
        let named = view.held(Some(&self.facts.index.hubs)).filter_map(|at| match self.facts.body(at) {
            Some(Statement::Hub { endpoint }) => Some(*endpoint),
            _ => None,
        });
        named.collect()
    }

    /// Everyone who ever came, by id.
    #[must_use]
    pub fn people(&self) -> Vec<PersonId> {
        let view = self.view();
        let came = self.facts.index.entries.keys().filter(|person| view.entries(person).next().is_some());
        came.copied().collect()
    }

    /// Whose device it is, with its keys.
    #[must_use]
    pub fn owner(&self, device: &DeviceId) -> Option<(PersonId, DeviceKeys)> {
        self.view().owner(device).map(|(person, keys)| (person, *keys))
    }

    /// Whether the device may sync: it is nobody's removed device and its person is active.
    #[must_use]
    pub fn is_active(&self, device: &DeviceId) -> bool {
        let view = self.view();
        let person = view.owner(device).map(|(person, _)| person);
        person.is_some_and(|person| view.active(&person)) && !view.is_out(device)
    }

    /// Whether others may connect to the device: it is nobody's removed device, and its person is active or waits.
    #[must_use]
    pub fn may_meet(&self, device: &DeviceId) -> bool {
        let view = self.view();
        let status = view.owner(device).map(|(person, _)| view.status(&person));
        matches!(status, Some(Status::Active | Status::Waiting)) && !view.is_out(device)
    }

    /// How many devices were ever bound to someone and not removed.
    #[must_use]
    pub fn count_devices(&self) -> usize {
        let view = self.view();
        self.facts.index.binds.keys().filter(|device| view.owner(device).is_some() && !view.is_out(device)).count()
    }

    /// Devices of the person that were not removed, with their keys.
    #[must_use]
    pub fn devices(&self, person: &PersonId) -> Vec<(DeviceId, DeviceKeys)> {
        let view = self.view();
        let all = self.facts.index.binds.keys().filter_map(|device| Some((*device, view.owner(device)?)));
        let theirs = all.filter(|(device, (owner, _))| owner == person && !view.is_out(device));
        theirs.map(|(device, (_, keys))| (device, *keys)).collect()
    }

    /// The device behind an endpoint, whatever its standing; an active one before others.
    #[must_use]
    pub fn device_at(&self, endpoint: &[u8; 32]) -> Option<DeviceId> {
        let view = self.view();
        let owned = |device: &DeviceId| view.owner(device).is_some_and(|(_, keys)| keys.endpoint == *endpoint);
        let devices = self.facts.index.binds.keys().copied().filter(owned);
        devices.min_by_key(|device| !self.is_active(device))
    }

    /// Removals and leaves in effect that name the person, or device-removes that name the device.
    #[must_use]
    pub fn removals(&self, person: &PersonId, device: &DeviceId) -> Vec<StatementId> {
        let view = self.view();
        let places = view.out(person).chain(view.device_out(device));
        places.filter_map(|at| self.facts.note(at)).map(|note| note.id).collect()
    }

    /// Admits of the person that wait for a sponsor.
    #[must_use]
    pub fn entries(&self, person: &PersonId) -> Vec<StatementId> {
        let places = self.view().entries(person);
        places.filter_map(|at| self.facts.note(at)).map(|note| note.id).collect()
    }

    /// Role and last day of the invitation if it is open: said, not closed, and its limit not reached.
    #[must_use]
    pub fn invitation(&self, key: &[u8; 32]) -> Option<(Role, u32)> {
        let view = self.view();
        let Statement::Invite { role, limit, last_day, .. } = self.facts.body(view.invite(key)?)? else {
            return None;
        };
        let open = !view.closed(key) && view.has_room(key, *limit, None, usize::MAX);
        open.then_some((*role, *last_day))
    }

    /// Whether the person may read the circle.
    #[must_use]
    pub fn reads(&self, person: &PersonId, circle: &CircleId) -> bool {
        self.view().reads(person, circle) && self.status(person) == Status::Active
    }

    /// The circles the person may read, everyone's first.
    #[must_use]
    pub fn circles(&self, person: &PersonId) -> Vec<CircleId> {
        let everyone = CircleId::everyone(&self.facts.community);
        let all = [everyone].into_iter().chain(self.facts.index.circles.keys().copied());
        all.filter(|circle| self.reads(person, circle)).collect()
    }

    /// Valid epochs of the circle with their commitments, in the order.
    #[must_use]
    pub fn epochs(&self, circle: &CircleId) -> Vec<(StatementId, [u8; 32])> {
        self.epoch_places(circle)
            .filter_map(|at| match self.facts.body(at)? {
                Statement::Epoch { commitment, .. } => Some((self.facts.note(at)?.id, *commitment)),
                _ => None,
            })
            .collect()
    }

    /// Every epoch of the circle that someone stated whose device was ever bound to them, valid or not: a statement
    /// may turn out void after others wrote under its key in good faith.
    #[must_use]
    pub fn stated_epochs(&self, circle: &CircleId) -> Vec<(StatementId, [u8; 32])> {
        let places = self.facts.index.epochs.get(circle).into_iter().flatten();
        let stated = places.filter_map(|at| {
            let note = self.facts.note(*at)?;
            let known = self.owner(&note.device).is_some_and(|(person, _)| person == note.person);
            match &note.body {
                Some(Statement::Epoch { commitment, .. }) if known => Some((note.id, *commitment)),
                _ => None,
            }
        });
        stated.collect()
    }

    /// Valid epochs of the circle that none replaces: what a new one must replace.
    #[must_use]
    pub fn unreplaced_epochs(&self, circle: &CircleId) -> Vec<StatementId> {
        let replaced: BTreeSet<StatementId> = self
            .epoch_places(circle)
            .filter_map(|at| self.facts.body(at))
            .flat_map(|body| match body {
                Statement::Epoch { replaces, .. } => replaces.clone(),
                _ => Vec::new(),
            })
            .collect();
        let all = self.epochs(circle).into_iter().map(|(id, _)| id);
        all.filter(|id| !replaced.contains(id)).collect()
    }

    /// Which epoch to write under, of those whose key is `held`; none: mint one.
    #[must_use]
    pub fn write_under(&self, circle: &CircleId, held: impl Fn(&StatementId) -> bool) -> Option<StatementId> {
        let ends: Vec<usize> =
            self.decided.applied.iter().copied().filter(|at| self.facts.note(*at).is_some_and(Note::ends)).collect();
        let covers = |id: &StatementId| {
            let at = self.facts.place.get(id).copied().unwrap_or(usize::MAX);
            ends.iter().all(|end| self.facts.knows(at, *end))
        };
        self.unreplaced_epochs(circle).into_iter().filter(|id| covers(id) && held(id)).min()
    }

    fn epoch_places(&self, circle: &CircleId) -> impl Iterator<Item = usize> {
        let view = self.view();
        self.facts.index.epochs.get(circle).into_iter().flatten().copied().filter(move |at| view.has(*at))
    }
}
