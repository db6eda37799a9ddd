//! The head of a topic: its title, how it stands, and what can be done with it.

use super::Desk;
use super::sheets::Open;
use crate::seam::use_send;
use crate::tree::{Toast, use_words};
use crate::when::now_ms;
use crate::widgets::icon::{Draw, Icon};
use crate::widgets::notice::Refusal;
use dioxus::prelude::*;
use kith_community::command::{Command, Muted};

/// Most letters of a title that a phone's bar has room for.
const IN_BAR: usize = 22;

/// The head.
#[component]
pub fn Head(desk: Desk) -> Element {
    let words = use_words();
    let Some(view) = desk.view.read().clone() else {
        return rsx! {};
    };
    let started = words.with(
        if view.is_channel { "channel-started" } else { "topic-started" },
        [("name", view.author.as_str().into()), ("when", words.moment(now_ms(), view.time_ms).into())],
    );
    rsx! {
        header { class: "thread-head",
            // On a phone the bar has the title, and room for few letters of it.
            h2 { class: if words.title(&view.title).chars().count() <= IN_BAR { "only-wide" }, tabindex: "-1", "data-focus": true, dir: "auto", {words.title(&view.title)} }
            button { class: "btn-icon only-wide", r#type: "button", "popovertarget": "topic-menu", "aria-label": words.say("topic-menu"),
                Draw { icon: Icon::More }
            }
            p { class: "badges",
                if !view.channel_name.is_empty() { span { class: "badge", dir: "auto", "{view.channel_name}" } }
                if view.two_versions {
                    button { class: "versions", r#type: "button", "popovertarget": "topic-menu", Draw { icon: Icon::Split, small: true } {words.say("two-versions")} }
                } else if view.resolved {
                    span { class: "badge", "data-dye": "leaf", Draw { icon: Icon::CircleCheck } {words.say("topic-settled")} }
                }
                span { class: "faint", "{started}" }
            }
            if view.two_versions {
                p { class: "label quiet", {words.say("topic-both")} }
            }
            for title in view.titles.clone() {
                p { class: "label quiet", dir: "auto", {words.with("topic-other-title", [("title", title.into())])} }
            }
        }
        TopicMenu { desk }
    }
}

#[component]
fn TopicMenu(desk: Desk) -> Element {
    let (words, sender, toast) = (use_words(), use_send(), use_context::<Toast>());
    let said = words.clone();
    let Some(view) = desk.view.read().clone() else {
        return rsx! {};
    };
    let mut sheet = desk.sheet;
    let settle = move |resolved: bool| {
        let (words, topic) = (said.clone(), desk.topic.peek().clone());
        let community = desk.community.peek().clone();
        let undo = Command::Resolve { topic: topic.clone(), resolved: !resolved };
        sender.send(desk.community(), Command::Resolve { topic, resolved }, move |_| {
            toast.say_with_undo(
                words.say(if resolved { "topic-now-settled" } else { "topic-now-open" }),
                community,
                undo,
            );
        });
    };
    let (settled, open) = (settle.clone(), settle);
    let (heard, muted) = (words.clone(), view.muted);
    let mute = move |_| {
        let (heard, what) = (heard.clone(), Muted::Topic(desk.topic.peek().clone()));
        sender.send(desk.community(), Command::Mute { what, muted: !muted }, move |_| {
            toast.say(heard.say(if muted { "unmuted-now" } else { "muted-now" }));
        });
    };
    rsx! {
        div { class: "menu", id: "topic-menu", popover: "auto",
            if !view.is_channel && (!view.resolved || view.two_versions) {
                button { r#type: "button", onclick: move |_| settled(true), Draw { icon: Icon::CircleCheck } {words.say("topic-settle")} }
            }
            if !view.is_channel && (view.resolved || view.two_versions) {
                button { r#type: "button", onclick: move |_| open(false), Draw { icon: Icon::Hourglass } {words.say("topic-reopen")} }
            }
            button { r#type: "button", onclick: mute, Draw { icon: Icon::Ear } {words.say(if view.muted { "unmute-topic" } else { "mute-topic" })} }
            if view.mine {
                button { r#type: "button", onclick: move |_| sheet.set(Open::Retitle), Draw { icon: Icon::Pencil } {words.say(if view.is_channel { "channel-rename" } else { "topic-retitle" })} }
            }
            if view.mine && view.is_channel {
                button { r#type: "button", class: "is-stop", onclick: move |_| sheet.set(Open::RemoveChannel), Draw { icon: Icon::Trash } {words.say("channel-remove")} }
            }
        }
        Refusal { sent: sender.sent }
    }
}
