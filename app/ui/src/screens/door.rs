//! The door: for who is in no community yet, and for who comes into another.

mod join;
mod scan;
mod start;

use join::StillJoining;
pub use join::{Again, Join};
use kith_community::home;
pub use start::Start;

use crate::route::Route;
use crate::seam::{Seen, use_send, use_view};
use crate::tree::use_words;
use crate::widgets::face::Face;
use crate::widgets::icon::{Draw, Icon};
use crate::widgets::notice::Waits;
use crate::words::LANGUAGES;
use dioxus::prelude::*;
use kith_community::home::{CommunitiesQuery, CommunityRow, SettingsQuery};
use kith_community::settings::Settings;

/// Welcome; or straight on to the community one is in.
#[component]
pub fn Door() -> Element {
    let all = use_view(|| None, || CommunitiesQuery);
    let seen = all.read();
    let rows = match &*seen {
        Seen::Here(rows) => rows,
        other => return rsx! { DoorFrame { Waits { why: other.why() } } },
    };
    match rows.iter().find(|row| !row.joining) {
        Some(CommunityRow { community, .. }) => rsx! { Onward { community: community.clone() } },
        None => rsx! { Welcome {} },
    }
}

/// Goes on by itself.
#[component]
fn Onward(community: String) -> Element {
    use_effect(move || {
        navigator().replace(Route::Today { community: community.clone() });
    });
    rsx! {}
}

/// What stands around each screen of the door: the name, and the language.
#[component]
fn DoorFrame(children: Element) -> Element {
    let words = use_words();
    rsx! {
        div { class: "door",
            a { class: "skip btn", href: "#main", {words.say("skip")} }
            header { class: "door-top", Brand {} Language {} }
            main { class: "door-body", id: "main", tabindex: "-1", {children} }
        }
    }
}

#[component]
fn Brand() -> Element {
    rsx! {
        span { class: "brand",
            svg { view_box: "0 0 48 48", "aria-hidden": "true",
                path { class: "brand-seat", "stroke-width": "5.5", d: "M37.2 15.9A15.5 15.5 0 0 1 39.1 20.4M39.1 27.6A15.5 15.5 0 0 1 37.2 32.1M32.1 37.2A15.5 15.5 0 0 1 27.6 39.1M20.4 39.1A15.5 15.5 0 0 1 15.9 37.2M10.8 32.1A15.5 15.5 0 0 1 8.9 27.6M8.9 20.4A15.5 15.5 0 0 1 10.8 15.9M15.9 10.8A15.5 15.5 0 0 1 20.4 8.9" }
                path { class: "brand-new", "stroke-width": "5.5", d: "M29.0 5.2A19.5 19.5 0 0 1 33.8 7.1" }
            }
            "Kith"
        }
    }
}

#[component]
fn Language() -> Element {
    let (words, sender) = (use_words(), use_send());
    let settings = use_view(|| None, || SettingsQuery);
    let now = words.language().code;
    let change = move |event: FormEvent| {
        if let Seen::Here(settings) = &*settings.peek() {
            let settings = Settings { language: Some(event.value()), ..settings.clone() };
            sender.manage(home::Command::Set { settings }, |_| ());
        }
    };
    rsx! {
        select { class: "door-lang", "aria-label": words.say("settings-language"), onchange: change,
            for language in &LANGUAGES {
                option { key: "{language.code}", value: language.code, lang: language.code, selected: language.code == now, {language.name} }
            }
        }
    }
}

/// The first screen of all.
#[component]
fn Welcome() -> Element {
    let words = use_words();
    rsx! {
        DoorFrame {
            div { class: "door-main view-first",
                StillJoining {}
                div { class: "door-hero", Gather {} }
                div { class: "stack",
                    h1 { tabindex: "-1", "data-focus": true, {words.say("door-title")} }
                    p { class: "lead", {words.say("door-lead")} }
                }
                div { class: "stack",
                    Link { to: Route::Join {}, class: "btn btn-main btn-wide", Draw { icon: Icon::QrCode } {words.say("door-join")} }
                    Link { to: Route::Start {}, class: "btn btn-wide", Draw { icon: Icon::Sprout } {words.say("door-start")} }
                    p { class: "door-foot", {words.say("door-no-account")} }
                    p { class: "door-foot", Link { to: Route::Again {}, {words.say("door-again")} } }
                }
            }
        }
    }
}

/// People in a circle, with one seat kept free.
#[component]
fn Gather() -> Element {
    let words = use_words();
    let names = ["Ada", "Chidi", "Zainab", "Mama Ugo", "Tobenna", "Amara", "Emeka", "Blessing", "Kosi", "Obi"];
    rsx! {
        div { class: "gather", style: "--n:11", role: "img", "aria-label": words.say("door-circle"),
            for (at, name) in names.into_iter().enumerate() {
                span { key: "{name}", style: "--i:{at}", Face { person: name, name } }
            }
            span { style: "--i:10", i { class: "seat-free" } }
        }
    }
}

/// Back to where one came from.
#[component]
fn Back() -> Element {
    let words = use_words();
    rsx! {
        p { Link { to: Route::Door {}, class: "btn btn-quiet", Draw { icon: Icon::Back, turns: true } {words.say("back")} } }
    }
}
