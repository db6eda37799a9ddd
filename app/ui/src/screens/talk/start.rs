//! A form for a new topic.

use crate::parts::notice::{NotKept, Refusal};
use crate::route::Route;
use crate::screens::frame::CommunityContext;
use crate::seam::{Seam, Seen, use_send, use_view};
use crate::tree::{Intent, Wish, use_words};
use crate::widgets::field::{Draft, Field, Kind, sending_of, text};
use dioxus::prelude::*;
use kith_community::command::Done;
use kith_community::local::draft::{NEW_TITLE, NEW_TOPIC};
use kith_community::local::{DraftQuery, DraftView};
use kith_community::topic;
use kith_community::topic::{ChannelRow, TopicsQuery};

/// The form.
#[component]
pub fn NewTopic(community: ReadSignal<String>) -> Element {
    let words = use_words();
    let draft = use_view(move || Some(community()), || DraftQuery { place: NEW_TOPIC.to_owned() });
    let title = use_view(move || Some(community()), || DraftQuery { place: NEW_TITLE.to_owned() });
    let writes = use_context::<CommunityContext>().may_write();
    let intent = use_context::<Intent>();
    let greets = |wish: &Wish| matches!(wish, Wish::Hello | Wish::Welcome(_));
    let hello = use_hook(|| intent.take(greets));
    let heading = if hello.is_some() { "greeting-hello" } else { "new-topic-title" };
    rsx! {
        section { class: "pane pane-one", "aria-labelledby": "new-topic",
            div { class: "column flow",
                h2 { id: "new-topic", class: "slip-title", tabindex: "-1", "data-focus": true, {words.say(heading)} }
                if !writes {
                    p { class: "quiet", {words.say("composer-closed")} }
                } else if let (Seen::Here(draft), Seen::Here(title)) = (&*draft.read(), &*title.read()) {
                    Form { community, hello: hello.clone(), draft: draft.clone(), title: title.clone() }
                }
            }
        }
    }
}

#[component]
fn Form(community: ReadSignal<String>, hello: Option<Wish>, draft: DraftView, title: DraftView) -> Element {
    let (words, sender, seam) = (use_words(), use_send(), use_context::<Seam>());
    let CommunityContext(around) = use_context();
    let me = around.read().as_ref().map(|view| view.me.chosen.clone()).unwrap_or_default();
    let greeting = match &hello {
        Some(Wish::Welcome(name)) => words.with("new-topic-welcome", [("name", words.person(name).into())]),
        Some(_) => words.with("new-topic-hello", [("name", me.as_str().into())]),
        None => String::new(),
    };
    let begin = match title.text.as_str() {
        "" => greeting.replace(['\u{2068}', '\u{2069}'], ""),
        typed => typed.to_owned(),
    };
    let sent_as =
        use_hook(|| [&title, &draft].map(|kept| kept.sending.clone()).into_iter().find(|sending| !sending.is_empty()));
    let sent_as = sent_as.unwrap_or_default();
    let waits = around.read().as_ref().map(|view| view.customs.answer_h).unwrap_or_default();
    let within = words.hours(waits);
    let ended = seam.clone();
    let start = move |event: FormEvent| {
        let given = |name| Some(text(&event, name)).filter(|text| !text.trim().is_empty());
        let command = topic::Command::Start {
            title: text(&event, "title"),
            channel: given("channel"),
            body: given("body"),
            asks: given("asks").is_some(),
            sending: sending_of(&event),
        };
        let seam = ended.clone();
        sender.send(Some(community()), command, move |done| {
            // After the letters that are still gathered.
            for place in [NEW_TOPIC, NEW_TITLE] {
                seam.keep_draft(community(), place.to_owned(), String::new(), None);
            }
            if let Done::Topic { topic } = done {
                navigator().replace(Route::Topic { community: community(), topic });
            }
        });
    };
    let at = |place: &str| format!("{community}/{place}");
    let named = |place: &str, kept: &str, of: &DraftView| Draft {
        place: at(place),
        kept: kept.to_owned(),
        sending: of.sending.clone(),
    };
    let keeps = |place: &'static str| {
        let seam = seam.clone();
        move |event: FormEvent| seam.keep_draft(community(), place.to_owned(), event.value(), sending_of(&event))
    };
    let stands = begin.clone();
    let (keep, keep_title) = (keeps(NEW_TOPIC), keeps(NEW_TITLE));
    rsx! {
        form { class: "form", id: "topic-form", onsubmit: start,
            input { id: "topic-sending", r#type: "hidden", name: "sending", initial_value: "{sent_as}" }
            Field { form: "topic", name: "title", label: words.say("new-topic-about"), hint: words.say("new-topic-about-hint"), begin, draft: named(NEW_TITLE, &stands, &title), oninput: keep_title,
                NotKept { place: at(NEW_TITLE) }
            }
            Field { form: "topic", name: "body", label: words.say("new-topic-words"), kind: Kind::Lines, needed: false, begin: draft.text.clone(), draft: named(NEW_TOPIC, &draft.text, &draft), oninput: keep,
                NotKept { place: at(NEW_TOPIC) }
            }
            Belongs { community }
            label { class: "check",
                input { id: "topic-asks", r#type: "checkbox", name: "asks", value: "yes" }
                span { {words.say("new-topic-asks")} small { class: "quiet", {words.with("new-topic-asks-hint", [("after", within.into())])} } }
            }
            Refusal { sent: sender.sent }
            div { class: "btns",
                button { class: "btn btn-main", disabled: sender.is_busy(), {words.say("new-topic-start")} }
                Link { to: Route::NoTopic { community: community() }, class: "btn btn-quiet", {words.say("not-now")} }
            }
        }
    }
}

/// Where it belongs, chosen among the channels there are.
#[component]
fn Belongs(community: ReadSignal<String>) -> Element {
    let words = use_words();
    let topics = use_view(move || Some(community()), || TopicsQuery::latest(1));
    let channels: Vec<ChannelRow> = match &*topics.read() {
        Seen::Here(view) => view.channels.clone(),
        _ => Vec::new(),
    };
    if channels.is_empty() {
        return rsx! {};
    }
    rsx! {
        div { class: "field",
            label { r#for: "topic-channel", {words.say("new-topic-channel")} }
            select { class: "input", id: "topic-channel", name: "channel",
                option { value: "", {words.say("new-topic-nowhere")} }
                for row in channels {
                    option { key: "{row.channel}", value: "{row.channel}", {words.channel(&row.name)} }
                }
            }
        }
    }
}
