//! What stewards tell everyone: the list, one announcement and who has read it, and what of it stands on Today.

mod new;
mod waits;

pub use new::NewAnnouncement;

use crate::parts::notice::Refusal;
use crate::route::Route;
use crate::screens::frame::{CommunityContext, StandingBanner};
use crate::seam::{Seen, use_send, use_view};
use crate::tree::{Said, Toast, use_words};
use crate::when::now_ms;
use crate::widgets::empty::{Drawing, Empty};
use crate::widgets::face::{Face, Size};
use crate::widgets::icon::{Draw, Icon};
use crate::widgets::name::Name;
use crate::widgets::notice::Waits;
use crate::words::Words;
use dioxus::prelude::*;
use kith_community::announcement::{
    AnnouncementQuery, AnnouncementRow, AnnouncementView, AnnouncementsQuery, Command, HowFar, ReaderRow, ReadersCount,
};

/// How many stand in the list at first, and how many more each time.
const PAGE: u32 = 40;
/// How many stand on Today.
const LATEST: u32 = 3;

/// All of them.
#[component]
pub fn Announcements(community: ReadSignal<String>) -> Element {
    let words = use_words();
    let mut most = use_signal(|| PAGE);
    let seen = use_view(move || Some(community()), move || AnnouncementsQuery { most: most() });
    rsx! {
        main { class: "main page", id: "main", tabindex: "-1",
            div { class: "flow",
                StandingBanner {}
                match &*seen.read() {
                    Seen::Here(view) => rsx! {
                        h2 { tabindex: "-1", "data-focus": true, {words.say("announcements-title")} }
                        if view.may_announce {
                            div { class: "btns", Link { to: Route::NewAnnouncement { community: community() }, class: "btn btn-main", Draw { icon: Icon::SquarePen } {words.say("announcement-new")} } }
                        }
                        if view.rows.is_empty() {
                            Empty { drawing: Drawing::Nothing, title: words.say("announcements-none"),
                                text: words.say(if view.may_announce { "announcements-none-may" } else { "announcements-none-text" })
                            }
                        } else {
                            ul { class: "rows",
                                for row in view.rows.clone() {
                                    Announced { key: "{row.announcement}", community, row }
                                }
                            }
                        }
                        if view.has_older {
                            div { class: "btns", button { class: "btn", r#type: "button", onclick: move |_| most += PAGE, {words.say("announcements-older")} } }
                        }
                    },
                    other => rsx! { Waits { why: other.why() } },
                }
            }
        }
    }
}

/// The latest, on Today; nothing where there is none and none may be made.
#[component]
pub fn Latest(community: ReadSignal<String>) -> Element {
    let words = use_words();
    let seen = use_view(move || Some(community()), || AnnouncementsQuery { most: LATEST });
    let seen = seen.read();
    let Seen::Here(view) = &*seen else {
        return rsx! {};
    };
    if view.rows.is_empty() && !view.may_announce {
        return rsx! {};
    }
    rsx! {
        section { "aria-labelledby": "announced",
            div { class: "head",
                h2 { id: "announced", {words.say("announcements-title")} }
                if !view.rows.is_empty() {
                    Link { to: Route::Announcements { community: community() }, class: "link-act head-act", {words.say("announcements-all")} }
                }
            }
            if view.rows.is_empty() {
                p { class: "label quiet", {words.say("announcements-none-may")} }
            } else {
                ul { class: "rows",
                    for row in view.rows.clone() {
                        Announced { key: "{row.announcement}", community, row }
                    }
                }
            }
            if view.may_announce {
                div { class: "btns", Link { to: Route::NewAnnouncement { community: community() }, class: "btn", Draw { icon: Icon::SquarePen } {words.say("announcement-new")} } }
            }
        }
    }
}

/// One in a list.
#[component]
fn Announced(community: ReadSignal<String>, row: AnnouncementRow) -> Element {
    let words = use_words();
    let to = Route::Announcement { community: community(), announcement: row.announcement };
    let title = titled(&words, &row.title);
    rsx! {
        li { class: "row",
            Face { person: row.person, name: row.author.clone() }
            div { class: "row-body",
                h3 { class: "row-title", Link { to, class: "row-link", span { class: "clamp-2", dir: "auto", "{title}" } } }
                p { class: "row-text row-last", b { class: "clamp-1", Name { name: words.person(&row.author) } } }
                if let Some(readers) = row.readers {
                    p { class: "row-text", {counted(&words, &readers)} }
                } else if !row.read && !row.mine {
                    p { class: "badges", span { class: "badge", "data-dye": "edo", Draw { icon: Icon::Hourglass } {words.say("announcement-unread")} } }
                }
            }
            div { class: "row-side", time { {words.when(now_ms(), row.time_ms)} } }
        }
    }
}

/// One announcement, and for who looks after the community how far it has got.
#[component]
pub fn Announcement(community: ReadSignal<String>, announcement: ReadSignal<String>) -> Element {
    let seen = use_view(move || Some(community()), move || AnnouncementQuery { announcement: announcement() });
    rsx! {
        main { class: "main page", id: "main", tabindex: "-1",
            div { class: "flow",
                StandingBanner {}
                match &*seen.read() {
                    Seen::Here(view) => rsx! { One { community, view: view.clone() } },
                    other => rsx! { Waits { why: other.why() } },
                }
            }
        }
    }
}

#[component]
fn One(community: ReadSignal<String>, view: AnnouncementView) -> Element {
    let words = use_words();
    let AnnouncementView { row, people } = view;
    let (title, by) = (titled(&words, &row.title), words.person(&row.author));
    rsx! {
        article { class: "slip announced", "aria-labelledby": "announcement",
            p { class: "ask-why",
                Face { person: row.person.clone(), name: row.author.clone(), size: Size::Small }
                span { {words.with("announcement-by", [("name", by.into())])} }
                small { time { {words.moment(now_ms(), row.time_ms)} } }
            }
            h2 { id: "announcement", class: "slip-title", tabindex: "-1", "data-focus": true, dir: "auto", "{title}" }
            if !row.text.is_empty() { p { class: "announced-text voice", dir: "auto", "{row.text}" } }
            if row.lacks { p { class: "quiet", {words.say("announcement-lacks")} } }
            if row.mine {
                TakeBack { community, announcement: row.announcement.clone() }
            } else if !row.lacks {
                Acknowledge { community: community(), announcement: row.announcement.clone(), read: row.read, about: "announcement" }
            }
        }
        if row.readers.is_some() {
            Readers { community, people }
        }
    }
}

/// Says that one has read it, or that one has said so. `about`: the id of its title.
#[component]
pub fn Acknowledge(community: String, announcement: String, read: bool, about: String) -> Element {
    let (words, sender, told) = (use_words(), use_send(), use_context::<Said>());
    let CommunityContext(around) = use_context();
    let writes = around.read().as_ref().is_none_or(|view| view.may.write);
    let said = words.say("announcement-read");
    let acknowledge = move |_| {
        let (command, said) = (Command::Acknowledge { announcement: announcement.clone() }, said.clone());
        sender.send(Some(community.clone()), command, move |_| told.say(said));
    };
    rsx! {
        div { class: "ask-foot",
            if read {
                p { class: "badges", span { class: "badge", "data-dye": "uli", Draw { icon: Icon::Check } {words.say("announcement-read")} } }
            } else if writes {
                button { class: "btn btn-main", r#type: "button", "aria-describedby": "{about}", disabled: sender.is_busy(), onclick: acknowledge, Draw { icon: Icon::Check } {words.say("announcement-acknowledge")} }
            }
            Refusal { sent: sender.sent }
        }
    }
}

/// Takes it back, once it was asked whether that is meant.
#[component]
fn TakeBack(community: ReadSignal<String>, announcement: String) -> Element {
    let (words, sender, toast) = (use_words(), use_send(), use_context::<Toast>());
    let mut asked = use_signal(|| false);
    let said = words.say("announcement-taken-back");
    let take_back = move |_| {
        let (command, said) = (Command::TakeBack { announcement: announcement.clone() }, said.clone());
        sender.send(Some(community()), command, move |_| {
            toast.say(said);
            navigator().replace(Route::Announcements { community: community() });
        });
    };
    rsx! {
        div { class: "ask-foot",
            if asked() {
                p { class: "label", {words.say("announcement-take-back-ask")} }
                button { class: "btn btn-stop", r#type: "button", disabled: sender.is_busy(), onclick: take_back, {words.say("announcement-take-back")} }
                button { class: "btn btn-quiet", r#type: "button", onclick: move |_| asked.set(false), {words.say("not-now")} }
            } else {
                button { class: "btn btn-quiet", r#type: "button", onclick: move |_| asked.set(true), {words.say("announcement-take-back")} }
            }
            Refusal { sent: sender.sent }
        }
    }
}

/// Everyone else, by what is known of them.
#[component]
fn Readers(community: ReadSignal<String>, people: Vec<ReaderRow>) -> Element {
    let words = use_words();
    rsx! {
        section { class: "flow", "aria-labelledby": "readers",
            header { class: "stack-s",
                h2 { id: "readers", {words.say("announcement-who")} }
                p { class: "label quiet", {words.say("announcement-who-text")} }
            }
            if people.is_empty() {
                p { class: "quiet", {words.say("announcement-who-none")} }
            }
            for (how_far, id, key) in [
                (HowFar::Unknown, "unknown", "announcement-unknown"),
                (HowFar::Has, "has", "announcement-has"),
                (HowFar::Read, "read", "announcement-have-read"),
            ] {
                Group { key: "{id}", community, id, title: key, people: people.iter().filter(|row| row.how_far == how_far).cloned().collect::<Vec<_>>() }
            }
        }
    }
}

#[component]
fn Group(community: ReadSignal<String>, id: &'static str, title: &'static str, people: Vec<ReaderRow>) -> Element {
    let words = use_words();
    if people.is_empty() {
        return rsx! {};
    }
    rsx! {
        section { "aria-labelledby": "{id}",
            h3 { id: "{id}", class: "announced-group", {words.with(title, [("count", people.len().into())])} }
            ul { class: "announced-people",
                for row in people {
                    li { key: "{row.person}",
                        Link { to: Route::Person { community: community(), person: row.person.clone() }, class: "announced-person",
                            Face { person: row.person.clone(), name: row.name.clone(), size: Size::Small }
                            span { class: "clamp-1", Name { name: words.person(&row.name) } }
                        }
                    }
                }
            }
        }
    }
}

/// How far one has got, in one line: of each only where there is somebody.
fn counted(words: &Words, readers: &ReadersCount) -> String {
    let ReadersCount { read, has, unknown } = *readers;
    if [read, has, unknown] == [0; 3] {
        return words.say("announcement-who-none");
    }
    // How many have read it is said also where nobody has: the others are told beside it.
    let others = [("announcement-count-has", has), ("announcement-count-unknown", unknown)];
    let others = others.into_iter().filter(|(_, count)| *count > 0);
    let told = std::iter::once(("announcement-count-read", read)).chain(others);
    told.map(|(key, count)| words.with(key, [("count", count.into())])).collect::<Vec<_>>().join(" · ")
}

/// What it says in one line: that may not have come yet.
fn titled(words: &Words, title: &str) -> String {
    if title.is_empty() { words.say("announcement-untitled") } else { title.to_owned() }
}
