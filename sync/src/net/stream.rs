//! Frames on a stream: how they are read and written, the queue of those that wait, and how many bytes went by.
//!
//! A frame is its length in four bytes, big endian, and that many bytes. Knows nothing of connections.

use super::held;
use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::sync::Notify;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// Longest frame, in bytes, without its length.
pub const MAX_FRAME: usize = 1 << 20;
/// Most frames that wait to be written on one connection.
pub const OUTBOX_FRAMES: usize = 32;
/// Bytes that may wait on one connection before no more frames are taken; the last may reach over by one frame.
pub const OUTBOX_BYTES: usize = 4 << 20;

/// How much of a frame is written at a time.
const CHUNK: usize = 64 << 10;
/// How long one chunk may take to leave.
const WRITE_TIMEOUT: Duration = Duration::from_secs(30);
/// Bytes of a frame's length.
const PREFIX: u64 = 4;

/// Why no further frame can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReadEnd {
    /// The peer has said all it wanted, or is gone.
    Ended,
    /// The peer broke the protocol: an empty frame, or one above [`MAX_FRAME`].
    Breach,
}

/// Reads one frame. Memory grows with what has arrived and not with what was claimed. Not cancel-safe.
pub(super) async fn read_frame(from: &mut (impl AsyncRead + Unpin)) -> Result<Vec<u8>, ReadEnd> {
    let length = from.read_u32().await.map_err(|_| ReadEnd::Ended)?;
    let length = usize::try_from(length).map_err(|_| ReadEnd::Breach)?;
    if length == 0 || length > MAX_FRAME {
        return Err(ReadEnd::Breach);
    }
    let mut frame = Vec::new();
    let read = from.take(length as u64).read_to_end(&mut frame).await;
    match read {
        Ok(read) if read == length => Ok(frame),
        _ => Err(ReadEnd::Ended),
    }
}

/// Writes one frame. Not cancel-safe.
///
/// # Errors
/// What the stream says, or `TimedOut` when the peer takes too little.
pub(super) async fn write_frame(to: &mut (impl AsyncWrite + Unpin), frame: &[u8]) -> std::io::Result<()> {
    let length = u32::try_from(frame.len()).map_err(std::io::Error::other)?;
    timeout(WRITE_TIMEOUT, to.write_u32(length)).await??;
    for chunk in frame.chunks(CHUNK) {
        timeout(WRITE_TIMEOUT, to.write_all(chunk)).await??;
    }
    Ok(())
}

/// The frames of one connection that wait to be written.
#[derive(Default)]
pub(super) struct Outbox {
    queue: Mutex<Queue>,
    filled: Notify,
    closing: CancellationToken,
}

#[derive(Default)]
struct Queue {
    frames: VecDeque<Vec<u8>>,
    bytes: usize,
    /// A sender found or left it full and waits to hear of room.
    awaited: bool,
}

impl Queue {
    fn room(&self) -> usize {
        if self.bytes >= OUTBOX_BYTES {
            return 0;
        }
        OUTBOX_FRAMES.saturating_sub(self.frames.len())
    }
}

/// A frame to write.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Taken {
    pub(super) frame: Vec<u8>,
    /// Whether a waiting sender is now to be told of room.
    pub(super) room: bool,
}

impl Outbox {
    /// `false` if there is no room, or it is closing, or this is no frame.
    pub(super) fn push(&self, frame: Vec<u8>) -> bool {
        if frame.is_empty() || frame.len() > MAX_FRAME {
            tracing::error!(bytes = frame.len(), "a frame of this size is never sent");
            return false;
        }
        let mut queue = held(&self.queue);
        if self.closing.is_cancelled() {
            return false;
        }
        let taken = queue.room() > 0;
        if taken {
            queue.bytes += frame.len();
            queue.frames.push_back(frame);
            self.filled.notify_one();
        }
        queue.awaited |= queue.room() == 0;
        taken
    }

    pub(super) fn room(&self) -> usize {
        if self.closing.is_cancelled() { 0 } else { held(&self.queue).room() }
    }

    /// Takes no more frames.
    pub(super) fn close(&self) {
        self.closing.cancel();
    }

    pub(super) async fn closing(&self) {
        self.closing.cancelled().await;
    }

    /// The next frame to write, for one reader; `None` when it is closing and empty. Cancel-safe.
    pub(super) async fn next(&self) -> Option<Taken> {
        loop {
            if let Some(taken) = self.take() {
                return Some(taken);
            }
            if self.closing.is_cancelled() {
                return None;
            }
            tokio::select! {
                () = self.filled.notified() => {}
                () = self.closing() => {}
            }
        }
    }

    /// A sender is told when half is free, lest it be told of every place; and of none while it closes.
    fn take(&self) -> Option<Taken> {
        let mut queue = held(&self.queue);
        let frame = queue.frames.pop_front()?;
        queue.bytes -= frame.len();
        let half = queue.frames.len() <= OUTBOX_FRAMES / 2 && queue.bytes <= OUTBOX_BYTES / 2;
        let room = half && !self.closing.is_cancelled() && std::mem::take(&mut queue.awaited);
        Some(Taken { frame, room })
    }
}

/// Bytes of streams, lengths included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Of whole frames that came.
    pub read: u64,
    /// Of whole frames that were handed to the system.
    pub written: u64,
}

/// Counts while others look.
#[derive(Default)]
pub(super) struct Traffic {
    read: AtomicU64,
    written: AtomicU64,
}

impl Traffic {
    pub(super) fn add_read(&self, frame: usize) {
        self.read.fetch_add(PREFIX + frame as u64, Ordering::Relaxed);
    }

    pub(super) fn add_written(&self, frame: usize) {
        self.written.fetch_add(PREFIX + frame as u64, Ordering::Relaxed);
    }

    pub(super) fn counters(&self) -> Counters {
        Counters { read: self.read.load(Ordering::Relaxed), written: self.written.load(Ordering::Relaxed) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(bytes: &[u8]) -> Result<Vec<u8>, ReadEnd> {
        let mut bytes = bytes;
        read_frame(&mut bytes).await
    }

    #[tokio::test]
    async fn a_written_frame_is_read_again() {
        for length in [1, CHUNK, CHUNK + 1, MAX_FRAME] {
            let frame = vec![9; length];
            let mut wire = Vec::new();
            write_frame(&mut wire, &frame).await.unwrap();
            assert_eq!(read(&wire).await, Ok(frame));
        }
    }

    #[tokio::test]
    async fn hostile_lengths_are_breaches_and_short_frames_are_ends() {
        let too_long = u32::try_from(MAX_FRAME + 1).unwrap().to_be_bytes();
        let cases: [(&[u8], ReadEnd); 6] = [
            (&[0; 4], ReadEnd::Breach),
            (&[255; 4], ReadEnd::Breach),
            (&too_long, ReadEnd::Breach),
            (&[], ReadEnd::Ended),
            (&[0, 0, 1], ReadEnd::Ended),
            (&[0, 0, 0, 2, 1], ReadEnd::Ended),
        ];
        for (bytes, end) in cases {
            assert_eq!(read(bytes).await, Err(end), "{bytes:?}");
        }
    }

    #[tokio::test]
    async fn a_full_outbox_refuses_and_tells_of_room_once() {
        let outbox = Outbox::default();
        for number in 1..=OUTBOX_FRAMES {
            assert!(outbox.push(vec![1]));
            assert_eq!(outbox.room(), OUTBOX_FRAMES - number);
        }
        assert!(!outbox.push(vec![1]));
        let mut told = Vec::new();
        for _ in 0..OUTBOX_FRAMES {
            told.push(outbox.next().await.unwrap().room);
        }
        assert_eq!(told.iter().position(|told| *told), Some(OUTBOX_FRAMES / 2 - 1));
        assert_eq!(told.iter().filter(|told| **told).count(), 1);
    }

    #[tokio::test]
    async fn an_outbox_is_full_by_bytes_too() {
        let outbox = Outbox::default();
        for _ in 0..OUTBOX_BYTES / MAX_FRAME {
            assert!(outbox.push(vec![1; MAX_FRAME]));
        }
        assert!(!outbox.push(vec![1]));
        outbox.next().await.unwrap();
        assert!(outbox.push(vec![1]));
    }

    #[tokio::test]
    async fn an_outbox_takes_no_frame_that_peers_would_refuse() {
        let outbox = Outbox::default();
        assert!(!outbox.push(Vec::new()));
        assert!(!outbox.push(vec![1; MAX_FRAME + 1]));
        assert_eq!(outbox.room(), OUTBOX_FRAMES);
    }

    #[tokio::test]
    async fn a_closing_outbox_gives_what_it_has_and_takes_no_more() {
        let outbox = Outbox::default();
        assert!(outbox.push(vec![1]));
        outbox.close();
        assert!(!outbox.push(vec![2]));
        assert_eq!(outbox.room(), 0);
        assert_eq!(outbox.next().await, Some(Taken { frame: vec![1], room: false }));
        assert_eq!(outbox.next().await, None);
    }
}
