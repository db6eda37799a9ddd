//! What must hold of any bytes whatever, for each thing that comes from afar: one function a target.
//!
//! Ordinary tests run them on a kept corpus and seeded mutations of it; `tests/fuzz` hands them to libFuzzer.

mod mutate;
mod sample;

pub use mutate::{corpus, hunt, mutations, replay, seconds};
pub use sample::samples;

use crate::craft::{prefix, summed};
use automerge::transaction::Transactable;
use automerge::{ObjType, ROOT, ReadDoc};
use data_encoding::BASE32_NOPAD;
use kith_sync::body::{Body, Reading, read_statement};
use kith_sync::charter::{Law, Note};
use kith_sync::document::{Document, Incoming, Kind, MAX_BYTES, Outcome};
use kith_sync::id::{CommunityId, DeviceId, DocumentId, LogId, PersonId, RecordHash, derive, derive16};
use kith_sync::node::{Link, MAX_LINK};
use kith_sync::record::{Head, MAX_NUMBER, MAX_PARTS, MAX_TAIL, Part, Range, Record, Secret, Tail};
use kith_sync::session::{Frame, MAX_FRAME};
use kith_sync::snapshot::{MAX_COLUMNS, MAX_PACKED, MAX_RECORDS, PackError, block_of, charter, unpack};
use std::sync::OnceLock;

/// What must hold of some bytes: it panics where it does not.
pub type Target = fn(&[u8]);

/// Every target by its name.
pub const TARGETS: [(&str, Target); 7] = [
    ("record", record),
    ("frame", frame),
    ("link", link),
    ("statement", statement),
    ("change", change),
    ("block", block),
    ("charter", charter),
];

/// A range and the tails in it: reading, checking and writing never panic, and what is read once stays the same.
pub fn record(bytes: &[u8]) {
    if let Ok(tail) = Tail::decode(bytes) {
        assert!(bytes.len() <= MAX_TAIL);
        assert_eq!(Tail::decode(&tail.encode()).as_ref(), Ok(&tail), "a tail is stable");
    }
    let Ok(range) = minicbor::decode::<Range>(bytes) else {
        return;
    };
    let again = minicbor::to_vec(&range).unwrap_or_default();
    assert_eq!(minicbor::decode::<Range>(&again).ok().as_ref(), Some(&range), "a range is stable");
    let Ok(head) = Head::introduced(&range) else {
        return;
    };
    if let Ok((verified, end)) = head.verify(&range) {
        assert_eq!(end.count, verified.len() as u64);
        assert!(verified.iter().all(|record| record.record.tail.len() <= MAX_TAIL));
        assert_eq!(verified.last().map(|record| record.hash.0), Some(end.hash));
    }
}

/// A frame: within its caps, and stable once read; and it names no record by a number that a table cannot hold.
pub fn frame(bytes: &[u8]) {
    let Some(frame) = Frame::decode(bytes) else {
        return;
    };
    assert!(bytes.len() <= MAX_FRAME);
    assert!(numbers(&frame).into_iter().all(|number| number <= MAX_NUMBER));
    let again = frame.encode();
    if again.len() <= MAX_FRAME {
        assert_eq!(Frame::decode(&again), Some(frame), "a frame is stable");
    }
}

/// By which records are looked up.
fn numbers(frame: &Frame) -> Vec<u64> {
    match frame {
        Frame::Introduce { ranges, .. } | Frame::Removed { ranges, .. } | Frame::Welcome { ranges, .. } => {
            ranges.iter().map(|range| range.from).collect()
        }
        Frame::Records(range) | Frame::Branch { range, .. } => vec![range.from],
        Frame::Vector { entries, .. } => entries.iter().map(|entry| entry.count).collect(),
        Frame::Lack(logs) => logs.iter().flat_map(|log| &log.records).map(|gap| gap.number).collect(),
        Frame::Parts { parts, .. } => parts.iter().map(|given| given.number).collect(),
        _ => Vec::new(),
    }
}

/// A packed block, and the same bytes as the columns within one: five lengths of two bytes, then what they hold.
pub fn block(bytes: &[u8]) {
    read_block(bytes);
    as_columns(bytes).iter().for_each(|block| read_block(block));
}

fn as_columns(bytes: &[u8]) -> Option<Vec<u8>> {
    let (lengths, mut rest) = bytes.split_first_chunk::<10>()?;
    let columns = std::array::from_fn(|at| {
        let length = usize::from(u16::from_be_bytes([lengths[2 * at], lengths[2 * at + 1]]));
        let (column, after) = rest.split_at(length.min(rest.len()));
        rest = after;
        column.to_vec()
    });
    Some(block_of(columns).unwrap_or_else(|| panic!("so small a block can be written")))
}

/// A block of a welcome, and the same bytes as the columns within one: no more comes of it than its length allows, and what does
/// comes of its own block again.
pub fn charter(bytes: &[u8]) {
    read_charter(bytes);
    as_columns(bytes).iter().for_each(|block| read_charter(block));
}

fn read_charter(bytes: &[u8]) {
    let key = Secret([7; 32]);
    let Ok(ranges) = charter::unpack(bytes, &key) else {
        return;
    };
    assert!(bytes.len() <= MAX_PACKED);
    let records: Vec<&Record> = ranges.iter().flat_map(|range| &range.records).collect();
    // Texts and closed parts each stand under a cap of their own.
    let size: usize = records.iter().flat_map(|record| &record.parts).filter_map(Part::sealed).map(<[u8]>::len).sum();
    assert!(size <= (2 * charter::RATIO * bytes.len()).min(2 * MAX_COLUMNS) + 32 * MAX_PARTS * records.len());
    for range in &ranges {
        let _ = Head::introduced(range).and_then(|head| head.verify(range));
    }
    if let Some(again) = charter::Packer::new(&key).pack(&ranges) {
        match charter::unpack(&again, &key) {
            Ok(made) => assert_eq!(made, ranges, "what was packed comes back"),
            // More comes of few bytes than a block may become: such ranges go whole.
            Err(PackError::TooLarge) => {}
            Err(other) => panic!("{other}"),
        }
    }
}

fn read_block(bytes: &[u8]) {
    let Ok(unpacked) = unpack(bytes, |_, mark| Some(Secret([mark[0]; 32]))) else {
        return;
    };
    assert!(bytes.len() <= MAX_PACKED);
    assert!(unpacked.ranges.iter().map(|range| range.records.len()).sum::<usize>() <= MAX_RECORDS);
    for range in &unpacked.ranges {
        // Whether it verifies or not: it may only be said.
        let _ = Head::introduced(range).and_then(|head| head.verify(range));
    }
}

/// A link as text, and the same bytes as what lies within one.
pub fn link(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        read_link(text);
        let Some(body) =
            text.strip_prefix("kith:").and_then(|body| BASE32_NOPAD.decode(body.to_uppercase().as_bytes()).ok())
        else {
            return;
        };
        // The sum at the end keeps accidents out, not anyone who can count it.
        if let Some((inner, _)) = body.split_last_chunk::<4>() {
            read_link(&whole(inner));
        }
    } else {
        read_link(&whole(bytes));
    }
}

fn whole(inner: &[u8]) -> String {
    let [a, b, c, d, ..] = derive("kith 0 link", &[inner]);
    let bytes = [inner, &[a, b, c, d]].concat();
    format!("kith:{}", BASE32_NOPAD.encode(&bytes).to_lowercase())
}

fn read_link(text: &str) {
    let Ok(link) = Link::from_text(text) else {
        return;
    };
    assert!(text.trim().len() <= MAX_LINK + 5);
    let again = link.to_text();
    let read = Link::from_text(&again);
    assert_eq!(read.map(|link| link.to_text()).as_ref(), Ok(&again), "a link is stable");
}

/// A record's body and the statement within: stable, and the law judges whatever it says.
pub fn statement(bytes: &[u8]) {
    let inner = match Body::decode(bytes) {
        Some(body) => {
            assert_eq!(Body::decode(&body.encode()).as_ref(), Some(&body), "a body is stable");
            match body {
                Body::Statement { bytes, .. } => bytes,
                _ => return,
            }
        }
        None => bytes.to_vec(),
    };
    let Reading::Known(said) = read_statement(&inner) else {
        return;
    };
    if let Body::Statement { bytes: again, .. } = Body::of(&said) {
        assert_eq!(read_statement(&again), Reading::Known(said.clone()), "a statement is stable");
    }
    let note = |cites| Note {
        id: RecordHash([1; 32]),
        device: DeviceId([2; 16]),
        person: PersonId([3; 16]),
        sign_key: [4; 32],
        cites,
        body: (*said.clone()).into(),
    };
    for community in [CommunityId([1; 32]), CommunityId([9; 32])] {
        let law = Law::of(community, [note(Vec::new())]);
        assert!(law.people().len() <= 1);
    }
}

/// A change offered to a sheet: refused, and nothing is other than before; or accepted, and the sheet loads again.
pub fn change(bytes: &[u8]) {
    offer(bytes);
    offer(&summed(bytes));
}

/// A sheet with an item in it, and who writes next.
struct Ground {
    document: Document,
    prefix: [u8; 8],
}

fn ground() -> &'static Ground {
    static GROUND: OnceLock<Ground> = OnceLock::new();
    GROUND.get_or_init(|| {
        let mut document = Document::begin(Kind::Sheet);
        let prefix = prefix(&LogId([5; 32]), &DocumentId(derive16("kith 0 document", &[b"fuzz"])));
        let edit = |tx: &mut automerge::transaction::Transaction<'_>| {
            let items = tx.get(ROOT, "items")?.map_or(ROOT, |(_, items)| items);
            let item = tx.insert_object(&items, 0, ObjType::Map)?;
            tx.put(&item, "k", 1)?;
            let text = tx.put_object(&item, "t", ObjType::Text)?;
            tx.splice_text(&text, 0, 0, "aé👍")?;
            let list = tx.put_object(&item, "l", ObjType::List)?;
            tx.insert(&list, 0, 7)
        };
        let written = document.write(actor(prefix, 1), edit).unwrap_or_else(|error| panic!("an honest edit: {error}"));
        assert!(written.is_some());
        Ground { document, prefix }
    })
}

fn actor(prefix: [u8; 8], run: u8) -> [u8; 16] {
    let mut actor = [run; 16];
    actor[..8].copy_from_slice(&prefix);
    actor
}

fn offer(bytes: &[u8]) {
    let Ground { document, prefix } = ground();
    let mut offered = document.clone();
    let incoming = Incoming { bytes: bytes.to_vec(), prefix: *prefix, lane: 0 };
    match offered.merge(vec![incoming.clone()]).pop() {
        Some(Outcome::Accepted(accepted)) => {
            assert!(bytes.len() <= MAX_BYTES);
            assert_eq!(offered.raw_change(&accepted.hash).as_deref(), Some(bytes), "what travels on is what came");
            assert_eq!(offered.merge(vec![incoming]).pop(), Some(Outcome::Known));
            let loaded = Document::load(Kind::Sheet, &offered.save());
            assert_eq!(loaded.map(|loaded| loaded.heads()).ok(), Some(offered.heads()), "it loads again");
        }
        Some(Outcome::Known) => {}
        _ => assert_eq!(offered.heads(), document.heads(), "what is refused changes nothing"),
    }
}
