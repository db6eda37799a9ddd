//! The posts of one topic: read table by table, put together by item.

use super::author;
use crate::looking::APART_MS;
use crate::query::{PostView, ReactionView};
use crate::reader::Reader;
use crate::talk::order::{Placed, in_order};
use crate::talk::schema::{self, item, state};
use crate::talk::today::seen_upto;
use kith_sync::id::{ItemId, PersonId, to_text};
use kith_sync::node::Origin;
use rusqlite::{Params, Row, Statement};
use std::collections::BTreeMap;

/// The topic ?1 and its replies in circle ?2. From these on: left to itself SQLite looks at every post there is.
const POSTS: &str = "
    SELECT items.item, items.person, people.name, time_ms, mark, late, coalesce(marked_log, log),
        coalesce(marked_number, number), coalesce(arrived, 0), coalesce(at_ms, 0)
    FROM (SELECT ?1 AS item UNION ALL SELECT item FROM replies WHERE topic = ?1) AS post
    CROSS JOIN items ON items.item = post.item
    LEFT JOIN people ON people.person = items.person LEFT JOIN arrivals ON came = items.item
    WHERE circle = ?2";

/// Those of the topic ?1 and its replies in circle ?2 that are the first that whoever wrote them ever said here: of people
/// who came well after ?3, and since then, since what was said before comes late to who is new.
const FIRST: &str = "
    SELECT items.item FROM (SELECT ?1 AS item UNION ALL SELECT item FROM replies WHERE topic = ?1) AS post
    CROSS JOIN items ON items.item = post.item
    JOIN arrivals AS mine ON mine.came = ?3 AND mine.at_ms < items.time_ms
    JOIN arrivals AS came ON came.came = items.person AND came.at_ms > mine.at_ms + ?4
    WHERE circle = ?2 AND mark = 0 AND late = 0 AND NOT EXISTS (
        SELECT 1 FROM items AS before WHERE before.person = items.person AND before.kind IN (1, 2)
            AND before.circle = ?2 AND before.mark = 0 AND before.late = 0
            AND (before.time_ms, before.item) < (items.time_ms, items.item))";

/// Their words, oldest first; ops are counted so that what follows another has the greater count.
const WORDS: &str = "
    SELECT item, standing, state, text, log, number FROM words
    WHERE field = 'w' AND (item = ?1 OR item IN (SELECT item FROM replies WHERE topic = ?1))
    ORDER BY counter, actor";

const QUOTES: &str = "
    SELECT item, quoted FROM quotes WHERE item IN (SELECT item FROM replies WHERE topic = ?1) ORDER BY item, place";

/// Reactions to them in circle ?2; of one person the same counts once.
const REACTIONS: &str = "
    SELECT post, emoji, items.person, people.name, min(time_ms) AS first
    FROM reactions JOIN items USING (item) LEFT JOIN people ON people.person = items.person
    WHERE circle = ?2 AND mark = 0 AND (post = ?1 OR post IN (SELECT item FROM replies WHERE topic = ?1))
    GROUP BY post, emoji, items.person
    ORDER BY post, first, items.person, emoji";

/// How much later than something below it a post must come to be shown as late, in milliseconds: what comes in one
/// go has no order of its own.
pub(in crate::talk) const LATE_MS: i64 = 60_000;

/// A post with what only its place and mark need.
struct Post {
    view: PostView,
    quotes: Vec<ItemId>,
    has_words: bool,
    /// When it came, by this device's clock.
    came_ms: i64,
}

type Posts = BTreeMap<ItemId, Post>;
type Reach<'a> = &'a dyn Fn(&Origin) -> (u32, u32);

/// The first words, if there are any, and the replies in order.
pub(super) fn posts(reader: &Reader<'_>, topic: &ItemId, reach: Reach<'_>) -> rusqlite::Result<Vec<PostView>> {
    let mut posts = read_posts(reader, topic, reach)?;
    add_words(reader, topic, &mut posts, reach)?;
    add_quotes(reader, topic, &mut posts)?;
    add_reactions(reader, topic, &mut posts)?;
    mark_first(reader, topic, &mut posts)?;
    let first = posts.remove(topic).filter(Post::is_shown_first);
    let replies: Vec<Placed> = posts
        .iter_mut()
        .map(|(item, post)| Placed {
            item: *item,
            time_ms: post.view.time_ms,
            quotes: std::mem::take(&mut post.quotes),
        })
        .collect();
    let replies = in_order(&replies).into_iter().filter_map(|item| posts.remove(&item));
    let mut posts: Vec<Post> = first.into_iter().chain(replies).collect();
    mark_late(&mut posts);
    Ok(posts.into_iter().map(|post| post.view).collect())
}

/// Marks the first words of newcomers, for others to greet.
fn mark_first(reader: &Reader<'_>, topic: &ItemId, posts: &mut Posts) -> rusqlite::Result<()> {
    let mut query = reader.rows.prepare_cached(FIRST)?;
    each(&mut query, (topic.to_bytes(), reader.circle.0, reader.me.0, APART_MS), |item, _| {
        if let Some(post) = posts.get_mut(&item) {
            post.view.first = true;
        }
        Ok(())
    })
}

/// Marks what came well after something that stands below it.
fn mark_late(posts: &mut [Post]) {
    let mut earliest_below = i64::MAX;
    for post in posts.iter_mut().rev() {
        post.view.came_late = !post.view.mine && post.came_ms > earliest_below.saturating_add(LATE_MS);
        earliest_below = earliest_below.min(post.came_ms);
    }
}

impl Post {
    /// A topic that is only a title has no post, unless something is to be seen of it.
    fn is_shown_first(&self) -> bool {
        self.has_words || self.view.deleted || self.view.erased || !self.view.reactions.is_empty()
    }
}

fn read_posts(reader: &Reader<'_>, topic: &ItemId, reach: Reach<'_>) -> rusqlite::Result<Posts> {
    let mut query = reader.rows.prepare_cached(POSTS)?;
    let upto = seen_upto(reader, topic)?;
    let mut posts = Posts::new();
    each(&mut query, (topic.to_bytes(), reader.circle.0), |item, row| {
        let mut view = read_post(reader, &item, row, reach)?;
        view.new = !view.mine && row.get::<_, i64>(8)? > upto;
        posts.insert(item, Post { view, quotes: Vec::new(), has_words: false, came_ms: row.get(9)? });
        Ok(())
    })?;
    Ok(posts)
}

fn read_post(reader: &Reader<'_>, item: &ItemId, row: &Row<'_>, reach: Reach<'_>) -> rusqlite::Result<PostView> {
    let person = PersonId(row.get(1)?);
    let mark: i64 = row.get(4)?;
    let (reached, known) = reach(&Origin { item: *item, log: row.get(6)?, number: row.get(7)? });
    Ok(PostView {
        post: item.to_string(),
        author: author(row, 1, 2)?,
        person: to_text(&person.0),
        text: String::new(),
        time_ms: row.get(3)?,
        edited: false,
        deleted: mark == schema::DELETED,
        erased: mark == schema::ERASED,
        late: row.get(5)?,
        reached,
        known,
        history: Vec::new(),
        versions: Vec::new(),
        quotes: Vec::new(),
        reactions: Vec::new(),
        mine: person == reader.me,
        new: false,
        came_late: false,
        first: false,
    })
}

fn add_words(reader: &Reader<'_>, topic: &ItemId, posts: &mut Posts, reach: Reach<'_>) -> rusqlite::Result<()> {
    let mut query = reader.rows.prepare_cached(WORDS)?;
    each(&mut query, [topic.to_bytes()], |item, row| {
        let Some(Post { view, has_words, .. }) = posts.get_mut(&item) else {
            return Ok(());
        };
        let standing: u32 = row.get(1)?;
        let left: i64 = row.get(2)?;
        let text: String = row.get(3)?;
        let stands = !view.deleted && !view.erased;
        *has_words = true;
        view.edited |= standing == 0;
        match standing {
            0 if left == state::HERE && stands => view.history.push(text),
            0 => {}
            1 => {
                view.text = text;
                view.erased |= left == state::ERASED;
                // What is shown has reached nobody whom its own record did not reach.
                // What was taken back is judged by what took it back.
                if !stands {
                    return Ok(());
                }
                let (reached, _) = reach(&Origin { item, log: row.get(4)?, number: row.get(5)? });
                view.reached = view.reached.min(reached);
            }
            _ if left == state::HERE && stands => view.versions.push(text),
            _ => {}
        }
        Ok(())
    })
}

fn add_quotes(reader: &Reader<'_>, topic: &ItemId, posts: &mut Posts) -> rusqlite::Result<()> {
    let mut query = reader.rows.prepare_cached(QUOTES)?;
    each(&mut query, [topic.to_bytes()], |post, row| {
        if let Some(post) = posts.get_mut(&post) {
            let quoted = item(row.get(1)?);
            post.view.quotes.push(quoted.to_string());
            post.quotes.push(quoted);
        }
        Ok(())
    })
}

fn add_reactions(reader: &Reader<'_>, topic: &ItemId, posts: &mut Posts) -> rusqlite::Result<()> {
    let mut query = reader.rows.prepare_cached(REACTIONS)?;
    each(&mut query, (topic.to_bytes(), reader.circle.0), |post, row| {
        let Some(post) = posts.get_mut(&post) else {
            return Ok(());
        };
        let emoji: String = row.get(1)?;
        let mine = PersonId(row.get(2)?) == reader.me;
        let by = author(row, 2, 3)?;
        match post.view.reactions.iter_mut().find(|given| given.emoji == emoji) {
            Some(given) => {
                given.by.push(by);
                given.mine |= mine;
            }
            None => post.view.reactions.push(ReactionView { emoji, by: vec![by], mine }),
        }
        Ok(())
    })
}

/// Runs a query whose first column is an item.
fn each(
    query: &mut Statement<'_>,
    params: impl Params,
    mut take: impl FnMut(ItemId, &Row<'_>) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let mut rows = query.query(params)?;
    while let Some(row) = rows.next()? {
        take(item(row.get(0)?), row)?;
    }
    Ok(())
}
