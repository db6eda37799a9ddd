//! A form for an announcement.

use crate::parts::notice::{NotKept, Refusal};
use crate::route::Route;
use crate::seam::{Seam, Seen, use_send, use_view};
use crate::tree::use_words;
use crate::widgets::field::{Draft, Field, Kind, sending_of, text};
use crate::widgets::notice::Waits;
use dioxus::prelude::*;
use kith_community::announcement::{AnnouncementsQuery, Command, DRAFT, DRAFT_TITLE, MAX_TITLE};
use kith_community::command::Done;
use kith_community::local::{DraftQuery, DraftView};

/// The form.
#[component]
pub fn NewAnnouncement(community: ReadSignal<String>) -> Element {
    let words = use_words();
    let draft = use_view(move || Some(community()), || DraftQuery { place: DRAFT.to_owned() });
    let title = use_view(move || Some(community()), || DraftQuery { place: DRAFT_TITLE.to_owned() });
    let may = use_view(move || Some(community()), || AnnouncementsQuery { most: 0 });
    rsx! {
        main { class: "main page", id: "main", tabindex: "-1",
            div { class: "flow",
                header { class: "stack-s",
                    h2 { class: "slip-title", tabindex: "-1", "data-focus": true, {words.say("announcement-new")} }
                    p { class: "label quiet", {words.say("announcement-new-text")} }
                }
                match (&*may.read(), &*draft.read(), &*title.read()) {
                    (Seen::Here(view), ..) if !view.may_announce => rsx! { p { class: "quiet", {words.say("announcement-may-not")} } },
                    (Seen::Here(_), Seen::Here(draft), Seen::Here(title)) => rsx! {
                        Form { community, draft: draft.clone(), title: title.clone() }
                    },
                    (may, draft, title) => rsx! { Waits { why: may.why().or(draft.why()).or(title.why()) } },
                }
            }
        }
    }
}

#[component]
fn Form(community: ReadSignal<String>, draft: DraftView, title: DraftView) -> Element {
    let (words, sender, seam) = (use_words(), use_send(), use_context::<Seam>());
    let ended = seam.clone();
    let announce = move |event: FormEvent| {
        let more = Some(text(&event, "body")).filter(|text| !text.trim().is_empty());
        let command = Command::Announce { title: text(&event, "title"), text: more };
        let seam = ended.clone();
        sender.send(Some(community()), command, move |done| {
            // After the letters that are still gathered.
            for place in [DRAFT, DRAFT_TITLE] {
                seam.keep_draft(community(), place.to_owned(), String::new(), None);
            }
            if let Done::Post { post } = done {
                navigator().replace(Route::Announcement { community: community(), announcement: post });
            }
        });
    };
    let at = |place: &str| format!("{community}/{place}");
    let kept =
        |place: &str, of: &DraftView| Draft { place: at(place), kept: of.text.clone(), sending: of.sending.clone() };
    let keeps = |place: &'static str| {
        let seam = seam.clone();
        move |event: FormEvent| seam.keep_draft(community(), place.to_owned(), event.value(), sending_of(&event))
    };
    let (keep, keep_title) = (keeps(DRAFT), keeps(DRAFT_TITLE));
    rsx! {
        form { class: "form", id: "announcement-form", onsubmit: announce,
            Field { form: "announcement", name: "title", label: words.say("announcement-what"), hint: words.say("announcement-what-hint"), most: MAX_TITLE, begin: title.text.clone(), draft: kept(DRAFT_TITLE, &title), oninput: keep_title,
                NotKept { place: at(DRAFT_TITLE) }
            }
            Field { form: "announcement", name: "body", label: words.say("announcement-more"), kind: Kind::Lines, needed: false, begin: draft.text.clone(), draft: kept(DRAFT, &draft), oninput: keep,
                NotKept { place: at(DRAFT) }
            }
            Refusal { sent: sender.sent }
            div { class: "btns",
                button { class: "btn btn-main", disabled: sender.is_busy(), {words.say("announcement-send")} }
                Link { to: Route::Announcements { community: community() }, class: "btn btn-quiet", {words.say("not-now")} }
            }
        }
    }
}
