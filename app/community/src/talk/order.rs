//! The order of posts: by cause, with their authors' clocks as a hint among those that nobody ordered.
//!
//! A post names posts that its author had seen. Its place is one more than the greatest of theirs, or its author's clock
//! if that is greater: a hybrid logical clock (Kulkarni et al. 2014) that every reader works out again instead of
//! believing it. Posts of one place are ordered by name. So all devices with the same posts have the same order, a post
//! never stands before one that its author had seen, and a wrong clock moves nothing but posts that nobody had seen.

use kith_sync::id::ItemId;
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeSet;

/// Greatest clock that orders, in milliseconds: what lies beyond counts as this. Below it one step for each post there
/// could ever be leaves room in 63 bits.
const MAX_CLOCK_MS: i64 = 1 << 52;

/// An item as rows name it.
pub(super) type Name = [u8; 18];

/// The place of a post with this clock that follows posts of which the greatest place is `after`.
fn place(clock_ms: i64, after: Option<i64>) -> i64 {
    let clock_ms = clock_ms.clamp(0, MAX_CLOCK_MS);
    after.map_or(clock_ms, |after| clock_ms.max(after.saturating_add(1)))
}

/// The place of a post whose earlier ones are noted, as far as those are here.
pub(super) fn place_of(rows: &Connection, post: &Name, clock_ms: i64) -> rusqlite::Result<i64> {
    let greatest = "SELECT max(place) FROM follows JOIN posts ON posts.item = earlier WHERE follows.item = ?";
    let after = rows.prepare_cached(greatest)?.query_row([post], |row| row.get(0))?;
    Ok(place(clock_ms, after))
}

/// Places anew what follows these posts, since they came, went or moved. Answers the topics in which something moved.
pub(super) fn place_followers(rows: &Connection, posts: &BTreeSet<Name>) -> rusqlite::Result<BTreeSet<Name>> {
    let mut moved = BTreeSet::new();
    // The lowest place first: what follows it is then placed once.
    let mut due = BTreeSet::new();
    for post in posts {
        followers(rows, post, &mut due)?;
    }
    while let Some((before, post)) = due.pop_first() {
        let known = rows
            .prepare_cached("SELECT topic, time_ms FROM posts JOIN items USING (item) WHERE item = ?")?
            .query_row([post], |row| Ok((row.get::<_, Name>(0)?, row.get::<_, i64>(1)?)))
            .optional()?;
        let Some((topic, clock_ms)) = known else {
            continue;
        };
        let now = place_of(rows, &post, clock_ms)?;
        if now != before {
            rows.prepare_cached("UPDATE posts SET place = ? WHERE item = ?")?.execute((now, post))?;
            rows.prepare_cached("UPDATE unseen SET place = ? WHERE post = ?")?.execute((now, post))?;
            moved.insert(topic);
            followers(rows, &post, &mut due)?;
        }
    }
    Ok(moved)
}

fn followers(rows: &Connection, post: &Name, due: &mut BTreeSet<(i64, Name)>) -> rusqlite::Result<()> {
    let mut query =
        rows.prepare_cached("SELECT place, item FROM follows CROSS JOIN posts USING (item) WHERE follows.earlier = ?")?;
    let found = query.query_map([post], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for one in found {
        due.insert(one?);
    }
    Ok(())
}

/// The posts that a new one in `topic` is to follow: the last of the topic and the last of all that are here, where its
/// author's clock alone would not put it below them. Whatever else its author had seen stands above one of the two.
///
/// # Errors
/// Whatever SQLite answers.
pub(super) fn to_follow(
    rows: &Connection,
    circle: &[u8],
    topic: Option<&Name>,
    clock_ms: i64,
) -> rusqlite::Result<Vec<ItemId>> {
    let mut last = BTreeSet::new();
    let of_all = "SELECT last FROM activity WHERE circle = ? ORDER BY place DESC, last DESC LIMIT 1";
    last.extend(rows.prepare_cached(of_all)?.query_row([circle], |row| row.get::<_, Name>(0)).optional()?);
    if let Some(topic) = topic {
        // Also one that was deleted: else it would stay the last for ever.
        let of_topic = "
            SELECT item FROM posts WHERE topic = ?1 AND circle = ?2 AND shown = 1 ORDER BY place DESC, item DESC LIMIT 1";
        let found = rows.prepare_cached(of_topic)?.query_row((topic, circle), |row| row.get::<_, Name>(0));
        last.extend(found.optional()?.or(Some(*topic)));
    }
    let mut follow = Vec::new();
    for post in last {
        let after: Option<i64> = rows.prepare_cached(SURE)?.query_row([post], |row| row.get(0)).optional()?;
        if after.is_none_or(|after| place(clock_ms, None) <= after) {
            follow.push(super::schema::item(post));
        }
    }
    Ok(follow)
}

/// The place of a post, if all is here that it says it follows: else it may turn out to stand lower down.
const SURE: &str = "
    SELECT place FROM posts WHERE item = ?1 AND NOT EXISTS (
        SELECT 1 FROM follows LEFT JOIN posts AS earlier ON earlier.item = follows.earlier
        WHERE follows.item = ?1 AND earlier.item IS NULL)";

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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

    proptest! {
        #[test]
        fn a_place_is_beyond_what_it_follows(clock_ms in any::<i64>(), after in 0..i64::MAX - 1) {
            prop_assert!(place(clock_ms, Some(after)) > after);
        }
    }
}
