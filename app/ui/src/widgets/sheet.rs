//! A sheet that asks for one thing and covers the rest. The page's script opens it as a dialog, keeps the focus in it
//! and gives it back; Escape presses what closes it.

use crate::tree::use_words;
use crate::widgets::icon::{Draw, Icon};
use dioxus::prelude::*;

/// A sheet.
#[component]
pub fn Sheet(
    id: String,
    title: String,
    #[props(default)] class: &'static str,
    close: EventHandler,
    children: Element,
) -> Element {
    let words = use_words();
    let heading = format!("{id}-title");
    rsx! {
        dialog { class: "sheet {class}", id: "{id}", "data-modal": true, "aria-labelledby": "{heading}",
            div { class: "sheet-in",
                div { class: "sheet-head",
                    h2 { id: "{heading}", "{title}" }
                    button { class: "btn-icon", r#type: "button", "data-close": true, "aria-label": words.say("close"), onclick: move |_| close.call(()),
                        Draw { icon: Icon::Close }
                    }
                }
                {children}
            }
        }
    }
}
