//! What the app says about a view that is not here, and about a command on its way.

use crate::seam::{Seam, Sent, Unkept};
use crate::tree::use_words;
use crate::widgets::empty::{Drawing, Empty};
use dioxus::prelude::*;
use kith_community::sentence::Sentence;

/// Stands where a view will be: shapes and words while it is read, else why there is none.
#[component]
pub fn Waits(why: Option<Sentence>) -> Element {
    let words = use_words();
    match why {
        None => rsx! {
            div { class: "skeleton",
                p { role: "status", class: "quiet label", {words.say("reading")} }
                i { style: "--w:70%" }
                i {}
                i { style: "--w:85%" }
            }
        },
        Some(why) => rsx! {
            Empty { drawing: Drawing::OnItsWay, title: words.say("not-here"), text: words.sentence(&why) }
        },
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

/// Why the words that are typed at a place are not kept by Kith.
#[component]
pub fn NotKept(place: ReadSignal<String>) -> Element {
    let (words, seam) = (use_words(), use_context::<Seam>());
    let mut unkept = use_signal(Unkept::new);
    use_future(move || {
        let mut changes = seam.unkept();
        async move {
            loop {
                let now = changes.borrow_and_update().clone();
                unkept.set(now);
                if changes.changed().await.is_err() {
                    return;
                }
            }
        }
    });
    match unkept.read().get(&*place.read()) {
        Some(trouble) => rsx! { p { role: "alert", class: "wrong", {words.sentence(&trouble.0)} } },
        None => rsx! {},
    }
}
