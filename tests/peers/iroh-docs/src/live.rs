//! What a replica tells of itself while it runs: entries that came, and whether their contents came too.

use futures::{Stream, StreamExt};
use iroh_blobs::Hash;
use iroh_docs::ContentStatus;
use iroh_docs::engine::LiveEvent;
use line::{now_ns, visible};
use std::collections::{HashMap, HashSet};
use std::pin::pin;
use std::sync::Mutex;
use tokio::sync::Notify;

#[derive(Default)]
pub struct Live {
    here: Mutex<Here>,
    changed: Notify,
}

#[derive(Default)]
struct Here {
    entries: u64,
    /// Contents of entries that came before them.
    lacking: HashSet<Hash>,
    /// Contents that came.
    came: HashSet<Hash>,
    /// While something is watched for: the entries that wait for a content.
    waiting: HashMap<Hash, Vec<Vec<u8>>>,
    watched: Vec<String>,
    synced_ns: u64,
}

impl Live {
    pub async fn follow<E>(&self, events: impl Stream<Item = Result<LiveEvent, E>>) {
        let mut events = pin!(events);
        while let Some(Ok(event)) = events.next().await {
            self.here.lock().expect("what is here").take(event);
            self.changed.notify_one();
        }
    }

    /// Waits until so many entries are here with their contents.
    pub async fn until(&self, entries: u64) -> u64 {
        loop {
            {
                let here = self.here.lock().expect("what is here");
                if here.entries >= entries && here.lacking.is_empty() {
                    return now_ns();
                }
            }
            self.changed.notified().await;
        }
    }

    pub async fn synced(&self) -> u64 {
        loop {
            let synced_ns = self.here.lock().expect("what is here").synced_ns;
            if synced_ns != 0 {
                return synced_ns;
            }
            self.changed.notified().await;
        }
    }

    pub fn watch(&self, post: String) {
        self.here.lock().expect("what is here").watched.push(post);
    }
}

impl Here {
    fn take(&mut self, event: LiveEvent) {
        let ns = now_ns();
        let readable = match event {
            LiveEvent::InsertRemote { entry, content_status, .. } => {
                self.entries += 1;
                let (content, key) = (entry.content_hash(), entry.key().to_vec());
                if content_status == ContentStatus::Complete || self.came.contains(&content) {
                    vec![key]
                } else {
                    self.lacking.insert(content);
                    if !self.watched.is_empty() {
                        self.waiting.entry(content).or_default().push(key);
                    }
                    Vec::new()
                }
            }
            LiveEvent::ContentReady { hash } => {
                self.lacking.remove(&hash);
                self.came.insert(hash);
                self.waiting.remove(&hash).unwrap_or_default()
            }
            // An exchange with nothing to fetch ends in an error of these versions: the dialer reads the finished stream
            // once more. It is complete all the same.
            LiveEvent::SyncFinished(_) => {
                self.synced_ns = ns;
                Vec::new()
            }
            _ => Vec::new(),
        };
        for key in readable {
            let key = String::from_utf8_lossy(&key);
            if let Some(at) = self.watched.iter().position(|post| key.ends_with(post)) {
                visible(&self.watched.swap_remove(at), ns);
            }
        }
    }
}
