//! What is read of a community, by the queries that screens ask.

use kith_community::look;
use kith_community::project::Rows;
use kith_community::topic::{Around, MAX_WINDOW, PostView, TopicQuery, TopicRow, TopicsQuery};
use kith_sync::node::Replica;
use kith_tests::line::{Check, beginning};
use serde_json::{Value, json};

/// More topics than the workload has.
const TOPICS: u32 = 400;

/// The id of a topic that is called so.
pub fn topic(replica: &Replica<Rows>, title: &str) -> String {
    let found = topics(replica).into_iter().find(|row| row.title == title);
    found.unwrap_or_else(|| panic!("no topic {title}")).topic
}

/// The newest posts of a topic, as an answer: beginnings of ids, since Kith names posts itself.
pub fn newest(replica: &Replica<Rows>, title: &str, most: u64) -> Value {
    let most = u32::try_from(most).expect("a number of posts");
    // `before` does not count the last one.
    let posts = window(replica, &topic(replica, title), Around::End, most.saturating_sub(1));
    let bytes: usize = posts.iter().map(|post| post.text.len()).sum();
    json!({"ids": posts.iter().map(|post| beginning(post.time_ms)).collect::<Vec<_>>(), "bytes": bytes})
}

/// Whether one of the last posts of a topic is of that time.
pub fn ends_with(replica: &Replica<Rows>, topic: &str, time_ms: i64) -> bool {
    let is_it = |post: &PostView| post.time_ms == time_ms && !post.text.is_empty();
    window(replica, topic, Around::End, 8).iter().any(is_it)
}

/// A digest of all that is shown.
pub fn check(replica: &Replica<Rows>) -> Value {
    let mut check = Check::default();
    for row in topics(replica) {
        let mut posts = window(replica, &row.topic, Around::End, MAX_WINDOW);
        while let Some(first) = posts.first().map(|post| post.post.clone()) {
            posts.iter().for_each(|post| add(&mut check, &row.title, post));
            posts = window(replica, &row.topic, Around::Post(first.clone()), MAX_WINDOW);
            // The post around which they were asked for is the last of them.
            posts.retain(|post| post.post != first);
        }
    }
    check.json()
}

fn add(check: &mut Check, topic: &str, post: &PostView) {
    let id = beginning(post.time_ms);
    check.post(&id, topic, &post.author, post.time_ms, &post.text);
    for reaction in &post.reactions {
        reaction.by.iter().for_each(|who| check.reaction(&id, who, &reaction.emoji));
    }
}

fn topics(replica: &Replica<Rows>) -> Vec<TopicRow> {
    look(replica, &TopicsQuery::latest(TOPICS)).expect("topics").rows
}

fn window(replica: &Replica<Rows>, topic: &str, around: Around, before: u32) -> Vec<PostView> {
    look(replica, &TopicQuery { topic: topic.to_owned(), around, before, after: 0 }).expect("a topic").posts
}
