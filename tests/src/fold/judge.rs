//! One fold over the order (§3.5 to §3.7).

use super::permit::{By, Refused, permitted};
use super::state::{Entry, Given, Held, Invitation, Removal, State, Status};
use super::statement::{Body, Device, Id, Named, Person, Role, Statement};
use super::switch::{Rule, holds};
use super::{Model, Pass, order};
use std::collections::{BTreeMap, BTreeSet};

pub fn judge(model: &Model<'_>, set: &BTreeSet<Id>) -> State {
    let set = &order::takes_part(model, set);
    let ages = order::ages(model, set);
    let order = order::order(model, set, &ages);
    let first = fold(model, &order, &ages, Pass::First);
    let ends = order.iter().filter(|id| !first.void.contains(id) && model.held[id].body == Body::EndStandIn);
    let known = ends.flat_map(|id| model.past(*id).iter().copied().collect::<Vec<_>>());
    let ended: BTreeSet<Id> = known.filter(|id| model.held[id].body == Body::StandIn).collect();
    if ended.is_empty() {
        return first;
    }
    let mut second = fold(model, &order, &ages, Pass::Second(&ended));
    // What ended them may itself have stood on what they lent.
    second.stand_ins.retain(|id, _| !ended.contains(id));
    second
}

fn fold(model: &Model<'_>, order: &[Id], ages: &BTreeMap<Id, usize>, pass: Pass<'_>) -> State {
    let mut state = State { ages: ages.clone(), ..State::default() };
    for id in order {
        let s = &model.held[id];
        match permitted(model, &state, s, pass) {
            Ok(by) => {
                Effect { model, state: &mut state, s, by }.apply();
                succeed(&mut state, *id);
            }
            Err(refused) => {
                void(&mut state, s, refused);
                void_gives(model, &mut state, s);
            }
        }
    }
    state
}

/// Where nobody is organiser any more, the most senior active person is, guests apart.
fn succeed(state: &mut State, by: Id) {
    let organisers = state.organisers();
    let gone = std::mem::replace(&mut state.organised, organisers);
    if let Some(person) = state.line().first().copied().filter(|_| state.organised.is_empty()) {
        raise(state, by, By::Right, person, Role::Organiser);
        if holds(Rule::Seated) {
            state.entries.get_mut(&person).into_iter().flatten().for_each(|entry| entry.good = true);
        }
        state.followed.extend(gone.into_iter().map(|gone| (gone, person)));
    }
}

fn succeed_again(state: &mut State, by: Id, gone: Person) {
    if let Some(person) = state.followed.get(&gone).copied() {
        give_again(state, by, person, Role::Organiser);
    }
}

/// Notes a role by right that its person has already, if they have it.
fn give_again(state: &mut State, by: Id, person: Person, role: Role) {
    if state.own_role(person) < Some(role) {
        return;
    }
    if let Some(held) = state.roles.get_mut(&person).filter(|_| holds(Rule::SaidAgain)) {
        for (level, since) in &mut held.since {
            if *level <= role && state.ages.get(&by) < state.ages.get(since) {
                *since = by;
            }
        }
    }
    state.given.entry(person).or_default().push((by, role, Given::AtLeast));
}

/// What is void for nothing but that the role is there gives it as well.
fn void_gives(model: &Model<'_>, state: &mut State, s: &Statement) {
    match &s.body {
        Body::Leave => succeed_again(state, s.id, s.person),
        Body::Lower { person, .. } if *person == s.person => succeed_again(state, s.id, *person),
        _ => {}
    }
    if let Body::Admit { invite, person, lifts, .. } = &s.body {
        let open = state.invitations.get(invite).is_none_or(|there| !there.closed);
        let speaks = state.bound.contains_key(&(s.device, s.person)) && !state.device_out(s.device);
        let may = speaks && state.active(s.person) && state.own_role(s.person) > Some(Role::Guest);
        if open && may && lifts.is_empty() && state.active(*person) {
            give_again(state, s.id, *person, Role::Member);
        }
        return;
    }
    if let Body::Lower { person, to } = &s.body {
        let speaks = state.bound.contains_key(&(s.device, s.person)) && !state.device_out(s.device);
        let may = *person == s.person || state.own_role(s.person) == Some(Role::Organiser);
        let knew = state.role_known(*person, &model.past(s.id));
        let alone = |knew: &Role| *knew < Role::Organiser || *person == s.person;
        let may = may && speaks && state.active(s.person) && state.active(*person);
        if let Some(of) = knew.filter(|knew| may && knew > to && alone(knew)) {
            state.given.entry(*person).or_default().push((s.id, *to, Given::AtMost { of }));
        }
        return;
    }
    // Asked as if the role were not there yet.
    let (first, person, to) = match &s.body {
        Body::Raise { person, to } => (s, *person, *to),
        Body::Second { first } => match &model.held[first].body {
            Body::Raise { person, to } if state.agreed.contains(first) => (&model.held[first], *person, *to),
            _ => return,
        },
        _ => return,
    };
    let Some(held) = state.roles.get(&person).cloned() else { return };
    let mut before = state.clone();
    let lower = Held { role: Role::Guest, lent: None, ..held };
    before.roles.insert(person, lower);
    if s.id != first.id {
        before.asked.insert(first.id, first.person);
    }
    if permitted(model, &before, s, Pass::First) != Ok(By::Right) {
        return;
    }
    let effect = Effect { model, state: &mut before, s, by: By::Right };
    if s.id != first.id || !effect.takes_two() {
        give_again(state, s.id, person, to);
    }
}

/// An admit that is void lets its person wait, if they are not here already; who waits may wait behind more than one.
fn void(state: &mut State, s: &Statement, refused: Refused) {
    state.void.insert(s.id);
    let Body::Admit { person, device, lifts, .. } = &s.body else {
        return;
    };
    let foreign = !holds(Rule::Bound) && state.devices.get(device).is_some_and(|(owner, _)| owner != person);
    let behind = (refused == Refused::AuthorWaits).then_some(s.person);
    let entry = Entry { id: s.id, good: false, behind };
    if !holds(Rule::Waiting) || foreign || !lifts.is_empty() {
        return;
    }
    if let Some(entries) = state.entries.get_mut(person) {
        if behind.is_some() && holds(Rule::Behind) {
            entries.push(entry);
            bind(state, *device, *person, s.id);
        }
        return;
    }
    state.entries.insert(*person, vec![entry]);
    bind(state, *device, *person, s.id);
    raise(state, s.id, By::Right, *person, Role::Member);
}

/// Whose standing it is about.
fn standing_of(body: &Body) -> Option<Person> {
    match body {
        Body::Raise { person, .. }
        | Body::Lower { person, .. }
        | Body::Remove { person }
        | Body::Restore { person } => Some(*person),
        _ => None,
    }
}

fn bind(state: &mut State, device: Device, person: Person, by: Id) {
    let first = state.devices.entry(device).or_insert((person, by)).0 == person;
    if first || holds(Rule::Bound) {
        state.bound.entry((device, person)).or_insert(by);
    }
}

/// What a raise leaves: by right the own role, else one that is lent beside it; what was lent above stays.
fn raise(state: &mut State, by: Id, power: By, person: Person, to: Role) {
    let held = state.roles.get(&person).cloned();
    let own = state.own_role(person);
    let above = held.and_then(|held| Some((held.lent?.0, held.role)));
    match power {
        By::Right => set_role(state, by, person, to, above),
        By::Lent(stand_in) => {
            let lent = above.filter(|(_, role)| *role >= to).unwrap_or((stand_in, to));
            set_role(state, by, person, own.unwrap_or(Role::Member), Some(lent));
        }
    }
}

/// What a lower leaves: nothing above `to`, and the own role where it was, if that was less.
fn lower(state: &mut State, by: Id, person: Person, to: Role) {
    if let (Some(held), Some(own)) = (state.roles.get(&person).cloned(), state.own_role(person)) {
        let own = if holds(Rule::LowersOnly) { own.min(to) } else { to };
        set_role(state, by, person, own, held.lent.map(|(stand_in, _)| (stand_in, held.role.min(to))));
    }
}

/// Sets the own role, and the lent one if it is more; what gave a level that stays keeps it.
fn set_role(state: &mut State, by: Id, person: Person, own: Role, lent: Option<(Id, Role)>) {
    let before = state.roles.remove(&person);
    let again = before.as_ref().is_some_and(|held| held.lent.map_or(held.role, |(_, own)| own) == own);
    let given = if again { Given::AtLeast } else { Given::Anew };
    state.given.entry(person).or_default().push((by, own, given));
    let lent = lent.filter(|(_, role)| *role > own);
    let role = lent.map_or(own, |(_, role)| role);
    let kept = before.map(|held| held.since).unwrap_or_default();
    let mut since: BTreeMap<Role, Id> = kept.into_iter().filter(|(level, _)| *level <= role).collect();
    for level in [Role::Guest, Role::Member, Role::Steward, Role::Organiser] {
        if level <= role {
            since.entry(level).or_insert(by);
        }
    }
    state.roles.insert(person, Held { role, since, lent: lent.map(|(stand_in, _)| (stand_in, own)) });
}

struct Effect<'a, 'b> {
    model: &'a Model<'b>,
    state: &'a mut State,
    s: &'a Statement,
    by: By,
}

impl Effect<'_, '_> {
    fn apply(&mut self) {
        let s = self.s;
        match &s.body {
            Body::Genesis { members_invite } => {
                self.state.entries.insert(s.person, vec![Entry { id: s.id, good: true, behind: None }]);
                bind(self.state, s.device, s.person, s.id);
                raise(self.state, s.id, By::Right, s.person, Role::Organiser);
                self.state.members_invite = Some((*members_invite, s.id));
            }
            Body::Invite { limit } => {
                let there = Invitation { said: vec![s.person], limit: *limit, closed: false, came: BTreeSet::new() };
                self.state.invitations.insert(s.id, there);
            }
            Body::TakeOver { invite } => {
                if let Some(there) = self.state.invitations.get_mut(invite) {
                    there.said.push(s.person);
                }
            }
            Body::Close { invite } => {
                if let Some(there) = self.state.invitations.get_mut(invite) {
                    there.closed = true;
                }
            }
            Body::Admit { .. } => self.admit(),
            Body::Leave => self.put_out(Named::Person(s.person), true),
            Body::Raise { .. }
            | Body::Lower { .. }
            | Body::Remove { .. }
            | Body::DeviceRemove { .. }
            | Body::Unmake { .. } => {
                if self.takes_two() {
                    self.ask();
                } else {
                    self.act(s);
                }
            }
            Body::Second { first } => self.second(*first),
            Body::Restore { person } => {
                if !self.state.active(*person) || !holds(Rule::RestoreFalls) {
                    self.questions_fall(&s.body, false);
                }
                self.restore(*person);
            }
            Body::DeviceAdd { device } => bind(self.state, *device, s.person, s.id),
            Body::StandIn => {
                self.state.stand_ins.insert(s.id, s.person);
            }
            Body::EndStandIn => {
                let past = self.model.past(s.id);
                self.state.stand_ins.retain(|id, _| !past.contains(id));
            }
            Body::Policy { members_invite } => self.state.members_invite = Some((*members_invite, s.id)),
            Body::Heard => {}
            Body::Circle { members } => {
                self.state.circles.insert(s.id, members.clone());
            }
            Body::Epoch { circle, .. } => {
                self.state.epochs.insert(s.id, *circle);
            }
            Body::Unknown { needs } => {
                if *needs == Role::Organiser {
                    self.state.unknown.insert(s.id, s.person);
                }
            }
        }
    }

    fn second(&mut self, first: Id) {
        self.state.asked.remove(&first);
        self.state.agreed.insert(first);
        let first = &self.model.held[&first];
        if self.still_fits(&first.body) {
            return self.act(first);
        }
        self.state.fallen.insert(first.id);
        if let Body::Raise { person, to } = &first.body {
            give_again(self.state, self.s.id, *person, *to);
        }
    }

    fn admit(&mut self) {
        let Body::Admit { invite, person, device, lifts } = &self.s.body else { return };
        let entry = Entry { id: self.s.id, good: true, behind: None };
        let new = !self.state.entries.contains_key(person);
        self.state.entries.entry(*person).or_default().push(entry);
        self.lift(lifts);
        for id in self.model.past(self.s.id).iter().filter(|id| self.state.void.contains(id)) {
            if let Body::Admit { person: other, lifts, .. } = &self.model.held[id].body
                && other == person
                && !lifts.is_empty()
            {
                self.state.returned.insert(*id);
            }
        }
        bind(self.state, *device, *person, self.s.id);
        if let Some(there) = self.state.invitations.get_mut(invite) {
            there.came.insert(*person);
        }
        let back = !self.state.roles.contains_key(person) && !self.state.is_out(*person);
        if new || back {
            self.come_back(*person);
        } else {
            give_again(self.state, self.s.id, *person, Role::Member);
        }
    }

    fn lift(&mut self, lifts: &BTreeSet<Id>) {
        for removal in self.state.removals.iter_mut().filter(|removal| lifts.contains(&removal.id)) {
            removal.lifted = true;
        }
    }

    /// Lifts what it knows; what it does not know holds.
    fn restore(&mut self, person: Person) {
        let past = self.model.past(self.s.id);
        for removal in &mut self.state.removals {
            removal.lifted |= removal.named == Named::Person(person) && !removal.leave && past.contains(&removal.id);
        }
        let by_organiser = self.state.organisers().contains(&self.s.person);
        self.state.restores.push((self.s.id, person, by_organiser));
        self.confirm(person);
        if self.state.roles.contains_key(&person) {
            give_again(self.state, self.s.id, person, Role::Member);
        } else if !self.state.is_out(person) {
            self.come_back(person);
        }
    }

    /// A member, or a guest if they went as one.
    fn come_back(&mut self, person: Person) {
        let went = self.state.went_as.get(&person).copied().filter(|_| holds(Rule::GuestBack));
        raise(self.state, self.s.id, By::Right, person, went.unwrap_or(Role::Member).min(Role::Member));
    }

    /// Makes good the entries of the person that it knows, and those behind them, however far.
    fn confirm(&mut self, person: Person) {
        let past = self.model.past(self.s.id);
        for entry in self.state.entries.get_mut(&person).into_iter().flatten() {
            entry.good |= past.contains(&entry.id);
        }
        if !holds(Rule::Confirmed) {
            return;
        }
        let gone: BTreeSet<Person> = self.state.people().filter(|one| self.state.is_out(*one)).collect();
        let mut confirmed = BTreeSet::from([person]);
        loop {
            let known = confirmed.len();
            for (person, entries) in &mut self.state.entries {
                for entry in entries.iter_mut() {
                    let behind =
                        entry.behind.is_some_and(|author| confirmed.contains(&author) && !gone.contains(&author));
                    if behind && past.contains(&entry.id) {
                        entry.good = true;
                        confirmed.insert(*person);
                    }
                }
            }
            if confirmed.len() == known {
                return;
            }
        }
    }

    /// Whether it changes who organises by right, and its author is neither alone nor the senior of two (§3.6).
    fn takes_two(&self) -> bool {
        let organisers = self.state.organisers();
        let about = order::names(self.model, self.state, self.s);
        let changes = match &self.s.body {
            Body::Raise { to, .. } => *to == Role::Organiser,
            body => body.takes() && about.is_some_and(|about| organisers.contains(&about)),
        };
        let alone = organisers.len() < 3 && organisers.first() == Some(&self.s.person);
        holds(Rule::Two) && changes && about != Some(self.s.person) && self.by == By::Right && !alone
    }

    /// Whether what was asked for is still to be done.
    fn still_fits(&self, body: &Body) -> bool {
        match body {
            Body::Raise { person, to } => {
                let waits = holds(Rule::Raised) && self.state.status(*person) == Status::Waiting;
                (waits || self.state.active(*person)) && self.state.own_role(*person) < Some(*to)
            }
            Body::Lower { person, to } => self.state.role(*person) > Some(*to),
            Body::DeviceRemove { device } => !self.state.device_out(*device),
            _ => true,
        }
    }

    /// Waits for a second; whatever else its author asked about that person does no more.
    fn ask(&mut self) {
        self.questions_fall(&self.s.body, true);
        self.state.asked.insert(self.s.id, self.s.person);
    }

    /// What was asked about the person falls, by what takes effect that they did not say themselves; or of one author, by
    /// what else that author asks.
    fn questions_fall(&mut self, body: &Body, asks: bool) {
        let Some(about) = standing_of(body).filter(|about| holds(Rule::Falls) && *about != self.s.person) else {
            return;
        };
        let (held, author) = (&self.model.held, self.s.person);
        let stays = |id: &Id, by: &Person| {
            let asked = &held[id].body;
            standing_of(asked) != Some(about) || (asks && (*by != author || asked == body))
        };
        let fallen = self.state.asked.iter().filter(|(id, by)| !stays(id, by)).map(|(id, _)| *id);
        let fallen: Vec<Id> = fallen.collect();
        self.state.asked.retain(|id, _| !fallen.contains(id));
        self.state.fallen.extend(fallen);
    }

    /// Does what `first` says, which is what is said now, or what is agreed to now.
    fn act(&mut self, first: &Statement) {
        self.questions_fall(&first.body, false);
        match &first.body {
            Body::Raise { person, to } => {
                raise(self.state, self.s.id, self.by, *person, *to);
                if self.by == By::Right && holds(Rule::Raised) {
                    self.confirm(*person);
                }
            }
            Body::Lower { person, to } => lower(self.state, self.s.id, *person, *to),
            Body::Remove { person } => self.put_out(Named::Person(*person), false),
            Body::DeviceRemove { device } => self.put_out(Named::Device(*device), false),
            Body::Unmake { person } => {
                self.state.unmade.insert(*person);
            }
            _ => {}
        }
    }

    fn put_out(&mut self, named: Named, leave: bool) {
        let by_organiser = self.state.organisers().contains(&self.s.person);
        self.state.removals.push(Removal { id: self.s.id, named, leave, by_organiser, lifted: false });
        if let Named::Person(person) = named {
            succeed_again(self.state, self.s.id, person);
            if let Some(own) = self.state.own_role(person) {
                self.state.went_as.insert(person, own);
            }
            self.state.given.entry(person).or_default().push((self.s.id, Role::Guest, Given::Nothing));
            self.state.roles.remove(&person);
            let theirs = self.state.stand_ins.iter().filter(|(_, who)| **who == person).map(|(id, _)| *id);
            let theirs: Vec<Id> = theirs.collect();
            self.state.spent.extend(theirs);
        }
    }
}
