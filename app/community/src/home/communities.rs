//! The home on disk: a lock, and one database for each community.

pub(crate) mod disk;
mod reopen;

use super::changes::Changes;
use super::entering::{self, Entering};
use super::settings;
use crate::command::Done;
use crate::community;
use crate::line;
use crate::profile;
use crate::project::Rows;
use crate::reader::Reader;
use crate::settings::{Network, Settings};
use crate::topic;
use crate::trouble::Trouble;
use disk::{database_in, lock, make, private, store, unusable};
use kith_sync::charter::Status;
use kith_sync::id::{CommunityId, to_text};
use kith_sync::net::Mode;
use kith_sync::node::{Node, Replica, now_ms};
use kith_sync::store::Store;
use kith_sync::system::keep_names;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{RwLock, watch};
use tokio::time::{Instant, sleep};

/// The trouble of a home that another process has open.
pub const HELD: &str = "home-held";
/// How often it is looked whether nothing is left to do.
const LOOK_EVERY: Duration = Duration::from_millis(40);

/// An open home.
pub(super) struct Home {
    path: PathBuf,
    /// The networks that were asked for at the start; else the settings say.
    asked: Option<Mode>,
    settings: Mutex<Settings>,
    nodes: RwLock<BTreeMap<CommunityId, Node<Rows>>>,
    /// Held while a community is taken away, and while one begins to be joined: never both at once.
    pub(super) coming: tokio::sync::Mutex<()>,
    changed: watch::Sender<Changes>,
    closed: watch::Sender<bool>,
    /// Databases of this home that are not open, and why: communities that the others must not be taken for.
    unopened: Mutex<BTreeMap<PathBuf, Trouble>>,
    /// Databases that hold nothing: a community that was never begun, or is lost.
    empty: Vec<Trouble>,
    _lock: File,
}

impl Home {
    pub(super) async fn open(path: &Path, asked: Option<Mode>) -> Result<Self, Trouble> {
        let is_new = !path.exists();
        make(path)?;
        if is_new {
            keep_names(path).map_err(|error| unusable(path, &error))?;
        }
        let lock = lock(path)?;
        disk::sweep(path);
        let mut home = Self {
            path: path.to_owned(),
            asked,
            settings: Mutex::new(settings::load(path)),
            nodes: RwLock::default(),
            coming: tokio::sync::Mutex::default(),
            changed: watch::channel(Changes::default()).0,
            closed: watch::channel(false).0,
            unopened: Mutex::default(),
            empty: Vec::new(),
            _lock: lock,
        };
        for file in home.databases()? {
            if fs::metadata(&file).is_ok_and(|file| file.is_file() && file.len() == 0) {
                home.empty.push(empty(&file));
                continue;
            }
            // One that cannot be read does not keep the others closed.
            home.open_file(&file).await;
        }
        Ok(home)
    }

    /// The community in a file, if one was begun there and has come.
    fn load(&self, file: &Path) -> Result<Option<Replica<Rows>>, Trouble> {
        let store = self.store(file)?;
        if !is_begun(&store)? {
            return Ok(None);
        }
        let replica = Replica::open(store, Rows, fresh_rng()?)?;
        let is_there = !replica.notes().is_empty() || Entering::kept(&replica).is_some_and(|join| join.goes_on());
        Ok(is_there.then_some(replica))
    }

    /// Founds a community.
    pub(super) async fn found(&self, name: &str, me: &str, channel: Option<&str>) -> Result<Done, Trouble> {
        profile::clean_name(me)?;
        let name = line::checked("community", name, community::MAX_NAME)?;
        let made = self.path.join("communities").join("founding.new");
        // A crash may have left one half-made, with a log that SQLite would play into the next, and a mark that says it wrote more.
        for left in ["founding.new", "founding.new-wal", "founding.new-shm", "founding.mark"] {
            let _ = fs::remove_file(made.with_file_name(left));
        }
        let store = self.store(&made)?;
        let mut replica = Replica::found(store, Rows, fresh_rng()?, true)?;
        let everyone = replica.everyone();
        replica.say(profile::rename(everyone, me)?)?;
        let saying = community::name_community(&replica, &name, now_ms())?;
        replica.say(saying)?;
        if let Some(channel) = channel {
            replica.say(topic::start_channel(&replica, channel, now_ms())?)?;
        }
        let community = replica.community();
        // Only a whole community gets a name under which it is found again.
        drop(replica);
        let path = self.database(&community);
        // The mark first: alone it is never read.
        let _ = fs::rename(made.with_extension("mark"), path.with_extension("mark"));
        let named = fs::rename(&made, &path).and_then(|()| keep_names(&self.path.join("communities")));
        named.map_err(|error| unusable(&self.path, &error))?;
        let replica = Replica::open(self.store(&path)?, Rows, fresh_rng()?)?;
        self.start(replica).await?;
        Ok(Done::Community { community: to_text(&community.0), waiting: false })
    }

    /// Runs a replica from here on.
    pub(super) async fn start(&self, replica: Replica<Rows>) -> Result<Node<Rows>, Trouble> {
        let community = replica.community();
        let node = self.run(replica).await?;
        self.nodes.write().await.insert(community, node.clone());
        // Whoever watches looks once it is among the others, else they would not see it.
        self.touch();
        Ok(node)
    }

    async fn run(&self, replica: Replica<Rows>) -> Result<Node<Rows>, Trouble> {
        let community = replica.community();
        let node = Node::start(replica, self.mode()).await;
        let node = node.map_err(|error| Trouble::of("community-unopened").with("why", error.to_string()))?;
        self.follow(community, &node);
        Ok(node)
    }

    /// The networks that are used now.
    pub(super) fn mode(&self) -> Mode {
        self.asked.unwrap_or_else(|| settings::mode(self.settings().network))
    }

    /// The networks that a Kith on this home uses; one that only looks uses none.
    pub(super) fn usual_mode(&self) -> Mode {
        self.asked.filter(|asked| *asked != Mode::Off).unwrap_or_else(|| settings::mode(self.settings().network))
    }

    /// The same as people choose it, and whether it was asked for at the start and cannot be changed now.
    pub(super) fn network(&self) -> (Network, bool) {
        (settings::network(self.mode()), self.asked.is_some())
    }

    pub(super) fn settings(&self) -> Settings {
        self.settings.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes other settings, and keeps them. Other networks are used at once.
    pub(super) async fn set(&self, settings: Settings) -> Result<Done, Trouble> {
        settings::save(&self.path, &settings).map_err(|error| unusable(&self.path, &error))?;
        let before = self.mode();
        *self.settings.lock().unwrap_or_else(PoisonError::into_inner) = settings;
        if self.mode() != before {
            self.change_network().await?;
        }
        self.touch();
        Ok(Done::Ok { ok: true })
    }

    /// Opens every community anew. Whoever asks for one meanwhile waits.
    async fn change_network(&self) -> Result<(), Trouble> {
        let mut nodes = self.nodes.write().await;
        let mut done = Ok(());
        for (community, node) in std::mem::take(&mut *nodes) {
            node.stop().await;
            match self.reopen(&community).await {
                Ok(Some(node)) => drop(nodes.insert(community, node)),
                Ok(None) => {}
                Err(trouble) => {
                    // The others go on, and this one is found again when Kith is started again.
                    tracing::error!(%trouble, "a community was not opened again");
                    done = Err(trouble);
                }
            }
        }
        done
    }

    async fn reopen(&self, community: &CommunityId) -> Result<Option<Node<Rows>>, Trouble> {
        let Some(replica) = self.load(&self.database(community))? else {
            return Ok(None);
        };
        let node = self.run(replica).await?;
        self.go_on_entering(&node).await?;
        Ok(Some(node))
    }

    /// Has whoever watches look again, whatever they look at.
    pub(super) fn touch(&self) {
        self.changed.send_modify(Changes::count_home);
    }

    /// Passes a community's changes on to whoever watches the home.
    fn follow(&self, community: CommunityId, node: &Node<Rows>) {
        let (mut versions, changed, node) = (node.version(), self.changed.clone(), node.clone());
        tokio::spawn(async move {
            while versions.changed().await.is_ok() {
                let now = *versions.borrow_and_update();
                changed.send_modify(|changes| changes.put(community, now));
                // Words of an erased post that came later are let go as well.
                let _ = node.call(|open| topic::repeat_erasures(open.core.replica_mut())).await;
            }
        });
    }

    /// The community that an id or name means; the only one if nothing is named.
    pub(super) async fn find(&self, named: Option<&str>) -> Result<Node<Rows>, Trouble> {
        let nodes = self.nodes.read().await.clone();
        let Some(named) = named else {
            let mut all = Vec::new();
            for node in nodes.into_values() {
                // One that this device still asks to be let into is not meant.
                if node.call(|open| has_come(open.core.replica())).await? {
                    all.push(node);
                }
            }
            let mut all = all.into_iter();
            return match (all.next(), all.next().is_some() || !self.unopened().is_empty()) {
                (Some(only), false) => Ok(only),
                (None, _) => Err(self.unread().unwrap_or_else(|| Trouble::of("no-community-yet"))),
                _ => Err(Trouble::of("which-community")),
            };
        };
        // Screens name the id, and wait for no other community to say what it is called.
        if let Some((_, node)) = nodes.iter().find(|(community, _)| to_text(&community.0) == named.to_lowercase()) {
            return Ok(node.clone());
        }
        let mut found = Vec::new();
        for node in nodes.into_values() {
            let name = node.call(|open| community::names(&Reader::of(open.core.replica()))).await;
            let names = name?.unwrap_or_default();
            if names.iter().any(|name| name == named.trim()) {
                found.push(node);
            }
        }
        match (found.pop(), found.is_empty()) {
            (Some(only), true) => Ok(only),
            (Some(_), false) => Err(Trouble::of("communities-alike").with("named", named)),
            (None, _) => {
                let unread = self.unread().is_some();
                Err(Trouble::of(if unread { "no-community-some-unread" } else { "no-community" }).with("named", named))
            }
        }
    }

    /// Whether something can be kept here now.
    pub(super) fn try_writing(&self) -> std::io::Result<()> {
        let path = self.path.join("doctor.new");
        let mut file = private().create(true).truncate(true).open(&path)?;
        std::io::Write::write_all(&mut file, b"well")?;
        file.sync_all()?;
        fs::remove_file(path)
    }

    /// Why a community that was here is not open.
    pub(super) fn unread(&self) -> Option<Trouble> {
        self.unopened().values().chain(&self.empty).next().cloned()
    }

    /// Every community that is open; a trouble if there is none because none could be opened.
    pub(super) async fn nodes(&self) -> Result<Vec<Node<Rows>>, Trouble> {
        let nodes: Vec<Node<Rows>> = self.nodes.read().await.values().cloned().collect();
        match self.unread() {
            Some(trouble) if nodes.is_empty() => Err(trouble),
            _ => Ok(nodes),
        }
    }

    /// Every community that has come; those that this device still asks to be let into, if there is no other.
    async fn those_to_sync(&self) -> Result<Vec<Node<Rows>>, Trouble> {
        let all = self.nodes().await?;
        let mut come = Vec::new();
        for node in &all {
            if node.call(|open| has_come(open.core.replica())).await? {
                come.push(node.clone());
            }
        }
        Ok(if come.is_empty() { all } else { come })
    }

    pub(super) async fn node(&self, community: &CommunityId) -> Option<Node<Rows>> {
        self.nodes.read().await.get(community).cloned()
    }

    /// Takes a community that one does not belong to, and all that is here of it, off this device. Of one that never let
    /// this device in only the looking ends: its keys stay for another try, so that nobody comes in twice.
    pub(super) async fn take_away(&self, named: Option<&str>) -> Result<Done, Trouble> {
        let _alone = self.coming.lock().await;
        let node = self.find_to_take_away(named).await?;
        let kept = node.call(|open| {
            let replica = open.core.replica();
            let status = replica.law().status(&replica.me().person);
            // A device that was ended belongs no more, whatever its person does.
            let ended = replica.law().is_device_out(&replica.me().device());
            (replica.community(), if ended { Status::Removed } else { status })
        });
        let (community, status) = kept.await?;
        if matches!(status, Status::Active | Status::Waiting) {
            return Err(Trouble::of("forget-belongs"));
        }
        if status == Status::Unknown {
            node.call(entering::forget).await??;
        }
        // It is gone for whoever looks before its way to others is closed, which takes a while.
        self.close_one(&community, &node).await;
        if status != Status::Unknown {
            disk::take_away(&self.path, &community)
                .map_err(|error| Trouble::of("forget-files").with("why", error.to_string()))?;
        }
        Ok(Done::Ok { ok: true })
    }

    /// The community that is meant; if nothing is named and there is no other, the one that is still being joined.
    async fn find_to_take_away(&self, named: Option<&str>) -> Result<Node<Rows>, Trouble> {
        let found = self.find(named).await;
        let all = self.nodes.read().await.clone();
        let mut all = all.into_values();
        match (found, all.next(), all.next()) {
            (Err(trouble), Some(only), None) if named.is_none() && trouble.is("no-community-yet") => Ok(only),
            (found, ..) => found,
        }
    }

    /// Runs a community no longer; its database stays. One that was opened anew meanwhile goes on.
    pub(super) async fn close_one(&self, community: &CommunityId, node: &Node<Rows>) {
        let mut nodes = self.nodes.write().await;
        if nodes.get(community).is_some_and(|running| running.is(node)) {
            nodes.remove(community);
        }
        drop(nodes);
        self.touch();
        node.stop().await;
    }

    /// Syncs until nothing is left to do or the seconds are over.
    pub(super) async fn sync(&self, named: Option<&str>, seconds: u32) -> Result<Done, Trouble> {
        let nodes = match named {
            Some(_) => vec![self.find(named).await?],
            None => self.those_to_sync().await?,
        };
        let mut before = [0; 4];
        for node in &nodes {
            before = sum(before, node.call(counted).await?);
            node.call(|open| open.core.moved(now_ms())).await?;
        }
        let until = Instant::now() + Duration::from_secs(seconds.into());
        let mut rest = 0;
        // Quiet twice in a row: what one look set off is seen by the next.
        while rest < 2 && Instant::now() < until {
            sleep(LOOK_EVERY).await;
            let mut quiet = true;
            for node in &nodes {
                quiet &= node.call(|open| open.core.is_quiet()).await?;
            }
            rest = if quiet { rest + 1 } else { 0 };
        }
        let mut after = [0; 4];
        for node in &nodes {
            after = sum(after, node.call(counted).await?);
        }
        let [records_in, records_out, bytes_in, bytes_out] = std::array::from_fn(|at| {
            let at = |of: &[u64; 4]| of.get(at).copied().unwrap_or(0);
            at(&after).saturating_sub(at(&before))
        });
        Ok(Done::Synced { quiet: rest >= 2, records_in, records_out, bytes_in, bytes_out })
    }

    pub(super) fn changes(&self) -> watch::Receiver<Changes> {
        self.changed.subscribe()
    }

    pub(super) fn is_closed(&self) -> bool {
        *self.closed.borrow()
    }

    pub(super) async fn close(&self) {
        self.closed.send_replace(true);
        self.touch();
        let nodes = std::mem::take(&mut *self.nodes.write().await);
        for node in nodes.into_values() {
            node.stop().await;
        }
    }

    pub(super) fn database(&self, community: &CommunityId) -> PathBuf {
        database_in(&self.path, community)
    }

    pub(super) fn store(&self, path: &Path) -> Result<Store, Trouble> {
        store(&self.path, path)
    }

    fn databases(&self) -> Result<Vec<PathBuf>, Trouble> {
        let entries = fs::read_dir(self.path.join("communities")).map_err(|error| unusable(&self.path, &error))?;
        let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "db"));
        paths.sort();
        Ok(paths)
    }
}

/// Randomness of the operating system, at the edge where it may be asked.
pub(crate) fn fresh_rng() -> Result<rand_chacha::ChaCha20Rng, Trouble> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| Trouble::of("no-randomness").with("why", error.to_string()))?;
    Ok(rand::SeedableRng::from_seed(seed))
}

/// Whether this device's person was let in, at least until a steward says yes.
pub(super) fn has_come(replica: &Replica<Rows>) -> bool {
    replica.law().status(&replica.me().person) != Status::Unknown
}

pub(super) fn is_begun(store: &Store) -> Result<bool, Trouble> {
    Ok(store.meta("community")?.is_some())
}

fn counted(open: &mut super::Open) -> [u64; 4] {
    let (read, written) = open.bytes();
    let count = open.core.count();
    [count.records_in, count.records_out, read, written]
}

fn sum(a: [u64; 4], b: [u64; 4]) -> [u64; 4] {
    let mut sum = a;
    for (to, from) in sum.iter_mut().zip(b) {
        *to += from;
    }
    sum
}

fn empty(file: &Path) -> Trouble {
    Trouble::of("database-empty").with("file", file.display().to_string())
}
