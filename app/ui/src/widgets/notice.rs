//! What the app says about a view that is not here, and about a command on its way.

use crate::seam::{Seen, Sent};
use dioxus::prelude::*;

/// Stands where a view will be.
#[component]
pub fn Waits(seen: Seen) -> Element {
    let words = match seen {
        Seen::Waiting => "Reading…".to_owned(),
        Seen::Here(_) => "This is not what was asked for. Nothing is lost; open the page anew.".to_owned(),
        Seen::Trouble(words) => words,
        Seen::Gone => "Kith is closing. Nothing is lost.".to_owned(),
    };
    rsx! { p { role: "status", "{words}" } }
}

/// How far a command is: its steps, or why it was refused.
#[component]
pub fn Outcome(sent: ReadSignal<Sent>) -> Element {
    match &*sent.read() {
        Sent::Idle => rsx! {},
        Sent::Busy(steps) => rsx! {
            ol { role: "status", class: "steps",
                for (at, words) in steps.iter().enumerate() {
                    li { key: "{at}", "{words}" }
                }
            }
        },
        Sent::Refused(words) => rsx! { p { role: "alert", class: "refused", "{words}" } },
    }
}
