//! One topic, or the open conversation of a channel: its posts in order, and a box to answer. Only the part that is read
//! is drawn.

mod composer;
mod head;
mod menu;
mod quotes;
mod sheets;
mod waits;
mod window;

use crate::screens::frame::Heading;
use crate::seam::{Seen, use_send, use_view};
use crate::tree::{InSight, Intent, Said, Wish, use_words};
use crate::widgets::notice::Waits;
use composer::Composer;
use dioxus::prelude::*;
use head::{Bar, Head, headed};
use kith_community::local;
use kith_community::topic::{PostView, QuotedView, TopicView};
use menu::PostMenu;
use quotes::{use_answering, use_kept_quotes};
use sheets::{Open, Sheets};
use std::rc::Rc;
use window::{OnScreen, Part, Pills, Posts};

/// What the parts of a topic share.
#[derive(Clone, Copy, PartialEq)]
pub struct TopicState {
    community: ReadSignal<String>,
    topic: ReadSignal<String>,
    /// The part that is drawn, as it was known last.
    view: Signal<Option<Rc<TopicView>>>,
    /// The part that is asked for.
    part: Signal<Part>,
    on_screen: Signal<OnScreen>,
    /// The post whose menu is open.
    menu: Signal<Option<PostView>>,
    /// Posts that the next answer quotes.
    quotes: Signal<Vec<QuotedView>>,
    /// The sheet that is open.
    sheet: Signal<Open>,
    /// Whether the cursor is wanted where one answers.
    answering: Signal<bool>,
}

/// A topic.
#[component]
pub fn Topic(community: ReadSignal<String>, topic: ReadSignal<String>) -> Element {
    // A list of one: another topic is another state, with nothing left on it.
    rsx! {
        for at in [topic()] {
            OneTopic { key: "{at}", community, topic }
        }
    }
}

#[component]
fn OneTopic(community: ReadSignal<String>, topic: ReadSignal<String>) -> Element {
    let (words, intent) = (use_words(), use_context::<Intent>());
    let part = use_signal(|| Part::first(&intent));
    let seen = use_view(move || Some(community()), move || part.read().query(topic()));
    let state = TopicState {
        community,
        topic,
        view: use_signal(|| None),
        part,
        on_screen: use_signal(OnScreen::default),
        menu: use_signal(|| None),
        quotes: use_signal(Vec::new),
        sheet: use_signal(|| Open::Nothing),
        answering: use_signal(|| false),
    };
    use_latest(state, seen);
    use_heading(state);
    use_kept_quotes(state);
    use_answering(state);
    let opening = use_opening(state);
    use_noticing(state);
    let title = state.view.read().as_ref().map(|view| headed(&words, view));
    rsx! {
        section { class: "pane pane-one", "aria-label": words.say("talk-topic"),
            Bar { state }
            div { class: "readings",
                div { class: "reading", role: "region", tabindex: "-1", "aria-label": title,
                    div { class: "column",
                        if state.view.read().is_some() && (opening.known)() {
                            Head { state }
                            // Before the posts, so that the keyboard comes to it first.
                            Pills { state }
                            Posts { state, opening }
                        } else {
                            Waits { why: seen.read().why() }
                        }
                    }
                }
            }
            if state.view.read().is_some() {
                Composer { state }
            }
        }
        PostMenu { state }
        Sheets { state }
    }
}

/// The latest view stays while another part is on its way.
fn use_latest(state: TopicState, seen: ReadSignal<Seen<TopicView>>) {
    let mut view = state.view;
    use_effect(move || match &*seen.read() {
        Seen::Here(latest) => view.set(Some(Rc::new(latest.clone()))),
        Seen::Waiting => (),
        _ => view.set(None),
    });
}

/// The topic's title stands in the bar.
fn use_heading(state: TopicState) {
    let (words, Heading(mut heading)) = (use_words(), use_context());
    use_effect(move || heading.set(state.view.read().as_ref().map(|view| headed(&words, view))));
    use_drop(move || heading.set(None));
}

/// Where a topic opened.
#[derive(Clone, Copy, PartialEq)]
pub struct Opening {
    /// Whether it is known: a topic is drawn only then, since it opens once.
    known: Signal<bool>,
    /// The first post that was new, which stays marked although it is seen now.
    first_new: Signal<Option<String>>,
    /// The post it opened at; none for its end.
    at: Signal<Option<String>>,
}

/// What comes while nobody looks is marked as new too, once all before it was seen.
fn use_opening(state: TopicState) -> Opening {
    let opening = Opening { known: use_signal(|| false), first_new: use_signal(|| None), at: use_signal(|| None) };
    let Opening { mut known, mut first_new, mut at } = opening;
    let (intent, InSight(in_sight)) = (use_context::<Intent>(), use_context());
    let came_for = use_hook(|| match &*intent.0.peek() {
        Some(Wish::Answer(post) | Wish::Post(post)) => Some(post.clone()),
        _ => None,
    });
    let mut was_seen = use_signal(|| false);
    use_effect(move || {
        let Some(view) = state.view.read().clone() else { return };
        if !*known.peek() {
            drop(intent.take(|wish| matches!(wish, Wish::Post(_))));
            first_new.set(view.first_new.clone());
            at.set(came_for.clone().or_else(|| view.first_new.clone()));
            known.set(true);
        } else if *was_seen.peek() && view.first_new.is_some() && !*in_sight.peek() {
            first_new.set(view.first_new.clone());
        }
        was_seen.set(view.first_new.is_none());
    });
    opening
}

/// What comes while a topic is shown is told to a screen reader. A title that is new
/// where no post is, is seen when it is looked at.
fn use_noticing(state: TopicState) {
    let (words, said, sender) = (use_words(), use_context::<Said>(), use_send());
    let InSight(in_sight) = use_context();
    let mut here = use_signal(|| None::<u32>);
    use_effect(move || {
        let Some(view) = state.view.read().clone() else {
            return;
        };
        let before = here.replace(Some(view.total));
        let mine = view.posts.last().is_some_and(|post| post.mine);
        if let Some(came) = before.and_then(|before| view.total.checked_sub(before)).filter(|came| *came > 0 && !mine) {
            said.say(words.with("topic-news", [("count", came.into())]));
        }
        if in_sight() && view.new > 0 && view.first_new.is_none() {
            let seen = local::Command::Seen { topic: Some(view.topic.clone()), posts: vec![view.topic.clone()] };
            sender.send(state.community(), seen, |_| ());
        }
    });
}

impl TopicState {
    /// Which one, as commands and queries name it.
    fn community(&self) -> Option<String> {
        Some(self.community.peek().clone())
    }
}
