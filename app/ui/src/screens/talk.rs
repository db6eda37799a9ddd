//! What is talked about, newest word first, beside the topic that is read.

use crate::route::Route;
use crate::screens::frame::{Around, Panes, StandingBanner};
use crate::seam::{Seam, Seen, use_send, use_view};
use crate::tree::{Wish, Wished, use_words};
use crate::when::now_ms;
use crate::widgets::empty::{Drawing, Empty};
use crate::widgets::field::{Draft, Field, Kind, text};
use crate::widgets::icon::{Draw, Icon};
use crate::widgets::notice::{Refusal, Waits};
use dioxus::prelude::*;
use kith_community::command::{Command, Done};
use kith_community::looking::{NEW_TITLE, NEW_TOPIC};
use kith_community::query::{Query, Standing, TopicRow, View};

/// Which topics are listed.
#[derive(Clone, Debug, PartialEq)]
enum Shown {
    All,
    Unanswered,
    Open,
    Channel(String),
}

impl Shown {
    /// As the page keeps it.
    fn code(&self) -> String {
        match self {
            Self::All => "all".to_owned(),
            Self::Unanswered => "unanswered".to_owned(),
            Self::Open => "open".to_owned(),
            Self::Channel(channel) => format!("in:{channel}"),
        }
    }

    fn read(code: &str) -> Self {
        match code {
            "unanswered" => Self::Unanswered,
            "open" => Self::Open,
            _ => code.strip_prefix("in:").map_or(Self::All, |channel| Self::Channel(channel.to_owned())),
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
    let topics = use_view(move || Some(community()), || Query::topics(500));
    let words = use_words();
    let mut shown = use_signal(|| Shown::All);
    let seen = topics.read();
    let rows = match &*seen {
        Seen::Here(View::Topics(view)) => &view.rows,
        other => return rsx! { Waits { seen: other.clone() } },
    };
    if rows.is_empty() {
        return rsx! {
            Empty { drawing: Drawing::Nothing, title: words.say("talk-empty-title"), text: words.say("talk-empty"),
                Link { to: Route::NewTopic { community: community() }, class: "btn btn-main", Draw { icon: Icon::SquarePen } {words.say("talk-new")} }
            }
        };
    }
    let listed: Vec<TopicRow> = rows.iter().filter(|row| is_shown(row, &shown.read())).cloned().collect();
    rsx! {
        input { id: "talk-shown", r#type: "hidden", "data-chosen": "{shown.read().code()}", oninput: move |event| shown.set(Shown::read(&event.value())) }
        Filters { rows: rows.clone(), shown }
        if listed.is_empty() {
            p { class: "quiet label list-end", {words.say("talk-none-such")} }
        }
        ul { class: "rows",
            for row in listed {
                TopicItem { key: "{row.topic}", community, row }
            }
        }
        p { class: "list-end faint", {words.say("talk-order")} }
        p { class: "float only-narrow",
            Link { to: Route::NewTopic { community: community() }, class: "btn btn-main", Draw { icon: Icon::SquarePen } {words.say("talk-new")} }
        }
    }
}

fn is_shown(row: &TopicRow, shown: &Shown) -> bool {
    match shown {
        Shown::All => true,
        Shown::Unanswered => !row.answered && !row.resolved,
        Shown::Open => !row.resolved,
        Shown::Channel(channel) => row.channel == *channel,
    }
}

#[component]
fn Filters(rows: Vec<TopicRow>, mut shown: Signal<Shown>) -> Element {
    let words = use_words();
    let unanswered = rows.iter().filter(|row| is_shown(row, &Shown::Unanswered)).count();
    let mut channels: Vec<String> = rows.into_iter().map(|row| row.channel).filter(|name| !name.is_empty()).collect();
    channels.sort_by(|one, other| words.compare(one, other));
    channels.dedup();
    let mut chips = vec![
        (Shown::All, words.say("talk-all"), 0),
        (Shown::Unanswered, words.say("talk-unanswered"), unanswered),
        (Shown::Open, words.say("talk-open"), 0),
    ];
    chips.extend(channels.into_iter().map(|channel| (Shown::Channel(channel.clone()), channel, 0)));
    rsx! {
        div { class: "chips", role: "group", "aria-label": words.say("talk-show"),
            for (what, label, count) in chips {
                button {
                    key: "{label}",
                    class: "chip",
                    r#type: "button",
                    "aria-pressed": if *shown.read() == what { "true" } else { "false" },
                    onclick: move |_| shown.set(what.clone()),
                    span { dir: "auto", "{label}" }
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
                p { class: "row-text row-last", Badges { row: row.clone() } b { class: "clamp-1", dir: "auto", "{row.last.author}" } span { class: "voice clamp-1", dir: "auto", "{row.last.text}" } }
            }
            div { class: "row-side",
                time { {words.when(now_ms(), row.last.time_ms)} }
                if row.new > 0 {
                    span { class: "topic-new", {words.with("new-count", [("count", row.new.into())])} }
                }
            }
        }
    }
}

/// How a topic stands, before its latest words: the one thing that matters most, and where it belongs.
#[component]
fn Badges(row: TopicRow) -> Element {
    let words = use_words();
    let waits = !row.answered && !row.resolved;
    rsx! {
        if row.draft {
            span { class: "badge", "data-dye": "uli", Draw { icon: Icon::Pencil } {words.say("topic-draft")} }
        } else if row.resolved {
            span { class: "badge", "data-dye": "leaf", Draw { icon: Icon::CircleCheck } {words.say("topic-settled")} }
        } else if waits {
            span { class: "badge", "data-dye": "edo", Draw { icon: Icon::Hourglass } {words.say("topic-unanswered")} }
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

/// A form for a new topic.
#[component]
pub fn NewTopic(community: ReadSignal<String>) -> Element {
    let (words, sender, seam) = (use_words(), use_send(), use_context::<Seam>());
    let titles = seam.clone();
    let draft = use_view(move || Some(community()), || Query::Draft { place: NEW_TOPIC.to_owned() });
    let title = use_view(move || Some(community()), || Query::Draft { place: NEW_TITLE.to_owned() });
    let ended = seam.clone();
    let start = move |event: FormEvent| {
        let given = |name| Some(text(&event, name)).filter(|text| !text.trim().is_empty());
        let command = Command::StartTopic {
            title: text(&event, "title"),
            channel: given("channel"),
            body: given("body"),
            asks: false,
            sending: given("sending"),
        };
        let seam = ended.clone();
        sender.send(Some(community()), command, move |done| {
            // After the letters that are still gathered.
            for place in [NEW_TOPIC, NEW_TITLE] {
                seam.keep_draft(community(), place.to_owned(), String::new());
            }
            if let Done::Topic { topic } = done {
                navigator().replace(Route::Topic { community: community(), topic });
            }
        });
    };
    let Around(around) = use_context();
    let writes = around.read().as_ref().is_none_or(|view| view.me.status == Standing::Active);
    let wished = use_context::<Wished>();
    let hello = use_hook(|| wished.take(|wish| *wish == Wish::Hello).is_some());
    let me = around.read().as_ref().map(|view| view.me.chosen.clone()).unwrap_or_default();
    let begin = |typed: &str| match typed {
        "" if hello => {
            words.with("new-topic-hello", [("name", me.as_str().into())]).replace(['\u{2068}', '\u{2069}'], "")
        }
        typed => typed.to_owned(),
    };
    let heading = if hello { "greeting-hello" } else { "new-topic-title" };
    let named = |place: &str, kept: &str| Draft { place: format!("{community}/{place}"), kept: kept.to_owned() };
    let keep = move |text: String| seam.keep_draft(community(), NEW_TOPIC.to_owned(), text);
    let keep_title = move |text: String| titles.keep_draft(community(), NEW_TITLE.to_owned(), text);
    rsx! {
        section { class: "pane pane-one", "aria-labelledby": "new-topic",
            div { class: "column flow",
                h2 { id: "new-topic", class: "slip-title", tabindex: "-1", "data-focus": true, {words.say(heading)} }
                if !writes {
                    p { class: "quiet", {words.say("composer-closed")} }
                } else if let (Seen::Here(View::Draft(draft)), Seen::Here(View::Draft(title))) = (&*draft.read(), &*title.read()) {
                    form { class: "form", id: "topic-form", onsubmit: start,
                        Field { form: "topic", name: "title", label: words.say("new-topic-about"), hint: words.say("new-topic-about-hint"), begin: begin(&title.text), draft: named(NEW_TITLE, &title.text), oninput: keep_title }
                        Field { form: "topic", name: "body", label: words.say("new-topic-words"), kind: Kind::Lines, needed: false, begin: draft.text.clone(), draft: named(NEW_TOPIC, &draft.text), oninput: keep }
                        Field { form: "topic", name: "channel", label: words.say("new-topic-channel"), hint: words.say("new-topic-channel-hint"), needed: false }
                        Refusal { sent: sender.sent }
                        div { class: "btns",
                            button { class: "btn btn-main", disabled: sender.is_busy(), {words.say("new-topic-start")} }
                            Link { to: Route::NoTopic { community: community() }, class: "btn btn-quiet", {words.say("not-now")} }
                        }
                    }
                }
            }
        }
    }
}
