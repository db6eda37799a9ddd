//! Communities drawn at large: what devices say that keep to the law, and what others say of any past, in as many branches as
//! they like.

use super::random::{COMMUNITY, World, any};
use super::{Body, Held, Id, Model, Named, Person, Role, State, Status};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;
use std::collections::BTreeSet;

/// Most persons who take part.
const PERSONS: usize = 12;

/// What was said in the community of this number, by up to this many statements.
#[must_use]
pub fn drawn(seed: u64, most: usize) -> Held {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let mut world = World::founded();
    let invite = world.say(0, Body::Invite { limit: 0 });
    if !seed.is_multiple_of(4) {
        begin(&mut world, invite, &mut rng);
    }
    let ill = if seed.is_multiple_of(3) { 0.0 } else { 0.3 };
    while world.held.len() < most {
        let at = rng.random_range(0..world.actors.len());
        if rng.random_bool(ill) {
            say_of_long_ago(&mut world, at, &mut rng);
        } else {
            say(&mut world, at, &mut rng);
        }
        if rng.random_bool(0.5) {
            let from = rng.random_range(0..world.actors.len());
            let heard = world.actors[from].heard.clone();
            let to = rng.random_range(0..world.actors.len());
            world.actors[to].heard.extend(heard);
        }
    }
    world.held
}

/// Some whom the founder let in, of whom a few organise too. All have heard all.
fn begin(world: &mut World, invite: Id, rng: &mut ChaCha20Rng) {
    let came: Vec<Person> = (0..rng.random_range(2..7)).map(|_| world.let_in(0, invite)).collect();
    let organisers = rng.random_range(0..4).min(came.len());
    for person in &came[..organisers] {
        let first = world.say(0, Body::Raise { person: *person, to: Role::Organiser });
        // From the third on it takes another.
        if world.actors[1].heard.len() > 1 && *person != came[0] {
            let known = world.actors[0].heard.clone();
            world.actors[1].heard.extend(known);
            let second = world.say(1, Body::Second { first });
            world.actors[0].heard.insert(second);
        }
    }
    let all: Vec<usize> = (0..world.actors.len()).collect();
    world.all_hear(&all);
}

fn say(world: &mut World, at: usize, rng: &mut ChaCha20Rng) {
    let held = world.held_by(at);
    let law = Model::new(&held, COMMUNITY).whole();
    if let Some(body) = idea(world, at, &law, rng) {
        let comes = matches!(body, Body::Admit { .. } | Body::DeviceAdd { .. });
        let said = world.say(at, body);
        if comes && rng.random_bool(0.8) {
            // Who comes is told so.
            let known = world.actors[at].heard.clone();
            world.actors.last_mut().into_iter().for_each(|new| new.heard.extend(known.iter().chain([&said])));
        }
    }
}

fn idea(world: &mut World, at: usize, law: &State, rng: &mut ChaCha20Rng) -> Option<Body> {
    let new = world.actors.len();
    let body = match rng.random_range(0..8) {
        0 => Some(Body::Heard),
        1 => {
            let whom = world.actors[rng.random_range(0..new)].person;
            Some(Body::Raise { person: whom, to: Role::Organiser })
        }
        2 | 3 => answer(world.actors[at].person, law, rng).or_else(|| world.idea(at, law, rng)),
        _ => world.idea(at, law, rng),
    };
    if world.actors.len() > PERSONS {
        world.actors.truncate(new);
        return Some(Body::Heard);
    }
    body
}

/// What is said to what somebody else said or did: agrees, ends, brings back.
fn answer(a: Person, law: &State, rng: &mut ChaCha20Rng) -> Option<Body> {
    let organises = law.organisers().contains(&a);
    let seconds = law.asked.iter().filter(|(_, by)| organises && **by != a);
    if let Some(first) = any(seconds.map(|(first, _)| *first), rng).filter(|_| rng.random_bool(0.8)) {
        return Some(Body::Second { first });
    }
    let ends = law.stand_ins.keys().map(|_| Body::EndStandIn);
    let lifts =
        |whom| law.removals.iter().filter(move |out| out.leave && out.named == Named::Person(whom)).map(|out| out.id);
    let returns = law.people().filter(|whom| law.status(*whom) == Status::Left).filter_map(|whom| {
        let (device, _) = law.devices.iter().find(|(_, (owner, _))| *owner == whom)?;
        let invite = *law.invitations.keys().next_back()?;
        Some(Body::Admit { invite, person: whom, device: *device, lifts: lifts(whom).collect() })
    });
    let away = |whom: &Person| matches!(law.status(*whom), Status::Removed | Status::Waiting);
    let restores = law.people().filter(away).map(|person| Body::Restore { person });
    any(ends.chain(returns).chain(restores), rng)
}

/// Says something as though it knew only some of what it has heard, or forgets its own words.
fn say_of_long_ago(world: &mut World, at: usize, rng: &mut ChaCha20Rng) {
    let heard: Vec<Id> = world.actors[at].heard.iter().copied().collect();
    if heard.is_empty() {
        return;
    }
    let device = world.actors[at].device;
    let mut cites: BTreeSet<Id> =
        (0..rng.random_range(1..4)).map(|_| heard[rng.random_range(0..heard.len())]).collect();
    if rng.random_bool(0.8) {
        cites.extend(heard.iter().rev().find(|id| world.held[*id].device == device));
    }
    // Of each device one statement at most is cited, besides the author's own last.
    let mut devices = BTreeSet::from([device]);
    let own: Option<Id> = cites.iter().rev().copied().find(|id| world.held[id].device == device);
    cites.retain(|id| Some(*id) == own || devices.insert(world.held[id].device));
    let known: super::Held = {
        let model = Model::new(&world.held, COMMUNITY);
        let past = cites.iter().flat_map(|id| model.past(*id).iter().copied().chain([*id]).collect::<Vec<_>>());
        let past: BTreeSet<Id> = past.collect();
        world.held.iter().filter(|(id, _)| past.contains(id)).map(|(id, s)| (*id, s.clone())).collect()
    };
    let law = Model::new(&known, COMMUNITY).whole();
    if let Some(body) = idea(world, at, &law, rng) {
        world.put(at, cites, body);
    }
}
