//! Bodies without what can be worked out again: an Automerge change less its frame and its usual dependency.
//!
//! Never parses what the change says: only its envelope is taken off and put back.

use super::column::{Bytes, put_number};
use crate::body::{Body, Named};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const CHANGE: u8 = 1;

/// How a body stands in its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// As it is.
    Whole,
    /// A further change on just the change before it.
    Next,
    /// A further change on others, which are named.
    Change,
    /// A document's name, then its first change here on others, which are named.
    New,
}

/// The newest stripped change of each document, by the log's number for it.
#[derive(Clone, Debug, Default)]
pub(super) struct Newest(BTreeMap<u32, [u8; 32]>);

impl Newest {
    /// Strips a body, unless it could not be put back byte by byte.
    pub(super) fn strip(&mut self, document: Option<u32>, plain: &[u8]) -> (Form, Vec<u8>) {
        let known = self.0.clone();
        if let Some((form, stripped)) = document.and_then(|document| self.stripped(document, plain))
            && self.restore(document, form, &stripped).as_deref() == Some(plain)
        {
            return (form, stripped);
        }
        self.0 = known;
        (Form::Whole, plain.to_vec())
    }

    fn stripped(&self, document: u32, plain: &[u8]) -> Option<(Form, Vec<u8>)> {
        let (named, change) = match Body::decode(plain)? {
            Body::Change(change) => (None, change),
            Body::New { document, change } => (Some(document), change),
            _ => return None,
        };
        let mut chunk = Bytes(&change);
        chunk.take(8 + 1).ok()?;
        let length = chunk.length().ok()?;
        let data = chunk.take(length).ok()?;
        let newest = self.0.get(&document);
        let on_newest = newest.and_then(|newest| data.strip_prefix(&[1])?.strip_prefix(newest));
        match (named, on_newest) {
            (None, Some(rest)) => Some((Form::Next, rest.to_vec())),
            (None, None) => Some((Form::Change, data.to_vec())),
            (Some(named), _) => Some((Form::New, [&minicbor::to_vec(named).ok()?, data].concat())),
        }
    }

    /// Puts a stripped body together again. `None` if it is none.
    pub(super) fn restore(&mut self, document: Option<u32>, form: Form, stripped: &[u8]) -> Option<Vec<u8>> {
        if form == Form::Whole {
            return Some(stripped.to_vec());
        }
        let document = document?;
        let (hash, body) = match form {
            Form::Whole => return None,
            Form::Next => {
                let newest = self.0.get(&document)?;
                let (hash, change) = chunk(&[&[1], newest, stripped]);
                (hash, Body::Change(change))
            }
            Form::Change => {
                let (hash, change) = chunk(&[stripped]);
                (hash, Body::Change(change))
            }
            Form::New => {
                let mut decoder = minicbor::Decoder::new(stripped);
                let named: Named = decoder.decode().ok()?;
                let (hash, change) = chunk(&[stripped.get(decoder.position()..)?]);
                (hash, Body::New { document: named, change })
            }
        };
        self.0.insert(document, hash);
        Some(body.encode())
    }
}

/// A change's hash and its bytes, from what lies within its frame.
fn chunk(within: &[&[u8]]) -> ([u8; 32], Vec<u8>) {
    let length = within.iter().map(|bytes| bytes.len()).sum::<usize>();
    let mut framed = vec![CHANGE];
    put_number(&mut framed, length as u64);
    within.iter().for_each(|bytes| framed.extend_from_slice(bytes));
    let hash: [u8; 32] = Sha256::digest(&framed).into();
    let checksum: [u8; 4] = [hash[0], hash[1], hash[2], hash[3]];
    (hash, [&MAGIC[..], &checksum, &framed].concat())
}
