//! Coming in by a link: what it says of itself, then each step by its name, and what to do when one fails.

use super::scan::Scan;
use super::{Back, DoorFrame};
use crate::parts::notice::Refusal;
use crate::route::Route;
use crate::seam::{Seam, Seen, Sent, use_send, use_tapped, use_view};
use crate::tree::{InSight, use_words};
use crate::when::now_ms;
use crate::widgets::face::glyph;
use crate::widgets::field::{self, Field, Kind, text};
use crate::widgets::icon::{Draw, Icon};
use dioxus::prelude::*;
use kith_community::command::{Done, Step, Trouble};
use kith_community::home;
use kith_community::home::{CommunitiesQuery, CommunityRow, EnteringView, LinkQuery, LinkView};
use kith_community::profile::MAX_NAME;

/// Seconds that a page waits for someone who lets a newcomer in: as long as it is open. The join itself goes on.
const PATIENCE_S: u32 = u32::MAX;

/// How far one has come.
#[derive(Clone, PartialEq)]
enum Stage {
    /// The link is asked for.
    Link(Option<Trouble>),
    /// The link is read, and it is asked whether to go by it: a newcomer by what name.
    Meet(LinkView, String),
    /// On the way in.
    Going(LinkView, home::Command),
    /// In; or known, until a steward says yes.
    In { community: String, waiting: bool, steps: Vec<Step> },
}

/// For a newcomer.
#[component]
pub fn Join() -> Element {
    rsx! { Enter { for_device: false } }
}

/// For a further device.
#[component]
pub fn Again() -> Element {
    rsx! { Enter { for_device: true } }
}

#[component]
fn Enter(for_device: bool) -> Element {
    let stage = use_signal(|| Stage::Link(None));
    let tapped = use_tapped();
    use_tapped_link(stage, tapped, for_device);
    let another = !for_device && tapped() && matches!(&*stage.read(), Stage::Meet(..) | Stage::In { .. });
    let now = stage.read().clone();
    rsx! {
        DoorFrame {
            if another {
                Another { stage }
            }
            match now {
                Stage::Link(trouble) => rsx! { AskLink { for_device, stage, trouble } },
                Stage::Meet(link, text) => rsx! { Meet { link, text, stage } },
                Stage::Going(link, command) => rsx! { Going { link, command, stage } },
                Stage::In { community, waiting, steps } => rsx! { Entered { community, waiting, steps } },
            }
        }
    }
}

/// A join that goes on though its page went: it is said, and can be ended.
#[component]
pub fn StillJoining() -> Element {
    let all = use_view(|| None, || CommunitiesQuery);
    let seen = all.read();
    let joining: Vec<CommunityRow> = match &*seen {
        Seen::Here(rows) => rows.iter().filter(|row| row.joining).cloned().collect(),
        _ => Vec::new(),
    };
    rsx! {
        for row in joining {
            Joining { key: "{row.community}", community: row.community.clone(), entering: row.entering.unwrap_or_default() }
        }
    }
}

#[component]
fn Joining(community: String, entering: EnteringView) -> Element {
    let (words, sender) = (use_words(), use_send());
    let end = move |_| sender.manage(home::Command::Forget { community: Some(community.clone()) }, |_| ());
    let name = words.community(&entering.name);
    let title = if entering.ended { "join-over-title" } else { "join-still-title" };
    rsx! {
        div { class: "banner", role: "status", "data-dye": "edo",
            Draw { icon: Icon::Hourglass }
            div {
                b { {words.with(title, [("name", name.into())])} }
                Stands { entering }
                Refusal { sent: sender.sent }
                div { class: "btns", button { class: "btn btn-small", r#type: "button", disabled: sender.is_busy(), onclick: end, {words.say("join-still-end")} } }
            }
        }
    }
}

/// How a join stands that goes on by itself: since when, who was tried, what was answered.
#[component]
fn Stands(entering: EnteringView) -> Element {
    let words = use_words();
    let when = words.moment(now_ms(), entering.since_ms);
    let tried = [("when", when.into()), ("devices", entering.devices.into()), ("times", entering.times.into())];
    rsx! {
        if let Some(answer) = &entering.answer {
            p { {words.sentence(answer)} }
        }
        if !entering.ended {
            p { {words.with("join-still-tried", tried)} }
            p { {words.say("join-still")} }
        }
    }
}

/// Looks at a link that the system was asked to open, where no other one is looked at or gone by.
fn use_tapped_link(mut stage: Signal<Stage>, tapped: ReadSignal<bool>, for_device: bool) {
    let (seam, InSight(in_sight)) = (use_context::<Seam>(), use_context());
    use_effect(move || {
        // Of several pages the one that is looked at takes it.
        if for_device || !tapped() || !in_sight() || !matches!(&*stage.read(), Stage::Link(_)) {
            return;
        }
        let Some(link) = seam.tapped().take() else { return };
        let seam = seam.clone();
        spawn(async move {
            let next = look_at(&seam, link, None).await;
            // Who went on meanwhile by another one is not turned round.
            if matches!(&*stage.peek(), Stage::Link(_)) {
                stage.set(next);
            }
        });
    });
}

/// A link that came while another is looked at: nothing changes under one's hand.
#[component]
fn Another(mut stage: Signal<Stage>) -> Element {
    let words = use_words();
    rsx! {
        div { class: "banner", role: "status", "data-dye": "edo",
            Draw { icon: Icon::Link }
            div { b { {words.say("join-another")} } }
            button { class: "btn btn-small", r#type: "button", onclick: move |_| stage.set(Stage::Link(None)), {words.say("join-another-look")} }
        }
    }
}

#[component]
fn AskLink(for_device: bool, mut stage: Signal<Stage>, trouble: Option<Trouble>) -> Element {
    let (words, seam) = (use_words(), use_context::<Seam>());
    let look = move |link: String| {
        let seam = seam.clone();
        spawn(async move { stage.set(look_at(&seam, link, Some(for_device)).await) });
    };
    let scanned = look.clone();
    let look = move |event: FormEvent| look(text(&event, "link").trim().to_owned());
    let (title, text) = if for_device { ("again-title", "again-text") } else { ("join-title", "join-text") };
    rsx! {
        section { class: "door-main view", "aria-labelledby": "join-title",
            Back {}
            StillJoining {}
            h1 { id: "join-title", tabindex: "-1", "data-focus": true, {words.say(title)} }
            p { class: "quiet", {words.say(text)} }
            Scan { found: scanned }
            form { class: "form", id: "link-form", onsubmit: look,
                Field { form: "link", name: "link", label: words.say("join-link"), hint: words.say("join-link-hint"), kind: Kind::Lines }
                if let Some(trouble) = trouble {
                    p { role: "alert", class: "wrong", {words.sentence(&trouble.0)} }
                }
                button { class: "btn btn-main btn-wide", {words.say("join-look")} }
            }
            if !for_device {
                p { class: "quiet label", {words.say("join-anyone")} }
            }
        }
    }
}

/// What follows a link. `for_device`: what one said one wants, if one did.
async fn look_at(seam: &Seam, link: String, for_device: Option<bool>) -> Stage {
    let asked = LinkQuery { link: link.clone() };
    match seam.look(None, asked).await {
        Seen::Here(view) => {
            let for_device = for_device.unwrap_or(view.for_device);
            next_of(view, link, for_device)
        }
        Seen::Trouble(trouble) => Stage::Link(Some(trouble)),
        _ => Stage::Link(Some(Trouble::of("closing"))),
    }
}

/// What follows a link that could be read.
fn next_of(view: LinkView, link: String, for_device: bool) -> Stage {
    let trouble = match (&view, for_device) {
        (LinkView { for_device: true, .. }, false) => "link-for-device",
        (LinkView { for_device: false, .. }, true) => "link-for-newcomer",
        (LinkView { here: true, .. }, _) => "join-already",
        _ => return Stage::Meet(view, link),
    };
    Stage::Link(Some(Trouble::of(trouble)))
}

#[component]
fn Meet(link: LinkView, text: String, mut stage: Signal<Stage>) -> Element {
    let words = use_words();
    let (name, for_device) = (words.community(&link.name), link.for_device);
    let going = link.clone();
    let join = move |event: FormEvent| {
        let link = text.clone();
        let command = if for_device {
            home::Command::DeviceJoin { link, timeout_s: PATIENCE_S }
        } else {
            home::Command::Join { link, me: field::text(&event, "me"), timeout_s: PATIENCE_S }
        };
        stage.set(Stage::Going(going.clone(), command));
    };
    let invites = if for_device { "again-brings" } else { "meet-invites" };
    rsx! {
        section { class: "door-main view", "aria-labelledby": "meet-title",
            div { class: "who",
                span { class: "place-glyph place-glyph-l", "aria-hidden": "true", "{glyph(&name)}" }
                div { h1 { id: "meet-title", tabindex: "-1", "data-focus": true, dir: "auto", "{name}" } p { class: "quiet label", {words.say(invites)} } }
            }
            if !link.greeting.is_empty() {
                figure { class: "greeting", blockquote { class: "voice", dir: "auto", "{link.greeting}" } figcaption { class: "quiet label", {words.say("meet-greeting")} } }
            }
            if link.expired {
                p { class: "quiet", role: "note", {words.say("meet-expired")} }
            }
            if for_device {
                p { {words.say("again-sees")} }
            } else {
                details { class: "more", summary { {words.say("invite-sees")} } p { class: "label", {words.say("meet-sees")} } }
            }
            form { class: "form", id: "meet-form", onsubmit: join,
                if for_device {
                    button { class: "btn btn-main btn-wide", {words.say("again-bring")} }
                } else {
                    Field { form: "meet", name: "me", label: words.say("start-me"), hint: words.say("start-me-hint"), fill: "nickname", most: MAX_NAME }
                    button { class: "btn btn-main btn-wide", {words.with("meet-join", [("name", name.into())])} }
                }
                button { class: "btn btn-quiet btn-wide", r#type: "button", onclick: move |_| stage.set(Stage::Link(None)), {words.say("join-other-link")} }
            }
        }
    }
}

#[component]
fn Going(link: LinkView, command: home::Command, mut stage: Signal<Stage>) -> Element {
    let (words, sender) = (use_words(), use_send());
    let go = move |command: home::Command| {
        sender.manage(command, move |done| {
            if let Done::Community { community, waiting } = done {
                stage.set(Stage::In { community, waiting, steps: sender.steps.peek().clone() });
            }
        });
    };
    let first = command.clone();
    use_hook(move || go(first));
    let (ends, community) = (use_send(), link.community.clone());
    let end = move |_| ends.manage(home::Command::Forget { community: Some(community.clone()) }, |_| ());
    let trouble = match &*sender.sent.read() {
        Sent::Refused(trouble) => Some(trouble.clone()),
        Sent::Busy | Sent::Idle => None,
    };
    // A name that cannot be is asked for again, with the same link.
    let renames = match (&command, &trouble) {
        (home::Command::Join { link: text, .. }, Some(trouble))
            if trouble.is("line-long") || trouble.is("line-empty") =>
        {
            Some(Stage::Meet(link.clone(), text.clone()))
        }
        _ => None,
    };
    let again = move |_| match &renames {
        Some(asked) => stage.set(asked.clone()),
        None => go(command.clone()),
    };
    let name = words.community(&link.name);
    let stands = use_view(|| None, || CommunitiesQuery);
    let stands = match &*stands.read() {
        Seen::Here(rows) => rows.iter().find(|row| row.community == link.community),
        _ => None,
    }
    .and_then(|row| row.entering.clone());
    rsx! {
        section { class: "door-main view", "aria-labelledby": "going-title",
            h1 { id: "going-title", class: "h-page", tabindex: "-1", "data-focus": true, dir: "auto", {words.with("going-title", [("name", name.into())])} }
            Steps { steps: sender.steps.read().clone(), stuck: trouble.is_some() }
            if let Some(trouble) = trouble {
                p { role: "alert", class: "wrong", {words.sentence(&trouble.0)} }
                div { class: "btns",
                    button { class: "btn btn-main", r#type: "button", onclick: again, {words.say("try-again")} }
                    button { class: "btn", r#type: "button", onclick: move |_| stage.set(Stage::Link(None)), {words.say("join-other-link")} }
                }
            }
            if let Some(entering) = stands.filter(|entering| sender.is_busy() && entering.times > 0) {
                div { role: "status", class: "stack", Stands { entering } }
            }
            if sender.is_busy() {
                button { class: "btn btn-quiet btn-wide", r#type: "button", disabled: ends.is_busy(), onclick: end, {words.say("join-still-end")} }
                Refusal { sent: ends.sent }
            }
            details { class: "more",
                summary { {words.say("join-long")} }
                ol { class: "plain",
                    li { {words.say("join-long-near")} }
                    li { {words.say("join-long-other")} }
                    li { {words.say("join-long-open")} }
                }
            }
        }
    }
}

/// The named steps of joining, in the order in which they come.
const STEPS: [(&str, &str); 4] = [
    ("step-reading", "join-step-reading"),
    ("step-looking", "join-step-looking"),
    ("step-found", "join-step-found"),
    ("step-in", "join-step-in"),
];

#[component]
fn Steps(steps: Vec<Step>, stuck: bool, #[props(default)] done: bool) -> Element {
    let words = use_words();
    let last = STEPS.iter().rposition(|(key, _)| steps.iter().any(|step| step.0.key == *key)).unwrap_or(0);
    let reached = if done { STEPS.len() } else { last };
    let counted = steps.iter().rev().find(|step| step.0.key == "step-records").map(|step| words.sentence(&step.0));
    rsx! {
        div { role: "status",
        ol { class: "steps", "aria-label": words.say("join-steps"),
            for (at, (key, label)) in STEPS.into_iter().enumerate() {
                li { key: "{key}", class: "step",
                    "data-state": state(at, reached, stuck),
                    "aria-current": if at == reached { "step" },
                    span { class: "step-dot",
                        if at < reached { Draw { icon: Icon::Check } }
                        else if at == reached && stuck { Draw { icon: Icon::Close } }
                        else if at == reached { Draw { icon: Icon::Download } }
                        else { Draw { icon: Icon::Clock } }
                    }
                    div {
                        b { {words.say(label)} }
                        if at + 1 == STEPS.len() && let Some(counted) = &counted { p { "{counted}" } }
                    }
                }
            }
        }
        }
    }
}

fn state(at: usize, reached: usize, stuck: bool) -> &'static str {
    match at.cmp(&reached) {
        std::cmp::Ordering::Less => "done",
        std::cmp::Ordering::Equal if stuck => "stuck",
        std::cmp::Ordering::Equal => "now",
        std::cmp::Ordering::Greater => "later",
    }
}

#[component]
fn Entered(community: String, waiting: bool, steps: Vec<Step>) -> Element {
    let words = use_words();
    let (title, text) = if waiting { ("in-waiting-title", "in-waiting") } else { ("in-title", "in-text") };
    rsx! {
        section { class: "door-main view", "aria-labelledby": "in-title",
            h1 { id: "in-title", class: "h-page", tabindex: "-1", "data-focus": true, {words.say(title)} }
            p { class: "lead", {words.say(text)} }
            Steps { steps, stuck: false, done: !waiting }
            Link { to: Route::Today { community: community.clone() }, class: "btn btn-main btn-wide", {words.say("in-go")} }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_of_the_other_kind_is_named_before_it_is_used() {
        let view = |for_device, expired, here| LinkView {
            community: "c1".to_owned(),
            name: "Choir".to_owned(),
            greeting: String::new(),
            for_device,
            expired,
            here,
        };
        for (view, asked_as_device, trouble) in [
            (view(true, false, false), false, "link-for-device"),
            (view(false, false, false), true, "link-for-newcomer"),
            (view(false, false, true), false, "join-already"),
        ] {
            assert!(next_of(view, String::new(), asked_as_device) == Stage::Link(Some(Trouble::of(trouble))));
        }
        assert!(matches!(next_of(view(false, false, false), String::new(), false), Stage::Meet(..)));
        // This device's clock may be wrong: whoever answers decides.
        assert!(matches!(next_of(view(false, true, false), String::new(), false), Stage::Meet(..)));
        // Nor does a device become somebody's without a second look.
        assert!(matches!(next_of(view(true, false, false), String::new(), true), Stage::Meet(..)));
    }

    #[test]
    fn each_step_is_done_now_stuck_or_later() {
        assert_eq!([0, 1, 2].map(|at| state(at, 1, false)), ["done", "now", "later"]);
        assert_eq!(state(1, 1, true), "stuck");
    }
}
