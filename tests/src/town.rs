//! A town of named devices, to tell the scenarios of docs/protocol.md §7 with: each device is alone until it meets.

use crate::chaos::{copy_of, knows_of_other_documents};
use crate::sim::World;
use kith_community::command::{Command, Done};
use kith_community::project::Rows;
use kith_community::topic::{PostView, TopicQuery, TopicView};
use kith_community::{act, look, rename};
use kith_community::{device, invitation, topic};
use kith_sync::charter::{Role, Status};
use kith_sync::id::{DeviceId, PersonId, to_text};
use kith_sync::node::hub::{self, Hub, Quota};
use kith_sync::node::{Core, Link, LinkFor, Me, Replica};
use kith_sync::record::Secret;
use kith_sync::session::digest;
use kith_sync::store::Store;
use rand::Rng;
use std::collections::BTreeMap;
use std::path::Path;

/// Devices by name in a world that otherwise knows numbers.
pub struct Town {
    /// The world below.
    pub world: World<Rows>,
    places: BTreeMap<&'static str, usize>,
}

impl Town {
    /// A community of its founder alone.
    #[must_use]
    pub fn founded_by(name: &'static str) -> Self {
        let mut world = World::new(7);
        let (store, rng) = (world.store(), world.fork_rng());
        let replica = Replica::found(store, Rows, rng, true).unwrap_or_else(|error| panic!("founding: {error}"));
        let at = world.add(replica);
        let mut town = Self { world, places: BTreeMap::from([(name, at)]) };
        town.part(at);
        town.is_called(name, name);
        town
    }

    /// A founds, the others join by A's links, and all have heard all.
    #[must_use]
    pub fn of(names: &[&'static str]) -> Self {
        let (first, others) = names.split_first().unwrap_or_else(|| panic!("nobody"));
        let mut town = Self::founded_by(first);
        for other in others {
            town.joins(other, first);
        }
        town.meet(names);
        town
    }

    /// An empty hub for those who know this community's charter key.
    pub fn hub(&mut self, name: &'static str, founder: &str, quota: Quota) -> [u8; 32] {
        let door = hub::door(self.replica(founder).charter_key());
        let mut endpoint = [0; 32];
        self.world.rng.fill_bytes(&mut endpoint);
        let store = Store::in_memory(&[]).unwrap_or_else(|error| panic!("a store in memory: {error}"));
        let hub = Hub::open(store, endpoint, door, quota).unwrap_or_else(|error| panic!("a hub: {error}"));
        let at = self.world.add_hub(hub);
        self.part(at);
        self.places.insert(name, at);
        endpoint
    }

    fn part(&mut self, at: usize) {
        let alone = u32::try_from(at).unwrap_or_default() + 100;
        self.world.move_to(at, alone);
    }

    /// The number of a device.
    #[must_use]
    pub fn at(&self, name: &str) -> usize {
        *self.places.get(name).unwrap_or_else(|| panic!("nobody is called {name}"))
    }

    /// A device's core.
    pub fn core(&mut self, name: &str) -> &mut Core<Rows, u64> {
        let at = self.at(name);
        self.world.core(at)
    }

    /// A device's replica.
    pub fn replica(&mut self, name: &str) -> &Replica<Rows> {
        self.core(name).replica()
    }

    /// Does something with a device's replica and lets its core notice.
    pub fn with<R>(&mut self, name: &str, work: impl FnOnce(&mut Replica<Rows>) -> R) -> R {
        let now = self.world.now_ms;
        let core = self.core(name);
        core.tick(now);
        let done = work(core.replica_mut());
        core.flush(now).unwrap_or_else(|error| panic!("flush: {error}"));
        done
    }

    /// Sends a command.
    ///
    /// # Errors
    /// The sentence that says why not.
    pub fn tries(&mut self, name: &str, command: impl Into<Command>) -> Result<Done, String> {
        let at = self.at(name);
        self.world.now_ms += 1_000;
        let (address, now) = (self.world.address(at), self.world.now_ms);
        self.with(name, |replica| act(replica, &address, command, now)).map_err(|trouble| trouble.to_string())
    }

    /// Sends a command that must be done.
    pub fn does(&mut self, name: &str, command: impl Into<Command>) -> Done {
        self.tries(name, command).unwrap_or_else(|why| panic!("{name}: {why}"))
    }

    /// Names the person of a device.
    pub fn is_called(&mut self, name: &str, called: &str) {
        self.with(name, |replica| rename(replica, called)).unwrap_or_else(|trouble| panic!("{trouble}"));
    }

    /// Starts a topic.
    pub fn starts(&mut self, name: &str, title: &str) -> String {
        match self.does(
            name,
            topic::Command::Start { title: title.into(), channel: None, body: None, asks: false, sending: None },
        ) {
            Done::Topic { topic } => topic,
            other => panic!("{other:?}"),
        }
    }

    /// Replies.
    pub fn says(&mut self, name: &str, topic: &str, text: &str) -> String {
        match self.does(
            name,
            topic::Command::Reply { topic: topic.into(), text: text.into(), quotes: Vec::new(), sending: None },
        ) {
            Done::Post { post } => post,
            other => panic!("{other:?}"),
        }
    }

    /// A link that a device makes.
    pub fn link(&mut self, name: &str, command: impl Into<Command>) -> Link {
        match self.does(name, command) {
            Done::Link { link } => Link::from_text(&link).unwrap_or_else(|error| panic!("{error}")),
            other => panic!("{other:?}"),
        }
    }

    /// A newcomer's device, or a further one, that holds a link and nothing else.
    pub fn comes(&mut self, name: &'static str, link: &Link) {
        let mut seed = [0; 32];
        self.world.rng.fill_bytes(&mut seed);
        let person = match link.purpose {
            LinkFor::Device { person, .. } => Some(person),
            LinkFor::Newcomer { .. } => None,
        };
        self.comes_as(name, link, &Secret(seed), person);
    }

    /// The same with keys and a person that are given.
    pub fn comes_as(&mut self, name: &'static str, link: &Link, seed: &Secret, person: Option<PersonId>) {
        let (store, rng) = (self.world.store(), self.world.fork_rng());
        let person = Me::from_seed(seed, person).person;
        Replica::<Rows>::begin(&store, seed, person, &link.community, &link.charter_key)
            .unwrap_or_else(|error| panic!("beginning: {error}"));
        let replica = Replica::open(store, Rows, rng).unwrap_or_else(|error| panic!("opening: {error}"));
        let at = self.world.add(replica);
        self.part(at);
        self.places.insert(name, at);
    }

    /// Asks by the link, where only these are; true if it was let in.
    pub fn asks(&mut self, name: &str, link: Link, giver: &str) -> bool {
        self.core(name).join(link);
        self.meet(&[name, giver]);
        self.replica(name).is_active()
    }

    /// Joins by a link that a member makes, and takes a name.
    pub fn joins(&mut self, name: &'static str, by: &str) {
        let link = self.link(by, invitation::Command::Open { days: 14 });
        self.comes(name, &link);
        assert!(self.asks(name, link, by), "{name} was not let in");
        self.is_called(name, name);
    }

    /// Becomes a further device of the person of another.
    pub fn joins_as_device(&mut self, name: &'static str, of: &str) {
        let link = self.link(of, device::Command::Link);
        self.comes(name, &link);
        assert!(self.asks(name, link, of), "{name} was not added");
    }

    /// These come to one place, sync until they rest, and part.
    pub fn meet(&mut self, names: &[&str]) {
        for name in names {
            let at = self.at(name);
            self.world.move_to(at, 1);
        }
        self.world.run();
        self.world.meet();
        self.world.run();
        for name in names {
            let at = self.at(name);
            self.part(at);
        }
    }

    /// The person of a device.
    pub fn person(&mut self, name: &str) -> PersonId {
        self.replica(name).me().person
    }

    /// The person of a device, as commands name it.
    pub fn id(&mut self, name: &str) -> String {
        to_text(&self.person(name).0)
    }

    /// The id of a device.
    pub fn device(&mut self, name: &str) -> DeviceId {
        self.replica(name).me().device()
    }

    /// How `whom` stands in the eyes of `name`.
    pub fn status(&mut self, name: &str, whom: &str) -> Status {
        let person = self.person(whom);
        self.replica(name).law().status(&person)
    }

    /// In which role `whom` acts in the eyes of `name`.
    pub fn role(&mut self, name: &str, whom: &str) -> Option<Role> {
        let person = self.person(whom);
        self.replica(name).law().role(&person)
    }

    /// A topic as a device shows it.
    pub fn topic(&mut self, name: &str, topic: &str) -> TopicView {
        look(self.replica(name), &TopicQuery::end(topic)).unwrap_or_else(|trouble| panic!("{name}: {trouble}"))
    }

    /// A post as a device shows it, by its words.
    pub fn post(&mut self, name: &str, topic: &str, text: &str) -> Option<PostView> {
        self.topic(name, topic).posts.into_iter().find(|post| post.text == text)
    }

    /// What each post says, in order; late ones are marked.
    pub fn texts(&mut self, name: &str, topic: &str) -> Vec<String> {
        let posts = self.topic(name, topic).posts.into_iter();
        posts.map(|post| if post.late { format!("{} (late)", post.text) } else { post.text }).collect()
    }

    /// Everything that devices with the same records have alike.
    pub fn seen(&mut self, name: &str) -> [String; 4] {
        let replica = self.replica(name);
        let rows = Rows::fingerprint(replica.store().connection()).unwrap_or_else(|error| panic!("{error}"));
        let root = replica.state_root().unwrap_or_else(|error| panic!("{error}"));
        [to_text(&digest(&replica.summaries(None))), to_text(&replica.digest()), to_text(&root), rows]
    }

    /// These agree in everything.
    pub fn agree(&mut self, names: &[&str]) {
        let Some((first, others)) = names.split_first() else { return };
        for name in names {
            assert!(!knows_of_other_documents(self.replica(name)), "a receipt tells {name} of other documents");
        }
        let seen = self.seen(first);
        for other in others {
            assert_eq!(self.seen(other), seen, "{first} and {other} differ: charter, circle, root, rows");
        }
    }

    /// A copy of a device's database as it is, to be restored later.
    pub fn backup(&mut self, name: &str) -> tempfile::TempPath {
        copy_of(self.replica(name).store())
    }

    /// A device moves its database into a file that stays, beside which it notes how much it wrote.
    pub fn settles(&mut self, name: &str) -> tempfile::TempPath {
        let home = self.backup(name);
        self.restore(name, &home);
        home
    }

    /// The file of a device's database is replaced by an older copy of it; what is noted beside it stays.
    pub fn is_put_back(&mut self, name: &str, home: &Path, older: &Path) {
        let at = self.at(name);
        self.world.discard(at);
        std::fs::copy(older, home).unwrap_or_else(|error| panic!("{error}"));
        for more in ["-wal", "-shm"] {
            // Neither need be there.
            let _ = std::fs::remove_file(format!("{}{more}", home.display()));
        }
        self.restore(name, home);
    }

    /// Puts a device back to a copy of its database.
    pub fn restore(&mut self, name: &str, backup: &Path) {
        use kith_sync::node::Slices as _;
        let at = self.at(name);
        self.world.discard(at);
        let store = Store::open(backup, &Rows.migrations()).unwrap_or_else(|error| panic!("{error}"));
        self.world.replace(at, store);
    }
}
