//! The first screen: the communities of this device, and the two ways into another.

use crate::route::Route;
use crate::seam::{Seen, Sent, use_send, use_view};
use crate::widgets::field::{Field, Kind, text};
use crate::widgets::notice::{Outcome, Waits};
use dioxus::prelude::*;
use kith_community::command::{Command, Done};
use kith_community::query::{CommunityRow, Query, View};

/// Seconds to look for someone who lets a newcomer in.
const PATIENCE_S: u32 = 60;

/// Communities, start, join.
#[component]
pub fn Welcome() -> Element {
    let all = use_view(|| None, || Query::Communities);
    rsx! {
        header { class: "top", p { class: "home", "Kith" } }
        main {
            h1 { tabindex: "-1", "A place for your community, on your own devices" }
            match &*all.read() {
                Seen::Here(View::Communities(rows)) => rsx! { Communities { rows: rows.clone() } },
                other => rsx! { Waits { seen: other.clone() } },
            }
            Start {}
            Join {}
        }
    }
}

#[component]
fn Communities(rows: Vec<CommunityRow>) -> Element {
    if rows.is_empty() {
        return rsx! { p { "No community is on this device yet. Start one, or join one by its link." } };
    }
    rsx! {
        section { "aria-labelledby": "yours",
            h2 { id: "yours", "Your communities" }
            ul { class: "rows",
                for row in rows {
                    li { key: "{row.community}",
                        Link { to: Route::Topics { community: row.community.clone() }, class: "voice",
                            if row.name.is_empty() { "A community whose name has not arrived yet" } else { "{row.name}" }
                        }
                    }
                }
            }
        }
    }
}

#[component]
fn Start() -> Element {
    let sender = use_send();
    let start = move |event: FormEvent| {
        let command = Command::New { name: text(&event, "name"), me: text(&event, "me") };
        sender.send(None, command, enter);
    };
    rsx! {
        section { class: "slip", "aria-labelledby": "start",
            h2 { id: "start", "Start a community" }
            form { id: "start-form", onsubmit: start,
                Field { form: "start", name: "name", label: "What is it called?" }
                Field { form: "start", name: "me", label: "What are you called there?" }
                Outcome { sent: sender.sent }
                button { disabled: matches!(&*sender.sent.read(), Sent::Busy(_)), "Start it" }
            }
        }
    }
}

#[component]
fn Join() -> Element {
    let sender = use_send();
    let mut waits = use_signal(|| false);
    let join = move |event: FormEvent| {
        let command = Command::Join { link: text(&event, "link"), me: text(&event, "me"), timeout_s: PATIENCE_S };
        sender.send(None, command, move |done| match done {
            Done::Community { waiting: true, .. } => waits.set(true),
            done => enter(done),
        });
    };
    rsx! {
        section { class: "slip", "aria-labelledby": "join",
            h2 { id: "join", "Join by a link" }
            form { id: "join-form", onsubmit: join,
                Field { form: "join", name: "link", label: "The link you were given", kind: Kind::Lines }
                Field { form: "join", name: "me", label: "What are you called there?" }
                Outcome { sent: sender.sent }
                if waits() {
                    p { role: "status", class: "waits", "They know of you. A steward still has to say yes; it happens by itself once your devices meet." }
                }
                button { disabled: matches!(&*sender.sent.read(), Sent::Busy(_)), "Join" }
            }
        }
    }
}

fn enter(done: Done) {
    if let Done::Community { community, .. } = done {
        navigator().push(Route::Topics { community });
    }
}
