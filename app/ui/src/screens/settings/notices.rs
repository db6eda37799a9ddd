//! Whether the system tells of what is new while nobody looks, and in which hours it does not.

use super::Choice;
use crate::parts::notice::Refusal;
use crate::seam::use_send;
use crate::tree::use_words;
use dioxus::prelude::*;
use kith_community::home;
use kith_community::settings::{Notices, Settings};

/// The choice, and the quiet hours.
#[component]
pub fn Told(settings: Settings) -> Element {
    let (words, sender) = (use_words(), use_send());
    let set = move |settings: Settings| sender.manage(home::Command::Set { settings }, |_| ());
    let (now, from, until) = (settings.notices, settings.quiet_from, settings.quiet_until);
    let (chosen, begins, ends) = (settings.clone(), settings.clone(), settings);
    rsx! {
        section { class: "slip", "aria-labelledby": "s-notices",
            h2 { id: "s-notices", class: "slip-title", {words.say("settings-notices")} }
            Choice { name: "notices", legend: words.say("settings-notices-when"), now,
                all: vec![(Notices::Given, "notices-given"), (Notices::None, "notices-none")],
                choose: move |notices| set(Settings { notices, ..chosen.clone() }) }
            if now == Notices::Given {
                Allowed {}
            }
            div { class: "hours",
                Hour { name: "quiet-from", label: words.say("settings-quiet-from"), now: from,
                    choose: move |from| set(Settings { quiet_from: from, quiet_until: begins.quiet_until.or(from.map(|_| 7)), ..begins.clone() }) }
                Hour { name: "quiet-until", label: words.say("settings-quiet-until"), now: until,
                    choose: move |until| set(Settings { quiet_until: until, quiet_from: ends.quiet_from.or(until.map(|_| 22)), ..ends.clone() }) }
            }
            p { class: "label quiet", {words.say("settings-quiet-hint")} }
            Refusal { sent: sender.sent }
        }
    }
}

/// What the browser says to it, as the page has heard: what is wished is not yet what is done.
#[component]
fn Allowed() -> Element {
    let words = use_words();
    rsx! {
        div { class: "only-asks stack-s", role: "status",
            p { class: "label", {words.say("notices-unasked")} }
            button { class: "btn", r#type: "button", "data-tells": true, {words.say("notices-let")} }
        }
        p { class: "only-granted label quiet", role: "status", {words.say("notices-granted")} }
        p { class: "only-denied label", role: "status", {words.say("notices-denied")} }
        p { class: "only-unable label", role: "status", {words.say("notices-unable")} }
    }
}

/// An hour of the day, or none.
#[component]
fn Hour(name: &'static str, label: String, now: Option<u8>, choose: EventHandler<Option<u8>>) -> Element {
    let words = use_words();
    rsx! {
        p { class: "field",
            label { class: "field-label", r#for: name, "{label}" }
            select { class: "input", id: name, onchange: move |event| choose.call(event.value().parse().ok()),
                option { value: "", selected: now.is_none(), {words.say("settings-quiet-never")} }
                for hour in 0..24_u8 {
                    option { key: "{hour}", value: "{hour}", selected: now == Some(hour), "{hour}:00" }
                }
            }
        }
    }
}
