//! One topic: its posts in order of time, and a form to answer.

use crate::seam::{Seen, Sent, use_send, use_view};
use crate::when::titled;
use crate::widgets::field::{Field, Kind, text};
use crate::widgets::notice::{Outcome, Waits};
use crate::widgets::post::Post;
use dioxus::prelude::*;
use kith_community::command::Command;
use kith_community::query::{Query, TopicView, View};

/// Posts that are shown at first, and more at each wish.
const SHOWN: usize = 200;

/// A topic.
#[component]
pub fn Topic(community: ReadSignal<String>, topic: ReadSignal<String>) -> Element {
    let seen = use_view(move || Some(community()), move || Query::Topic { topic: topic() });
    rsx! {
        match &*seen.read() {
            Seen::Here(View::Topic(view)) => rsx! {
                Posts { community, view: view.clone() }
                Reply { community, topic }
            },
            other => rsx! {
                h1 { tabindex: "-1", "Talk" }
                Waits { seen: other.clone() }
            },
        }
    }
}

#[component]
fn Posts(community: ReadSignal<String>, view: TopicView) -> Element {
    let mut shown = use_signal(|| SHOWN);
    let earlier = view.posts.len().saturating_sub(shown());
    rsx! {
        h1 { tabindex: "-1", class: "voice", dir: "auto", "{titled(&view.title)}" }
        State { community, topic: view.topic.clone(), resolved: view.resolved, two_versions: view.two_versions }
        if earlier > 0 {
            button { class: "quiet", onclick: move |_| shown += SHOWN, "Show earlier posts ({earlier} more)" }
        }
        ol { class: "posts",
            for post in view.posts.into_iter().skip(earlier) {
                li { key: "{post.post}", Post { post } }
            }
        }
    }
}

#[component]
fn State(community: ReadSignal<String>, topic: String, resolved: bool, two_versions: bool) -> Element {
    let sender = use_send();
    let words = match (two_versions, resolved) {
        (true, _) => "2 versions: some say resolved, some say open.",
        (_, true) => "Resolved.",
        _ => "Open.",
    };
    let change = move |_| {
        let topic = topic.clone();
        sender.send(Some(community()), Command::Resolve { topic, resolved: !resolved }, |_| ());
    };
    rsx! {
        p { class: "state",
            span { "{words}" }
            button { class: "quiet", onclick: change, if resolved { "Open again" } else { "Mark resolved" } }
        }
        Outcome { sent: sender.sent }
    }
}

#[component]
fn Reply(community: ReadSignal<String>, topic: ReadSignal<String>) -> Element {
    let sender = use_send();
    let mut said = use_signal(|| 0);
    let reply = move |event: FormEvent| {
        let command = Command::Reply { topic: topic(), text: text(&event, "text"), quotes: vec![] };
        sender.send(Some(community()), command, move |_| said += 1);
    };
    rsx! {
        // A list of one: a new key makes the form anew, and so empty.
        for round in [said()] {
            form { key: "{round}", id: "reply-form-{round}", onsubmit: reply,
                Field { form: "reply", name: "text", label: "Your answer", kind: Kind::Lines }
                Outcome { sent: sender.sent }
                button { disabled: matches!(&*sender.sent.read(), Sent::Busy(_)), "Say it" }
            }
        }
    }
}
