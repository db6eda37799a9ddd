//! One topic: its posts in order of time, and a box to answer. Only the posts that are seen are drawn.

mod composer;
mod head;
mod menu;
mod sheets;
mod window;

use crate::seam::{Seen, use_send, use_view};
use crate::tree::{Said, use_words};
use crate::widgets::notice::Waits;
use composer::Composer;
use dioxus::prelude::*;
use head::Head;
use kith_community::command::Command;
use kith_community::query::{PostView, Query, TopicView, View};
use menu::PostMenu;
use sheets::{Open, Sheets};
use std::rc::Rc;
use window::Posts;

/// What the parts of a topic share.
#[derive(Clone, Copy, PartialEq)]
pub struct Desk {
    community: ReadSignal<String>,
    topic: ReadSignal<String>,
    view: Memo<Option<Rc<TopicView>>>,
    /// The post whose menu is open.
    menu: Signal<Option<PostView>>,
    /// Posts that the next answer quotes.
    quotes: Signal<Vec<PostView>>,
    /// The sheet that is open.
    sheet: Signal<Open>,
}

/// A topic.
#[component]
pub fn Topic(community: ReadSignal<String>, topic: ReadSignal<String>) -> Element {
    // A list of one: another topic is another desk, with nothing left on it.
    rsx! {
        for at in [topic()] {
            OneTopic { key: "{at}", community, topic }
        }
    }
}

#[component]
fn OneTopic(community: ReadSignal<String>, topic: ReadSignal<String>) -> Element {
    let words = use_words();
    let seen = use_view(move || Some(community()), move || Query::Topic { topic: topic() });
    let view = use_memo(move || match &*seen.read() {
        Seen::Here(View::Topic(view)) => Some(Rc::new(view.clone())),
        _ => None,
    });
    let (menu, quotes) = (use_signal(|| None), use_signal(Vec::new));
    let sheet = use_signal(|| Open::Nothing);
    let desk = Desk { community, topic, view, menu, quotes, sheet };
    let first_new = use_first_new(desk);
    use_noticing(desk);
    rsx! {
        section { class: "pane pane-one", "aria-label": words.say("talk-topic"),
            div { class: "column",
                if view.read().is_some() {
                    Head { desk }
                    Posts { desk, first_new }
                } else {
                    Waits { seen: seen() }
                }
            }
            if view.read().is_some() {
                Composer { desk }
            }
        }
        PostMenu { desk }
        Sheets { desk }
    }
}

/// The first post that was new when the topic was opened: it stays marked although it is seen now.
fn use_first_new(desk: Desk) -> Signal<Option<String>> {
    let mut first_new = use_signal(|| None);
    let mut looked = use_signal(|| false);
    use_effect(move || {
        let is_first = !*looked.peek();
        if let (Some(view), true) = (&*desk.view.read(), is_first) {
            looked.set(true);
            first_new.set(view.posts.iter().find(|post| post.new).map(|post| post.post.clone()));
        }
    });
    first_new
}

/// What is shown has been seen; what comes while it is shown is told to a screen reader.
fn use_noticing(desk: Desk) {
    let (words, said, sender) = (use_words(), use_context::<Said>(), use_send());
    let mut here = use_signal(|| None::<usize>);
    use_effect(move || {
        let Some(view) = desk.view.read().clone() else {
            return;
        };
        let others = view.posts.iter().filter(|post| !post.mine).count();
        if let Some(before) = *here.peek()
            && others > before
        {
            said.say(words.with("topic-news", [("count", (others - before).into())]));
        }
        here.set(Some(others));
        if view.posts.iter().any(|post| post.new) {
            sender.send(Some(desk.community.peek().clone()), Command::Seen { topic: Some(view.topic.clone()) }, |_| ());
        }
    });
}

impl Desk {
    /// Which one, as commands and queries name it.
    fn community(&self) -> Option<String> {
        Some(self.community.peek().clone())
    }
}
