//! Carriers that leave out: relays and a hub among honest people give any subset of what they were given.
//!
//! Parts are let go behind the back of their software (see [`crate::relay`]), and frames with records, logs and
//! branches do not come out at all, or without some of the logs. Whoever then meets an honest holder must end whole, and nothing may read as erased
//! that its person did not erase. Everything follows from a seed.

mod judged;
mod withheld;

use crate::relay::empty;
use crate::village::{Village, enter};
use kith_community::act;
use kith_community::command::{Command, Done};
use kith_community::{charter, invitation, topic};
use kith_sync::charter::Statement;
use kith_sync::node::Link;
use kith_sync::node::hub::{self, Hub, Quota};
use kith_sync::record::Secret;
use kith_sync::session::Frame;
use kith_sync::store::Store;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// How a run is made.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Everything follows from it.
    pub seed: u64,
    /// Things done.
    pub steps: usize,
    /// Frames that every device loses on their way in, to see that this is noticed.
    pub deaf: Option<fn(usize, &Frame) -> bool>,
}

/// What a run came to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Parts that carriers let go of.
    pub emptied: usize,
    /// Frames that carriers did not pass on.
    pub withheld: u64,
    /// Logs that carriers left out of a welcome, an introduction or the tale of a removal.
    pub untold: u64,
    /// How often somebody honest lacked something when the carriers were gone.
    pub lacked: usize,
    /// Posts that had to be shown, and were.
    pub shown: usize,
    /// Posts that read as erased, and were.
    pub erased: usize,
}

const ADA: usize = 0;
const BEA: usize = 1;
const CYD: usize = 2;
const PHONE: usize = 3;
const DAN: usize = 4;
const RELAYS: [usize; 2] = [5, 6];
const HUB: usize = 7;

/// Runs a plan; panics where somebody honest does not end whole.
#[must_use]
pub fn run(plan: Plan) -> Tally {
    let mut carriers = Carriers::begin(plan);
    for _ in 0..plan.steps {
        carriers.step();
    }
    carriers.end();
    carriers.judge();
    let (withheld, untold) = carriers.left_out.get();
    Tally { withheld, untold, ..carriers.tally }
}

struct Carriers {
    plan: Plan,
    village: Village,
    rng: ChaCha20Rng,
    topic: String,
    /// Posts that must be shown, with their words; none if they were edited.
    said: BTreeMap<String, Option<String>>,
    /// Posts that may read as erased.
    erased: BTreeSet<String>,
    own: BTreeMap<usize, Vec<String>>,
    newcomers: Vec<usize>,
    /// Whether carriers also keep back whole frames.
    withholds: bool,
    /// Opens the charter, for carriers as for everybody.
    key: Secret,
    removed: bool,
    stolen: bool,
    /// Parts that somebody honest held when the carriers were gone, by the record's hash.
    held: BTreeSet<([u8; 32], u8)>,
    /// Frames that carriers did not pass on, and logs they left out of others.
    left_out: Rc<Cell<(u64, u64)>>,
    tally: Tally,
}

impl Carriers {
    fn begin(plan: Plan) -> Self {
        let mut village = Village::of(plan.seed, &["Ada", "Bea", "Cyd"]);
        assert_eq!(village.second_device(BEA), PHONE);
        for name in ["Dan", "Rex", "Roy"] {
            village.join(ADA, name);
        }
        let mut endpoint = [0; 32];
        village.world.rng.fill_bytes(&mut endpoint);
        let core = village.world.core(ADA);
        let key = core.replica().charter_key().clone();
        let door = hub::door(&key);
        let named = core.replica_mut().state(&Statement::Hub { endpoint });
        named.unwrap_or_else(|error| panic!("naming a hub: {error}"));
        let store = Store::in_memory(&[]).unwrap_or_else(|error| panic!("a store in memory: {error}"));
        let hub = Hub::open(store, endpoint, door, Quota::default()).unwrap_or_else(|error| panic!("a hub: {error}"));
        assert_eq!(village.world.add_hub(hub), HUB);
        village.world.flush(ADA);
        let topic = village.start_topic(ADA, "Harvest", "When do we begin?");
        village.settle();
        let mut rng = ChaCha20Rng::seed_from_u64(plan.seed ^ 0x6361_7272);
        let withholds = rng.random_bool(0.6);
        let mut carriers = Self {
            plan,
            village,
            rng,
            topic,
            said: BTreeMap::new(),
            erased: BTreeSet::new(),
            own: BTreeMap::new(),
            newcomers: Vec::new(),
            withholds,
            key,
            removed: false,
            stolen: false,
            held: BTreeSet::new(),
            left_out: Rc::default(),
            tally: Tally::default(),
        };
        carriers.village.world.deaf = plan.deaf;
        (0..=HUB).for_each(|at| carriers.part(at));
        carriers
    }

    /// A device goes where nobody else is.
    fn part(&mut self, at: usize) {
        self.village.world.move_to(at, 100 + u32::try_from(at).unwrap_or_default());
    }

    fn step(&mut self) {
        self.village.world.now_ms += 700;
        match self.rng.random_range(0..100) {
            0..40 => self.speak(),
            40..72 => self.some_meet(),
            72..84 => self.carrier_empties(),
            84..90 if self.newcomers.len() < 2 => self.somebody_joins(),
            90..94 if !self.removed => self.dan_is_removed(),
            94..98 if !self.stolen => self.phone_is_stolen(),
            _ => {
                let at = self.someone();
                self.village.restart(at);
            }
        }
    }

    /// A device of somebody honest who still belongs.
    fn someone(&mut self) -> usize {
        let mut all = vec![ADA, BEA, CYD];
        all.extend((!self.stolen).then_some(PHONE));
        all.extend((!self.removed).then_some(DAN));
        all.extend(self.newcomers.iter().copied());
        all[self.rng.random_range(0..all.len())]
    }

    fn try_act(&mut self, at: usize, command: impl Into<Command>) -> Option<Done> {
        let world = &mut self.village.world;
        let (address, now) = (world.address(at), world.now_ms);
        let done = act(world.core(at).replica_mut(), &address, command, now).ok();
        world.flush(at);
        done
    }

    fn speak(&mut self) {
        let at = self.someone();
        let mine = self.own.get(&at).cloned().unwrap_or_default();
        let text = format!("words {}", self.rng.random_range(0..1_000_000));
        // What was said shortly before a removal may have come too late, so that it need not be shown.
        let stays = at != DAN && at != PHONE;
        let old = mine.get(self.rng.random_range(0..mine.len().max(1))).cloned();
        match (self.rng.random_range(0..10), old) {
            (0, Some(post)) => {
                if self.try_act(at, topic::Command::Erase { post: post.clone() }).is_some() {
                    self.said.remove(&post);
                    self.erased.insert(post);
                }
            }
            (1, Some(post)) => {
                let edited = self.try_act(at, topic::Command::Edit { post: post.clone(), text }).is_some();
                if let Some(words) = self.said.get_mut(&post).filter(|_| edited) {
                    *words = None;
                }
            }
            _ => {
                let topic = self.topic.clone();
                let command = topic::Command::Reply { topic, text: text.clone(), quotes: Vec::new(), sending: None };
                if let Some(Done::Post { post }) = self.try_act(at, command) {
                    self.own.entry(at).or_default().push(post.clone());
                    if stays {
                        self.said.insert(post, Some(text));
                    }
                }
            }
        }
    }

    /// Two or three are in one place for a while, carriers mostly among them.
    fn some_meet(&mut self) {
        let mut here = BTreeSet::from([self.someone()]);
        let count = self.rng.random_range(1..3);
        for _ in 0..count {
            let carriers = [RELAYS[0], RELAYS[1], HUB];
            let other = match self.rng.random_range(0..10) {
                0..7 => carriers[self.rng.random_range(0..3)],
                7 if self.stolen => PHONE,
                8 if self.removed => DAN,
                _ => self.someone(),
            };
            here.insert(other);
        }
        // Until the person whose phone it was has heard, what they build on its words is theirs.
        if self.stolen && here.contains(&PHONE) {
            here.remove(&BEA);
        }
        self.meet(&here);
    }

    fn meet(&mut self, here: &BTreeSet<usize>) {
        let carried = here.iter().any(|at| RELAYS.contains(at) || *at == HUB);
        here.iter().for_each(|at| self.village.world.move_to(*at, 1));
        if self.withholds && carried {
            self.village.world.alter = Some(self.withhold());
            self.village.world.meet();
            let rounds = self.rng.random_range(20..300);
            self.village.world.run_some(rounds);
            self.village.world.alter = None;
        } else {
            self.village.world.run();
            self.village.world.meet();
            self.village.world.run();
        }
        here.iter().for_each(|at| self.part(*at));
    }

    /// A carrier lets go of any parts of what it was given.
    fn carrier_empties(&mut self) {
        let at = [RELAYS[0], RELAYS[1], HUB][self.rng.random_range(0..3)];
        let mut rng = ChaCha20Rng::seed_from_u64(self.rng.next_u64());
        let (charter, bodies, contents) = (rng.random_bool(0.5), rng.random_bool(0.6), rng.random_bool(0.7));
        let (share, own) = (rng.random_range(1..=10), rng.random_bool(0.2));
        let me = if at == HUB { [0; 16] } else { self.village.person(at).0 };
        let world = &mut self.village.world;
        let store = if at == HUB { world.hub(HUB).store() } else { world.core(at).replica().store() };
        self.tally.emptied += empty(store, |held| {
            let kind = if held.charter { charter } else { (held.part == 0 && bodies) || (held.part > 0 && contents) };
            kind && (own || held.person != me) && rng.random_range(0..10) < share
        });
    }

    fn somebody_joins(&mut self) {
        // Whom somebody let in who was removed without knowing of it waits for an organiser: that is the law's.
        let one = |rng: &mut ChaCha20Rng, all: &[usize]| all[rng.random_range(0..all.len())];
        let relay = self.rng.random_bool(0.7);
        let at = one(&mut self.rng, if relay { &RELAYS[..] } else { &[ADA, BEA, CYD][..] });
        let Some(new) = self.comes(at) else {
            return;
        };
        self.newcomers.push(new);
        self.ask(new, at, None);
    }

    fn comes(&mut self, at: usize) -> Option<usize> {
        let link = self.link_of(at)?;
        let new = enter(&mut self.village.world, &link);
        self.part(new);
        Some(new)
    }

    fn link_of(&mut self, at: usize) -> Option<Link> {
        match self.try_act(at, invitation::Command::Open { days: 14 }) {
            Some(Done::Link { link }) => Link::from_text(&link).ok(),
            _ => None,
        }
    }

    /// A newcomer asks to be let in.
    fn ask(&mut self, new: usize, at: usize, link: Option<Link>) {
        if let Some(link) = link {
            self.village.world.core(new).join(link);
        }
        [new, at].iter().for_each(|at| self.village.world.move_to(*at, 1));
        if self.withholds {
            self.village.world.alter = Some(self.withhold());
        }
        self.village.world.run_some(300);
        self.village.world.alter = None;
        [new, at].iter().for_each(|at| self.part(*at));
        // Whom a carrier gave too little to asks somebody else another time.
        self.village.world.core(new).stop_joining();
    }

    fn dan_is_removed(&mut self) {
        let person = self.village.person_text(DAN);
        self.removed = self.try_act(ADA, charter::Command::Remove { person, why: None }).is_some();
    }

    /// Bea's other device removes her phone, and whoever has the phone erases what Bea said.
    fn phone_is_stolen(&mut self) {
        let world = &mut self.village.world;
        let device = world.core(PHONE).replica().me().device();
        let replica = world.core(BEA).replica_mut();
        let cuts = replica.cuts_of_device(&device);
        self.stolen = replica.state(&Statement::DeviceRemove { device, cuts }).is_ok();
        world.flush(BEA);
        let all = [BEA, PHONE].map(|at| self.own.get(&at).cloned().unwrap_or_default());
        for (post, own) in all.iter().zip([false, true]).flat_map(|(posts, own)| posts.iter().map(move |p| (p, own))) {
            let done = self.try_act(PHONE, topic::Command::Erase { post: post.clone() }).is_some();
            if done && own {
                self.erased.insert(post.clone());
            }
        }
    }
}
