//! An address that leads nowhere.

use crate::route::Route;
use crate::tree::use_words;
use crate::widgets::empty::{Drawing, Empty};
use dioxus::prelude::*;

/// Says so, and leads back.
#[component]
pub fn Lost(path: Vec<String>) -> Element {
    let words = use_words();
    rsx! {
        main { class: "door", id: "main",
            Empty { alone: true, drawing: Drawing::Nothing, title: words.say("lost-title"), text: words.say("lost-text"),
                Link { to: Route::Door {}, class: "btn btn-main", {words.say("lost-back")} }
            }
        }
    }
}
