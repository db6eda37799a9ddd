//! Joining that goes on: kept in the home until somebody has let this device in, whatever is closed meanwhile.

use super::Open;
use super::communities::Home;
use super::join::belongs;
use super::pasted::read_link;
use super::query::EnteringView;
use crate::line;
use crate::profile;
use crate::project::Rows;
use crate::sentence::Sentence;
use crate::trouble::Trouble;
use kith_sync::net::Mode;
use kith_sync::node::{Link, Node, Notice, Replica, now_ms};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use tokio::sync::{broadcast, watch};
use tokio::time::{MissedTickBehavior, interval};

/// Under which name it is kept, in the community's own database.
const PLACE: &str = "entering";
/// How often whoever watches is told how the search stands.
const TELL_EVERY: Duration = Duration::from_secs(2);

/// A join that is not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entering {
    link: String,
    /// What a newcomer is to be called; a further device brings no name.
    name: Option<String>,
    since_ms: i64,
    /// The last refusal.
    answer: Option<Sentence>,
    /// Whether it was one that nobody else would take back.
    ended: bool,
}

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// Nobody has answered.
    Waits,
    /// Somebody answered that they cannot; others are asked on.
    Refused(Trouble),
    /// It is over.
    Ended(Trouble),
    /// This device is in. `waiting` until a steward confirms.
    In {
        /// Whether a steward must still confirm.
        waiting: bool,
    },
}

impl Entering {
    /// A join that begins at this moment.
    pub(super) fn begin(link: &Link, name: Option<String>) -> Self {
        Self { link: link.to_text(), name, since_ms: now_ms(), answer: None, ended: false }
    }

    /// Keeps it in the stead of an earlier one.
    pub(super) fn keep(&self, replica: &Replica<Rows>) -> Result<(), Trouble> {
        let bytes = serde_json::to_vec(self).map_err(|_| Trouble::of("broke"))?;
        Ok(replica.store().put_meta(PLACE, &bytes)?)
    }

    /// The one that is kept.
    pub(super) fn kept(replica: &Replica<Rows>) -> Option<Self> {
        let bytes = replica.store().meta(PLACE).ok()??;
        serde_json::from_slice(&bytes).ok()
    }

    /// Whether it is to be gone on with when the home is opened.
    pub(super) fn goes_on(&self) -> bool {
        !self.ended
    }
}

/// Forgets the join that is kept, and ends it.
pub(super) fn forget(open: &mut Open) -> Result<(), Trouble> {
    open.core.stop_joining();
    Ok(open.core.replica().store().put_meta(PLACE, &[])?)
}

/// How the join stands, for people.
pub(super) fn view(open: &Open) -> Option<EnteringView> {
    let replica = open.core.replica();
    let entering = Entering::kept(replica).filter(|_| !belongs(replica))?;
    let search = open.core.search().unwrap_or_default();
    let link = read_link(&entering.link).ok();
    Some(EnteringView {
        name: link.map(|link| line::clean(&link.name)).unwrap_or_default(),
        since_ms: entering.since_ms,
        devices: u32::try_from(search.devices).unwrap_or(u32::MAX),
        times: search.times,
        next_ms: search.next_ms,
        answer: entering.answer,
        ended: entering.ended,
    })
}

impl Home {
    /// Goes on with the join that is kept, if there is one and a network may be used. Answers how far it is.
    pub(super) async fn go_on_entering(&self, node: &Node<Rows>) -> Result<Option<watch::Receiver<Entry>>, Trouble> {
        let notices = node.notices();
        let off = self.mode() == Mode::Off;
        let entering = node.call(move |open| {
            let (entering, come) = (Entering::kept(open.core.replica())?, belongs(open.core.replica()));
            if !come && (off || !entering.goes_on()) {
                return None;
            }
            let link = read_link(&entering.link).ok()?;
            if !come {
                open.core.join(link);
            }
            Some(entering)
        });
        let Some(entering) = entering.await? else {
            return Ok(None);
        };
        let (tell, entry) = watch::channel(Entry::Waits);
        tokio::spawn(see_in(node.clone(), entering, notices, tell, self.changes()));
        Ok(Some(entry))
    }
}

/// Sees a device in: whoever asked for it may be gone by then.
async fn see_in(
    node: Node<Rows>,
    mut entering: Entering,
    mut notices: broadcast::Receiver<Notice>,
    entry: watch::Sender<Entry>,
    changes: watch::Sender<u64>,
) {
    let mut tick = interval(TELL_EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut come = node.call(|open| belongs(open.core.replica())).await.unwrap_or(false);
    while !come {
        let notice = tokio::select! {
            notice = notices.recv() => notice,
            _ = tick.tick() => {
                changes.send_modify(|version| *version += 1);
                come = node.call(|open| belongs(open.core.replica())).await.unwrap_or(false);
                continue;
            }
            () = node.ended() => return,
        };
        let (trouble, ends) = match notice {
            Ok(Notice::Joined { .. }) => {
                come = true;
                continue;
            }
            Ok(Notice::Refused(why)) => (Trouble::refused(why, now_ms()), why.is_final()),
            Ok(Notice::Impostor) => (Trouble::of("join-impostor"), false),
            Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => continue,
            Err(broadcast::error::RecvError::Closed) => return,
        };
        (entering.answer, entering.ended) = (Some(trouble.0.clone()), ends);
        note(&node, &entering).await;
        changes.send_modify(|version| *version += 1);
        entry.send_replace(if ends { Entry::Ended(trouble) } else { Entry::Refused(trouble) });
        if ends {
            return;
        }
    }
    name_oneself(&node, &entry).await;
}

async fn note(node: &Node<Rows>, entering: &Entering) {
    let kept = entering.clone();
    // A join that was ended meanwhile is not begun again.
    let noted = node.call(move |open| match Entering::kept(open.core.replica()) {
        Some(_) => kept.keep(open.core.replica()),
        None => Ok(()),
    });
    if let Ok(Err(error)) = noted.await {
        tracing::warn!(%error, "how a join stands was not kept");
    }
}

/// Puts the newcomer's name on their card: at once, or when a steward has confirmed.
async fn name_oneself(node: &Node<Rows>, entry: &watch::Sender<Entry>) {
    let mut version = node.version();
    loop {
        let named = node.call(|open| {
            if !open.core.replica().is_active() {
                return Ok(false);
            }
            let name = Entering::kept(open.core.replica()).and_then(|entering| entering.name);
            if let Some(name) = name.filter(|_| !has_name(open.core.replica())) {
                profile::rename_here(open.core.replica_mut(), &name)?;
            }
            forget(open).map(|()| true)
        });
        match named.await {
            Ok(Ok(true)) => {
                entry.send_replace(Entry::In { waiting: false });
                return;
            }
            Ok(Ok(false)) => {
                entry.send_replace(Entry::In { waiting: true });
            }
            // It is kept, and done when the home is opened again.
            Ok(Err(trouble)) => {
                entry.send_replace(Entry::Ended(trouble));
                return;
            }
            Err(_) => return,
        }
        if version.changed().await.is_err() {
            return;
        }
    }
}

fn has_name(replica: &Replica<Rows>) -> bool {
    let names = profile::names(replica.store().connection()).unwrap_or_default();
    names.contains_key(&replica.me().person)
}
