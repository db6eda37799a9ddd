//! A field of a form with its label. It keeps what is typed to itself: the form is read when it is
//! sent, since a value that travels to and fro loses letters.

use dioxus::html::FormValue;
use dioxus::prelude::*;

/// What is typed into a field.
#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    /// One line.
    Line,
    /// Several lines.
    Lines,
}

/// A field.
#[component]
pub fn Field(
    form: &'static str,
    name: &'static str,
    label: &'static str,
    #[props(default = Kind::Line)] kind: Kind,
    #[props(default = true)] needed: bool,
) -> Element {
    let id = format!("{form}-{name}");
    rsx! {
        div { class: "field",
            label { r#for: "{id}", "{label}" }
            match kind {
                Kind::Line => rsx! {
                    input { id: "{id}", name, r#type: "text", required: needed, dir: "auto", autocomplete: "off" }
                },
                Kind::Lines => rsx! {
                    textarea { id: "{id}", name, required: needed, dir: "auto", rows: "4" }
                },
            }
        }
    }
}

/// What stands in the field `name` of a form that was sent.
pub fn text(event: &FormEvent, name: &str) -> String {
    match event.get_first(name) {
        Some(FormValue::Text(text)) => text,
        _ => String::new(),
    }
}
