//! One open page: its socket, and the component tree that lives as long as the socket does.

use super::Host;
use crate::seam::Seam;
use crate::shell::place::Placed;
use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use dioxus::prelude::*;
use dioxus_liveview::{LiveViewError, LiveViewSocket};
use futures_util::{SinkExt as _, StreamExt as _, future};
use kith_community::settings::Settings;
use serde::Deserialize;
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;

/// The longest message from the page, in bytes: a long post fits with many letters escaped.
const LONGEST_MESSAGE: usize = 1 << 20;
/// The longest first message, in bytes.
const LONGEST_HELLO: usize = 4_096;
/// How long a page may take to say who it is.
const HELLO: Duration = Duration::from_secs(4);
/// Pages that are open at a time, and sockets that have not said yet whose they are.
pub const PAGES: usize = 64;
pub const STRANGERS: usize = 64;
/// Tells the page that its token is not good, so that it does not try again.
const NOT_YOURS: u16 = 4403;

/// What the page says first.
#[derive(Deserialize)]
struct Hello {
    token: String,
    path: String,
}

/// Takes the page's socket. The guard has seen Host, Origin and cookie.
pub async fn upgrade(State(host): State<Host>, upgrade: WebSocketUpgrade) -> Response {
    let Ok(place) = host.strangers.clone().try_acquire_owned() else {
        return (StatusCode::SERVICE_UNAVAILABLE, "Too many pages knock at once.\n").into_response();
    };
    let bounded = upgrade.max_message_size(LONGEST_MESSAGE).max_frame_size(LONGEST_MESSAGE);
    bounded.on_upgrade(move |socket| show(host, socket, place))
}

async fn show(host: Host, mut socket: WebSocket, place: OwnedSemaphorePermit) {
    let path = greet(&host, &mut socket).await;
    drop(place);
    let (Some(path), Ok(_place)) = (path, host.pages.clone().try_acquire_owned()) else {
        let reason = axum::extract::ws::CloseFrame { code: NOT_YOURS, reason: "".into() };
        drop(socket.send(Message::Close(Some(reason))).await);
        return;
    };
    let (seam, _) = Seam::new(host.bridge.clone(), host.tapped.clone());
    let settings = host.settings().await;
    let make = move || VirtualDom::new_with_props(App, AppProps { seam, settings, path });
    let shown = host.pool.launch_virtualdom(live_socket(socket), make);
    tokio::select! {
        () = host.closing.cancelled() => (),
        // A page that went is no trouble; one that broke comes back by itself.
        _ = shown => (),
    }
}

/// Where the page is, if it holds the token.
async fn greet(host: &Host, socket: &mut WebSocket) -> Option<String> {
    let first = tokio::time::timeout(HELLO, socket.recv()).await.ok()??.ok()?;
    let Message::Text(text) = first else {
        return None;
    };
    if text.len() > LONGEST_HELLO {
        return None;
    }
    let hello: Hello = serde_json::from_str(&text).ok()?;
    host.keys.knows_token(&hello.token).then_some(hello.path)
}

/// The socket as dioxus-liveview wants it. Only the person's own acts pass: answers to script
/// evaluated in the page are dropped, since none is, and an odd one would end the tree.
fn live_socket(socket: WebSocket) -> impl LiveViewSocket {
    let acts = socket.filter_map(|message| {
        future::ready(match message {
            Ok(Message::Text(text)) if is_act(&text) => Some(Ok(text.as_bytes().to_vec())),
            Ok(_) => None,
            Err(_) => Some(Err(LiveViewError::SendingFailed)),
        })
    });
    acts.sink_map_err(|_| LiveViewError::SendingFailed)
        .with(|edits: Vec<u8>| future::ready(Ok::<_, LiveViewError>(Message::Binary(edits.into()))))
}

fn is_act(text: &str) -> bool {
    text == "__ping__" || text.starts_with(r#"{"method":"user_event""#)
}

/// One page.
#[component]
fn App(seam: Seam, settings: Settings, path: String) -> Element {
    rsx! {
        Placed { seam, settings, path }
    }
}
