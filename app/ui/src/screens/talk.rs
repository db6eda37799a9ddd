//! What is talked about, newest word first, beside the topic that is read.

mod channels;
mod start;

use crate::route::Route;
use crate::screens::frame::{Panes, StandingBanner};
use crate::seam::{Seen, use_view};
use crate::tree::use_words;
use crate::when::now_ms;
use crate::widgets::empty::{Drawing, Empty};
use crate::widgets::icon::{Draw, Icon};
use crate::widgets::name::Name;
use crate::widgets::notice::Waits;
use channels::{Channels, Conversation};
use dioxus::prelude::*;
use kith_community::topic::{ChannelRow, Listed, TopicRow, TopicsQuery, TopicsView};
use std::rc::Rc;

pub use start::NewTopic;

/// Topics that are listed at first, and how many more each time the end of the list is near.
const PAGE: u32 = 60;

/// Which topics are listed.
#[derive(Clone, Debug, Default, PartialEq)]
struct Shown {
    only: Listed,
    /// The channel, by id.
    channel: Option<String>,
}

impl Shown {
    /// As the page keeps it.
    fn code(&self) -> String {
        let only = match self.only {
            Listed::All => "all",
            Listed::Unread => "unread",
            Listed::Unanswered => "unanswered",
            Listed::Open => "open",
        };
        format!("{only} {}", self.channel.as_deref().unwrap_or_default())
    }

    fn read(code: &str) -> Self {
        let (only, channel) = code.split_once(' ').unwrap_or((code, ""));
        let only = match only {
            "unread" => Listed::Unread,
            "unanswered" => Listed::Unanswered,
            "open" => Listed::Open,
            _ => Listed::All,
        };
        Self { only, channel: Some(channel.to_owned()).filter(|channel| !channel.is_empty()) }
    }

    fn query(&self, most: u32) -> TopicsQuery {
        TopicsQuery { channel: self.channel.clone(), only: self.only, most }
    }
}

/// The list as it was drawn last. It outlives the screen, since another address draws all of a screen anew.
#[derive(Clone, Copy)]
pub struct TopicList {
    /// Of which community it is.
    community: Signal<String>,
    shown: Signal<Shown>,
    most: Signal<u32>,
    latest: Signal<Option<Rc<TopicsView>>>,
}

impl TopicList {
    /// None yet.
    pub fn new() -> Self {
        let (community, shown) = (Signal::new(String::new()), Signal::new(Shown::default()));
        Self { community, shown, most: Signal::new(PAGE), latest: Signal::new(None) }
    }

    /// Begins anew in another community.
    fn enter(mut self, community: &str) {
        if *self.community.peek() != community {
            self.community.set(community.to_owned());
            self.shown.set(Shown::default());
            self.most.set(PAGE);
            self.latest.set(None);
        }
    }
}

/// The list of topics, and one of them.
#[component]
pub fn TalkPanes(community: ReadSignal<String>) -> Element {
    let words = use_words();
    rsx! {
        Panes { label: words.say("talk-topics"),
            h2 { class: "sr", {words.say("talk-topics")} }
            StandingBanner {}
            Topics { community }
        }
    }
}

#[component]
fn Topics(community: ReadSignal<String>) -> Element {
    let words = use_words();
    let list = use_context::<TopicList>();
    use_hook(|| list.enter(&community.peek()));
    let TopicList { mut shown, mut most, mut latest, .. } = list;
    let topics = use_view(move || Some(community()), move || shown.read().query(most()));
    let choose = use_callback(move |chosen: Shown| {
        most.set(PAGE);
        shown.set(chosen);
    });
    // The latest list stays while another is on its way.
    use_effect(move || match &*topics.read() {
        Seen::Here(view) => {
            // A channel that was removed hides nothing.
            let is_gone = |channel: &String| view.channels.iter().all(|row| row.channel != *channel);
            if shown.peek().channel.as_ref().is_some_and(is_gone) {
                let only = shown.peek().only;
                choose.call(Shown { only, channel: None });
            }
            latest.set(Some(Rc::new(view.clone())));
        }
        Seen::Waiting => (),
        _ => latest.set(None),
    });
    let Some(view) = latest() else {
        return rsx! { Waits { why: topics.read().why() } };
    };
    let is_all = *shown.read() == Shown::default();
    if view.rows.is_empty() && view.channels.is_empty() && is_all {
        return rsx! {
            Empty { drawing: Drawing::Nothing, title: words.say("talk-empty-title"), text: words.say("talk-empty"),
                Link { to: Route::NewTopic { community: community() }, class: "btn btn-main", Draw { icon: Icon::SquarePen } {words.say("talk-new")} }
            }
        };
    }
    rsx! {
        input { id: "talk-shown", r#type: "hidden", "data-chosen": "{shown.read().code()}", oninput: move |event| choose.call(Shown::read(&event.value())) }
        Filters { shown: shown(), unread: view.unread, unanswered: view.unanswered, choose }
        Channels { community, shown: shown(), channels: view.channels.clone(), choose }
        ul { class: "rows",
            for row in listed(&view, &shown.read()) {
                match row {
                    Row::Topic(row) => rsx! { TopicItem { key: "{row.topic}", community, row } },
                    Row::Conversation(row) => rsx! { Conversation { key: "{row.channel}", community, chosen: shown.read().channel.as_deref() == Some(row.channel.as_str()), row } },
                }
            }
        }
        if view.rows.is_empty() && !is_all {
            p { class: "quiet label list-end", {words.say(if shown.read().only == Listed::All { "channel-no-topics" } else { "talk-none-such" })} }
        }
        if view.more {
            button { class: "btn list-more", r#type: "button", "data-near": "{view.rows.len()}", onclick: move |_| most += PAGE, {words.say("talk-more")} }
        } else if !view.rows.is_empty() {
            p { class: "list-end faint", {words.say("talk-order")} }
        }
        p { class: "float only-narrow",
            Link { to: Route::NewTopic { community: community() }, class: "btn btn-main", Draw { icon: Icon::SquarePen } {words.say("talk-new")} }
        }
    }
}

/// What the list shows.
#[derive(Clone)]
enum Row {
    Topic(TopicRow),
    Conversation(ChannelRow),
}

/// Topics in their order, and among them the conversations in which something was said. The one of the channel that is
/// chosen comes first.
fn listed(view: &TopicsView, shown: &Shown) -> Vec<Row> {
    let mut rows: Vec<Row> = view.rows.iter().cloned().map(Row::Topic).collect();
    if let Some(channel) = &shown.channel {
        let chosen = view.channels.iter().find(|row| row.channel == *channel);
        chosen.into_iter().for_each(|row| rows.insert(0, Row::Conversation(row.clone())));
        return rows;
    }
    for row in &view.channels {
        let is_listed = match shown.only {
            Listed::All => !row.last.text.is_empty(),
            Listed::Unread => row.new > 0,
            Listed::Unanswered | Listed::Open => false,
        };
        let before = |other: &Row| match other {
            Row::Topic(topic) => topic.last.time_ms < row.last.time_ms,
            Row::Conversation(other) => other.last.time_ms < row.last.time_ms,
        };
        if is_listed {
            let at = rows.iter().position(before).or((!view.more).then_some(rows.len()));
            at.into_iter().for_each(|at| rows.insert(at, Row::Conversation(row.clone())));
        }
    }
    rows
}

#[component]
fn Filters(shown: Shown, unread: u32, unanswered: u32, choose: EventHandler<Shown>) -> Element {
    let words = use_words();
    let chips = [
        (Listed::All, "talk-all", 0),
        (Listed::Unread, "talk-unread", unread),
        (Listed::Unanswered, "talk-unanswered", unanswered),
        (Listed::Open, "talk-open", 0),
    ];
    rsx! {
        div { class: "chips", role: "group", "aria-label": words.say("talk-show"),
            for (only, label, count) in chips {
                button {
                    key: "{label}",
                    class: "chip",
                    r#type: "button",
                    "aria-pressed": if shown.only == only && (only != Listed::All || shown.channel.is_none()) { "true" } else { "false" },
                    onclick: { let channel = shown.channel.clone().filter(|_| only != Listed::All); move |_| choose.call(Shown { only, channel: channel.clone() }) },
                    {words.say(label)}
                    if count > 0 { b { "{count}" } }
                }
            }
        }
    }
}

#[component]
fn TopicItem(community: ReadSignal<String>, row: TopicRow) -> Element {
    let words = use_words();
    let route = use_route::<Route>();
    let here = matches!(&route, Route::Topic { topic, .. } if *topic == row.topic);
    rsx! {
        li { class: "row topic", "data-seen": if row.new == 0 { "yes" }, "aria-current": if here { "true" },
            div { class: "row-body",
                h3 { class: "row-title",
                    Link { to: Route::Topic { community: community(), topic: row.topic.clone() }, class: "row-link", span { class: "clamp-2", dir: "auto", {words.title(&row.title)} } }
                }
                p { class: "row-text row-last", Badges { row: row.clone() } b { class: "clamp-1", Name { name: row.last.author.clone() } } span { class: "voice clamp-1", dir: "auto", "{row.last.text}" } }
            }
            div { class: "row-side",
                time { if row.muted { MutedMark {} } {words.when(now_ms(), row.last.time_ms)} }
                if row.new > 0 {
                    span { class: "topic-new", {words.with("new-count", [("count", row.new.into())])} }
                }
            }
        }
    }
}

/// Says of a topic or a conversation that nothing of it is told.
#[component]
fn MutedMark() -> Element {
    let words = use_words();
    rsx! {
        span { class: "row-muted", title: words.say("topic-muted"), Draw { icon: Icon::EarOff, small: true } span { class: "sr", {words.say("topic-muted")} } }
    }
}

/// How a topic stands, before its latest words: the one thing that matters most, and where it belongs.
#[component]
fn Badges(row: TopicRow) -> Element {
    let words = use_words();
    rsx! {
        if row.draft {
            span { class: "badge", "data-dye": "uli", Draw { icon: Icon::Pencil } {words.say("topic-draft")} }
        } else if row.resolved {
            span { class: "badge", "data-dye": "leaf", Draw { icon: Icon::CircleCheck } {words.say("topic-settled")} }
        } else if row.waits {
            span { class: "badge", "data-dye": "edo", Draw { icon: Icon::Hourglass } {words.say("topic-unanswered")} }
        } else if row.asks && !row.answered {
            span { class: "badge", {words.say("topic-asks")} }
        }
        if !row.channel_name.is_empty() { span { class: "badge", dir: "auto", "{row.channel_name}" } }
    }
}

/// Stands beside the list while no topic is chosen.
#[component]
pub fn NoTopic(community: String) -> Element {
    let words = use_words();
    rsx! {
        section { class: "pane pane-one", "aria-label": words.say("talk-topic"),
            Empty { drawing: Drawing::Nothing, title: words.say("talk-choose-title"), text: words.say("talk-choose") }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kith_community::topic::LastWords;

    fn last(time_ms: i64) -> LastWords {
        LastWords { text: "Yes.".to_owned(), time_ms, ..LastWords::default() }
    }

    #[test]
    fn conversations_stand_among_the_topics_by_their_latest_words() {
        let topic = |time_ms: i64| TopicRow { topic: time_ms.to_string(), last: last(time_ms), ..TopicRow::default() };
        let channel =
            |id: &str, time_ms| ChannelRow { channel: id.to_owned(), last: last(time_ms), ..ChannelRow::default() };
        let silent = ChannelRow { channel: "silent".to_owned(), ..ChannelRow::default() };
        let view = TopicsView {
            rows: vec![topic(9), topic(5), topic(1)],
            channels: vec![channel("new", 7), silent, channel("old", 0)],
            ..TopicsView::default()
        };
        let ids = |view: &TopicsView, shown: &Shown| -> Vec<String> {
            let id = |row: Row| match row {
                Row::Topic(row) => row.topic,
                Row::Conversation(row) => row.channel,
            };
            listed(view, shown).into_iter().map(id).collect()
        };
        assert_eq!(ids(&view, &Shown::default()), ["9", "new", "5", "1", "old"]);
        assert_eq!(ids(&TopicsView { more: true, ..view.clone() }, &Shown::default()), ["9", "new", "5", "1"]);
        assert_eq!(ids(&view, &Shown::read("open ")), ["9", "5", "1"]);
        assert_eq!(ids(&view, &Shown::read("all silent")), ["silent", "9", "5", "1"]);
    }

    #[test]
    fn what_was_chosen_is_read_as_it_was_kept() {
        for only in [Listed::All, Listed::Unread, Listed::Unanswered, Listed::Open] {
            for channel in [None, Some("c1".to_owned())] {
                let shown = Shown { only, channel };
                assert_eq!(Shown::read(&shown.code()), shown);
            }
        }
        for odd in ["", "nothing", "in:Water"] {
            assert_eq!(Shown::read(odd), Shown::default(), "{odd}");
        }
    }
}
