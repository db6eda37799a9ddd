//! Everyone, in the order of the alphabet, beside the person one looks at.

mod decided;
mod person;

pub use decided::{Decided, DecidedRow};
pub use person::Person;

use crate::route::Route;
use crate::screens::frame::{Panes, StandingBanner};
use crate::seam::{Seen, use_view};
use crate::tree::use_words;
use crate::when::{DAY_MS, now_ms};
use crate::widgets::empty::{Drawing, Empty};
use crate::widgets::face::Face;
use crate::widgets::icon::{Draw, Icon};
use crate::widgets::name::Name;
use crate::widgets::notice::Waits;
use crate::words::Words;
use dioxus::prelude::*;
use kith_community::command::Role;
use kith_community::query::{PersonRow, Query, Standing, View};

/// How long someone is new, in milliseconds: a week.
const NEW_MS: i64 = 7 * DAY_MS;

/// The list of people, and one of them.
#[component]
pub fn PeoplePanes(community: ReadSignal<String>) -> Element {
    let words = use_words();
    rsx! {
        Panes { label: words.say("people-list"),
            StandingBanner {}
            All { community }
        }
    }
}

/// Stands beside the list while nobody is chosen.
#[component]
pub fn Nobody(community: String) -> Element {
    let words = use_words();
    rsx! {
        section { class: "pane pane-one", "aria-label": words.say("people-person"),
            Empty { drawing: Drawing::Nothing, title: words.say("people-choose-title"), text: words.say("people-choose") }
        }
    }
}

#[component]
fn All(community: ReadSignal<String>) -> Element {
    let words = use_words();
    let people = use_view(move || Some(community()), || Query::People);
    let seen = people.read();
    let mut rows = match &*seen {
        Seen::Here(View::People(rows)) => rows.clone(),
        other => return rsx! { Waits { seen: other.clone() } },
    };
    rows.sort_by(|one, other| words.compare(&one.name, &other.name).then(one.person.cmp(&other.person)));
    let is = |wanted: Standing| move |row: &&PersonRow| row.status == wanted;
    let waiting: Vec<PersonRow> = rows.iter().filter(is(Standing::Waiting)).cloned().collect();
    let active: Vec<PersonRow> = rows.iter().filter(is(Standing::Active)).cloned().collect();
    let since = now_ms() - NEW_MS;
    let new: Vec<PersonRow> = active.iter().filter(|row| row.came_ms > Some(since)).cloned().collect();
    let expected: Vec<PersonRow> = rows.iter().filter(is(Standing::Expected)).cloned().collect();
    let gone: Vec<PersonRow> =
        rows.iter().filter(|row| matches!(row.status, Standing::Removed | Standing::Left)).cloned().collect();
    rsx! {
        div { class: "flow flow-tight",
            Group { community, id: "waiting", title: words.say("people-waiting"), rows: waiting }
            Group { community, id: "new", title: words.say("people-new"), rows: new }
            Group { community, id: "all", title: words.say("people-all"), rows: active }
            Group { community, id: "expected", title: words.say("people-expected"), rows: expected }
            Group { community, id: "gone", title: words.say("people-gone"), rows: gone }
        }
        div { class: "btns list-foot",
            Link { to: Route::Decided { community: community() }, class: "btn btn-quiet", Draw { icon: Icon::History } {words.say("decided-title")} }
        }
        p { class: "list-end faint", {words.say("people-order")} }
    }
}

#[component]
fn Group(community: ReadSignal<String>, id: &'static str, title: String, rows: Vec<PersonRow>) -> Element {
    let words = use_words();
    let route = use_route::<Route>();
    if rows.is_empty() {
        return rsx! {};
    }
    rsx! {
        section { "aria-labelledby": "people-{id}",
            div { class: "head", h2 { id: "people-{id}", "{title}" } }
            ul { class: "rows",
                for row in rows {
                    li {
                        key: "{row.person}",
                        class: "row",
                        "aria-current": if matches!(&route, Route::Person { person, .. } if *person == row.person) { "true" },
                        Face { person: row.person.clone(), name: row.name.clone(), away: row.status != Standing::Active }
                        div { class: "row-body",
                            h3 { class: "row-title clamp-2",
                                Link { to: Route::Person { community: community(), person: row.person.clone() }, class: "row-link",
                                    Name { name: row.name.clone() }
                                    if row.me { {words.say("post-you")} }
                                }
                            }
                            p { class: "row-text", {standing(&words, &row)} }
                        }
                    }
                }
            }
        }
    }
}

/// How a person stands, in words.
fn standing(words: &Words, row: &PersonRow) -> String {
    match row.status {
        Standing::Expected => words.say("standing-expected"),
        Standing::Waiting => words.say("standing-waiting"),
        Standing::Removed => words.say("standing-removed"),
        Standing::Left => words.say("standing-left"),
        Standing::Active => words.with("role", [("role", role_key(row.role).into())]),
    }
}

/// A role as sentences name it.
fn role_key(role: Role) -> &'static str {
    match role {
        Role::Guest => "guest",
        Role::Member => "member",
        Role::Steward => "steward",
        Role::Organiser => "organiser",
    }
}
