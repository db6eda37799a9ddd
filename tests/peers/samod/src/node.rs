//! A repository with its root and its topics, and how much of them is here.

use crate::topic::{self, Topic, object, text};
use automerge::transaction::Transactable;
use automerge::{Automerge, AutomergeError, ObjType, ROOT, ReadDoc};
use futures::StreamExt;
use line::{Check, Event, events, folder, now_ns, progress, visible};
use samod::storage::{Storage, StorageKey, TokioFilesystemStorage};
use samod::{DocHandle, DocumentId, Repo};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::Notify;

pub type Answer<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Posts at a topic's end among which one that is watched for is looked for.
const LAST: usize = 5;
/// How often, in a row, no write must be under way for all to count as written.
const CALM: u32 = 15;
const LOOK: Duration = Duration::from_millis(2);

pub struct Node {
    pub repo: Repo,
    storage: Counted,
    root: Option<DocHandle>,
    seen: Arc<Seen>,
    /// It has joined, and stored nothing yet.
    is_new: bool,
    root_file: PathBuf,
}

/// The topics that are open and what is in them.
#[derive(Default)]
struct Seen {
    topics: Mutex<HashMap<String, DocHandle>>,
    held: Mutex<HashMap<String, (u64, u64)>>,
    watched: Mutex<Vec<(String, String)>>,
    changed: Notify,
}

/// Files that count the writes under way: samod has no flush short of stopping.
#[derive(Clone)]
struct Counted {
    files: TokioFilesystemStorage,
    under_way: Arc<AtomicI64>,
    last_ns: Arc<AtomicU64>,
}

impl Storage for Counted {
    async fn load(&self, key: StorageKey) -> Option<Vec<u8>> {
        self.files.load(key).await
    }

    async fn load_range(&self, prefix: StorageKey) -> HashMap<StorageKey, Vec<u8>> {
        self.files.load_range(prefix).await
    }

    async fn put(&self, key: StorageKey, data: Vec<u8>) {
        self.under_way.fetch_add(1, Ordering::SeqCst);
        self.files.put(key, data).await;
        self.last_ns.store(now_ns(), Ordering::SeqCst);
        self.under_way.fetch_sub(1, Ordering::SeqCst);
    }

    async fn delete(&self, key: StorageKey) {
        self.under_way.fetch_add(1, Ordering::SeqCst);
        self.files.delete(key).await;
        self.under_way.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Node {
    pub async fn open() -> Self {
        let folder = folder();
        let files = TokioFilesystemStorage::new(folder.join("store"));
        let storage = Counted { files, under_way: Arc::default(), last_ns: Arc::default() };
        let repo = Repo::build_tokio().with_storage(storage.clone()).load().await;
        Self { repo, storage, root: None, seen: Arc::default(), is_new: false, root_file: folder.join("root") }
    }

    pub fn is_new(&self) -> bool {
        self.is_new
    }

    pub fn root_id(&self) -> Answer<DocumentId> {
        Ok(std::fs::read_to_string(&self.root_file)?.parse()?)
    }

    pub fn join(&mut self, root: &str) -> Answer<Value> {
        std::fs::write(&self.root_file, root)?;
        self.is_new = true;
        Ok(json!({}))
    }

    pub async fn load(&mut self, path: &str) -> Answer<Value> {
        let mut root = Automerge::new();
        root.transact::<_, _, AutomergeError>(|tx| tx.put_object(ROOT, "topics", ObjType::Map)).map_err(|e| e.error)?;
        let root = self.repo.create(root).await?;
        std::fs::write(&self.root_file, root.document_id().to_string())?;
        self.root = Some(root);
        let mut posts = 0;
        for event in events(path) {
            let topic = self.topic_or_new(event.topic()).await?;
            topic.with_document(|document| topic::write(document, &event));
            tokio::task::yield_now().await;
            if let Event::Post(_) = event {
                posts += 1;
                progress(posts);
            }
        }
        self.flush().await;
        Ok(json!({}))
    }

    async fn topic_or_new(&self, name: &str) -> Answer<DocHandle> {
        if let Some(topic) = self.seen.topic(name) {
            return Ok(topic);
        }
        let topic = self.repo.create(topic::begin(name)).await?;
        let id = topic.document_id().to_string();
        let root = self.root.as_ref().ok_or("no root")?;
        let listed = root.with_document(|root| {
            root.transact::<_, _, AutomergeError>(|tx| {
                let topics = object(tx, "topics").expect("topics");
                tx.put(&topics, name, id.as_str())
            })
        });
        listed.map_err(|e| e.error)?;
        self.seen.open(name.to_owned(), topic.clone());
        Ok(topic)
    }

    pub async fn find_root(&mut self) -> Answer<DocHandle> {
        if self.root.is_none() {
            self.root = self.repo.find(self.root_id()?).await?;
        }
        Ok(self.root.clone().ok_or("the root is nowhere")?)
    }

    /// One topic, which is read from disk if it is not open.
    pub async fn topic(&mut self, name: &str) -> Answer<DocHandle> {
        if let Some(topic) = self.seen.topic(name) {
            return Ok(topic);
        }
        let root = self.find_root().await?;
        let (_, id) = listed(&root).into_iter().find(|(listed, _)| listed == name).ok_or("no such topic")?;
        let topic = self.repo.find(id).await?.ok_or("no such document")?;
        self.seen.follow(name.to_owned(), topic.clone());
        Ok(topic)
    }

    /// What a device that holds something must have in memory before it can sync.
    pub async fn open_listed(&mut self) -> Answer<Value> {
        if !self.is_new {
            self.open_all().await?;
        }
        Ok(json!({}))
    }

    /// Opens every topic, and those that the root comes to list.
    pub async fn open_all(&mut self) -> Answer<()> {
        let root = self.find_root().await?;
        let mut changes = Box::pin(root.changes());
        open_those(&self.repo, &self.seen, &root).await;
        let (repo, seen) = (self.repo.clone(), self.seen.clone());
        tokio::spawn(async move {
            while changes.next().await.is_some() {
                open_those(&repo, &seen, &root).await;
            }
        });
        Ok(())
    }

    pub fn all(&self) -> Vec<DocHandle> {
        self.seen.topics.lock().expect("topics").values().cloned().chain(self.root.clone()).collect()
    }

    pub fn watch(&self, topic: String, post: String) {
        self.seen.watched.lock().expect("what is watched for").push((topic, post));
    }

    /// Waits until so many posts and reactions can be read.
    pub async fn until(&self, posts: u64, reactions: u64) -> u64 {
        loop {
            let held = self.seen.held();
            if held.0 >= posts && held.1 >= reactions {
                return now_ns();
            }
            self.seen.changed.notified().await;
        }
    }

    /// Waits until no write has been under way for 30 ms; when the last one ended.
    pub async fn flush(&self) -> u64 {
        let (mut calm, mut look) = (0, tokio::time::interval(LOOK));
        while calm < CALM {
            look.tick().await;
            let last_ns = self.storage.last_ns.load(Ordering::SeqCst);
            let is_calm = self.storage.under_way.load(Ordering::SeqCst) == 0 && now_ns() - last_ns > 2_000_000;
            calm = if is_calm { calm + 1 } else { 0 };
        }
        self.storage.last_ns.load(Ordering::SeqCst)
    }

    pub async fn check(&mut self) -> Answer<Value> {
        self.open_all().await?;
        let mut check = Check::default();
        for (name, topic) in &*self.seen.topics.lock().expect("topics") {
            topic.with_document(|document| Topic(document).check(name, &mut check));
        }
        Ok(check.json())
    }

    pub async fn stop(&self) {
        self.repo.stop().await;
    }
}

impl Seen {
    fn topic(&self, name: &str) -> Option<DocHandle> {
        self.topics.lock().expect("topics").get(name).cloned()
    }

    fn open(&self, name: String, topic: DocHandle) -> Option<DocHandle> {
        self.topics.lock().expect("topics").insert(name, topic)
    }

    fn held(&self) -> (u64, u64) {
        self.held.lock().expect("counts").values().fold((0, 0), |sum, held| (sum.0 + held.0, sum.1 + held.1))
    }

    /// Opens a topic and looks at it whenever it changes.
    fn follow(self: &Arc<Self>, name: String, topic: DocHandle) {
        if self.open(name.clone(), topic.clone()).is_some() {
            return;
        }
        let seen = self.clone();
        tokio::spawn(async move {
            let mut changes = Box::pin(topic.changes());
            seen.look(&name, &topic);
            while changes.next().await.is_some() {
                seen.look(&name, &topic);
            }
        });
    }

    fn look(&self, name: &str, topic: &DocHandle) {
        let watched = self.watched.lock().expect("what is watched for").iter().any(|(of, _)| of == name);
        let (held, last) = topic.with_document(|document| {
            let topic = Topic(document);
            (topic.held(), if watched { topic.last(LAST) } else { Vec::new() })
        });
        self.held.lock().expect("counts").insert(name.to_owned(), held);
        let ns = now_ns();
        self.watched.lock().expect("what is watched for").retain(|(_, post)| {
            let is_here = last.contains(post);
            if is_here {
                visible(post, ns);
            }
            !is_here
        });
        self.changed.notify_one();
    }
}

async fn open_those(repo: &Repo, seen: &Arc<Seen>, root: &DocHandle) {
    let lacking = listed(root).into_iter().filter(|(name, _)| seen.topic(name).is_none());
    let finding = lacking.map(|(name, id)| {
        let (repo, seen) = (repo.clone(), seen.clone());
        tokio::spawn(async move {
            if let Ok(Some(topic)) = repo.find(id).await {
                seen.follow(name, topic);
            }
        })
    });
    futures::future::join_all(finding).await;
}

fn listed(root: &DocHandle) -> Vec<(String, DocumentId)> {
    root.with_document(|root| {
        let Some(topics) = object(root, "topics") else { return Vec::new() };
        let of = |name: String| Some((name.clone(), text(root, &topics, &name).parse().ok()?));
        root.keys(&topics).filter_map(of).collect()
    })
}
