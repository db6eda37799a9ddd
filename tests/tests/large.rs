//! What screens are told in a large community is as much as they show.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use kith_community::look;
use kith_community::project::Rows;
use kith_community::today::{TodayQuery, TodayView};
use kith_sync::node::{Replica, Slices as _};
use kith_sync::store::Store;
use kith_tests::crowd::{Community, Size, rng};

fn today(replica: &Replica<Rows>) -> TodayView {
    look(replica, &TodayQuery).unwrap()
}

#[test]
fn today_names_the_last_twenty_who_came_and_counts_those_before() {
    let dir = tempfile::tempdir().unwrap();
    for (people, named, before) in [(1, 0, 0), (21, 20, 0), (22, 20, 1), (90, 20, 69)] {
        let community = Community::make(dir.path(), Size { people, posts: 0, topics: 0 });
        let store = Store::open(&community.full, &Rows.migrations()).unwrap();
        let founder = Replica::open(store, Rows, rng(0)).unwrap();
        let (rows, me) = (founder.store().connection(), founder.me().person.0);
        rows.execute("UPDATE arrivals SET at_ms = at_ms + 3600000 WHERE came <> ?", [me]).unwrap();
        let view = today(&founder);
        assert_eq!((view.joined.len(), view.more_joined), (named, before), "{people} people");
        let last =
            "SELECT name FROM people JOIN arrivals ON came = person WHERE person <> ? ORDER BY arrived DESC LIMIT 20";
        let mut last = rows.prepare(last).unwrap();
        let last: Vec<String> = last.query_map([me], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        assert!(view.joined.iter().rev().map(|joined| &joined.name).eq(&last), "{:?}, not {last:?}", view.joined);
        assert!(view.joined.iter().all(|joined| joined.by == "Person 0"));
    }
}
