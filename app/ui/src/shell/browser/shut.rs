//! What is shown in place of the page to whoever holds no key to it: a link that was used, or that was kept from another
//! day, or that was opened in another browser. It says what to do, and offers to have Kith open its page once more.

use super::{Host, open_link};
use crate::shell::page as frame;
use crate::system::has_screen;
use crate::words::Words;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};
use kith_community::settings::Settings;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Kith opens its page from here no more often than this: whoever asks holds no key.
const PAUSE: Duration = Duration::from_secs(5);

/// When the page was opened from here last.
#[derive(Clone, Default)]
pub struct Opened(Arc<Mutex<Option<Instant>>>);

impl Opened {
    /// Whether it may be opened once more.
    fn may(&self) -> bool {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let may = last.is_none_or(|last| last.elapsed() >= PAUSE);
        if may {
            *last = Some(Instant::now());
        }
        may
    }
}

/// The page that says that the page is shut.
pub async fn page(State(host): State<Host>, headers: HeaderMap) -> Response {
    let settings = host.settings().await;
    let words = words(&settings, &headers);
    let button = match has_screen() {
        true => format!(r#"<p><a class="btn btn-main btn-wide" href="/again">{}</a></p>"#, words.say("shut-open")),
        false => String::new(),
    };
    let body = format!(
        r#"<h1>{}</h1><p class="lead">{}</p>{button}<ol class="plain"><li>{}</li><li>{}</li></ol><p class="quiet">{}</p>"#,
        words.say("shut-title"),
        words.say("shut-text"),
        words.say("shut-icon"),
        words.say("shut-command"),
        words.say("shut-kept"),
    );
    (StatusCode::FORBIDDEN, Html(frame::still(&settings, &words, &body))).into_response()
}

/// Opens the page anew in the person's own browser. Only a page of ours may ask for it; what opens is seen by the person
/// alone.
pub async fn again(State(host): State<Host>, headers: HeaderMap) -> Response {
    let ours = headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin");
    if !ours || !has_screen() {
        return page(State(host), headers).await;
    }
    if host.opened.may() {
        open_link(&host.home, &host.links.make());
    }
    let settings = host.settings().await;
    let words = words(&settings, &headers);
    let body = format!(r#"<h1>{}</h1><p class="lead">{}</p>"#, words.say("shut-opens-title"), words.say("shut-opens"));
    Html(frame::still(&settings, &words, &body)).into_response()
}

/// The language that was chosen in Kith, else the browser's first.
fn words(settings: &Settings, headers: &HeaderMap) -> Words {
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|wanted| wanted.to_str().ok());
    match wanted.filter(|_| settings.language.is_none()) {
        Some(wanted) => Words::of(wanted.split([',', ';']).next().unwrap_or_default().trim()),
        None => Words::chosen(settings),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_holds_no_key_opens_the_page_once_in_a_while() {
        let opened = Opened::default();
        assert!(opened.may());
        assert!(!opened.may());
    }
}
