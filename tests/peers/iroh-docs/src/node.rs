//! A node with its endpoint, its stores and the one replica.

use crate::live::Live;
use anyhow::{Context, Result, anyhow};
use futures::StreamExt;
use iroh::endpoint::presets;
use iroh::protocol::Router;
use iroh::{Endpoint, EndpointAddr, RelayMode, SecretKey};
use iroh_blobs::store::fs::FsStore;
use iroh_blobs::{BlobsProtocol, Hash};
use iroh_docs::actor::SyncHandle;
use iroh_docs::api::Doc;
use iroh_docs::api::protocol::ShareMode;
use iroh_docs::engine::{DefaultAuthorStorage, Engine};
use iroh_docs::protocol::Docs;
use iroh_docs::store::{Query, Store};
use iroh_docs::{AuthorId, Capability, NamespaceSecret};
use iroh_gossip::net::Gossip;
use line::{Check, Event, Post, Reaction, argument, events, folder, progress};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const AUTHORS: usize = 50;

pub struct Node {
    pub live: Arc<Live>,
    folder: PathBuf,
    endpoint: Endpoint,
    router: Router,
    blobs: FsStore,
    docs: Docs,
    sync: SyncHandle,
    doc: Option<Doc>,
}

/// The workload's authors by their names.
pub type Authors = HashMap<String, AuthorId>;

impl Node {
    pub async fn open() -> Result<Self> {
        let folder = folder();
        let endpoint = bind(secret(&folder.join("secret"))?).await?;
        let blobs = FsStore::load(folder.join("blobs")).await?;
        let gossip = Gossip::builder().spawn(endpoint.clone());
        std::fs::create_dir_all(folder.join("docs"))?;
        let authors = DefaultAuthorStorage::Persistent(folder.join("docs/default-author"));
        let store = Store::persistent(folder.join("docs/docs.redb"))?;
        // As `Docs::persistent(…).spawn(…)` does it, which keeps the handle that can flush to itself.
        let (fetch, contents) = (blobs.downloader(&endpoint), (*blobs).clone());
        let engine = Engine::spawn(endpoint.clone(), gossip.clone(), store, contents, fetch, authors, None).await?;
        let sync = engine.sync.clone();
        let docs = Docs::new(engine);
        let router = Router::builder(endpoint.clone())
            .accept(iroh_blobs::ALPN, BlobsProtocol::new(&blobs, None))
            .accept(iroh_gossip::ALPN, gossip)
            .accept(iroh_docs::ALPN, docs.clone())
            .spawn();
        let mut node = Self { live: Arc::default(), folder, endpoint, router, blobs, docs, sync, doc: None };
        if let Ok(id) = std::fs::read_to_string(node.folder.join("doc-id")) {
            let id = id.parse().map_err(|_| anyhow!("no id of a replica"))?;
            if let Some(doc) = node.docs.open(id).await? {
                node.follow(doc).await?;
            }
        }
        Ok(node)
    }

    fn doc(&self) -> Result<&Doc> {
        self.doc.as_ref().context("no replica")
    }

    async fn follow(&mut self, doc: Doc) -> Result<()> {
        std::fs::write(self.folder.join("doc-id"), doc.id().to_string())?;
        let (events, live) = (doc.subscribe().await?, self.live.clone());
        tokio::spawn(async move { live.follow(events).await });
        self.doc = Some(doc);
        Ok(())
    }

    pub async fn load(&mut self, path: &str) -> Result<Value> {
        let doc = self.docs.create().await?;
        self.follow(doc).await?;
        let authors = self.authors().await?;
        let mut posts = 0;
        for event in events(path) {
            if let Event::Post(_) = event {
                posts += 1;
                progress(posts);
            }
            self.write(&authors, event).await?;
        }
        self.flush().await?;
        Ok(json!({}))
    }

    pub async fn write(&self, authors: &Authors, event: Event) -> Result<()> {
        let author = *authors.get(event.author()).context("no such author")?;
        let (key, value) = match event {
            Event::Post(Post { id, topic, author, ts, text }) => {
                (format!("{topic}/{author}/{id}"), serde_json::to_vec(&json!({"ts": ts, "text": text}))?)
            }
            Event::Reaction(Reaction { post, topic, author, emoji, .. }) => {
                (format!("r/{topic}/{post}/{author}/{emoji}"), b"1".to_vec())
            }
        };
        self.doc()?.set_bytes(author, key, value).await?;
        Ok(())
    }

    /// The authors, who are made when they are first asked for.
    pub async fn authors(&self) -> Result<Authors> {
        let file = self.folder.join("authors.json");
        if let Ok(known) = std::fs::read(&file) {
            let known: HashMap<String, String> = serde_json::from_slice(&known)?;
            let parsed = known.into_iter().map(|(name, id)| Ok((name, id.parse().map_err(|_| anyhow!("no author"))?)));
            return parsed.collect();
        }
        let mut authors = Authors::new();
        for number in 0..AUTHORS {
            authors.insert(format!("m{number:02}"), self.docs.author_create().await?);
        }
        let named: HashMap<_, _> = authors.iter().map(|(name, id)| (name, id.to_string())).collect();
        std::fs::write(file, serde_json::to_vec(&named)?)?;
        Ok(authors)
    }

    pub async fn invite(&self) -> Result<Value> {
        match self.doc()?.share(ShareMode::Write, Default::default()).await?.capability {
            Capability::Write(secret) => Ok(json!({"write": secret.to_bytes().to_vec()})),
            Capability::Read(_) => Err(anyhow!("no right to write")),
        }
    }

    pub async fn join(&mut self, secret: Vec<u8>) -> Result<Value> {
        let secret = NamespaceSecret::from_bytes(&secret.try_into().map_err(|_| anyhow!("no secret"))?);
        let doc = self.docs.import_namespace(Capability::Write(secret)).await?;
        self.follow(doc).await?;
        Ok(json!({}))
    }

    pub async fn listen(&self) -> Result<Value> {
        self.doc()?.start_sync(Vec::new()).await?;
        let socket = *self.endpoint.bound_sockets().first().context("no socket")?;
        let address = EndpointAddr::new(self.endpoint.id()).with_ip_addr(socket);
        Ok(json!({"addr": serde_json::to_string(&address)?}))
    }

    pub async fn connect(&self, address: &str) -> Result<Value> {
        self.doc()?.start_sync(vec![serde_json::from_str(address)?]).await?;
        Ok(json!({}))
    }

    pub async fn flush(&self) -> Result<()> {
        self.sync.flush_store().await?;
        self.blobs.sync_db().await?;
        Ok(())
    }

    /// The newest posts of a topic: there is no order but that of keys.
    pub async fn newest(&self, topic: &str, most: u64) -> Result<Value> {
        let mut posts = self.entries(&format!("{topic}/")).await?;
        let id = |key: &str| key.rsplit('/').next().unwrap_or_default().to_owned();
        posts.sort_by_cached_key(|(key, _)| id(key));
        let from = posts.len().saturating_sub(usize::try_from(most)?);
        let (mut ids, mut bytes) = (Vec::new(), 0);
        for (key, content) in posts.split_off(from) {
            let value: Value = serde_json::from_slice(&self.blobs.get_bytes(content).await?)?;
            bytes += value["text"].as_str().unwrap_or_default().len();
            ids.push(id(&key));
        }
        Ok(json!({"ids": ids, "bytes": bytes}))
    }

    pub async fn check(&self) -> Result<Value> {
        let mut check = Check::default();
        for (key, content) in self.entries("").await? {
            // What is not here is missed in the digest.
            let Ok(value) = self.blobs.get_bytes(content).await else { continue };
            match key.split('/').collect::<Vec<_>>()[..] {
                ["r", _, post, author, emoji] => check.reaction(post, author, emoji),
                [topic, author, id] => {
                    let value: Value = serde_json::from_slice(&value)?;
                    let text = value["text"].as_str().unwrap_or_default();
                    check.post(id, topic, author, value["ts"].as_i64().unwrap_or_default(), text);
                }
                _ => return Err(anyhow!("an odd entry: {key}")),
            }
        }
        Ok(check.json())
    }

    async fn entries(&self, prefix: &str) -> Result<Vec<(String, Hash)>> {
        let mut entries = std::pin::pin!(self.doc()?.get_many(Query::all().key_prefix(prefix)).await?);
        let mut found = Vec::new();
        while let Some(entry) = entries.next().await {
            let entry = entry?;
            found.push((String::from_utf8(entry.key().to_vec())?, entry.content_hash()));
        }
        Ok(found)
    }

    pub async fn stop(&self) -> Result<()> {
        self.flush().await?;
        self.router.shutdown().await?;
        // What is flushed is on disk, however the store ends.
        let _ = self.blobs.shutdown().await;
        Ok(())
    }
}

fn secret(file: &Path) -> Result<SecretKey> {
    if let Ok(bytes) = std::fs::read(file) {
        return Ok(SecretKey::from_bytes(&bytes.try_into().map_err(|_| anyhow!("no key"))?));
    }
    let secret = SecretKey::generate();
    std::fs::write(file, secret.to_bytes())?;
    Ok(secret)
}

/// On this machine alone, without relays.
async fn bind(secret: SecretKey) -> Result<Endpoint> {
    let port = argument("port").unwrap_or_else(|| "0".into());
    let endpoint = Endpoint::builder(presets::Minimal).secret_key(secret).relay_mode(RelayMode::Disabled);
    Ok(endpoint.clear_ip_transports().bind_addr(format!("127.0.0.1:{port}"))?.bind().await?)
}
