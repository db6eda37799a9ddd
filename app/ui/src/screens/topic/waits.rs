//! What of talk waits for the reader.

use crate::route::Route;
use crate::tree::{Intent, Wish, use_words};
use crate::waits::WaitsShown;
use crate::widgets::face::{Face, Size};
use crate::widgets::icon::{Draw, Icon};
use crate::words::Words;
use dioxus::prelude::*;
use kith_community::topic::TopicWaits;

impl WaitsShown for TopicWaits {
    fn told(&self, words: &Words) -> String {
        match self {
            Self::Quoted { author, .. } => words.with("ask-quoted", [("name", words.person(author).into())]),
            Self::Versions { .. } => words.say("ask-versions-why"),
        }
    }

    fn route(&self, community: String) -> Route {
        let (Self::Quoted { topic, .. } | Self::Versions { topic, .. }) = self;
        Route::Topic { community, topic: topic.clone() }
    }

    fn post(&self) -> Option<String> {
        let (Self::Quoted { post, .. } | Self::Versions { post, .. }) = self;
        Some(post.clone())
    }

    fn slip(&self, community: String) -> Element {
        rsx! { Slip { community, waits: self.clone() } }
    }
}

#[component]
fn Slip(community: String, waits: TopicWaits) -> Element {
    let (words, intent) = (use_words(), use_context::<Intent>());
    match waits {
        TopicWaits::Quoted { topic, title, post, author, person, text } => rsx! {
            article { class: "slip ask",
                p { class: "ask-why",
                    Face { person, name: author.clone(), size: Size::Small }
                    {words.with("ask-quoted", [("name", author.into())])}
                    small { dir: "auto", {words.title(&title)} }
                }
                h3 { class: "slip-title slip-words clamp-2", dir: "auto",
                    Link { to: Route::Topic { community: community.clone(), topic: topic.clone() }, onclick: { let post = post.clone(); move |_| intent.wish(Wish::Post(post.clone())) }, "{text}" }
                }
                div { class: "ask-foot",
                    Link { to: Route::Topic { community, topic }, class: "btn",
                        onclick: move |_| intent.wish(Wish::Answer(post.clone())),
                        Draw { icon: Icon::Reply, turns: true } {words.say("answer")}
                    }
                }
            }
        },
        TopicWaits::Versions { topic, title, .. } => rsx! {
            article { class: "slip ask",
                p { class: "ask-why", i { Draw { icon: Icon::Split } } {words.say("ask-versions-why")} }
                h3 { class: "slip-title", dir: "auto", {words.title(&title)} }
                div { class: "ask-foot",
                    Link { to: Route::Topic { community, topic }, class: "btn", {words.say("ask-versions-act")} }
                }
            }
        },
    }
}
