//! What Kith costs: `cargo bench -p kith-tests` prints one table, as it stands in docs/performance.md.
//!
//! With a name (`cargo bench -p kith-tests -- catch_up`) only that part is run.

#![expect(clippy::expect_used, clippy::panic, reason = "a bench stops where it fails")]

mod authoring;
mod catch_up;
mod cold_open;
mod measure;
mod pages;
mod peer;
mod people;
mod reconnect;
mod screens;

use kith_tests::crowd::{Community, MEMBERS, Size, TOPICS};
use std::path::Path;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [peer::ROLE, database] => peer::run(Path::new(database)),
        [cold_open::ROLE, home, topic] => cold_open::look(Path::new(home), topic),
        [reconnect::ROLE, full, newcomer, busiest, logs] => {
            reconnect::measure(Path::new(full), Path::new(newcomer), busiest, logs);
        }
        ["screens", home, ..] if Path::new(home).is_dir() => {
            screens::run(Path::new(home), tempfile::tempdir().expect("a folder").path());
        }
        ref names => run(&names.iter().copied().filter(|name| !name.starts_with("--")).collect::<Vec<_>>()),
    }
}

fn run(names: &[&str]) {
    let wanted = |name| names.is_empty() || names.contains(&name);
    let dir = tempfile::tempdir().expect("a folder");
    let make = |people, posts| Community::make(dir.path(), Size { people, posts, topics: TOPICS });
    println!("| what | here | target |\n|---|---|---|");
    if wanted("catch_up") || wanted("cold_open") {
        let community = make(MEMBERS, 10_000);
        if wanted("catch_up") {
            catch_up::run(&community, 10_000);
        }
        if wanted("cold_open") {
            cold_open::run(&community, dir.path(), 10_000);
        }
    }
    if wanted("authoring") {
        let size = Size { people: 1, posts: 1, topics: 1 };
        authoring::run(&Community::make(dir.path(), size));
    }
    if wanted("pages") {
        pages::run(dir.path());
    }
    if wanted("people") {
        people::run();
    }
    if wanted("reconnect") {
        reconnect::run(&make(200, 1_000), 200);
    }
    if wanted("screens") {
        screens::make_and_run(dir.path());
    }
    if wanted("cold_open") {
        cold_open::run(&make(10 * MEMBERS, 100_000), dir.path(), 100_000);
    }
}
