//! An invitation: a link, and the same as a picture for a phone's camera.

use crate::parts::notice::Refusal;
use crate::screens::frame::CommunityContext;
use crate::seam::{Seen, use_send, use_view};
use crate::tree::{Intent, Toast, Wish, use_words};
use crate::widgets::empty::{Drawing, Empty};
use crate::widgets::field::{Field, text};
use crate::widgets::icon::{Draw, Icon};
use crate::widgets::notice::Waits;
use crate::widgets::qr::Qr;
use crate::widgets::sheet::Sheet;
use crate::words::Words;
use dioxus::prelude::*;
use kith_community::charter::Standing;
use kith_community::invitation;
use kith_community::invitation::{InvitationQuery, InvitationView};
use kith_community::profile::MAX_GREETING;

/// Days an invitation is honoured.
const DAYS: u32 = 14;

/// Shows the invitation that is good, or makes one.
#[component]
pub fn Invite(community: ReadSignal<String>) -> Element {
    let (words, sender, intent) = (use_words(), use_send(), use_context::<Intent>());
    let wanted = use_hook(|| intent.take(|wish| *wish == Wish::Invitation).is_some());
    let CommunityContext(around) = use_context();
    let seen = use_view(move || Some(community()), || InvitationQuery);
    let belongs = around.read().as_ref().is_none_or(|view| view.me.status == Standing::Active);
    if !belongs {
        return rsx! {
            Empty { drawing: Drawing::NotAllowed, title: words.say("invite-not-title"), text: words.say("invite-not") }
        };
    }
    let make = move || sender.send(Some(community()), invitation::Command::Open { days: DAYS }, |_| ());
    // Who came here for the code need not ask for it once more.
    let mut made = use_signal(|| !wanted);
    use_effect(move || {
        let none = matches!(&*seen.read(), Seen::Here(InvitationView { link: None, .. }));
        if none && !*made.peek() {
            made.set(true);
            make();
        }
    });
    rsx! {
        section { id: "invite", class: "slip", tabindex: "-1", "data-wish": wanted.then_some("here"), "aria-labelledby": "invite-title",
            h2 { id: "invite-title", class: "slip-title", {words.say("invite-title")} }
            match &*seen.read() {
                Seen::Here(InvitationView { link: Some(link), until_ms, greeting }) => rsx! {
                    Made { community, link: link.clone(), until_ms: *until_ms }
                    Greet { community, greeting: greeting.clone() }
                },
                Seen::Here(_) => rsx! {
                    p { class: "label", {words.with("invite-text", [("days", DAYS.into())])} }
                    button { class: "btn btn-main btn-wide", r#type: "button", disabled: sender.is_busy(), onclick: move |_| make(),
                        Draw { icon: Icon::QrCode } {words.say("invite-make")}
                    }
                },
                other => rsx! { Waits { why: other.why() } },
            }
            Refusal { sent: sender.sent }
            details { class: "more",
                summary { {words.say("invite-sees")} }
                p { class: "label", {words.say("invite-sees-text")} }
            }
        }
    }
}

#[component]
fn Made(community: ReadSignal<String>, link: String, until_ms: i64) -> Element {
    let (words, sender, toast) = (use_words(), use_send(), use_context::<Toast>());
    let mut full = use_signal(|| false);
    let CommunityContext(around) = use_context();
    let name = words.community(&around.read().as_ref().map(|view| view.name.clone()).unwrap_or_default());
    let in_now = around.read().as_ref().map(|view| view.people).unwrap_or_default();
    let day = words.day(until_ms - 1);
    let message = message(&words, &name, &day, &link);
    let said = words.clone();
    let close = move |_| {
        let said = said.clone();
        sender.send(Some(community()), invitation::Command::Close, move |_| toast.say(said.say("invite-now-closed")));
    };
    rsx! {
        div { class: "qr", Qr { link: link.clone() } }
        p { class: "label quiet centre", {words.with("invite-until", [("day", day.into())])} }
        label { class: "sr", r#for: "invite-link", {words.say("invite-link")} }
        textarea { id: "invite-link", class: "input invite-text", readonly: true, rows: "5", dir: "auto", value: "{message}" }
        div { class: "btns btns-even",
            button { class: "btn", r#type: "button", "data-copy": "invite-link", Draw { icon: Icon::Copy } {words.say("copy")} }
            button { class: "btn", r#type: "button", "data-share": "invite-link", Draw { icon: Icon::Share } {words.say("share")} }
            button { class: "btn", r#type: "button", onclick: move |_| full.set(true), Draw { icon: Icon::Maximize } {words.say("invite-full")} }
        }
        button { class: "btn btn-quiet", r#type: "button", disabled: sender.is_busy(), onclick: close, {words.say("invite-close")} }
        Refusal { sent: sender.sent }
        if full() {
            Sheet { id: "invite-full", class: "qr-full", title: words.with("invite-full-title", [("name", name.into())]), close: move |()| full.set(false),
                Qr { link: link.clone() }
                p { class: "centre", {words.say("invite-full-text")} }
                // Whoever shows it to a hall sees that they come in.
                p { class: "centre h-page", role: "status", {words.with("invite-full-in", [("count", in_now.into())])} }
            }
        }
    }
}

/// What is copied or shared: whoever pastes all of it joins, since the link is found in it.
fn message(words: &Words, name: &str, day: &str, link: &str) -> String {
    format!("{}\n\n{link}", words.with("invite-message", [("name", name.into()), ("day", day.into())]))
}

/// A line of one's own, which whoever comes reads first.
#[component]
fn Greet(community: ReadSignal<String>, greeting: String) -> Element {
    let (words, sender, toast) = (use_words(), use_send(), use_context::<Toast>());
    let said = words.clone();
    let keep = move |event: FormEvent| {
        let greeting = text(&event, "greeting");
        let said = said.say(if greeting.trim().is_empty() { "invite-not-greeted" } else { "invite-greeted" });
        sender.send(Some(community()), invitation::Command::Greet { greeting }, move |_| toast.say(said));
    };
    rsx! {
        form { class: "form", id: "greet-form", onsubmit: keep,
            Field { form: "greet", name: "greeting", label: words.say("invite-greeting"), hint: words.say("invite-greeting-hint"), begin: greeting, most: MAX_GREETING, needed: false }
            Refusal { sent: sender.sent }
            div { class: "btns", button { class: "btn", disabled: sender.is_busy(), {words.say("invite-greet")} } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::LANGUAGES;

    #[test]
    fn what_is_shared_names_the_community_and_ends_with_the_link() {
        for language in &LANGUAGES {
            let said = message(&Words::of(language.code), "Nkwọ 24", "9 Nov", "kith:abc");
            assert!(said.contains("Nkwọ 24") && said.contains("9 Nov") && said.ends_with("\nkith:abc"), "{said}");
            assert_eq!(said.matches("kith:").count(), 1, "{said}");
        }
    }
}
