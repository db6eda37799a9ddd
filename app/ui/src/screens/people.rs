//! Everyone who ever came, in the order of their names.

use crate::seam::{Seen, use_view};
use crate::widgets::notice::Waits;
use dioxus::prelude::*;
use kith_community::command::Role;
use kith_community::query::{PersonRow, Query, Standing, View};

/// The people of a community.
#[component]
pub fn People(community: ReadSignal<String>) -> Element {
    let people = use_view(move || Some(community()), || Query::People);
    rsx! {
        h1 { tabindex: "-1", "People" }
        match &*people.read() {
            Seen::Here(View::People(rows)) => rsx! { List { rows: rows.clone() } },
            other => rsx! { Waits { seen: other.clone() } },
        }
    }
}

#[component]
fn List(rows: Vec<PersonRow>) -> Element {
    let mut rows = rows;
    rows.sort_by_key(|row| row.name.to_lowercase());
    rsx! {
        p { class: "quiet", "By name." }
        ul { class: "rows",
            for row in rows {
                li { key: "{row.person}",
                    span { class: "face", "aria-hidden": "true", "{initial(&row)}" }
                    span { class: "voice", dir: "auto",
                        if row.name.is_empty() { "Someone whose name has not arrived yet" } else { "{row.name}" }
                    }
                    span { class: "quiet", "{under(&row)}" }
                }
            }
        }
    }
}

fn initial(row: &PersonRow) -> String {
    row.name.chars().next().map_or("·".to_owned(), |letter| letter.to_uppercase().collect())
}

fn under(row: &PersonRow) -> String {
    let standing = match (row.status, row.role) {
        (Standing::Waiting, _) => "waits for a steward",
        (Standing::Removed, _) => "removed",
        (Standing::Left, _) => "left",
        (Standing::Active, Role::Guest) => "guest",
        (Standing::Active, Role::Member) => "member",
        (Standing::Active, Role::Steward) => "steward",
        (Standing::Active, Role::Organiser) => "organiser",
    };
    let me = if row.me { ", you" } else { "" };
    format!("{standing}{me}")
}
