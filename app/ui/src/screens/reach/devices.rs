//! One's own devices, and the way for another.

use crate::screens::frame::Around;
use crate::seam::use_send;
use crate::tree::use_words;
use crate::when::now_ms;
use crate::widgets::icon::{Draw, Icon};
use crate::widgets::notice::Refusal;
use crate::widgets::qr::Qr;
use crate::widgets::sheet::Sheet;
use crate::words::Words;
use dioxus::prelude::*;
use kith_community::command::{Command, Done};
use kith_community::query::{DeviceRow, ReachView, Standing};

/// The devices.
#[component]
pub fn Devices(community: ReadSignal<String>, view: ReachView) -> Element {
    let (words, sender) = (use_words(), use_send());
    // A link, and how many devices there were when it was made: it is good for one more.
    let mut link = use_signal(|| None::<(String, usize)>);
    let Around(around) = use_context();
    let belongs = around.read().as_ref().is_none_or(|view| view.me.status == Standing::Active);
    let count = view.devices.len();
    let add = move |_| {
        sender.send(Some(community()), Command::DeviceLink, move |done| {
            if let Done::Link { link: made } = done {
                link.set(Some((made, count)));
            }
        });
    };
    rsx! {
        section { "aria-labelledby": "devices",
            div { class: "head",
                h2 { id: "devices", {words.say("devices-title")} }
                if belongs {
                    button { class: "link-act head-act", r#type: "button", onclick: add, {words.say("devices-add")} }
                }
            }
            ul { class: "rows",
                for device in view.devices {
                    li { key: "{device.device}", class: "row",
                        span { class: "row-icon", Draw { icon: if device.this { Icon::Smartphone } else { Icon::Laptop } } }
                        div { class: "row-body",
                            h3 { class: "row-title", if device.this { {words.say("device-this")} } else { {words.say("device-other")} } }
                            p { class: "row-text", {state(&words, &device)} }
                        }
                    }
                }
            }
            Refusal { sent: sender.sent }
            if link().is_some_and(|(_, before)| count > before) {
                p { role: "status", class: "label", {words.say("device-in")} }
            }
        }
        if let Some((made, _)) = link().filter(|(_, before)| count <= *before) {
            Sheet { id: "device-link", title: words.say("devices-add"), close: move |()| link.set(None),
                p { {words.say("device-link-text")} }
                p { class: "label", b { {words.say("device-link-care")} } }
                Qr { link: made.clone() }
                label { class: "sr", r#for: "device-link-words", {words.say("device-link-field")} }
                textarea { id: "device-link-words", class: "input link-text", readonly: true, rows: "3", dir: "ltr", initial_value: "{made}" }
                div { class: "btns",
                    button { class: "btn", r#type: "button", "data-copy": "device-link-words", Draw { icon: Icon::Copy } {words.say("copy")} }
                }
            }
        }
    }
}

fn state(words: &Words, device: &DeviceRow) -> String {
    match (device.this, device.connected, device.last_heard) {
        (true, ..) => words.say("device-this-text"),
        (_, true, _) => words.say("device-connected"),
        (_, _, heard) => words.heard(now_ms(), heard),
    }
}
