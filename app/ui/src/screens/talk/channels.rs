//! Channels: where topics belong, each with a conversation in which people just talk. They are made on purpose.

use super::{MutedMark, Shown};
use crate::parts::notice::Refusal;
use crate::route::Route;
use crate::screens::frame::CommunityContext;
use crate::seam::use_send;
use crate::tree::use_words;
use crate::when::now_ms;
use crate::widgets::field::{Field, text};
use crate::widgets::icon::{Draw, Icon};
use crate::widgets::name::Name;
use crate::widgets::sheet::Sheet;
use dioxus::prelude::*;
use kith_community::command::Done;
use kith_community::topic;
use kith_community::topic::{ChannelRow, MAX_CHANNEL};

/// The channels to choose from, and the way to make one.
#[component]
pub fn Channels(
    community: ReadSignal<String>,
    shown: Shown,
    channels: Vec<ChannelRow>,
    choose: EventHandler<Shown>,
) -> Element {
    let words = use_words();
    let mut makes = use_signal(|| false);
    let writes = use_context::<CommunityContext>().may_write();
    let new: u32 = channels.iter().map(|row| row.new).sum();
    // A channel that is chosen stays in sight.
    let chosen = channels.iter().find(|row| shown.channel.as_ref() == Some(&row.channel)).cloned();
    rsx! {
        details { class: "more channels", open: chosen.is_some(),
            summary { {words.with("channels-count", [("count", channels.len().into())])}
                if new > 0 { span { class: "topic-new", {words.with("new-count", [("count", new.into())])} } }
            }
            div { class: "chips", role: "group", "aria-label": words.say("channels"),
                for row in channels {
                    Chip { key: "{row.channel}", shown: shown.clone(), row, choose }
                }
                if writes {
                    button { class: "chip chip-more", r#type: "button", onclick: move |_| makes.set(true), Draw { icon: Icon::Plus, small: true } {words.say("channel-new")} }
                }
            }
        }
        if makes() {
            NewChannel { community, close: move |()| makes.set(false) }
        }
    }
}

#[component]
fn Chip(shown: Shown, row: ChannelRow, choose: EventHandler<Shown>) -> Element {
    let words = use_words();
    let chosen = shown.channel.as_deref() == Some(row.channel.as_str());
    let channel = (!chosen).then(|| row.channel.clone());
    rsx! {
        button { class: "chip", r#type: "button", "aria-pressed": if chosen { "true" } else { "false" },
            onclick: move |_| choose.call(Shown { channel: channel.clone(), only: shown.only }),
            span { class: "clamp-1", dir: "auto", "# " {words.channel(&row.name)} }
            if row.new > 0 { b { "{row.new}" } }
        }
    }
}

/// A channel's conversation, in the list. Of the channel that is chosen it leads the list, with a plain way in.
#[component]
pub fn Conversation(community: ReadSignal<String>, row: ChannelRow, chosen: bool) -> Element {
    let words = use_words();
    let route = use_route::<Route>();
    let here = matches!(&route, Route::Topic { topic, .. } if *topic == row.channel);
    let quiet = row.last.text.is_empty();
    rsx! {
        li { class: "row topic", class: if chosen { "row-talk" }, "data-seen": if row.new == 0 { "yes" }, "aria-current": if here { "true" },
            div { class: "row-body",
                h3 { class: "row-title",
                    Link { to: Route::Topic { community: community(), topic: row.channel.clone() }, class: "row-link", span { class: "clamp-2", dir: "auto", "# " {words.channel(&row.name)} } }
                }
                if quiet {
                    p { class: "row-text", {words.say("channel-quiet")} }
                } else {
                    p { class: "row-text row-last",
                        if !chosen { span { class: "badge", title: words.say("channel-talk"), Draw { icon: Icon::Talk, small: true } span { class: "sr", {words.say("channel-talk")} } } }
                        b { class: "clamp-1", Name { name: row.last.author.clone() } } span { class: "voice clamp-1", dir: "auto", "{row.last.text}" }
                    }
                }
                if chosen && !here {
                    Link { to: Route::Topic { community: community(), topic: row.channel.clone() }, class: "btn btn-small", Draw { icon: Icon::Talk } {words.say("channel-open")} }
                }
            }
            div { class: "row-side",
                if !quiet {
                    time { if row.muted { MutedMark {} } {words.when(now_ms(), row.last.time_ms)} }
                } else if row.muted {
                    MutedMark {}
                }
                if row.new > 0 {
                    span { class: "topic-new", {words.with("new-count", [("count", row.new.into())])} }
                }
            }
        }
    }
}

#[component]
fn NewChannel(community: ReadSignal<String>, close: EventHandler) -> Element {
    let (words, sender) = (use_words(), use_send());
    let make = move |event: FormEvent| {
        sender.send(Some(community()), topic::Command::StartChannel { name: text(&event, "name") }, move |done| {
            close.call(());
            if let Done::Topic { topic } = done {
                navigator().push(Route::Topic { community: community(), topic });
            }
        });
    };
    rsx! {
        Sheet { id: "channel", title: words.say("channel-new"), close,
            p { class: "quiet label", {words.say("channel-what")} }
            form { class: "form", id: "channel-form", onsubmit: make,
                Field { form: "channel", name: "name", label: words.say("channel-name"), hint: words.say("channel-name-hint"), most: MAX_CHANNEL }
                Refusal { sent: sender.sent }
                div { class: "btns",
                    button { class: "btn btn-main", disabled: sender.is_busy(), {words.say("channel-make")} }
                    button { class: "btn btn-quiet", r#type: "button", onclick: move |_| close.call(()), {words.say("not-now")} }
                }
            }
        }
    }
}
