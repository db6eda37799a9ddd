//! A tale told to the model: devices by name say statements and hear from one another.

use super::statement::{Body, Device, Id, Person, Role, Statement};
use super::{Held, Model, State};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// What was said, and what each device has heard of it. A name has at most eight letters.
#[derive(Clone, Default)]
pub struct Tale {
    held: Held,
    heard: BTreeMap<&'static str, BTreeSet<Id>>,
    last: BTreeMap<&'static str, Id>,
    owners: BTreeMap<&'static str, Person>,
    links: BTreeMap<&'static str, Id>,
}

impl Tale {
    /// Founded by this device of a person of the same name; its members may invite.
    #[must_use]
    pub fn founded_by(founder: &'static str) -> Self {
        let mut tale = Self::default();
        tale.owners.insert(founder, person(founder));
        tale.say(founder, Body::Genesis { members_invite: true });
        tale
    }

    /// All of them came through the founder, and each has heard all.
    #[must_use]
    pub fn star(names: &[&'static str]) -> Self {
        let mut tale = Self::founded_by(names[0]);
        tale.invite(names[0]);
        for name in &names[1..] {
            tale.admit(names[0], names[0], name);
        }
        tale.all_hear(names);
        tale
    }

    /// Each came through the one before, and each has heard all.
    #[must_use]
    pub fn chain(names: &[&'static str]) -> Self {
        let mut tale = Self::founded_by(names[0]);
        for pair in names.windows(2) {
            tale.invite(pair[0]);
            tale.admit(pair[0], pair[0], pair[1]);
        }
        tale.all_hear(names);
        tale
    }

    /// What the device said last.
    #[must_use]
    pub fn last(&self, device: &str) -> Option<Id> {
        self.last.get(device).copied()
    }

    /// Says it, knowing what this device has heard.
    pub fn say(&mut self, device: &'static str, body: Body) -> Id {
        let cites = self.frontier(device);
        self.say_knowing(device, cites, body)
    }

    /// Says it as though no more were known than these and the device's own last.
    pub fn say_knowing(&mut self, device: &'static str, cites: impl IntoIterator<Item = Id>, body: Body) -> Id {
        let own = self.last.get(device).copied();
        let cites = cites.into_iter().chain(own).collect();
        self.fork(device, cites, body)
    }

    /// Says it as though no more were known than these, not even the device's own last.
    pub fn fork(&mut self, device: &'static str, cites: BTreeSet<Id>, body: Body) -> Id {
        let id = Id(self.held.len() as u64 + 1);
        let person = self.owners[device];
        let s = Statement { id, device: self::device(device), person, cites, body, well_formed: true };
        self.held.insert(id, s);
        self.heard.entry(device).or_default().insert(id);
        self.last.insert(device, id);
        id
    }

    /// Opens an invitation under the device's name.
    pub fn invite(&mut self, device: &'static str) -> Id {
        let invite = self.say(device, Body::Invite { limit: 0 });
        self.links.insert(device, invite);
        invite
    }

    /// The statement that opened the invitation of this name.
    #[must_use]
    pub fn link(&self, name: &str) -> Id {
        self.links[name]
    }

    /// The giver lets the newcomer in by the link of that name; the newcomer hears all that the giver heard.
    pub fn admit(&mut self, giver: &'static str, link: &str, newcomer: &'static str) -> Id {
        self.owners.insert(newcomer, person(newcomer));
        let admit = self.say(giver, self.admission(link, newcomer));
        self.hear(newcomer, giver);
        admit
    }

    /// The same, as though the giver knew no more than these and its own last.
    pub fn admit_knowing(
        &mut self,
        giver: &'static str,
        cites: BTreeSet<Id>,
        link: &str,
        newcomer: &'static str,
    ) -> Id {
        self.owners.insert(newcomer, person(newcomer));
        let admission = self.admission(link, newcomer);
        self.say_knowing(giver, cites, admission)
    }

    /// A device of the same person, which hears nothing.
    pub fn add_device(&mut self, device: &'static str, added: &'static str) -> Id {
        self.owners.insert(added, self.owners[device]);
        self.say(device, Body::DeviceAdd { device: self::device(added) })
    }

    /// A device whose log says that it is that person's, though nobody said so.
    pub fn owns(&mut self, device: &'static str, owner: &str) {
        self.owners.insert(device, person(owner));
    }

    /// Its proofs are no good.
    pub fn spoil(&mut self, id: Id) {
        if let Some(s) = self.held.get_mut(&id) {
            s.well_formed = false;
        }
    }

    /// The first hears all that the second has heard.
    pub fn hear(&mut self, device: &'static str, from: &str) {
        let news = self.heard.get(from).cloned().unwrap_or_default();
        self.heard.entry(device).or_default().extend(news);
    }

    /// The device keeps nothing but its own words and what they stand on.
    pub fn forget(&mut self, device: &'static str) {
        let model = Model::new(&self.held, Id(1));
        let own = self.last.get(device).copied();
        let kept = own.map(|last| model.past(last).iter().copied().chain([last]).collect());
        self.heard.insert(device, kept.unwrap_or_default());
    }

    /// What is not said is let go, wherever it is; whoever said it goes on from what is.
    pub fn forget_unsaid(&mut self) {
        let said = Model::new(&self.held, Id(1)).said();
        for heard in self.heard.values_mut() {
            heard.retain(|id| said.contains(id));
        }
        for (name, last) in &mut self.last {
            let own = said.iter().filter(|id| self.held[*id].device == device(name));
            *last = own.max().copied().unwrap_or(*last);
        }
    }

    /// Everyone hears all that was ever said among them.
    pub fn all_hear(&mut self, names: &[&'static str]) {
        let all: BTreeSet<Id> =
            names.iter().flat_map(|name| self.heard.get(name).cloned().unwrap_or_default()).collect();
        for name in names {
            self.heard.insert(name, all.clone());
        }
    }

    /// All of them hear everything, and who is active says so.
    pub fn all_say_heard(&mut self, names: &[&'static str]) {
        self.all_hear(names);
        let law = self.seen_by(names[0]);
        for name in names {
            if law.active(self.owners[name]) && !law.device_out(device(name)) {
                self.say(name, Body::Heard);
            }
        }
        self.all_hear(names);
    }

    /// What lets somebody in by the invitation of that name, with a device of their own name.
    #[must_use]
    pub fn admission(&self, link: &str, newcomer: &str) -> Body {
        Body::Admit {
            invite: self.link(link),
            person: person(newcomer),
            device: device(newcomer),
            lifts: BTreeSet::new(),
        }
    }

    /// That by this link somebody is let in who left by this.
    #[must_use]
    pub fn returns(&self, link: &str, whom: &str, leave: Id) -> Body {
        match self.admission(link, whom) {
            Body::Admit { invite, person, device, .. } => {
                Body::Admit { invite, person, device, lifts: BTreeSet::from([leave]) }
            }
            other => other,
        }
    }

    /// Raises.
    pub fn raise(&mut self, device: &'static str, whom: &str, to: Role) -> Id {
        self.say(device, Body::Raise { person: person(whom), to })
    }

    /// What this device cites next.
    #[must_use]
    pub fn frontier(&self, device: &str) -> BTreeSet<Id> {
        let heard = Model::new(&self.heard_by(device), Id(1)).said();
        let cited: BTreeSet<Id> = heard.iter().flat_map(|id| self.held[id].cites.iter().copied()).collect();
        heard.difference(&cited).copied().collect()
    }

    /// What this device knows of.
    #[must_use]
    pub fn seen_by(&self, device: &str) -> Rc<State> {
        Model::new(&self.heard_by(device), Id(1)).whole()
    }

    fn heard_by(&self, device: &str) -> Held {
        let heard = self.heard.get(device).cloned().unwrap_or_default();
        self.held.iter().filter(|(id, _)| heard.contains(id)).map(|(id, s)| (*id, s.clone())).collect()
    }

    /// What holds of all that was said, wherever.
    #[must_use]
    pub fn whole(&self) -> Rc<State> {
        Model::new(&self.held, Id(1)).whole()
    }

    /// All that was said.
    #[must_use]
    pub fn held(&self) -> &Held {
        &self.held
    }
}

fn number(name: &str) -> u64 {
    name.bytes().take(8).fold(0, |number, byte| (number << 8) | u64::from(byte))
}

/// The person whose first device has this name.
#[must_use]
pub fn person(name: &str) -> Person {
    Person(number(name))
}

/// The device of this name.
#[must_use]
pub fn device(name: &str) -> Device {
    Device(number(name))
}

/// Puts the person out.
#[must_use]
pub fn remove(name: &str) -> Body {
    Body::Remove { person: person(name) }
}

/// Lets in again.
#[must_use]
pub fn restore(name: &str) -> Body {
    Body::Restore { person: person(name) }
}
