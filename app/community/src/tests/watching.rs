//! Watching: each change is shown, even to who stops waiting in the midst of one.

use crate::Kith;
use crate::charter::{DecisionsQuery, PeopleQuery};
use crate::command::{Request, Step};
use crate::community::{CommunityQuery, CustomsQuery};
use crate::home::{CommunitiesQuery, SettingsQuery, Watch};
use crate::invitation::InvitationQuery;
use crate::query::{AnyView, Query};
use crate::today::TodayQuery;
use crate::topic::TopicsQuery;
use crate::{community, home, profile, topic};
use kith_sync::net::Mode;
use kith_sync::node::now_ms;
use std::path::Path;
use std::time::Duration;
use tokio::sync::mpsc::{Sender, channel};
use tokio::task::yield_now;
use tokio::time::timeout;

/// A home with a community, and where the steps of a command go.
async fn hall(home: &Path) -> (Kith, Sender<Step>) {
    let kith = Kith::open(home, Mode::Off).await.unwrap();
    let (steps, _) = channel(8);
    let new = home::Command::New { name: "Hall".into(), me: "Ada".into(), channel: None };
    kith.send(new.into(), steps.clone()).await.unwrap();
    (kith, steps)
}

#[test]
fn a_view_is_not_lost_to_who_stops_waiting_for_it() {
    let home = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (kith, steps) = hall(home.path()).await;
        let mut watch = kith.watch(TopicsQuery::latest(500).put(None)).await.unwrap();
        watch.next().await.unwrap().unwrap();
        for title in ["one", "two", "three"] {
            kith.send(starts(title), steps.clone()).await.unwrap();
            // Gives up as soon as the change was noticed and its view is not here yet.
            let early = tokio::select! { biased; view = watch.next() => view, () = yield_now() => None };
            let shown = |view: &AnyView| lists(view, title);
            let mut seen = early.is_some_and(|view| shown(&view.unwrap()));
            while !seen {
                let next = timeout(Duration::from_secs(10), watch.next()).await;
                seen = shown(&next.unwrap_or_else(|_| panic!("{title} is never shown")).unwrap().unwrap());
            }
        }
        kith.close().await;
    });
}

#[test]
fn a_community_that_was_founded_is_shown_to_whoever_watches_them() {
    let home = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let kith = Kith::open(home.path(), Mode::Off).await.unwrap();
        let (steps, _) = channel(8);
        // Several look, each as soon as it hears of a change: one of them comes in every gap that there is.
        let mut watchers = Vec::new();
        for _ in 0..8 {
            let mut watch = kith.watch(CommunitiesQuery.put(None)).await.unwrap();
            let (many, shown) = tokio::sync::watch::channel(0);
            tokio::spawn(async move {
                while let Some(Ok(AnyView::Communities(rows))) = watch.next().await {
                    many.send_replace(rows.len());
                }
            });
            watchers.push(shown);
        }
        for founded in 1..=20 {
            let new = home::Command::New { name: format!("Hall {founded}"), me: "Ada".into(), channel: None };
            kith.send(new.into(), steps.clone()).await.unwrap();
            for shown in &mut watchers {
                let seen = timeout(Duration::from_secs(10), shown.wait_for(|many| *many == founded)).await;
                assert!(seen.is_ok_and(|seen| seen.is_ok()), "the {founded}. community is never shown");
            }
        }
        kith.close().await;
    });
}

#[test]
fn a_question_falls_due_while_somebody_looks_and_nothing_is_said() {
    let home = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (kith, steps) = hall(home.path()).await;
        let customs = community::Command::SetCustoms { reactions: None, answer_h: Some(1) };
        kith.send(Request::of(None, customs), steps).await.unwrap();
        let asks =
            topic::Command::Start { title: "Cups?".into(), channel: None, body: None, asks: true, sending: None };
        // Asked nearly an hour ago.
        kith.send_at(asks, now_ms() - 3_600_000 + 8_000).await.unwrap();
        let waits = |view: &AnyView| match view {
            AnyView::Topics(all) => all.rows.iter().any(|topic| topic.waits),
            other => panic!("{other:?} was not asked for"),
        };
        let mut watch = kith.watch(TopicsQuery::latest(500).put(None)).await.unwrap();
        assert!(!waits(&watch.next().await.unwrap().unwrap()), "it is early");
        let next = timeout(Duration::from_secs(40), watch.next()).await;
        assert!(waits(&next.expect("nothing falls due").unwrap().unwrap()));
        kith.close().await;
    });
}

/// Follows what one watch shows, away from the test; how often it showed something, and what last.
fn follow(mut watch: Watch) -> Shown {
    let (seen, shown) = tokio::sync::watch::channel(None);
    tokio::spawn(async move {
        while let Some(Ok(view)) = watch.next().await {
            seen.send_replace(Some(view));
        }
    });
    shown
}

type Shown = tokio::sync::watch::Receiver<Option<AnyView>>;

async fn wait_for(shown: &mut Shown, what: &str, holds: impl Fn(&AnyView) -> bool) {
    let waits = timeout(Duration::from_secs(10), shown.wait_for(|view| view.as_ref().is_some_and(&holds)));
    assert!(waits.await.is_ok_and(|seen| seen.is_ok()), "{what} is never shown");
}

fn lists(view: &AnyView, title: &str) -> bool {
    matches!(view, AnyView::Topics(all) if all.rows.iter().any(|topic| topic.title == title))
}

fn starts(title: &str) -> Request {
    let start = topic::Command::Start { title: title.into(), channel: None, body: None, asks: false, sending: None };
    Request::of(None, start)
}

/// As many pages, each with what a page has open: its settings, the frame with all communities, Today for notices, and a screen.
const PAGES: u64 = 12;

#[test]
fn what_many_pages_look_at_is_read_once_a_change() {
    let home = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (kith, steps) = hall(home.path()).await;
        let (mut topics, mut people, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..PAGES {
            topics.push(follow(kith.watch(TopicsQuery::latest(60).put(None)).await.unwrap()));
            people.push(follow(kith.watch(PeopleQuery.put(None)).await.unwrap()));
            for look in
                [CommunityQuery.put(None), TodayQuery.put(None), CommunitiesQuery.put(None), SettingsQuery.put(None)]
            {
                others.push(follow(kith.watch(look).await.unwrap()));
            }
        }
        let before = kith.count_views_read();
        assert_eq!(before, 6 * PAGES, "whoever begins to look sees what holds now");
        kith.send(starts("Cups"), steps.clone()).await.unwrap();
        for shown in &mut topics {
            wait_for(shown, "the topic", |view| lists(view, "Cups")).await;
        }
        kith.send(Request::of(None, profile::Command::Rename { name: "Ada L.".into() }), steps).await.unwrap();
        for shown in &mut people {
            let holds =
                |view: &AnyView| matches!(view, AnyView::People(rows) if rows.iter().any(|row| row.name == "Ada L."));
            wait_for(shown, "the name", holds).await;
        }
        // Lists, Today and the frame twice, people and communities once; now and then one of them in the midst of a change.
        let read = kith.count_views_read() - before;
        assert!((4..=2 * 8).contains(&read), "{read} views were read");
        kith.close().await;
    });
}

#[test]
fn who_reads_nothing_of_what_changed_does_not_look_again() {
    let home = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (kith, steps) = hall(home.path()).await;
        let looks = [
            CustomsQuery.put(None),
            SettingsQuery.put(None),
            InvitationQuery.put(None),
            CommunitiesQuery.put(None),
            DecisionsQuery { skip: 0, most: 10 }.put(None),
            PeopleQuery.put(None),
        ];
        for look in looks {
            follow(kith.watch(look).await.unwrap());
        }
        let mut topics = follow(kith.watch(TopicsQuery::latest(60).put(None)).await.unwrap());
        let before = kith.count_views_read();
        for title in ["one", "two", "three"] {
            kith.send(starts(title), steps.clone()).await.unwrap();
            wait_for(&mut topics, title, |view| lists(view, title)).await;
        }
        // Once a topic, and now and then in the midst of a change; any other look would add one for each topic.
        let read = kith.count_views_read() - before;
        assert!((3..6).contains(&read), "{read} views were read, and not the list of topics alone");
        kith.close().await;
    });
}
