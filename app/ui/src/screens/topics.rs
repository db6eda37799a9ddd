//! What is talked about, newest activity first, and a form for a new topic.

use crate::route::Route;
use crate::seam::{Seen, Sent, use_send, use_view};
use crate::when::titled;
use crate::widgets::field::{Field, Kind, text};
use crate::widgets::notice::{Outcome, Waits};
use dioxus::prelude::*;
use kith_community::command::{Command, Done};
use kith_community::query::{Query, TopicRow, View};

/// The topics of a community.
#[component]
pub fn Topics(community: ReadSignal<String>) -> Element {
    let topics = use_view(move || Some(community()), || Query::Topics);
    rsx! {
        h1 { tabindex: "-1", "Talk" }
        match &*topics.read() {
            Seen::Here(View::Topics(rows)) => rsx! { List { community, rows: rows.clone() } },
            other => rsx! { Waits { seen: other.clone() } },
        }
        Start { community }
    }
}

#[component]
fn List(community: ReadSignal<String>, rows: Vec<TopicRow>) -> Element {
    if rows.is_empty() {
        return rsx! { p { "No topics yet. Start one below." } };
    }
    rsx! {
        p { class: "quiet", "Newest first." }
        ul { class: "rows",
            for row in rows {
                li { key: "{row.topic}",
                    Link { to: Route::Topic { community: community(), topic: row.topic.clone() }, class: "voice", {titled(&row.title)} }
                    p { class: "quiet", dir: "auto", "{under(&row)}" }
                }
            }
        }
    }
}

fn under(row: &TopicRow) -> String {
    let replies = match row.replies {
        1 => "1 reply".to_owned(),
        number => format!("{number} replies"),
    };
    let channel = if row.channel.is_empty() { String::new() } else { format!(" · in {}", row.channel) };
    let resolved = if row.resolved { " · resolved" } else { "" };
    format!("{}{channel} · {replies}{resolved}", row.author)
}

#[component]
fn Start(community: ReadSignal<String>) -> Element {
    let sender = use_send();
    let start = move |event: FormEvent| {
        let given = |name| Some(text(&event, name)).filter(|text| !text.trim().is_empty());
        let command =
            Command::StartTopic { title: text(&event, "title"), channel: given("channel"), body: given("body") };
        sender.send(Some(community()), command, move |done| {
            if let Done::Topic { topic } = done {
                navigator().push(Route::Topic { community: community(), topic });
            }
        });
    };
    rsx! {
        section { class: "slip", "aria-labelledby": "start",
            h2 { id: "start", "Start a topic" }
            form { id: "topic-form", onsubmit: start,
                Field { form: "topic", name: "title", label: "What is it about?" }
                Field { form: "topic", name: "channel", label: "Where does it belong? (may stay empty)", needed: false }
                Field { form: "topic", name: "body", label: "First words (may stay empty)", kind: Kind::Lines, needed: false }
                Outcome { sent: sender.sent }
                button { disabled: matches!(&*sender.sent.read(), Sent::Busy(_)), "Start it" }
            }
        }
    }
}
