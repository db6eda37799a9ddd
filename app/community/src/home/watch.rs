//! Watching: a view, and every later one that differs from it.

use super::Kith;
use super::changes::{Changes, Version};
use crate::query::{AnyView, Look};
use crate::trouble::Trouble;
use kith_sync::node::now_ms;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::watch;

/// How often it is looked what this device's clock says while something falls due.
const CLOCK_EVERY: Duration = Duration::from_secs(60);

/// What is looked at by those who watch. Many pages look at the same: it is read once a change, and not once a page.
#[derive(Default)]
pub(super) struct Looks {
    all: Mutex<Vec<Weak<Shared>>>,
    /// How often a view was read.
    pub(super) read: AtomicU64,
}

/// A look that one or more watch.
struct Shared {
    look: Look,
    latest: tokio::sync::Mutex<Option<Seen>>,
}

/// What was read.
#[derive(Clone)]
struct Seen {
    /// As of which changes.
    version: Version,
    view: Result<AnyView, Trouble>,
    /// When the view changes by itself, in milliseconds since 1970.
    falls_due_ms: Option<i64>,
}

/// A view and every later one.
pub struct Watch {
    kith: Kith,
    shared: Arc<Shared>,
    first: Option<AnyView>,
    last: Option<Result<AnyView, Trouble>>,
    changed: watch::Receiver<Changes>,
    version: Version,
    falls_due_ms: Option<i64>,
    /// Whether something changed that was not looked at yet.
    due: Option<Due>,
}

/// Why a view is to be read again.
#[derive(Clone, Copy)]
enum Due {
    /// Something that it reads changed.
    Changed,
    /// Its time came.
    Fell,
}

impl Looks {
    /// The one that all share who look at this.
    fn at(&self, look: Look) -> Arc<Shared> {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|one| one.strong_count() > 0);
        if let Some(shared) = all.iter().filter_map(Weak::upgrade).find(|one| one.look == look) {
            return shared;
        }
        let shared = Arc::new(Shared { look, latest: tokio::sync::Mutex::default() });
        all.push(Arc::downgrade(&shared));
        shared
    }
}

impl Shared {
    /// The view as of `version` or later. `due`: whether what another read as of the same may be out of date.
    async fn read(&self, kith: &Kith, version: Version, due: Due) -> Seen {
        let mut latest = self.latest.lock().await;
        if let (Some(seen), Due::Changed) = (&*latest, due)
            && seen.version == version
        {
            return seen.clone();
        }
        // Asked before the view, so that nothing falls due between the two unseen.
        let falls_due_ms = kith.falls_due_ms(&self.look).await;
        kith.looks.read.fetch_add(1, Ordering::Relaxed);
        let seen = Seen { version, view: kith.look(self.look.clone()).await, falls_due_ms };
        *latest = Some(seen.clone());
        seen
    }
}

impl Watch {
    pub(super) async fn begin(kith: Kith, look: Look) -> Result<Self, Trouble> {
        let mut changed = kith.home.changes();
        let version = changed.borrow_and_update().version(&look);
        let shared = kith.looks.at(look);
        // Whoever begins to look reads it anew: what they have just done is in it, though no change was told of yet.
        let Seen { view, falls_due_ms, .. } = shared.read(&kith, version, Due::Fell).await;
        Ok(Self { kith, shared, first: Some(view?), last: None, changed, version, falls_due_ms, due: None })
    }

    /// The present view at the first call, then each view that differs from the one before.
    /// `None` when the home has closed. Cancel safe.
    pub async fn next(&mut self) -> Option<Result<AnyView, Trouble>> {
        if let Some(view) = self.first.take() {
            self.last = Some(Ok(view.clone()));
            return Some(Ok(view));
        }
        loop {
            let due = match self.due {
                Some(due) => due,
                None => self.wait().await?,
            };
            self.due = Some(due);
            let Seen { view, falls_due_ms, .. } = self.shared.read(&self.kith, self.version, due).await;
            (self.falls_due_ms, self.due) = (falls_due_ms, None);
            if self.kith.home.is_closed() {
                return None;
            }
            if self.last.as_ref() != Some(&view) {
                self.last = Some(view.clone());
                return Some(view);
            }
        }
    }

    /// Waits until the view may be another; `None` when the home has closed.
    async fn wait(&mut self) -> Option<Due> {
        loop {
            tokio::select! {
                changed = self.changed.changed() => changed.ok()?,
                () = passed(self.falls_due_ms) => return Some(Due::Fell),
            }
            let version = self.changed.borrow_and_update().version(&self.shared.look);
            if version != self.version || self.kith.home.is_closed() {
                self.version = version;
                return Some(Due::Changed);
            }
        }
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
