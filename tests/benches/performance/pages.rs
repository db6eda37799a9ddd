//! What one post from elsewhere costs a home with twelve pages open: views read, and bytes of views told to pages.

use crate::measure::row;
use kith_community::charter::PeopleQuery;
use kith_community::command::{Command, Done, Request};
use kith_community::community::CommunityQuery;
use kith_community::home::{self, CommunitiesQuery, SettingsQuery};
use kith_community::invitation::{self, InvitationQuery};
use kith_community::local::DraftQuery;
use kith_community::query::{AnyView, Bare, Look, Query};
use kith_community::reach::{DevicesQuery, ReachQuery};
use kith_community::today::TodayQuery;
use kith_community::topic::{self, TopicQuery, TopicsQuery};
use kith_community::{Kith, Watch};
use kith_sync::net::Mode;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::{mpsc, watch};

/// Posts, of which the figures are the mean.
const POSTS: u64 = 20;

/// Bo's home has twelve pages open while Ada's says something.
pub fn run(dir: &Path) {
    tokio::runtime::Runtime::new().expect("a runtime").block_on(measure(dir));
}

async fn measure(dir: &Path) {
    let ada = Kith::open(&dir.join("ada"), Mode::Loopback).await.expect("a home");
    let bo = Kith::open(&dir.join("bo"), Mode::Loopback).await.expect("a home");
    send(&ada, home::Command::New { name: "Hall".into(), me: "Ada".into(), channel: None }.into()).await;
    let Done::Link { link } = send(&ada, of(invitation::Command::Open { days: 7 })).await else { panic!("no link") };
    send(&bo, home::Command::Join { link, me: "Bo".into(), timeout_s: 60 }.into()).await;
    let starts = |title: &str| {
        of(topic::Command::Start { title: title.into(), channel: None, body: None, asks: false, sending: None })
    };
    let Done::Topic { topic } = send(&ada, starts("Seeds")).await else { panic!("no topic") };
    let told = Arc::new(AtomicU64::new(0));
    let watch = |look: Look| async { follow(bo.watch(look).await.expect("a view"), told.clone()) };
    let mut list = watch(TopicsQuery::latest(60).put(None)).await;
    let has_come = |view: &Option<AnyView>| matches!(view, Some(AnyView::Topics(view)) if !view.rows.is_empty());
    list.wait_for(has_come).await.expect("an open home");
    let mut ends = Vec::new();
    for look in (0..12).flat_map(|page| page_of(page, &topic)) {
        ends.push(watch(look).await);
    }
    drop(list);
    let before = (bo.count_views_read(), told.load(Ordering::Relaxed));
    for number in 0..POSTS {
        let text = format!("Word {number} of Ada's");
        let (topic, quotes) = (topic.clone(), Vec::new());
        send(&ada, of(topic::Command::Reply { topic, text: text.clone(), quotes, sending: None })).await;
        shown(&mut ends, &text).await;
    }
    let mean = |now: u64, before: u64| (now - before) as f64 / POSTS as f64;
    let read = mean(bo.count_views_read(), before.0);
    row("twelve pages, a post from elsewhere: views read", &format!("{read:.1}"), "a tenth of before");
    let bytes = mean(told.load(Ordering::Relaxed), before.1);
    row("twelve pages, a post from elsewhere: bytes of views told to pages", &format!("{bytes:.0}"), "");
    ada.close().await;
    bo.close().await;
}

/// What a page looks at: its settings, the communities, the frame, Today for notices, and its screen.
fn page_of(page: usize, topic: &str) -> Vec<Look> {
    let mut looks =
        vec![SettingsQuery.put(None), CommunitiesQuery.put(None), CommunityQuery.put(None), TodayQuery.put(None)];
    match page {
        0..4 => looks.extend([TodayQuery.put(None), TopicsQuery::latest(1).put(None)]),
        4..10 => looks.extend([
            TopicsQuery::latest(60).put(None),
            TopicQuery::end(topic).put(None),
            DraftQuery { place: format!("reply:{topic}") }.put(None),
        ]),
        10 => looks.push(PeopleQuery.put(None)),
        _ => looks.extend([ReachQuery.put(None), DevicesQuery.put(None), InvitationQuery.put(None)]),
    }
    looks
}

fn of(command: impl Into<Command>) -> Request {
    Request::of(None, command)
}

async fn send(kith: &Kith, request: Request) -> Done {
    let (steps, _heard) = mpsc::channel(8);
    kith.send(request, steps).await.expect("a command")
}

type Shown = watch::Receiver<Option<AnyView>>;

fn follow(mut watch: Watch, told: Arc<AtomicU64>) -> Shown {
    let (seen, shown) = watch::channel(None);
    tokio::spawn(async move {
        while let Some(view) = watch.next().await {
            let Ok(view) = view else { continue };
            let bytes = serde_json::to_vec(&Bare(&view)).map_or(0, |bytes| bytes.len() as u64);
            told.fetch_add(bytes, Ordering::Relaxed);
            seen.send_replace(Some(view));
        }
    });
    shown
}

/// Waits until each page that shows the topic shows these words in it.
async fn shown(pages: &mut [Shown], words: &str) {
    for page in pages {
        let holds = |view: &Option<AnyView>| match view {
            Some(AnyView::Topic(view)) => view.posts.iter().any(|post| post.text == words),
            Some(_) => true,
            None => false,
        };
        page.wait_for(holds).await.expect("an open home");
    }
}
