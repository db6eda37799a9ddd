//! The open home: `send` and `watch`.

mod changes;
mod command;
pub(crate) mod communities;
mod doctor;
mod entering;
pub(crate) mod join;
mod pasted;
mod query;
mod settings;
mod watch;

pub use command::Command;
pub use communities::HELD;
pub use query::{
    CommunitiesQuery, CommunityRow, CommunityStatus, DeviceStatus, DoctorQuery, DoctorView, EnteringView, Finding,
    LinkQuery, LinkView, SettingsQuery, StatusQuery, StatusView,
};
pub use watch::Watch;

use crate::command::{Command as Asked, Done, Request, Step, act};
use crate::local::{self, DRAFTS, LOCAL, draft};
use crate::project::Rows;
use crate::query::{AnyView, At, HomeQuery, Look};
use crate::trouble::Trouble;
use crate::{community, invitation};
use communities::Home;
use kith_sync::net::Mode;
use kith_sync::node::{Driven, Node, Replica, now_ms};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::mpsc;
use watch::Looks;

pub(crate) type Open = Driven<Rows>;

/// How often it is looked whether a disk has room again, or a file is back.
const MIND_EVERY: Duration = Duration::from_secs(3);

/// What lists show of a draft: whether there is one. What it says is watched by nobody.
fn has_draft(replica: &Replica<Rows>, place: Option<&str>) -> Option<bool> {
    draft::has_draft(replica.store().connection(), place?).ok()
}

/// An open home. Cheap to clone; the home closes when [`Kith::close`] has been awaited.
#[derive(Clone)]
pub struct Kith {
    home: Arc<Home>,
    looks: Arc<Looks>,
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
        Self { home, looks: Arc::default() }
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
        // No peer hears of these.
        let is_local = matches!(
            command,
            Asked::Local(local::Command::Seen { .. } | local::Command::Mute { .. })
                | Asked::Invitation(invitation::Command::Greet { .. })
        );
        let typed = match &command {
            Asked::Local(local::Command::Draft { place, .. }) => Some(place.clone()),
            _ => None,
        };
        let done = node.call(move |open| {
            let address = open.addresses();
            let before = has_draft(open.core.replica(), typed.as_deref());
            let done = act(open.core.replica_mut(), &address, command, now_ms());
            let is_listed = is_local || before != has_draft(open.core.replica(), typed.as_deref());
            open.core.tell_changed(if is_listed { DRAFTS.and(LOCAL) } else { DRAFTS });
            done
        });
        done.await?
    }

    /// The present view and, from [`Watch::next`], every later one.
    ///
    /// # Errors
    /// When the query names nothing that is here.
    pub async fn watch(&self, look: Look) -> Result<Watch, Trouble> {
        Watch::begin(self.clone(), look).await
    }

    /// How often a view was read from a community or the home, for those who watch.
    #[doc(hidden)]
    #[must_use]
    pub fn count_views_read(&self) -> u64 {
        self.looks.read.load(Ordering::Relaxed)
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
