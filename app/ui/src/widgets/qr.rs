//! A link as a picture for a phone's camera.

use crate::qr;
use crate::tree::use_words;
use dioxus::prelude::*;

/// The picture, or words where the link is too long for one.
#[component]
pub fn Qr(link: String) -> Element {
    let words = use_words();
    let Some((side, path)) = qr::svg(&link) else {
        return rsx! { p { {words.say("qr-too-long")} } };
    };
    rsx! {
        svg { class: "qr-code", role: "img", view_box: "0 0 {side} {side}", "shape-rendering": "crispEdges", "aria-label": words.say("qr-label"),
            rect { width: "100%", height: "100%", fill: "#fff" }
            path { d: "{path}", fill: "#000" }
        }
    }
}
