//! The document of a topic: `{title, posts: [{id, author, ts, text}], reactions: {"post:author:emoji": true}}`.

use automerge::transaction::Transactable;
use automerge::{Automerge, AutomergeError, ObjId, ObjType, ROOT, ReadDoc, ScalarValue, Value as Found};
use line::{Check, Event};
use serde_json::{Value, json};

/// A topic's document, as it is read.
pub struct Topic<'a>(pub &'a Automerge);

impl Topic<'_> {
    /// How many posts and reactions are in it.
    pub fn held(&self) -> (u64, u64) {
        let length = |key| object(self.0, key).map_or(0, |object| self.0.length(&object) as u64);
        (length("posts"), length("reactions"))
    }

    /// The ids of its last posts.
    pub fn last(&self, most: usize) -> Vec<String> {
        self.posts(most).map(|post| text(self.0, &post, "id")).collect()
    }

    /// Its last posts, as an answer.
    pub fn newest(&self, most: u64) -> Value {
        let most = usize::try_from(most).expect("a number of posts");
        let bytes: usize = self.posts(most).map(|post| text(self.0, &post, "text").len()).sum();
        json!({"ids": self.last(most), "bytes": bytes})
    }

    /// Adds all of it to a digest.
    pub fn check(&self, name: &str, check: &mut Check) {
        for post in self.posts(usize::MAX) {
            let time = match scalar(self.0, &post, "ts") {
                Some(ScalarValue::Int(time)) => time,
                _ => 0,
            };
            let [id, author, text] = ["id", "author", "text"].map(|key| text(self.0, &post, key));
            check.post(&id, name, &author, time, &text);
        }
        for key in object(self.0, "reactions").iter().flat_map(|reactions| self.0.keys(reactions)) {
            let mut parts = key.splitn(3, ':');
            let mut part = || parts.next().unwrap_or_default();
            check.reaction(part(), part(), part());
        }
    }

    fn posts(&self, most: usize) -> impl Iterator<Item = ObjId> {
        let list = object(self.0, "posts");
        let length = list.as_ref().map_or(0, |list| self.0.length(list));
        let at = move |place| Some(self.0.get(list.as_ref()?, place).ok()??.1);
        (length.saturating_sub(most)..length).filter_map(at)
    }
}

/// A new one.
pub fn begin(title: &str) -> Automerge {
    let mut document = Automerge::new();
    let begun = document.transact::<_, _, AutomergeError>(|tx| {
        tx.put(ROOT, "title", title)?;
        tx.put_object(ROOT, "posts", ObjType::List)?;
        tx.put_object(ROOT, "reactions", ObjType::Map)
    });
    begun.expect("a document");
    document
}

/// One change for one event.
pub fn write(document: &mut Automerge, event: &Event) {
    let written = document.transact::<_, _, AutomergeError>(|tx| match event {
        Event::Post(post) => {
            let posts = object(tx, "posts").expect("posts");
            let item = tx.insert_object(&posts, tx.length(&posts), ObjType::Map)?;
            tx.put(&item, "id", post.id.as_str())?;
            tx.put(&item, "author", post.author.as_str())?;
            tx.put(&item, "ts", post.ts)?;
            tx.put(&item, "text", post.text.as_str())
        }
        Event::Reaction(reaction) => {
            let reactions = object(tx, "reactions").expect("reactions");
            tx.put(&reactions, format!("{}:{}:{}", reaction.post, reaction.author, reaction.emoji), true)
        }
    });
    written.expect("a change");
}

/// An object right under the root.
pub fn object(document: &impl ReadDoc, key: &str) -> Option<ObjId> {
    Some(document.get(ROOT, key).ok()??.1)
}

/// A text of an object; empty if there is none.
pub fn text(document: &Automerge, object: &ObjId, key: &str) -> String {
    match scalar(document, object, key) {
        Some(ScalarValue::Str(text)) => text.to_string(),
        _ => String::new(),
    }
}

fn scalar(document: &Automerge, object: &ObjId, key: &str) -> Option<ScalarValue> {
    match document.get(object, key).ok()?? {
        (Found::Scalar(scalar), _) => Some(scalar.into_owned()),
        _ => None,
    }
}
