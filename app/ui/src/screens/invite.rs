//! An invitation: a link, and the same as a picture for a phone's camera.

use crate::seam::{Sent, use_send};
use crate::widgets::notice::Outcome;
use crate::widgets::qr::Qr;
use dioxus::prelude::*;
use kith_community::command::{Command, Done};

/// Days an invitation is honoured.
const DAYS: u32 = 14;

/// Makes and shows an invitation.
#[component]
pub fn Invite(community: ReadSignal<String>) -> Element {
    let sender = use_send();
    let mut made = use_signal(|| None::<String>);
    let make = move |_| {
        sender.send(Some(community()), Command::Invite { days: DAYS }, move |done| {
            if let Done::Link { link } = done {
                made.set(Some(link));
            }
        });
    };
    rsx! {
        h1 { tabindex: "-1", "Ask someone in" }
        p { "Whoever has the link can join within {DAYS} days. Any of your devices that is on can let them in." }
        Outcome { sent: sender.sent }
        button { disabled: matches!(&*sender.sent.read(), Sent::Busy(_)), onclick: make,
            if made.read().is_some() { "Make another link" } else { "Make a link" }
        }
        if let Some(link) = made() {
            section { class: "slip", "aria-label": "The invitation",
                label { r#for: "link", "The link" }
                textarea { id: "link", readonly: true, rows: "4", dir: "ltr", "{link}" }
                Qr { link }
            }
        }
    }
}
