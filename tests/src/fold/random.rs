//! Random communities, and what those who mean ill say of long ago.

use super::statement::{Body, Device, Id, Person, Role, Statement};
use super::{Held, Model, State, Status};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;
use std::collections::BTreeSet;

/// A device, whose it is, and what it has heard.
#[derive(Clone)]
pub(super) struct Actor {
    pub device: Device,
    pub person: Person,
    pub heard: BTreeSet<Id>,
    /// It is away: it hears and says nothing until there is an attack.
    pub silent: bool,
}

#[derive(Clone)]
pub(super) struct World {
    pub held: Held,
    pub actors: Vec<Actor>,
    /// Persons that mean ill, and whom they invented.
    pub ill: BTreeSet<Person>,
}

pub(super) const COMMUNITY: Id = Id(1);

impl World {
    pub fn founded() -> Self {
        let founder = Actor { device: Device(1), person: Person(1), heard: BTreeSet::new(), silent: false };
        let mut world = Self { held: Held::new(), actors: vec![founder], ill: BTreeSet::new() };
        world.say(0, Body::Genesis { members_invite: true });
        world
    }

    pub fn held_by(&self, at: usize) -> Held {
        let heard = &self.actors[at].heard;
        self.held.iter().filter(|(id, _)| heard.contains(id)).map(|(id, s)| (*id, s.clone())).collect()
    }

    /// As a device does that keeps to the law: it cites all it holds that counts.
    pub fn say(&mut self, at: usize, body: Body) -> Id {
        let said = Model::new(&self.held_by(at), COMMUNITY).said();
        let cited: BTreeSet<Id> = said.iter().flat_map(|id| self.held[id].cites.iter().copied()).collect();
        let cites = said.difference(&cited).copied().collect();
        self.put(at, cites, body)
    }

    pub fn put(&mut self, at: usize, cites: BTreeSet<Id>, body: Body) -> Id {
        let id = Id(self.held.len() as u64 + 1);
        let Actor { device, person, .. } = self.actors[at];
        self.held.insert(id, Statement { id, device, person, cites, body, well_formed: true });
        self.actors[at].heard.insert(id);
        id
    }

    pub fn all_hear(&mut self, among: &[usize]) {
        let all: BTreeSet<Id> = among.iter().flat_map(|at| self.actors[*at].heard.iter().copied()).collect();
        for at in among {
            self.actors[*at].heard.extend(all.iter().copied());
        }
    }

    /// Who is not away.
    pub fn speakers(&self) -> Vec<usize> {
        (0..self.actors.len()).filter(|at| !self.actors[*at].silent).collect()
    }

    /// Who is not away, and means well.
    pub fn honest(&self) -> Vec<usize> {
        self.speakers().into_iter().filter(|at| !self.ill.contains(&self.actors[*at].person)).collect()
    }

    /// A device of the same person's, which is away from then on.
    pub fn add_silent(&mut self, at: usize) -> usize {
        let new = self.newcomer(BTreeSet::new());
        self.actors[new].person = self.actors[at].person;
        self.actors[new].silent = true;
        let device = self.actors[new].device;
        self.say(at, Body::DeviceAdd { device });
        self.actors[new].heard = self.actors[at].heard.clone();
        new
    }

    /// All of them hear everything, and who is active says so.
    pub fn say_heard(&mut self, who: &[usize]) {
        self.all_hear(who);
        let law = self.law().1;
        for at in who {
            let Actor { device, person, .. } = self.actors[*at];
            if law.active(person) && law.devices.contains_key(&device) && !law.device_out(device) {
                self.say(*at, Body::Heard);
            }
        }
        self.all_hear(who);
    }

    pub fn law(&self) -> (BTreeSet<Id>, std::rc::Rc<State>) {
        let model = Model::new(&self.held, COMMUNITY);
        let said = model.said();
        let law = model.law(&said);
        (said, law)
    }

    pub fn newcomer(&mut self, heard: BTreeSet<Id>) -> usize {
        let n = self.actors.len() as u64 + 1;
        self.actors.push(Actor { device: Device(n), person: Person(n), heard, silent: false });
        self.actors.len() - 1
    }

    /// Lets somebody new in, who hears what the giver heard.
    pub fn let_in(&mut self, at: usize, invite: Id) -> Person {
        let new = self.newcomer(BTreeSet::new());
        let Actor { device, person, .. } = self.actors[new];
        self.say(at, Body::Admit { invite, person, device, lifts: BTreeSet::new() });
        self.actors[new].heard = self.actors[at].heard.clone();
        person
    }

    /// Something that somebody could say, drawn at large.
    pub fn idea(&mut self, at: usize, law: &State, rng: &mut ChaCha20Rng) -> Option<Body> {
        let whom = any(law.people(), rng)?;
        let invite = any(law.invitations.keys().copied(), rng);
        let role = [Role::Guest, Role::Member, Role::Steward, Role::Organiser][rng.random_range(0..4)];
        Some(match rng.random_range(0..25u32) {
            0 | 1 => Body::Invite { limit: rng.random_range(0..3) },
            2..=5 => {
                let new = self.newcomer(self.actors[at].heard.clone());
                let Actor { device, person, .. } = self.actors[new];
                Body::Admit { invite: invite?, person, device, lifts: BTreeSet::new() }
            }
            6 => Body::Close { invite: invite? },
            7 => Body::TakeOver { invite: invite? },
            8 | 9 => Body::Raise { person: whom, to: role },
            10 => Body::Lower { person: whom, to: role },
            11 | 12 => Body::Remove { person: whom },
            13 => Body::Restore { person: whom },
            14 => {
                let new = self.newcomer(self.actors[at].heard.clone());
                self.actors[new].person = self.actors[at].person;
                Body::DeviceAdd { device: self.actors[new].device }
            }
            15 => Body::DeviceRemove { device: any(law.devices.keys().copied(), rng)? },
            16 | 17 => Body::Second { first: any(law.asked.keys().copied(), rng)? },
            18 => Body::StandIn,
            19 if rng.random_bool(0.5) => Body::EndStandIn,
            19 => Body::Policy { members_invite: rng.random() },
            20 => Body::Leave,
            21 => {
                let others: Vec<Person> = law.people().filter(|_| rng.random_bool(0.4)).collect();
                Body::Circle { members: others.into_iter().chain([self.actors[at].person]).collect() }
            }
            22 => {
                let circle = any(law.circles.keys().copied(), rng).filter(|_| rng.random());
                let of_it = law.epochs.iter().filter(|(_, of)| **of == circle).map(|(id, _)| *id);
                Body::Epoch { circle, replaces: of_it.collect() }
            }
            23 if rng.random_bool(0.3) => Body::Unknown { needs: role },
            23 => Body::Unmake { person: whom },
            _ => Body::Heard,
        })
    }
}

pub(super) fn any<T>(all: impl Iterator<Item = T>, rng: &mut ChaCha20Rng) -> Option<T> {
    let mut all: Vec<T> = all.collect();
    (!all.is_empty()).then(|| all.swap_remove(rng.random_range(0..all.len())))
}

/// What an honest device says, so that nobody is at odds but those who mean ill.
fn kind(body: &Body, law: &State, ill: &BTreeSet<Person>, a: Person) -> bool {
    match body {
        Body::Raise { person, .. } => !ill.contains(person),
        Body::Remove { person } => ill.contains(person) && !ill.contains(&a),
        Body::Second { .. } => !ill.contains(&a),
        Body::Lower { .. }
        | Body::DeviceRemove { .. }
        | Body::Leave
        | Body::StandIn
        | Body::EndStandIn
        | Body::Unknown { .. }
        | Body::Unmake { .. }
        | Body::Close { .. } => false,
        Body::Restore { person } => !ill.contains(person) && law.status(*person) == Status::Waiting,
        _ => true,
    }
}

/// A community in which some are members that mean ill, and still behave. All have heard all, and said so.
pub(super) fn grown(rng: &mut ChaCha20Rng, removes: bool) -> World {
    let mut world = World::founded();
    let steps = rng.random_range(12..34);
    let share = [0.15, 0.3, 0.5][rng.random_range(0..3)];
    let invite = world.say(0, Body::Invite { limit: 0 });
    for _ in 0..rng.random_range(1..5) {
        let person = world.let_in(0, invite);
        if rng.random_bool(share) {
            world.ill.insert(person);
        }
    }
    for step in 0..steps {
        let at = rng.random_range(0..world.actors.len());
        if world.actors[at].silent {
            continue;
        }
        let held = world.held_by(at);
        let model = Model::new(&held, COMMUNITY);
        let law = model.whole();
        let a = world.actors[at].person;
        if !law.active(a) || law.device_out(world.actors[at].device) {
            continue;
        }
        let before = world.clone();
        if world.ill.contains(&a) && rng.random_bool(0.1) {
            // Something harmless of long ago, for later.
            say_pointed(&mut world, at, false, rng);
            continue;
        }
        let Some(body) = world.idea(at, &law, rng) else { continue };
        let fine = kind(&body, &law, &world.ill, a) && (removes || !matches!(body, Body::Remove { .. }));
        let comes = match &body {
            Body::Admit { person, .. } => Some(*person),
            _ => None,
        };
        let id = world.say(at, body);
        let (said, _) = world.law();
        if !fine || !said.contains(&id) {
            world = before;
            continue;
        }
        if let Some(person) = comes {
            let last = world.actors.len() - 1;
            world.actors[last].heard = world.actors[at].heard.clone();
            if rng.random_bool(share) {
                world.ill.insert(person);
            }
        }
        if step % 3 == 0 {
            let some: Vec<usize> = world.speakers().into_iter().filter(|_| rng.random_bool(0.6)).collect();
            world.all_hear(&some);
        }
        let ill = world.ill.contains(&world.actors[at].person);
        let goes_away = rng.random_bool(if ill { 0.15 } else { 0.03 });
        world.actors[at].silent = at > 0 && goes_away;
    }
    // Who kept silent so far stays so: all others know all, and have said so after they did.
    for _ in 0..2 {
        let all = world.speakers();
        world.say_heard(&all);
    }
    world
}

/// Those who mean ill say what they like, as though they knew what they like, and fork at will.
pub(super) fn burst(world: &mut World, rng: &mut ChaCha20Rng) {
    for _ in 0..rng.random_range(6..40) {
        let ill: Vec<usize> =
            (0..world.actors.len()).filter(|at| world.ill.contains(&world.actors[*at].person)).collect();
        if ill.is_empty() {
            return;
        }
        let at = ill[rng.random_range(0..ill.len())];
        if rng.random_bool(0.2) {
            say_pointed(world, at, true, rng);
            continue;
        }
        if rng.random_bool(0.02) {
            say_branches(world, at, rng);
            continue;
        }
        let cites = backdated(world, at, rng);
        let seen = view(world, &cites);
        let before = world.clone();
        let Some(body) = world.idea(at, &seen, rng) else { continue };
        let invented = match &body {
            Body::Admit { person, .. } => Some(*person),
            _ => None,
        };
        let id = world.put(at, cites, body);
        if !Model::new(&world.held, COMMUNITY).said().contains(&id) && rng.random_bool(0.95) {
            *world = before;
        } else {
            world.ill.extend(invented);
        }
    }
}

/// Says what anybody has a right to, as though next to nothing were known; only what harms nobody, unless it may.
pub(super) fn say_pointed(world: &mut World, at: usize, harmful: bool, rng: &mut ChaCha20Rng) {
    let Actor { device, person, .. } = world.actors[at];
    let held = |test: &dyn Fn(&Statement) -> bool| -> Vec<Id> {
        world.held.values().filter(|s| test(s)).map(|s| s.id).collect()
    };
    let binds = |s: &Statement, which: &dyn Fn(Device) -> bool| match &s.body {
        Body::Admit { device, .. } | Body::DeviceAdd { device } => which(*device),
        _ => false,
    };
    let mut cites: BTreeSet<Id> = held(&|s| binds(s, &|bound| bound == device)).into_iter().collect();
    let own = held(&|s| s.device == device);
    cites.extend(own.last());
    let body = match rng.random_range(0..if harmful { 5u32 } else { 2 }) {
        0 => {
            let Some(invite) =
                any(held(&|s| s.person == person && matches!(s.body, Body::Invite { .. })).into_iter(), rng)
            else {
                return;
            };
            // Nobody came by it yet, if it is to harm nobody.
            let came = |s: &Statement| matches!(&s.body, Body::Admit { invite: by, .. } if *by == invite);
            if !harmful && world.held.values().any(came) {
                return;
            }
            cites.insert(invite);
            Body::Close { invite }
        }
        2 => {
            let devices: BTreeSet<Device> =
                world.actors.iter().filter(|actor| actor.person == person).map(|actor| actor.device).collect();
            let Some(other) = any(devices.into_iter().filter(|other| *other != device), rng) else { return };
            cites.extend(held(&|s| binds(s, &|bound| bound == other)));
            Body::DeviceRemove { device: other }
        }
        3 => Body::Leave,
        4 => Body::Lower { person, to: Role::Guest },
        _ => {
            cites.extend(any(held(&|s| world.ill.contains(&s.person)).into_iter(), rng));
            Body::Heard
        }
    };
    let before = world.clone();
    let id = world.put(at, cites, body);
    if !Model::new(&world.held, COMMUNITY).said().contains(&id) {
        *world = before;
    }
}

/// Says many things beside each other, of which friends know some.
fn say_branches(world: &mut World, at: usize, rng: &mut ChaCha20Rng) {
    let cites = backdated(world, at, rng);
    let seen = view(world, &cites);
    for _ in 0..rng.random_range(5..20) {
        let Some(body) = world.idea(at, &seen, rng) else { continue };
        if matches!(body, Body::Admit { .. } | Body::DeviceAdd { .. }) {
            world.actors.pop();
            continue;
        }
        world.put(at, cites.clone(), body);
    }
}

/// What an author claims to know: the past of anything, with what bound the device, and mostly what it said last.
pub(super) fn backdated(world: &World, at: usize, rng: &mut ChaCha20Rng) -> BTreeSet<Id> {
    let ids: Vec<Id> = world.held.keys().copied().collect();
    let device = world.actors[at].device;
    let own: Vec<Id> = ids.iter().copied().filter(|id| world.held[id].device == device).collect();
    let binds = |id: &&Id| match &world.held[*id].body {
        Body::Admit { device: bound, .. } | Body::DeviceAdd { device: bound } => *bound == device,
        _ => false,
    };
    let mut cites: BTreeSet<Id> = ids.iter().filter(binds).copied().collect();
    cites.extend(own.last().filter(|_| rng.random_bool(0.7)));
    let theirs = ids.iter().copied().filter(|id| world.ill.contains(&world.held[id].person));
    cites.extend(theirs.filter(|_| rng.random_bool(0.2)));
    cites.extend((0..rng.random_range(0..3)).map(|_| ids[rng.random_range(0..ids.len())]));
    cites
}

/// What holds of what is claimed to be known.
pub(super) fn view(world: &World, cites: &BTreeSet<Id>) -> std::rc::Rc<State> {
    let model = Model::new(&world.held, COMMUNITY);
    let said = model.said();
    let past: BTreeSet<Id> =
        cites.iter().flat_map(|id| model.past(*id).iter().copied().chain([*id]).collect::<Vec<_>>()).collect();
    model.law(&past.intersection(&said).copied().collect())
}

/// All that was said, in the order, a line each.
pub(super) fn told(world: &World) -> String {
    let model = Model::new(&world.held, COMMUNITY);
    let said = model.said();
    let law = model.law(&said);
    let mut lines = vec![format!("ill {:?}", world.ill)];
    for id in model.order(&said) {
        let s = &world.held[&id];
        let void = if law.void.contains(&id) { "VOID " } else { "" };
        let cites: Vec<u64> = s.cites.iter().map(|id| id.0).collect();
        lines.push(format!("{:>3} {void}device {} of {} cites {cites:?}: {:?}", id.0, s.device.0, s.person.0, s.body));
    }
    lines.join("\n")
}

pub(super) fn standing(law: &State, person: Person) -> (Status, Option<Role>, bool) {
    (law.status(person), law.role(person), law.organisers().contains(&person))
}

/// All that was said in one random community, honestly and not: to hold another judge of the same law against this one.
#[must_use]
pub fn hostile(seed: u64) -> Held {
    let mut rng = ChaCha20Rng::seed_from_u64(60_000 + seed);
    let removes = rng.random();
    let mut world = grown(&mut rng, removes);
    burst(&mut world, &mut rng);
    world.held
}
