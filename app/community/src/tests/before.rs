//! A database of before its rows had numbers comes over whole: what follows from documents, and what only this device knows.

use super::crowd::Device;
use crate::community;
use crate::project::{OF_ALL, Rows, alike};
use crate::topic;
use kith_sync::node::Slices as _;
use kith_sync::store::{Migrations, Store};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

/// The rows of a device as they were before they had numbers: each table by a query over those of now.
const BEFORE: [(&str, &str); 19] = [
    ("people", "SELECT person, document, name, emblem, chosen FROM people"),
    (
        "items",
        "SELECT of.name, document.name, circle.name, person.name, kind, mark, time_ms, counter, actor.name, late, log, number,
            marked_log, marked_number
         FROM items JOIN names AS of ON of.id = item JOIN names AS document ON document.id = document
         JOIN names AS circle ON circle.id = circle JOIN names AS person ON person.id = person
         JOIN names AS actor ON actor.id = actor",
    ),
    (
        "words",
        "SELECT words.id, of.name, field, counter, actor.name, log, number, part, standing, state, text
         FROM words JOIN names AS of ON of.id = item JOIN names AS actor ON actor.id = actor",
    ),
    (
        "posts",
        "SELECT of.name, topic.name, circle.name, person.name, place, shown, stands, sending
         FROM items JOIN names AS of ON of.id = item JOIN names AS topic ON topic.id = topic
         JOIN names AS circle ON circle.id = circle JOIN names AS person ON person.id = person",
    ),
    (
        "follows",
        "SELECT of.name, after.name FROM follows JOIN names AS of ON of.id = item JOIN names AS after ON after.id = earlier
         UNION SELECT of.name, topic.name FROM items JOIN names AS of ON of.id = item JOIN names AS topic ON topic.id = topic
         WHERE item <> topic",
    ),
    (
        "topics",
        "SELECT of.name, channel.name, is_channel, asks FROM topics JOIN names AS of ON of.id = item
         LEFT JOIN names AS channel ON channel.id = channel",
    ),
    (
        "activity",
        "SELECT of.name, circle.name, channel.name, is_channel, place, last.name, replies, answered, asks, resolved, listed,
            begun_ms, unseen
         FROM activity JOIN names AS of ON of.id = topic JOIN names AS circle ON circle.id = circle
         JOIN names AS last ON last.id = last LEFT JOIN names AS channel ON channel.id = channel",
    ),
    (
        "quotes",
        "SELECT of.name, place, quoted.name FROM quotes JOIN names AS of ON of.id = item
         JOIN names AS quoted ON quoted.id = quoted",
    ),
    (
        "reactions",
        "SELECT of.name, post.name, emoji FROM reactions JOIN names AS of ON of.id = item
         JOIN names AS post ON post.id = post",
    ),
    (
        "resolves",
        "SELECT of.name, topic.name, resolved FROM resolves JOIN names AS of ON of.id = item
         JOIN names AS topic ON topic.id = topic",
    ),
    (
        "replaces",
        "SELECT of.name, after.name FROM replaces JOIN names AS of ON of.id = item JOIN names AS after ON after.id = earlier",
    ),
    ("customs", "SELECT name, reactions, answer_h FROM customs JOIN names ON id = item"),
    ("device_names", "SELECT name, device FROM device_names JOIN names ON id = item"),
    (
        "unanswered",
        "SELECT of.name, topic.name FROM unanswered JOIN names AS of ON of.id = post
         JOIN names AS topic ON topic.id = topic",
    ),
    (
        "unseen",
        "SELECT of.name, topic.name, place FROM items JOIN names AS of ON of.id = item
         JOIN names AS topic ON topic.id = topic WHERE unseen = 1",
    ),
    ("seen_elsewhere", "SELECT name FROM names WHERE seen = 1 AND came_ms IS NULL"),
    (
        "arrivals (came, at_ms)",
        "SELECT came, at_ms FROM arrivals UNION ALL SELECT name, came_ms FROM names WHERE came_ms IS NOT NULL",
    ),
    ("muted", "SELECT subject FROM muted"),
    ("drafts", "SELECT place, text, sending FROM drafts"),
];

/// What only this device knows.
const LOCAL: [&str; 7] = [
    "SELECT name, came_ms FROM names WHERE came_ms IS NOT NULL ORDER BY name",
    "SELECT name, unseen FROM items JOIN names ON id = item WHERE place IS NOT NULL ORDER BY name",
    "SELECT name FROM names WHERE seen = 1 AND came_ms IS NULL ORDER BY name",
    "SELECT name FROM unanswered JOIN names ON id = post ORDER BY name",
    "SELECT came, at_ms FROM arrivals ORDER BY arrived",
    "SELECT subject FROM muted ORDER BY subject",
    "SELECT place, text, sending FROM drafts ORDER BY place",
];

fn read(rows: &Connection, sql: &str) -> Vec<Vec<Value>> {
    let mut query = rows.prepare(sql).unwrap();
    let columns = query.column_count();
    let row = |row: &rusqlite::Row<'_>| (0..columns).map(|at| row.get(at)).collect::<Result<Vec<Value>, _>>();
    query.query_map([], row).unwrap().collect::<Result<_, _>>().unwrap()
}

fn of_before(device: &Device, steps: &'static [&'static str]) -> Store {
    let store = Store::in_memory(&[Migrations { owner: "slices", steps }]).unwrap();
    for (table, sql) in BEFORE {
        for row in read(device.reader().rows, sql) {
            let places = vec!["?"; row.len()].join(", ");
            let insert = format!("INSERT INTO {table} VALUES ({places})");
            store.connection().execute(&insert, params_from_iter(row)).unwrap();
        }
    }
    let found = "INSERT INTO words_search (rowid, text) SELECT id, text FROM words WHERE standing > 0 AND text <> ''";
    store.connection().execute(found, []).unwrap();
    store
}

/// Bola has all that rows can tell of: things seen and not, words in versions, what quotes her and waits, a draft.
fn story() -> Device {
    let mut ada = Device::founder();
    ada.is_called("Ada");
    let mut bola = ada.lets_in(2);
    bola.is_called("Bola");
    ada.says(|replica, now| topic::start_channel(replica, "Kitchen", now)).unwrap();
    let tea = ada.starts("Tea", "Cups");
    let salt = ada.starts("Salt", "None left");
    bola.hears(&mut ada);
    let own = bola.replies(&tea, "Saucers");
    bola.edits(&own, "Saucers and spoons");
    topic::mark_seen(&bola.reader(), &tea.parse().unwrap(), &[]).unwrap();
    ada.hears(&mut bola);
    ada.quotes(&tea, "Bola, which?", std::slice::from_ref(&own));
    let gone = ada.replies(&salt, "Gone");
    ada.deletes(&gone);
    ada.reacts(&own, "heard");
    ada.resolves(&salt, true);
    for name in ["Lunch", "Supper"] {
        ada.says(|replica, now| community::name_community(replica, name, now)).unwrap();
    }
    ada.says(|replica, now| community::set_customs(replica, None, Some(3), now)).unwrap();
    bola.hears(&mut ada);
    let rows = bola.reader().rows;
    let named = crate::local::Muted::Topic(salt.clone());
    crate::local::muted::mute(rows, &named, true).unwrap();
    crate::local::draft::keep_draft(rows, &crate::local::draft::reply_to(&salt), "Sea salt", None).unwrap();
    rows.execute("INSERT INTO names (name, seen) VALUES (zeroblob(18), 1)", []).unwrap();
    bola
}

#[test]
fn a_database_of_before_comes_over_whole() {
    let bola = story();
    let unseen = "SELECT count(*) FROM items WHERE unseen = 1";
    assert_eq!(bola.reader().rows.query_row(unseen, [], |row| row.get(0)), Ok(2_u32), "Salt, and what quotes Bola");
    let step = OF_ALL.iter().position(|step| *step == topic::NUMBERS).unwrap();
    let store = of_before(&bola, &OF_ALL[..step]);
    let over = store.connection();
    let of_owners = Rows.migrations().into_iter().skip(1).flat_map(|migrations| migrations.steps);
    for step in OF_ALL[step..].iter().chain(of_owners) {
        over.execute_batch(step).unwrap();
    }
    let now = bola.reader().rows;
    for sql in alike().filter(|sql| !sql.contains("FROM people_alike ")).chain(LOCAL) {
        let (here, there) = (read(now, sql), read(over, sql));
        assert_eq!(here, there, "{sql}");
    }
    for empty in ["quotes", "reactions", "resolves", "replaces", "customs", "unanswered", "muted", "drafts"] {
        assert!(!read(over, &format!("SELECT * FROM {empty}")).is_empty(), "the story has no {empty}");
    }
    let found = "SELECT count(*) FROM words_search WHERE words_search MATCH ?";
    for (word, count) in [("spoons", 1), ("cups", 1), ("gone", 0)] {
        assert_eq!(over.query_row(found, [word], |row| row.get(0)), Ok(count), "{word}");
    }
    // Nothing is left to be put in, and a change of what is in takes it out.
    over.execute("UPDATE words SET text = '' WHERE text = 'Saucers and spoons'", []).unwrap();
    assert_eq!(over.query_row(found, ["spoons"], |row| row.get(0)), Ok(0));
    assert_eq!(read(over, "PRAGMA foreign_key_check"), Vec::<Vec<Value>>::new());
}
