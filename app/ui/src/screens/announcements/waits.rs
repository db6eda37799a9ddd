//! Announcements that the reader has not read.

use super::Acknowledge;
use crate::route::Route;
use crate::tree::use_words;
use crate::waits::WaitsShown;
use crate::widgets::face::{Face, Size};
use crate::words::Words;
use dioxus::prelude::*;
use kith_community::announcement::{AnnouncementRow, AnnouncementWaits};

impl WaitsShown for AnnouncementWaits {
    fn told(&self, words: &Words) -> String {
        let Self::Unread(row) = self;
        // Not what was written: others may see the screen.
        words.with("announcement-by", [("name", words.person(&row.author).into())])
    }

    fn route(&self, community: String) -> Route {
        let Self::Unread(row) = self;
        Route::Announcement { community, announcement: row.announcement.clone() }
    }

    fn slip(&self, community: String) -> Element {
        let Self::Unread(row) = self;
        rsx! { Slip { community, row: row.clone() } }
    }
}

#[component]
fn Slip(community: String, row: AnnouncementRow) -> Element {
    let words = use_words();
    let to = Route::Announcement { community: community.clone(), announcement: row.announcement.clone() };
    let titled = format!("announced-{}", row.announcement);
    rsx! {
        article { class: "slip ask", "aria-labelledby": "{titled}",
            p { class: "ask-why",
                Face { person: row.person, name: row.author.clone(), size: Size::Small }
                {words.with("announcement-by", [("name", words.person(&row.author).into())])}
            }
            h3 { class: "slip-title", id: "{titled}", dir: "auto", Link { to, "{row.title}" } }
            if !row.text.is_empty() { p { class: "announced-text voice", dir: "auto", "{row.text}" } }
            Acknowledge { community, announcement: row.announcement, read: row.read, about: titled.clone() }
        }
    }
}
