//! Devices and reach: who has what, which ways lead out of this device, and how others come in.

mod devices;
mod invite;
mod waits;
mod ways;

use crate::screens::frame::{CommunityContext, StandingBanner, is_silent};
use crate::seam::{Seen, use_view};
use crate::tree::use_words;
use crate::when::now_ms;
use crate::widgets::face::{Face, Size};
use crate::widgets::name::Name;
use crate::widgets::notice::Waits;
use crate::words::Words;
use devices::Devices;
use dioxus::prelude::*;
use invite::Invite;
use kith_community::reach::{PersonReach, ReachQuery, ReachView};
use ways::Ways;

/// Most faces that sit in the circle; more would be dust.
const SEATS: usize = 30;
/// People in the list who are drawn at first, and how many more each time its end is near.
const PAGE: usize = 60;
/// Most people whom a screen reader is told by name in one sentence.
const NAMED: usize = 12;

/// Devices and reach.
#[component]
pub fn Reach(community: ReadSignal<String>) -> Element {
    let reach = use_view(move || Some(community()), || ReachQuery);
    rsx! {
        main { class: "main page", id: "main", tabindex: "-1",
            div { class: "flow",
                StandingBanner {}
                match &*reach.read() {
                    Seen::Here(view) => rsx! {
                        WhoHasWhat { view: view.clone() }
                        Ways { view: view.clone() }
                        Devices { community, view: view.clone() }
                    },
                    other => rsx! { Waits { why: other.why() } },
                }
            }
            aside { class: "flow aside", Invite { community } }
        }
    }
}

#[component]
fn WhoHasWhat(view: ReachView) -> Element {
    let words = use_words();
    let mut most = use_signal(|| PAGE);
    let lacking = || view.people.iter().filter(|person| !person.reached);
    let count = lacking().count();
    let drawn: Vec<PersonReach> = lacking().take(most()).cloned().collect();
    rsx! {
        section { class: "reach-hero", "aria-labelledby": "has",
            Circle { view: view.clone() }
            div { class: "stack",
                h2 { id: "has", class: "ask-big", {headline(&words, &view)} }
                p { class: "label quiet", {words.say("reach-legend")} }
                details { class: "more",
                    summary { {words.say("what-is-reach")} }
                    p { class: "label", {words.say("what-is-reach-text")} }
                }
                if count > 0 {
                    details { class: "more",
                        summary { {words.with("reach-who-not", [("count", count.into())])} }
                        ul { class: "rows",
                            for person in drawn.clone() {
                                li { key: "{person.person}", class: "row",
                                    Face { person: person.person.clone(), name: person.name.clone(), away: true }
                                    div { class: "row-body",
                                        h3 { class: "row-title clamp-2", Name { name: person.name.clone() } }
                                        p { class: "row-text", {lacks(&words, &person)} }
                                    }
                                }
                            }
                        }
                        if drawn.len() < count {
                            button { class: "btn list-more", r#type: "button", "data-near": "reach {drawn.len()}", onclick: move |_| most += PAGE, {words.say("people-more")} }
                        }
                    }
                }
            }
        }
    }
}

fn headline(words: &Words, view: &ReachView) -> String {
    match (view.count.known, view.count.waiting) {
        (0, _) => words.say("reach-hero-alone"),
        _ if is_silent(view.count) => words.say("reach-hero-silent"),
        (_, 0) => words.say("reach-hero-all"),
        (_, waiting) => words.with("reach-hero-waiting", [("count", waiting.into())]),
    }
}

fn lacks(words: &Words, person: &PersonReach) -> String {
    let heard = words.heard(now_ms(), person.last_heard);
    match person.lacks {
        0 => heard,
        lacks => format!("{heard} {}", words.with("reach-lacks", [("count", lacks.into())])),
    }
}

#[component]
fn Circle(view: ReachView) -> Element {
    let words = use_words();
    let CommunityContext(around) = use_context();
    let mut seats: Vec<PersonReach> = view.people.iter().take(SEATS).cloned().collect();
    // Oneself sits among them, and has it all.
    if let Some(around) = around() {
        let me = around.me;
        let own = PersonReach { person: me.person, name: me.name, lacks: 0, reached: true, last_heard: None };
        seats.insert(0, own);
    }
    let count = seats.len().max(2);
    let lacking = || view.people.iter().filter(|person| !person.reached);
    let mut missing: Vec<String> = lacking().take(NAMED).map(|person| words.person(&person.name)).collect();
    let others = lacking().count().saturating_sub(NAMED);
    if others > 0 {
        missing.push(words.with("others", [("count", others.into())]));
    }
    let label = if missing.is_empty() {
        headline(&words, &view)
    } else {
        let names = words.list(missing.iter().map(String::as_str));
        words.with(
            "reach-circle",
            [("reached", view.count.reached.into()), ("known", view.count.known.into()), ("names", names.into())],
        )
    };
    rsx! {
        div { class: "gather", class: if count < 8 { "gather-few" }, style: "--n:{count}", role: "img", "aria-label": "{label}",
            for (at, person) in seats.into_iter().enumerate() {
                span { key: "{person.person}", style: "--i:{at}",
                    Face { person: person.person, name: person.name, size: Size::Small, away: !person.reached }
                }
            }
            span { class: "gather-mid",
                if view.count.known == 0 {
                    b { {words.say("reach-mid-alone")} }
                } else if is_silent(view.count) {
                    span { {words.say("reach-silent")} }
                } else {
                    b { {words.with("reach-mid", [("reached", view.count.reached.into()), ("known", view.count.known.into())])} }
                    span { {words.say("reach-mid-text")} }
                }
            }
        }
    }
}
