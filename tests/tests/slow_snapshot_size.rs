//! What a snapshot weighs at its full size: ten thousand posts by fifty people.

use kith_community::project::Rows;
use kith_sync::node::{Link, LinkFor};
use kith_sync::session::Frame;
use kith_tests::sim::World;
use kith_tests::talkative::{Talk, community, newcomer};
use std::cell::Cell;
use std::rc::Rc;

#[test]
fn ten_thousand_posts_weigh_less_than_their_text() {
    let mut talk = Talk::new(3);
    let posts: Vec<_> = (0..10_000).map(|_| talk.post(50, 200)).collect();
    let text: usize = posts.iter().map(|post| post.text.len()).sum();
    let mut world = World::<Rows>::new(3);
    let a = world.add(community(50, 200, &posts));
    let (bytes, blocks) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let seen = (bytes.clone(), blocks.clone());
    world.alter = Some(Box::new(move |_, frame| {
        if let Some(Frame::Packed(_)) = Frame::decode(&frame) {
            seen.0.set(seen.0.get() + frame.len() + 4);
            seen.1.set(seen.1.get() + 1);
        }
        frame
    }));
    let addresses = vec![world.address(a)];
    let replica = world.core(a).replica_mut();
    let link = Link {
        community: replica.community(),
        secret: replica.invite(0, 30_000).unwrap(),
        charter_key: replica.charter_key().clone(),
        name: String::new(),
        greeting: String::new(),
        purpose: LinkFor::Newcomer { last_day: 30_000 },
        addresses,
    };
    let mut rng = world.fork_rng();
    let replica = newcomer(world.core(a).replica(), &mut rng);
    let b = world.add(replica);
    world.core(b).join(link);
    world.run();
    let root = |world: &mut World<Rows>, at| world.core(at).replica().state_root().unwrap();
    assert_eq!(root(&mut world, a), root(&mut world, b));
    let bytes = bytes.get();
    println!(
        "{} posts of {} letters: {} bytes a post in {} blocks, {:.3} of the text",
        posts.len(),
        text / posts.len(),
        bytes / posts.len(),
        blocks.get(),
        bytes as f64 / text as f64
    );
    assert!(bytes * 100 <= text * 85, "{bytes} bytes for {text} bytes of text");
}
