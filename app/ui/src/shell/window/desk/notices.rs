//! What the system tells of while the window is not looked at: what waits for its reader, and what is new, few of those at
//! once. A notice names the community and who, not what was written: others may see the screen.

use crate::route::Route;
use crate::screens::frame::tells;
use crate::seam::{Seen, use_view};
use crate::shell::window::Front;
use crate::tree::{InSight, Intent, Wish, use_words};
use crate::waits::shown;
use crate::when::hour_now;
use crate::words::Words;
use dioxus::prelude::*;
use kith_community::home::CommunitiesQuery;
use kith_community::settings::Settings;
use kith_community::today::{TodayQuery, TodayView};
use notify_rust::{Notification, NotificationResponse};
use std::collections::BTreeSet;

/// Notices of one community until the window is looked at again; of more, the rest is on Today.
const AT_ONCE: usize = 3;

/// What a notice says, and where it leads.
#[derive(Clone, Debug, PartialEq)]
struct Told {
    /// What tells it from every other.
    key: String,
    text: String,
    route: Route,
    /// The post it is about.
    post: Option<String>,
}

/// A notice of each community's.
#[component]
pub fn Notices(front: Front) -> Element {
    let all = use_view(|| None, || CommunitiesQuery);
    let rows = match &*all.read() {
        Seen::Here(rows) => rows.clone(),
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
    let today = use_view(move || Some(community()), || TodayQuery);
    let (InSight(in_sight), intent) = (use_context(), use_context::<Intent>());
    let settings = use_context::<Memo<Settings>>();
    let mut known = use_signal(|| None::<BTreeSet<String>>);
    let mut told = use_signal(|| 0);
    use_effect(use_reactive!(|words| {
        if in_sight() {
            told.set(0);
        }
        let Seen::Here(view) = &*today.read() else { return };
        let now = all(view, &words, &community.peek());
        let before = known.replace(Some(now.iter().map(|one| one.key.clone()).collect()));
        // What was there already when Kith was opened is on the screen that one opened.
        let (Some(before), false) = (before, *in_sight.peek()) else { return };
        if !tells(&settings.peek(), hour_now()) {
            return;
        }
        let room = AT_ONCE.saturating_sub(*told.peek());
        for one in now.into_iter().filter(|one| !before.contains(&one.key)).take(room) {
            told += 1;
            let notice = Notification::new()
                .appname("Kith")
                .summary(&words.community(&name.peek()))
                .body(&plain(&one.text))
                .action("default", &words.say("notice-open"))
                .finalize();
            spawn(tell(notice, front.clone(), one, intent));
        }
    }));
    rsx! {}
}

/// All that a notice can be given of, each once: what waits, and what is new beside it. Nothing of what is muted.
fn all(view: &TodayView, words: &Words, community: &str) -> Vec<Told> {
    let mut all: Vec<Told> = Vec::new();
    for waiting in &view.waiting {
        let shown = shown(waiting);
        let route = shown.route(community.to_owned());
        let muted = |topic: &str| view.new_since.iter().any(|new| new.muted && new.topic == topic);
        if !matches!(&route, Route::Topic { topic, .. } if muted(topic)) {
            let post = shown.post();
            all.push(Told { key: post.clone().unwrap_or_else(|| waiting.key()), text: shown.told(words), route, post });
        }
    }
    for new in view.new_since.iter().filter(|new| !new.muted) {
        if all.iter().any(|one| one.key == new.post) {
            continue;
        }
        let (name, title) = (words.person(&new.last.author), words.title(&new.title));
        all.push(Told {
            key: new.post.clone(),
            text: words.with("notice-said", [("name", name.into()), ("topic", title.into())]),
            route: Route::Topic { community: community.to_owned(), topic: new.topic.clone() },
            post: Some(new.post.clone()),
        });
    }
    all
}

/// Tells, and leads to it when it is tapped.
async fn tell(notice: Notification, front: Front, told: Told, intent: Intent) {
    match is_tapped(notice).await {
        Ok(true) => {
            if let Some(post) = told.post.clone() {
                intent.wish(Wish::Post(post));
            }
            front.show(&told.route);
        }
        Ok(false) => {}
        Err(error) => tracing::info!(%error, "the system shows no notices"),
    }
}

/// Shows a notice until it is gone. Whether it was tapped.
#[cfg(all(unix, not(target_os = "macos")))]
async fn is_tapped(notice: Notification) -> notify_rust::error::Result<bool> {
    let mut tapped = false;
    let answered = |answer: &NotificationResponse| tapped = matches!(answer, NotificationResponse::Default);
    notice.show_async().await?.wait_for_action_async(answered).await;
    Ok(tapped)
}

/// The same where the system has a thread wait for the answer: at most [`AT_ONCE`] of them a community.
#[cfg(not(all(unix, not(target_os = "macos"))))]
async fn is_tapped(notice: Notification) -> notify_rust::error::Result<bool> {
    let waited = tokio::task::spawn_blocking(move || {
        let mut tapped = false;
        let answered = |answer: &NotificationResponse| tapped = matches!(answer, NotificationResponse::Default);
        notice.show()?.wait_for_response(answered)?;
        Ok(tapped)
    });
    waited.await.unwrap_or(Ok(false))
}

/// Names as they are: some desks read markup in a notice.
fn plain(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use kith_community::charter::CharterWaits;
    use kith_community::today::{NewInTopic, Waiting};
    use kith_community::topic::TopicWaits;

    #[test]
    fn an_answer_is_told_of_once_and_nothing_of_what_is_muted() {
        let words = Words::of("en");
        let new = |topic: &str, post: &str, muted| NewInTopic {
            topic: topic.into(),
            post: post.into(),
            muted,
            ..NewInTopic::default()
        };
        let quoted = |topic: &str, post: &str| {
            Waiting::Topic(TopicWaits::Quoted {
                topic: topic.into(),
                title: "Cups".into(),
                post: post.into(),
                author: "Ben".into(),
                person: "p".into(),
                text: "Six.".into(),
            })
        };
        let view = TodayView {
            waiting: vec![
                quoted("cups", "1"),
                quoted("noise", "2"),
                Waiting::Charter(CharterWaits::Alone { people: 3 }),
            ],
            new_since: vec![new("cups", "1", false), new("noise", "3", true), new("tea", "4", false)],
            ..TodayView::default()
        };
        let told: Vec<(String, Option<String>)> =
            all(&view, &words, "c").into_iter().map(|one| (one.key, one.post)).collect();
        assert_eq!(told, [("1".into(), Some("1".into())), ("alone".into(), None), ("4".into(), Some("4".into()))]);
    }

    #[test]
    fn a_name_is_no_markup() {
        assert_eq!(plain("<img src=\"x\"> & Co"), "&lt;img src=\"x\"&gt; &amp; Co");
    }
}
