//! One fold over the order (§5 to §7).

use super::permit::{By, Refused, permitted};
use super::state::{Asked, Entry, Invitation, Removal, State};
use super::statement::{Body, Device, Id, Named, Person, Role, Statement};
use super::{Model, Pass, order};
use std::collections::{BTreeMap, BTreeSet};

pub fn judge(model: &Model<'_>, set: &BTreeSet<Id>) -> State {
    let order = order::order(model, set);
    let ages = order::ages(model, set);
    let first = fold(model, &order, &ages, Pass::First);
    if first.answers.is_empty() {
        return first;
    }
    fold(model, &order, &ages, Pass::Second(&first.answers))
}

fn fold(model: &Model<'_>, order: &[Id], ages: &BTreeMap<Id, usize>, pass: Pass<'_>) -> State {
    let mut state = State { ages: ages.clone(), ..State::default() };
    for id in order {
        let s = &model.held[id];
        match permitted(model, &state, s, pass) {
            Ok(by) => Effect { model, state: &mut state, s, by }.apply(),
            Err(refused) => void(&mut state, s, refused),
        }
    }
    state
}

/// An admit that is void lets its person wait, if they are not here already.
fn void(state: &mut State, s: &Statement, refused: Refused) {
    state.void.insert(s.id);
    let Body::Admit { person, device, lifts, key } = &s.body else {
        return;
    };
    let known = state.entries.contains_key(person) || state.devices.contains_key(device);
    if known || !lifts.is_empty() {
        return;
    }
    let behind = (refused == Refused::AuthorWaits).then_some(s.person);
    state.entries.insert(*person, vec![Entry { id: s.id, good: false, behind }]);
    state.devices.insert(*device, (*person, s.id, None));
    let role = state.invitations.get(key).map_or(Role::Member, |invitation| invitation.role);
    state.roles.insert(*person, (role, BTreeMap::from([(role, s.id)])));
    note_way(state, s, *person);
}

/// By which devices a person came: who said the admit, and who said the invitation.
fn note_way(state: &mut State, s: &Statement, person: Person) {
    let Body::Admit { key, .. } = &s.body else { return };
    let makers: Vec<Device> =
        state.invitations.get(key).into_iter().flat_map(|i| i.said.iter().map(|(_, device)| *device)).collect();
    let by = state.by.entry(person).or_default();
    by.insert(s.device);
    by.extend(makers);
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
                self.state.devices.insert(s.device, (s.person, s.id, None));
                self.set_role(s.person, Role::Organiser);
                self.state.members_invite = Some((*members_invite, s.id));
            }
            Body::Invite { key, role, limit } => {
                let there = self.state.invitations.entry(*key).or_insert_with(|| Invitation {
                    said: Vec::new(),
                    role: *role,
                    limit: *limit,
                    closed: false,
                    came: BTreeSet::new(),
                });
                there.said.push((s.person, s.device));
            }
            Body::Close { key } => {
                if let Some(there) = self.state.invitations.get_mut(key) {
                    there.closed = true;
                }
            }
            Body::Admit { .. } => self.admit(),
            Body::Leave => self.put_out(Named::Person(s.person), true),
            Body::Role { .. } | Body::Remove { .. } | Body::DeviceRemove { .. } => self.change(),
            Body::Restore { person, role, lifts } => self.restore(*person, *role, lifts),
            Body::DeviceAdd { device } => {
                self.state.devices.insert(*device, (s.person, s.id, Some(s.device)));
            }
            Body::StandIn => {
                self.state.stand_ins.insert(s.id, (s.person, false));
            }
            Body::Answer { stand_in, keep } => {
                if let Some((_, answered)) = self.state.stand_ins.get_mut(stand_in) {
                    *answered = true;
                }
                self.state.answers.insert(s.id, (*stand_in, *keep));
            }
            Body::Policy { members_invite } => self.state.members_invite = Some((*members_invite, s.id)),
            Body::Heard => {}
            Body::Unmake { statement } => {
                self.state.unknown.remove(statement);
            }
            Body::Unknown { needs } => {
                if *needs == Role::Organiser {
                    self.state.unknown.insert(s.id, s.person);
                }
            }
        }
    }

    fn admit(&mut self) {
        let Body::Admit { key, person, device, lifts } = &self.s.body else { return };
        let entry = Entry { id: self.s.id, good: true, behind: None };
        self.state.entries.entry(*person).or_default().push(entry);
        for removal in self.state.removals.iter_mut().filter(|removal| lifts.contains(&removal.id)) {
            removal.lifted = true;
        }
        if !self.state.devices.contains_key(device) {
            self.state.devices.insert(*device, (*person, self.s.id, None));
        }
        note_way(self.state, self.s, *person);
        let role = self.state.invitations.get_mut(key).map(|there| {
            there.came.insert(*person);
            there.role
        });
        self.set_role(*person, role.unwrap_or(Role::Guest));
    }

    fn restore(&mut self, person: Person, role: Role, lifts: &BTreeSet<Id>) {
        for removal in self.state.removals.iter_mut().filter(|removal| lifts.contains(&removal.id)) {
            removal.lifted = true;
        }
        for entry in self.state.entries.entry(person).or_default() {
            entry.good |= lifts.contains(&entry.id);
        }
        self.set_role(person, role);
    }

    /// What may take two.
    fn change(&mut self) {
        let about = order::names(self.state, &self.s.body);
        let Some(about) = about.filter(|about| *about != self.s.person && self.takes_two(*about)) else {
            self.act(&self.s.body.clone());
            return;
        };
        let first = self.state.asked.iter().position(|asked| {
            asked.about == about && asked.by != self.s.person && self.seconds(asked) && self.alike(asked)
        });
        match first {
            Some(at) => {
                let asked = self.state.asked.remove(at);
                self.act_both(&asked);
            }
            None => self.state.asked.push(Asked { by: self.s.person, about, id: self.s.id }),
        }
    }

    fn takes_two(&self, about: Person) -> bool {
        let organisers = self.state.by_right();
        let raises = matches!(&self.s.body, Body::Role { from, to, .. } if to > from && *to == Role::Organiser);
        let unseats = self.s.body.takes() && organisers.contains(&about);
        // A stand-in's own appointments bind nobody by right, and ask nobody.
        organisers.len() >= 3 && (raises || unseats) && self.by == By::Right
    }

    /// Whether what is said now is a second to what was asked.
    fn seconds(&self, asked: &Asked) -> bool {
        let organisers = self.state.by_right();
        let (one, other) = (asked.by, self.s.person);
        organisers.contains(&one)
            && organisers.contains(&other)
            && (!self.state.hangs_on(one, other) || self.accepted(one, asked))
            && (!self.state.hangs_on(other, one) || self.accepted(other, asked))
    }

    /// Whether the person it is about said something that knows how this one was appointed.
    fn accepted(&self, hanging: Person, asked: &Asked) -> bool {
        let by = self.state.appointed.get(&hanging);
        let theirs = self.model.held.values().filter(|said| said.person == asked.about);
        let mut known = theirs.filter(|said| self.model.knows(self.s.id, said.id) || self.model.knows(asked.id, said.id));
        known.any(|said| by.is_some_and(|by| by.values().all(|given| self.model.knows(said.id, *given))))
    }

    fn alike(&self, asked: &Asked) -> bool {
        let raises = |body: &Body| matches!(body, Body::Role { from, to, .. } if to > from);
        let device = |body: &Body| match body {
            Body::DeviceRemove { device } => Some(*device),
            _ => None,
        };
        let first = &self.model.held[&asked.id].body;
        raises(first) == raises(&self.s.body) && device(first) == device(&self.s.body)
    }

    /// The lesser of the two.
    fn act_both(&mut self, asked: &Asked) {
        let first = self.model.held[&asked.id].body.clone();
        let lesser = match (&first, &self.s.body) {
            (Body::Remove { .. }, second) => second.clone(),
            (first, Body::Remove { .. }) => first.clone(),
            (Body::Role { to: one, .. }, Body::Role { to: other, .. }) if one < other => self.s.body.clone(),
            _ => first.clone(),
        };
        let both = BTreeMap::from([(asked.by, asked.id), (self.s.person, self.s.id)]);
        self.act(&lesser);
        if let Body::Role { person, to: Role::Organiser, .. } = &lesser {
            self.state.appointed.insert(*person, both);
        }
    }

    fn act(&mut self, body: &Body) {
        match body {
            Body::Role { person, to, .. } => {
                self.set_role(*person, *to);
                if *to == Role::Organiser {
                    self.state.appointed.insert(*person, BTreeMap::from([(self.s.person, self.s.id)]));
                }
            }
            Body::Remove { person } => self.put_out(Named::Person(*person), false),
            Body::DeviceRemove { device } => self.put_out(Named::Device(*device), false),
            _ => {}
        }
    }

    fn put_out(&mut self, named: Named, leave: bool) {
        let by_organiser = self.state.by_right().contains(&self.s.person);
        self.state.removals.push(Removal { id: self.s.id, named, leave, by_organiser, lifted: false });
        if let Named::Person(person) = named {
            self.state.roles.remove(&person);
            self.state.lent.remove(&person);
            self.state.appointed.remove(&person);
        }
    }

    /// Sets the role; what gave a level that stays keeps it.
    fn set_role(&mut self, person: Person, role: Role) {
        let (_, since) = self.state.roles.remove(&person).unwrap_or((Role::Guest, BTreeMap::new()));
        let mut since: BTreeMap<Role, Id> = since.into_iter().filter(|(level, _)| *level <= role).collect();
        for level in [Role::Guest, Role::Member, Role::Steward, Role::Organiser] {
            if level <= role {
                since.entry(level).or_insert(self.s.id);
            }
        }
        self.state.roles.insert(person, (role, since));
        match self.by {
            By::Lent(stand_in) if role > Role::Member => {
                self.state.lent.insert(person, stand_in);
            }
            _ => {
                self.state.lent.remove(&person);
            }
        }
        if role < Role::Organiser {
            self.state.appointed.remove(&person);
        }
    }
}
