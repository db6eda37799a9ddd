//! Everyone, in the order of the alphabet, beside the person one looks at.

mod person;

pub use person::Person;

use crate::route::Route;
use crate::screens::frame::{Panes, StandingBanner};
use crate::seam::{Seen, use_view};
use crate::tree::use_words;
use crate::when::{DAY_MS, now_ms};
use crate::widgets::empty::{Drawing, Empty};
use crate::widgets::face::Face;
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
    let alike = alike(&active);
    rsx! {
        div { class: "flow flow-tight",
            Group { community, id: "waiting", title: words.say("people-waiting"), rows: waiting, alike: alike.clone() }
            Group { community, id: "new", title: words.say("people-new"), rows: new, alike: alike.clone() }
            Group { community, id: "all", title: words.say("people-all"), rows: active, alike: alike.clone() }
            Group { community, id: "expected", title: words.say("people-expected"), rows: expected, alike: alike.clone() }
            Group { community, id: "gone", title: words.say("people-gone"), rows: gone, alike }
        }
        p { class: "list-end faint", {words.say("people-order")} }
    }
}

/// Names that more than one has.
fn alike(rows: &[PersonRow]) -> Vec<String> {
    let mut names: Vec<String> = rows.iter().map(|row| row.name.to_lowercase()).collect();
    names.sort();
    names
        .chunk_by(|one, other| one == other)
        .filter(|same| same.len() > 1)
        .filter_map(|same| same.first().cloned())
        .collect()
}

#[component]
fn Group(
    community: ReadSignal<String>,
    id: &'static str,
    title: String,
    rows: Vec<PersonRow>,
    alike: Vec<String>,
) -> Element {
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
                            h3 { class: "row-title",
                                Link { to: Route::Person { community: community(), person: row.person.clone() }, class: "row-link",
                                    span { dir: "auto", {words.person(&row.name)} }
                                    if row.me { {words.say("post-you")} }
                                }
                            }
                            p { class: "row-text", {under(&words, &row, &alike)} }
                        }
                    }
                }
            }
        }
    }
}

/// The role, and of people who are called the same what tells them apart.
fn under(words: &Words, row: &PersonRow, alike: &[String]) -> String {
    let standing = standing(words, row);
    if alike.contains(&row.name.to_lowercase()) {
        let mark: String = row.person.chars().take(4).collect();
        return words.with("people-alike", [("standing", standing.into()), ("mark", mark.into())]);
    }
    standing
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_who_are_called_the_same_are_told_apart() {
        let row = |person: &str, name: &str| PersonRow {
            person: person.to_owned(),
            name: name.to_owned(),
            role: Role::Member,
            status: Standing::Active,
            devices: 1,
            me: false,
            came_ms: None,
            versions: vec![],
        };
        let rows = [row("abcdef", "Ada"), row("ghijkl", "ada"), row("mnopqr", "Ben")];
        let alike = alike(&rows);
        assert_eq!(alike, ["ada"]);
        let words = Words::of("en");
        assert!(under(&words, &rows[0], &alike).contains("abcd"));
        assert!(!under(&words, &rows[2], &alike).contains("mnop"));
    }
}
