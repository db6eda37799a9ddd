//! Attacks with a plan: somebody was put out and everybody heard, or one organiser means ill; they invent people, raise
//! them, agree with them, remove who agreed, fork, and know what they like.

use super::random::{Actor, COMMUNITY, World, any, backdated, say_pointed, standing, told, view};
use super::statement::{Body, Device, Id, Person, Role};
use super::{Model, State, Status};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;
use std::collections::BTreeSet;
use std::ops::Range;

/// What has happened before the attack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// Two of three organisers put the founder out.
    FounderOut,
    /// The founder's laptop put the founder's telephone out.
    TelephoneOut,
    /// Two junior organisers put a senior one out; the founder is there.
    SeniorOut,
    /// Nobody was put out: the junior of two organisers means ill.
    JuniorOfTwo,
    /// Nobody was put out: one of three organisers means ill.
    OneOfThree,
}

const FOUNDER: Person = Person(1);

/// A village of some people, all of whom know all, with the actors who each are somebody else.
fn village(rng: &mut ChaCha20Rng) -> Option<(World, Vec<usize>)> {
    let mut world = World::founded();
    let more = if rng.random_bool(0.3) { 4 } else { 0 };
    for _ in 0..rng.random_range(5..8) + more {
        let at = if rng.random() { 0 } else { rng.random_range(0..world.actors.len()) };
        if rng.random() {
            hear(&mut world);
        }
        let invite = world.say(at, Body::Invite { limit: 0 });
        world.let_in(at, invite);
    }
    hear(&mut world);
    let law = world.law().1;
    let mut others: Vec<usize> = (1..world.actors.len()).filter(|at| law.active(world.actors[*at].person)).collect();
    if rng.random() {
        others.reverse();
    }
    (others.len() >= 4).then_some((world, others))
}

fn hear(world: &mut World) {
    let everyone = world.speakers();
    world.all_hear(&everyone);
}

/// Some of the others are friends of who means ill, so few that the rest outvote them; some have said something of long ago.
fn befriend(world: &mut World, others: &[usize], rng: &mut ChaCha20Rng) -> BTreeSet<usize> {
    let most = others.len().saturating_sub(3) / 3;
    let friends: BTreeSet<usize> = others.iter().rev().take(most).copied().collect();
    for at in &friends {
        world.ill.insert(world.actors[*at].person);
        if rng.random() {
            say_pointed(world, *at, false, rng);
        }
    }
    let everyone = world.speakers();
    settle(world, &everyone);
    friends
}

/// All of them know all, and have said so after they did.
fn settle(world: &mut World, who: &[usize]) {
    for _ in 0..2 {
        world.say_heard(who);
    }
}

fn raise(world: &mut World, at: usize, second: Option<usize>) {
    let person = world.actors[at].person;
    let first = world.say(0, Body::Raise { person, to: Role::Organiser });
    hear(world);
    if let Some(second) = second {
        world.say(second, Body::Second { first });
        hear(world);
    }
}

/// Who means ill.
struct Ill {
    /// They were put out, or organise: with another device, if they have one that was silent.
    culprits: BTreeSet<usize>,
    /// They are there, and hear what they like.
    friends: BTreeSet<usize>,
}

/// The world, and the actors that mean ill.
fn happened(before: Before, rng: &mut ChaCha20Rng) -> Option<(World, Ill)> {
    let (mut world, others) = village(rng)?;
    let everyone: Vec<usize> = (0..world.actors.len()).collect();
    if before == Before::TelephoneOut {
        return telephone_out(world, others[0], rng);
    }
    raise(&mut world, others[0], None);
    if before == Before::JuniorOfTwo {
        settle(&mut world, &everyone);
        let culprits = with_silent(&mut world, others[0], rng);
        return Some((world, Ill { culprits, friends: BTreeSet::new() }));
    }
    raise(&mut world, others[1], None);
    if before == Before::SeniorOut {
        raise(&mut world, others[2], Some(others[1]));
    }
    if rng.random() {
        let person = world.actors[others[3]].person;
        world.say(0, Body::Raise { person, to: Role::Steward });
    }
    settle(&mut world, &everyone);
    let (ill, one, two) = match before {
        Before::OneOfThree => {
            let culprits = with_silent(&mut world, others[0], rng);
            return Some((world, Ill { culprits, friends: BTreeSet::new() }));
        }
        Before::SeniorOut => (others[0], others[1], others[2]),
        _ => (0, others[0], others[1]),
    };
    let culprits = with_silent(&mut world, ill, rng);
    let friends = befriend(&mut world, &others[4..], rng);
    let apart = |at: &usize| *at != ill && !friends.contains(at);
    let honest: Vec<usize> = everyone.into_iter().filter(apart).collect();
    let person = world.actors[ill].person;
    let first = world.say(one, Body::Remove { person });
    world.all_hear(&honest);
    world.say(two, Body::Second { first });
    settle(&mut world, &honest);
    (world.law().1.status(person) == Status::Removed).then_some((world, Ill { culprits, friends }))
}

/// The actor, and perhaps a device of theirs that says nothing until it attacks.
fn with_silent(world: &mut World, at: usize, rng: &mut ChaCha20Rng) -> BTreeSet<usize> {
    if rng.random() {
        return BTreeSet::from([at]);
    }
    let silent = world.add_silent(at);
    let everyone = world.speakers();
    settle(world, &everyone);
    BTreeSet::from([at, silent])
}

fn telephone_out(mut world: World, other: usize, rng: &mut ChaCha20Rng) -> Option<(World, Ill)> {
    let laptop = world.newcomer(world.actors[0].heard.clone());
    world.actors[laptop].person = FOUNDER;
    let device = world.actors[laptop].device;
    world.say(0, Body::DeviceAdd { device });
    if rng.random() {
        raise(&mut world, other, None);
    }
    let everyone: Vec<usize> = (0..world.actors.len()).collect();
    settle(&mut world, &everyone);
    world.say(laptop, Body::DeviceRemove { device: Device(1) });
    settle(&mut world, &everyone[1..]);
    let ill = Ill { culprits: BTreeSet::from([0]), friends: BTreeSet::new() };
    world.law().1.device_out(Device(1)).then_some((world, ill))
}

/// What those who mean ill do; answers whom they invented.
fn attack(world: &mut World, ill: &Ill, rng: &mut ChaCha20Rng) -> BTreeSet<Person> {
    let mut crew: Vec<usize> = ill.culprits.iter().copied().collect();
    let mut invented = BTreeSet::new();
    for _ in 0..rng.random_range(3..14) {
        let at = crew[rng.random_range(0..crew.len())];
        if rng.random_bool(0.15) {
            say_pointed(world, at, true, rng);
            continue;
        }
        if let Some(friend) = any(ill.friends.iter().copied(), rng).filter(|_| rng.random_bool(0.25)) {
            hears_of_them(world, friend, &crew, rng);
            continue;
        }
        if rng.random_bool(0.7) {
            world.all_hear(&crew);
        }
        // Somebody invented looks around among the honest.
        if rng.random_bool(0.05) && invented.contains(&world.actors[at].person) {
            let all: Vec<Id> = world.held.keys().copied().collect();
            world.actors[at].heard.extend(all);
        }
        let cites = rng.random_bool(0.1).then(|| backdated(world, at, rng));
        let seen = match &cites {
            Some(cites) => view(world, cites),
            None => Model::new(&world.held_by(at), COMMUNITY).whole(),
        };
        let before = world.clone();
        let Some(body) = planned(world, at, &seen, &invented, rng) else {
            *world = before;
            continue;
        };
        let comes = match &body {
            Body::Admit { person, .. } => Some(*person),
            _ => None,
        };
        let id = match cites {
            Some(cites) => world.put(at, cites, body),
            None => world.say(at, body),
        };
        if !world.law().0.contains(&id) {
            *world = before;
        } else if world.actors.len() > before.actors.len() {
            let last = world.actors.len() - 1;
            world.actors[last].heard = world.actors[at].heard.clone();
            invented.extend(comes);
            crew.push(last);
        }
    }
    invented
}

/// A friend says heard of what they said, as though they knew little else.
fn hears_of_them(world: &mut World, friend: usize, crew: &[usize], rng: &mut ChaCha20Rng) {
    let before = world.clone();
    let devices: Vec<Device> = crew.iter().map(|at| world.actors[*at].device).collect();
    let theirs = world.held.values().filter(|s| devices.contains(&s.device)).map(|s| s.id);
    let last = theirs.max();
    let mut cites = backdated(world, friend, rng);
    cites.extend(last);
    let id = world.put(friend, cites, Body::Heard);
    if !world.law().0.contains(&id) {
        *world = before;
    }
}

fn planned(
    world: &mut World,
    at: usize,
    seen: &State,
    invented: &BTreeSet<Person>,
    rng: &mut ChaCha20Rng,
) -> Option<Body> {
    let mine = seen.people().filter(|person| invented.contains(person));
    Some(match rng.random_range(0..10u32) {
        0 | 1 => {
            let invite = any(seen.invitations.keys().copied(), rng)?;
            let new = world.newcomer(BTreeSet::new());
            let Actor { device, person, .. } = world.actors[new];
            Body::Admit { invite, person, device, lifts: BTreeSet::new() }
        }
        2 | 3 => {
            let to = if rng.random() { Role::Organiser } else { Role::Steward };
            Body::Raise { person: any(mine, rng)?, to }
        }
        4 => Body::Remove { person: any(seen.people(), rng)? },
        5 | 6 => Body::Second { first: any(seen.asked.keys().copied(), rng)? },
        7 => Body::Heard,
        _ => world.idea(at, seen, rng)?,
    })
}

/// An honest organiser ends whatever stands in.
fn end_stand_ins(world: &mut World, before: &State, ill: &Ill) {
    let organisers = before.organisers();
    let fit = |at: &usize| {
        let Actor { device, person, .. } = world.actors[*at];
        !ill.culprits.contains(at) && organisers.contains(&person) && !before.device_out(device)
    };
    let Some(at) = (0..world.actors.len()).find(fit) else { return };
    let all: Vec<Id> = world.held.keys().copied().collect();
    world.actors[at].heard.extend(all);
    if !world.law().1.stand_ins.is_empty() {
        world.say(at, Body::EndStandIn);
    }
}

/// Nobody honest loses or gains anything, and nobody invented belongs or organises: holds for the seeds, or panics.
/// Answers how often it was tried.
pub fn whoever_was_put_out_changes_nothing(before: Before, seeds: Range<u64>) -> usize {
    let mut tried = 0;
    for seed in seeds {
        let mut rng = ChaCha20Rng::seed_from_u64(50_000 + seed);
        let Some((world, ill)) = happened(before, &mut rng) else { continue };
        let law = world.law().1;
        let culprits: BTreeSet<Person> = ill.culprits.iter().map(|at| world.actors[*at].person).collect();
        let friends: BTreeSet<Person> = ill.friends.iter().map(|at| world.actors[*at].person).collect();
        let is_out = !matches!(before, Before::JuniorOfTwo | Before::OneOfThree);
        for _ in 0..3 {
            let mut attacked = world.clone();
            let invented = attack(&mut attacked, &ill, &mut rng);
            end_stand_ins(&mut attacked, &law, &ill);
            let after = attacked.law().1;
            tried += 1;
            for person in law.people().filter(|person| !friends.contains(person)) {
                // Who organises may put out and lower whom they like among those below.
                let held = is_out || (law.organisers().contains(&person) && !culprits.contains(&person));
                let now = (standing(&law, person), standing(&after, person));
                assert!(!held || now.0 == now.1, "{before:?} {seed}, {person:?}: {now:?}\n{}", told(&attacked));
            }
            for person in invented {
                let organises = after.organisers().contains(&person);
                let belongs = is_out && after.active(person);
                assert!(!organises && !belongs, "{before:?} {seed}, invented {person:?}\n{}", told(&attacked));
            }
        }
    }
    tried
}
