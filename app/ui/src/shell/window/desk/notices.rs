//! What the system tells of while the window is not looked at: only what waits for oneself, and few of those at once.
//! A notice names the community and who, not what was written: others may see the screen.

use crate::route::Route;
use crate::seam::{Seen, use_view};
use crate::shell::window::Front;
use crate::tree::{InSight, use_words};
use crate::words::Words;
use dioxus::prelude::*;
use kith_community::query::{Query, View, Waiting};
use notify_rust::{Notification, NotificationResponse};
use std::collections::BTreeSet;

/// Notices of one community until the window is looked at again; of more, the rest is on Today.
const AT_ONCE: usize = 3;

/// A notice of each community's.
#[component]
pub fn Notices(front: Front) -> Element {
    let all = use_view(|| None, || Query::Communities);
    let rows = match &*all.read() {
        Seen::Here(View::Communities(rows)) => rows.clone(),
        _ => Vec::new(),
    };
    rsx! {
        for row in rows {
            Notice { key: "{row.community}", community: row.community.clone(), name: row.name.clone(), front: front.clone() }
        }
    }
}

#[component]
fn Notice(community: ReadSignal<String>, name: ReadSignal<String>, front: Front) -> Element {
    let words = use_words();
    let today = use_view(move || Some(community()), || Query::Today);
    let InSight(in_sight) = use_context();
    let mut known = use_signal(|| None::<BTreeSet<String>>);
    let mut told = use_signal(|| 0);
    use_effect(use_reactive!(|words| {
        if in_sight() {
            told.set(0);
        }
        let Seen::Here(View::Today(view)) = &*today.read() else { return };
        let now = view.waiting.iter().map(Waiting::key).collect();
        let before = known.replace(Some(now));
        // What waited already when Kith was opened is on the screen that one opened.
        let (Some(before), false) = (before, *in_sight.peek()) else { return };
        let room = AT_ONCE.saturating_sub(*told.peek());
        for waiting in view.waiting.iter().filter(|waiting| !before.contains(&waiting.key())).take(room) {
            told += 1;
            let notice = Notification::new()
                .appname("Kith")
                .summary(&words.community(&name.peek()))
                .body(&plain(&say(waiting, &words)))
                .action("default", &words.say("notice-open"))
                .finalize();
            spawn(tell(notice, front.clone(), route(waiting, community.peek().clone())));
        }
    }));
    rsx! {}
}

/// Tells, and leads to it when it is tapped.
async fn tell(notice: Notification, front: Front, route: Route) {
    match notice.show_async().await {
        Ok(shown) => {
            let answered = |answer: &NotificationResponse| {
                if matches!(answer, NotificationResponse::Default) {
                    front.show(&route);
                }
            };
            shown.wait_for_action_async(answered).await;
        }
        Err(error) => tracing::info!(%error, "the system shows no notices"),
    }
}

/// Names as they are: some desks read markup in a notice.
fn plain(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn say(waiting: &Waiting, words: &Words) -> String {
    match waiting {
        Waiting::Quoted { author, .. } => words.with("ask-quoted", [("name", words.person(author).into())]),
        Waiting::Vouch { name, .. } => words.with("ask-vouch", [("name", words.person(name).into())]),
        Waiting::Second { name, .. } => words.with("ask-second", [("name", words.person(name).into())]),
        Waiting::Versions { .. } => words.say("ask-versions-why"),
        Waiting::Alone { .. } => words.say("ask-alone"),
    }
}

fn route(waiting: &Waiting, community: String) -> Route {
    match waiting {
        Waiting::Quoted { topic, .. } | Waiting::Versions { topic, .. } => {
            Route::Topic { community, topic: topic.clone() }
        }
        Waiting::Vouch { person, .. } | Waiting::Second { person, .. } => {
            Route::Person { community, person: person.clone() }
        }
        Waiting::Alone { .. } => Route::Nobody { community },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_no_markup() {
        assert_eq!(plain("<img src=\"x\"> & Co"), "&lt;img src=\"x\"&gt; &amp; Co");
    }
}
