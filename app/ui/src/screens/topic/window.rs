//! The posts that are seen, in blocks: a block out of sight keeps its place and draws nothing. The page's script says
//! which are in sight.

use super::Desk;
use super::sheets::Open;
use crate::seam::use_send;
use crate::tree::use_words;
use crate::widgets::notice::Refusal;
use crate::widgets::post::{Post, Quoted, follows};
use dioxus::prelude::*;
use kith_community::command::Command;
use kith_community::query::{PostView, TopicView};

/// Posts in a block.
const BLOCK: usize = 8;

/// First and last block that are drawn.
type Range = (usize, usize);

/// All posts of a topic.
#[component]
pub fn Posts(desk: Desk, first_new: Signal<Option<String>>) -> Element {
    let words = use_words();
    let mut drawn = use_signal(|| None::<Range>);
    let Some(view) = desk.view.read().clone() else {
        return rsx! {};
    };
    let blocks = view.posts.len().div_ceil(BLOCK);
    let new_at = first_new.read().as_ref().and_then(|new| view.posts.iter().position(|post| post.post == *new));
    let (from, to) = drawn().unwrap_or_else(|| at_first(new_at, view.posts.len()));
    let in_sight = move |event: FormEvent| {
        if let Some(range) = read_range(&event.value()) {
            drawn.set(Some(range));
        }
    };
    rsx! {
        input { id: "blocks", r#type: "hidden", oninput: in_sight }
        if view.posts.is_empty() {
            p { class: "quiet label", {words.say("topic-only-title")} }
        }
        div { class: "posts", role: "feed", "aria-label": words.say("topic-posts"),
            for block in 0..blocks {
                div { key: "{block}", class: "chunk", "data-block": "{block}", style: "--posts:{size(block, view.posts.len())}",
                    if (from..=to).contains(&block) {
                        for place in block * BLOCK..(block * BLOCK + BLOCK).min(view.posts.len()) {
                            One { key: "{place}", desk, shown: show(&view, place, new_at) }
                        }
                    }
                }
            }
        }
    }
}

fn size(block: usize, posts: usize) -> usize {
    posts.saturating_sub(block * BLOCK).min(BLOCK)
}

/// Around the first new post, else at the end.
fn at_first(new_at: Option<usize>, posts: usize) -> Range {
    let block = new_at.unwrap_or(posts.saturating_sub(1)) / BLOCK;
    (block.saturating_sub(1), block + 1)
}

/// `first-last`, as the script writes it.
fn read_range(text: &str) -> Option<Range> {
    let (from, to) = text.split_once('-')?;
    let (from, to): Range = (from.parse().ok()?, to.parse().ok()?);
    (from <= to).then_some((from, to))
}

/// A post with what is around it.
#[derive(Clone, PartialEq)]
struct Shown {
    post: PostView,
    quoted: Vec<Quoted>,
    /// Whether the new ones begin here.
    begins_new: bool,
    follows: bool,
    goes_on: bool,
    /// Whether a topic is opened here.
    start: Option<&'static str>,
    place: usize,
    of: usize,
}

fn show(view: &TopicView, place: usize, new_at: Option<usize>) -> Option<Shown> {
    let post = view.posts.get(place)?.clone();
    let quoted = post.quotes.iter().map(|quoted| {
        let found = view.posts.iter().find(|post| post.post == *quoted);
        found.map_or(Quoted::Missing, |post| Quoted::Here { author: post.author.clone(), text: post.text.clone() })
    });
    let is_last = place + 1 == view.posts.len();
    let start = match new_at {
        Some(at) => (at == place).then_some("center"),
        None => (is_last && place > 0).then_some("end"),
    };
    let before = place.checked_sub(1).and_then(|at| view.posts.get(at)).filter(|_| new_at != Some(place));
    let next = view.posts.get(place + 1).filter(|_| new_at != Some(place + 1));
    Some(Shown {
        follows: before.is_some_and(|before| follows(before, &post)),
        goes_on: next.is_some_and(|next| follows(&post, next)),
        quoted: quoted.collect(),
        begins_new: new_at == Some(place),
        start,
        place: place + 1,
        of: view.posts.len(),
        post,
    })
}

#[component]
fn One(desk: Desk, shown: Option<Shown>) -> Element {
    let (words, sender) = (use_words(), use_send());
    let Some(shown) = shown else {
        return rsx! {};
    };
    let (mut menu, mut sheet) = (desk.menu, desk.sheet);
    let (for_menu, for_versions, for_history) = (shown.post.clone(), shown.post.clone(), shown.post.clone());
    let post = shown.post.post.clone();
    let react = move |emoji: String| {
        sender.send(desk.community(), Command::React { post: post.clone(), emoji }, |_| ());
    };
    rsx! {
        if shown.begins_new {
            p { class: "new-from", {words.say("topic-new-from")} }
        }
        Post {
            post: shown.post,
            quoted: shown.quoted,
            community: desk.community,
            follows: shown.follows,
            goes_on: shown.goes_on,
            start: shown.start,
            place: shown.place,
            of: shown.of,
            on_menu: move |()| menu.set(Some(for_menu.clone())),
            on_versions: move |()| sheet.set(Open::Versions(for_versions.clone())),
            on_history: move |()| sheet.set(Open::History(for_history.clone())),
            on_react: react,
        }
        Refusal { sent: sender.sent }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_opens_where_something_is_new_and_else_at_its_end() {
        for (new_at, posts, range) in
            [(None, 0, (0, 1)), (None, 8, (0, 1)), (None, 5_000, (623, 625)), (Some(45), 5_000, (4, 6))]
        {
            assert_eq!(at_first(new_at, posts), range);
        }
    }

    #[test]
    fn only_a_range_is_a_range() {
        assert_eq!(read_range("3-7"), Some((3, 7)));
        for odd in ["", "3", "7-3", "a-b", "-1-2", "1-99999999999999999999"] {
            assert_eq!(read_range(odd), None, "{odd}");
        }
    }

    #[test]
    fn the_last_block_may_be_small() {
        assert_eq!((size(0, 17), size(2, 17), size(3, 17)), (8, 1, 0));
    }
}
