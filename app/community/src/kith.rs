//! The open home: `send` and `watch`.

use crate::command::{Done, Request, Step, Trouble};
use crate::query::{Look, View};
use kith_sync::net::Mode;
use std::path::Path;
use tokio::sync::mpsc;

/// An open home. Cheap to clone; the home closes when [`Kith::close`] has been awaited.
#[derive(Clone)]
pub struct Kith {}

/// A view and every later one.
pub struct Watch {}

impl Kith {
    /// Opens the home in `home`, making it if there is none.
    ///
    /// # Errors
    /// When another process has it open, or the disk or database refuses.
    pub async fn open(home: &Path, mode: Mode) -> Result<Self, Trouble> {
        let _ = (home, mode);
        Err(Trouble("not yet".into()))
    }

    /// Does what is asked and answers once it is on disk. Steps of long commands go to `steps`.
    ///
    /// # Errors
    /// In words for people: what happened, what is safe, what to do.
    pub async fn send(&self, request: Request, steps: mpsc::Sender<Step>) -> Result<Done, Trouble> {
        let _ = (request, steps);
        Err(Trouble("not yet".into()))
    }

    /// The present view and, from [`Watch::next`], every later one.
    ///
    /// # Errors
    /// When the query names nothing that is here.
    pub async fn watch(&self, look: Look) -> Result<Watch, Trouble> {
        let _ = look;
        Err(Trouble("not yet".into()))
    }

    /// Stops syncing and closes the home. Nothing answered is lost without it.
    pub async fn close(&self) {}
}

impl Watch {
    /// The present view at the first call, then each view that differs from the one before.
    /// `None` when the home has closed. Cancel safe.
    pub async fn next(&mut self) -> Option<Result<View, Trouble>> {
        None
    }
}
