//! A link as a picture for a phone's camera.

use crate::qr;
use dioxus::prelude::*;

/// The picture, or words where the link is too long for one.
#[component]
pub fn Qr(link: String) -> Element {
    let Some((side, path)) = qr::svg(&link) else {
        return rsx! { p { "The link is too long for a picture. Send it as it is." } };
    };
    rsx! {
        svg { class: "qr", role: "img", view_box: "0 0 {side} {side}", "shape-rendering": "crispEdges",
            title { "The link as a picture, for a phone's camera" }
            rect { width: "100%", height: "100%", fill: "#fff" }
            path { d: "{path}", fill: "#000" }
        }
    }
}
