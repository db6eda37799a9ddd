//! How the community talks: the reactions that are one tap away, and how long a question waits. Who looks after the
//! community chooses; everyone reads it.

use crate::parts::notice::Refusal;
use crate::screens::frame::CommunityContext;
use crate::seam::use_send;
use crate::tree::{Toast, use_words};
use crate::widgets::field::text;
use crate::widgets::reaction::{reaction_label, worded};
use dioxus::prelude::*;
use kith_community::community;
use kith_community::community::Customs;
use kith_community::reaction::REACTIONS;

/// The times to choose from, in hours.
const TIMES: [u32; 4] = [1, 24, 72, 168];

/// The section.
#[component]
pub fn HowWeTalk(community: ReadSignal<String>) -> Element {
    let words = use_words();
    let CommunityContext(around) = use_context();
    let Some(around) = around() else {
        return rsx! {};
    };
    rsx! {
        section { class: "slip", "aria-labelledby": "s-customs",
            h2 { id: "s-customs", class: "slip-title", {words.say("settings-customs")} }
            if around.may.choose {
                // A list of one: what another organiser chose meanwhile is another form.
                for customs in [around.customs] {
                    Choose { key: "{customs:?}", community, customs }
                }
            } else {
                dl { class: "facts facts-narrow",
                    div { dt { {words.say("settings-customs-reactions")} } dd { {words.list(around.customs.reactions.iter().map(|one| reaction_label(&words, one)).collect::<Vec<_>>().iter().map(String::as_str))} } }
                    div { dt { {words.say("settings-customs-answer")} } dd { {words.hours(around.customs.answer_h)} } }
                }
            }
        }
    }
}

#[component]
fn Choose(community: ReadSignal<String>, customs: Customs) -> Element {
    let (words, sender, toast) = (use_words(), use_send(), use_context::<Toast>());
    let (said, chosen) = (words.clone(), customs.answer_h);
    let keep = move |event: FormEvent| {
        let said = said.clone();
        let typed = (1..=REACTIONS.len()).map(|at| text(&event, &format!("reaction-{at}")).trim().to_owned());
        let reactions = typed.filter(|one| !one.is_empty()).map(|one| worded(&said, &one)).collect();
        let answer_h = text(&event, "answer").parse().unwrap_or(chosen);
        let command = community::Command::SetCustoms { reactions: Some(reactions), answer_h: Some(answer_h) };
        sender.send(Some(community()), command, move |_| toast.say(said.say("settings-customs-kept")));
    };
    let mut times = TIMES.to_vec();
    if !times.contains(&chosen) {
        times.insert(0, chosen);
    }
    rsx! {
        form { class: "form", id: "customs-form", onsubmit: keep,
            fieldset { class: "field",
                legend { class: "field-label", {words.say("settings-customs-reactions")} }
                p { class: "hint", id: "customs-hint", {words.say("settings-customs-hint")} }
                div { class: "set-six",
                    for at in 1..=REACTIONS.len() {
                        input { key: "{at}", id: "customs-{at}", name: "reaction-{at}", class: "input", r#type: "text", dir: "auto", autocomplete: "off",
                            "aria-label": words.with("settings-customs-one", [("at", at.into())]), "aria-describedby": "customs-hint",
                            initial_value: customs.reactions.get(at - 1).map(|one| reaction_label(&words, one)).unwrap_or_default(),
                        }
                    }
                }
            }
            div { class: "field",
                label { r#for: "customs-answer", {words.say("settings-customs-answer")} }
                select { class: "input", id: "customs-answer", name: "answer",
                    for hours in times {
                        option { key: "{hours}", value: "{hours}", selected: hours == chosen, {words.hours(hours)} }
                    }
                }
            }
            Refusal { sent: sender.sent }
            div { class: "btns", button { class: "btn", id: "customs-keep", disabled: sender.is_busy(), {words.say("settings-customs-keep")} } }
        }
    }
}
