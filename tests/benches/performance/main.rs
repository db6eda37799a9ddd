//! What Kith costs: `cargo bench -p kith-tests` prints one table, as it stands in docs/performance.md.
//!
//! With a name (`cargo bench -p kith-tests -- catch_up`) only that part is run.

#![expect(clippy::expect_used, clippy::panic, reason = "a bench stops where it fails")]
#![expect(clippy::indexing_slicing, reason = "the workload is its own")]

mod catch_up;
mod cold_open;
mod community;
mod measure;
mod peer;
mod reconnect;
mod workload;

use community::Community;
use std::path::Path;
use workload::MEMBERS;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [peer::ROLE, database] => peer::run(Path::new(database)),
        [cold_open::ROLE, home, topic] => cold_open::look(Path::new(home), topic),
        ref names => run(&names.iter().copied().filter(|name| !name.starts_with("--")).collect::<Vec<_>>()),
    }
}

fn run(names: &[&str]) {
    let wanted = |name| names.is_empty() || names.contains(&name);
    let dir = tempfile::tempdir().expect("a folder");
    println!("| what | here | target |\n|---|---|---|");
    if wanted("catch_up") || wanted("cold_open") {
        let community = Community::make(dir.path(), MEMBERS, 10_000);
        if wanted("catch_up") {
            catch_up::run(&community, 10_000);
        }
        if wanted("cold_open") {
            cold_open::run(&community, dir.path(), 10_000);
        }
    }
    if wanted("reconnect") {
        reconnect::run(&Community::make(dir.path(), 200, 1_000), 200);
    }
    if wanted("cold_open") {
        cold_open::run(&Community::make(dir.path(), 10 * MEMBERS, 100_000), dir.path(), 100_000);
    }
}
