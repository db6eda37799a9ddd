//! Honest devices of one person, apart and together: nothing of theirs is ever refused.

use super::*;
use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Does something a person could do; always at least one operation.
pub fn edit(tx: &mut Transaction<'_>, rng: &mut ChaCha8Rng) -> Result<(), AutomergeError> {
    let list = items(tx);
    for _ in 0..rng.random_range(1..4) {
        let len = tx.length(&list);
        if len == 0 || rng.random_bool(0.3) {
            full_item(tx, rng.random_range(0..=len))?;
        } else {
            let at = rng.random_range(0..len);
            alter(tx, &list, at, rng)?;
        }
    }
    if tx.pending_ops() == 0 {
        tx.insert(&list, 0, "loose")?;
    }
    Ok(())
}

fn alter(tx: &mut Transaction<'_>, list: &ObjId, at: usize, rng: &mut ChaCha8Rng) -> Result<(), AutomergeError> {
    let found = tx.get(list, at)?;
    let Some((automerge::Value::Object(ObjType::Map), item)) = found else {
        return Ok(());
    };
    match rng.random_range(0..8) {
        0 => tx.put(&item, ["k", "x", ""][rng.random_range(0..3)], rng.random_range(-9..9_i64)),
        1 => tx.put(&item, "b", vec![rng.random::<u8>(); 20]),
        2 => tx.delete(&item, "k"),
        3 if counted(tx, &item)? => tx.increment(&item, "n", rng.random_range(-9..9)),
        4 => splice(tx, &item, rng),
        5 => numbers(tx, &item, rng),
        6 if rng.random_bool(0.3) => tx.delete(list, at),
        7 if rng.random_bool(0.3) => tx.put_object(list, at, ObjType::Map).map(drop),
        _ => tx.put(&item, "n", ScalarValue::counter(rng.random_range(0..9))),
    }
}

fn counted(tx: &Transaction<'_>, item: &ObjId) -> Result<bool, AutomergeError> {
    let all = tx.get_all(item, "n")?;
    let counters = all.iter().filter(|(value, _)| matches!(value.as_scalar(), Some(ScalarValue::Counter(_))));
    Ok(!all.is_empty() && counters.count() == all.len())
}

fn splice(tx: &mut Transaction<'_>, item: &ObjId, rng: &mut ChaCha8Rng) -> Result<(), AutomergeError> {
    let Some((automerge::Value::Object(ObjType::Text), text)) = tx.get(item, "t")? else {
        return tx.put_object(item, "t", ObjType::Text).map(drop);
    };
    let len = tx.length(&text);
    let at = rng.random_range(0..=len);
    let gone = rng.random_range(0..=(len - at).min(4));
    tx.splice_text(&text, at, gone as isize, ["neu 👍", "", "ß"][rng.random_range(0..3)])
}

fn numbers(tx: &mut Transaction<'_>, item: &ObjId, rng: &mut ChaCha8Rng) -> Result<(), AutomergeError> {
    let Some((automerge::Value::Object(ObjType::List), list)) = tx.get(item, "l")? else {
        return Ok(());
    };
    let len = tx.length(&list);
    if len == 0 {
        return tx.insert(&list, 0, f64::NAN);
    }
    let at = rng.random_range(0..len);
    match rng.random_range(0..3) {
        0 => tx.delete(&list, at),
        1 => tx.put(&list, at, "changed"),
        _ => tx.insert_object(&list, at, ObjType::Map).and_then(|map| tx.put(&map, "in", at as u64)),
    }
}

/// Devices of one person, each with its log and how much of every log it holds.
struct Person {
    docs: Vec<Document>,
    logs: Vec<Vec<Vec<u8>>>,
    held: Vec<Vec<usize>>,
}

impl Person {
    fn new(devices: usize) -> Person {
        Person {
            docs: vec![Document::begin(Kind::Sheet); devices],
            logs: vec![Vec::new(); devices],
            held: vec![vec![0; devices]; devices],
        }
    }

    fn write(&mut self, device: usize, run: u8, rng: &mut ChaCha8Rng) {
        let doc = &mut self.docs[device];
        let written = doc.write(actor(device as u8 + 1, run), |tx| edit(tx, rng));
        self.logs[device].push(written.unwrap().unwrap().bytes);
        self.held[device][device] += 1;
    }

    /// One device hears some of every log, each in order, and offers again what waited.
    fn hear(&mut self, device: usize, upto: impl Fn(&mut ChaCha8Rng, usize) -> usize, rng: &mut ChaCha8Rng) {
        let mut batch = Vec::new();
        let mut places = Vec::new();
        for (log, records) in self.logs.iter().enumerate() {
            let from = self.held[device][log];
            for bytes in records[from..].iter().take(upto(rng, records.len() - from)) {
                batch.push(incoming(log as u8 + 1, bytes));
                places.push(log);
            }
        }
        for (log, outcome) in places.into_iter().zip(self.docs[device].merge(batch)) {
            match outcome {
                Outcome::Accepted(_) => self.held[device][log] += 1,
                Outcome::Waiting => {}
                other => panic!("an honest change was not merged: {other:?}"),
            }
        }
    }

    fn all_hear_all(&mut self, rng: &mut ChaCha8Rng) {
        for device in 0..self.docs.len() {
            self.hear(device, |_, all| all, rng);
            assert!(self.held[device].iter().zip(&self.logs).all(|(held, log)| *held == log.len()));
        }
    }
}

fn assert_alike(person: &Person) {
    let first = &person.docs[0];
    for doc in &person.docs {
        assert_eq!(doc.heads(), first.heads());
        assert_eq!(shown(doc), shown(first));
        assert_eq!(doc.changes(), person.logs.iter().map(Vec::len).sum::<usize>());
    }
}

fn assert_same_bytes_come_out(person: &Person) {
    for doc in &person.docs {
        let loaded = Document::load(Kind::Sheet, &doc.save()).unwrap();
        assert_eq!(shown(&loaded), shown(doc));
        for bytes in person.logs.iter().flatten() {
            let change = Change::try_from(&bytes[..]).unwrap();
            assert_eq!(doc.raw_change(&change.hash()).as_ref(), Some(bytes));
            assert_eq!(loaded.raw_change(&change.hash()).as_ref(), Some(bytes));
            for counter in [change.start_op().get(), change.max_op()] {
                let op = (counter, change.actor_id());
                assert_eq!(loaded.change_of(op), Some(change.hash()));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn honest_devices_are_never_refused_and_agree(seed: u64, devices in 1..5_usize, turns in 1..50_usize) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut person = Person::new(devices);
        for turn in 0..turns {
            let device = rng.random_range(0..devices);
            if rng.random_bool(0.5) {
                person.hear(device, |rng, all| rng.random_range(0..=all), &mut rng);
            }
            if rng.random_bool(0.1) {
                let doc = &mut person.docs[device];
                *doc = Document::load(Kind::Sheet, &doc.save()).unwrap();
            }
            person.write(device, (turn / 20) as u8, &mut rng);
        }
        person.all_hear_all(&mut rng);
        assert_alike(&person);
        assert_same_bytes_come_out(&person);
    }
}

#[test]
fn a_device_far_behind_takes_hundreds_of_changes_at_once() {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut person = Person::new(3);
    for turn in 0..600 {
        let device = turn % 2;
        if turn % 7 == 0 {
            person.hear(device, |_, all| all, &mut rng);
        }
        person.write(device, 1, &mut rng);
    }
    person.all_hear_all(&mut rng);
    assert_alike(&person);
}
