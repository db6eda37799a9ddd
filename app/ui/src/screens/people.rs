//! Everyone, in the order of the alphabet, beside the person one looks at.

mod decided;
mod person;
mod waits;

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
use kith_community::charter::{PeopleQuery, PersonRow, Standing};
use kith_community::command::Role;

/// How long someone is new, in milliseconds: a week.
const NEW_MS: i64 = 7 * DAY_MS;
/// Most newcomers who are listed apart, before everyone.
const NEW_MOST: usize = 12;
/// People who are drawn at first, and how many more each time the end of the list is near.
const PAGE: usize = 60;

/// How much of the list is drawn. It outlives the screen, since another address draws all of a screen anew.
#[derive(Clone, Copy)]
pub struct PeopleList {
    /// Of which community it is.
    community: Signal<String>,
    most: Signal<usize>,
}

impl PeopleList {
    /// Its first page.
    pub fn new() -> Self {
        Self { community: Signal::new(String::new()), most: Signal::new(PAGE) }
    }

    /// Begins anew in another community.
    fn enter(mut self, community: &str) {
        if *self.community.peek() != community {
            self.community.set(community.to_owned());
            self.most.set(PAGE);
        }
    }
}

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

/// People under one heading.
#[derive(Clone, Debug, PartialEq)]
struct Part {
    id: &'static str,
    title: &'static str,
    rows: Vec<PersonRow>,
}

/// Everyone under their headings, each in the order of the language's alphabet: the rows are light, so that all of them
/// come, and only a page of them is drawn.
fn parts(words: &Words, mut rows: Vec<PersonRow>, now_ms: i64) -> Vec<Part> {
    rows.sort_by(|one, other| words.compare(&one.name, &other.name).then(one.person.cmp(&other.person)));
    let part = |id, title, is: &dyn Fn(&PersonRow) -> bool| {
        let rows = rows.iter().filter(|row| is(row)).cloned().collect();
        Part { id, title, rows }
    };
    let is_new = |row: &PersonRow| is_new(row, now_ms);
    // Where nearly everyone is new, a second list of them helps nobody.
    let few = rows.iter().filter(|row| is_new(row)).count() <= NEW_MOST;
    vec![
        part("waiting", "people-waiting", &|row| row.status == Standing::Waiting),
        part("new", "people-new", &|row| few && is_new(row)),
        part("all", "people-all", &|row| row.status == Standing::Active),
        part("expected", "people-expected", &|row| row.status == Standing::Expected),
        part("gone", "people-gone", &|row| matches!(row.status, Standing::Removed | Standing::Left)),
    ]
}

/// Whether somebody has just come.
fn is_new(row: &PersonRow, now_ms: i64) -> bool {
    row.status == Standing::Active && row.came_ms > Some(now_ms - NEW_MS)
}

/// The first rows of all parts together, at most `most`, and how many that are.
fn first(mut parts: Vec<Part>, most: usize) -> (Vec<Part>, usize) {
    let mut left = most;
    for part in &mut parts {
        part.rows.truncate(left);
        left -= part.rows.len();
    }
    (parts, most - left)
}

#[component]
fn All(community: ReadSignal<String>) -> Element {
    let words = use_words();
    let list = use_context::<PeopleList>();
    use_hook(|| list.enter(&community.peek()));
    let mut most = list.most;
    let people = use_view(move || Some(community()), || PeopleQuery);
    let seen = people.read();
    let rows = match &*seen {
        Seen::Here(rows) => rows.clone(),
        other => return rsx! { Waits { why: other.why() } },
    };
    let parts = parts(&words, rows, now_ms());
    let all: usize = parts.iter().map(|part| part.rows.len()).sum();
    let (parts, drawn) = first(parts, most());
    rsx! {
        div { class: "flow flow-tight",
            for part in parts {
                Group { key: "{part.id}", community, part }
            }
        }
        if drawn < all {
            button { class: "btn list-more", r#type: "button", "data-near": "people {drawn}", onclick: move |_| most += PAGE, {words.say("people-more")} }
        }
        div { class: "btns list-foot",
            Link { to: Route::Decided { community: community() }, class: "btn btn-quiet", Draw { icon: Icon::History } {words.say("decided-title")} }
        }
        p { class: "list-end faint", {words.say("people-order")} }
    }
}

#[component]
fn Group(community: ReadSignal<String>, part: Part) -> Element {
    let words = use_words();
    let route = use_route::<Route>();
    let Part { id, title, rows } = part;
    if rows.is_empty() {
        return rsx! {};
    }
    rsx! {
        section { "aria-labelledby": "people-{id}",
            div { class: "head", h2 { id: "people-{id}", {words.say(title)} } }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, status: Standing, came_ms: Option<i64>) -> PersonRow {
        PersonRow {
            person: name.to_owned(),
            name: name.to_owned(),
            chosen: name.to_owned(),
            role: Role::Member,
            status,
            devices: 1,
            me: false,
            came_ms,
            versions: Vec::new(),
        }
    }

    #[test]
    fn newcomers_stand_apart_while_they_are_few() {
        for (came, apart) in [(0, 0), (1, 1), (NEW_MOST, NEW_MOST), (NEW_MOST + 1, 0), (80, 0)] {
            let mut rows: Vec<PersonRow> =
                (0..came).map(|at| row(&at.to_string(), Standing::Active, Some(DAY_MS))).collect();
            rows.push(row("Long here", Standing::Active, Some(0)));
            let parts = parts(&Words::of("en"), rows, 7 * DAY_MS);
            let count = |id| parts.iter().find(|part| part.id == id).map_or(0, |part| part.rows.len());
            assert_eq!((count("new"), count("all")), (apart, came + 1));
        }
    }

    #[test]
    fn a_page_of_people_goes_over_the_headings() {
        let rows = vec![
            row("Éa", Standing::Active, None),
            row("Zoe", Standing::Waiting, None),
            row("Ada", Standing::Active, Some(DAY_MS)),
            row("Fay", Standing::Left, None),
        ];
        let parts = parts(&Words::of("en"), rows, 2 * DAY_MS);
        let names = |most| -> Vec<(&str, Vec<String>)> {
            let (parts, _) = first(parts.clone(), most);
            let drawn = parts.into_iter().filter(|part| !part.rows.is_empty());
            drawn.map(|part| (part.id, part.rows.into_iter().map(|row| row.name).collect())).collect()
        };
        let of = |id, names: &[&str]| (id, names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert_eq!(names(3), [of("waiting", &["Zoe"]), of("new", &["Ada"]), of("all", &["Ada"])]);
        let all = [of("waiting", &["Zoe"]), of("new", &["Ada"]), of("all", &["Ada", "Éa"]), of("gone", &["Fay"])];
        assert_eq!(names(60), all);
        assert_eq!([0, 4, 5, 60].map(|most| first(parts.clone(), most).1), [0, 4, 5, 5]);
    }
}
