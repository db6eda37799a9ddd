//! The tasks that stay until they are stopped: the page, and sync without a screen.

use super::task::PageArgs;
use super::{Asked, Stop, json, print};
use crate::bridge::{Bridge, Door, Show, Shown, mode_name};
use crate::shell::browser::{self, Page};
#[cfg(feature = "window")]
use crate::shell::window::Opening;
use crate::system::Stopping;
use kith_community::home::StatusQuery;
use kith_community::sentence::Sentence;
use std::sync::Arc;
use std::time::Duration;

/// Syncs until stopped.
pub async fn run(asked: &Asked, bridge: Bridge) -> Result<(), Stop> {
    if bridge.is_remote() {
        return Err(Stop::Other("A Kith already runs on this home, and syncs. Nothing is left to do here.".to_owned()));
    }
    let stop = Stopping::listen().map_err(anyhow::Error::from)?;
    let mode = bridge.mode();
    let troubles = troubles(&bridge).await;
    let mut door = open_door(asked, &bridge, None, &troubles)?;
    if asked.json {
        let mut said = serde_json::json!({"home": asked.home, "net": mode_name(mode)});
        if let (false, Some(said)) = (troubles.is_empty(), said.as_object_mut()) {
            said.insert("troubles".to_owned(), serde_json::to_value(&troubles).map_err(anyhow::Error::from)?);
        }
        asked.answer(&json(&said)?)?;
    } else if troubles.is_empty() {
        asked.answer(SYNCS)?;
    } else {
        let said: Vec<String> = troubles.iter().map(print::sentence).collect();
        asked.answer(&format!("{}\nKith stays open, and goes on by itself once that is mended.", said.join("\n")))?;
    }
    tokio::select! {
        () = stop.wait() => (),
        said = wait_until_mended(asked, &bridge, troubles, &mut door) => said?,
    }
    if let Some(door) = door {
        door.close().await;
    }
    Ok(())
}

/// What a Kith that syncs says.
const SYNCS: &str = "Kith syncs. Stop it with Ctrl+C.";
/// How often it is looked whether what was wrong is mended.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// What keeps the home from being as it should.
async fn troubles(bridge: &Bridge) -> Vec<Sentence> {
    match bridge.look_at(None, StatusQuery::default()).await {
        Ok(status) => status.troubles,
        Err(trouble) => vec![trouble.0],
    }
}

/// Where nothing can be written there is no socket; what is there can be read all the same.
fn open_door(asked: &Asked, bridge: &Bridge, show: Option<Show>, troubles: &[Sentence]) -> Result<Option<Door>, Stop> {
    match Door::open(&asked.home, bridge.clone(), show) {
        Ok(door) => Ok(Some(door)),
        Err(error) if !troubles.is_empty() => {
            tracing::warn!(%error, "no command reaches this Kith");
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

/// Says so once what was wrong is mended, and then waits for ever.
async fn wait_until_mended(
    asked: &Asked,
    bridge: &Bridge,
    mut troubles: Vec<Sentence>,
    door: &mut Option<Door>,
) -> Result<(), Stop> {
    while !troubles.is_empty() || door.is_none() {
        tokio::time::sleep(LOOK_EVERY).await;
        troubles = self::troubles(bridge).await;
        if door.is_none() {
            *door = Door::open(&asked.home, bridge.clone(), None).ok();
        }
        if troubles.is_empty() && door.is_some() && !asked.json {
            asked.answer(SYNCS)?;
        }
    }
    std::future::pending().await
}

/// Has a Kith that runs already show itself, with a link that the system was asked to open. Whether there is one.
pub async fn show(asked: &Asked, bridge: &Bridge, no_open: bool, link: Option<String>) -> Result<bool, Stop> {
    match bridge.show(link).await? {
        Some(Shown::Page(page)) => {
            tell(asked, &page)?;
            if !no_open && let Some(Shown::Page(another)) = bridge.show(None).await? {
                browser::open_link(&asked.home, &another);
            }
            Ok(true)
        }
        Some(Shown::Window) => {
            asked.answer(if asked.json { "{\"window\":true}" } else { "Kith’s window is open." })?;
            Ok(true)
        }
        None => Ok(false),
    }
}

/// Shows the page until stopped.
pub async fn serve(asked: &Asked, bridge: Bridge, wanted: PageArgs, link: Option<String>) -> Result<(), Stop> {
    if show(asked, &bridge, wanted.no_open, link.clone()).await? {
        return Ok(());
    }
    let stop = Stopping::listen().map_err(anyhow::Error::from)?;
    let page = Page::open(&asked.home, wanted.port, bridge.clone()).await?;
    let open = Arc::new(page.opener());
    let door = if bridge.is_remote() {
        None
    } else {
        let open = open.clone();
        let show: Show = Arc::new(move |link| Some(Shown::Page(open(link))));
        let troubles = troubles(&bridge).await;
        open_door(asked, &bridge, Some(show), &troubles)?
    };
    tell(asked, &open(link))?;
    if !wanted.no_open {
        browser::open_link(&asked.home, &open(None));
    }
    stop.wait().await;
    page.close().await;
    if let Some(door) = door {
        door.close().await;
    }
    Ok(())
}

/// What a window needs; `None` where a running Kith showed itself instead.
#[cfg(feature = "window")]
pub async fn open(
    asked: &Asked,
    bridge: Bridge,
    link: Option<String>,
) -> Result<Option<(Opening, Option<Door>)>, Stop> {
    if show(asked, &bridge, false, link.clone()).await? {
        return Ok(None);
    }
    let (opening, front) = Opening::new(&asked.home, bridge.clone(), link).await;
    if bridge.is_remote() {
        return Ok(Some((opening, None)));
    }
    let show: Show = Arc::new(move |link| front.come(link).then_some(Shown::Window));
    let door = Door::open(&asked.home, bridge, Some(show))?;
    Ok(Some((opening, Some(door))))
}

/// Prints a link of its own: the one the browser gets may be used up before a person sees this.
fn tell(asked: &Asked, link: &str) -> Result<(), Stop> {
    if asked.json {
        return asked.answer(&json(&serde_json::json!({"page": link}))?);
    }
    asked.answer(&format!("Kith is at {link}\nThe link opens once. Run kith again for a new one."))
}
