//! An address that leads nowhere.

use crate::route::Route;
use dioxus::prelude::*;

/// Says so, and leads back.
#[component]
pub fn Lost(path: Vec<String>) -> Element {
    let at = format!("/{}", path.join("/"));
    rsx! {
        main {
            h1 { tabindex: "-1", "Nothing is here" }
            p { "No screen of Kith has the address {at}. Nothing is lost." }
            p { Link { to: Route::Welcome {}, "Back to your communities" } }
        }
    }
}
