//! Starting a community: a name for it, a name for oneself, and no network.

use super::{Back, DoorFrame};
use crate::parts::notice::Refusal;
use crate::route::Route;
use crate::seam::use_send;
use crate::tree::use_words;
use crate::widgets::field::{Field, text};
use dioxus::prelude::*;
use kith_community::command::Done;
use kith_community::home;
use kith_community::profile::MAX_NAME;

/// A form for a new community.
#[component]
pub fn Start() -> Element {
    let (words, sender) = (use_words(), use_send());
    let channel = words.say("channel-first");
    let start = move |event: FormEvent| {
        let command =
            home::Command::New { name: text(&event, "name"), me: text(&event, "me"), channel: Some(channel.clone()) };
        sender.manage(command, |done| {
            if let Done::Community { community, .. } = done {
                navigator().replace(Route::Today { community });
            }
        });
    };
    rsx! {
        DoorFrame {
            section { class: "door-main view", "aria-labelledby": "start-title",
                Back {}
                div { class: "stack",
                    h1 { id: "start-title", tabindex: "-1", "data-focus": true, {words.say("door-start")} }
                    p { class: "quiet", {words.say("start-text")} }
                }
                form { class: "form", id: "start-form", onsubmit: start,
                    Field { form: "start", name: "name", label: words.say("start-name"), hint: words.say("start-name-hint"), most: MAX_NAME }
                    Field { form: "start", name: "me", label: words.say("start-me"), hint: words.say("start-me-hint"), fill: "nickname", most: MAX_NAME }
                    Refusal { sent: sender.sent }
                    button { class: "btn btn-main btn-wide", disabled: sender.is_busy(), {words.say("start-go")} }
                }
            }
        }
    }
}
