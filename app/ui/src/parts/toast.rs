//! What was just done, said once, with a way to undo one's own.

use crate::seam::use_send;
use crate::tree::{Toast, use_words};
use crate::widgets::icon::{Draw, Icon};
use dioxus::prelude::*;
use std::time::Duration;

/// How long it stays.
const STAYS: Duration = Duration::from_secs(8);

/// The toast, when there is one.
#[component]
pub fn Toasts() -> Element {
    let Toast(mut shown) = use_context::<Toast>();
    let (words, sender) = (use_words(), use_send());
    // Each new one stays its whole time; the one before goes with its wait.
    use_resource(move || async move {
        if shown.read().is_some() {
            tokio::time::sleep(STAYS).await;
            shown.set(None);
        }
    });
    let undo = move |_| {
        let done = shown.peek().clone();
        if let Some(request) = done.and_then(|done| done.undo) {
            sender.ask(request, |_| ());
        }
        shown.set(None);
    };
    rsx! {
        div { class: "toasts", role: "status",
            if let Some(done) = shown() {
                div { class: "toast",
                    span { "{done.words}" }
                    if done.undo.is_some() {
                        button { r#type: "button", onclick: undo, Draw { icon: Icon::Undo, small: true } {words.say("undo-mine")} }
                    }
                }
            }
        }
    }
}
