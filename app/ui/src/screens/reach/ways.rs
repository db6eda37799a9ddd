//! Which ways lead out of this device, and whether they are open.

use crate::parts::notice::Refusal;
use crate::screens::frame::CommunityContext;
use crate::seam::{Seen, use_send, use_view};
use crate::tree::use_words;
use crate::widgets::icon::{Draw, Icon};
use crate::words::Words;
use dioxus::prelude::*;
use kith_community::charter::PersonName;
use kith_community::home;
use kith_community::home::SettingsQuery;
use kith_community::reach::ReachView;
use kith_community::settings::Network;

/// The ways.
#[component]
pub fn Ways(view: ReachView) -> Element {
    let words = use_words();
    let CommunityContext(around) = use_context();
    let me = around.read().as_ref().map(|around| around.me.person.clone()).unwrap_or_default();
    let near = connected(&words, &view.connected, &me);
    let (wifi, internet) = (view.network != Network::Off, view.network == Network::Online);
    rsx! {
        section { "aria-labelledby": "ways",
            div { class: "head", h2 { id: "ways", {words.say("ways-title")} } p { {near} } }
            ul { class: "rows",
                if view.network == Network::Loopback {
                    Way { icon: Icon::Laptop, title: words.say("way-machine"), text: words.say("way-machine-text"), open: true }
                } else {
                    Way { icon: if wifi { Icon::Wifi } else { Icon::WifiOff }, title: words.say("way-wifi"), text: words.say(if wifi { "way-wifi-text" } else { "way-off-text" }), open: wifi }
                    Way { icon: Icon::Globe, title: words.say("way-internet"), text: words.say(if internet { "way-internet-text" } else { "way-off-text" }), open: internet }
                }
            }
            Choose { network: view.network, fixed: view.fixed }
            p { class: "faint", {words.with("data-used", [("in", size(&words, view.bytes_in).into()), ("out", size(&words, view.bytes_out).into())])} }
        }
    }
}

/// Who is connected; of oneself, that it is oneself.
fn connected(words: &Words, people: &[PersonName], me: &str) -> String {
    let mut near: Vec<&PersonName> = people.iter().filter(|who| !who.name.is_empty()).collect();
    near.sort_by(|one, other| words.compare(&one.name, &other.name).then(one.person.cmp(&other.person)));
    near.dedup_by_key(|who| &who.person);
    if near.is_empty() {
        return words.say("ways-nobody");
    }
    let you = words.say("post-you");
    let names: Vec<String> = near
        .iter()
        .map(|who| format!("\u{2068}{}\u{2069}{}", who.name, if who.person == me { &you } else { "" }))
        .collect();
    words.with("ways-near", [("names", words.list(names.iter().map(String::as_str)).into())])
}

/// Bytes, in the unit that leaves a small number.
fn size(words: &Words, bytes: u64) -> String {
    match bytes {
        ..10_000 => words.with("size-kb", [("size", bytes.div_ceil(1_000).into())]),
        10_000..1_000_000 => words.with("size-kb", [("size", (bytes / 1_000).into())]),
        _ => words.with("size-mb", [("size", (bytes / 1_000_000).into())]),
    }
}

#[component]
fn Way(icon: Icon, title: String, text: String, open: bool) -> Element {
    let words = use_words();
    rsx! {
        li { class: "row route", "data-state": if open { "on" } else { "off" },
            Draw { icon }
            div { class: "row-body", h3 { class: "row-title", "{title}" } p { class: "row-text", "{text}" } }
            span { class: "badge", "data-dye": if open { "leaf" }, if open { {words.say("way-open")} } else { {words.say("way-closed")} } }
        }
    }
}

/// Which networks may be used.
#[component]
fn Choose(network: Network, fixed: bool) -> Element {
    let (words, sender) = (use_words(), use_send());
    let settings = use_view(|| None, || SettingsQuery);
    if fixed {
        return rsx! { p { class: "label quiet", {words.say("network-fixed")} } };
    }
    let choose = move |network: Network| {
        if let Seen::Here(settings) = &*settings.peek() {
            let settings = kith_community::settings::Settings { network, ..settings.clone() };
            sender.manage(home::Command::Set { settings }, |_| ());
        }
    };
    rsx! {
        fieldset { class: "field",
            legend { class: "field-label", {words.say("network-legend")} }
            div { class: "set",
                for (one, key) in [(Network::Online, "network-online"), (Network::Lan, "network-lan"), (Network::Off, "network-off")] {
                    label { key: "{key}",
                        input { r#type: "radio", name: "network", value: key, checked: network == one, onchange: move |_| choose(one) }
                        {words.say(key)}
                    }
                }
            }
        }
        if sender.is_busy() { p { role: "status", class: "quiet label", {words.say("network-changing")} } }
        Refusal { sent: sender.sent }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_of_ones_own_is_said_to_be_ones_own() {
        let words = Words::of("en");
        let near = |person: &str, name: &str| PersonName { person: person.to_owned(), name: name.to_owned() };
        let people = [near("b", "Bola"), near("a", "Ada"), near("a", "Ada"), near("c", "")];
        assert_eq!(
            connected(&words, &people, "a"),
            "Connected now: \u{2068}\u{2068}Ada\u{2069} (you) and \u{2068}Bola\u{2069}\u{2069}."
        );
        assert_eq!(connected(&words, &people[3..], "a"), words.say("ways-nobody"));
    }

    #[test]
    fn a_size_is_never_said_smaller_than_nothing() {
        let words = Words::of("en");
        for (bytes, said) in [(0, "0 KB"), (1, "1 KB"), (12_345, "12 KB"), (2_500_000, "2 MB")] {
            assert_eq!(size(&words, bytes), said);
        }
    }
}
