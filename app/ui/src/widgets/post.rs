//! A post: who, when, words, reactions, and how far it has got.

use crate::tree::use_words;
use crate::when::now_ms;
use crate::widgets::face::Face;
use crate::widgets::icon::{Draw, Icon};
use crate::widgets::links::{Part, parts};
use crate::widgets::name::Name;
use crate::widgets::reaction::{ReactionMark, is_worded, reaction_label, reaction_words};
use crate::widgets::ring::Ring;
use dioxus::prelude::*;
use kith_community::topic::{PostView, QuotedView, ReactionView};
use std::rc::Rc;

/// How long after a post the next of the same person still stands under the same name, in milliseconds.
const GROUP_MS: i64 = 7 * 60_000;

/// Where a post stands among the others.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Whether it stands under the name of the one before.
    pub follows: bool,
    /// Whether how far it has got is said below, with the next one.
    pub told_below: bool,
    /// Which one it is, from one on, where that is known.
    pub number: Option<u32>,
    /// How many there are.
    pub of: u32,
}

/// Whether a post stands under the name that the one before stands under.
pub fn follows(before: &PostView, post: &PostView) -> bool {
    let whole = |post: &PostView| missing(post).is_none() && !post.late && !post.came_late && !post.first;
    let apart = post.time_ms.saturating_sub(before.time_ms);
    before.person == post.person && (0..=GROUP_MS).contains(&apart) && whole(before) && whole(post)
}

/// Whether how far a post has got is said with the next one: it stands under the same name, or both are others' and have
/// got equally far.
pub fn is_told_below(post: &PostView, next: &PostView) -> bool {
    let equal = (post.reached, post.known) == (next.reached, next.known);
    follows(post, next) || (equal && !post.mine && !next.mine && missing(next).is_none())
}

/// A post.
#[component]
pub fn Post(
    post: PostView,
    author: NavigationTarget,
    place: Place,
    quick: Rc<[String]>,
    on_menu: EventHandler,
    on_versions: EventHandler,
    on_history: EventHandler,
    on_react: EventHandler<String>,
) -> Element {
    let words = use_words();
    let when = words.moment(now_ms(), post.time_ms);
    let label = format!("{}, {when}", post.author);
    let gone = missing(&post);
    let Place { follows, told_below, number, of } = place;
    let marked = !told_below && says_something(&post);
    // The others stand beside the first once somebody comes near, since a post has many neighbours.
    let mut near = use_signal(|| false);
    let mut come_near = move || {
        if !*near.peek() {
            near.set(true);
        }
    };
    let reacts = !post.mine && gone.is_none() && !quick.is_empty();
    let footed = marked || !post.reactions.is_empty() || !post.versions.is_empty() || (follows && post.edited);
    rsx! {
        article { class: "post", "aria-label": "{label}", "aria-posinset": number.map(|number| number.to_string()), "aria-setsize": number.map(|_| of.to_string()), tabindex: "-1",
            onmouseenter: move |_| come_near(), onfocusin: move |_| come_near(),
            "data-post": "{post.post}", "data-follows": follows.then_some("yes"), "data-gone": gone.map(|_| "yes"), "data-new": post.new.then_some("yes"), "data-reacts": reacts.then_some("yes"),
            if let Some(key) = gone {
                p { class: "post-missing", b { Name { name: post.author.clone() } } " " {words.say(key)} " " time { "{when}" } }
            } else {
                if !follows {
                    Who { post: post.clone(), author, when, on_history }
                }
                Body { post: post.clone() }
            }
            if reacts {
                Quick { given: post.reactions.clone(), quick, near: near(), on_react }
            }
            if post.mine || gone.is_none() || !post.reactions.is_empty() {
                button { class: "post-more", r#type: "button", "popovertarget": "post-menu",
                    "aria-label": words.with("post-more", [("name", post.author.as_str().into())]),
                    onclick: move |_| on_menu.call(()),
                    Draw { icon: Icon::More }
                }
            }
            if footed {
                div { class: "post-foot",
                    for given in post.reactions.clone() {
                        Reaction { key: "{given.emoji}", given, on_react }
                    }
                    if !post.versions.is_empty() {
                        button { class: "versions", r#type: "button", onclick: move |_| on_versions.call(()), Draw { icon: Icon::Split, small: true } {words.say("two-versions")} }
                    }
                    if follows && post.edited { Changed { on_history } }
                    if marked { Mark { reached: post.reached, known: post.known } }
                }
            }
        }
    }
}

/// Who wrote it and when, and what is particular about it.
#[component]
fn Who(post: PostView, author: NavigationTarget, when: String, on_history: EventHandler) -> Element {
    let words = use_words();
    rsx! {
        Face { person: post.person.clone(), name: post.author.clone() }
        div { class: "post-who",
            Link { to: author, class: "clamp-2", Name { name: post.author.clone() } if post.mine { {words.say("post-you")} } }
            time { "{when}" }
            if post.edited { Changed { on_history } }
            if post.first {
                span { class: "badge", "data-dye": "leaf", Draw { icon: Icon::Sprout } {words.say("post-first")} }
            }
            if post.late {
                span { class: "badge", "data-dye": "edo", Draw { icon: Icon::History } {words.say("post-late")} }
            } else if post.came_late {
                span { class: "badge", "data-dye": "edo", Draw { icon: Icon::History } {words.say("post-came-late")} }
            }
        }
    }
}

/// Says that the words were changed, and opens what they were.
#[component]
fn Changed(on_history: EventHandler) -> Element {
    let words = use_words();
    rsx! {
        button { class: "changed", r#type: "button", onclick: move |_| on_history.call(()), {words.say("post-edited")} }
    }
}

#[component]
fn Body(post: PostView) -> Element {
    rsx! {
        div { class: "post-body",
            for id in post.quotes.clone() {
                Quote { key: "{id}", quoted: post.quoted.iter().find(|quoted| quoted.post == id).cloned(), id }
            }
            p { class: "words", dir: "auto",
                for (at, part) in parts(&post.text).into_iter().enumerate() {
                    match part {
                        Part::Words(words) => rsx! { "{words}" },
                        // What is opened is what is read, and learns nothing of where it was read.
                        Part::Link(to, link) => rsx! { a { key: "{at}", href: "{to}", target: "_blank", rel: "noopener noreferrer", dir: "ltr", "{link}" } },
                    }
                }
            }
        }
    }
}

/// What a post quotes; leads to where it stands.
#[component]
fn Quote(quoted: Option<QuotedView>, id: String) -> Element {
    let words = use_words();
    rsx! {
        blockquote { class: "quote",
            if let Some(quoted) = quoted {
                button { r#type: "button", "data-to": "{id}",
                    b { class: "clamp-1", Name { name: quoted.author.clone() } }
                    span { class: "clamp-2", dir: "auto", if quoted.gone || quoted.text.is_empty() { {words.say("post-gone")} } else { "{quoted.text}" } }
                }
            } else {
                {words.say("post-quote-missing")}
            }
        }
    }
}

/// Whether how far it has got is worth a mark: one's own always, another's until everyone has it.
fn says_something(post: &PostView) -> bool {
    missing(post).is_none() && (post.mine || post.reached < post.known)
}

fn missing(post: &PostView) -> Option<&'static str> {
    match (post.erased, post.deleted, post.text.is_empty()) {
        (true, _, _) => Some("post-erased"),
        (_, true, _) => Some("post-deleted"),
        (_, _, true) => Some("post-not-here"),
        _ => None,
    }
}

/// The community's reactions. The arrow keys lead to them from the button beside them, so that they are no stops of Tab.
#[component]
fn Quick(given: Vec<ReactionView>, quick: Rc<[String]>, near: bool, on_react: EventHandler<String>) -> Element {
    let words = use_words();
    let shown = if near { quick.len() } else { 1 };
    let is_given = |emoji: &str| given.iter().any(|given| given.mine && given.emoji == emoji);
    rsx! {
        div { class: "quick", role: "toolbar", "aria-label": words.say("react-title"),
            for emoji in quick.iter().take(shown).cloned() {
                button { key: "{emoji}", r#type: "button", tabindex: "-1", title: reaction_words(&words, &emoji),
                    "aria-pressed": if is_given(&emoji) { "true" } else { "false" },
                    "aria-label": words.with("react-say", [("what", reaction_words(&words, &emoji).into())]),
                    onclick: { let emoji = emoji.clone(); move |_| on_react.call(emoji.clone()) },
                    ReactionMark { emoji: emoji.clone() }
                }
            }
        }
    }
}

#[component]
fn Reaction(given: ReactionView, on_react: EventHandler<String>) -> Element {
    let words = use_words();
    let (label, emoji) = (reaction_label(&words, &given.emoji), given.emoji.clone());
    let by = words.list(given.by.iter().map(String::as_str));
    let given_by = format!("{}: {by}", reaction_words(&words, &given.emoji));
    rsx! {
        button { class: "react", r#type: "button", "aria-pressed": if given.mine { "true" } else { "false" }, title: "{given_by}",
            onclick: move |_| on_react.call(emoji.clone()),
            if is_worded(&given.emoji) { ReactionMark { emoji: given.emoji.clone() } }
            "{label} · {given.by.len()}"
        }
    }
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

    #[test]
    fn how_far_others_posts_have_got_is_said_once_for_those_that_got_equally_far() {
        let post = |person: &str, reached: u32| PostView {
            person: person.to_owned(),
            text: "Yes.".to_owned(),
            reached,
            known: 80,
            mine: person == "ada",
            ..PostView::default()
        };
        for (post, next, below) in [
            (post("ben", 14), post("cy", 14), true),
            (post("ben", 15), post("cy", 14), false),
            (post("ben", 14), PostView { deleted: true, ..post("cy", 14) }, false),
            (post("ben", 14), post("ada", 14), false),
            (post("ada", 14), post("ben", 14), false),
            (post("ada", 15), post("ada", 14), true),
        ] {
            assert_eq!(is_told_below(&post, &next), below, "{post:?} {next:?}");
        }
    }

    #[test]
    fn posts_of_one_person_in_a_row_stand_under_one_name() {
        let post = |person: &str, minute: i64| PostView {
            person: person.to_owned(),
            text: "Yes.".to_owned(),
            time_ms: minute * 60_000,
            ..PostView::default()
        };
        let first = post("ada", 0);
        for (next, together) in [
            (post("ada", 0), true),
            (post("ada", 7), true),
            (post("ada", 8), false),
            (post("ada", -1), false),
            (post("ben", 1), false),
            (PostView { deleted: true, ..post("ada", 1) }, false),
            (PostView { erased: true, ..post("ada", 1) }, false),
            (PostView { late: true, ..post("ada", 1) }, false),
            (PostView { came_late: true, ..post("ada", 1) }, false),
            (PostView { first: true, ..post("ada", 1) }, false),
            (PostView { text: String::new(), ..post("ada", 1) }, false),
            (PostView { edited: true, ..post("ada", 1) }, true),
        ] {
            assert_eq!(follows(&first, &next), together, "{next:?}");
        }
        assert!(!follows(&PostView { deleted: true, ..first }, &post("ada", 1)));
    }
}
