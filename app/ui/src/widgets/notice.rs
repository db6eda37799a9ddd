//! What the app says about a view that is not here, and about a command on its way.

use crate::seam::{Seen, Sent};
use crate::tree::use_words;
use crate::widgets::empty::{Drawing, Empty};
use dioxus::prelude::*;
use kith_community::sentence::Sentence;

/// Stands where a view will be: shapes and words while it is read, else why there is none.
#[component]
pub fn Waits(seen: Seen) -> Element {
    let words = use_words();
    let trouble = match seen {
        Seen::Waiting | Seen::Here(_) => {
            return rsx! {
                div { class: "skeleton",
                    p { role: "status", class: "quiet label", {words.say("reading")} }
                    i { style: "--w:70%" }
                    i {}
                    i { style: "--w:85%" }
                }
            };
        }
        Seen::Trouble(trouble) => trouble.0,
        Seen::Gone => Sentence::of("trouble-closing"),
    };
    rsx! {
        Empty { drawing: Drawing::OnItsWay, title: words.say("not-here"), text: words.sentence(&trouble) }
    }
}

/// Why a command was refused, said where it was asked.
#[component]
pub fn Refusal(sent: ReadSignal<Sent>) -> Element {
    let words = use_words();
    match &*sent.read() {
        Sent::Refused(trouble) => rsx! { p { role: "alert", class: "wrong", {words.sentence(&trouble.0)} } },
        Sent::Idle | Sent::Busy => rsx! {},
    }
}
