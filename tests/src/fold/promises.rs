//! What the law promises, held against random communities: each function tries one promise, and answers how often.

use super::random::{Actor, COMMUNITY, World, burst, grown, standing, told};
use super::statement::{Body, Device, Id, Person, Role};
use super::{Model, State, Status};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Nobody honest, but whom somebody who means ill brought, stands otherwise than before.
fn unchanged(seed: u64, world: &World, before: &State, attacked: &World, after: &State) {
    let safe = |person: &Person| !world.ill.contains(person) && !exposed(world, before, *person, &mut BTreeSet::new());
    // Who means ill may unsay by a fork what nobody else knows.
    let well_meant = |circle: &Id| !world.ill.contains(&world.held[circle].person);
    for (circle, members) in before.circles.iter().filter(|(circle, _)| well_meant(circle)) {
        assert_eq!(after.circles.get(circle), Some(members), "seed {seed}\n{}", told(attacked));
    }
    for person in before.people().filter(safe) {
        assert_eq!(
            standing(before, person),
            standing(after, person),
            "seed {seed}, {person:?}, {} before\n{}",
            world.held.len(),
            told(attacked)
        );
    }
}

/// Whether they stand on something of somebody's who means ill, at a time when too few others were there to have a voice.
fn exposed(world: &World, law: &State, person: Person, asked: &mut BTreeSet<Person>) -> bool {
    if !asked.insert(person) || person == Person(1) {
        return false;
    }
    let model = Model::new(&world.held, COMMUNITY);
    let binds = |device: Device| law.devices.get(&device).map(|(_, by)| *by);
    let roles = law.roles.get(&person).into_iter().flat_map(|held| held.since.values());
    let stands_on: Vec<Id> = law.entries[&person].iter().map(|entry| &entry.id).chain(roles).copied().collect();
    stands_on.into_iter().any(|id| {
        let s = &world.held[&id];
        let invite = match &s.body {
            Body::Admit { invite, .. } => Some(*invite),
            _ => None,
        };
        let maker = invite.map(|invite| world.held[&invite].person);
        let ill = |who: Person| world.ill.contains(&who);
        (ill(s.person) && binds(s.device).is_none_or(|by| outnumbered(world, &model, by)))
            || (maker.is_some_and(ill) && invite.is_some_and(|invite| outnumbered(world, &model, invite)))
            || (s.person != person && exposed(world, law, s.person, asked))
            || maker.is_some_and(|maker| exposed(world, law, maker, asked))
    })
}

/// Whether those who mean ill and were there then could have more voices than those who mean well and speak, but for a few who
/// are named.
fn outnumbered(world: &World, model: &Model<'_>, id: Id) -> bool {
    let law = model.law_before(id);
    let speaks = |person: &Person| world.actors.iter().any(|actor| actor.person == *person && !actor.silent);
    let (ill, well): (Vec<Person>, Vec<Person>) = law.line().into_iter().partition(|person| world.ill.contains(person));
    well.iter().filter(|person| speaks(person)).count() <= ill.len() + 3
}

/// Whether enough mean well and speak, but for the few whom a quarrel is about, that no friends of one side outvote them.
pub(super) fn well_meant(world: &World, law: &State) -> bool {
    let speaks = |person: &Person| world.honest().iter().any(|at| world.actors[*at].person == *person);
    let (ill, well): (Vec<Person>, Vec<Person>) = law.line().into_iter().partition(|person| world.ill.contains(person));
    well.iter().filter(|person| speaks(person)).count() > 2 * ill.len() + 3
}

/// The founder, who is well, hears all, and ends what stands in; with another organiser who means well they unmake what this
/// version cannot read.
fn end_stand_ins(world: &mut World) {
    let honest = world.honest();
    for at in &honest {
        world.actors[*at].heard.extend(world.held.keys().copied());
    }
    for _ in 0..8 {
        let law = world.law().1;
        let stopped = law.needs_newer().then(|| {
            let mut unread = law.unknown.values().copied();
            unread.find(|author| law.organisers().contains(author) && !law.unmade.contains(author))
        });
        let Some(person) = stopped.flatten() else { break };
        let first = world.say(0, Body::Unmake { person });
        let organises = |at: &&usize| **at > 0 && law.organisers().contains(&world.actors[**at].person);
        let second = honest.iter().find(organises).copied();
        if let (Some(at), true) = (second, world.law().1.asked.contains_key(&first)) {
            world.actors[at].heard.insert(first);
            world.say(at, Body::Second { first });
            let all: Vec<Id> = world.held.keys().copied().collect();
            world.actors[0].heard.extend(all);
        }
    }
    if !world.law().1.stand_ins.is_empty() {
        world.say(0, Body::EndStandIn);
    }
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
        let honest = world.honest();
        for _ in 0..2 {
            world.say_heard(&honest);
        }
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
        let part = model.taking_part(&said);
        assert_eq!(places.len(), part.len());
        for id in &part {
            assert!(world.held[id].cites.iter().all(|cited| places[cited] < places[id]), "seed {seed}");
        }
        let law = model.law(&said);
        assert!(!law.organisers().is_empty(), "seed {seed}");
    }
}

/// The founder asks, and some of these agree, until all of the chosen organise.
fn make_organisers(world: &mut World, chosen: &[usize], seconds: &[usize]) {
    let everyone = world.speakers();
    for at in chosen {
        let person = world.actors[*at].person;
        if world.law().1.role(person) == Some(Role::Organiser) {
            continue;
        }
        let first = world.say(0, Body::Raise { person, to: Role::Organiser });
        world.all_hear(&everyone);
        for second in seconds {
            if world.law().1.asked.contains_key(&first) {
                world.say(*second, Body::Second { first });
                world.all_hear(&everyone);
            }
        }
    }
}

/// The founder and two honest people organise with one who means ill; all have heard all, and said so.
fn with_one_ill_organiser(rng: &mut ChaCha20Rng) -> Option<(World, usize)> {
    let mut world = grown(rng, false);
    let invite = world.say(0, Body::Invite { limit: 0 });
    for _ in 0..12 {
        if well_meant(&world, &world.law().1) {
            break;
        }
        world.let_in(0, invite);
    }
    let everyone = world.speakers();
    world.say_heard(&everyone);
    let law = world.law().1;
    let fit = |at: &usize| {
        let Actor { device, person, .. } = world.actors[*at];
        *at > 0 && law.active(person) && law.devices.contains_key(&device) && person != Person(1)
    };
    let all: Vec<usize> = (0..world.actors.len()).filter(fit).collect();
    let ill = all.iter().copied().find(|at| world.ill.contains(&world.actors[*at].person))?;
    let honest = |at: &&usize| {
        let person = world.actors[**at].person;
        let safe = !exposed(&world, &law, person, &mut BTreeSet::new());
        !world.ill.contains(&person) && safe && !world.actors[**at].silent
    };
    let mut others: Vec<usize> = Vec::new();
    for at in all.iter().filter(honest) {
        if others.iter().all(|other| world.actors[*other].person != world.actors[*at].person) {
            others.push(*at);
        }
    }
    let (one, two) = (*others.first()?, *others.get(1)?);
    world.actors[ill].silent = false;
    if !well_meant(&world, &law) {
        return None;
    }
    let mut chosen = [one, ill, two];
    let start = rng.random_range(0..3);
    chosen.rotate_left(start);
    make_organisers(&mut world, &chosen, &[one, two]);
    let law = world.law().1;
    let organise = [0, one, two, ill].iter().all(|at| law.organisers().contains(&world.actors[*at].person));
    let few = law.organisers().iter().filter(|person| world.ill.contains(person)).count() == 1;
    if !organise || !few {
        return None;
    }
    if rng.random() {
        world.add_silent(ill);
    }
    for _ in 0..2 {
        let all = world.speakers();
        world.say_heard(&all);
    }
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
        let honest = world.honest();
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
        for _ in 0..2 {
            world.say_heard(&honest);
        }
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
