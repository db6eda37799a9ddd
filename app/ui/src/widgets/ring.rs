//! The ring of people: each tick is one. Always beside words.

use dioxus::prelude::*;

/// Above this many, ticks would be dust: the ring is drawn whole.
const TICKS: u32 = 12;

/// A ring.
#[component]
pub fn Ring(reached: u32, known: u32, #[props(default)] big: bool) -> Element {
    let (filled, seats) = if known == 0 { (0, 1) } else { (reached.min(known), known) };
    rsx! {
        span {
            class: "ring",
            class: if big { "ring-big" },
            class: if seats > TICKS || seats == 1 { "ring-whole" },
            style: "--k:{filled};--n:{seats}",
            "aria-hidden": "true",
        }
    }
}
