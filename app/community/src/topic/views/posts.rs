//! The posts of one topic: read table by table, put together by item. Only the window that was asked for is read.

use super::author;
use super::topics::MAX_COUNT;
use crate::charter::people::APART_MS;
use crate::item::schema::{self, item, state};
use crate::names::{self, Number};
use crate::reader::Reader;
use crate::topic::query::{Around, PostView, QuotedView, ReactionView};
use kith_sync::id::{ItemId, PersonId, to_text};
use kith_sync::node::Origin;
use rusqlite::{OptionalExtension, Params, Row, Statement};
use std::collections::BTreeMap;

/// A place in a topic's order, and the name of the post there.
type At = (i64, [u8; 18]);

/// The posts of topic ?1 in circle ?2 from place ?3, ?4 to place ?5, ?6. Each query below begins with them: left to
/// itself SQLite looks at every post there is.
const WINDOW: &str = "
    WITH post AS MATERIALIZED (
        SELECT item, name, came_ms, place FROM items INDEXED BY posts_in_order CROSS JOIN names ON names.id = item
        WHERE topic = ?1 AND circle = ?2 AND shown = 1
            AND place BETWEEN ?3 AND ?5 AND (place, name) >= (?3, ?4) AND (place, name) <= (?5, ?6))";

const POSTS: &str = "
    SELECT post.name, who.name, people.name, time_ms, mark, late, coalesce(marked_log, log),
        coalesce(marked_number, number), unseen, coalesce(post.came_ms, 0), post.place
    FROM post CROSS JOIN items USING (item) CROSS JOIN names AS who ON who.id = items.person
    LEFT JOIN people ON people.person = who.name";

/// Those of them that are the first that whoever wrote them ever said here: of people who came well after ?7, and since
/// then, since what was said before comes late to who is new.
const FIRST: &str = "
    SELECT post.name FROM post CROSS JOIN items USING (item) CROSS JOIN names AS who ON who.id = items.person
    JOIN arrivals AS mine ON mine.came = ?7 AND mine.at_ms < items.time_ms
    JOIN arrivals AS came ON came.came = who.name AND came.at_ms > mine.at_ms + ?8
    WHERE mark = 0 AND late = 0 AND NOT EXISTS (
        SELECT 1 FROM items AS before INDEXED BY posts_of_person CROSS JOIN names AS named ON named.id = before.item
        WHERE before.person = items.person AND before.circle = ?2 AND before.stands = 1
            AND before.place <= post.place AND (before.place, named.name) < (post.place, post.name))";

/// Their words, oldest first; ops are counted so that what follows another has the greater count.
const WORDS: &str = "
    SELECT post.name, standing, state, text, log, number FROM post CROSS JOIN words ON words.item = post.item
    CROSS JOIN names AS wrote ON wrote.id = actor WHERE field = 'w' ORDER BY counter, wrote.name";

/// What they quote.
const QUOTES: &str = "
    SELECT post.name, named.name, who.name, people.name, coalesce(substr(words.text, 1, 200), ''),
        coalesce(items.mark, 0)
    FROM post CROSS JOIN quotes ON quotes.item = post.item CROSS JOIN names AS named ON named.id = quoted
    LEFT JOIN items ON items.item = quoted AND items.circle = ?2
    LEFT JOIN names AS who ON who.id = items.person LEFT JOIN people ON people.person = who.name
    LEFT JOIN words ON words.item = items.item AND words.field = 'w' AND words.standing = 1
    ORDER BY quotes.item, quotes.place";

/// Reactions to them; of one person the same counts once.
const REACTIONS: &str = "
    SELECT post.name, emoji, who.name, people.name, min(time_ms) AS first
    FROM post CROSS JOIN reactions ON reactions.post = post.item CROSS JOIN items ON items.item = reactions.item
    CROSS JOIN names AS who ON who.id = items.person LEFT JOIN people ON people.person = who.name
    WHERE items.circle = ?2 AND mark = 0
    GROUP BY reactions.post, emoji, items.person
    ORDER BY reactions.post, first, who.name, emoji";

/// When the posts after place ?3, ?4 came, of topic ?1 in circle ?2.
const CAME_BELOW: &str = "
    SELECT coalesce(min(came_ms), ?6) FROM (
        SELECT came_ms FROM items INDEXED BY posts_in_order CROSS JOIN names ON names.id = item
        WHERE topic = ?1 AND circle = ?2 AND shown = 1 AND place >= ?3 AND (place, name) > (?3, ?4)
        ORDER BY place, name LIMIT ?5)";

/// So many posts below a window are asked when they came.
const BELOW: u32 = 32;

/// The queries of a window by name, for the test that explains them.
#[cfg(test)]
pub(crate) fn queries() -> Vec<(&'static str, String)> {
    let of_window = [
        ("posts of a window", POSTS),
        ("first words in a window", FIRST),
        ("words of a window", WORDS),
        ("quotes in a window", QUOTES),
        ("reactions in a window", REACTIONS),
    ];
    let all = of_window.map(|(name, sql)| (name, format!("{WINDOW}{sql}")));
    let sides = [("posts before", BEFORE), ("posts after", AFTER), ("posts below a window", CAME_BELOW)];
    all.into_iter().chain(sides.map(|(name, sql)| (name, sql.to_owned()))).collect()
}

/// Places in topic ?1 of circle ?2 before place ?3, ?4, the nearest first.
const BEFORE: &str = "
    SELECT place, name FROM items INDEXED BY posts_in_order CROSS JOIN names ON names.id = item
    WHERE topic = ?1 AND circle = ?2 AND shown = 1 AND place <= ?3 AND (place, name) < (?3, ?4)
    ORDER BY place DESC, name DESC LIMIT ?5";

/// The same from that place on.
const AFTER: &str = "
    SELECT place, name FROM items INDEXED BY posts_in_order CROSS JOIN names ON names.id = item
    WHERE topic = ?1 AND circle = ?2 AND shown = 1 AND place >= ?3 AND (place, name) >= (?3, ?4)
    ORDER BY place, name LIMIT ?5";

/// How much later than something below it a post must come to be shown as late, in milliseconds: what comes in one
/// go has no order of its own.
pub(in crate::topic) const LATE_MS: i64 = 60_000;

/// A post with what only its place and mark need.
struct Post {
    view: PostView,
    place: i64,
    /// When it came, by this device's clock.
    came_ms: i64,
}

/// The posts that are looked at.
#[derive(Default)]
pub(super) struct Window {
    pub(super) posts: Vec<PostView>,
    /// The post around which they were asked for.
    pub(super) at: Option<ItemId>,
    pub(super) has_earlier: bool,
    pub(super) has_later: bool,
    pub(super) first_new: Option<ItemId>,
    pub(super) new_above: u32,
    pub(super) new_below: u32,
}

/// What is asked for: a topic, around which of its posts, and so many before and after.
pub(super) struct Asked<'a> {
    pub(super) topic: Number,
    pub(super) around: &'a Around,
    pub(super) before: u32,
    pub(super) after: u32,
}

/// A window of a topic in a circle, from its first place to its last.
struct Bounds {
    topic: Number,
    circle: Number,
    from: At,
    to: At,
}

impl Bounds {
    fn params(&self) -> (Number, Number, i64, [u8; 18], i64, [u8; 18]) {
        (self.topic, self.circle, self.from.0, self.from.1, self.to.0, self.to.1)
    }
}

type Posts = BTreeMap<ItemId, Post>;
type Reach<'a> = &'a dyn Fn(&Origin) -> (u32, u32);

/// The posts that are asked for, in order.
pub(super) fn window(reader: &Reader<'_>, asked: &Asked<'_>, reach: Reach<'_>) -> rusqlite::Result<Window> {
    let (topic, circle) = (asked.topic, reader.in_circle()?);
    let first_new = end_of_unseen(reader, topic)?;
    let Some(at) = anchor(reader, asked, first_new)? else {
        return Ok(Window::default());
    };
    let side = |sql: &str, most: u32| -> rusqlite::Result<Vec<At>> {
        let mut query = reader.rows.prepare_cached(sql)?;
        let found = query.query_map((topic, circle, at.0, at.1, most), |row| Ok((row.get(0)?, row.get(1)?)))?;
        found.collect()
    };
    let (mut earlier, mut later) = (side(BEFORE, asked.before + 1)?, side(AFTER, asked.after + 2)?);
    let (has_earlier, has_later) = (earlier.len() > asked.before as usize, later.len() > asked.after as usize + 1);
    earlier.truncate(asked.before as usize);
    later.truncate(asked.after as usize + 1);
    let (from, to) = (earlier.last().copied().unwrap_or(at), later.last().copied().unwrap_or(at));
    let bounds = Bounds { topic, circle, from, to };
    Ok(Window {
        posts: posts(reader, &bounds, reach)?,
        at: Some(item(at.1)),
        has_earlier,
        has_later,
        first_new: first_new.map(|(_, post)| item(post)),
        new_above: count_new(reader, "place <= ?2 AND (place, name) < (?2, ?3)", topic, from)?,
        new_below: count_new(reader, "place >= ?2 AND (place, name) > (?2, ?3)", topic, to)?,
    })
}

/// Posts of topic ?1 that were not seen: not a topic that is only a title, which is news and no post.
const UNSEEN: &str = "
    FROM items INDEXED BY posts_unseen CROSS JOIN names ON names.id = item
    WHERE topic = ?1 AND unseen = 1 AND shown = 1";

/// The first post of a topic that was not seen.
fn end_of_unseen(reader: &Reader<'_>, topic: Number) -> rusqlite::Result<Option<At>> {
    let first = format!("SELECT place, name {UNSEEN} ORDER BY place, name LIMIT 1");
    reader.rows.prepare_cached(&first)?.query_row([topic], |row| Ok((row.get(0)?, row.get(1)?))).optional()
}

/// The place around which posts are asked for; none where there are no posts.
fn anchor(reader: &Reader<'_>, asked: &Asked<'_>, first_new: Option<At>) -> rusqlite::Result<Option<At>> {
    let (topic, circle) = (asked.topic, reader.in_circle()?);
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let named = match asked.around {
        Around::New => first_new,
        Around::End => None,
        Around::Post(post) => match post.trim().parse::<ItemId>() {
            Ok(post) => {
                let post = names::number(reader.rows, &post.to_bytes())?;
                let named = "
                    SELECT place, name FROM items JOIN names ON names.id = item
                    WHERE item = ?1 AND topic = ?2 AND circle = ?3 AND shown = 1";
                reader.rows.prepare_cached(named)?.query_row((post, topic, circle), read).optional()?
            }
            Err(_) => None,
        },
    };
    if named.is_some() {
        return Ok(named);
    }
    let last = "
        SELECT place, name FROM items INDEXED BY posts_in_order CROSS JOIN names ON names.id = item
        WHERE topic = ?1 AND circle = ?2 AND shown = 1 ORDER BY place DESC, name DESC LIMIT 1";
    reader.rows.prepare_cached(last)?.query_row((topic, circle), read).optional()
}

/// How many posts that were not seen lie on one side of a place, at most [`MAX_COUNT`].
fn count_new(reader: &Reader<'_>, side: &str, topic: Number, at: At) -> rusqlite::Result<u32> {
    let count = format!("SELECT count(*) FROM (SELECT 1 {UNSEEN} AND {side} LIMIT ?4)");
    reader.rows.prepare_cached(&count)?.query_row((topic, at.0, at.1, MAX_COUNT), |row| row.get(0))
}

fn posts(reader: &Reader<'_>, bounds: &Bounds, reach: Reach<'_>) -> rusqlite::Result<Vec<PostView>> {
    let mut posts = read_posts(reader, bounds, reach)?;
    add_words(reader, bounds, &mut posts, reach)?;
    add_quotes(reader, bounds, &mut posts)?;
    add_reactions(reader, bounds, &mut posts)?;
    mark_first(reader, bounds, &mut posts)?;
    let mut posts: Vec<(ItemId, Post)> = posts.into_iter().collect();
    posts.sort_by_key(|(item, post)| (post.place, item.to_bytes()));
    let mut posts: Vec<Post> = posts.into_iter().map(|(_, post)| post).collect();
    mark_late(&mut posts, came_below(reader, bounds)?);
    Ok(posts.into_iter().map(|post| post.view).collect())
}

/// When the first of the posts right below the window came.
fn came_below(reader: &Reader<'_>, bounds: &Bounds) -> rusqlite::Result<i64> {
    let (topic, circle, _, _, place, post) = bounds.params();
    let mut query = reader.rows.prepare_cached(CAME_BELOW)?;
    query.query_row((topic, circle, place, post, BELOW, i64::MAX), |row| row.get(0))
}

/// Marks the first words of newcomers, for others to greet.
fn mark_first(reader: &Reader<'_>, bounds: &Bounds, posts: &mut Posts) -> rusqlite::Result<()> {
    let mut query = reader.rows.prepare_cached(&format!("{WINDOW}{FIRST}"))?;
    let (topic, circle, place, post, to_place, to_post) = bounds.params();
    let params = (topic, circle, place, post, to_place, to_post, reader.me.0, APART_MS);
    each(&mut query, params, |item, _| {
        if let Some(post) = posts.get_mut(&item) {
            post.view.first = true;
        }
        Ok(())
    })
}

/// Marks what came well after something that stands below it.
fn mark_late(posts: &mut [Post], below_ms: i64) {
    let mut earliest_below = below_ms;
    for post in posts.iter_mut().rev() {
        post.view.came_late = !post.view.mine && post.came_ms > earliest_below.saturating_add(LATE_MS);
        earliest_below = earliest_below.min(post.came_ms);
    }
}

fn read_posts(reader: &Reader<'_>, bounds: &Bounds, reach: Reach<'_>) -> rusqlite::Result<Posts> {
    let mut query = reader.rows.prepare_cached(&format!("{WINDOW}{POSTS}"))?;
    let mut posts = Posts::new();
    each(&mut query, bounds.params(), |item, row| {
        let mut view = read_post(reader, &item, row, reach)?;
        view.new = row.get(8)?;
        posts.insert(item, Post { view, place: row.get(10)?, came_ms: row.get(9)? });
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
        quoted: Vec::new(),
        reactions: Vec::new(),
        mine: person == reader.me,
        new: false,
        came_late: false,
        first: false,
    })
}

fn add_words(reader: &Reader<'_>, bounds: &Bounds, posts: &mut Posts, reach: Reach<'_>) -> rusqlite::Result<()> {
    let mut query = reader.rows.prepare_cached(&format!("{WINDOW}{WORDS}"))?;
    each(&mut query, bounds.params(), |item, row| {
        let Some(Post { view, .. }) = posts.get_mut(&item) else {
            return Ok(());
        };
        let standing: u32 = row.get(1)?;
        let left: i64 = row.get(2)?;
        let text: String = row.get(3)?;
        let stands = !view.deleted && !view.erased;
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

fn add_quotes(reader: &Reader<'_>, bounds: &Bounds, posts: &mut Posts) -> rusqlite::Result<()> {
    let mut query = reader.rows.prepare_cached(&format!("{WINDOW}{QUOTES}"))?;
    each(&mut query, bounds.params(), |post, row| {
        let Some(post) = posts.get_mut(&post) else {
            return Ok(());
        };
        let quoted = item(row.get(1)?).to_string();
        post.view.quotes.push(quoted.clone());
        if let Some(person) = row.get::<_, Option<[u8; 16]>>(2)? {
            post.view.quoted.push(QuotedView {
                post: quoted,
                author: author(row, 2, 3)?,
                person: to_text(&person),
                text: row.get(4)?,
                gone: row.get::<_, i64>(5)? != schema::STANDS,
            });
        }
        Ok(())
    })
}

fn add_reactions(reader: &Reader<'_>, bounds: &Bounds, posts: &mut Posts) -> rusqlite::Result<()> {
    let mut query = reader.rows.prepare_cached(&format!("{WINDOW}{REACTIONS}"))?;
    each(&mut query, bounds.params(), |post, row| {
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
