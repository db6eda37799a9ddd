//! What waits for oneself, what is new, who has come. It ends.

use crate::route::Route;
use crate::screens::announcements::Latest;
use crate::screens::frame::{CommunityContext, ReachRing, StandingBanner, is_silent, reach_words};
use crate::screens::people::DecidedRow;
use crate::seam::{Seen, use_send, use_view};
use crate::tree::{Intent, Wish, use_words};
use crate::waits::shown;
use crate::when::now_ms;
use crate::widgets::face::{Face, Size};
use crate::widgets::icon::{Draw, Icon};
use crate::widgets::name::Name;
use crate::widgets::notice::Waits;
use crate::words::Words;
use dioxus::prelude::*;
use kith_community::charter::{DecisionRow, Standing};
use kith_community::invitation::GreetingView;
use kith_community::settings::{Notices, Settings};
use kith_community::today::{Joined, NewInTopic, TodayQuery, TodayView};
use kith_community::topic::TopicsQuery;
use kith_community::{home, local};

/// Today.
#[component]
pub fn Today(community: ReadSignal<String>) -> Element {
    let today = use_view(move || Some(community()), || TodayQuery);
    rsx! {
        main { class: "main page", id: "main", tabindex: "-1",
            div { class: "flow",
                StandingBanner {}
                match &*today.read() {
                    Seen::Here(view) => rsx! { Sections { community, view: view.clone() } },
                    other => rsx! { Waits { why: other.why() } },
                }
            }
            aside { class: "flow aside", Latest { community } WhoHasWhat { community } }
            if let Seen::Here(view) = &*today.read() {
                End { caught_up: view.greeting.is_none() && view.waiting.is_empty() && view.new_since.is_empty() }
            }
        }
    }
}

#[component]
fn Sections(community: ReadSignal<String>, view: TodayView) -> Element {
    let words = use_words();
    let CommunityContext(around) = use_context();
    let around = around();
    let alone = around.as_ref().is_some_and(|around| around.people == 1 && around.me.status == Standing::Active);
    let asks = around.as_ref().is_none_or(|around| around.me.status == Standing::Active);
    let me = around.map_or(String::new(), |around| around.me.chosen);
    let count = view.waiting.len() + usize::from(view.greeting.is_some());
    rsx! {
        p { class: "today-lead",
            span { {words.day(now_ms())} }
            if alone && count == 0 {
                {words.with("today-lead-first", [("name", me.into())])}
            } else {
                {words.with("today-lead", [("count", count.into()), ("name", me.into())])}
            }
        }
        if let Some(greeting) = view.greeting {
            Greeting { community, greeting }
        }
        if alone {
            FirstSteps { community }
        }
        if !view.waiting.is_empty() {
            section { "aria-labelledby": "waiting",
                div { class: "head", h2 { id: "waiting", {words.say("today-waiting")} } }
                div { class: "slips",
                    for waiting in view.waiting {
                        Fragment { key: "{waiting.key()}", {shown(&waiting).slip(community())} }
                    }
                }
            }
        }
        if !view.new_since.is_empty() || !view.joined.is_empty() || !view.decided.is_empty() {
            if asks {
                Tell {}
            }
            News { community, topics: view.new_since, more: view.more_new, joined: view.joined, more_joined: view.more_joined, decided: view.decided }
        }
    }
}

/// What whoever invited wrote to who has just come, and a first thing to do.
#[component]
fn Greeting(community: ReadSignal<String>, greeting: GreetingView) -> Element {
    let (words, intent) = (use_words(), use_context::<Intent>());
    let by = greeting.by.map(|by| (words.person(&by.name), by));
    rsx! {
        article { class: "slip ask", "aria-labelledby": "greeting",
            p { class: "ask-why",
                if let Some((name, by)) = by {
                    Face { person: by.person, name: by.name, size: Size::Small }
                    span { id: "greeting", {words.with(if greeting.text.is_empty() { "greeting-plain" } else { "greeting-by" }, [("name", name.into())])} }
                } else {
                    i { Draw { icon: Icon::HeartHandshake } }
                    span { id: "greeting", {words.say(if greeting.text.is_empty() { "greeting-new" } else { "greeting-here" })} }
                }
            }
            if greeting.text.is_empty() {
                h3 { class: "slip-title", {words.say("greeting-nothing")} }
            } else {
                blockquote { class: "slip-title slip-words", dir: "auto", "{greeting.text}" }
            }
            div { class: "ask-foot",
                Link { to: Route::NewTopic { community: community() }, class: "btn",
                    onclick: move |_| intent.wish(Wish::Hello),
                    Draw { icon: Icon::SquarePen } {words.say("greeting-hello")}
                }
                Link { to: Route::NoTopic { community: community() }, class: "btn btn-quiet", {words.say("greeting-look")} }
            }
        }
    }
}

/// For who is here alone: what a community begins with.
#[component]
fn FirstSteps(community: ReadSignal<String>) -> Element {
    let (words, intent) = (use_words(), use_context::<Intent>());
    let topics = use_view(move || Some(community()), || TopicsQuery::latest(1));
    let silent = matches!(&*topics.read(), Seen::Here(view) if view.rows.is_empty());
    rsx! {
        section { class: "slips", "aria-labelledby": "first",
            h2 { id: "first", class: "sr", {words.say("first-title")} }
            article { class: "slip ask",
                p { class: "ask-why", i { Draw { icon: Icon::UserPlus } } {words.say("first-invite-why")} }
                h3 { class: "slip-title", {words.say("first-invite")} }
                div { class: "ask-foot",
                    Link { to: Route::Reach { community: community() }, class: "btn btn-main",
                        onclick: move |_| intent.wish(Wish::Invitation),
                        {words.say("invite")}
                    }
                }
            }
            if silent {
                article { class: "slip ask",
                    p { class: "ask-why", i { Draw { icon: Icon::SquarePen } } {words.say("first-topic-why")} }
                    h3 { class: "slip-title", {words.say("first-topic")} }
                    div { class: "ask-foot", Link { to: Route::NewTopic { community: community() }, class: "btn", {words.say("talk-new")} } }
                }
            }
        }
    }
}

#[component]
fn News(
    community: ReadSignal<String>,
    topics: Vec<NewInTopic>,
    more: u32,
    joined: Vec<Joined>,
    more_joined: u32,
    decided: Vec<DecisionRow>,
) -> Element {
    let (words, sender) = (use_words(), use_send());
    let now = now_ms();
    let all_seen =
        move |_| sender.send(Some(community()), local::Command::Seen { topic: None, posts: Vec::new() }, |_| ());
    rsx! {
        section { "aria-labelledby": "new",
            div { class: "head",
                h2 { id: "new", {words.say("today-new")} }
                button { class: "link-act head-act", r#type: "button", onclick: all_seen, {words.say("today-seen")} }
            }
            ul { class: "rows",
                for new in topics {
                    li { key: "{new.topic}", class: "row",
                        Face { person: new.person, name: new.last.author.clone() }
                        div { class: "row-body",
                            h3 { class: "row-title",
                                Link { to: Route::Topic { community: community(), topic: new.topic }, class: "row-link", span { class: "clamp-2", dir: "auto", {words.title(&new.title)} } }
                            }
                            p { class: "row-text row-last", b { class: "clamp-1", Name { name: new.last.author.clone() } } span { class: "voice clamp-1", dir: "auto", "{new.last.text}" } }
                            if new.waits { p { class: "badges", span { class: "badge", "data-dye": "edo", Draw { icon: Icon::Hourglass } {words.say("topic-unanswered")} } } }
                            if new.came_late { p { class: "badges", span { class: "badge", "data-dye": "edo", Draw { icon: Icon::History } {words.say("post-came-late")} } } }
                        }
                        div { class: "row-side",
                            time { {words.when(now, new.last.time_ms)} }
                            span { class: "topic-new", {words.with("new-count", [("count", new.posts.into())])} }
                        }
                    }
                }
                if more > 0 {
                    li { class: "row", div { class: "row-body",
                        Link { to: Route::NoTopic { community: community() }, class: "row-link", {words.with("today-more-new", [("count", more.into())])} }
                    } }
                }
                for who in joined {
                    li { key: "{who.person}", class: "row",
                        Face { person: who.person.clone(), name: who.name.clone() }
                        div { class: "row-body",
                            h3 { class: "row-title",
                                Link { to: Route::Person { community: community(), person: who.person.clone() }, class: "row-link",
                                    {words.with("today-joined", [("name", words.person(&who.name).into())])}
                                }
                            }
                            p { class: "row-text",
                                if !who.by.is_empty() { {words.with("today-joined-by", [("name", who.by.as_str().into())])} " " }
                                {words.say("today-joined-text")}
                            }
                        }
                    }
                }
                if more_joined > 0 {
                    li { class: "row", div { class: "row-body",
                        Link { to: Route::Nobody { community: community() }, class: "row-link", {words.with("today-more-joined", [("count", more_joined.into())])} }
                    } }
                }
                for row in decided {
                    DecidedRow { key: "{row.id}", community, row }
                }
            }
        }
    }
}

/// Asks once there is something to be told of whether the system may: only where the browser still has to be asked.
#[component]
fn Tell() -> Element {
    let (words, sender) = (use_words(), use_send());
    let settings = use_context::<Memo<Settings>>();
    let never = move |_| {
        let settings = Settings { notices: Notices::None, ..settings.peek().clone() };
        sender.manage(home::Command::Set { settings }, |_| ());
    };
    if settings.read().notices == Notices::None {
        return rsx! {};
    }
    rsx! {
        article { class: "slip ask only-asks",
            p { class: "ask-why", i { Draw { icon: Icon::Ear } } {words.say("notices-why")} }
            p { class: "slip-title", {words.say("notices-ask")} }
            div { class: "ask-foot",
                button { class: "btn", r#type: "button", "data-tells": true, {words.say("notices-let")} }
                button { class: "btn btn-quiet", r#type: "button", onclick: never, {words.say("notices-never")} }
            }
        }
    }
}

#[component]
fn WhoHasWhat(community: ReadSignal<String>) -> Element {
    let words = use_words();
    let CommunityContext(around) = use_context();
    let Some(around) = around() else {
        return rsx! {};
    };
    let reach = around.reach;
    rsx! {
        section { "aria-labelledby": "who-has",
            div { class: "head",
                h2 { id: "who-has", {words.say("who-has-what")} }
                Link { to: Route::Reach { community: community() }, class: "link-act head-act", {words.say("nav-reach")} }
            }
            div { class: "reach-line",
                ReachRing { reach, big: true }
                p { class: "label", {reach_sentence(&words, &reach)} }
            }
        }
    }
}

/// The same as the line under the title, as a sentence of its own.
fn reach_sentence(words: &Words, reach: &kith_community::reach::ReachCount) -> String {
    if reach.known == 0 {
        return words.say("reach-alone-sentence");
    }
    if is_silent(*reach) {
        return words.say("reach-silent-sentence");
    }
    if reach.reached >= reach.known {
        return words.with("reach-sentence", [("reached", reach.reached.into()), ("known", reach.known.into())]);
    }
    let said = reach_words(words, *reach);
    let mut letters = said.chars();
    let first: String = letters.next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

#[component]
fn End(caught_up: bool) -> Element {
    let words = use_words();
    rsx! {
        div { class: "end",
            svg { view_box: "0 0 96 96", "aria-hidden": "true",
                circle { class: "draw-full", cx: "48", cy: "48", r: "36", "pathLength": "80", "stroke-dasharray": "5 5", transform: "rotate(-85 48 48)" }
                circle { class: "draw-warm", cx: "48", cy: "48", r: "4" }
            }
            b { {words.say("today-end")} }
            p { if caught_up { {words.say("today-caught-up")} } else { {words.say("today-rest")} } }
        }
    }
}
