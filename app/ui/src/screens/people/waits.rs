//! What of who belongs waits for the reader.

use crate::route::Route;
use crate::tree::use_words;
use crate::waits::WaitsShown;
use crate::widgets::icon::{Draw, Icon};
use crate::words::{Words, asks_for};
use dioxus::prelude::*;
use kith_community::charter::CharterWaits;

impl WaitsShown for CharterWaits {
    fn told(&self, words: &Words) -> String {
        match self {
            Self::Vouch { name, .. } => words.with("ask-vouch", [("name", words.person(name).into())]),
            Self::Second { name, rises, .. } => words.with(asks_for(*rises), [("name", words.person(name).into())]),
            Self::Alone { .. } => words.say("ask-alone"),
        }
    }

    fn route(&self, community: String) -> Route {
        match self {
            Self::Vouch { person, .. } | Self::Second { person, .. } => {
                Route::Person { community, person: person.clone() }
            }
            Self::Alone { .. } => Route::Nobody { community },
        }
    }

    fn slip(&self, community: String) -> Element {
        rsx! { Slip { community, waits: self.clone() } }
    }
}

#[component]
fn Slip(community: String, waits: CharterWaits) -> Element {
    let words = use_words();
    match waits {
        CharterWaits::Vouch { name, person } => rsx! {
            article { class: "slip ask",
                p { class: "ask-why", i { Draw { icon: Icon::Hourglass } } {words.say("ask-vouch-why")} }
                h3 { class: "slip-title", {words.with("ask-vouch", [("name", words.person(&name).into())])} }
                div { class: "ask-foot",
                    Link { to: Route::Person { community, person }, class: "btn btn-main", {words.say("ask-vouch-act")} }
                }
            }
        },
        CharterWaits::Second { name, person, by, why, rises } => rsx! {
            article { class: "slip ask",
                p { class: "ask-why", i { Draw { icon: if rises { Icon::UserPlus } else { Icon::UserX } } } {words.with("ask-second-why", [("by", by.into())])} }
                h3 { class: "slip-title", {words.with(asks_for(rises), [("name", words.person(&name).into())])} }
                if !why.is_empty() { p { class: "voice", dir: "auto", "“{why}”" } }
                div { class: "ask-foot",
                    Link { to: Route::Person { community, person }, class: "btn", {words.say("ask-vouch-act")} }
                }
            }
        },
        CharterWaits::Alone { people } => rsx! {
            article { class: "slip ask",
                p { class: "ask-why", i { Draw { icon: Icon::HeartHandshake } } {words.with("ask-alone-why", [("people", people.into())])} }
                h3 { class: "slip-title", {words.say("ask-alone")} }
                div { class: "ask-foot",
                    Link { to: Route::Nobody { community }, class: "btn", {words.say("ask-alone-act")} }
                }
            }
        },
    }
}
