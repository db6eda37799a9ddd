//! Nothing is readable without keys: what people say and are called is in no frame, in no stored record, and in no
//! database of a device that was not given the keys.
//!
//! Of frames it claims this: record by record, none holds plain text, before the network's own encryption. A packed
//! snapshot may hold opened text, and goes only to entitled devices inside that encryption.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use kith_community::{charter, invitation, reaction, topic};
use kith_sync::session::Frame;
use kith_tests::Connection;
use kith_tests::village::Village;

/// Everything that people say here; none is part of another.
const SECRETS: [&str; 17] = [
    "Adelheid",
    "Bartholomew",
    "Cunegonde",
    "Dagobert",
    "Marigolds",
    "quincunx-arboretum",
    "palimpsest",
    "verandah",
    "Sesquipedalian",
    "chrysalis",
    "obstreperous",
    "Greenhouse",
    "🪴🐝",
    "hollyhock",
    "nightjar",
    "heliotrope",
    "Ünterwäldlerstraße",
];

/// The ways in which the words would be found: as UTF-8 and UTF-16, and without their first letter, which a codec
/// might have put elsewhere.
fn needles(words: &str) -> Vec<Vec<u8>> {
    let tail: String = words.chars().skip(1).collect();
    let mut needles = Vec::new();
    for words in [words, &tail] {
        needles.push(words.as_bytes().to_vec());
        needles.push(words.encode_utf16().flat_map(u16::to_le_bytes).collect());
        needles.push(words.encode_utf16().flat_map(u16::to_be_bytes).collect());
    }
    needles.retain(|needle: &Vec<u8>| needle.len() >= 4);
    needles
}

fn holds(all: &[u8], part: &[u8]) -> bool {
    all.windows(part.len()).any(|window| window == part)
}

fn found(places: &[Vec<u8>], secrets: &[&str]) -> Vec<String> {
    let told = |secret: &str| {
        let needles = needles(secret);
        let hits = places.iter().filter(|place| needles.iter().any(|needle| holds(place, needle))).count();
        (hits > 0).then(|| format!("{secret} in {hits} of {}", places.len()))
    };
    secrets.iter().filter_map(|secret| told(secret)).collect()
}

/// What is in the records table: tails and every part that is here.
fn payloads(village: &mut Village, at: usize) -> Vec<Vec<u8>> {
    columns(village.world.core(at).replica().store().connection(), "SELECT parts, tail FROM records")
}

fn columns(rows: &Connection, sql: &str) -> Vec<Vec<u8>> {
    let mut query = rows.prepare(sql).unwrap();
    let count = query.column_count();
    let mut rows = query.query([]).unwrap();
    let mut all = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        for column in 0..count {
            all.push(match row.get_ref(column).unwrap() {
                kith_tests::ValueRef::Blob(bytes) | kith_tests::ValueRef::Text(bytes) => bytes.to_vec(),
                _ => Vec::new(),
            });
        }
    }
    all
}

/// The whole database as one file would hold it.
fn database(village: &mut Village, at: usize) -> Vec<Vec<u8>> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::remove_file(file.path()).unwrap();
    let rows = village.world.core(at).replica().store().connection();
    rows.execute("VACUUM INTO ?", [file.path().to_str().unwrap()]).unwrap();
    vec![std::fs::read(file.path()).unwrap()]
}

/// Three people live a while: joins, a second device, topics, replies, edits, reasons, reactions, erasing, a removal.
fn lived() -> (Village, String) {
    let mut village = Village::of(11, &["Adelheid"]);
    village.world.tap();
    village.join(0, "Bartholomew");
    village.join(1, "Cunegonde");
    village.second_device(0);
    village.settle();
    village.act(0, topic::Command::StartChannel { name: "Greenhouse".into() });
    let command = topic::Command::Start {
        title: "Marigolds".into(),
        channel: Some("Greenhouse".into()),
        body: Some("quincunx-arboretum".into()),
        asks: true,
        sending: Some("heliotrope".into()),
    };
    let kith_community::command::Done::Topic { topic } = village.act(0, command) else { panic!("no topic") };
    village.world.run();
    let post = village.reply(1, &topic, "palimpsest and verandah");
    village.world.run();
    village.act(1, topic::Command::Edit { post: post.clone(), text: "Sesquipedalian, Ünterwäldlerstraße".into() });
    village.act(2, reaction::Command::Toggle { post: post.clone(), emoji: "🪴🐝".into() });
    village.world.run();
    let gone = village.reply(2, &topic, "chrysalis");
    village.world.run();
    village.act(2, topic::Command::Erase { post: gone });
    let regretted = village.reply(1, &topic, "hollyhock");
    village.act(1, topic::Command::Delete { post: regretted });
    village.act(0, topic::Command::Resolve { topic: topic.clone(), resolved: true });
    village.world.run();
    village.join(0, "Dagobert");
    village.settle();
    (village, topic)
}

/// Removes the last person for a reason, and says something that they are not to hear.
fn remove_last(village: &mut Village, topic: &str) {
    let last = village.world.len() - 1;
    let person = village.person_text(last);
    village.act(0, charter::Command::Remove { person, why: Some("obstreperous".into()) });
    village.world.run();
    village.reply(1, topic, "nightjar");
    village.world.run();
}

#[test]
fn no_word_is_readable_in_any_frame_or_stored_record() {
    let (mut village, topic) = lived();
    remove_last(&mut village, &topic);
    assert!(village.words(3, &topic).contains(&"nightjar".to_owned()), "the second device reads it");

    let frames: Vec<Vec<u8>> = village.world.tapped().to_vec();
    let records = frames.iter().filter(|frame| matches!(Frame::decode(frame), Some(Frame::Records(_)))).count();
    assert!(records > 20, "only {records} frames of records were heard");
    assert_eq!(found(&frames, &SECRETS), Vec::<String>::new());
    for at in 0..village.world.len() {
        let payloads = payloads(&mut village, at);
        assert!(payloads.len() > 20);
        assert_eq!(found(&payloads, &SECRETS), Vec::<String>::new(), "device {at}");
    }
}

#[test]
fn the_search_finds_what_is_there() {
    let (mut village, _) = lived();
    let frames: Vec<Vec<u8>> = village.world.tapped().to_vec();
    // Keys of a device stand in the charter's seals only sealed, but its log's introduction is in clear.
    let endpoint = village.world.core(1).replica().me().keys.sign;
    assert!(frames.iter().any(|frame| holds(frame, &endpoint)), "an introduction's key travels in clear");
    assert!(payloads(&mut village, 0).iter().any(|payload| holds(payload, &endpoint)));
    // Whoever belongs has the words in rows: the same search finds them there, but what was erased or never said.
    let rows = database(&mut village, 0);
    let missed: Vec<&str> = SECRETS.into_iter().filter(|secret| found(&rows, &[secret]).is_empty()).collect();
    assert!(missed.contains(&"chrysalis"), "what was erased is nowhere");
    assert!(SECRETS.len() - missed.len() >= 9, "not found: {missed:?}");
    // And in every writing.
    for (place, secret) in [
        ("a quincunx-arboretum".as_bytes().to_vec(), "quincunx-arboretum"),
        ("uincunx-arboretum".as_bytes().to_vec(), "quincunx-arboretum"),
        ("Marigolds".encode_utf16().flat_map(u16::to_le_bytes).collect(), "Marigolds"),
        ("Marigolds".encode_utf16().flat_map(u16::to_be_bytes).collect(), "Marigolds"),
    ] {
        assert_eq!(found(&[place], &[secret]).len(), 1);
    }
}

/// The removed person's device may hold what an unknowing device passes on: it opens none of it.
#[test]
fn a_removed_person_opens_nothing_written_after() {
    let (mut village, topic) = lived();
    remove_last(&mut village, &topic);
    let last = village.world.len() - 1;
    let after = ["nightjar"];
    // A hub, or a careless friend, brings every record all the same.
    let all: Vec<_> = {
        let replica = village.world.core(0).replica();
        let logs = replica.store().logs().unwrap();
        logs.iter().filter_map(|log| replica.store().range(log, 0).unwrap()).collect()
    };
    let more: Vec<_> = {
        let replica = village.world.core(0).replica();
        let logs = replica.store().logs().unwrap();
        logs.iter()
            .flat_map(|log| (1..log.head.count).filter_map(|at| replica.store().range(log, at).unwrap()))
            .collect()
    };
    let now = village.world.now_ms;
    let core = village.world.core(last);
    let before = core.replica().store().count_records(&core.replica().everyone()).unwrap().0;
    core.replica_mut().absorb(&all).unwrap();
    core.replica_mut().absorb(&more).unwrap();
    core.flush(now).unwrap();
    let after_count = core.replica().store().count_records(&core.replica().everyone()).unwrap().0;
    assert!(after_count > before, "it holds what was written after");
    assert_eq!(found(&database(&mut village, last), &after), Vec::<String>::new());
    assert_eq!(found(&database(&mut village, 1), &after).len(), after.len(), "the search finds");
}

/// A device that was given the link and every record, but no seal: as a hub or a stranger with a found link.
#[test]
fn a_device_with_every_record_and_no_seal_opens_nothing() {
    let (mut village, topic) = lived();
    village.reply(0, &topic, "heliotrope");
    village.world.run();
    let link = match village.act(0, invitation::Command::Open { days: 1 }) {
        kith_community::command::Done::Link { link } => kith_sync::node::Link::from_text(&link).unwrap(),
        other => panic!("{other:?}"),
    };
    let ranges: Vec<_> = {
        let replica = village.world.core(0).replica();
        let logs = replica.store().logs().unwrap();
        logs.iter().filter_map(|log| replica.store().range(log, 0).unwrap()).collect()
    };
    let stranger = kith_tests::village::enter(&mut village.world, &link);
    let replica = village.world.core(stranger).replica_mut();
    replica.absorb(&ranges).unwrap();
    let (count, _) = replica.store().count_records(&replica.everyone()).unwrap();
    assert!(count > 10, "{count} records");
    let read = database(&mut village, stranger);
    assert_eq!(found(&read, &SECRETS), Vec::<String>::new());
    assert!(found(&database(&mut village, 0), &["heliotrope"]).len() == 1, "the search finds");
}
