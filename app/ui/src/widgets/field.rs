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

/// A draft, as the page's script follows it.
#[derive(Clone, PartialEq)]
pub struct Draft {
    /// Its community and place.
    pub place: String,
    /// What Kith has of it.
    pub kept: String,
    /// What names its sending; empty if nothing does.
    pub sending: String,
}

/// What the page named the sending of the words in a form.
pub fn sending_of(event: &FormEvent) -> Option<String> {
    Some(text(event, "sending")).filter(|sending| !sending.is_empty())
}

/// A field.
#[component]
pub fn Field(
    form: String,
    name: String,
    label: String,
    #[props(default)] hint: String,
    #[props(default = Kind::Line)] kind: Kind,
    #[props(default = true)] needed: bool,
    /// What stands in it at first.
    #[props(default)]
    begin: String,
    /// The most letters that it takes.
    most: Option<usize>,
    /// What a browser may fill in.
    #[props(default = "off")]
    fill: &'static str,
    /// Where what is typed is kept, and what Kith has of it.
    draft: Option<Draft>,
    oninput: Option<EventHandler<FormEvent>>,
    /// What is said of what is typed.
    children: Element,
) -> Element {
    let id = format!("{form}-{name}");
    let hinted = format!("{id}-hint");
    let described = (!hint.is_empty()).then(|| hinted.clone());
    let (kept, named) = draft.clone().map_or((None, None), |draft| (Some(draft.kept), Some(draft.sending)));
    let place = draft.map(|draft| draft.place);
    let typed = move |event: FormEvent| oninput.iter().for_each(|oninput| oninput.call(event.clone()));
    rsx! {
        div { class: "field",
            label { r#for: "{id}", "{label}" }
            if !hint.is_empty() {
                p { class: "hint", id: "{hinted}", "{hint}" }
            }
            match kind {
                Kind::Line => rsx! {
                    input {
                        id: "{id}", name: "{name}", class: "input", r#type: "text", required: needed, dir: "auto", autocomplete: fill, maxlength: most.map(|most| most.to_string()),
                        initial_value: "{begin}", "aria-describedby": described, "data-draft": place.clone(), "data-kept": kept, "data-sending": named, oninput: typed,
                    }
                },
                Kind::Lines => rsx! {
                    textarea {
                        id: "{id}", name: "{name}", class: "input", required: needed, dir: "auto", rows: "4", maxlength: most.map(|most| most.to_string()),
                        initial_value: "{begin}", "aria-describedby": described, "data-draft": place.clone(), "data-kept": kept, "data-sending": named, oninput: typed,
                    }
                },
            }
            {children}
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
