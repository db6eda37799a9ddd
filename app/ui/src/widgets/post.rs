//! A post: who, when, words, reactions, and how far it has got.

use crate::route::Route;
use crate::tree::use_words;
use crate::when::now_ms;
use crate::widgets::face::Face;
use crate::widgets::icon::{Draw, Icon};
use crate::widgets::ring::Ring;
use crate::words::Words;
use dioxus::prelude::*;
use kith_community::query::{PostView, ReactionView};
use linkify::{LinkFinder, LinkKind};

/// Most pieces into which a post is cut for the addresses in it.
const MAX_PARTS: usize = 200;

/// Reactions that have a word: never an answer, never a sort order.
pub const REACTIONS: [(&str, Icon); 4] =
    [("same", Icon::Hand), ("heard", Icon::Ear), ("thanks", Icon::HandHeart), ("idea", Icon::Sprout)];

/// A post that is quoted.
#[derive(Clone, Debug, PartialEq)]
pub enum Quoted {
    /// It is in the same topic.
    Here {
        /// Who wrote it.
        author: String,
        /// Its words; empty when they are gone.
        text: String,
    },
    /// It has not come, or is elsewhere.
    Missing,
}

/// A post.
#[component]
pub fn Post(
    post: PostView,
    quoted: Vec<Quoted>,
    community: ReadSignal<String>,
    /// Where the page is scrolled to at first, if it is to this.
    start: Option<&'static str>,
    place: usize,
    of: usize,
    on_menu: EventHandler,
    on_versions: EventHandler,
    on_react: EventHandler<String>,
) -> Element {
    let words = use_words();
    let when = words.moment(now_ms(), post.time_ms);
    let label = format!("{}, {when}", post.author);
    let person = Route::Person { community: community(), person: post.person.clone() };
    rsx! {
        article { class: "post", "aria-label": "{label}", "aria-posinset": "{place}", "aria-setsize": "{of}", "data-start": start,
            Face { person: post.person.clone(), name: post.author.clone() }
            div { class: "post-who",
                Link { to: person, span { dir: "auto", "{post.author}" } if post.mine { {words.say("post-you")} } }
                time { "{when}" }
                if post.first {
                    span { class: "badge", "data-dye": "leaf", Draw { icon: Icon::Sprout } {words.say("post-first")} }
                }
                if post.edited { span { class: "faint", {words.say("post-edited")} } }
                if post.late {
                    span { class: "badge", "data-dye": "edo", Draw { icon: Icon::History } {words.say("post-late")} }
                } else if post.came_late {
                    span { class: "badge", "data-dye": "edo", Draw { icon: Icon::History } {words.say("post-came-late")} }
                }
            }
            Body { post: post.clone(), quoted, on_versions }
            div { class: "post-foot",
                for given in post.reactions.clone() {
                    Reaction { key: "{given.emoji}", given, on_react }
                }
                if post.mine || !post.reactions.is_empty() || missing(&post).is_none() {
                button { class: "react react-more", r#type: "button", "popovertarget": "post-menu",
                    "aria-label": words.with("post-more", [("name", post.author.as_str().into())]),
                    onclick: move |_| on_menu.call(()),
                    Draw { icon: if post.mine { Icon::More } else { Icon::Reply }, turns: !post.mine }
                }
                }
                Mark { reached: post.reached, known: post.known }
            }
        }
    }
}

#[component]
fn Body(post: PostView, quoted: Vec<Quoted>, on_versions: EventHandler) -> Element {
    let words = use_words();
    rsx! {
        div { class: "post-body",
            for (at, quote) in quoted.into_iter().enumerate() {
                blockquote { key: "{at}", class: "quote",
                    match quote {
                        Quoted::Here { author, text } => rsx! { b { dir: "auto", "{author}" } span { class: "clamp-2", dir: "auto", if text.is_empty() { {words.say("post-gone")} } else { "{text}" } } },
                        Quoted::Missing => rsx! { {words.say("post-quote-missing")} },
                    }
                }
            }
            if let Some(key) = missing(&post) {
                p { class: "quiet post-missing", {words.say(key)} }
            } else {
                p { class: "words", dir: "auto",
                    for (at, part) in parts(&post.text).into_iter().enumerate() {
                        match part {
                            Part::Words(words) => rsx! { "{words}" },
                            // What is opened is what is read, and learns nothing of where it was read.
                            Part::Address(address) => rsx! { a { key: "{at}", href: "{address}", target: "_blank", rel: "noopener noreferrer", dir: "ltr", "{address}" } },
                        }
                    }
                }
            }
            if !post.versions.is_empty() {
                p { button { class: "versions", r#type: "button", onclick: move |_| on_versions.call(()), Draw { icon: Icon::Split, small: true } {words.say("two-versions")} } }
            }
            if !post.history.is_empty() {
                details { class: "more history",
                    summary { {words.with("post-history", [("count", post.history.len().into())])} }
                    ol { class: "plain",
                        for (at, earlier) in post.history.iter().enumerate() {
                            li { key: "{at}", class: "words", dir: "auto", "{earlier}" }
                        }
                    }
                }
            }
        }
    }
}

/// A piece of what somebody wrote.
#[derive(Debug, PartialEq)]
enum Part<'a> {
    /// As it is.
    Words(&'a str),
    /// An address on the web, written out with its scheme: it can be opened.
    Address(&'a str),
}

/// Words, with the addresses among them.
fn parts(text: &str) -> Vec<Part<'_>> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    let on_web = |text: &str| ["http://", "https://"].iter().any(|scheme| text.starts_with(scheme));
    let spans = finder.spans(text).take(MAX_PARTS);
    let mut parts: Vec<Part<'_>> = Vec::new();
    let mut end = 0;
    for span in spans {
        end = span.end();
        parts.push(match span.kind() {
            Some(_) if on_web(span.as_str()) => Part::Address(span.as_str()),
            _ => Part::Words(span.as_str()),
        });
    }
    if let Some(rest) = text.get(end..).filter(|rest| !rest.is_empty()) {
        parts.push(Part::Words(rest));
    }
    parts
}

fn missing(post: &PostView) -> Option<&'static str> {
    match (post.erased, post.deleted, post.text.is_empty()) {
        (true, _, _) => Some("post-erased"),
        (_, true, _) => Some("post-deleted"),
        (_, _, true) => Some("post-not-here"),
        _ => None,
    }
}

#[component]
fn Reaction(given: ReactionView, on_react: EventHandler<String>) -> Element {
    let words = use_words();
    let icon = REACTIONS.iter().find(|(emoji, _)| *emoji == given.emoji).map(|(_, icon)| *icon);
    let (label, emoji) = (reaction_label(&words, &given.emoji), given.emoji.clone());
    let by = words.list(given.by.iter().map(String::as_str));
    rsx! {
        button { class: "react", r#type: "button", "aria-pressed": if given.mine { "true" } else { "false" }, title: "{by}",
            onclick: move |_| on_react.call(emoji.clone()),
            if let Some(icon) = icon { Draw { icon } }
            "{label} · {given.by.len()}"
        }
    }
}

/// What a reaction says; one without a word is shown as it is.
pub fn reaction_label(words: &Words, emoji: &str) -> String {
    if REACTIONS.iter().any(|(one, _)| *one == emoji) { words.say(&format!("react-{emoji}")) } else { emoji.to_owned() }
}

/// How far something has got, never rosier than it is.
#[component]
pub fn Mark(reached: u32, known: u32) -> Element {
    let words = use_words();
    let everyone = known > 0 && reached >= known;
    let said = match (reached, known) {
        (_, 0) => words.say("mark-here"),
        (0, _) => words.say("mark-only-here"),
        _ if everyone => words.say("mark-everyone"),
        _ => words.with("mark-some", [("reached", reached.into()), ("known", known.into())]),
    };
    rsx! {
        span { class: "mark",
            Ring { reached, known }
            span { class: if everyone { "sr" }, "{said}" }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Part::{Address, Words};

    #[test]
    fn addresses_on_the_web_are_found_and_nothing_else() {
        for (text, found) in [
            ("", vec![]),
            ("No address.", vec![Words("No address.")]),
            (
                "See https://example.org/a?b=c, or (http://example.org).",
                vec![
                    Words("See "),
                    Address("https://example.org/a?b=c"),
                    Words(", or ("),
                    Address("http://example.org"),
                    Words(")."),
                ],
            ),
            ("javascript://example.org/%0aalert(1)", vec![Words("javascript://example.org/%0aalert(1)")]),
            ("kith:abc ada@example.org example.org", vec![Words("kith:abc ada@example.org example.org")]),
        ] {
            assert_eq!(parts(text), found, "{text}");
        }
    }

    #[test]
    fn a_post_of_nothing_but_addresses_loses_no_letter_and_is_cut_into_few_pieces() {
        let text = "http://a.example ".repeat(1_000);
        let parts = parts(&text);
        assert_eq!(parts.len(), MAX_PARTS + 1);
        let joined: String = parts
            .into_iter()
            .map(|part| match part {
                Words(text) | Address(text) => text,
            })
            .collect();
        assert_eq!(joined, text);
    }
}
