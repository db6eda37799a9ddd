//! Logs: to the terminal as `RUST_LOG` asks, and of a Kith that stays to a small file in its home. The file has what
//! our own parts say and nothing of the libraries below, which know addresses; our own name no words and no people.

use kith_sync::system::private_file;
use std::fs::File;
use std::io::{self, IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _, fmt};

/// What is logged when nobody asks: errors, but not that a dial under way was cut off at the end.
const USUAL: &str = "error,iroh::socket=off";
/// What goes to the file.
const OURS: &str = "off,kith=info,kith_community=info,kith_sync=info";
/// The longest the file grows, in bytes; then it becomes the one before, of which there is one.
const LONGEST: u64 = 256 * 1024;

/// Begins to log; to a file in `home` as well, if there is one to write to. A panic is logged like any other error.
pub fn begin(home: Option<&Path>) {
    let asked = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(USUAL));
    let terminal = fmt::layer().with_ansi(io::stderr().is_terminal()).with_writer(io::stderr).with_filter(asked);
    let file = home.map(|home| Mutex::new(Bounded { path: home.join("kith.log"), open: None }));
    let file = file.map(|file| fmt::layer().with_ansi(false).with_writer(file).with_filter(EnvFilter::new(OURS)));
    // Whoever set up logs before keeps them.
    drop(tracing_subscriber::registry().with(terminal).with(file).try_init());
    std::panic::set_hook(Box::new(|panic| tracing::error!(%panic, "a part of Kith broke")));
}

/// A file that does not grow beyond [`LONGEST`]. Without one, or on a full disk, nothing is logged and nothing fails.
struct Bounded {
    path: PathBuf,
    open: Option<(File, u64)>,
}

impl Bounded {
    fn file(&mut self) -> io::Result<&mut (File, u64)> {
        if self.open.as_ref().is_none_or(|(_, written)| *written > LONGEST) {
            let long = std::fs::metadata(&self.path).is_ok_and(|file| file.len() > LONGEST);
            if long {
                std::fs::rename(&self.path, self.path.with_extension("log.1"))?;
            }
            let file = private_file().create(true).append(true).open(&self.path)?;
            let written = file.metadata()?.len();
            self.open = Some((file, written));
        }
        self.open.as_mut().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Write for Bounded {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let (file, written) = self.file()?;
        file.write_all(line)?;
        *written += line.len() as u64;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The same, for tests that write to it.
#[cfg(test)]
fn write_to(file: &Mutex<Bounded>, line: &[u8]) {
    let mut file = file.lock().unwrap();
    drop(file.write(line));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_does_not_grow_without_end() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("kith.log");
        let file = Mutex::new(Bounded { path: path.clone(), open: None });
        let line = [b'x'; 1_000];
        for _ in 0..1_000 {
            write_to(&file, &line);
        }
        let size = |path: &Path| std::fs::metadata(path).unwrap().len();
        assert!(size(&path) <= LONGEST + 1_000 && size(&path.with_extension("log.1")) <= LONGEST + 1_000);
        assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 2);
    }

    #[test]
    fn where_no_file_can_be_nothing_fails() {
        let home = tempfile::tempdir().unwrap();
        let file = Mutex::new(Bounded { path: home.path().join("no/such/kith.log"), open: None });
        write_to(&file, b"x");
    }
}
