//! One hostile encoding for each thing that is checked before anything is parsed.

use super::craft::*;
use super::*;
use automerge::legacy::ElementId;

const ACTION: u64 = 4 << 4 | 2;
const KEY: u64 = 1 << 4 | 5;
const KEY_COUNTER: u64 = 1 << 4 | 3;
const OBJECT_ACTOR: u64 = 1;
const OBJECT_COUNTER: u64 = 2;
const PREDS: u64 = 7 << 4;
const PRED_ACTOR: u64 = 7 << 4 | 1;
const PRED_COUNTER: u64 = 7 << 4 | 3;
const VALUE_LENGTHS: u64 = 5 << 4 | 6;

/// A change of device 2 with inserts, keys, values and predecessors in it.
fn honest(base: &Base) -> Vec<u8> {
    let mut doc = base.doc.clone();
    let edit = |tx: &mut Transaction<'_>| {
        full_item(tx, 0)?;
        let list = items(tx);
        let (_, old) = tx.get(&list, 1)?.unwrap();
        tx.put(&old, "k", 2)?;
        tx.increment(&old, "n", 1)
    };
    doc.write(actor(2, 1), edit).unwrap().unwrap().bytes
}

#[track_caller]
fn refused(parts: impl FnOnce(Parts) -> Parts, refusal: Refusal) {
    let mut base = Base::new();
    let parts = parts(Parts::of(&honest(&base)));
    base.refuses(&parts.bytes(), refusal);
}

/// For what Automerge would take seconds or gigabytes to look at.
#[track_caller]
fn refused_unseen(parts: impl FnOnce(Parts) -> Parts, refusal: Refusal) {
    let mut base = Base::new();
    let parts = parts(Parts::of(&honest(&base)));
    assert_eq!(bound::bound(&parts.unchecked()), Err(refusal));
    base.refuses(&parts.unchecked(), refusal);
}

#[test]
fn taking_apart_and_putting_together_changes_nothing() {
    let mut base = Base::new();
    let bytes = honest(&base);
    assert_eq!(Parts::of(&bytes).bytes(), bytes);
    base.accepts(&bytes);
}

#[test]
fn a_change_holds_64_kib_at_most() {
    let mut base = Base::new();
    let with = |base: &Base, len| encode(base.craft(vec![op(&base.item, "b".into(), put(vec![7_u8; len]), &[])]));
    let overhead = with(&base, 60_000).len() - 60_000;
    let largest = with(&base, MAX_BYTES - overhead);
    assert_eq!(largest.len(), MAX_BYTES);
    base.refuses(&with(&base, MAX_BYTES - overhead + 1), Refusal::TooLarge);
    base.accepts(&largest);
}

#[test]
fn a_change_holds_4096_operations_at_most() {
    for (count, fits) in [(MAX_OPS, true), (MAX_OPS + 1, false)] {
        let mut base = Base::new();
        let same = (0..count).map(|_| op(&base.item, "x".into(), put(()), &[])).collect();
        let bytes = encode(base.craft(same));
        assert!(bytes.len() < 200);
        match fits {
            true => base.accepts(&bytes),
            false => base.refuses(&bytes, Refusal::TooLarge),
        }
    }
}

#[test]
fn a_change_overwrites_8192_values_at_most() {
    for (count, fits) in [(MAX_PREDS, true), (MAX_PREDS + 1, false)] {
        let mut base = Base::new();
        for half in 0..2 {
            let same = (0..MAX_OPS).map(|_| op(&base.item, "x".into(), put(half), &[])).collect();
            let bytes = encode(base.craft(same));
            base.accepts(&bytes);
        }
        let last = base.craft(vec![]).start_op.get();
        let same: Vec<_> = (last - 2 * MAX_OPS..last).collect();
        assert_eq!(same.len() as u64, MAX_PREDS);
        let pred = same.iter().map(|counter| OpId(*counter, ActorId::from(actor(2, 1))));
        let mut pred: Vec<_> = pred.collect();
        pred.extend((MAX_PREDS..count).map(|_| base.number.clone()));
        let over = Op { pred: pred.into(), ..op(&base.item, "x".into(), put(9), &[]) };
        let bytes = encode(base.craft(vec![over]));
        match fits {
            true => base.accepts(&bytes),
            false => base.refuses(&bytes, Refusal::TooLarge),
        }
    }
}

#[test]
fn a_key_holds_64_bytes_at_most() {
    let mut base = Base::new();
    for (len, fits) in [(65, false), (64, true)] {
        let key = "é".repeat(len / 2) + if len % 2 == 1 { "k" } else { "" };
        let bytes = encode(base.craft(vec![op(&base.item, key.as_str().into(), put(1), &[])]));
        match fits {
            true => base.accepts(&bytes),
            false => base.refuses(&bytes, Refusal::TooLarge),
        }
    }
}

#[test]
fn a_long_key_does_not_repeat() {
    let mut key = Vec::new();
    write_sized(&mut key, &[b'k'; 60_000]);
    refused_unseen(|parts| parts.set(KEY, run(2000, &key)), Refusal::TooLarge);
}

#[test]
fn run_lengths_do_not_claim_millions() {
    let every = [
        (OBJECT_ACTOR, vec![0]),
        (OBJECT_COUNTER, vec![1]),
        (KEY_COUNTER, vec![0]),
        (KEY, vec![1, b'k']),
        (ACTION, vec![1]),
        (VALUE_LENGTHS, vec![0]),
        (PREDS, vec![0]),
        (PRED_ACTOR, vec![0]),
        (PRED_COUNTER, vec![0]),
        (1 << 4 | 1, vec![0]),
        (10 << 4 | 5, vec![1, b'b']),
    ];
    for (spec, value) in every {
        for times in [9000, 30_000_000, i64::MAX] {
            refused_unseen(|parts| parts.set(spec, run(times, &value)), Refusal::TooLarge);
            let nulls = [vec![0], unsigned(times as u64)].concat();
            refused_unseen(|parts| parts.set(spec, nulls), Refusal::TooLarge);
        }
        refused_unseen(|parts| parts.set(spec, run(i64::MIN, &value)), Refusal::TooLarge);
    }
    for flags in [3 << 4 | 4, 9 << 4 | 4] {
        refused_unseen(|parts| parts.set(flags, unsigned(30_000_000)), Refusal::TooLarge);
        let twice = [unsigned(4000), unsigned(4000)].concat();
        refused_unseen(|parts| parts.set(flags, twice), Refusal::TooLarge);
    }
}

#[test]
fn predecessor_counts_do_not_claim_millions() {
    for claim in [
        run(1, &unsigned(u64::MAX)),
        run(4000, &[100]),
        [run(1, &unsigned(1 << 63)), run(1, &unsigned(1 << 63))].concat(),
    ] {
        refused_unseen(|parts| parts.set(PREDS, claim), Refusal::TooLarge);
    }
}

#[test]
fn thirty_million_operations_in_140_bytes_are_too_large() {
    let times = 30_000_000;
    let all = |parts: Parts| {
        let parts = parts.set(ACTION, run(times, &[1])).set(KEY, run(times, &[1, b'k']));
        let parts = parts.set(OBJECT_COUNTER, run(times, &[1])).set(OBJECT_ACTOR, run(times, &[0]));
        parts.set(VALUE_LENGTHS, run(times, &[0])).set(PREDS, run(times, &[0]))
    };
    refused_unseen(all, Refusal::TooLarge);
}

#[test]
fn deflated_columns_are_refused_before_they_inflate() {
    // A stored block of deflate, so that Automerge could read it.
    let stored = |raw: &[u8]| {
        let len = raw.len() as u16;
        [&[1], &len.to_le_bytes()[..], &(!len).to_le_bytes()[..], raw].concat()
    };
    let deflate = |mut parts: Parts| {
        let action = stored(&parts.get(ACTION));
        parts.columns.retain(|(spec, _)| *spec != ACTION);
        parts.set(ACTION | 8, action)
    };
    refused(deflate, Refusal::NotPlain);
}

#[test]
fn compressed_chunks_are_refused_before_they_inflate() {
    let mut base = Base::new();
    let zeros = vec![op(&base.item, "b".into(), put(vec![0_u8; 50_000]), &[])];
    let bytes = Change::from(base.craft(zeros)).bytes().to_vec();
    assert!(bytes.len() < 1000);
    base.refuses(&bytes, Refusal::NotPlain);
}

#[test]
fn a_saved_document_is_no_change() {
    let mut base = Base::new();
    let saved = base.doc.save();
    base.refuses(&saved, Refusal::NotPlain);
}

#[test]
fn unknown_columns_are_refused() {
    for unknown in [11 << 4 | 4, 2 << 4 | 2, 8 << 4 | 7, 12, 1 << 20] {
        let refusal = Refusal::NotPlain;
        refused(|parts| parts.set(unknown & !8, vec![1, 2, 3]), refusal);
    }
}

#[test]
fn extra_bytes_are_refused_wherever_they_are() {
    refused(|parts| Parts { extra: vec![1, 2, 3], ..parts }, Refusal::NotPlain);
    let mut base = Base::new();
    let bytes = [honest(&base), vec![0]].concat();
    base.refuses(&bytes, Refusal::NotPlain);
    let two = [honest(&base), honest(&base)].concat();
    base.refuses(&two, Refusal::NotPlain);
}

#[test]
fn an_author_of_automerges_own_is_refused() {
    let mut base = Base::new();
    let footer = [1, 3, 7, 7, 7].to_vec();
    let crafted = base.craft(vec![op(&base.item, "x".into(), put(1), &[])]);
    base.refuses(&encode(Crafted { extra_bytes: footer, ..crafted }), Refusal::NotPlain);
}

#[test]
fn messages_and_times_are_refused() {
    refused(|parts| Parts { message: b"hello".to_vec(), ..parts }, Refusal::NotPlain);
    for time in [1, -1, 1_790_000_000, i64::MAX, i64::MIN] {
        refused(|parts| Parts { time, ..parts }, Refusal::NotPlain);
    }
}

#[test]
fn the_checksum_is_part_of_the_bytes() {
    let mut base = Base::new();
    let mut bytes = honest(&base);
    bytes[5] ^= 1;
    base.refuses(&bytes, Refusal::NotCanonical);
}

#[test]
fn one_run_is_not_written_as_single_values() {
    let longer = |parts: Parts| {
        let action = parts.get(KEY);
        assert!(!action.is_empty());
        parts.clone().set(VALUE_LENGTHS, split_first_run(&parts.get(VALUE_LENGTHS)))
    };
    refused(longer, Refusal::NotCanonical);
}

/// Writes the first value, which stands in a literal run, as a run of one.
fn split_first_run(column: &[u8]) -> Vec<u8> {
    let count = (column[0] | 0x80) as i8;
    assert!(count < -1, "begins with several different values");
    [&[1, column[1], (count + 1) as u8 & 0x7f], &column[2..]].concat()
}

#[test]
fn numbers_have_one_encoding() {
    let mut base = Base::new();
    let parts = Parts::of(&honest(&base));
    let plain = parts.unchecked();
    // The sequence number stands behind the dependency and the actor.
    let at = 9 + unsigned(plain.len() as u64).len() + 1 + 32 + 17;
    assert_eq!(plain[at], 1);
    let mut body = plain[9 + unsigned(plain.len() as u64).len()..].to_vec();
    let inside = 1 + 32 + 17;
    body.splice(inside..=inside, [0x81, 0]);
    let mut bytes = plain[..9].to_vec();
    write_sized(&mut bytes, &body);
    base.refuses(&bytes, Refusal::NotCanonical);
}

#[test]
fn columns_stand_once_and_in_order() {
    refused(
        |mut parts| {
            parts.columns.reverse();
            parts
        },
        Refusal::NotCanonical,
    );
    refused(
        |mut parts| {
            let action = parts.columns.iter().position(|(spec, _)| *spec == ACTION).unwrap();
            parts.columns.insert(action, (ACTION, vec![]));
            parts
        },
        Refusal::NotCanonical,
    );
    refused(|parts| parts.set(9 << 4 | 4, vec![4]), Refusal::NotCanonical);
}

#[test]
fn actors_stand_once_in_order_and_are_used() {
    refused(
        |mut parts| {
            parts.others.reverse();
            assert!(parts.others.len() > 1);
            parts
        },
        Refusal::NotCanonical,
    );
    refused(
        |mut parts| {
            parts.others.push(vec![9; 16]);
            parts
        },
        Refusal::NotCanonical,
    );
}

#[test]
fn an_actor_that_is_not_listed_is_refused() {
    for spec in [OBJECT_ACTOR, 1 << 4 | 1, PRED_ACTOR] {
        refused_unseen(|parts| parts.set(spec, run(2, &[3])), Refusal::NotCanonical);
        refused_unseen(|parts| parts.set(spec, run(2, &unsigned(u64::MAX))), Refusal::NotCanonical);
    }
}

/// Automerge panics on counters that do not fit 32 bits.
#[test]
fn counters_beyond_the_cap_are_refused_before_they_are_parsed() {
    for far in [MAX_OP, 1 << 32, u64::MAX] {
        let column = run(2, &unsigned(far));
        refused_unseen(|parts| parts.set(OBJECT_COUNTER, column), Refusal::MissingAncestry);
    }
    for spec in [KEY_COUNTER, PRED_COUNTER] {
        for step in [1 << 30, 1 << 40, i64::MAX, i64::MIN, -1] {
            let mut value = Vec::new();
            write_signed(&mut value, step);
            refused_unseen(|parts| parts.set(spec, run(2, &value)), Refusal::MissingAncestry);
        }
    }
}

#[test]
fn dependencies_stand_once_and_in_order() {
    let mut base = Base::new();
    // Two heads, so that a change can depend on both.
    for device in [3, 4] {
        let mut apart = Base::new();
        let bytes = apart.doc.write(actor(device, 1), |tx| full_item(tx, 0)).unwrap().unwrap().bytes;
        base.doc.merge(vec![incoming(device, &bytes)]);
    }
    let bytes = encode(base.craft(vec![op(&base.item, "x".into(), put(1), &[])]));
    let parts = Parts::of(&bytes);
    assert_eq!(parts.deps.len(), 2);
    let [a, b] = [parts.deps[0], parts.deps[1]];
    for wrong in [vec![b, a], vec![a, a, b], vec![a, b, b]] {
        let parts = Parts { deps: wrong, ..parts.clone() };
        base.refuses(&parts.bytes(), Refusal::NotCanonical);
    }
    base.accepts(&bytes);
}

#[test]
fn bytes_that_end_too_soon_are_refused() {
    let base = Base::new();
    let bytes = honest(&base);
    for len in 0..bytes.len() {
        let mut doc = base.doc.clone();
        let outcome = doc.merge(vec![incoming(2, &bytes[..len])]);
        assert_eq!(outcome, [Outcome::Refused(Refusal::NotCanonical)], "{len}");
    }
    let mut short = bytes.clone();
    short[0] = 0;
    let mut doc = base.doc.clone();
    assert_eq!(doc.merge(vec![incoming(2, &short)]), [Outcome::Refused(Refusal::NotCanonical)]);
}

#[test]
fn claims_of_endless_lists_end_with_the_bytes() {
    for (deps, others) in [(u64::MAX, 0), (0, u64::MAX)] {
        let mut body = unsigned(deps);
        write_sized(&mut body, &actor(2, 1));
        body.extend([1, 2, 0, 0]);
        write(&mut body, others);
        let mut bytes = vec![0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, 1];
        write_sized(&mut bytes, &body);
        Base::new().refuses(&bytes, Refusal::NotCanonical);
    }
}

#[test]
fn an_insert_at_the_head_is_no_difference_too_far() {
    let mut base = Base::new();
    let ops = (0..2).map(|_| inserted(op(&base.list, ElementId::Head.into(), put(1), &[])));
    let ops = ops.chain([inserted(op(&base.list, (&base.element).into(), put(1), &[]))]).collect();
    let bytes = encode(base.craft(ops));
    base.accepts(&bytes);
}
