//! The box to answer in: what is typed is kept, what is quoted is shown.

use super::Desk;
use crate::screens::frame::Around;
use crate::seam::{Seam, Seen, use_once, use_send};
use crate::tree::use_words;
use crate::widgets::field::text;
use crate::widgets::icon::{Draw, Icon};
use crate::widgets::notice::Refusal;
use dioxus::prelude::*;
use kith_community::command::Command;
use kith_community::looking::reply_to;
use kith_community::query::{PostView, Query, Standing, View};

/// The box.
#[component]
pub fn Composer(desk: Desk) -> Element {
    let words = use_words();
    let Around(around) = use_context();
    let may_write = use_memo(move || {
        around.read().as_ref().is_none_or(|view| view.me.status == Standing::Active && !view.needs_newer)
    });
    let draft = use_once(move || desk.community(), move || Query::Draft { place: reply_to(&desk.topic.read()) });
    if !may_write() {
        return rsx! { p { class: "composer label quiet", {words.say("composer-closed")} } };
    }
    let begin = match &*draft.read() {
        Some(Seen::Here(View::Draft(draft))) => draft.text.clone(),
        Some(_) => String::new(),
        None => return rsx! {},
    };
    rsx! { Form { desk, begin } }
}

#[component]
fn Form(desk: Desk, begin: String) -> Element {
    let (words, sender, seam) = (use_words(), use_send(), use_context::<Seam>());
    let mut said = use_signal(|| 0);
    let (mut quotes, mut answering) = (desk.quotes, desk.answering);
    let keep = move |event: FormEvent| {
        seam.keep_draft(desk.community.peek().clone(), reply_to(&desk.topic.peek()), event.value());
    };
    let reply = move |event: FormEvent| {
        let quoted = quotes.peek().iter().map(|post| post.post.clone()).collect();
        let command = Command::Reply { topic: desk.topic.peek().clone(), text: text(&event, "text"), quotes: quoted };
        sender.send(desk.community(), command, move |_| {
            said += 1;
            quotes.set(Vec::new());
        });
    };
    rsx! {
        form { class: "composer column", id: "reply-form", "data-said": "{said}", "aria-label": words.say("composer-label"), onsubmit: reply,
            for post in quotes() {
                Quote { key: "{post.post}", desk, post }
            }
            Refusal { sent: sender.sent }
            div { class: "composer-box",
                textarea {
                    id: "reply-text", name: "text", rows: "1", dir: "auto", required: true, initial_value: "{begin}",
                    placeholder: words.say("composer-write"), "aria-label": words.say("composer-words"), oninput: keep,
                    "data-wish": (desk.answering)().then_some("here"), onfocus: move |_| answering.set(false),
                }
                button { class: "btn-icon send", disabled: sender.is_busy(), "aria-label": words.say("composer-send"), Draw { icon: Icon::ArrowUp } }
            }
        }
    }
}

#[component]
fn Quote(desk: Desk, post: PostView) -> Element {
    let words = use_words();
    let (mut quotes, id) = (desk.quotes, post.post.clone());
    rsx! {
        p { class: "quoting",
            span { class: "clamp-1",
                {words.with("composer-answers", [("name", post.author.as_str().into())])}
                " "
                span { class: "voice", dir: "auto", "{post.text}" }
            }
            button { class: "btn-icon", r#type: "button", "aria-label": words.say("composer-unquote"),
                onclick: move |_| quotes.write().retain(|post| post.post != id),
                Draw { icon: Icon::Close }
            }
        }
    }
}
