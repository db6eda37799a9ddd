//! Communities that are not open, or can only be read: why, and that they are tried again.

use super::{Home, disk};
use crate::trouble::Trouble;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{MutexGuard, PoisonError};

impl Home {
    /// Opens the community in a file; why it cannot be is kept.
    pub(super) async fn open_file(&self, file: &Path) -> bool {
        let opened = match self.load(file) {
            Ok(Some(replica)) => match self.start(replica).await {
                Ok(node) => self.go_on_entering(&node).await.map(drop),
                Err(trouble) => Err(trouble),
            },
            Ok(None) => Ok(()),
            Err(trouble) => Err(trouble),
        };
        let mut unopened = self.unopened();
        match opened {
            Ok(()) => unopened.remove(file).is_some(),
            Err(trouble) => {
                if unopened.get(file) != Some(&trouble) {
                    tracing::error!(file = %file.display(), %trouble, "a community could not be opened");
                }
                unopened.insert(file.to_owned(), trouble);
                false
            }
        }
    }

    pub(super) fn unopened(&self) -> MutexGuard<'_, BTreeMap<PathBuf, Trouble>> {
        self.unopened.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens what could not be opened before, and anew what can only be read or whose file is another: there may be
    /// room by now, or the file may be back.
    pub(in crate::home) async fn try_again(&self) {
        let _alone = self.coming.lock().await;
        let files: Vec<PathBuf> = self.unopened().keys().cloned().collect();
        for file in files {
            if self.open_file(&file).await {
                tracing::info!(file = %file.display(), "a community is open again");
                self.touch();
            }
        }
        let nodes = self.nodes.read().await.clone();
        for (community, node) in nodes {
            let stands = node.call(|open| {
                let store = open.core.replica().store();
                (store.is_frozen(), store.has_moved())
            });
            let Ok((frozen, moved)) = stands.await else { continue };
            let file = self.database(&community);
            let well = (moved && file.exists()) || (frozen && self.try_writing().is_ok());
            if well && !self.is_closed() {
                self.close_one(&community, &node).await;
                self.open_file(&file).await;
                self.touch();
            }
        }
    }

    /// What keeps this home from being as it should: for people, and for as long as it lasts.
    pub(in crate::home) async fn troubles(&self) -> Vec<Trouble> {
        let mut troubles: Vec<Trouble> = self.unopened().values().chain(&self.empty).cloned().collect();
        if let Err(error) = self.try_writing() {
            troubles.insert(0, disk::takes_nothing(&self.path, &error));
        }
        let nodes = self.nodes.read().await.clone();
        for (community, node) in nodes {
            if node.call(|open| open.core.replica().store().has_moved()).await.unwrap_or(false) {
                tracing::warn!(file = %self.database(&community).display(), "a database is not in its place");
                troubles.push(Trouble::of("database-gone"));
            }
        }
        troubles
    }
}
