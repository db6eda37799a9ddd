//! What stands around every screen of a community: its name and its places.

use crate::route::Route;
use crate::seam::{Seen, use_view};
use dioxus::prelude::*;
use kith_community::query::{CommunityRow, Query, View};

/// The frame of a community's screens.
#[component]
pub fn Frame(community: ReadSignal<String>) -> Element {
    let all = use_view(|| None, || Query::Communities);
    let name = use_memo(move || name_of(&all.read(), &community.read()));
    rsx! {
        header { class: "top",
            Link { to: Route::Welcome {}, class: "home", "Kith" }
            p { class: "voice", dir: "auto", "{name}" }
            nav { "aria-label": "Places",
                Link { to: Route::Topics { community: community() }, "Talk" }
                Link { to: Route::People { community: community() }, "People" }
                Link { to: Route::Invite { community: community() }, "Invite" }
            }
        }
        main { Outlet::<Route> {} }
    }
}

fn name_of(all: &Seen, community: &str) -> String {
    let Seen::Here(View::Communities(rows)) = all else {
        return String::new();
    };
    let is_it = |row: &&CommunityRow| row.community == community;
    rows.iter().find(is_it).map(|row| row.name.clone()).unwrap_or_default()
}
