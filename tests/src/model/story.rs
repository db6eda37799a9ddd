//! A story told to the model: devices by name say statements and hear from one another.

use std::collections::{BTreeMap, BTreeSet};

use super::statement::{Body, Cuts, Device, EVERYONE, Id, InviteKey, Keys, Person, Role, Statement};
use super::{Judgement, Model, Status, Verdict};

/// What was said, and what each device has heard of it.
pub struct Story {
    community: Id,
    said: BTreeMap<Id, Statement>,
    heard: BTreeMap<&'static str, BTreeSet<Id>>,
    last: BTreeMap<&'static str, Id>,
}

impl Story {
    /// This device founds the community; its members may invite.
    pub fn founded_by(founder: &'static str) -> Story {
        let mut story =
            Story { community: number(1), said: BTreeMap::new(), heard: BTreeMap::new(), last: BTreeMap::new() };
        let genesis = Body::Genesis { keys: keys(founder), members_invite: true };
        story.say(founder, genesis);
        story
    }

    /// The device says this, citing the frontier of what it has heard.
    pub fn say(&mut self, device: &'static str, body: Body) -> Id {
        self.say_as(device, number(self.said.len() as u64 + 1), body)
    }

    /// The same under an id of one's choice, where the order matters.
    pub fn say_as(&mut self, device: &'static str, id: Id, body: Body) -> Id {
        let statement =
            Statement { id, device: self::device(device), claims: None, cites: self.frontier(device), body };
        self.said.insert(id, statement);
        self.heard.entry(device).or_default().insert(id);
        self.last.insert(device, id);
        id
    }

    /// The first hears all that the second has heard.
    pub fn hear(&mut self, device: &'static str, from: &str) {
        let news = self.heard.get(from).cloned().unwrap_or_default();
        self.heard.entry(device).or_default().extend(news);
    }

    /// Both hear all that the other has heard.
    pub fn meet(&mut self, one: &'static str, other: &'static str) {
        self.hear(one, other);
        self.hear(other, one);
    }

    /// An open invitation by the giver, and the newcomer admitted by it and told.
    pub fn join(&mut self, giver: &'static str, newcomer: &'static str) -> Id {
        self.say(giver, invite(newcomer, Role::Member));
        self.admit(giver, newcomer, newcomer)
    }

    /// The giver admits the newcomer by the link of that name, and tells all it knows.
    pub fn admit(&mut self, giver: &'static str, link: &str, newcomer: &'static str) -> Id {
        let admit = self.say(giver, admit(link, newcomer));
        self.hear(newcomer, giver);
        admit
    }

    /// A role given to an active person by this device.
    pub fn give(&mut self, device: &'static str, person: &str, role: Role) -> Id {
        let from = self.seen_by(device).role(person).unwrap_or(Role::Guest);
        self.say(device, self::role(person, from, role))
    }

    /// What this device cites next.
    pub fn frontier(&self, device: &str) -> BTreeSet<Id> {
        let heard = self.heard.get(device).cloned().unwrap_or_default();
        let cited = heard.iter().filter_map(|id| self.said.get(id));
        let cited: BTreeSet<Id> = cited.flat_map(|s| s.cites.iter().copied()).collect();
        let mut cites: BTreeSet<Id> = heard.difference(&cited).copied().collect();
        cites.extend(self.last.get(device));
        cites
    }

    /// All that was said, wherever it was heard.
    pub fn whole(&self) -> Law {
        self.judged(self.said.clone())
    }

    pub fn seen_by(&self, device: &str) -> Law {
        let heard = self.heard.get(device).cloned().unwrap_or_default();
        let all = self.said.clone().into_iter();
        self.judged(all.filter(|(id, _)| heard.contains(id)).collect())
    }

    pub fn statements(&self) -> &BTreeMap<Id, Statement> {
        &self.said
    }

    pub fn model(&self) -> Model {
        Model { community: self.community }
    }

    fn judged(&self, statements: BTreeMap<Id, Statement>) -> Law {
        Law(self.model().judge(&statements))
    }
}

/// A judgement asked by name.
pub struct Law(pub Judgement);

impl Law {
    pub fn status(&self, name: &str) -> Status {
        let member = self.0.standing.people.get(&person(name));
        member.map_or(Status::Unknown, |member| member.status)
    }

    pub fn role(&self, name: &str) -> Option<Role> {
        let member = self.0.standing.people.get(&person(name));
        member.map(|member| member.role)
    }

    /// Whether this person may do what an organiser may.
    pub fn organises(&self, name: &str) -> bool {
        let member = self.0.standing.people.get(&person(name));
        member.is_some_and(|member| member.organises && member.status == Status::Active)
    }

    pub fn holds(&self, statement: Id) -> bool {
        self.0.valid.contains(&statement)
    }

    pub fn device_is_active(&self, name: &str) -> bool {
        let bound = self.0.standing.devices.get(&device(name));
        bound.is_some_and(|bound| bound.active)
    }

    pub fn owner(&self, name: &str) -> Option<Person> {
        let bound = self.0.standing.devices.get(&device(name));
        bound.map(|bound| bound.person)
    }

    /// Of record `count` in this device's only log, written with this frontier.
    pub fn verdict(&self, name: &str, owner: &str, count: u64, frontier: &BTreeSet<Id>) -> Verdict {
        self.0.verdict(log(name), person(owner), device(name), count, frontier)
    }

    /// The epoch of everyone's circle to write under with these keys at hand.
    pub fn write_under(&self, keys: impl IntoIterator<Item = Id>) -> Option<Id> {
        self.0.write_under(EVERYONE, &keys.into_iter().collect())
    }
}

// Names to ids.

/// Ids in the order of their numbers.
pub fn number(n: u64) -> Id {
    let mut id = [0; 32];
    let (head, _) = id.split_at_mut(8);
    head.copy_from_slice(&n.to_be_bytes());
    id
}

fn padded<const N: usize>(name: &str) -> [u8; N] {
    let mut id = [0; N];
    for (slot, byte) in id.iter_mut().zip(name.bytes()) {
        *slot = byte;
    }
    id
}

/// The person whose first device has this name.
pub fn person(name: &str) -> Person {
    padded(name)
}

pub fn device(name: &str) -> Device {
    padded(name)
}

pub fn log(device: &str) -> Id {
    padded(device)
}

pub fn link(name: &str) -> InviteKey {
    padded(name)
}

pub fn keys(name: &str) -> Keys {
    Keys { device: device(name), person: person(name) }
}

// Bodies.

pub fn invite(name: &str, role: Role) -> Body {
    limited_invite(name, role, 0)
}

pub fn limited_invite(name: &str, role: Role, limit: u32) -> Body {
    Body::Invite { key: link(name), role, limit, proof_ok: true }
}

pub fn close(name: &str) -> Body {
    Body::Close { key: link(name) }
}

pub fn admit(name: &str, newcomer: &str) -> Body {
    admit_again(name, newcomer, newcomer, [])
}

/// Someone who left comes back, with this device.
pub fn admit_again(name: &str, who: &str, device: &str, leaves: impl IntoIterator<Item = Id>) -> Body {
    Body::Admit {
        key: link(name),
        person: person(who),
        keys: keys(device),
        proof_ok: true,
        lifts: leaves.into_iter().collect(),
    }
}

pub fn leave() -> Body {
    Body::Leave { cuts: Cuts::new() }
}

pub fn role(name: &str, from: Role, to: Role) -> Body {
    Body::Role { person: person(name), from, to }
}

pub fn remove(name: &str) -> Body {
    remove_after(name, 0)
}

/// A removal whose author held this many records of the log of the person's first device.
pub fn remove_after(name: &str, count: u64) -> Body {
    Body::Remove { person: person(name), cuts: Cuts::from([(log(name), count)]) }
}

pub fn restore(name: &str, role: Role, lifts: impl IntoIterator<Item = Id>) -> Body {
    Body::Restore { person: person(name), role, lifts: lifts.into_iter().collect(), cuts: Cuts::new() }
}

pub fn add_device(name: &str) -> Body {
    Body::DeviceAdd { keys: keys(name), proof_ok: true }
}

pub fn remove_device(name: &str) -> Body {
    Body::DeviceRemove { device: device(name), cuts: Cuts::new() }
}

pub fn circle<'a>(members: impl IntoIterator<Item = &'a str>) -> Body {
    Body::Circle { members: members.into_iter().map(person).collect() }
}

/// An epoch of everyone's circle.
pub fn epoch(replaces: impl IntoIterator<Item = Id>) -> Body {
    Body::Epoch { circle: EVERYONE, replaces: replaces.into_iter().collect() }
}
