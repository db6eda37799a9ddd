//! Random communities, and what those who mean ill say of long ago.

use super::statement::{Body, Device, Id, Key, Person, Role, Statement};
use super::{Held, Model, State, Status};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;
use std::collections::{BTreeMap, BTreeSet};

/// A device, whose it is, and what it has heard.
#[derive(Clone)]
struct Actor {
    device: Device,
    person: Person,
    heard: BTreeSet<Id>,
}

#[derive(Clone)]
struct World {
    held: Held,
    actors: Vec<Actor>,
    /// Persons that mean ill, and whom they invented.
    ill: BTreeSet<Person>,
    keys: u64,
}

const COMMUNITY: Id = Id(1);

impl World {
    fn founded() -> Self {
        let founder = Actor { device: Device(1), person: Person(1), heard: BTreeSet::new() };
        let mut world = Self { held: Held::new(), actors: vec![founder], ill: BTreeSet::new(), keys: 0 };
        world.say(0, Body::Genesis { members_invite: true });
        world
    }

    fn held_by(&self, at: usize) -> Held {
        let heard = &self.actors[at].heard;
        self.held.iter().filter(|(id, _)| heard.contains(id)).map(|(id, s)| (*id, s.clone())).collect()
    }

    /// As a device does that keeps to the law: it cites all it holds that counts.
    fn say(&mut self, at: usize, body: Body) -> Id {
        let said = Model::new(&self.held_by(at), COMMUNITY).said();
        let cited: BTreeSet<Id> = said.iter().flat_map(|id| self.held[id].cites.iter().copied()).collect();
        let cites = said.difference(&cited).copied().collect();
        let mine = said.iter().filter(|id| self.held[id].device == self.actors[at].device);
        let previous = mine.max_by_key(|id| self.held[id].number).copied();
        self.put(at, cites, previous, body)
    }

    fn put(&mut self, at: usize, mut cites: BTreeSet<Id>, previous: Option<Id>, body: Body) -> Id {
        let id = Id(self.held.len() as u64 + 1);
        let Actor { device, person, .. } = self.actors[at];
        cites.extend(previous);
        let number = previous.map_or(0, |previous| self.held[&previous].number + 1);
        self.held.insert(id, Statement { id, device, person, number, previous, cites, body, well_formed: true });
        self.actors[at].heard.insert(id);
        id
    }

    fn all_hear(&mut self, among: &[usize]) {
        let all: BTreeSet<Id> = among.iter().flat_map(|at| self.actors[*at].heard.iter().copied()).collect();
        for at in among {
            self.actors[*at].heard.extend(all.iter().copied());
        }
    }

    fn law(&self) -> (BTreeSet<Id>, std::rc::Rc<State>) {
        let model = Model::new(&self.held, COMMUNITY);
        let said = model.said();
        let law = model.law(&said);
        (said, law)
    }

    fn newcomer(&mut self, heard: BTreeSet<Id>) -> usize {
        let n = self.actors.len() as u64 + 1;
        self.actors.push(Actor { device: Device(n), person: Person(n), heard });
        self.actors.len() - 1
    }

    /// Something that somebody could say, drawn at large.
    fn idea(&mut self, at: usize, law: &State, rng: &mut ChaCha20Rng) -> Option<Body> {
        let people: Vec<Person> = law.people().collect();
        let whom = people[rng.random_range(0..people.len())];
        let keys: Vec<Key> = law.invitations.keys().copied().collect();
        Some(match rng.random_range(0..16u32) {
            0 | 1 => {
                self.keys += 1;
                Body::Invite { key: Key(self.keys), role: Role::Member, limit: rng.random_range(0..3) }
            }
            2..=5 => {
                let key = *keys.get(rng.random_range(0..keys.len().max(1)))?;
                let heard = self.actors[at].heard.clone();
                let new = self.newcomer(heard);
                let Actor { device, person, .. } = self.actors[new];
                Body::Admit { key, person, device, lifts: BTreeSet::new() }
            }
            6 => Body::Close { key: *keys.get(rng.random_range(0..keys.len().max(1)))? },
            7 | 8 => {
                let from = law.role(whom)?;
                let to = [Role::Guest, Role::Member, Role::Steward, Role::Organiser][rng.random_range(0..4)];
                Body::Role { person: whom, from, to }
            }
            9 => Body::Remove { person: whom },
            10 => {
                let lifts: BTreeSet<Id> = law
                    .removals
                    .iter()
                    .filter(|r| r.named == super::statement::Named::Person(whom) && !r.leave)
                    .map(|r| r.id)
                    .chain(law.entries[&whom].iter().map(|entry| entry.id))
                    .collect();
                Body::Restore { person: whom, role: Role::Member, lifts }
            }
            11 => {
                let heard = self.actors[at].heard.clone();
                let new = self.newcomer(heard);
                self.actors[new].person = self.actors[at].person;
                Body::DeviceAdd { device: self.actors[new].device }
            }
            12 => {
                let devices: Vec<Device> = law.devices.keys().copied().collect();
                Body::DeviceRemove { device: devices[rng.random_range(0..devices.len())] }
            }
            13 => Body::StandIn,
            14 => match law.stand_ins.keys().next() {
                Some(stand_in) => Body::Answer { stand_in: *stand_in, keep: rng.random() },
                None => Body::Policy { members_invite: rng.random() },
            },
            _ => Body::Heard,
        })
    }
}

/// What an honest device would not say, so that nobody is at odds but those who mean ill.
fn kind(body: &Body, law: &State, ill: &BTreeSet<Person>, a: Person) -> bool {
    match body {
        Body::Role { person, from, to } => to > from && !ill.contains(person) && *person != a,
        Body::Remove { person } => ill.contains(person),
        Body::DeviceRemove { .. } | Body::Leave | Body::StandIn | Body::Answer { .. } | Body::Close { .. } => false,
        Body::Restore { person, .. } => !ill.contains(person) && law.status(*person) == Status::Waiting,
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
            if rng.random_bool(0.3) || world.ill.contains(&a) {
                world.ill.insert(person);
            }
        }
        if step % 3 == 0 {
            let some: Vec<usize> = (0..world.actors.len()).filter(|_| rng.random_bool(0.6)).collect();
            world.all_hear(&some);
        }
    }
    let all: Vec<usize> = (0..world.actors.len()).collect();
    world.all_hear(&all);
    let law = world.law().1;
    for at in all.clone() {
        let Actor { device, person, .. } = world.actors[at];
        if law.active(person) && !law.device_out(device) && law.devices.contains_key(&device) {
            world.say(at, Body::Heard);
        }
    }
    world.all_hear(&all);
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
        let (cites, previous) = backdated(world, at, rng);
        let seen = view(world, &cites, previous);
        let before = world.clone();
        let Some(body) = world.idea(at, &seen, rng) else { continue };
        let invented = match &body {
            Body::Admit { person, .. } => Some(*person),
            _ => None,
        };
        let id = world.put(at, cites, previous, body);
        if !Model::new(&world.held, COMMUNITY).said().contains(&id) && rng.random_bool(0.95) {
            *world = before;
        } else {
            world.ill.extend(invented);
        }
    }
}

/// What an author claims to know: the past of anything, with what bound the device.
fn backdated(world: &World, at: usize, rng: &mut ChaCha20Rng) -> (BTreeSet<Id>, Option<Id>) {
    let ids: Vec<Id> = world.held.keys().copied().collect();
    let device = world.actors[at].device;
    let own: Vec<Id> = ids.iter().copied().filter(|id| world.held[id].device == device).collect();
    let previous = if rng.random_bool(0.7) { own.last().copied() } else { own.get(rng.random_range(0..=own.len())).copied() };
    let binds = |id: &&Id| match &world.held[*id].body {
        Body::Admit { device: bound, .. } | Body::DeviceAdd { device: bound } => *bound == device,
        _ => false,
    };
    let mut cites: BTreeSet<Id> = ids.iter().filter(binds).copied().collect();
    let theirs = ids.iter().copied().filter(|id| world.ill.contains(&world.held[id].person));
    cites.extend(theirs.filter(|_| rng.random_bool(0.2)));
    cites.extend((0..rng.random_range(0..3)).map(|_| ids[rng.random_range(0..ids.len())]));
    (cites, previous)
}

/// What holds of what is claimed to be known.
fn view(world: &World, cites: &BTreeSet<Id>, previous: Option<Id>) -> std::rc::Rc<State> {
    let model = Model::new(&world.held, COMMUNITY);
    let said = model.said();
    let all = cites.iter().copied().chain(previous);
    let past: BTreeSet<Id> = all.flat_map(|id| model.past(id).iter().copied().chain([id]).collect::<Vec<_>>()).collect();
    model.law(&past.intersection(&said).copied().collect())
}

/// All that was said, in the order, a line each.
fn told(world: &World) -> String {
    let model = Model::new(&world.held, COMMUNITY);
    let said = model.said();
    let law = model.law(&said);
    let mut lines = vec![format!("ill {:?}", world.ill)];
    for id in model.order(&said) {
        let s = &world.held[&id];
        let void = if law.void.contains(&id) { "VOID " } else { "" };
        let cites: Vec<u64> = s.cites.iter().map(|id| id.0).collect();
        lines.push(format!("{:>3} {void}device {} of {} number {} cites {cites:?}: {:?}", id.0, s.device.0, s.person.0, s.number, s.body));
    }
    lines.join("\n")
}

fn standing(law: &State, person: Person) -> (Status, Option<Role>, bool) {
    (law.status(person), law.role(person), law.by_right().contains(&person))
}

#[test]
fn members_who_mean_ill_take_nothing_from_anybody_by_what_they_say_of_long_ago() {
    let mut bursts = 0;
    for seed in 0..600 {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let mut world = grown(&mut rng, false);
        let (_, before) = world.law();
        let ill = world.ill.clone();
        let honest: Vec<Person> = before.people().filter(|person| !ill.contains(person)).collect();
        let ill_devices: BTreeSet<Device> =
            before.devices.iter().filter(|(_, (who, ..))| ill.contains(who)).map(|(device, _)| *device).collect();
        for _ in 0..4 {
            let mut attacked = world.clone();
            burst(&mut attacked, &mut rng);
            // Who stood in is told no by the founder, who is well.
            attacked.actors[0].heard.extend(attacked.held.keys().copied());
            let open: Vec<Id> = attacked.law().1.stand_ins.keys().copied().collect();
            for stand_in in open {
                attacked.say(0, Body::Answer { stand_in, keep: false });
            }
            let (said, after) = attacked.law();
            bursts += usize::from(said.len() > world.held.len());
            for person in &honest {
                let independent = before.through(*person).is_disjoint(&ill_devices);
                if independent {
                    assert_eq!(
                        standing(&before, *person),
                        standing(&after, *person),
                        "seed {seed}, {person:?}, {} before\n{}",
                        world.held.len(),
                        told(&attacked)
                    );
                }
            }
        }
        world.ill.clear();
    }
    assert!(bursts > 600, "only {bursts} bursts said anything");
}

#[test]
fn who_was_removed_and_heard_of_stays_out_and_takes_nobody_along() {
    let mut tried = 0;
    for seed in 0..600 {
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
        world.all_hear(&honest);
        let law = world.law().1;
        for at in honest.clone() {
            let Actor { device, person, .. } = world.actors[at];
            if law.active(person) && law.devices.contains_key(&device) && !law.device_out(device) {
                world.say(at, Body::Heard);
            }
        }
        world.all_hear(&honest);
        let (_, before) = world.law();
        for _ in 0..4 {
            let mut attacked = world.clone();
            burst(&mut attacked, &mut rng);
            let (_, after) = attacked.law();
            for person in attacked.ill.iter() {
                assert_ne!(after.status(*person), Status::Active, "seed {seed}, {person:?}, {} before\n{}", world.held.len(), told(&attacked));
                tried += 1;
            }
            for person in before.people().filter(|person| !world.ill.contains(person)) {
                let through_ill = !before.through(person).is_disjoint(
                    &before.devices.iter().filter(|(_, (who, ..))| world.ill.contains(who)).map(|(d, _)| *d).collect(),
                );
                if !through_ill {
                    assert_eq!(standing(&before, person), standing(&after, person), "seed {seed}, {person:?}, {} before\n{}", world.held.len(), told(&attacked));
                }
            }
        }
    }
    assert!(tried > 1_000);
}

#[test]
fn the_order_puts_what_is_cited_first() {
    for seed in 0..300 {
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
        assert!(!law.by_right().is_empty(), "seed {seed}");
    }
}
