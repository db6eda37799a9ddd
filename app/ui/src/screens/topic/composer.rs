//! The box to answer in: what is typed is kept, what is quoted is shown.

use super::TopicState;
use crate::parts::notice::{NotKept, Refusal};
use crate::screens::frame::CommunityContext;
use crate::seam::{Seam, Seen, use_send, use_view};
use crate::tree::use_words;
use crate::widgets::field::{sending_of, text};
use crate::widgets::icon::{Draw, Icon};
use dioxus::prelude::*;
use kith_community::local::draft::reply_to;
use kith_community::local::{DraftQuery, DraftView};
use kith_community::topic;
use kith_community::topic::QuotedView;

/// The box.
#[component]
pub fn Composer(state: TopicState) -> Element {
    let words = use_words();
    let around = use_context::<CommunityContext>();
    let may_write = use_memo(move || around.may_write());
    let draft = use_view(move || state.community(), move || DraftQuery { place: reply_to(&state.topic.read()) });
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
        Some(kept) => rsx! { Form { state, kept } },
        None => rsx! {},
    }
}

/// The form. What stands in it at first is the draft; from then on the page's script keeps the two together.
#[component]
fn Form(state: TopicState, kept: DraftView) -> Element {
    let (words, sender, seam) = (use_words(), use_send(), use_context::<Seam>());
    let is_channel = use_memo(move || state.view.read().as_ref().is_some_and(|view| view.is_channel));
    let (begin, sending) = use_hook(|| (kept.text.clone(), kept.sending.clone()));
    let mut said = use_signal(|| 0_u32);
    let (mut quotes, mut answering) = (state.quotes, state.answering);
    let place = move || (state.community.peek().clone(), reply_to(&state.topic.peek()));
    let keeps = seam.clone();
    let keep = move |event: FormEvent| {
        let (community, place) = place();
        keeps.keep_draft(community, place, event.value(), sending_of(&event));
    };
    let reply = move |event: FormEvent| {
        let quoted = quotes.peek().iter().map(|post| post.post.clone()).collect();
        let (topic, text) = (state.topic.peek().clone(), text(&event, "text"));
        let command = topic::Command::Reply { topic, text, quotes: quoted, sending: sending_of(&event) };
        let seam = seam.clone();
        sender.send(state.community(), command, move |_| {
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
                Quote { key: "{post.post}", state, post }
            }
            Refusal { sent: sender.sent }
            NotKept { place: "{state.community.read()}/{reply_to(&state.topic.read())}" }
            p { class: "unsent", role: "status",
                {words.say("composer-unsent")}
                button { class: "link-act", {words.say("composer-again")} }
            }
            input { id: "reply-sending", r#type: "hidden", name: "sending", initial_value: "{sending}" }
            div { class: "composer-box",
                textarea {
                    id: "reply-text", name: "text", rows: "1", dir: "auto", required: true, initial_value: "{begin}",
                    placeholder: words.say(if is_channel() { "composer-talk" } else { "composer-write" }), "aria-label": words.say("composer-words"), oninput: keep,
                    "data-enter": true, "data-draft": "{state.community.read()}/{reply_to(&state.topic.read())}", "data-kept": "{kept.text}", "data-sending": "{kept.sending}",
                    "data-wish": (state.answering)().then_some("here"), onfocus: move |_| answering.set(false),
                }
                button { class: "btn-icon send", "aria-label": words.say("composer-send"), Draw { icon: Icon::ArrowUp } }
            }
        }
    }
}

#[component]
fn Quote(state: TopicState, post: QuotedView) -> Element {
    let words = use_words();
    let (mut quotes, id) = (state.quotes, post.post.clone());
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
