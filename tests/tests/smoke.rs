//! The shortest story, with slices that make no rows.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use automerge::transaction::Transactable;
use automerge::{ObjType, ROOT, ReadDoc};
use kith_sync::document::Kind;
use kith_sync::net::Address;
use kith_sync::node::{Changed, Link, LinkFor, Replica, Saying, Slices};
use kith_tests::sim::World;

#[derive(Default)]
struct Counting;
impl Slices for Counting {
    fn project(&mut self, _: &kith_tests::Connection, _: &Changed<'_>) -> kith_tests::Rows {
        Ok(())
    }
    fn let_go(&mut self, _: &kith_tests::Connection, _: i64, _: u64, _: u8) -> kith_tests::Rows {
        Ok(())
    }
}

fn say(world: &mut World<Counting>, at: usize, words: &str) {
    let replica = world.core(at).replica_mut();
    let circle = replica.everyone();
    let saying = Saying {
        circle,
        kind: Kind::Sheet,
        document: None,
        contents: vec![words.into()],
        erased: vec![],
        edit: Box::new(|tx| {
            let (_, items) = tx.get(ROOT, "items")?.unwrap();
            let n = tx.length(&items);
            let item = tx.insert_object(&items, n, ObjType::Map)?;
            tx.put(&item, "k", 1)?;
            tx.put(&item, "w", 1)?;
            Ok(Some(item))
        }),
    };
    replica.say(saying).unwrap();
    let now = world.now_ms;
    world.core(at).flush(now).unwrap();
}

fn invite(world: &mut World<Counting>, at: usize) -> Link {
    let replica = world.core(at).replica_mut();
    let secret = replica.invite(0, 30_000).unwrap();
    Link {
        community: replica.community(),
        secret,
        charter_key: replica.charter_key().clone(),
        name: String::new(),
        greeting: String::new(),
        purpose: LinkFor::Newcomer { last_day: 30_000 },
        addresses: vec![Address { endpoint: replica.me().keys.endpoint, sockets: vec![], relay: None }],
    }
}

fn join(world: &mut World<Counting>, link: Link) -> usize {
    let store = world.store();
    let rng = world.fork_rng();
    let seed = kith_sync::record::Secret({
        let mut s = [0; 32];
        rand::Rng::fill_bytes(&mut world.rng, &mut s);
        s
    });
    let person = kith_sync::node::Me::from_seed(&seed, None).person;
    Replica::<Counting>::begin(&store, &seed, person, &link.community, &link.charter_key).unwrap();
    let replica = Replica::open(store, Counting, rng).unwrap();
    let at = world.add(replica);
    world.core(at).join(link);
    at
}

fn state(world: &mut World<Counting>, at: usize) -> (u64, [u8; 16], [u8; 16], usize) {
    let replica = world.core(at).replica();
    let (n, refused) = replica.store().count_records(&replica.everyone()).unwrap();
    assert_eq!(refused, 0);
    (n, replica.digest(), replica.state_root().unwrap(), replica.notes().len())
}

#[test]
fn three_people_agree_after_one_slept() {
    let mut world = World::<Counting>::new(1);
    let (store, rng) = (world.store(), world.fork_rng());
    let a = world.add(Replica::found(store, Counting, rng, true).unwrap());
    say(&mut world, a, "one");
    let link = invite(&mut world, a);
    let b = join(&mut world, link);
    world.run();
    assert_eq!(state(&mut world, a), state(&mut world, b));
    say(&mut world, b, "two");
    world.run();
    assert_eq!(state(&mut world, a), state(&mut world, b));
    world.turn_off(a);
    let link = invite(&mut world, b);
    let c = join(&mut world, link);
    world.run();
    say(&mut world, c, "three");
    for _ in 0..70 {
        say(&mut world, b, "more");
    }
    world.run();
    assert_eq!(state(&mut world, b), state(&mut world, c));
    world.turn_on(a);
    world.run();
    assert_eq!(state(&mut world, a), state(&mut world, c));
    assert_eq!(state(&mut world, a).0, 73);
}
