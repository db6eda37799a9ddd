//! What takes a role: who has it not is refused, and what a modified client says without it no device shows.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use automerge::ScalarValue;
use kith_community::announcement::AnnouncementsQuery;
use kith_community::community::{CommunityQuery, CommunityView};
use kith_community::topic::TopicQuery;
use kith_community::{community, look, topic};
use kith_sync::charter::{Role, Statement};
use kith_sync::id::ItemId;
use kith_tests::bare::{Device, everything, found, hear, newcomer, own_words};
use kith_tests::rowless::{Field, Rowless, puts_anew, puts_later, rowless};
use kith_tests::town::Town;

fn number(name: &'static str, value: i64) -> Field {
    (name, ScalarValue::from(value))
}

fn around(device: &Device) -> CommunityView {
    look(device, &CommunityQuery).unwrap()
}

/// What a member says with a client that asks nobody's leave: a name, customs, and that the item `on` is settled.
fn claims(device: &mut kith_sync::node::Replica<Rowless>, on: ItemId) {
    let end = number("t", 1_800_000_000_000);
    puts_anew(device, vec![end.clone(), number("k", 5), number("w", 1)]);
    puts_anew(device, vec![end.clone(), number("k", 10), number("u", 7)]);
    puts_anew(device, vec![end.clone(), number("k", 11), number("h", 1)]);
    let on = ("on", ScalarValue::Bytes(on.to_bytes().to_vec()));
    puts_anew(device, vec![end, number("k", 4), on, ("v", ScalarValue::Boolean(true))]);
}

fn settled(device: &Device, topic: &str) -> bool {
    look(device, &TopicQuery::end(topic)).unwrap().resolved
}

fn starts(device: &mut Device, title: &str) -> String {
    let address = kith_sync::net::Address { endpoint: device.me().keys.endpoint, sockets: Vec::new(), relay: None };
    let command = topic::Command::Start { title: title.into(), channel: None, body: None, asks: true, sending: None };
    match kith_community::act(device, &address, command, 1_700_000_000_000) {
        Ok(kith_community::command::Done::Topic { topic }) => topic,
        other => panic!("{other:?}"),
    }
}

/// In each role what it allows, and no more, whoever hears of it in whatever order.
#[test]
fn what_a_modified_client_says_without_the_role_no_device_shows() {
    for (role, chooses, settles) in
        [(None, false, false), (Some(Role::Steward), false, true), (Some(Role::Organiser), true, true)]
    {
        let mut founder = found();
        let mut ill = rowless(&mut founder, 9);
        let mut other = newcomer(&mut founder, 3);
        let question = starts(&mut other, "Who has the keys?");
        hear(&mut founder, &everything(&other));
        if let Some(to) = role {
            founder.state(&Statement::Raise { person: ill.me().person, to }).unwrap();
        }
        for range in everything(&founder) {
            ill.absorb(&[range]).unwrap();
        }
        claims(&mut ill, question.parse().unwrap());
        for first in [true, false] {
            let mut hears = newcomer(&mut founder, if first { 20 } else { 21 });
            let (theirs, mut ours) = (own_words(&ill), everything(&founder));
            ours.extend(everything(&other));
            let all = if first { [theirs, ours].concat() } else { [ours, theirs].concat() };
            hear(&mut hears, &all);
            let view = around(&hears);
            let named = "SELECT count(*) FROM items WHERE kind = 5";
            let names: u32 = hears.store().connection().query_row(named, [], |row| row.get(0)).unwrap();
            assert_eq!(names, u32::from(chooses), "{role:?} names the community");
            assert_eq!(view.customs.answer_h == 7, chooses, "{role:?} chooses how the community talks");
            assert_eq!(settled(&hears, &question), settles, "{role:?} settles what another asked");
            let announced = look(&hears, &AnnouncementsQuery { most: 9 }).unwrap().rows.len();
            assert_eq!(announced, usize::from(role.is_some()), "{role:?} announces");
        }
    }
}

#[test]
fn who_has_not_the_role_is_refused_and_shown_no_way_to_it() {
    let mut town = Town::of(&["A", "B", "C"]);
    let topic = town.starts("B", "Who has the keys?");
    town.meet(&["A", "B", "C"]);
    let settle = || topic::Command::Resolve { topic: topic.clone(), resolved: true };
    let name = || community::Command::Rename { name: "Garden".into() };
    let may = |town: &mut Town, who: &str| {
        let view = around(town.replica(who));
        (view.may.write, view.may.choose, town.topic(who, &topic).may_settle)
    };
    assert_eq!(may(&mut town, "A"), (true, true, true), "the founder");
    assert_eq!(may(&mut town, "B"), (true, false, true), "who began it");
    assert_eq!(may(&mut town, "C"), (true, false, false), "another member");
    assert!(town.tries("C", settle()).unwrap_err().contains("not-allowed"));
    for who in ["B", "C"] {
        assert!(town.tries(who, name()).unwrap_err().contains("not-allowed"), "{who}");
    }
    let c = town.person("C");
    town.with("A", |a| a.state(&Statement::Raise { person: c, to: Role::Steward })).unwrap();
    town.meet(&["A", "B", "C"]);
    assert_eq!(may(&mut town, "C"), (true, false, true), "a steward");
    town.does("C", settle());
    town.meet(&["A", "B", "C"]);
    assert!(["A", "B", "C"].iter().all(|who| town.topic(who, &topic).resolved));
    // Nobody writes who does not belong.
    town.does("A", kith_community::charter::Command::Remove { person: kith_sync::id::to_text(&c.0), why: None });
    town.meet(&["A", "B", "C"]);
    assert_eq!(may(&mut town, "C"), (false, false, false));
    assert!(town.topic("A", &topic).resolved, "what was said in the role stays");
}

/// A role of long ago gives no right to what is said knowing of its end; what was said in it stays.
#[test]
fn what_was_said_in_a_role_stays_and_no_more_is() {
    let mut founder = found();
    let mut once = rowless(&mut founder, 9);
    let person = once.me().person;
    let customs = |founder: &Device| around(founder).customs.answer_h;
    let hours = |value: i64, at: i64| vec![number("t", at), number("k", 10), number("u", value)];
    let raised = Statement::Raise { person, to: Role::Organiser };
    founder.state(&raised).unwrap();
    once.absorb(&everything(&founder)).unwrap();
    puts_anew(&mut once, hours(5, 1_800_000_000_000));
    hear(&mut founder, &own_words(&once));
    assert_eq!(customs(&founder), 5);
    founder.state(&Statement::Lower { person, to: Role::Member }).unwrap();
    assert_eq!(customs(&founder), 5, "what was said in the role");
    once.absorb(&everything(&founder)).unwrap();
    puts_anew(&mut once, hours(9, 1_900_000_000_000));
    hear(&mut founder, &own_words(&once));
    assert_eq!(customs(&founder), 5, "what was said knowing that it ended");
}

/// X makes B a steward while A removes X: the appointment falls, and with it what B said by it, on the devices that showed it too.
#[test]
fn what_stood_on_an_appointment_that_fell_falls_with_it() {
    let mut town = Town::of(&["A", "X", "B"]);
    let topic = town.starts("A", "Who has the keys?");
    let [x, b] = ["X", "B"].map(|who| town.person(who));
    town.with("A", |a| a.state(&Statement::Raise { person: x, to: Role::Organiser })).unwrap();
    town.meet(&["A", "X", "B"]);
    town.with("X", |x| x.state(&Statement::Raise { person: b, to: Role::Steward })).unwrap();
    town.meet(&["X", "B"]);
    town.does("B", topic::Command::Resolve { topic: topic.clone(), resolved: true });
    town.meet(&["X", "B"]);
    assert!(town.topic("X", &topic).resolved);
    let cuts = town.replica("A").cuts_of(&x);
    town.with("A", |a| a.state(&Statement::Remove { person: x, cuts, why: None })).unwrap();
    town.meet(&["A", "B"]);
    for who in ["A", "B"] {
        assert_eq!(town.replica(who).law().given_role(&b), Some(Role::Member), "{who}");
        assert!(!town.topic(who, &topic).resolved, "{who}");
    }
}

/// Two organisers make B a steward, apart: of two that say the same one changes nothing, and B may have heard of that one alone.
#[test]
fn what_is_said_by_an_appointment_that_was_said_twice_stays() {
    let mut town = Town::of(&["A", "X", "B", "C"]);
    let topic = town.starts("A", "Who has the keys?");
    let [x, b] = ["X", "B"].map(|who| town.person(who));
    town.with("A", |a| a.state(&Statement::Raise { person: x, to: Role::Organiser })).unwrap();
    town.meet(&["A", "X", "B", "C"]);
    for who in ["A", "X"] {
        town.with(who, |by| by.state(&Statement::Raise { person: b, to: Role::Steward })).unwrap();
    }
    // Whichever of the two stands first in the order, one of B and C hears of the other alone.
    for (by, who) in [("X", "B"), ("A", "C")] {
        town.meet(&[by, who]);
    }
    town.does("B", topic::Command::Resolve { topic: topic.clone(), resolved: true });
    town.meet(&["A", "X", "B", "C"]);
    assert!(["A", "X", "B", "C"].iter().all(|who| town.topic(who, &topic).resolved));
}

/// Of three organisers two agree apart to what the third asked; who was made organiser heard of one of them alone.
#[test]
fn what_an_organiser_says_whom_two_agreed_to_apart_stays() {
    for heard in ["X", "Y"] {
        let mut town = Town::of(&["A", "X", "Y", "B"]);
        let everyone = ["A", "X", "Y", "B"];
        let [x, y, b] = ["X", "Y", "B"].map(|who| town.person(who));
        let raise = |person| Statement::Raise { person, to: Role::Organiser };
        let agree = |town: &mut Town, who: &str, first| {
            town.with(who, |by| by.state(&Statement::Second { first, why: None })).unwrap();
        };
        for person in [x, y] {
            town.with("A", |a| a.state(&raise(person))).unwrap();
        }
        town.meet(&everyone);
        let asked = town.with("A", |a| a.state(&raise(b))).unwrap();
        town.meet(&everyone);
        for who in ["X", "Y"] {
            agree(&mut town, who, asked);
        }
        town.meet(&[heard, "B"]);
        town.does("B", community::Command::Rename { name: "Garden".into() });
        town.meet(&everyone);
        for who in everyone {
            assert_eq!(around(town.replica(who)).name, "Garden", "{who}, where B heard of {heard}");
        }
    }
}

/// Who had the role and lost it puts nothing else in the place of what they said in it.
#[test]
fn what_was_said_in_a_role_is_not_changed_without_it() {
    let yes = |yes| ("v", ScalarValue::Boolean(yes));
    let kinds: [(Vec<Field>, Vec<Field>); 3] = [
        (vec![number("k", 5)], vec![number("w", 1)]),
        (vec![number("k", 10), number("u", 5)], vec![number("u", 9)]),
        (vec![number("k", 4), yes(false)], vec![yes(true)]),
    ];
    for (mut first, then) in kinds {
        let mut founder = found();
        let mut once = rowless(&mut founder, 9);
        let person = once.me().person;
        let topic = starts(&mut founder, "Who has the keys?");
        founder.state(&Statement::Raise { person, to: Role::Organiser }).unwrap();
        once.absorb(&everything(&founder)).unwrap();
        let on = topic.parse::<ItemId>().unwrap().to_bytes().to_vec();
        first.extend([number("t", 1_800_000_000_000), ("on", ScalarValue::Bytes(on))]);
        puts_anew(&mut once, first.clone());
        hear(&mut founder, &own_words(&once));
        founder.state(&Statement::Lower { person, to: Role::Member }).unwrap();
        once.absorb(&everything(&founder)).unwrap();
        puts_later(&mut once, then);
        hear(&mut founder, &own_words(&once));
        let mut other = newcomer(&mut founder, 3);
        hear(&mut other, &[everything(&founder), own_words(&once)].concat());
        for device in [&founder, &other] {
            let view = around(device);
            assert_eq!(view.name, "", "{first:?}");
            assert_ne!(view.customs.answer_h, 9, "{first:?}");
            assert!(!settled(device, &topic), "{first:?}");
        }
    }
}
