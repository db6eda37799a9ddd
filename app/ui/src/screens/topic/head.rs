//! The head of a topic: its title, which stays in sight, how it stands, and what can be done with it.

use super::TopicState;
use super::sheets::Open;
use crate::parts::notice::Refusal;
use crate::seam::use_send;
use crate::tree::{Toast, use_words};
use crate::when::now_ms;
use crate::widgets::icon::{Draw, Icon};
use crate::words::Words;
use dioxus::prelude::*;
use kith_community::local::Muted;
use kith_community::topic::TopicView;
use kith_community::{local, topic};

/// Most letters of a title that a phone's bar has room for.
const IN_BAR: usize = 22;
/// Most letters of a title for which the two lines above the posts are enough, also in a narrow pane and with the largest text.
const IN_PANE: usize = 44;

/// Where a title is written whole once more, above the first post: where it may be cut in the bar.
fn whole(title: &str) -> Option<&'static str> {
    match title.chars().count() {
        letters if letters <= IN_BAR => None,
        letters if letters <= IN_PANE => Some("only-narrow"),
        _ => Some(""),
    }
}

/// A channel's conversation is told from a topic by its mark.
pub fn headed(words: &Words, view: &TopicView) -> String {
    if view.is_channel { format!("# {}", words.channel(&view.title)) } else { words.title(&view.title) }
}

/// The title, above what scrolls. On a phone the bar of the whole page has it.
#[component]
pub fn Bar(state: TopicState) -> Element {
    let words = use_words();
    let Some(view) = state.view.read().clone() else {
        return rsx! {};
    };
    let title = headed(&words, &view);
    rsx! {
        header { class: "thread-bar only-wide",
            div { class: "column",
                h2 { class: "clamp-2", tabindex: "-1", "data-focus": true, dir: "auto", title: "{title}", "{title}" }
                button { class: "btn-icon", r#type: "button", "popovertarget": "topic-menu", "aria-label": words.say("topic-menu"),
                    Draw { icon: Icon::More }
                }
            }
        }
    }
}

/// The head, which scrolls with the posts.
#[component]
pub fn Head(state: TopicState) -> Element {
    let words = use_words();
    let Some(view) = state.view.read().clone() else {
        return rsx! {};
    };
    let title = headed(&words, &view);
    let started = words.with(
        if view.is_channel { "channel-started" } else { "topic-started" },
        [("name", view.author.as_str().into()), ("when", words.moment(now_ms(), view.time_ms).into())],
    );
    rsx! {
        header { class: "thread-head",
            if let Some(where_cut) = whole(&title) {
                p { class: "thread-title {where_cut}", dir: "auto", "{title}" }
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
        TopicMenu { state }
    }
}

#[component]
fn TopicMenu(state: TopicState) -> Element {
    let (words, sender, toast) = (use_words(), use_send(), use_context::<Toast>());
    let said = words.clone();
    let Some(view) = state.view.read().clone() else {
        return rsx! {};
    };
    let mut sheet = state.sheet;
    let settle = move |resolved: bool| {
        let (words, topic) = (said.clone(), state.topic.peek().clone());
        let community = state.community.peek().clone();
        let undo = topic::Command::Resolve { topic: topic.clone(), resolved: !resolved };
        sender.send(state.community(), topic::Command::Resolve { topic, resolved }, move |_| {
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
        let (heard, what) = (heard.clone(), Muted::Topic(state.topic.peek().clone()));
        sender.send(state.community(), local::Command::Mute { what, muted: !muted }, move |_| {
            toast.say(heard.say(if muted { "unmuted-now" } else { "muted-now" }));
        });
    };
    rsx! {
        div { class: "menu", id: "topic-menu", popover: "auto",
            if view.may_settle && (!view.resolved || view.two_versions) {
                button { r#type: "button", onclick: move |_| settled(true), Draw { icon: Icon::CircleCheck } {words.say("topic-settle")} }
            }
            if view.may_settle && (view.resolved || view.two_versions) {
                button { r#type: "button", onclick: move |_| open(false), Draw { icon: Icon::Hourglass } {words.say("topic-reopen")} }
            }
            button { r#type: "button", onclick: mute, Draw { icon: if view.muted { Icon::Ear } else { Icon::EarOff } } {words.say(mute_key(&view))} }
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

fn mute_key(view: &TopicView) -> &'static str {
    match (view.is_channel, view.muted) {
        (false, false) => "mute-topic",
        (false, true) => "unmute-topic",
        (true, false) => "mute-channel",
        (true, true) => "unmute-channel",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_that_may_be_cut_is_written_whole_above_the_posts() {
        for (letters, at) in
            [(1, None), (22, None), (23, Some("only-narrow")), (44, Some("only-narrow")), (45, Some(""))]
        {
            assert_eq!(whole(&"ن".repeat(letters)), at, "{letters}");
        }
    }
}
