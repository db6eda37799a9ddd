//! The page in the person's own browser: a local address that answers nobody else.
//!
//! Whoever reaches the port still needs a link that opens once; it is exchanged for a cookie that
//! the browser holds and a token that the page holds, and each is useless without the other.

mod guard;
mod handover;
mod keys;
mod live;
mod routes;
mod shut;

use crate::bridge::Bridge;
use crate::seam::Tapped;
use crate::system::has_screen;
use anyhow::Context as _;
use dioxus_liveview::LiveViewPool;
use keys::{Keys, Links};
use kith_community::home::SettingsQuery;
use kith_community::settings::Settings;
use std::io;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// How long open pages may take to go.
const CLOSING: Duration = Duration::from_secs(2);

/// The page while it is shown.
pub struct Page {
    home: PathBuf,
    links: Links,
    tapped: Tapped,
    closing: CancellationToken,
    task: JoinHandle<io::Result<()>>,
}

/// What every answer of the page needs.
#[derive(Clone)]
struct Host {
    home: PathBuf,
    bridge: Bridge,
    port: u16,
    keys: Keys,
    links: Links,
    tapped: Tapped,
    opened: shut::Opened,
    pool: LiveViewPool,
    pages: Arc<Semaphore>,
    strangers: Arc<Semaphore>,
    closing: CancellationToken,
}

impl Host {
    /// How the page is to look and speak; the usual where nobody answers.
    async fn settings(&self) -> Settings {
        self.bridge.look_at(None, SettingsQuery).await.unwrap_or_default()
    }
}

impl Page {
    /// Shows the page on `port`, else on the port it last had here, else on any free one.
    ///
    /// # Errors
    /// When the port is taken, or the home cannot keep the page's key.
    pub async fn open(home: &Path, port: Option<u16>, bridge: Bridge) -> anyhow::Result<Self> {
        let (listener, key) = listen(home, port).await?;
        let port = listener.local_addr()?.port();
        if let Err(error) = keys::remember_port(home, port) {
            tracing::warn!(%error, "the page has another address the next time");
        }
        let links = Links::new(port);
        let (closing, tapped) = (CancellationToken::new(), Tapped::default());
        // A page that ended in a hurry may have left some.
        handover::clear(home);
        let host = Host {
            home: home.to_owned(),
            bridge,
            port,
            keys: Keys::new(&key, port),
            links: links.clone(),
            tapped: tapped.clone(),
            opened: shut::Opened::default(),
            pool: LiveViewPool::new(),
            pages: Arc::new(Semaphore::new(live::PAGES)),
            strangers: Arc::new(Semaphore::new(live::STRANGERS)),
            closing: closing.clone(),
        };
        let serving =
            axum::serve(listener, routes::router(host)).with_graceful_shutdown(closing.clone().cancelled_owned());
        let task = tokio::spawn(serving.into_future());
        Ok(Self { home: home.to_owned(), links, tapped, closing, task })
    }

    /// What makes links to this page, and hands it a link that the system was asked to open.
    pub fn opener(&self) -> impl Fn(Option<String>) -> String + Send + Sync + 'static {
        let (links, tapped) = (self.links.clone(), self.tapped.clone());
        move |link| {
            if let Some(link) = link {
                tapped.bring(link);
            }
            links.make()
        }
    }

    /// Stops showing the page.
    pub async fn close(self) {
        self.closing.cancel();
        // A page that does not go is left behind; nothing of it is unsaved.
        drop(tokio::time::timeout(CLOSING, self.task).await);
        handover::clear(&self.home);
    }
}

/// The listener, and the key that cookies and tokens are made of.
async fn listen(home: &Path, port: Option<u16>) -> anyhow::Result<(TcpListener, [u8; 32])> {
    let at = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    if let Some(port) = port {
        let listener = at(port)
            .await
            .with_context(|| format!("The page cannot have port {port}. Try another, or leave --port out"))?;
        return Ok((listener, keys::load_or_make(home)?));
    }
    let last = keys::last_port(home);
    if let Ok(listener) = at(last).await {
        return Ok((listener, keys::load_or_make(home)?));
    }
    // Whoever took the port may have been shown its cookie and token, so these begin anew.
    let listener = at(0).await.context("The page found no free port")?;
    Ok((listener, keys::make(home)?))
}

/// Opens the person's browser at `link`. Where there is none, the printed address serves.
pub fn open_link(home: &Path, link: &str) {
    // Without a screen, a browser in the terminal might answer instead, and use the link up.
    if !has_screen() {
        return;
    }
    if let Err(error) = handover::open(home, link) {
        tracing::info!(%error, "the browser was not opened");
    }
}

#[cfg(test)]
mod tests;
