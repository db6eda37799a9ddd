//! A person's card: who they are here, how far one's words have got with them, and what one may do.

use super::{is_new, role_key, standing};
use crate::parts::notice::Refusal;
use crate::route::Route;
use crate::screens::frame::{CommunityContext, is_silent};
use crate::seam::{Seen, use_send, use_view};
use crate::tree::{Intent, Toast, Wish, use_words};
use crate::when::now_ms;
use crate::widgets::face::{Face, Size};
use crate::widgets::field::{Field, Kind, text};
use crate::widgets::icon::{Draw, Icon};
use crate::widgets::name::Name;
use crate::widgets::notice::Waits;
use crate::widgets::sheet::Sheet;
use crate::words::Words;
use dioxus::prelude::*;
use kith_community::charter::{Permission, PersonQuery, PersonView, Standing};
use kith_community::command::{Done, Role};
use kith_community::local::Muted;
use kith_community::{charter, local};

/// Most letters of a reason: also in scripts of three bytes a letter it can be kept.
const MAX_REASON: usize = 600;

/// A person.
#[component]
pub fn Person(community: ReadSignal<String>, person: ReadSignal<String>) -> Element {
    let words = use_words();
    let seen = use_view(move || Some(community()), move || PersonQuery { person: person() });
    rsx! {
        section { class: "pane pane-one", "aria-label": words.say("people-person"),
            div { class: "column flow",
                match &*seen.read() {
                    Seen::Here(view) => rsx! { Card { community, view: view.clone() } },
                    other => rsx! { Waits { why: other.why() } },
                }
            }
        }
    }
}

#[component]
fn Card(community: ReadSignal<String>, view: PersonView) -> Element {
    let words = use_words();
    rsx! {
        header { class: "stack",
            div { class: "who",
                Face { person: view.row.person.clone(), name: view.row.name.clone(), size: Size::Huge }
                div { class: "stack-s",
                    h2 { tabindex: "-1", "data-focus": true, Name { name: view.row.name.clone(), whole: true } }
                    p { class: "quiet label", {standing(&words, &view.row)} if view.row.me { {words.say("post-you")} } }
                }
            }
            if !view.row.versions.is_empty() {
                p { class: "label", span { class: "versions", Draw { icon: Icon::Split, small: true } {words.say("two-versions")} } " "
                    {words.with("person-names", [("names", words.list(view.row.versions.iter().map(String::as_str)).into())])}
                }
            }
            // Who has begun a topic is answered there.
            if !view.row.me && view.topics.is_empty() && is_new(&view.row, now_ms()) {
                Hello { community, name: view.row.name.clone() }
            }
            // Who is gone writes nothing.
            if !view.row.me && (view.muted || !matches!(view.row.status, Standing::Removed | Standing::Left)) {
                Mute { community, person: view.row.person.clone(), muted: view.muted }
            }
            if view.row.me {
                div { class: "btns", Link { to: Route::SettingsScreen { community: community() }, class: "btn", Draw { icon: Icon::Pencil } {words.say("person-rename")} } }
            }
            for asks in view.asked.clone() {
                div { key: "{asks.by}", class: "banner", "data-dye": "edo", Draw { icon: if asks.rises { Icon::UserPlus } else { Icon::UserX } }
                    div { b { {words.with(if asks.rises { "person-asked-raise" } else { "person-asked" }, [("name", asks.by.as_str().into())])} } {words.say("person-asked-text")}
                        if !asks.why.is_empty() { p { class: "voice", dir: "auto", "“{asks.why}”" } }
                    }
                }
            }
            if let Some(removed) = &view.removed {
                div { class: "banner", "data-dye": "camwood", Draw { icon: Icon::UserX }
                    div { b { {words.with("person-removed", [("name", removed.by.as_str().into())])} }
                        if removed.why.is_empty() { {words.say("person-removed-silent")} } else { span { class: "voice", dir: "auto", "{removed.why}" } }
                    }
                }
            }
        }
        Facts { view: view.clone() }
        if !view.topics.is_empty() {
            section { "aria-labelledby": "with",
                div { class: "head", h3 { id: "with", {words.say("person-topics")} } }
                ul { class: "rows",
                    for topic in view.topics.clone() {
                        li { key: "{topic.topic}", class: "row topic",
                            div { class: "row-body",
                                h4 { class: "row-title",
                                    Link { to: Route::Topic { community: community(), topic: topic.topic.clone() }, class: "row-link", span { class: "clamp-2", dir: "auto", {words.title(&topic.title)} } }
                                }
                            }
                            div { class: "row-side", time { {words.when(now_ms(), topic.time_ms)} } }
                        }
                    }
                }
            }
        }
        if !view.may.is_empty() {
            Deeds { community, view }
        }
    }
}

#[component]
fn Facts(view: PersonView) -> Element {
    let words = use_words();
    let heard = if view.connected { words.say("device-connected") } else { words.heard(now_ms(), view.last_heard) };
    let CommunityContext(around) = use_context();
    let silent = around.read().as_ref().is_some_and(|around| is_silent(around.reach));
    let reach = match view.lacks {
        0 if silent => words.say("person-silent"),
        0 => words.say("person-has-all"),
        lacks => words.with("person-lacks", [("count", lacks.into())]),
    };
    rsx! {
        dl { class: "facts",
            if let Some(by) = &view.let_in_by {
                div { dt { {words.say("person-came")} } dd { dir: "auto", {words.with("person-let-in", [("name", by.as_str().into())])} } }
            } else {
                div { dt { {words.say("person-came")} } dd { {words.say("person-founded")} } }
            }
            if !view.row.me {
                div { dt { {words.say("person-heard")} } dd { "{heard}" } }
                div { dt { {words.say("person-reach")} } dd { "{reach}" } }
            }
            div { dt { {words.say("person-devices")} } dd { {words.with("devices-count", [("count", view.row.devices.into())])} } }
        }
    }
}

/// Greets who has just come.
#[component]
fn Hello(community: ReadSignal<String>, name: String) -> Element {
    let (words, intent, around) = (use_words(), use_context::<Intent>(), use_context::<CommunityContext>());
    if !around.may_write() {
        return rsx! {};
    }
    rsx! {
        p { class: "label", {words.say("today-joined-text")} }
        div { class: "btns",
            Link { to: Route::NewTopic { community: community() }, class: "btn",
                onclick: move |_| intent.wish(Wish::Welcome(name.clone())),
                Draw { icon: Icon::SquarePen } {words.say("greeting-hello")}
            }
        }
    }
}

/// Has this device tell nothing of what somebody writes, or tell of it again.
#[component]
fn Mute(community: ReadSignal<String>, person: String, muted: bool) -> Element {
    let (words, sender, toast) = (use_words(), use_send(), use_context::<Toast>());
    let said = words.clone();
    let mute = move |_| {
        let (said, what) = (said.clone(), Muted::Person(person.clone()));
        sender.send(Some(community()), local::Command::Mute { what, muted: !muted }, move |_| {
            toast.say(said.say(if muted { "unmuted-now" } else { "muted-now" }));
        });
    };
    rsx! {
        div { class: "btns",
            button { class: "btn btn-quiet", r#type: "button", onclick: mute, Draw { icon: Icon::Ear }
                {words.say(if muted { "unmute-person" } else { "mute-person" })}
            }
        }
        Refusal { sent: sender.sent }
    }
}

/// What is being asked before it is done.
#[derive(Clone, Copy, PartialEq)]
enum Asked {
    Nothing,
    Remove,
    Role(Role),
}

#[component]
fn Deeds(community: ReadSignal<String>, view: PersonView) -> Element {
    let (words, sender, toast) = (use_words(), use_send(), use_context::<Toast>());
    let mut asked = use_signal(|| Asked::Nothing);
    let name = words.person(&view.row.name);
    let (person, said, called) = (view.row.person.clone(), words.clone(), name.clone());
    let restore = move |_| {
        let (said, called) = (said.clone(), called.clone());
        sender.send(Some(community()), charter::Command::Restore { person: person.clone() }, move |_| {
            toast.say(said.with("person-now-in", [("name", called.into())]));
        });
    };
    rsx! {
        section { "aria-labelledby": "deeds",
            div { class: "head", h3 { id: "deeds", {words.say("person-deeds")} } p { {words.say("person-deeds-text")} } }
            div { class: "btns",
                for deed in view.may.clone() {
                    match deed {
                        Permission::Restore => rsx! { button { class: "btn btn-main", r#type: "button", onclick: restore.clone(), {words.say(if view.removed.is_some() { "person-bring-back" } else { "person-restore" })} } },
                        Permission::Role(role) => rsx! { button { class: "btn", r#type: "button", onclick: move |_| asked.set(Asked::Role(role)), {make_words(&words, role)} } },
                        Permission::Remove => rsx! { button { class: "btn btn-stop", r#type: "button", onclick: move |_| asked.set(Asked::Remove), Draw { icon: Icon::UserX } {words.say("person-remove")} } },
                    }
                }
            }
            Refusal { sent: sender.sent }
        }
        match asked() {
            Asked::Nothing => rsx! {},
            Asked::Remove => rsx! { Remove { community, person: view.row.person.clone(), name, close: move |()| asked.set(Asked::Nothing) } },
            Asked::Role(role) => rsx! { GiveRole { community, person: view.row.person.clone(), name, role, close: move |()| asked.set(Asked::Nothing) } },
        }
    }
}

fn make_words(words: &Words, role: Role) -> String {
    words.with("person-make", [("role", role_key(role).into())])
}

/// Asks why first, then once more whether: who is removed reads the reason.
#[component]
fn Remove(community: ReadSignal<String>, person: String, name: String, close: EventHandler) -> Element {
    let (words, sender, toast) = (use_words(), use_send(), use_context::<Toast>());
    let (mut why, mut sure) = (use_signal(String::new), use_signal(|| false));
    let (said, called) = (words.clone(), name.clone());
    let remove = move |_| {
        let (said, called) = (said.clone(), called.clone());
        let command = charter::Command::Remove { person: person.clone(), why: Some(why()) };
        sender.send(Some(community()), command, move |done| {
            close.call(());
            let key = if was_asked(&done) { "person-now-asked" } else { "person-now-removed" };
            toast.say(said.with(key, [("name", called.into())]));
        });
    };
    let reason = move |event: FormEvent| {
        why.set(text(&event, "why"));
        sure.set(!why.peek().trim().is_empty());
    };
    rsx! {
        Sheet { id: "remove", title: words.with("remove-title", [("name", name.clone().into())]), close,
            if sure() {
                p { {words.say("remove-text")} }
                p { class: "label", {words.with("remove-reads", [("name", name.into())])} }
                blockquote { class: "voice", dir: "auto", "{why}" }
                Refusal { sent: sender.sent }
                div { class: "btns",
                    button { class: "btn btn-stop", r#type: "button", disabled: sender.is_busy(), onclick: remove, {words.say("person-remove")} }
                    button { class: "btn", r#type: "button", onclick: move |_| sure.set(false), {words.say("remove-back")} }
                }
            } else {
                form { class: "form", id: "remove-form", onsubmit: reason,
                    Field { form: "remove", name: "why", label: words.say("remove-why"), hint: words.say("remove-why-hint"), kind: Kind::Lines, begin: why(), most: MAX_REASON }
                    div { class: "btns",
                        button { class: "btn btn-main", {words.say("remove-next")} }
                        button { class: "btn", r#type: "button", onclick: move |_| close.call(()), {words.say("not-now")} }
                    }
                }
            }
        }
    }
}

/// Whether it holds only once a second organiser asks too.
fn was_asked(done: &Done) -> bool {
    matches!(done, Done::Person { asked: true, .. })
}

#[component]
fn GiveRole(community: ReadSignal<String>, person: String, name: String, role: Role, close: EventHandler) -> Element {
    let (words, sender, toast) = (use_words(), use_send(), use_context::<Toast>());
    let (said, called) = (words.clone(), name.clone());
    let give = move |_| {
        let (said, called) = (said.clone(), called.clone());
        sender.send(Some(community()), charter::Command::SetRole { person: person.clone(), role }, move |done| {
            close.call(());
            let key = if was_asked(&done) { "person-now-asked" } else { "person-now-role" };
            toast.say(said.with(key, [("name", called.into()), ("role", role_key(role).into())]));
        });
    };
    let what = words.with("role-means", [("role", role_key(role).into())]);
    rsx! {
        Sheet { id: "role", title: words.with("role-title", [("name", name.into()), ("role", role_key(role).into())]), close,
            p { "{what}" }
            Refusal { sent: sender.sent }
            div { class: "btns",
                button { class: "btn btn-main", r#type: "button", disabled: sender.is_busy(), onclick: give, {make_words(&words, role)} }
                button { class: "btn", r#type: "button", onclick: move |_| close.call(()), {words.say("not-now")} }
            }
        }
    }
}
