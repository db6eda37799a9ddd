//! What can be done with a post: the one menu, for the post whose button was pressed.

use super::TopicState;
use super::quotes::quoted;
use super::sheets::Open;
use crate::screens::frame::CommunityContext;
use crate::seam::use_send;
use crate::tree::use_words;
use crate::widgets::icon::{Draw, Icon};
use crate::widgets::reaction::{ReactionMark, reaction_label, reaction_words};
use dioxus::prelude::*;
use kith_community::topic::PostView;
use kith_community::{reaction, topic};

/// The menu.
#[component]
pub fn PostMenu(state: TopicState) -> Element {
    let words = use_words();
    let post = state.menu.read().clone();
    rsx! {
        div { class: "menu", id: "post-menu", popover: "auto", role: "group", "aria-label": words.say("post-menu"),
            if let Some(post) = post {
                Items { state, post }
            }
        }
    }
}

#[component]
fn Items(state: TopicState, post: PostView) -> Element {
    let words = use_words();
    let gone = post.deleted || post.erased;
    let CommunityContext(around) = use_context();
    let reactions = around.read().as_ref().map(|view| view.customs.reactions.clone()).unwrap_or_default();
    let (mut quotes, quoted, mut sheet, reacted) = (state.quotes, quoted(&post), state.sheet, post.clone());
    let answer = move |_| {
        let mut quotes = quotes.write();
        if !quotes.iter().any(|one| one.post == quoted.post) {
            quotes.push(quoted.clone());
        }
    };
    rsx! {
        if !gone {
            div { class: "reacts", role: "group", "aria-label": words.say("react-title"),
                for emoji in reactions {
                    Reacts { key: "{emoji}", state, post: post.clone(), emoji }
                }
                button { class: "btn-icon", r#type: "button", "aria-label": words.say("react-any"), onclick: move |_| sheet.set(Open::React(reacted.clone())), Draw { icon: Icon::Plus } }
            }
            button { r#type: "button", "data-focuses": "reply-text", onclick: answer, Draw { icon: Icon::Reply, turns: true } {words.say("answer")} }
        }
        if post.mine {
            if !gone { hr {} }
            Own { state, post: post.clone() }
        }
        if !post.reactions.is_empty() {
            hr {}
            for given in post.reactions.clone() {
                p { key: "{given.emoji}", class: "menu-note",
                    b { title: reaction_words(&words, &given.emoji), {reaction_label(&words, &given.emoji)} ": " }
                    {words.list(given.by.iter().map(String::as_str))}
                }
            }
        }
    }
}

#[component]
fn Reacts(state: TopicState, post: PostView, emoji: String) -> Element {
    let (words, sender) = (use_words(), use_send());
    let given = post.reactions.iter().any(|given| given.emoji == emoji && given.mine);
    let named = emoji.clone();
    let react = move |_| {
        let command = reaction::Command::Toggle { post: post.post.clone(), emoji: named.clone() };
        sender.send(state.community(), command, |_| ());
    };
    rsx! {
        button { class: "btn-icon", r#type: "button", "aria-pressed": if given { "true" } else { "false" }, "aria-label": reaction_words(&words, &emoji), title: reaction_words(&words, &emoji), onclick: react,
            ReactionMark { emoji: emoji.clone() }
        }
    }
}

/// What only who wrote it can do.
#[component]
fn Own(state: TopicState, post: PostView) -> Element {
    let (words, sender) = (use_words(), use_send());
    let mut sheet = state.sheet;
    let (to_edit, to_delete, id) = (post.clone(), post.clone(), post.post.clone());
    let undelete = move |_| sender.send(state.community(), topic::Command::Undelete { post: id.clone() }, |_| ());
    if post.erased {
        return rsx! { p { class: "menu-note", {words.say("post-erased")} } };
    }
    rsx! {
        if post.deleted {
            button { r#type: "button", onclick: undelete, Draw { icon: Icon::Undo } {words.say("post-undelete")} }
        } else {
            button { r#type: "button", onclick: move |_| sheet.set(Open::Edit(to_edit.clone())), Draw { icon: Icon::Pencil } {words.say("post-edit")} }
        }
        button { r#type: "button", class: "is-stop", onclick: move |_| sheet.set(Open::Delete(to_delete.clone())), Draw { icon: Icon::Trash } {words.say("post-delete")} }
    }
}
