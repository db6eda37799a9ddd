//! Coming into a community by a link, as a newcomer or with a further device.

use super::home::{Home, fresh_rng, is_begun};
use super::{invitation, words};
use crate::command::{Done, Step, Trouble};
use crate::line;
use crate::people;
use crate::project::Rows;
use crate::query::LinkView;
use crate::sentence::Sentence;
use kith_sync::charter::Status;
use kith_sync::id::{CommunityId, PersonId, to_text};
use kith_sync::net::Mode;
use kith_sync::node::{DAY_MS, Link, LinkFor, MAX_LINK, Me, Node, Notice, Replica, now_ms};
use kith_sync::record::Secret;
use kith_sync::store::Store;
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
        let link = read_link(link)?;
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
        let community = link.community;
        let beginning = self.coming.lock().await;
        let known = self.node(&community).await;
        if let Some(node) = &known {
            // An earlier try may have been cut off before it was kept where the others are.
            let addresses = link.addresses.clone();
            let met =
                node.call(move |open| addresses.into_iter().try_for_each(|address| open.core.met(address, now_ms())));
            met.await.map_err(words::stopped)?.map_err(words::replica)?;
        }
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
                drop(beginning);
                return finish(node, name, community, until, steps).await;
            }
            Some(node) => {
                may_come_back(node).await?;
                node.clone()
            }
            None => {
                let replica = newcomer(self.store(&self.database(&link.community))?, &link, person)?;
                invitation::keep_greeting(&replica, &link)?;
                self.start(replica).await?
            }
        };
        drop(beginning);
        let _ = steps.send(Step(Sentence::of("step-reading"))).await;
        let mut notices = node.notices();
        node.call(move |open| open.core.join(link)).await.map_err(words::stopped)?;
        let let_in = tokio::select! {
            let_in = let_in(&mut notices, until, steps) => let_in,
            () = node.ended() => Err(Trouble::of("join-ended")),
        };
        let waiting = match let_in {
            Ok(waiting) => waiting,
            Err(trouble) => {
                if known.is_none() {
                    self.close_one(&community, &node).await;
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
        let link = read_link(link)?;
        let here = match self.node(&link.community).await {
            Some(node) => node.call(|open| belongs(open.core.replica())).await.map_err(words::stopped)?,
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
        Replica::<Rows>::begin(&store, &seed, person, &link.community, &link.charter_key).map_err(words::replica)?;
    }
    Replica::open(store, Rows, fresh_rng()?).map_err(words::replica)
}

/// The link in what was pasted: alone, in the midst of a message, or broken over lines as mail does.
fn read_link(text: &str) -> Result<Link, Trouble> {
    let lower = text.to_ascii_lowercase();
    // In a web address it is something else's.
    let begins =
        |at: &usize| text.get(..*at).is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric() || c == '/'));
    let begin = lower.match_indices("kith:").map(|(at, _)| at).find(begins).unwrap_or(0);
    let mut words = text.get(begin..).unwrap_or(text).split_whitespace();
    let mut joined = words.next().unwrap_or_default().to_owned();
    let first = Link::from_text(&joined);
    for word in words {
        if first.is_ok() || joined.len() > MAX_LINK {
            break;
        }
        joined.push_str(word);
        if let Ok(link) = Link::from_text(&joined) {
            return Ok(link);
        }
    }
    first.map_err(crate::kith::words::link)
}

/// Whether this device's person belongs, or waits for a steward's yes. Who left may come back by a link.
fn belongs(replica: &Replica<Rows>) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;
    use kith_sync::record::Secret;

    fn a_link() -> String {
        let link = Link {
            community: CommunityId([7; 32]),
            secret: Secret([1; 32]),
            charter_key: Secret([2; 32]),
            name: "Choir".into(),
            greeting: String::new(),
            purpose: LinkFor::Newcomer { last_day: 1 },
            addresses: vec![],
        };
        link.to_text()
    }

    #[test]
    fn a_link_is_found_in_what_was_pasted() {
        let link = a_link();
        let (one, two) = link.split_at(40);
        for pasted in [
            link.clone(),
            format!("Come and join us! {link} See you Sunday"),
            format!("{one}\n{two}"),
            format!("> {one}\r\n  {two}\r\nSee you Sunday"),
            link.to_uppercase(),
        ] {
            assert!(read_link(&pasted).is_ok(), "{pasted}");
        }
    }

    #[test]
    fn what_is_no_link_is_named() {
        let cut_short: String = a_link().chars().take(60).collect();
        let web = format!("https://example.org/{}", a_link());
        for (pasted, key) in
            [("", "link-foreign"), ("hello there", "link-foreign"), (&web, "link-foreign"), (&cut_short, "link-broken")]
        {
            assert_eq!(read_link(pasted).err(), Some(Trouble::of(key)), "{pasted}");
        }
        let long = format!("kith:{}", "a ".repeat(100_000));
        assert_eq!(read_link(&long).err(), Some(Trouble::of("link-broken")));
    }
}
