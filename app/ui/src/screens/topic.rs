//! One topic: its posts in order of time, and a box to answer. Only the posts that are seen are drawn.

mod composer;
mod head;
mod menu;
mod sheets;
mod window;

use crate::screens::frame::Heading;
use crate::seam::{Seam, Seen, use_once, use_send, use_view};
use crate::tree::{InSight, Said, Wish, Wished, use_words};
use crate::widgets::notice::Waits;
use composer::Composer;
use dioxus::prelude::*;
use head::Head;
use kith_community::command::Command;
use kith_community::looking::quotes_of;
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
    /// Whether the cursor is wanted where one answers.
    answering: Signal<bool>,
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
    let seen = use_view(move || Some(community()), move || Query::topic(topic()));
    let view = use_memo(move || match &*seen.read() {
        Seen::Here(View::Topic(view)) => Some(Rc::new((**view).clone())),
        _ => None,
    });
    let (menu, quotes) = (use_signal(|| None), use_signal(Vec::new));
    let sheet = use_signal(|| Open::Nothing);
    let desk = Desk { community, topic, view, menu, quotes, sheet, answering: use_signal(|| false) };
    use_heading(desk);
    use_kept_quotes(desk);
    use_answering(desk);
    let first_new = use_first_new(desk);
    use_noticing(desk);
    rsx! {
        section { class: "pane pane-one", "aria-label": words.say("talk-topic"),
            div { class: "reading",
                div { class: "column",
                    if view.read().is_some() {
                        Head { desk }
                        Posts { desk, first_new }
                    } else {
                        Waits { seen: seen() }
                    }
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

/// The topic's title stands in the bar.
fn use_heading(desk: Desk) {
    let Heading(mut heading) = use_context();
    use_effect(move || heading.set(desk.view.read().as_ref().map(|view| view.title.clone())));
    use_drop(move || heading.set(None));
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

/// What an answer quotes is kept like its words.
fn use_kept_quotes(desk: Desk) {
    let seam = use_context::<Seam>();
    let kept = use_once(move || desk.community(), move || Query::Draft { place: quotes_of(&desk.topic.read()) });
    let mut quotes = desk.quotes;
    let mut loaded = use_signal(|| false);
    use_effect(move || {
        let kept = kept.read();
        let (Some(view), Some(Seen::Here(View::Draft(draft))), false) =
            (desk.view.read().clone(), &*kept, *loaded.peek())
        else {
            return;
        };
        loaded.set(true);
        if quotes.peek().is_empty() {
            let was_quoted = |post: &&PostView| draft.text.split(' ').any(|id| id == post.post);
            quotes.set(view.posts.iter().filter(was_quoted).cloned().collect());
        }
    });
    use_effect(move || {
        let ids: Vec<String> = quotes.read().iter().map(|post| post.post.clone()).collect();
        if loaded() {
            seam.keep_draft(desk.community.peek().clone(), quotes_of(&desk.topic.peek()), ids.join(" "));
        }
    });
}

/// Who came to answer finds what is answered quoted.
fn use_answering(desk: Desk) {
    let wished = use_context::<Wished>();
    let (mut quotes, mut answering) = (desk.quotes, desk.answering);
    use_effect(move || {
        let Some(view) = desk.view.read().clone() else { return };
        let is_here =
            |wish: &Wish| matches!(wish, Wish::Answer(post) if view.posts.iter().any(|one| one.post == *post));
        if let Some(Wish::Answer(post)) = wished.take(is_here) {
            quotes.set(view.posts.iter().filter(|one| one.post == post).cloned().collect());
            answering.set(true);
        }
    });
}

/// What is shown and looked at has been seen; what comes while it is shown is told to a screen reader.
fn use_noticing(desk: Desk) {
    let (words, said, sender) = (use_words(), use_context::<Said>(), use_send());
    let InSight(in_sight) = use_context();
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
        if in_sight() && view.posts.iter().any(|post| post.new) {
            sender.send(
                Some(desk.community.peek().clone()),
                Command::Seen { topic: Some(view.topic.clone()), posts: Vec::new() },
                |_| (),
            );
        }
    });
}

impl Desk {
    /// Which one, as commands and queries name it.
    fn community(&self) -> Option<String> {
        Some(self.community.peek().clone())
    }
}
