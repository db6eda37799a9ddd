//! The posts that are drawn: a part of a topic around one of them, in its order. The page's script asks for another part
//! as one reads on, and says what is on the screen.

use super::sheets::Open;
use super::{Opening, TopicState};
use crate::parts::notice::Refusal;
use crate::route::Route;
use crate::screens::frame::CommunityContext;
use crate::seam::use_send;
use crate::tree::{Intent, Wish, use_words};
use crate::widgets::icon::{Draw, Icon};
use crate::widgets::post::{Place, Post, follows, is_told_below};
use dioxus::prelude::*;
use kith_community::topic::{Around, PostView, TopicQuery, TopicView};
use kith_community::{local, reaction};
use std::rc::Rc;

/// Posts that are asked for more at a time.
const STEP: u32 = 60;
/// Posts that are drawn below the first new one when a topic opens: some screens, and quickly there.
const FIRST: u32 = 40;
/// Most posts on one side of the one that is read around; beyond, another is read around.
const MOST: u32 = 240;

/// A part of a topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    around: Around,
    before: u32,
    after: u32,
}

impl Part {
    /// Where a topic opens: at what somebody came for, else where something is new, else at its end.
    pub fn first(intent: &Intent) -> Self {
        match &*intent.0.peek() {
            Some(Wish::Answer(post) | Wish::Post(post)) => Self::around(post),
            _ => Self { around: Around::New, before: 30, after: FIRST },
        }
    }

    fn around(post: &str) -> Self {
        Self { around: Around::Post(post.to_owned()), before: STEP, after: STEP }
    }

    fn end() -> Self {
        Self { around: Around::End, before: STEP, after: 0 }
    }

    /// What is asked for once it is known where the topic opened, since what is new changes as it is read.
    fn pinned(&self, view: &TopicView) -> Option<Self> {
        if self.around != Around::New {
            return None;
        }
        match &view.first_new {
            Some(post) => Some(Self { around: Around::Post(post.clone()), ..self.clone() }),
            None => Some(Self::end()),
        }
    }

    /// What the page's script asks for: `end`, `at POST`, and around the post that is read `earlier POST` or
    /// `later POST`.
    fn asked(&self, word: &str) -> Option<Self> {
        let (what, post) = word.split_once(' ').unwrap_or((word, ""));
        match what {
            "end" => Some(Self::end()),
            "at" => Some(Self::around(post)),
            "earlier" if self.before + STEP <= MOST => Some(Self { before: self.before + STEP, ..self.clone() }),
            "later" if self.after + STEP <= MOST => Some(Self { after: self.after + STEP, ..self.clone() }),
            "earlier" | "later" => Some(Self { before: MOST / 2, after: MOST / 2, ..Self::around(post) }),
            _ => None,
        }
    }

    /// The query for it.
    pub fn query(&self, topic: String) -> TopicQuery {
        TopicQuery { topic, around: self.around.clone(), before: self.before, after: self.after }
    }
}

/// What is on the screen, as the page's script says it: the first post, the last that is whole, and how far the end is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OnScreen {
    first: String,
    last: String,
    end: String,
}

impl OnScreen {
    fn read(told: &str) -> Option<Self> {
        let mut words = told.split(' ').map(str::to_owned);
        Some(Self { first: words.next()?, last: words.next()?, end: words.next()? })
    }

    /// How many posts are new above and below it.
    fn new_beyond(&self, view: &TopicView) -> (u32, u32) {
        let at = |id: &str| view.posts.iter().position(|post| post.post == *id);
        let (Some(first), Some(last)) = (at(&self.first), at(&self.last)) else {
            return (0, 0);
        };
        let count = |posts: &mut dyn Iterator<Item = &PostView>| {
            u32::try_from(posts.filter(|post| post.new).count()).unwrap_or(u32::MAX)
        };
        let above = count(&mut view.posts.iter().take(first));
        let below = count(&mut view.posts.iter().skip(last.saturating_add(1)));
        (view.new_above.saturating_add(above), view.new_below.saturating_add(below))
    }
}

/// The posts of a topic that are drawn.
#[component]
pub fn Posts(state: TopicState, opening: Opening) -> Element {
    let words = use_words();
    let (mut part, mut on_screen, sender) = (state.part, state.on_screen, use_send());
    use_effect(move || {
        let pinned = state.view.read().as_ref().and_then(|view| part.peek().pinned(view));
        if let Some(pinned) = pinned {
            part.set(pinned);
        }
    });
    let quick = use_quick();
    let Some(view) = state.view.read().clone() else {
        return rsx! {};
    };
    let asked = move |event: FormEvent| {
        let asked = part.peek().asked(&event.value());
        if let Some(asked) = asked {
            part.set(asked);
        }
    };
    let seen = move |event: FormEvent| {
        let posts = event.value().split(' ').map(str::to_owned).collect();
        sender.send(state.community(), local::Command::Seen { topic: Some(state.topic.peek().clone()), posts }, |_| ());
    };
    let sight = move |event: FormEvent| {
        if let Some(told) = OnScreen::read(&event.value()) {
            on_screen.set(told);
        }
    };
    let new_at = opening.first_new.read().clone();
    let ends = view.posts.first().zip(view.posts.last());
    let span = ends.map(|(first, last)| format!("{} {} {}", first.post, last.post, view.total)).unwrap_or_default();
    rsx! {
        input { id: "part", r#type: "hidden", oninput: asked }
        input { id: "seen", r#type: "hidden", oninput: seen }
        input { id: "sight-of", r#type: "hidden", oninput: sight }
        if view.posts.is_empty() {
            p { class: "quiet label", {words.say(if view.is_channel { "channel-empty" } else { "topic-only-title" })} }
        }
        div {
            class: "posts", role: "feed", "aria-label": words.say("topic-posts"), "data-topic": "{view.topic}",
            "data-part": "{span}", "data-open": (opening.at)(),
            "data-earlier": view.has_earlier.then_some("yes"), "data-later": view.has_later.then_some("yes"),
            for (place, post) in view.posts.iter().enumerate() {
                One { key: "{post.post}", state, quick: quick(), shown: show(&view, place, new_at.as_deref(), post) }
            }
        }
    }
}

/// The community's reactions, each one tap away; none for who may not write.
fn use_quick() -> Memo<Rc<[String]>> {
    let frame = use_context::<CommunityContext>();
    use_memo(move || match &*frame.0.read() {
        Some(view) if frame.may_write() => view.customs.reactions.clone().into(),
        _ => Rc::default(),
    })
}

/// What is new above and below what is on the screen, and the way there.
#[component]
pub fn Pills(state: TopicState) -> Element {
    let words = use_words();
    let on_screen = state.on_screen.read().clone();
    let Some(view) = state.view.read().clone() else {
        return rsx! {};
    };
    let (above, below) = on_screen.new_beyond(&view);
    let to = view.first_new.clone().filter(|_| above > 0);
    rsx! {
        div { class: "pills",
            if let Some(to) = to {
                button { class: "pill", r#type: "button", "data-to": "{to}", Draw { icon: Icon::ArrowUp, small: true } {words.with("topic-new-above", [("count", above.into())])} }
            }
            if below > 0 && on_screen.end != "end" {
                button { class: "pill", r#type: "button", "data-to": "end", Draw { icon: Icon::ArrowDown, small: true } {words.with("topic-new-below", [("count", below.into())])} }
            } else if on_screen.end == "far" || view.has_later {
                button { class: "pill", r#type: "button", "data-to": "end", "aria-label": words.say("topic-to-end"), Draw { icon: Icon::ArrowDown, small: true } }
            }
        }
    }
}

/// A post with what is around it.
#[derive(Clone, PartialEq)]
struct Shown {
    post: PostView,
    /// Whether the new ones begin here.
    begins_new: bool,
    place: Place,
}

fn show(view: &TopicView, place: usize, new_at: Option<&str>, post: &PostView) -> Shown {
    let apart = |post: &PostView| new_at == Some(post.post.as_str());
    let before = place.checked_sub(1).and_then(|at| view.posts.get(at)).filter(|_| !apart(post));
    let next = view.posts.get(place.saturating_add(1)).filter(|next| !apart(next));
    let place = Place {
        follows: before.is_some_and(|before| follows(before, post)),
        told_below: next.is_some_and(|next| is_told_below(post, next)),
        number: number(view, place),
        of: view.total,
    };
    Shown { post: post.clone(), begins_new: apart(post), place }
}

/// Which one it is of all, from one on, where that is known.
fn number(view: &TopicView, place: usize) -> Option<u32> {
    let place = u32::try_from(place).ok()?.saturating_add(1);
    let drawn = u32::try_from(view.posts.len()).ok()?;
    match (view.has_earlier, view.has_later) {
        (false, _) => Some(place),
        (true, false) => view.total.checked_sub(drawn)?.checked_add(place),
        (true, true) => None,
    }
}

#[component]
fn One(state: TopicState, quick: Rc<[String]>, shown: Shown) -> Element {
    let (words, sender) = (use_words(), use_send());
    let (mut menu, mut sheet) = (state.menu, state.sheet);
    let (for_menu, for_versions, for_history) = (shown.post.clone(), shown.post.clone(), shown.post.clone());
    let post = shown.post.post.clone();
    let author =
        NavigationTarget::from(Route::Person { community: (state.community)(), person: shown.post.person.clone() });
    let react = move |emoji: String| {
        sender.send(state.community(), reaction::Command::Toggle { post: post.clone(), emoji }, |_| ());
    };
    rsx! {
        if shown.begins_new {
            p { class: "new-from", {words.say("topic-new-from")} }
        }
        Post {
            post: shown.post,
            author,
            place: shown.place,
            quick,
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

    fn view(ids: &[&str], new: &[&str]) -> TopicView {
        let post = |id: &&str| PostView { post: (*id).to_owned(), new: new.contains(id), ..PostView::default() };
        TopicView { posts: ids.iter().map(post).collect(), total: 9, ..TopicView::default() }
    }

    #[test]
    fn the_page_asks_for_more_until_another_post_is_read_around() {
        let part = Part::around("p1");
        assert_eq!(part.asked("end"), Some(Part::end()));
        assert_eq!(part.asked("at p2"), Some(Part::around("p2")));
        assert_eq!(part.asked("earlier p2"), Some(Part { before: 120, ..part.clone() }));
        assert_eq!(part.asked("later p2"), Some(Part { after: 120, ..part.clone() }));
        let far = Part { before: MOST, after: MOST, ..part.clone() };
        let moved = Some(Part { before: MOST / 2, after: MOST / 2, ..Part::around("p2") });
        assert_eq!((far.asked("earlier p2"), far.asked("later p2")), (moved.clone(), moved));
        for odd in ["", "p2", "nowhere p2"] {
            assert_eq!(part.asked(odd), None, "{odd}");
        }
    }

    #[test]
    fn what_is_new_beyond_the_screen_is_counted_in_the_part_and_outside_it() {
        let view = TopicView { new_above: 10, new_below: 100, ..view(&["a", "b", "c", "d"], &["a", "d"]) };
        for (told, counts) in [("b c near", (11, 101)), ("a d end", (10, 100)), ("x c near", (0, 0))] {
            assert_eq!(OnScreen::read(told).unwrap_or_default().new_beyond(&view), counts, "{told}");
        }
        assert_eq!((OnScreen::read(""), OnScreen::read("a b")), (None, None));
    }

    #[test]
    fn a_post_has_a_number_where_an_end_of_the_topic_is_drawn() {
        let whole = view(&["a", "b"], &[]);
        let at_end = TopicView { has_earlier: true, ..whole.clone() };
        let between = TopicView { has_later: true, ..at_end.clone() };
        assert_eq!([number(&whole, 1), number(&at_end, 1), number(&between, 1)], [Some(2), Some(9), None]);
    }
}
