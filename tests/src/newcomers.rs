//! People who come one after another by the founder's Kith, and what each costs on the wire. Who is in goes to sleep: what
//! a newcomer costs is then what the founder's device alone tells them.

use crate::village::{Village, enter};
use kith_community::command::Done;
use kith_community::invitation;
use kith_sync::node::Link;
use kith_sync::session::Frame;
use kith_sync::snapshot::charter::unpack;

/// Longest that one may take to come in, by the world's clock.
const MAX_SECONDS: usize = 600;
/// Deliveries in a second of it.
const AT_ONCE: usize = 2_000;

/// An evening at which people are let in.
pub struct Evening {
    village: Village,
    link: Link,
}

/// Bytes on the wire of one newcomer's coming.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Of the welcome: the charter.
    pub welcome: usize,
    /// Of the same ranges as they are stored.
    pub charter: usize,
    /// Of receipts.
    pub receipts: usize,
    /// Of the newest receipts as they are stored.
    pub signed: usize,
    /// Of all frames both ways, lengths included, until both devices have nothing more to say.
    pub all: usize,
}

impl Evening {
    /// A founder with a topic and a link.
    #[must_use]
    pub fn begin(seed: u64) -> Self {
        let mut village = Village::of(seed, &["Ada"]);
        village.start_topic(0, "Who is here?", "I am");
        let link = match village.act(0, invitation::Command::Open { days: 14 }) {
            Done::Link { link } => Link::from_text(&link).unwrap_or_else(|error| panic!("a link just made: {error}")),
            other => panic!("no link but {other:?}"),
        };
        Self { village, link }
    }

    /// Lets one more person in, who says their name.
    pub fn let_in(&mut self) -> Told {
        self.village.world.tap();
        // Names that are alike cost more: each would be marked.
        let number = self.village.world.len();
        let new = enter(&mut self.village.world, &self.link);
        self.rest(new);
        self.village.rename(new, &format!("Person {number}"));
        self.rest(new);
        let mut told = Told::default();
        for bytes in self.village.world.tapped() {
            let length = bytes.len() + 4;
            told.all += length;
            match Frame::decode(bytes) {
                Some(Frame::Welcome { ranges, last, block }) => {
                    told.welcome += length;
                    let packed =
                        block.and_then(|block| unpack(&block, &self.link.charter_key).ok()).unwrap_or_default();
                    let whole = Frame::Welcome { ranges: [packed, ranges].concat(), last, block: None };
                    told.charter += whole.encode().len() + 4;
                }
                Some(Frame::Receipt(_) | Frame::PackedReceipts(_)) => told.receipts += length,
                _ => {}
            }
        }
        let replica = self.village.world.core(0).replica();
        told.signed =
            replica.store().receipts(&replica.everyone()).map_or(0, |all| all.iter().map(|of| of.2.len()).sum());
        let people = self.village.world.core(0).replica().law().people().len();
        assert_eq!(self.village.world.core(new).replica().law().people().len(), people, "the newcomer knows all");
        self.village.world.discard(new);
        told
    }

    /// Runs until the founder's device and this one have no more to say. They go on trying to reach all who sleep, so that a world
    /// of many has always something to do.
    fn rest(&mut self, new: usize) {
        let world = &mut self.village.world;
        for _ in 0..MAX_SECONDS {
            let told = world.tapped().len();
            world.now_ms += 1_000;
            for at in [0, new] {
                let now = world.now_ms;
                world.core(at).tick(now);
                world.flush(at);
            }
            world.run_some(AT_ONCE);
            if world.tapped().len() == told && world.core(0).is_quiet() && world.core(new).is_quiet() {
                return;
            }
        }
        panic!("a newcomer does not come to rest");
    }
}
