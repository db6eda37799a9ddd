//! What a process used, as Linux tells it, and how results are written.

use std::fs::{self, read_to_string};
use std::path::{Path, PathBuf};

/// CPU and memory of one process since its start; zero where the system does not tell.
#[derive(Clone, Copy, Debug, Default)]
pub struct Usage {
    /// User and system time of all threads.
    pub cpu_ms: u64,
    /// The most memory that was resident at once.
    pub peak_kib: u64,
}

/// Of this process.
pub fn usage() -> Usage {
    /// Linux counts in hundredths of a second wherever programs look.
    const TICK_MS: u64 = 10;
    let stat = read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok());
    let status = read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak_kib = peak.and_then(|peak| peak.split_whitespace().next()?.parse().ok());
    Usage { cpu_ms: ticks.sum::<u64>() * TICK_MS, peak_kib: peak_kib.unwrap_or_default() }
}

/// Microseconds of processor time of all threads that run, finer than [`usage`] counts; none where the system does not
/// tell.
pub fn work_us() -> Option<u64> {
    let threads = fs::read_dir("/proc/self/task").ok()?.flatten();
    let nanoseconds = threads.filter_map(|thread| {
        let said = read_to_string(thread.path().join("schedstat")).ok()?;
        said.split_whitespace().next()?.parse::<u64>().ok()
    });
    Some(nanoseconds.sum::<u64>() / 1_000)
}

/// Bytes that the process had written to disk, whole pages each time; none where the system does not tell.
pub fn written_bytes() -> Option<u64> {
    let io = read_to_string("/proc/self/io").ok()?;
    io.lines().find_map(|line| line.strip_prefix("write_bytes: "))?.parse().ok()
}

/// A database of one's own to work on, next to the one it is a copy of.
pub fn copy(database: &Path, name: &str) -> PathBuf {
    let copy = database.with_file_name(name);
    for ending in ["", "-wal", "-shm"] {
        let mut left = copy.clone().into_os_string();
        left.push(ending);
        // There is none at the first run.
        let _ = fs::remove_file(left);
    }
    fs::copy(database, &copy).expect("a copy of the database");
    copy
}

/// The middle of some measurements.
pub fn median(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of.get(of.len() / 2).copied().unwrap_or_default()
}

/// One line of the table: what, how much, and the target.
pub fn row(what: &str, figure: &str, target: &str) {
    println!("| {what} | {figure} | {target} |");
}

pub fn mib(kib: u64) -> String {
    format!("{:.0} MB", kib as f64 * 1024.0 / 1e6)
}
