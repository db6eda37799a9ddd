//! Random hostile changes: whatever is accepted leaves a document that loads and that honest devices
//! go on with; whatever is not changes nothing.

use super::craft::*;
use super::honest::edit;
use super::*;
use automerge::legacy::{ElementId, MarkData};
use proptest::prelude::*;
use proptest::sample::Index;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A sheet in which three devices wrote, and everything in it that a change could name.
struct Ground {
    doc: Document,
    names: Vec<OpId>,
}

fn ground() -> Ground {
    let mut doc = Document::begin(Kind::Sheet);
    for device in [1, 2, 3, 2] {
        doc.write(actor(device, 1), |tx| full_item(tx, 0)).unwrap();
    }
    let named = |change: &Change| {
        let actor = change.actor_id().clone();
        (change.start_op().get()..=change.max_op()).map(move |op| OpId(op, actor.clone()))
    };
    let names = doc.auto().get_changes(&[]).iter().flat_map(named).collect();
    Ground { doc, names }
}

impl Ground {
    fn any(&self, rng: &mut ChaCha8Rng, start: u64, len: u64) -> OpId {
        match rng.random_range(0..10) {
            0 => OpId(rng.random_range(1..start + 8), ActorId::from(actor(rng.random_range(1..4), 1))),
            1..3 => OpId(start + rng.random_range(0..=len), ActorId::from(actor(2, 1))),
            _ => self.names.choose(rng).unwrap().clone(),
        }
    }

    fn random_op(&self, rng: &mut ChaCha8Rng, start: u64, len: u64) -> Op {
        let obj = match rng.random_range(0..12) {
            0 => ObjectId::Root,
            1..4 => ObjectId::Id(OpId(1, ActorId::from(BEGINNER))),
            _ => ObjectId::Id(self.any(rng, start, len)),
        };
        let pred: Vec<_> = match rng.random_range(0..4) {
            0..2 => vec![],
            _ => (0..rng.random_range(1..3)).map(|_| self.any(rng, start, len)).collect(),
        };
        Op {
            action: random_action(rng),
            obj,
            key: self.random_key(rng, start, len),
            pred: pred.into(),
            insert: rng.random_bool(0.4),
        }
    }

    fn random_key(&self, rng: &mut ChaCha8Rng, start: u64, len: u64) -> Key {
        match rng.random_range(0..6) {
            0 => ElementId::Head.into(),
            1..4 => self.any(rng, start, len).into(),
            _ => ["k", "n", "t", "new", ""].choose(rng).unwrap().into(),
        }
    }

    /// A change of device 2 with a few random operations.
    fn random(&self, rng: &mut ChaCha8Rng) -> Crafted {
        let empty = craft(&self.doc, actor(2, 1), vec![]);
        let start = empty.start_op.get();
        let ops = (0..rng.random_range(1..6)).map(|n| self.random_op(rng, start, n)).collect();
        Crafted { operations: ops, ..empty }
    }

    /// An honest change of device 2 with one or two things turned round.
    fn likely(&self, rng: &mut ChaCha8Rng) -> Crafted {
        let mut doc = self.doc.clone();
        let bytes = doc.write(actor(2, 1), |tx| edit(tx, rng)).unwrap().unwrap().bytes;
        let mut crafted = Change::try_from(&bytes[..]).unwrap().decode();
        let (start, len) = (crafted.start_op.get(), crafted.operations.len() as u64);
        for _ in 0..rng.random_range(0..3) {
            let [at, other] = [0; 2].map(|_: u8| rng.random_range(0..crafted.operations.len()));
            let named = self.any(rng, start, len);
            let new = self.random_op(rng, start, len);
            let op = &mut crafted.operations[at];
            match rng.random_range(0..9) {
                0 => op.pred = vec![].into(),
                1 => op.pred = op.pred.iter().cloned().chain([named]).collect(),
                2 => op.insert ^= true,
                3 => op.obj = ObjectId::Id(named),
                4 => op.key = named.into(),
                5 => op.action = new.action,
                6 => op.key = new.key,
                7 => crafted.operations.swap(at, other),
                _ => crafted.operations[at] = crafted.operations[other].clone(),
            }
        }
        crafted
    }
}

fn random_action(rng: &mut ChaCha8Rng) -> OpType {
    match rng.random_range(0..12) {
        0..3 => OpType::Make(*[ObjType::Map, ObjType::List, ObjType::Text].choose(rng).unwrap()),
        3..5 => OpType::Delete,
        5 => OpType::Increment(rng.random_range(-3..9)),
        6 => OpType::MarkBegin(MarkData { name: "b".into(), value: true.into(), expand: true }),
        7 => put(ScalarValue::counter(5)),
        8 => put(ScalarValue::Null),
        _ => put(*["z", "", "long"].choose(rng).unwrap()),
    }
}

/// Offers the change to one device while another writes without knowing it; both go on and meet.
/// Whether it was accepted.
fn live_through(ground: &Ground, bytes: &[u8], rng: &mut ChaCha8Rng) -> bool {
    let mut with = ground.doc.clone();
    let outcome = with.merge(vec![incoming(2, bytes)]).remove(0);
    if !matches!(outcome, Outcome::Accepted(_)) {
        assert_eq!(with.heads(), ground.doc.heads());
        return false;
    }
    assert_well(&with);
    let mut apart = ground.doc.clone();
    let aside = apart.write(actor(1, 2), |tx| edit(tx, rng)).unwrap().unwrap().bytes;
    let after = with.write(actor(3, 2), |tx| edit(tx, rng)).unwrap().unwrap().bytes;
    let batch = [incoming(2, bytes), incoming(1, &aside), incoming(3, &after)];
    let mut reversed = ground.doc.clone();
    for doc in [&mut with, &mut apart] {
        doc.merge(batch.to_vec());
    }
    for change in [1, 0, 2] {
        reversed.merge(vec![batch[change].clone()]);
    }
    for doc in [&with, &apart, &reversed] {
        assert_eq!(doc.changes(), ground.doc.changes() + 3);
        assert_eq!(shown(doc), shown(&with));
        assert_well(doc);
    }
    true
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn random_operations_harm_nothing(seed: u64) {
        let ground = ground();
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        for _ in 0..8 {
            let bytes = encode(ground.random(&mut rng));
            live_through(&ground, &bytes, &mut rng);
        }
    }

    #[test]
    fn almost_honest_operations_harm_nothing(seed: u64) {
        let ground = ground();
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let bytes = encode(ground.likely(&mut rng));
        live_through(&ground, &bytes, &mut rng);
    }

    /// Several hostile devices at once, each seeing what was accepted of the others.
    #[test]
    fn several_hostile_devices_harm_nothing(seed: u64) {
        let mut ground = ground();
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        for run in 0..4 {
            let device = rng.random_range(1..4);
            let mut crafted = match rng.random_bool(0.7) {
                true => ground.likely(&mut rng),
                false => ground.random(&mut rng),
            };
            let me = ActorId::from(actor(2, 1));
            let other = ActorId::from(actor(device, 10 + run));
            rename(&mut crafted, &me, &other);
            crafted.seq = 1;
            let bytes = encode(crafted);
            ground.doc.merge(vec![incoming(device, &bytes)]);
        }
        let bytes = encode(ground.likely(&mut rng));
        live_through(&ground, &bytes, &mut rng);
    }

    #[test]
    fn hostile_logs_end_alike_in_whatever_order_they_come(seed: u64) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let (told, logs) = tell(&mut rng);
        let mut heard = ground().doc;
        let mut next = [0; 3];
        for _ in 0..200 {
            hear(&mut heard, &logs, &mut next, &mut rng);
        }
        prop_assert_eq!(heard.heads(), told.heads());
        prop_assert_eq!(shown(&heard), shown(&told));
        assert_well(&heard);
    }

    #[test]
    fn damaged_bytes_harm_nothing(seed: u64, at in prop::collection::vec((any::<Index>(), any::<u8>()), 1..4)) {
        let ground = ground();
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut bytes = encode(ground.likely(&mut rng));
        for (at, byte) in at {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(Ok(change)) = readable(&bytes) {
            bytes[4..8].copy_from_slice(&change.hash().0[..4]);
        }
        live_through(&ground, &bytes, &mut rng);
    }

    #[test]
    fn damaged_columns_harm_nothing(seed: u64, which: Index, column in prop::collection::vec(any::<u8>(), 0..12), spec in 0..176_u64) {
        let ground = ground();
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let parts = Parts::of(&encode(ground.likely(&mut rng)));
        let spec = match rng.random_bool(0.8) && !parts.columns.is_empty() {
            true => parts.columns[which.index(parts.columns.len())].0,
            false => spec,
        };
        let parts = parts.set(spec, column);
        let unchecked = parts.unchecked();
        let bytes = if readable(&unchecked).is_some() { parts.bytes() } else { unchecked };
        live_through(&ground, &bytes, &mut rng);
    }

    #[test]
    fn noise_harms_nothing(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut doc = Document::begin(Kind::Sheet);
        let framed = [&[0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, 1, bytes.len() as u8 & 0x7f][..], &bytes].concat();
        for bytes in [bytes, framed] {
            prop_assert!(matches!(doc.merge(vec![incoming(2, &bytes)])[..], [Outcome::Refused(_)]));
            prop_assert!(Document::load(Kind::Sheet, &bytes).is_err());
        }
    }
}

/// Three logs in which numbers are taken twice and dependencies are chosen at will, and what came of
/// them in the order in which they were written.
fn tell(rng: &mut ChaCha8Rng) -> (Document, [Vec<Incoming>; 3]) {
    let mut ground = ground();
    let mut logs = [const { Vec::new() }; 3];
    for _ in 0..12 {
        let device = rng.random_range(1..4);
        let writer = actor(device, rng.random_range(10..12));
        let mut crafted = ground.likely(rng);
        rename(&mut crafted, &ActorId::from(actor(2, 1)), &ActorId::from(writer));
        crafted.seq = craft(&ground.doc, writer, vec![]).seq;
        if rng.random_bool(0.5) {
            let changes = ground.doc.auto().get_changes(&[]);
            crafted = rebased(&ground.doc, writer, changes.choose(rng).unwrap(), rng);
        }
        let change = incoming(device, &encode(crafted));
        ground.doc.merge(vec![change.clone()]);
        logs[usize::from(device) - 1].push(change);
    }
    (ground.doc, logs)
}

/// Something that always fits, depending on this change alone and numbered as if its writer knew no other.
fn rebased(doc: &Document, writer: [u8; 16], dep: &Change, rng: &mut ChaCha8Rng) -> Crafted {
    let items = OpId(1, ActorId::from(BEGINNER));
    let make = OpType::Make(ObjType::Map);
    let insert = inserted(op(&items, ElementId::Head.into(), make, &[]));
    let known = doc.auto().fork_at(&[dep.hash()]).unwrap().get_changes(&[]);
    let own = known.iter().filter(|change| *change.actor_id() == ActorId::from(writer));
    Crafted {
        deps: vec![dep.hash()],
        seq: own.count() as u64 + 1,
        start_op: (dep.max_op() + 1).try_into().unwrap(),
        ..craft(doc, writer, vec![insert; rng.random_range(1..4)])
    }
}

/// Hears some more of each log; a change that waits is offered again with what follows it.
fn hear(doc: &mut Document, logs: &[Vec<Incoming>; 3], next: &mut [usize; 3], rng: &mut ChaCha8Rng) {
    let mut batch = Vec::new();
    let mut owners = Vec::new();
    for (log, records) in logs.iter().enumerate() {
        let rest = &records[next[log]..];
        let some = &rest[..rng.random_range(0..=rest.len())];
        batch.extend_from_slice(some);
        owners.extend(some.iter().map(|_| log));
    }
    let mut stopped = [false; 3];
    for (log, outcome) in owners.into_iter().zip(doc.merge(batch)) {
        stopped[log] |= outcome == Outcome::Waiting;
        next[log] += usize::from(!stopped[log]);
    }
}

/// What Automerge reads, of bytes that claim nothing it would choke on.
fn readable(bytes: &[u8]) -> Option<Result<Change, ()>> {
    bound::bound(bytes).ok()?;
    guarded(|| Change::try_from(bytes).map_err(drop))
}

fn rename(crafted: &mut Crafted, from: &ActorId, to: &ActorId) {
    let start = crafted.start_op.get();
    let renamed = |id: &OpId| match id.1 == *from && id.0 >= start {
        true => OpId(id.0, to.clone()),
        false => id.clone(),
    };
    each_name(crafted, renamed);
    crafted.actor_id = to.clone();
}

fn each_name(crafted: &mut Crafted, renamed: impl Fn(&OpId) -> OpId) {
    for op in &mut crafted.operations {
        if let ObjectId::Id(id) = &mut op.obj {
            *id = renamed(id);
        }
        if let Key::Seq(ElementId::Id(id)) = &mut op.key {
            *id = renamed(id);
        }
        op.pred = op.pred.iter().map(&renamed).collect();
    }
}

/// The generators reach the ground between refused and harmless, and not only its edges.
#[test]
fn of_almost_honest_changes_some_are_accepted_and_some_not() {
    let ground = ground();
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let changes = (0..200).map(|_| encode(ground.likely(&mut rng))).collect::<Vec<_>>();
    let accepted = changes.iter().filter(|bytes| live_through(&ground, bytes, &mut rng)).count();
    assert!((40..160).contains(&accepted), "{accepted}");
}
