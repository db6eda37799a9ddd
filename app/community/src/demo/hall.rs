//! Devices in one room, joined by nothing but this module: whoever meets is connected, all is said, and they part.

use crate::command::{Command, Done, act};
use crate::home::join::newcomer;
use crate::invitation;
use crate::look;
use crate::project::Rows;
use crate::topic::{TopicQuery, TopicRow, TopicsQuery};
use crate::trouble::Trouble;
use kith_sync::net::{Address, Purpose};
use kith_sync::node::{Core, Link, Output, Replica};
use kith_sync::store::Store;
use std::collections::BTreeMap;

/// Rounds after which devices that still talk are left to themselves.
const ROUNDS: usize = 10_000;

/// The room.
pub struct Hall {
    devices: Vec<Core<Rows, u64>>,
    wires: BTreeMap<u64, [usize; 2]>,
    next_wire: u64,
    /// What the clocks on all walls show, in milliseconds since 1970.
    pub now_ms: i64,
}

impl Hall {
    /// An empty one.
    pub fn new(now_ms: i64) -> Self {
        Self { devices: Vec::new(), wires: BTreeMap::new(), next_wire: 0, now_ms }
    }

    /// A device that belongs comes in; answers its number.
    pub fn enter(&mut self, replica: Replica<Rows>) -> usize {
        let mut core = Core::new(replica);
        let address = address_of(&core);
        core.set_address(address);
        self.devices.push(core);
        self.devices.len() - 1
    }

    /// A newcomer's device comes in by a link of the first.
    pub fn join(&mut self, store: Store) -> Result<usize, Trouble> {
        let Done::Link { link } = self.act(0, invitation::Command::Open { days: 14 })? else {
            return Err(Trouble::of("broke"));
        };
        let link = Link::from_text(&link).map_err(|_| Trouble::of("broke"))?;
        let new = self.enter(newcomer(store, &link, None)?);
        self.device(new)?.join(link);
        self.talk()?;
        self.part();
        Ok(new)
    }

    /// Does something on a device.
    pub fn act(&mut self, at: usize, command: impl Into<Command>) -> Result<Done, Trouble> {
        let now = self.now_ms;
        let core = self.device(at)?;
        let address = address_of(core);
        let done = act(core.replica_mut(), &address, command, now)?;
        core.flush(now)?;
        self.date_arrivals()?;
        Ok(done)
    }

    /// The person of a device, as commands name them.
    pub fn person(&mut self, at: usize) -> Result<String, Trouble> {
        Ok(kith_sync::id::to_text(&self.device(at)?.replica().me().person.0))
    }

    /// These meet at the first of them, until nothing is left to say, and part again.
    pub fn meet(&mut self, who: &[usize]) -> Result<(), Trouble> {
        let Some((host, guests)) = who.split_first() else {
            return Ok(());
        };
        // Twice, so that receipts of the first round travel in the second.
        for _ in 0..2 {
            for guest in guests {
                let to = address_of(self.device(*host)?);
                self.dial(*guest, Purpose::Sync, &to)?;
            }
            self.talk()?;
            self.part();
            self.date_arrivals()?;
            self.now_ms += 60_000;
        }
        Ok(())
    }

    /// The latest post that the person of a device wrote, as that device knows it.
    pub fn last_post_of(&mut self, at: usize) -> Result<String, Trouble> {
        let topics = self.topics(at)?;
        for row in topics {
            let view = look(self.device(at)?.replica(), &TopicQuery::end(row.topic))?;
            if let Some(post) = view.posts.into_iter().rfind(|post| post.mine) {
                return Ok(post.post);
            }
        }
        Err(Trouble::of("broke"))
    }

    /// The topic of a title, as a device knows it.
    pub fn topic_called(&mut self, at: usize, title: &str) -> Result<String, Trouble> {
        let found = self.topics(at)?.into_iter().find(|row| row.title == title);
        found.map(|row| row.topic).ok_or_else(|| Trouble::of("broke"))
    }

    fn topics(&mut self, at: usize) -> Result<Vec<TopicRow>, Trouble> {
        Ok(look(self.device(at)?.replica(), &TopicsQuery::latest(500))?.rows)
    }

    fn device(&mut self, at: usize) -> Result<&mut Core<Rows, u64>, Trouble> {
        self.devices.get_mut(at).ok_or_else(|| Trouble::of("broke"))
    }

    fn dial(&mut self, from: usize, purpose: Purpose, to: &Address) -> Result<(), Trouble> {
        let now = self.now_ms;
        let found = self.devices.iter().position(|core| address_of(core).endpoint == to.endpoint);
        let Some(target) = found.filter(|target| *target != from) else {
            self.device(from)?.dial_failed(&to.endpoint, now);
            return Ok(());
        };
        self.next_wire += 1;
        let wire = self.next_wire;
        self.wires.insert(wire, [from, target]);
        let mine = address_of(self.device(from)?);
        self.device(from)?.opened(wire, purpose, to.clone(), true);
        self.device(target)?.opened(wire, purpose, mine, false);
        Ok(())
    }

    /// Carries frames until nobody has any.
    fn talk(&mut self) -> Result<(), Trouble> {
        for _ in 0..ROUNDS {
            let mut quiet = true;
            for at in 0..self.devices.len() {
                let now = self.now_ms;
                let core = self.device(at)?;
                core.flush(now)?;
                for output in core.take_outputs() {
                    quiet = false;
                    match output {
                        Output::Dial(purpose, to) => self.dial(at, purpose, &to)?,
                        Output::Close(wire) => self.cut(wire)?,
                        Output::Tell(_) => {}
                    }
                }
            }
            let wires: Vec<(u64, [usize; 2])> = self.wires.iter().map(|(wire, ends)| (*wire, *ends)).collect();
            for (wire, [one, other]) in wires {
                quiet &= !self.carry(wire, one, other)? & !self.carry(wire, other, one)?;
            }
            if quiet {
                return Ok(());
            }
        }
        Ok(())
    }

    /// What one end has to say, to the other. Whether it was anything.
    fn carry(&mut self, wire: u64, from: usize, to: usize) -> Result<bool, Trouble> {
        let now = self.now_ms;
        let mut any = false;
        while self.wires.contains_key(&wire) {
            let Some(frame) = self.device(from)?.next_frame(wire) else {
                break;
            };
            any = true;
            self.device(to)?.received(wire, &frame, now)?;
        }
        Ok(any)
    }

    fn part(&mut self) {
        let wires: Vec<u64> = self.wires.keys().copied().collect();
        for wire in wires {
            // A device that is not there has nothing to close.
            drop(self.cut(wire));
        }
    }

    fn cut(&mut self, wire: u64) -> Result<(), Trouble> {
        let now = self.now_ms;
        for at in self.wires.remove(&wire).into_iter().flatten() {
            self.device(at)?.closed(wire, now);
        }
        Ok(())
    }

    /// What came has come now, by the clocks of the story rather than this device's, which are ahead of them.
    fn date_arrivals(&mut self) -> Result<(), Trouble> {
        for core in &self.devices {
            let rows = core.replica().store().connection();
            for date in
                ["UPDATE arrivals SET at_ms = ?1 WHERE at_ms > ?1", "UPDATE names SET came_ms = ?1 WHERE came_ms > ?1"]
            {
                rows.execute(date, [self.now_ms])?;
            }
        }
        Ok(())
    }
}

fn address_of(core: &Core<Rows, u64>) -> Address {
    Address { endpoint: core.replica().me().keys.endpoint, sockets: Vec::new(), relay: None }
}
