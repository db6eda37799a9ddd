//! The page's addresses: the link that opens it, its files, its socket, and the page itself at all others.

use super::Host;
use super::guard::{guard, has_cookie};
use super::{handover, live, shut};
use crate::shell::page;
use crate::styles;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::middleware::from_fn_with_state;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::{MethodRouter, get};
use kith_community::settings::Settings;
use tower_http::compression::CompressionLayer;

const ICON: &str = include_str!("../../../../../assets/icon.svg");

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

/// All of it, behind the guard.
pub fn router(host: Host) -> Router {
    let locked = Router::new()
        .route("/live", get(live::upgrade))
        .route("/live.js", file(JAVASCRIPT, interpreter()))
        .route("/kith.js", file(JAVASCRIPT, page::script()))
        .fallback(get(|State(host): State<Host>| async move { page("", &host.settings().await) }))
        .layer(from_fn_with_state(host.clone(), lock));
    Router::new()
        .route("/open/{secret}", get(open))
        .route("/shut", get(shut::page))
        .route("/again", get(shut::again))
        // What a page that is shut looks like is no secret.
        .route("/kith.css", file("text/css; charset=utf-8", styles::joined()))
        .route("/icon.svg", file("image/svg+xml", ICON.to_owned()))
        .merge(locked)
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(host.clone(), guard))
        .with_state(host)
}

/// Exchanges a link for the cookie, and hands the page its token.
async fn open(State(host): State<Host>, headers: HeaderMap, Path(secret): Path<String>) -> Response {
    if host.links.take(&secret) {
        handover::opened(&host.home, &host.links.link(&secret));
        let at = if host.tapped.waits() { "/join" } else { "/" };
        let token = format!("<meta name=\"kith-token\" content=\"{}\" data-at=\"{at}\">", host.keys.token());
        let cookie = [(header::SET_COOKIE, host.keys.set_cookie())];
        return (cookie, page(&token, &host.settings().await)).into_response();
    }
    if has_cookie(&host, &headers) {
        return Redirect::to("/").into_response();
    }
    shut::page(State(host), headers).await
}

/// Nobody without the cookie gets further.
async fn lock(State(host): State<Host>, request: axum::extract::Request, next: axum::middleware::Next) -> Response {
    if has_cookie(&host, request.headers()) {
        return next.run(request).await;
    }
    shut::page(State(host), request.headers().clone()).await
}

/// The page, with its files by their addresses.
fn page(head: &str, settings: &Settings) -> Html<String> {
    let files = r#"<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/kith.css">"#;
    let scripts = r#"<script src="/live.js"></script>
<script src="/kith.js"></script>"#;
    Html(page::page(settings, &format!("{head}\n{files}"), scripts))
}

fn file(kind: &'static str, text: String) -> MethodRouter<Host> {
    let text = Bytes::from(text);
    get(move || async move { ([(header::CONTENT_TYPE, kind)], text) })
}

/// The page's half of dioxus-liveview, which comes as an inline script. It finds no element `main`
/// and so does not begin; `kith.js` does, over a socket of ours.
fn interpreter() -> String {
    let glue = dioxus_liveview::interpreter_glue("/live");
    let inside = glue.trim().trim_start_matches("<script>").trim_end_matches("</script>");
    inside.to_owned()
}
