//! Nothing, of one of its kinds, each with its own drawing and way on.

use dioxus::prelude::*;

/// Which kind of nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawing {
    /// None exist.
    Nothing,
    /// Not here yet.
    OnItsWay,
    /// Not for oneself.
    NotAllowed,
}

/// Says which kind of nothing this is; `children` are the way on.
#[component]
pub fn Empty(
    drawing: Drawing,
    title: String,
    text: String,
    /// Whether it is all there is on the page.
    #[props(default)]
    alone: bool,
    children: Element,
) -> Element {
    rsx! {
        div { class: "empty",
            svg { view_box: "0 0 96 96", "aria-hidden": "true",
                match drawing {
                    Drawing::Nothing => rsx! {
                        circle { class: "draw-seat", cx: "48", cy: "48", r: "34", "stroke-dasharray": "14 12.7" }
                        circle { class: "draw-warm", cx: "48", cy: "48", r: "4" }
                    },
                    Drawing::OnItsWay => rsx! {
                        circle { class: "draw-seat", cx: "48", cy: "48", r: "34", "stroke-dasharray": "14 12.7" }
                        path { class: "draw-full", d: "M48 14a34 34 0 0 1 34 34" }
                        path { class: "draw-line", d: "M48 30v18l12 8" }
                    },
                    Drawing::NotAllowed => rsx! {
                        circle { class: "draw-dusk", cx: "48", cy: "48", r: "34" }
                        path { class: "draw-line", d: "M34 46h28v20H34zM40 46v-7a8 8 0 0 1 16 0v7" }
                    },
                }
            }
            if alone {
                h1 { tabindex: "-1", "data-focus": true, "{title}" }
            } else {
                h2 { "{title}" }
            }
            p { "{text}" }
            {children}
        }
    }
}
