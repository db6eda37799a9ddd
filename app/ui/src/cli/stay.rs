//! The tasks that stay until they are stopped: the page, and sync without a screen.

use super::args::PageArgs;
use super::{Asked, Stop, json};
use crate::bridge::{Bridge, Door, MakeLink, mode_name};
use crate::shell::browser::{self, Page};
use std::sync::Arc;
use tokio::signal::unix::{SignalKind, signal};

/// Syncs until stopped.
pub async fn run(asked: &Asked, bridge: Bridge) -> Result<(), Stop> {
    if bridge.is_remote() {
        return Err(Stop::Other("A Kith already runs on this home, and syncs. Nothing is left to do here.".to_owned()));
    }
    let stop = Stopping::listen()?;
    let mode = bridge.mode();
    let door = Door::open(&asked.home, bridge, None)?;
    if asked.json {
        asked.answer(&json(&serde_json::json!({"home": asked.home, "net": mode_name(mode)}))?)?;
    } else {
        asked.answer("Kith syncs. Stop it with Ctrl+C.")?;
    }
    stop.wait().await;
    door.close().await;
    Ok(())
}

/// Shows the page until stopped; or only opens the browser, where a running Kith shows a page already.
pub async fn serve(asked: &Asked, bridge: Bridge, wanted: PageArgs) -> Result<(), Stop> {
    if let Some(link) = bridge.page().await? {
        tell(asked, &link)?;
        let another = if wanted.no_open { None } else { bridge.page().await? };
        another.as_deref().map(browser::open_link);
        return Ok(());
    }
    let stop = Stopping::listen()?;
    let page = Page::open(&asked.home, wanted.port, bridge.clone()).await?;
    let links = page.links();
    let door = if bridge.is_remote() {
        None
    } else {
        let links = links.clone();
        let make: MakeLink = Arc::new(move || links.make());
        Some(Door::open(&asked.home, bridge, Some(make))?)
    };
    tell(asked, &links.make())?;
    if !wanted.no_open {
        browser::open_link(&links.make());
    }
    stop.wait().await;
    page.close().await;
    if let Some(door) = door {
        door.close().await;
    }
    Ok(())
}

/// Prints a link of its own: the one the browser gets may be used up before a person sees this.
fn tell(asked: &Asked, link: &str) -> Result<(), Stop> {
    if asked.json {
        return asked.answer(&json(&serde_json::json!({"page": link}))?);
    }
    asked.answer(&format!("Kith is at {link}\nThe link opens once. Run kith again for a new one."))
}

/// What ends a Kith that stays.
struct Stopping {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

impl Stopping {
    fn listen() -> Result<Self, Stop> {
        let listen = |kind| signal(kind).map_err(anyhow::Error::from);
        Ok(Self { terminate: listen(SignalKind::terminate())?, interrupt: listen(SignalKind::interrupt())? })
    }

    async fn wait(mut self) {
        tokio::select! {
            _ = self.terminate.recv() => (),
            _ = self.interrupt.recv() => (),
        }
    }
}
