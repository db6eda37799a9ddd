//! Sheets of a topic: other words, another title, taking words back, choosing between two versions.

use super::TopicState;
use crate::parts::notice::{NotKept, Refusal};
use crate::route::Route;
use crate::seam::{Seam, Seen, use_send, use_view};
use crate::tree::{Toast, use_words};
use crate::widgets::field::{Draft, Field, Kind, text};
use crate::widgets::reaction::{EMOJIS, reaction_words};
use crate::widgets::sheet::Sheet;
use dioxus::prelude::*;
use kith_community::local::DraftQuery;
use kith_community::local::draft::edit_of;
use kith_community::topic::{MAX_CHANNEL, MAX_TITLE, PostView};
use kith_community::{reaction, topic};

/// Which sheet is open.
#[derive(Clone, PartialEq)]
pub enum Open {
    /// None.
    Nothing,
    /// Other words for a post.
    Edit(PostView),
    /// Another title, or another name of a channel.
    Retitle,
    /// Whether a channel goes.
    RemoveChannel,
    /// Whether words go, and from where.
    Delete(PostView),
    /// What words were before they were changed.
    History(PostView),
    /// Any reaction at all.
    React(PostView),
    /// Which of two versions stands.
    Versions(PostView),
}

/// The sheet that is open.
#[component]
pub fn Sheets(state: TopicState) -> Element {
    let mut sheet = state.sheet;
    let close = move |()| sheet.set(Open::Nothing);
    match state.sheet.read().clone() {
        Open::Nothing => rsx! {},
        Open::Edit(post) => rsx! { Edit { state, post, close } },
        Open::Retitle => rsx! { Retitle { state, close } },
        Open::RemoveChannel => rsx! { RemoveChannel { state, close } },
        Open::Delete(post) => rsx! { Delete { state, post, close } },
        Open::React(post) => rsx! { React { state, post, close } },
        Open::History(post) => rsx! { History { post, close } },
        Open::Versions(post) => rsx! { Versions { state, post, close } },
    }
}

#[component]
fn Edit(state: TopicState, post: PostView, close: EventHandler) -> Element {
    let (words, sender, seam) = (use_words(), use_send(), use_context::<Seam>());
    let place = edit_of(&post.post);
    let looked = place.clone();
    let draft = use_view(move || state.community(), move || DraftQuery { place: looked.clone() });
    let kept = match &*draft.read() {
        Seen::Here(draft) => draft.text.clone(),
        Seen::Waiting => return rsx! {},
        _ => String::new(),
    };
    let begin = if kept.is_empty() { post.text.clone() } else { kept };
    // Where no draft is kept, what stands in the field is what it is to hold.
    let named =
        Draft { place: format!("{}/{place}", state.community.peek()), kept: begin.clone(), sending: String::new() };
    let (keeps, kept_at) = (seam.clone(), place.clone());
    let keep = move |event: FormEvent| {
        keeps.keep_draft(state.community.peek().clone(), kept_at.clone(), event.value(), None);
    };
    let change = move |event: FormEvent| {
        let words = text(&event, "text");
        let (seam, place) = (seam.clone(), place.clone());
        if words.trim() == post.text.trim() {
            seam.keep_draft(state.community.peek().clone(), place, String::new(), None);
            return close.call(());
        }
        let command = topic::Command::Edit { post: post.post.clone(), text: words };
        sender.send(state.community(), command, move |_| {
            // After the letters that are still gathered.
            seam.keep_draft(state.community.peek().clone(), place, String::new(), None);
            close.call(());
        });
    };
    rsx! {
        Sheet { id: "edit", title: words.say("edit-title"), close,
            form { class: "form", id: "edit-form", onsubmit: change,
                Field { form: "edit", name: "text", label: words.say("edit-words"), hint: words.say("edit-hint"), kind: Kind::Lines, begin, draft: named.clone(), oninput: keep,
                    NotKept { place: named.place }
                }
                Refusal { sent: sender.sent }
                div { class: "btns",
                    button { class: "btn btn-main", disabled: sender.is_busy(), {words.say("edit-keep")} }
                    button { class: "btn", r#type: "button", onclick: move |_| close.call(()), {words.say("not-now")} }
                }
            }
        }
    }
}

#[component]
fn Retitle(state: TopicState, close: EventHandler) -> Element {
    let (words, sender) = (use_words(), use_send());
    let view = state.view.peek().as_ref().map(|view| (view.title.clone(), view.is_channel));
    let (title, is_channel) = view.unwrap_or_default();
    let (heading, label, most) = match is_channel {
        true => ("channel-rename", "channel-name", MAX_CHANNEL),
        false => ("topic-retitle", "new-topic-about", MAX_TITLE),
    };
    let change = move |event: FormEvent| {
        let command = topic::Command::Retitle { topic: state.topic.peek().clone(), title: text(&event, "title") };
        sender.send(state.community(), command, move |_| close.call(()));
    };
    rsx! {
        Sheet { id: "other-title", title: words.say(heading), close,
            form { class: "form", id: "retitle-form", onsubmit: change,
                Field { form: "retitle", name: "title", label: words.say(label), begin: title, most }
                Refusal { sent: sender.sent }
                div { class: "btns",
                    button { class: "btn btn-main", disabled: sender.is_busy(), {words.say("edit-keep")} }
                    button { class: "btn", r#type: "button", onclick: move |_| close.call(()), {words.say("not-now")} }
                }
            }
        }
    }
}

/// A channel goes; what was said in it and in its topics stays.
#[component]
fn RemoveChannel(state: TopicState, close: EventHandler) -> Element {
    let (words, sender, toast) = (use_words(), use_send(), use_context::<Toast>());
    let said = words.clone();
    let name = state.view.peek().as_ref().map(|view| words.channel(&view.title)).unwrap_or_default();
    let remove = move |_| {
        let (said, community) = (said.clone(), state.community.peek().clone());
        let channel = state.topic.peek().clone();
        let undo = topic::Command::Undelete { post: channel.clone() };
        sender.send(state.community(), topic::Command::Delete { post: channel }, move |_| {
            close.call(());
            navigator().push(Route::NoTopic { community: community.clone() });
            toast.say_with_undo(said.say("channel-now-removed"), community, undo);
        });
    };
    rsx! {
        Sheet { id: "remove-channel", title: words.with("channel-remove-title", [("name", name.into())]), close,
            p { {words.say("channel-remove-text")} }
            Refusal { sent: sender.sent }
            div { class: "btns",
                button { class: "btn btn-stop", r#type: "button", disabled: sender.is_busy(), onclick: remove, {words.say("channel-remove")} }
                button { class: "btn", r#type: "button", onclick: move |_| close.call(()), {words.say("not-now")} }
            }
        }
    }
}

/// One way to take something back: from everyone's devices, or with a mark that can be taken off again.
#[component]
fn Delete(state: TopicState, post: PostView, close: EventHandler) -> Element {
    let (words, sender, toast) = (use_words(), use_send(), use_context::<Toast>());
    let (said, marked) = (words.clone(), words.clone());
    let (id, to_mark) = (post.post.clone(), post.post.clone());
    let erase = move |_| {
        let said = said.clone();
        sender.send(state.community(), topic::Command::Erase { post: id.clone() }, move |_| {
            close.call(());
            toast.say(said.say("post-now-erased"));
        });
    };
    let mark = move |_| {
        let (said, community) = (marked.clone(), state.community.peek().clone());
        let undo = topic::Command::Undelete { post: to_mark.clone() };
        sender.send(state.community(), topic::Command::Delete { post: to_mark.clone() }, move |_| {
            close.call(());
            toast.say_with_undo(said.say("post-now-deleted"), community, undo);
        });
    };
    rsx! {
        Sheet { id: "delete", title: words.say("delete-title"), close,
            p { {words.say("delete-everywhere-text")} " " span { class: "quiet", {words.say("erase-honest")} } }
            if !post.deleted { p { {words.say("delete-mark-text")} } }
            Refusal { sent: sender.sent }
            div { class: "btns",
                button { class: "btn btn-stop", r#type: "button", disabled: sender.is_busy(), onclick: erase, {words.say("delete-everywhere")} }
                if !post.deleted {
                    button { class: "btn", r#type: "button", disabled: sender.is_busy(), onclick: mark, {words.say("delete-mark")} }
                }
                button { class: "btn btn-quiet", r#type: "button", onclick: move |_| close.call(()), {words.say("not-now")} }
            }
        }
    }
}

/// Any reaction: some to choose from, and a field for all others.
#[component]
fn React(state: TopicState, post: PostView, close: EventHandler) -> Element {
    let (words, sender) = (use_words(), use_send());
    let id = post.post.clone();
    let react = move |emoji: String| {
        let command = reaction::Command::Toggle { post: id.clone(), emoji };
        sender.send(state.community(), command, move |_| close.call(()));
    };
    let typed = react.clone();
    rsx! {
        Sheet { id: "react", title: words.say("react-title"), close,
            div { class: "emojis", role: "group", "aria-label": words.say("react-title"),
                for emoji in EMOJIS {
                    button { key: "{emoji}", class: "btn-icon", r#type: "button", "aria-label": reaction_words(&words, emoji), title: reaction_words(&words, emoji), onclick: { let react = react.clone(); move |_| react(emoji.to_owned()) }, "{emoji}" }
                }
            }
            form { class: "form", id: "react-form", onsubmit: move |event: FormEvent| typed(text(&event, "emoji").trim().to_owned()),
                Field { form: "react", name: "emoji", label: words.say("react-other"), most: 12_usize }
                Refusal { sent: sender.sent }
                div { class: "btns", button { class: "btn btn-main", disabled: sender.is_busy(), {words.say("react-give")} } }
            }
        }
    }
}

#[component]
fn History(post: PostView, close: EventHandler) -> Element {
    let words = use_words();
    rsx! {
        Sheet { id: "history", title: words.with("post-history", [("count", post.history.len().into())]), close,
            ol { class: "history",
                for (at, earlier) in post.history.iter().enumerate().rev() {
                    li { key: "{at}", class: "words voice", dir: "auto", "{earlier}" }
                }
            }
        }
    }
}

#[component]
fn Versions(state: TopicState, post: PostView, close: EventHandler) -> Element {
    let words = use_words();
    let all: Vec<String> = [post.text.clone()].into_iter().chain(post.versions.clone()).collect();
    rsx! {
        Sheet { id: "versions", title: words.say("two-versions"), close,
            p { class: "label quiet", {words.with("versions-text", [("name", post.author.as_str().into())])} }
            for (at, version) in all.into_iter().enumerate() {
                Version { key: "{at}", state, post: post.clone(), version, close }
            }
        }
    }
}

#[component]
fn Version(state: TopicState, post: PostView, version: String, close: EventHandler) -> Element {
    let (words, sender) = (use_words(), use_send());
    let (id, text) = (post.post.clone(), version.clone());
    let choose = move |_| {
        let command = topic::Command::Edit { post: id.clone(), text: text.clone() };
        sender.send(state.community(), command, move |_| close.call(()));
    };
    rsx! {
        div { class: "slip",
            p { class: "voice words", dir: "auto", "{version}" }
            if post.mine {
                div { class: "btns", button { class: "btn btn-small", r#type: "button", disabled: sender.is_busy(), onclick: choose, {words.say("versions-choose")} } }
            }
            Refusal { sent: sender.sent }
        }
    }
}
