//! The law itself: what each statement needs, what removals strike, and in which order they apply.
//!
//! docs/protocol.md §3.3 to §3.6.

use super::facts::{Bits, Facts};
use super::view::{Findings, View};
use super::{DeviceKeys, Note, Role, Statement};
use crate::id::{CircleId, DeviceId, PersonId, StatementId};
use std::cmp::Reverse;
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
    pub(super) found: Findings,
    applied: Vec<usize>,
}

impl Law {
    /// Judges the statements.
    #[must_use]
    pub fn judge(facts: Facts) -> Self {
        let (found, applied) = decide(&facts);
        Self { facts, found, applied }
    }

    pub(super) fn view(&self) -> View<'_> {
        View { facts: &self.facts, found: &self.found, past: None }
    }

    /// The statements that were judged.
    #[must_use]
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Whether a statement of a kind this version cannot read is among them.
    #[must_use]
    pub fn needs_newer(&self) -> bool {
        self.facts.notes.iter().any(|note| note.body.is_none())
    }

    /// Whether the statement holds.
    #[must_use]
    pub fn is_valid(&self, id: &StatementId) -> bool {
        self.facts.place.get(id).is_some_and(|at| self.found.valid.has(*at))
    }

    /// The removals that took effect, in the order they applied.
    #[must_use]
    pub fn applied(&self) -> Vec<StatementId> {
        self.applied.iter().filter_map(|at| self.facts.note(*at)).map(|note| note.id).collect()
    }

    /// Whether `note`, said now by someone who knows all of this, would hold.
    #[must_use]
    pub fn would_hold(&self, note: &Note) -> bool {
        let with = self.facts.notes.iter().cloned().chain([note.clone()]);
        Self::judge(Facts::new(self.facts.community, with)).is_valid(&note.id)
    }

    /// How the person stands.
    #[must_use]
    pub fn status(&self, person: &PersonId) -> Status {
        self.view().status(person)
    }

    /// The role the person acts in.
    #[must_use]
    pub fn role(&self, person: &PersonId) -> Option<Role> {
        self.view().role(person)
    }

    /// Where the person's present role was given, in the order: lower is more senior.
    #[must_use]
    pub fn appointment(&self, person: &PersonId) -> Option<StatementId> {
        let (_, at) = self.view().given_role(person)?;
        self.facts.note(at).map(|note| note.id)
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
        person.is_some_and(|person| view.active(&person)) && view.device_out(device).next().is_none()
    }

    /// Devices of the person that were not removed, with their keys.
    #[must_use]
    pub fn devices(&self, person: &PersonId) -> Vec<(DeviceId, DeviceKeys)> {
        let view = self.view();
        let all = self.facts.index.binds.keys().filter_map(|device| Some((*device, view.owner(device)?)));
        let theirs = all.filter(|(device, (owner, _))| owner == person && view.device_out(device).next().is_none());
        theirs.map(|(device, (_, keys))| (device, *keys)).collect()
    }

    /// The device behind an endpoint, whatever its standing.
    #[must_use]
    pub fn device_at(&self, endpoint: &[u8; 32]) -> Option<DeviceId> {
        let view = self.view();
        let devices = self.facts.index.binds.keys();
        devices.copied().find(|device| view.owner(device).is_some_and(|(_, keys)| keys.endpoint == *endpoint))
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

    /// Whether the invitation is open: said, not closed, and its limit not reached. Gives role and last day.
    #[must_use]
    pub fn invitation(&self, key: &[u8; 32]) -> Option<(Role, u32)> {
        let (view, index) = (self.view(), &self.facts.index);
        let held = |places: Option<&Vec<usize>>| -> Vec<usize> {
            places.into_iter().flatten().copied().filter(|at| view.has(*at)).collect()
        };
        let at = held(index.invites.get(key)).first().copied()?;
        let used = held(index.admits.get(key)).len();
        let open = held(index.closes.get(key)).is_empty() && view.limit(at).is_none_or(|limit| used < limit);
        match self.facts.body(at) {
            Some(Statement::Invite { role, last_day, .. }) if open => Some((*role, *last_day)),
            _ => None,
        }
    }

    /// Whether an invitation with this key was ever said.
    #[must_use]
    pub fn knows_invitation(&self, key: &[u8; 32]) -> bool {
        self.facts.index.invites.contains_key(key)
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
        self.epoch_places(circle).filter_map(|at| match self.facts.body(at)? {
            Statement::Epoch { commitment, .. } => Some((self.facts.note(at)?.id, *commitment)),
            _ => None,
        }).collect()
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
        let view = self.view();
        let index = &self.facts.index;
        let persons = index.removals.values().flatten().filter(|at| {
            !matches!(self.facts.body(**at), Some(Statement::Role { .. }))
        });
        let ends: Vec<usize> =
            persons.chain(index.device_removals.values().flatten()).copied().filter(|at| view.in_effect(*at)).collect();
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

/// Sorts the removals once, then applies them; begins again when one loses what it stood on.
fn decide(facts: &Facts) -> (Findings, Vec<usize>) {
    let seen = validity(facts, &[], &Bits::default());
    let mut sorted: Vec<usize> = (0..facts.len())
        .filter(|at| !facts.malformed.has(*at))
        .filter(|at| facts.names_person(*at).is_some() || facts.names_device(*at).is_some())
        .collect();
    sorted.sort_by_key(|at| rank(facts, &seen, *at));
    let mut void = Bits::default();
    'again: loop {
        let mut applied = Vec::new();
        let mut skipped = Vec::new();
        let mut found = validity(facts, &applied, &void);
        for removal in sorted.iter().copied().filter(|at| !void.has(*at)) {
            if !found.valid.has(removal) || !carried(facts, &found, removal) {
                skipped.push(removal);
                continue;
            }
            applied.push(removal);
            found = validity(facts, &applied, &void);
            let lost = |at: &usize| !found.valid.has(*at) || !carried(facts, &found, *at);
            if let Some(lost) = applied.iter().copied().find(lost) {
                void.put(lost);
                continue 'again;
            }
        }
        for at in skipped {
            found.valid.take(at);
        }
        return (found, applied);
    }
}

fn carried(facts: &Facts, found: &Findings, at: usize) -> bool {
    !found.needs_two.has(at) || View { facts, found, past: None }.has_partner(at)
}

/// Sort key of a removal: true organisers first, then by role, then by appointment, then by place.
fn rank(facts: &Facts, seen: &Findings, at: usize) -> (Reverse<(Role, bool)>, usize, usize) {
    let view = View { facts, found: seen, past: facts.past.get(at) };
    let Some(note) = facts.note(at) else { return (Reverse((Role::Guest, false)), usize::MAX, at) };
    let role = view.role(&note.person).unwrap_or(Role::Guest);
    let appointed = view.given_role(&note.person).map_or(usize::MAX, |(_, at)| at);
    (Reverse((role, view.truly_organises(&note.person))), appointed, at)
}

/// One walk along the order: what holds when `applied` strikes and `void` is void.
fn validity(facts: &Facts, applied: &[usize], void: &Bits) -> Findings {
    let mut found = Findings::default();
    for at in 0..facts.len() {
        let Some(note) = facts.note(at) else { continue };
        let view = View { facts, found: &found, past: facts.past.get(at) };
        if facts.malformed.has(at) || void.has(at) || !authorised(view, note, at, None) {
            continue;
        }
        let struck = || applied.iter().any(|removal| strikes(view, applied, *removal, note, at));
        if !applied.contains(&at) && struck() {
            continue;
        }
        let needs_two = needs_two(view, note, at);
        let by_organiser = view.truly_organises(&note.person);
        found.valid.put(at);
        if needs_two {
            found.needs_two.put(at);
        }
        if by_organiser {
            found.by_organiser.put(at);
        }
    }
    found
}

fn needs_two(view: View<'_>, note: &Note, at: usize) -> bool {
    let Some(person) = view.facts.names_person(at).filter(|person| *person != note.person) else { return false };
    let organises = view.given_role(&person).is_some_and(|(role, _)| role == Role::Organiser);
    organises && view.organisers().take(3).count() == 3
}

/// Whether the applied removal voids the statement at `at`, which it did not know.
fn strikes(view: View<'_>, applied: &[usize], removal: usize, note: &Note, at: usize) -> bool {
    let facts = view.facts;
    let names = |removal: usize| {
        facts.names_person(removal) == Some(note.person) || facts.names_device(removal) == Some(note.device)
    };
    if !names(removal) || !facts.concurrent(removal, at) {
        return false;
    }
    let (Some(ends), Some(body)) = (facts.body(removal), note.body.as_ref()) else { return false };
    let further = applied.iter().any(|other| *other != removal && names(*other) && facts.knows(*other, at));
    if further || matches!(ends, Statement::Leave { .. }) {
        return false;
    }
    match (body, ends) {
        (Statement::Admit { .. } | Statement::Epoch { .. }, _) => false,
        (_, Statement::Role { to, .. }) => !authorised(view, note, at, Some(*to)),
        _ => true,
    }
}

/// Whether the author may say this, by what the author knew; `as_role` stands in for the author's own role.
fn authorised(view: View<'_>, note: &Note, at: usize, as_role: Option<Role>) -> bool {
    let Some(body) = &note.body else { return false };
    if let Statement::Genesis { keys, .. } = body {
        return at == 0 && keys.person() == note.person;
    }
    let bound = view.owner(&note.device);
    if !bound.is_some_and(|(person, keys)| person == note.person && keys.sign == note.sign_key) {
        return false;
    }
    if view.device_out(&note.device).next().is_some() {
        return false;
    }
    let quiet = matches!(body, Statement::Leave { .. } | Statement::DeviceAdd { .. });
    match view.status(&note.person) {
        Status::Active => {}
        Status::Waiting if quiet => {}
        _ => return false,
    }
    let Some(role) = as_role.or_else(|| view.role(&note.person)) else { return false };
    let author = Author { view, note, role, at };
    author.may_invite(body) || author.may_judge(body) || author.may_open(body)
}

struct Author<'a> {
    view: View<'a>,
    note: &'a Note,
    role: Role,
    at: usize,
}

impl Author<'_> {
    /// Statements about invitations and newcomers.
    fn may_invite(&self, body: &Statement) -> bool {
        let (view, index) = (self.view, &self.view.facts.index);
        match body {
            Statement::Invite { role, .. } => match self.role {
                Role::Organiser => true,
                Role::Steward => *role <= Role::Member,
                Role::Member => *role <= Role::Member && view.members_invite(),
                Role::Guest => false,
            },
            Statement::Close { key } => index.invites.get(key).into_iter().flatten().any(|at| {
                let own = view.facts.note(*at).map(|note| note.person) == Some(self.note.person);
                view.has(*at) && (own || self.role >= Role::Steward)
            }),
            Statement::Admit { invite, keys, lifts, .. } => {
                let Some(open) = view.facts.invite_of(self.at).filter(|at| view.has(*at)) else { return false };
                let in_view = |places: Option<&Vec<usize>>| {
                    places.into_iter().flatten().filter(|at| view.has(**at)).count()
                };
                let room = view.limit(open).is_none_or(|limit| in_view(index.admits.get(invite)) < limit);
                let closed = in_view(index.closes.get(invite)) > 0;
                self.role > Role::Guest && room && !closed && self.may_enter(keys, lifts)
            }
            _ => false,
        }
    }

    fn may_enter(&self, keys: &DeviceKeys, lifts: &[StatementId]) -> bool {
        let view = self.view;
        let bound = view.owner(&keys.device()).map(|(person, _)| person);
        let Some(person) = view.facts.entrant(self.at) else { return false };
        if lifts.is_empty() {
            return bound.is_none() && view.entries(&person).next().is_none();
        }
        let out: BTreeSet<usize> = view.out(&person).collect();
        let ends_leaves = lifts.iter().all(|id| view.facts.place.get(id).is_some_and(|at| out.contains(at)));
        ends_leaves && view.status(&person) == Status::Left && bound.is_none_or(|owner| owner == person)
    }

    /// Statements about people and devices that are here.
    fn may_judge(&self, body: &Statement) -> bool {
        let (view, me) = (self.view, self.note.person);
        let own_device = |device: &DeviceId| view.owner(device).is_some_and(|(person, _)| person == me);
        match body {
            Statement::Leave { .. } => true,
            Statement::DeviceAdd { keys, .. } => view.owner(&keys.device()).is_none(),
            Statement::Role { person, from, to } => {
                let known = view.given_role(person).is_some_and(|(role, _)| role == *from) && view.active(person);
                let allowed = if *person == me { to < from } else { self.outranks(person, Role::Organiser) };
                known && allowed
            }
            Statement::Remove { person, .. } => {
                let here = matches!(view.status(person), Status::Active | Status::Waiting | Status::Removed);
                *person != me && here && self.outranks(person, Role::Steward)
            }
            Statement::Restore { person, role, lifts, .. } => {
                let away = matches!(view.status(person), Status::Removed | Status::Waiting);
                let held = lifts.iter().all(|id| view.facts.place.get(id).is_some_and(|at| view.has(*at)));
                let allowed = self.role == Role::Organiser || (self.role == Role::Steward && *role <= Role::Member);
                away && held && allowed
            }
            Statement::DeviceRemove { device, .. } => match view.owner(device) {
                Some((person, _)) => own_device(device) || self.outranks(&person, Role::Steward),
                None => false,
            },
            _ => false,
        }
    }

    /// Whether the author, of at least the role `least`, may act upon the person.
    fn outranks(&self, person: &PersonId, least: Role) -> bool {
        let theirs = self.view.given_role(person).map_or(Role::Guest, |(role, _)| role);
        match self.role {
            Role::Organiser => {
                let true_organiser = theirs == Role::Organiser && self.view.active(person);
                !true_organiser || self.view.truly_organises(&self.note.person)
            }
            Role::Steward => least <= Role::Steward && theirs <= Role::Member,
            _ => false,
        }
    }

    /// Statements about circles, keys and the whole.
    fn may_open(&self, body: &Statement) -> bool {
        let (view, me) = (self.view, &self.note.person);
        match body {
            Statement::StandIn => {
                let given = view.given_role(me).is_some_and(|(role, _)| role < Role::Organiser);
                given && view.next_in_line() == Some(*me)
            }
            Statement::Circle { members, .. } => {
                self.role > Role::Guest && members.contains(me) && members.iter().all(|person| view.active(person))
            }
            Statement::Epoch { circle, replaces, .. } => {
                let held = replaces.iter().all(|id| view.facts.place.get(id).is_some_and(|at| view.has(*at)));
                held && view.reads(me, circle)
            }
            Statement::Policy { .. } | Statement::Hub { .. } => self.role == Role::Organiser,
            _ => false,
        }
    }
}
