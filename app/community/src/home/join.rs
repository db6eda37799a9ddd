//! Coming into a community by a link, as a newcomer or with a further device.

use super::communities::{Home, fresh_rng, has_come, is_begun};
use super::entering::{self, Entering, Entry};
use super::pasted::read_link;
use super::query::LinkView;
use crate::command::{Done, Step};
use crate::invitation;
use crate::line;
use crate::profile;
use crate::project::Rows;
use crate::reader::Reader;
use crate::sentence::Sentence;
use crate::topic;
use crate::trouble::Trouble;
use kith_sync::charter::Status;
use kith_sync::id::{PersonId, to_text};
use kith_sync::net::{Address, Mode};
use kith_sync::node::{DAY_MS, Link, LinkFor, Me, Node, Notice, Replica, now_ms};
use kith_sync::record::Secret;
use kith_sync::store::Store;
use std::time::Duration;
use tokio::sync::{broadcast, mpsc, watch};
use tokio::time::{Instant, sleep, sleep_until};

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
        let name = profile::clean_name(me)?;
        let link = read_link(link)?;
        if !matches!(link.purpose, LinkFor::Newcomer { .. }) {
            return Err(Trouble::of("link-for-device"));
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
        let link = read_link(link)?;
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
        let beginning = self.coming.lock().await;
        let known = self.node(&link.community).await;
        let unfinished = match &known {
            Some(node) => is_unfinished(node).await?,
            None => false,
        };
        if self.mode() == Mode::Off && !unfinished {
            return Err(Trouble::of("join-without-network"));
        }
        let entering = Entering::begin(&link, name);
        let node = match known {
            Some(node) => {
                // An earlier try may have been cut off after this device was let in.
                if !unfinished {
                    may_come_back(&node).await?;
                }
                node.call(move |open| met(open, link.addresses).and_then(|()| entering.keep(open.core.replica())))
                    .await??;
                node
            }
            None => {
                let replica = newcomer(self.store(&self.database(&link.community))?, &link, person)?;
                invitation::keep_greeting(&replica, &link)?;
                entering.keep(&replica)?;
                self.start(replica).await?
            }
        };
        let _ = steps.send(Step(Sentence::of("step-reading"))).await;
        let notices = node.notices();
        let entry = self.go_on_entering(&node).await?;
        drop(beginning);
        let entry = entry.ok_or_else(|| Trouble::of("join-ended"))?;
        let entered = wait_for_entry(&node, entry, notices, until, steps).await;
        self.after_entry(&node, entered, until, steps).await
    }

    /// What is left when a join has come to something. One that waits goes on.
    async fn after_entry(
        &self,
        node: &Node<Rows>,
        entered: Entry,
        until: Instant,
        steps: &mpsc::Sender<Step>,
    ) -> Result<Done, Trouble> {
        let here = node.call(|open| (open.core.replica().community(), has_come(open.core.replica())));
        let (community, has_come) = here.await.map_err(|_| Trouble::of("join-ended"))?;
        match entered {
            Entry::Waits => Err(Trouble::of("join-nobody")),
            Entry::Refused(trouble) => Err(trouble),
            Entry::Ended(trouble) => {
                if !has_come {
                    node.call(entering::forget).await??;
                    self.close_one(&community, node).await;
                }
                Err(trouble)
            }
            Entry::In { waiting } => {
                if !waiting {
                    fetch(node, until, steps).await?;
                }
                Ok(Done::Community { community: to_text(&community.0), waiting })
            }
        }
    }

    /// What a link says of itself.
    pub(super) async fn link(&self, link: &str) -> Result<LinkView, Trouble> {
        let link = read_link(link)?;
        let here = match self.node(&link.community).await {
            Some(node) => node.call(|open| belongs(open.core.replica())).await?,
            None => false,
        };
        Ok(LinkView {
            community: to_text(&link.community.0),
            name: line::clean(&link.name),
            greeting: invitation::greeting_in(&link),
            for_device: matches!(link.purpose, LinkFor::Device { .. }),
            expired: is_over(&link),
            here,
        })
    }
}

/// A newcomer by a link, in a store for its community. Keys of an earlier try are used again, so that nobody comes in
/// twice.
pub(crate) fn newcomer(store: Store, link: &Link, person: Option<PersonId>) -> Result<Replica<Rows>, Trouble> {
    if !is_begun(&store)? {
        let mut seed = [0; 32];
        rand::Rng::fill_bytes(&mut fresh_rng()?, &mut seed);
        let seed = Secret(seed);
        let person = Me::from_seed(&seed, person).person;
        Replica::<Rows>::begin(&store, &seed, person, &link.community, &link.charter_key)?;
    }
    Ok(Replica::open(store, Rows, fresh_rng()?)?)
}

/// Whether this device's person belongs, or waits for a steward's yes. Who left may come back by a link.
pub(super) fn belongs(replica: &Replica<Rows>) -> bool {
    matches!(replica.law().status(&replica.me().person), Status::Active | Status::Waiting)
}

fn is_over(link: &Link) -> bool {
    matches!(link.purpose, LinkFor::Newcomer { last_day } if now_ms() / DAY_MS > i64::from(last_day))
}

async fn may_come_back(node: &Node<Rows>) -> Result<(), Trouble> {
    let status = node.call(|open| {
        let replica = open.core.replica();
        (replica.law().status(&replica.me().person), replica.is_active())
    });
    match status.await? {
        (Status::Active, true) => Err(Trouble::of("join-already")),
        (Status::Waiting, _) => Err(Trouble::of("join-waiting")),
        (Status::Removed, _) | (Status::Active, false) => Err(Trouble::of("join-removed")),
        (Status::Left | Status::Unknown, _) => Ok(()),
    }
}

/// Waits until a join has come to something, telling its steps, for as long as whoever asked for it waits.
async fn wait_for_entry(
    node: &Node<Rows>,
    mut entry: watch::Receiver<Entry>,
    mut notices: broadcast::Receiver<Notice>,
    until: Instant,
    steps: &mpsc::Sender<Step>,
) -> Entry {
    loop {
        let now = entry.borrow_and_update().clone();
        if now != Entry::Waits {
            return now;
        }
        tokio::select! {
            changed = entry.changed() => if changed.is_err() {
                return Entry::Ended(Trouble::of("join-ended"));
            },
            Ok(notice) = notices.recv() => match notice {
                Notice::Looking => drop(steps.send(Step(Sentence::of("step-looking"))).await),
                Notice::Found => drop(steps.send(Step(Sentence::of("step-found"))).await),
                _ => {}
            },
            () = node.ended() => return Entry::Ended(Trouble::of("join-ended")),
            () = sleep_until(until) => return Entry::Waits,
        }
    }
}

/// Notes where others are.
fn met(open: &mut super::Open, addresses: Vec<Address>) -> Result<(), Trouble> {
    Ok(addresses.into_iter().try_for_each(|address| open.core.met(address, now_ms()))?)
}

/// Whether this device is in, but its person has no name yet.
async fn is_unfinished(node: &Node<Rows>) -> Result<bool, Trouble> {
    let unfinished = node.call(|open| {
        let replica = open.core.replica();
        let names = profile::names(replica.store().connection()).unwrap_or_default();
        replica.is_active() && !names.contains_key(&replica.me().person)
    });
    Ok(unfinished.await?)
}

/// What a further device of a person finds when it comes is not new to that person.
fn know_what_is_known(replica: &Replica<Rows>) {
    if replica.law().devices(&replica.me().person).len() > 1
        && let Err(error) = topic::mark_all_seen(&Reader::of(replica))
    {
        tracing::warn!(%error, "what a further device found is shown as new");
    }
}

/// Stays until what is there has come, telling how much has.
async fn fetch(node: &Node<Rows>, until: Instant, steps: &mpsc::Sender<Step>) -> Result<(), Trouble> {
    let _ = steps.send(Step(Sentence::of("step-in"))).await;
    let mut told = 0;
    while Instant::now() < until {
        let (synced, records) = node.call(|open| (open.core.has_synced(), open.core.count().records_in)).await?;
        if records >= told + 500 || (synced && records > told) {
            told = records;
            let _ = steps.send(Step(Sentence::of("step-records").with("records", records))).await;
        }
        if synced {
            node.call(|open| know_what_is_known(open.core.replica())).await?;
            break;
        }
        sleep(TELL_EVERY).await;
    }
    Ok(())
}
