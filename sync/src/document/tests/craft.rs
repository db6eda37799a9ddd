//! Making changes that no honest device makes.

use super::*;

/// A sheet with one item of device 1, and the names of what is in it.
pub struct Base {
    pub doc: Document,
    pub items: OpId,
    pub item: OpId,
    pub text: OpId,
    pub letter: OpId,
    pub list: OpId,
    pub element: OpId,
    pub number: OpId,
    pub counter: OpId,
}

impl Base {
    pub fn new() -> Base {
        let mut doc = Document::begin(Kind::Sheet);
        let written = doc.write(actor(1, 1), |tx| full_item(tx, 0)).unwrap().unwrap();
        let OpId(first, writer) = op_id(&written.value);
        let nth = |n: u64| OpId(first + n, writer.clone());
        Base {
            items: op_id(&items(doc.auto())),
            item: nth(0),
            number: nth(1),
            counter: nth(2),
            text: nth(3),
            letter: nth(4),
            list: nth(7),
            element: nth(8),
            doc,
        }
    }

    /// A change of device 2 with all heads as dependencies and these operations.
    pub fn craft(&self, operations: Vec<Op>) -> Crafted {
        self.craft_as(2, operations)
    }

    pub fn craft_as(&self, device: u8, operations: Vec<Op>) -> Crafted {
        craft(&self.doc, actor(device, 1), operations)
    }

    /// The name that the n-th operation of a crafted change gets.
    pub fn mine(&self, n: u64) -> OpId {
        OpId(next_op(&self.doc) + n, ActorId::from(actor(2, 1)))
    }

    /// Offers a change of device 2; whatever comes of it, the document must live on.
    pub fn offer(&mut self, bytes: &[u8]) -> Outcome {
        let heads = self.doc.heads();
        let outcome = self.doc.merge(vec![incoming(2, bytes)]).remove(0);
        if !matches!(outcome, Outcome::Accepted(_)) {
            assert_eq!(self.doc.heads(), heads);
        }
        assert_well(&self.doc);
        outcome
    }

    #[track_caller]
    pub fn refuses(&mut self, bytes: &[u8], refusal: Refusal) {
        assert_eq!(self.offer(bytes), Outcome::Refused(refusal));
    }

    #[track_caller]
    pub fn accepts(&mut self, bytes: &[u8]) {
        let outcome = self.offer(bytes);
        assert!(matches!(outcome, Outcome::Accepted(_)), "{outcome:?}");
    }
}

pub type Crafted = automerge::ExpandedChange;

fn next_op(doc: &Document) -> u64 {
    doc.auto().get_changes(&[]).iter().map(Change::max_op).max().unwrap() + 1
}

/// A change as its writer's software would number it, whatever is in it.
pub fn craft(doc: &Document, actor: [u8; 16], operations: Vec<Op>) -> Crafted {
    let actor_id = ActorId::from(actor);
    let changes = doc.auto().get_changes(&[]);
    let seq = changes.iter().filter(|change| *change.actor_id() == actor_id).count() as u64 + 1;
    Crafted {
        operations,
        actor_id,
        hash: None,
        seq,
        start_op: next_op(doc).try_into().unwrap(),
        time: 0,
        message: None,
        deps: doc.heads(),
        extra_bytes: Vec::new(),
        author: None,
    }
}

pub fn encode(crafted: Crafted) -> Vec<u8> {
    Change::from(crafted).raw_bytes().to_vec()
}

pub fn op(obj: &OpId, key: Key, action: OpType, pred: &[&OpId]) -> Op {
    let pred: Vec<_> = pred.iter().copied().cloned().collect();
    Op { action, obj: ObjectId::Id(obj.clone()), key, pred: pred.into(), insert: false }
}

pub fn inserted(op: Op) -> Op {
    Op { insert: true, ..op }
}

pub fn put(value: impl Into<ScalarValue>) -> OpType {
    OpType::Put(value.into())
}

/// A change's chunk taken apart, to be put together wrongly.
#[derive(Clone)]
pub struct Parts {
    pub deps: Vec<[u8; 32]>,
    pub actor: Vec<u8>,
    pub seq: u64,
    pub start: u64,
    pub time: i64,
    pub message: Vec<u8>,
    pub others: Vec<Vec<u8>>,
    pub columns: Vec<(u64, Vec<u8>)>,
    pub extra: Vec<u8>,
}

impl Parts {
    pub fn of(bytes: &[u8]) -> Parts {
        let mut rest = &bytes[9..];
        read(&mut rest);
        let count = read(&mut rest);
        let deps = (0..count).map(|_| take(&mut rest, 32).try_into().unwrap()).collect();
        let actor = sized(&mut rest);
        let (seq, start) = (read(&mut rest), read(&mut rest));
        assert_eq!(read(&mut rest), 0, "honest changes have no time");
        let message = sized(&mut rest);
        let others = (0..read(&mut rest)).map(|_| sized(&mut rest)).collect();
        let count = read(&mut rest);
        let specs: Vec<_> = (0..count).map(|_| (read(&mut rest), read(&mut rest))).collect();
        let columns = specs.iter().map(|(spec, len)| (*spec, take(&mut rest, *len))).collect();
        Parts { deps, actor, seq, start, time: 0, message, others, columns, extra: rest.to_vec() }
    }

    pub fn set(mut self, spec: u64, column: Vec<u8>) -> Parts {
        self.columns.retain(|(known, _)| *known != spec);
        self.columns.push((spec, column));
        self.columns.sort_by_key(|(spec, _)| *spec);
        self
    }

    pub fn get(&self, spec: u64) -> Vec<u8> {
        self.columns.iter().find(|(known, _)| *known == spec).unwrap().1.clone()
    }

    /// The chunk, with its right checksum if Automerge can read it at all.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.unchecked();
        if let Some(Ok(change)) = guarded(|| Change::try_from(&bytes[..])) {
            bytes[4..8].copy_from_slice(&change.hash().0[..4]);
        }
        bytes
    }

    /// The chunk with an empty checksum, never shown to Automerge.
    pub fn unchecked(&self) -> Vec<u8> {
        let mut body = Vec::new();
        write(&mut body, self.deps.len() as u64);
        body.extend(self.deps.iter().flatten());
        write_sized(&mut body, &self.actor);
        write(&mut body, self.seq);
        write(&mut body, self.start);
        write_signed(&mut body, self.time);
        write_sized(&mut body, &self.message);
        write(&mut body, self.others.len() as u64);
        for other in &self.others {
            write_sized(&mut body, other);
        }
        write(&mut body, self.columns.len() as u64);
        for (spec, column) in &self.columns {
            write(&mut body, *spec);
            write(&mut body, column.len() as u64);
        }
        body.extend(self.columns.iter().flat_map(|(_, column)| column));
        body.extend(&self.extra);
        let mut bytes = vec![0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, 1];
        write_sized(&mut bytes, &body);
        bytes
    }
}

/// A column that repeats one encoded value.
pub fn run(times: i64, value: &[u8]) -> Vec<u8> {
    let mut column = Vec::new();
    write_signed(&mut column, times);
    column.extend(value);
    column
}

pub fn unsigned(value: u64) -> Vec<u8> {
    let mut out = Vec::new();
    write(&mut out, value);
    out
}

pub fn write(out: &mut Vec<u8>, mut value: u64) {
    while value > 0x7f {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

pub fn write_signed(out: &mut Vec<u8>, mut value: i64) {
    while !(-64..64).contains(&value) {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8 & 0x7f);
}

pub fn write_sized(out: &mut Vec<u8>, bytes: &[u8]) {
    write(out, bytes.len() as u64);
    out.extend(bytes);
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
    let (taken, left) = rest.split_at(len as usize);
    *rest = left;
    taken.to_vec()
}

fn sized(rest: &mut &[u8]) -> Vec<u8> {
    let len = read(rest);
    take(rest, len)
}
