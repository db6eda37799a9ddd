//! Honest bytes of every kind, out of a village's own life: the corpus is written from these.

use super::{actor, ground};
use crate::village::Village;
use automerge::transaction::{Transactable, Transaction};
use automerge::{AutomergeError, ObjType, ROOT, ReadDoc};
use kith_community::command::{Command, Done};
use kith_community::project::Rows;
use kith_community::{charter, device, invitation};
use kith_sync::body::Body;
use kith_sync::id::LogId;
use kith_sync::node::Replica;
use kith_sync::record::{Range, Secret, mark};
use kith_sync::session::Frame;
use kith_sync::snapshot::charter::unpack;
use kith_sync::snapshot::{Cursor, pack};
use std::collections::BTreeMap;

type Edit = dyn Fn(&mut Transaction<'_>) -> Result<(), AutomergeError>;

/// Honest bytes for a target, few and different.
#[must_use]
pub fn samples(target: &str) -> Vec<Vec<u8>> {
    match target {
        "change" => changes(),
        "link" => links(),
        _ => from_wire(target),
    }
}

fn changes() -> Vec<Vec<u8>> {
    let ground = ground();
    let edits: [&Edit; 4] = [
        &|tx| {
            let items = tx.get(ROOT, "items")?.map_or(ROOT, |(_, items)| items);
            let item = tx.insert_object(&items, 1, ObjType::Map)?;
            tx.put(&item, "k", 2)?;
            tx.put(&item, "on", vec![1_u8; 18])
        },
        &|tx| {
            let items = tx.get(ROOT, "items")?.map_or(ROOT, |(_, items)| items);
            let item = tx.get(&items, 0)?.map_or(ROOT, |(_, item)| item);
            tx.put(&item, "k", 9)?;
            tx.put(&item, "x", 1)
        },
        &|tx| {
            let items = tx.get(ROOT, "items")?.map_or(ROOT, |(_, items)| items);
            let item = tx.get(&items, 0)?.map_or(ROOT, |(_, item)| item);
            let text = tx.get(&item, "t")?.map_or(ROOT, |(_, text)| text);
            tx.splice_text(&text, 1, 1, "bcd")
        },
        &|tx| {
            let items = tx.get(ROOT, "items")?.map_or(ROOT, |(_, items)| items);
            tx.delete(&items, 0)
        },
    ];
    let write = |edit: &Edit| {
        let mut document = ground.document.clone();
        let written = document.write(actor(ground.prefix, 2), edit);
        written.ok().flatten().map(|written| written.bytes)
    };
    edits.into_iter().filter_map(write).collect()
}

fn links() -> Vec<Vec<u8>> {
    let mut village = Village::of(3, &["Ada"]);
    let mut link = |command: Command| match village.act(0, command) {
        Done::Link { link } => link.into_bytes(),
        other => panic!("no link but {other:?}"),
    };
    vec![link(invitation::Command::Open { days: 3 }.into()), link(device::Command::Link.into())]
}

/// Frames by their kind, or the ranges or bodies in them; of each kind the shortest.
fn from_wire(target: &str) -> Vec<Vec<u8>> {
    let mut village = Village::of(3, &["Ada"]);
    village.world.tap();
    village.join(0, "Bea");
    village.second_device(0);
    village.settle();
    let topic = village.start_topic(1, "Harvest", "When?");
    village.world.run();
    village.reply(0, &topic, "Soon");
    let person = village.person_text(1);
    village.act(0, charter::Command::SetRole { person: person.clone(), role: kith_community::command::Role::Steward });
    village.world.run();
    village.restart(1);
    village.settle();
    village.act(0, charter::Command::Remove { person, why: Some("Reasons".into()) });
    village.world.run();
    let frames = village.world.tapped().to_vec();
    let key = village.world.core(0).replica().charter_key().clone();
    let all: Vec<(u8, Vec<u8>)> = match target {
        "frame" => frames.into_iter().map(|frame| (frame.get(1).copied().unwrap_or(0), frame)).collect(),
        "block" => blocks(village.world.core(0).replica()),
        "record" => {
            let bytes = |(kind, range)| (kind, minicbor::to_vec::<Range>(range).unwrap_or_default());
            ranges(&frames, &key).map(bytes).collect()
        }
        "charter" => (0..).zip(frames.iter().filter_map(|frame| welcome(frame))).collect(),
        _ => {
            let logs = village.world.core(0).replica().store().logs().unwrap_or_default();
            let store = village.world.core(0).replica().store();
            let charter = logs.iter().filter(|log| log.circle.is_none());
            let records = charter.flat_map(|log| store.records_from(log, 0).unwrap_or_default());
            let bodies = records.filter_map(|record| record.verified.open(&key, 0).ok());
            bodies.map(|body| (kind_of(&body), body)).collect()
        }
    };
    let mut shortest: BTreeMap<u8, Vec<u8>> = BTreeMap::new();
    for (kind, bytes) in all {
        let kept = shortest.entry(kind).or_insert_with(|| bytes.clone());
        if bytes.len() < kept.len() {
            *kept = bytes;
        }
    }
    shortest.into_values().collect()
}

/// Each content log in a block of its own, opened where its keys are held.
fn blocks(replica: &Replica<Rows>) -> Vec<(u8, Vec<u8>)> {
    let store = replica.store();
    let held = store.epoch_keys().unwrap_or_default();
    let keys = |log: &LogId, named: &[u8; 16]| {
        held.iter().find(|(.., key)| mark(key, log) == *named).map(|(.., key)| key.clone())
    };
    let logs = store.logs().unwrap_or_default().into_iter().filter(|log| log.circle.is_some());
    let blocks = logs.filter_map(|log| {
        let range = store.range(&log, 0).ok()??;
        pack(&[Cursor::start(log.head.log).open(&range, &keys)])
    });
    (0..).zip(blocks).collect()
}

/// The block of a welcome.
fn welcome(frame: &[u8]) -> Option<Vec<u8>> {
    match Frame::decode(frame)? {
        Frame::Welcome { block, .. } => block.map(Vec::from),
        _ => None,
    }
}

fn ranges(frames: &[Vec<u8>], key: &Secret) -> impl Iterator<Item = (u8, Range)> {
    let all = frames.iter().filter_map(|frame| match Frame::decode(frame)? {
        Frame::Records(range) => Some(vec![range]),
        Frame::Welcome { block, .. } => unpack(&block?, key).ok(),
        Frame::Introduce { ranges, .. } => Some(ranges),
        _ => None,
    });
    all.flatten().map(|range| (u8::try_from(range.records.len()).unwrap_or(u8::MAX), range))
}

/// Which statement or seal it is.
fn kind_of(body: &[u8]) -> u8 {
    match Body::decode(body) {
        Some(Body::Statement { bytes, .. }) => bytes.get(1).copied().unwrap_or(0),
        _ => 200,
    }
}
