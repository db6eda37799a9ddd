//! What the app says about a view that is not here.

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
