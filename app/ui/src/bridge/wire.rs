//! What is said on the local socket: a greeting, then one JSON value a line. The format is version 0.

use kith_community::command::{Done, Request, Step, Trouble};
use kith_community::query::{AnyView, Look};
use kith_sync::net::Mode;
use serde::{Deserialize, Serialize};
use std::io;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufReader};

/// The version of everything said here.
pub const VERSION: u32 = 0;
/// What a Kith reads of one line, in bytes: a long post fits with every letter escaped.
pub const LONGEST_QUESTION: usize = 1 << 20;
/// What is read of one line from one's own Kith, in bytes: a topic of ten thousand long replies fits.
pub const LONGEST_ANSWER: usize = 1 << 28;

/// The first line, from the Kith that runs.
#[derive(Debug, Serialize, Deserialize)]
pub struct Greeting {
    /// The version it speaks.
    pub kith: u32,
    /// Its networks.
    pub mode: String,
}

/// What is asked.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Do this; answered by steps, then done or trouble.
    Send(Request),
    /// Show this; answered by views until the asker goes.
    Watch(Look),
    /// Show yourself, with a link that the system was asked to open; answered by page, window or trouble.
    Show {
        /// The link.
        #[serde(default)]
        link: Option<String>,
    },
}

/// What is answered.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// To `send`, on the way.
    Step(Step),
    /// To `send`, at its end.
    Done(Done),
    /// To `watch`, now and at each change.
    View(AnyView),
    /// To `show`: a link to its page, if it shows one.
    Page(Option<String>),
    /// To `show`: its window came to the front.
    Window,
    /// To anything.
    Trouble(Trouble),
}

/// Lines of bounded length.
pub struct Lines<R> {
    reader: BufReader<R>,
    line: Vec<u8>,
    longest: usize,
}

impl<R: AsyncRead + Unpin> Lines<R> {
    /// Reads lines of at most `longest` bytes.
    pub fn new(reader: R, longest: usize) -> Self {
        let (reader, line) = (BufReader::new(reader), Vec::new());
        Self { reader, line, longest }
    }

    /// The next line without its end; `None` at the end. Cancel safe: what was read is kept.
    ///
    /// # Errors
    /// When the line is too long or breaks off.
    pub async fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        let room = (self.longest + 1).saturating_sub(self.line.len());
        let mut bounded = (&mut self.reader).take(room as u64);
        bounded.read_until(b'\n', &mut self.line).await?;
        if self.line.last() == Some(&b'\n') {
            self.line.pop();
            return Ok(Some(std::mem::take(&mut self.line)));
        }
        match self.line.len() {
            0 => Ok(None),
            long if long > self.longest => Err(io::ErrorKind::FileTooLarge.into()),
            _ => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

/// Writes one value as one line.
///
/// # Errors
/// When the other side is gone.
pub async fn write(writer: &mut (impl AsyncWrite + Unpin), value: &impl Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    writer.write_all(&line).await
}

/// A mode as people write it.
pub fn mode_name(mode: Mode) -> &'static str {
    match mode {
        Mode::Online => "online",
        Mode::Lan => "lan",
        Mode::Loopback => "loopback",
        Mode::Off => "off",
    }
}

/// What one hears when a Kith ends in the middle of an answer.
pub fn stopped() -> Trouble {
    Trouble::of("stopped")
}
