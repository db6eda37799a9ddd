//! A post: who, when, words, reactions, and how far it has got.

use crate::when::{ago, now_ms, reach};
use dioxus::prelude::*;
use kith_community::query::PostView;

/// A post.
#[component]
pub fn Post(post: PostView) -> Element {
    rsx! {
        article { class: "post",
            p { class: "quiet",
                span { class: "author", dir: "auto", "{post.author}" }
                span { " · {marks(&post)}" }
            }
            if let Some(words) = missing(&post) {
                p { class: "quiet", "{words}" }
            } else {
                p { class: "voice words", dir: "auto", "{post.text}" }
            }
            for (at, other) in post.versions.iter().enumerate() {
                p { key: "{at}", class: "voice words other", dir: "auto", span { class: "chip", "2 versions" } " {other}" }
            }
            if !post.reactions.is_empty() {
                ul { class: "reactions",
                    for given in &post.reactions {
                        li { key: "{given.emoji}", "{given.emoji} ", span { class: "quiet", "{given.by.join(\", \")}" } }
                    }
                }
            }
        }
    }
}

fn missing(post: &PostView) -> Option<&'static str> {
    match (post.erased, post.deleted, post.text.is_empty()) {
        (true, _, _) => Some("Taken back by who wrote it."),
        (_, true, _) => Some("Deleted by who wrote it."),
        (_, _, true) => Some("The words are not here yet."),
        _ => None,
    }
}

fn marks(post: &PostView) -> String {
    let edited = if post.edited { " · edited" } else { "" };
    let late = if post.late { " · came late" } else { "" };
    format!("{}{edited}{late} · {}", ago(now_ms(), post.time_ms), reach(post))
}
