//! Content logs that are written by hand, record by record: what a modified client could say.

#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::missing_panics_doc,
    reason = "a test may panic"
)]

use crate::bare::{Device, everything, found, hear, newcomer};
use crate::craft::prefix;
use automerge::transaction::{Transactable as _, Transaction};
use automerge::{AutomergeError, ObjId, ObjType, ROOT, ReadDoc as _};
use ed25519_dalek::SigningKey;
use kith_community::project::Rows;
use kith_sync::body::Named;
use kith_sync::document::{Document, Kind};
use kith_sync::epoch::everyone_secret;
use kith_sync::id::{DocumentId, LogId, PersonId, RecordHash, StatementId};
use kith_sync::record::{Draft, Head, Intro, LogKind, Range, Secret, Tail, mark, tag};
use kith_sync::session::digest;
use rand_chacha::ChaCha20Rng;
use std::collections::BTreeMap;

/// A content log that is written by hand: one branch of it, from its first record on.
#[derive(Clone)]
pub struct Log {
    pub sign: SigningKey,
    pub key: Secret,
    /// The mark that is in force at its end.
    pub marked: Option<[u8; 16]>,
    pub intro: Intro,
    pub head: Head,
    pub said: Vec<Range>,
    pub hashes: Vec<RecordHash>,
    /// What it calls its sheets.
    pub numbers: BTreeMap<u32, u32>,
}

impl Log {
    pub fn of(device: &Device, nonce: u8) -> Self {
        let (.., key) = device.store().epoch_keys().unwrap().pop().unwrap();
        Self::within(device, nonce, &everyone_secret(device.charter_key()), key)
    }

    /// One in a circle of this secret, that begins under this key.
    pub fn within(device: &Device, nonce: u8, circle: &Secret, key: Secret) -> Self {
        let me = device.me();
        let kind = LogKind::Content;
        let blank = Intro {
            sign_key: me.keys.sign,
            nonce: [nonce; 16],
            device: me.device(),
            person: me.person,
            kind,
            tag: [0; 16],
        };
        let intro = Intro { tag: tag(circle, &blank), ..blank };
        let head = Head::start(&intro);
        let (marked, numbers) = (None, BTreeMap::new());
        Self { sign: me.signer().clone(), key, marked, intro, head, said: vec![], hashes: vec![], numbers }
    }

    pub fn says(&mut self, tail: Tail, parts: Vec<Vec<u8>>, rng: &mut ChaCha20Rng) -> RecordHash {
        let from = self.head.count;
        let first = from == 0;
        let named = mark(&self.key, &self.head.log);
        let is_new = self.marked.replace(named) != Some(named);
        let tail = Tail { intro: first.then(|| self.intro.clone()), mark: is_new.then_some(named), ..tail };
        let (verified, signature) = self.head.append(&self.sign, &self.key, Draft { tail, parts }, rng).unwrap();
        self.hashes.push(verified.hash);
        self.said.push(Range { log: self.head.log, from, records: vec![verified.record], signature });
        verified.hash
    }

    pub fn whole(&self) -> Range {
        self.between(0, self.said.len())
    }

    pub fn between(&self, from: usize, to: usize) -> Range {
        let records = self.said[from..to].iter().flat_map(|range| range.records.clone()).collect();
        Range { log: self.head.log, from: from as u64, records, signature: self.said[to - 1].signature }
    }
}

/// The same range without some bodies.
pub fn without(range: &Range, numbers: &[u64]) -> Range {
    let mut range = range.clone();
    for (number, record) in (range.from..).zip(&mut range.records) {
        if numbers.contains(&number) {
            record.parts[0] = record.parts[0].dropped();
        }
    }
    range
}

pub fn sheet(person: PersonId, number: u32) -> Named {
    Named { kind: Kind::Sheet as u8, person, number }
}

/// A change by which a log writes in a sheet as it is here.
pub fn change<R>(
    document: &mut Document,
    log: &LogId,
    id: &DocumentId,
    run: u8,
    edit: impl FnOnce(&mut Transaction<'_>) -> Result<R, AutomergeError>,
) -> Option<(Vec<u8>, R, u64)> {
    let mut actor = [run; 16];
    actor[..8].copy_from_slice(&prefix(log, id));
    let written = document.write(actor, edit).ok()??;
    let start = written.accepted.start_op;
    Some((written.bytes, written.value, start))
}

pub fn topic(tx: &mut Transaction<'_>, time: i64) -> Result<ObjId, AutomergeError> {
    let (_, items) = tx.get(ROOT, "items")?.unwrap();
    let item = tx.insert_object(&items, tx.length(&items), ObjType::Map)?;
    tx.put(&item, "k", 1_i64)?;
    tx.put(&item, "t", time)?;
    tx.put(&item, "h", 1_i64)?;
    Ok(item)
}

/// What two devices that hold the same must have alike: charter, circle (the same: they hold the same), root and rows.
pub fn seen(device: &Device) -> ([[u8; 16]; 2], [u8; 16], String) {
    let rows = device.store().connection();
    let held = [digest(&device.summaries(None)), device.digest()];
    (held, device.state_root().unwrap(), Rows::fingerprint(rows).unwrap())
}

#[track_caller]
pub fn alike(one: &mut Device, other: &mut Device) {
    for again in 0..2 {
        let (a, b) = (seen(one), seen(other));
        assert_eq!(a.0, b.0, "they do not even hold the same");
        assert!(a.1 == b.1, "the same records, another state root (opened anew: {again})");
        assert!(a.2 == b.2, "the same records and root, other rows (opened anew: {again})");
        one.reload().unwrap();
        other.reload().unwrap();
        hear(one, &everything(other));
        hear(other, &everything(one));
    }
}

pub fn tail(document: u32, frontier: &[StatementId]) -> Tail {
    Tail { document: Some(document), frontier: Some(frontier.to_vec()), ..Tail::default() }
}

/// Two who read everything, and somebody whose logs are written by hand.
pub fn three() -> (Device, Device, Device, Device) {
    let mut founder = found();
    let ill = newcomer(&mut founder, 2);
    let (mut ben, cy) = (newcomer(&mut founder, 3), newcomer(&mut founder, 4));
    hear(&mut ben, &everything(&founder));
    (founder, ill, ben, cy)
}
