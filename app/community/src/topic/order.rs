//! The order of posts: by cause, with their authors' clocks as a hint among those that nobody ordered.
//!
//! A post names posts that its author had seen. Its place is one more than the greatest of theirs, or its author's clock
//! if that is greater: a hybrid logical clock (Kulkarni et al. 2014) that every reader works out again instead of
//! believing it. Posts of one place are ordered by name: those are few, so they are put in order when they are read. So
//! all devices with the same posts have the same order, a post never stands before one that its author had seen, and a
//! wrong clock moves nothing but posts that nobody had seen.

use crate::names::{self, Number};
use crate::reader::Reader;
use kith_sync::id::ItemId;
use rusqlite::{Connection, OptionalExtension};
use std::collections::{BTreeMap, BTreeSet};

/// Greatest clock that orders, in milliseconds: what lies beyond counts as this. Below it one step for each post there
/// could ever be leaves room in 63 bits.
const MAX_CLOCK_MS: i64 = 1 << 52;

/// How often a post is placed while what it follows moves, before all that is to be placed is put in order first. Mostly it is
/// once, and more only where several came at once of which one follows the other.
const MAX_VISITS: u8 = 8;

/// The place of a post with this clock that follows posts of which the greatest place is `after`.
fn place(clock_ms: i64, after: Option<i64>) -> i64 {
    let clock_ms = clock_ms.clamp(0, MAX_CLOCK_MS);
    after.map_or(clock_ms, |after| clock_ms.max(after.saturating_add(1)))
}

/// The place of a post in a topic whose earlier ones are noted, as far as those and the topic are here.
pub(super) fn place_of(rows: &Connection, post: Number, topic: Number, clock_ms: i64) -> rusqlite::Result<i64> {
    let greatest = "
        SELECT max(place) FROM (
            SELECT place FROM items WHERE item = ?2 AND item <> ?1
            UNION ALL SELECT place FROM follows CROSS JOIN items ON items.item = earlier WHERE follows.item = ?1)";
    let after = rows.prepare_cached(greatest)?.query_row((post, topic), |row| row.get(0))?;
    Ok(place(clock_ms, after))
}

/// Places anew what follows these posts, since they came, went or moved. Answers the topics in which something moved.
pub(super) fn place_followers(rows: &Connection, posts: &BTreeSet<Number>) -> rusqlite::Result<BTreeSet<Number>> {
    let (mut moved, mut visits) = (BTreeSet::new(), BTreeMap::new());
    // The lowest place first: what follows it is then mostly placed once.
    let mut due = BTreeSet::new();
    for post in posts {
        followers(rows, *post, &mut due)?;
    }
    while let Some((_, post)) = due.pop_first() {
        let visits: &mut u8 = visits.entry(post).or_default();
        if *visits >= MAX_VISITS {
            moved.append(&mut place_in_order(rows, posts)?);
            break;
        }
        *visits += 1;
        if let Some(topic) = place_anew(rows, post)? {
            moved.insert(topic);
            followers(rows, post, &mut due)?;
        }
    }
    Ok(moved)
}

/// The same, each post once and after all that it follows. What follows itself is left as it is: sheets say no such thing
/// (docs/protocol.md §5), and rows that an earlier version made may.
fn place_in_order(rows: &Connection, posts: &BTreeSet<Number>) -> rusqlite::Result<BTreeSet<Number>> {
    let after = |post: Number| {
        let mut after = BTreeSet::new();
        followers(rows, post, &mut after).map(|()| after.into_iter().map(|(_, post)| post))
    };
    // How many of the posts that it follows are to be placed before a post is.
    let mut waits: BTreeMap<Number, usize> = posts.iter().map(|post| (*post, 0)).collect();
    let mut found: Vec<Number> = posts.iter().copied().collect();
    while let Some(post) = found.pop() {
        for next in after(post)? {
            let waits = waits.entry(next).or_insert_with(|| {
                found.push(next);
                0
            });
            *waits += 1;
        }
    }
    let mut ready: Vec<Number> = waits.iter().filter(|(_, waits)| **waits == 0).map(|(post, _)| *post).collect();
    let mut moved = BTreeSet::new();
    while let Some(post) = ready.pop() {
        moved.extend(place_anew(rows, post)?);
        for next in after(post)? {
            if let Some(waits) = waits.get_mut(&next) {
                *waits -= 1;
                ready.extend((*waits == 0).then_some(next));
            }
        }
    }
    Ok(moved)
}

/// Answers the topic of a post, if it moved.
fn place_anew(rows: &Connection, post: Number) -> rusqlite::Result<Option<Number>> {
    let known = rows
        .prepare_cached("SELECT topic, time_ms, place FROM items WHERE item = ? AND topic IS NOT NULL")?
        .query_row([post], |row| Ok((row.get::<_, Number>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?)))
        .optional()?;
    let Some((topic, clock_ms, before)) = known else {
        return Ok(None);
    };
    let now = place_of(rows, post, topic, clock_ms)?;
    if now == before {
        return Ok(None);
    }
    rows.prepare_cached("UPDATE items SET place = ? WHERE item = ?")?.execute((now, post))?;
    Ok(Some(topic))
}

/// What says that it follows a post, and the posts of a topic, which follow its first.
fn followers(rows: &Connection, post: Number, due: &mut BTreeSet<(i64, Number)>) -> rusqlite::Result<()> {
    let mut query = rows.prepare_cached(
        "SELECT place, item FROM follows CROSS JOIN items USING (item) WHERE follows.earlier = ?1
         UNION ALL SELECT place, item FROM items INDEXED BY posts_in_order WHERE topic = ?1 AND shown = 1 AND item <> ?1",
    )?;
    let found = query.query_map([post], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for one in found {
        due.insert(one?);
    }
    Ok(())
}

/// The last of all posts in a circle: of topics and of channels, whether they are settled, seen or listed.
const LAST_OF_ALL: &str = "
    WITH bit (b) AS (VALUES (0), (1)),
    lasts AS (
        SELECT (SELECT topic FROM activity INDEXED BY activity_in_order WHERE circle = ?1 AND listed = listing.b
            AND is_channel = channel.b AND resolved = settled.b AND (unseen > 0) = new.b
            ORDER BY place DESC LIMIT 1) AS topic
        FROM bit AS listing, bit AS channel, bit AS settled, bit AS new)
    SELECT last FROM lasts CROSS JOIN activity USING (topic) ORDER BY place DESC LIMIT 1";

/// The posts that a new one in `topic` is to follow: the last of the topic and the last of all that are here, where its
/// author's clock alone would not put it below them. Whatever else its author had seen stands above one of the two.
///
/// # Errors
/// Whatever SQLite answers.
pub(super) fn to_follow(reader: &Reader<'_>, topic: Option<&ItemId>, clock_ms: i64) -> rusqlite::Result<Vec<ItemId>> {
    let (rows, circle) = (reader.rows, reader.in_circle()?);
    let mut last = BTreeSet::new();
    last.extend(rows.prepare_cached(LAST_OF_ALL)?.query_row([circle], |row| row.get::<_, Number>(0)).optional()?);
    if let Some(topic) = topic {
        // Also one that was deleted: else it would stay the last for ever.
        let of_topic = "
            SELECT item FROM items INDEXED BY posts_in_order WHERE topic = ?1 AND circle = ?2 AND shown = 1
            ORDER BY place DESC, (SELECT name FROM names WHERE id = item) DESC LIMIT 1";
        let topic = names::number(rows, &topic.to_bytes())?;
        let found = rows.prepare_cached(of_topic)?.query_row((topic, circle), |row| row.get::<_, Number>(0));
        last.insert(found.optional()?.unwrap_or(topic));
    }
    let mut follow = BTreeSet::new();
    for post in last {
        let after: Option<i64> = rows.prepare_cached(SURE)?.query_row([post], |row| row.get(0)).optional()?;
        if after.is_none_or(|after| place(clock_ms, None) <= after) {
            follow.insert(names::name(rows, post)?);
        }
    }
    Ok(follow.into_iter().map(crate::item::schema::item).collect())
}

/// The place of a post, if all is here that it follows: else it may turn out to stand lower down.
const SURE: &str = "
    SELECT place FROM items AS post WHERE item = ?1 AND place IS NOT NULL
    AND EXISTS (SELECT 1 FROM items AS first WHERE first.item = post.topic AND first.place IS NOT NULL)
    AND NOT EXISTS (
        SELECT 1 FROM follows LEFT JOIN items AS earlier ON earlier.item = follows.earlier
        WHERE follows.item = ?1 AND earlier.place IS NULL)";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Rows;
    use kith_sync::node::Slices as _;
    use kith_sync::store::Store;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use std::sync::mpsc;
    use std::time::Duration;

    #[test]
    fn a_place_is_the_clock_unless_something_earlier_is_beyond_it() {
        for (clock_ms, after, expected) in [
            (10, None, 10),
            (10, Some(3), 10),
            (10, Some(10), 11),
            (10, Some(99), 100),
            (-5, None, 0),
            (i64::MAX, None, MAX_CLOCK_MS),
            (i64::MIN, Some(MAX_CLOCK_MS), MAX_CLOCK_MS + 1),
        ] {
            assert_eq!(place(clock_ms, after), expected, "{clock_ms} after {after:?}");
        }
    }

    /// A post as it is in the rows: its topic, its clock, a place that may be wrong, and what else it follows.
    type Post = (Number, i64, i64, Vec<Number>);

    fn placed(posts: &[Post]) -> Store {
        let store = Store::in_memory(&Rows.migrations()).unwrap();
        let rows = store.connection();
        rows.pragma_update(None, "foreign_keys", "OFF").unwrap();
        for (item, (topic, clock_ms, place, earlier)) in (0_i64..).zip(posts) {
            let insert = "
                INSERT INTO items (item, document, circle, person, kind, mark, time_ms, counter, actor, late, log, number,
                    topic, place, shown, stands, unseen)
                VALUES (?, 1, 1, 1, 2, 0, ?, 1, 1, 0, 1, 0, ?, ?, 1, 1, 0)";
            rows.execute(insert, (item, clock_ms, topic, place)).unwrap();
            for earlier in earlier.iter().filter(|earlier| *earlier != topic) {
                rows.execute("INSERT OR IGNORE INTO follows VALUES (?, ?)", (item, earlier)).unwrap();
            }
        }
        store
    }

    fn places(store: &Store) -> Vec<i64> {
        let mut query = store.connection().prepare("SELECT place FROM items ORDER BY item").unwrap();
        query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    /// Rows that an earlier version made may hold such posts, and two of them alone would rise for ever.
    #[test]
    fn posts_that_follow_each_other_are_placed_in_the_end() {
        let ring = vec![(0, 10, 10, vec![2]), (0, 20, 20, vec![]), (0, 5, 5, vec![1]), (0, 30, 30, vec![2])];
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || {
            let store = placed(&ring);
            place_followers(store.connection(), &BTreeSet::from([0])).unwrap();
            let _ = tell.send(());
        });
        told.recv_timeout(Duration::from_secs(60)).unwrap();
    }

    proptest! {
        #[test]
        fn a_place_is_beyond_what_it_follows(clock_ms in any::<i64>(), after in 0..i64::MAX - 1) {
            prop_assert!(place(clock_ms, Some(after)) > after);
        }

        /// Whatever came, went or moved, and wherever posts stood before.
        #[test]
        fn each_post_stands_just_beyond_what_it_follows(
            drawn in vec((any::<prop::sample::Index>(), 0..40_i64, 0..40_i64, vec(any::<prop::sample::Index>(), 0..3)), 1..14),
            turned in any::<bool>(),
        ) {
            // A post follows some before it, by their numbers; those say nothing of the order in which posts are looked at.
            let last = drawn.len() - 1;
            let named = |nth: usize| Number::try_from(if turned { last - nth } else { nth }).unwrap();
            let mut posts: Vec<Post> = drawn.iter().enumerate().map(|(nth, (topic, clock_ms, place, earlier))| {
                let topic = topic.index(nth + 1);
                let earlier = earlier.iter().filter(|_| nth > 0).map(|earlier| named(earlier.index(nth))).collect();
                (named(topic), *clock_ms, *place, earlier)
            }).collect();
            let mut expected: Vec<i64> = Vec::new();
            for (nth, (topic, clock_ms, _, earlier)) in posts.iter().enumerate() {
                let at = |number: &Number| {
                    (0..nth).find(|before| named(*before) == *number).and_then(|before| expected.get(before).copied())
                };
                expected.push(place(*clock_ms, earlier.iter().chain([topic]).filter_map(at).max()));
            }
            if turned {
                posts.reverse();
                expected.reverse();
            }
            for in_order in [false, true] {
                let store = placed(&posts);
                let rows = store.connection();
                let all: BTreeSet<Number> = (0..).take(posts.len()).collect();
                for post in &all {
                    place_anew(rows, *post).unwrap();
                }
                if in_order { place_in_order(rows, &all) } else { place_followers(rows, &all) }.unwrap();
                prop_assert_eq!(places(&store), &expected[..], "in order: {}", in_order);
            }
        }
    }
}
