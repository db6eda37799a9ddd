//! One fold over the order: docs/protocol.md §3.5 to §3.7.

use super::bits::Bits;
use super::entries::Entry;
use super::facts::Facts;
use super::permit::{By, Pass, Refused, about, permitted};
use super::rank::{give_again, lower, lower_again, raise, take_away};
use super::state::{Ages, At, Invitation, Removal, Restoring, StandIn, State};
use super::{Note, Role, Statement, Status};
use crate::id::{CircleId, DeviceId, PersonId, StatementId};
use std::sync::Arc;

/// What a set of statements comes to.
#[derive(Clone, Debug, Default)]
pub(super) struct Judged {
    /// In which they were judged.
    pub order: Vec<At>,
    /// With all that stand-ins lent.
    first: State,
    /// The stand-ins that were ended, and the same without what they lent.
    second: Option<(Bits, State)>,
}

impl Judged {
    /// Judges statements in this order.
    pub(super) fn fold(facts: &Facts, order: Vec<At>, ages: Ages) -> Self {
        let ages = Arc::new(ages);
        let first = fold(facts, &order, &ages, Pass::First);
        let ends = |at: &&At| facts.body(**at) == Some(&Statement::EndStandIn) && !first.void.has(**at);
        let mut ended = Bits::default();
        for end in order.iter().filter(ends) {
            let known = facts.past.get(*end).into_iter().flat_map(Bits::iter);
            known.filter(|at| facts.body(*at) == Some(&Statement::StandIn)).for_each(|at| ended.put(at));
        }
        let second = (!ended.is_empty()).then(|| {
            let mut state = fold(facts, &order, &ages, Pass::Second(&ended));
            // What ended them may itself have stood on what they lent.
            state.stand_ins.retain(|at, _| !ended.has(*at));
            (ended, state)
        });
        Self { order, first, second }
    }

    /// Judges one more, which knows all that was judged; `false` if all is to be judged again.
    pub(super) fn step(&mut self, facts: &Facts, at: At) -> bool {
        // Where stand-ins were ended, the second pass goes through all before they are gone.
        if facts.body(at) == Some(&Statement::EndStandIn) || self.second.is_some() {
            return false;
        }
        self.order.push(at);
        take(facts, &mut self.first, at);
        true
    }

    /// What holds.
    pub(super) fn state(&self) -> &State {
        self.second.as_ref().map_or(&self.first, |(_, state)| state)
    }
}

fn fold(facts: &Facts, order: &[At], ages: &Arc<Ages>, pass: Pass<'_>) -> State {
    let mut state = State { ages: ages.clone(), ..State::default() };
    for at in order {
        judge(facts, &mut state, *at, pass);
    }
    state
}

/// The youngest of all comes last.
fn take(facts: &Facts, state: &mut State, at: At) {
    let ages = Arc::make_mut(&mut state.ages);
    let next = ages.iter().flatten().count();
    ages.resize(at, None);
    ages.push(Some(next));
    judge(facts, state, at, Pass::First);
}

fn judge(facts: &Facts, state: &mut State, at: At, pass: Pass<'_>) {
    let (Some(note), Some(past)) = (facts.note(at), facts.past.get(at)) else {
        return;
    };
    match permitted(facts, state, note, past, pass) {
        Ok(by) => {
            Effect { facts, state, note, past, at, by }.apply();
            succeed(state, at);
        }
        Err(refused) => void(facts, state, note, at, refused),
    }
}

/// Where nobody is organiser any more, the most senior active person is, guests apart.
fn succeed(state: &mut State, by: At) {
    if state.seat.is_some_and(|person| state.is_organiser(&person)) {
        return;
    }
    let next = state.organisers().first().copied();
    let gone = std::mem::replace(&mut state.seat, next);
    if state.seat.is_none()
        && let Some(person) = state.line().first().copied()
    {
        raise(state, by, By::Right, person, Role::Organiser);
        // Whoever let them in: who organises is not to go with somebody else.
        state.entries.make_good(person, |_| true);
        state.followed.extend(gone.map(|gone| (gone, person)));
    }
}

/// Who laid the role down once more, apart, gave it again to whoever followed them.
fn succeed_again(state: &mut State, by: At, gone: PersonId) {
    if let Some(person) = state.followed.get(&gone).copied() {
        give_again(state, by, person, Role::Organiser);
    }
}

/// An admit that is void lets its person wait, if they are not here already; who waits may wait behind more than one.
fn void(facts: &Facts, state: &mut State, note: &Note, at: At, refused: Refused) {
    state.void.put(at);
    if let Refused::IsThere(person, role) = refused
        && !(is_raise(note) && takes_two(facts, state, note, at, By::Right))
    {
        give_again(state, at, person, role);
    }
    if let Refused::IsLower(person, to) = refused {
        lower_again(facts, state, note, at, person, to);
    }
    match note.statement() {
        Some(Statement::Leave { .. }) => succeed_again(state, at, note.person),
        Some(Statement::Lower { person, .. }) if *person == note.person => succeed_again(state, at, *person),
        _ => {}
    }
    let Some(Statement::Admit { person, keys, lifts, .. }) = note.statement() else {
        return;
    };
    if !lifts.is_empty() {
        state.void_returns.entry(*person).or_default().push((at, lifts.clone()));
        return;
    }
    let device = keys.device();
    let behind = (refused == Refused::AuthorWaits).then_some(note.person);
    let entry = Entry { at, good: false, behind };
    if state.entries.contains(person) {
        if behind.is_some() {
            state.entries.come(*person, entry);
            bind(state, device, *person, at);
        }
        return;
    }
    state.entries.come(*person, entry);
    bind(state, device, *person, at);
    raise(state, at, By::Right, *person, Role::Member);
}

/// Whose standing it is about.
fn standing_of(body: &Statement) -> Option<PersonId> {
    match body {
        Statement::Raise { person, .. }
        | Statement::Lower { person, .. }
        | Statement::Remove { person, .. }
        | Statement::Restore { person, .. } => Some(*person),
        _ => None,
    }
}

/// Whether both say the same, whatever else they tell.
fn same(one: &Statement, other: &Statement) -> bool {
    match (one, other) {
        (Statement::Remove { person, .. }, Statement::Remove { person: other, .. }) => person == other,
        (one, other) => one == other,
    }
}

fn bind(state: &mut State, device: DeviceId, person: PersonId, by: At) {
    if state.bound(&device, &person).is_none() {
        state.devices.entry(device).or_default().push((person, by));
    }
}

fn is_raise(note: &Note) -> bool {
    matches!(note.statement(), Some(Statement::Raise { .. }))
}

/// Whether it changes who organises by right, and its author is neither alone nor the senior of two.
fn takes_two(facts: &Facts, state: &State, note: &Note, at: At, by: By) -> bool {
    let about = about(facts, state, at);
    let changes = match note.statement() {
        Some(Statement::Raise { to, .. }) => *to == Role::Organiser,
        Some(Statement::Second { .. }) => false,
        _ => about.is_some_and(|about| state.is_organiser(&about)),
    };
    if !changes || about == Some(note.person) || by != By::Right {
        return false;
    }
    let mut organisers = state.organisers();
    if is_raise(note) {
        // As if they were not organiser yet, where it is said again.
        organisers.retain(|person| Some(*person) != about);
    }
    organisers.len() > 2 || organisers.first() != Some(&note.person)
}

/// What a permitted statement does.
struct Effect<'a> {
    facts: &'a Facts,
    state: &'a mut State,
    note: &'a Note,
    past: &'a Bits,
    at: At,
    by: By,
}

impl Effect<'_> {
    fn apply(&mut self) {
        let (at, author) = (self.at, self.note.person);
        let Some(body) = self.note.statement() else {
            if self.note.unknown() == Some(Role::Organiser) {
                self.state.unknown.insert(at, author);
            }
            return;
        };
        match body {
            Statement::Genesis { members_invite, .. } => self.found(*members_invite),
            Statement::Invite { limit, .. } => {
                let there = Invitation { said: vec![author], limit: *limit, closed: false, came: Default::default() };
                self.state.invitations.insert(at, there);
            }
            Statement::TakeOver { invite, .. } => self.on_invitation(invite, |there| there.said.push(author)),
            Statement::Close { invite } => self.on_invitation(invite, |there| there.closed = true),
            Statement::Admit { invite, person, keys, lifts, .. } => self.admit(invite, *person, keys.device(), lifts),
            Statement::Leave { .. } => self.put_out(author, at, true),
            Statement::Raise { .. }
            | Statement::Lower { .. }
            | Statement::Remove { .. }
            | Statement::DeviceRemove { .. }
            | Statement::Unmake { .. } => {
                if takes_two(self.facts, self.state, self.note, at, self.by) {
                    self.fall(body, true);
                    self.state.asked.insert(at, author);
                } else {
                    self.act(body, at);
                }
            }
            Statement::Second { first, .. } => self.second(first),
            Statement::Restore { person, .. } => {
                // What was said again and brings nobody back ends no question.
                if !self.state.active(person) {
                    self.fall(body, false);
                }
                self.restore(*person);
            }
            Statement::DeviceAdd { keys, .. } => bind(self.state, keys.device(), author, at),
            Statement::StandIn => {
                self.state.stand_ins.insert(at, StandIn { person: author, spent: false });
            }
            Statement::EndStandIn => {
                let past = self.past;
                self.state.stand_ins.retain(|at, _| !past.has(*at));
                self.state.silenced.push(at);
            }
            Statement::Policy { members_invite } => self.state.members_invite = Some((*members_invite, at)),
            Statement::Circle { .. } => {
                self.state.circles.insert(CircleId::opened_by(&self.note.id), at);
            }
            Statement::Epoch { circle, .. } => self.state.epochs.entry(*circle).or_default().push(at),
            Statement::Hub { .. } => {
                self.state.hubs.insert(at);
            }
            Statement::Heard => {}
        }
    }

    fn found(&mut self, members_invite: bool) {
        let (at, author) = (self.at, self.note.person);
        self.state.entries.come(author, Entry { at, good: true, behind: None });
        bind(self.state, self.note.device, author, at);
        raise(self.state, at, By::Right, author, Role::Organiser);
        self.state.members_invite = Some((members_invite, at));
    }

    fn on_invitation(&mut self, invite: &StatementId, change: impl FnOnce(&mut Invitation)) {
        let there = self.facts.place.get(invite).and_then(|at| self.state.invitations.get_mut(at));
        there.map(change);
    }

    fn admit(&mut self, invite: &StatementId, person: PersonId, device: DeviceId, lifts: &[StatementId]) {
        let at = self.at;
        let is_new = !self.state.entries.contains(&person);
        self.state.entries.come(person, Entry { at, good: true, behind: None });
        let lifted = |removal: &&mut Removal| self.facts.id(removal.at).is_some_and(|id| lifts.contains(&id));
        let out = self.state.outs.get_mut(&person).into_iter().flatten();
        out.filter(lifted).for_each(|removal| removal.lifted.push(at));
        self.lift_by_void_returns(person);
        self.state.entries.set_gone(person, self.state.is_out(&person));
        bind(self.state, device, person, at);
        self.on_invitation(invite, |there| {
            there.came.insert(person);
        });
        let is_back = !self.state.roles.contains_key(&person) && !self.state.is_out(&person);
        if is_new || is_back {
            self.come_back(person);
        } else {
            give_again(self.state, at, person, Role::Member);
        }
    }

    /// Who came back by a word that fell, and comes back by one that knows of it, was here in between: what they wrote stands.
    fn lift_by_void_returns(&mut self, person: PersonId) {
        let (facts, past) = (self.facts, self.past);
        let returns = self.state.void_returns.get(&person).into_iter().flatten().filter(|(at, _)| past.has(*at));
        for (at, lifts) in returns {
            let named = |removal: &Removal| facts.id(removal.at).is_some_and(|id| lifts.contains(&id));
            let out = self.state.outs.get_mut(&person).into_iter().flatten();
            let lifted = out.filter(|removal| !removal.holds() && !removal.lifted.contains(at) && named(removal));
            lifted.for_each(|removal| removal.lifted.push(*at));
        }
    }

    /// Gives a role to who has none: a member's; a guest's to who went as a guest.
    fn come_back(&mut self, person: PersonId) {
        let went_as = self.state.went_as.get(&person).copied().unwrap_or(Role::Member);
        raise(self.state, self.at, By::Right, person, Role::Member.min(went_as));
    }

    /// Lifts what it knows; what it does not know holds.
    fn restore(&mut self, person: PersonId) {
        let (at, past) = (self.at, self.past);
        let out = self.state.outs.get_mut(&person).into_iter().flatten();
        out.filter(|removal| !removal.leave && past.has(removal.at)).for_each(|removal| removal.lifted.push(at));
        self.state.entries.set_gone(person, self.state.is_out(&person));
        let by_organiser = self.state.is_organiser(&self.note.person);
        self.state.restores.entry(person).or_default().push(Restoring { at, by_organiser });
        self.state.entries.confirm(person, |at| past.has(at));
        if self.state.roles.contains_key(&person) {
            give_again(self.state, at, person, Role::Member);
        } else if !self.state.is_out(&person) {
            self.come_back(person);
        }
    }

    fn second(&mut self, first: &StatementId) {
        let Some(first) = self.facts.place.get(first).copied() else {
            return;
        };
        self.state.asked.remove(&first);
        self.state.agreed.put(first);
        let Some(body) = self.facts.body(first) else {
            return;
        };
        let still_fits = match body {
            Statement::Raise { person, to } => {
                let here = matches!(self.state.status(person), Status::Active | Status::Waiting);
                here && self.state.own_role(person) < Some(*to)
            }
            Statement::Lower { person, to } => self.state.role(person) > Some(*to),
            Statement::DeviceRemove { device, .. } => !self.state.is_device_out(device),
            _ => true,
        };
        if still_fits {
            self.act(body, first);
        } else {
            self.state.fallen.put(first);
            if let Statement::Raise { person, to } = body {
                give_again(self.state, self.at, *person, *to);
            }
        }
    }

    /// What was asked about a person falls, by what takes effect that they did not say themselves; or of one author, by what
    /// else that author asks.
    fn fall(&mut self, body: &Statement, asks: bool) {
        let (facts, author) = (self.facts, self.note.person);
        let Some(about) = standing_of(body).filter(|about| *about != author) else {
            return;
        };
        let falls = |at: At, by: &PersonId| {
            let asked = facts.body(at);
            asked.and_then(standing_of) == Some(about)
                && (!asks || (*by == author && asked.is_none_or(|asked| !same(asked, body))))
        };
        let fallen: Vec<At> = self.state.asked.iter().filter(|(at, by)| falls(**at, by)).map(|(at, _)| *at).collect();
        for at in fallen {
            self.state.asked.remove(&at);
            self.state.fallen.put(at);
        }
    }

    /// Does what `body` says, which is what is said now, or what is agreed to now.
    fn act(&mut self, body: &Statement, said: At) {
        self.fall(body, false);
        match body {
            Statement::Raise { person, to } => {
                raise(self.state, self.at, self.by, *person, *to);
                if self.by == By::Right {
                    let past = self.past;
                    self.state.entries.confirm(*person, |at| past.has(at));
                }
            }
            Statement::Lower { person, to } => {
                lower(self.state, self.at, *person, *to);
                if *to == Role::Guest {
                    self.state.silenced.push(self.at);
                }
            }
            Statement::Remove { person, .. } => self.put_out(*person, said, false),
            Statement::DeviceRemove { device, .. } => {
                let removal = Removal { device: Some(*device), ..self.removal(said, false) };
                self.state.device_outs.entry(*device).or_default().push(removal);
            }
            Statement::Unmake { person } => {
                self.state.unmade.insert(*person);
            }
            _ => {}
        }
    }

    fn removal(&mut self, said: At, leave: bool) -> Removal {
        self.state.applied.push(self.at);
        let by_organiser = self.state.is_organiser(&self.note.person);
        Removal { at: self.at, said, device: None, leave, by_organiser, lifted: Vec::new() }
    }

    fn put_out(&mut self, person: PersonId, said: At, leave: bool) {
        succeed_again(self.state, self.at, person);
        let removal = self.removal(said, leave);
        self.state.outs.entry(person).or_default().push(removal);
        self.state.entries.set_gone(person, true);
        take_away(self.state, self.at, person);
        let theirs = self.state.stand_ins.values_mut().filter(|one| one.person == person);
        theirs.for_each(|one| one.spent = true);
    }
}
