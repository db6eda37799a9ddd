//! What the next answer quotes: kept like its words, and found wherever it stands in the topic.

use super::TopicState;
use crate::seam::{Seam, Seen, use_once};
use crate::tree::{Intent, Wish};
use dioxus::prelude::*;
use kith_community::local::DraftQuery;
use kith_community::local::draft::quotes_of;
use kith_community::topic::{Around, PostView, QuotedView, TopicQuery};

/// What a post looks like where it is quoted.
pub fn quoted(post: &PostView) -> QuotedView {
    QuotedView {
        post: post.post.clone(),
        author: post.author.clone(),
        person: post.person.clone(),
        text: post.text.chars().take(200).collect(),
        gone: post.deleted || post.erased,
    }
}

/// What an answer quotes is kept like its words.
pub fn use_kept_quotes(state: TopicState) {
    let seam = use_context::<Seam>();
    let kept = use_once(move || state.community(), move || DraftQuery { place: quotes_of(&state.topic.read()) });
    let mut quotes = state.quotes;
    let mut loaded = use_signal(|| false);
    let looks = seam.clone();
    use_effect(move || {
        let Some(Seen::Here(draft)) = &*kept.read() else { return };
        let ids: Vec<String> = draft.text.split(' ').filter(|id| !id.is_empty()).map(str::to_owned).collect();
        let seam = looks.clone();
        spawn(async move {
            let mut found = Vec::new();
            for id in ids {
                found.extend(find(&seam, state, id).await);
            }
            if quotes.peek().is_empty() && !found.is_empty() {
                quotes.set(found);
            }
            loaded.set(true);
        });
    });
    use_effect(move || {
        let ids: Vec<String> = quotes.read().iter().map(|post| post.post.clone()).collect();
        if loaded() {
            let place = quotes_of(&state.topic.peek());
            seam.keep_draft(state.community.peek().clone(), place, ids.join(" "), None);
        }
    });
}

async fn find(seam: &Seam, state: TopicState, post: String) -> Option<QuotedView> {
    let topic = state.topic.peek().clone();
    let query = TopicQuery { topic, around: Around::Post(post.clone()), before: 1, after: 1 };
    match seam.look(state.community(), query).await {
        Seen::Here(view) => view.posts.iter().find(|one| one.post == post).map(quoted),
        _ => None,
    }
}

/// Who came to answer finds what is answered quoted.
pub fn use_answering(state: TopicState) {
    let intent = use_context::<Intent>();
    let (mut quotes, mut answering) = (state.quotes, state.answering);
    use_effect(move || {
        let Some(view) = state.view.read().clone() else { return };
        let is_here =
            |wish: &Wish| matches!(wish, Wish::Answer(post) if view.posts.iter().any(|one| one.post == *post));
        if let Some(Wish::Answer(post)) = intent.take(is_here) {
            quotes.set(view.posts.iter().filter(|one| one.post == post).map(quoted).collect());
            answering.set(true);
        }
    });
}
