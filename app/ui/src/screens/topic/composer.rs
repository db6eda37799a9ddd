//! The box to answer in: what is typed is kept, what is quoted is shown.

use super::Desk;
use crate::screens::frame::Around;
use crate::seam::{Seam, Seen, use_send, use_view};
use crate::tree::use_words;
use crate::widgets::field::{sending_of, text};
use crate::widgets::icon::{Draw, Icon};
use crate::widgets::notice::{NotKept, Refusal};
use dioxus::prelude::*;
use kith_community::local::draft::reply_to;
use kith_community::local::{DraftQuery, DraftView};
use kith_community::topic;
use kith_community::topic::QuotedView;

/// The box.
#[component]
pub fn Composer(desk: Desk) -> Element {
    let words = use_words();
    let around = use_context::<Around>();
    let may_write = use_memo(move || around.may_write());
    let draft = use_view(move || desk.community(), move || DraftQuery { place: reply_to(&desk.topic.read()) });
    let mut kept = use_signal(|| None::<DraftView>);
    use_effect(move || match &*draft.read() {
        Seen::Here(draft) => kept.set(Some(draft.clone())),
        Seen::Waiting => (),
        _ => kept.set(Some(DraftView::default())),
    });
    if !may_write() {
        return rsx! { p { class: "composer label quiet", {words.say("composer-closed")} } };
    }
    match kept() {
        Some(kept) => rsx! { Form { desk, kept } },
        None => rsx! {},
    }
}

/// The form. What stands in it at first is the draft; from then on the page's script keeps the two together.
#[component]
fn Form(desk: Desk, kept: DraftView) -> Element {
    let (words, sender, seam) = (use_words(), use_send(), use_context::<Seam>());
    let is_channel = use_memo(move || desk.view.read().as_ref().is_some_and(|view| view.is_channel));
    let (begin, sending) = use_hook(|| (kept.text.clone(), kept.sending.clone()));
    let mut said = use_signal(|| 0_u32);
    let (mut quotes, mut answering) = (desk.quotes, desk.answering);
    let place = move || (desk.community.peek().clone(), reply_to(&desk.topic.peek()));
    let keeps = seam.clone();
    let keep = move |event: FormEvent| {
        let (community, place) = place();
        keeps.keep_draft(community, place, event.value(), sending_of(&event));
    };
    let reply = move |event: FormEvent| {
        let quoted = quotes.peek().iter().map(|post| post.post.clone()).collect();
        let (topic, text) = (desk.topic.peek().clone(), text(&event, "text"));
        let command = topic::Command::Reply { topic, text, quotes: quoted, sending: sending_of(&event) };
        let seam = seam.clone();
        sender.send(desk.community(), command, move |_| {
            // After the letters that are still gathered, so that no word that was said comes back as a draft.
            let (community, place) = place();
            seam.keep_draft(community, place, String::new(), None);
            said += 1;
            quotes.set(Vec::new());
        });
    };
    rsx! {
        form { class: "composer column", id: "reply-form", "data-said": "{said}", "data-answered": "{sender.answers}", "aria-label": words.say("composer-label"), onsubmit: reply,
            for post in quotes() {
                Quote { key: "{post.post}", desk, post }
            }
            Refusal { sent: sender.sent }
            NotKept { place: "{desk.community.read()}/{reply_to(&desk.topic.read())}" }
            p { class: "unsent", role: "status",
                {words.say("composer-unsent")}
                button { class: "link-act", {words.say("composer-again")} }
            }
            input { id: "reply-sending", r#type: "hidden", name: "sending", initial_value: "{sending}" }
            div { class: "composer-box",
                textarea {
                    id: "reply-text", name: "text", rows: "1", dir: "auto", required: true, initial_value: "{begin}",
                    placeholder: words.say(if is_channel() { "composer-talk" } else { "composer-write" }), "aria-label": words.say("composer-words"), oninput: keep,
                    "data-enter": true, "data-draft": "{desk.community.read()}/{reply_to(&desk.topic.read())}", "data-kept": "{kept.text}", "data-sending": "{kept.sending}",
                    "data-wish": (desk.answering)().then_some("here"), onfocus: move |_| answering.set(false),
                }
                button { class: "btn-icon send", "aria-label": words.say("composer-send"), Draw { icon: Icon::ArrowUp } }
            }
        }
    }
}

#[component]
fn Quote(desk: Desk, post: QuotedView) -> Element {
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
