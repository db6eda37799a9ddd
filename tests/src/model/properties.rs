//! What holds of the law whatever is said, by whom and in whatever ignorance.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::Role::{Guest, Member, Organiser, Steward};
use super::story::*;
use super::{Body, Id, Person, Role, Statement, Status};

const PEOPLE: [&str; 6] = ["A", "B", "C", "D", "E", "F"];
const SPARE: [&str; 6] = ["A2", "B2", "C2", "D2", "E2", "F2"];

/// One thing said at random, perhaps after hearing another device.
#[derive(Clone, Debug)]
struct Step {
    who: usize,
    from: usize,
    hears: bool,
    what: usize,
    whom: usize,
    role: usize,
    id: Id,
}

fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    let step = (0..12usize, 0..12usize, any::<bool>(), 0..17usize, 0..6usize, 0..4usize);
    let step = (step, any::<[u8; 32]>());
    let step =
        step.prop_map(|((who, from, hears, what, whom, role), id)| Step { who, from, hears, what, whom, role, id });
    prop::collection::vec(step, 0..most)
}

/// A founds, B and C are raised, all know it; E and F are strangers with a link.
fn opening() -> Story {
    let mut story = Story::founded_by("A");
    for newcomer in ["B", "C", "D"] {
        story.join("A", newcomer);
    }
    story.give("A", "B", Organiser);
    story.give("A", "C", Steward);
    for link in ["E", "F"] {
        story.say("A", invite(link, Member));
    }
    for device in PEOPLE.iter().chain(&SPARE) {
        story.hear(device, "A");
    }
    story
}

fn tell(story: &mut Story, steps: &[Step]) {
    for step in steps {
        let device = name(step.who);
        if step.hears {
            story.hear(device, name(step.from));
        }
        let body = body(story, step, device);
        story.say_as(device, step.id, body);
    }
}

fn name(n: usize) -> &'static str {
    PEOPLE.iter().chain(&SPARE).nth(n).copied().unwrap_or("A")
}

fn body(story: &Story, step: &Step, device: &str) -> Body {
    let whom = PEOPLE[step.whom];
    let role = [Guest, Member, Steward, Organiser][step.role];
    match step.what {
        0 => invite(whom, role),
        1 => limited_invite(SPARE[step.whom], role, 1),
        2 => close(whom),
        3 | 4 => admit(whom, whom),
        5 => admit_again("E", whom, whom, known(story, device, |b| matches!(b, Body::Leave { .. }))),
        6 => leave(),
        7 | 8 => {
            let from = story.seen_by(device).role(whom).unwrap_or(Guest);
            self::role(whom, from, role)
        }
        9..=11 => remove(whom),
        12 => {
            let mine = |b: &Body| matches!(b, Body::Remove { .. } | Body::Admit { .. });
            let about = known(story, device, mine).into_iter();
            restore(whom, role, about.filter(|id| concerns(&story.statements()[id], whom)))
        }
        13 => add_device(SPARE[step.whom]),
        14 => remove_device(name(step.from)),
        15 => Body::StandIn,
        _ => epoch(known(story, device, |b| matches!(b, Body::Epoch { .. }))),
    }
}

fn known(story: &Story, device: &str, kind: impl Fn(&Body) -> bool) -> BTreeSet<Id> {
    let law = story.seen_by(device);
    let valid = law.0.valid.iter().copied();
    valid.filter(|id| kind(&story.statements()[id].body)).collect()
}

fn concerns(s: &Statement, whom: &str) -> bool {
    match &s.body {
        Body::Remove { person: p, .. } => *p == person(whom),
        Body::Admit { person: p, .. } => *p == person(whom),
        _ => false,
    }
}

fn statuses(law: &Law) -> BTreeMap<Person, (Status, Role)> {
    let people = law.0.standing.people.iter();
    people.map(|(p, member)| (*p, (member.status, member.role))).collect()
}

/// The statements but for these and all that knows them.
fn without(story: &Story, gone: &BTreeSet<Id>) -> BTreeMap<Id, Statement> {
    let mut left = story.statements().clone();
    left.retain(|id, _| !gone.contains(id));
    loop {
        let held: BTreeSet<Id> = left.keys().copied().collect();
        left.retain(|_, s| s.cites.is_subset(&held));
        if left.len() == held.len() {
            return left;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_arrival_changes_nothing(
        (steps, arrival) in steps(24).prop_flat_map(|steps| {
            let places: Vec<usize> = (0..steps.len() + 12).collect();
            (Just(steps), Just(places).prop_shuffle())
        })
    ) {
        let mut story = opening();
        tell(&mut story, &steps);
        let all: Vec<&Statement> = story.statements().values().collect();
        let mut held = BTreeMap::new();
        for s in arrival.iter().filter_map(|place| all.get(*place)).chain(&all) {
            held.insert(s.id, (*s).clone());
        }
        let (late, whole) = (story.model().judge(&held), story.whole().0);
        prop_assert_eq!(late.valid, whole.valid);
        prop_assert_eq!(late.standing, whole.standing);
    }

    #[test]
    fn what_cites_the_missing_is_as_if_unsaid(steps in steps(24), nth in 0..40usize) {
        let mut story = opening();
        tell(&mut story, &steps);
        let gone: BTreeSet<Id> = story.statements().keys().nth(nth).copied().into_iter().collect();
        let mut holed = story.statements().clone();
        holed.retain(|id, _| !gone.contains(id));
        let closed = without(&story, &gone);
        let (holed, closed) = (story.model().judge(&holed), story.model().judge(&closed));
        prop_assert_eq!(holed.order, closed.order);
        prop_assert_eq!(holed.standing, closed.standing);
    }

    #[test]
    fn somebody_organises_while_anyone_but_guests_is_active(steps in steps(32)) {
        let mut story = opening();
        tell(&mut story, &steps);
        let law = story.whole();
        let active = || law.0.standing.people.values().filter(|m| m.status == Status::Active);
        let grown = active().any(|m| m.role > Guest);
        prop_assert_eq!(grown, active().any(|m| m.organises && m.role > Guest));
    }

    #[test]
    fn what_is_said_elsewhere_reorders_nothing(steps in steps(24), extra in prop::collection::btree_set(0..24usize, 0..8)) {
        let mut story = opening();
        tell(&mut story, &steps);
        let gone = extra.iter().filter_map(|n| steps.get(*n)).map(|step| step.id).collect();
        let fewer = story.model().judge(&without(&story, &gone)).order;
        let held: BTreeSet<Id> = fewer.iter().copied().collect();
        let mut whole = story.whole().0.order;
        whole.retain(|id| held.contains(id));
        prop_assert_eq!(fewer, whole);
    }

    #[test]
    fn what_is_applied_is_valid_and_every_valid_removal_is_applied(steps in steps(32)) {
        let mut story = opening();
        tell(&mut story, &steps);
        let law = story.whole().0;
        let valid = law.valid.iter().filter(|id| {
            let body = &story.statements()[*id].body;
            let demotes = matches!(body, Body::Role { from, to, .. } if to < from);
            demotes || matches!(body, Body::Remove { .. } | Body::Leave { .. } | Body::DeviceRemove { .. })
        });
        let valid: BTreeSet<Id> = valid.copied().collect();
        prop_assert_eq!(valid, law.applied.iter().copied().collect::<BTreeSet<Id>>());
    }

    #[test]
    fn a_removed_person_changes_nobody_by_what_the_remover_had_not_heard(
        before in steps(16), after in steps(8), whom in 1..4usize,
    ) {
        let mut story = opening();
        // Leaves out what touches A, and invitations that fill or close, which anyone that knew them may use up.
        let gentle = |step: &&Step| {
            let a_is_in_it = PEOPLE[step.whom] == "A" || ["A", "A2"].contains(&name(step.who));
            !a_is_in_it && !matches!(step.what, 1 | 2 | 14)
        };
        let before: Vec<Step> = before.iter().filter(gentle).cloned().collect();
        tell(&mut story, &before);
        let removal = story.say_as("A", [0xff; 32], remove(PEOPLE[whom]));
        let told = story.whole();
        let after = after.into_iter().filter(|step| gentle(&step)).map(|mut step| {
            (step.who, step.hears) = (whom, false);
            step
        });
        tell(&mut story, &after.collect::<Vec<_>>());
        let law = story.whole();
        if told.0.applied.contains(&removal) && law.0.applied.contains(&removal) {
            let changed = statuses(&law);
            for (person, was) in statuses(&told) {
                prop_assert_eq!(changed.get(&person), Some(&was));
            }
        }
    }
}
