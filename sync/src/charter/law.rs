//! What the law says of the statements held: questions that are asked of what they come to.
//!
//! docs/protocol.md §3; the order is worked out in `order`, the fold over it in `judge`.

use super::bits::Bits;
use super::facts::Facts;
use super::judge::Judged;
use super::order;
use super::permit::{Pass, about, permitted};
use super::state::{At, State};
use super::{DeviceKeys, Note, Role, Statement};
use crate::id::{CircleId, CommunityId, DeviceId, PersonId, StatementId};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

/// How many laws of parts of the charter are kept at hand.
const KEPT: usize = 32;

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

/// What became of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It counts as said.
    Counts,
    /// It is here already.
    Known,
    /// Something that it cites is not here.
    Early,
    /// It follows something that this version cannot read: it is kept for a later one, and does not count here.
    Unread,
    /// Its own past does not permit it: it counts for nothing, here and everywhere, for ever.
    Refused,
}

/// What holds in a community, worked out from the statements held.
#[derive(Clone, Debug)]
pub struct Law {
    pub(super) facts: Facts,
    /// What takes part.
    part: Bits,
    judged: Judged,
    /// Whether something came since all was judged.
    stale: bool,
    laws: Laws,
}

/// Laws of parts of the charter, the last used at the end, and what others ask of them again and again.
#[derive(Clone, Debug, Default)]
pub(super) struct Laws {
    kept: VecDeque<(Bits, Arc<Judged>)>,
    /// The voices of a part, the most senior first: never worked out twice, since parts ask for parts of themselves.
    lines: BTreeMap<Bits, Arc<[PersonId]>>,
    /// The lines that there are: most are alike.
    alike: BTreeSet<Arc<[PersonId]>>,
    /// Whom a device-remove is about in a part.
    owners: BTreeMap<(Bits, At), Option<PersonId>>,
    /// How often a statement was judged.
    effort: u64,
}

impl Laws {
    /// What the statements of a closed set come to.
    pub(super) fn of(&mut self, facts: &Facts, set: &Bits) -> Arc<Judged> {
        if let Some(found) = self.kept.iter().position(|(kept, _)| kept == set).and_then(|at| self.kept.remove(at)) {
            let judged = found.1.clone();
            self.kept.push_back(found);
            return judged;
        }
        let judged = Arc::new(self.folded(facts, set));
        if self.kept.len() >= KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back((set.clone(), judged.clone()));
        judged
    }

    /// The voices that the law of a closed set has, the most senior first.
    pub(super) fn line(&mut self, facts: &Facts, set: &Bits) -> Arc<[PersonId]> {
        if let Some(line) = self.lines.get(set) {
            return line.clone();
        }
        let line: Arc<[PersonId]> = self.of(facts, set).state().line().into();
        let line = match self.alike.get(&line) {
            Some(same) => same.clone(),
            None => {
                self.alike.insert(line.clone());
                line
            }
        };
        self.lines.insert(set.clone(), line.clone());
        line
    }

    /// Whom a statement is about in the law of a closed set.
    pub(super) fn about(&mut self, facts: &Facts, set: &Bits, at: At) -> Option<PersonId> {
        let meant = order::agreed(facts, at).unwrap_or(at);
        if !matches!(facts.body(meant), Some(Statement::DeviceRemove { .. })) {
            // Whose statement it is says all.
            return about(facts, &State::default(), at);
        }
        let key = (set.clone(), meant);
        if let Some(owner) = self.owners.get(&key) {
            return *owner;
        }
        let owner = about(facts, self.of(facts, set).state(), meant);
        self.owners.insert(key, owner);
        owner
    }

    fn folded(&mut self, facts: &Facts, set: &Bits) -> Judged {
        let part = order::taking_part(facts, set);
        let (order, ages) = order::order(facts, &part, self);
        self.effort += order.len() as u64;
        Judged::fold(facts, order, ages)
    }
}

impl Law {
    /// The law of nothing yet.
    #[must_use]
    pub fn none(community: CommunityId) -> Self {
        Self {
            facts: Facts::none(community),
            part: Bits::default(),
            judged: Judged::default(),
            stale: false,
            laws: Laws::default(),
        }
    }

    /// Judges statements, in whatever order they come. Those that count for nothing, or of which something is missing, are
    /// left out.
    #[must_use]
    pub fn of(community: CommunityId, notes: impl IntoIterator<Item = Note>) -> Self {
        let mut law = Self::none(community);
        law.add_all(notes);
        law
    }

    /// Adds statements, in whatever order they come; answers what became of each.
    pub fn add_all(&mut self, notes: impl IntoIterator<Item = Note>) -> BTreeMap<StatementId, Added> {
        let notes: Vec<Note> = notes.into_iter().collect();
        let became = self.take_all(&notes);
        self.judge();
        became
    }

    /// As [`Law::add_all`], but nothing may be asked before [`Law::judge`].
    pub(crate) fn take_all<'a>(&mut self, notes: impl IntoIterator<Item = &'a Note>) -> BTreeMap<StatementId, Added> {
        let notes: Vec<&Note> = notes.into_iter().collect();
        let mut became = BTreeMap::new();
        let mut waits: BTreeMap<StatementId, Vec<usize>> = BTreeMap::new();
        // As if all were gone through again and again, but each only once something came that it lacked.
        let (mut due, mut from): (BTreeSet<usize>, _) = ((0..notes.len()).collect(), 0);
        while let Some(next) = due.range(from..).next().or_else(|| due.first()).copied() {
            due.remove(&next);
            from = next + 1;
            let Some(note) = notes.get(next) else {
                continue;
            };
            let added = self.take(note);
            became.insert(note.id, added);
            match (added, self.facts.lacks(note)) {
                (Added::Early, Some(lacks)) => waits.entry(lacks).or_default().push(next),
                (Added::Counts, _) => due.extend(waits.remove(&note.id).into_iter().flatten()),
                _ => {}
            }
        }
        became
    }

    /// Adds a statement.
    pub fn add(&mut self, note: &Note) -> Added {
        let added = self.take(note);
        self.judge();
        added
    }

    /// As [`Law::add`], but nothing may be asked before [`Law::judge`].
    pub(crate) fn take(&mut self, note: &Note) -> Added {
        if self.facts.holds(&note.id) {
            return Added::Known;
        }
        if self.facts.lacks(note).is_some() {
            return Added::Early;
        }
        let Some(past) = self.facts.past_of(&note.cites) else {
            return Added::Early;
        };
        let whole = past == self.part;
        let part;
        let state = if whole {
            self.judge();
            self.judged.state()
        } else {
            part = self.laws.of(&self.facts, &past);
            part.state()
        };
        if state.needs_newer() && !note.statement().is_some_and(Statement::is_said_unread) {
            return Added::Unread;
        }
        let counts = self.facts.well_formed(note, &past)
            && permitted(&self.facts, state, note, &past, Pass::Own).is_ok()
            && self.facts.has_room(state, &note.person, &past);
        if !counts {
            return Added::Refused;
        }
        let at = self.facts.push(note.clone(), past, state);
        let plain = self.facts.forked.is_empty();
        self.part_of_all(at, plain);
        self.stale |= !(whole && plain && self.step(at));
        Added::Counts
    }

    /// Judges one more, which knows all others, if that leaves the others as old as they were.
    fn step(&mut self, at: At) -> bool {
        self.laws.effort += 1;
        let before = self.judged.state().ages.clone();
        let same = order::is_youngest(&self.facts, &self.part, &before, at) || {
            let ages = order::ages(&self.facts, &self.part, &mut self.laws);
            before.iter().zip(&ages).all(|(before, now)| before == now)
        };
        same && self.judged.step(&self.facts, at)
    }

    fn part_of_all(&mut self, at: At, plain: bool) {
        if plain {
            self.part.put(at);
        } else {
            self.part = order::taking_part(&self.facts, &Bits::up_to(self.facts.len()));
        }
    }

    /// Judges all anew if something came that changed the order.
    pub(crate) fn judge(&mut self) {
        if std::mem::take(&mut self.stale) {
            self.judged = self.laws.folded(&self.facts, &self.part);
        }
    }

    pub(super) fn state(&self) -> &State {
        self.judged.state()
    }

    /// The statements that were judged.
    #[must_use]
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The statements in the one order that every device works out.
    pub fn in_order(&self) -> impl Iterator<Item = &Note> {
        self.judged.order.iter().filter_map(|at| self.facts.note(*at))
    }

    pub(super) fn place(&self, id: &StatementId) -> Option<At> {
        self.facts.place.get(id).copied()
    }

    fn id(&self, at: At) -> Option<StatementId> {
        self.facts.id(at)
    }

    /// Whether something that an organiser says is of a kind this version cannot read.
    #[must_use]
    pub fn needs_newer(&self) -> bool {
        self.state().needs_newer()
    }

    /// Whether the statement holds. What waits for a second does not.
    #[must_use]
    pub fn is_valid(&self, id: &StatementId) -> bool {
        self.place(id).is_some_and(|at| {
            let state = self.state();
            !state.void.has(at) && !state.fallen.has(at) && !state.asked.contains_key(&at)
        })
    }

    /// The removals that took effect, in the order they did.
    #[must_use]
    pub fn applied(&self) -> Vec<StatementId> {
        self.state().applied.iter().filter_map(|at| self.id(*at)).collect()
    }

    /// Whether a second was asked for, and no second can make it hold any more.
    #[must_use]
    pub fn has_fallen(&self, id: &StatementId) -> bool {
        self.place(id).is_some_and(|at| self.state().fallen.has(at))
    }

    /// What waits for a second organiser to agree, in the order.
    pub fn asked(&self) -> impl Iterator<Item = &Note> {
        let waits = |at: &&At| self.state().asked.contains_key(at);
        self.judged.order.iter().filter(waits).filter_map(|at| self.facts.note(*at))
    }

    /// Whom a statement is about; a second, whom its first is.
    #[must_use]
    pub fn about(&self, id: &StatementId) -> Option<PersonId> {
        about(&self.facts, self.state(), self.place(id)?)
    }

    /// Whether this holds as soon as a second organiser agrees to it.
    #[must_use]
    pub fn lacks_a_second(&self, id: &StatementId) -> bool {
        self.place(id).is_some_and(|at| self.state().asked.contains_key(&at))
    }

    /// How often a statement was judged to come to this: what the law cost.
    #[must_use]
    pub fn effort(&self) -> u64 {
        self.laws.effort
    }

    /// Whether `note`, said now, would hold, or lack nothing but a second.
    #[must_use]
    pub fn would_hold(&self, note: &Note) -> bool {
        let Some(past) = self.facts.past_of(&note.cites) else {
            return false;
        };
        if past == self.part {
            // Who knows everything is judged last of all.
            return permitted(&self.facts, self.state(), note, &past, Pass::Own).is_ok()
                && self.facts.well_formed(note, &past)
                && self.facts.has_room(self.state(), &note.person, &past);
        }
        let law = self.foreseen(note);
        law.is_valid(&note.id) || law.lacks_a_second(&note.id)
    }

    /// What would hold once `note` were said.
    #[must_use]
    pub fn foreseen(&self, note: &Note) -> Self {
        let mut law = self.clone();
        law.add(note);
        law
    }

    /// How the person stands.
    #[must_use]
    pub fn status(&self, person: &PersonId) -> Status {
        self.state().status(person)
    }

    /// The role the person acts in: as given, or standing in.
    #[must_use]
    pub fn role(&self, person: &PersonId) -> Option<Role> {
        if self.state().stands_in(person).is_some() { Some(Role::Organiser) } else { self.state().role(person) }
    }

    /// The role that the person has by right.
    #[must_use]
    pub fn given_role(&self, person: &PersonId) -> Option<Role> {
        self.state().own_role(person)
    }

    /// Organisers by right, the most senior first.
    #[must_use]
    pub fn organisers(&self) -> Vec<PersonId> {
        self.state().organisers()
    }

    /// Whether the person's powers are lent by a stand-in that an organiser can end.
    #[must_use]
    pub fn is_lent(&self, person: &PersonId) -> bool {
        let lent = self.state().roles.get(person).is_some_and(|held| held.lent.is_some());
        lent || self.state().stands_in(person).is_some()
    }

    /// Stand-ins that no word ended yet, by whom.
    #[must_use]
    pub fn stand_ins(&self) -> Vec<PersonId> {
        self.state().stand_ins.values().map(|one| one.person).collect()
    }

    /// The statement that gave the person's present role; the older, the more senior.
    #[must_use]
    pub fn appointment(&self, person: &PersonId) -> Option<StatementId> {
        self.id(self.state().since(person)?)
    }

    /// Whether members may invite.
    #[must_use]
    pub fn members_invite(&self) -> bool {
        self.state().members_invite.is_some_and(|(yes, _)| yes)
    }

    /// Where the community's hubs are.
    #[must_use]
    pub fn hubs(&self) -> BTreeSet<[u8; 32]> {
        let named = self.state().hubs.iter().filter_map(|at| match self.facts.body(*at) {
            Some(Statement::Hub { endpoint }) => Some(*endpoint),
            _ => None,
        });
        named.collect()
    }

    /// Everyone who ever came, by id.
    #[must_use]
    pub fn people(&self) -> Vec<PersonId> {
        self.state().entries.people().collect()
    }

    pub(super) fn keys_bound_by(&self, at: At) -> Option<&DeviceKeys> {
        self.facts.note(at)?.binds().map(|(_, keys)| keys)
    }

    /// Whose device it is, with its keys.
    #[must_use]
    pub fn owner(&self, device: &DeviceId) -> Option<(PersonId, DeviceKeys)> {
        let (person, at) = self.state().owner(device)?;
        Some((person, *self.keys_bound_by(at)?))
    }

    /// Whether the device may sync: it is nobody's removed device and its person is active.
    #[must_use]
    pub fn is_active(&self, device: &DeviceId) -> bool {
        self.stands_as(device, |status| status == Status::Active)
    }

    /// Whether others may connect to the device: it is nobody's removed device, and its person is active or waits.
    #[must_use]
    pub fn may_meet(&self, device: &DeviceId) -> bool {
        self.stands_as(device, |status| matches!(status, Status::Active | Status::Waiting))
    }

    /// The endpoints of all devices that others may connect to.
    pub fn endpoints_to_meet(&self) -> impl Iterator<Item = [u8; 32]> {
        let there = self.state().devices.iter().filter(|(device, _)| self.may_meet(device));
        there.flat_map(|(_, owners)| owners).filter_map(|(_, at)| Some(self.keys_bound_by(*at)?.endpoint))
    }

    fn stands_as(&self, device: &DeviceId, fits: impl Fn(Status) -> bool) -> bool {
        let state = self.state();
        let mut owners = state.devices.get(device).into_iter().flatten();
        owners.any(|(person, _)| fits(state.status(person))) && !state.is_device_out(device)
    }

    /// How many devices were ever bound to someone and not removed.
    #[must_use]
    pub fn count_devices(&self) -> usize {
        self.state().devices.keys().filter(|device| !self.state().is_device_out(device)).count()
    }

    /// Devices of the person that were not removed, with their keys.
    #[must_use]
    pub fn devices(&self, person: &PersonId) -> Vec<(DeviceId, DeviceKeys)> {
        let state = self.state();
        let here = state.devices.keys().filter(|device| !state.is_device_out(device));
        here.filter_map(|device| Some((*device, *self.keys_bound_by(state.bound(device, person)?)?))).collect()
    }

    /// The device behind an endpoint, whatever its standing; an active one before others.
    #[must_use]
    pub fn device_at(&self, endpoint: &[u8; 32]) -> Option<DeviceId> {
        let is_there =
            |(_, at): &(PersonId, At)| self.keys_bound_by(*at).is_some_and(|keys| keys.endpoint == *endpoint);
        let there = self.state().devices.iter().filter(|(_, owners)| owners.iter().any(is_there));
        there.map(|(device, _)| *device).min_by_key(|device| !self.is_active(device))
    }

    /// Removals and leaves in effect that name the person, or device-removes that name the device.
    #[must_use]
    pub fn removals(&self, person: &PersonId, device: &DeviceId) -> Vec<StatementId> {
        let state = self.state();
        let persons = state.outs.get(person).into_iter().flatten();
        let all = persons.chain(state.device_outs.get(device).into_iter().flatten());
        all.filter(|removal| removal.holds()).filter_map(|removal| self.id(removal.at)).collect()
    }

    /// The person's leaves that nothing ended.
    #[must_use]
    pub fn leaves(&self, person: &PersonId) -> Vec<StatementId> {
        let out = self.state().outs.get(person).into_iter().flatten();
        out.filter(|removal| removal.leave && removal.holds()).filter_map(|removal| self.id(removal.at)).collect()
    }

    /// Statements by which the person came.
    #[must_use]
    pub fn entries(&self, person: &PersonId) -> Vec<StatementId> {
        self.state().entries.of(person).iter().filter_map(|entry| self.id(entry.at)).collect()
    }

    /// The statement and last day of an invitation by this key that is open: not closed, its limit not reached, and
    /// somebody answers for it.
    #[must_use]
    pub fn invitation(&self, key: &[u8; 32]) -> Option<(StatementId, u32)> {
        let state = self.state();
        self.facts.invites.get(key)?.iter().find_map(|at| {
            let there = state.invitations.get(at)?;
            let room = there.limit == 0 || there.came.len() < there.limit as usize;
            let open = room && !there.closed && there.said.iter().any(|who| state.may_invite(who));
            match self.facts.body(*at)? {
                Statement::Invite { last_day, .. } if open => Some((self.id(*at)?, *last_day)),
                _ => None,
            }
        })
    }

    /// Whether the person may read the circle.
    #[must_use]
    pub fn reads(&self, person: &PersonId, circle: &CircleId) -> bool {
        self.facts.reads(self.state(), person, circle) && self.status(person) == Status::Active
    }

    /// The circles the person may read, everyone's first.
    #[must_use]
    pub fn circles(&self, person: &PersonId) -> Vec<CircleId> {
        let everyone = CircleId::everyone(&self.facts.community);
        let all = [everyone].into_iter().chain(self.state().circles.keys().copied());
        all.filter(|circle| self.reads(person, circle)).collect()
    }

    /// Epochs of the circle with their commitments, in the order.
    #[must_use]
    pub fn epochs(&self, circle: &CircleId) -> Vec<(StatementId, [u8; 32])> {
        let epochs = self.epoch_places(circle);
        epochs.filter_map(|(at, commitment, _)| Some((self.id(at)?, commitment))).collect()
    }

    /// Every epoch of the circle that counts as said, void or not: a statement may turn out void after others wrote
    /// under its key in good faith.
    #[must_use]
    pub fn stated_epochs(&self, circle: &CircleId) -> Vec<(StatementId, [u8; 32])> {
        let stated = self.facts.notes.iter().filter_map(|note| match note.statement()? {
            Statement::Epoch { circle: of, commitment, .. } if of == circle => Some((note.id, *commitment)),
            _ => None,
        });
        stated.collect()
    }

    /// The circle and commitment of an epoch that counts as said, void or not.
    #[must_use]
    pub fn stated_epoch(&self, id: &StatementId) -> Option<(CircleId, [u8; 32])> {
        match self.facts.body(self.place(id)?)? {
            Statement::Epoch { circle, commitment, .. } => Some((*circle, *commitment)),
            _ => None,
        }
    }

    /// Epochs of the circle whose key is `held` and that none of those replaces: what a new one is to replace. One without a key
    /// replaces nothing, or whoever makes such would have everybody make others anew.
    #[must_use]
    pub fn unreplaced_epochs(&self, circle: &CircleId, held: impl Fn(&StatementId) -> bool) -> Vec<StatementId> {
        let all = self.epoch_places(circle).filter_map(|(at, _, replaces)| Some((self.id(at)?, replaces)));
        let here: Vec<(StatementId, &[StatementId])> = all.filter(|(id, _)| held(id)).collect();
        let replaced: BTreeSet<&StatementId> = here.iter().flat_map(|(_, replaces)| replaces.iter()).collect();
        here.iter().map(|(id, _)| *id).filter(|id| !replaced.contains(id)).collect()
    }

    /// Which epoch to write under, of those whose key is `held`; none: mint one.
    #[must_use]
    pub fn write_under(&self, circle: &CircleId, held: impl Fn(&StatementId) -> bool) -> Option<StatementId> {
        let (state, of_all) = (self.state(), *circle == CircleId::everyone(&self.facts.community));
        // A guest keeps the other circles that they are a member of.
        let silenced = if of_all { state.silenced.as_slice() } else { &[] };
        let ends = || state.applied.iter().chain(silenced);
        let covers = |id: &StatementId| self.place(id).is_some_and(|at| ends().all(|end| self.facts.knows(at, *end)));
        self.unreplaced_epochs(circle, held).into_iter().filter(covers).min()
    }

    fn epoch_places(&self, circle: &CircleId) -> impl Iterator<Item = (At, [u8; 32], &[StatementId])> {
        let epochs = self.state().epochs.get(circle).into_iter().flatten();
        epochs.filter_map(|at| match self.facts.body(*at)? {
            Statement::Epoch { commitment, replaces, .. } => Some((*at, *commitment, replaces.as_slice())),
            _ => None,
        })
    }
}
