//! However many names, customs and resolutions somebody says, what another says after them speaks instead of all.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use automerge::ScalarValue;
use kith_community::topic::TopicQuery;
use kith_community::{Reader, act, community, look, topic};
use kith_sync::charter::{Role, Statement};
use kith_sync::id::ItemId;
use kith_sync::net::Address;
use kith_sync::node::Replica;
use kith_tests::bare::{Device, everything, found, hear, own_words, says};
use kith_tests::rowless::{Field, Rowless, puts_anew, rowless};

fn does(device: &mut Device, command: impl Into<kith_community::command::Command>) {
    let address = Address { endpoint: device.me().keys.endpoint, sockets: Vec::new(), relay: None };
    act(device, &address, command, 1_700_000_000_000).unwrap();
}

fn number(name: &'static str, value: i64) -> Field {
    (name, ScalarValue::from(value))
}

/// Somebody with a role, and a client of their own that checks nothing.
fn ill_with(founder: &mut Device, to: Role) -> Replica<Rowless> {
    let mut ill = rowless(founder, 9);
    founder.state(&Statement::Raise { person: ill.me().person, to }).unwrap();
    ill.absorb(&everything(founder)).unwrap();
    ill
}

/// A founder who heard so many items of an organiser, all said at the end of time, and then put them out.
fn after(count: usize, item: &[Field]) -> Device {
    let mut founder = found();
    let mut ill = ill_with(&mut founder, Role::Organiser);
    for _ in 0..count {
        puts_anew(&mut ill, [&[number("t", i64::MAX)], item].concat());
    }
    hear(&mut founder, &own_words(&ill));
    let person = ill.me().person;
    let cuts = founder.cuts_of(&person);
    founder.state(&Statement::Remove { person, cuts, why: None }).unwrap();
    founder
}

/// One item speaks instead of 1,024.
#[test]
fn a_community_is_called_what_it_is_called_last_however_many_names_it_had() {
    for count in [70, 1_024, 1_025, 2_100] {
        let mut founder = after(count, &[number("k", 5), number("w", 1)]);
        does(&mut founder, community::Command::Rename { name: "Garden".into() });
        assert_eq!(community::names(&Reader::of(&founder)).unwrap(), ["Garden"], "after {count} names");
    }
}

#[test]
fn customs_are_what_was_chosen_last_however_many_were_chosen() {
    for count in [70, 1_025] {
        let mut founder = after(count, &[number("k", 10), number("u", 5)]);
        let customs = |founder: &Device| community::customs(&Reader::of(founder)).unwrap();
        assert_eq!(customs(&founder).answer_h, 5);
        does(&mut founder, community::Command::SetCustoms { reactions: Some(vec!["+1".into()]), answer_h: None });
        assert_eq!((customs(&founder).answer_h, customs(&founder).reactions), (5, vec!["+1".into()]));
        does(&mut founder, community::Command::SetCustoms { reactions: None, answer_h: Some(9) });
        assert_eq!((customs(&founder).answer_h, customs(&founder).reactions), (9, vec!["+1".into()]), "after {count}");
    }
}

#[test]
fn a_topic_is_resolved_however_often_somebody_opened_it() {
    for (opened, closed) in [(70, 0), (1, 1_100)] {
        is_resolved_after(opened, closed);
    }
}

/// Somebody says so often that a topic is open, and so often that it is resolved, all of it beside each other.
fn is_resolved_after(opened: usize, closed: usize) {
    let mut founder = found();
    let mut ill = ill_with(&mut founder, Role::Steward);
    says(&mut founder, None, 1);
    let topic: Vec<u8> = founder
        .store()
        .connection()
        .query_row("SELECT name FROM names JOIN topics ON item = id", [], |row| row.get(0))
        .unwrap();
    let topic = ItemId::from_bytes(&topic).unwrap();
    ill.absorb(&everything(&founder)).unwrap();
    for nth in 0..opened + closed {
        let on = ("on", ScalarValue::Bytes(topic.to_bytes().to_vec()));
        let resolved = ScalarValue::Boolean(nth >= opened);
        puts_anew(&mut ill, vec![number("k", 4), number("t", 5), on, ("v", resolved)]);
    }
    hear(&mut founder, &own_words(&ill));
    does(&mut founder, topic::Command::Resolve { topic: topic.to_string(), resolved: true });
    let view = look(&founder, &TopicQuery::end(topic.to_string())).unwrap();
    assert!(view.resolved && !view.two_versions);
}
