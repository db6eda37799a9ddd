//! The simulator: real cores and real slices over a network and clock of its own.
//!
//! Everything follows from a seed. Connections break, frames cross between connections, old frames come
//! again; a connection itself keeps its order, as QUIC does.

use crate::disk::Disk;
use kith_sync::net::{Address, Purpose};
use kith_sync::node::hub::Hub;
use kith_sync::node::{Core, Notice, Output, Replica, ReplicaError, Slices, Subjects, Versions};
use kith_sync::session::Frame;
use kith_sync::store::Store;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Frames one connection may hold on their way.
const ROOM: usize = 32;
/// Rounds for each two devices after which a world that does not come to rest is a defect.
const MAX_ROUNDS: usize = 1_000;

/// A device: its core, or its store while it is off.
enum Device<S> {
    On(Box<Core<S, u64>>),
    Hub(Box<Hub<u64>>),
    Off(Option<Store>),
}

/// One connection between two devices, with what is on its way each way.
struct Wire {
    ends: [usize; 2],
    flying: [VecDeque<Vec<u8>>; 2],
}

/// Which part of the network a device is in: those of one part reach each other.
pub type Part = u32;

/// Gives what arrives of a frame between two devices.
pub type Alter = Box<dyn FnMut([usize; 2], Vec<u8>) -> Vec<u8>>;

/// Many devices and what lies between them.
pub struct World<S> {
    devices: Vec<Device<S>>,
    parts: Vec<Part>,
    /// Of devices that are not in memory only.
    disks: BTreeMap<usize, Disk>,
    wires: BTreeMap<u64, Wire>,
    next_wire: u64,
    /// Devices that something happened to since they were last asked what they want.
    awake: BTreeSet<usize>,
    /// Frames seen, to be said again.
    heard: Vec<(usize, u64, Vec<u8>)>,
    /// What each device told those who watch it.
    told: BTreeMap<usize, Versions>,
    /// Every frame delivered, if somebody listens at the wire.
    tapped: Option<Vec<Vec<u8>>>,
    /// Frames that a defective device loses on their way in; honest worlds have none.
    pub deaf: Option<fn(usize, &Frame) -> bool>,
    /// Seeded; stories may draw from it too.
    pub rng: ChaCha20Rng,
    /// The world's clock in milliseconds.
    pub now_ms: i64,
    /// What befalls each frame on its way, by who sends it and who is to get it.
    pub alter: Option<Alter>,
    /// How many of a hundred deliveries say an old frame again.
    pub duplicate_percent: u32,
    /// How many of a thousand deliveries break their connection.
    pub break_permille: u32,
}

/// Longest that a world may take to come to rest by its own clock: waits between dials are a minute at most.
const MAX_SECONDS: usize = 600;

impl<S: Slices + Default> World<S> {
    /// An empty world.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            devices: Vec::new(),
            parts: Vec::new(),
            disks: BTreeMap::new(),
            wires: BTreeMap::new(),
            next_wire: 0,
            awake: BTreeSet::new(),
            heard: Vec::new(),
            told: BTreeMap::new(),
            tapped: None,
            deaf: None,
            rng: ChaCha20Rng::seed_from_u64(seed),
            now_ms: 1_800_000_000_000,
            alter: None,
            duplicate_percent: 0,
            break_permille: 0,
        }
    }

    /// How many devices there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.devices.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.devices.is_empty()
    }

    /// Randomness for one device.
    pub fn fork_rng(&mut self) -> ChaCha20Rng {
        let mut seed = [0; 32];
        self.rng.fill_bytes(&mut seed);
        ChaCha20Rng::from_seed(seed)
    }

    /// An empty store.
    #[must_use]
    pub fn store(&self) -> Store {
        Store::in_memory(&S::default().migrations()).unwrap_or_else(|error| panic!("a store in memory: {error}"))
    }

    /// Puts a device into the world.
    pub fn add(&mut self, replica: Replica<S>) -> usize {
        let mut core = Core::new(replica);
        core.set_address(address_of(&core));
        self.awake.insert(self.devices.len());
        self.devices.push(Device::On(Box::new(core)));
        self.parts.push(0);
        self.devices.len() - 1
    }

    /// Puts a device into the world whose store is on this disk, and which is gone when the disk has no power.
    pub fn add_on(&mut self, replica: Replica<S>, disk: Disk) -> usize {
        let at = self.add(replica);
        self.disks.insert(at, disk);
        at
    }

    /// Puts a hub into the world.
    pub fn add_hub(&mut self, hub: Hub<u64>) -> usize {
        self.devices.push(Device::Hub(Box::new(hub)));
        self.parts.push(0);
        self.devices.len() - 1
    }

    /// A hub.
    pub fn hub(&mut self, at: usize) -> &mut Hub<u64> {
        match self.devices.get_mut(at) {
            Some(Device::Hub(hub)) => hub,
            _ => panic!("device {at} is no hub"),
        }
    }

    /// A device that is on.
    pub fn core(&mut self, at: usize) -> &mut Core<S, u64> {
        self.awake.insert(at);
        match self.devices.get_mut(at) {
            Some(Device::On(core)) => core,
            _ => panic!("device {at} is off"),
        }
    }

    /// Where a device that is on can be reached.
    pub fn address(&mut self, at: usize) -> Address {
        address_of(self.core(at))
    }

    fn where_is(&self, at: usize) -> Option<Address> {
        match self.devices.get(at)? {
            Device::On(core) => Some(address_of(core)),
            Device::Hub(hub) => Some(Address { endpoint: hub.endpoint(), sockets: Vec::new(), relay: None }),
            Device::Off(_) => None,
        }
    }

    /// Whether the device is on.
    #[must_use]
    pub fn is_on(&self, at: usize) -> bool {
        matches!(self.devices.get(at), Some(Device::On(_)))
    }

    /// Moves a device to another part of the network; connections that now cross are gone.
    pub fn move_to(&mut self, at: usize, part: Part) {
        if let Some(place) = self.parts.get_mut(at) {
            *place = part;
        }
        let crossing: Vec<u64> =
            self.wires.iter().filter(|(_, wire)| !self.joined(wire.ends[0], wire.ends[1])).map(|(id, _)| *id).collect();
        for wire in crossing {
            self.cut(wire);
        }
        let now = self.now_ms;
        self.awake.insert(at);
        if let Some(Device::On(core)) = self.devices.get_mut(at) {
            core.moved(now);
        }
    }

    /// Which part of the network a device is in.
    #[must_use]
    pub fn part(&self, at: usize) -> Part {
        self.parts.get(at).copied().unwrap_or_default()
    }

    /// How many connections a device has.
    #[must_use]
    pub fn connections(&self, at: usize) -> usize {
        self.wires.values().filter(|wire| wire.ends.contains(&at)).count()
    }

    /// Lets all devices of one part hear of each other, as devices on one Wi-Fi do.
    pub fn meet(&mut self) {
        for at in 0..self.devices.len() {
            for other in 0..self.devices.len() {
                let there = self.where_is(other).filter(|_| at != other && self.joined(at, other) && self.is_on(at));
                if let Some(address) = there {
                    let now = self.now_ms;
                    let met = self.core(at).met(address, now);
                    self.after(at, met);
                }
            }
        }
    }

    /// Turns a device off, as a crash would: only what is stored stays.
    pub fn turn_off(&mut self, at: usize) {
        let touching: Vec<u64> =
            self.wires.iter().filter(|(_, wire)| wire.ends.contains(&at)).map(|(id, _)| *id).collect();
        for wire in touching {
            self.cut(wire);
        }
        let Some(device @ Device::On(_)) = self.devices.get_mut(at) else {
            return;
        };
        if let Device::On(core) = std::mem::replace(device, Device::Off(None)) {
            *device = Device::Off(Some(core.into_replica().into_store()));
        }
    }

    /// Turns it on again.
    pub fn turn_on(&mut self, at: usize) {
        let rng = self.fork_rng();
        let Some(device) = self.devices.get_mut(at) else {
            return;
        };
        let Device::Off(Some(_)) = device else { return };
        let Device::Off(Some(store)) = std::mem::replace(device, Device::Off(None)) else { return };
        let replica = Replica::open(store, S::default(), rng).unwrap_or_else(|error| panic!("reopening: {error}"));
        let mut core = Core::new(replica);
        core.set_address(address_of(&core));
        *device = Device::On(Box::new(core));
        // Whoever watches a device that begins anew looks anew.
        self.told.entry(at).or_default().count(Subjects::ALL);
        self.awake.insert(at);
    }

    /// Lets a device take in what has come and tell of what is new. False if its power failed in doing so.
    pub fn flush(&mut self, at: usize) -> bool {
        let now = self.now_ms;
        self.awake.insert(at);
        let Some(Device::On(core)) = self.devices.get_mut(at) else {
            return false;
        };
        let flushed = core.flush(now);
        self.after(at, flushed)
    }

    /// The device is gone from one moment to the next, with all it had in memory. What it had said is still heard.
    pub fn fall(&mut self, at: usize) {
        self.devices[at] = Device::Off(None);
        let said: Vec<u64> = self.wires.iter().filter(|(_, wire)| wire.ends.contains(&at)).map(|(id, _)| *id).collect();
        for id in said {
            let Some(wire) = self.wires.get_mut(&id) else {
                continue;
            };
            let side = usize::from(wire.ends[0] == at);
            let (to, flying) = (wire.ends[side], std::mem::take(&mut wire.flying[side]));
            for frame in flying {
                self.deliver(to, id, &frame);
            }
            self.cut(id);
        }
    }

    /// A device that fell is there again, with what its disk kept.
    pub fn rise(&mut self, at: usize, replica: Replica<S>) {
        let mut core = Core::new(replica);
        core.set_address(address_of(&core));
        self.devices[at] = Device::On(Box::new(core));
        self.awake.insert(at);
    }

    /// After a device did something: without power it is gone, and any other error is a defect.
    fn after(&mut self, at: usize, done: Result<(), ReplicaError>) -> bool {
        if self.disks.get(&at).is_some_and(Disk::is_off) {
            self.fall(at);
            return false;
        }
        // A full disk refuses, and its device goes on.
        let full = self.disks.get(&at).is_some_and(Disk::is_filled);
        if let (Err(error), false) = (done, full) {
            panic!("device {at}: {error}");
        }
        true
    }

    /// Turns a device off and lets go of its store.
    pub fn discard(&mut self, at: usize) {
        self.turn_off(at);
        if let Some(device) = self.devices.get_mut(at) {
            *device = Device::Off(None);
        }
    }

    /// Turns a device off and on with another store.
    pub fn replace(&mut self, at: usize, store: Store) {
        self.discard(at);
        if let Some(device) = self.devices.get_mut(at) {
            *device = Device::Off(Some(store));
        }
        self.turn_on(at);
    }

    /// Runs until no device has anything to do, or panics.
    pub fn run(&mut self) {
        let pairs = self.devices.len().max(8).pow(2);
        let mut seconds = 0;
        for _ in 0..MAX_ROUNDS * pairs {
            if self.step() {
                continue;
            }
            if self.at_rest() {
                return;
            }
            seconds += 1;
            if seconds > MAX_SECONDS {
                break;
            }
        }
        let restless: String = self.restless().chars().take(20_000).collect();
        panic!("the world does not come to rest: {restless}");
    }

    /// Runs some rounds, whether or not there is rest.
    pub fn run_some(&mut self, rounds: usize) {
        for _ in 0..rounds {
            self.step();
        }
    }

    /// Who still has something to do.
    fn restless(&mut self) -> String {
        let busy = (0..self.devices.len()).filter(|at| self.is_on(*at)).collect::<Vec<_>>();
        let told = busy.into_iter().map(|at| {
            let core = self.core(at);
            let unrest = if core.is_quiet() { Vec::new() } else { core.unrest() };
            format!("{at}: quiet {} active {} {unrest:?}", core.is_quiet(), core.replica().is_active())
        });
        let told = told.collect::<Vec<_>>().join("; ");
        let wires = self
            .wires
            .iter()
            .map(|(id, wire)| format!("wire {id} {:?} {:?}", wire.ends, [wire.flying[0].len(), wire.flying[1].len()]));
        told + &wires.collect::<Vec<_>>().join("; ")
    }

    fn at_rest(&mut self) -> bool {
        self.now_ms += 1_000;
        for at in 0..self.devices.len() {
            let now = self.now_ms;
            if let Some(Device::On(core)) = self.devices.get_mut(at) {
                core.tick(now);
                self.flush(at);
            }
        }
        let quiet = |world: &mut Self, at| match world.devices.get(at) {
            Some(Device::On(_)) => world.core(at).is_quiet(),
            Some(Device::Hub(hub)) => hub.is_quiet(),
            _ => true,
        };
        !self.pump() && (0..self.devices.len()).all(|at| quiet(self, at))
    }

    /// One delivery. False if nothing was on its way.
    fn step(&mut self) -> bool {
        let moved = self.pump();
        let busy: Vec<(u64, usize)> = self
            .wires
            .iter()
            .flat_map(|(id, wire)| [(*id, 0), (*id, 1)].into_iter().filter(|(_, side)| !wire.flying[*side].is_empty()))
            .collect();
        if busy.is_empty() {
            return moved;
        }
        let (id, side) = busy[self.rng.random_range(0..busy.len())];
        if self.break_permille > 0 && self.rng.random_range(0..1000) < self.break_permille {
            self.cut(id);
            return true;
        }
        let Some(wire) = self.wires.get_mut(&id) else {
            return true;
        };
        let to = wire.ends[side];
        // There is room on the wire again.
        self.awake.insert(wire.ends[1 - side]);
        let Some(frame) = wire.flying[side].pop_front() else {
            return true;
        };
        self.deliver(to, id, &frame);
        if self.duplicate_percent > 0 {
            self.heard.push((to, id, frame));
            if self.rng.random_range(0..100) < self.duplicate_percent {
                let (to, id, old) = self.heard[self.rng.random_range(0..self.heard.len())].clone();
                if self.wires.contains_key(&id) && is_records(&old) {
                    self.deliver(to, id, &old);
                }
            }
        }
        true
    }

    /// Listens at the wire from here on.
    pub fn tap(&mut self) {
        self.tapped = Some(Vec::new());
    }

    /// Every frame that was delivered since [`World::tap`].
    #[must_use]
    pub fn tapped(&self) -> &[Vec<u8>] {
        self.tapped.as_deref().unwrap_or_default()
    }

    fn deliver(&mut self, to: usize, wire: u64, frame: &[u8]) {
        if let Some(tapped) = &mut self.tapped {
            tapped.push(frame.to_vec());
        }
        if self.deaf.is_some_and(|loses| Frame::decode(frame).is_some_and(|frame| loses(to, &frame))) {
            return;
        }
        let now = self.now_ms;
        let batched = self.rng.random_bool(0.3);
        self.awake.insert(to);
        if let Some(Device::Hub(hub)) = self.devices.get_mut(to) {
            return hub.received(wire, frame).unwrap_or_else(|error| panic!("hub {to}: {error}"));
        }
        let Some(Device::On(core)) = self.devices.get_mut(to) else {
            return;
        };
        let mut received = core.received(wire, frame, now);
        if !batched {
            received = received.and_then(|()| core.flush(now));
        }
        self.after(to, received);
    }

    /// Lets every core say what it wants said and do what it wants done.
    fn pump(&mut self) -> bool {
        let (mut moved, mut from) = (false, 0);
        while let Some(at) = self.awake.range(from..).next().copied() {
            self.awake.remove(&at);
            from = at + 1;
            let mut speaker = match self.devices.get_mut(at) {
                Some(Device::On(core)) => Speaker::Device(core),
                Some(Device::Hub(hub)) => Speaker::Hub(hub),
                _ => continue,
            };
            let connections = speaker.connections();
            for conn in connections {
                let Some(wire) = self.wires.get_mut(&conn) else {
                    continue;
                };
                let side = usize::from(wire.ends[0] == at);
                while wire.flying[side].len() < ROOM {
                    let Some(frame) = speaker.next_frame(conn) else {
                        break;
                    };
                    let arrives = match &mut self.alter {
                        Some(alter) => alter([at, wire.ends[side]], frame),
                        None => frame,
                    };
                    wire.flying[side].push_back(arrives);
                    moved = true;
                }
            }
            for output in speaker.take_outputs() {
                moved |= self.act(at, output);
            }
        }
        moved
    }

    /// What a device told those who watch it, once all that it did is on disk.
    pub fn told(&mut self, at: usize) -> Versions {
        self.flush(at);
        for output in self.core(at).take_outputs() {
            self.act(at, output);
        }
        self.told.get(&at).copied().unwrap_or_default()
    }

    fn act(&mut self, at: usize, output: Output<u64>) -> bool {
        match output {
            Output::Dial(purpose, to) => self.dial(at, purpose, &to),
            Output::Close(wire) => {
                // What was queued is still delivered first.
                let Some(open) = self.wires.get_mut(&wire) else {
                    return false;
                };
                let side = usize::from(open.ends[0] == at);
                let left: Vec<Vec<u8>> = open.flying[side].drain(..).collect();
                let to = open.ends[side];
                for frame in left {
                    self.deliver(to, wire, &frame);
                }
                self.cut(wire);
            }
            Output::Tell(Notice::Changed(subjects)) => {
                self.told.entry(at).or_default().count(subjects);
                return false;
            }
            Output::Tell(_) => return false,
        }
        true
    }

    fn dial(&mut self, from: usize, purpose: Purpose, to: &Address) {
        let target = (0..self.devices.len())
            .find(|at| self.where_is(*at).is_some_and(|address| address.endpoint == to.endpoint));
        let now = self.now_ms;
        let Some(target) = target.filter(|target| *target != from && self.joined(from, *target)) else {
            return self.core(from).dial_failed(&to.endpoint, now);
        };
        self.next_wire += 1;
        let id = self.next_wire;
        self.wires.insert(id, Wire { ends: [from, target], flying: [VecDeque::new(), VecDeque::new()] });
        let mine = address_of(self.core(from));
        self.core(from).opened(id, purpose, to.clone(), true);
        self.awake.insert(target);
        match self.devices.get_mut(target) {
            Some(Device::On(core)) => core.opened(id, purpose, mine, false),
            Some(Device::Hub(hub)) => hub.opened(id, mine.endpoint),
            _ => {}
        }
    }

    fn joined(&self, a: usize, b: usize) -> bool {
        self.parts.get(a) == self.parts.get(b)
    }

    fn cut(&mut self, wire: u64) {
        let Some(gone) = self.wires.remove(&wire) else {
            return;
        };
        for at in gone.ends {
            let now = self.now_ms;
            self.awake.insert(at);
            match self.devices.get_mut(at) {
                Some(Device::On(core)) => core.closed(wire, now),
                Some(Device::Hub(hub)) => hub.closed(wire),
                _ => {}
            }
        }
    }
}

/// Whoever has something to say on its wires.
enum Speaker<'a, S> {
    Device(&'a mut Core<S, u64>),
    Hub(&'a mut Hub<u64>),
}

impl<S: Slices> Speaker<'_, S> {
    fn connections(&self) -> Vec<u64> {
        match self {
            Self::Device(core) => core.connections().collect(),
            Self::Hub(hub) => hub.connections().collect(),
        }
    }

    fn next_frame(&mut self, conn: u64) -> Option<Vec<u8>> {
        match self {
            Self::Device(core) => core.next_frame(conn),
            Self::Hub(hub) => hub.next_frame(conn),
        }
    }

    fn take_outputs(&mut self) -> Vec<Output<u64>> {
        match self {
            Self::Device(core) => core.take_outputs(),
            Self::Hub(hub) => hub.take_outputs(),
        }
    }
}

fn address_of<S: Slices>(core: &Core<S, u64>) -> Address {
    Address { endpoint: core.replica().me().keys.endpoint, sockets: Vec::new(), relay: None }
}

fn is_records(frame: &[u8]) -> bool {
    matches!(Frame::decode(frame), Some(Frame::Records(_) | Frame::Packed(_)))
}
