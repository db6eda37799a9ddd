//! The page's addresses: the link that opens it, its files, its socket, and the page itself at all others.

use super::Host;
use super::guard::{guard, has_cookie};
use super::live;
use crate::styles;
use crate::tree::attributes;
use crate::widgets::icon::sprite;
use crate::words::Words;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::{MethodRouter, get};
use kith_community::settings::Settings;
use tower_http::compression::CompressionLayer;

const SCRIPT: &str = include_str!("../../../../../assets/kith.js");
const ICON: &str = include_str!("../../../../../assets/icon.svg");

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

/// All of it, behind the guard.
pub fn router(host: Host) -> Router {
    let locked = Router::new()
        .route("/live", get(live::upgrade))
        .route("/live.js", file(JAVASCRIPT, interpreter()))
        .route("/kith.js", file(JAVASCRIPT, SCRIPT.to_owned()))
        .route("/kith.css", file("text/css; charset=utf-8", styles::joined()))
        .route("/icon.svg", file("image/svg+xml", ICON.to_owned()))
        .fallback(get(|State(host): State<Host>| async move { page("", &host.settings().await) }))
        .layer(from_fn_with_state(host.clone(), lock));
    Router::new()
        .route("/open/{secret}", get(open))
        .merge(locked)
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(host.clone(), guard))
        .with_state(host)
}

/// Exchanges a link for the cookie, and hands the page its token.
async fn open(State(host): State<Host>, headers: HeaderMap, Path(secret): Path<String>) -> Response {
    if host.links.take(&secret) {
        let token = format!("<meta name=\"kith-token\" content=\"{}\">", host.keys.token());
        let cookie = [(header::SET_COOKIE, host.keys.set_cookie())];
        return (cookie, page(&token, &host.settings().await)).into_response();
    }
    if has_cookie(&host, &headers) {
        return Redirect::to("/").into_response();
    }
    closed()
}

/// Nobody without the cookie gets further.
async fn lock(State(host): State<Host>, request: axum::extract::Request, next: axum::middleware::Next) -> Response {
    if has_cookie(&host, request.headers()) {
        return next.run(request).await;
    }
    closed()
}

fn closed() -> Response {
    let words = "This page opens with a link that works once, and this one does not, or was used before.\n\
                 Run kith again for a new one. Nothing is lost.\n";
    (StatusCode::FORBIDDEN, words).into_response()
}

/// The frame that the screens are shown in, drawn from the first moment as the settings have it.
fn page(head: &str, settings: &Settings) -> Html<String> {
    let words = settings.language.as_deref().map_or_else(Words::of_the_system, Words::of);
    let (language, look) = (words.language(), attributes(settings));
    let (opening, script) = (words.say("page-opening"), words.say("page-script"));
    let chosen: String = [("theme", look.theme), ("text", look.text), ("face", look.face), ("motion", look.motion)]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!(" data-{name}=\"{value}\""))
        .collect();
    Html(format!(
        r#"<!doctype html>
<html lang="{code}" dir="{direction}"{chosen}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<title>Kith</title>
{head}
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/kith.css">
</head>
<body>
<p id="line" class="lost" role="status" data-lost="{lost}" data-key="{key}">{opening}</p>
<noscript>{script}</noscript>
{sprite}
<script src="/live.js"></script>
<script src="/kith.js"></script>
</body>
</html>
"#,
        code = language.code,
        direction = language.direction,
        lost = words.say("page-lost"),
        key = words.say("page-key"),
        sprite = sprite(),
    ))
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
