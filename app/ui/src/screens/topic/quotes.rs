//! What the next answer quotes: kept like its words, and found wherever it stands in the topic.

use super::Desk;
use crate::seam::{Seam, Seen, use_once};
use crate::tree::{Wish, Wished};
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
pub fn use_kept_quotes(desk: Desk) {
    let seam = use_context::<Seam>();
    let kept = use_once(move || desk.community(), move || DraftQuery { place: quotes_of(&desk.topic.read()) });
    let mut quotes = desk.quotes;
    let mut loaded = use_signal(|| false);
    let looks = seam.clone();
    use_effect(move || {
        let Some(Seen::Here(draft)) = &*kept.read() else { return };
        let ids: Vec<String> = draft.text.split(' ').filter(|id| !id.is_empty()).map(str::to_owned).collect();
        let seam = looks.clone();
        spawn(async move {
            let mut found = Vec::new();
            for id in ids {
                found.extend(find(&seam, desk, id).await);
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
            let place = quotes_of(&desk.topic.peek());
            seam.keep_draft(desk.community.peek().clone(), place, ids.join(" "), None);
        }
    });
}

async fn find(seam: &Seam, desk: Desk, post: String) -> Option<QuotedView> {
    let topic = desk.topic.peek().clone();
    let query = TopicQuery { topic, around: Around::Post(post.clone()), before: 1, after: 1 };
    match seam.look(desk.community(), query).await {
        Seen::Here(view) => view.posts.iter().find(|one| one.post == post).map(quoted),
        _ => None,
    }
}

/// Who came to answer finds what is answered quoted.
pub fn use_answering(desk: Desk) {
    let wished = use_context::<Wished>();
    let (mut quotes, mut answering) = (desk.quotes, desk.answering);
    use_effect(move || {
        let Some(view) = desk.view.read().clone() else { return };
        let is_here =
            |wish: &Wish| matches!(wish, Wish::Answer(post) if view.posts.iter().any(|one| one.post == *post));
        if let Some(Wish::Answer(post)) = wished.take(is_here) {
            quotes.set(view.posts.iter().filter(|one| one.post == post).map(quoted).collect());
            answering.set(true);
        }
    });
}
