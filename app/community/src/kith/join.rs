//! Coming into a community by a link, as a newcomer or with a further device.

use super::home::{Home, fresh_rng, has_come, is_begun};
use super::words;
use crate::command::{Done, Step, Trouble};
use crate::people;
use crate::project::Rows;
use crate::query::LinkView;
use crate::sentence::Sentence;
use kith_sync::charter::Status;
use kith_sync::id::{CommunityId, PersonId, to_text};
use kith_sync::net::Mode;
use kith_sync::node::{Link, LinkFor, Me, Node, Notice, Replica, now_ms};
use kith_sync::record::Secret;
use std::time::Duration;
use tokio::sync::{broadcast, mpsc};
use tokio::time::{Instant, sleep, timeout_at};

/// How often the newcomer is told how much has come.
const TELL_EVERY: Duration = Duration::from_millis(50);

impl Home {
    /// Joins by an invitation.
    pub(super) async fn join(
        &self,
        link: &str,
        me: &str,
        timeout_s: u32,
        steps: &mpsc::Sender<Step>,
    ) -> Result<Done, Trouble> {
        let name = people::clean_name(me)?;
        let link = Link::from_text(link).map_err(words::link)?;
        if !matches!(link.purpose, LinkFor::Newcomer { .. }) {
            return Err(Trouble::of("link-for-device"));
        }
        if is_over(&link) {
            return Err(words::refused(kith_sync::session::Refused::Expired));
        }
        self.enter(link, None, Some(name), timeout_s, steps).await
    }

    /// Becomes a further device of a person.
    pub(super) async fn join_device(
        &self,
        link: &str,
        timeout_s: u32,
        steps: &mpsc::Sender<Step>,
    ) -> Result<Done, Trouble> {
        let link = Link::from_text(link).map_err(words::link)?;
        let LinkFor::Device { person, .. } = link.purpose else {
            return Err(Trouble::of("link-for-newcomer"));
        };
        self.enter(link, Some(person), None, timeout_s, steps).await
    }

    async fn enter(
        &self,
        link: Link,
        person: Option<PersonId>,
        name: Option<String>,
        timeout_s: u32,
        steps: &mpsc::Sender<Step>,
    ) -> Result<Done, Trouble> {
        let until = Instant::now() + Duration::from_secs(timeout_s.into());
        let community = link.community;
        let known = self.node(&community).await;
        let unfinished = match &known {
            Some(node) => is_unfinished(node).await?,
            None => false,
        };
        if self.mode() == Mode::Off && !unfinished {
            return Err(Trouble::of("join-without-network"));
        }
        let node = match &known {
            Some(node) if unfinished => {
                // An earlier try was cut off after this device was let in.
                return finish(node, name, community, until, steps).await;
            }
            Some(node) => {
                may_come_back(node).await?;
                node.clone()
            }
            None => {
                let replica = self.newcomer(&link, person)?;
                self.start(replica).await?
            }
        };
        let _ = steps.send(Step(Sentence::of("step-reading"))).await;
        let mut notices = node.notices();
        node.call(move |open| open.core.join(link)).await.map_err(words::stopped)?;
        let waiting = match let_in(&mut notices, until, steps).await {
            Ok(waiting) => waiting,
            Err(trouble) => {
                if known.is_none() {
                    self.forget(&community).await;
                }
                return Err(trouble);
            }
        };
        if waiting {
            if let Some(name) = name {
                say_name_later(&node, name);
            }
            return Ok(Done::Community { community: to_text(&community.0), waiting });
        }
        finish(&node, name, community, until, steps).await
    }

    /// What a link says of itself.
    pub(super) async fn link(&self, link: &str) -> Result<LinkView, Trouble> {
        let link = Link::from_text(link).map_err(words::link)?;
        let here = match self.node(&link.community).await {
            Some(node) => node.call(|open| has_come(open.core.replica())).await.map_err(words::stopped)?,
            None => false,
        };
        Ok(LinkView {
            community: to_text(&link.community.0),
            name: link.name.clone(),
            for_device: matches!(link.purpose, LinkFor::Device { .. }),
            expired: is_over(&link),
            here,
        })
    }

    /// A store with keys for a newcomer; keys of an earlier try are used again, so that nobody comes in twice.
    fn newcomer(&self, link: &Link, person: Option<PersonId>) -> Result<Replica<Rows>, Trouble> {
        let store = self.store(&self.database(&link.community))?;
        if !is_begun(&store)? {
            let mut seed = [0; 32];
            rand::Rng::fill_bytes(&mut fresh_rng()?, &mut seed);
            let seed = Secret(seed);
            let person = Me::from_seed(&seed, person).person;
            Replica::<Rows>::begin(&store, &seed, person, &link.community, &link.charter_key)
                .map_err(words::replica)?;
        }
        Replica::open(store, Rows, fresh_rng()?).map_err(words::replica)
    }
}

fn is_over(link: &Link) -> bool {
    matches!(link.purpose, LinkFor::Newcomer { last_day } if now_ms() / 86_400_000 > i64::from(last_day))
}

async fn may_come_back(node: &Node<Rows>) -> Result<(), Trouble> {
    let status = node.call(|open| {
        let replica = open.core.replica();
        (replica.law().status(&replica.me().person), replica.is_active())
    });
    match status.await.map_err(words::stopped)? {
        (Status::Active, true) => Err(Trouble::of("join-already")),
        (Status::Waiting, _) => Err(Trouble::of("join-waiting")),
        (Status::Removed, _) | (Status::Active, false) => Err(Trouble::of("join-removed")),
        (Status::Left | Status::Unknown, _) => Ok(()),
    }
}

/// Waits until somebody lets this device in. True if a steward must still confirm.
async fn let_in(
    notices: &mut broadcast::Receiver<Notice>,
    until: Instant,
    steps: &mpsc::Sender<Step>,
) -> Result<bool, Trouble> {
    loop {
        let notice = match timeout_at(until, notices.recv()).await {
            Ok(Ok(notice)) => notice,
            Ok(Err(broadcast::error::RecvError::Lagged(_))) => continue,
            Ok(Err(broadcast::error::RecvError::Closed)) => {
                return Err(words::stopped(kith_sync::node::Stopped));
            }
            Err(_) => {
                return Err(Trouble::of("join-nobody"));
            }
        };
        match notice {
            Notice::Looking => drop(steps.send(Step(Sentence::of("step-looking"))).await),
            Notice::Found => drop(steps.send(Step(Sentence::of("step-found"))).await),
            Notice::Joined { waiting } => return Ok(waiting),
            Notice::Refused(why) => return Err(words::refused(why)),
            Notice::Impostor => {
                return Err(Trouble::of("join-impostor"));
            }
            Notice::Changed => {}
        }
    }
}

/// What is left once this device is in: the name, and what is there.
async fn finish(
    node: &Node<Rows>,
    name: Option<String>,
    community: CommunityId,
    until: Instant,
    steps: &mpsc::Sender<Step>,
) -> Result<Done, Trouble> {
    if let Some(name) = name {
        let said = node.call(move |open| super::act::rename(open.core.replica_mut(), &name));
        said.await.map_err(words::stopped)??;
    }
    fetch(node, until, steps).await?;
    Ok(Done::Community { community: to_text(&community.0), waiting: false })
}

/// Whether this device is in, but its person has no name yet.
async fn is_unfinished(node: &Node<Rows>) -> Result<bool, Trouble> {
    let unfinished = node.call(|open| {
        let replica = open.core.replica();
        let names = people::names(replica.store().connection()).unwrap_or_default();
        replica.is_active() && !names.contains_key(&replica.me().person)
    });
    unfinished.await.map_err(words::stopped)
}

/// Puts the newcomer's name on the card when a steward has confirmed.
fn say_name_later(node: &Node<Rows>, name: String) {
    let (node, mut version) = (node.clone(), node.version());
    tokio::spawn(async move {
        while version.changed().await.is_ok() {
            let name = name.clone();
            let said = node.call(move |open| super::act::rename(open.core.replica_mut(), &name));
            if !matches!(said.await, Ok(Err(_))) {
                break;
            }
        }
    });
}

/// Stays until what is there has come, telling how much has.
async fn fetch(node: &Node<Rows>, until: Instant, steps: &mpsc::Sender<Step>) -> Result<(), Trouble> {
    let _ = steps.send(Step(Sentence::of("step-in"))).await;
    let mut told = 0;
    while Instant::now() < until {
        let (synced, records) =
            node.call(|open| (open.core.has_synced(), open.core.count().records_in)).await.map_err(words::stopped)?;
        if records >= told + 500 || (synced && records > told) {
            told = records;
            let _ = steps.send(Step(Sentence::of("step-records").with("records", records))).await;
        }
        if synced {
            break;
        }
        sleep(TELL_EVERY).await;
    }
    Ok(())
}
