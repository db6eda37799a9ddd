//! One's own devices, and the way for another.

use crate::parts::notice::Refusal;
use crate::screens::frame::CommunityContext;
use crate::seam::use_send;
use crate::tree::{Toast, use_words};
use crate::when::now_ms;
use crate::widgets::field::{Field, text};
use crate::widgets::icon::{Draw, Icon};
use crate::widgets::qr::Qr;
use crate::widgets::sheet::Sheet;
use crate::words::Words;
use dioxus::prelude::*;
use kith_community::charter::Standing;
use kith_community::command::Done;
use kith_community::device;
use kith_community::device::MAX_DEVICE_NAME;
use kith_community::reach::{DeviceRow, ReachView};

/// The devices.
#[component]
pub fn Devices(community: ReadSignal<String>, view: ReachView) -> Element {
    let (words, sender) = (use_words(), use_send());
    // A link, and the devices there were when it was made: it is good for one more.
    let mut link = use_signal(|| None::<(String, Vec<String>)>);
    let mut came = use_signal(|| None::<String>);
    // Asked here and not in its row, which may go before the answer comes.
    let mut leaving = use_signal(|| None::<(String, String)>);
    let CommunityContext(around) = use_context();
    let belongs = around.read().as_ref().is_none_or(|view| view.me.status == Standing::Active);
    let ids: Vec<String> = view.devices.iter().map(|device| device.device.clone()).collect();
    let is_in = came().is_some_and(|came| ids.contains(&came));
    let known = ids.clone();
    let add = move |_| {
        let known = known.clone();
        sender.send(Some(community()), device::Command::Link, move |done| {
            if let Done::Link { link: made } = done {
                came.set(None);
                link.set(Some((made, known)));
            }
        });
    };
    // Its device is in, so the link is done with: a device that is removed later opens no sheet.
    use_effect(use_reactive!(|ids| {
        let new = link.peek().as_ref().and_then(|(_, known)| ids.iter().find(|id| !known.contains(id)).cloned());
        if new.is_some() {
            link.set(None);
            came.set(new);
        }
    }));
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
                    Device { key: "{device.device}", community, device, belongs, remove: move |which| leaving.set(Some(which)) }
                }
            }
            Refusal { sent: sender.sent }
            if is_in {
                p { role: "status", class: "label", {words.say("device-in")} }
            }
        }
        if let Some((device, name)) = leaving() {
            RemoveDevice { community, device, name, close: move |()| leaving.set(None) }
        }
        if let Some((made, _)) = link() {
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

#[component]
fn Device(
    community: ReadSignal<String>,
    device: DeviceRow,
    belongs: bool,
    remove: EventHandler<(String, String)>,
) -> Element {
    let words = use_words();
    let mut names = use_signal(|| false);
    let kind = words.say(if device.this { "device-this" } else { "device-other" });
    let name = if device.name.is_empty() { kind.clone() } else { device.name.clone() };
    let which = (device.device.clone(), name.clone());
    rsx! {
        li { class: "row",
            span { class: "row-icon", Draw { icon: if device.this { Icon::Smartphone } else { Icon::Laptop } } }
            div { class: "row-body",
                h3 { class: "row-title", dir: "auto", "{name}" }
                p { class: "row-text", if !device.name.is_empty() { "{kind}. " } {state(&words, &device)} }
            }
            if belongs {
                div { class: "row-acts",
                    button { class: "btn-icon", r#type: "button", "aria-label": words.with("device-rename", [("name", name.as_str().into())]), onclick: move |_| names.set(true), Draw { icon: Icon::Pencil } }
                    if !device.this {
                        button { class: "btn-icon", r#type: "button", "aria-label": words.with("device-remove", [("name", name.as_str().into())]), onclick: move |_| remove.call(which.clone()), Draw { icon: Icon::Trash } }
                    }
                }
            }
            if names() {
                NameDevice { community, device: device.device.clone(), now: device.name.clone(), close: move |()| names.set(false) }
            }
        }
    }
}

#[component]
fn NameDevice(community: ReadSignal<String>, device: String, now: String, close: EventHandler) -> Element {
    let (words, sender) = (use_words(), use_send());
    let keep = move |event: FormEvent| {
        let command = device::Command::Rename { device: device.clone(), name: text(&event, "name") };
        sender.send(Some(community()), command, move |_| close.call(()));
    };
    rsx! {
        Sheet { id: "device-name", title: words.say("device-name-title"), close,
            form { class: "form", id: "device-name-form", onsubmit: keep,
                Field { form: "device-name", name: "name", label: words.say("device-name"), hint: words.say("device-name-hint"), begin: now, most: MAX_DEVICE_NAME }
                Refusal { sent: sender.sent }
                div { class: "btns",
                    button { class: "btn btn-main", disabled: sender.is_busy(), {words.say("settings-name-keep")} }
                    button { class: "btn", r#type: "button", onclick: move |_| close.call(()), {words.say("not-now")} }
                }
            }
        }
    }
}

#[component]
fn RemoveDevice(community: ReadSignal<String>, device: String, name: String, close: EventHandler) -> Element {
    let (words, sender, toast) = (use_words(), use_send(), use_context::<Toast>());
    let said = words.with("device-removed", [("name", name.as_str().into())]);
    let remove = move |_| {
        let said = said.clone();
        sender.send(Some(community()), device::Command::Remove { device: device.clone() }, move |_| {
            close.call(());
            toast.say(said);
        });
    };
    rsx! {
        Sheet { id: "device-remove", title: words.with("device-remove", [("name", name.into())]), close,
            p { {words.say("device-remove-text")} }
            Refusal { sent: sender.sent }
            div { class: "btns",
                button { class: "btn btn-stop", r#type: "button", disabled: sender.is_busy(), onclick: remove, {words.say("device-remove-go")} }
                button { class: "btn", r#type: "button", onclick: move |_| close.call(()), {words.say("not-now")} }
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
