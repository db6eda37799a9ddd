//! What the page has the system tell while nobody looks: who said something, and where. Few at once; the rest is on Today.

use crate::route::Route;
use crate::seam::{Seen, use_view};
use crate::tree::{InSight, Intent, Wish, use_words};
use crate::when::hour_now;
use dioxus::prelude::*;
use kith_community::settings::{Notices, Settings};
use kith_community::today::{NewInTopic, TodayQuery};
use std::collections::BTreeSet;

/// Notices until somebody looks again.
const AT_ONCE: usize = 3;

/// Lists what is to be told. It stays listed until somebody has looked, so that a notice can lead to its post.
#[component]
pub fn Telling(community: ReadSignal<String>, name: String) -> Element {
    let words = use_words();
    let settings = use_context::<Memo<Settings>>();
    let today = use_view(move || Some(community()), || TodayQuery);
    let (InSight(in_sight), intent) = (use_context(), use_context::<Intent>());
    let mut known = use_signal(|| None::<BTreeSet<String>>);
    let mut told = use_signal(Vec::<NewInTopic>::new);
    use_effect(move || {
        let Seen::Here(view) = &*today.read() else { return };
        let now = view.new_since.iter().map(|new| new.post.clone()).collect();
        // What was new already when the page was opened is on the screen.
        let before = known.replace(Some(now));
        let Some(before) = before.filter(|_| !in_sight()) else {
            if !told.peek().is_empty() {
                told.set(Vec::new());
            }
            return;
        };
        let fresh = view.new_since.iter().filter(|new| !before.contains(&new.post));
        let fresh: Vec<NewInTopic> =
            fresh.filter(|new| !new.muted && tells(&settings.peek(), hour_now())).cloned().collect();
        let room = AT_ONCE.saturating_sub(told.peek().len());
        if room > 0 && !fresh.is_empty() {
            told.write().extend(fresh.into_iter().take(room));
        }
    });
    rsx! {
        ul { id: "notices", hidden: true,
            for (new, post) in told().into_iter().map(|new| (new.clone(), new.post)) {
                li { key: "{new.post}", "data-key": "{new.post}", "data-title": words.community(&name),
                    "data-text": words.with("notice-said", [("name", words.person(&new.last.author).into()), ("topic", words.title(&new.title).into())]),
                    Link { to: Route::Topic { community: community(), topic: new.topic.clone() },
                        onclick: move |_| intent.wish(Wish::Post(post.clone())),
                    }
                }
            }
        }
    }
}

/// Whether the system tells of anything in this hour.
pub fn tells(settings: &Settings, hour: u8) -> bool {
    settings.notices == Notices::Given && !settings.is_quiet(hour)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_told_in_a_quiet_hour_or_where_no_notices_are_wanted() {
        let night = Settings { quiet_from: Some(22), quiet_until: Some(7), ..Settings::default() };
        for (hour, told) in [(21, true), (22, false), (0, false), (6, false), (7, true), (12, true)] {
            assert_eq!(tells(&night, hour), told, "at {hour}");
        }
        let noon = Settings { quiet_from: Some(12), quiet_until: Some(14), ..Settings::default() };
        assert_eq!([11, 12, 13, 14].map(|hour| tells(&noon, hour)), [true, false, false, true]);
        let never = Settings { quiet_from: Some(9), quiet_until: Some(9), ..Settings::default() };
        assert!((0..24).all(|hour| tells(&never, hour)));
        assert!(!tells(&Settings { notices: Notices::None, ..noon }, 10));
    }
}
