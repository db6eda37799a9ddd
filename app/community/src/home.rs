//! The open home: `send` and `watch`.

mod command;
pub(crate) mod communities;
mod doctor;
mod entering;
pub(crate) mod join;
mod pasted;
mod query;
mod settings;

pub use command::Command;
pub use communities::HELD;
pub use query::{
    CommunitiesQuery, CommunityRow, CommunityStatus, DeviceStatus, DoctorQuery, DoctorView, EnteringView, Finding,
    LinkQuery, LinkView, SettingsQuery, StatusQuery, StatusView,
};

use crate::command::{Done, Request, Step, act};
use crate::local::{self, draft};
use crate::project::Rows;
use crate::query::{AnyQuery, AnyView, At, HomeQuery, Look};
use crate::trouble::Trouble;
use crate::{community, invitation};
use communities::Home;
use kith_sync::net::Mode;
use kith_sync::node::{Driven, Node, Replica, now_ms};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;

pub(crate) type Open = Driven<Rows>;

/// How often it is looked whether a disk has room again, or a file is back.
const MIND_EVERY: Duration = Duration::from_secs(3);

/// How often it is looked what this device's clock says while something falls due.
const CLOCK_EVERY: Duration = Duration::from_secs(60);

/// What lists show of a draft: whether there is one. What it says is watched by nobody.
fn has_draft(replica: &Replica<Rows>, place: Option<&str>) -> Option<bool> {
    draft::has_draft(replica.store().connection(), place?).ok()
}

/// An open home. Cheap to clone; the home closes when [`Kith::close`] has been awaited.
#[derive(Clone)]
pub struct Kith {
    home: Arc<Home>,
}

/// A view and every later one.
pub struct Watch {
    kith: Kith,
    look: Look,
    first: Option<AnyView>,
    last: Option<Result<AnyView, Trouble>>,
    version: tokio::sync::watch::Receiver<u64>,
    /// Whether something changed that was not looked at yet.
    due: bool,
    /// When the view changes by itself, in milliseconds since 1970.
    falls_due_ms: Option<i64>,
}

impl Kith {
    /// Opens the home in `home`, making it if there is none, on the networks of `mode` as long as it is open.
    ///
    /// # Errors
    /// When another process has it open, or the disk or database refuses.
    pub async fn open(home: &Path, mode: Mode) -> Result<Self, Trouble> {
        Ok(Self::mind(Home::open(home, Some(mode)).await?))
    }

    /// Opens the home in `home`, making it if there is none, on the networks that its settings say.
    ///
    /// # Errors
    /// As [`Kith::open`].
    pub async fn open_as_set(home: &Path) -> Result<Self, Trouble> {
        Ok(Self::mind(Home::open(home, None).await?))
    }

    /// Has what cannot be opened or written now be tried again, for as long as the home is open.
    fn mind(home: Home) -> Self {
        let home = Arc::new(home);
        let minded = Arc::downgrade(&home);
        tokio::spawn(async move {
            let mut tick = tokio::time::interval(MIND_EVERY);
            tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            tick.tick().await;
            loop {
                tick.tick().await;
                match minded.upgrade() {
                    Some(home) if !home.is_closed() => home.try_again().await,
                    _ => return,
                }
            }
        });
        Self { home }
    }

    /// The networks that are used now.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.home.mode()
    }

    /// Does what is asked and answers once it is on disk. Steps of long commands go to `steps`.
    ///
    /// # Errors
    /// In words for people: what happened, what is safe, what to do.
    pub async fn send(&self, request: Request, steps: mpsc::Sender<Step>) -> Result<Done, Trouble> {
        let (community, command) = match request {
            Request::Home(command) => return self.home.act(command, &steps).await,
            Request::Community { community, command } => (community, command),
        };
        let node = self.home.find(community.as_deref()).await?;
        // No peer hears of these, so no version tells those who watch.
        let is_local = matches!(
            command,
            crate::command::Command::Local(local::Command::Seen { .. } | local::Command::Mute { .. })
                | crate::command::Command::Invitation(invitation::Command::Greet { .. })
        );
        let typed = match &command {
            crate::command::Command::Local(local::Command::Draft { place, .. }) => Some(place.clone()),
            _ => None,
        };
        let done = node.call(move |open| {
            let address = open.addresses();
            let before = has_draft(open.core.replica(), typed.as_deref());
            let done = act(open.core.replica_mut(), &address, command, now_ms());
            (done, before != has_draft(open.core.replica(), typed.as_deref()))
        });
        let (done, is_local_news) = done.await?;
        self.home.touch_drafts();
        if is_local_news || is_local {
            self.home.touch();
        }
        done
    }

    /// The present view and, from [`Watch::next`], every later one.
    ///
    /// # Errors
    /// When the query names nothing that is here.
    pub async fn watch(&self, look: Look) -> Result<Watch, Trouble> {
        let is_draft = matches!(look, Look::Community { query: AnyQuery::Draft(_), .. });
        let version = if is_draft { self.home.draft_version() } else { self.home.version() };
        // Asked before the view, so that nothing falls due between the two unseen.
        let falls_due_ms = self.falls_due_ms(&look).await;
        let first = Some(self.look(look.clone()).await?);
        Ok(Watch { kith: self.clone(), look, first, last: None, version, due: false, falls_due_ms })
    }

    /// Does what is asked of the one community here, by a clock of the test's.
    #[cfg(test)]
    pub(crate) async fn send_at(
        &self,
        command: impl Into<crate::command::Command>,
        now_ms: i64,
    ) -> Result<Done, Trouble> {
        let command = command.into();
        let node = self.home.find(None).await?;
        let done = node.call(move |open| {
            let address = open.addresses();
            act(open.core.replica_mut(), &address, command, now_ms)
        });
        done.await?
    }

    /// Stops syncing and closes the home. Nothing answered is lost without it.
    pub async fn close(&self) {
        self.home.close().await;
    }

    async fn look(&self, look: Look) -> Result<AnyView, Trouble> {
        let (community, query) = match look {
            Look::Home(query) => return self.look_at_home(query).await,
            Look::Community { community, query } => (community, query),
        };
        let network = self.home.network();
        let node = self.home.find(community.as_deref()).await?;
        node.call(move |open| query.look(&At::running(open, network))).await?
    }

    async fn look_at_home(&self, query: HomeQuery) -> Result<AnyView, Trouble> {
        Ok(match query {
            HomeQuery::Communities(_) => AnyView::Communities(Box::new(self.communities().await?)),
            HomeQuery::Doctor(_) => AnyView::Doctor(Box::new(doctor::examine(&self.home).await?)),
            HomeQuery::Link(query) => AnyView::Link(Box::new(self.home.link(&query.link).await?)),
            HomeQuery::Settings(_) => AnyView::Settings(Box::new(self.home.settings())),
            HomeQuery::Status(query) => AnyView::Status(Box::new(self.status(query.community.as_deref()).await?)),
        })
    }

    /// When the view changes by itself, though nothing is said: once a question has waited its time. `None` also where that
    /// cannot be told.
    async fn falls_due_ms(&self, look: &Look) -> Option<i64> {
        let Look::Community { community, query } = look else {
            return None;
        };
        let (query, network) = (query.clone(), self.home.network());
        let node = self.home.find(community.as_deref()).await.ok()?;
        let due = node.call(move |open| query.falls_due_ms(&At::running(open, network)));
        due.await.ok()?.ok()?
    }

    async fn communities(&self) -> Result<Vec<CommunityRow>, Trouble> {
        let mut rows = Vec::new();
        for node in self.home.nodes().await? {
            let row = node.call(|open| {
                let row = community::row(open.core.replica())?;
                Ok::<_, Trouble>(CommunityRow { entering: entering::view(open), ..row })
            });
            rows.push(row.await??);
        }
        Ok(rows)
    }

    async fn status(&self, community: Option<&str>) -> Result<StatusView, Trouble> {
        let nodes: Vec<Node<Rows>> = match community {
            Some(_) => vec![self.home.find(community).await?],
            None => self.home.nodes().await?,
        };
        let troubles = self.home.troubles().await.into_iter().map(|trouble| trouble.0).collect();
        let mut communities = Vec::new();
        for node in nodes {
            communities.push(node.call(|open| query::status(open.core.replica())).await??);
        }
        Ok(StatusView { communities, troubles })
    }
}

/// Waits until this device's clock, which may be set or sleep meanwhile, has come to `at_ms`; without one, for ever.
async fn passed(at_ms: Option<i64>) {
    let Some(at_ms) = at_ms else {
        return std::future::pending().await;
    };
    while let left @ 1.. = at_ms.saturating_sub(now_ms()) {
        let left = Duration::from_millis(u64::try_from(left).unwrap_or(u64::MAX));
        tokio::time::sleep(left.min(CLOCK_EVERY)).await;
    }
}

impl Watch {
    /// The present view at the first call, then each view that differs from the one before.
    /// `None` when the home has closed. Cancel safe.
    pub async fn next(&mut self) -> Option<Result<AnyView, Trouble>> {
        if let Some(view) = self.first.take() {
            self.last = Some(Ok(view.clone()));
            return Some(Ok(view));
        }
        loop {
            if !self.due {
                tokio::select! {
                    changed = self.version.changed() => changed.ok()?,
                    () = passed(self.falls_due_ms) => (),
                }
                self.due = true;
            }
            self.falls_due_ms = self.kith.falls_due_ms(&self.look).await;
            let view = self.kith.look(self.look.clone()).await;
            self.due = false;
            if self.kith.home.is_closed() {
                return None;
            }
            if self.last.as_ref() != Some(&view) {
                self.last = Some(view.clone());
                return Some(view);
            }
        }
    }
}
