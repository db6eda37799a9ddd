//! What screens ask of talk costs as much as they show: by each query's plan, and by the steps SQLite takes for it with a
//! thousand posts and with a hundred thousand.

use crate::community as chosen;
use crate::project::Rows;
use crate::topic;
use kith_sync::node::Slices as _;
use kith_sync::store::Store;
use rusqlite::types::Value;
use rusqlite::{Connection, Params, StatementStatus, params_from_iter};

/// The number of the circle, and what those of people and of posts begin at.
const CIRCLE: i64 = 1;
const PEOPLE: u64 = 2;
const POSTS: u64 = 1_000;

/// Steps of a full page, where a thousand posts do not fill one: far fewer than there are posts.
const FULL: i32 = 10_000;

fn item(number: u64) -> i64 {
    i64::try_from(POSTS + number).unwrap()
}

fn named(number: u64) -> [u8; 18] {
    let mut name = [0; 18];
    name[..8].copy_from_slice(&number.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes());
    name[8..16].copy_from_slice(&number.to_be_bytes());
    name
}

/// How many topics so many posts are in.
fn topics(posts: u64) -> u64 {
    posts / 20
}

/// Whether a topic is new, open and without an answer: one in a hundred, so that a filter that reads all is seen.
fn is_listed_by_filters(topic: u64) -> bool {
    topic % 100 == 7
}

fn person(number: u64) -> i64 {
    i64::try_from(PEOPLE + number % 200).unwrap()
}

fn called(number: u64) -> [u8; 16] {
    [u8::try_from(number % 200).unwrap() + 1; 16]
}

/// Rows of a community that talks: many topics, and one in which half of all posts are.
fn community(posts: u64) -> Store {
    let store = Store::in_memory(&Rows.migrations()).unwrap();
    let rows = store.connection();
    rows.execute_batch("BEGIN").unwrap();
    for who in 0..200 {
        let insert = "INSERT INTO people (person, document, name) VALUES (?, ?, ?)";
        put(rows, insert, (called(who), called(who), format!("Person {who}")));
        put(rows, "INSERT INTO names (id, name) VALUES (?, ?)", (person(who), called(who)));
        put(rows, "INSERT INTO arrivals (came, at_ms) VALUES (?, ?)", (called(who), 1_000 * who));
    }
    put(rows, "INSERT INTO names (id, name) VALUES (?, x'09')", [CIRCLE]);
    for number in 0..posts {
        let topic = if number < topics(posts) || number.is_multiple_of(2) { number % topics(posts) } else { 7 };
        write(rows, number, topic, number < topics(posts));
    }
    for topic in 0..topics(posts) {
        summarise(rows, topic);
    }
    rows.execute_batch("COMMIT").unwrap();
    store
}

fn put(rows: &Connection, insert: &str, row: impl Params) {
    rows.prepare_cached(insert).unwrap().execute(row).unwrap();
}

fn write(rows: &Connection, number: u64, topic: u64, is_topic: bool) {
    let (post, kind, by, in_topic) = (item(number), if is_topic { 1 } else { 2 }, person(number), item(topic));
    put(rows, "INSERT INTO names (id, name, came_ms) VALUES (?, ?, ?)", (post, named(number), number * 1_000));
    let insert = "
        INSERT INTO items (item, document, circle, person, kind, mark, time_ms, counter, actor, late, log, number,
            topic, place, shown, stands, unseen)
        VALUES (?1, ?2, ?3, ?2, ?4, 0, ?5, ?6, ?2, 0, 1, ?6, ?7, ?5, 1, 1, 1)";
    put(rows, insert, (post, by, CIRCLE, kind, number * 1_000, number, in_topic));
    if is_topic {
        put(rows, "INSERT INTO topics VALUES (?, NULL, 0, ?)", (post, number.is_multiple_of(3)));
    }
    let insert = "
        INSERT INTO words (item, field, counter, actor, log, number, part, later, standing, state, text)
        VALUES (?, 'w', ?, ?, 1, ?, 1, 0, 1, 0, 'Some words of somebody')";
    put(rows, insert, (post, number + 1, by, number));
    if number.is_multiple_of(4) {
        put(rows, "INSERT INTO quotes VALUES (?, 0, ?)", (post, item(number / 2)));
    }
}

fn summarise(rows: &Connection, topic: u64) {
    let insert = "
        INSERT INTO activity SELECT ?1, ?2, ?3, 0, max(place), ?1, count(*), 0, ?4, NOT ?4, 1, min(place), count(*) * ?4
        FROM items WHERE topic = ?1";
    put(rows, insert, (item(topic), CIRCLE, item(3), is_listed_by_filters(topic)));
}

/// What each query is asked with: the middle of the long topic, and a page of fifty.
fn asked(name: &str, posts: u64) -> Vec<Value> {
    let blob = |bytes: &[u8]| Value::Blob(bytes.to_vec());
    let number = |number: u64| Value::Integer(i64::try_from(number).unwrap());
    let middle = ((posts / 2) | 1) * 1_000;
    let own = |number: i64| Value::Integer(number);
    let at = |place: u64| [number(place), blob(&named(place / 1_000))];
    let in_topic = || vec![own(item(7)), own(CIRCLE)];
    match name {
        name if name.ends_with("in a window") || name.ends_with("of a window") => {
            let mut all = in_topic();
            all.extend(at(middle).into_iter().chain(at(middle + 100_000)));
            if name.starts_with("first") {
                all.extend([blob(&called(1)), number(60_000)]);
            }
            all
        }
        "posts before" | "posts after" => in_topic().into_iter().chain(at(middle)).chain([number(50)]).collect(),
        "posts below a window" => {
            in_topic().into_iter().chain(at(middle)).chain([number(32), number(1 << 60)]).collect()
        }
        "unanswered topics" => vec![own(CIRCLE), number(50), number(1 << 60)],
        "topics of a channel" | "unread topics of a channel" | "open topics of a channel" => {
            vec![own(CIRCLE), number(50), own(item(3))]
        }
        "unanswered topics of a channel" => vec![own(CIRCLE), number(50), own(item(3)), number(1 << 60)],
        "the next unanswered topic" => vec![own(CIRCLE), number(1)],
        "count of unanswered topics" => vec![own(CIRCLE), number(1 << 60), number(1_000)],
        "count of unread topics" | "all topics" | "unread topics" | "open topics" | "channels" => {
            vec![own(CIRCLE), number(50)]
        }
        "where a person spoke" => vec![own(CIRCLE), own(person(3)), number(5), number(200)],
        "whether a topic is settled" => in_topic(),
        "names" | "customs" => vec![own(CIRCLE)],
        "news" => vec![own(CIRCLE), number(60_000), number(30), number(1 << 60)],
        "people who came" => vec![blob(&called(1)), number(60_000)],
        "who waits for an answer" => vec![own(CIRCLE), number(50)],
        "two versions" => vec![own(CIRCLE), own(person(1)), number(50)],
        other => panic!("{other} is not asked here"),
    }
}

fn plan(rows: &Connection, sql: &str, asked: &[Value]) -> Vec<String> {
    let mut explain = rows.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    explain.query_map(params_from_iter(asked), |row| row.get(3)).unwrap().map(Result::unwrap).collect()
}

fn steps(rows: &Connection, sql: &str, asked: &[Value]) -> i32 {
    let mut query = rows.prepare(sql).unwrap();
    let mut found = query.query(params_from_iter(asked)).unwrap();
    while found.next().unwrap().is_some() {}
    drop(found);
    query.get_status(StatementStatus::VmStep)
}

/// What may be read whole: what a query has picked itself, and what is few by its nature.
const MAY_SCAN: [&str; 10] = [
    "SCAN page",
    "SCAN post",
    "SCAN spoke",
    "SCAN (subquery",
    "SCAN below",
    "SCAN first",
    "SCAN CONSTANT",
    // Those of one's posts that wait, the posts in two versions, and who came.
    "SCAN unanswered",
    "SCAN words USING",
    "SCAN people",
];

/// What screens ask, by name.
fn queries() -> impl Iterator<Item = (&'static str, String)> {
    topic::queries().into_iter().chain(chosen::queries())
}

#[test]
fn every_query_of_a_screen_reads_by_an_index() {
    let store = community(1_000);
    for (name, sql) in queries() {
        let plan = plan(store.connection(), &sql, &asked(name, 1_000));
        for line in plan.iter().filter(|line| line.starts_with("SCAN")) {
            assert!(MAY_SCAN.iter().any(|may| line.starts_with(may)), "{name}: {line} in {plan:#?}");
        }
    }
}

#[test]
fn a_page_costs_the_same_with_a_thousand_posts_and_with_a_hundred_thousand() {
    let (few, many) = (community(1_000), community(100_000));
    for (name, sql) in queries() {
        let few = steps(few.connection(), &sql, &asked(name, 1_000));
        let many = steps(many.connection(), &sql, &asked(name, 100_000));
        assert!(many <= few * 2 + FULL, "{name}: {few} steps with 1,000 posts, {many} with 100,000");
    }
}
