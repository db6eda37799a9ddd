//! How Kith looks and speaks on this device, what one is called here, and the way out.

mod customs;
mod notices;

use crate::parts::notice::Refusal;
use crate::route::Route;
use crate::screens::frame::{CommunityContext, StandingBanner};
use crate::seam::{Seen, use_send, use_view};
use crate::tree::{Toast, use_words};
use crate::widgets::face::{Face, Size};
use crate::widgets::field::{Field, text};
use crate::widgets::icon::{Draw, EMBLEMS, Icon};
use crate::widgets::notice::Waits;
use crate::widgets::sheet::Sheet;
use crate::words::LANGUAGES;
use customs::HowWeTalk;
use dioxus::prelude::*;
use kith_community::charter::Standing;
use kith_community::home::SettingsQuery;
use kith_community::profile::MAX_NAME;
use kith_community::settings::{Enter, Letters, Light, Movement, Settings, TextSize};
use kith_community::{charter, community, home, profile};
use notices::Told;

/// Settings.
#[component]
pub fn SettingsScreen(community: ReadSignal<String>) -> Element {
    let seen = use_view(|| None, || SettingsQuery);
    rsx! {
        main { class: "main page", id: "main", tabindex: "-1",
            div { class: "flow settings",
                StandingBanner {}
                match &*seen.read() {
                    Seen::Here(settings) => rsx! {
                        Me { community }
                        Language { settings: settings.clone() }
                        Reading { settings: settings.clone() }
                        Writing { settings: settings.clone() }
                        Told { settings: settings.clone() }
                        HowWeTalk { community }
                        Leave { community }
                    },
                    other => rsx! { Waits { why: other.why() } },
                }
            }
            aside { class: "flow aside", About { community } }
        }
    }
}

#[component]
fn Me(community: ReadSignal<String>) -> Element {
    let (words, sender, toast) = (use_words(), use_send(), use_context::<Toast>());
    let CommunityContext(around) = use_context();
    let Some(around) = around() else {
        return rsx! {};
    };
    let said = words.clone();
    let rename = move |event: FormEvent| {
        let said = said.clone();
        sender.send(Some(community()), profile::Command::Rename { name: text(&event, "name") }, move |_| {
            toast.say(said.say("settings-named"));
        });
    };
    let writes = around.may.write;
    rsx! {
        section { class: "slip", "aria-labelledby": "s-me",
            h2 { id: "s-me", class: "slip-title", {words.say("settings-me")} }
            div { class: "who",
                Face { person: around.me.person.clone(), name: around.me.name.clone(), size: Size::Huge }
                p { class: "label quiet",
                    if around.me.name != around.me.chosen { {words.with("settings-alike", [("name", around.me.name.as_str().into())])} " " }
                    {words.say("settings-face")}
                }
            }
            if writes {
                form { class: "form", id: "me-form", onsubmit: rename,
                    Field { form: "me", name: "name", label: words.say("settings-name"), begin: around.me.chosen.clone(), fill: "nickname", most: MAX_NAME }
                    Refusal { sent: sender.sent }
                    div { class: "btns", button { class: "btn", disabled: sender.is_busy(), {words.say("settings-name-keep")} } }
                }
                Emblem { community, now: around.emblems.get(&around.me.person).cloned().unwrap_or_default() }
            }
            if around.may.choose {
                Community { community, name: around.name.clone() }
            }
        }
    }
}

/// What one's face bears.
#[component]
fn Emblem(community: ReadSignal<String>, now: String) -> Element {
    let (words, sender, toast) = (use_words(), use_send(), use_context::<Toast>());
    let said = words.clone();
    let bear = move |event: FormEvent| {
        let said = said.clone();
        sender.send(Some(community()), profile::Command::Emblem { emblem: text(&event, "emblem") }, move |_| {
            toast.say(said.say("settings-emblem-kept"));
        });
    };
    rsx! {
        form { class: "form", id: "emblem-form", onsubmit: bear,
            fieldset { class: "field",
                legend { class: "field-label", {words.say("settings-emblem")} }
                div { class: "set set-emblems",
                    label {
                        input { r#type: "radio", name: "emblem", value: "", initial_checked: now.is_empty() }
                        {words.say("emblem-none")}
                    }
                    for (emblem, icon) in EMBLEMS {
                        label { key: "{emblem}",
                            input { r#type: "radio", name: "emblem", value: emblem, initial_checked: now == emblem }
                            Draw { icon }
                            span { class: "sr", {words.say(&format!("emblem-{emblem}"))} }
                        }
                    }
                }
            }
            Refusal { sent: sender.sent }
            div { class: "btns", button { class: "btn", disabled: sender.is_busy(), {words.say("settings-emblem-keep")} } }
        }
    }
}

#[component]
fn Community(community: ReadSignal<String>, name: String) -> Element {
    let (words, sender, toast) = (use_words(), use_send(), use_context::<Toast>());
    let said = words.clone();
    let rename = move |event: FormEvent| {
        let said = said.clone();
        sender.send(Some(community()), community::Command::Rename { name: text(&event, "name") }, move |_| {
            toast.say(said.say("settings-named"));
        });
    };
    rsx! {
        form { class: "form", id: "community-form", onsubmit: rename,
            Field { form: "community", name: "name", label: words.say("settings-community"), hint: words.say("settings-community-hint"), begin: name, most: MAX_NAME }
            Refusal { sent: sender.sent }
            div { class: "btns", button { class: "btn", disabled: sender.is_busy(), {words.say("settings-name-keep")} } }
        }
    }
}

#[component]
fn Language(settings: Settings) -> Element {
    let (words, sender) = (use_words(), use_send());
    let chosen = settings.language.clone().unwrap_or_default();
    let change = move |event: FormEvent| {
        let language = Some(event.value()).filter(|code| !code.is_empty());
        sender.manage(home::Command::Set { settings: Settings { language, ..settings.clone() } }, |_| ());
    };
    rsx! {
        section { class: "slip", "aria-labelledby": "s-language",
            h2 { id: "s-language", class: "slip-title", {words.say("settings-language")} }
            div { class: "field",
                label { r#for: "language", {words.say("settings-speaks")} }
                select { class: "input", id: "language", onchange: change,
                    option { value: "", selected: chosen.is_empty(), {words.say("settings-as-device")} }
                    for language in &LANGUAGES {
                        option { key: "{language.code}", value: language.code, lang: language.code, selected: chosen == language.code, {language.name} }
                    }
                }
            }
            Refusal { sent: sender.sent }
        }
    }
}

#[component]
fn Reading(settings: Settings) -> Element {
    let (words, sender) = (use_words(), use_send());
    let set = move |settings: Settings| sender.manage(home::Command::Set { settings }, |_| ());
    let sizes = [
        (TextSize::Normal, "text-normal"),
        (TextSize::Large, "text-large"),
        (TextSize::Larger, "text-larger"),
        (TextSize::Largest, "text-largest"),
    ];
    let (text, letters, light, movement) = (settings.clone(), settings.clone(), settings.clone(), settings.clone());
    rsx! {
        section { class: "slip", "aria-labelledby": "s-reading",
            h2 { id: "s-reading", class: "slip-title", {words.say("settings-reading")} }
            p { class: "size-demo", {words.say("settings-sample")} }
            Choice { name: "text", legend: words.say("settings-text"), joined: true, now: settings.text, all: sizes.to_vec(),
                choose: move |text| set(Settings { text, ..letters.clone() }) }
            Choice { name: "letters", legend: words.say("settings-letters"), now: settings.letters,
                all: vec![(Letters::Book, "letters-book"), (Letters::Plain, "letters-plain")],
                choose: move |letters| set(Settings { letters, ..text.clone() }) }
            Choice { name: "light", legend: words.say("settings-light"), now: settings.light,
                all: vec![(Light::Device, "light-device"), (Light::Day, "light-day"), (Light::Dusk, "light-dusk")],
                choose: move |light| set(Settings { light, ..movement.clone() }) }
            Choice { name: "movement", legend: words.say("settings-movement"), now: settings.movement,
                all: vec![(Movement::Gentle, "movement-gentle"), (Movement::None, "movement-none")],
                choose: move |movement| set(Settings { movement, ..light.clone() }) }
            Refusal { sent: sender.sent }
        }
    }
}

#[component]
fn Writing(settings: Settings) -> Element {
    let (words, sender) = (use_words(), use_send());
    let now = settings.enter;
    let set =
        move |enter| sender.manage(home::Command::Set { settings: Settings { enter, ..settings.clone() } }, |_| ());
    rsx! {
        section { class: "slip", "aria-labelledby": "s-writing",
            h2 { id: "s-writing", class: "slip-title", {words.say("settings-writing")} }
            Choice { name: "enter", legend: words.say("settings-enter"), now,
                all: vec![(Enter::Device, "enter-device"), (Enter::Send, "enter-send"), (Enter::Line, "enter-line")],
                choose: set }
            p { class: "label quiet", {words.say("settings-enter-hint")} }
            Refusal { sent: sender.sent }
        }
    }
}

/// A few choices, one of them one's own.
#[component]
fn Choice<T: Copy + PartialEq + 'static>(
    name: &'static str,
    legend: String,
    #[props(default)] joined: bool,
    now: T,
    all: Vec<(T, &'static str)>,
    choose: EventHandler<T>,
) -> Element {
    let words = use_words();
    rsx! {
        fieldset { class: "field",
            legend { class: "field-label", "{legend}" }
            div { class: "set", class: if joined { "set-joined" },
                for (one, key) in all {
                    label { key: "{key}",
                        input { r#type: "radio", name, value: key, checked: one == now, onchange: move |_| choose.call(one) }
                        {words.say(key)}
                    }
                }
            }
        }
    }
}

#[component]
fn Leave(community: ReadSignal<String>) -> Element {
    let (words, sender) = (use_words(), use_send());
    let mut asked = use_signal(|| false);
    let CommunityContext(around) = use_context();
    let Some(around) = around() else {
        return rsx! {};
    };
    if !matches!(around.me.status, Standing::Active | Standing::Waiting) {
        return rsx! { TakeAway { community, name: around.name, left: around.me.status == Standing::Left } };
    }
    let leave = move |_| {
        sender.send(Some(community()), charter::Command::Leave, move |_| {
            asked.set(false);
            navigator().push(Route::Today { community: community() });
        });
    };
    let title = words.with("leave-title", [("name", around.name.into())]);
    rsx! {
        section { class: "slip", "aria-labelledby": "s-leave",
            h2 { id: "s-leave", class: "slip-title", {words.say("settings-leave")} }
            div { class: "btns",
                button { class: "btn btn-stop", r#type: "button", onclick: move |_| asked.set(true), Draw { icon: Icon::Leave, turns: true } "{title}" }
            }
        }
        if asked() {
            Sheet { id: "leave", title: "{title}", close: move |()| asked.set(false),
                p { {words.say("leave-text")} }
                Refusal { sent: sender.sent }
                div { class: "btns",
                    button { class: "btn btn-stop", r#type: "button", disabled: sender.is_busy(), onclick: leave, {words.say("leave-go")} }
                    button { class: "btn", r#type: "button", onclick: move |_| asked.set(false), {words.say("leave-stay")} }
                }
            }
        }
    }
}

/// For who does not belong any more: what is still here can go.
#[component]
fn TakeAway(community: ReadSignal<String>, name: String, left: bool) -> Element {
    let (words, sender) = (use_words(), use_send());
    let mut asked = use_signal(|| false);
    let take = move |_| {
        sender.manage(home::Command::Forget { community: Some(community()) }, move |_| {
            navigator().replace(Route::Door {});
        });
    };
    let title = words.with("forget-title", [("name", words.community(&name).into())]);
    rsx! {
        section { class: "slip", "aria-labelledby": "s-forget",
            h2 { id: "s-forget", class: "slip-title", {words.say("settings-forget")} }
            p { class: "label", {words.say("forget-why")} }
            div { class: "btns",
                button { class: "btn btn-stop", r#type: "button", onclick: move |_| asked.set(true), Draw { icon: Icon::Trash } {words.say("forget-go")} }
            }
        }
        if asked() {
            Sheet { id: "forget", title: "{title}", close: move |()| asked.set(false),
                p { {words.say("forget-text")} }
                if left { p { {words.say("forget-unheard")} } }
                Refusal { sent: sender.sent }
                div { class: "btns",
                    button { class: "btn btn-stop", r#type: "button", disabled: sender.is_busy(), onclick: take, {words.say("forget-go")} }
                    button { class: "btn", r#type: "button", onclick: move |_| asked.set(false), {words.say("not-now")} }
                }
            }
        }
    }
}

#[component]
fn About(community: ReadSignal<String>) -> Element {
    let words = use_words();
    rsx! {
        section { "aria-labelledby": "s-about",
            div { class: "head", h2 { id: "s-about", {words.say("settings-about")} } }
            dl { class: "facts facts-narrow",
                div { dt { "Kith" } dd { {words.with("settings-version", [("version", env!("CARGO_PKG_VERSION").into())])} } }
                div { dt { {words.say("settings-data")} } dd { {words.say("settings-data-text")} div { class: "btns", Link { to: Route::Reach { community: community() }, class: "btn btn-small", {words.say("nav-reach")} } } } }
                div { dt { {words.say("settings-decided")} } dd { {words.say("settings-decided-text")} div { class: "btns", Link { to: Route::Decided { community: community() }, class: "btn btn-small", {words.say("decided-title")} } } } }
                div { dt { {words.say("settings-safety")} } dd { {words.say("settings-safety-text")} } }
            }
        }
    }
}
