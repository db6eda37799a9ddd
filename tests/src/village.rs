//! A village: a few people in the simulator with real slices, who do by commands what people do on screens.

use crate::chaos::Seen;
use crate::sim::World;
use kith_community::command::{Command, Done};
use kith_community::project::Rows;
use kith_community::topic::TopicQuery;
use kith_community::{act, look, rename};
use kith_community::{device, invitation, topic};
use kith_sync::id::{PersonId, to_text};
use kith_sync::node::{Link, LinkFor, Me, Replica};
use kith_sync::record::Secret;
use rand::Rng;

/// A few people, the first of whom founded.
pub struct Village {
    /// Where they live.
    pub world: World<Rows>,
}

impl Village {
    /// People by their names; all know all, and nothing is on its way.
    #[must_use]
    pub fn of(seed: u64, names: &[&str]) -> Self {
        let mut world = World::new(seed);
        let (store, rng) = (world.store(), world.fork_rng());
        let replica = Replica::found(store, Rows, rng, true).unwrap_or_else(|error| panic!("founding: {error}"));
        world.add(replica);
        let mut village = Self { world };
        for (at, name) in names.iter().enumerate() {
            if at == 0 {
                village.rename(0, name);
            } else {
                village.join(0, name);
            }
        }
        village.settle();
        village
    }

    /// A newcomer comes by a link of `by`.
    pub fn join(&mut self, by: usize, name: &str) -> usize {
        let link = self.link(by, invitation::Command::Open { days: 14 });
        let new = enter(&mut self.world, &link);
        self.world.run();
        self.rename(new, name);
        new
    }

    /// A second device of the person at `of`.
    pub fn second_device(&mut self, of: usize) -> usize {
        let link = self.link(of, device::Command::Link);
        let new = enter(&mut self.world, &link);
        self.world.run();
        new
    }

    fn link(&mut self, at: usize, command: impl Into<Command>) -> Link {
        match self.act(at, command) {
            Done::Link { link } => Link::from_text(&link).unwrap_or_else(|error| panic!("a link just made: {error}")),
            other => panic!("no link but {other:?}"),
        }
    }

    /// Names the person of a device.
    pub fn rename(&mut self, at: usize, name: &str) {
        let now = self.world.now_ms;
        let core = self.world.core(at);
        rename(core.replica_mut(), name).unwrap_or_else(|trouble| panic!("a name: {trouble}"));
        core.flush(now).unwrap_or_else(|error| panic!("flush: {error}"));
    }

    /// Does something on a device; it must not be refused.
    pub fn act(&mut self, at: usize, command: impl Into<Command>) -> Done {
        let (address, now) = (self.world.address(at), self.world.now_ms);
        let core = self.world.core(at);
        let done = act(core.replica_mut(), &address, command, now).unwrap_or_else(|trouble| panic!("{at}: {trouble}"));
        core.flush(now).unwrap_or_else(|error| panic!("flush: {error}"));
        done
    }

    /// Starts a topic and answers its id.
    pub fn start_topic(&mut self, at: usize, title: &str, body: &str) -> String {
        let command = topic::Command::Start {
            title: title.into(),
            channel: None,
            body: Some(body.into()),
            asks: false,
            sending: None,
        };
        match self.act(at, command) {
            Done::Topic { topic } => topic,
            other => panic!("no topic but {other:?}"),
        }
    }

    /// Answers in a topic; gives the post's id.
    pub fn reply(&mut self, at: usize, topic: &str, text: &str) -> String {
        let command =
            topic::Command::Reply { topic: topic.into(), text: text.into(), quotes: Vec::new(), sending: None };
        match self.act(at, command) {
            Done::Post { post } => post,
            other => panic!("no post but {other:?}"),
        }
    }

    /// The words of a topic's posts, as a device shows them.
    pub fn words(&mut self, at: usize, topic: &str) -> Vec<String> {
        look(self.world.core(at).replica(), &TopicQuery::end(topic))
            .unwrap_or_else(|trouble| panic!("no topic but {trouble}"))
            .posts
            .into_iter()
            .map(|post| post.text)
            .collect()
    }

    /// Who has the device.
    pub fn person(&mut self, at: usize) -> PersonId {
        self.world.core(at).replica().me().person
    }

    /// The same, as commands name people.
    pub fn person_text(&mut self, at: usize) -> String {
        to_text(&self.person(at).0)
    }

    /// What a device sees.
    pub fn seen(&mut self, at: usize) -> Seen {
        Seen::by(self.world.core(at).replica())
    }

    /// Everyone meets, and all that is on its way arrives.
    pub fn settle(&mut self) {
        self.world.run();
        self.world.meet();
        self.world.run();
    }

    /// These devices must see the same; answers what they see.
    pub fn agreed(&mut self, devices: &[usize]) -> Seen {
        let all: Vec<Seen> = devices.iter().map(|at| self.seen(*at)).collect();
        for (at, seen) in devices.iter().zip(&all) {
            assert_eq!(all[0], *seen, "devices {} and {at} differ", devices[0]);
        }
        all[0].clone()
    }

    /// Turns a device off as a crash would, and on again.
    pub fn restart(&mut self, at: usize) {
        self.world.turn_off(at);
        self.world.turn_on(at);
    }
}

/// A device that begins with nothing but a link; it has begun to ask.
pub fn enter(world: &mut World<Rows>, link: &Link) -> usize {
    let (store, rng) = (world.store(), world.fork_rng());
    let mut seed = [0; 32];
    world.rng.fill_bytes(&mut seed);
    let seed = Secret(seed);
    let person = match link.purpose {
        LinkFor::Device { person, .. } => Some(person),
        LinkFor::Newcomer { .. } => None,
    };
    let person = Me::from_seed(&seed, person).person;
    Replica::<Rows>::begin(&store, &seed, person, &link.community, &link.charter_key)
        .unwrap_or_else(|error| panic!("beginning: {error}"));
    let replica = Replica::open(store, Rows, rng).unwrap_or_else(|error| panic!("opening: {error}"));
    let new = world.add(replica);
    world.core(new).join(link.clone());
    new
}

/// Seeded randomness for a test that has no world at hand.
#[must_use]
pub fn any_rng(seed: u64) -> rand_chacha::ChaCha20Rng {
    rand::SeedableRng::seed_from_u64(seed)
}
