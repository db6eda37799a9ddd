//! What was decided about who belongs: who was let in, removed, given a role, by whom, when and why.

use crate::route::Route;
use crate::seam::{Seen, use_view};
use crate::tree::use_words;
use crate::when::now_ms;
use crate::widgets::face::Face;
use crate::widgets::notice::Waits;
use dioxus::prelude::*;
use kith_community::charter::{DecisionRow, DecisionsQuery};

/// How many decisions are shown at first, and how many more each time.
const PAGE: u32 = 40;

/// The decisions, the newest first.
#[component]
pub fn Decided(community: ReadSignal<String>) -> Element {
    let words = use_words();
    let mut most = use_signal(|| PAGE);
    let seen = use_view(move || Some(community()), move || DecisionsQuery { skip: 0, most: most() });
    rsx! {
        section { class: "pane pane-one", "aria-labelledby": "decided",
            div { class: "column flow",
                header { class: "stack-s",
                    h2 { id: "decided", tabindex: "-1", "data-focus": true, {words.say("decided-title")} }
                    p { class: "label quiet", {words.say("decided-text")} }
                }
                match &*seen.read() {
                    Seen::Here(view) => rsx! {
                        ul { class: "rows",
                            for row in view.decisions.clone() {
                                DecidedRow { key: "{row.id}", community, row }
                            }
                        }
                        if view.has_older {
                            div { class: "btns", button { class: "btn", r#type: "button", onclick: move |_| most += PAGE, {words.say("decided-older")} } }
                        }
                    },
                    other => rsx! { Waits { why: other.why() } },
                }
            }
        }
    }
}

/// One decision in a list.
#[component]
pub fn DecidedRow(community: ReadSignal<String>, row: DecisionRow) -> Element {
    let words = use_words();
    let about = row.about.clone();
    let by = words.person(&row.by.name);
    let person = about.as_ref().map_or(String::new(), |about| words.person(&about.name));
    let said = words.sentence(&row.what.clone().with("by", by).with("person", person));
    let to = Route::Person { community: community(), person: about.unwrap_or_else(|| row.by.clone()).person };
    rsx! {
        li { class: "row",
            Face { person: row.by.person.clone(), name: row.by.name.clone() }
            div { class: "row-body",
                h3 { class: "row-title", Link { to, class: "row-link", "{said}" } }
                if !row.why.is_empty() { p { class: "row-text voice", dir: "auto", "“{row.why}”" } }
            }
            if let Some(at) = row.at_ms {
                div { class: "row-side", time { {words.when(now_ms(), at)} } }
            }
        }
    }
}
