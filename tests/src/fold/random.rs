//! Random communities, and what those who mean ill say of long ago: each function holds the law to one promise, and answers
//! how often it was tried.

use super::statement::{Body, Device, Id, Person, Role, Statement};
use super::{Held, Model, State, Status};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A device, whose it is, and what it has heard.
#[derive(Clone)]
pub(super) struct Actor {
    pub device: Device,
    pub person: Person,
    pub heard: BTreeSet<Id>,
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
        let founder = Actor { device: Device(1), person: Person(1), heard: BTreeSet::new() };
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
        self.actors.push(Actor { device: Device(n), person: Person(n), heard });
        self.actors.len() - 1
    }

    /// Something that somebody could say, drawn at large.
    pub fn idea(&mut self, at: usize, law: &State, rng: &mut ChaCha20Rng) -> Option<Body> {
        let whom = any(law.people(), rng)?;
        let invite = any(law.invitations.keys().copied(), rng);
        let role = [Role::Guest, Role::Member, Role::Steward, Role::Organiser][rng.random_range(0..4)];
        Some(match rng.random_range(0..22u32) {
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
        | Body::Close { .. } => false,
        Body::Restore { person } => !ill.contains(person) && law.status(*person) == Status::Waiting,
        _ => true,
    }
}

/// A community in which some are members that mean ill, and still behave. All have heard all, and said so.
fn grown(rng: &mut ChaCha20Rng, removes: bool) -> World {
    let mut world = World::founded();
    let steps = rng.random_range(12..34);
    for step in 0..steps {
        let at = rng.random_range(0..world.actors.len());
        let held = world.held_by(at);
        let model = Model::new(&held, COMMUNITY);
        let law = model.whole();
        let a = world.actors[at].person;
        if !law.active(a) || law.device_out(world.actors[at].device) {
            continue;
        }
        let before = world.clone();
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
            if rng.random_bool(0.45) || world.ill.contains(&a) {
                world.ill.insert(person);
            }
        }
        if step % 3 == 0 {
            let some: Vec<usize> = (0..world.actors.len()).filter(|_| rng.random_bool(0.6)).collect();
            world.all_hear(&some);
        }
    }
    let all: Vec<usize> = (0..world.actors.len()).collect();
    world.say_heard(&all);
    world
}

/// Those who mean ill say what they like, as though they knew what they like, and fork at will.
fn burst(world: &mut World, rng: &mut ChaCha20Rng) {
    for _ in 0..rng.random_range(6..40) {
        let ill: Vec<usize> =
            (0..world.actors.len()).filter(|at| world.ill.contains(&world.actors[*at].person)).collect();
        if ill.is_empty() {
            return;
        }
        let at = ill[rng.random_range(0..ill.len())];
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

/// Nobody honest, but whom somebody who means ill brought, stands otherwise than before.
fn unchanged(seed: u64, world: &World, before: &State, attacked: &World, after: &State) {
    for person in before.people().filter(|person| !world.ill.contains(person) && !ill_behind(world, before, *person)) {
        assert_eq!(
            standing(before, person),
            standing(after, person),
            "seed {seed}, {person:?}, {} before\n{}",
            world.held.len(),
            told(attacked)
        );
    }
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

/// Whether somebody who means ill let them in, or let in who did, or made the invitation.
fn ill_behind(world: &World, law: &State, person: Person) -> bool {
    law.entries[&person].iter().any(|entry| {
        let s = &world.held[&entry.id];
        let maker = match &s.body {
            Body::Admit { invite, .. } => Some(world.held[invite].person),
            _ => None,
        };
        let ill = |who: Person| world.ill.contains(&who) || (who != person && ill_behind(world, law, who));
        ill(s.person) || maker.is_some_and(ill)
    })
}

/// Who stood in is told no by the founder, who is well.
fn end_stand_ins(world: &mut World) {
    world.actors[0].heard.extend(world.held.keys().copied());
    if !world.law().1.stand_ins.is_empty() {
        world.say(0, Body::EndStandIn);
    }
}

pub(super) fn standing(law: &State, person: Person) -> (Status, Option<Role>, bool) {
    (law.status(person), law.role(person), law.organisers().contains(&person))
}

/// Holds for the seeds, or panics.
pub fn members_who_mean_ill_take_nothing_from_anybody_by_what_they_say_of_long_ago(seeds: Range<u64>) -> usize {
    let mut bursts = 0;
    for seed in seeds {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let world = grown(&mut rng, false);
        let (_, before) = world.law();
        for _ in 0..4 {
            let mut attacked = world.clone();
            burst(&mut attacked, &mut rng);
            end_stand_ins(&mut attacked);
            let (said, after) = attacked.law();
            bursts += usize::from(said.len() > world.held.len());
            unchanged(seed, &world, &before, &attacked, &after);
        }
    }
    bursts
}

/// Holds for the seeds, or panics.
pub fn who_was_removed_and_heard_of_stays_out_and_takes_nobody_along(seeds: Range<u64>) -> usize {
    let mut tried = 0;
    for seed in seeds {
        let mut rng = ChaCha20Rng::seed_from_u64(10_000 + seed);
        let mut world = grown(&mut rng, true);
        let (_, before) = world.law();
        // All who mean ill are put out, if they are not yet.
        let ill: Vec<Person> = world.ill.iter().copied().filter(|p| before.status(*p) != Status::Removed).collect();
        for person in ill {
            if before.entries.contains_key(&person) {
                world.say(0, Body::Remove { person });
            }
        }
        let honest: Vec<usize> =
            (0..world.actors.len()).filter(|at| !world.ill.contains(&world.actors[*at].person)).collect();
        world.say_heard(&honest);
        let (_, before) = world.law();
        for _ in 0..4 {
            let mut attacked = world.clone();
            burst(&mut attacked, &mut rng);
            let (_, after) = attacked.law();
            for person in attacked.ill.iter() {
                assert_ne!(
                    after.status(*person),
                    Status::Active,
                    "seed {seed}, {person:?}, {} before\n{}",
                    world.held.len(),
                    told(&attacked)
                );
                tried += 1;
            }
            unchanged(seed, &world, &before, &attacked, &after);
        }
    }
    tried
}

/// Holds for the seeds, or panics.
pub fn the_order_puts_what_is_cited_first(seeds: Range<u64>) {
    for seed in seeds {
        let mut rng = ChaCha20Rng::seed_from_u64(20_000 + seed);
        let mut world = grown(&mut rng, true);
        burst(&mut world, &mut rng);
        let model = Model::new(&world.held, COMMUNITY);
        let said = model.said();
        let order = model.order(&said);
        let places: BTreeMap<Id, usize> = order.iter().enumerate().map(|(place, id)| (*id, place)).collect();
        assert_eq!(places.len(), said.len());
        for id in &said {
            assert!(world.held[id].cites.iter().all(|cited| places[cited] < places[id]), "seed {seed}");
        }
        let law = model.law(&said);
        assert!(!law.organisers().is_empty(), "seed {seed}");
    }
}

/// The founder and two honest people organise with one who means ill; all have heard all, and said so.
fn with_one_ill_organiser(rng: &mut ChaCha20Rng) -> Option<(World, usize)> {
    let mut world = grown(rng, false);
    let law = world.law().1;
    let fit = |at: &usize| {
        let Actor { device, person, .. } = world.actors[*at];
        *at > 0 && law.active(person) && law.devices.contains_key(&device) && person != Person(1)
    };
    let all: Vec<usize> = (0..world.actors.len()).filter(fit).collect();
    let ill = all.iter().copied().find(|at| world.ill.contains(&world.actors[*at].person))?;
    let honest = |at: &&usize| {
        let person = world.actors[**at].person;
        !world.ill.contains(&person) && !ill_behind(&world, &law, person)
    };
    let mut others: Vec<usize> = Vec::new();
    for at in all.iter().filter(honest) {
        if others.iter().all(|other| world.actors[*other].person != world.actors[*at].person) {
            others.push(*at);
        }
    }
    let (one, two) = (*others.first()?, *others.get(1)?);
    let everyone: Vec<usize> = (0..world.actors.len()).collect();
    let mut chosen = [one, ill, two];
    let start = rng.random_range(0..3);
    chosen.rotate_left(start);
    for at in chosen {
        let person = world.actors[at].person;
        if law.role(person) == Some(Role::Organiser) {
            continue;
        }
        let first = world.say(0, Body::Raise { person, to: Role::Organiser });
        world.all_hear(&everyone);
        for second in [one, two] {
            if world.law().1.asked.contains_key(&first) {
                world.say(second, Body::Second { first });
                world.all_hear(&everyone);
            }
        }
    }
    let law = world.law().1;
    let organise = [0, one, two, ill].iter().all(|at| law.organisers().contains(&world.actors[*at].person));
    let few = law.organisers().iter().filter(|person| world.ill.contains(person)).count() == 1;
    if !organise || !few {
        return None;
    }
    world.say_heard(&everyone);
    Some((world, ill))
}

/// Holds for the seeds, or panics.
pub fn one_organiser_who_means_ill_unseats_no_other_of_four(seeds: Range<u64>) -> usize {
    let mut tried = 0;
    for seed in seeds {
        let mut rng = ChaCha20Rng::seed_from_u64(30_000 + seed);
        let Some((world, _)) = with_one_ill_organiser(&mut rng) else { continue };
        let before = world.law().1;
        for _ in 0..4 {
            let mut attacked = world.clone();
            burst(&mut attacked, &mut rng);
            let after = attacked.law().1;
            tried += 1;
            for person in before.organisers().into_iter().filter(|person| !world.ill.contains(person)) {
                assert_eq!(
                    standing(&before, person),
                    standing(&after, person),
                    "seed {seed}, {person:?}, {} before\n{}",
                    world.held.len(),
                    told(&attacked)
                );
            }
            for person in after.organisers() {
                assert!(before.organisers().contains(&person), "seed {seed}, {person:?}\n{}", told(&attacked));
            }
        }
    }
    tried
}

/// Holds for the seeds, or panics.
pub fn an_organiser_whom_two_put_out_comes_back_by_nothing_and_takes_nobody_along(seeds: Range<u64>) -> usize {
    let mut tried = 0;
    for seed in seeds {
        let mut rng = ChaCha20Rng::seed_from_u64(40_000 + seed);
        let Some((mut world, ill)) = with_one_ill_organiser(&mut rng) else { continue };
        let honest: Vec<usize> =
            (0..world.actors.len()).filter(|at| !world.ill.contains(&world.actors[*at].person)).collect();
        let person = world.actors[ill].person;
        let first = world.say(0, Body::Remove { person });
        world.all_hear(&honest);
        let organisers = world.law().1.organisers();
        let second = honest.iter().find(|at| {
            let actor = &world.actors[**at];
            actor.person != Person(1)
                && organisers.contains(&actor.person)
                && world.law().1.devices.contains_key(&actor.device)
        });
        let Some(second) = second.copied() else { continue };
        world.say(second, Body::Second { first });
        world.all_hear(&honest);
        let law = world.law().1;
        if law.active(person) {
            continue;
        }
        world.say_heard(&honest);
        let before = world.law().1;
        for _ in 0..4 {
            let mut attacked = world.clone();
            burst(&mut attacked, &mut rng);
            end_stand_ins(&mut attacked);
            let after = attacked.law().1;
            tried += 1;
            assert_ne!(after.status(person), Status::Active, "seed {seed}, {person:?}\n{}", told(&attacked));
            unchanged(seed, &world, &before, &attacked, &after);
        }
    }
    tried
}
