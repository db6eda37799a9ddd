//! Making changes that no honest device makes, for the sheet of a modified client.
//!
//! What is in sync's own tests (`document/tests/craft.rs`) is made there for one document; here it becomes the
//! well-signed record of a real device.

use crate::village::any_rng;
use automerge::legacy::{Key, ObjectId, Op, OpId, OpType};
use automerge::{ActorId, Change, ExpandedChange, ObjId, ObjType, ROOT, ReadDoc, ScalarValue};
use kith_sync::body::{Body, Named};
use kith_sync::document::{Document, Incoming, Kind};
use kith_sync::epoch::everyone_secret;
use kith_sync::id::{DocumentId, LogId, PersonId, derive};
use kith_sync::node::{Me, Replica, Slices};
use kith_sync::record::{Draft, Head, Intro, LogKind, Range, Secret, Tail, mark, tag};
use kith_sync::store::{LogRow, State};
use sha2::{Digest, Sha256};

/// The sheet of a device as its records make it, and what is needed to write in it past every check.
pub struct Mine {
    /// The document as it is.
    pub document: Document,
    /// The device's log in everyone's circle.
    pub log: LogId,
    /// The document's id.
    pub id: DocumentId,
    /// What the log calls it.
    pub number: u32,
    /// What it is.
    pub named: Named,
    /// The list of items.
    pub items: OpId,
    /// The first item.
    pub item: OpId,
    /// The value that says of what kind the first item is.
    pub kind: OpId,
}

/// What a record says past every check.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// Part 0 in plain text.
    pub part: Vec<u8>,
    /// Which of the log's documents it names.
    pub document: Option<u32>,
}

impl Mine {
    /// The sheet of this device, which must hold an item.
    #[must_use]
    pub fn of<S: Slices>(replica: &Replica<S>) -> Self {
        let named = Named { kind: Kind::Sheet as u8, person: replica.me().person, number: 0 };
        let id = named.id(&replica.everyone());
        let row = own_log(replica);
        let number = replica.store().number_of_document(row.id, &id).ok().flatten();
        let number = number.unwrap_or_else(|| panic!("nothing was said yet"));
        let mut document = Document::begin(Kind::Sheet);
        document.merge(changes(replica, &row, number, prefix(&row.head.log, &id)));
        let items = at(document.auto(), &ROOT, "items");
        let item = at(document.auto(), &items, 0);
        let kind = at(document.auto(), &item, "k");
        let [items, item, kind] = [items, item, kind].map(|object| op_id(&object));
        Self { document, log: row.head.log, id, number, named, items, item, kind }
    }

    /// An actor that this log may use, a new one for each `run`.
    #[must_use]
    pub fn actor(&self, run: u8) -> [u8; 16] {
        let mut actor = [run; 16];
        actor[..8].copy_from_slice(&prefix(&self.log, &self.id));
        actor
    }

    /// A change with these operations, numbered as honest software would.
    #[must_use]
    pub fn craft(&self, operations: Vec<Op>) -> ExpandedChange {
        let start = self.next_op();
        ExpandedChange {
            operations,
            actor_id: ActorId::from(self.actor(0xaa)),
            hash: None,
            seq: 1,
            start_op: start.try_into().unwrap_or(std::num::NonZeroU64::MIN),
            time: 0,
            message: None,
            deps: self.document.heads(),
            extra_bytes: Vec::new(),
            author: None,
        }
    }

    /// The counter that the next operation gets.
    #[must_use]
    pub fn next_op(&self) -> u64 {
        self.document.auto().get_changes(&[]).iter().map(Change::max_op).max().unwrap_or(0) + 1
    }

    /// The name that the n-th operation of a crafted change gets.
    #[must_use]
    pub fn mine(&self, n: u64) -> OpId {
        OpId(self.next_op() + n, ActorId::from(self.actor(0xaa)))
    }

    /// Something this device may write.
    #[must_use]
    pub fn fine(&self) -> Vec<Op> {
        vec![op(&self.item, "y".into(), put(1), &[])]
    }

    /// An item, and maps within it down to `depth`; the list itself lies at 1.
    #[must_use]
    pub fn nest(&self, depth: u64) -> Vec<Op> {
        let head = automerge::legacy::ElementId::Head;
        let first = Op { insert: true, ..op(&self.items, head.into(), OpType::Make(ObjType::Map), &[]) };
        let inner = (0..depth - 2).map(|n| op(&self.mine(n), "k".into(), OpType::Make(ObjType::Map), &[]));
        std::iter::once(first).chain(inner).collect()
    }

    /// The record by which this device offers such a change to its own sheet.
    #[must_use]
    pub fn change(&self, bytes: Vec<u8>) -> Attempt {
        Attempt { part: Body::Change(bytes).encode(), document: Some(self.number) }
    }

    /// The same for a crafted change.
    #[must_use]
    pub fn crafted(&self, crafted: ExpandedChange) -> Attempt {
        self.change(encode(crafted))
    }
}

/// The device's own log in everyone's circle.
#[must_use]
pub fn own_log<S: Slices>(replica: &Replica<S>) -> LogRow {
    let (me, everyone) = (replica.me().device(), replica.everyone());
    let logs = replica.store().logs().unwrap_or_default();
    let own = logs.into_iter().find(|log| log.intro.device == me && log.circle == Some(everyone));
    own.unwrap_or_else(|| panic!("nothing was said yet"))
}

/// A log of this device in everyone's circle that names another person as its writer; it says nothing.
#[must_use]
pub fn in_the_name_of<S: Slices>(replica: &Replica<S>, person: PersonId) -> Range {
    let (me, circle) = (replica.me(), everyone_secret(replica.charter_key()));
    let keys = replica.store().epoch_keys().unwrap_or_default();
    let (_, _, key) = keys.last().unwrap_or_else(|| panic!("no key yet"));
    let kind = LogKind::Content;
    let blank = Intro { sign_key: me.keys.sign, nonce: [3; 16], device: me.device(), person, kind, tag: [0; 16] };
    let intro = Intro { tag: tag(&circle, &blank), ..blank };
    let (named, mut head) = (mark(key, &intro.log()), Head::start(&intro));
    let frontier = Some(own_log(replica).frontier);
    let tail = Tail { intro: Some(intro), mark: Some(named), frontier, ..Tail::default() };
    let draft = Draft { tail, parts: vec![Body::Nothing.encode()] };
    let said = head.append(me.signer(), key, draft, &mut any_rng(1));
    let (verified, signature) = said.unwrap_or_else(|error| panic!("a record like any other: {error}"));
    Range { log: head.log, from: 0, records: vec![verified.record], signature }
}

/// What the device's own log says in its sheet.
#[must_use]
pub fn own_changes<S: Slices>(replica: &Replica<S>) -> Vec<Change> {
    let named = Named { kind: Kind::Sheet as u8, person: replica.me().person, number: 0 };
    let (id, row) = (named.id(&replica.everyone()), own_log(replica));
    let number = replica.store().number_of_document(row.id, &id).ok().flatten();
    let said = number.map(|number| changes(replica, &row, number, prefix(&row.head.log, &id))).unwrap_or_default();
    said.into_iter().filter_map(|one| Change::from_bytes(one.bytes).ok()).collect()
}

fn changes<S: Slices>(replica: &Replica<S>, row: &LogRow, number: u32, prefix: [u8; 8]) -> Vec<Incoming> {
    let keys = replica.store().epoch_keys().unwrap_or_default();
    let records = replica.store().records_from(row, 0).unwrap_or_default().into_iter();
    let of_sheet =
        records.filter(|record| record.state == State::Accepted && record.verified.tail.document == Some(number));
    of_sheet
        .filter_map(|record| {
            let named = record.mark?;
            let (_, _, key) = keys.iter().find(|(_, _, key)| mark(key, &row.head.log) == named)?;
            match Body::decode(&record.verified.open(key, 0).ok()?)? {
                Body::New { change, .. } | Body::Change(change) => Some(Incoming { bytes: change, prefix, lane: 0 }),
                _ => None,
            }
        })
        .collect()
}

/// First half of the actors by which `log` writes in `document`: docs/protocol.md §5.
#[must_use]
pub fn prefix(log: &LogId, document: &DocumentId) -> [u8; 8] {
    let [a, b, c, d, e, f, g, h, ..] = derive("kith 0 actor", &[&log.0, &document.0]);
    [a, b, c, d, e, f, g, h]
}

fn at(doc: &impl ReadDoc, object: &ObjId, place: impl Into<automerge::Prop>) -> ObjId {
    match doc.get(object, place) {
        Ok(Some((_, id))) => id,
        other => panic!("no such place: {other:?}"),
    }
}

fn op_id(object: &ObjId) -> OpId {
    match object {
        ObjId::Id(counter, actor, _) => OpId(*counter, actor.clone()),
        ObjId::Root => panic!("the root has no operation"),
    }
}

/// The change's bytes as they travel.
#[must_use]
pub fn encode(crafted: ExpandedChange) -> Vec<u8> {
    Change::from(crafted).raw_bytes().to_vec()
}

/// One operation.
#[must_use]
pub fn op(obj: &OpId, key: Key, action: OpType, pred: &[&OpId]) -> Op {
    let pred: Vec<_> = pred.iter().copied().cloned().collect();
    Op { action, obj: ObjectId::Id(obj.clone()), key, pred: pred.into(), insert: false }
}

/// A value.
#[must_use]
pub fn put(value: impl Into<ScalarValue>) -> OpType {
    OpType::Put(value.into())
}

/// The chunk with one column replaced or added, and an empty checksum: what is bounded before it is parsed.
#[must_use]
pub fn with_columns(bytes: &[u8], columns: &[(u64, Vec<u8>)]) -> Vec<u8> {
    let mut rest = &bytes[9..];
    read(&mut rest);
    let whole = rest;
    let deps = read(&mut rest);
    take(&mut rest, deps * 32);
    sized(&mut rest);
    for _ in 0..3 {
        read(&mut rest);
    }
    sized(&mut rest);
    for _ in 0..read(&mut rest) {
        sized(&mut rest);
    }
    let before = &whole[..whole.len() - rest.len()];
    let count = read(&mut rest);
    let specs: Vec<(u64, u64)> = (0..count).map(|_| (read(&mut rest), read(&mut rest))).collect();
    let mut all: Vec<(u64, Vec<u8>)> = specs.iter().map(|(spec, len)| (*spec, take(&mut rest, *len))).collect();
    all.retain(|(spec, _)| !columns.iter().any(|(other, _)| other == spec));
    all.extend_from_slice(columns);
    all.sort_by_key(|(spec, _)| *spec);
    let mut body = before.to_vec();
    write(&mut body, all.len() as u64);
    for (spec, column) in &all {
        write(&mut body, *spec);
        write(&mut body, column.len() as u64);
    }
    body.extend(all.iter().flat_map(|(_, column)| column));
    let mut chunk = vec![0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, 1];
    write(&mut chunk, body.len() as u64);
    chunk.extend(body);
    chunk
}

/// The chunk with its right checksum, so that what lies behind it is reached.
#[must_use]
pub fn summed(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    if let Some((head, rest)) = bytes.split_at_mut_checked(8) {
        let sum = Sha256::digest(&*rest);
        head[4..].copy_from_slice(&sum[..4]);
    }
    bytes
}

/// A column that repeats one encoded value, as often as it claims.
#[must_use]
pub fn run(times: i64, value: &[u8]) -> Vec<u8> {
    let mut column = Vec::new();
    let mut left = times;
    while !(-64..64).contains(&left) {
        column.push(left.to_le_bytes()[0] | 0x80);
        left >>= 7;
    }
    column.push(left.to_le_bytes()[0] & 0x7f);
    column.extend(value);
    column
}

fn write(out: &mut Vec<u8>, mut value: u64) {
    while value > 0x7f {
        out.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    out.push(value.to_le_bytes()[0]);
}

fn read(rest: &mut &[u8]) -> u64 {
    let (mut value, mut shift) = (0, 0);
    loop {
        let byte = take(rest, 1)[0];
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return value;
        }
        shift += 7;
    }
}

fn take(rest: &mut &[u8], len: u64) -> Vec<u8> {
    let (taken, left) = rest.split_at(usize::try_from(len).unwrap_or(usize::MAX));
    *rest = left;
    taken.to_vec()
}

fn sized(rest: &mut &[u8]) -> Vec<u8> {
    let len = read(rest);
    take(rest, len)
}

/// A log of a device from its first record on, in ranges as long as they may be, past every check.
pub fn log_of(
    me: &Me,
    intro: &Intro,
    key: &Secret,
    said: impl IntoIterator<Item = (Tail, Vec<Vec<u8>>)>,
) -> Vec<Range> {
    let (mut head, mut rng) = (Head::start(intro), any_rng(3));
    let (mut all, mut from, mut records, mut last) = (Vec::new(), 0, Vec::new(), [0; 64]);
    for (tail, parts) in said {
        let tail = Tail { intro: (head.count == 0).then(|| intro.clone()), ..tail };
        let appended = head.append(me.signer(), key, Draft { tail, parts }, &mut rng);
        let (verified, signature) = appended.unwrap_or_else(|error| panic!("a record: {error}"));
        records.push(verified.record);
        last = signature;
        if head.at_boundary() {
            all.push(Range { log: head.log, from, records: std::mem::take(&mut records), signature });
            from = head.count;
        }
    }
    if !records.is_empty() {
        all.push(Range { log: head.log, from, records, signature: last });
    }
    all
}
