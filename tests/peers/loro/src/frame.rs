//! What goes over the socket: a length of four bytes, a kind, a topic with its length, and bytes.

use std::io::{Error, Read, Result};

pub enum Frame {
    /// What of a topic is here.
    Has(String, Vec<u8>),
    /// What of a topic the other lacks.
    Update(String, Vec<u8>),
    /// All has been said.
    Done,
}

impl Frame {
    pub fn encode(&self) -> Vec<u8> {
        let (kind, topic, bytes) = match self {
            Self::Has(topic, bytes) => (0, topic.as_str(), bytes.as_slice()),
            Self::Update(topic, bytes) => (1, topic.as_str(), bytes.as_slice()),
            Self::Done => (2, "", [].as_slice()),
        };
        let length = u32::try_from(2 + topic.len() + bytes.len()).expect("a frame that fits");
        let head = [kind, u8::try_from(topic.len()).expect("a topic that fits")];
        [&length.to_le_bytes(), head.as_slice(), topic.as_bytes(), bytes].concat()
    }

    pub fn read(from: &mut impl Read) -> Result<Self> {
        let mut length = [0; 4];
        from.read_exact(&mut length)?;
        let mut rest = vec![0; u32::from_le_bytes(length) as usize];
        from.read_exact(&mut rest)?;
        let [kind, topic, ..] = rest[..] else { return Err(Error::other("a short frame")) };
        let bytes = rest.split_off(2 + usize::from(topic));
        let topic = String::from_utf8(rest.split_off(2)).map_err(Error::other)?;
        match kind {
            0 => Ok(Self::Has(topic, bytes)),
            1 => Ok(Self::Update(topic, bytes)),
            _ => Ok(Self::Done),
        }
    }
}
