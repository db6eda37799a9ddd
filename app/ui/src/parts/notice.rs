//! What the app says about a command on its way, and about words that it cannot keep.

use crate::seam::{Seam, Sent, Unkept};
use crate::tree::use_words;
use dioxus::prelude::*;

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
